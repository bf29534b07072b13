/* oversight: see oversight.h. Its row and its life, and what is done with one; lists and desks are oversight_list.c's. */
#include "matter/houses.h"
#include "matter/oversight.sql.h"
#include "matter/oversight_inside.h"
#include "matter/story.h"
#include "matter/tell.h"
#include "place/place.h"
#include "record/confirm.h"
#include "record/counter.h"
#include "record/link.h"
#include "record/once.h"
#include "record/rule.h"
#include "record/workcal.h"

static const char *const kind_names[] = { [OVERSIGHT_QUESTION] = "question", [OVERSIGHT_URGE] = "urge", [OVERSIGHT_CALL] = "call", NULL };
static const char *const state_names[] = { [OVERSIGHT_OPEN] = "open", [OVERSIGHT_ANSWERED] = "answered", [OVERSIGHT_SETTLED] = "settled",
                                           [OVERSIGHT_DROPPED] = "dropped", NULL };
static const char *const found_names[] = { [FOUND_NOBODY] = "nobody", [FOUND_UNDONE] = "undone", [FOUND_PARTLY] = "partly",
                                           [FOUND_DONE] = "done", NULL };
_Static_assert(COUNTOF(kind_names) == OVERSIGHT_KINDS + 1 && COUNTOF(state_names) == OVERSIGHT_STATES + 1 &&
               COUNTOF(found_names) == OVERSIGHT_FOUNDS + 1, "a name for every kind, state and finding");

/* Field                 name         type        low  high  names label */
const Field
    OVERSIGHT_WORDS  = { "text",      FIELD_TEXT, 2,  500, NULL, "oversight.words" },
    OVERSIGHT_SAID   = { "text",      FIELD_TEXT, 0,  500, NULL, "oversight.said" },
    OVERSIGHT_DUE    = { "due",       FIELD_DATE, 20200101, 29991231, NULL, "oversight.due" },
    OVERSIGHT_FOUND  = { "found",     FIELD_ENUM, 0,  OVERSIGHT_FOUNDS - 1, found_names, "oversight.found" },
    OVERSIGHT_HOUSE  = { "household", FIELD_REF,  0,  0,   NULL, "oversight.house" },
    OVERSIGHT_ANSWER = { "text",      FIELD_TEXT, 2,  1000, NULL, "oversight.answer" },
    OVERSIGHT_AGAIN  = { "why",       FIELD_TEXT, 2,  500, NULL, "oversight.again" },
    OVERSIGHT_WHY    = { "why",       FIELD_TEXT, 2,  500, NULL, "oversight.why" },
    OVERSIGHT_KIND   = { "kind",      FIELD_ENUM, 0,  OVERSIGHT_KINDS - 1, kind_names, "oversight.kind" },
    OVERSIGHT_STATE  = { "state",     FIELD_ENUM, 0,  OVERSIGHT_STATES - 1, state_names, "oversight.state" },
    OVERSIGHT_ONCE   = { "once",      FIELD_ONCE, 8,  64,  NULL, "oversight.once" };

static const CounterKind COUNT_OPEN = { "oversight.open" }, COUNT_LATE = { "oversight.late" };

/* ---- the row ---- */

