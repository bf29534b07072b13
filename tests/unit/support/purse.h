/* purse: a village with money: its committee holds a bank account and the cash, in which the committee's purse and the council's
 * fund lie, and points that households have. Each act runs in a body of its own, as a gift's or a payment's would. */
#pragma once
#include "matter/ledger.h"
#include "support/village.h"

typedef struct Purses {
    Village *v;
    Ref      holder, committee, council, points; /* purses */
    i64      bank, cash, gifts, road, owed, given; /* accounts; owed, given: of points */
} Purses;

Purses *purses_make(Village *v);

typedef struct Post {
    Purses      *p;
    By           by;
    LedgerNew    n;
    LedgerLine   v[LEDGER_LINES + 1];
    LedgerPosted done;
    bool         fails;       /* after it was posted */
} Post;

Post post_of(Purses *p, Ref purse, i64 to, i64 from, i64 amount); /* of one line each */
Err  post_body(Db *w, void *arg);                             /* arg: a Post */
Err  post(Ctx *c, Post *p);                                   /* in a body */
LedgerPosted posted(Ctx *c, Purses *p, Ref purse, i64 to, i64 from, i64 amount); /* which must go well */
i64  purse_has(Ctx *c, Ref purse, i64 account);
i64  ledger_faults(Ctx *c);                                   /* how much ledger_check() finds, printed */

typedef struct Undo {
    Ref          entry;
    LedgerPosted one, other;
} Undo;
Err  undo_body(Db *w, void *arg);
