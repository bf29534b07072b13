/* poll_count: what came out. Ballots are read outside of bodies; the result is stored where nothing changed meanwhile. The list that
 * is hashed, the list that is published and the count come out of one walk (list_walk), so that they cannot differ. See poll.h. */
#include <string.h>

#include "matter/poll_inside.h"
#include "matter/poll.sql.h"

enum { PAGE = 1000, HEAD_MOST = 4096, TURNOUTS_MOST = 1000, VOTES_MOST = 8000 };

/* ---- the walk ---- */

/* The head's costs belong to the options. */
static Err head_of(Db *db, const Poll *p, MotionHead *ret)
{
    const PollOption *v;
    size_t n;
    *ret = p->head;
    if (p->head.method != SLIP_BUDGET)
        return OK;
    TRY(poll_options(db, p->ref, &v, &n));
    i64 *costs = NEW_N(db_ctx(db)->arena, i64, n);
    for (size_t i = 0; i < n; i++)
        costs[i] = v[i].cost;
    ret->costs = costs;
    return n == (size_t)p->head.options ? OK : fail(db_ctx(db), ERR_DB, NULL, "a poll of other options than it says");
}

typedef struct Walk {
    Ctx        *c;
    const Poll *p;
    Motion     *m;    /* counts */
    PollSink   *sink; /* gets the list */
    void       *arg;
    i64         issued;
} Walk;

static Err say(const Walk *k, Buf *b)
{
    BUG_ON(buf_is_over(b)); /* a line of bounded parts */
    return k->sink(k->arg, buf_text(b));
}

static Err walk_head(Walk *k)
{
    Db        *db = db_read(k->c);
    FrozenRoll roll;
    Row        r;
    Buf        b = buf_new(k->c->arena, 512, HEAD_MOST);
    TRY(roll_get(db, k->p->roll, &roll));
    TRY(db_one(db, Q_POLL_THERE_ALONE, ARGS(k->p->ref.county, roll.ref.id, k->p->ref.id), &r));
    i64 there = row_int(r, C_POLL_THERE_ALONE_N), weight = row_int(r, C_POLL_THERE_ALONE_WEIGHT);
    motion_head_put(&b, &k->m->head);
    motion_count_put(&b, "roll", roll.members, roll.weight);
    motion_count_put(&b, "there", there, weight);
    motion_roll(k->m, roll.members, roll.weight);
    motion_there(k->m, there, weight);
    return say(k, &b);
}

static Err walk_sheets(Walk *k)
{
    Rows rows;
    TRY(db_many(db_read(k->c), Q_POLL_SHEET_LIST, ARGS(REF(k->p->ref)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        MotionSheet s;
        Buf         b = buf_new(k->c->arena, 128, HEAD_MOST);
        if (!poll_sheet_parse(&k->m->head, row_text(rows.row[i], C_POLL_SHEET_LIST_WORDS), &s))
            return fail(k->c, ERR_DB, NULL, "a sheet that cannot be read");
        motion_sheet(k->m, &s);
        motion_sheet_put(&b, &k->m->head, row_int(rows.row[i], C_POLL_SHEET_LIST_NUMBER), &s);
        TRY(say(k, &b));
    }
    return OK;
}

/* A page's lines are one piece. */
static Err walk_page(Walk *k, const Rows *rows)
{
    Buf b = buf_new(k->c->arena, 65536, 1 << 20);
    for (size_t i = 0; i < rows->n; i++) {
        Row      r = rows->row[i];
        Slip     slip;
        MotionBy by = (MotionBy)row_int(r, C_POLL_BALLOT_PAGE_MEANS);
        i64      weight = row_int(r, C_POLL_BALLOT_PAGE_WEIGHT);
        Str      text = row_text(r, C_POLL_BALLOT_PAGE_SLIP);
        if (!slip_parse(k->m->head.method, k->m->head.options, k->m->head.most, text, &slip))
            return fail(k->c, ERR_DB, NULL, "a ballot that cannot be read");
        motion_ballot(k->m, by, weight, &slip);
        motion_ballot_put(&b, row_text(r, C_POLL_BALLOT_PAGE_CODE), by, weight, text);
    }
    return say(k, &b);
}

static Err walk_ballots(Walk *k)
{
    char code[32] = "";
    Str  after = { code, 0 };
    bool keeps = k->m->head.finds != MOTION_COUNTS; /* orders and sets of projects gather in the same arena */
    for (;;) {
        Rows rows;
        ArenaMark *mark = arena_mark(k->c->arena);
        TRY(db_many(db_read(k->c), Q_POLL_BALLOT_PAGE, ARGS(REF(k->p->ref), after), &rows));
        if (rows.n > 0) {
            TRY(walk_page(k, &rows));
            Str last = str_cut(row_text(rows.row[rows.n - 1], C_POLL_BALLOT_PAGE_CODE), sizeof code);
            memcpy(code, last.p, last.n);
            after.n = last.n;
        }
        if (!keeps)
            arena_rewind(k->c->arena, mark);
        if (rows.n < PAGE)
            return OK;
    }
}

static Err list_walk(Walk *k)
{
    MotionHead head;
    TRY(head_of(db_read(k->c), k->p, &head));
    k->m = motion_new(k->c->arena, &head);
    TRY(walk_head(k));
    TRY(walk_sheets(k));
    return walk_ballots(k);
}

static Err into_hash(void *arg, Str piece)
{
    hashed_add(arg, piece);
    return OK;
}

/* ---- storing ---- */

static Str numbers(Arena *a, const int *v, size_t n)
{
    Buf b = buf_new(a, 64, 1000);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%d", i ? "," : "", v[i]);
    return buf_text(&b);
}

/* Figures in the order of figure_at(). */
enum { COUNT_FIGURES = 9, FIGURES = 2 * COUNT_FIGURES + 6 };

static i64 *figure_at(Motion *m, int i)
{
    QuorumCount *c = i < COUNT_FIGURES ? &m->heads : &m->weights;
    i64 *const   of_count[COUNT_FIGURES] = { &c->roll, &c->came, &c->by_proxy, &c->in_writing, &c->online, &c->cast, &c->valid, &c->yes,
                                             &c->abstained };
    i64 *const   rest[6] = { &m->no, &m->ballots, &m->issued, &m->spoiled, &m->unused, &m->sheets };
    return i < 2 * COUNT_FIGURES ? of_count[i % COUNT_FIGURES] : rest[i - 2 * COUNT_FIGURES];
}

static Str figures_text(Arena *a, Motion *m)
{
    Buf b = buf_new(a, 256, TURNOUTS_MOST);
    for (int i = 0; i < FIGURES; i++)
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)*figure_at(m, i));
    BUG_ON(buf_is_over(&b)); /* so many numbers */
    return buf_text(&b);
}