void oversight_of_row(Row r, void *ret_row)
{
    Code place = row_text(r, C_OVERSIGHT_ROW_PLACE), county = row_text(r, C_OVERSIGHT_ROW_COUNTY);
    *(Oversight *)ret_row = (Oversight){
        .ref = { county, row_int(r, C_OVERSIGHT_ROW_ID), place }, .state = (int)row_int(r, C_OVERSIGHT_ROW_STATE),
        .version = row_int(r, C_OVERSIGHT_ROW_VERSION), .changed_at = row_int(r, C_OVERSIGHT_ROW_CHANGED_AT),
        .kind = (OversightKind)row_int(r, C_OVERSIGHT_ROW_KIND), .at = row_text(r, C_OVERSIGHT_ROW_AT_PLACE),
        .of_noun = row_text(r, C_OVERSIGHT_ROW_OF_NOUN), .of = { county, row_int(r, C_OVERSIGHT_ROW_OF_ID), place },
        .named = row_text(r, C_OVERSIGHT_ROW_NAMED_PLACE), .account_county = row_text(r, C_OVERSIGHT_ROW_ACCOUNT_COUNTY),
        .account = row_int(r, C_OVERSIGHT_ROW_ACCOUNT), .office = row_text(r, C_OVERSIGHT_ROW_OFFICE),
        .household = row_int(r, C_OVERSIGHT_ROW_HOUSEHOLD), .found = (OversightFound)row_int(r, C_OVERSIGHT_ROW_FOUND),
        .words = row_text(r, C_OVERSIGHT_ROW_WORDS), .again = row_text(r, C_OVERSIGHT_ROW_AGAIN),
        .answer = row_text(r, C_OVERSIGHT_ROW_ANSWER), .due = row_int(r, C_OVERSIGHT_ROW_DUE),
        .first_due = row_int(r, C_OVERSIGHT_ROW_FIRST_DUE), .stands_at = row_int(r, C_OVERSIGHT_ROW_STANDS_AT),
        .asked_at = row_int(r, C_OVERSIGHT_ROW_ASKED_AT), .answered_at = row_int(r, C_OVERSIGHT_ROW_ANSWERED_AT),
        .rounds = (int)row_int(r, C_OVERSIGHT_ROW_ROUNDS), .is_late = row_bool(r, C_OVERSIGHT_ROW_IS_LATE),
    };
}

static Err title_read(Ctx *c, Oversight *o)
{
    const Noun *of = noun_find(o->of_noun);
    Ref         ref = o->of;
    return of != NULL && of->title != NULL ? of->title(c, of, &ref, &o->title) : OK;
}

static Err row_read(Db *db, Ref ref, void *ret_row)
{
    Row r;
    TRY(db_one(db, Q_OVERSIGHT_GET, ARGS(REF(ref)), &r));
    oversight_of_row(r, ret_row);
    return title_read(db_ctx(db), ret_row);
}

static Err watched_read(Db *db, Str noun, Ref of, Watched *ret)
{
    const Noun *n = noun_find(noun);
    if (n == NULL || n->watch == NULL)
        return fail(db_ctx(db), ERR_INTERNAL, NULL, "a %.*s is not supervised", STR_ARG(noun));
    return n->watch->read(db, of, ret);
}

/* The house that was called, for who organises the place, and whether it is one that hides that it brought the matter up. */
static Err called_read(Ctx *c, Oversight *o)
{
    Ref     house = { code_county(o->ref.place), o->household, STR_NONE };
    Watched v;
    TRY(household_labels(c, &house, 1, &o->house));
    TRY(watched_read(db_read(c), o->of_noun, o->of, &v));
    o->hide_author = v.is_hidden && v.author.id == o->household;
    return OK;
}

Err oversight_fill(Ctx *c, void *oversights, size_t i)
{
    Oversight *o = (Oversight *)oversights + i;
    bool       organises = access_may(c->actor, VERB_QUEUE, o->ref.place);
    o->house = STR_NONE;
    o->is_told = o->kind != OVERSIGHT_CALL || organises || access_may(c->actor, VERB_SUPERVISE, o->ref.place);
    if (!o->is_told)
        o->words = o->again = o->answer = STR_NONE;
    if (!organises)
        o->household = 0;
    if (o->household != 0)
        TRY(called_read(c, o));
    TRY(title_read(c, o));
    TRY(place_name(c, o->ref.place, &o->place_name));
    return place_name(c, o->at, &o->at_name);
}

/* ---- who may ---- */

