/* payment: see payment.h. */
#include "matter/payment.h"

#include "matter/payment.sql.h"
#include "record/once.h"

const Field PAYMENT_TITLE = { "title", FIELD_LINE, 1, 200, NULL, "payment.title" };
const Field PAYMENT_PAYEE = { "payee", FIELD_LINE, 1, 60, NULL, "payment.payee" };
const Field PAYMENT_WHY = { "why", FIELD_LINE, 1, 200, NULL, "payment.why" };

const char *const payment_states[] = { "draft", "submitted", "approved", "paid", "dropped", "reversed", NULL };

/* Who may stands in the hands of its round: payment_hand. */
#define WHO .who = BY_VERB | BY_CAUSE, .verb = VERB_SIGNED_IN
static const Move moves[] = {
    { .from = PAYMENT_DRAFT, .to = PAYMENT_SUBMITTED, WHO, .event = "payment.submitted" },
    { .from = PAYMENT_DRAFT, .to = PAYMENT_DROPPED, WHO, .asks = ASKS_WHY, .event = "payment.dropped" },
    { .from = PAYMENT_SUBMITTED, .to = PAYMENT_DRAFT, WHO, .asks = ASKS_WHY, .event = "payment.returned" },
    { .from = PAYMENT_SUBMITTED, .to = PAYMENT_APPROVED, WHO, .event = "payment.approved" },
    { .from = PAYMENT_APPROVED, .to = PAYMENT_DRAFT, WHO, .asks = ASKS_WHY, .event = "payment.returned" },
    { .from = PAYMENT_APPROVED, .to = PAYMENT_PAID, WHO, .event = "payment.paid" },
    { .from = PAYMENT_PAID, .to = PAYMENT_REVERSED, WHO, .asks = ASKS_WHY, .event = "payment.reversed" },
};
static const EventKind events[] = {
    { "payment.drafted", false },  { "payment.edited", false },   { "payment.submitted", false },
    { "payment.dropped", false },  { "payment.returned", false }, { "payment.seconded", false },
    { "payment.approved", false }, { "payment.paid", false },     { "payment.reversed", false }, { NULL, false },
};

/* ---- rows ---- */

Err payment_get(Db *db, Ref payment, Payment *ret)
{
    Row r;
    TRY(db_one(db, Q_PAYMENT_GET, ARGS(REF(payment)), &r));
#define INT(column)  row_int(r, C_PAYMENT_GET_##column)
#define TEXT(column) row_text(r, C_PAYMENT_GET_##column)
    *ret = (Payment){ .ref = { payment.county, payment.id, TEXT(PLACE) }, .title = TEXT(TITLE), .state = (int)INT(STATE),
                      .version = INT(VERSION), .changed_at = INT(CHANGED_AT), .purse = INT(PURSE), .money = INT(MONEY),
                      .heading = INT(HEADING), .amount = INT(AMOUNT), .drive = INT(DRIVE), .project = INT(PROJECT),
                      .part = INT(PART), .payee = TEXT(PAYEE), .payee_person = { TEXT(PAYEE_COUNTY), INT(PAYEE_PERSON), STR_NONE },
                      .round = (int)INT(ROUND), .needs = (int)INT(NEEDS), .approvals = (int)INT(APPROVALS), .entry = INT(ENTRY) };
#undef INT
#undef TEXT
    return OK;
}

static Err row_read(Db *db, Ref ref, void *ret_row)
{
    return payment_get(db, ref, ret_row);
}

static Err row_store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Payment *p = row;
    return db_change(w, QUERY(payment_store, .county = ARG(p->ref.county), .id = ARG(p->ref.id),
                              .version = ARG(((const Payment *)was)->version), .state = ARG(p->state),
                              .changed_at = ARG(p->changed_at), .round = ARG(p->round), .needs = ARG(p->needs),
                              .approvals = ARG(p->approvals), .entry = ARG(p->entry), .title = ARG(p->title),
                              .purse = ARG(p->purse), .money = ARG(p->money), .heading = ARG(p->heading),
                              .amount = ARG(p->amount), .drive = ARG(p->drive), .project = ARG(p->project),
                              .part = ARG(p->part), .payee = ARG(p->payee), .payee_county = ARG(p->payee_person.county),
                              .payee_person = ARG(p->payee_person.id), .place = ARG(p->ref.place)),
                     ret_rows);
}

