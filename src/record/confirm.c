/* confirm (会签): see confirm.h. */
#include "record/confirm.h"

#include <string.h>

#include "record/confirm.sql.h"

static const ConfirmKind *kind_of(Str name)
{
    for (size_t i = 0; i < noun_count(); i++)
        for (const ConfirmKind *k = noun_at(i)->confirms; k != NULL && k->name != NULL; k++)
            if (str_is(name, k->name))
                return k;
    return NULL;
}

/* ---- rows ---- */

static Verb verb_of(Str name)
{
    for (Verb v = 0; v < VERBS; v++)
        if (str_is(name, verb_name(v)))
            return v;
    return VERBS; /* of a newer program: held by nobody */
}

static ConfirmSlot slot_from(Row r, const Hash *version)
{
    bool has_said = !row_is_null(r, C_CONFIRM_SLOTS_VERSION);
    Hash h = has_said ? row_hash(r, C_CONFIRM_SLOTS_VERSION) : (Hash){ { 0 } };
    return (ConfirmSlot){
        .by = (ConfirmBy)row_int(r, C_CONFIRM_SLOTS_BY_WHAT), .verb = verb_of(row_text(r, C_CONFIRM_SLOTS_VERB)),
        .place = row_text(r, C_CONFIRM_SLOTS_PLACE),
        .who = { row_text(r, C_CONFIRM_SLOTS_WHO_COUNTY), row_int(r, C_CONFIRM_SLOTS_WHO), STR_NONE },
        .agreed = has_said && hash_eq(&h, version),
        .way = (ConfirmWay)row_int(r, C_CONFIRM_SLOTS_WAY), .at = row_int(r, C_CONFIRM_SLOTS_AT),
        .signer = { row_int(r, C_CONFIRM_SLOTS_ACCOUNT), row_text(r, C_CONFIRM_SLOTS_PERSON_COUNTY),
                    row_int(r, C_CONFIRM_SLOTS_PERSON), row_int(r, C_CONFIRM_SLOTS_HOUSE) },
    };
}

static Err get_in(Db *db, Ref ref, Confirm *ret)
{
    Row  r;
    Rows rows;
    TRY(db_one(db, Q_CONFIRM_ONE, ARGS(REF(ref)), &r));
    *ret = (Confirm){
        .ref = { ref.county, ref.id, row_text(r, C_CONFIRM_ONE_PLACE) }, .kind = row_text(r, C_CONFIRM_ONE_KIND),
        .subject = { row_text(r, C_CONFIRM_ONE_ABOUT_COUNTY), row_int(r, C_CONFIRM_ONE_ABOUT), row_text(r, C_CONFIRM_ONE_PLACE) },
        .version = row_hash(r, C_CONFIRM_ONE_VERSION), .state = (ConfirmState)row_int(r, C_CONFIRM_ONE_STATE),
        .author = { row_int(r, C_CONFIRM_ONE_AUTHOR), row_text(r, C_CONFIRM_ONE_AUTHOR_COUNTY),
                    row_int(r, C_CONFIRM_ONE_AUTHOR_PERSON), row_int(r, C_CONFIRM_ONE_AUTHOR_HOUSE) },
        .asked_at = row_int(r, C_CONFIRM_ONE_ASKED_AT), .until = row_int(r, C_CONFIRM_ONE_UNTIL),
    };
    TRY(db_many(db, Q_CONFIRM_SLOTS, ARGS(REF(ref)), &rows));
    for (size_t i = 0; i < rows.n && i < CONFIRM_SLOTS; i++)
        ret->slot[ret->n++] = slot_from(rows.row[i], &ret->version);
    return OK;
}

void confirm_ahead(Ctx *c, Ref ref)
{
    db_ahead(db_read(c), Q_CONFIRM_ONE, ARGS(REF(ref)));
    db_ahead(db_read(c), Q_CONFIRM_SLOTS, ARGS(REF(ref)));
}

Err confirm_get(Ctx *c, Ref ref, Confirm *ret)
{
    return get_in(db_read(c), ref, ret);
}

