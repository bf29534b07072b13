/* poll: calling a vote, its life and who is there. Ballots: poll_cast.c; paper: poll_paper.c; the count: poll_count.c. See poll.h. */
#include <string.h>

#include "engine/tally/quorum_text.h"
#include "matter/poll_inside.h"
#include "matter/poll.sql.h"
#include "record/field.h"

enum { RULE_MOST = 1000 };

static const Field POLL_TITLE = { "title", FIELD_LINE, 2, 60, NULL, "poll.title" };
static const Field POLL_WORDS = { "options", FIELD_LINE, 1, 500, NULL, "poll.options" };

const char *const poll_state_names[] = { "draft", "open", "shut", "counted", "withdrawn", NULL };

static const Move poll_moves[] = {
    { POLL_DRAFT, POLL_OPEN, BY_VERB | BY_CAUSE, VERB_HOST, 0, TELL_NOBODY, "poll.opened" },
    { POLL_OPEN, POLL_SHUT, BY_VERB | BY_CAUSE, VERB_HOST, 0, TELL_NOBODY, "poll.shut" },
    { POLL_SHUT, POLL_COUNTED, BY_VERB | BY_CAUSE, VERB_HOST, 0, TELL_NOBODY, "poll.counted" },
    { POLL_DRAFT, POLL_WITHDRAWN, BY_VERB | BY_CAUSE, VERB_HOST, ASKS_WHY, TELL_NOBODY, "poll.withdrawn" },
    { POLL_OPEN, POLL_WITHDRAWN, BY_VERB | BY_CAUSE, VERB_HOST, ASKS_WHY, TELL_NOBODY, "poll.withdrawn" },
    { POLL_SHUT, POLL_WITHDRAWN, BY_VERB | BY_CAUSE, VERB_HOST, ASKS_WHY, TELL_NOBODY, "poll.withdrawn" },
};

/* ---- what follows from a body (settled.md 2) ---- */

static const struct BodyWays {
    LawfulBody body;
    unsigned   channels;
    bool       asks_presence;
} ways[] = {
    { LAWFUL_BODY_COURTYARD, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, false }, /* binds nobody */
    { LAWFUL_BODY_COUNCIL, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, false },
    { LAWFUL_BODY_GROUP, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_ASSEMBLY, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_REPRESENTATIVES, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_RESIDENTS, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_RESIDENT_REPRESENTATIVES, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_MEMBERS, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER | POLL_BY_PROXY, true }, /* and online: the rule says so */
    { LAWFUL_BODY_MEMBER_REPRESENTATIVES, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_COOP, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_COOP_REPRESENTATIVES, POLL_BY_PHONE | POLL_BY_SLIP | POLL_ON_PAPER, true },
    { LAWFUL_BODY_OWNERS, POLL_BY_SLIP | POLL_BY_LETTER | POLL_BY_PROXY, false }, /* discussed or in writing (物业条例 12) */
    { LAWFUL_BODY_VOTERS, POLL_ON_PAPER | POLL_BY_PROXY, false }, /* secret: a booth and a box (村 18(3)) */
    { LAWFUL_BODY_UNIT_VOTERS, POLL_ON_PAPER | POLL_BY_PROXY, false },
};

static const struct BodyWays *ways_of(LawfulBody body)
{
    static const struct BodyWays none = { 0 };
    for (size_t i = 0; i < COUNTOF(ways); i++)
        if (ways[i].body == body)
            return &ways[i];
    return &none; /* each holder for themselves, each village by its own: no vote of one roll */
}

void poll_from_row(const LawfulRow *row, PollNew *n)
{
    const struct BodyWays *w = ways_of(row->body);
    n->matter = row->matter;
    n->body = row->body;
    n->binding = row->binding;
    n->rule = row->rule;
    n->publicity_days = row->publicity_days;
    n->channels = w->channels;
    n->asks_presence = w->asks_presence;
}

static QuorumBasis heads_of(RollUnit unit)
{
    static const QuorumBasis basis[ROLL_UNITS] = { QUORUM_PERSON, QUORUM_HOUSEHOLD, QUORUM_MEMBER, QUORUM_OWNER, QUORUM_MEMBER };
    return basis[unit];
}

/* ---- reading ---- */