static Str votes_text(Arena *a, const Motion *m)
{
    Buf b = buf_new(a, 256, VOTES_MOST);
    for (int i = 0; i < m->head.options; i++)
        buf_printf(&b, "%s%lld %lld", i ? " " : "", (long long)m->yes[i], (long long)m->yes_weight[i]);
    BUG_ON(buf_is_over(&b)); /* at most a hundred options, two numbers each */
    return buf_text(&b);
}

static Err store_rule(Db *w, Change *ch, void *row)
{
    const PollCounted *k = ch->arg;
    Poll  *p = row, now;
    Ctx   *c = db_ctx(w);
    Arena *a = c->arena;
    if (p->state == POLL_COUNTED)
        return OK; /* somebody else counted it: the same */
    TRY(poll_touch(w, p->ref, 1u << POLL_SHUT, &now)); /* locks it; then nobody keys in until this is through */
    if (now.turn != k->turn + 1)
        return fail(c, ERR_CONFLICT, "matter.moved_on", "a poll that changed while it was counted");
    TRY(db_exec(w, QUERY(poll_result_add, KEY_AS(poll, p->ref), .outcome = ARG(k->r.outcome),
                         .chosen = ARG(numbers(a, k->r.chosen, k->r.n_chosen)),
                         .tied = ARG(numbers(a, k->r.tied, k->r.n_tied)), .figures = ARG(figures_text(a, k->m)),
                         .votes = ARG(votes_text(a, k->m)), .list_hash = HASH(k->list_hash), .counted_at = ARG(c->now))));
    change_part(ch, (EventPart)PART("outcome", k->r.outcome));
    change_part(ch, (EventPart)PART_KEPT("list", hash_hex(a, &k->list_hash)));
    return change_move(w, ch, p, POLL_COUNTED);
}

/* What was handed out is what came back, and nothing waits for a second teller. */
static Err sheets_check(Ctx *c, const Poll *p, const Motion *m)
{
    RollMarks marks;
    i64       waiting;
    TRY(roll_marks(db_read(c), p->roll, p->ref.id, &marks));
    TRY(db_int(db_read(c), Q_POLL_KEYED_OPEN, ARGS(REF(p->ref)), &waiting));
    if (waiting > 0 || m->issued != marks.on_paper)
        return fail(c, ERR_CONFLICT, "poll.sheets", "%lld sheets wait; %lld issued, %lld marked", (long long)waiting, (long long)m->issued,
                    (long long)marks.on_paper);
    return OK;
}

