/* operate_page: GET /place/:place/operate, how the service runs, for who has VERB_OPERATE: what /metrics, the log and the command line
 * tell, in words, for an operator with a browser. It is of the whole service whatever the place, which only says where one's role is
 * held; and it names nobody, since administrators read no persons. */
#include "db/db.h"
#include "place/place_view.h"
#include "record/file_disk.h"
#include "record/job.h"
#include "record/keeper.h"
#include "record/loghead.h"
#include "record/noun.h"
#include "web/allowance.h"
#include "web/metric.h"
#include "web/parts.h"
#include "web/route.h"
#include "web/site.h"

#define MB         (1 << 20)
#define BACKUP_OLD (2 * DAY)
#define DISK_SMALL (INT64_C(1024) * MB)

static const Out stuck_out[] = { { "kind", OUT_TEXT }, { "n", OUT_INT }, { "tries", OUT_INT }, { "due", OUT_TIME }, OUT_END };
static const Out operate_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out },  { "here", OUT_TEXT },
    { "started_at", OUT_TIME }, /* null: it does not know */
    { "engine", OUT_TEXT },
    { "disk_free_mb", OUT_INT },         { "disk_is_small", OUT_BOOL },      { "log_mb", OUT_INT }, /* of SQLite's writes */
    { "resident_mb", OUT_INT },          { "memory_free", OUT_INT },         /* percent of the setting */
    { "backup_at", OUT_TIME },           { "backup_is_old", OUT_BOOL },
    { "logs", OUT_INT },                 { "log_at", OUT_TIME },             { "public_key", OUT_TEXT },
    { "jobs_due", OUT_INT },             { "stuck", OUT_LIST, stuck_out },
    { "requests", OUT_INT },             { "failed", OUT_INT },              { "busy", OUT_INT },
    { "refused", OUT_INT },              { "writes_refused", OUT_INT },      { "oldest_reader_s", OUT_INT },
    OUT_END
};

/* What is counted in this process, since it began. */
static void running_put(Request *r)
{
    Arena     *a = r->ctx.arena;
    MetricTold m;
    StoreStats s;
    metric_told(&m);
    store_stats(site.store, &s);
    put_time(a, r->data, "started_at", m.up ? r->ctx.now - m.up : 0);
    put_int(a, r->data, "requests", m.requests);
    put_int(a, r->data, "failed", m.failed);
    put_int(a, r->data, "busy", m.busy);
    put_int(a, r->data, "refused", m.refused);
    put_int(a, r->data, "resident_mb", m.resident / MB);
    put_int(a, r->data, "memory_free", allowance_free_percent());
    put_int(a, r->data, "writes_refused", s.refused);
    put_int(a, r->data, "oldest_reader_s", s.oldest_ms / SECOND);
    put_int(a, r->data, "log_mb", s.log_bytes / MB);
}

static void store_put(Request *r)
{
    Arena *a = r->ctx.arena;
    i64    left = file_disk_free();
    put_cstr(a, r->data, "engine", store_engine(site.store) == ENGINE_SQLITE ? "SQLite" : "PostgreSQL");
    put_int(a, r->data, "disk_free_mb", left / MB);
    put_bool(a, r->data, "disk_is_small", left >= 0 && left < DISK_SMALL);
}

static Err kept_put(Request *r)
{
    Arena *a = r->ctx.arena;
    i64    backup, logs, at;
    TRY(keeper_backup_at(&r->ctx, &backup));
    TRY(loghead_all(&r->ctx, &logs, &at));
    put_time(a, r->data, "backup_at", backup);
    put_bool(a, r->data, "backup_is_old", backup < r->ctx.now - BACKUP_OLD);
    put_int(a, r->data, "logs", logs);
    put_time(a, r->data, "log_at", at);
    put_text(a, r->data, "public_key", loghead_public_key(a));
    return OK;
}

static Err jobs_put(Request *r)
{
    Arena    *a = r->ctx.arena;
    View     *list = put_list(a, r->data, "stuck");
    i64       due;
    JobsStuck stuck;
    TRY(job_waiting(&r->ctx, &due));
    TRY(job_stuck(&r->ctx, &stuck));
    put_int(a, r->data, "jobs_due", due);
    for (size_t i = 0; i < stuck.n; i++) {
        View *m = add_map(a, list);
        put_text(a, m, "kind", stuck.v[i].kind);
        put_int(a, m, "n", stuck.v[i].n);
        put_int(a, m, "tries", stuck.v[i].tries);
        put_time(a, m, "due", stuck.v[i].due);
    }
    return OK;
}

static Err operate_page(Request *r)
{
    TRY(place_head(r, r->ref.place, "operate.title"));
    running_put(r);
    store_put(r);
    TRY(kept_put(r));
    put_cstr(r->ctx.arena, r->ui, "tab", "desk");
    return jobs_put(r);
}

static const Route operate_routes[] = {
    { .method = GET, .cost = DEAR, .path = "/place/:place/operate", .handler = operate_page, .page = "operate",
      .may = VERB_OPERATE, .out = operate_out, .what = "How the service runs: version, storage, backup, logs, jobs, failures" },
    ROUTE_END
};

static const Room        operate_room = { "operate", operate_routes, NULL };
const Room *const operate_rooms[] = { &operate_room, NULL };

static const NounWork works[] = { { "/operate", "operate.works", 10, VERB_OPERATE }, { 0 } };

const Noun operate_noun = { .name = "operate", .works = works };