const Life payment_life = { .noun = "payment", .row_size = sizeof(Payment), .states = payment_states, .moves = moves,
                            .n_moves = COUNTOF(moves), .trail = Q_PAYMENT_TRAIL, .read = row_read, .store = row_store };

/* ---- hands ---- */

enum { HAND_WROTE, HAND_APPROVED, HAND_PAID };

/* The actor takes a part; a person who has one already takes no other. Writing twice is one part. */
static Err hand_put(Db *w, const Payment *p, int part)
{
    Ctx *c = db_ctx(w);
    Ref  who;
    Row  had;
    bool found;
    TRY(ledger_keeper(c, &who));
    TRY(db_maybe(w, QUERY(payment_hand_part, .county = ARG(p->ref.county), .payment = ARG(p->ref.id),
                          .round = ARG(p->round), .person_county = ARG(who.county), .person = ARG(who.id)), &found, &had));
    if (found && (part != HAND_WROTE || row_int(had, C_PAYMENT_HAND_PART_PART) != HAND_WROTE))
        return fail(c, ERR_DENIED, "payment.same_person", "a person with another part in the payment");
    if (found)
        return OK;
    return db_exec(w, QUERY(payment_hand_add, .county = ARG(p->ref.county), .payment = ARG(p->ref.id),
                            .round = ARG(p->round), .person_county = ARG(who.county), .person = ARG(who.id),
                            .part = ARG(part), .account = ARG(c->actor->account), .at = ARG(c->now)));
}

/* ---- writing ---- */

static Err refused(Db *w, const char *field, const char *key)
{
    return fail_at(db_ctx(w), field, key, STR_NONE, STR_NONE);
}

/* The account, if it is of that holder and unit. */
static Err account_find(Db *w, const LedgerPurse *purse, i64 account, bool is_money, const char *field)
{
    LedgerAccounts all;
    TRY(ledger_accounts(w, (Ref){ purse->ref.county, purse->holder, STR_NONE }, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].id == account && all.v[i].unit == purse->unit && ledger_is_money(all.v[i].kind) == is_money &&
            all.v[i].kind != LEDGER_TRANSIT)
            return OK;
    return refused(w, field, "ledger.lines.account");
}

static Err payment_of_new(Db *w, const PaymentNew *n, Payment *p)
{
    Ctx        *c = db_ctx(w);
    LedgerPurse purse;
    TRY(field_check_given(c, &PAYMENT_TITLE, n->title));
    TRY(field_check_given(c, &PAYMENT_PAYEE, n->payee));
    TRY(ledger_purse_get(w, n->purse, &purse));
    if (n->amount <= 0)
        return refused(w, "amount", "ledger.lines.no_amount");
    TRY(account_find(w, &purse, n->money, true, "money"));
    TRY(account_find(w, &purse, n->heading, false, "heading"));
    p->ref.place = purse.ref.place;
    p->title = n->title;
    p->purse = purse.ref.id;
    p->money = n->money;
    p->heading = n->heading;
    p->amount = n->amount;
    p->drive = n->drive;
    p->project = n->project;
    p->part = n->part;
    p->payee = n->payee;
    p->payee_person = n->payee_person;
    if (p->payee_person.id == 0)
        p->payee_person.county = STR("");
    return OK;
}

typedef struct Draft {
    const By         *by;
    const PaymentNew *n;
    Ref               made;
} Draft;