Err poll_count_read(Ctx *c, const Poll *p, PollCounted *k)
{
    Hashed *hashed = hashed_new(c->arena);
    Walk    walk = { .c = c, .p = p, .sink = into_hash, .arg = hashed };
    TRY(list_walk(&walk));
    TRY(sheets_check(c, p, walk.m));
    *k = (PollCounted){ .turn = p->turn, .m = walk.m, .list_hash = hashed_end(hashed) };
    if (motion_judge(k->m, &k->r) != QUORUM_OK)
        return fail(c, ERR_CONFLICT, "poll.not_judged", "counts that contradict each other or the rule");
    return OK;
}

Err poll_count_store(Ctx *c, const Poll *p, const PollCounted *k)
{
    By by = { .cause = "poll", .cause_id = p->ref.id }; /* that it is counted follows from its being shut */
    return change(c, &(Change){ .life = &poll_life, .ref = p->ref, .rule = { store_rule }, .arg = k, .by = by });
}

Err poll_count(Ctx *c, Ref poll)
{
    Poll        p;
    PollCounted k;
    db_read_end(c); /* one view for poll, marks and ballots, and a new one */
    TRY(poll_get(db_read(c), poll, &p));
    if (p.state == POLL_COUNTED)
        return OK;
    if (p.state != POLL_SHUT)
        return fail(c, ERR_CONFLICT, "poll.not_shut", "a count of a poll in state %d", p.state);
    TRY(poll_count_read(c, &p, &k));
    return poll_count_store(c, &p, &k);
}

/* Sheets that do not make it up yet: whoever keys the missing one puts the job again. */
Err poll_count_job(Ctx *c, Ref poll, i64 arg)
{
    Err e = poll_count(c, poll);
    if (e != ERR_CONFLICT)
        return e;
    ctx_clear_failure(c);
    return OK;
}

/* ---- what came out ---- */

static bool figures_parse(Str text, Motion *m)
{
    Str word;
    for (int i = 0; i < FIGURES; i++)
        if (!str_next(&text, ' ', &word) || !str_int(word, figure_at(m, i)))
            return false;
    return true;
}

static bool votes_parse(Str text, Motion *m)
{
    Str word;
    for (int i = 0; i < 2 * m->head.options; i++)
        if (!str_next(&text, ' ', &word) || !str_int(word, i % 2 ? &m->yes_weight[i / 2] : &m->yes[i / 2]))
            return false;
    return true;
}

static void numbers_parse(Arena *a, Str text, int **ret, size_t *ret_n)
{
    Str word;
    i64 v;
    *ret = NEW_N(a, int, SLIP_OPTIONS_MOST);
    *ret_n = 0;
    while (*ret_n < SLIP_OPTIONS_MOST && str_next(&text, ',', &word))
        if (str_int(word, &v))
            (*ret)[(*ret_n)++] = (int)v;
}

static Err sealed(Ctx *c)
{
    return fail(c, ERR_CONFLICT, "poll.sealed", "a result before it is counted");
}

/* Figures are stored, the verdict is judged from them anew; who was found or tied by an order or a budget is stored. */
static Err result_of(Db *db, const Poll *p, Row r, PollResult *ret)
{
    Ctx       *c = db_ctx(db);
    MotionHead head;
    TRY(head_of(db, p, &head));
    head.finds = MOTION_COUNTS;
    Motion *m = motion_new(c->arena, &head);
    bool is_read = figures_parse(row_text(r, C_POLL_RESULT_GET_FIGURES), m) && votes_parse(row_text(r, C_POLL_RESULT_GET_VOTES), m);
    /* body: figures that stand there; with MOTION_COUNTS no ballots are gone through, by threads or otherwise */
    if (!is_read || motion_judge(m, &ret->found) != QUORUM_OK)
        return fail(c, ERR_DB, NULL, "a poll's result cannot be read");
    numbers_parse(c->arena, row_text(r, C_POLL_RESULT_GET_CHOSEN), &ret->found.chosen, &ret->found.n_chosen);
    numbers_parse(c->arena, row_text(r, C_POLL_RESULT_GET_TIED), &ret->found.tied, &ret->found.n_tied);
    ret->found.outcome = (QuorumOutcome)row_int(r, C_POLL_RESULT_GET_OUTCOME);
    ret->list_hash = row_hash(r, C_POLL_RESULT_GET_LIST_HASH);
    ret->counted_at = row_int(r, C_POLL_RESULT_GET_COUNTED_AT);
    ret->figures = *m;
    return OK;
}

Err poll_result(Db *db, Ref poll, PollResult *ret_result)
{
    Poll p;
    Row  r, beside;
    bool found;
    *ret_result = (PollResult){ 0 };
    TRY(poll_get(db, poll, &p));
    TRY(db_maybe(db, Q_POLL_RESULT_GET, ARGS(REF(poll)), &found, &r));
    if (!found || p.state != POLL_COUNTED)
        return sealed(db_ctx(db));
    TRY(db_one(db, Q_POLL_BESIDE, ARGS(REF(poll)), &beside));
    ret_result->beside = row_int(beside, C_POLL_BESIDE_N);
    ret_result->beside_yes = row_int(beside, C_POLL_BESIDE_YES);
    return result_of(db, &p, r, ret_result);
}

