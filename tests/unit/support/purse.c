/* purse: see purse.h. */
#include "support/purse.h"

static Err make_body(Db *w, void *arg)
{
    Purses      *p = arg;
    By           by = { 0 };
    Ref          place = { STR("420325"), 0, STR(VILLAGE_CODE) };
    LedgerHolder h = { .ref = place, .kind = HOLDER_COMMITTEE, .name = STR("上湾村村民委员会") };
    TRY(ledger_holder_add(w, &by, &h, &p->holder));
    const struct { LedgerPurse n; Ref *ret; } purses[] = {
        { { place, p->holder.id, PURSE_COMMITTEE, LEDGER_FEN, STR("村委会") }, &p->committee },
        { { place, p->holder.id, PURSE_COUNCIL, LEDGER_FEN, STR("理事会") }, &p->council },
        { { place, p->holder.id, PURSE_POINTS, LEDGER_POINTS, STR("积分") }, &p->points },
    };
    for (size_t i = 0; i < COUNTOF(purses); i++)
        TRY(ledger_purse_add(w, &by, &purses[i].n, purses[i].ret));
    const struct { LedgerAccount n; i64 *ret; } accounts[] = {
        { { .kind = LEDGER_BANK, .name = STR("农商行"), .titled = h.name }, &p->bank },
        { { .kind = LEDGER_CASH, .name = STR("现金") }, &p->cash },
        { { .kind = LEDGER_INCOME, .name = STR("捐赠") }, &p->gifts },
        { { .kind = LEDGER_EXPENSE, .name = STR("修路") }, &p->road },
        { { .kind = LEDGER_OWED, .unit = LEDGER_POINTS, .name = STR("一组1户") }, &p->owed },
        { { .kind = LEDGER_EQUITY, .unit = LEDGER_POINTS, .name = STR("发放") }, &p->given },
    };
    for (size_t i = 0; i < COUNTOF(accounts); i++) {
        LedgerAccount n = accounts[i].n;
        n.holder = p->holder.id;
        TRY(ledger_account_add(w, &by, place.county, &n, accounts[i].ret));
    }
    return OK;
}

Purses *purses_make(Village *v)
{
    Purses *p = NEW(v->kept, Purses);
    Ctx    *c = as(v, "village");
    p->v = v;
    assert_ok(c, db_write(c, make_body, p));
    return p;
}

Post post_of(Purses *p, Ref purse, i64 to, i64 from, i64 amount)
{
    Post t = { .p = p, .n = { .purse = purse, .words = STR("修路捐款"), .noun = "need", .subject = { STR("420325"), 7, STR_NONE }, .n = 2 } };
    t.v[0] = (LedgerLine){ .account = from, .amount = -amount };
    t.v[1] = (LedgerLine){ .account = to, .amount = amount };
    return t;
}

Err post_body(Db *w, void *arg)
{
    Post *t = arg;
    By    by = t->by;
    t->n.v = t->v;
    TRY(ledger_post(w, &by, &t->n, &t->done));
    return t->fails ? fail(db_ctx(w), ERR_LIMIT, NULL, "the act fails after it posted") : OK;
}

Err post(Ctx *c, Post *t)
{
    return db_write(c, post_body, t);
}

LedgerPosted posted(Ctx *c, Purses *p, Ref purse, i64 to, i64 from, i64 amount)
{
    Post t = post_of(p, purse, to, from, amount);
    assert_ok(c, post(c, &t));
    return t.done;
}

i64 purse_has(Ctx *c, Ref purse, i64 account)
{
    LedgerSum s;
    assert_ok(c, ledger_balance(db_read(c), purse, account, LEDGER_WHOLE, 0, &s));
    db_read_end(c);
    return s.got - s.gave;
}

static void say_finding(void *arg, const char *rule, Str where)
{
    print_message("%s: %.*s\n", rule, STR_ARG(where));
}

i64 ledger_faults(Ctx *c)
{
    Report r = { say_finding, NULL, 0 };
    assert_ok(c, ledger_check(c, &r));
    db_read_end(c);
    return r.n;
}

Err undo_body(Db *w, void *arg)
{
    Undo *u = arg;
    By    by = { 0 };
    return ledger_reverse(w, &by, u->entry, STR("记错了"), "need", (Ref){ STR("420325"), 7, STR_NONE }, &u->one, &u->other);
}
