/* help (代办): see help.h. */
#include "entry/help.h"

#include <string.h>

#include "entry/account.h"
#include "entry/help.sql.h"
#include "entry/help_inside.h"
#include "entry/office.h"
#include "place/place.h"
#include "record/confirm.h"
#include "record/event.h"
#include "record/inbox.h"

enum { MOST = 50 };

static const char *const way_names[] = { "card", "message", "paper", NULL };

const Field HELP_WAY = { "consent", FIELD_ENUM, 0, HELP_WAYS - 1, way_names, "help.consent" };
const Field HELP_CODE = { "code", FIELD_SECRET, 1, 300, NULL, "card.code" };
const Field HELP_PAPER = { "paper", FIELD_PHOTOS, 0, 1, NULL, "help.paper" };

const EventKind help_events[] = {
    { "help.asked", false }, { "help.begun", false }, { "help.refused", false }, { "help.ended", false },
    { "help.reviewed", false }, { NULL, false },
};

/* ---- rows ---- */

Help help_from(Row r)
{
    Code county = row_text(r, C_HELP_ROW_COUNTY), home = row_text(r, C_HELP_ROW_HOME);
    return (Help){ .ref = { county, row_int(r, C_HELP_ROW_ID), home },
                   .household = { county, row_int(r, C_HELP_ROW_HOUSEHOLD), home },
                   .person = row_int(r, C_HELP_ROW_PERSON),
                   .account_county = row_text(r, C_HELP_ROW_ACCOUNT_COUNTY), .account = row_int(r, C_HELP_ROW_ACCOUNT),
                   .called = row_text(r, C_HELP_ROW_CALLED), .way = (HelpWay)row_int(r, C_HELP_ROW_WAY),
                   .state = (HelpState)row_int(r, C_HELP_ROW_STATE), .asked_at = row_int(r, C_HELP_ROW_ASKED_AT),
                   .until = row_int(r, C_HELP_ROW_UNTIL), .reviewed_at = row_int(r, C_HELP_ROW_REVIEWED_AT),
                   .is_doubted = row_bool(r, C_HELP_ROW_IS_DOUBTED), .doubt = row_text(r, C_HELP_ROW_DOUBT),
                   .is_stopped = row_bool(r, C_HELP_ROW_ENDED_BY_HOUSE) };
}

/* Whoever is of the house is no second eye on its paper, by whatever account. */
static Err lives_there(Ctx *c, const Help *h, const ConfirmSigner *me, bool *ret_may)
{
    Person who;
    Err    e = person_get(c, (Ref){ me->county, me->person, STR_NONE }, &who);
    if (e == ERR_MISSING) { /* who left the roll lives nowhere */
        ctx_clear_failure(c);
        return OK;
    }
    TRY(e);
    *ret_may = who.household != h->household.id || !str_eq(me->county, h->household.county);
    return OK;
}

/* Persons are compared, not accounts. */
Err help_may_review(Ctx *c, const Help *h, bool *ret_may)
{
    Account             who;
    const ConfirmSigner me = confirm_signer(c->actor);
    *ret_may = h->way == HELP_BY_PAPER && h->reviewed_at == 0 && !h->is_helper && !h->is_house &&
               access_may(c->actor, VERB_SUPERVISE, h->ref.place);
    if (!*ret_may)
        return OK;
    TRY(account_get(c, h->account_county, h->account, &who));
    const ConfirmSigner helper = { who.id, who.person.county, who.person.id, 0 };
    *ret_may = !confirm_is_same(&helper, &me);
    return *ret_may && me.person != 0 ? lives_there(c, h, &me, ret_may) : OK;
}

/* What it is to the actor, and whether its time is over. */
Err help_finish(Ctx *c, void *helps, size_t i)
{
    Help        *h = (Help *)helps + i;
    const Actor *a = c->actor;
    Household    house;
    h->is_helper = a->account != 0 && a->account == h->account;
    h->is_house = a->household != 0 && a->household == h->household.id && str_eq(a->county, h->household.county);
    if (h->state <= HELP_GIVEN && h->until <= c->now)
        h->state = HELP_ENDED;
    TRY(household_get(c, h->household, &house));
    h->label = house.label;
    if (h->state <= HELP_GIVEN && house.to != 0)
        h->state = HELP_ENDED;
    return help_may_review(c, h, &h->may_review);
}

static Err help_row(Db *db, Ref ref, Help *ret)
{
    Row r;
    TRY(db_one(db, Q_HELP_ONE, ARGS(REF(ref)), &r));
    *ret = help_from(r);
    return OK;
}

