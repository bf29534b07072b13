/* secret: see secret.h. From the one key of person.key two are derived (BLAKE2b, crypto_kdf): one seals, one looks up,
 * so that a leak of the looked-up hashes alone says nothing about the sealing key.
 *
 * A sealed number is one byte for its form (1), 24 of nonce, then the ciphertext with its tag. */
#include "record/secret.h"

#include <sodium.h>
#include <string.h>

#include "record/gate.h"
#include "record/keyfile.h"
#include "record/loghead.h"

enum {
    FORM = 1,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

static struct {
    bool is_open;
    u8   seal[32], lookup[32];
} keys;

Err secret_keys_make(Ctx *c, Str data_folder)
{
    TRY(keyfile_make(c, data_folder, "person.key"));
    return loghead_keys_make(c, data_folder);
}

Err secret_keys_open(Ctx *c, Str data_folder)
{
    u8 key[32];
    BUG_ON(sodium_init() < 0); /* once, and it fails on no input */
    TRY(keyfile_read(c, data_folder, "person.key", key));
    crypto_kdf_derive_from_key(keys.seal, sizeof keys.seal, 1, "ycperson", key);
    crypto_kdf_derive_from_key(keys.lookup, sizeof keys.lookup, 2, "ycperson", key);
    sodium_memzero(key, sizeof key);
    keys.is_open = true;
    return OK;
}

Str secret_seal(Arena *a, Str plain)
{
    u8                *out = arena_take(a, 1 + NONCE + plain.n + TAG);
    unsigned long long n = 0;
    BUG_ON(!keys.is_open); /* cli_keys_open() comes before the store (CLI_KEYS) */
    out[0] = FORM;
    random_bytes(out + 1, NONCE); /* anew: no two sealings share one, of whatever run */
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE, &n, (const u8 *)plain.p, plain.n, out, 1, NULL, out + 1,
                                               keys.seal);
    return (Str){ (const char *)out, 1 + NONCE + (size_t)n };
}

Err secret_unseal(Ctx *c, Str sealed, Str *ret_plain)
{
    const u8          *in = (const u8 *)sealed.p;
    unsigned long long n = 0;
    BUG_ON(!keys.is_open); /* cli_keys_open() comes before the store (CLI_KEYS) */
    if (sealed.n < 1 + NONCE + TAG || in[0] != FORM)
        return fail(c, ERR_INTERNAL, NULL, "a sealed number has no form that is known");
    u8 *out = arena_take(c->arena, sealed.n);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, in + 1 + NONCE, sealed.n - 1 - NONCE, in, 1, in + 1,
                                                   keys.seal) != 0)
        return fail(c, ERR_INTERNAL, NULL, "a sealed number was changed, or sealed with another key");
    *ret_plain = (Str){ (const char *)out, (size_t)n };
    return OK;
}

Hash secret_lookup(const char *purpose, Str plain)
{
    crypto_auth_hmacsha256_state state;
    Hash                         h;
    BUG_ON(!keys.is_open); /* cli_keys_open() comes before the store (CLI_KEYS) */
    crypto_auth_hmacsha256_init(&state, keys.lookup, sizeof keys.lookup);
    crypto_auth_hmacsha256_update(&state, (const u8 *)purpose, strlen(purpose) + 1); /* its NUL ends it */
    crypto_auth_hmacsha256_update(&state, (const u8 *)plain.p, plain.n);
    crypto_auth_hmacsha256_final(&state, h.b);
    return h;
}

/* ---- masks ---- */

/* Keeps `front` and `back` characters; a text too short for that shows nothing but stars. */
static Str masked(Arena *a, Str s, size_t front, size_t back)
{
    char *out = (char *)str_cstr(a, s);
    bool  shows = s.n > front + back;
    for (size_t i = 0; i < s.n; i++)
        if (!shows || (i >= front && i < s.n - back))
            out[i] = '*';
    return (Str){ out, s.n };
}

Str secret_mask_phone(Arena *a, Str phone)
{
    return masked(a, phone, 3, 4);
}

