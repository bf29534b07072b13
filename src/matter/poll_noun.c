/* poll_noun: the poll's row of the table of nouns, and what time does to it. */
#include "matter/poll.sql.h"
#include "matter/poll_inside.h"
#include "record/job.h"

static Err noun_carry(Db *w, const struct Noun *noun, const PlaceCarry *p)
{
    return db_exec(w, Q_POLL_CARRY, ARGS(code_county(p->from), p->from, code_end(db_ctx(w)->arena, p->from), p->to));
}

static const EventKind poll_events[] = {
    { "poll.drafted", true, .is_naming = true }, { "poll.opened", true }, { "poll.party", false },
    { "poll.proxy", false, .is_many = true }, { "poll.shut", true }, { "poll.counted", true }, { "poll.withdrawn", true },
    { "poll.cast", false, .is_many = true }, { "poll.keyed", false, .is_many = true }, { NULL, false },
};

static const JobKind        job_close = { "poll.close", poll_close_job, 0 }, job_count = { "poll.count", poll_count_job, 0 };
static const JobKind *const jobs[] = { &job_close, &job_count, NULL };

const Noun poll_noun = { .name = "poll", .jobs = jobs, .events = poll_events, .life = &poll_life, .invariants = poll_invariants, .check = poll_check,
                         .title = life_title, .visible = life_visible, .carry = noun_carry };
