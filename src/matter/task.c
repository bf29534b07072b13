/* task: see task.h. */
#include "matter/task.h"

#include "base/ascii.h"
#include "engine/text/house_key.h"
#include "matter/since.h"
#include "matter/story.h"
#include "matter/task.sql.h"
#include "matter/tell.h"
#include "people/person.h"
#include "place/place.h"
#include "record/counter.h"
#include "record/link.h"
#include "record/rule.h"
#include "record/workcal.h"

/* Field                 name           type          low  high      names label */
const Field
    TASK_TITLE       = { "title",       FIELD_LINE,   2,   60,       NULL, "task.title" },
    TASK_OWNER_TITLE = { "owner_title", FIELD_LINE,   1,   40,       NULL, "task.owner_title" },
    TASK_HOUSE       = { "household",   FIELD_REF,    0,   0,        NULL, "task.house" },
    TASK_DUE         = { "due",         FIELD_DATE,   20200101, 29991231, NULL, "task.due" },
    TASK_WORDS       = { "text",        FIELD_TEXT,   2,  500,       NULL, "task.words" },
    TASK_WHY         = { "why",         FIELD_TEXT,   2,  500,       NULL, "task.why" },
    TASK_ROWS        = { "tasks",       FIELD_ROWS,   1,   10,       NULL, "task.rows" },
    TASK_PHOTOS      = { "photos",      FIELD_PHOTOS, 0,    3,       NULL, "task.photos" };

static const CounterKind COUNT_STATE[TASK_STATES] = { [TASK_OPEN] = { "task.open" }, [TASK_DONE] = { "task.done" }, [TASK_DROPPED] = { "task.dropped" } },
                         COUNT_LATE = { "task.late" };

/* ---- the row and its life ---- */

static void task_of(Row r, void *ret_task)
{
    *(Task *)ret_task = (Task){
        MATTER_OF(r, C_TASK_ROW),
        .at = row_text(r, C_TASK_ROW_AT_PLACE), .of_noun = row_text(r, C_TASK_ROW_OF_NOUN),
        .of = { row_text(r, C_TASK_ROW_COUNTY), row_int(r, C_TASK_ROW_OF_ID), STR_NONE },
        .account = row_int(r, C_TASK_ROW_ACCOUNT), .household = row_int(r, C_TASK_ROW_HOUSEHOLD),
        .owner_title = row_text(r, C_TASK_ROW_OWNER_TITLE), .due = row_int(r, C_TASK_ROW_DUE),
        .first_due = row_int(r, C_TASK_ROW_FIRST_DUE), .made_at = row_int(r, C_TASK_ROW_MADE_AT),
        .received_at = row_int(r, C_TASK_ROW_RECEIVED_AT), .is_overdue = row_bool(r, C_TASK_ROW_IS_OVERDUE),
        .is_extended = row_bool(r, C_TASK_ROW_IS_EXTENDED),
    };
}

static bool is_owner(const Actor *a, const Task *t)
{
    bool is_house = t->household != 0 && a->household == t->household && str_eq(a->county, t->ref.county);
    return is_house || (t->account != 0 && a->account == t->account);
}

static Err task_desk_check(Db *w, const Task *t, Verb v)
{
    Ctx *c = db_ctx(w);
    return access_may(c->actor, v, t->at) ? OK : fail(c, ERR_DENIED, "task.not_yours", "%s not held at the desk", verb_name(v));
}

/* Of those it was given to a house may say that it never agreed; an account was given it by its office. */
static Err standing(Db *w, const void *row, const Move *m)
{
    const Task  *t = row;
    const Actor *a = db_ctx(w)->actor;
    if (m->who & BY_OWNER && is_owner(a, t) && (m->to != TASK_DROPPED || t->household != 0))
        return OK;
    return task_desk_check(w, row, m->verb);
}

static Err store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Task *before = was, *t = row;
    return db_change(w, QUERY(task_store, KEY(t->ref), .version = ARG(before->version), .from = ARG(before->state),
                              .state = ARG(t->state), .at_place = ARG(t->at), .due = ARG(t->due),
                              .is_overdue = ARG(t->is_overdue), .is_extended = ARG(t->is_extended),
                              .received_at = ARG(t->received_at), .changed_at = ARG(t->changed_at)), ret_rows);
}