#define OF_THE_ACTOR(me)                                                                                                 \
    .account = ARG((me).account), .person = ARG((me).person), .person_county = ARG((me).county.n ? (me).county : STR(""))

/* What keeps the actor from supervising a matter, each by itself. */
typedef struct Hands {
    Db            *db;
    Str            noun;
    Ref            of;
    const Watched *v;
    i64            n[4]; /* houses of the actor's that take part; steps at a desk, here and where it was before; answers */
} Hands;
enum { HAND_HOUSE, HAND_DEALT, HAND_BEFORE, HAND_ANSWERED, HANDS };

static Err hand_read(Ctx *c, void *arg, size_t i)
{
    Hands              *k = arg;
    const ConfirmSigner me = confirm_signer(c->actor);
    const Ref           subject = i == HAND_BEFORE ? k->v->before : k->v->subject;
    k->n[i] = 0;
    if (i == HAND_HOUSE)
        return db_int(k->db, QUERY(oversight_is_theirs, KEY_AS(of, k->of), .noun = ARG(k->noun), .household = ARG(c->actor->household),
                                   .person = ARG(me.person), .person_county = ARG(me.county.n ? me.county : STR(""))), &k->n[i]);
    if (i == HAND_ANSWERED)
        return db_int(k->db, QUERY(oversight_has_answered, KEY_AS(of, k->of), .noun = ARG(k->noun), OF_THE_ACTOR(me),
                                   .helping = ARG(CHANNEL_HELPER)), &k->n[i]);
    if (subject.id == 0)
        return OK;
    return db_int(k->db, QUERY(oversight_dealt, KEY_AS(subject, subject), OF_THE_ACTOR(me), .helping = ARG(CHANNEL_HELPER)), &k->n[i]);
}

/* ERR_DENIED: the actor, by whatever account of theirs, does not supervise it, and why. */
static Err may_check(Db *db, Str noun, Ref of, const Watched *v)
{
    Ctx  *c = db_ctx(db);
    Hands k = { .db = db, .noun = noun, .of = of, .v = v };
    if (!access_may(c->actor, VERB_SUPERVISE, of.place))
        return fail(c, ERR_DENIED, "oversight.not_yours", "does not supervise the place");
    TRY(db_together(c, HANDS, hand_read, &k));
    if (k.n[HAND_HOUSE] > 0 || (c->actor->household != 0 && c->actor->household == v->author.id))
        return fail(c, ERR_DENIED, "oversight.own_house", "of a house of the matter");
    bool has_dealt = k.n[HAND_DEALT] > 0 || k.n[HAND_BEFORE] > 0 || k.n[HAND_ANSWERED] > 0;
    return has_dealt ? fail(c, ERR_DENIED, "oversight.dealt", "dealt with it") : OK;
}

Err oversight_may(Ctx *c, const char *noun, Ref of, Watched *ret_watched, bool *ret_may)
{
    TRY(matter_visible(c, str_from(noun), of));
    TRY(watched_read(db_read(c), str_from(noun), of, ret_watched));
    *ret_may = false;
    if (ret_watched->at.n == 0 || !access_may(c->actor, VERB_SUPERVISE, of.place))
        return OK;
    Err e = may_check(db_read(c), str_from(noun), of, ret_watched);
    *ret_may = e == OK;
    if (e == ERR_DENIED)
        ctx_clear_failure(c);
    return e == ERR_DENIED ? OK : e;
}

/* ---- its life ---- */

/* By whatever account. */
static Err is_asker(Db *w, const Oversight *o, bool *ret_is)
{
    const ConfirmSigner me = confirm_signer(db_ctx(w)->actor);
    i64                 same = 0;
    if (me.account != o->account && me.person != 0)
        TRY(db_int(w, QUERY(oversight_same_person, .county = ARG(o->account_county), .account = ARG(o->account),
                            .person = ARG(me.person), .person_county = ARG(me.county)), &same));
    *ret_is = me.account == o->account || same > 0;
    return OK;
}

