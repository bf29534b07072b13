/* demo_play: plays the acts in the order of their times. Each is what a person would do: the clock stands at its time,
 * its actor is the one who may, and a rule of plan/need/need.h does it. In between, on each morning of the story, what is due
 * by the clock is run. What a rule refuses ends the demonstration: it shows either a wrong plan or a wrong rule. */
#include "cli/demo.h"
#include "base/embed.h"
#include "entry/help.h"
#include "record/job.h"

static const Actor *official_at(const Demo *d, Verb v, Code desk)
{
    const Official *best = NULL;
    for (size_t i = 0; i < d->n_officials; i++) {
        const Official *o = &d->officials[i];
        if (o->role != ROLE_ADMIN && access_may(&o->actor, v, desk) && (best == NULL || o->place.n > best->place.n))
            best = o;
    }
    return best != NULL ? &best->actor : &ACTOR_NOBODY;
}

static const Official *helper_of(const Demo *d, Code home)
{
    for (size_t i = 0; i < d->n_officials; i++)
        if (d->officials[i].role == ROLE_HELPER && code_covers(d->officials[i].place, home))
            return &d->officials[i];
    return NULL;
}

/* The author speaks, or the village's helper, whom the house agrees to on its phone. */
static Err author_speaks(Ctx *c, const Demo *d, const Tale *m)
{
    const Official *o = m->by_helper ? helper_of(d, m->group) : NULL;
    const Actor    *own = &m->author->actor;
    HelpNew         n = { .household = m->author->ref, .person = { own->county, own->person, own->home }, .way = HELP_BY_MESSAGE };
    Ref             help;
    c->actor = own;
    if (o == NULL)
        return OK;
    Actor *acting = NEW(c->arena, Actor);
    *acting = o->actor;
    c->actor = &o->actor;
    TRY(help_ask(c, own->county, &n, &help));
    db_read_end(c);
    c->actor = own;
    TRY(help_answer(c, help, true));
    db_read_end(c);
    TRY(help_take(c, own->county, ref_name(c->arena, help), acting));
    c->actor = acting;
    return OK;
}

static Str once_key(Ctx *c, const Demo *d, const Tale *m, const char *what, int n)
{
    return arena_printf(c->arena, "demo-%s-%d-%d", what, (int)(m - d->matters), n);
}

static Uploads drawing(Ctx *c, Str name)
{
    if (name.n == 0)
        return (Uploads){ .n = 0 };
    const Embedded *file = embedded_find(arena_printf(c->arena, "demo/photos/%.*s.jpg", STR_ARG(name)));
    BUG_ON(file == NULL); /* names of the plan, which is built in as they are */
    Upload *u = NEW(c->arena, Upload);
    *u = (Upload){ .name = arena_printf(c->arena, "%.*s.jpg", STR_ARG(name)), .type = STR("image/jpeg"), .bytes = file->bytes };
    return (Uploads){ .v = u, .n = 1 };
}

static Err raise_matter(Ctx *c, Demo *d, Tale *m)
{
    NeedNew n = { .title = m->title, .body = m->body, .kind = m->kind, .category = m->category, .place = m->group,
                  .since = m->since, .hide_author = m->hidden, .photos = drawing(c, m->photo), .anyway = true,
                  .once = once_key(c, d, m, "raise", 0) };
    if (m->kind == NEED_COMPLAINT)
        n.target = STR("村里管这件事的干部");
    TRY(author_speaks(c, d, m));
    return need_raise(c, &n, &m->need);
}

static Err judge(Ctx *c, Demo *d, Tale *m, bool done, Str reason)
{
    NeedVerdict v = { .done = done, .reason = reason, .once = once_key(c, d, m, "judge", m->judged++) };
    return need_judge(c, m->need, &v);
}