/* ---- who is who ---- */

bool confirm_is_same(const ConfirmSigner *a, const ConfirmSigner *b)
{
    if (a->person != 0 && b->person != 0)
        return a->person == b->person && str_eq(a->county, b->county);
    if (a->account != 0 && a->account == b->account)
        return true;
    return a->house != 0 && a->house == b->house && str_eq(a->county, b->county);
}

ConfirmSigner confirm_signer(const Actor *a)
{
    bool of_house = a->household != 0;
    return (ConfirmSigner){ a->account, of_house ? a->county : a->tied_county, of_house ? a->person : a->tied, a->household };
}

static Err signer_of(Ctx *c, const ConfirmSaid *s, ConfirmSigner *ret)
{
    const Actor *a = c->actor;
    bool         is_for_others = !str_is_empty(a->consent);
    switch (s->way) {
    case CONFIRM_BY_CARD:
        if (!str_is(a->consent, "card"))
            return fail(c, ERR_DENIED, "confirm.not_yours", "no card was handed over");
        *ret = (ConfirmSigner){ 0, a->for_county, a->for_person, a->for_household };
        return OK;
    case CONFIRM_BY_PAPER:
        if (s->paper == NULL)
            return fail_at(c, "paper", "confirm.paper.missing", STR_NONE, STR_NONE);
        *ret = s->signer;
        ret->account = 0;
        return OK;
    default:
        if (a->account == 0 || is_for_others)
            return fail(c, a->account ? ERR_DENIED : ERR_SIGNED_OUT, "confirm.not_yours", "not for oneself");
        *ret = confirm_signer(a);
        return OK;
    }
}

/* Does the slot fit whoever signs, as far as the ground knows? */
static bool slot_fits(const Actor *a, const ConfirmSlot *s, ConfirmWay way, const ConfirmSigner *who)
{
    switch (s->by) {
    case CONFIRM_OFFICE:
        return way == CONFIRM_BY_PHONE && s->verb < VERBS && access_may(a, s->verb, s->place);
    case CONFIRM_PERSON:
        return who->person != 0 && who->person == s->who.id && str_eq(who->county, s->who.county);
    case CONFIRM_HOUSE:
        return who->house != 0 && who->house == s->who.id && str_eq(who->county, s->who.county);
    default:
        return true; /* ConfirmKind.may */
    }
}

static Err slot_may(Db *w, const Confirm *cf, size_t i, ConfirmWay way, const ConfirmSigner *who, bool *ret)
{
    const ConfirmKind *k = kind_of(cf->kind);
    const ConfirmSlot *s = &cf->slot[i];
    *ret = k != NULL && slot_fits(db_ctx(w)->actor, s, way, who) && (s->by != CONFIRM_BODY || k->may != NULL);
    return *ret && k->may != NULL ? k->may(w, cf, s, who, ret) : OK;
}

/* The slot to be filled: the one that was named, or the first that is open and fits. ERR_DENIED. */
static Err slot_find(Db *w, const Confirm *cf, const ConfirmSaid *said, const ConfirmSigner *who, size_t *ret_slot)
{
    for (size_t i = 0; i < cf->n; i++) {
        bool may = false;
        if (cf->slot[i].agreed || (said->slot >= 0 && (size_t)said->slot != i))
            continue;
        TRY(slot_may(w, cf, i, said->way, who, &may));
        *ret_slot = i;
        if (may)
            return OK;
    }
    return fail(db_ctx(w), ERR_DENIED, "confirm.not_yours", "no open slot of this actor's");
}

/* From one state to another, where it is in that one still: 1 row, else 0. */
static Err state_put(Db *w, Ref ref, ConfirmState was, ConfirmState state, i64 *ret_rows)
{
    i64 at = state == CONFIRM_OPEN ? 0 : db_ctx(w)->now;
    return db_change(w, QUERY(confirm_close, KEY(ref), .was = ARG(was), .state = ARG(state), .closed_at = ARG(at)), ret_rows);
}

/* ---- asking ---- */

