/* need_read: a need as its reader may have it: cut to what the actor may see, alone and in lists, with what may be done to it. */
#include "matter/oversight.h"
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"

/* What it said of the result, while that is asked. */
static Err said(Ctx *c, const NeedRow *r, Need *n)
{
    bool    is_asked, found = false;
    NeedRow by;
    NeedWord word = { 0 };
    if (actor_house(c->actor).id == 0)
        return OK;
    TRY(need_asked(db_read(c), r, &is_asked, &n->judge_until));
    if (is_asked)
        TRY(need_judged_by(db_read(c), r, &found, &by));
    if (found)
        TRY(need_asked(db_read(c), &by, &n->may_judge, &n->judge_until));
    n->judged = n->may_judge ? need_subject(&by) : (Ref){ .id = 0 };
    if (n->may_judge)
        TRY(need_word(db_read(c), &by, actor_house(c->actor).id, &word));
    bool is_acting = !str_is_empty(c->actor->consent);
    n->said = is_acting ? word.helped : word.itself; /* what a house said itself is not its helper's to know */
    n->said_helped = is_acting || n->said ? 0 : word.helped;
    return OK;
}

/* A hidden author is known to the house itself and to the organiser. */
static bool may_see_author(const Actor *a, const Need *n)
{
    return !n->hide_author || n->is_mine || access_may(a, VERB_QUEUE, n->ref.place);
}

/* What every need has that is shown, in a list or alone. */
static Err names_put(Ctx *c, NeedRow *r)
{
    Need *n = &r->n;
    Ref  speaks = actor_house(c->actor);
    n->is_mine = need_is_of(c->actor, r);
    n->is_authors = speaks.id != 0 && speaks.id == n->household.id && str_eq(speaks.county, need_home(n));
    TRY(place_name(c, n->ref.place, &n->place_name));
    return place_name(c, n->at, &n->at_name);
}

/* Fills in names, and takes out what the actor may not see. */
static Err need_cut(Ctx *c, NeedRow *r, Need *ret_need)
{
    Need *n = &r->n;
    TRY(names_put(c, r));
    n->is_objected = r->is_objected;
    n->may_act = access_may(c->actor, VERB_TRIAGE, n->at) || access_may(c->actor, VERB_ANSWER, n->at);
    if (!may_see_author(c->actor, n))
        n->household.id = 0;
    *ret_need = *n;
    return OK;
}

enum { GROUPED_MOST = 1000 }; /* as the query has it */

static Err grouped_take(void *arg, Row row)
{
    HousesIn *in = arg;
    in->id[in->n++] = row_int(row, C_NEED_COUNTED_IN_ID);
    return OK;
}

/* For which of them the actor's own house is counted by another of the group. Who acts for a house is not told: of one who hides he
 * would learn what it said. */
static Err grouped_ask(Ctx *c, Code county, i64 first, i64 last, HousesIn *ret_in)
{
    Ref house = actor_house(c->actor);
    *ret_in = (HousesIn){ 0 };
    if (house.id == 0 || !str_is_empty(c->actor->consent))
        return OK;
    ret_in->id = NEW_N(c->arena, i64, GROUPED_MOST);
    return db_ask(db_read(c), QUERY(need_counted_in, .county = ARG(county), .household = ARG(house.id), .first = ARG(first),
                                    .last = ARG(last)), grouped_take, ret_in);
}

/* Which of a page's needs the house has voiced for which the actor speaks: asked along with the names. */
static Err voiced_ask(Ctx *c, Rows rows, HousesIn *ret_in, HousesIn *ret_grouped)
{
    i64 low = INT64_MAX, high = 0;
    for (size_t i = 0; i < rows.n; i++) {
        i64 id = row_int(rows.row[i], C_NEED_ROW_ID);
        low = id < low ? id : low;
        high = id > high ? id : high;
    }
    *ret_in = *ret_grouped = (HousesIn){ 0 };
    if (rows.n == 0)
        return OK;
    TRY(houses_ask_in(c, "need", row_text(rows.row[0], C_NEED_ROW_COUNTY), low, high, ret_in));
    return grouped_ask(c, row_text(rows.row[0], C_NEED_ROW_COUNTY), low, high, ret_grouped);
}

