/* since: see since.h. */
#include "matter/since.h"

#include <string.h>

#include "matter/change.sql.h"

Err life_is_or_was_of(Ctx *c, const char *event, Ref at, Code place, bool *ret_is)
{
    enum { GONE_AT_ONCE = 20 }; /* as the query has it */
    Rows gone;
    i64  after = -1;
    Str  after_log = STR("");
    *ret_is = code_covers(place, at.place);
    if (*ret_is)
        return OK;
    do {
        TRY(db_many(db_read(c), QUERY(change_gone, KEY_AS(subject, at), .kind = ARG(event), .after = ARG(after),
                                      .after_log = ARG(after_log)), &gone));
        for (size_t i = 0; i < gone.n && !*ret_is; i++) {
            Event e = { .parts = row_text(gone.row[i], C_CHANGE_GONE_PARTS) };
            *ret_is = code_covers(place, arena_printf(c->arena, "%lld", (long long)event_part(&e, "place_from")));
            after = row_int(gone.row[i], C_CHANGE_GONE_SEQ);
            after_log = row_text(gone.row[i], C_CHANGE_GONE_LOG);
        }
    } while (gone.n == GONE_AT_ONCE && !*ret_is);
    return OK;
}

typedef struct Looking {
    const Life    *l;
    const Noun    *noun;
    const char    *away;    /* its event */
    Code           place;
    const Changes *changes;
    char          *rows;
    bool           is[COUNTOF(((Changes *)0)->id)]; /* each to be told */
} Looking;

/* An event of the noun may be about what is no record of it. */
static Err look(Ctx *c, void *arg, size_t i)
{
    Looking *k = arg;
    Matter  *m = (Matter *)(void *)(k->rows + i * k->l->row_size);
    k->is[i] = false;
    Err e = life_read(db_read(c), k->l, (Ref){ code_county(k->place), k->changes->id[i], STR_NONE }, m);
    if (e == ERR_MISSING) {
        ctx_clear_failure(c);
        return OK;
    }
    TRY(e);
    TRY(k->noun->visible(c, k->noun, m->ref, &k->is[i]));
    return k->is[i] ? life_is_or_was_of(c, k->away, m->ref, k->place, &k->is[i]) : OK;
}

Err life_changed(Ctx *c, const Life *l, Code place, const ListAsk *ask, ReadFn *fill, Changed into)
{
    Changes ch;
    size_t  n = 0;
    TRY(list_changes(c, l->noun, place, ask->since, &ask->after, &ch));
    Looking k = { .l = l, .noun = noun_find(str_from(l->noun)), .place = place, .changes = &ch,
                  .away = str_cstr(c->arena, arena_printf(c->arena, "%s.carried_away", l->noun)),
                  .rows = arena_take(c->arena, (ch.n + 1) * l->row_size) };
    TRY(db_together(c, ch.n, look, &k));
    for (size_t i = 0; i < ch.n; i++)
        if (k.is[i])
            memmove(k.rows + n++ * l->row_size, k.rows + i * l->row_size, l->row_size);
    TRY(db_together(c, n, fill, k.rows));
    memcpy(into.ret_v, &(const void *){ k.rows }, sizeof(const void *));
    *into.ret_n = n;
    *into.ret_next = ch.next;
    *into.ret_later = ch.later;
    return OK;
}
