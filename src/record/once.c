/* once: see once.h. The key's row is put in first and completed last, in the same savepoint as the record: two who come
 * with the same key meet on the primary key, and a body that fails takes its key with it. */
#include "record/once.h"

#define KEPT (90 * DAY)

#define KEY_OF(w, o) (o)->county, db_ctx(w)->actor->account, (o)->act, (o)->key

Err once_take(Db *w, const Once *o, bool *ret_seen, i64 *ret_id)
{
    i64 added;
    Row before;
    *ret_seen = false;
    *ret_id = 0;
    if (str_is_empty(o->key))
        return OK;
    TRY(db_change(w, Q_ONCE_ADD, ARGS(KEY_OF(w, o), HASH(o->payload), db_ctx(w)->now), &added));
    if (added)
        return OK;
    TRY(db_one(w, Q_ONCE_GET, ARGS(KEY_OF(w, o)), &before));
    Hash payload = row_hash(before, C_ONCE_GET_PAYLOAD);
    if (!hash_eq(&payload, &o->payload))
        return fail(db_ctx(w), ERR_CONFLICT, "once.other_payload", "a key of %s came with other values", o->act);
    *ret_seen = true;
    *ret_id = row_int(before, C_ONCE_GET_ID);
    return OK;
}

Err once_keep(Db *w, const Once *o, i64 id)
{
    BUG_ON(id == 0);
    return str_is_empty(o->key) ? OK : db_exec(w, Q_ONCE_FILL, ARGS(KEY_OF(w, o), id));
}

/* Each part with its length before it, so that no two lists of parts make the same bytes. */
Hash once_payload(const Str *parts, size_t n)
{
    Arena *a = arena_open();
    Buf    b = buf_new(a, 1024, (size_t)1 << 28);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%zu:", parts[i].n);
        buf_str(&b, parts[i]);
    }
    BUG_ON(buf_is_over(&b)); /* fields of one form, of which the largest body has 100 MB */
    Hash h = hash_of(buf_text(&b));
    arena_close(a);
    return h;
}

static Err sweep_body(Db *w, void *arg)
{
    return db_exec(w, Q_ONCE_FORGET, ARGS(*(const i64 *)arg));
}

Err once_sweep(Ctx *c)
{
    i64 before = c->now - KEPT;
    return db_write(c, sweep_body, &before);
}