/* What the author's house or the neighbours do. */
static Err play_people(Ctx *c, Demo *d, const Act *a)
{
    Tale *m = a->matter;
    switch (a->what) {
    case 'R':
        return raise_matter(c, d, m);
    case '+':
        c->actor = &m->neighbours[a->who]->actor;
        return need_join(c, m->need, a->who < m->n_reasons ? m->reasons[a->who] : STR_NONE);
    case 'J':
        TRY(author_speaks(c, d, m));
        return judge(c, d, m, true, STR_NONE);
    case 'j':
        c->actor = m->n_neighbours ? &m->neighbours[0]->actor : &m->author->actor;
        return judge(c, d, m, true, STR_NONE);
    case 'N':
        TRY(author_speaks(c, d, m));
        return judge(c, d, m, false, m->doubt);
    case 'c':
        TRY(author_speaks(c, d, m));
        return need_accept(c, m->need);
    case 'O':
        TRY(author_speaks(c, d, m));
        return need_object(c, m->need, m->doubt.n ? m->doubt : STR("请上面再看一看"));
    case 'W':
        TRY(author_speaks(c, d, m));
        return need_withdraw(c, m->need, m->last);
    }
    return fail(c, ERR_INTERNAL, NULL, "demo: no act '%c'", a->what);
}

static Err sort(Ctx *c, Tale *m, NeedSize size)
{
    NeedSort s = { .size = (int)size, .why = size == NEED_NOT_OURS || size == NEED_BIG ? m->last : STR_NONE };
    if (size == NEED_NOT_OURS)
        s.door = m->door.n ? field_enum(&NEED_DOOR, m->door) : DOOR_OTHER;
    return need_sort(c, m->need, &s);
}

static Err group_with_twin(Ctx *c, Tale *m)
{
    i64       group;
    const Ref both[] = { m->twin->need, m->need };
    if (m->twin->need.id == 0)
        return OK;
    return need_group(c, &(Refs){ both, COUNTOF(both) }, m->title, &group);
}

/* What the desk does that the matter lies on. */
static Err play_desk(Ctx *c, Demo *d, const Act *a)
{
    Tale    *m = a->matter;
    NeedAssign to_self = { .owner = 0 };
    Uploads    proof = drawing(c, m->proof);
    switch (a->what) {
    case 'T': return need_take(c, m->need, 0);
    case 's': return sort(c, m, NEED_SMALL);
    case 'b': return sort(c, m, NEED_BIG);
    case 'n': return sort(c, m, NEED_NOT_OURS);
    case 'e': return sort(c, m, NEED_EMERGENCY);
    case 'a': return need_assign(c, m->need, &to_self);
    case 'A': return need_answer(c, m->need, m->answer.n ? m->answer : STR("已经安排人去看了，有结果就在这里说。"));
    case 'x': return need_extend(c, m->need, 0, workday_add(&d->calendar, date_of(m->due - 1), 3), m->last.n ? m->last : STR("等材料"));
    case 'S': return need_solve(c, m->need, 0, m->last.n ? m->last : STR("办好了，请您看看。"), &proof);
    case 'Z': return need_solve(c, m->need, 0, m->again.n ? m->again : STR("又去办了一次，请您再看看。"), &proof);
    case 'k': return need_tell(c, m->need, STR("电话"));
    case 'U': return need_unable(c, m->need, 0, m->last);
    case 'u': return need_hand(c, m->need, 0, m->last, &m->need);
    case 'r': return need_receive(c, m->need);
    case 'g': return need_give_back(c, m->need, 0, STR("村里先跟对方村坐下来谈一次，谈好了镇里来定。"), &m->need);
    case 'G': return group_with_twin(c, m);
    }
    return play_people(c, d, a);
}

static Verb verb_of(char what)
{
    switch (what) {
    case 'A': case 'S': case 'Z': case 'U': case 'k': return VERB_ANSWER;
    case 'u': case 'r': case 'g': return VERB_HANDOVER;
    default: return VERB_TRIAGE;
    }
}

