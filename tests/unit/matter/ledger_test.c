/* ledger: entries balance, numbers run, what is not there is not spent, nothing is changed. */
#include "support/purse.h"

#include "db/db_inside.h"
#include "record/once.h"
#include "support/together.h"

#define MOST INT64_MAX

/* ---- entries ---- */

static void an_entry_moves_what_it_says_and_is_read_back(void **state)
{
    Purses     *p = purses_make(*state);
    Ctx        *c = as(p->v, "village");
    Post        t = post_of(p, p->council, p->bank, p->gifts, 20000);
    LedgerEntry e;
    LedgerSum   s;
    t.v[0].drive = t.v[1].drive = 9, t.v[1].project = 5;
    assert_ok(c, post(c, &t));
    assert_int_equal(t.done.number, 1);
    assert_int_equal(t.done.kind, LEDGER_RECEIPT);
    assert_int_equal(purse_has(c, p->council, p->bank), 20000);
    assert_int_equal(purse_has(c, p->council, p->gifts), -20000);
    assert_int_equal(purse_has(c, p->committee, p->bank), 0); /* the same bank account, another purse */
    assert_ok(c, ledger_balance(db_read(c), p->council, p->bank, LEDGER_PROJECT, 5, &s));
    assert_int_equal(s.got, 20000);
    assert_ok(c, ledger_balance(db_read(c), p->council, p->gifts, LEDGER_DRIVE, 9, &s));
    assert_int_equal(s.gave, 20000);
    assert_ok(c, ledger_entry_get(db_read(c), t.done.entry, &e));
    assert_int_equal(e.n, 2);
    assert_int_equal(e.v[0].account, p->bank); /* what gets stands first */
    assert_int_equal(e.total, 20000);
    assert_str(e.words, "修路捐款");
    assert_int_equal(ledger_faults(c), 0);
}

static void what_does_not_balance_is_not_posted(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    t = post_of(p, p->council, p->bank, p->gifts, 20000);
    t.v[0].amount++;
    assert_err(c, ERR_INVALID, post(c, &t));
    t.v[0].amount = 0;
    assert_err(c, ERR_INVALID, post(c, &t));
    t.n.n = 1;
    assert_err(c, ERR_INVALID, post(c, &t));
    assert_int_equal(purse_has(c, p->council, p->bank), 0);
    assert_int_equal(posted(c, p, p->council, p->bank, p->gifts, 1).number, 1); /* none of them took a number */
}

static void an_entry_is_in_one_unit_and_of_one_holder(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    mixed = post_of(p, p->council, p->bank, p->given, 100), alien = post_of(p, p->council, p->bank, 12345, 100);
    assert_err(c, ERR_INVALID, post(c, &mixed));
    assert_err(c, ERR_INVALID, post(c, &alien));
    assert_int_equal(posted(c, p, p->points, p->given, p->owed, 30).kind, LEDGER_TRANSFER);
    Post spent = post_of(p, p->points, p->owed, p->given, 31);
    assert_err(c, ERR_CONFLICT, post(c, &spent)); /* a house has thirty */
    posted(c, p, p->points, p->owed, p->given, 30);
    assert_int_equal(ledger_faults(c), 0);
}

static void an_entry_has_fifty_lines_and_not_one_more(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    t = post_of(p, p->council, p->bank, p->gifts, LEDGER_LINES - 1);
    for (int i = 1; i <= LEDGER_LINES; i++)
        t.v[i] = (LedgerLine){ .account = p->bank, .amount = 1, .project = i };
    t.n.n = LEDGER_LINES;
    assert_ok(c, post(c, &t));
    assert_int_equal(purse_has(c, p->council, p->bank), LEDGER_LINES - 1);
    t.v[0].amount--;
    t.n.n = LEDGER_LINES + 1;
    assert_err(c, ERR_TOO_LARGE, post(c, &t));
    assert_int_equal(ledger_faults(c), 0);
}

