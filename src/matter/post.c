/* post: see post.h. */
#include "matter/post.h"

#include "matter/post_inside.h"
#include "matter/post.sql.h"
#include "matter/since.h"
#include "matter/tell.h"
#include "place/place.h"
#include "record/counter.h"
#include "record/event.h"
#include "record/once.h"
#include "record/rule.h"
#include "record/secret.h"

const char *const post_kind_names[] = { "chair", "vice_chair", "secretary", "councillor", "representative", "supervisor", "mediator",
                                        "keeper", "team_leader", "team_member", NULL };
_Static_assert(COUNTOF(post_kind_names) == POST_KINDS + 1, "a name for every post");

/* Which role a post carries. */
static const Role roles[POST_KINDS] = {
    [POST_CHAIR] = ROLE_COUNCIL, [POST_VICE_CHAIR] = ROLE_COUNCIL, [POST_SECRETARY] = ROLE_COUNCIL, [POST_COUNCILLOR] = ROLE_COUNCIL,
    [POST_REPRESENTATIVE] = ROLE_REPRESENTATIVE, [POST_SUPERVISOR] = ROLE_SUPERVISOR, [POST_MEDIATOR] = ROLE_MEDIATOR,
    [POST_KEEPER] = ROLE_KEEPER, [POST_TEAM_LEADER] = ROLE_TEAM_MEMBER, [POST_TEAM_MEMBER] = ROLE_TEAM_MEMBER,
};

/* Who was elected is told to everybody with the count, and put up (村民委员会组织法 18, 35; a council's by its charter): while the post is
 * held, its holder is named in full. The others were chosen by an office, and are named as everybody may see names. */
static const bool is_elected[POST_KINDS] = {
    [POST_CHAIR] = true, [POST_VICE_CHAIR] = true, [POST_SECRETARY] = true, [POST_COUNCILLOR] = true,
    [POST_REPRESENTATIVE] = true, [POST_SUPERVISOR] = true,
};

/* Field              name      type        low  high            names            label */
const Field
    POST_KIND   = { "kind",   FIELD_ENUM, 0,   POST_KINDS - 1, post_kind_names, "post.kind" },
    POST_BODY   = { "body",   FIELD_LINE, 2,   40,             NULL, "post.body" },
    POST_PERSON = { "person", FIELD_REF,  0,   0,              NULL, "post.person" },
    POST_FROM   = { "from",   FIELD_DATE, 20000101, 29991231,  NULL, "post.from" },
    POST_UNTIL  = { "until",  FIELD_DATE, 20000101, 29991231,  NULL, "post.until" },
    POST_SOURCE = { "source", FIELD_LINE, 2,   200,            NULL, "post.source" },
    POST_WHY    = { "why",    FIELD_TEXT, 2,   500,            NULL, "post.why" },
    POST_ONCE   = { "once",   FIELD_ONCE, 0,   0,              NULL, "post.once" };

const char *const post_states[POST_STATES + 1] = { [POST_HELD] = "held", [POST_ENDED] = "ended" };
_Static_assert(POST_STATES == 2, "a name and a counter for every state");
const CounterKind POST_COUNTERS[POST_STATES] = { [POST_HELD] = { "post.held" }, [POST_ENDED] = { "post.ended" } };

Date post_first_day_without(Date until)
{
    return until ? date_of(date_start(until) + DAY) : 0;
}

/* ---- whose it is to give ---- */

bool post_may_give(const Actor *a, PostKind kind, Code place)
{
    return actor_is_known(a) && access_may_make(a, roles[kind], place);
}

bool post_may_give_some(const Actor *a, Code place)
{
    for (PostKind k = 0; k < POST_KINDS; k++)
        if (post_may_give(a, k, place))
            return true;
    return false;
}

Role post_role(PostKind kind)
{
    return roles[kind];
}

bool post_same_role(PostKind a, PostKind b)
{
    return roles[a] == roles[b];
}

