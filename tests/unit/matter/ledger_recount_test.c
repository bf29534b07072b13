/* ledger: a purse as plain text is read by `yuanchang book` and comes to the same figures, in each dialect; and what was
 * acknowledged before a kill is there. */
#include "support/purse.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/once.h"

/* ---- through the command ---- */

static void to_file(void *to, Str piece)
{
    assert_int_equal(fwrite(piece.p, 1, piece.n, to), piece.n);
}

/* The program that was built beside this one: out/tests/matter/X_test, out/yuanchang. */
static Str program(Arena *a)
{
    char    self[1024];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    size_t  at;
    assert_true(n > 0);
    Str path = { self, (size_t)n };
    assert_true(str_find(path, STR("/tests/"), &at));
    return arena_printf(a, "%.*s/yuanchang", (int)at, self);
}

/* What `book balance FILE --json` says. */
static Str balances(Ctx *c, Str file, const char *dialect)
{
    Arena *a = c->arena;
    Str    command = arena_printf(a, "%.*s book balance %.*s --json --from %s", STR_ARG(program(a)), STR_ARG(file), dialect);
    FILE  *f = popen(str_cstr(a, command), "r");
    Buf    b = buf_new(a, 65536, 1 << 20);
    char   part[4096];
    assert_non_null(f);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, n);
    assert_int_equal(pclose(f), 0);
    return buf_text(&b);
}

static Str written(Ctx *c, Ref purse, PtaDialect dialect)
{
    Str   path = test_path(c, "purse.journal");
    FILE *f = fopen(str_cstr(c->arena, path), "w");
    assert_non_null(f);
    assert_ok(c, ledger_recount(c, purse, dialect, (PtaSink){ to_file, f }));
    assert_int_equal(fclose(f), 0);
    return path;
}

/* Does it say that this account holds so much? */
static bool holds(Ctx *c, Str json, const char *account, const char *commodity, const char *own)
{
    Str    start = arena_printf(c->arena, "\"account\":\"%s\",\"commodity\":\"%s\"", account, commodity), line;
    size_t at;
    if (!str_find(json, start, &at))
        return false;
    line = str_skip(json, at);
    line = str_cut(line, str_index(line, '}'));
    return str_find(line, arena_printf(c->arena, "\"own\":\"%s\"", own), &at);
}

static Err thing_body(Db *w, void *arg)
{
    const Purses *p = arg;
    By            by = { 0 };
    Ref           made, back;
    LedgerThing   t = { .purse = p->council, .item = STR("水泥"), .measure = STR("袋"), .amount = 20500, .noun = "need" };
    TRY(ledger_thing(w, &by, &t, &made));
    TRY(ledger_thing_reverse(w, &by, made, "need", p->council, &back));
    TRY(ledger_thing(w, &by, &t, &made));
    t.amount = -500;
    return ledger_thing(w, &by, &t, &made);
}

typedef struct Close {
    Purses       *p;
    LedgerReading v[2];
} Close;

static Err close_body(Db *w, void *arg)
{
    Close *k = arg;
    By     by = { 0 };
    return ledger_close(w, &by, k->p->holder, 202606, k->v, 2);
}

static Err shift_body(Db *w, void *arg)
{
    Purses      *p = arg;
    By           by = { .cause = "decision", .cause_id = 77 };
    LedgerPosted from, to;
    LedgerMove   m = { .from = p->council, .to = p->committee, .from_account = p->bank, .to_account = p->bank, .amount = 10,
                       .words = STR("拨付; 含\"引号\""), .noun = "need", .subject = { STR("420325"), 7, STR_NONE } };
    return ledger_move(w, &by, &m, &from, &to);
}

/* Gifts, a payment, something wrong and taken back, money that went to the other purse, cement, a closed month. */
static void live(Purses *p)
{
    Ctx  *c = as(p->v, "一组1户");
    Post  june = post_of(p, p->council, p->bank, p->gifts, 100000);
    Close k = { p, { { p->bank, 100000 }, { p->cash, 0 } } };
    june.n.day = 20260630;
    june.v[1].drive = 9, june.v[0].project = 5;
    assert_ok(c, post(c, &june));
    assert_ok(c, db_write(c, close_body, &k));
    posted(c, p, p->council, p->cash, p->gifts, 123);
    posted(c, p, p->council, p->road, p->bank, 40001);
    Undo u = { .entry = posted(c, p, p->council, p->road, p->bank, 7).entry };
    assert_ok(c, db_write(c, undo_body, &u));
    assert_ok(c, db_write(c, shift_body, p));
    assert_ok(c, db_write(c, thing_body, p));
    posted(c, p, p->committee, p->bank, p->gifts, 5);
    posted(c, p, p->points, p->given, p->owed, 30);
}