typedef struct Open {
    Purses       *p;
    LedgerAccount account;
    LedgerPurse   purse;
    Ref           made;
    i64           id;
} Open;

static Err open_account(Db *w, void *arg)
{
    Open *o = arg;
    By    by = { 0 };
    return ledger_account_add(w, &by, STR("420325"), &o->account, &o->id);
}

static Err open_purse(Db *w, void *arg)
{
    Open *o = arg;
    By    by = { 0 };
    return ledger_purse_add(w, &by, &o->purse, &o->made);
}

static void money_is_kept_in_its_holders_name_only(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Open    o = { .account = { .holder = p->holder.id, .kind = LEDGER_PHONE, .name = STR("微信"), .titled = STR("王建国") } };
    assert_err(c, ERR_INVALID, db_write(c, open_account, &o));
    o.account.titled = STR("");
    assert_err(c, ERR_INVALID, db_write(c, open_account, &o));
    o.account.titled = STR("上湾村村民委员会");
    assert_ok(c, db_write(c, open_account, &o));
    o.account.name = STR("a:b");
    assert_err(c, ERR_INVALID, db_write(c, open_account, &o)); /* no part of a name in plain text */
}

static void a_holder_holds_the_purses_that_are_its_own(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Open    o = { .purse = { p->council, p->holder.id, PURSE_OWNERS, LEDGER_FEN, STR("一单元") } };
    assert_err(c, ERR_INVALID, db_write(c, open_purse, &o));
    o.purse.kind = PURSE_POINTS; /* in fen */
    assert_err(c, ERR_INVALID, db_write(c, open_purse, &o));
    o.purse.kind = PURSE_COLLECTIVE; /* where no collective was set up */
    assert_ok(c, db_write(c, open_purse, &o));
    assert_err(c, ERR_CONFLICT, db_write(c, open_purse, &o));
}

/* ---- sums ---- */

static void sums_stop_at_sixty_four_bits(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    posted(c, p, p->council, p->bank, p->gifts, MOST - 1);
    posted(c, p, p->council, p->bank, p->gifts, 1);
    Post t = post_of(p, p->council, p->bank, p->gifts, 1);
    assert_err(c, ERR_TOO_LARGE, post(c, &t));
    assert_int_equal(purse_has(c, p->council, p->bank), MOST);
    t = post_of(p, p->committee, p->bank, p->gifts, MOST);
    t.v[2] = (LedgerLine){ .account = p->bank, .amount = 1 };
    t.v[3] = (LedgerLine){ .account = p->gifts, .amount = -1 };
    t.n.n = 4;
    assert_err(c, ERR_TOO_LARGE, post(c, &t)); /* one entry adds up to more */
    t = post_of(p, p->committee, p->road, p->gifts, 1);
    t.v[0].amount = INT64_MIN;
    assert_err(c, ERR_TOO_LARGE, post(c, &t));
    posted(c, p, p->council, p->road, p->bank, MOST); /* all of it again */
    assert_int_equal(purse_has(c, p->council, p->bank), 0);
    assert_int_equal(ledger_faults(c), 0);
}

static void cash_never_falls_below_zero(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    posted(c, p, p->council, p->cash, p->gifts, 500);
    posted(c, p, p->committee, p->cash, p->gifts, 1000);
    Post t = post_of(p, p->council, p->road, p->cash, 501);
    assert_err(c, ERR_CONFLICT, post(c, &t)); /* the other thousand is the committee's */
    posted(c, p, p->council, p->road, p->cash, 500);
    t = post_of(p, p->council, p->road, p->bank, 1); /* nothing was ever there */
    assert_err(c, ERR_CONFLICT, post(c, &t));
    assert_int_equal(ledger_faults(c), 0);
}

