/* toll: see toll.h. */
#include "web/toll.h"

#include <unistd.h>

#include "db/turn.h"
#include "record/gate.h"
#include "web/answer.h"
#include "web/frame.h"
#include "web/session.h"
#include "web/site.h"

enum { WAIT_SECONDS = 2, ADDRESS_SHARE = 20 };
#define PAINTERS_MOST (2 * MINUTE) /* of their time: some hundred photos of a phone, or four that take too long */
#define PAINTERS_SPAN (10 * MINUTE)

static Gate gate;

void toll_open(int workers)
{
    int quarter = workers / 4 > 1 ? workers / 4 : 1, cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
    gate = (Gate)GATE(cores > 1 && cores < quarter ? cores : quarter);
    gate.most_waiting = workers / 4;
}

static Str who_asks(const Request *r)
{
    return r->session != NULL ? arena_printf(r->ctx.arena, "%lld", (long long)r->session->account) : r->address;
}

static i64 most_of(const Request *r, i64 most)
{
    return r->session != NULL ? most : most * ADDRESS_SHARE;
}

static bool brings_file(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (r->raw[i].is_file && r->raw[i].upload.bytes.n)
            return true;
    return false;
}

/* What stays is said as it is: words stand in the form again, a file never does but with a draft, whose form says what it kept. A limit of a
 * day is not over in a moment. */
static const char *often_words(const Request *r, i64 ms)
{
    static const char *const words[2][2] = { { "limit.often", "limit.often_file" }, { "limit.day", "limit.day_file" } };
    return words[ms > HOUR][brings_file(r) && !(r->route->flags & ROUTE_DRAFT)];
}

static Err too_often(Request *r, const char *act, i64 ms, i64 wait)
{
    answer_header(r->answer, "Retry-After", arena_printf(r->ctx.arena, "%lld", (long long)(wait / SECOND + 1)));
    return fail(&r->ctx, ERR_LIMIT, often_words(r, ms), "limit of %s", act);
}

/* One more of `most` in `ms` for who asks. */
static Err take(Request *r, const char *act, i64 most, i64 ms)
{
    i64 wait;
    return limiter_take(site.limiter, act, who_asks(r), most_of(r, most), ms, r->ctx.now, &wait) ? OK : too_often(r, act, ms, wait);
}

Err toll_within_limits(Request *r)
{
    const Route *route = r->route;
    if (route->limit.most == 0)
        return OK;
    return take(r, arena_printf(r->ctx.arena, "%d %s", route->method, route->path).p, route->limit.most, route->limit.ms);
}

void toll_give_back(Request *r)
{
    const Route *route = r->route;
    if (route->limit.most != 0)
        limiter_add(site.limiter, arena_printf(r->ctx.arena, "%d %s", route->method, route->path).p, who_asks(r), -1, route->limit.ms,
                    r->ctx.now);
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

static bool has_files(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (r->raw[i].is_file && r->raw[i].upload.bytes.n > 0)
            return true;
    return false;
}

/* What painters took for who asks is known when they have ended, well or not. */
static Err run_handler(Request *r)
{
    i64 wait;
    frame_foresee(r);
    if (!has_files(r))
        return r->route->handler(r);
    if (!limiter_has_room(site.limiter, "painters", who_asks(r), most_of(r, PAINTERS_MOST), PAINTERS_SPAN, r->ctx.now, &wait))
        return too_often(r, "painters", PAINTERS_SPAN, wait);
    Err e = r->route->handler(r);
    if (r->ctx.painted > 0)
        limiter_add(site.limiter, "painters", who_asks(r), r->ctx.painted, PAINTERS_SPAN, r->ctx.now);
    return e;
}

Err toll_run(Request *r)
{
    if (!is_dear(r))
        return run_handler(r);
    if (turn_cut("a search")) /* before it is counted */
        return fail(&r->ctx, ERR_BUSY, NULL, "dear in a brief turn");
    TRY(take(r, "dear", site.config->dear, MINUTE));
    db_read_end(&r->ctx); /* who waits holds no view of the database */
    TRY(gate_enter(&r->ctx, &gate, WAIT_SECONDS));
    Err e = run_handler(r);
    gate_leave(&gate);
    return e;
}