static void a_recount_comes_to_the_same_figures_by_the_command(void **state)
{
    static const char *const dialects[] = { "hledger", "ledger", "beancount" };
    Purses *p = purses_make(*state);
    live(p);
    Ctx *c = as(p->v, "nobody");
    assert_int_equal(purse_has(c, p->council, p->bank), 59989);
    for (int d = PTA_HLEDGER; d <= PTA_BEANCOUNT; d++) {
        Str json = balances(c, written(c, p->council, (PtaDialect)d), dialects[d]);
        assert_true(holds(c, json, "Assets:Bank:农商行", "CNY", "599.89"));
        assert_true(holds(c, json, "Assets:Cash:现金", "CNY", "1.23"));
        assert_true(holds(c, json, "Income:捐赠", "CNY", "-1001.23"));
        assert_true(holds(c, json, "Expenses:修路", "CNY", "400.01"));
        assert_true(holds(c, json, "Assets:Transit:transit", "CNY", "0.10"));
        assert_true(holds(c, json, "Assets:Things", "水泥 袋", "20.000"));
        assert_true(str_find(json, STR("\"closed\":\"2026-06-30\""), NULL));
        json = balances(c, written(c, p->points, (PtaDialect)d), dialects[d]);
        assert_true(holds(c, json, "Liabilities:一组1户", "points", "-30"));
    }
}

static void a_purse_of_nothing_is_an_empty_book(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "nobody");
    Str     json = balances(c, written(c, p->council, PTA_HLEDGER), "hledger");
    assert_true(str_find(json, STR("\"entries\":0"), NULL));
}

/* ---- killed ---- */

/* A program of its own that posts, and says after each what was acknowledged, until it is killed. */
static NORETURN void poster(Purses *p, Str database, int to)
{
    Ctx  *c = p->v->c;
    char  tell;
    if (store_open(c, database, true, &c->store) != OK)
        _exit(1);
    for (int i = 1; i < 1000000; i++) {
        Post t = post_of(p, p->council, i % 2 ? p->cash : p->road, i % 2 ? p->gifts : p->cash, 100);
        Err  e = post(c, &t);
        tell = e == OK ? 'y' : 'n';
        if (write(to, &tell, 1) != 1)
            _exit(2);
        test_next(c);
    }
    _exit(3);
}

/* How many it acknowledged before it was killed, in the midst of the next. */
static int killed_after(Purses *p, Str database, int most)
{
    int   ends[2], status, acknowledged = 0;
    char  said;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        poster(p, database, ends[1]);
    }
    close(ends[1]);
    while (acknowledged < most && read(ends[0], &said, 1) == 1 && said == 'y')
        acknowledged++;
    kill(child, SIGKILL);
    while (read(ends[0], &said, 1) == 1 && said == 'y') /* what it said before that came */
        acknowledged++;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    return acknowledged;
}

static void what_was_acknowledged_before_a_kill_stands_and_is_whole(void **state)
{
    enum { ROUNDS = 5 };
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    i64     posted_so_far = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Str database = str_copy(p->v->kept, test_database(c));
        db_read_end(c);
        store_close(c->store);
        int acknowledged = killed_after(p, database, 7 + 6 * round);
        assert_ok(c, store_open(c, database, true, &c->store));
        c = as(p->v, "village");
        LedgerEntries all = { .more = true };
        i64           n = 0, after = 0;
        while (all.more) {
            assert_ok(c, ledger_entries(db_read(c), p->council, after, &all));
            n += (i64)all.n;
            after = all.n ? all.v[all.n - 1].ref.id : after;
        }
        assert_in_range(n - posted_so_far, acknowledged, acknowledged + 1); /* the one under way may have gone through */
        posted_so_far = n;
        assert_int_equal(ledger_faults(c), 0);
    }
}

/* ---- copied ---- */

static void a_copy_on_the_other_engine_holds_the_same(void **state)
{
    Purses *p = purses_make(*state);
    if (!test_has_postgres())
        skip();
    live(p);
    Ctx *c = as(p->v, "nobody"), *to = test_ctx(store_engine(c->store) == ENGINE_SQLITE ? ENGINE_POSTGRES : ENGINE_SQLITE);
    assert_ok(to, store_copy(c, to, NULL, NULL)); /* lines that name lines, entries that name their last */
    test_next(to);
    assert_int_equal(ledger_faults(to), 0);
    assert_int_equal(purse_has(to, p->council, p->bank), 59989);
    Post t = post_of(p, p->council, p->cash, p->gifts, 1);
    to->actor = c->actor;
    assert_ok(to, post(to, &t));
    assert_int_equal(t.done.number, 4); /* and goes on where it was */
    to->actor = &ACTOR_NOBODY;
    test_ctx_close(to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_recount_comes_to_the_same_figures_by_the_command),
        IN_VILLAGE(a_purse_of_nothing_is_an_empty_book),
        IN_VILLAGE(a_copy_on_the_other_engine_holds_the_same),
        IN_VILLAGE(what_was_acknowledged_before_a_kill_stands_and_is_whole),
    };
    return RUN_TESTS(tests);
}