static Err event_put(Db *w, const Confirm *cf, const char *event, i64 id, EventPart extra)
{
    EventNew e = { .id = id, .kind = event, .subject = cf->subject, .parts = { PART("confirm", cf->ref.id) }, .n_parts = 1 };
    if (extra.name != NULL)
        e.parts[e.n_parts++] = extra;
    e.parts[e.n_parts++] = (EventPart)PART_TEXT("version", hash_hex(db_ctx(w)->arena, &cf->version));
    return event_append(w, &e);
}

Err confirm_ask_in(Db *w, const ConfirmNew *n)
{
    Ctx                *c = db_ctx(w);
    const ConfirmSigner a = confirm_signer(c->actor);
    Confirm             cf = { .ref = n->ref, .subject = n->subject, .version = n->version };
    BUG_ON(kind_of(str_from(n->kind)) == NULL || n->n == 0); /* the noun's own row and slots */
    if (n->n > CONFIRM_SLOTS)
        return fail(c, ERR_TOO_LARGE, "confirm.many", "more than %d to agree", CONFIRM_SLOTS);
    TRY(db_exec(w, QUERY(confirm_add, KEY(n->ref), .kind = ARG(n->kind), .about_county = ARG(n->subject.county),
                         .about = ARG(n->subject.id), .place = ARG(n->subject.place), .version = HASH(n->version),
                         .author = ARG(a.account), .author_county = ARG(a.county.n ? a.county : STR("")),
                         .author_person = ARG(a.person), .author_house = ARG(a.house), .asked_at = ARG(c->now),
                         .until = ARG(n->until))));
    for (size_t i = 0; i < n->n; i++) {
        const ConfirmSlot *s = &n->slot[i];
        bool               is_office = s->by == CONFIRM_OFFICE;
        TRY(db_exec(w, QUERY(confirm_slot_add, .county = ARG(n->ref.county), .confirm = ARG(n->ref.id), .slot = ARG(i),
                             .by_what = ARG(s->by), .verb = ARG(is_office ? verb_name(s->verb) : ""),
                             .place = ARG(s->place.n ? s->place : STR("")),
                             .who_county = ARG(s->who.county.n ? s->who.county : STR("")), .who = ARG(s->who.id))));
    }
    if (n->until != 0)
        TRY(job_put(w, confirm_job_over.name, n->ref, 0, n->until));
    return event_put(w, &cf, "confirm.asked", db_id(w), (EventPart){ 0 });
}

/* ---- saying yes ---- */

typedef struct Act {
    Ref                ref;
    const ConfirmSaid *said;
} Act;

