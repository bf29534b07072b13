/* record_check: see record.h. Asks the enduring tables of this room what must always hold of them. The events are
 * walked once, in the order of their logs, and each log's tree is grown again beside it. */
#include "record/confirm.h"
#include "record/confirm.sql.h"
#include "record/counter.h"
#include "record/counter.sql.h"
#include "record/event.h"
#include "record/file.h"
#include "record/file_disk.h"
#include "record/job.sql.h"
#include "record/keeper.h"
#include "record/link.h"
#include "record/lognode.h"
#include "record/lognode.sql.h"
#include "record/once.h"
#include "record/once.sql.h"
#include "record/record.h"
#include "record/record_check.sql.h"
#include "record/rule.sql.h"
#include "record/search.h"

#include <string.h>

/* ---- logs ---- */

typedef struct Walk {
    Ctx           *c;
    Report        *r;
    MerkleFrontier grown; /* of the log that is being walked */
    char           county[LOG_ROOM], log[LOG_ROOM];
    i64            newest, newest_at; /* its last event: number and time */
    bool           is_node_told;
    i64            walked; /* of all logs */
} Walk;

static void head_compare(const Walk *w, Row head)
{
    Hash root = row_hash(head, C_CHECK_HEAD_ROOT), grown = merkle_root(&w->grown);
    if (row_int(head, C_CHECK_HEAD_SIZE) != w->grown.size)
        finding(w->r, "log: the head counts all events", "log %s: head %lld, events %lld", w->log,
                (long long)row_int(head, C_CHECK_HEAD_SIZE), (long long)w->grown.size);
    else if (!hash_eq(&root, &grown) || !str_eq(row_bytes(head, C_CHECK_HEAD_FRONTIER), merkle_frontier_bytes(&w->grown)))
        finding(w->r, "log: the head is the root of its events", "log %s", w->log);
    else if (row_int(head, C_CHECK_HEAD_AT) != w->newest_at)
        finding(w->r, "log: the head has the time of its newest event", "log %s", w->log);
}

static Err log_end(const Walk *w)
{
    Row  head;
    bool found;
    i64  nodes, expected = lognode_expected(w->grown.size);
    if (w->log[0] == '\0')
        return OK;
    TRY(db_maybe(db_read(w->c), Q_CHECK_HEAD, ARGS(w->county, w->log), &found, &head));
    if (found)
        head_compare(w, head);
    else
        finding(w->r, "log: every log has a head", "log %s", w->log);
    TRY(db_int(db_read(w->c), Q_LOGNODE_COUNT, ARGS(w->county, w->log), &nodes));
    if (nodes != expected)
        finding(w->r, "log: inner nodes are as many as its events make", "log %s: %lld of %lld", w->log, (long long)nodes,
                (long long)expected);
    return OK;
}

/* Of an event that check_event() let through: both codes have room. */
static Err log_walk_begin(Walk *w, const Event *e)
{
    TRY(log_end(w));
    *w = (Walk){ .c = w->c, .r = w->r, .walked = w->walked };
    memcpy(w->county, e->county.p, e->county.n);
    memcpy(w->log, e->log.p, e->log.n);
    return OK;
}

/* How many texts the parts commit to: each stands as name#=hash. */
static i64 commitments(Str parts)
{
    i64    n = 0;
    size_t at;
    for (; str_find(parts, STR("#="), &at); n++)
        parts = str_skip(parts, at + 2);
    return n;
}

/* The nodes that this event completed, as they are kept. */
static Err check_nodes(Walk *w, const Event *e)
{
    Hash kept[MERKLE_KEPT];
    int  n = merkle_append(&w->grown, e->leaf, kept);
    for (int i = 0; i < n; i++) {
        bool found;
        Row  row;
        i64  nth = (w->grown.size >> (MERKLE_STEP * (i + 1))) - 1;
        TRY(db_maybe(db_read(w->c), Q_LOGNODE_GET, ARGS(e->county, e->log, i + 1, nth), &found, &row));
        Hash stands = found ? row_hash(row, C_LOGNODE_GET_HASH) : (Hash){ 0 };
        if (hash_eq(&stands, &kept[i]) || w->is_node_told)
            continue;
        w->is_node_told = true; /* a log that was not filled lacks them all */
        finding(w->r, "log: its inner nodes are those of its events", "log %.*s node %d/%lld", STR_ARG(e->log), i + 1,
                (long long)nth);
    }
    return OK;
}

