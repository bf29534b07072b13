/* number_desk: numbers that two places have and neither may know of the other's (number.c): they wait for the office over both, which
 * says whose each is. See docs/decisions/0060-what-a-number-tells.md. */
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "people/person_inside.h"
#include "place/place.h"
#include "record/event.h"

/* ---- whose it is ---- */

typedef struct Settle {
    Ref  person;
    bool is_here;        /* theirs; else the other's, as it stands */
    i64  event, gone;
    Row  waits;          /* of person_waits_one */
} Settle;

/* What one of another county has is settled there. */
static Err may_move(Db *w, Code place)
{
    if (number_may_know(db_ctx(w)->actor, place))
        return OK;
    return fail(db_ctx(w), ERR_DENIED, "number.elsewhere", "it is registered where the actor may not know");
}

static Err gone_note(Db *w, const Settle *s, Ref from, PersonNumber which)
{
    return event_append(w, &(EventNew){ .id = s->gone + which, .kind = "person.number_gone", .subject = from,
                                        .parts = { PART("which", which) }, .n_parts = 1 });
}

static Err phone_hand(Db *w, const Settle *s)
{
    Hash hash = row_hash(s->waits, C_PERSON_WAITS_ONE_PHONE_HASH);
    Ref  owner, house = { s->person.county, row_int(s->waits, C_PERSON_WAITS_ONE_HOUSEHOLD), s->person.place };
    i64  n;
    TRY(phone_owner(w, hash, &owner));
    if (owner.id) {
        TRY(may_move(w, owner.place));
        TRY(db_change(w, QUERY(person_phone_free, .county = ARG(owner.county), .household = ARG(owner.id), .hash = HASH(hash)), &n));
        TRY(db_exec(w, Q_PHONE_OWNER_DROP, ARGS(HASH(hash))));
        TRY(gone_note(w, s, owner, NUMBER_PHONE));
    }
    return db_exec(w, Q_PHONE_OWNER_TAKE, ARGS(HASH(hash), REF(house)));
}

static Err number_clear(Db *w, Query q, Ref person)
{
    return db_exec(w, q, ARGS(REF(person)));
}

static Err id_card_hand(Db *w, const Settle *s)
{
    Hash hash = row_hash(s->waits, C_PERSON_WAITS_ONE_ID_HASH);
    Ref  owner;
    i64  n;
    TRY(id_card_owner(w, hash, &owner));
    if (owner.id) {
        TRY(may_move(w, owner.place));
        TRY(number_clear(w, Q_PERSON_ID_CLEAR, owner));
        TRY(db_exec(w, Q_ID_OWNER_DROP, ARGS(HASH(hash))));
        TRY(gone_note(w, s, owner, NUMBER_ID_CARD));
    }
    return db_change(w, Q_ID_OWNER_TAKE, ARGS(HASH(hash), REF(s->person)), &n);
}

static Err settle_body(Db *w, void *arg)
{
    Settle *s = arg;
    bool    found;
    TRY(db_maybe(w, Q_PERSON_WAITS_ONE, ARGS(REF(s->person)), &found, &s->waits));
    if (!found)
        return fail(db_ctx(w), ERR_CONFLICT, "number.settled", "nothing of them waits");
    bool phone = row_bool(s->waits, C_PERSON_WAITS_ONE_PHONE_WAITS), id_card = row_bool(s->waits, C_PERSON_WAITS_ONE_ID_WAITS);
    TRY(access_check(db_ctx(w), VERB_PEOPLE, row_text(s->waits, C_PERSON_WAITS_ONE_WAITS_AT)));
    if (phone)
        TRY(s->is_here ? phone_hand(w, s) : number_clear(w, Q_PERSON_PHONE_CLEAR, s->person));
    if (id_card)
        TRY(s->is_here ? id_card_hand(w, s) : number_clear(w, Q_PERSON_ID_CLEAR, s->person));
    TRY(db_exec(w, Q_PERSON_WAITS_END, ARGS(REF(s->person))));
    return event_append(w, &(EventNew){ .id = s->event, .kind = "person.number_settled", .subject = s->person,
                                        .parts = { PART("here", s->is_here), PART("phone", phone), PART("id_card", id_card) },
                                        .n_parts = 3 });
}

static Err settle(Ctx *c, Ref ref, bool is_here)
{
    Person p;
    TRY(person_get(c, ref, &p));
    Settle s = { .person = p.ref, .is_here = is_here, .event = id_new(c->now), .gone = id_new(c->now) };
    return db_write(c, settle_body, &s);
}