static void count(Db *w, const void *row, int sign)
{
    const Task *t = row;
    counter_add(w, t->at, &COUNT_STATE[t->state], 0, sign);
    if (t->state == TASK_OPEN && t->is_overdue)
        counter_add(w, t->at, &COUNT_LATE, 0, sign);
}

static Err jobs_put(Db *w, const Task *t)
{
    if (t->state == TASK_OPEN && t->due > db_ctx(w)->now)
        return job_put(w, "task.overdue", t->ref, t->version, t->due);
    return job_drop(w, "task.overdue", t->ref);
}

static Err stored(Db *w, const void *was, const void *row)
{
    return jobs_put(w, row);
}

static Tell tell_of(const Task *t, const char *event, Str words)
{
    return (Tell){ .noun = "task", .ref = t->ref, .event = event, .title = t->title, .words = words };
}

static Err tell(Db *w, const Change *ch, const void *was, const void *row)
{
    const Task *t = row;
    Tell        to = tell_of(t, ch->event, ch->words);
    if (ch->tell & TELL_ABOVE)
        TRY(tell_desk(w, &to, t->at, VERB_ANSWER, NULL, NULL));
    if (ch->tell & TELL_AUTHOR && t->account != 0 && t->account != db_ctx(w)->actor->account)
        TRY(tell_account(w, &to, t->ref.county, t->account));
    if (ch->tell & TELL_AUTHOR && t->household != 0)
        TRY(tell_house(w, &to, t->household));
    return ch->tell & TELL_VOICES ? tell_parties(w, &to) : OK;
}

/* Its desk is the one of that level over its place. */
static void carried(Ctx *c, void *row)
{
    Task *t = row;
    t->at = code_at(t->ref.place, code_level(t->at));
}

static const char *const states[] = { [TASK_OPEN] = "open", [TASK_DONE] = "done", [TASK_DROPPED] = "dropped", NULL };
_Static_assert(COUNTOF(states) == TASK_STATES + 1 && TASK_STATES == 3, "a name and a counter for every state");
static const Move moves[] = {
    /* from       to            who                  verb         asks      tells        event */
    { TASK_OPEN, TASK_DONE,    BY_OWNER | BY_VERB,  VERB_ANSWER, ASKS_WHY, TELL_VOICES, "task.done" },
    { TASK_OPEN, TASK_DROPPED, BY_OWNER | BY_VERB,  VERB_ANSWER, ASKS_WHY, TELL_AUTHOR | TELL_VOICES, "task.dropped" },
};
static const Life life = {
    .noun = "task", .row_size = sizeof(Task), .states = states, .moves = moves, .n_moves = COUNTOF(moves), .get = Q_TASK_GET,
    .each = Q_TASK_EACH, .trail = Q_TASK_TRAIL, .carry_list = Q_TASK_CARRY_LIST, .carry = Q_TASK_CARRY, .of = task_of, .carried = carried,
    .standing = standing, .store = store, .count = count, .stored = stored, .tell = tell,
};

/* ---- made ---- */

static const FormField row_fields[] = { AT(TaskNew, title, TASK_TITLE, REQUIRED), AT(TaskNew, owner_title, TASK_OWNER_TITLE, REQUIRED),
                                        AT(TaskNew, household, TASK_HOUSE, OPTIONAL), AT(TaskNew, due, TASK_DUE, REQUIRED) };
const Form task_row_form = FORM_OF(TaskNew, row_fields);

static Err check_new(Ctx *c, const TaskNew *n)
{
    Ref house;
    TRY(field_check_given(c, &TASK_TITLE, n->title));
    TRY(field_check_given(c, &TASK_OWNER_TITLE, n->owner_title));
    if (n->household.id != 0)
        TRY(household_under(c, n->place, "household", n->household, &house));
    return n->due >= date_of(c->now) ? OK : fail_at(c, "due", "task.due.past", STR_NONE, STR_NONE);
}

/* A number in the end, 三组2户 or 2: a house is meant, and no 村委会. */
static bool means_house(Arena *a, Str text)
{
    Str written = house_written(a, text);
    return written.n != 0 && ascii_is_digit(written.p[written.n - 1]);
}