static bool is_oneself(const Actor *a, Ref person)
{
    return person.id != 0 && ((a->tied == person.id && str_eq(a->tied_county, person.county)) ||
                              (a->person == person.id && str_eq(a->county, person.county)));
}

static bool may_change(const Actor *a, const Post *p)
{
    return p->state == POST_HELD && post_may_give(a, p->kind, p->ref.place) && !is_oneself(a, p->person) &&
           !(a->account != 0 && a->account == p->account);
}

/* ---- the row and its life ---- */

/* As many days before its end as the place says; of a short one, when half of what is left has gone. */
static Err warn_at(Db *w, const Post *p, i64 *ret_at)
{
    i64 days, now = db_ctx(w)->now, begins = date_start(p->from) > now ? date_start(p->from) : now;
    i64 over = date_start(post_first_day_without(p->until));
    TRY(rule_value(w, "post.warn.days", p->ref.place, date_of(now), &days));
    i64 before = over - days * DAY, half = begins + (over - begins) / 2;
    *ret_at = before > now ? before : half;
    return OK;
}

/* The warning and the end, or none. */
static Err jobs_put(Db *w, const Post *p)
{
    i64 at;
    if (p->state != POST_HELD || p->until == 0) {
        TRY(job_drop(w, "post.warn", p->ref));
        return job_drop(w, "post.over", p->ref);
    }
    if (p->warned_for != p->until) {
        TRY(warn_at(w, p, &at));
        TRY(job_put(w, "post.warn", p->ref, p->until, at));
    }
    return job_put(w, "post.over", p->ref, p->until, date_start(post_first_day_without(p->until)));
}

static void post_of(Row r, void *ret_post)
{
    Code county = row_text(r, C_POST_ROW_COUNTY);
    *(Post *)ret_post = (Post){
        MATTER_OF(r, C_POST_ROW), .kind = (PostKind)row_int(r, C_POST_ROW_KIND),
        .person = { county, row_int(r, C_POST_ROW_PERSON), STR_NONE }, .account = row_int(r, C_POST_ROW_ACCOUNT),
        .role = row_int(r, C_POST_ROW_ROLE), .from = (Date)row_int(r, C_POST_ROW_FROM_DATE),
        .until = (Date)row_int(r, C_POST_ROW_UNTIL_DATE), .source = row_text(r, C_POST_ROW_SOURCE),
        .given_by = row_int(r, C_POST_ROW_GIVEN_BY), .given_county = row_text(r, C_POST_ROW_GIVEN_COUNTY),
        .warned_for = (Date)row_int(r, C_POST_ROW_WARNED_FOR), .ended_on = (Date)row_int(r, C_POST_ROW_ENDED_ON),
    };
}

static Err giver_check(Db *w, const Post *p)
{
    Ctx *c = db_ctx(w);
    if (p->state != POST_HELD)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "a post that has ended");
    return may_change(c->actor, p) ? OK : fail(c, ERR_DENIED, "post.not_yours", "not the actor's to give or end");
}

static Err standing(Db *w, const void *row, const Move *m)
{
    return giver_check(w, row);
}

static Err store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Post *before = was, *p = row;
    return db_change(w, QUERY(post_store, KEY(p->ref), .version = ARG(before->version), .from = ARG(before->state),
                              .state = ARG(p->state), .title = ARG(p->title), .kind = ARG(p->kind), .account = ARG(p->account),
                              .role = ARG(p->role), .from_date = ARG(p->from), .until_date = ARG(p->until), .source = ARG(p->source),
                              .warned_for = ARG(p->warned_for), .ended_on = ARG(p->ended_on), .changed_at = ARG(p->changed_at)),
                     ret_rows);
}

static void count(Db *w, const void *row, int sign)
{
    const Post *p = row;
    counter_add(w, p->ref.place, &POST_COUNTERS[p->state], 0, sign);
}

static Err stored(Db *w, const void *was, const void *row)
{
    return jobs_put(w, row);
}