static Err act_here(Ctx *c, Ref ref, const DeskSaid *said)
{
    return settle(c, ref, true);
}

static Err act_there(Ctx *c, Ref ref, const DeskSaid *said)
{
    return settle(c, ref, false);
}

/* ---- what waits for a desk ---- */

/* Who lives where the number is: what the actor may know of them. */
static Err other_say(Ctx *c, Row waits, Str *ret)
{
    Household h = { 0 };
    Ref       phone = { 0 }, id_card = { 0 };
    *ret = STR("");
    if (row_bool(waits, C_PERSON_WAITS_ONE_PHONE_WAITS))
        TRY(phone_owner(db_read(c), row_hash(waits, C_PERSON_WAITS_ONE_PHONE_HASH), &phone));
    if (row_bool(waits, C_PERSON_WAITS_ONE_ID_WAITS))
        TRY(id_card_owner(db_read(c), row_hash(waits, C_PERSON_WAITS_ONE_ID_HASH), &id_card));
    Ref owner = phone.id ? phone : id_card;
    if (owner.id == 0 || !number_may_know(c->actor, owner.place))
        return OK;
    if (phone.id)
        TRY(household_get(c, phone, &h));
    Person p = { 0 };
    if (phone.id == 0)
        TRY(person_get(c, id_card, &p));
    Str where, name = phone.id ? h.head : p.name, label = phone.id ? h.label : p.label;
    TRY(place_name(c, code_log(owner.place), &where));
    *ret = arena_printf(c->arena, " / %.*s %.*s %.*s", STR_ARG(where), STR_ARG(label), STR_ARG(name));
    return OK;
}

typedef struct Lines {
    Code       county;
    const Row *rows;
    DeskLine  *v;
} Lines;

static Err line_read(Ctx *c, void *arg, size_t i)
{
    const Lines *k = arg;
    Ref          ref = { k->county, row_int(k->rows[i], C_PERSON_WAITS_LIST_ID), STR_NONE };
    Person       p;
    Row          waits;
    bool         found;
    Str          other = STR("");
    TRY(person_get(c, ref, &p));
    TRY(db_maybe(db_read(c), Q_PERSON_WAITS_ONE, ARGS(REF(ref)), &found, &waits));
    if (found)
        TRY(other_say(c, waits, &other));
    bool phone = found && row_bool(waits, C_PERSON_WAITS_ONE_PHONE_WAITS);
    Str  shown = phone ? p.phone_masked : p.id_masked;
    k->v[i] = (DeskLine){ .ref = p.ref, .due = row_int(k->rows[i], C_PERSON_WAITS_LIST_WAITS_SINCE),
                          .state = phone ? "desk.person.phone" : "desk.person.id_card",
                          .title = arena_printf(c->arena, "%.*s %.*s%.*s", STR_ARG(p.name), STR_ARG(shown), STR_ARG(other)) };
    return place_name(c, code_log(p.ref.place), &k->v[i].place_name);
}

/* Of villages nothing: what two of them have waits above both, in their county. */
static bool has_any(Code place)
{
    return code_level(place) == LEVEL_COUNTY || code_level(place) == LEVEL_TOWN;
}

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    Cursor after = desk_after(ask);
    Code   county = code_county(ask->place);
    Rows   rows = { 0 };
    if (has_any(ask->place) && ask->when != DESK_LATE)
        TRY(db_many(db_read(c), QUERY(person_waits_list, .county = ARG(county), .from = ARG(ask->place),
                                      .end = ARG(code_end(c->arena, ask->place)), .since = ARG(ask->since),
                                      .after_at = ARG(after.n[0]), .after_id = ARG(after.n[1]), .most = ARG(DESK_PAGE + 1)), &rows));
    size_t n = rows.n < DESK_PAGE ? rows.n : DESK_PAGE;
    Lines  k = { county, rows.row, NEW_N(c->arena, DeskLine, n + 1) };
    TRY(db_together(c, n, line_read, &k));
    *ret_lines = (DeskLines){ k.v, n, rows.n > n };
    return OK;
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    *ret_count = (DeskCount){ 0 };
    if (!has_any(place))
        return OK;
    return db_int(db_read(c), QUERY(person_waits_count, .county = ARG(code_county(place)), .from = ARG(place),
                                    .end = ARG(code_end(c->arena, place))), &ret_count->all);
}

static const DeskAct acts[] = { { "here", NULL, NULL, false, true, act_here }, { "there", NULL, NULL, false, true, act_there }, { 0 } };

const NounDesk number_desk = { .path = "/person/", .verb = VERB_PEOPLE, .lines = desk_lines, .count = desk_count, .acts = acts };
