/* ledger against who goes past its rules: statements that would store what does not balance are refused by the tables, and what
 * was changed behind their back is found. */
#include "support/purse.h"

#include <string.h>

#include "db/db_inside.h"

/* ---- past the rules ---- */

typedef struct Raw {
    const char *sql; /* {e} the entry 9000 to make; {p} purse, {q} another purse, {h} holder, {b} bank, {g} gifts, {o} points, {x} an entry */
    Purses     *p;
    i64         entry;
} Raw;

static Str filled(Arena *a, const Raw *r)
{
    Buf b = buf_new(a, 1024, 65536);
    for (const char *s = r->sql; *s; s++) {
        if (s[0] != '{' || s[2] != '}') {
            buf_char(&b, *s);
            continue;
        }
        const Purses *p = r->p;
        buf_int(&b, s[1] == 'e' ? 9000 : s[1] == 'p' ? p->council.id : s[1] == 'q' ? p->committee.id : s[1] == 'h' ? p->holder.id
                    : s[1] == 'b' ? p->bank : s[1] == 'g' ? p->gifts : s[1] == 'o' ? p->owed : r->entry);
        s += 2;
    }
    return buf_text(&b);
}

static Err raw_body(Db *w, void *arg)
{
    const Raw *r = arg;
    return db_script(w, str_cstr(db_ctx(w)->arena, filled(db_ctx(w)->arena, r)));
}

#define LINE(nth, purse, unit, account, amount, prev, before, after)                                                     \
    "INSERT INTO ledger_posting (county, entry, nth, purse, unit, account, amount, prev, sum_before, sum_after, month) VALUES"  \
    " ('420325', {e}, " nth ", " purse ", " unit ", " account ", " amount ", " prev ", " before ", " after ", 202607);"
#define ENTRY(purse, n)                                                                                                  \
    "INSERT INTO ledger_entry (county, id, holder, purse, n, year, kind, number, day, at, total, noun, subject, cause, cause_id, event," \
    " hash, words, person_county, person) SELECT '420325', {e}, {h}, " purse ", " n ", 2026, 0, 99, 20260713, 1, 100, 'need', 7, '', 0, 1," \
    " hash, '', '', 0 FROM ledger_entry WHERE id = {x};"