/* Of one: both are known by now. */
static Err counted_put(Ctx *c, Need *n)
{
    HousesIn grouped = { 0 };
    if (n->group != 0 && str_eq(actor_house(c->actor).county, need_home(n)))
        TRY(grouped_ask(c, n->ref.county, n->ref.id, n->ref.id, &grouped));
    TRY(db_heard(db_read(c)));
    n->is_counted = n->has_voiced || houses_are_in(&grouped, n->ref.id);
    return OK;
}

static Err names_ahead(Ctx *c, Rows rows)
{
    Code *codes = NEW_N(c->arena, Code, 2 * rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        codes[2 * i] = row_text(rows.row[i], C_NEED_CARD_PLACE);
        codes[2 * i + 1] = row_text(rows.row[i], C_NEED_CARD_AT_PLACE);
    }
    return place_names_ahead(c, codes, 2 * rows.n);
}

/* No card names the author's house. */
static Err card_cut(Ctx *c, NeedRow *r, Need *ret_need)
{
    TRY(names_put(c, r));
    r->n.household = (Ref){ 0 };
    *ret_need = r->n;
    return OK;
}

Err need_cut_cards(Ctx *c, Rows rows, size_t most, Needs *ret_needs)
{
    size_t n = 0;
    Need  *v = NEW_N(c->arena, Need, rows.n);
    HousesIn voiced, grouped;
    UrgedIn  urged = { { 0 } };
    if (rows.n != 0)
        oversight_urged_ahead(c, "need", row_text(rows.row[0], C_NEED_ROW_COUNTY));
    TRY(voiced_ask(c, rows, &voiced, &grouped));
    TRY(names_ahead(c, rows));
    TRY(db_heard(db_read(c)));
    if (rows.n != 0)
        TRY(oversight_urged_in(c, "need", row_text(rows.row[0], C_NEED_ROW_COUNTY), &urged));
    for (size_t i = 0; i < rows.n && i < most; i++) {
        NeedRow r = need_card_of(rows.row[i]);
        if (!need_may_see(c->actor, &r))
            continue;
        bool is_ours = str_eq(actor_house(c->actor).county, need_home(&r.n));
        r.n.has_voiced = is_ours && houses_are_in(&voiced, r.n.ref.id);
        r.n.is_counted = is_ours && (r.n.has_voiced || houses_are_in(&grouped, r.n.ref.id));
        r.n.is_urged = oversight_is_urged(&urged, r.n.ref.id);
        TRY(card_cut(c, &r, &v[n++]));
    }
    *ret_needs = (Needs){ .v = v, .n = n, .more = rows.n > most };
    return OK;
}

Err need_names_in(Ctx *c, Code list, Needs *needs)
{
    Need *v = (Need *)needs->v; /* which this request made */
    if (code_level(list) >= LEVEL_VILLAGE)
        return OK; /* they have the names of their groups */
    for (size_t i = 0; i < needs->n; i++) {
        TRY(place_name_in(c, list, v[i].ref.place, &v[i].place_name));
        TRY(place_name_in(c, list, v[i].at, &v[i].at_name));
    }
    return OK;
}

Err need_rows_of_ids(Ctx *c, Code county, const i64 *ids, size_t n, Rows *ret_rows)
{
    union given_need_cards cards = { { .county = ARG(county) } };
    Rows                   found;
    Row                   *rows = NEW_N(c->arena, Row, n + 1);
    _Static_assert(COUNTOF(cards.by.row) == NEED_PAGE_SIZE, "{rows} of need_cards");
    *ret_rows = (Rows){ rows, 0 };
    if (n == 0)
        return OK;
    BUG_ON(n > NEED_PAGE_SIZE); /* who calls cuts them; list_changes() gives no more */
    for (size_t i = 0; i < NEED_PAGE_SIZE; i++)
        cards.by.row[i].id = ARG(ids[i < n ? i : n - 1]);
    TRY(db_many(db_read(c), FILLED(need_cards, cards), &found));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < found.n; k++)
            if (row_int(found.row[k], C_NEED_CARD_ID) == ids[i])
                rows[ret_rows->n++] = found.row[k];
    return OK;
}

/* The house of the card's row: a card does not have it. */
/* Cards, and whose they are: neither asks for what the other is told. */
typedef struct Work {
    Rows   rows;
    size_t most;
    Needs *needs;
    Str   *author;     /* of each row; empty: not for the actor to know */
    Ref   *house;
} Work;