static Err draft_body(Db *w, void *arg)
{
    Draft  *d = arg;
    Ctx    *c = db_ctx(w);
    Payment p = { .ref = { d->n->purse.county, d->made.id, STR_NONE }, .round = 1, .changed_at = c->now };
    TRY(payment_of_new(w, d->n, &p));
    TRY(db_exec(w, QUERY(payment_add, .county = ARG(p.ref.county), .id = ARG(p.ref.id), .place = ARG(p.ref.place),
                         .title = ARG(p.title), .changed_at = ARG(p.changed_at), .purse = ARG(p.purse),
                         .money = ARG(p.money), .heading = ARG(p.heading), .amount = ARG(p.amount), .drive = ARG(p.drive),
                         .project = ARG(p.project), .part = ARG(p.part), .payee = ARG(p.payee),
                         .payee_county = ARG(p.payee_person.county), .payee_person = ARG(p.payee_person.id))));
    TRY(hand_put(w, &p, HAND_WROTE));
    d->made = p.ref;
    Change ch = { .life = &payment_life, .ref = p.ref, .by = *d->by, .words = p.title };
    change_note(&ch, "payment.drafted", TELL_NOBODY);
    change_part(&ch, (EventPart)PART("amount", p.amount));
    return change_event(w, &ch, &p, db_id(w));
}

Err payment_draft_in(Db *w, By *by, const PaymentNew *n, Ref *ret_payment)
{
    Draft d = { .by = by, .n = n, .made = { .id = db_id(w) } };
    TRY(by_run(w, by, draft_body, &d));
    *ret_payment = d.made;
    return OK;
}

static Err edit_rule(Db *w, Change *ch, void *row)
{
    Payment *p = row;
    if (p->state != PAYMENT_DRAFT)
        return fail(db_ctx(w), ERR_CONFLICT, "payment.no_draft", "it is %s", payment_states[p->state]);
    TRY(payment_of_new(w, ch->arg, p));
    TRY(hand_put(w, p, HAND_WROTE));
    change_part(ch, (EventPart)PART("amount", p->amount));
    change_note(ch, "payment.edited", TELL_NOBODY);
    return OK;
}

Err payment_edit_in(Db *w, By *by, Ref payment, i64 version, const PaymentNew *n)
{
    Change ch = { .life = &payment_life, .ref = payment, .version = version, .rule = { edit_rule }, .arg = n,
                  .words = n->title };
    return change_in(w, by, &ch);
}

/* ---- steps ---- */

static Err submit(Db *w, Change *ch, Payment *p)
{
    const PaymentStep *s = ch->arg;
    if (s->needs < 0 || s->needs > PAYMENT_NEEDS_MOST)
        return refused(w, "needs", "payment.needs");
    p->needs = s->needs ? s->needs : 1;
    TRY(hand_put(w, p, HAND_WROTE));
    return change_move(w, ch, p, PAYMENT_SUBMITTED);
}

static Err approve(Db *w, Change *ch, Payment *p)
{
    if (p->state != PAYMENT_SUBMITTED)
        return change_move(w, ch, p, PAYMENT_APPROVED); /* which says why not */
    TRY(hand_put(w, p, HAND_APPROVED));
    p->approvals++;
    change_part(ch, (EventPart)PART("approvals", p->approvals));
    if (p->approvals >= p->needs)
        return change_move(w, ch, p, PAYMENT_APPROVED);
    change_note(ch, "payment.seconded", TELL_NOBODY);
    return OK;
}

/* What was approved is of the round that ends; who wrote it goes along into the next. */
static Err give_back(Db *w, Change *ch, Payment *p)
{
    Ref who;
    TRY(ledger_keeper(db_ctx(w), &who));
    TRY(change_move(w, ch, p, PAYMENT_DRAFT));
    p->round++;
    p->approvals = 0;
    return db_exec(w, Q_PAYMENT_HAND_CARRY, ARGS(REF(p->ref), p->round));
}

