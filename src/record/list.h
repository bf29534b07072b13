/* list: how a list of any noun goes on: by a cursor, never by a page's number.
 *
 * A cursor is the sort key of the last row that was shown. What stands behind it is read by an index, so every page costs the
 * same and there is no end but the list's own; who writes meanwhile moves nothing: a row comes once, and each that stood there
 * all the time comes. A row whose key changes meanwhile (a voice more, another day) is at its new place: it may come twice, or
 * be gone by. A list with such a key keeps in its cursor when its walk began, and its end leads to what changed since
 * (docs/decisions/0036-lists-by-cursor.md).
 *
 * In an address a cursor is a short text with a checksum over itself, its list and the place: one that is broken or another
 * list's is refused at the field. It gives no right to anything: the list asks what the actor may see as ever. */
#pragma once
#include "db/db.h"
#include "record/field.h"

enum { CURSOR_NUMBERS = 5 };

typedef struct Cursor {
    bool is_set;            /* false: from the beginning; of a page that was read: nothing follows */
    i64  n[CURSOR_NUMBERS]; /* none below 0; what a list does not need is 0 */
} Cursor;
#define CURSOR(...) ((Cursor){ true, { __VA_ARGS__ } })
/* Of a list that falls in its first number, as by age: what comes is below this. */
static inline i64 cursor_before(const Cursor *after)
{
    return after->is_set ? after->n[0] : INT64_MAX;
}

extern const Field LIST_AFTER, /* Str: cursor_read() reads it */
    LIST_SINCE;                /* Str: a moment or a day, list_since() */

/* What is asked of a list beside its filters. */
typedef struct ListAsk {
    Cursor after;
    i64    since; /* what changed since that moment, whatever it is now, in the order of change; 0: the list */
} ListAsk;

/* `list`: the list and its order, "need.voices"; `place`: whose, empty where it is the actor's own. */
Str      cursor_text(Arena *a, const char *list, Code place, const Cursor *cursor);
/* Empty: the beginning. ERR_INVALID at LIST_AFTER: broken, or of another list. */
MUST Err cursor_read(Ctx *c, const char *list, Code place, Str text, Cursor *ret_cursor);

/* What a list of structs of T gives: this page, where it goes on, and where one of changes begins the next time (a moment). */
#define LIST_OF(T)                                                                                                       \
    const T *v;                                                                                                          \
    size_t   n;                                                                                                          \
    Cursor   next;                                                                                                       \
    i64      later;

/* Puts rows of one more query to those read so far, which asks for `most` less those; where there are `most` it is not asked. A key
 * of several columns is read in parts so, first what ties with the cursor. */
MUST Err list_read(Ctx *c, Query q, Args args, i64 most, Rows *rows);

/* ---- how many there are ---- */

/* Of a list as a whole, whichever page of it is read. What a counter knows is exact. What none does is counted, but no further than
 * a reader wants to know, and through no more rows than a page may cost that is made on an event thread (40,000 steps of
 * SQLite's machine, docs/decisions/0019): `more` says that there may be more than n. */
enum { LIST_COUNTED = 1000 };
typedef struct ListCount {
    i64  n;
    bool more;
} ListCount;
/* `looked`: the rows that were gone through, LIST_COUNTED + 1 at most. */
static inline ListCount list_counted(i64 n, i64 looked)
{
    return (ListCount){ n > LIST_COUNTED ? LIST_COUNTED : n, looked > LIST_COUNTED };
}
/* Is this page all there is? Then the list has its n rows, and nobody has to be asked. */
static inline bool list_is_whole(const Cursor *after, const Cursor *next, size_t n, ListCount *ret_count)
{
    *ret_count = (ListCount){ (i64)n, false };
    return !after->is_set && !next->is_set;
}
/* By a query that gives `n`, the rows of the list, and `looked`, those that it went through for them, LIST_COUNTED + 1 at most:
 *
 *   -- name: tool_listed one hot
 *   SELECT COUNT(*) AS n, COUNT(*) AS looked FROM (SELECT 1 AS one FROM tool WHERE county = $1 AND place = $2 LIMIT $3) AS looked_at */
MUST Err list_count(Ctx *c, Query q, Args args, ListCount *ret_count);

/* ---- what changed ---- */

/* Records of one noun at a place, as its events tell: in the order of change, each once, nothing left out. A pass goes by
 * cursor from a moment to the moment when it began. To ask again later, begin a new pass at `later`: that lies LIST_SETTLES before
 * the end of this one, because who began to write then may be done only now; what changed in between comes again. */
#define LIST_SETTLES (5 * MINUTE)
typedef struct Changes {
    i64    id[20]; /* in the order of change; 0 is none */
    size_t n;
    Cursor next;   /* not set: the pass is at its end */
    i64    later;  /* a moment */
} Changes;
/* ERR_INVALID at LIST_SINCE: no moment. */
MUST Err list_since(Ctx *c, Str text, i64 *ret_at);
/* `place`: a county or below it. A page looks at some hundred events and may be empty though there is a next one. The caller cuts out what the
 * actor may not see. */
MUST Err list_changes(Ctx *c, const char *noun, Code place, i64 since, const Cursor *after, Changes *ret_changes);