Err help_get(Ctx *c, Ref ref, Help *ret_help)
{
    TRY(help_row(db_read(c), ref, ret_help));
    TRY(help_finish(c, ret_help, 0));
    if (!ret_help->is_helper && !ret_help->is_house && !access_may(c->actor, VERB_SUPERVISE, ret_help->ref.place))
        return fail(c, ERR_MISSING, NULL, "a consent of others");
    return OK;
}

static Err helps_from(Ctx *c, Rows rows, Helps *ret)
{
    Help *v = NEW_N(c->arena, Help, rows.n + 1);
    *ret = (Helps){ v, rows.n < MOST ? rows.n : MOST, rows.n > MOST };
    for (size_t i = 0; i < ret->n; i++)
        v[i] = help_from(rows.row[i]);
    return db_together(c, ret->n, help_finish, v);
}

Err help_mine(Ctx *c, Code account_county, Code county, Helps *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), QUERY(help_of_account, .county = ARG(county), .account_county = ARG(account_county),
                                  .account = ARG(c->actor->account), .now = ARG(c->now)), &rows));
    return helps_from(c, rows, ret);
}

Err help_ours(Ctx *c, Helps *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_HELP_OF_HOUSEHOLD, ARGS(c->actor->county, c->actor->household, c->now), &rows));
    return helps_from(c, rows, ret);
}

/* ---- what happens, and who is told ---- */

typedef struct Step {
    Help        h;
    Photo       paper;
    bool        has_paper, agrees;
    Str         code; /* of a card that was handed over */
    const char *event;
    i64         event_id, message_id;
} Step;

/* The house, of what others do about it; the helper, of what the house does. */
static Err step_tell(Db *w, const Step *s, const char *key)
{
    const Help *h = &s->h;
    bool        to_house = !h->is_house;
    InboxLine   line = { .id = s->message_id, .key = key, .a = to_house ? h->called : h->label, .subject = h->ref, .noun = "help" };
    line.county = to_house ? h->household.county : h->account_county;
    line.household = to_house ? h->household.id : 0;
    line.account = to_house ? 0 : h->account;
    return inbox_tell(w, &line);
}

static Err step_event(Db *w, const Step *s, const char *key)
{
    TRY(event_append(w, &(EventNew){ .id = s->event_id, .kind = s->event, .subject = s->h.household,
                                     .parts = { PART("person", s->h.person), PART("consent", s->h.way) }, .n_parts = 2 }));
    return step_tell(w, s, key);
}

/* Who acts, by whatever account: for {help_same}. */
#define HELP_SAME(a)                                                                                                                        \
    .account = ARG((a)->account), .person = ARG((a)->tied), .person_county = ARG((a)->tied_county.n ? (a)->tied_county : STR(""))

/* A house is not pressed, and a pile of papers is not made in an hour: a question that was refused or left open is not put again for
 * three days; nor is what it ended begun again by a card that was remembered or a paper: it may say yes itself, to a message. A
 * paper serves one house, and none once it was found to be nobody's word; a person brings few a day. Persons are compared: another account
 * of theirs is no other helper. */
static Err may_ask(Db *w, const Step *s)
{
    Ctx        *c = db_ctx(w);
    const Help *h = &s->h;
    i64         n = 0;
    if (h->way == HELP_BY_MESSAGE) {
        TRY(db_int(w, QUERY(help_asked_lately, .county = ARG(h->ref.county), .household = ARG(h->household.id), HELP_SAME(c->actor),
                            .since = ARG(c->now - HELP_ASKED_MS), .stands_for = ARG(HELP_ASKED_MS)), &n));
        return n == 0 ? OK : fail(c, ERR_CONFLICT, "help.asked_already", "a question that was refused or stands");
    }
    TRY(db_int(w, QUERY(help_taken_back, .county = ARG(h->ref.county), .household = ARG(h->household.id),
                        HELP_SAME(c->actor), .since = ARG(c->now - HELP_ASKED_MS)), &n));
    if (n > 0)
        return fail(c, ERR_CONFLICT, "help.taken_back", "what the house ended, or never gave");
    if (h->way != HELP_BY_PAPER)
        return OK;
    TRY(db_int(w, Q_HELP_PAPER_DOUBTED, ARGS(h->ref.county, HASH(s->paper.hash)), &n));
    if (n > 0)
        return fail_at(c, "paper", "help.paper.doubted", STR_NONE, STR_NONE);
    TRY(db_int(w, Q_HELP_PAPER_OF_OTHERS, ARGS(h->ref.county, HASH(s->paper.hash), h->household.id), &n));
    if (n > 0)
        return fail_at(c, "paper", "help.paper.of_others", STR_NONE, STR_NONE);
    TRY(db_int(w, QUERY(help_papers_lately, .county = ARG(h->ref.county), HELP_SAME(c->actor), .since = ARG(c->now - DAY)), &n));
    return n < HELP_PAPERS_A_DAY ? OK : fail(c, ERR_LIMIT, "help.paper.many", "%lld papers in a day", (long long)n);
}

