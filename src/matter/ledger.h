/* ledger (账): money and points that people hold in common, in entries that balance and are only ever added.
 *
 * A legal holder (collective, village committee, owners, cooperative) has accounts: bank, cash, phone, in its own name
 * and never in a person's (农村集体经济组织法 44). It holds purses: for whom the money is. An account may carry several
 * purses, and what one purse has in it no other can spend. Drive, project and unit are tags on the lines of an entry.
 *
 * An entry lies in one purse, so in one unit (fen, or points) and one county. It has two to LEDGER_LINES lines whose
 * amounts add up to zero; above zero the account gets (debit), below it gives. The tables hold that by constraints, not
 * only these rules: migrations/0140-ledger.sql says how. Nothing is changed or taken out: ledger_reverse() adds the
 * opposite, in a month that is open, once, and never of a reversal. Numbers run by holder, year and kind without a gap; a
 * spoiled form keeps its number.
 *
 * Balances are kept in the same transaction, are read in O(1), and ledger_check() proves them over all lines. What is in
 * a bank, cash or phone account of a purse never falls below zero, nor what a house has of points (LEDGER_OWED accounts).
 * No sum leaves 64 bits: all that an account ever got, and all it ever gave, is at most INT64_MAX.
 *
 * Every ledger_..(Db *w, By *, ..) runs inside the body of the act that moves the money (a gift, a payment, a harvest),
 * as one of its acts (matter/change.h): voucher, entry, number, balance and event stand or fall with it, and a retry is
 * that act's `once`. Verbs are the caller's to ask. Source: Pacioli, Summa de arithmetica (1494); settled.md 13-20. */
#pragma once
#include "base/clock.h"
#include "engine/ledger/pta.h"
#include "matter/change.h"
#include "record/field.h"
#include "record/noun.h"

enum {
    LEDGER_LINES = 50,     /* of an entry */
    LEDGER_ACCOUNTS = 500, /* of a holder */
    LEDGER_PURSES = 100,   /* of a holder */
    LEDGER_PAGE = 100      /* entries that are listed at once */
};

typedef enum LedgerUnit { LEDGER_FEN, LEDGER_POINTS, LEDGER_UNITS } LedgerUnit;
typedef enum LedgerHolderKind {
    HOLDER_COLLECTIVE, /* 农村集体经济组织 */
    HOLDER_COMMITTEE,  /* 村（居）民委员会; also in place of a collective that was not set up (村 10, 集体 64) */
    HOLDER_OWNERS,     /* 业主 */
    HOLDER_COOP,       /* 农民专业合作社 */
    HOLDER_KINDS
} LedgerHolderKind;
typedef enum LedgerPurseKind {
    PURSE_COLLECTIVE, PURSE_COMMITTEE,
    PURSE_COUNCIL,     /* 理事会: has no name in law, so the collective or the committee holds it */
    PURSE_OWNERS,      /* of a stairwell */
    PURSE_POINTS, PURSE_COOP, PURSE_KINDS
} LedgerPurseKind;
typedef enum LedgerAccountKind {
    LEDGER_BANK, LEDGER_CASH, LEDGER_PHONE, /* where money lies */
    LEDGER_TRANSIT,                         /* between two purses; one a holder and unit, made with its first purse */
    LEDGER_ASSET, LEDGER_OWED, LEDGER_EQUITY, LEDGER_INCOME, LEDGER_EXPENSE, LEDGER_ACCOUNT_KINDS
} LedgerAccountKind;
typedef enum LedgerKind { LEDGER_RECEIPT, LEDGER_PAYMENT, LEDGER_TRANSFER, LEDGER_KINDS } LedgerKind; /* 收 付 转 */
typedef enum LedgerTag { LEDGER_WHOLE, LEDGER_DRIVE, LEDGER_PROJECT, LEDGER_PART, LEDGER_TAGS } LedgerTag;

extern const Field LEDGER_NAME, LEDGER_WORDS, LEDGER_ITEM, LEDGER_MEASURE, LEDGER_BASIS;

/* ---- who holds what ---- */

typedef struct LedgerHolder {
    Ref              ref;    /* place: where it belongs */
    LedgerHolderKind kind;
    Str              name;
    int              closed; /* the last closed month, 202607; 0: none */
} LedgerHolder;

