/* need_together: what is done to one of a group is done to all of it, where whoever does it says so. Each has its own step: state,
 * story, proof and figures follow from its life as ever. What one body does not hold a row remembers, and a job goes on where
 * that stands: cut off, nothing is done twice and nothing is left out. */
#include "entry/account.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"
#include "record/job.h"

bool need_is_reached(const Actor *a, int act, const Need *n)
{
    bool is_new = n->state == NEED_RAISED, may = access_may(a, VERB_TRIAGE, n->at);
    if (!need_is_open(n->state))
        return false;
    if (act == NEED_ACT_ANSWER)
        return access_may(a, VERB_ANSWER, n->at);
    if (act == NEED_ACT_TAKE)
        return may && is_new;
    if (act == NEED_ACT_SORT)
        return may && (is_new || n->state == NEED_TAKEN);
    if (act == NEED_ACT_ASSIGN)
        return may && n->owner == 0; /* whose it is it stays */
    return may && access_may(a, VERB_ANSWER, n->at);
}

/* A step as it is taken on each: what was asked for, the pictures of the result, and to whom it is given. */
typedef struct Step {
    const NeedAct *a;
    NeedResult     result;
    NeedGiven      given;
} Step;

static Change step_of(const Step *s, Ref need)
{
    static ChangeRule *const rules[NEED_ACTS][CHANGE_RULES] = {
        [NEED_ACT_TAKE] = { need_take_new_rule },
        [NEED_ACT_SORT] = { need_take_rule, need_sort_rule },
        [NEED_ACT_ASSIGN] = { need_take_rule, need_assign_rule },
        [NEED_ACT_ANSWER] = { need_answer_rule },
        [NEED_ACT_SOLVE] = { need_take_rule, need_start_rule, need_solve_rule },
        [NEED_ACT_UNABLE] = { need_take_rule, need_unable_rule },
    };
    const NeedAct *a = s->a;
    Change         ch = { .life = &need_life, .ref = need, .words = a->act == NEED_ACT_SORT ? a->sort.why : a->words };
    for (size_t i = 0; i < CHANGE_RULES; i++)
        ch.rule[i] = rules[a->act][i];
    if (a->act == NEED_ACT_SORT)
        ch.arg = &a->sort;
    if (a->act == NEED_ACT_SOLVE)
        ch.arg = &s->result;
    if (a->act == NEED_ACT_ASSIGN)
        ch.arg = &s->given;
    return ch;
}

/* Whom it is given to sits at that desk; what lies at another waits for its own. */
static bool is_reached(const Actor *who, const NeedAct *a, const Need *first, const Need *n)
{
    return need_is_reached(who, a->act, n) && (a->act != NEED_ACT_ASSIGN || str_eq(n->at, first->at));
}

static bool is_left(int act, const Need *n)
{
    return act == NEED_ACT_TAKE ? n->state == NEED_RAISED : act != NEED_ACT_ASSIGN || n->owner == 0;
}

