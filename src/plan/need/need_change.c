/* need_change: how a need changes. One body for every act: read, let the rules edit, store, count, tell, log. What a
 * rule may assume: the row is the newest, the actor may know of it, and its step is undone as a whole if it fails. */
#include "plan/need/need_inside.h"
#include "record/inbox.h"
#include "record/job.h"
#include "record/once.h"
#include "record/rule.h"
#include "record/search.h"
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

/* The state may be left by this step; does the actor have the standing for it? BY_VOICE is the judging rule's own
 * question, which has just read the voice. */
static Err move_check(Db *w, const NeedChange *ch, const NeedRow *r, const NeedMove *m)
{
    Ctx *c = db_ctx(w);
    if (m->who == BY_VERB)
        TRY(need_desk_check(w, r, m->verb));
    if (m->who == BY_AUTHOR && !need_is_of(c->actor, r))
        return fail(c, ERR_DENIED, "need.not_yours", "%s by another house", m->event);
    if (m->needs & NEEDS_WHY && str_is_empty(ch->words))
        return fail_at(c, "why", "need.why.missing", STR_NONE, STR_NONE);
    if (m->needs & NEEDS_OWNER && r->n.owner == 0)
        return fail_at(c, "owner", "need.owner.missing", STR_NONE, STR_NONE);
    if (m->needs & NEEDS_BIG && r->n.size != NEED_BIG)
        return fail_at(c, "size", "need.size.not_big", STR_NONE, STR_NONE);
    if (m->needs & NEEDS_DOOR && r->n.door == DOOR_NONE)
        return fail_at(c, "door", "need.door.missing", STR_NONE, STR_NONE);
    if (m->needs & NEEDS_ALONE && r->n.voices > 1)
        return fail(c, ERR_CONFLICT, "need.others_voiced", "others have voiced it");
    if (m->needs & NEEDS_FIRST && r->is_objected)
        return fail(c, ERR_CONFLICT, "need.objected_already", "objected once already");
    return OK;
}