typedef struct LedgerPurse {
    Ref             ref;    /* place: whose it is: village, group, stairwell */
    i64             holder;
    LedgerPurseKind kind;
    LedgerUnit      unit;
    Str             name;
} LedgerPurse;

typedef struct LedgerAccount {
    i64               id, holder;
    LedgerAccountKind kind;
    LedgerUnit        unit;
    Str               name;   /* 农商行一般户; unique of its kind */
    Str               titled; /* LEDGER_BANK, LEDGER_PHONE: the name it is kept in; anything but the holder's is refused */
} LedgerAccount;

typedef struct LedgerPurses { const LedgerPurse *v; size_t n; } LedgerPurses;
typedef struct LedgerAccounts { const LedgerAccount *v; size_t n; } LedgerAccounts;

/* ERR_INVALID at "name", "titled" (not the holder's name: a private account), "kind" (such a holder holds no such purse).
 * ERR_CONFLICT: there already. ERR_TOO_LARGE: LEDGER_ACCOUNTS, LEDGER_PURSES. Of `new` ids are drawn here. */
MUST Err ledger_holder_add(Db *w, By *by, const LedgerHolder *n, Ref *ret_holder);
MUST Err ledger_purse_add(Db *w, By *by, const LedgerPurse *n, Ref *ret_purse);
MUST Err ledger_account_add(Db *w, By *by, Code county, const LedgerAccount *n, i64 *ret_account);
MUST Err ledger_holder_get(Db *db, Ref holder, LedgerHolder *ret);
MUST Err ledger_purse_get(Db *db, Ref purse, LedgerPurse *ret);
MUST Err ledger_accounts(Db *db, Ref holder, LedgerAccounts *ret);
MUST Err ledger_purses(Db *db, Ref holder, LedgerPurses *ret);
static inline bool ledger_is_money(LedgerAccountKind k) { return k <= LEDGER_PHONE; }

/* ---- entries ---- */

typedef struct LedgerLine {
    i64 account, amount;      /* amount: in the purse's unit; never 0 */
    i64 drive, project, part; /* tags; 0: none */
} LedgerLine;

typedef struct LedgerNew {
    Ref               purse;
    Date              day;     /* 0: today. In an open month, never in the future */
    Str               words;   /* what for; no name of anybody: it is public */
    const char       *noun;    /* the record whose act it is */
    Ref               subject;
    Ref               person;  /* whose money it was or became; id 0: nobody's. Never shown */
    const LedgerLine *v;
    size_t            n;
} LedgerNew;

typedef struct LedgerPosted {
    Ref        entry; /* place: the purse's */
    LedgerKind kind;  /* what its money did: came, went, or neither; between purses neither */
    int        year;
    i64        number;
} LedgerPosted;

/* ERR_INVALID: "lines" (fewer than two, no amount, an account of another holder or unit, transit, not balanced), "day",
 * "words". ERR_TOO_LARGE: more than LEDGER_LINES, or a sum past 64 bits. ERR_CONFLICT: the month is closed, or there is not
 * so much. */
MUST Err ledger_post(Db *w, By *by, const LedgerNew *n, LedgerPosted *ret);

/* The opposite of an entry, dated today; of one half between two purses both: then *ret_other is the second, else its id is
 * 0. ERR_CONFLICT: reversed already, a reversal, a void one, or what came is spent. */
MUST Err ledger_reverse(Db *w, By *by, Ref entry, Str why, const char *noun, Ref subject, LedgerPosted *ret,
                        LedgerPosted *ret_other);

typedef struct LedgerMove {
    Ref         from, to;                 /* purses, of one county and unit */
    i64         from_account, to_account; /* where the money lies before and afterwards; may be the same */
    i64         amount;
    Date        day;
    Str         words;
    const char *noun;
    Ref         subject;
} LedgerMove;
/* Between two purses: two entries through transit. ERR_DENIED: by->cause names no decision. */
MUST Err ledger_move(Db *w, By *by, const LedgerMove *m, LedgerPosted *ret_from, LedgerPosted *ret_to);

/* A form that was spoiled: its number stays, with why. */
MUST Err ledger_void(Db *w, By *by, Ref holder, LedgerKind kind, Str why, const char *noun, Ref subject, LedgerPosted *ret);