/* The desk it lies on, as the city's eyes see it. */
static Err desk_of(Ctx *c, const Demo *d, Tale *m, Code *ret_desk)
{
    Need n;
    c->actor = official_at(d, VERB_COMPLAINT, code_at(m->need.county, LEVEL_CITY));
    TRY(need_get(c, m->need, &n));
    *ret_desk = n.at;
    m->due = n.due;
    return OK;
}

static Err play_act(Ctx *c, Demo *d, const Act *a)
{
    static const char desk_acts[] = "TsbneaAxSZkUurgG";
    bool at_desk = false;
    for (const char *p = desk_acts; *p != '\0'; p++)
        at_desk = at_desk || *p == a->what;
    if (at_desk) {
        Code desk;
        TRY(desk_of(c, d, a->matter, &desk));
        c->actor = official_at(d, verb_of(a->what), desk);
    }
    Tale *m = a->matter;
    if (a->what == 'r' && c->actor == m->handed_by) /* a group without a leader: the same one sits at both desks, and asks no receipt */
        return OK;
    m->handed_by = a->what == 'u' ? c->actor : m->handed_by;
    TRY(play_desk(c, d, a));
    m->need.county = str_copy(d->keep, m->need.county);
    m->need.place = str_copy(d->keep, m->need.place);
    return OK;
}

/* All jobs that are due by then. */
static Err run_jobs(Ctx *c, Arena *a, Store *store, i64 now)
{
    enum { MOST = 200 };
    clock_set(now);
    for (int run = MOST; run == MOST;) {
        ctx_init(c, a, store, &ACTOR_CLOCK, now);
        TRY(job_tick(c, MOST, &run));
        db_read_end(c);
    }
    arena_reset(a);
    return OK;
}

/* The mornings from *day on, by `now`; *day becomes the first that is still to come. */
static Err pass_days(Ctx *c, Arena *a, Demo *d, int *day, i64 now)
{
    for (; *day <= DEMO_DAYS; ++*day) {
        i64 morning = date_start(d->days[*day]) + 7 * HOUR;
        if (morning > now)
            break;
        TRY(run_jobs(c, a, d->cli->store, morning));
        ctx_init(c, a, d->cli->store, &ACTOR_NOBODY, morning);
        Err e = demo_meet(c, d, *day);
        e = e == OK ? demo_posts(c, d, *day) : e;
        db_read_end(c);
        if (e != OK)
            return fail(&d->cli->ctx, e, NULL, "demo: a meeting on day %d: %s %.*s", *day, err_name(e), STR_ARG(c->log));
        arena_reset(a);
    }
    return OK;
}

static Err complain(Demo *d, const Ctx *c, const Act *a, Err e)
{
    Str day = date_iso(d->keep, date_of(a->at));
    return fail(&d->cli->ctx, e, NULL, "demo: act '%c' of {%.*s} (%.*s) on %.*s: %s %.*s", a->what, STR_ARG(a->matter->title),
                STR_ARG(a->matter->fate), STR_ARG(day), err_name(e), STR_ARG(c->log));
}

Err demo_play(Demo *d)
{
    Arena *a = arena_open();
    Ctx    c;
    int    day = 1;
    Err    e = OK;
    for (size_t i = 0; e == OK && i < d->n_acts; i++) {
        e = pass_days(&c, a, d, &day, d->acts[i].at);
        clock_set(d->acts[i].at);
        ctx_init(&c, a, d->cli->store, &ACTOR_NOBODY, d->acts[i].at);
        if (e == OK)
            e = play_act(&c, d, &d->acts[i]);
        db_read_end(&c);
        if (e != OK)
            e = complain(d, &c, &d->acts[i], e);
        arena_reset(a);
    }
    if (e == OK)
        e = pass_days(&c, a, d, &day, d->end);
    if (e == OK)
        e = run_jobs(&c, a, d->cli->store, d->end);
    arena_close(a);
    return e;
}