/* TELL_AUTHOR: the holder, by account and at home; TELL_ABOVE: who gave it. */
static Err tell(Db *w, const Change *ch, const void *was, const void *row)
{
    const Post *p = row;
    Ctx        *c = db_ctx(w);
    Tell        to = { .noun = "post", .ref = p->ref, .event = ch->event, .title = p->title };
    Person      who;
    if (ch->tell & TELL_ABOVE && p->given_by != 0 && p->given_by != c->actor->account)
        TRY(tell_account(w, &to, p->given_county, p->given_by));
    if (!(ch->tell & TELL_AUTHOR) || p->person.id == 0)
        return OK;
    if (p->account != 0 && p->account != c->actor->account)
        TRY(tell_account(w, &to, p->ref.county, p->account));
    TRY(person_get(c, p->person, &who));
    return who.household != 0 ? tell_house(w, &to, who.household) : OK;
}

static const Move moves[] = {
    /* from       to           who      verb          asks      tells                     event */
    { POST_HELD, POST_ENDED, BY_VERB, VERB_ACCOUNT, ASKS_WHY, TELL_AUTHOR | TELL_ABOVE, "post.ended" },
};
const Life post_life = {
    .noun = "post", .row_size = sizeof(Post), .states = post_states, .moves = moves, .n_moves = COUNTOF(moves), .get = Q_POST_GET,
    .each = Q_POST_EACH, .trail = Q_POST_TRAIL, .carry_list = Q_POST_CARRY_LIST, .carry = Q_POST_CARRY, .of = post_of, .standing = standing, .store = store,
    .count = count, .stored = stored, .tell = tell,
};

/* ---- given ---- */

typedef struct Giving {
    const PostNew *n;
    Post           p;
    By             by;
    i64            event_id, role_id;
} Giving;

/* Two that one person does not hold on one day: another post, or a role on those days. */
static bool is_apart(const Post *p, Role role, Code place, Date from, Date until)
{
    bool at_once = (p->until == 0 || p->until >= from) && (until == 0 || until >= p->from);
    return !(role_excludes(roles[p->kind], role) && at_once && str_eq(code_log(p->ref.place), code_log(place)));
}

/* A post of that kind there, twice in one person's hands, or two posts that carry one role; and who watches is none of the
 * watched, with an account or without (role_excludes()). */
