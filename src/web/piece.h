/* piece: what pages of every noun are put together of: the way down to the place, chips that filter, how a list goes on,
 * choices, words, and what the actor may. Knows no noun. The Out tables go into a route's `out`; the HTML is in web/part. */
#pragma once
#include "record/list.h"
#include "web/route.h"

extern const Out crumb_out[];  /* {href, text} */
extern const Out chip_out[];   /* {href, text, count, chosen} */
extern const Out choice_out[]; /* {name, text, icon, chosen} */

/* "need.state." and "doing" in the page's language. */
Str word_of(const Request *r, const char *group, const char *name);

void crumb_put(Request *r, View *list, Str href, Str text);
void chip_put(Request *r, View *list, Str href, Str text, i64 count, bool chosen); /* count 0: shown without */
void choice_put(Request *r, View *list, const char *name, Str text, const char *icon, bool chosen);
/* How a list goes on (record/list.h); `list` names it and its order, its place is the route's. What a form's LIST_AFTER says: ERR_INVALID
 * there where it is no cursor of this list. An old ?page= leads to the first page, and says to programs that there are none. */
MUST Err list_after(Request *r, const char *list, Str after, Cursor *ret_cursor);
/* data.next: the address of what follows, with every filter of this one; null: nothing does. data.first: of the beginning; null:
 * this is it. `path`: of the list's page. For part/next. */
void list_next(Request *r, Str path, const char *list, const Cursor *next);
#define LIST_OUT { "next", OUT_TEXT }, { "first", OUT_TEXT }
/* data.later: of a list that can say what changed, the address of that: since its walk began, or after these changes. 0: null. */
void list_later(Request *r, Str path, i64 since);
#define LATER_OUT { "later", OUT_TEXT }

/* What was typed, of a form that comes back: the first of that name; empty: nothing. */
Str typed_text(const Request *r, const char *name);

/* ui.may.triage and so on, for the verbs that the actor has at the place. */
void may_put(Request *r, Code place, const Verb *verbs, size_t n);
#define MAY_PUT(r, place, ...) may_put((r), (place), (const Verb[]){ __VA_ARGS__ }, COUNT_OF_ARGS(__VA_ARGS__))

/* After an edit that came too late: `changed` is put, and for JSON the record as it stands now (by `fill`). */
MUST Err conflict(Request *r, Err e, Handler *fill);