/* What stands, with the turn taken. */
static Err take_turn(Db *w, Ref ref, Confirm *ret)
{
    i64 n;
    TRY(db_change(w, Q_CONFIRM_TURN, ARGS(REF(ref)), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_MISSING, NULL, "nothing to agree to");
    return get_in(w, ref, ret);
}

static Err is_open(Ctx *c, const Confirm *cf)
{
    bool open = cf->state == CONFIRM_OPEN && (cf->until == 0 || cf->until > c->now);
    return open ? OK : fail(c, ERR_CONFLICT, "confirm.closed", "state %d", (int)cf->state);
}

static Err nobody_twice(Ctx *c, const Confirm *cf, const ConfirmSaid *said, const ConfirmSigner *who)
{
    const ConfirmSigner enters = confirm_signer(c->actor);
    if (confirm_is_same(&cf->author, who) || (said->way == CONFIRM_BY_CARD && confirm_is_same(&cf->author, &enters)))
        return fail(c, ERR_DENIED, "confirm.author", "who asked does not agree");
    for (size_t i = 0; i < cf->n; i++)
        if (cf->slot[i].agreed && confirm_is_same(&cf->slot[i].signer, who))
            return fail(c, ERR_DENIED, "confirm.twice", "agreed in slot %zu", i);
    return OK;
}

/* The same yes as before: of the same signer, where a slot was named in that one. */
static bool has_said(const Confirm *cf, const ConfirmSaid *said, const ConfirmSigner *who)
{
    for (size_t i = 0; i < cf->n; i++)
        if (cf->slot[i].agreed && (said->slot < 0 || (size_t)said->slot == i) && confirm_is_same(&cf->slot[i].signer, who))
            return true;
    return false;
}

/* The last one makes the move. */
static Err agreed_by_all(Db *w, Confirm *cf)
{
    i64 n;
    for (size_t i = 0; i < cf->n; i++)
        if (!cf->slot[i].agreed)
            return OK;
    TRY(state_put(w, cf->ref, CONFIRM_OPEN, CONFIRM_AGREED, &n));
    cf->state = CONFIRM_AGREED;
    TRY(job_drop(w, confirm_job_over.name, cf->ref));
    return kind_of(cf->kind)->agreed(w, cf);
}

static Err slot_say(Db *w, Confirm *cf, size_t i, const ConfirmSaid *said, const ConfirmSigner *who)
{
    Ctx *c = db_ctx(w);
    TRY(db_exec(w, QUERY(confirm_say, .county = ARG(cf->ref.county), .confirm = ARG(cf->ref.id), .slot = ARG(i),
                         .version = HASH(cf->version), .way = ARG(said->way), .account = ARG(who->account),
                         .person_county = ARG(who->county.n ? who->county : STR("")), .person = ARG(who->person),
                         .house = ARG(who->house), .at = ARG(c->now))));
    if (said->way == CONFIRM_BY_PAPER)
        TRY(file_tie_of(w, kind_of(cf->kind)->noun, cf->subject, "confirm", said->paper, (Ref){ 0 }, false)); /* it proves what stands */
    cf->slot[i].agreed = true;
    cf->slot[i].way = said->way;
    cf->slot[i].signer = *who;
    cf->slot[i].at = c->now;
    return event_put(w, cf, "confirm.agreed", db_id(w), (EventPart)PART("slot", (i64)i));
}

static Err agree_in(Db *w, Ref ref, const ConfirmSaid *said)
{
    Ctx          *c = db_ctx(w);
    Confirm       cf;
    ConfirmSigner who;
    size_t        i = 0;
    TRY(take_turn(w, ref, &cf));
    TRY(signer_of(c, said, &who));
    if (hash_eq(&said->version, &cf.version) && cf.state <= CONFIRM_FIXED && has_said(&cf, said, &who))
        return OK;
    TRY(is_open(c, &cf));
    if (!hash_eq(&said->version, &cf.version))
        return fail(c, ERR_CONFLICT, "confirm.changed", "agreed to another version");
    TRY(nobody_twice(c, &cf, said, &who));
    TRY(slot_find(w, &cf, said, &who, &i));
    TRY(slot_say(w, &cf, i, said, &who));
    return agreed_by_all(w, &cf);
}

static Err agree_body(Db *w, void *arg)
{
    const Act *a = arg;
    return agree_in(w, a->ref, a->said);
}

Err confirm_agree(Ctx *c, Ref ref, const ConfirmSaid *said)
{
    return db_write(c, agree_body, &(Act){ ref, said });
}

/* ---- taking it back ---- */

static Err slot_unsay(Db *w, Confirm *cf, size_t i)
{
    const ConfirmKind *k = kind_of(cf->kind);
    bool               was_agreed = cf->state == CONFIRM_AGREED;
    i64                n;
    TRY(db_exec(w, Q_CONFIRM_UNSAY, ARGS(REF(cf->ref), i)));
    TRY(event_put(w, cf, "confirm.revoked", db_id(w), (EventPart)PART("slot", (i64)i)));
    cf->slot[i].agreed = false;
    if (!was_agreed)
        return OK;
    TRY(state_put(w, cf->ref, CONFIRM_AGREED, CONFIRM_OPEN, &n));
    cf->state = CONFIRM_OPEN;
    if (cf->until != 0)
        TRY(job_put(w, confirm_job_over.name, cf->ref, 0, cf->until));
    return k->undone != NULL ? k->undone(w, cf) : OK;
}

static Err revoke_in(Db *w, Ref ref)
{
    Ctx          *c = db_ctx(w);
    Confirm       cf;
    ConfirmSigner who;
    TRY(take_turn(w, ref, &cf));
    TRY(signer_of(c, &(ConfirmSaid){ .way = CONFIRM_BY_PHONE }, &who));
    for (size_t i = 0; i < cf.n; i++) {
        const ConfirmSlot *s = &cf.slot[i];
        bool is_house = s->by == CONFIRM_HOUSE && who.house == s->who.id && str_eq(who.county, s->who.county);
        if (!s->agreed || !(is_house || confirm_is_same(&s->signer, &who)))
            continue;
        if (cf.state > CONFIRM_AGREED || (cf.state == CONFIRM_AGREED && kind_of(cf.kind)->step == NULL))
            return fail(c, ERR_CONFLICT, "confirm.fixed", "state %d", (int)cf.state);
        return slot_unsay(w, &cf, i);
    }
    return OK;
}

static Err revoke_body(Db *w, void *arg)
{
    return revoke_in(w, ((const Act *)arg)->ref);
}

Err confirm_revoke(Ctx *c, Ref ref)
{
    return db_write(c, revoke_body, &(Act){ ref, NULL });
}

/* ---- no, too late, and what the noun does ---- */

static Err close_as(Db *w, Confirm *cf, ConfirmState state, const char *event)
{
    Ctx               *c = db_ctx(w);
    const ConfirmKind *k = kind_of(cf->kind);
    i64                n;
    TRY(state_put(w, cf->ref, CONFIRM_OPEN, state, &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "confirm.closed", "closed already");
    cf->state = state;
    TRY(job_drop(w, confirm_job_over.name, cf->ref));
    TRY(event_put(w, cf, event, db_id(w), (EventPart){ 0 }));
    return k != NULL && k->closed != NULL ? k->closed(w, cf) : OK;
}

static Err refuse_in(Db *w, Ref ref)
{
    Ctx              *c = db_ctx(w);
    const ConfirmSaid said = { .slot = -1, .way = CONFIRM_BY_PHONE };
    Confirm           cf;
    ConfirmSigner     who;
    size_t            i;
    TRY(take_turn(w, ref, &cf));
    TRY(signer_of(c, &said, &who));
    TRY(is_open(c, &cf));
    if (confirm_is_same(&cf.author, &who))
        return fail(c, ERR_DENIED, "confirm.author", "who asked takes it back instead");
    TRY(slot_find(w, &cf, &said, &who, &i));
    return close_as(w, &cf, CONFIRM_REFUSED, "confirm.refused");
}

static Err refuse_body(Db *w, void *arg)
{
    return refuse_in(w, ((const Act *)arg)->ref);
}

Err confirm_refuse(Ctx *c, Ref ref)
{
    return db_write(c, refuse_body, &(Act){ ref, NULL });
}

Err confirm_drop_in(Db *w, Ref ref)
{
    Confirm cf;
    TRY(take_turn(w, ref, &cf));
    return close_as(w, &cf, CONFIRM_DROPPED, "confirm.dropped");
}

Err confirm_renew_in(Db *w, Ref ref, Hash version)
{
    Confirm cf;
    i64     n;
    TRY(take_turn(w, ref, &cf));
    if (hash_eq(&cf.version, &version))
        return OK;
    TRY(db_change(w, Q_CONFIRM_VERSION, ARGS(REF(ref), HASH(version)), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "confirm.closed", "state %d", (int)cf.state);
    if (cf.state == CONFIRM_AGREED && cf.until != 0)
        TRY(job_put(w, confirm_job_over.name, cf.ref, 0, cf.until));
    cf.version = version;
    return event_put(w, &cf, "confirm.renewed", db_id(w), (EventPart){ 0 });
}

Err confirm_fix_in(Db *w, Ref ref, const char *step)
{
    Confirm cf;
    i64     n;
    TRY(take_turn(w, ref, &cf));
    const ConfirmKind *k = kind_of(cf.kind);
    BUG_ON(k == NULL || k->step == NULL || strcmp(k->step, step) != 0); /* both stand in the noun's own file */
    if (cf.state == CONFIRM_FIXED)
        return OK;
    TRY(state_put(w, ref, CONFIRM_AGREED, CONFIRM_FIXED, &n));
    return n ? OK : fail(db_ctx(w), ERR_CONFLICT, "confirm.open", "not all have agreed");
}

/* ---- time ---- */

static Err over_body(Db *w, void *arg)
{
    Confirm cf;
    TRY(take_turn(w, *(const Ref *)arg, &cf));
    return cf.state == CONFIRM_OPEN && cf.until <= db_ctx(w)->now ? close_as(w, &cf, CONFIRM_OVER, "confirm.over") : OK;
}

static Err over_run(Ctx *c, Ref subject, i64 arg)
{
    return db_write(c, over_body, &subject);
}

const JobKind confirm_job_over = { "confirm.over", over_run, 0 };

/* ---- lists ---- */

static void refs_from(Ctx *c, Rows rows, ConfirmRefs *ret)
{
    Ref *v = NEW_N(c->arena, Ref, rows.n + 1);
    *ret = (ConfirmRefs){ v, rows.n < CONFIRMS_MOST ? rows.n : CONFIRMS_MOST, rows.n > CONFIRMS_MOST };
    for (size_t i = 0; i < ret->n; i++)
        v[i] = (Ref){ row_text(rows.row[i], C_CONFIRM_WAITING_COUNTY), row_int(rows.row[i], C_CONFIRM_WAITING_ID), STR_NONE };
}

Err confirm_waiting(Ctx *c, const char *kind, Code place, ConfirmRefs *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_CONFIRM_WAITING, ARGS(kind, place, code_end(c->arena, place)), &rows));
    refs_from(c, rows, ret);
    return OK;
}

Err confirm_desk(Ctx *c, const char *kind, const DeskAsk *ask, ConfirmRefs *ret)
{
    Cursor after = desk_after(ask);
    Rows   rows = { 0 };
    if (ask->when != DESK_LATE)
        TRY(db_many(db_read(c), QUERY(confirm_desk_list, .kind = ARG(kind), .from = ARG(ask->place),
                                      .end = ARG(code_end(c->arena, ask->place)), .now = ARG(c->now), .since = ARG(ask->since),
                                      .after_until = ARG(after.is_set ? after.n[0] : -1), .after_id = ARG(after.n[1]),
                                      .most = ARG(DESK_PAGE + 1)), &rows));
    refs_from(c, rows, ret);
    ret->more = ret->n > DESK_PAGE;
    ret->n = ret->more ? DESK_PAGE : ret->n;
    return OK;
}

Err confirm_desk_count(Ctx *c, const char *kind, Code place, DeskCount *ret_count)
{
    *ret_count = (DeskCount){ 0 };
    return db_int(db_read(c), QUERY(confirm_desk_count, .kind = ARG(kind), .from = ARG(place), .end = ARG(code_end(c->arena, place)),
                                    .now = ARG(c->now)), &ret_count->all);
}

Err confirm_about(Db *db, const char *kind, Ref subject, ConfirmRefs *ret)
{
    Rows rows;
    TRY(db_many(db, Q_CONFIRM_OF, ARGS(subject.county, kind, subject.id), &rows));
    refs_from(db_ctx(db), rows, ret);
    return OK;
}

/* ---- always ---- */

Err confirm_erase_person(Db *w, Ref person)
{
    return db_exec(w, Q_CONFIRM_FORGET, ARGS(REF(person)));
}

Err confirm_check(Ctx *c, Report *r)
{
    TRY(check_each(c, r, Q_CONFIRM_CHECK_SLOTS, "confirm", "confirm: all have agreed to what stands"));
    TRY(check_each(c, r, Q_CONFIRM_CHECK_TWICE, "confirm", "confirm: persons are distinct"));
    return check_each(c, r, Q_CONFIRM_CHECK_AUTHOR, "confirm", "confirm: who asked did not agree");
}