static Err poll_of(Ctx *c, Row r, Poll *p)
{
    *p = (Poll){ MATTER_OF(r, C_POLL_ROW) };
    p->noun = row_text(r, C_POLL_ROW_NOUN);
    p->noun_id = row_int(r, C_POLL_ROW_NOUN_ID);
    p->matter_kind = (LawfulMatter)row_int(r, C_POLL_ROW_MATTER);
    p->body = (LawfulBody)row_int(r, C_POLL_ROW_BODY);
    p->binding = (LawfulBinding)row_int(r, C_POLL_ROW_BINDING);
    p->publicity_days = (int)row_int(r, C_POLL_ROW_PUBLICITY_DAYS);
    p->rule = row_text(r, C_POLL_ROW_RULE);
    p->roll = (Ref){ p->ref.county, row_int(r, C_POLL_ROW_ROLL), p->ref.place };
    p->unit = (RollUnit)row_int(r, C_POLL_ROW_UNIT);
    p->channels = (unsigned)row_int(r, C_POLL_ROW_CHANNELS);
    p->asks_presence = row_bool(r, C_POLL_ROW_ASKS_PRESENCE);
    p->may_change = row_bool(r, C_POLL_ROW_MAY_CHANGE);
    p->opened_at = row_int(r, C_POLL_ROW_OPENED_AT);
    p->closes_at = row_int(r, C_POLL_ROW_CLOSES_AT);
    p->shut_at = row_int(r, C_POLL_ROW_SHUT_AT);
    p->turn = row_int(r, C_POLL_ROW_TURN);
    p->head = (MotionHead){ .heads = heads_of(p->unit), .method = (SlipKind)row_int(r, C_POLL_ROW_METHOD),
                            .options = (int)row_int(r, C_POLL_ROW_OPTIONS), .most = (int)row_int(r, C_POLL_ROW_MOST),
                            .seats = (int)row_int(r, C_POLL_ROW_SEATS), .finds = (MotionFinds)row_int(r, C_POLL_ROW_FINDS),
                            .money = row_int(r, C_POLL_ROW_MONEY) };
    if (!quorum_rule_parse(p->rule, &p->head.rule))
        return fail(c, ERR_DB, NULL, "a poll's rule cannot be read");
    return OK;
}

Err poll_get(Db *db, Ref poll, Poll *ret_poll)
{
    Row r;
    TRY(db_one(db, Q_POLL_GET, ARGS(REF(poll)), &r));
    return poll_of(db_ctx(db), r, ret_poll);
}

Err poll_options(Db *db, Ref poll, const PollOption **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db, Q_POLL_OPTION_LIST, ARGS(REF(poll)), &rows));
    PollOption *v = NEW_N(db_ctx(db)->arena, PollOption, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (PollOption){ row_text(rows.row[i], C_POLL_OPTION_LIST_WORDS), row_int(rows.row[i], C_POLL_OPTION_LIST_COST) };
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

Err poll_is_part(Db *db, Ref poll, PollPart part, Ref person, bool *ret_is)
{
    i64 n;
    TRY(db_int(db, QUERY(poll_party_is, KEY_AS(poll, poll), .part = ARG(part), .person_county = ARG(person.county),
                         .person = ARG(person.id)), &n));
    *ret_is = n > 0;
    return OK;
}

/* ---- its life ---- */

/* Not locked: a ballot that is cast at this moment has put the turn up and locked the row (poll_touch()), so that the storing below
 * comes after it, or it finds the poll as that left it. */
static Err poll_life_read(Db *w, Ref ref, void *ret_row)
{
    return poll_get(w, ref, ret_row);
}

Err poll_may_call(Db *w, const By *by, Code place)
{
    Ctx *c = db_ctx(w);
    bool may = by->cause != NULL || c->actor->channel == CHANNEL_CLOCK || access_may(c->actor, VERB_HOST, place);
    return may ? OK : fail(c, ERR_DENIED, NULL, "a poll by who may not call it");
}

static Err life_store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Poll *before = was, *p = row;
    return db_change(w, QUERY(poll_store, KEY(p->ref), .version = ARG(before->version), .was = ARG(before->state),
                              .state = ARG(p->state), .opened_at = ARG(p->opened_at), .shut_at = ARG(p->shut_at),
                              .changed_at = ARG(p->changed_at)),
                     ret_rows);
}

static Err life_stored(Db *w, const void *was, const void *row)
{
    const Poll *p = row;
    if (p->state == POLL_OPEN && p->closes_at > 0)
        return job_put(w, "poll.close", p->ref, 0, p->closes_at);
    TRY(job_drop(w, "poll.close", p->ref));
    return p->state == POLL_SHUT ? job_put(w, "poll.count", p->ref, 0, db_ctx(w)->now) : job_drop(w, "poll.count", p->ref);
}