static Err owner_find(Ctx *c, TaskNew *n)
{
    Ref house;
    if (n->household.id != 0 || n->account != 0)
        return OK;
    Err e = household_find(c, n->place, n->owner_title, &house);
    if (e == OK)
        n->household = house;
    if (e != ERR_MISSING && e != ERR_CONFLICT)
        return e;
    ctx_clear_failure(c);
    if (e == ERR_CONFLICT)
        return fail_at(c, "owner_title", "task.owner.which", n->owner_title, STR_NONE);
    return means_house(c->arena, n->owner_title) ? fail_at(c, "owner_title", "task.owner.none", n->owner_title, STR_NONE) : OK;
}

static Err row_check(Ctx *c, void *row, const void *place)
{
    TaskNew *n = row;
    n->place = *(const Code *)place;
    TRY(check_new(c, n));
    TRY(place_line_no_office(c, TASK_OWNER_TITLE.name, place_actor_sits(c->actor, n->place), n->owner_title));
    return owner_find(c, n);
}

Err tasks_check(Ctx *c, Code place, FieldRows *tasks)
{
    return field_rows_check(c, &TASK_ROWS, sizeof(TaskNew), tasks, row_check, &place);
}

typedef struct Making {
    const char    *of_noun;
    Ref            of;
    const TaskNew *n;
    const By      *by;
    Task           t;
} Making;

static Err make_body(Db *w, void *arg)
{
    Making        *m = arg;
    const TaskNew *n = m->n;
    Ctx           *c = db_ctx(w);
    Change         ch = { .life = &life, .by = *m->by, .event = "task.made", .tell = TELL_AUTHOR };
    i64            there;
    TRY(check_new(c, n));
    TRY(db_int(w, Q_TASK_OF_COUNT, ARGS(m->of.county, m->of_noun, m->of.id), &there));
    if (there >= LINKS_MOST)
        return fail(c, ERR_TOO_LARGE, "task.many", "more than %d tasks of one matter", LINKS_MOST);
    m->t = (Task){ .ref = { m->of.county, db_id(w), n->place }, .title = n->title, .at = n->place, .account = n->account,
                   .household = n->household.id, .owner_title = n->owner_title, .due = date_start(n->due) + DAY, .version = 1 };
    TRY(db_exec(w, QUERY(task_add, KEY(m->t.ref), .place = ARG(n->place), .title = ARG(n->title),
                         .of_noun = ARG(m->of_noun), .of_id = ARG(m->of.id), .account = ARG(n->account),
                         .household = ARG(n->household.id), .owner_title = ARG(n->owner_title), .due = ARG(m->t.due),
                         .made_at = ARG(c->now))));
    TRY(link_put(w, "task", m->t.ref, LINK_PART_OF, m->of_noun, m->of));
    count(w, &m->t, 1);
    TRY(jobs_put(w, &m->t));
    change_part(&ch, (EventPart)PART("due", m->t.due));
    ch.words = n->title;
    TRY(change_event(w, &ch, &m->t, db_id(w)));
    ch.words = n->owner_title;
    return tell(w, &ch, NULL, &m->t);
}

Err tasks_make_in(Db *w, By *by, const char *of_noun, Ref of, const FieldRows *tasks)
{
    const TaskNew *v = tasks->v;
    for (size_t i = 0; i < tasks->n; i++)
        TRY(by_run(w, by, make_body, &(Making){ .of_noun = of_noun, .of = of, .n = &v[i], .by = by }));
    return OK;
}

/* ---- done, put off, dropped ---- */

static Err done_rule(Db *w, Change *ch, void *row)
{
    TRY(file_photos_tie(w, "task", ch->ref, "result", ch->arg));
    return change_move(w, ch, row, TASK_DONE);
}

Err task_done(Ctx *c, Ref task, i64 version, Str words, const Uploads *photos)
{
    Photos *result = NEW(c->arena, Photos);
    TRY(field_check_given(c, &TASK_WORDS, words));
    TRY(file_photos_store(c, &TASK_PHOTOS, photos, result));
    return change(c, &(Change){ .life = &life, .ref = task, .version = version, .rule = { done_rule }, .words = words, .arg = result });
}

static Err drop_rule(Db *w, Change *ch, void *row)
{
    return change_move(w, ch, row, TASK_DROPPED);
}

Err task_drop(Ctx *c, Ref task, i64 version, Str why)
{
    TRY(field_check_given(c, &TASK_WHY, why));
    return change(c, &(Change){ .life = &life, .ref = task, .version = version, .rule = { drop_rule }, .words = why });
}