/* ---- months ---- */

typedef struct LedgerReading { i64 account, amount; } LedgerReading;
/* The balance of an account, over all purses, at the end of a month. */
MUST Err ledger_month_end(Db *db, Code county, i64 account, int month, i64 *ret_amount);
/* Closes a month that is over, after all that were closed before: no entry is dated into it, or before it, any more. `v`:
 * what the statements say at its end, of each account where money lies. ERR_INVALID at "month"; ERR_CONFLICT: one is
 * missing or differs, closed already, or another month is next. ERR_DENIED: ledger_keeper(). */
MUST Err ledger_close(Db *w, By *by, Ref holder, int month, const LedgerReading *v, size_t n);

/* Who keeps, approves and counts is a person, whatever accounts that person has: settled.md 20. ERR_DENIED: the actor's
 * account is tied to nobody, or acts for a house. */
MUST Err ledger_keeper(Ctx *c, Ref *ret_person);

/* ---- reading ---- */

typedef struct LedgerSum { i64 got, gave; } LedgerSum; /* got - gave is the balance */
/* Of an account in a purse, as a whole or for a tag. One row. */
MUST Err ledger_balance(Db *db, Ref purse, i64 account, LedgerTag tag, i64 tagged, LedgerSum *ret);

typedef struct LedgerEntry {
    Ref               ref;
    i64               holder, purse; /* purse 0: void */
    LedgerKind        kind;
    int               year;
    i64               number, at, total, subject, cause_id, reverses, mate, event;
    Date              day;
    Str               noun, cause, words;
    Hash              hash;
    const LedgerLine *v; /* those that get first */
    size_t            n;
} LedgerEntry;
typedef struct LedgerEntries { const LedgerEntry *v; size_t n; bool more; } LedgerEntries;

MUST Err ledger_entry_get(Db *db, Ref entry, LedgerEntry *ret); /* ERR_MISSING */
/* Of a purse, in the order in which they were made, after entry `after` (0: from the first); LEDGER_PAGE at most. */
MUST Err ledger_entries(Db *db, Ref purse, i64 after, LedgerEntries *ret);
/* What is hashed of an entry: all but its words. One line for the entry, one for each of its lines. */
Str      ledger_line(Arena *a, const LedgerEntry *e);

/* A recount: everything that a purse ever did, things in kind beside the money, as plain text accounting, which `yuanchang
 * book` and others read and from which they compute the same balances. Memory as engine/ledger/pta.h says. */
MUST Err ledger_recount(Ctx *c, Ref purse, PtaDialect dialect, PtaSink sink);

/* ---- what is no money ---- */

typedef enum LedgerWhat { LEDGER_GOODS, LEDGER_LABOUR, LEDGER_LAND, LEDGER_WHATS } LedgerWhat;
typedef struct LedgerThing {
    Ref         purse;
    LedgerWhat  what;
    Str         item, measure;      /* 水泥, 袋 */
    i64         amount;             /* 0.001 of the measure; in above 0, out below; never 0 */
    Date        day;
    const char *noun;
    Ref         subject;
    i64         value_fen;          /* 0: nobody set one */
    i64         value_by;           /* person who did */
    Date        value_on;
    Str         value_basis;
    i64         drive, project, part;
} LedgerThing;
/* Never more out than came in (ERR_CONFLICT). ERR_INVALID: "item", "measure", "amount", "value" (without who, when and on
 * what basis). */
MUST Err ledger_thing(Db *w, By *by, const LedgerThing *t, Ref *ret_thing);
MUST Err ledger_thing_reverse(Db *w, By *by, Ref thing, const char *noun, Ref subject, Ref *ret_thing); /* as ledger_reverse() */
MUST Err ledger_stock(Db *db, Ref purse, LedgerWhat what, Str item, Str measure, i64 *ret_amount);

/* ---- for the table of nouns ---- */

extern const Noun ledger_noun;
MUST Err ledger_check(Ctx *c, Report *r);
RebuildFn ledger_rebuild;
MUST Err ledger_carry(Db *w, const Noun *noun, const PlaceCarry *carry);
MUST Err ledger_erase(Db *w, Ref person); /* the words of what was theirs go, and that it was; amounts stay */