const Life poll_life = { .noun = "poll", .row_size = sizeof(Poll), .states = poll_state_names, .moves = poll_moves,
                         .n_moves = COUNTOF(poll_moves), .trail = Q_POLL_TRAIL, .read = poll_life_read, .store = life_store,
                         .stored = life_stored };

Err poll_touch(Db *w, Ref poll, unsigned states, Poll *ret_poll)
{
    i64  rows;
    Ctx *c = db_ctx(w);
    TRY(db_change(w, Q_POLL_TOUCH, ARGS(REF(poll)), &rows)); /* the lock, too */
    TRY(poll_get(w, poll, ret_poll));
    bool is_late = ret_poll->state == POLL_OPEN && ret_poll->closes_at != 0 && ret_poll->closes_at <= c->now;
    if (states & 1u << ret_poll->state && (!is_late || states & 1u << POLL_SHUT))
        return OK;
    const char *key = is_late || ret_poll->state > POLL_OPEN ? "poll.closed"
                      : ret_poll->state == POLL_OPEN         ? "poll.open_already"
                                                             : "poll.not_open";
    return fail(c, ERR_CONFLICT, key, "a poll in state %d", ret_poll->state);
}

static Err open_rule(Db *w, Change *ch, void *row)
{
    Poll      *p = row;
    Ctx       *c = db_ctx(w);
    FrozenRoll roll;
    TRY(roll_get(w, p->roll, &roll));
    if (!roll.is_frozen)
        return fail(c, ERR_CONFLICT, "roll.filling", "a poll on a roll that is not frozen");
    if (p->closes_at != 0 && p->closes_at <= c->now)
        return fail(c, ERR_CONFLICT, "poll.late", "a poll that would close in the past");
    p->opened_at = c->now;
    change_part(ch, (EventPart)PART("members", roll.members));
    return change_move(w, ch, p, POLL_OPEN);
}

static Err shut_rule(Db *w, Change *ch, void *row)
{
    Poll *p = row;
    if (p->state == POLL_SHUT || p->state == POLL_COUNTED)
        return OK; /* a close that is asked for twice */
    p->shut_at = db_ctx(w)->now;
    return change_move(w, ch, p, POLL_SHUT);
}

static Err withdraw_rule(Db *w, Change *ch, void *row)
{
    return change_move(w, ch, row, POLL_WITHDRAWN);
}

static Err act_in(Db *w, By *by, Ref poll, ChangeRule *rule, Str words)
{
    return change_in(w, by, &(Change){ .life = &poll_life, .ref = poll, .rule = { rule }, .words = words });
}

Err poll_open_in(Db *w, By *by, Ref poll)
{
    return act_in(w, by, poll, open_rule, STR_NONE);
}

Err poll_shut_in(Db *w, By *by, Ref poll)
{
    return act_in(w, by, poll, shut_rule, STR_NONE);
}

Err poll_withdraw_in(Db *w, By *by, Ref poll, Str why)
{
    return act_in(w, by, poll, withdraw_rule, why);
}

/* Its time is over, whoever looks. Where it was withdrawn or shut by hand there is nothing to do. */
static Err close_rule(Db *w, Change *ch, void *row)
{
    const Poll *p = row;
    return p->state == POLL_OPEN && p->closes_at != 0 && p->closes_at <= db_ctx(w)->now ? shut_rule(w, ch, row) : OK;
}

Err poll_close_job(Ctx *c, Ref poll, i64 arg)
{
    return change(c, &(Change){ .life = &poll_life, .ref = poll, .rule = { close_rule } });
}

/* ---- drafting ---- */

typedef struct Draft {
    const PollNew *n;
    Ref            ref;
    FrozenRoll     roll;
    QuorumRule     rule;
    Str            rule_text;
    const By      *by;
} Draft;