static Err asker_check(Db *w, const Oversight *o)
{
    Ctx *c = db_ctx(w);
    bool is_theirs;
    TRY(is_asker(w, o, &is_theirs));
    bool may = is_theirs && access_may(c->actor, VERB_SUPERVISE, o->ref.place);
    return may ? OK : fail(c, ERR_DENIED, "oversight.not_asked", "another asked");
}

/* Who sits at the desk where the matter lies by now; nobody answers himself. */
static Err answerer_check(Db *w, const Oversight *o)
{
    Ctx *c = db_ctx(w);
    bool is_theirs;
    if (!access_may(c->actor, VERB_ANSWER, o->at))
        return fail(c, ERR_DENIED, "oversight.not_your_desk", "not held at the desk");
    TRY(is_asker(w, o, &is_theirs));
    return is_theirs ? fail(c, ERR_DENIED, "oversight.own_question", "an answer by who asked") : OK;
}

static Err standing(Db *w, const void *row, const Move *m)
{
    const Oversight *o = row;
    Watched          v;
    if (m->who & BY_OWNER)
        return asker_check(w, o);
    if (m->verb == VERB_ANSWER)
        return answerer_check(w, o);
    TRY(watched_read(w, o->of_noun, o->of, &v));
    return may_check(w, o->of_noun, o->of, &v);
}

static Err store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Oversight *before = was, *o = row;
    return db_change(w, QUERY(oversight_store, KEY(o->ref), .version = ARG(before->version), .from = ARG(before->state),
                              .state = ARG(o->state), .at_place = ARG(o->at), .again = ARG(o->again), .answer = ARG(o->answer),
                              .due = ARG(o->due), .stands_at = ARG(o->state == OVERSIGHT_OPEN ? o->due : o->changed_at),
                              .rounds = ARG(o->rounds), .is_late = ARG(o->is_late),
                              .answered_at = ARG(o->answered_at), .changed_at = ARG(o->changed_at)), ret_rows);
}

/* What lies at the city belongs to the city: its log, its figures. What some must not learn of stands in no log of theirs. */
static Ref subject(const void *row)
{
    const Oversight *o = row;
    Ref              ref = o->ref;
    ref.place = access_known_from(ref.place, o->named);
    if (code_level(ref.county) < LEVEL_COUNTY)
        ref.place = ref.county;
    return ref;
}

/* What some must not learn of is in no figure. */
static void count(Db *w, const void *row, int sign)
{
    const Oversight *o = row;
    if (o->state != OVERSIGHT_OPEN || o->named.n != 0)
        return;
    counter_add(w, subject(o).place, &COUNT_OPEN, 0, sign);
    if (o->is_late)
        counter_add(w, subject(o).place, &COUNT_LATE, 0, sign);
}

static Err job_follow(Db *w, const Oversight *o)
{
    if (o->state == OVERSIGHT_OPEN && !o->is_late)
        return job_put(w, "oversight.due", o->ref, o->version, o->due);
    return job_drop(w, "oversight.due", o->ref);
}

static Err stored(Db *w, const void *was, const void *row)
{
    return job_follow(w, row);
}

static void carried(Ctx *c, void *row)
{
    Oversight *o = row;
    o->at = code_at(o->ref.place, code_level(o->at));
}

/* ---- telling ---- */

static bool may_know(const Actor *a, const void *row)
{
    const Oversight *o = row;
    return o->named.n == 0 || access_may_above(a, VERB_COMPLAINT, o->named);
}

/* Of what some must not learn of a message says that there is something to read, no more: a house's messages are open to every card of
 * it. */
static Err author_tell(Db *w, const Oversight *o, Tell t, Str words)
{
    Watched v;
    TRY(watched_read(w, o->of_noun, o->of, &v));
    t.words = words;
    if (o->named.n != 0) {
        t.event = "oversight.moved";
        t.title = t.words = STR_NONE;
    }
    return v.author.id != 0 ? tell_house(w, &t, v.author.id) : OK;
}

