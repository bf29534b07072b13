/* hash: see hash.h. SHA-256 is libcrypto's, which has the processor do it: of what is as short as a node of a log it takes a
 * fifth of libsodium's time. Its plain functions are asked for; those that replace them allocate for each hash. */
#define OPENSSL_API_COMPAT 0x10101000L
#include "base/hash.h"

#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

#include "base/base32.h"
#include "base/buf.h"

Hash hash_of(Str bytes)
{
    return hash_of_parts(&bytes, 1);
}

Hash hash_of_parts(const Str *parts, size_t n)
{
    SHA256_CTX state;
    Hash       h;
    SHA256_Init(&state);
    for (size_t i = 0; i < n; i++)
        SHA256_Update(&state, parts[i].p, parts[i].n);
    SHA256_Final(h.b, &state);
    return h;
}

struct Hashed {
    SHA256_CTX state;
};

Hashed *hashed_new(Arena *a)
{
    Hashed *h = NEW(a, Hashed);
    SHA256_Init(&h->state);
    return h;
}

void hashed_add(Hashed *h, Str bytes)
{
    SHA256_Update(&h->state, bytes.p, bytes.n);
}

Hash hashed_end(Hashed *h)
{
    Hash hash;
    SHA256_Final(hash.b, &h->state);
    return hash;
}

Hash hash_keyed(const u8 key[32], Str bytes)
{
    Hash h;
    crypto_auth_hmacsha256(h.b, (const u8 *)bytes.p, bytes.n, key);
    return h;
}

bool hash_eq(const Hash *a, const Hash *b)
{
    return sodium_memcmp(a->b, b->b, sizeof a->b) == 0;
}

Str hash_hex(Arena *a, const Hash *h)
{
    return bytes_hex(a, (Str){ (const char *)h->b, sizeof h->b });
}

Str hash_base32(Arena *a, const Hash *h, size_t chars)
{
    return str_cut(base32_text(a, (Str){ (const char *)h->b, sizeof h->b }), chars);
}

bool hash_from_hex(Str hex, Hash *ret_hash)
{
    size_t n = 0;
    return hex.n == 64 && sodium_hex2bin(ret_hash->b, sizeof ret_hash->b, hex.p, hex.n, NULL, &n, NULL) == 0 && n == 32;
}

Str bytes_hex(Arena *a, Str bytes)
{
    Buf b = buf_new(a, bytes.n * 2 + 1, bytes.n * 2);
    buf_hex(&b, bytes.p, bytes.n);
    return buf_text(&b);
}

bool bytes_from_hex(Arena *a, Str hex, Str *ret_bytes)
{
    u8    *out = arena_take(a, hex.n / 2 + 1);
    size_t n = 0;
    if (hex.n % 2 != 0)
        return false;
    if (hex.n != 0 && (sodium_hex2bin(out, hex.n / 2, hex.p, hex.n, NULL, &n, NULL) != 0 || n != hex.n / 2))
        return false;
    *ret_bytes = (Str){ (const char *)out, n };
    return true;
}

void random_bytes(void *p, size_t n)
{
    randombytes_buf(p, n);
}

Str random_token(Arena *a, size_t bytes)
{
    char *p = arena_take(a, bytes);
    random_bytes(p, bytes);
    return base32_text(a, (Str){ p, bytes });
}
