/* roll: see roll.h. */
#include "matter/roll.h"
#include "matter/roll.sql.h"

#include <string.h>

#include "record/rows.h"

enum { PAGE_MOST = 1000, FILL_STEP = 500, ROW_COLUMNS = COLUMNS_OF(frozen_row_add), YEAR = 10000 };

const char *const roll_unit_names[] = { "person", "household", "member", "owner", "representative", NULL };

/* What fills it, and with whom. `kind`: of the dated rolls. */
static const struct Source {
    RollUnit unit;
    RollKind kind;
    bool     of_age;
} sources[ROLL_SOURCES] = {
    [ROLL_FROM_REGISTERED] = { ROLL_UNIT_PERSON, ROLL_REGISTERED, true },
    [ROLL_FROM_VOTERS] = { ROLL_UNIT_PERSON, ROLL_VOTER, true },
    [ROLL_FROM_HOUSEHOLDS] = { ROLL_UNIT_HOUSEHOLD, 0, false },
    [ROLL_FROM_MEMBERS] = { ROLL_UNIT_MEMBER, ROLL_COLLECTIVE, true },
    [ROLL_FROM_OWNERS] = { ROLL_UNIT_OWNER, ROLL_OWNER, false },
};

/* Beside the roll: how far its source has been read. */
typedef struct Filling {
    FrozenRoll roll;
    Str        after_county;
    i64        after_id;
} Filling;

/* ---- reading ---- */

static Filling filling_of(Row r)
{
    return (Filling){ .roll = { .ref = { row_text(r, C_FROZEN_GET_COUNTY), row_int(r, C_FROZEN_GET_ID), row_text(r, C_FROZEN_GET_PLACE) },
                                .noun = row_text(r, C_FROZEN_GET_NOUN), .noun_id = row_int(r, C_FROZEN_GET_NOUN_ID),
                                .unit = (RollUnit)row_int(r, C_FROZEN_GET_UNIT), .source = (RollSource)row_int(r, C_FROZEN_GET_SOURCE),
                                .on = (Date)row_int(r, C_FROZEN_GET_ON_DAY), .is_frozen = row_bool(r, C_FROZEN_GET_STATE),
                                .members = row_int(r, C_FROZEN_GET_MEMBERS), .weight = row_int(r, C_FROZEN_GET_WEIGHT),
                                .unclear = row_int(r, C_FROZEN_GET_UNCLEAR),
                                .frozen_at = row_int(r, C_FROZEN_GET_FROZEN_AT), .version = row_int(r, C_FROZEN_GET_VERSION) },
                      .after_county = row_text(r, C_FROZEN_GET_AFTER_COUNTY), .after_id = row_int(r, C_FROZEN_GET_AFTER_ID) };
}

static Err filling_get(Db *db, Ref roll, Filling *ret)
{
    Row r;
    TRY(db_one(db, Q_FROZEN_GET, ARGS(REF(roll)), &r));
    *ret = filling_of(r);
    if (ret->roll.is_frozen)
        ret->roll.hash = row_hash(r, C_FROZEN_GET_HASH);
    return OK;
}

Err roll_get(Db *db, Ref roll, FrozenRoll *ret_roll)
{
    Filling f;
    TRY(filling_get(db, roll, &f));
    *ret_roll = f.roll;
    return OK;
}

static RollEntry entry_of(Row r)
{
    return (RollEntry){ .unit = { row_text(r, C_FROZEN_PAGE_UNIT_COUNTY), row_int(r, C_FROZEN_PAGE_UNIT), STR_NONE },
                        .weight = row_int(r, C_FROZEN_PAGE_WEIGHT), .speaker = row_int(r, C_FROZEN_PAGE_SPEAKER) };
}

Err roll_find(Db *db, Ref roll, Ref unit, bool *ret_found, RollEntry *ret_entry)
{
    Row r;
    TRY(db_maybe(db, Q_FROZEN_FIND, ARGS(REF(roll), REF(unit)), ret_found, &r));
    if (*ret_found)
        *ret_entry = entry_of(r);
    return OK;
}