/* TELL_ABOVE is the desk that answers, TELL_AUTHOR who asked, TELL_VOICES the house that brought the matter up, of questions. A message
 * leads to the matter, and is forgotten with what that is called. */
static Err tell(Db *w, const Change *ch, const void *was, const void *row)
{
    Ctx             *c = db_ctx(w);
    const Oversight *o = row;
    Tell             t = { .noun = str_cstr(c->arena, o->of_noun), .ref = o->of, .home = code_county(o->ref.place), .event = ch->event,
                           .title = o->title };
    if (ch->tell & TELL_ABOVE)
        TRY(tell_desk(w, &t, o->at, VERB_ANSWER, may_know, o));
    if (ch->tell & TELL_AUTHOR && o->account != c->actor->account)
        TRY(tell_account(w, &t, o->account_county, o->account));
    return ch->tell & TELL_VOICES && o->kind == OVERSIGHT_QUESTION ? author_tell(w, o, t, ch->words) : OK;
}

static const Move moves[] = {
    /* from                to                  who       verb            asks      tells                      event */
    { OVERSIGHT_OPEN,     OVERSIGHT_ANSWERED, BY_VERB,  VERB_ANSWER,    ASKS_WHY, TELL_AUTHOR | TELL_VOICES, "oversight.answered" },
    { OVERSIGHT_ANSWERED, OVERSIGHT_SETTLED,  BY_VERB,  VERB_SUPERVISE, 0,        TELL_NOBODY,               "oversight.settled" },
    { OVERSIGHT_ANSWERED, OVERSIGHT_OPEN,     BY_VERB,  VERB_SUPERVISE, ASKS_WHY, TELL_ABOVE,                "oversight.asked_again" },
    { OVERSIGHT_OPEN,     OVERSIGHT_DROPPED,  BY_OWNER, VERB_SUPERVISE, ASKS_WHY, TELL_ABOVE,                "oversight.dropped" },
};
const Life oversight_life = {
    .noun = "oversight", .row_size = sizeof(Oversight), .states = state_names, .moves = moves, .n_moves = COUNTOF(moves),
    .get = Q_OVERSIGHT_GET, .each = Q_OVERSIGHT_EACH, .trail = Q_OVERSIGHT_TRAIL, .carry_list = Q_OVERSIGHT_CARRY_LIST,
    .carry = Q_OVERSIGHT_CARRY, .of = oversight_of_row, .read = row_read, .standing = standing, .store = store, .count = count,
    .stored = stored, .carried = carried, .subject = subject, .tell = tell,
};

/* ---- asking ---- */

static const char *const asked_events[OVERSIGHT_KINDS] = { "oversight.asked", "oversight.urged", "oversight.called" };

static bool is_settled_at_once(const OversightNew *n)
{
    return n->kind == OVERSIGHT_CALL && (n->found == FOUND_NOBODY || n->found == FOUND_DONE);
}

static Err check_new(Ctx *c, const OversightNew *n)
{
    Date today = date_of(c->now);
    TRY(field_check_given(c, &OVERSIGHT_ONCE, n->once));
    if (n->kind == OVERSIGHT_CALL && is_settled_at_once(n))
        return field_check(c, &OVERSIGHT_SAID, n->words);
    TRY(field_check_given(c, &OVERSIGHT_WORDS, n->words));
    if (n->kind == OVERSIGHT_URGE && n->due == 0)
        return fail_at(c, "due", "oversight.due.missing", STR_NONE, STR_NONE);
    if (n->due != 0 && (n->due <= today || n->due > date_add(today, OVERSIGHT_DAYS_MOST)))
        return fail_at(c, "due", "oversight.due.wrong", date_iso(c->arena, date_add(today, OVERSIGHT_DAYS_MOST)), STR_NONE);
    return OK;
}

