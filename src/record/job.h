/* job: what happens because time has passed or work was put off: due dates, the fifteen days of silence, the outbox,
 * search terms of long texts, orphaned files. A row is due at a time and names a handler; it is taken, run and deleted
 * so that two servers never both run it, and a failing one is tried again later (1 min, doubling up to 6 h). */
#pragma once
#include "db/db.h"

/* Runs as ACTOR_CLOCK in a request-like Ctx of its own; deletes nothing itself. It may be called again for the same row
 * (after a crash, or a very slow run), so it asks in its statements whether there is still something to do. To be
 * called later once more, it puts itself again. */
typedef Err JobFn(Ctx *c, Ref subject, i64 arg);

typedef struct JobKind {
    const char *name; /* "need.overdue" */
    JobFn      *run;
    i64         every; /* 0: for rows of job_put(); else it comes round by itself, each so many ms: sweeps */
} JobKind;

void     job_kinds_set(const JobKind *const *kinds, size_t n); /* from house.c, before the first tick */
/* At most one a (kind, subject): a second put moves the time. */
MUST Err job_put(Db *w, const char *kind, Ref subject, i64 arg, i64 due);
MUST Err job_drop(Db *w, const char *kind, Ref subject);
/* Runs all that are due now, at most `most`; also sweeps the outbox. Called each second by the server, and by tests and
 * the demonstration after they moved the clock. */
MUST Err job_tick(Ctx *c, int most, int *ret_run);
MUST Err job_waiting(Ctx *c, i64 *ret_n); /* how many are due now */
/* What was tried and has not succeeded yet, by kind. */
typedef struct JobStuck {
    Str kind;
    i64 n, tries; /* jobs, and how often the one that was tried most */
    i64 due;      /* when the next of them is tried again */
} JobStuck;
typedef struct JobsStuck { const JobStuck *v; size_t n; } JobsStuck;
MUST Err job_stuck(Ctx *c, JobsStuck *ret_stuck);
