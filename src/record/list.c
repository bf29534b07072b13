/* list: see list.h. */
#include "record/list.h"

#include <string.h>

#include "base/base32.h"
#include "record/event.sql.h"

enum { CHECK_CHARS = 5, EVENTS_A_PAGE = 200 };

const Field LIST_AFTER = { "after", FIELD_LINE, 0, 80, NULL, "list.after" };
const Field LIST_SINCE = { "since", FIELD_LINE, 0, 40, NULL, "list.since" };

/* ---- a cursor as text: its numbers, without the zeros at their end, and the checksum ---- */

static u64 mixed(u64 hash, Str s)
{
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3; /* FNV-1a */
    return (hash ^ '\n') * 0x100000001b3;
}

/* Tells a slip from a cursor, no more: whoever makes one up says where to begin, which is his to say. */
static void check_put(const char *list, Code place, Str numbers, char ret_check[CHECK_CHARS])
{
    u64 hash = mixed(mixed(mixed(0xcbf29ce484222325, str_from(list)), place), numbers);
    hash ^= hash >> 32;
    for (int i = 0; i < CHECK_CHARS; i++, hash >>= 5)
        ret_check[i] = base32_alphabet[hash & 31];
}

Str cursor_text(Arena *a, const char *list, Code place, const Cursor *cursor)
{
    Buf  b = buf_new(a, 80, 80);
    char check[CHECK_CHARS];
    int  n = CURSOR_NUMBERS;
    while (n > 1 && cursor->n[n - 1] == 0)
        n--;
    for (int i = 0; i < n; i++) {
        BUG_ON(cursor->n[i] < 0); /* counts, times and ids; what is read back was checked */
        buf_str(&b, id_text(a, cursor->n[i]));
        buf_char(&b, '-');
    }
    check_put(list, place, buf_text(&b), check);
    buf_put(&b, check, CHECK_CHARS);
    return buf_text(&b);
}

static bool cursor_parse(const char *list, Code place, Str text, Cursor *ret)
{
    char check[CHECK_CHARS];
    Str  numbers = str_cut(text, text.n > CHECK_CHARS ? text.n - CHECK_CHARS : 0), rest = numbers, one;
    check_put(list, place, numbers, check);
    if (!str_ends(numbers, STR("-")) || memcmp(text.p + numbers.n, check, CHECK_CHARS) != 0)
        return false;
    *ret = (Cursor){ .is_set = true };
    for (int i = 0; rest.n; i++)
        if (!str_next(&rest, '-', &one) || i == CURSOR_NUMBERS || !id_parse(one, &ret->n[i]))
            return false;
    return true;
}

Err cursor_read(Ctx *c, const char *list, Code place, Str text, Cursor *ret_cursor)
{
    *ret_cursor = (Cursor){ 0 };
    if (str_is_empty(text) || cursor_parse(list, place, text, ret_cursor))
        return OK;
    return fail_at(c, LIST_AFTER.name, "list.after.wrong", STR_NONE, STR_NONE);
}

/* ---- a page of rows ---- */

Err list_read(Ctx *c, Query q, Args args, i64 most, Rows *rows)
{
    Rows more;
    if ((i64)rows->n >= most)
        return OK;
    TRY(db_many(db_read(c), q, args, &more));
    if (!more.n)
        return OK;
    if (rows->n) {
        Row *all = NEW_N(c->arena, Row, rows->n + more.n);
        memcpy(all, rows->row, rows->n * sizeof *all);
        memcpy(all + rows->n, more.row, more.n * sizeof *all);
        more = (Rows){ all, rows->n + more.n };
    }
    *rows = more;
    return OK;
}

/* ---- how many there are ---- */

Err list_count(Ctx *c, Query q, Args args, ListCount *ret_count)
{
    enum { N, LOOKED };
    Row r;
    TRY(db_one(db_read(c), q, args, &r));
    *ret_count = list_counted(row_int(r, N), row_int(r, LOOKED));
    return OK;
}

/* ---- what changed ---- */

Err list_since(Ctx *c, Str text, i64 *ret_at)
{
    if (!time_parse(text, ret_at) || *ret_at < 0)
        return fail_at(c, LIST_SINCE.name, "list.since.wrong", STR_NONE, STR_NONE);
    return OK;
}

/* Ids of events grow with time. In a pass a record stands once: at the last of its events that are settled, else at the first of
 * those that are not. So one that is written late, among those that were shown, brings nothing back; the next pass has it. */
Err list_changes(Ctx *c, const char *noun, Code place, i64 since, const Cursor *after, Changes *ret_changes)
{
    Code   county = code_county(place), log = code_log(place);
    i64    begun = after->is_set ? after->n[1] : c->now, settles = begun - LIST_SETTLES;
    i64    first = id_before(since) - 1, at = after->is_set ? after->n[0] : first, seen;
    size_t most = COUNTOF(ret_changes->id);
    Row    some;
    Rows   rows;
    *ret_changes = (Changes){ .later = settles > since ? settles : since };
    TRY(db_one(db_read(c), Q_EVENT_SOME_AFTER, ARGS(county, at, id_before(begun + 1), EVENTS_A_PAGE), &some));
    seen = row_int(some, C_EVENT_SOME_AFTER_ID);
    TRY(db_many(db_read(c), QUERY(event_changed, .county = ARG(county), .after = ARG(at), .upto = ARG(seen),
                                  .kind = ARG(arena_printf(c->arena, "%s.", noun)),
                                  .kind_end = ARG(arena_printf(c->arena, "%s/", noun)), .log = ARG(log),
                                  .log_end = ARG(code_end(c->arena, log)), .first = ARG(first),
                                  .settled = ARG(id_before(settles)), .most = ARG((i64)most)),
                &rows));
    for (; ret_changes->n < rows.n; ret_changes->n++)
        ret_changes->id[ret_changes->n] = row_int(rows.row[ret_changes->n], C_EVENT_CHANGED_SUBJECT);
    if (rows.n == most)
        ret_changes->next = CURSOR(row_int(rows.row[most - 1], C_EVENT_CHANGED_ID), begun);
    else if (row_int(some, C_EVENT_SOME_AFTER_N) == EVENTS_A_PAGE)
        ret_changes->next = CURSOR(seen, begun);
    return OK;
}