Err need_move_to(Db *w, NeedChange *ch, NeedRow *r, NeedState to)
{
    Ctx            *c = db_ctx(w);
    const NeedMove *m = need_move_find(r->n.state, to);
    if (m == NULL)
        return fail(c, ERR_CONFLICT, "need.no_such_step", "no step from %s to %s", need_state_name(r->n.state),
                    need_state_name(to));
    TRY(move_check(w, ch, r, m));
    ch->parts[ch->n_parts++] = (EventPart)PART("from", r->n.state);
    ch->parts[ch->n_parts++] = (EventPart)PART("to", to);
    ch->event = m->event;
    ch->tell = m->tell;
    r->n.state = to;
    r->n.changed_at = c->now;
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

void need_desks_put(NeedChange *ch, Code from, Code to)
{
    i64 a = 0, b = 0;
    (void)(str_int(from, &a) && str_int(to, &b)); /* codes of the need's own place, which its event holds to digits */
    ch->parts[ch->n_parts++] = (EventPart)PART("desk_from", a);
    ch->parts[ch->n_parts++] = (EventPart)PART("desk_to", b);
}

Err need_jobs_put(Db *w, const NeedRow *r)
{
    const Need *n = &r->n;
    i64         days;
    if (need_is_open(n->state) && n->due > db_ctx(w)->now)
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

/* ---- storing ---- */

Str need_terms(Arena *a, const NeedRow *r)
{
    const Str parts[] = { r->n.title, r->n.body };
    return r->n.kind == NEED_COMPLAINT ? STR_NONE : str_join(a, parts, 2, STR(" "));
}

Err need_terms_put(Db *w, const NeedRow *r)
{
    Str text = need_terms(db_ctx(w)->arena, r);
    return text.n ? search_put(w, "need", r->n.ref, text) : OK;
}

Err need_search_put(Db *w, const NeedRow *r, bool is_first)
{
    enum { AT_ONCE = 100 };
    NeedRow head = *r;
    head.n.body = utf8_cut(r->n.body, AT_ONCE);
    Str text = need_terms(db_ctx(w)->arena, &head);
    if (text.n == 0)
        return OK;
    TRY(is_first ? search_put_first(w, "need", r->n.ref, text) : search_put(w, "need", r->n.ref, text));
    if (head.n.body.n == r->n.body.n)
        return OK;
    return job_put(w, "need.terms", r->n.ref, 0, db_ctx(w)->now);
}

/* More values than ARGS() takes; in the order of need_store in need.sql. */
static Err store_row(Db *w, const NeedRow *was, const NeedRow *r, i64 *ret_rows)
{
    const Need *n = &r->n;
    const Value v[] = {
        ARG(n->ref.county), ARG(n->ref.id), ARG(was->n.version), ARG(was->n.state),       /* $1  where */
        ARG(n->state), ARG(n->at), ARG(n->category), ARG(n->size), ARG(n->closing),       /* $5  */
        ARG(n->door), ARG(n->title), ARG(n->body), ARG(n->hide_author),                   /* $10 */
        ARG(n->changed_at), ARG(n->taken_at), ARG(n->first_due), ARG(n->due),             /* $14 */
        ARG(n->received_at), ARG(r->up_due), ARG(r->up_at), ARG(n->solved_at),            /* $18 */
        ARG(n->closed_at), ARG(r->told_at), ARG(n->owner), ARG(n->owner_title),           /* $22 */
        ARG(n->is_overdue), ARG(n->is_extended), ARG(n->is_urgent), ARG(n->is_stale),     /* $26 */
        ARG(r->is_objected), ARG(n->round), ARG(n->reopened), ARG(n->returned),           /* $30 */
        ARG(n->onward.county), ARG(n->onward.id),                                         /* $34 */
    };
    return db_change(w, Q_NEED_STORE, (Args){ v, COUNTOF(v) }, ret_rows);
}

static Err too_late(Ctx *c, const NeedRow *r)
{
    return fail(c, ERR_CONFLICT, "need.moved_on", "somebody else was quicker: version %lld", (long long)r->n.version);
}

Err need_store(Db *w, const NeedRow *was, NeedRow *r)
{
    i64 rows;
    TRY(store_row(w, was, r, &rows));
    if (rows == 0)
        return too_late(db_ctx(w), was);
    r->n.version = was->n.version + 1;
    need_count(w, was, r);
    if (r->n.group != 0 && need_is_open(was->n.state) != need_is_open(r->n.state))
        TRY(need_group_settle(w, r->n.ref.county, r->n.group));
    return need_jobs_put(w, r);
}

/* What lies at the city belongs to the city's log. */
Ref need_subject(const Need *n)
{
    Ref subject = n->ref;
    if (code_level(subject.county) < LEVEL_COUNTY)
        subject.place = subject.county;
    return subject;
}

Err need_event(Db *w, const NeedChange *ch, const NeedRow *r, i64 event_id)
{
    EventNew e = { .id = event_id, .kind = ch->event, .subject = need_subject(&r->n) };
    for (size_t i = 0; i < ch->n_parts; i++)
        e.parts[e.n_parts++] = ch->parts[i];
    if (!str_is_empty(ch->words) && !ch->no_words)
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("text", ch->words);
    if (!str_is_empty(ch->title))
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("title", ch->title);
    return event_append(w, &e);
}

/* ---- telling ---- */

static Err tell_house(Db *w, const NeedRow *r, const char *key, i64 household, Str words)
{
    const InboxLine line = { .id = id_new(db_ctx(w)->now), .county = need_home(&r->n), .household = household,
                             .key = key, .a = r->n.title, .b = words, .subject = r->n.ref, .noun = "need" };
    return inbox_tell(w, &line);
}

/* The message's key is the event's name under "inbox.". */
static const char *inbox_key(Db *w, const char *event)
{
    return str_cstr(db_ctx(w)->arena, arena_printf(db_ctx(w)->arena, "inbox.%s", event));
}

/* Every house that voiced it, once; not the one that acts, which knows. */
Err need_tell_voices(Db *w, const NeedRow *r, const char *event, Str words)
{
    const char *key = inbox_key(w, event);
    Rows        houses;
    i64         household = 0;
    do {
        TRY(db_many(w, Q_NEED_VOICE_HOUSES, ARGS(REF(r->n.ref), household), &houses));
        for (size_t i = 0; i < houses.n; i++) {
            household = row_int(houses.row[i], C_NEED_VOICE_HOUSES_HOUSEHOLD);
            if (household != db_ctx(w)->actor->household)
                TRY(tell_house(w, r, key, household, words));
        }
    } while (houses.n);
    return OK;
}

Err need_tell_desk(Db *w, const NeedRow *r, const char *event, const NeedDesk *desk)
{
    const char *key =
        desk->n ? str_cstr(db_ctx(w)->arena, arena_printf(db_ctx(w)->arena, "inbox.desk.%s", event)) : NULL;
    for (int i = 0; i < desk->n; i++) {
        const InboxLine line = { .id = id_new(db_ctx(w)->now), .county = desk->county[i], .account = desk->account[i],
                                 .key = key, .a = r->n.title, .subject = r->n.ref, .noun = "need" };
        TRY(inbox_tell(w, &line));
    }
    return OK;
}

Err need_may_deal(Ctx *c, const Account *a, const NeedRow *r, Code desk, bool *ret_may)
{
    Actor who;
    *ret_may = false;
    if (a->is_household || a->is_ended)
        return OK;
    TRY(account_actor(c, a->id, a->county, 0, &who));
    *ret_may = access_may(&who, VERB_ANSWER, desk) && need_may_see(&who, r);
    return OK;
}

Err need_desk_find(Ctx *c, const NeedRow *r, Code desk, NeedDesk *ret_desk)
{
    const Account *v;
    size_t         n;
    bool           may;
    *ret_desk = (NeedDesk){ 0 };
    TRY(account_list(c, desk, &v, &n));
    for (size_t i = 0; i < n && ret_desk->n < NEED_TOLD_MOST; i++) {
        TRY(need_may_deal(c, &v[i], r, desk, &may));
        if (!may)
            continue;
        ret_desk->county[ret_desk->n] = v[i].county;
        ret_desk->account[ret_desk->n++] = v[i].id;
    }
    return OK;
}

Err need_actor_title(Ctx *c, Str *ret_title)
{
    Account a;
    *ret_title = STR_NONE;
    if (!access_is_official(c->actor))
        return OK;
    TRY(account_get(c, code_county(c->actor->grants[0].place), c->actor->account, &a));
    *ret_title = a.title;
    return OK;
}

/* ---- the change as a whole ---- */

static Err tell(Db *w, const NeedChange *ch, const NeedRow *r)
{
    Str words = ch->no_words ? STR_NONE : ch->words;
    if (ch->tell_above)
        TRY(need_tell_desk(w, r, ch->event, &ch->above));
    if (ch->tell == TELL_VOICES)
        return need_tell_voices(w, r, ch->event, words);
    if (ch->tell == TELL_AUTHOR && r->n.household.id != db_ctx(w)->actor->household)
        return tell_house(w, r, inbox_key(w, ch->event), r->n.household.id, words);
    return OK;
}

/* A rule that sets no event found nothing to do (a retry, a step taken already). */
static Err change_once(Db *w, NeedChange *ch, size_t i)
{
    NeedRow was, row;
    TRY(need_row(w, ch->need, &was));
    if (!need_may_see(db_ctx(w)->actor, &was) && db_ctx(w)->actor->channel != CHANNEL_CLOCK)
        return fail(db_ctx(w), ERR_MISSING, NULL, "a complaint that is not for this actor");
    if (i == 0 && ch->version != 0 && ch->version != was.n.version)
        return too_late(db_ctx(w), &was);
    row = was;
    ch->event = NULL;
    ch->tell = TELL_NOBODY;
    ch->tell_above = ch->no_words = false;
    ch->n_parts = 0;
    TRY(ch->rule[i](w, ch, &row));
    if (ch->event == NULL)
        return OK;
    TRY(need_store(w, &was, &row));
    TRY(need_event(w, ch, &row, ch->event_id[i]));
    return tell(w, ch, &row);
}

static Err change_body(Db *w, void *arg)
{
    NeedChange *ch = arg;
    ch->now = ch->need;
    for (size_t i = 0; i < NEED_RULES && ch->rule[i] != NULL; i++)
        TRY(change_once(w, ch, i));
    return OK;
}

/* Where it goes next: one level up; a big one that waited too long all the way to the town. */
static Code next_desk(const Ctx *c, const NeedRow *r)
{
    bool waited = r->n.state == NEED_POOLED && c->actor->channel == CHANNEL_CLOCK && code_level(r->n.at) > LEVEL_TOWN;
    return waited ? code_at(r->n.at, LEVEL_TOWN) : code_parent(r->n.at);
}

Err need_change(Ctx *c, NeedChange *ch)
{
    NeedRow row;
    TRY(need_row(db_read(c), ch->need, &row));
    if (!ch->by_house)
        TRY(need_actor_title(c, &ch->title));
    TRY(need_desk_find(c, &row, next_desk(c, &row), &ch->above));
    for (size_t i = 0; i < NEED_RULES; i++)
        ch->event_id[i] = id_new(c->now);
    ch->new_id = id_new(c->now);
    ch->now = ch->need;
    const Once once = { ch->need.county, ch->once, ch->once_key, ch->once_payload };
    i64        made;
    return once_write(c, &once, ch->need.id, change_body, ch, &made);
}
