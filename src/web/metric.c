/* metric: see metric.h. */
#include "web/metric.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/version.h"
#include "base/watch.h"
#include "web/allowance.h"
#include "web/router.h"
#include "web/site.h"

enum { MAX_ROUTES = 512 };

/* Upper bounds of the duration histogram, microseconds. */
static const i64 bounds[] = { 1000, 5000, 10000, 50000, 100000, 500000, 1000000, 5000000 };

static atomic_llong by_route[MAX_ROUTES + 1][6]; /* last row: no route; columns: status class */
static atomic_llong buckets[COUNTOF(bounds) + 1], micros_sum, requests;
static atomic_llong gauges[GAUGE_COUNT], tallies[TALLY_COUNT];
static atomic_llong began; /* in clock_ticks() */
static int (*queue_waiting)(void);
static int (*queue_running)(void);

void metric_request(int route, int status, i64 micros)
{
    size_t b = 0;
    int    row = route >= 0 && route < MAX_ROUTES ? route : MAX_ROUTES, class = status / 100;
    while (b < COUNTOF(bounds) && micros > bounds[b])
        b++;
    atomic_fetch_add_explicit(&by_route[row][class >= 0 && class < 6 ? class : 0], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&buckets[b], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&micros_sum, micros, memory_order_relaxed);
    atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed);
}

void metric_add(Gauge g, i64 delta)
{
    atomic_fetch_add_explicit(&gauges[g], delta, memory_order_relaxed);
}

static i64 gauge_now(Gauge g)
{
    return atomic_load_explicit(&gauges[g], memory_order_relaxed);
}

void metric_count(Tally t)
{
    atomic_fetch_add_explicit(&tallies[t], 1, memory_order_relaxed);
}

void metric_queue(int (*waiting)(void), int (*running)(void))
{
    atomic_store(&began, clock_ticks());
    queue_waiting = waiting;
    queue_running = running;
}

static void head(Buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP yuanchang_%s %s\n# TYPE yuanchang_%s %s\n", name, help, name, type);
}

static void one(Buf *out, const char *name, const char *type, const char *help, i64 value)
{
    head(out, name, type, help);
    buf_printf(out, "yuanchang_%s %lld\n", name, (long long)value);
}

static void put_routes(Buf *out)
{
    static const char *const methods[] = { "GET", "POST" };
    head(out, "requests_total", "counter", "Requests answered, by route and class of status.");
    for (int row = 0; row <= MAX_ROUTES; row++) {
        bool is_known = row < router_count();
        if (row != MAX_ROUTES && !is_known)
            continue;
        const Route *r = is_known ? router_row(row)->route : NULL;
        for (int class = 1; class < 6; class++) {
            i64 n = atomic_load(&by_route[row][class]);
            if (n)
                buf_printf(out, "yuanchang_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} %lld\n",
                           r ? methods[r->method] : "-", r ? r->path : "-", class, (long long)n);
        }
    }
}

static void put_durations(Buf *out)
{
    i64 sum = 0;
    head(out, "request_seconds", "histogram", "Time from the whole request to its answer.");
    for (size_t b = 0; b < COUNTOF(bounds); b++) {
        sum += atomic_load(&buckets[b]);
        buf_printf(out, "yuanchang_request_seconds_bucket{le=\"%lld.%03lld\"} %lld\n", (long long)(bounds[b] / 1000000),
                   (long long)(bounds[b] / 1000 % 1000), (long long)sum);
    }
    i64 micros = atomic_load(&micros_sum), n = atomic_load(&requests);
    buf_printf(out, "yuanchang_request_seconds_bucket{le=\"+Inf\"} %lld\n", (long long)n);
    buf_printf(out, "yuanchang_request_seconds_sum %lld.%06lld\n", (long long)(micros / 1000000),
               (long long)(micros % 1000000));
    buf_printf(out, "yuanchang_request_seconds_count %lld\n", (long long)n);
}

static i64 resident_bytes(void)
{
    long  pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f == NULL)
        return 0;
    if (fscanf(f, "%*s %ld", &pages) != 1)
        pages = 0;
    fclose(f);
    return (i64)pages * sysconf(_SC_PAGESIZE);
}