static void no_statement_stores_an_entry_that_does_not_balance(void **state)
{
    static const char *const refused[] = {
        ENTRY("{p}", "2"), /* of no line */
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") ENTRY("{p}", "1"), /* of one */
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-99", "1", "100", "1") ENTRY("{p}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-99", "1", "100", "0") ENTRY("{p}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-99", "1", "99", "0") ENTRY("{p}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("3", "{p}", "0", "{g}", "-100", "1", "100", "0") ENTRY("{p}", "3"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") /* that names another height than nothing */
            "INSERT INTO ledger_entry (county, id, holder, purse, n, rest, year, kind, number, day, at, total, noun, subject, cause, cause_id,"
            " event, hash, words, person_county, person) SELECT '420325', {e}, {h}, {p}, 1, 100, 2026, 0, 99, 20260713, 1, 100, 'need', 7, '',"
            " 0, 1, hash, '', '', 0 FROM ledger_entry WHERE id = {x};",
        /* more behind its end */
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-100", "1", "100", "0") ENTRY("{p}", "2")
            LINE("3", "{p}", "0", "{b}", "5", "2", "0", "5"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-100", "1", "100", "0") ENTRY("{p}", "2")
            LINE("2", "{p}", "0", "{b}", "5", "1", "100", "105"),
        /* below zero meanwhile */
        LINE("1", "{p}", "0", "{g}", "-100", "NULL", "0", "-100") LINE("2", "{p}", "0", "{b}", "100", "1", "-100", "0") ENTRY("{p}", "2"),
        /* in two purses, in two units */
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{q}", "0", "{g}", "-100", "1", "100", "0") ENTRY("{p}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-100", "1", "100", "0") ENTRY("{q}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{o}", "-100", "1", "100", "0") ENTRY("{p}", "2"),
        LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "1", "{o}", "-100", "1", "100", "0") ENTRY("{p}", "2"),
        /* the fifty-first */
        LINE("51", "{p}", "0", "{b}", "100", "50", "5", "105"),
        /* what stands there */
        "UPDATE ledger_posting SET amount = amount + 1 WHERE entry = {x};",
        "DELETE FROM ledger_posting WHERE entry = {x};",
        "DELETE FROM ledger_entry WHERE id = {x};",
        "UPDATE ledger_entry SET number = 7 WHERE id = {x};",
        "UPDATE ledger_entry SET day = 20260712 WHERE id = {x};",
        "UPDATE ledger_balance SET gave = got + 1 WHERE account = {b};",
    };
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    i64     entry = posted(c, p, p->council, p->bank, p->gifts, 100).entry.id;
    for (size_t i = 0; i < COUNTOF(refused); i++) {
        Raw r = { refused[i], p, entry };
        Err e = db_write(c, raw_body, &r);
        if (e == OK)
            print_error("stored: %s\n", refused[i]);
        assert_int_not_equal(e, OK);
        ctx_clear_failure(c);
        test_next(c);
    }
    Raw whole = { LINE("1", "{p}", "0", "{b}", "100", "NULL", "0", "100") LINE("2", "{p}", "0", "{g}", "-100", "1", "100", "0")
                      ENTRY("{p}", "2"), p, entry };
    assert_ok(c, db_write(c, raw_body, &whole)); /* so these statements fail for what is wrong in them */
    assert_true(ledger_faults(c) > 0);           /* and check knows that no rule made this one */
}

/* ---- behind the back of the tables ---- */

static const char *const open_up[2] = {
    "DROP TRIGGER ledger_posting_keep_update; DROP TRIGGER ledger_posting_keep_delete; DROP TRIGGER ledger_entry_keep_update;"
    " DROP TRIGGER ledger_entry_keep_delete; DROP TRIGGER ledger_thing_keep_update; DROP TRIGGER ledger_period_keep_update;"
    " PRAGMA ignore_check_constraints = ON; PRAGMA defer_foreign_keys = ON;",
    "ALTER TABLE ledger_posting DISABLE TRIGGER USER; ALTER TABLE ledger_entry DISABLE TRIGGER USER;"
    " ALTER TABLE ledger_thing DISABLE TRIGGER USER; ALTER TABLE ledger_period DISABLE TRIGGER USER;"
    " ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_balanced; ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_chain;"
    " ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_sum; ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_first;"
    " ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_side; ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_void;",
};
static const char *const close_up[2] = { "PRAGMA ignore_check_constraints = OFF", "SELECT 1" };

typedef struct Spoil {
    Raw         raw;
    const char *rule; /* that is named */
    bool        named;
    Engine      engine;
} Spoil;

static void hear(void *arg, const char *rule, Str where)
{
    Spoil *s = arg;
    s->named |= strncmp(rule, s->rule, strlen(s->rule)) == 0;
}

/* Spoils, looks, and leaves nothing behind: the body fails. */
static Err spoil_body(Db *w, void *arg)
{
    Spoil *s = arg;
    Ctx   *c = db_ctx(w);
    Report r = { hear, s, 0 };
    TRY(db_script(w, open_up[s->engine]));
    TRY(raw_body(w, &s->raw));
    TRY(ledger_check(c, &r));
    TRY(db_script(w, close_up[s->engine]));
    return fail(c, ERR_LIMIT, NULL, "seen");
}

typedef struct Shift {
    Purses      *p;
    LedgerPosted from, to;
} Shift;

static Err shift_body(Db *w, void *arg)
{
    Shift     *s = arg;
    By         by = { .cause = "decision", .cause_id = 77 };
    LedgerMove m = { .from = s->p->council, .to = s->p->committee, .from_account = s->p->bank, .to_account = s->p->bank, .amount = 10,
                     .words = STR("拨付"), .noun = "need", .subject = { STR("420325"), 7, STR_NONE } };
    return ledger_move(w, &by, &m, &s->from, &s->to);
}

static Err thing_body(Db *w, void *arg)
{
    Purses     *p = arg;
    By          by = { 0 };
    Ref         made;
    LedgerThing t = { .purse = p->council, .item = STR("水泥"), .measure = STR("袋"), .amount = 20, .noun = "need" };
    return ledger_thing(w, &by, &t, &made);
}

static void check_names_what_was_changed_behind_the_rules(void **state)
{
    static const struct { const char *sql, *rule; } cases[] = {
        { "UPDATE ledger_posting SET amount = amount + 1 WHERE entry = {x} AND nth = 1;", "ledger.balance" },
        { "UPDATE ledger_posting SET amount = 9223372036854775807 WHERE entry = {x} AND nth = 1;", "ledger.sum" },
        { "DELETE FROM ledger_posting WHERE entry = {x} AND nth = 2;", "ledger.balance" },
        { "DELETE FROM ledger_entry WHERE id = {x};", "ledger.line" },
        { "DELETE FROM ledger_entry WHERE id = {x};", "ledger.number" },
        /* an entry that balances at another height, with its own sums and balances */
        { "UPDATE ledger_posting SET amount = CASE WHEN nth = 1 THEN 900 ELSE -900 END, sum_before = CASE WHEN nth = 1 THEN 0 ELSE 900 END,"
          " sum_after = CASE WHEN nth = 1 THEN 900 ELSE 0 END WHERE entry = {x}; UPDATE ledger_entry SET total = 900 WHERE id = {x};"
          " UPDATE ledger_balance SET got = got + 800 WHERE purse = {p} AND account = {b}; UPDATE ledger_balance SET gave = gave + 800"
          " WHERE purse = {p} AND account = {g};", "ledger.hash" },
        { "UPDATE ledger_posting SET project = 5 WHERE entry = {x} AND nth = 1;", "ledger.hash" },
        { "UPDATE ledger_posting SET project = 5 WHERE entry = {x} AND nth = 1;", "ledger.sum" },
        { "UPDATE ledger_entry SET total = 99 WHERE id = {x};", "ledger.total" },
        { "UPDATE ledger_entry SET number = 7 WHERE id = {x};", "ledger.number" },
        { "UPDATE ledger_entry SET hash = (SELECT hash FROM ledger_entry WHERE id <> {x} LIMIT 1) WHERE id = {x};", "ledger.hash" },
        { "UPDATE ledger_entry SET event = event + 1 WHERE id = {x};", "ledger.log" },
        { "UPDATE ledger_number SET last = last + 1;", "ledger.number" },
        { "UPDATE ledger_balance SET got = got + 1 WHERE account = {b};", "ledger.sum" },
        { "UPDATE ledger_balance SET gave = got + 1 WHERE account = {b};", "ledger.below" },
        { "DELETE FROM ledger_balance WHERE account = {g};", "ledger.sum" },
        { "INSERT INTO ledger_balance VALUES ('420325', {q}, 2, 77, {b}, 0, 1, 1);", "ledger.sum" },
        { "UPDATE ledger_entry SET mate = 0 WHERE mate <> 0;", "ledger.transit" },
        { "UPDATE ledger_entry SET cause = '', cause_id = 0 WHERE mate <> 0;", "ledger.transit" },
        { "UPDATE ledger_entry SET reverses = (SELECT MAX(id) FROM ledger_entry WHERE mate <> 0) WHERE id = {x};", "ledger.reversal" },
        { "UPDATE ledger_holder SET closed = 202606;", "ledger.holder" },
        { "UPDATE ledger_holder SET entries = entries + 1;", "ledger.holder" },
        { "INSERT INTO ledger_period VALUES ('420325', {h}, 202607, 1, 1, 1, 1, 1);", "ledger.closed" },
        { "UPDATE ledger_account SET titled = '王建国' WHERE id = {b};", "ledger.account" },
        { "UPDATE ledger_thing SET amount = amount + 1;", "ledger.thing" },
    };
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    i64     entry = posted(c, p, p->council, p->bank, p->gifts, 100).entry.id;
    Shift   shift = { .p = p };
    assert_ok(c, db_write(c, shift_body, &shift));
    assert_ok(c, db_write(c, thing_body, p));
    assert_int_equal(ledger_faults(c), 0);
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        Spoil s = { { cases[i].sql, p, entry }, cases[i].rule, false, store_engine(c->store) };
        assert_err(c, ERR_LIMIT, db_write(c, spoil_body, &s));
        if (!s.named)
            print_error("not found: %s\n", cases[i].sql);
        assert_true(s.named);
        test_next(c);
    }
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- made again ---- */

static Err lines_row(void *arg, Row r)
{
    Buf *b = arg;
    buf_str(b, row_text(r, 0));
    buf_char(b, '\n');
    return OK;
}

static Str derived_lines(Ctx *c)
{
    Buf b = buf_new(c->arena, 4096, 1 << 20);
    for (const Derived *d = ledger_noun.derived; d->rule != NULL; d++)
        assert_ok(c, db_each(db_read(c), d->lines, ARGS(), lines_row, &b));
    db_read_end(c);
    return buf_text(&b);
}

static void a_rebuild_gives_the_balances_that_stand(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    t = post_of(p, p->council, p->bank, p->gifts, INT64_MAX - 100);
    Shift   shift = { .p = p };
    t.v[0].project = t.v[1].drive = t.v[1].part = 3;
    assert_ok(c, post(c, &t));
    assert_ok(c, db_write(c, shift_body, &shift));
    assert_ok(c, db_write(c, thing_body, p));
    Str before = derived_lines(c);
    assert_true(before.n > 100);
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ ledger_rebuild }));
    assert_str(derived_lines(c), str_cstr(c->arena, before));
    assert_int_equal(ledger_faults(c), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(no_statement_stores_an_entry_that_does_not_balance),
        IN_VILLAGE(check_names_what_was_changed_behind_the_rules),
        IN_VILLAGE(a_rebuild_gives_the_balances_that_stand),
    };
    return RUN_TESTS(tests);
}
