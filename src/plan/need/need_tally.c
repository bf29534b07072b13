/* need_tally: figures as a function of the row. need_count() adds what the row says after a change and takes off what
 * it said before, so no rule has to remember a counter, and a rebuild is the same function over all rows. */
#include "plan/need/need_tally.h"

#include <string.h>

#include "plan/need/need.sql.h"
#include "plan/need/need_watch.sql.h"
#include "plan/need/need_inside.h"

#define COUNTER(name_) { .name = name_ }
#define OF_STATE(number, name_, ...)    COUNTER("need.state." name_),
#define OF_LISTED(number, name_, ...)   COUNTER("need.listed." name_),
#define OF_KIND(number, name_)          COUNTER("need.kind." name_),
#define OF_LISTED_CATEGORY(number, name_, ...) COUNTER("need.category_listed." name_),
#define OF_CATEGORY(number, name_, ...) COUNTER("need.category." name_),

const CounterKind
    COUNT_RAISED = COUNTER("need.raised"), COUNT_VOICES = COUNTER("need.voices"),
    COUNT_HELPED = COUNTER("need.voices_helped"), COUNT_CLOSED_HELPED = COUNTER("need.outcome_helped"),
    COUNT_HOUSEHOLDS = COUNTER("need.households"), COUNT_TAKEN = COUNTER("need.taken"),
    COUNT_TAKEN_IN_TIME = COUNTER("need.taken_in_time"), COUNT_SMALL = COUNTER("need.small"),
    COUNT_SMALL_DONE = COUNTER("need.small_done"), COUNT_BIG = COUNTER("need.big"),
    COUNT_BIG_UP = COUNTER("need.big_up"), COUNT_ENDED = COUNTER("need.ended"), COUNT_TOLD = COUNTER("need.told"),
    COUNT_CONFIRMED = COUNTER("need.confirmed"), COUNT_OVERDUE = COUNTER("need.overdue"),
    COUNT_REOPENED = COUNTER("need.reopened"), COUNT_DAYS = COUNTER("need.days"),
    COUNT_DESK = COUNTER("need.desk"), COUNT_DESK_LATE = COUNTER("need.desk_late"),
    COUNT_DESK_COMPLAINT = COUNTER("need.desk_complaint"), COUNT_DESK_COMPLAINT_LATE = COUNTER("need.desk_complaint_late"),
    COUNT_STATE[NEED_STATES] = { NEED_ALL_STATES(OF_STATE) }, COUNT_LISTED[NEED_STATES] = { NEED_ALL_STATES(OF_LISTED) },
    COUNT_LISTED_CATEGORY[NEED_CATEGORIES] = { NEED_ALL_CATEGORIES(OF_LISTED_CATEGORY) },
    COUNT_LISTED_AGREED = COUNTER("need.listed_agreed"),
    COUNT_KIND[NEED_KINDS] = { NEED_ALL_KINDS(OF_KIND) }, COUNT_CATEGORY[NEED_CATEGORIES] = { NEED_ALL_CATEGORIES(OF_CATEGORY) },
    COUNT_CLOSED[NEED_CLOSINGS] = {
        COUNTER("need.outcome_open"), COUNTER("need.outcome_author"), COUNTER("need.outcome_voices"),
        COUNTER("need.outcome_silence"), COUNTER("need.outcome_understood"),
    };

enum { DAYS_MOST = 3650 };

static bool is_confirmed(const Need *n)
{
    return n->closing == NEED_BY_AUTHOR || n->closing == NEED_BY_VOICES;
}

/* How the four rates read a need; need_tally.h says them in words. */
static void rates_of(const NeedRow *r, Figures *f)
{
    const Need *n = &r->n;
    if (n->taken_at != 0)
        figures_put(f, &COUNT_TAKEN, 0, 1);
    if (n->taken_at != 0 && n->taken_at <= r->take_due)
        figures_put(f, &COUNT_TAKEN_IN_TIME, 0, 1);
    if (n->size == NEED_SMALL && (n->is_overdue || n->state == NEED_CLOSED))
        figures_put(f, &COUNT_SMALL, 0, 1);
    if (n->size == NEED_SMALL && is_confirmed(n) && !n->is_overdue)
        figures_put(f, &COUNT_SMALL_DONE, 0, 1);
    if (n->size == NEED_BIG)
        figures_put(f, &COUNT_BIG, 0, 1);
    if (n->size == NEED_BIG && r->up_at != 0 && r->up_at <= r->up_due)
        figures_put(f, &COUNT_BIG_UP, 0, 1);
}

