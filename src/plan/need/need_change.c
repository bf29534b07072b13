/* need_change: what the life of a need says of every change (need_life): who may take a step and what it asks for, how the row is
 * stored, what follows from it (figures, group, jobs), and whom it tells. */
#include "matter/oversight.h"
#include "matter/tell.h"
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "record/job.h"
#include "record/rule.h"
#include "record/workcal.h"

/* ---- checks that rules ask for ---- */

Err need_desk_check(Db *w, const NeedRow *r, Verb v)
{
    Ctx *c = db_ctx(w);
    bool may = access_may(c->actor, v, r->n.at);
    if (r->n.kind == NEED_COMPLAINT)
        may = may && access_may_above(c->actor, VERB_COMPLAINT, r->target_place);
    return may ? OK : fail(c, ERR_DENIED, "need.not_your_desk", "%s not held at the desk", verb_name(v));
}

/* BY_VOICE is the judging rule's own question, which has just read the voice; no office comes past it by a rule of its own. */
static Err standing(Db *w, const void *row, const Move *m)
{
    Ctx           *c = db_ctx(w);
    const NeedRow *r = row;
    if (m->who & BY_VERB)
        return need_desk_check(w, r, m->verb);
    if (m->who & BY_AUTHOR && !need_is_of(c->actor, r))
        return fail(c, ERR_DENIED, "need.not_yours", "%s by another house", m->event);
    if (m->who == BY_VOICE && actor_house(c->actor).id == 0 && c->actor->channel != CHANNEL_CLOCK)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "%s by an office", m->event);
    return OK;
}

static Err asks(Db *w, const void *row, const Move *m)
{
    Ctx           *c = db_ctx(w);
    const NeedRow *r = row;
    if (m->asks & ASKS_OWNER && r->n.owner == 0)
        return fail_at(c, "owner", "need.owner.missing", STR_NONE, STR_NONE);
    if (m->asks & ASKS_BIG && r->n.size != NEED_BIG)
        return fail_at(c, "size", "need.size.not_big", STR_NONE, STR_NONE);
    if (m->asks & ASKS_DOOR && r->n.door == DOOR_NONE)
        return fail_at(c, "door", "need.door.missing", STR_NONE, STR_NONE);
    if (m->asks & ASKS_ALONE && r->n.voices > 1)
        return fail(c, ERR_CONFLICT, "need.others_voiced", "others have voiced it");
    if (m->asks & ASKS_FIRST && r->is_objected)
        return fail(c, ERR_CONFLICT, "need.objected_already", "objected once already");
    return OK;
}

/* ---- time ---- */

static const char *days_rule(Code desk)
{
    switch (code_level(desk)) {
    case LEVEL_CITY:
        return "need.city.workdays";
    case LEVEL_COUNTY:
        return "need.county.workdays";
    case LEVEL_TOWN:
        return "need.town.workdays";
    case LEVEL_VILLAGE:
        return "need.small.village.workdays";
    default:
        return "need.small.group.workdays";
    }
}

Err need_due(Db *w, const NeedRow *r, Code desk, i64 from, i64 *ret_due)
{
    i64 now = db_ctx(w)->now, days, soonest;
    TRY(rule_value(w, days_rule(desk), desk, date_of(now), &days));
    TRY(workcal_due(w, from, (int)days, ret_due));
    TRY(workcal_due(w, now, 1, &soonest));
    if (*ret_due < soonest)
        *ret_due = soonest;
    return OK;
}

bool need_rise(NeedRow *r)
{
    if (code_level(r->n.at) <= LEVEL_COUNTY)
        return false;
    r->n.at = code_parent(r->n.at);
    r->n.received_at = 0;
    return true;
}

void need_desks_put(Change *ch, Code from, Code to)
{
    i64 a = 0, b = 0;
    (void)(str_int(from, &a) && str_int(to, &b)); /* codes of the need's own place, which its event holds to digits */
    change_part(ch, (EventPart)PART("desk_from", a));
    change_part(ch, (EventPart)PART("desk_to", b));
}

Err need_jobs_put(Db *w, const NeedRow *r)
{
    const Need *n = &r->n;
    i64         days;
    if (need_is_open(n->state) && n->lead == 0 && n->due > db_ctx(w)->now) /* whom another leads waits for that one */
        TRY(job_put(w, "need.overdue", n->ref, n->version, n->due));
    else
        TRY(job_drop(w, "need.overdue", n->ref));
    if (n->version == 1)
        return OK; /* a new one has none to drop */
    if (n->state != NEED_SOLVED)
        return job_drop(w, "need.silence", n->ref);
    TRY(rule_value(w, "need.silence.days", n->ref.place, date_of(n->solved_at), &days));
    return job_put(w, "need.silence", n->ref, n->round, n->solved_at + days * DAY);
}

/* ---- who leads a group ---- */

/* A clock that begins to run again: by its own day, or by the end of the next working day where that went by meanwhile. */
static Err clock_back(Db *w, NeedRow *r)
{
    i64 now = db_ctx(w)->now;
    if (!need_is_open(r->n.state) || r->n.due > now)
        return OK;
    TRY(workcal_due(w, now, 1, &r->n.due));
    return db_exec(w, Q_NEED_CLOCK_BACK, ARGS(REF(r->n.ref), r->n.due));
}