static Err page_read(Db *db, Ref roll, Ref after, int most, RollEntries *ret_entries)
{
    Rows rows;
    Str  county = after.county.n ? after.county : STR("");
    TRY(db_many(db, QUERY(frozen_page, KEY_AS(roll, roll), .after_county = ARG(county), .after_id = ARG(after.id),
                          .most = ARG(most > PAGE_MOST ? PAGE_MOST : most)), &rows));
    RollEntry *v = NEW_N(db_ctx(db)->arena, RollEntry, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = entry_of(rows.row[i]);
    *ret_entries = (RollEntries){ v, rows.n };
    return OK;
}

Err roll_each(Ctx *c, Ref roll, RollFn *fn, void *arg)
{
    char county[8] = "";
    Ref  after = { { county, 0 }, 0, STR_NONE };
    for (;;) {
        ArenaMark  *m = arena_mark(c->arena);
        RollEntries page;
        TRY(page_read(db_read(c), roll, after, PAGE_MOST, &page));
        for (size_t i = 0; i < page.n; i++)
            TRY(fn(arg, &page.v[i]));
        if (page.n > 0) { /* outlives the page */
            after.county.n = str_cut(page.v[page.n - 1].unit.county, sizeof county).n;
            memcpy(county, page.v[page.n - 1].unit.county.p, after.county.n);
            after.id = page.v[page.n - 1].unit.id;
        }
        arena_rewind(c->arena, m);
        if (page.n < PAGE_MOST)
            return OK;
    }
}

/* ---- the canonical list ---- */

/* All thirteen characters of an id, so that lines sort as their ids do. */
Str roll_line(Arena *a, RollUnit unit, const RollEntry *entry)
{
    enum { ID_CHARS = 13 };
    Str id = id_text(a, entry->unit.id);
    return arena_printf(a, "%s %.*s-%.*s%.*s %lld\n", roll_unit_names[unit], STR_ARG(entry->unit.county), (int)(ID_CHARS - id.n),
                        "0000000000000", STR_ARG(id), (long long)entry->weight);
}

typedef struct Hashing {
    Ctx     *c;
    RollUnit unit;
    Hashed  *hashed;
    i64      members, weight;
} Hashing;

static Err hash_row(void *arg, const RollEntry *entry)
{
    Hashing *h = arg;
    hashed_add(h->hashed, roll_line(h->c->arena, h->unit, entry));
    h->members++;
    h->weight += entry->weight;
    return OK;
}

static Err roll_hashed(Ctx *c, const FrozenRoll *roll, Hashing *h)
{
    *h = (Hashing){ .c = c, .unit = roll->unit, .hashed = hashed_new(c->arena) };
    return roll_each(c, roll->ref, hash_row, h);
}

Err roll_hash(Ctx *c, const FrozenRoll *roll, Hash *ret_hash)
{
    Hashing h;
    TRY(roll_hashed(c, roll, &h));
    *ret_hash = hashed_end(h.hashed);
    return OK;
}

/* ---- making it ---- */

typedef struct Making {
    const RollNew *n;
    Ref            ref;
} Making;

static Err make_body(Db *w, void *arg)
{
    const Making  *m = arg;
    const RollNew *n = m->n;
    Ctx           *c = db_ctx(w);
    EventNew e = { .id = db_id(w), .kind = "roll.begun", .subject = m->ref, .n_parts = 3,
                   .parts = { PART("unit", n->unit), PART("source", n->source), PART("on", n->on) } };
    TRY(db_exec(w, QUERY(frozen_add, KEY(m->ref), .place = ARG(n->place), .noun = ARG(n->noun), .noun_id = ARG(n->noun_id),
                         .unit = ARG(n->unit), .source = ARG(n->source), .on_day = ARG(n->on),
                         .account = ARG(c->actor->account), .at = ARG(c->now))));
    if (n->source != ROLL_GIVEN)
        TRY(job_put(w, "roll.fill", m->ref, 0, c->now));
    return event_append(w, &e);
}

Err roll_make_in(Db *w, By *by, const RollNew *n, Ref *ret_roll)
{
    Ctx   *c = db_ctx(w);
    Making m = { n, { code_county(n->place), db_id(w), n->place } };
    if (!date_is_valid(n->on))
        return fail_at(c, "on", "roll.day", STR_NONE, STR_NONE);
    if (n->source != ROLL_GIVEN && sources[n->source].unit != n->unit)
        return fail_at(c, "source", "roll.source", STR_NONE, STR_NONE);
    TRY(by_run(w, by, make_body, &m));
    *ret_roll = m.ref;
    return OK;
}

/* How many more it has, and how far its source is read: only where nobody read on meanwhile. */
static Err grow(Db *w, const Filling *f, i64 members, i64 weight, Str county, i64 id)
{
    i64 rows;
    Ctx *c = db_ctx(w);
    if (f->roll.is_frozen)
        return fail(c, ERR_CONFLICT, "roll.frozen", "a row for a frozen roll");
    if (f->roll.members + members > ROLL_MOST)
        return fail(c, ERR_TOO_LARGE, "roll.too_many", "a roll of more than %d", ROLL_MOST);
    TRY(db_change(w, QUERY(frozen_grow, KEY(f->roll.ref), .members = ARG(members), .weight = ARG(weight),
                           .after_county = ARG(county), .after_id = ARG(id), .from_county = ARG(f->after_county),
                           .from_id = ARG(f->after_id)), &rows));
    return rows == 1 ? OK : fail(c, ERR_CONFLICT, "matter.moved_on", "a roll that changed meanwhile");
}

static Err rows_add(Db *w, Ref roll, const RollEntry *v, size_t n, i64 *ret_weight)
{
    static const RowsPut put = { Q_FROZEN_ROW_ADD, Q_FROZEN_ROW_ADD_EIGHT };
    Value *values = NEW_N(db_ctx(w)->arena, Value, n * ROW_COLUMNS);
    *ret_weight = 0;
    for (size_t i = 0; i < n; i++) {
        FILL(frozen_row_add, values + i * ROW_COLUMNS, .county = ARG(roll.county), .roll = ARG(roll.id),
             .unit_county = ARG(v[i].unit.county), .unit = ARG(v[i].unit.id), .weight = ARG(v[i].weight), .speaker = ARG(v[i].speaker));
        *ret_weight += v[i].weight;
    }
    return rows_put(w, &put, values, n);
}

Err roll_give_in(Db *w, Ref roll, const RollEntry *v, size_t n)
{
    enum { AREA_MOST = 10000000 }; /* as PERSON_SHARE */
    Ctx    *c = db_ctx(w);
    Filling f;
    i64     weight;
    if (n > ROLL_A_BODY)
        return fail(c, ERR_TOO_LARGE, "roll.too_many", "%zu rows in one body", n);
    TRY(filling_get(w, roll, &f));
    for (size_t i = 0; i < n; i++)
        if (v[i].unit.id == 0 || v[i].weight < 1 || v[i].weight > (f.roll.unit == ROLL_UNIT_OWNER ? AREA_MOST : 1))
            return fail_at(c, "weight", "roll.weight", STR_NONE, STR_NONE);
    TRY(rows_add(w, roll, v, n, &weight));
    return grow(w, &f, (i64)n, weight, f.after_county, f.after_id);
}

/* ---- filling it ---- */

static Err members_read(Db *w, const Filling *f, Rows *ret_rows)
{
    const struct Source *s = &sources[f->roll.source];
    Ctx *c = db_ctx(w);
    Code from = f->roll.ref.place, end = code_end(c->arena, from);
    Date on = f->roll.on;
    if (s->unit == ROLL_UNIT_HOUSEHOLD)
        return db_many(w, QUERY(frozen_from_households, .county = ARG(f->roll.ref.county), .from = ARG(from),
                                .end = ARG(end), .on = ARG(on), .roll = ARG(f->roll.ref.id), .after_id = ARG(f->after_id)), ret_rows);
    return db_many(w, QUERY(frozen_from_roll, .county = ARG(f->roll.ref.county), .kind = ARG(s->kind), .from = ARG(from),
                            .end = ARG(end), .on = ARG(on), .roll = ARG(f->roll.ref.id),
                            .born = ARG(s->of_age ? on - ROLL_OF_AGE * YEAR : 0), .after_county = ARG(f->after_county),
                            .after_id = ARG(f->after_id)), ret_rows);
}

/* The two queries have their columns in one order: county, id, and an area or a speaker. An owner without an area counts one
 * hundredth of a square metre, since who is on the roll is a head. */
static RollEntry source_entry(const Filling *f, Row r)
{
    i64       third = row_int(r, C_FROZEN_FROM_ROLL_SHARE);
    RollEntry e = { .unit = { row_text(r, C_FROZEN_FROM_ROLL_PERSON_COUNTY), row_int(r, C_FROZEN_FROM_ROLL_PERSON), STR_NONE },
                    .weight = 1 };
    if (f->roll.unit == ROLL_UNIT_OWNER && third > 0)
        e.weight = third;
    if (f->roll.unit == ROLL_UNIT_HOUSEHOLD)
        e.speaker = third;
    return e;
}

typedef struct Step {
    Ref  roll;
    bool is_done;
} Step;

static Err fill_body(Db *w, void *arg)
{
    Step   *s = arg;
    Filling f;
    Rows    rows;
    i64     weight;
    TRY(filling_get(w, s->roll, &f));
    s->is_done = f.roll.is_frozen || f.roll.source == ROLL_GIVEN;
    if (s->is_done)
        return OK;
    TRY(members_read(w, &f, &rows));
    s->is_done = rows.n < FILL_STEP;
    if (rows.n == 0)
        return OK;
    RollEntry *v = NEW_N(db_ctx(w)->arena, RollEntry, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = source_entry(&f, rows.row[i]);
    TRY(rows_add(w, s->roll, v, rows.n, &weight));
    return grow(w, &f, (i64)rows.n, weight, v[rows.n - 1].unit.county, v[rows.n - 1].unit.id);
}

Err roll_fill(Ctx *c, Ref roll)
{
    Step s = { roll, false };
    while (!s.is_done)
        TRY(db_write(c, fill_body, &s));
    return roll_freeze(c, roll);
}

typedef struct Freezing {
    FrozenRoll roll;
    Hash       hash;
    i64        event_id;
    bool       is_done;
} Freezing;

static Err unclear_count(Db *w, const FrozenRoll *r, i64 *ret_n)
{
    const struct Source *s = &sources[r->source];
    Code end = code_end(db_ctx(w)->arena, r->ref.place);
    *ret_n = 0;
    return s->of_age ? db_int(w, QUERY(frozen_unclear, .county = ARG(r->ref.county), .kind = ARG(s->kind),
                                       .from = ARG(r->ref.place), .end = ARG(end), .on = ARG(r->on), .roll = ARG(r->ref.id)), ret_n) : OK;
}

static Err freeze_body(Db *w, void *arg)
{
    const Freezing *f = arg;
    Ctx *c = db_ctx(w);
    i64  rows, unclear;
    TRY(unclear_count(w, &f->roll, &unclear));
    TRY(db_change(w, QUERY(frozen_freeze, KEY(f->roll.ref), .version = ARG(f->roll.version), .hash = HASH(f->hash),
                           .frozen_at = ARG(c->now), .unclear = ARG(unclear)), &rows));
    if (rows == 0)
        return fail(c, ERR_CONFLICT, "matter.moved_on", "a roll that changed while it was hashed");
    EventNew e = { .id = f->event_id, .kind = "roll.frozen", .subject = f->roll.ref, .n_parts = 3,
                   .parts = { PART("members", f->roll.members), PART("weight", f->roll.weight),
                              PART_KEPT("hash", hash_hex(c->arena, &f->hash)) } };
    return event_append(w, &e);
}

/* Is there still something in its source? A job that died between two steps leaves it so. */
static Err is_filled(Ctx *c, const Filling *f, bool *ret_filled)
{
    Rows rows = { 0 };
    if (f->roll.source != ROLL_GIVEN)
        TRY(members_read(db_read(c), f, &rows));
    *ret_filled = rows.n == 0;
    return OK;
}

Err roll_freeze(Ctx *c, Ref roll)
{
    Freezing f = { .event_id = id_new(c->now) };
    Filling  now;
    Hashing  h;
    bool     is_whole;
    TRY(filling_get(db_read(c), roll, &now));
    f.roll = now.roll;
    if (f.roll.is_frozen)
        return OK;
    TRY(is_filled(c, &now, &is_whole));
    TRY(roll_hashed(c, &f.roll, &h));
    f.hash = hashed_end(h.hashed);
    if (!is_whole || h.members != f.roll.members || h.weight != f.roll.weight)
        return fail(c, ERR_CONFLICT, "matter.moved_on", "a roll that is not whole");
    return db_write(c, freeze_body, &f);
}

static Err fill_job(Ctx *c, Ref roll, i64 arg)
{
    return roll_fill(c, roll);
}

/* ---- marks ---- */

static Err unit_missing(Db *w, Ref roll, Ref unit)
{
    bool       found;
    RollEntry  e;
    FrozenRoll r;
    Ctx       *c = db_ctx(w);
    TRY(roll_get(w, roll, &r));
    TRY(roll_find(w, roll, unit, &found, &e));
    if (!r.is_frozen)
        return fail(c, ERR_CONFLICT, "roll.filling", "a mark on a roll that is not frozen");
    return found ? OK : fail(c, ERR_MISSING, "roll.not_on_it", "a mark for who is not on the roll");
}

Err roll_mark_in(Db *w, Ref roll, i64 for_id, Ref unit, RollMark mark)
{
    i64  rows;
    Ctx *c = db_ctx(w);
    BUG_ON(mark == ROLL_UNMARKED); /* roll_unmark_in() */
    TRY(db_change(w, QUERY(frozen_mark_put, KEY_AS(roll, roll), .for_id = ARG(for_id), .unit_county = ARG(unit.county),
                           .unit = ARG(unit.id), .mark = ARG(mark), .account = ARG(c->actor->account), .at = ARG(c->now)), &rows));
    if (rows == 1)
        return OK;
    TRY(unit_missing(w, roll, unit));
    return mark == ROLL_THERE ? OK : fail(c, ERR_CONFLICT, "roll.on_paper", "counted on paper already");
}

Err roll_unmark_in(Db *w, Ref roll, i64 for_id, Ref unit)
{
    i64      rows;
    RollMark mark;
    TRY(db_change(w, QUERY(frozen_mark_drop, KEY_AS(roll, roll), .for_id = ARG(for_id), .unit_county = ARG(unit.county),
                           .unit = ARG(unit.id)), &rows));
    TRY(roll_marked(w, roll, for_id, unit, &mark));
    return mark == ROLL_UNMARKED ? OK : fail(db_ctx(w), ERR_CONFLICT, "roll.on_paper", "counted on paper already");
}

Err roll_marked(Db *db, Ref roll, i64 for_id, Ref unit, RollMark *ret_mark)
{
    i64 mark;
    TRY(db_int(db, QUERY(frozen_mark_get, KEY_AS(roll, roll), .for_id = ARG(for_id), .unit_county = ARG(unit.county),
                         .unit = ARG(unit.id)), &mark));
    *ret_mark = (RollMark)mark;
    return OK;
}

Err roll_marks(Db *db, Ref roll, i64 for_id, RollMarks *ret_marks)
{
    Row r;
    TRY(db_one(db, Q_FROZEN_MARK_SUMS, ARGS(REF(roll), for_id), &r));
    *ret_marks = (RollMarks){ row_int(r, C_FROZEN_MARK_SUMS_THERE), row_int(r, C_FROZEN_MARK_SUMS_THERE_WEIGHT),
                              row_int(r, C_FROZEN_MARK_SUMS_PAPER), row_int(r, C_FROZEN_MARK_SUMS_PAPER_WEIGHT) };
    return OK;
}

typedef struct Taking {
    Ref  roll, after;
    i64  from, to;
    bool is_done;
} Taking;

static Err take_body(Db *w, void *arg)
{
    Taking *t = arg;
    Rows    rows;
    TRY(db_many(w, QUERY(frozen_mark_page, KEY_AS(roll, t->roll), .for_id = ARG(t->from),
                         .after_county = ARG(t->after.county), .after_id = ARG(t->after.id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Ref unit = { row_text(rows.row[i], C_FROZEN_MARK_PAGE_UNIT_COUNTY), row_int(rows.row[i], C_FROZEN_MARK_PAGE_UNIT), STR_NONE };
        TRY(roll_mark_in(w, t->roll, t->to, unit, ROLL_THERE));
    }
    t->is_done = rows.n < FILL_STEP;
    return OK;
}

/* The last of what a body has just taken: marks grow no smaller keys, so the next page begins behind it. */
static Err taken_last(Ctx *c, Taking *t)
{
    Rows rows;
    TRY(db_many(db_read(c), QUERY(frozen_mark_page, KEY_AS(roll, t->roll), .for_id = ARG(t->from),
                                  .after_county = ARG(t->after.county), .after_id = ARG(t->after.id)), &rows));
    if (rows.n > 0)
        t->after = (Ref){ row_text(rows.row[rows.n - 1], C_FROZEN_MARK_PAGE_UNIT_COUNTY),
                          row_int(rows.row[rows.n - 1], C_FROZEN_MARK_PAGE_UNIT), STR_NONE };
    return OK;
}

Err roll_marks_take(Ctx *c, Ref roll, i64 from, i64 to)
{
    Taking t = { .roll = roll, .after = { STR(""), 0, STR_NONE }, .from = from, .to = to };
    while (!t.is_done) {
        TRY(db_write(c, take_body, &t));
        TRY(taken_last(c, &t));
    }
    return OK;
}

/* ---- the noun ---- */

static Err carry(Db *w, const struct Noun *noun, const PlaceCarry *p)
{
    return db_exec(w, Q_FROZEN_CARRY, ARGS(code_county(p->from), p->from, code_end(db_ctx(w)->arena, p->from), p->to));
}

typedef struct Checking {
    Ctx    *c;
    Report *report;
} Checking;

static Err check_row(void *arg, Row r)
{
    const Checking *k = arg;
    FrozenRoll roll = { .ref = { row_text(r, C_FROZEN_CHECK_ROLLS_COUNTY), row_int(r, C_FROZEN_CHECK_ROLLS_ID), STR_NONE },
                        .unit = (RollUnit)row_int(r, C_FROZEN_CHECK_ROLLS_UNIT) };
    Hash stored = row_hash(r, C_FROZEN_CHECK_ROLLS_HASH), now;
    TRY(roll_hash(k->c, &roll, &now));
    if (!hash_eq(&stored, &now))
        finding(k->report, "roll: not the list that was frozen", "%.*s %lld", STR_ARG(roll.ref.county), (long long)roll.ref.id);
    return OK;
}

static Err roll_check(Ctx *c, Report *r)
{
    Checking k = { c, r };
    TRY(check_each(c, r, Q_FROZEN_CHECK_SUMS, "roll", "roll: its rows are not those that were counted"));
    TRY(check_each(c, r, Q_FROZEN_CHECK_MARKS, "roll", "roll: marked before it was frozen"));
    return db_walk(db_read(c), Q_FROZEN_CHECK_ROLLS, ARGS(), check_row, &k);
}

static const EventKind      roll_events[] = { { "roll.begun", true }, { "roll.frozen", true }, { NULL, false } };
static const JobKind        fill = { "roll.fill", fill_job, 0 };
static const JobKind *const roll_jobs[] = { &fill, NULL };

const Noun roll_noun = { .name = "roll", .jobs = roll_jobs, .events = roll_events, .check = roll_check, .carry = carry };