static Err due_by_rule(Db *w, Code place, i64 *ret_due)
{
    i64 now = db_ctx(w)->now, days;
    TRY(rule_value(w, "oversight.answer.workdays", place, date_of(now), &days));
    return workcal_due(w, now, (int)days, ret_due);
}

static Err state_check(Ctx *c, const OversightNew *n, const Watched *v)
{
    if (v->at.n == 0)
        return fail(c, ERR_CONFLICT, "oversight.elsewhere", "nobody answers for it here");
    if (n->kind == OVERSIGHT_URGE && !v->is_open)
        return fail(c, ERR_CONFLICT, "oversight.ended", "urging on what is at its end");
    if (n->kind == OVERSIGHT_CALL && !v->is_told)
        return fail(c, ERR_CONFLICT, "oversight.not_told", "calling back about what nobody answered");
    return OK;
}

typedef struct Asking {
    const char         *noun;
    Ref                 of;
    const OversightNew *n;
    i64                 id;
    By                  by;
    Watched             v;
    Oversight           o;
} Asking;

/* Which house was called: the one that brought it up, or one that takes part, for who may know which do. To everybody else it is the same
 * whether such a house takes part or not. */
static Err house_pick(Db *w, Asking *k)
{
    Ctx *c = db_ctx(w);
    Ref  house = k->n->household;
    bool takes_part = false, may_choose = access_may(c->actor, VERB_QUEUE, k->of.place);
    if (k->n->kind != OVERSIGHT_CALL)
        return OK;
    k->o.household = house.id != 0 ? house.id : k->v.author.id;
    if (house.id == 0 || (may_choose && str_eq(house.county, code_county(k->of.place))))
        TRY(houses_shown(w, k->noun, k->of, k->o.household, &takes_part));
    return takes_part ? OK : fail_at(c, "household", "oversight.house.wrong", STR_NONE, STR_NONE);
}

/* Who has urged a matter on waits for that answer, and one account does not fill what a county has.
 * What is urged on says so on every card (oversight_urged_in), so no more stand in a county than one question reads. */
static Err urges_check(Db *w, const Asking *k)
{
    const Oversight *o = &k->o;
    Ctx             *c = db_ctx(w);
    i64              there;
    TRY(db_int(w, QUERY(oversight_urges_of, .county = ARG(k->of.county), .noun = ARG(k->noun), .of = ARG(k->of.id),
                        .account = ARG(o->account), .account_county = ARG(o->account_county)), &there));
    if (there > 0)
        return fail(c, ERR_CONFLICT, "oversight.urged_already", "an urge of the same office that stands");
    TRY(db_int(w, QUERY(oversight_urges_lately, .county = ARG(k->of.county), .account = ARG(o->account),
                        .account_county = ARG(o->account_county), .since = ARG(c->now - DAY)), &there));
    if (there >= OVERSIGHT_URGES_A_DAY)
        return fail(c, ERR_LIMIT, "oversight.urges_a_day", "%lld urges in a day", (long long)there);
    TRY(db_int(w, Q_OVERSIGHT_URGES, ARGS(k->of.county, k->noun), &there));
    return there < OVERSIGHT_URGES_MOST ? OK : fail(db_ctx(w), ERR_TOO_LARGE, "oversight.urges", "as many urges as a county has");
}

