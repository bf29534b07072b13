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

/* `list`: the list and its order, "need.voices"; `place`: whose, empty where it is the actor's own. */
Str      cursor_text(Arena *a, const char *list, Code place, const Cursor *cursor);
/* Empty: the beginning. ERR_INVALID at LIST_AFTER: broken, or of another list. */
MUST Err cursor_read(Ctx *c, const char *list, Code place, Str text, Cursor *ret_cursor);

/* Puts rows of one more query to those read so far, which asks for `most` less those; where there are `most` it is not asked. A key
 * of several columns is read in parts so, first what ties with the cursor. */
MUST Err list_read(Ctx *c, Query q, Args args, i64 most, Rows *rows);

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
