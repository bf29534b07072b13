/* job: see job.h. A due row is taken by moving its time to the end of a lease, where its old time still stands: of two
 * servers one succeeds. Whoever dies with a lease in hand gives the row back when the lease is over; a handler
 * therefore asks again, in its own statements, whether there is still something to do. */
#include "record/job.h"

#include <stdatomic.h>

#include "record/counter.h"
#include "record/job.sql.h"

#define LEASE    (10 * MINUTE)
#define LONGEST  (6 * HOUR)
enum { MOST_KINDS = 200, TURN = 100 };

static const JobKind *const *kinds;
static size_t               n_kinds;
static _Atomic i64          next_run[MOST_KINDS]; /* of kinds with `every` */

void job_kinds_set(const JobKind *const *all, size_t n)
{
    BUG_ON(n > MOST_KINDS); /* the table of house.c */
    kinds = all;
    n_kinds = n;
}

static const JobKind *kind_find(Str name)
{
    for (size_t i = 0; i < n_kinds; i++)
        if (str_is(name, kinds[i]->name))
            return kinds[i];
    return NULL;
}

Err job_put(Db *w, const char *kind, Ref subject, i64 arg, i64 due)
{
    Code place = subject.place.n ? subject.place : STR("");
    return db_exec(w, QUERY(job_put, .county = ARG(subject.county), .kind = ARG(kind), .subject = ARG(subject.id),
                            .place = ARG(place), .arg = ARG(arg), .due = ARG(due)));
}

Err job_drop(Db *w, const char *kind, Ref subject)
{
    return db_exec(w, Q_JOB_DROP, ARGS(subject.county, kind, subject.id));
}

typedef struct Job {
    Ref  subject;
    Str  kind;
    i64  arg, due, tries, lease; /* lease: what its time was moved to */
    bool is_mine, failed;
} Job;

typedef struct Jobs {
    Job   *v;
    size_t n;
    i64    now;
} Jobs;

static Err due_jobs(Ctx *c, int most, Jobs *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_JOB_DUE, ARGS(c->now, most), &rows));
    *ret = (Jobs){ .v = NEW_N(c->arena, Job, rows.n), .n = rows.n, .now = c->now };
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        ret->v[i] = (Job){ .subject = { .county = row_text(r, C_JOB_DUE_COUNTY), .id = row_int(r, C_JOB_DUE_SUBJECT),
                                        .place = row_text(r, C_JOB_DUE_PLACE) },
                           .kind = row_text(r, C_JOB_DUE_KIND), .arg = row_int(r, C_JOB_DUE_ARG),
                           .due = row_int(r, C_JOB_DUE_DUE), .tries = row_int(r, C_JOB_DUE_TRIES),
                           .lease = c->now + LEASE };
    }
    return OK;
}

static Err take_body(Db *w, void *arg)
{
    Jobs *jobs = arg;
    for (size_t i = 0; i < jobs->n; i++) {
        Job *j = &jobs->v[i];
        i64  taken;
        TRY(db_change(w, QUERY(job_take, .county = ARG(j->subject.county), .kind = ARG(j->kind),
                               .subject = ARG(j->subject.id), .was = ARG(j->due), .due = ARG(j->lease)), &taken));
        j->is_mine = taken > 0;
    }
    return OK;
}

static i64 again_at(i64 now, i64 tries)
{
    i64 wait = MINUTE;
    while (tries-- > 0 && wait < LONGEST)
        wait *= 2;
    return now + (wait < LONGEST ? wait : LONGEST);
}

static Err finish_body(Db *w, void *arg)
{
    const Jobs *jobs = arg;
    for (size_t i = 0; i < jobs->n; i++) {
        const Job *j = &jobs->v[i];
        if (!j->is_mine)
            continue;
        if (j->failed)
            TRY(db_exec(w, QUERY(job_again, .county = ARG(j->subject.county), .kind = ARG(j->kind),
                                 .subject = ARG(j->subject.id), .was = ARG(j->lease),
                                 .due = ARG(again_at(jobs->now, j->tries)))));
        else
            TRY(db_exec(w, Q_JOB_DONE, ARGS(j->subject.county, j->kind, j->subject.id, j->lease)));
    }
    return OK;
}

/* Runs a handler as the clock, with a memory and a failure of its own. */
static Err run_alone(Ctx *c, const JobKind *kind, Ref subject, i64 arg)
{
    Arena *arena = arena_open();
    Ctx    own;
    ctx_init(&own, arena, c->store, &ACTOR_CLOCK, c->now);
    Err e = kind->run(&own, subject, arg);
    db_read_end(&own);
    if (e != OK)
        log_say(LOG_WARN, "job", "kind=%s err=%s why={%.*s}", kind->name, err_name(e), STR_ARG(own.log));
    arena_close(arena);
    return e;
}

/* One turn: some of what is due. *ret_found counts what was due, whoever took it. */
static Err turn(Ctx *c, int most, size_t *ret_found, int *ret_run)
{
    Jobs jobs;
    TRY(due_jobs(c, most, &jobs));
    *ret_found = jobs.n;
    if (jobs.n == 0)
        return OK;
    TRY(db_write(c, take_body, &jobs));
    for (size_t i = 0; i < jobs.n; i++) {
        Job           *j = &jobs.v[i];
        const JobKind *kind = kind_find(j->kind);
        if (!j->is_mine)
            continue;
        if (kind == NULL)
            log_say(LOG_ERROR, "job", "err={no handler for %.*s}", STR_ARG(j->kind));
        j->failed = kind == NULL || run_alone(c, kind, j->subject, j->arg) != OK;
        ++*ret_run;
    }
    return db_write(c, finish_body, &jobs);
}

/* Those that come round by themselves; each server runs them, which does no harm. */
static void rounds(Ctx *c)
{
    for (size_t i = 0; i < n_kinds; i++) {
        i64 next = atomic_load(&next_run[i]);
        if (kinds[i]->every == 0 || (next > c->now && next <= c->now + kinds[i]->every))
            continue; /* a time further off than one round is of a clock that was moved back */
        atomic_store(&next_run[i], c->now + kinds[i]->every);
        if (run_alone(c, kinds[i], (Ref){ 0 }, 0) != OK)
            continue; /* logged; the next round tries again */
    }
}

Err job_tick(Ctx *c, int most, int *ret_run)
{
    size_t found = 1;
    i64    moved;
    *ret_run = 0;
    while (found > 0 && *ret_run < most) {
        ArenaMark *m = arena_mark(c->arena);
        int        left = most - *ret_run;
        TRY(turn(c, left < TURN ? left : TURN, &found, ret_run));
        db_read_end(c);
        arena_rewind(c->arena, m);
    }
    rounds(c);
    return counter_sweep(c, &moved);
}

Err job_waiting(Ctx *c, i64 *ret_n)
{
    return db_int(db_read(c), Q_JOB_WAITING, ARGS(c->now), ret_n);
}

Err job_stuck(Ctx *c, JobsStuck *ret_stuck)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_JOB_STUCK, ARGS(), &rows));
    JobStuck *v = NEW_N(c->arena, JobStuck, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        v[i] = (JobStuck){ .kind = row_text(r, C_JOB_STUCK_KIND), .n = row_int(r, C_JOB_STUCK_N),
                           .tries = row_int(r, C_JOB_STUCK_TRIES), .due = row_int(r, C_JOB_STUCK_DUE) };
    }
    *ret_stuck = (JobsStuck){ v, rows.n };
    return OK;
}