void metric_told(MetricTold *ret)
{
    i64 started = atomic_load(&began);
    *ret = (MetricTold){ .up = started ? clock_ticks() - started : 0, .requests = atomic_load(&requests),
                         .busy = atomic_load(&tallies[TALLY_BUSY]) + atomic_load(&tallies[TALLY_SPENT]),
                         .refused = atomic_load(&tallies[TALLY_REFUSED]), .resident = resident_bytes() };
    for (int row = 0; row <= MAX_ROUTES; row++)
        ret->failed += atomic_load(&by_route[row][5]);
    ret->failed -= ret->failed < ret->busy ? ret->failed : ret->busy; /* which were answered 503 */
}

static void put_store(Buf *out)
{
    StoreStats s;
    if (site.store == NULL)
        return;
    store_stats(site.store, &s);
    one(out, "writes_total", "counter", "Writes that were asked for.", s.writes);
    one(out, "write_groups_total", "counter", "Commits that they shared.", s.groups);
    one(out, "writes_refused_total", "counter", "Writes that failed, for whatever reason.", s.refused);
    one(out, "writes_waiting", "gauge", "Writes that wait for their group.", s.waiting);
    one(out, "readers", "gauge", "Read transactions that are open.", s.reading);
    head(out, "oldest_reader_seconds", "gauge", "Age of the oldest open read transaction.");
    buf_printf(out, "yuanchang_oldest_reader_seconds %lld.%03lld\n", (long long)(s.oldest_ms / 1000),
               (long long)(s.oldest_ms % 1000));
    one(out, "trips_total", "counter", "Waits for an answer of PostgreSQL.", s.trips);
    one(out, "log_bytes", "gauge", "Size of SQLite's write-ahead log on the disk.", s.log_bytes);
}

void metric_text(Buf *out)
{
    head(out, "build_info", "gauge", "The program's version.");
    buf_printf(out, "yuanchang_build_info{version=\"%s\"} 1\n", YUANCHANG_VERSION);
    put_routes(out);
    put_durations(out);
    one(out, "refused_total", "counter", "Requests refused for their framing.", atomic_load(&tallies[TALLY_REFUSED]));
    one(out, "busy_total", "counter", "Requests answered 503 because the queue was full.",
        atomic_load(&tallies[TALLY_BUSY]));
    one(out, "dripped_total", "counter", "Connections closed for being too slow.",
        atomic_load(&tallies[TALLY_DRIPPED]));
    one(out, "connections", "gauge", "Open connections.", gauge_now(GAUGE_CONNECTIONS));
    one(out, "in_flight", "gauge", "Requests that have arrived and are not yet answered.",
        gauge_now(GAUGE_IN_FLIGHT));
    one(out, "spent_total", "counter", "Requests answered 503 because the memory for requests and answers was spent.",
        atomic_load(&tallies[TALLY_SPENT]));
    one(out, "connection_bytes", "gauge", "Memory that open connections cost.", allowance_held(HELD_CONNECTIONS));
    one(out, "body_bytes", "gauge", "Bytes of request bodies held.", allowance_held(HELD_BODIES));
    one(out, "kept_total", "counter", "Requests answered by a page that was kept.", atomic_load(&tallies[TALLY_KEPT]));
    one(out, "cut_total", "counter", "Requests begun without a worker, cut, and begun anew by one.",
        atomic_load(&tallies[TALLY_CUT]));
    one(out, "kept_bytes", "gauge", "Bytes of pages that are kept for who asks next.", allowance_held(HELD_KEPT));
    one(out, "answer_bytes", "gauge", "Bytes of answers that are not yet taken.", allowance_held(HELD_ANSWERS));
    one(out, "arena_bytes", "gauge", "Memory that pages are made in.", (i64)arena_held());
    one(out, "memory_free_percent", "gauge", "How much of the setting `memory` is free.", allowance_free_percent());
    one(out, "queue_waiting", "gauge", "Requests that wait for a worker.", queue_waiting ? queue_waiting() : 0);
    one(out, "workers_running", "gauge", "Workers that run a request.", queue_running ? queue_running() : 0);
    put_store(out);
    ClockHold h;
    bool      held = clock_hold(&h);
    one(out, "clock_held", "gauge", "1 while the wall clock is not believed (yuanchang clock).", held);
    one(out, "clock_ahead_seconds", "gauge", "How far the wall clock is ahead of the time that is believed.",
        held ? (h.wall - h.now) / SECOND : 0);
    one(out, "resident_bytes", "gauge", "Resident memory.", resident_bytes());
}
