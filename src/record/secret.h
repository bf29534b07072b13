/* secret: personal numbers at rest. Phone and ID numbers are sealed (XChaCha20-Poly1305) with a key from
 * <data>/keys/person.key, apart from database and backup, and looked up by a keyed hash (HMAC-SHA-256). */
#pragma once
#include "base/base.h"

MUST Err secret_keys_open(Ctx *c, Str data_folder);
MUST Err secret_keys_make(Ctx *c, Str data_folder);       /* all of a house, the log's too; ERR_CONFLICT: there already */
Str      secret_seal(Arena *a, Str plain);
MUST Err secret_unseal(Ctx *c, Str sealed, Str *ret_plain);
Hash     secret_lookup(const char *purpose, Str plain);   /* "phone", "id_card" */
Str      secret_mask_phone(Arena *a, Str phone);          /* 138****5678 */
/* Of that mask: 138********, for who is not of the house. The last four are what a new device is asked (entry/card_open.c): whoever
 * printed a card and read them here was in. */
Str      secret_mask_tail(Arena *a, Str masked);
Str      secret_mask_id(Arena *a, Str id);                /* 420***********1234 */
Str      secret_mask_name(Arena *a, Str name);            /* 王** */
MUST Err secret_password_hash(Ctx *c, Str password, Str *ret_hash);              /* Argon2id; at most two at once */
MUST Err secret_password_check(Ctx *c, Str password, Str hash, bool *ret_right); /* ERR_BUSY: no memory to say */
void     secret_password_cheap(void); /* for tests: hashes from now on cost next to nothing, and protect nothing */
