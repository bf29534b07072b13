/* oversight_view: supervision as views: as a part of the page of any matter, and for its own pages.
 *
 * The page of a noun that can be supervised (Noun.watch) has it by OVERSIGHT_OUT in its Out table, oversight_put() in its handler,
 * OVERSIGHT_ROUTES() in its routes and part/oversight in its template, with the noun's own forms around part/oversight_question,
 * part/oversight_urge and part/oversight_call. */
#pragma once
#include "matter/oversight.h"
#include "web/piece.h"

extern const Out oversight_out[];      /* one, in a list or alone */
extern const Out oversight_part_out[]; /* data.oversight of a matter's page */
#define OVERSIGHT_OUT { "oversight", OUT_MAP, oversight_part_out }

void     oversight_row_put(Request *r, View *map, const Oversight *o);
/* Of the record of the route, whose noun names the route. oversight_foresee(): it will be put. */
MUST Err oversight_put(Request *r);
void     oversight_foresee(Request *r);

Handler  oversight_question_page, oversight_urge_page, oversight_call_page;
extern const Form oversight_question_form, oversight_urge_form, oversight_call_form;
#define OVERSIGHT_ROUTE(noun, what_, words_, page_, again_, out_)                                                       \
    { .method = POST, .cost = LIGHT, .path = "/" noun "/:" noun "/" #what_, .handler = oversight_##what_##_page, .page = page_,  \
      .may = VERB_SUPERVISE, .form = &oversight_##what_##_form, .limit = PER_ACTOR(120, HOUR), .out = out_, .form_again = again_, \
      .what = words_ }
#define OVERSIGHT_ROUTES(noun, page_, again_, out_)                                                                     \
    OVERSIGHT_ROUTE(noun, question, "ask the office about it, which answers by a day", page_, again_, out_),            \
    OVERSIGHT_ROUTE(noun, urge, "urge it on: it must move by a day", page_, again_, out_),                              \
    OVERSIGHT_ROUTE(noun, call, "what a house of it said when it was called back", page_, again_, out_)