static Err options_check(Ctx *c, const PollNew *n)
{
    if (n->n_options < 1 || n->n_options > SLIP_OPTIONS_MOST || (n->method == SLIP_MOTION && n->n_options != 1) ||
        n->most > (int)n->n_options || n->seats > (int)n->n_options || n->most < 0 || n->seats < 0 ||
        (n->method == SLIP_CHOICE && n->most > 1))
        return fail_at(c, "options", "poll.options.many", STR_NONE, STR_NONE);
    for (size_t i = 0; i < n->n_options; i++) {
        TRY(field_check_given(c, &POLL_WORDS, n->options[i].words));
        if ((n->method == SLIP_BUDGET) != (n->options[i].cost > 0) || n->options[i].cost > QUORUM_MOST)
            return fail_at(c, "cost", "poll.cost", STR_NONE, STR_NONE);
    }
    if ((n->method == SLIP_BUDGET) != (n->money > 0) || n->money > QUORUM_MOST || !motion_finds_fits(n->method, n->finds))
        return fail_at(c, "finds", "poll.finds", STR_NONE, STR_NONE);
    return OK;
}

/* Sheets hold heads, not areas, and no orders. */
static Err channels_check(Ctx *c, const PollNew *n, RollUnit unit)
{
    const struct BodyWays *w = ways_of(n->body);
    bool by_hand = n->channels & POLL_ON_PAPER && (unit == ROLL_UNIT_OWNER || n->finds != MOTION_COUNTS);
    if (n->channels == 0 || n->channels & ~w->channels || by_hand || (w->asks_presence && !n->asks_presence))
        return fail_at(c, "channels", "poll.channel", STR_NONE, STR_NONE);
    return OK;
}

/* The one way of the rule that counts what the roll is of. An order or a budget is only to be valid: a motion decides afterwards. */
static Err rule_freeze(Ctx *c, Draft *d)
{
    Buf b = buf_new(c->arena, 256, RULE_MOST);
    if (!quorum_rule_for(&d->n->rule, motion_bases(heads_of(d->roll.unit)), &d->rule))
        return fail_at(c, "unit", "poll.unit", STR_NONE, STR_NONE);
    if (d->n->finds != MOTION_COUNTS)
        memset(d->rule.way[0].passes, 0, sizeof d->rule.way[0].passes);
    quorum_rule_put(&b, &d->rule);
    BUG_ON(buf_is_over(&b)); /* one way has at most four conditions */
    d->rule_text = buf_text(&b);
    return OK;
}

static Err draft_add(Db *w, const Draft *d)
{
    const PollNew *n = d->n;
    Ctx *c = db_ctx(w);
    int  most = n->most ? n->most : n->method == SLIP_RANK || n->method == SLIP_BUDGET ? (int)n->n_options : 1;
    return db_exec(w, QUERY(poll_add, KEY(d->ref), .place = ARG(n->place), .noun = ARG(n->noun), .noun_id = ARG(n->noun_id),
                            .title = ARG(n->title), .matter = ARG(n->matter), .body = ARG(n->body),
                            .binding = ARG(n->binding), .publicity_days = ARG(n->publicity_days), .method = ARG(n->method),
                            .finds = ARG(n->finds), .options = ARG((i64)n->n_options), .most = ARG(most),
                            .seats = ARG(n->seats ? n->seats : 1), .money = ARG(n->money), .rule = ARG(d->rule_text),
                            .roll = ARG(n->roll.id), .unit = ARG(d->roll.unit), .channels = ARG((i64)n->channels),
                            .asks_presence = ARG(n->asks_presence), .may_change = ARG(n->may_change),
                            .closes_at = ARG(n->closes_at), .changed_at = ARG(c->now), .account = ARG(c->actor->account)));
}

static Err draft_body(Db *w, void *arg)
{
    const Draft   *d = arg;
    const PollNew *n = d->n;
    TRY(poll_may_call(w, d->by, n->place));
    TRY(draft_add(w, d));
    for (size_t i = 0; i < n->n_options; i++)
        TRY(db_exec(w, QUERY(poll_option_add, KEY_AS(poll, d->ref), .number = ARG((i64)i + 1),
                             .words = ARG(n->options[i].words), .cost = ARG(n->options[i].cost))));
    EventNew e = { .id = db_id(w), .kind = "poll.drafted", .subject = d->ref, .n_parts = 5,
                   .parts = { PART("body", n->body), PART("method", n->method), PART("unit", d->roll.unit),
                              PART_KEPT("title", n->title), PART_KEPT("rule", d->rule_text) } };
    return event_append(w, &e);
}

Err poll_draft_in(Db *w, By *by, const PollNew *n, Ref *ret_poll)
{
    Ctx  *c = db_ctx(w);
    Draft d = { .n = n, .ref = { code_county(n->place), db_id(w), n->place }, .by = by };
    TRY(field_check_given(c, &POLL_TITLE, n->title));
    TRY(roll_get(w, (Ref){ d.ref.county, n->roll.id, n->place }, &d.roll));
    TRY(options_check(c, n));
    TRY(channels_check(c, n, d.roll.unit));
    TRY(rule_freeze(c, &d));
    TRY(by_run(w, by, draft_body, &d));
    *ret_poll = d.ref;
    return OK;
}