static Err pay(Db *w, Change *ch, Payment *p)
{
    LedgerPosted posted;
    LedgerLine   to = { .account = p->heading, .amount = p->amount, .drive = p->drive, .project = p->project, .part = p->part };
    LedgerLine   v[] = { to, to };
    LedgerNew    n = { .purse = { p->ref.county, p->purse, p->ref.place }, .words = p->title, .noun = "payment",
                       .subject = p->ref, .person = p->payee_person, .v = v, .n = COUNTOF(v) };
    By           by = ch->by;
    v[1].account = p->money;
    v[1].amount = -p->amount;
    TRY(change_move(w, ch, p, PAYMENT_PAID));
    TRY(hand_put(w, p, HAND_PAID));
    TRY(ledger_post(w, &by, &n, &posted));
    change_part(ch, (EventPart)PART("number", posted.number));
    p->entry = posted.entry.id;
    return OK;
}

static Err reverse(Db *w, Change *ch, Payment *p)
{
    LedgerPosted one, other;
    Ref          who;
    By           by = ch->by;
    TRY(ledger_keeper(db_ctx(w), &who));
    TRY(change_move(w, ch, p, PAYMENT_REVERSED));
    return ledger_reverse(w, &by, (Ref){ p->ref.county, p->entry, p->ref.place }, ch->words, "payment", p->ref, &one, &other);
}

static Err step_rule(Db *w, Change *ch, void *row)
{
    const PaymentStep *s = ch->arg;
    Ref                who;
    switch (s->to) {
    case PAYMENT_SUBMITTED: return submit(w, ch, row);
    case PAYMENT_APPROVED:  return approve(w, ch, row);
    case PAYMENT_DRAFT:     return give_back(w, ch, row);
    case PAYMENT_PAID:      return pay(w, ch, row);
    case PAYMENT_REVERSED:  return reverse(w, ch, row);
    case PAYMENT_DROPPED:
        TRY(ledger_keeper(db_ctx(w), &who));
        return change_move(w, ch, row, PAYMENT_DROPPED);
    case PAYMENT_STATES: break;
    }
    return fail(db_ctx(w), ERR_CONFLICT, NULL, "no state of a payment: %d", s->to);
}

static Change step_change(const PaymentStep *s)
{
    return (Change){ .life = &payment_life, .ref = s->payment, .version = s->version, .rule = { step_rule }, .arg = s,
                     .words = s->why };
}

static Err why_check(Ctx *c, const PaymentStep *s)
{
    return str_is_empty(s->why) ? OK : field_check(c, &PAYMENT_WHY, s->why);
}

Err payment_step(Ctx *c, const PaymentStep *s)
{
    Change    ch = step_change(s);
    const Str payload[] = { ref_name(c->arena, s->payment),
                            str_from((unsigned)s->to < (unsigned)PAYMENT_STATES ? payment_states[s->to] : ""), s->why };
    TRY(why_check(c, s));
    ch.once = "payment.step";
    ch.once_key = s->once;
    ch.once_payload = once_payload(payload, COUNTOF(payload));
    return change(c, &ch);
}

Err payment_step_in(Db *w, By *by, const PaymentStep *s)
{
    Change ch = step_change(s);
    TRY(why_check(db_ctx(w), s));
    return change_in(w, by, &ch);
}

/* ---- for the table of nouns ---- */

static const Invariant invariants[] = {
    { Q_PAYMENT_CHECK_ENTRY, "payment.entry: what is paid stands in the ledger as it is" },
    { Q_PAYMENT_CHECK_TWICE, "payment.entry: an entry of a payment is named by it" },
    { Q_PAYMENT_CHECK_HANDS, "payment.hands: who wrote, approved and paid is kept" },
    { 0 },
};

static Err payment_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code county = code_county(carry->from), end = code_end(db_ctx(w)->arena, carry->from);
    return db_exec(w, QUERY(payment_carry, .county = ARG(county), .from = ARG(carry->from), .end = ARG(end),
                            .to = ARG(carry->to), .rest = ARG((i64)carry->from.n + 1)));
}

static Err payment_erase(Db *w, Ref person)
{
    return db_exec(w, Q_PAYMENT_FORGET, ARGS(person.county, person.id));
}

const Noun payment_noun = { .name = "payment", .life = &payment_life, .title = life_title, .events = events,
                            .invariants = invariants, .carry = payment_carry, .erase = payment_erase };