static Err row_put(Db *w, Asking *k)
{
    Oversight *o = &k->o;
    i64        there;
    TRY(db_int(w, Q_OVERSIGHT_OF_COUNT, ARGS(k->of.county, k->noun, k->of.id), &there));
    if (there >= LINKS_MOST)
        return fail(db_ctx(w), ERR_TOO_LARGE, "oversight.many", "more than %d of one matter", LINKS_MOST);
    if (o->kind == OVERSIGHT_URGE)
        TRY(urges_check(w, k));
    TRY(db_exec(w, QUERY(oversight_add, KEY(o->ref), .place = ARG(o->ref.place), .at_place = ARG(o->at), .named_place = ARG(o->named),
                         .state = ARG(o->state), .kind = ARG(o->kind), .of_noun = ARG(k->noun), .of_id = ARG(k->of.id),
                         .account = ARG(o->account), .account_county = ARG(o->account_county), .office = ARG(o->office),
                         .household = ARG(o->household), .found = ARG(o->found), .words = ARG(o->words), .due = ARG(o->due),
                         .at = ARG(o->asked_at))));
    TRY(link_put(w, "oversight", o->ref, LINK_PART_OF, k->noun, k->of));
    count(w, o, 1);
    return o->state == OVERSIGHT_OPEN ? job_follow(w, o) : OK;
}

/* What a house said stands in the log apart from what everybody reads there. */
static void words_put(Change *ch, const Oversight *o)
{
    if (o->kind != OVERSIGHT_CALL)
        return;
    ch->no_words = true;
    if (ch->words.n != 0)
        change_part(ch, (EventPart)PART_TEXT("said", ch->words));
}

static Err event_put(Db *w, const Asking *k)
{
    const Oversight *o = &k->o;
    Change           ch = { .life = &oversight_life, .by = k->by, .event = asked_events[o->kind], .words = o->words };
    if (o->state == OVERSIGHT_OPEN) {
        change_part(&ch, (EventPart)PART("due", o->due));
        ch.tell = TELL_ABOVE | TELL_VOICES;
    }
    if (o->kind == OVERSIGHT_CALL)
        change_part(&ch, (EventPart)PART_TEXT("found", str_from(found_names[o->found])));
    words_put(&ch, o);
    TRY(change_event(w, &ch, o, db_id(w)));
    return ch.tell ? tell(w, &ch, NULL, o) : OK;
}

static Err ask_body(Db *w, void *arg)
{
    Asking             *k = arg;
    const OversightNew *n = k->n;
    Ctx                *c = db_ctx(w);
    TRY(watched_read(w, str_from(k->noun), k->of, &k->v));
    TRY(may_check(w, str_from(k->noun), k->of, &k->v));
    TRY(state_check(c, n, &k->v));
    k->o = (Oversight){ .ref = { k->of.county, k->id, k->of.place }, .kind = (OversightKind)n->kind, .at = k->v.at, .of = k->of,
                        .of_noun = str_from(k->noun), .named = k->v.named.n ? k->v.named : STR(""), .account = c->actor->account,
                        .account_county = code_county(access_place(c->actor, VERB_SUPERVISE)), .office = k->by.title.n ? k->by.title : STR(""),
                        .found = (OversightFound)n->found, .words = n->words.n ? n->words : STR(""), .rounds = 1,
                        .state = is_settled_at_once(n) ? OVERSIGHT_SETTLED : OVERSIGHT_OPEN, .asked_at = c->now, .changed_at = c->now,
                        .version = 1, .due = n->due != 0 ? date_start(n->due) + DAY : c->now };
    TRY(house_pick(w, k));
    TRY(title_read(c, &k->o));
    if (n->due == 0 && k->o.state == OVERSIGHT_OPEN)
        TRY(due_by_rule(w, k->of.place, &k->o.due));
    TRY(row_put(w, k));
    return event_put(w, k);
}

Err oversight_ask(Ctx *c, const char *noun, Ref of, const OversightNew *n, Ref *ret_oversight)
{
    Asking    k = { .noun = noun, .of = of, .n = n, .id = id_new(c->now) };
    i64       made;
    const Str parts[] = { ref_name(c->arena, of), str_from(kind_names[n->kind]), n->words, str_number(c->arena, n->due),
                          str_number(c->arena, n->found), str_number(c->arena, n->household.id) };
    TRY(matter_visible(c, str_from(noun), of));
    TRY(access_check(c, VERB_SUPERVISE, of.place));
    TRY(check_new(c, n));
    TRY(by_actor(c, &k.by));
    const Once once = { of.county, "oversight.ask", n->once, once_payload(parts, COUNTOF(parts)) };
    TRY(once_write(c, &once, k.id, ask_body, &k, &made));
    *ret_oversight = (Ref){ of.county, made, of.place };
    return OK;
}

