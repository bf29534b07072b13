/* once: see once.h. The key's row is put in first, in the same savepoint as the record: two who come with the same key meet
 * on the primary key, and a body that fails takes its key with it. Nobody asks beforehand whether the key is there: mostly
 * it is not, and who meets it looks at what stands there afterwards. */
#include "record/once.h"

#include "record/access.h"
#include "record/once.sql.h"

#define KEPT (90 * DAY)

typedef struct Writing {
    const Once *once;
    i64         id;
    WriteBody  *body;
    void       *arg;
} Writing;

static Err write_body(Db *w, void *arg)
{
    const Writing *v = arg;
    const Once    *o = v->once;
    Ctx           *c = db_ctx(w);
    TRY(db_exec(w, QUERY(once_add, .county = ARG(o->county), .account = ARG(c->actor->account), .act = ARG(o->act),
                         .once_key = ARG(o->key), .payload = HASH(o->payload), .id = ARG(v->id), .at = ARG(c->now))));
    return v->body(w, v->arg);
}

/* Something met what stood there: was it the key? Otherwise the failure stands. */
static Err met(Ctx *c, const Once *o, i64 *ret_id)
{
    Row  before;
    bool found;
    Ctx  own;
    ctx_init(&own, c->arena, c->store, c->actor, c->now); /* what goes wrong in looking is not what went wrong */
    Err e = db_maybe(db_read(&own), Q_ONCE_GET, ARGS(o->county, c->actor->account, o->act, o->key), &found, &before);
    db_read_end(&own);
    if (e != OK || !found)
        return ERR_CONFLICT;
    ctx_clear_failure(c);
    Hash payload = row_hash(before, C_ONCE_GET_PAYLOAD);
    if (!hash_eq(&payload, &o->payload))
        return fail(c, ERR_CONFLICT, "once.other_payload", "a key of %s came with other values", o->act);
    *ret_id = row_int(before, C_ONCE_GET_ID);
    return OK;
}

/* The same form for another house is another act. */
static Hash payload_for_house(const Ctx *c, const Hash *payload)
{
    if (str_is_empty(c->actor->consent))
        return *payload;
    Str name = ref_name(c->arena, actor_house(c->actor));
    return hash_of_parts((Str[]){ { (const char *)payload->b, sizeof payload->b }, name }, 2);
}

Err once_write(Ctx *c, const Once *o, i64 id, WriteBody *body, void *arg, i64 *ret_id)
{
    BUG_ON(id == 0); /* id_new(), or of a row that was just read */
    *ret_id = id;
    if (o == NULL || str_is_empty(o->key))
        return db_write(c, body, arg);
    Once own = *o;
    own.payload = payload_for_house(c, &o->payload);
    Writing v = { &own, id, body, arg };
    Err e = db_write(c, write_body, &v);
    return e == ERR_CONFLICT ? met(c, &own, ret_id) : e;
}

const Once *once_take(Ctx *c)
{
    const Once *o = c->once;
    c->once = NULL;
    return o;
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

Str once_files(Arena *a, const Uploads *files)
{
    Buf b = buf_new(a, 128, (size_t)1 << 20);
    for (size_t i = 0; i < files->n; i++) {
        Hash h = hash_of(files->v[i].bytes);
        buf_str(&b, hash_hex(a, &h));
    }
    BUG_ON(buf_is_over(&b)); /* of one form, which has no 16,000 of them */
    return buf_text(&b);
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