/* One of a group goes on under another lead, or leads: what it adds to lists, desks and figures, and whether its clock runs.
 * The row itself is the caller's to store. */
Err need_member_put(Db *w, const NeedRow *was, i64 lead)
{
    NeedRow r = *was;
    r.n.lead = lead;
    life_count(w, &need_life, was, &r);
    if (was->n.lead != 0 && lead == 0)
        TRY(clock_back(w, &r));
    return need_jobs_put(w, &r);
}

/* Grouping gives nobody time: what leads has no later day than any that stops running its own. */
static Err clock_earliest(Db *w, const Rows *members)
{
    NeedRow lead = need_row_of(members->row[0]);
    i64     due = lead.n.due, now = db_ctx(w)->now;
    for (size_t i = 1; i < members->n; i++) {
        NeedRow r = need_row_of(members->row[i]);
        if (need_is_open(r.n.state) && r.n.lead == 0 && r.n.due < due) /* it ran until now */
            due = r.n.due;
    }
    if (!need_is_open(lead.n.state) || due == lead.n.due)
        return OK;
    lead.n.lead = 0;
    lead.n.due = due > now ? due : now + 1; /* at once, by the clock */
    TRY(db_exec(w, Q_NEED_CLOCK_BACK, ARGS(REF(lead.n.ref), lead.n.due)));
    return need_jobs_put(w, &lead);
}

Err need_lead_put(Db *w, Code county, i64 group, const Rows *members)
{
    i64 lead = row_int(members->row[0], C_NEED_ROW_ID);
    for (size_t i = 0; i < members->n; i++) {
        NeedRow r = need_row_of(members->row[i]);
        i64     by = i == 0 ? 0 : lead;
        if (r.n.lead != by)
            TRY(need_member_put(w, &r, by));
    }
    TRY(clock_earliest(w, members));
    TRY(db_exec(w, Q_NEED_GROUP_COUNT, ARGS(county, group, lead)));
    return db_exec(w, Q_NEED_GROUP_SHARE, ARGS(county, group, lead));
}

Err need_group_lead(Db *w, Code county, i64 group)
{
    Rows members;
    TRY(db_hold(w, Q_NEED_GROUP_HOLD, ARGS(county, group)));
    TRY(db_many(w, Q_NEED_GROUP_ROWS, ARGS(county, group), &members));
    return need_lead_put(w, county, group, &members);
}

/* ---- storing ---- */

/* A complaint is not looked for. */
static Str terms(Arena *a, const void *row)
{
    const Need *n = row;
    const Str   parts[] = { n->title, n->body };
    return n->kind == NEED_COMPLAINT ? STR_NONE : str_join(a, parts, 2, STR(" "));
}

static void row_of(Row r, void *ret_row)
{
    *(NeedRow *)ret_row = need_row_of(r);
}

static bool may_see(const Actor *a, const void *row)
{
    return need_may_see(a, row);
}

static Err store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const NeedRow *r = row;
    const Need    *before = &((const NeedRow *)was)->n, *n = &r->n;
    return db_change(w, QUERY(need_store, KEY(n->ref), .version = ARG(before->version), .from = ARG(before->state),
                              .state = ARG(n->state), .at_place = ARG(n->at), .category = ARG(n->category),
                              .size = ARG(n->size), .closing = ARG(need_closing_kept(n->closing)), .closed_helped = ARG(n->closed_helped), .door = ARG(n->door), .title = ARG(n->title),
                              .body = ARG(n->body), .hide_author = ARG(n->hide_author), .worded_at = ARG(n->worded_at), .changed_at = ARG(n->changed_at),
                              .taken_at = ARG(n->taken_at), .first_due = ARG(n->first_due), .due = ARG(n->due),
                              .received_at = ARG(n->received_at), .up_due = ARG(r->up_due), .up_at = ARG(r->up_at),
                              .solved_at = ARG(n->solved_at), .closed_at = ARG(n->closed_at), .told_at = ARG(r->told_at),
                              .owner = ARG(n->owner), .owner_title = ARG(n->owner_title), .is_overdue = ARG(n->is_overdue),
                              .is_extended = ARG(n->is_extended), .is_urgent = ARG(n->is_urgent),
                              .is_stale = ARG(n->is_stale), .is_objected = ARG(r->is_objected), .round = ARG(n->round),
                              .reopened = ARG(n->reopened), .returned = ARG(n->returned),
                              .onward_county = ARG(n->onward.county), .onward_id = ARG(n->onward.id)), ret_rows);
}

static Err stored(Db *w, const void *was, const void *row)
{
    const NeedRow *before = was, *r = row;
    bool           was_open = need_is_open(before->n.state), is_open = need_is_open(r->n.state);
    TRY(need_jobs_put(w, r));
    if (!str_eq(before->n.at, r->n.at))
        TRY(oversight_follow(w, "need", r->n.ref, r->n.at));
    if (r->n.group == 0 || was_open == is_open || (was_open && r->n.lead != 0))
        return OK;
    return need_group_lead(w, r->n.ref.county, r->n.group);
}