static void end_of(const NeedRow *r, Figures *f)
{
    const Need *n = &r->n;
    if (!need_is_ended(n->state))
        return;
    figures_put_monthly(f, &COUNT_ENDED, n->solved_at);
    if (r->told_at != 0)
        figures_put_monthly(f, &COUNT_TOLD, n->solved_at);
    if (is_confirmed(n))
        figures_put_monthly(f, &COUNT_CONFIRMED, n->solved_at);
    if (n->closing != NEED_NOT_CLOSED)
        figures_put(f, &COUNT_CLOSED[n->closing], 0, 1);
    if (n->closed_helped)
        figures_put(f, &COUNT_CLOSED_HELPED, 0, 1);
    i64 days = (n->solved_at - n->raised_at) / DAY;
    if (n->state == NEED_SOLVED || n->round > 0)
        figures_put(f, &COUNT_DAYS, days < DAYS_MOST ? days : DAYS_MOST, 1);
}

/* What lies on a desk, which need not be the place that it belongs to. */
static void desk_figures_of(const NeedRow *r, Figures *f)
{
    bool is_complaint = r->n.kind == NEED_COMPLAINT;
    f->n = 0;
    if (!need_is_open(r->n.state) || r->n.lead != 0) /* lies there with the one that leads it */
        return;
    figures_put(f, is_complaint ? &COUNT_DESK_COMPLAINT : &COUNT_DESK, 0, 1);
    figures_put(f, is_complaint ? &COUNT_DESK_COMPLAINT_LATE : &COUNT_DESK_LATE, 0, r->n.is_overdue);
}

/* What the public's list of the place shows of it. */
static void listed_of(const Need *n, Figures *f)
{
    if (!need_is_listed(n->kind, n->state) || n->lead != 0)
        return;
    figures_put(f, &COUNT_LISTED[n->state], 0, 1);
    figures_put(f, &COUNT_LISTED_CATEGORY[n->category], 0, 1);
    if (n->state == NEED_CLOSED && is_confirmed(n))
        figures_put(f, &COUNT_LISTED_AGREED, 0, 1);
}

/* A row at the city goes on for one in a county: what it was raised as is counted there, what becomes of it here. */
static void figures_of(const NeedRow *r, Figures *f)
{
    const Need *n = &r->n;
    f->n = 0;
    if (n->state != NEED_HANDED || n->before.id == 0) /* given back by the city it stands below, and there only */
        figures_put(f, &COUNT_STATE[n->state], 0, 1);
    end_of(r, f);
    if (need_is_open(n->state) && n->is_overdue && n->lead == 0)
        figures_put(f, &COUNT_OVERDUE, 0, 1);
    if (n->state != NEED_HANDED) { /* those go on with the other row */
        figures_put(f, &COUNT_VOICES, 0, n->voices);
        figures_put(f, &COUNT_HELPED, 0, n->helped);
        figures_put(f, &COUNT_REOPENED, 0, n->reopened);
    }
    if (n->before.id != 0)
        return;
    listed_of(n, f);
    figures_put_monthly(f, &COUNT_RAISED, n->raised_at);
    figures_put_monthly(f, &COUNT_KIND[n->kind], n->raised_at);
    figures_put(f, &COUNT_CATEGORY[n->category], 0, 1);
    rates_of(r, f);
}

/* Among the twenty houses of a group one more complaint is a name. */
Code need_counted_at(const NeedRow *r)
{
    return access_known_from(r->n.ref.place, r->target_place);
}

void need_count(Db *w, const void *row, int sign)
{
    const NeedRow *r = row;
    Figures        f;
    figures_of(r, &f);
    figures_add(w, need_counted_at(r), &f, sign);
    desk_figures_of(r, &f);
    figures_add(w, r->n.at, &f, sign);
}

/* Its kind, category and state name what it is counted as. A row that the table's CHECKs did not see may say others. */
Err need_sound(Ctx *c, const void *row)
{
    const Need *n = row;
    if ((unsigned)n->kind < NEED_KINDS && (unsigned)n->category < NEED_CATEGORIES && (unsigned)n->state < NEED_STATES)
        return OK;
    return fail(c, ERR_DB, NULL, "need %s: kind %d, category %d, state %d", ref_written(n->ref.county, n->ref.id).s,
                (int)n->kind, (int)n->category, (int)n->state);
}

void need_count_household(Db *w, const NeedRow *r, i64 household, i64 at)
{
    Code place = need_counted_at(r);
    counter_add_once(w, place, &COUNT_HOUSEHOLDS, 0, household);
    counter_add_once(w, place, &COUNT_HOUSEHOLDS, date_of(at) / 100, household);
}

