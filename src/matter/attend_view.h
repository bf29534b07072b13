/* attend_view: the pages of who came (attend.h), for any noun that has an Attend: part/attend for the page of a matter, and the
 * roll where its host marks houses. A noun has all of it by ATTEND_ROUTES, one line in its page, and NOUN_roll.html around
 * part/attend_roll. */
#pragma once
#include "matter/attend.h"
#include "web/piece.h"

/* data.attend: how many houses came, once it is open, and whether the actor's did; into `may`, data.may of the page, what the actor may do: come, leave,
 * mark; and the page's once. For part/attend. */
MUST Err attend_put(Request *r, const Noun *noun, const Matter *m, const HouseCounts *came, bool has_come, View *may);
/* How many came, and of these how many the host noted and helpers said, wherever that is shown: for part/came_by. */
void came_put(Request *r, View *map, const HouseCounts *came);
#define CAME_OUT { "came", OUT_INT }, { "came_noted", OUT_INT }, { "came_helped", OUT_INT }
/* As of now: where nothing may be noted, nothing is offered. */
MUST Err attend_phase(Request *r, const Noun *noun, const Matter *m, bool *ret_is_open, bool *ret_is_over);
extern const Out attend_out[];
#define ATTEND_OUT { "attend", OUT_MAP, attend_out }, { "once", OUT_TEXT }
#define ATTEND_MAY { "come", OUT_BOOL }, { "leave", OUT_BOOL }, { "mark", OUT_BOOL }

/* Those that came, as a list of choices in data.`key`: who may have promised something. For who may mark them. */
MUST Err attend_houses_put(Request *r, const Noun *noun, Ref record, const char *key);

Handler          attend_come_page, attend_leave_page, attend_roll_page, attend_mark_page, attend_strike_page;
extern const Out attend_roll_out[];
extern const Form attend_come_form, attend_list_form, attend_mark_form, attend_strike_form;

/* Its sheets for the pen, and each of them: attend_sheet_page.c. */
Handler          attend_sheets_page, attend_sheets_print_page;
extern const Out attend_sheets_out[];
#define ATTEND_SHEETS(noun, method_, handler_, verb_, what_)                                                             \
    { .method = method_, .cost = LIGHT, .path = "/" noun "/:" noun "/sheets", .handler = handler_, .page = "attend_sheets", .may = verb_, \
      .out = attend_sheets_out, .form_again = method_ == POST ? attend_sheets_page : NULL, .what = what_ }

/* Sent once, or filled in in the courtyard and sent later (record/offline.h). */
#define ATTEND_SAYS(noun, path_, handler_, form_, offline_, out_, page_, what_)                                                           \
    { .method = POST, .cost = LIGHT, .path = "/" noun "/:" noun path_, .handler = handler_, .page = noun, .may = VERB_VOICE, \
      .form = form_, .offline = offline_, .out = out_, .form_again = page_, .what = what_ }
#define ATTEND_ROLL(noun, method_, path_, handler_, verb_, form_, offline_, again_, what_)                                         \
    { .method = method_, .cost = LIGHT, .path = "/" noun "/:" noun path_, .handler = handler_, .page = noun "_roll", .may = verb_, \
      .form = form_, .offline = offline_, .out = attend_roll_out, .form_again = again_, .what = what_ }
/* out_, page_: of the matter's own page, shown again where a house was refused. */
#define ATTEND_ROUTES(noun, verb_, out_, page_)                                                                          \
    ATTEND_SAYS(noun, "/come", attend_come_page, &attend_come_form, "/" noun "/:" noun, out_, page_, "the household is there"), \
    ATTEND_SAYS(noun, "/leave", attend_leave_page, NULL, NULL, out_, page_, "it is not, after all"),                     \
    ATTEND_ROLL(noun, GET, "/roll", attend_roll_page, verb_, &attend_list_form, NULL, NULL,                              \
                "houses of the place, to be marked as they come"),                                                       \
    ATTEND_ROLL(noun, POST, "/roll", attend_mark_page, verb_, &attend_mark_form, "/" noun "/:" noun "/roll", attend_roll_page, \
                "these houses came"),                                                                                    \
    ATTEND_ROLL(noun, POST, "/roll/strike", attend_strike_page, verb_, &attend_strike_form, NULL, attend_roll_page,      \
                "these did not, and were noted wrongly"),                                                                \
    ATTEND_SHEETS(noun, GET, attend_sheets_page, verb_, "its sheets of houses, for the pen"),                            \
    ATTEND_SHEETS(noun, POST, attend_sheets_print_page, verb_, "prints sheets of the houses of the place, where none lies open")
