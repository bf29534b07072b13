/* once: idempotency keys (幂等键). What a client sends to create something carries one; a retry, a double tap or a late
 * sync then never makes a second record.
 *
 * Scope: account (or address for the signed-out), route, key; kept 90 days. The same key with another payload is
 * ERR_CONFLICT. A refused request does not consume its key, because the row stands in the body's own savepoint. */
#pragma once
#include "db/db.h"
#include "record/field.h"

typedef struct Once {
    Code        county;  /* shard of what is created */
    const char *act;     /* "need.raise" */
    Str         key;
    Hash        payload; /* once_payload() of the decoded values */
} Once;

/* db_write() of what makes `id`. Where that was done before with this key the body leaves nothing behind and OK comes back;
 * *ret_id is what was made, now or then. NULL or an empty key: nothing is remembered. */
MUST Err once_write(Ctx *c, const Once *o, i64 id, WriteBody *body, void *arg, i64 *ret_id);
/* The key that the request came with (record/offline.h), for the one act that it is: a second one finds none. NULL: none. */
const Once *once_take(Ctx *c);
Hash     once_payload(const Str *parts, size_t n);
/* A part of a payload: what files hold, and in which order. Another picture of the same size is another form. */
Str      once_files(Arena *a, const Uploads *files);
MUST Err once_sweep(Ctx *c);                      /* forgets those older than 90 days */
