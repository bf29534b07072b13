/* piece: what pages of every noun are put together of: the way down to the place, chips that filter, how a list goes on,
 * choices, words, and what the actor may. Knows no noun. The Out tables go into a route's `out`; the HTML is in web/part. */
#pragma once
#include "record/list.h"
#include "web/route.h"

extern const Out crumb_out[];  /* {href, text} */
extern const Out chip_out[];   /* {href, text, count, more, chosen} */
extern const Out choice_out[]; /* {name, text, icon, chosen} */

/* "need.state." and "doing" in the page's language. */
Str word_of(const Request *r, const char *group, const char *name);

void crumb_put(Request *r, View *list, Str href, Str text);
void chip_link_put(Request *r, View *list, Str href, Str text, bool chosen); /* nothing is counted behind it: count null */
void chip_put(Request *r, View *list, Str href, Str text, i64 count, bool chosen); /* count 0: shown without */
void chip_counted_put(Request *r, View *list, Str href, Str text, ListCount count, bool chosen); /* for part/chips_counted: 0 is shown */
void choice_put(Request *r, View *list, const char *name, Str text, const char *icon, bool chosen);
/* How a list goes on (record/list.h); `list` names it and its order, its place is the route's. What a form's LIST_AFTER says: ERR_INVALID
 * there where it is no cursor of this list. An old ?page= leads to the first page, and says to programs that there are none. */
MUST Err list_after(Request *r, const char *list, Str after, Cursor *ret_cursor);
/* data.next: the address of what follows, with every filter of this one; null: nothing does. data.first: of the beginning; null:
 * this is it. data.count: how many there are in all, and data.count_more: or more. `path`: of the list's page. For part/next. */
void list_next(Request *r, Str path, const char *list, const Cursor *next, ListCount count);
/* The two halves of it, where different parts of a page know them; NULL: how many there are nobody says (null). */
void list_links(Request *r, Str path, const char *list, const Cursor *next);
void list_count_put(Request *r, const ListCount *count);
#define LIST_OUT { "next", OUT_TEXT }, { "first", OUT_TEXT }, { "count", OUT_INT }, { "count_more", OUT_BOOL }
/* data.later: of a list that can say what changed, the address of that: since its walk began, or after these changes. 0: null. */
void list_later(Request *r, Str path, i64 since);
#define LATER_OUT { "later", OUT_TEXT }

/* A list that says what changed, too, for whoever keeps a copy of it (matter/since.h): AT_LIST(T, list) in its form, CHANGES_OUT in
 * what it gives. ERR_INVALID at LIST_SINCE: no moment, or a filter beside it, since what no longer passes one has changed, too.
 * `list` is NOUN, or NOUN.ORDER. */
typedef struct ListTyped { Str after, since; } ListTyped;
#define AT_LIST(T, member_) AT(T, member_.since, LIST_SINCE, OPTIONAL), AT(T, member_.after, LIST_AFTER, OPTIONAL)
MUST Err list_asked(Request *r, const char *list, const ListTyped *typed, bool is_filtered, ListAsk *ret_ask);
/* list_next(), list_later() and data.is_changes. Of changes nobody says how many there are: data.count is null. Of the list, data.later is
 * since its walk began, which its cursors keep as their last number: who reads it to its end and then that has all, also a row that was
 * given another place meanwhile. `later`: of changes. */
void list_goes_on(Request *r, Str path, const char *list, const ListAsk *ask, const Cursor *next, i64 later, ListCount count);
#define CHANGES_OUT LATER_OUT, { "is_changes", OUT_BOOL }

/* What was typed, of a form that comes back: the first of that name; empty: nothing. */
Str typed_text(const Request *r, const char *name);

/* ui.may.triage and so on, for the verbs that the actor has at the place. */
void may_put(Request *r, Code place, const Verb *verbs, size_t n);
#define MAY_PUT(r, place, ...) may_put((r), (place), (const Verb[]){ __VA_ARGS__ }, COUNT_OF_ARGS(__VA_ARGS__))

/* After an edit that came too late: `changed` is put, and for JSON the record as it stands now (by `fill`). */
MUST Err conflict(Request *r, Err e, Handler *fill);
