/* payment: three persons, whatever accounts they have, and only what is paid is posted. */
#include "matter/payment.h"

#include "db/db_inside.h"
#include "support/purse.h"
#include "support/together.h"

typedef struct Draft {
    PaymentNew n;
    Ref        made;
} Draft;

static Err draft_body(Db *w, void *arg)
{
    Draft *d = arg;
    By     by = { 0 };
    return payment_draft_in(w, &by, &d->n, &d->made);
}

static PaymentNew sand(const Purses *p)
{
    return (PaymentNew){ .purse = p->council, .title = STR("沙子两车"), .payee = STR("刘喜娃"), .payee_person = { STR("420325"), 55, STR_NONE },
                         .money = p->cash, .heading = p->road, .amount = 30000, .project = 5 };
}

/* Written by 一组1户. */
static Ref drafted(Purses *p)
{
    Draft d = { .n = sand(p) };
    Ctx  *c = as(p->v, "一组1户");
    posted(c, p, p->council, p->cash, p->gifts, 50000);
    assert_ok(c, db_write(c, draft_body, &d));
    return d.made;
}

static Err step(Purses *p, const char *who, Ref payment, PaymentState to, const char *why)
{
    PaymentStep s = { .payment = payment, .to = to, .why = str_from(why) };
    Ctx        *c = as(p->v, who);
    Err         e = payment_step(c, &s);
    ctx_clear_failure(c);
    return e;
}

static Payment see(Purses *p, Ref payment)
{
    Payment t;
    Ctx    *c = as(p->v, "nobody");
    assert_ok(c, payment_get(db_read(c), payment, &t));
    return t;
}

static void say_finding(void *arg, const char *rule, Str where)
{
    print_message("%s: %.*s\n", rule, STR_ARG(where));
}

static i64 faults(Purses *p)
{
    Report r = { say_finding, NULL, 0 };
    Ctx   *c = as(p->v, "nobody");
    i64    n = ledger_faults(c);
    assert_ok(c, noun_check(c, &payment_noun, &r));
    return n + r.n;
}

static void three_persons_write_approve_and_pay_and_only_then_is_it_posted(void **state)
{
    Purses     *p = purses_make(*state);
    Ref         t = drafted(p);
    LedgerEntry e;
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(purse_has(p->v->c, p->council, p->cash), 50000);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_PAID, ""), OK);
    assert_int_equal(purse_has(p->v->c, p->council, p->cash), 20000);
    Payment paid = see(p, t);
    Ctx    *c = as(p->v, "nobody");
    assert_ok(c, ledger_entry_get(db_read(c), (Ref){ t.county, paid.entry, STR_NONE }, &e));
    assert_str(e.noun, "payment");
    assert_int_equal(e.subject, t.id);
    assert_str(e.words, "沙子两车");
    assert_int_equal(step(p, "一组3户", t, PAYMENT_PAID, ""), ERR_CONFLICT);
    assert_int_equal(faults(p), 0);
}

static void nobody_approves_or_pays_what_is_his_own(void **state)
{
    Purses *p = purses_make(*state);
    Ref     t = drafted(p);
    assert_int_equal(step(p, "village", t, PAYMENT_SUBMITTED, ""), ERR_DENIED); /* tied to no person */
    assert_int_equal(step(p, "一组1户", t, PAYMENT_PAID, ""), ERR_CONFLICT);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_APPROVED, ""), ERR_DENIED);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_PAID, ""), ERR_DENIED);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_PAID, ""), ERR_DENIED);
    assert_int_equal(see(p, t).state, PAYMENT_APPROVED);
    assert_int_equal(faults(p), 0);
}

