/* toll: see toll.h. */
#include "web/toll.h"

#include <unistd.h>

#include "db/turn.h"
#include "record/gate.h"
#include "web/answer.h"
#include "web/session.h"
#include "web/site.h"

enum { WAIT_SECONDS = 2, ADDRESS_SHARE = 20 };

static Gate gate;

void toll_open(int workers)
{
    int quarter = workers / 4 > 1 ? workers / 4 : 1, cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
    gate = (Gate)GATE(cores > 1 && cores < quarter ? cores : quarter);
    gate.most_waiting = workers / 4;
}

/* One more of `most` in `ms` for who asks. */
static Err take(Request *r, const char *act, i64 most, i64 ms)
{
    bool is_known = r->session != NULL;
    Str  who = is_known ? arena_printf(r->ctx.arena, "%lld", (long long)r->session->account) : r->address;
    i64  wait;
    if (limiter_take(site.limiter, act, who, is_known ? most : most * ADDRESS_SHARE, ms, r->ctx.now, &wait))
        return OK;
    answer_header(r->answer, "Retry-After", arena_printf(r->ctx.arena, "%lld", (long long)(wait / SECOND + 1)));
    return fail(&r->ctx, ERR_LIMIT, "limit.often", "limit of %s", act);
}

Err toll_within_limits(Request *r)
{
    const Route *route = r->route;
    if (route->limit.most == 0)
        return OK;
    return take(r, arena_printf(r->ctx.arena, "%d %s", route->method, route->path).p, route->limit.most, route->limit.ms);
}

static bool looks_for_words(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "q") && !str_is_empty(r->raw[i].text))
            return true;
    return false;
}

static bool is_dear(const Request *r)
{
    return r->route->cost == DEAR || (r->route->cost == SEARCH && looks_for_words(r));
}

Err toll_run(Request *r)
{
    if (!is_dear(r))
        return r->route->handler(r);
    if (turn_cut("a search")) /* before it is counted */
        return fail(&r->ctx, ERR_BUSY, NULL, "dear in a brief turn");
    TRY(take(r, "dear", site.config->dear, MINUTE));
    db_read_end(&r->ctx); /* who waits holds no view of the database */
    TRY(gate_enter(&r->ctx, &gate, WAIT_SECONDS));
    Err e = r->route->handler(r);
    gate_leave(&gate);
    return e;
}