/* ---- parties ---- */

typedef struct Party {
    Ref       poll, person;
    PollPart  part;
    const By *by;
} Party;

static Err party_body(Db *w, void *arg)
{
    const Party *p = arg;
    Ctx *c = db_ctx(w);
    Poll poll;
    bool is_other = false;
    TRY(poll_touch(w, p->poll, 1u << POLL_DRAFT | (p->part == POLL_TELLER ? 1u << POLL_OPEN : 0), &poll));
    TRY(poll_may_call(w, p->by, poll.ref.place));
    if (p->part != POLL_PROPOSER)
        TRY(poll_is_part(w, p->poll, p->part == POLL_TELLER ? POLL_CANDIDATE : POLL_TELLER, p->person, &is_other));
    if (is_other)
        return fail(c, ERR_CONFLICT, "poll.teller.candidate", "a candidate who counts");
    TRY(db_exec(w, QUERY(poll_party_add, KEY_AS(poll, p->poll), .part = ARG(p->part),
                         .person_county = ARG(p->person.county), .person = ARG(p->person.id))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "poll.party", .subject = poll.ref, .n_parts = 2,
                                        .parts = { PART("part", p->part), PART("person", p->person.id) } });
}

Err poll_part_in(Db *w, By *by, Ref poll, PollPart part, Ref person)
{
    if (person.id == 0)
        return fail_at(db_ctx(w), "person", "poll.person", STR_NONE, STR_NONE);
    return by_run(w, by, party_body, &(Party){ poll, person, part, by });
}

/* ---- who is there ---- */

typedef struct Attend {
    Ref       poll, unit;
    RollMark  mark; /* ROLL_UNMARKED: taken back */
    const By *by;
} Attend;

static Err attend_body(Db *w, void *arg)
{
    const Attend *a = arg;
    Poll p;
    bool is_paper = a->mark == ROLL_ON_PAPER;
    TRY(poll_touch(w, a->poll, is_paper ? 1u << POLL_OPEN : 1u << POLL_DRAFT | 1u << POLL_OPEN, &p));
    TRY(poll_may_call(w, a->by, p.ref.place));
    if (is_paper && !(p.channels & POLL_ON_PAPER))
        return fail(db_ctx(w), ERR_CONFLICT, "poll.channel", "paper where none is counted");
    if (a->mark == ROLL_UNMARKED)
        return roll_unmark_in(w, p.roll, p.ref.id, a->unit);
    TRY(roll_mark_in(w, p.roll, p.ref.id, a->unit, a->mark));
    if (!is_paper)
        return db_exec(w, Q_POLL_PROXY_LAPSE, ARGS(REF(p.ref), REF(a->unit)));
    return db_exec(w, Q_POLL_BALLOT_VOID, ARGS(REF(p.ref), REF(a->unit)));
}

Err poll_there_in(Db *w, By *by, Ref poll, Ref unit, bool is_there)
{
    return by_run(w, by, attend_body, &(Attend){ poll, unit, is_there ? ROLL_THERE : ROLL_UNMARKED, by });
}

Err poll_on_paper_in(Db *w, By *by, Ref poll, Ref unit)
{
    return by_run(w, by, attend_body, &(Attend){ poll, unit, ROLL_ON_PAPER, by });
}

Err poll_presence(Db *db, const Poll *p, RollMarks *ret_marks, QuorumFinding *ret_finding)
{
    const QuorumCond *cond = &p->head.rule.way[0].valid[0];
    FrozenRoll        roll;
    TRY(roll_get(db, p->roll, &roll));
    TRY(roll_marks(db, p->roll, p->ref.id, ret_marks));
    *ret_finding = (QuorumFinding){ .holds = true };
    if (cond->den == 0 || cond->part != QUORUM_PRESENT)
        return OK;
    bool is_area = cond->basis == QUORUM_AREA;
    i64  have = is_area ? ret_marks->there_weight + ret_marks->on_paper_weight : ret_marks->there + ret_marks->on_paper;
    *ret_finding = quorum_share(cond->test, cond->num, cond->den, have, is_area ? roll.weight : roll.members);
    ret_finding->cond = *cond;
    return OK;
}