static void a_second_account_of_the_same_person_is_the_same_person(void **state)
{
    Purses     *p = purses_make(*state);
    Ref         t = drafted(p);
    Actor       second = *as(p->v, "一组1户")->actor;
    PaymentStep s = { .payment = t, .to = PAYMENT_APPROVED };
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    second.account += 1;
    Ctx *c = as(p->v, "nobody");
    c->actor = &second;
    assert_err(c, ERR_DENIED, payment_step(c, &s));
    second.person = as(p->v, "一组2户")->actor->person; /* the same account, tied to another */
    c = as(p->v, "nobody");
    c->actor = &second;
    assert_ok(c, payment_step(c, &s));
}

static void where_two_must_approve_they_are_two(void **state)
{
    Purses     *p = purses_make(*state);
    Ref         t = drafted(p);
    PaymentStep s = { .payment = t, .to = PAYMENT_SUBMITTED, .needs = 2 };
    Ctx        *c = as(p->v, "一组1户");
    assert_ok(c, payment_step(c, &s));
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(see(p, t).state, PAYMENT_SUBMITTED);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), ERR_DENIED);
    assert_int_equal(step(p, "一组4户", t, PAYMENT_PAID, ""), ERR_CONFLICT);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(step(p, "一组4户", t, PAYMENT_PAID, ""), OK);
    assert_int_equal(faults(p), 0);
}

static Err approve_body(Db *w, void *arg)
{
    By          by = { 0 };
    PaymentStep s = { .payment = *(Ref *)arg, .to = PAYMENT_APPROVED };
    return payment_step_in(w, &by, &s);
}

static void two_who_approve_at_once_are_one_too_many(void **state)
{
    Purses  *p = purses_make(*state);
    Ref      t = drafted(p);
    Actor    who[2] = { *as(p->v, "一组2户")->actor, *as(p->v, "一组3户")->actor };
    Together both[2] = { { .body = approve_body, .arg = &t, .actor = &who[0] }, { .body = approve_body, .arg = &t, .actor = &who[1] } };
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    Ctx *c = as(p->v, "nobody");
    together_write(c, both, 2);
    assert_int_equal(both[0].err, OK);
    assert_int_equal(both[1].err, ERR_CONFLICT);
    together_part(both, 2);
    assert_int_equal(see(p, t).approvals, 1);
    assert_int_equal(faults(p), 0);
}

static void what_is_returned_has_to_be_approved_anew(void **state)
{
    Purses *p = purses_make(*state);
    Ref     t = drafted(p);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_DRAFT, ""), ERR_INVALID); /* without a reason */
    assert_int_equal(step(p, "一组3户", t, PAYMENT_DRAFT, "发票不对"), OK);
    assert_int_equal(see(p, t).approvals, 0);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_PAID, ""), ERR_CONFLICT);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_APPROVED, ""), ERR_DENIED); /* still the author */
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(faults(p), 0);
}

typedef struct Edit {
    Ref        payment;
    PaymentNew n;
    i64        version;
} Edit;

static Err edit_body(Db *w, void *arg)
{
    const Edit *e = arg;
    By          by = { 0 };
    return payment_edit_in(w, &by, e->payment, e->version, &e->n);
}

static void a_draft_is_written_anew_until_it_is_submitted(void **state)
{
    Purses *p = purses_make(*state);
    Ref     t = drafted(p);
    Edit    e = { t, sand(p), see(p, t).version };
    Ctx    *c = as(p->v, "一组1户");
    e.n.amount = 25000;
    assert_ok(c, db_write(c, edit_body, &e));
    assert_int_equal(see(p, t).amount, 25000);
    c = as(p->v, "一组1户");
    assert_err(c, ERR_CONFLICT, db_write(c, edit_body, &e)); /* it was written since */
    e.version = see(p, t).version;
    e.n.amount = 0;
    c = as(p->v, "一组1户");
    assert_err(c, ERR_INVALID, db_write(c, edit_body, &e));
    e.n.amount = 25000;
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    e.version = see(p, t).version;
    c = as(p->v, "一组1户");
    assert_err(c, ERR_CONFLICT, db_write(c, edit_body, &e));
    assert_int_equal(faults(p), 0);
}