/* One walk over the counters: their kinds are alike up to the state's name. */
NeedSums need_sums(const Counter *v, size_t n, Code place, const CounterKind *states)
{
    NeedSums sums = { 0 };
    Str      prefix = str_from(states[NEED_RAISED].name);
    prefix.n = (size_t)(strrchr(states[NEED_RAISED].name, '.') + 1 - states[NEED_RAISED].name);
    for (size_t i = 0; i < n; i++) {
        if (v[i].part != 0 || !str_eq(v[i].place, place) || !str_starts(v[i].kind, prefix))
            continue;
        int s = NEED_RAISED;
        while (s < NEED_STATES && !str_is(str_skip(v[i].kind, prefix.n), states[s].name + prefix.n))
            s++;
        if (s == NEED_STATES) /* which no program of this version wrote */
            continue;
        sums.of[s] = v[i].value;
        sums.all += v[i].value;
        sums.open += s <= NEED_DOING ? v[i].value : 0;
    }
    return sums;
}

i64 need_count_desk(const Counter *v, size_t n, Code place, bool with_complaints)
{
    return counter_value(v, n, place, &COUNT_DESK, 0) + (with_complaints ? counter_value(v, n, place, &COUNT_DESK_COMPLAINT, 0) : 0);
}

/* ---- made again from what endures ---- */

typedef struct Remaking {
    SeenFill    *houses;
    const Steps *told;
    i64          parts;
} Remaking;

static Err rebuild_part(void *arg, Row r)
{
    Remaking *k = arg;
    Code      place = access_known_from(row_text(r, C_NEED_TOOK_PART_PLACE), row_text(r, C_NEED_TOOK_PART_TARGET_PLACE));
    i64       household = row_int(r, C_NEED_TOOK_PART_HOUSEHOLD);
    steps_tell(k->told, "voices", ++k->parts);
    TRY(seen_fill_put(k->houses, place, 0, household));
    return seen_fill_put(k->houses, place, date_of(row_int(r, C_NEED_TOOK_PART_AT)) / 100, household);
}

Err need_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    TRY(life_rebuild(w, noun, told));
    Remaking k = { seen_fill_open(w, &COUNT_HOUSEHOLDS), told, 0 };
    return seen_fill_close(k.houses, db_walk(w, Q_NEED_TOOK_PART, ARGS(), rebuild_part, &k));
}

/* ---- what must hold ---- */

const Invariant need_invariants[] = {
    { Q_NEED_CHECK_VOICES, "need.voices: the count differs from the voices that stand" },
    { Q_NEED_CHECK_HELPED, "need.helped: the count differs from the voices that helpers said" },
    { Q_NEED_CHECK_GROUP_HELPED, "need.group.helped: a house is noted as a helped one and said it itself, or the other way round" },
    { Q_NEED_CHECK_AUTHOR, "need.author: the author's house has no voice" },
    { Q_NEED_CHECK_STEP, "need.step: its last step is none of need_moves[]" },
    { Q_NEED_CHECK_GROUP, "need.group: the group counts a household twice or not" },
    { Q_NEED_CHECK_SHARE, "need.households: it stands with another number than its group" },
    { Q_NEED_CHECK_LED, "need.lead: it waits for one that does not lead its group, or is at an end" },
    { Q_NEED_CHECK_ONWARD, "need.onward: the row it goes on as is not there" },
    { Q_NEED_CHECK_GROUP_VOICE, "need.group.voice: a house of the group has no voice, or a voice is not noted" },
    { Q_NEED_CHECK_HOUSEHOLD, "need.household: raised by a house that is not there" },
    { Q_NEED_CHECK_VOICING, "need.voice: of a need that is not there" },
    { Q_NEED_CHECK_TITLE, "need.title: it is not what was written" },
    { Q_NEED_CHECK_PLACE, "need.place: it belongs to, or lies at, a place that is not there" },
    { Q_NEED_CHECK_WATCHED, "need.watched: what was asked about it waits at another desk than it lies on" },
    { 0 },
};

static bool is_move(int from, int to)
{
    for (size_t i = 0; i < NEED_MOVES; i++)
        if (need_moves[i].from == from && need_moves[i].to == to)
            return true;
    return false;
}

/* The steps in the database are those of need_moves[], no more and no fewer. */
Err need_check(Ctx *c, Report *r)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_NEED_CHECK_MOVES, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        int from = (int)row_int(rows.row[i], C_NEED_CHECK_MOVES_FROM_STATE);
        int to = (int)row_int(rows.row[i], C_NEED_CHECK_MOVES_TO_STATE);
        if (!is_move(from, to))
            finding(r, "need.moves: a step that need_moves[] does not have", "%d-%d", from, to);
    }
    if (rows.n != NEED_MOVES)
        finding(r, "need.moves: the database has another number of steps", "%zu", rows.n);
    return OK;
}