/* What lies at the city belongs to the city's log; a complaint to that of the lowest place that may read it: a line more in the
 * village's, beside nothing new on its lists, would say that somebody complained, and when. */
Ref need_subject(const NeedRow *r)
{
    Ref subject = r->n.ref;
    subject.place = access_known_from(r->n.ref.place, r->target_place);
    if (code_level(subject.county) < LEVEL_COUNTY)
        subject.place = subject.county;
    return subject;
}

static Ref subject(const void *row)
{
    return need_subject(row);
}

/* ---- a helper who dealt with it ---- */

static Err group_not_dealt(Db *w, Code county, i64 group)
{
    const Actor *a = db_ctx(w)->actor;
    i64          steps = 0;
    if (group != 0)
        TRY(db_int(w, QUERY(need_group_dealt, .county = ARG(county), .grp = ARG(group), .account = ARG(a->account), .person = ARG(a->tied),
                            .person_county = ARG(a->tied_county.n ? a->tied_county : STR("")), .helping = ARG(CHANNEL_HELPER)), &steps));
    return steps == 0 ? OK : fail(db_ctx(w), ERR_DENIED, "help.dealt", "acting for a house where one dealt with its like");
}

Err need_not_dealt(Db *w, const void *row)
{
    const NeedRow *r = row;
    const Ref      elsewhere[] = { r->n.before, r->n.onward };
    TRY(group_not_dealt(w, r->n.ref.county, r->n.group));
    for (size_t i = 0; i < COUNTOF(elsewhere); i++) {
        NeedRow other;
        if (elsewhere[i].id == 0)
            continue;
        TRY(need_row(w, elsewhere[i], &other));
        TRY(event_not_dealt(w, need_subject(&other)));
        TRY(group_not_dealt(w, other.n.ref.county, other.n.group));
    }
    return OK;
}

/* ---- telling ---- */

static Tell tell_of(const NeedRow *r, const char *event, Str words)
{
    return (Tell){ .noun = "need", .ref = r->n.ref, .home = need_home(&r->n), .event = event, .title = r->n.title, .words = words };
}

/* Of a complaint a message says that there is something to read, no more: a house's messages are open to every card of it. */
static Tell tell_of_house(const NeedRow *r, const char *event, Str words)
{
    if (r->n.kind != NEED_COMPLAINT)
        return tell_of(r, event, words);
    Tell t = tell_of(r, "complaint.moved", STR_NONE);
    t.title = STR_NONE;
    return t;
}

Err need_parties(Db *db, Ref need, i64 after, i64 most, Rows *ret_houses)
{
    return houses_next(db, "need", need, after, most, ret_houses);
}

Err need_tell_voices(Db *w, const NeedRow *r, const char *event, Str words, i64 once)
{
    Tell t = tell_of_house(r, event, words);
    t.once = once;
    return tell_parties(w, &t);
}

Err need_tell_desk(Db *w, const NeedRow *r, const char *event, Code desk)
{
    Tell t = tell_of(r, event, STR_NONE);
    return tell_desk(w, &t, desk, VERB_ANSWER, may_see, r);
}

/* One level above where it lay; of a big one that waited too long, the town. */
static Code desk_above(const Ctx *c, const NeedRow *was)
{
    bool waited = was->n.state == NEED_POOLED && c->actor->channel == CHANNEL_CLOCK && code_level(was->n.at) > LEVEL_TOWN;
    return waited ? code_at(was->n.at, LEVEL_TOWN) : code_parent(was->n.at);
}

static Err tell(Db *w, const Change *ch, const void *was, const void *row)
{
    const NeedRow *r = row;
    Str            words = ch->no_words ? STR_NONE : ch->words;
    if (ch->tell & TELL_ABOVE)
        TRY(need_tell_desk(w, r, ch->event, desk_above(db_ctx(w), was)));
    if (ch->tell & TELL_VOICES)
        return need_tell_voices(w, r, ch->event, words, ch->told);
    if (!(ch->tell & TELL_AUTHOR))
        return OK;
    Tell t = tell_of_house(r, ch->event, words);
    t.once = ch->told;
    return tell_house(w, &t, r->n.household.id);
}

const Life need_life = {
    .noun = "need", .trail = Q_NEED_TRAIL, .row_size = sizeof(NeedRow), .states = need_states, .moves = need_moves, .n_moves = NEED_MOVES,
    .get = Q_NEED_GET, .hold = Q_NEED_HOLD, .each = Q_NEED_EACH, .all = Q_NEED_COUNT, .of = row_of, .count = need_count, .sound = need_sound,
    .terms = terms, .terms_job = "need.terms", .may_see = may_see, .standing = standing, .asks = asks, .store = store, .stored = stored,
    .subject = subject, .not_dealt = need_not_dealt, .tell = tell,
};

Err need_open_held(Db *w, Ref need)
{
    NeedRow r;
    TRY(life_held(w, &need_life, need, &r));
    return need_is_open(r.n.state) ? OK : fail(db_ctx(w), ERR_CONFLICT, "need.not_open", "in state %d", r.n.state);
}