static Err open_check(Db *w, const Task *t)
{
    return t->state == TASK_OPEN ? OK : fail(db_ctx(w), ERR_CONFLICT, "matter.no_such_step", "a task in state %d", t->state);
}

static Err extend_rule(Db *w, Change *ch, void *row)
{
    Ctx  *c = db_ctx(w);
    Task *t = row;
    i64   most, latest, wished = date_start(*(const Date *)ch->arg) + DAY;
    TRY(task_desk_check(w, t, VERB_TRIAGE));
    TRY(open_check(w, t));
    if (t->is_extended)
        return fail(c, ERR_CONFLICT, "task.extended_already", "a second extension");
    TRY(rule_value(w, "task.extend.workdays", t->at, date_of(c->now), &most));
    TRY(workcal_due(w, t->due > c->now ? t->due : c->now, (int)most, &latest));
    if (wished <= t->due || wished > latest)
        return fail_at(c, "due", "task.due.wrong", date_iso(c->arena, date_of(latest - 1)), STR_NONE);
    change_note(ch, "task.extended", TELL_AUTHOR | TELL_VOICES);
    change_part(ch, (EventPart)PART("due_was", t->due));
    change_part(ch, (EventPart)PART("due", wished));
    t->due = wished;
    t->is_extended = true;
    return OK;
}

Err task_extend(Ctx *c, Ref task, i64 version, Date due, Str why)
{
    TRY(field_check_given(c, &TASK_WHY, why));
    return change(c, &(Change){ .life = &life, .ref = task, .version = version, .rule = { extend_rule }, .words = why, .arg = &due });
}

static Err receive_rule(Db *w, Change *ch, void *row)
{
    Task *t = row;
    TRY(task_desk_check(w, t, VERB_HANDOVER));
    TRY(open_check(w, t));
    if (t->received_at != 0 || str_eq(t->at, t->ref.place))
        return OK;
    t->received_at = db_ctx(w)->now;
    change_note(ch, "task.received", TELL_AUTHOR);
    return OK;
}

Err task_receive(Ctx *c, Ref task)
{
    return change(c, &(Change){ .life = &life, .ref = task, .rule = { receive_rule } });
}

/* ---- time ---- */

/* Once a level; the county's desk keeps what is its own, marked. */
static Err overdue_rule(Db *w, Change *ch, void *row)
{
    Ctx  *c = db_ctx(w);
    Task *t = row;
    i64   days;
    if (t->state != TASK_OPEN || t->due > c->now)
        return OK;
    bool rises = code_level(t->at) > LEVEL_COUNTY;
    change_note(ch, rises ? "task.rose" : "task.late", TELL_AUTHOR | (rises ? TELL_ABOVE : TELL_NOBODY));
    t->is_overdue = true;
    if (!rises)
        return OK;
    t->at = code_parent(t->at);
    t->received_at = 0;
    TRY(rule_value(w, "task.rise.workdays", t->at, date_of(c->now), &days));
    return workcal_due(w, c->now, (int)days, &t->due);
}

static Err overdue_job(Ctx *c, Ref task, i64 version)
{
    return change(c, &(Change){ .life = &life, .ref = task, .rule = { overdue_rule } });
}

static const JobKind        overdue = { "task.overdue", overdue_job, 0 };
static const JobKind *const jobs[] = { &overdue, NULL };

/* ---- reading ---- */

static Err task_fill(Ctx *c, void *tasks, size_t i)
{
    Task *t = (Task *)tasks + i;
    t->is_mine = is_owner(c->actor, t);
    t->may_act = t->is_mine || access_may(c->actor, VERB_ANSWER, t->at);
    t->may_hand = access_may(c->actor, VERB_HANDOVER, t->at);
    TRY(place_name(c, t->ref.place, &t->place_name));
    return place_name(c, t->at, &t->at_name);
}

Err task_get(Ctx *c, Ref ref, Task *ret_task)
{
    TRY(matter_visible(c, STR("task"), ref));
    TRY(life_read(db_read(c), &life, ref, ret_task));
    return task_fill(c, ret_task, 0);
}

/* One more than `most` may have been asked for. */
static Err tasks_fill(Ctx *c, Rows rows, size_t most, Tasks *ret_tasks)
{
    Task  *v = NEW_N(c->arena, Task, rows.n);
    size_t n = rows.n < most ? rows.n : most;
    for (size_t i = 0; i < n; i++)
        task_of(rows.row[i], &v[i]);
    TRY(db_together(c, n, task_fill, v));
    *ret_tasks = (Tasks){ .v = v, .n = n };
    if (rows.n > n)
        ret_tasks->next = CURSOR(v[n - 1].due, v[n - 1].ref.id);
    return OK;
}

