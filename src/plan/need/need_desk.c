/* need_desk: what of the needs waits for a desk (Noun.desk): its queue. */
#include "plan/need/need_desk.h"

#include "plan/need/need_tally.h"

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    NeedQueue q = { .place = ask->place, .view = ask->when == DESK_LATE ? QUEUE_OVERDUE : QUEUE_ALL, .after = ask->after,
                    .in_time = ask->when == DESK_LATER, .since = ask->since };
    Needs     needs;
    _Static_assert((int)NEED_PAGE_SIZE == (int)DESK_PAGE, "a page of the queue is one of the desk");
    TRY(need_queue(c, &q, &needs));
    DeskLine *v = NEW_N(c->arena, DeskLine, needs.n + 1);
    for (size_t i = 0; i < needs.n; i++) {
        const Need *n = &needs.v[i];
        v[i] = (DeskLine){ .ref = n->ref, .is_urgent = n->is_urgent, .is_late = n->is_overdue, .has_day = true, .due = n->due,
                           .title = n->title, .place_name = n->place_name,
                           .state = str_cstr(c->arena, arena_printf(c->arena, "need.state.%s", need_state_name((int)n->state))) };
    }
    *ret_lines = (DeskLines){ v, needs.n, needs.more };
    return OK;
}

Err need_desk_count(Ctx *c, Code place, NeedQueued *ret_queued)
{
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(c, place, COUNTERS_OF("need"), &v, &n));
    *ret_queued = (NeedQueued){ need_sums(v, n, place, COUNT_STATE).open, counter_value(v, n, place, &COUNT_OVERDUE, 0),
                                counter_value(v, n, place, &COUNT_STATE[NEED_SOLVED], 0) };
    return need_queued(c, place, ret_queued);
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    NeedQueued q;
    TRY(need_desk_count(c, place, &q));
    *ret_count = (DeskCount){ q.open, q.overdue };
    return OK;
}

/* ---- several at once ---- */

/* A group stands on the desk once: what is done there is done to all of it. */
static Err on_all(Ctx *c, Ref need, NeedAct act)
{
    NeedReach reach;
    act.all = true;
    return need_act(c, need, &act, &reach);
}

static Err act_take(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_TAKE });
}

static Err act_answer(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_ANSWER, .words = said->words });
}

static Err act_mine(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_ASSIGN });
}

static Err act_give(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_ASSIGN, .owner = said->whom.id, .due = said->day });
}

static Err act_small(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_SORT, .sort = { .size = NEED_SMALL } });
}

static Err act_big(Ctx *c, Ref need, const DeskSaid *said)
{
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_SORT, .sort = { .size = NEED_BIG, .why = said->words } });
}

static Err act_not_ours(Ctx *c, Ref need, const DeskSaid *said)
{
    int door = field_enum(&NEED_DOOR, said->choice);
    return on_all(c, need, (NeedAct){ .act = NEED_ACT_SORT, .sort = { .size = NEED_NOT_OURS, .door = door, .why = said->words } });
}

static Err act_hand(Ctx *c, Ref need, const DeskSaid *said)
{
    Ref now;
    return need_hand(c, need, 0, said->words, &now);
}

static const DeskAct need_acts[] = {
    { .name = "take", .is_done_once = true, .act = act_take },
    { .name = "assign", .act = act_mine },
    { .name = "small", .act = act_small },
    { .name = "answer", .words = &NEED_ANSWER, .act = act_answer },
    { .name = "big", .words = &NEED_WHY, .act = act_big },
    { .name = "hand", .words = &NEED_WHY, .act = act_hand },
    { .name = "not_ours", .words = &NEED_WHY, .choice = &NEED_DOOR, .act = act_not_ours },
    { .name = "give", .asks_whom = true, .act = act_give },
    { .name = NULL },
};

/* ---- to whom ---- */

typedef struct Sitting {
    Code           place;
    const Account *there;
    bool          *may; /* each of them */
} Sitting;

static Err sits_there(Ctx *c, void *arg, size_t i)
{
    const Sitting *s = arg;
    Actor          who;
    s->may[i] = false;
    if (s->there[i].is_household || s->there[i].is_ended)
        return OK;
    TRY(account_actor(c, s->there[i].id, s->there[i].county, 0, &who));
    s->may[i] = access_may(&who, VERB_ANSWER, s->place);
    return OK;
}

/* Those of the desk itself; whether one may deal with each is asked again of each (need_given_to). */
static Err desk_people(Ctx *c, Code place, DeskPeople *ret_people)
{
    Sitting s = { .place = place };
    size_t  n, found = 0;
    TRY(account_list(c, place, &s.there, &n));
    s.may = NEW_N(c->arena, bool, n + 1);
    TRY(db_together(c, n, sits_there, &s));
    DeskPerson *v = NEW_N(c->arena, DeskPerson, n + 1);
    for (size_t i = 0; i < n; i++)
        if (s.may[i])
            v[found++] = (DeskPerson){ { s.there[i].county, s.there[i].id, s.there[i].place }, s.there[i].title };
    *ret_people = (DeskPeople){ v, found };
    return OK;
}

const NounDesk need_desk = { .path = "/need/", .verb = VERB_QUEUE, .lines = desk_lines, .count = desk_count, .acts = need_acts,
                             .people = desk_people };
