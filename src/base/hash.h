/* hash: digests, keyed digests and random bytes; all of it libsodium's. */
#pragma once
#include "base/str.h"

typedef struct Hash {
    u8 b[32];
} Hash;

Hash hash_of(Str bytes);                 /* SHA-256, FIPS 180-4 */
Hash hash_of_parts(const Str *parts, size_t n); /* of their concatenation */
/* SHA-256 of what comes piece by piece. */
typedef struct Hashed Hashed;
Hashed *hashed_new(Arena *a);
void    hashed_add(Hashed *h, Str bytes);
Hash    hashed_end(Hashed *h); /* once */
Hash hash_keyed(const u8 key[32], Str bytes);   /* HMAC-SHA-256, RFC 2104 */
bool hash_eq(const Hash *a, const Hash *b);     /* in constant time */
Str  hash_hex(Arena *a, const Hash *h);
Str  hash_base32(Arena *a, const Hash *h, size_t chars); /* its first chars*5 bits, alphabet of id.h */
bool hash_from_hex(Str hex, Hash *ret_hash);
Str  bytes_hex(Arena *a, Str bytes);
bool bytes_from_hex(Arena *a, Str hex, Str *ret_bytes);

void random_bytes(void *p, size_t n);
Str  random_token(Arena *a, size_t bytes); /* base32 of that many random bytes */