/* On the others of the group behind *after, as many as the body holds. */
static Err step_on_others(Db *w, By *by, const NeedAct *a, const NeedGiven *given, const NeedRow *first, i64 *after, NeedReach *reach)
{
    const Actor *who = by->actor ? by->actor : db_ctx(w)->actor;
    Step         s = { a, { .of = first->n.ref, .since = first->n.solved_at }, { given->owner, given->title, 0, given->desk } };
    Rows         rows;
    TRY(db_many(w, Q_NEED_GROUP_OPEN, ARGS(first->n.ref.county, first->n.group, first->n.ref.id, *after), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        NeedRow r = need_row_of(rows.row[i]);
        if (!is_reached(who, a, &first->n, &r.n)) {
            reach->left += is_left(a->act, &r.n);
            continue;
        }
        if (by->acts == CHANGES_A_BODY) {
            reach->later++;
            continue;
        }
        Change ch = step_of(&s, r.n.ref);
        TRY(change_in(w, by, &ch));
        *after = r.n.ref.id;
        reach->done++;
    }
    return OK;
}

typedef struct Together {
    const NeedAct *a;
    Step           step;
    Ref            need;
    Str            title; /* of the office */
    i64            id;    /* of the message, and of the row of what is left */
    NeedReach      reach;
} Together;

/* Who acts holds a role somewhere, and an account lies in the county of its roles. */
static Err rest_put(Db *w, Ref act, i64 need, const Step *s, const Actor *who, Str title, i64 after)
{
    const NeedAct *a = s->a;
    Str            words = a->act == NEED_ACT_SORT ? a->sort.why : a->act == NEED_ACT_ASSIGN ? s->given.title : a->words;
    TRY(db_exec(w, QUERY(need_together_add, KEY(act), .need = ARG(need), .act = ARG(a->act), .size = ARG(a->sort.size),
                         .door = ARG(a->sort.door), .words = ARG(words.n ? words : STR("")),
                         .title = ARG(title.n ? title : STR("")), .account = ARG(who->account),
                         .account_county = ARG(who->n_grants ? code_county(who->grants[0].place) : STR("")),
                         .after = ARG(after), .owner = ARG(s->given.owner))));
    return job_put(w, need_together_job.name, act, 0, db_ctx(w)->now);
}

Err need_others_later(Db *w, const By *by, Ref need, const NeedAct *a)
{
    Ctx         *c = db_ctx(w);
    const Actor *who = by->actor ? by->actor : c->actor;
    NeedRow      r;
    TRY(need_row(w, need, &r));
    if (r.n.group == 0 || who->n_grants == 0)
        return OK;
    return rest_put(w, (Ref){ need.county, db_id(w), r.n.ref.place }, need.id, &(Step){ .a = a }, who, by->title, 0);
}

static Err together_body(Db *w, void *arg)
{
    Together *t = arg;
    By        by = { .title = t->title, .told = t->a->all ? t->id : 0 };
    Change    ch = step_of(&t->step, t->need);
    NeedRow   first;
    i64       after = 0;
    t->reach = (NeedReach){ 0 };
    ch.version = t->a->version;
    TRY(change_in(w, &by, &ch));
    if (!t->a->all)
        return OK;
    TRY(need_row(w, t->need, &first));
    if (first.n.group == 0)
        return OK;
    by.cause = "need";
    by.cause_id = t->need.id;
    TRY(step_on_others(w, &by, t->a, &t->step.given, &first, &after, &t->reach));
    if (t->reach.later == 0)
        return OK;
    return rest_put(w, (Ref){ t->need.county, t->id, first.n.ref.place }, t->need.id, &t->step, db_ctx(w)->actor, t->title, after);
}

static Err act_check(Ctx *c, const NeedAct *a)
{
    if (a->act == NEED_ACT_SOLVE || a->act == NEED_ACT_ANSWER)
        return field_check_given(c, &NEED_ANSWER, a->words);
    if (a->act == NEED_ACT_UNABLE)
        return field_check_given(c, &NEED_WHY, a->words);
    return a->act == NEED_ACT_SORT ? field_check(c, &NEED_WHY, a->sort.why) : OK;
}

Err need_act(Ctx *c, Ref need, const NeedAct *a, NeedReach *ret_reach)
{
    Together *t = NEW(c->arena, Together);
    *t = (Together){ .a = a, .step = { .a = a }, .need = need, .id = id_new(c->now) };
    TRY(act_check(c, a));
    TRY(file_photos_store(c, &NEED_PHOTOS, a->photos, &t->step.result.photos));
    TRY(account_actor_title(c, &t->title));
    t->step.given.due = a->due;
    if (a->act == NEED_ACT_ASSIGN)
        TRY(need_given_to(c, need, a->owner, &t->step.given));
    TRY(db_write(c, together_body, t));
    *ret_reach = t->reach;
    return OK;
}

/* ---- what officials do, by name ---- */

Err need_take(Ctx *c, Ref need, i64 version)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_TAKE, .version = version }, &(NeedReach){ 0 });
}

Err need_sort(Ctx *c, Ref need, const NeedSort *s)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_SORT, .version = s->version, .sort = *s }, &(NeedReach){ 0 });
}