static void what_is_paid_is_reversed_and_never_returned(void **state)
{
    Purses *p = purses_make(*state);
    Ref     t = drafted(p);
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_PAID, ""), OK);
    assert_int_equal(step(p, "一组3户", t, PAYMENT_DRAFT, "退回"), ERR_CONFLICT);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_REVERSED, "沙子没有到"), OK);
    assert_int_equal(purse_has(p->v->c, p->council, p->cash), 50000);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_REVERSED, "再来一次"), ERR_CONFLICT);
    assert_int_equal(faults(p), 0);
}

static void what_is_not_there_is_not_paid_and_a_retry_pays_once(void **state)
{
    Purses     *p = purses_make(*state);
    Ref         t = drafted(p);
    PaymentStep s = { .payment = t, .to = PAYMENT_PAID, .once = STR("once-00000009") };
    assert_int_equal(step(p, "一组1户", t, PAYMENT_SUBMITTED, ""), OK);
    assert_int_equal(step(p, "一组2户", t, PAYMENT_APPROVED, ""), OK);
    Ctx *c = as(p->v, "一组3户");
    posted(c, p, p->council, p->road, p->cash, 20001);
    assert_err(c, ERR_CONFLICT, payment_step(c, &s));
    assert_int_equal(see(p, t).state, PAYMENT_APPROVED); /* and nothing of it stands */
    c = as(p->v, "一组3户");
    posted(c, p, p->council, p->cash, p->gifts, 1);
    for (int i = 0; i < 3; i++) {
        c = as(p->v, "一组3户");
        assert_ok(c, payment_step(c, &s));
    }
    assert_int_equal(purse_has(c, p->council, p->cash), 0);
    assert_int_equal(faults(p), 0);
}

static void money_goes_from_where_it_lies_to_a_heading_of_the_holder(void **state)
{
    Purses *p = purses_make(*state);
    Draft   d = { .n = sand(p) };
    Ctx    *c = as(p->v, "一组1户");
    d.n.money = p->road;
    assert_err(c, ERR_INVALID, db_write(c, draft_body, &d));
    d.n = sand(p), d.n.heading = p->bank;
    assert_err(c, ERR_INVALID, db_write(c, draft_body, &d));
    d.n = sand(p), d.n.amount = -1;
    assert_err(c, ERR_INVALID, db_write(c, draft_body, &d));
    d.n = sand(p), d.n.heading = p->given;
    assert_err(c, ERR_INVALID, db_write(c, draft_body, &d));
}

static Err forget(Db *w, void *arg)
{
    TRY(payment_noun.erase(w, *(Ref *)arg));
    return ledger_erase(w, *(Ref *)arg);
}

static void a_payee_who_asks_to_be_forgotten_is(void **state)
{
    Purses *p = purses_make(*state);
    Ref     t = drafted(p), person = { STR("420325"), 55, STR_NONE };
    Ctx    *c = as(p->v, "nobody");
    assert_ok(c, db_write(c, forget, &person));
    assert_str(see(p, t).payee, "");
    assert_int_equal(see(p, t).amount, 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(three_persons_write_approve_and_pay_and_only_then_is_it_posted),
        IN_VILLAGE(nobody_approves_or_pays_what_is_his_own),
        IN_VILLAGE(a_second_account_of_the_same_person_is_the_same_person),
        IN_VILLAGE(where_two_must_approve_they_are_two),
        IN_VILLAGE(two_who_approve_at_once_are_one_too_many),
        IN_VILLAGE(what_is_returned_has_to_be_approved_anew),
        IN_VILLAGE(a_draft_is_written_anew_until_it_is_submitted),
        IN_VILLAGE(what_is_paid_is_reversed_and_never_returned),
        IN_VILLAGE(what_is_not_there_is_not_paid_and_a_retry_pays_once),
        IN_VILLAGE(money_goes_from_where_it_lies_to_a_heading_of_the_holder),
        IN_VILLAGE(a_payee_who_asks_to_be_forgotten_is),
    };
    return RUN_TESTS(tests);
}