/* The card that was handed over is that house's, and another person printed it. */
static Err card_agrees(Ctx *c, Str typed, Ref household)
{
    CardHeld found;
    TRY(card_code_check(c, "code", typed));
    Str      code = card_code_typed(c->arena, typed);
    bool     is_card = code.n != 0, is_own;
    if (is_card) {
        Err e = login_card(c, code, &found);
        if (e != OK && e != ERR_MISSING)
            return e;
        if (e == ERR_MISSING)
            ctx_clear_failure(c);
        is_card = e == OK && found.household.id == household.id && str_eq(found.household.county, household.county);
    }
    if (!is_card)
        return fail_at(c, "code", "help.code.wrong", STR_NONE, STR_NONE);
    if (!found.is_opened) /* it may never have come to the house */
        return fail_at(c, "code", "help.code.unopened", STR_NONE, STR_NONE);
    TRY(account_is_actor(c, household.county, found.printed_by, &is_own));
    if (is_own)
        return fail_at(c, "code", "help.code.own", STR_NONE, STR_NONE);
    TRY(account_is_actor(c, household.county, found.opened_by, &is_own));
    return is_own ? fail_at(c, "code", "help.code.open", STR_NONE, STR_NONE) : OK;
}

Err help_held(Ctx *c, Ref household, i64 issued_at, bool *ret_held)
{
    i64 n;
    TRY(db_int(db_read(c), QUERY(help_held_lately, .county = ARG(household.county), .household = ARG(household.id),
                                 .issued_at = ARG(issued_at), .since = ARG(c->now - HELP_ASKED_MS), .stands_for = ARG(HELP_ASKED_MS),
                                 HELP_SAME(c->actor)), &n));
    *ret_held = n > 0;
    return OK;
}

static Err ask_body(Db *w, void *arg)
{
    const Step *s = arg;
    const Help *h = &s->h;
    i64         now = db_ctx(w)->now;
    if (h->way == HELP_BY_CARD) {
        TRY(card_hold(w, h->household)); /* with it goes what was agreed by it: it may have been stopped just now */
        TRY(card_agrees(db_ctx(w), s->code, h->household));
    }
    TRY(may_ask(w, s));
    TRY(db_exec(w, QUERY(help_close_before, .county = ARG(h->ref.county), .account_county = ARG(h->account_county),
                         .account = ARG(h->account), .household = ARG(h->household.id), .closed_at = ARG(now))));
    TRY(db_exec(w, QUERY(help_add, KEY(h->ref), .household = ARG(h->household.id), .home = ARG(h->ref.place),
                         .person = ARG(h->person), .account_county = ARG(h->account_county), .account = ARG(h->account),
                         .called = ARG(h->called), .way = ARG(h->way), .state = ARG(h->state), .asked_at = ARG(now),
                         .until = ARG(h->until))));
    if (s->has_paper)
        TRY(file_tie_of(w, "help", h->ref, "paper", &s->paper, (Ref){ 0 }, false)); /* it proves what was done for them */
    return step_event(w, s, h->way == HELP_BY_MESSAGE ? "inbox.help.asked" : "inbox.help.begun");
}

static Err person_of_house(Ctx *c, const HelpNew *n, const Household *house)
{
    Person who;
    if (n->person.id == 0)
        return OK;
    if (!str_eq(n->person.county, house->ref.county))
        return fail_at(c, "person", "help.person.elsewhere", STR_NONE, STR_NONE);
    TRY(person_get(c, (Ref){ house->ref.county, n->person.id, house->ref.place }, &who));
    return who.household == house->ref.id && who.to == 0 ? OK : fail_at(c, "person", "help.person.elsewhere", STR_NONE, STR_NONE);
}