/* ---- answered, settled, asked again, dropped ---- */

static Err answer_rule(Db *w, Change *ch, void *row)
{
    Oversight *o = row;
    TRY(change_move(w, ch, o, OVERSIGHT_ANSWERED));
    words_put(ch, o);
    o->answer = ch->words;
    o->answered_at = db_ctx(w)->now;
    o->is_late = false;
    return OK;
}

static Err settle_rule(Db *w, Change *ch, void *row)
{
    return change_move(w, ch, row, OVERSIGHT_SETTLED);
}

/* The desk is the one where the matter lies by now. */
static Err again_rule(Db *w, Change *ch, void *row)
{
    Oversight *o = row;
    Watched    v;
    TRY(change_move(w, ch, o, OVERSIGHT_OPEN));
    words_put(ch, o);
    TRY(watched_read(w, o->of_noun, o->of, &v));
    o->at = v.at.n ? v.at : o->at;
    o->again = ch->words;
    o->rounds++;
    TRY(due_by_rule(w, o->ref.place, &o->due));
    change_part(ch, (EventPart)PART("due", o->due));
    return OK;
}

static Err drop_rule(Db *w, Change *ch, void *row)
{
    Oversight *o = row;
    TRY(change_move(w, ch, o, OVERSIGHT_DROPPED));
    words_put(ch, o);
    o->is_late = false;
    return OK;
}

Err oversight_late_rule(Db *w, Change *ch, void *row)
{
    Oversight *o = row;
    if (o->state != OVERSIGHT_OPEN || o->is_late || o->due > db_ctx(w)->now)
        return OK;
    change_note(ch, "oversight.late", TELL_AUTHOR | TELL_ABOVE);
    change_part(ch, (EventPart)PART("due", o->due));
    o->is_late = true;
    return OK;
}

static Err act(Ctx *c, Ref oversight, i64 version, ChangeRule *rule, Str words)
{
    TRY(matter_visible(c, STR("oversight"), oversight));
    return change(c, &(Change){ .life = &oversight_life, .ref = oversight, .version = version, .rule = { rule }, .words = words });
}

Err oversight_answer(Ctx *c, Ref oversight, i64 version, Str text)
{
    TRY(field_check_given(c, &OVERSIGHT_ANSWER, text));
    return act(c, oversight, version, answer_rule, text);
}

Err oversight_settle(Ctx *c, Ref oversight, i64 version)
{
    return act(c, oversight, version, settle_rule, STR_NONE);
}

Err oversight_ask_again(Ctx *c, Ref oversight, i64 version, Str why)
{
    TRY(field_check_given(c, &OVERSIGHT_AGAIN, why));
    return act(c, oversight, version, again_rule, why);
}

Err oversight_drop(Ctx *c, Ref oversight, i64 version, Str why)
{
    TRY(field_check_given(c, &OVERSIGHT_WHY, why));
    return act(c, oversight, version, drop_rule, why);
}

Err oversight_follow(Db *w, const char *noun, Ref of, Code desk)
{
    return db_exec(w, Q_OVERSIGHT_FOLLOW, ARGS(of.county, noun, of.id, desk));
}

Err oversight_get(Ctx *c, Ref ref, Oversight *ret)
{
    TRY(matter_visible(c, STR("oversight"), ref));
    TRY(life_read(db_read(c), &oversight_life, ref, ret));
    TRY(life_ways(c, &oversight_life, ret, &ret->ways));
    return oversight_fill(c, ret, 0);
}
