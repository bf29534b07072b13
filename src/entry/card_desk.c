/* card_desk: houses that stopped their card themselves and want another wait at the desk of who prints cards; the page of cards has them
 * first, too (card_page.c). */
#include "people/household.sql.h"
#include "people/person.h"
#include "place/place.h"
#include "record/noun.h"

#define OF_PLACE(at) .county = ARG(code_county(at)), .place = ARG(at), .end = ARG(code_end(c->arena, at))

static Err place_fill(Ctx *c, void *lines, size_t i)
{
    DeskLine *l = (DeskLine *)lines + i;
    return place_name(c, code_log(l->ref.place), &l->place_name);
}

/* A card has no day by which it must be there. */
static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    Cursor after = desk_after(ask);
    Rows   rows = { 0 };
    if (ask->when != DESK_LATE && code_level(ask->place) >= LEVEL_COUNTY) /* each county has its own */
        TRY(db_many(db_read(c), QUERY(household_wanting_desk, OF_PLACE(ask->place), .since = ARG(ask->since), .after_at = ARG(after.n[0]),
                                      .after_id = ARG(after.n[1]), .most = ARG(DESK_PAGE + 1)), &rows));
    size_t    n = rows.n < DESK_PAGE ? rows.n : DESK_PAGE;
    DeskLine *v = NEW_N(c->arena, DeskLine, n + 1);
    for (size_t i = 0; i < n; i++) {
        Row r = rows.row[i];
        v[i] = (DeskLine){ .ref = { code_county(ask->place), row_int(r, C_HOUSEHOLD_WANTING_DESK_ID), row_text(r, C_HOUSEHOLD_WANTING_DESK_PLACE) },
                           .due = row_int(r, C_HOUSEHOLD_WANTING_DESK_ASKED_AT), .title = row_text(r, C_HOUSEHOLD_WANTING_DESK_LABEL),
                           .state = "card.wanted" };
    }
    *ret_lines = (DeskLines){ v, n, rows.n > n };
    return db_together(c, n, place_fill, v);
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    *ret_count = (DeskCount){ 0 };
    return code_level(place) < LEVEL_COUNTY ? OK : db_int(db_read(c), QUERY(household_wanting_count, OF_PLACE(place)), &ret_count->all);
}

static const NounDesk desk = { .path = "/household/", .verb = VERB_CARD, .lines = desk_lines, .count = desk_count };
const Noun            newcard_noun = { .name = "newcard", .desk = &desk };