/* By card and paper it is given; by message it is asked. */
static Err way_agrees(Ctx *c, const HelpNew *n, Step *s)
{
    s->h.way = (HelpWay)n->way;
    s->h.state = HELP_GIVEN;
    s->h.until = c->now + HELP_LASTS_MS;
    s->event = "help.begun";
    s->code = n->code;
    switch (s->h.way) {
    case HELP_BY_CARD:
        return str_is_empty(n->code) ? fail_at(c, "code", "help.code.missing", STR_NONE, STR_NONE)
                                     : card_agrees(c, n->code, s->h.household);
    case HELP_BY_PAPER:
        if (n->paper.n != 1)
            return fail_at(c, "paper", "help.paper.missing", STR_NONE, STR_NONE);
        s->has_paper = true;
        return file_photo_store(c, "paper", &n->paper.v[0], &s->paper);
    case HELP_BY_MESSAGE:
        s->h.state = HELP_ASKED;
        s->h.until = c->now + HELP_ASKED_MS;
        s->event = "help.asked";
        return OK;
    default: return fail_at(c, "consent", "help.consent.missing", STR_NONE, STR_NONE);
    }
}

Err help_ask(Ctx *c, Code county, const HelpNew *n, Ref *ret_help)
{
    Household house;
    if (c->actor->account == 0)
        return fail(c, ERR_SIGNED_OUT, NULL, "nobody is signed in");
    TRY(household_get(c, n->household, &house));
    TRY(access_check(c, VERB_HELP, house.ref.place));
    if (house.to != 0)
        return fail(c, ERR_CONFLICT, "household.ended", "household has ended");
    TRY(person_of_house(c, n, &house));
    Step s = { .event_id = id_new(c->now), .message_id = id_new(c->now) };
    s.h = (Help){ .ref = { house.ref.county, id_new(c->now), house.ref.place }, .household = house.ref, .label = house.label,
                  .person = n->person.id, .account_county = county, .account = c->actor->account };
    TRY(office_there(c, VERB_HELP, house.ref.place, &s.h.called));
    BUG_ON(s.h.called.n == 0); /* access_check() found the role */
    TRY(way_agrees(c, n, &s));
    *ret_help = s.h.ref;
    return db_write(c, ask_body, &s);
}

/* ---- yes, no, and no more ---- */

static Err answer_body(Db *w, void *arg)
{
    const Step *s = arg;
    i64         now = db_ctx(w)->now, n;
    TRY(db_change(w, QUERY(help_answer, KEY(s->h.ref), .state = ARG(s->agrees ? HELP_GIVEN : HELP_REFUSED),
                           .until = ARG(now + HELP_MESSAGE_LASTS_MS), .closed_at = ARG(s->agrees ? 0 : now),
                           .now = ARG(now)), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "help.answered", "answered, ended, or its time is over");
    return step_event(w, s, s->agrees ? "inbox.help.given" : "inbox.help.refused");
}

Err help_answer(Ctx *c, Ref help, bool agrees)
{
    Step s = { .agrees = agrees, .event = agrees ? "help.begun" : "help.refused", .event_id = id_new(c->now),
               .message_id = id_new(c->now) };
    TRY(help_get(c, help, &s.h));
    if (!s.h.is_house)
        return fail(c, ERR_DENIED, "help.not_yours", "an answer that is the house's");
    return db_write(c, answer_body, &s);
}

static Err end_body(Db *w, void *arg)
{
    const Step *s = arg;
    i64         n;
    TRY(db_change(w, Q_HELP_CLOSE, ARGS(REF(s->h.ref), db_ctx(w)->now, s->h.is_house), &n));
    return n == 0 ? OK : step_event(w, s, "inbox.help.ended");
}

Err help_end(Ctx *c, Ref help)
{
    Step s = { .event = "help.ended", .event_id = id_new(c->now), .message_id = id_new(c->now) };
    TRY(help_get(c, help, &s.h));
    if (!s.h.is_house && !s.h.is_helper)
        return fail(c, ERR_DENIED, "help.not_yours", "an end that is the house's or the helper's");
    return db_write(c, end_body, &s);
}

/* ---- while it stands ---- */

/* The house is still there, and the person, where one was named, still of it. */
static Err house_stands(Ctx *c, const Help *h, bool *ret_stands)
{
    Household house;
    Person    who;
    TRY(household_get(c, h->household, &house));
    *ret_stands = house.to == 0;
    if (!*ret_stands || h->person == 0)
        return OK;
    TRY(person_get(c, (Ref){ house.ref.county, h->person, house.ref.place }, &who));
    *ret_stands = who.to == 0 && who.household == house.ref.id;
    return OK;
}

Err help_take(Ctx *c, Code account_county, Str name, Actor *actor)
{
    Ref  ref;
    Help h;
    bool stands;
    if (!ref_parse(name, &ref))
        return fail(c, ERR_DENIED, "help.not_agreed", "not the name of a consent");
    Err e = help_row(db_read(c), ref, &h);
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == ERR_MISSING)
        ctx_clear_failure(c);
    bool is_theirs = e == OK && h.account == actor->account && str_eq(h.account_county, account_county);
    if (is_theirs && h.state == HELP_ENDED && h.is_stopped)
        return fail(c, ERR_DENIED, "help.stopped", "the house ended it");
    if (!is_theirs || h.state != HELP_GIVEN || h.until <= c->now || !access_may(actor, VERB_HELP, h.ref.place))
        return fail(c, ERR_DENIED, "help.not_agreed", "no consent that stands");
    TRY(house_stands(c, &h, &stands));
    if (!stands)
        return fail(c, ERR_DENIED, "help.not_agreed", "a consent of a house or person that is there no more");
    actor->consent = str_from(way_names[h.way]);
    actor->for_county = h.household.county;
    actor->for_household = h.household.id;
    actor->for_home = h.household.place;
    actor->for_person = h.person;
    actor->for_consent = h.ref.id;
    actor->is_unseen = h.way == HELP_BY_PAPER && h.reviewed_at == 0;
    actor->called = h.called;
    actor->channel = CHANNEL_HELPER;
    return OK;
}