Err need_assign(Ctx *c, Ref need, const NeedAssign *a)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_ASSIGN, .version = a->version, .owner = a->owner, .due = a->due }, &(NeedReach){ 0 });
}

Err need_answer(Ctx *c, Ref need, Str text)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_ANSWER, .words = text }, &(NeedReach){ 0 });
}

Err need_solve(Ctx *c, Ref need, i64 version, Str text, const Uploads *photos)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_SOLVE, .version = version, .words = text, .photos = photos },
                    &(NeedReach){ 0 });
}

Err need_unable(Ctx *c, Ref need, i64 version, Str why)
{
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_UNABLE, .version = version, .words = why }, &(NeedReach){ 0 });
}

Err need_decide_in(Db *w, By *by, Ref need, const NeedDecided *d)
{
    NeedAct others = { .act = d->to == NEED_SOLVED ? NEED_ACT_SOLVE : NEED_ACT_UNABLE, .words = d->words };
    TRY(change_in(w, by, &(Change){ .life = &need_life, .ref = need, .rule = { need_decide_rule }, .words = d->words, .arg = d }));
    return d->to == NEED_SOLVED || d->to == NEED_UNABLE ? need_others_later(w, by, need, &others) : OK;
}

/* ---- the rest of them ---- */

typedef struct Rest {
    Ref  act;
    bool is_done;
} Rest;

static Err rest_on(Db *w, Rest *rest, Row r, const Actor *who)
{
    By        by = { .actor = who, .title = row_text(r, C_NEED_TOGETHER_GET_TITLE), .told = rest->act.id, .cause = "need",
                     .cause_id = row_int(r, C_NEED_TOGETHER_GET_NEED) };
    Str       words = row_text(r, C_NEED_TOGETHER_GET_WORDS);
    NeedAct   a = { .act = (int)row_int(r, C_NEED_TOGETHER_GET_ACT), .words = words,
                    .sort = { .size = (int)row_int(r, C_NEED_TOGETHER_GET_SIZE),
                              .door = (int)row_int(r, C_NEED_TOGETHER_GET_DOOR), .why = words } };
    i64       after = row_int(r, C_NEED_TOGETHER_GET_AFTER);
    NeedGiven given = { row_int(r, C_NEED_TOGETHER_GET_OWNER), words, 0, STR_NONE };
    NeedReach reach = { 0 };
    NeedRow   first;
    TRY(need_row(w, (Ref){ rest->act.county, by.cause_id, STR_NONE }, &first));
    if (given.owner != who->account)
        given.desk = first.n.at;
    TRY(step_on_others(w, &by, &a, &given, &first, &after, &reach));
    rest->is_done = reach.later == 0;
    return rest->is_done ? OK : db_exec(w, Q_NEED_TOGETHER_ON, ARGS(REF(rest->act), after));
}

/* Whoever holds no account any more acts no longer: what is left is asked of who sits there now. */
static Err rest_body(Db *w, void *arg)
{
    Rest *rest = arg;
    Ctx  *c = db_ctx(w);
    Row   r;
    bool  found;
    Actor who;
    rest->is_done = true;
    TRY(db_maybe(w, Q_NEED_TOGETHER_GET, ARGS(REF(rest->act)), &found, &r));
    if (!found)
        return OK; /* another program's job came first */
    Err e = account_actor(c, row_int(r, C_NEED_TOGETHER_GET_ACCOUNT), row_text(r, C_NEED_TOGETHER_GET_ACCOUNT_COUNTY), 0, &who);
    if (e == ERR_MISSING)
        ctx_clear_failure(c);
    else
        TRY(e);
    if (e == OK)
        TRY(rest_on(w, rest, r, &who));
    return rest->is_done ? db_exec(w, Q_NEED_TOGETHER_DROP, ARGS(REF(rest->act))) : OK;
}

static Err together_rest(Ctx *c, Ref act, i64 arg)
{
    Rest rest = { .act = act };
    do
        TRY(db_write(c, rest_body, &rest));
    while (!rest.is_done);
    return OK;
}

const JobKind need_together_job = { "need.together", together_rest, 0 };