Err poll_list(Ctx *c, Ref poll, PollSink *sink, void *arg)
{
    Poll      p;
    RollEntry e;
    TRY(poll_get(db_read(c), poll, &p));
    if (p.state != POLL_COUNTED)
        return sealed(c);
    if (p.unit == ROLL_UNIT_OWNER) /* an area tells whose it is */
        TRY(poll_reader_of(db_read(c), &p, &e));
    return list_walk(&(Walk){ .c = c, .p = &p, .sink = sink, .arg = arg });
}

Err poll_named(Ctx *c, Ref poll, Ref after, const PollNamed **ret, size_t *ret_n)
{
    Poll      p;
    RollEntry e;
    Rows      rows;
    Str       county = after.county.n ? after.county : STR("");
    TRY(poll_get(db_read(c), poll, &p));
    TRY(poll_reader_of(db_read(c), &p, &e));
    if (p.state != POLL_COUNTED)
        return sealed(c);
    TRY(db_many(db_read(c), Q_POLL_BALLOT_NAMED, ARGS(REF(poll), county, after.id), &rows));
    PollNamed *v = NEW_N(c->arena, PollNamed, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (PollNamed){ { row_text(rows.row[i], C_POLL_BALLOT_NAMED_UNIT_COUNTY), row_int(rows.row[i], C_POLL_BALLOT_NAMED_UNIT), STR_NONE },
                            (PollStanding)row_int(rows.row[i], C_POLL_BALLOT_NAMED_STATE), row_text(rows.row[i], C_POLL_BALLOT_NAMED_SLIP) };
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

/* ---- what must hold ---- */

typedef struct Checking {
    Ctx    *c;
    Report *report;
} Checking;

/* A ballot is what its own hash says, and what the log committed to. */
static Err check_ballot(void *arg, Row r)
{
    const Checking *k = arg;
    u8   salt[POLL_SALT] = { 0 };
    Str  bytes = row_bytes(r, C_POLL_CHECK_BALLOTS_SALT);
    Hash stored = row_hash(r, C_POLL_CHECK_BALLOTS_COMMITMENT);
    memcpy(salt, bytes.p, bytes.n < POLL_SALT ? bytes.n : POLL_SALT);
    Hash now = poll_commit(salt, row_text(r, C_POLL_CHECK_BALLOTS_SLIP));
    bool is_logged = str_eq(row_text(r, C_POLL_CHECK_BALLOTS_TEXT), hash_hex(k->c->arena, &now));
    if (!hash_eq(&stored, &now) || !is_logged)
        finding(k->report, "poll: a ballot is not the one that was cast", "%.*s %lld", STR_ARG(row_text(r, C_POLL_CHECK_BALLOTS_COUNTY)),
                (long long)row_int(r, C_POLL_CHECK_BALLOTS_POLL));
    return OK;
}

static Err check_result(void *arg, Row r)
{
    const Checking *k = arg;
    Poll    p;
    Hashed *hashed = hashed_new(k->c->arena);
    Hash    stored = row_hash(r, C_POLL_CHECK_RESULTS_LIST_HASH);
    TRY(poll_get(db_read(k->c), (Ref){ row_text(r, C_POLL_CHECK_RESULTS_COUNTY), row_int(r, C_POLL_CHECK_RESULTS_POLL), STR_NONE }, &p));
    TRY(list_walk(&(Walk){ .c = k->c, .p = &p, .sink = into_hash, .arg = hashed }));
    Hash now = hashed_end(hashed);
    if (!hash_eq(&stored, &now))
        finding(k->report, "poll: its list is not the one that was counted", "%.*s %lld", STR_ARG(p.ref.county), (long long)p.ref.id);
    return OK;
}

const Invariant poll_invariants[] = {
    { Q_POLL_CHECK_COUNTED, "poll: counted without a result, or a result without a count" },
    { Q_POLL_CHECK_ROLLS, "poll: a ballot of who is not on its roll" },
    { Q_POLL_CHECK_PAPER, "poll: a named ballot of who was counted on paper" },
    { Q_POLL_CHECK_PROXIES, "poll: a ballot by a proxy that nobody gave" },
    { Q_POLL_CHECK_LATE, "poll: a ballot outside of its time" },
    { Q_POLL_CHECK_SHEETS, "poll: a sheet that no two typed" },
    { 0 },
};

Err poll_check(Ctx *c, Report *r)
{
    Checking k = { c, r };
    Db      *db = db_read(c);
    TRY(db_walk(db, Q_POLL_CHECK_BALLOTS, ARGS(), check_ballot, &k));
    return db_walk(db, Q_POLL_CHECK_RESULTS, ARGS(), check_result, &k);
}
