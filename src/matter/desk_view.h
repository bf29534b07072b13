/* desk_view: what pages of desks share: how much time is left, and what became of several acts at once. */
#pragma once
#include "matter/desk.h"
#include "web/piece.h"

/* sla and sla_text of part/sla, for something that must be done by `due`: in days where that is the end of one, in hours
 * only where it has a time of day and that is less than a day away. `is_late`: its day passed once, also where it was given another.
 * Of a year whose holidays are not laid down sla_text says so; sla_bare stands beside the day itself, which says it. */
#define DAYS_OUT { "sla", OUT_TEXT }, { "sla_text", OUT_TEXT }, { "sla_bare", OUT_TEXT }
void     days_put(Request *r, View *map, i64 due, bool is_late);
void     days_none(Request *r, View *map, const char *sla, Str text); /* it has no day any more */
/* What a form that acts on several asks for beside the act and the boxes; part/desk_bar shows it. */
#define AT_DESK_SAID(T, m)                                                                                              \
    AT(T, m.words, DESK_TEXT, OPTIONAL), AT(T, m.choice, DESK_CHOICE, OPTIONAL), AT(T, m.whom, DESK_WHOM, OPTIONAL),   \
    AT(T, m.day, DESK_DAY, OPTIONAL)
/* data.bar: what can be done with several of the noun, and what has to be said with it; without acts nothing but has_acts. */
MUST Err desk_bar_put(Request *r, const Noun *what);
#define DESK_BAR_OUT { "bar", OUT_MAP, desk_bar_out }
extern const Out desk_bar_out[];
/* The act of that name; NULL: the noun has none. */
const DeskAct *desk_act_find(const NounDesk *desk, Str name);
/* What a form that acted on several answers with: in JSON always, on the page where something was not done (part/bulk_failed). */
#define DESK_DONE_OUT { "href", OUT_TEXT }, { "done", OUT_INT }, { "already", OUT_INT }, { "failed", OUT_LIST, desk_failed_out }, \
                      { "failed_count", OUT_INT }, { "failed_more", OUT_INT }
extern const Out desk_failed_out[];
/* Does one act with several records of a noun and answers: all went well, and the page at `href` says how many; else its page comes
 * back with what was not done, each with its reason, and its box (values of the field `box`) ticked still, and no other. */
MUST Err desk_act_answer(Request *r, const Noun *what, const DeskAct *act, const char *box, const Refs *refs, const DeskSaid *said, Str href);