static Err check_event(void *arg, Row row)
{
    Walk *w = arg;
    Event e = event_from_row(row);
    steps_tell(w->r->told, "events", ++w->walked);
    if (!lognode_is_log(e.county) || !lognode_is_log(e.log)) {
        finding(w->r, "log: an event is in the log of a place", "log %.*s event %lld", STR_ARG(e.log), (long long)e.seq);
        return OK;
    }
    if (!str_is(e.log, w->log) || !str_is(e.county, w->county))
        TRY(log_walk_begin(w, &e));
    Hash leaf = merkle_leaf(event_leaf(w->c->arena, &e));
    if (e.seq != w->newest + 1)
        finding(w->r, "log: events are numbered without a gap", "log %.*s event %lld", STR_ARG(e.log),
                (long long)e.seq);
    if (!hash_eq(&leaf, &e.leaf))
        finding(w->r, "log: an event is what its leaf says", "log %.*s event %lld", STR_ARG(e.log), (long long)e.seq);
    if (commitments(e.parts) != row_int(row, C_CHECK_EVENTS_TEXTS))
        finding(w->r, "event: every commitment has its row", "log %.*s event %lld", STR_ARG(e.log), (long long)e.seq);
    TRY(check_nodes(w, &e));
    w->newest = e.seq;
    w->newest_at = e.at;
    return OK;
}

