/* payment (付款): money that is to go out of a purse. Draft, submitted, approved, paid; only "paid" posts an entry, in the
 * same body. Before it is paid it is returned to its author, afterwards it is reversed, into the month that is open.
 *
 * Who writes, who approves and who pays are different persons, whatever accounts they have (settled.md 17, 20:
 * a cashier keeps no books); an account that is tied to nobody does none of it. Where two must approve they are two
 * persons. A table holds that besides the rules: one person, one part a round. What each step asks of the actor's office is
 * the caller's. */
#pragma once
#include "matter/ledger.h"

typedef enum PaymentState {
    PAYMENT_DRAFT, PAYMENT_SUBMITTED, PAYMENT_APPROVED, PAYMENT_PAID, PAYMENT_DROPPED, PAYMENT_REVERSED, PAYMENT_STATES
} PaymentState;
extern const char *const payment_states[]; /* ends with NULL */
extern const Life        payment_life;
extern const Field       PAYMENT_TITLE, PAYMENT_PAYEE, PAYMENT_WHY;
enum { PAYMENT_NEEDS_MOST = 3 };

typedef struct Payment {
    A_MATTER;       /* title: what for, which the ledger shows too; place: the purse's */
    i64 purse;
    i64 money;      /* the account that it goes out of */
    i64 heading;    /* the account that it goes to */
    i64 amount;     /* fen, above 0 */
    i64 drive, project, part;
    Str payee;      /* whoever gets it; erased with payee_person */
    Ref payee_person;
    int round, needs, approvals;
    i64 entry;      /* in the ledger; 0: not paid */
} Payment;

typedef struct PaymentNew {
    Ref purse;
    Str title, payee;
    Ref payee_person; /* id 0: an organisation, or not known here */
    i64 money, heading, amount, drive, project, part;
} PaymentNew;
/* ERR_INVALID at "title", "payee", "amount", "money" (no account where the holder's money lies), "heading" (another
 * holder's, or money). */
MUST Err payment_draft_in(Db *w, By *by, const PaymentNew *n, Ref *ret_payment);
/* Writes a draft anew. */
MUST Err payment_edit_in(Db *w, By *by, Ref payment, i64 version, const PaymentNew *n);

typedef struct PaymentStep {
    Ref          payment;
    i64          version; /* that the actor saw; 0: whatever stands */
    PaymentState to;      /* DRAFT: returned */
    int          needs;   /* with SUBMITTED: how many must approve, by the limit that the village set; 0: one */
    Str          why;     /* with DRAFT, DROPPED, REVERSED */
    Str          once;    /* idempotency key, or empty; payment_step() only */
} PaymentStep;
/* Takes a step; to APPROVED, once for each who approves. ERR_DENIED: tied to nobody, or that person has a part in it already.
 * ERR_CONFLICT: no such step from where it stands, another version, or there is not so much money. ERR_INVALID at "why". */
MUST Err payment_step(Ctx *c, const PaymentStep *s);
MUST Err payment_step_in(Db *w, By *by, const PaymentStep *s);
MUST Err payment_get(Db *db, Ref payment, Payment *ret); /* ERR_MISSING */

extern const Noun payment_noun;