static Err not_held_yet(Db *w, const Post *p)
{
    Rows rows = { 0 };
    i64  after = 0;
    TRY(person_hold(w, p->person));
    do {
        TRY(db_many(w, Q_POST_OF_PERSON, ARGS(REF(p->person), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Post other;
            post_of(rows.row[i], &other);
            after = other.ref.id;
            if (other.ref.id == p->ref.id || other.state != POST_HELD)
                continue;
            if (roles[other.kind] == roles[p->kind] && str_eq(other.ref.place, p->ref.place))
                return fail_at(db_ctx(w), "kind", "post.held_already", STR_NONE, STR_NONE);
            if (!is_apart(&other, roles[p->kind], p->ref.place, p->from, p->until))
                return fail_at(db_ctx(w), "kind", "post.excludes", STR_NONE, STR_NONE);
        }
    } while (rows.n > 0);
    return OK;
}

Err post_role_apart(Db *w, Ref person, const RoleRow *role)
{
    Rows rows = { 0 };
    i64  after = 0;
    Date until = role->to ? date_of(date_start(role->to) - DAY) : 0;
    do {
        TRY(db_many(w, Q_POST_OF_PERSON, ARGS(REF(person), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Post p;
            post_of(rows.row[i], &p);
            after = p.ref.id;
            if (p.state == POST_HELD && !is_apart(&p, role->role, role->place, role->from, until))
                return fail_at(db_ctx(w), "role", "account.role.excludes", STR_NONE, STR_NONE);
        }
    } while (rows.n > 0);
    return OK;
}

/* The role of the post from today on, where the holder has an account; p->role 0: nothing was given. */
static Err role_give(Db *w, Post *p, i64 role_id)
{
    Date today = date_of(db_ctx(w)->now);
    bool given = false;
    p->role = 0;
    TRY(account_of_person(w, p->ref.county, p->person, &p->account));
    if (p->account != 0)
        TRY(account_role_give_in(w, (Ref){ p->ref.county, p->account, STR_NONE }, role_id, roles[p->kind], p->ref.place,
                                 p->from > today ? p->from : today, post_first_day_without(p->until), &given));
    p->role = given ? role_id : 0;
    return OK;
}

static Err role_take(Db *w, const Post *p, Date on)
{
    return p->role ? account_role_take_in(w, (Ref){ p->ref.county, p->account, STR_NONE }, p->role, on) : OK;
}

/* Somebody of the county whom the actor may choose, and not the actor. */
static Err holder_check(Ctx *c, const PostNew *n, Ref *ret_person)
{
    Person who;
    Err    e = str_eq(n->person.county, code_county(n->place)) ? person_get(c, n->person, &who) : ERR_MISSING;
    if (e != OK && e != ERR_MISSING)
        return e;
    ctx_clear_failure(c);
    if (e != OK || who.is_erased || who.to != 0 || !access_may(c->actor, VERB_PEOPLE, who.ref.place))
        return fail_at(c, "person", "post.person.wrong", STR_NONE, STR_NONE);
    if (is_oneself(c->actor, who.ref))
        return fail(c, ERR_DENIED, "post.oneself", "a post given to oneself");
    *ret_person = who.ref;
    return OK;
}

static Err give_body(Db *w, void *arg)
{
    Giving *k = arg;
    Post   *p = &k->p;
    Change  ch = { .life = &post_life, .by = k->by, .event = "post.given", .tell = TELL_AUTHOR, .words = p->source };
    TRY(person_hold(w, p->person));
    TRY(holder_check(db_ctx(w), k->n, &p->person)); /* who may have left since the form was read */
    TRY(not_held_yet(w, p));
    TRY(role_give(w, p, k->role_id));
    TRY(db_exec(w, QUERY(post_add, KEY(p->ref), .place = ARG(p->ref.place), .title = ARG(p->title), .kind = ARG(p->kind),
                         .person = ARG(p->person.id), .account = ARG(p->account), .role = ARG(p->role), .from_date = ARG(p->from),
                         .until_date = ARG(p->until), .source = ARG(p->source), .given_by = ARG(p->given_by),
                         .given_county = ARG(p->given_county), .at = ARG(p->changed_at))));
    count(w, p, 1);
    TRY(jobs_put(w, p));
    change_part(&ch, (EventPart)PART("kind", p->kind));
    change_part(&ch, (EventPart)PART("from_date", p->from));
    change_part(&ch, (EventPart)PART("until", p->until));
    TRY(change_event(w, &ch, p, k->event_id));
    return tell(w, &ch, NULL, p);
}

static Err days_check(Ctx *c, Date from, Date until)
{
    if (until != 0 && until < from)
        return fail_at(c, "until", "post.until.early", STR_NONE, STR_NONE);
    return until != 0 && until < date_of(c->now) ? fail_at(c, "until", "post.until.past", STR_NONE, STR_NONE) : OK;
}

static Hash payload_of(Arena *a, const PostNew *n)
{
    const Str parts[] = { ref_name(a, n->person), n->place, str_number(a, n->kind), n->body, n->source, str_number(a, n->from),
                          str_number(a, n->until) };
    return once_payload(parts, COUNTOF(parts));
}

Err post_give(Ctx *c, const PostNew *n, Ref *ret_post)
{
    Giving *k = NEW(c->arena, Giving);
    TRY(field_check_given(c, &POST_BODY, n->body));
    TRY(field_check_given(c, &POST_SOURCE, n->source));
    if (n->kind < 0 || n->kind >= POST_KINDS || !role_fits(roles[n->kind], code_level(n->place)))
        return fail_at(c, "kind", "post.kind.wrong", STR_NONE, STR_NONE);
    if (!post_may_give(c->actor, (PostKind)n->kind, n->place))
        return fail(c, ERR_DENIED, actor_is_known(c->actor) ? "post.not_yours" : "account.giver.unknown", "not the actor's to give");
    TRY(days_check(c, n->from, n->until));
    TRY(place_line_no_office(c, POST_BODY.name, n->place, n->body));
    *k = (Giving){ .n = n, .event_id = id_new(c->now), .role_id = id_new(c->now) };
    k->p = (Post){ .ref = { code_county(n->place), id_new(c->now), n->place }, .title = n->body, .kind = (PostKind)n->kind,
                   .from = n->from, .until = n->until, .source = n->source, .given_by = c->actor->account,
                   .given_county = code_county(access_place(c->actor, VERB_ACCOUNT)), .changed_at = c->now, .version = 1 };
    TRY(holder_check(c, n, &k->p.person));
    TRY(by_actor(c, &k->by));
    const Once once = { k->p.ref.county, "post.give", n->once, payload_of(c->arena, n) };
    *ret_post = k->p.ref;
    return once_write(c, &once, k->p.ref.id, give_body, k, &ret_post->id);
}

/* ---- corrected, ended, armed ---- */

/* What was sent, and of the rest what stands. */
static PostEdit edit_over(const PostEdit *e, const Post *p)
{
    PostEdit all = *e;
    all.kind = given(&e->given, &POST_KIND) ? e->kind : (int)p->kind;
    all.body = given(&e->given, &POST_BODY) ? e->body : p->title;
    all.source = given(&e->given, &POST_SOURCE) ? e->source : p->source;
    all.from = given(&e->given, &POST_FROM) ? e->from : p->from;
    all.until = given(&e->given, &POST_UNTIL) ? e->until : p->until;
    return all;
}

static Err correct_rule(Db *w, Change *ch, void *row)
{
    Post           *p = row;
    const PostEdit  said = edit_over(ch->arg, p), *e = &said;
    Ctx            *c = db_ctx(w);
    bool            other_days = e->until != p->until || e->from != p->from;
    TRY(giver_check(w, p));
    if (e->kind < 0 || e->kind >= POST_KINDS || roles[e->kind] != roles[p->kind])
        return fail_at(c, "kind", "post.kind.other", STR_NONE, STR_NONE);
    TRY(days_check(c, e->from, e->until));
    if (!str_eq(e->body, p->title)) /* what stands from before stays */
        TRY(place_line_no_office(c, POST_BODY.name, p->ref.place, e->body));
    change_part(ch, (EventPart)PART("kind", e->kind));
    change_part(ch, (EventPart)PART("from_date", e->from));
    change_part(ch, (EventPart)PART("until_was", p->until));
    change_part(ch, (EventPart)PART("until", e->until));
    p->kind = (PostKind)e->kind;
    p->title = e->body;
    p->source = e->source;
    p->from = e->from;
    p->until = e->until;
    change_note(ch, "post.corrected", TELL_AUTHOR);
    TRY(not_held_yet(w, p)); /* on these days */
    if (!other_days || p->role == 0)
        return OK;
    TRY(role_take(w, p, date_of(c->now)));
    return role_give(w, p, ch->new_id);
}

Err post_correct(Ctx *c, Ref post, const PostEdit *e)
{
    if (given(&e->given, &POST_BODY))
        TRY(field_check_given(c, &POST_BODY, e->body));
    if (given(&e->given, &POST_SOURCE))
        TRY(field_check_given(c, &POST_SOURCE, e->source));
    TRY(field_check_given(c, &POST_WHY, e->why));
    return change(c, &(Change){ .life = &post_life, .ref = post, .version = e->version, .rule = { correct_rule }, .words = e->why,
                                .arg = e });
}

static Err end_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    TRY(change_move(w, ch, p, POST_ENDED));
    p->ended_on = date_of(db_ctx(w)->now);
    return role_take(w, p, p->ended_on);
}

Err post_end(Ctx *c, Ref post, i64 version, Str why)
{
    TRY(field_check_given(c, &POST_WHY, why));
    return change(c, &(Change){ .life = &post_life, .ref = post, .version = version, .rule = { end_rule }, .words = why });
}

static Err arm_rule(Db *w, Change *ch, void *row)
{
    Post    *p = row;
    Ctx     *c = db_ctx(w);
    RoleHeld held = ROLE_NOT_HELD;
    TRY(giver_check(w, p));
    if (p->role != 0)
        TRY(account_role_held(c, (Ref){ p->ref.county, p->account, STR_NONE }, p->role, &held));
    if (held == ROLE_HELD || held == ROLE_ASKED_FOR)
        return fail(c, ERR_CONFLICT, "post.armed_already", "the role is there");
    TRY(role_give(w, p, ch->new_id));
    if (p->role == 0)
        return fail(c, ERR_CONFLICT, p->account ? "post.role_elsewhere" : "post.no_account", "nothing to give");
    change_note(ch, "post.armed", TELL_AUTHOR);
    return OK;
}

Err post_arm(Ctx *c, Ref post, i64 version)
{
    return change(c, &(Change){ .life = &post_life, .ref = post, .version = version, .rule = { arm_rule } });
}

/* By itself: its last day is over, or who held it is forgotten. */
Err post_ends(Db *w, Change *ch, Post *p, Date on, const char *event)
{
    p->ended_on = on;
    change_step(w, ch, p, POST_ENDED);
    change_note(ch, event, TELL_AUTHOR | TELL_ABOVE);
    return role_take(w, p, on);
}

/* ---- reading ---- */

static Err fill(Ctx *c, void *posts, size_t i)
{
    Post  *p = (Post *)posts + i;
    Person who;
    p->is_coming = p->state == POST_HELD && p->from > date_of(c->now);
    p->may_change = may_change(c->actor, p);
    TRY(place_name_from(c, LEVEL_TOWN, p->ref.place, &p->place_name));
    if (p->person.id == 0)
        return OK;
    TRY(person_get(c, p->person, &who));
    p->name = who.is_erased ? STR_NONE : who.name;
    bool is_public = p->state == POST_HELD && !p->is_coming && is_elected[p->kind];
    if (is_public)
        TRY(person_full_name(db_read(c), p->person, &p->name));
    p->public_name = is_public ? p->name : secret_mask_name(c->arena, p->name);
    return OK;
}

Err post_get(Ctx *c, Ref ref, Post *ret_post)
{
    TRY(life_read(db_read(c), &post_life, ref, ret_post));
    TRY(fill(c, ret_post, 0));
    if (!ret_post->may_change || ret_post->role == 0)
        return OK;
    return account_role_held(c, (Ref){ ref.county, ret_post->account, STR_NONE }, ret_post->role, &ret_post->held);
}

Err post_list(Ctx *c, Code place, PostState state, const ListAsk *ask, int most, Posts *ret_posts)
{
    const Cursor *after = &ask->after;
    Rows  rows;
    Level level = code_level(place);
    Query q = level <= LEVEL_COUNTY ? Q_POST_LIST_COUNTY : level == LEVEL_TOWN ? Q_POST_LIST_TOWN : Q_POST_LIST_VILLAGE;
    if (ask->since)
        return life_changed(c, &post_life, place, ask, fill, CHANGED_INTO(ret_posts));
    TRY(db_many(db_read(c), q, GIVEN(post_list_county, .county = ARG(code_county(place)), .from = ARG(place),
                                     .end = ARG(code_end(c->arena, place)), .state = ARG(state),
                                     .after_kind = ARG(after->is_set ? after->n[0] : -1), .after_id = ARG(after->n[1]),
                                     .most = ARG(most + 1)), &rows));
    Post  *v = NEW_N(c->arena, Post, rows.n + 1);
    size_t n = rows.n < (size_t)most ? rows.n : (size_t)most;
    for (size_t i = 0; i < n; i++)
        post_of(rows.row[i], &v[i]);
    TRY(db_together(c, n, fill, v));
    *ret_posts = (Posts){ .v = v, .n = n };
    if (rows.n > n)
        ret_posts->next = CURSOR(v[n - 1].kind, v[n - 1].ref.id);
    return OK;
}