void task_list_of_ahead(Ctx *c, const char *of_noun, Ref of)
{
    db_ahead(db_read(c), Q_TASK_OF, ARGS(of.county, of_noun, of.id));
}

Err task_list_of(Ctx *c, const char *of_noun, Ref of, Tasks *ret_tasks)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_TASK_OF, ARGS(of.county, of_noun, of.id), &rows));
    return tasks_fill(c, rows, rows.n, ret_tasks);
}

typedef struct OpenRead {
    const DeskAsk *ask;
    const Cursor  *after; /* due, id */
    Rows           rows[2];
} OpenRead;

/* The first of those that are not late, or (1) of those that are. */
static Err open_read(Ctx *c, void *arg, size_t late)
{
    OpenRead      *o = arg;
    const DeskAsk *ask = o->ask;
    Level          level = code_level(ask->place);
    if (ask->when == (late ? DESK_LATER : DESK_LATE))
        return OK;
    Query q = level == LEVEL_COUNTY ? Q_TASK_LIST_COUNTY : level == LEVEL_TOWN ? Q_TASK_LIST_TOWN
                : level == LEVEL_VILLAGE ? Q_TASK_LIST_VILLAGE : Q_TASK_LIST_GROUP;
    return db_many(db_read(c), q, GIVEN(task_list_county, .county = ARG(code_county(ask->place)), .place = ARG(ask->place),
                                        .late = ARG(late), .since = ARG(ask->since), .after_due = ARG(o->after->n[0]),
                                        .after_id = ARG(o->after->n[1]), .most = ARG(DESK_PAGE + 1)),
                   &o->rows[late]);
}

static bool is_before(Row a, Row b)
{
    i64 x = row_int(a, C_TASK_ROW_DUE), y = row_int(b, C_TASK_ROW_DUE);
    return x != y ? x < y : row_int(a, C_TASK_ROW_ID) < row_int(b, C_TASK_ROW_ID);
}

/* Where they lie, as a list of that place names it. */
static Err names_in(Ctx *c, Code list, Tasks *tasks)
{
    Task *v = (Task *)tasks->v; /* which this request made */
    for (size_t i = 0; i < tasks->n; i++) {
        TRY(place_name_in(c, list, v[i].ref.place, &v[i].place_name));
        TRY(place_name_in(c, list, v[i].at, &v[i].at_name));
    }
    return OK;
}

/* Both in one order. */
static Err list_read_open(Ctx *c, const DeskAsk *ask, const Cursor *after, Tasks *ret_tasks)
{
    OpenRead o = { ask, after, { { 0 } } };
    TRY(db_together(c, COUNTOF(o.rows), open_read, &o));
    const Rows late = o.rows[1], later = o.rows[0];
    Row       *all = NEW_N(c->arena, Row, late.n + later.n + 1);
    for (size_t i = 0, k = 0; i + k < late.n + later.n;) {
        bool is_late = k == later.n || (i < late.n && is_before(late.row[i], later.row[k]));
        all[i + k] = is_late ? late.row[i] : later.row[k];
        i += is_late;
        k += !is_late;
    }
    TRY(tasks_fill(c, (Rows){ all, late.n + later.n }, DESK_PAGE, ret_tasks));
    return names_in(c, ask->place, ret_tasks);
}

Err task_list(Ctx *c, Code place, bool late, const ListAsk *ask, Tasks *ret_tasks)
{
    if (ask->since) {
        TRY(life_changed(c, &life, place, ask, task_fill, CHANGED_INTO(ret_tasks)));
        return names_in(c, place, ret_tasks);
    }
    return list_read_open(c, &(DeskAsk){ .place = place, .when = late ? DESK_LATE : DESK_ALL }, &ask->after, ret_tasks);
}