static void two_payments_at_once_do_not_take_the_cash_below_zero(void **state)
{
    enum { N = 12 };
    Purses  *p = purses_make(*state);
    Ctx     *c = as(p->v, "village");
    Together t[N] = { 0 };
    Post     v[N];
    int      paid = 0;
    posted(c, p, p->council, p->cash, p->gifts, 500);
    for (int i = 0; i < N; i++) {
        v[i] = post_of(p, p->council, p->road, p->cash, 100);
        t[i] = (Together){ .body = post_body, .arg = &v[i] };
    }
    db_read_end(c);
    together_write(c, t, N);
    for (int i = 0; i < N; i++) {
        paid += t[i].err == OK;
        assert_true(t[i].err == OK || t[i].err == ERR_CONFLICT);
    }
    together_part(t, N);
    assert_int_equal(paid, 5);
    assert_int_equal(purse_has(c, p->council, p->cash), 0);
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- two programs on one database ---- */

typedef struct Writer {
    Ctx      *c;
    Purses   *p;
    pthread_t thread;
    int       paid, others, busy;
} Writer;

enum { TRIES = 10 };

static void *writer_thread(void *arg)
{
    Writer *r = arg;
    for (int i = 0; i < TRIES; i++) {
        Post t = post_of(r->p, r->p->council, r->p->road, r->p->cash, 100);
        Err  e = post(r->c, &t);
        r->paid += e == OK;
        r->busy += e == ERR_BUSY;
        r->others += e != OK && e != ERR_CONFLICT && e != ERR_BUSY;
        test_next(r->c);
    }
    return NULL;
}

static void two_programs_on_one_database_neither_overdraw_nor_skip_a_number(void **state)
{
    enum { N = 2 };
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Writer  r[N] = { 0 };
    int     paid = 0;
    i64     last;
    posted(c, p, p->council, p->cash, p->gifts, 1100);
    db_read_end(c);
    Actor actor = *c->actor;
    for (int i = 0; i < N; i++) {
        r[i] = (Writer){ .c = test_ctx_beside(c), .p = p };
        assert_ok(r[i].c, store_open(r[i].c, test_database(c), true, &r[i].c->store)); /* connections and group of its own */
        r[i].c->actor = &actor;
    }
    for (int i = 0; i < N; i++)
        pthread_create(&r[i].thread, NULL, writer_thread, &r[i]);
    for (int i = 0; i < N; i++) {
        pthread_join(r[i].thread, NULL);
        assert_int_equal(r[i].others, 0);
        paid += r[i].paid;
        Store *own = r[i].c->store;
        db_read_end(r[i].c);
        r[i].c->store = c->store;
        store_close(own);
        test_ctx_part(r[i].c);
    }
    assert_true(paid <= 11);
    assert_true(paid == 11 || r[0].busy + r[1].busy > 0); /* only who found the database busy may have missed his turn */
    assert_int_equal(purse_has(c, p->council, p->cash), 1100 - 100 * paid);
    assert_ok(c, db_text_int(db_read(c), "SELECT MAX(number) FROM ledger_entry WHERE kind = 1", ARGS(), &last));
    assert_int_equal(last, paid);
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- numbers ---- */

static void numbers_run_by_kind_and_year_without_a_gap(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    fails = post_of(p, p->council, p->cash, p->gifts, 100);
    assert_int_equal(posted(c, p, p->council, p->cash, p->gifts, 100).number, 1);
    fails.fails = true;
    assert_err(c, ERR_LIMIT, post(c, &fails)); /* had number 2, and gives it back */
    assert_int_equal(posted(c, p, p->committee, p->cash, p->gifts, 100).number, 2); /* purses share their holder's numbers */
    assert_int_equal(posted(c, p, p->council, p->road, p->cash, 10).number, 1);
    assert_int_equal(posted(c, p, p->council, p->bank, p->cash, 10).kind, LEDGER_TRANSFER);
    Post before = post_of(p, p->council, p->cash, p->gifts, 5);
    before.n.day = 20251231;
    assert_ok(c, post(c, &before)); /* of last year's, whose months are open */
    assert_int_equal(before.done.number, 1);
    assert_int_equal(before.done.year, 2025);
    assert_int_equal(posted(c, p, p->council, p->cash, p->gifts, 100).number, 3);
    assert_int_equal(purse_has(c, p->council, p->cash), 100 - 10 - 10 + 5 + 100);
    assert_int_equal(ledger_faults(c), 0);
}

static void bodies_of_one_group_get_numbers_one_after_the_other(void **state)
{
    enum { N = 16 };
    Purses  *p = purses_make(*state);
    Ctx     *c = as(p->v, "village");
    Together t[N] = { 0 };
    Post     v[N];
    bool     seen[N + 1] = { false };
    for (int i = 0; i < N; i++) {
        v[i] = post_of(p, p->council, p->cash, p->gifts, 100);
        v[i].fails = i % 4 == 3;
        t[i] = (Together){ .body = post_body, .arg = &v[i] };
    }
    db_read_end(c);
    together_write(c, t, N);
    for (int i = 0; i < N; i++) {
        assert_int_equal(t[i].err, v[i].fails ? ERR_LIMIT : OK);
        if (v[i].fails)
            continue;
        assert_in_range(v[i].done.number, 1, N - N / 4);
        assert_false(seen[v[i].done.number]);
        seen[v[i].done.number] = true;
    }
    together_part(t, N);
    assert_int_equal(ledger_faults(c), 0);
}

static Err spoil_body(Db *w, void *arg)
{
    Post *t = arg;
    By    by = { 0 };
    return ledger_void(w, &by, t->p->holder, LEDGER_RECEIPT, STR("写坏了"), "need", t->n.subject, &t->done);
}

static void a_spoiled_form_keeps_its_number(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Post    t = post_of(p, p->council, p->cash, p->gifts, 100);
    Undo    u;
    posted(c, p, p->council, p->cash, p->gifts, 100);
    assert_ok(c, db_write(c, spoil_body, &t));
    assert_int_equal(t.done.number, 2);
    assert_int_equal(posted(c, p, p->council, p->cash, p->gifts, 100).number, 3);
    u.entry = t.done.entry;
    assert_err(c, ERR_CONFLICT, db_write(c, undo_body, &u)); /* there is nothing to take back */
    assert_int_equal(ledger_faults(c), 0);
}

static void a_retry_with_the_same_key_posts_once(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Once    once = { STR("420325"), "gift.give", STR("once-00000001"), once_payload((Str[]){ STR("200") }, 1) };
    Post    t = post_of(p, p->council, p->cash, p->gifts, 20000);
    i64     made;
    for (int i = 0; i < 3; i++) {
        assert_ok(c, once_write(c, &once, 77, post_body, &t, &made));
        assert_int_equal(made, 77);
        test_next(c);
    }
    assert_int_equal(purse_has(c, p->council, p->cash), 20000);
    assert_int_equal(posted(c, p, p->council, p->cash, p->gifts, 1).number, 2);
}

/* ---- taken back ---- */

static void what_was_wrong_is_reversed_once_and_a_reversal_never(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Undo    u = { .entry = posted(c, p, p->council, p->cash, p->gifts, 300).entry };
    assert_ok(c, db_write(c, undo_body, &u));
    assert_int_equal(u.one.number, 2);
    assert_int_equal(u.one.kind, LEDGER_RECEIPT); /* a receipt's reversal stands among receipts */
    assert_int_equal(purse_has(c, p->council, p->cash), 0);
    assert_err(c, ERR_CONFLICT, db_write(c, undo_body, &u));
    u.entry = u.one.entry;
    assert_err(c, ERR_CONFLICT, db_write(c, undo_body, &u));
    assert_int_equal(ledger_faults(c), 0);
}

static void what_is_spent_cannot_be_taken_back(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Undo    u = { .entry = posted(c, p, p->council, p->cash, p->gifts, 300).entry };
    posted(c, p, p->council, p->road, p->cash, 1);
    assert_err(c, ERR_CONFLICT, db_write(c, undo_body, &u));
    assert_int_equal(purse_has(c, p->council, p->cash), 299);
}

/* ---- between purses ---- */

typedef struct Shift {
    By           by;
    LedgerMove   m;
    LedgerPosted from, to;
} Shift;

static Err shift_body(Db *w, void *arg)
{
    Shift *s = arg;
    By     by = s->by;
    return ledger_move(w, &by, &s->m, &s->from, &s->to);
}

static void money_goes_between_purses_by_a_decision_and_in_two_entries(void **state)
{
    Purses     *p = purses_make(*state);
    Ctx        *c = as(p->v, "village");
    LedgerEntry e;
    Shift       s = { .m = { .from = p->committee, .to = p->council, .from_account = p->bank, .to_account = p->bank, .amount = 700,
                             .words = STR("拨给理事会"), .noun = "need", .subject = { STR("420325"), 7, STR_NONE } } };
    posted(c, p, p->committee, p->bank, p->gifts, 1000);
    assert_err(c, ERR_DENIED, db_write(c, shift_body, &s));
    s.by = (By){ .cause = "decision", .cause_id = 77 };
    assert_ok(c, db_write(c, shift_body, &s));
    assert_int_equal(purse_has(c, p->committee, p->bank), 300);
    assert_int_equal(purse_has(c, p->council, p->bank), 700);
    assert_ok(c, ledger_entry_get(db_read(c), s.from.entry, &e));
    assert_int_equal(e.mate, s.to.entry.id);
    assert_int_equal(e.cause_id, 77);
    s.m.amount = 301;
    assert_err(c, ERR_CONFLICT, db_write(c, shift_body, &s));
    assert_int_equal(purse_has(c, p->council, p->bank), 700); /* neither half */
    assert_int_equal(ledger_faults(c), 0);
    Undo u = { .entry = s.to.entry };
    Post direct = post_of(p, p->council, e.v[0].account, p->bank, 1);
    assert_err(c, ERR_INVALID, post(c, &direct)); /* transit is nobody else's */
    assert_ok(c, db_write(c, undo_body, &u));     /* both halves, whichever is named */
    assert_int_equal(purse_has(c, p->committee, p->bank), 1000);
    assert_int_equal(purse_has(c, p->council, p->bank), 0);
    assert_true(u.other.entry.id != 0);
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- months ---- */

typedef struct Close {
    Purses       *p;
    int           month;
    LedgerReading v[3];
    size_t        n;
} Close;

static Err close_body(Db *w, void *arg)
{
    Close *k = arg;
    By     by = { 0 };
    return ledger_close(w, &by, k->p->holder, k->month, k->v, k->n);
}

static void a_month_is_closed_when_it_is_over_and_the_statements_agree(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "一组1户"); /* a person */
    Post    june = post_of(p, p->council, p->bank, p->gifts, 1000);
    Close   k = { p, 202606, { { p->bank, 1000 }, { p->cash, 0 } }, 2 };
    june.n.day = 20260630;
    assert_ok(c, post(c, &june));
    posted(c, p, p->council, p->bank, p->gifts, 50); /* in July, which is not over */
    k.v[0].amount = 1050;
    assert_err(c, ERR_CONFLICT, db_write(c, close_body, &k)); /* what the bank said at the end of June */
    k.v[0].amount = 1000;
    k.n = 1;
    assert_err(c, ERR_CONFLICT, db_write(c, close_body, &k)); /* nobody counted the cash */
    k.n = 2;
    k.month = 202607;
    assert_err(c, ERR_INVALID, db_write(c, close_body, &k));
    k.month = 202613;
    assert_err(c, ERR_INVALID, db_write(c, close_body, &k));
    k.month = 202606;
    c = as(p->v, "village"); /* an account that is tied to nobody */
    assert_err(c, ERR_DENIED, db_write(c, close_body, &k));
    c = as(p->v, "一组1户");
    assert_ok(c, db_write(c, close_body, &k));
    assert_err(c, ERR_CONFLICT, db_write(c, close_body, &k));
    assert_err(c, ERR_CONFLICT, post(c, &june));
    june.n.day = 20260531;
    assert_err(c, ERR_CONFLICT, post(c, &june)); /* and all months before it */
    june.n.day = 20260701;
    assert_ok(c, post(c, &june));
    assert_int_equal(ledger_faults(c), 0);
}

static void purses_that_are_more_than_sixty_four_bits_together_are_not_closed(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "一组1户");
    Close   k = { p, 202606, { { p->bank, -2 }, { p->cash, 0 } }, 2 };
    Post    one = post_of(p, p->council, p->bank, p->gifts, MOST), two = post_of(p, p->committee, p->bank, p->gifts, MOST);
    one.n.day = two.n.day = 20260601;
    assert_ok(c, post(c, &one));
    assert_ok(c, post(c, &two));
    assert_err(c, ERR_TOO_LARGE, db_write(c, close_body, &k));
    assert_int_equal(ledger_faults(c), 0);
}

static void a_reversal_of_a_closed_month_goes_into_the_open_one(void **state)
{
    Purses     *p = purses_make(*state);
    Ctx        *c = as(p->v, "一组1户");
    Post        june = post_of(p, p->council, p->bank, p->gifts, 1000);
    Close       k = { p, 202606, { { p->bank, 1000 }, { p->cash, 0 } }, 2 };
    LedgerEntry e;
    june.n.day = 20260630;
    assert_ok(c, post(c, &june));
    assert_ok(c, db_write(c, close_body, &k));
    Undo u = { .entry = june.done.entry };
    assert_ok(c, db_write(c, undo_body, &u));
    assert_ok(c, ledger_entry_get(db_read(c), u.one.entry, &e));
    assert_int_equal(e.day, 20260713);
    assert_int_equal(e.reverses, june.done.entry.id);
    assert_int_equal(ledger_faults(c), 0);
}

static void the_month_ends_at_midnight_in_china(void **state)
{
    Purses *p = purses_make(*state);
    Post    t = post_of(p, p->council, p->cash, p->gifts, 100);
    i64     new_year = date_start(20270101);
    test_time(p->v->c, new_year - 1);
    Ctx *c = as(p->v, "一组1户");
    assert_ok(c, post(c, &t));
    assert_int_equal(t.done.year, 2026);
    Close k = { p, 202612, { { p->bank, 0 }, { p->cash, 100 } }, 2 };
    assert_err(c, ERR_INVALID, db_write(c, close_body, &k)); /* a millisecond too early */
    t.n.day = 20270101;
    assert_err(c, ERR_INVALID, post(c, &t));
    test_time(p->v->c, new_year);
    c = as(p->v, "一组1户");
    assert_ok(c, db_write(c, close_body, &k));
    t.n.day = 0;
    assert_ok(c, post(c, &t));
    assert_int_equal(t.done.year, 2027);
    assert_int_equal(t.done.number, 1);
    k.month = 202702;
    test_time(p->v->c, date_start(20270301));
    c = as(p->v, "一组1户");
    k.v[1].amount = 200;
    assert_err(c, ERR_CONFLICT, db_write(c, close_body, &k)); /* January is next */
    k.month = 202701;
    assert_ok(c, db_write(c, close_body, &k));
    k.month = 202702;
    assert_ok(c, db_write(c, close_body, &k));
    assert_int_equal(ledger_faults(c), 0);
}

static void whoever_closes_meanwhile_an_entry_is_inside_or_refused(void **state)
{
    Purses  *p = purses_make(*state);
    Ctx     *c = as(p->v, "一组1户");
    Close    k = { p, 202606, { { p->bank, 0 }, { p->cash, 0 } }, 2 };
    Post     v[2] = { post_of(p, p->council, p->bank, p->gifts, 1000), post_of(p, p->council, p->bank, p->gifts, 1000) };
    v[0].n.day = v[1].n.day = 20260630;
    Together t[3] = { { .body = close_body, .arg = &k }, { .body = post_body, .arg = &v[0] }, { .body = post_body, .arg = &v[1] } };
    db_read_end(c);
    together_write(c, t, 3);
    assert_int_equal(t[0].err, OK);
    assert_int_equal(t[1].err, ERR_CONFLICT);
    assert_int_equal(t[2].err, ERR_CONFLICT);
    together_part(t, 3);
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- what is no money ---- */

typedef struct Give {
    LedgerThing t;
    Ref         made, back;
} Give;

static Err give_body(Db *w, void *arg)
{
    Give *g = arg;
    By    by = { 0 };
    return ledger_thing(w, &by, &g->t, &g->made);
}

static Err give_back_body(Db *w, void *arg)
{
    Give *g = arg;
    By    by = { 0 };
    return ledger_thing_reverse(w, &by, g->made, "need", g->t.subject, &g->back);
}

static i64 stock(Ctx *c, const Give *g)
{
    i64 n;
    assert_ok(c, ledger_stock(db_read(c), g->t.purse, g->t.what, g->t.item, g->t.measure, &n));
    db_read_end(c);
    return n;
}

static void things_stand_beside_the_money_and_in_no_sum_of_it(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Give    g = { .t = { .purse = p->council, .what = LEDGER_GOODS, .item = STR("水泥"), .measure = STR("袋"), .amount = 20000,
                         .noun = "need", .subject = { STR("420325"), 7, STR_NONE }, .value_fen = 50000 } };
    assert_err(c, ERR_INVALID, db_write(c, give_body, &g)); /* a value that nobody set */
    g.t.value_by = 5, g.t.value_on = 20260712, g.t.value_basis = STR("镇上市价");
    assert_ok(c, db_write(c, give_body, &g));
    Ref given = g.made;
    posted(c, p, p->council, p->cash, p->gifts, 100);
    assert_int_equal(stock(c, &g), 20000);
    assert_int_equal(purse_has(c, p->council, p->gifts), -100);
    g.t.amount = -15000;
    assert_ok(c, db_write(c, give_body, &g));
    g.t.amount = -5001;
    assert_err(c, ERR_CONFLICT, db_write(c, give_body, &g)); /* more than there is */
    g.made = given;
    assert_err(c, ERR_CONFLICT, db_write(c, give_back_body, &g)); /* most of it is built in */
    g.t.item = STR("\"x;");
    g.t.amount = 1;
    assert_err(c, ERR_INVALID, db_write(c, give_body, &g));
    assert_int_equal(ledger_faults(c), 0);
}

static void a_thing_is_taken_back_once(void **state)
{
    Purses *p = purses_make(*state);
    Ctx    *c = as(p->v, "village");
    Give    g = { .t = { .purse = p->council, .what = LEDGER_LABOUR, .item = STR("出工"), .measure = STR("工"), .amount = 1500,
                         .noun = "need", .subject = { STR("420325"), 7, STR_NONE } } };
    assert_ok(c, db_write(c, give_body, &g));
    assert_ok(c, db_write(c, give_back_body, &g));
    assert_int_equal(stock(c, &g), 0);
    assert_err(c, ERR_CONFLICT, db_write(c, give_back_body, &g));
    g.made = g.back;
    assert_err(c, ERR_CONFLICT, db_write(c, give_back_body, &g));
    assert_int_equal(ledger_faults(c), 0);
}

/* ---- persons and places ---- */

static Err erase_body(Db *w, void *arg)
{
    return ledger_erase(w, *(Ref *)arg);
}

static void who_asks_to_be_forgotten_is_and_the_amounts_stay(void **state)
{
    Purses     *p = purses_make(*state);
    Ctx        *c = as(p->v, "village");
    Post        t = post_of(p, p->council, p->cash, p->gifts, 300);
    LedgerEntry e;
    Ref         person = { STR("420381"), 55, STR_NONE }; /* of another county */
    i64         left;
    t.n.person = person;
    t.n.words = STR("外出的人捐的");
    assert_ok(c, post(c, &t));
    assert_ok(c, db_write(c, erase_body, &person));
    assert_ok(c, ledger_entry_get(db_read(c), t.done.entry, &e));
    assert_str(e.words, "");
    assert_int_equal(e.total, 300);
    assert_ok(c, db_text_int(db_read(c), "SELECT COUNT(*) FROM event_text WHERE text LIKE '%外出的人%'", ARGS(), &left));
    assert_int_equal(left, 0);
    assert_int_equal(ledger_faults(c), 0); /* the proof does not need the words */
}

static Err carry_body(Db *w, void *arg)
{
    PlaceCarry carry = { STR(VILLAGE_CODE), STR(VILLAGE_OTHER), STR("上湾村") };
    Purses    *p = arg; /* there is one of the same name where it goes */
    By         by = { 0 };
    LedgerPurse twin = { { STR("420325"), 0, STR(VILLAGE_OTHER) }, p->holder.id, PURSE_COUNCIL, LEDGER_FEN, STR("理事会") };
    Ref         made;
    TRY(ledger_purse_add(w, &by, &twin, &made));
    return ledger_carry(w, &ledger_noun, &carry);
}

static void purses_go_along_when_their_place_gets_another_code(void **state)
{
    Purses      *p = purses_make(*state);
    Ctx         *c = as(p->v, "admin");
    LedgerPurse  purse;
    LedgerHolder holder;
    posted(c, p, p->council, p->cash, p->gifts, 300);
    assert_ok(c, db_write(c, carry_body, p));
    assert_ok(c, ledger_purse_get(db_read(c), p->council, &purse));
    assert_ok(c, ledger_holder_get(db_read(c), p->holder, &holder));
    assert_str(purse.ref.place, VILLAGE_OTHER);
    assert_str(holder.ref.place, VILLAGE_OTHER);
    assert_int_equal(ledger_faults(c), 0); /* entries lie in the purse, wherever that is */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(an_entry_moves_what_it_says_and_is_read_back),
        IN_VILLAGE(what_does_not_balance_is_not_posted),
        IN_VILLAGE(an_entry_is_in_one_unit_and_of_one_holder),
        IN_VILLAGE(an_entry_has_fifty_lines_and_not_one_more),
        IN_VILLAGE(money_is_kept_in_its_holders_name_only),
        IN_VILLAGE(a_holder_holds_the_purses_that_are_its_own),
        IN_VILLAGE(sums_stop_at_sixty_four_bits),
        IN_VILLAGE(cash_never_falls_below_zero),
        IN_VILLAGE(two_payments_at_once_do_not_take_the_cash_below_zero),
        IN_VILLAGE(two_programs_on_one_database_neither_overdraw_nor_skip_a_number),
        IN_VILLAGE(numbers_run_by_kind_and_year_without_a_gap),
        IN_VILLAGE(bodies_of_one_group_get_numbers_one_after_the_other),
        IN_VILLAGE(a_spoiled_form_keeps_its_number),
        IN_VILLAGE(a_retry_with_the_same_key_posts_once),
        IN_VILLAGE(what_was_wrong_is_reversed_once_and_a_reversal_never),
        IN_VILLAGE(what_is_spent_cannot_be_taken_back),
        IN_VILLAGE(money_goes_between_purses_by_a_decision_and_in_two_entries),
        IN_VILLAGE(a_month_is_closed_when_it_is_over_and_the_statements_agree),
        IN_VILLAGE(purses_that_are_more_than_sixty_four_bits_together_are_not_closed),
        IN_VILLAGE(a_reversal_of_a_closed_month_goes_into_the_open_one),
        IN_VILLAGE(the_month_ends_at_midnight_in_china),
        IN_VILLAGE(whoever_closes_meanwhile_an_entry_is_inside_or_refused),
        IN_VILLAGE(things_stand_beside_the_money_and_in_no_sum_of_it),
        IN_VILLAGE(a_thing_is_taken_back_once),
        IN_VILLAGE(who_asks_to_be_forgotten_is_and_the_amounts_stay),
        IN_VILLAGE(purses_go_along_when_their_place_gets_another_code),
    };
    return RUN_TESTS(tests);
}