static Err authors_read(Ctx *c, const Work *k)
{
    Ref    *houses = NEW_N(c->arena, Ref, k->rows.n + 1);
    Str    *labels = NEW_N(c->arena, Str, k->rows.n + 1);
    size_t *of = NEW_N(c->arena, size_t, k->rows.n + 1), n = 0;
    for (size_t i = 0; i < k->rows.n; i++) {
        NeedRow r = need_card_of(k->rows.row[i]);
        k->house[i] = (Ref){ 0 };
        k->author[i] = STR_NONE;
        if (!need_may_see(c->actor, &r) || !access_may(c->actor, VERB_QUEUE, r.n.ref.place))
            continue;
        k->house[i] = houses[n] = (Ref){ need_home(&r.n), row_int(k->rows.row[i], C_NEED_CARD_HOUSEHOLD), r.n.ref.place };
        of[n++] = i;
    }
    TRY(household_labels(c, houses, n, labels));
    for (size_t i = 0; i < n; i++)
        k->author[of[i]] = labels[i];
    return OK;
}

static Err work_read(Ctx *c, void *arg, size_t part)
{
    const Work *k = arg;
    return part == 0 ? need_cut_cards(c, k->rows, k->most, k->needs) : authors_read(c, k);
}

Err need_cut_work(Ctx *c, Rows rows, size_t most, Needs *ret_needs)
{
    Work k = { rows, most, ret_needs, NEW_N(c->arena, Str, rows.n + 1), NEW_N(c->arena, Ref, rows.n + 1) };
    TRY(db_together(c, 2, work_read, &k));
    Need *v = NEW_N(c->arena, Need, ret_needs->n + 1);
    for (size_t i = 0, row = 0; i < ret_needs->n; i++) {
        while (row_int(rows.row[row], C_NEED_CARD_ID) != ret_needs->v[i].ref.id)
            row++; /* cards are in the order of their rows */
        v[i] = ret_needs->v[i];
        v[i].household = k.house[row];
        v[i].author = k.author[row];
    }
    ret_needs->v = v;
    return OK;
}

/* Also those behind the step that every act takes first of what nobody took in yet. */
static Err ways_put(Ctx *c, const NeedRow *r, Need *n)
{
    NeedRow  taken = *r;
    unsigned behind = 0;
    TRY(life_ways(c, &need_life, r, &n->ways));
    taken.n.state = NEED_TAKEN;
    if (r->n.state == NEED_RAISED && n->ways & 1u << NEED_TAKEN)
        TRY(life_ways(c, &need_life, &taken, &behind));
    n->ways |= behind;
    return OK;
}

/* As whatever they do in that house's name would be refused. */
static Err dealt_put(Ctx *c, const NeedRow *r, Need *n)
{
    if (str_is_empty(c->actor->consent))
        return OK;
    Err e = event_not_dealt(db_read(c), need_subject(r));
    if (e == OK)
        e = need_not_dealt(db_read(c), r);
    n->is_dealt = e == ERR_DENIED;
    if (n->is_dealt)
        ctx_clear_failure(c);
    return n->is_dealt ? OK : e;
}

Err need_get(Ctx *c, Ref ref, Need *ret_need)
{
    NeedRow   r;
    Household house;
    TRY(need_row(db_read(c), ref, &r));
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this reader");
    TRY(need_cut(c, &r, ret_need));
    TRY(ways_put(c, &r, ret_need));
    if (ret_need->household.id != 0) {
        TRY(household_get(c, ret_need->household, &house));
        ret_need->author = house.label;
    }
    Ref speaks = actor_house(c->actor);
    TRY(houses_has(c, "need", ret_need->ref, str_eq(speaks.county, need_home(ret_need)) ? speaks.id : 0, &ret_need->has_voiced));
    TRY(counted_put(c, ret_need));
    TRY(dealt_put(c, &r, ret_need));
    return said(c, &r, ret_need);
}

Err need_load(Ctx *c, Str text, Ref *ret_ref)
{
    NeedRow r;
    if (!ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "not the name of a record");
    TRY(need_row(db_read(c), *ret_ref, &r));
    *ret_ref = r.n.ref;
    return OK;
}