static Err check_logs(Ctx *c, Report *r)
{
    Walk w = { .c = c, .r = r };
    Rows rows;
    TRY(db_walk(db_read(c), Q_CHECK_EVENTS, ARGS(), check_event, &w));
    TRY(log_end(&w));
    TRY(db_many(db_read(c), Q_CHECK_HEADS_ALONE, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        finding(r, "log: a head has events", "log %.*s", STR_ARG(row_text(rows.row[i], C_CHECK_HEADS_ALONE_LOG)));
    TRY(db_many(db_read(c), Q_LOGNODE_ALONE, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        finding(r, "log: inner nodes have a head", "log %.*s", STR_ARG(row_text(rows.row[i], C_LOGNODE_ALONE_LOG)));
    return OK;
}

/* ---- texts ---- */

static Err check_commitment(void *arg, Row row)
{
    Walk *w = arg;
    steps_tell(w->r->told, "texts", ++w->walked);
    Hash  stored = row_hash(row, C_CHECK_TEXTS_COMMITMENT), made;
    Str   hex = hash_hex(w->c->arena, &stored), name = row_text(row, C_CHECK_TEXTS_NAME);
    Str   part = arena_printf(w->c->arena, "%.*s#=%.*s", STR_ARG(name), STR_ARG(hex));
    bool  is_in_leaf = str_find(row_text(row, C_CHECK_TEXTS_PARTS), part, NULL);
    Str   both[] = { row_bytes(row, C_CHECK_TEXTS_SALT), row_text(row, C_CHECK_TEXTS_TEXT) };
    made = hash_of_parts(both, 2);
    if (!is_in_leaf)
        finding(w->r, "event: a commitment is part of its event", "log %.*s event %lld %.*s",
                STR_ARG(row_text(row, C_CHECK_TEXTS_LOG)), (long long)row_int(row, C_CHECK_TEXTS_SEQ), STR_ARG(name));
    if (!row_is_null(row, C_CHECK_TEXTS_TEXT) && !hash_eq(&made, &stored))
        finding(w->r, "event: a text fits its commitment", "log %.*s event %lld %.*s",
                STR_ARG(row_text(row, C_CHECK_TEXTS_LOG)), (long long)row_int(row, C_CHECK_TEXTS_SEQ), STR_ARG(name));
    return OK;
}

static Err check_texts(Ctx *c, Report *r)
{
    Walk w = { .c = c, .r = r };
    i64  lost;
    TRY(db_walk(db_read(c), Q_CHECK_TEXTS, ARGS(), check_commitment, &w));
    TRY(db_int(db_read(c), Q_CHECK_LOST_TEXTS, ARGS(), &lost));
    if (lost)
        finding(r, "event: a text belongs to an event", "%lld texts", (long long)lost);
    return OK;
}

/* ---- keys and rules ---- */

static Err check_rows(Ctx *c, Report *r)
{
    Rows rows;
    TRY(db_keys_broken(db_read(c), &rows));
    for (size_t i = 0; i < rows.n; i++)
        finding(r, "key: a row points at what is there", "%lld rows of %.*s, in %.*s",
                (long long)row_int(rows.row[i], KEYS_BROKEN_ROWS), STR_ARG(row_text(rows.row[i], KEYS_BROKEN_TABLE)),
                STR_ARG(row_text(rows.row[i], KEYS_BROKEN_PARENT)));
    TRY(db_many(db_read(c), Q_ONCE_EMPTY, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        finding(r, "once: a key names what it made", "%.*s in %.*s", STR_ARG(row_text(rows.row[i], C_ONCE_EMPTY_ACT)),
                STR_ARG(row_text(rows.row[i], C_ONCE_EMPTY_COUNTY)));
    TRY(db_many(db_read(c), Q_RULE_OVERLAP, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        finding(r, "rule: one value a day", "%.*s at {%.*s}", STR_ARG(row_text(rows.row[i], C_RULE_OVERLAP_NAME)),
                STR_ARG(row_text(rows.row[i], C_RULE_OVERLAP_PLACE)));
    return OK;
}

Err record_check(Ctx *c, Report *r)
{
    TRY(check_logs(c, r));
    TRY(check_texts(c, r));
    TRY(check_rows(c, r));
    TRY(keeper_check(c, r));
    TRY(link_check(c, r));
    TRY(confirm_check(c, r));
    return file_check(c, r);
}

/* ---- rebuild and sweeps ---- */

Err record_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    TRY(lognode_rebuild(w));
    TRY(counter_clear(w));
    return search_sweep(w, told);
}

static Err sweep_once(Ctx *c, Ref subject, i64 arg)
{
    return once_sweep(c);
}

static Err sweep_files(Ctx *c, Ref subject, i64 arg)
{
    int removed;
    TRY(file_gone_sweep(c));
    return file_disk_is_open() ? file_sweep(c, c->now - DAY, &removed) : OK;
}

static const JobKind job_once = { "record.once", sweep_once, 6 * HOUR };
static const JobKind job_files = { "record.files", sweep_files, DAY };

static const JobKind *const jobs[] = { &job_once, &job_files, &confirm_job_over, NULL };

static const EventKind events[] = {
    { "rule.set", true },       { "holiday.set", true },     { "confirm.asked", false },  { "confirm.agreed", false },
    { "confirm.revoked", false }, { "confirm.refused", false }, { "confirm.dropped", false }, { "confirm.renewed", false },
    { "confirm.over", false },   { NULL, false },
};

static const Derived derived[] = {
    { Q_SEEN_LINES, "counter: what was counted once is what a recount gives" },
    { 0, NULL },
};

static Err erase_person(Db *w, Ref person)
{
    TRY(file_erase_person(w, person));
    return confirm_erase_person(w, person);
}

/* What lies in a place that goes on under another code. One that was taken in has the rules of where it went. */
static Err carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    const Code from = carry->from, to = carry->to, county = code_county(from), end = code_end(db_ctx(w)->arena, from);
    const i64  tail = (i64)from.n + 1;
    if (carry->taken_in.n == 0)
        TRY(db_exec(w, QUERY(rule_carry, .from = ARG(from), .end = ARG(end), .to = ARG(to), .tail = ARG(tail))));
    TRY(db_exec(w, QUERY(job_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end), .to = ARG(to), .tail = ARG(tail))));
    TRY(db_exec(w, QUERY(confirm_slot_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end), .to = ARG(to), .tail = ARG(tail))));
    return db_exec(w, QUERY(confirm_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end), .to = ARG(to), .tail = ARG(tail)));
}

const Noun ground_noun = { .name = "ground", .jobs = jobs, .events = events, .check = record_check, .rebuild = record_rebuild,
                           .derived = derived, .carry = carry, .erase = erase_person };