Str secret_mask_tail(Arena *a, Str shown)
{
    return shown.n ? str_join(a, (Str[]){ str_cut(shown, 3), STR("********") }, 2, STR_NONE) : STR_NONE;
}

Str secret_mask_id(Arena *a, Str id)
{
    return masked(a, id, 3, 4);
}

Str secret_mask_name(Arena *a, Str name)
{
    Str first = utf8_cut(name, 1);
    return name.n ? arena_printf(a, "%.*s**", STR_ARG(first)) : STR_NONE;
}

/* ---- passwords ---- */

/* Argon2id with 64 MB and three passes: some 0.15 s of one core. Two at once are 128 MB at most. */
static Gate               password_gate = GATE(2);
static unsigned long long password_passes = 3;
static size_t             password_memory = (size_t)64 << 20;
enum { PASSWORD_WAIT_SECONDS = 10 };

void secret_password_cheap(void)
{
    password_passes = crypto_pwhash_OPSLIMIT_MIN;
    password_memory = crypto_pwhash_MEMLIMIT_MIN;
}

Err secret_password_hash(Ctx *c, Str password, Str *ret_hash)
{
    char *out = arena_take(c->arena, crypto_pwhash_STRBYTES);
    TRY(gate_enter(c, &password_gate, PASSWORD_WAIT_SECONDS));
    int failed = crypto_pwhash_str(out, password.p, password.n, password_passes, password_memory);
    gate_leave(&password_gate);
    if (failed)
        return fail(c, ERR_BUSY, NULL, "no memory to hash a password");
    *ret_hash = str_from(out);
    return OK;
}

/* $argon2id$v=19$m=65536,t=3,p=1$SALT$HASH, the one form that crypto_pwhash_str() makes. */
typedef struct Stored {
    i64           memory, passes; /* memory in kB */
    unsigned char salt[crypto_pwhash_SALTBYTES], hash[32];
} Stored;

static bool base64_is(Str s, unsigned char *out, size_t size)
{
    size_t n;
    return sodium_base642bin(out, size, s.p, s.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 && n == size;
}

static bool number_after(Str part, Str name, i64 *ret_n)
{
    return str_starts(part, name) && str_int(str_skip(part, name.n), ret_n) && *ret_n > 0;
}

static bool stored_read(Str hash, Stored *ret)
{
    Str rest = hash, part[6], memory, passes;
    for (size_t i = 0; i < COUNTOF(part); i++)
        if (!str_next(&rest, '$', &part[i]))
            return false;
    return rest.n == 0 && part[0].n == 0 && str_is(part[1], "argon2id") && str_is(part[2], "v=19") &&
           str_next(&part[3], ',', &memory) && str_next(&part[3], ',', &passes) && str_is(part[3], "p=1") &&
           number_after(memory, STR("m="), &ret->memory) && number_after(passes, STR("t="), &ret->passes) &&
           base64_is(part[4], ret->salt, sizeof ret->salt) && base64_is(part[5], ret->hash, sizeof ret->hash);
}

/* Not by crypto_pwhash_str_verify(): that says of a password for which it found no memory that it is wrong. */
Err secret_password_check(Ctx *c, Str password, Str hash, bool *ret_right)
{
    Stored        stored;
    unsigned char made[sizeof stored.hash];
    *ret_right = false;
    if (!stored_read(hash, &stored))
        return OK;
    TRY(gate_enter(c, &password_gate, PASSWORD_WAIT_SECONDS));
    int failed = crypto_pwhash(made, sizeof made, password.p, password.n, stored.salt, (unsigned long long)stored.passes,
                               (size_t)stored.memory << 10, crypto_pwhash_ALG_ARGON2ID13);
    gate_leave(&password_gate);
    if (failed)
        return fail(c, ERR_BUSY, NULL, "no memory to check a password");
    *ret_right = sodium_memcmp(made, stored.hash, sizeof made) == 0;
    sodium_memzero(made, sizeof made);
    return OK;
}
