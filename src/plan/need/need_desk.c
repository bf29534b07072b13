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

/* A group stands on the desk once: what is done there is done to all of it. */
static Err act_take(Ctx *c, Ref need, Str words)
{
    NeedReach reach;
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_TAKE, .all = true }, &reach);
}

static Err act_answer(Ctx *c, Ref need, Str words)
{
    NeedReach reach;
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_ANSWER, .words = words, .all = true }, &reach);
}

static Err act_assign(Ctx *c, Ref need, Str words)
{
    NeedReach reach;
    return need_act(c, need, &(NeedAct){ .act = NEED_ACT_ASSIGN, .all = true }, &reach);
}

const DeskAct need_acts[] = {
    { .name = "take", .is_done_once = true, .act = act_take },
    { .name = "assign", .act = act_assign },
    { .name = "answer", .words = &NEED_ANSWER, .act = act_answer },
    { .name = NULL },
};

const NounDesk need_desk = { .path = "/need/", .verb = VERB_QUEUE, .lines = desk_lines, .count = desk_count, .acts = need_acts };