/* ---- what waits for a desk ---- */

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    Tasks  tasks = { 0 };
    Cursor after = desk_after(ask);
    if (code_level(ask->place) >= LEVEL_COUNTY)
        TRY(list_read_open(c, ask, &after, &tasks));
    DeskLine *v = NEW_N(c->arena, DeskLine, tasks.n + 1);
    for (size_t i = 0; i < tasks.n; i++) {
        const Task *t = &tasks.v[i];
        v[i] = (DeskLine){ .ref = t->ref, .is_late = t->is_overdue, .has_day = true, .is_mine = t->is_mine, .due = t->due,
                           .title = t->title, .place_name = t->place_name,
                           .state = t->received_at == 0 && !str_eq(t->at, t->ref.place) ? "desk.task.rose" : "task.state.open" };
    }
    *ret_lines = (DeskLines){ v, tasks.n, tasks.next.is_set };
    return OK;
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    const Counter *v;
    size_t         n;
    *ret_count = (DeskCount){ 0 };
    if (code_level(place) < LEVEL_COUNTY) /* each county has its own */
        return OK;
    TRY(counter_read_totals(c, place, COUNTERS_OF("task"), &v, &n));
    *ret_count = (DeskCount){ counter_value(v, n, place, &COUNT_STATE[TASK_OPEN], 0), counter_value(v, n, place, &COUNT_LATE, 0) };
    return OK;
}

static const NounDesk desk = { .path = "/task/", .verb = VERB_ANSWER, .lines = desk_lines, .count = desk_count };

/* ---- as a row of the table of nouns ---- */

/* For whom the matter is that it came out of. */
static Err visible(Ctx *c, const Noun *noun, Ref task, bool *ret_visible)
{
    Task t;
    TRY(life_read(db_read(c), &life, task, &t));
    const Noun *of = noun_find(t.of_noun);
    *ret_visible = false;
    return of != NULL && of->visible != NULL ? of->visible(c, of, t.of, ret_visible) : OK;
}

/* Those of the matter that it came out of. */
static Err parties(Db *db, Ref task, i64 after, i64 most, Rows *ret_houses)
{
    Task t;
    TRY(life_read(db, &life, task, &t));
    const Noun *of = noun_find(t.of_noun);
    return of != NULL && of->parties != NULL ? of->parties(db, t.of, after, most, ret_houses) : OK;
}

/* Whoever keeps a copy hears of it. */
static Err name_erase(Db *w, Ref task, bool is_theirs, Str name)
{
    TRY(db_exec(w, QUERY(task_name_erase, KEY(task), .is_theirs = ARG(is_theirs), .name = ARG(name))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "task.erased", .subject = task });
}

static Err erase(Db *w, Ref person)
{
    Str  name;
    Rows rows;
    i64  after = 0;
    TRY(person_called(w, person, &name));
    name = name.n ? name : STR("");
    do {
        TRY(db_many(w, QUERY(task_named, .county = ARG(person.county), .person = ARG(person.id), .village = ARG(code_log(person.place)),
                             .name = ARG(name), .after = ARG(after)), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row r = rows.row[i];
            after = row_int(r, C_TASK_NAMED_ID);
            TRY(name_erase(w, (Ref){ person.county, after, row_text(r, C_TASK_NAMED_PLACE) }, row_bool(r, C_TASK_NAMED_IS_THEIRS), name));
        }
    } while (rows.n > 0);
    TRY(db_exec(w, Q_TASK_MADE_ERASE, ARGS(REF(person))));
    return db_exec(w, Q_TASK_DONE_ERASE, ARGS(REF(person)));
}

static const Invariant invariants[] = {
    { Q_TASK_CHECK_PLACE, "task.place: it lies at a place that is not there", .of = "" },
    { Q_TASK_CHECK_LINK, "task.link: it is no part of the matter it came out of", .of = "" },
    { 0 },
};

static const EventKind events[] = {
    { "task.made", true }, { "task.done", true }, { "task.dropped", true }, { "task.extended", true }, { "task.received", true },
    { "task.rose", true }, { "task.late", true }, { "task.carried", true }, { "task.carried_away", true }, { "task.erased", true }, { 0 },
};

static const NounFigure figures[] = { { "task.open", "task.figure.open", "/task" }, { "task.late", "task.figure.late", "/task?late=1" },
                                      { "task.done", "task.figure.done", NULL }, { 0 } };

const Noun task_noun = { .name = "task", .jobs = jobs, .events = events, .life = &life, .figures = figures, .desk = &desk, .invariants = invariants,
                         .rebuild = life_rebuild, .title = life_title, .visible = visible, .parties = parties, .carry = life_carry,
                         .erase = erase };