/* Ten are one house or two; beyond two hundred nobody was asked. */
const RuleBound help_bounds[] = { { "help.day.most", 10, 200, "rule.bound.help" }, { 0 } };

/* One more of today: the row is locked until the writing ends, so that two who act at once by the same hand count one after the other. */
static Err day_count(Db *w)
{
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    i64          who = a->tied ? a->tied : a->account, most;
    Date         today = date_of(c->now);
    Row          r;
    TRY(rule_value(w, "help.day.most", a->for_home, today, &most));
    TRY(db_one(w, QUERY(help_day_add, .county = ARG(a->for_county), .who = ARG(who), .day = ARG(today)), &r));
    if (row_int(r, C_HELP_DAY_ADD_ACTS) == 1)
        TRY(db_exec(w, QUERY(help_day_drop, .county = ARG(a->for_county), .who = ARG(who), .day = ARG(today))));
    if (row_int(r, C_HELP_DAY_ADD_ACTS) <= most)
        return OK;
    Err e = fail(c, ERR_LIMIT, "help.day.full", "more than %lld acts for houses in a day", (long long)most);
    c->problems->a = arena_printf(c->arena, "%lld", (long long)most);
    return e;
}

Err help_use(Db *w)
{
    Ctx *c = db_ctx(w);
    i64  n;
    TRY(db_int(w, Q_HELP_STANDS, ARGS(c->actor->for_county, c->actor->for_consent, c->now), &n));
    return n > 0 ? day_count(w) : fail(c, ERR_DENIED, "help.not_agreed", "a consent that ended while it was used");
}

/* ---- for the table of nouns ---- */

Err help_load(Ctx *c, Str text, Ref *ret_ref)
{
    Help h;
    if (!ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "not the name of a record");
    TRY(help_get(c, *ret_ref, &h));
    *ret_ref = h.ref;
    return OK;
}

Err help_visible(Ctx *c, const Noun *noun, Ref help, bool *ret_visible)
{
    Help h;
    Err  e = help_get(c, help, &h);
    *ret_visible = e == OK;
    if (e == ERR_MISSING)
        ctx_clear_failure(c);
    return e == ERR_MISSING ? OK : e;
}

Err help_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code county = code_county(carry->from);
    return db_exec(w, QUERY(help_carry, .county = ARG(county), .from = ARG(carry->from),
                            .end = ARG(code_end(db_ctx(w)->arena, carry->from)), .to = ARG(carry->to),
                            .tail = ARG((i64)carry->from.n + 1)));
}

Err help_erase_person(Db *w, Ref person)
{
    return db_exec(w, Q_HELP_FORGET, ARGS(person.county, person.id, db_ctx(w)->now));
}

Err help_check(Ctx *c, Report *r)
{
    return check_each(c, r, Q_HELP_CHECK_HOME, "help", "help.home: it stands for a house that lives elsewhere");
}

Err help_last_word(Ctx *c)
{
    return c->actor->is_unseen ? fail(c, ERR_DENIED, "help.unseen", "a last word by a paper that nobody looked at") : OK;
}

/* Who gives an account a password may act by it: what houses agreed to was meant for another. */
Err help_heard(Db *w, const Noun *noun, const EventNew *e)
{
    if (strcmp(e->kind, "account.password") != 0 || e->subject.id == db_ctx(w)->actor->account)
        return OK;
    return db_exec(w, Q_HELP_CLOSE_OF, ARGS(e->subject.county, e->subject.id, db_ctx(w)->now));
}
