/* journal: double entry. Money, labour and goods are counted side by side and never mixed.
 *
 * A commodity (fen, 0.1 workdays, liang of rice) has a name, a kind and decimals; amounts are whole numbers of its
 * smallest unit. An entry has a day, words, a reference to its voucher, and postings to accounts: above 0 is debit
 * (the account gets), below is credit (it gives). Of every commodity an entry gives what it gets, so the whole book
 * always adds up to zero. Nothing is edited or deleted: what was wrong is reversed by a new entry that points at the
 * old one.
 *
 * Accounts are a tree: `资产:银行` is below `资产`. Numbers of accounts, commodities and entries count from 0 in the order
 * in which they came, and are the same on every machine.
 *
 * No sum ever leaves 64 bits, because all debits of a commodity together may not pass JOURNAL_MOST, nor all credits:
 * every balance of any account, at any day, with or without the accounts below, lies between the two. Texts are
 * UTF-8. Exact, pure. Source: Pacioli, Summa de arithmetica (1494). */
#pragma once
#include "base/clock.h"

#define JOURNAL_MOST INT64_MAX
#define JOURNAL_NONE UINT32_MAX
enum {
    JOURNAL_MOST_DECIMALS = 18,
    JOURNAL_DEEPEST = 16,            /* parts of an account's name */
    JOURNAL_LONGEST_NAME = 400,      /* bytes, of an account or commodity */
    JOURNAL_LONGEST_TEXT = 100000,  /* bytes, each of words, reference and note */
    JOURNAL_MOST_POSTINGS = 500000000
};

typedef struct Journal Journal;

/* A strict journal takes what this page describes. As found: what people write elsewhere too: entries with less than
 * two postings, exchanges (a posting with a cost weighs what it cost) and postings aside (below). */
typedef enum JournalManner { JOURNAL_STRICT, JOURNAL_AS_FOUND } JournalManner;

typedef enum JournalKind { JOURNAL_UNSTATED, JOURNAL_MONEY, JOURNAL_LABOUR, JOURNAL_GOODS } JournalKind;
typedef enum JournalNature {
    JOURNAL_UNKNOWN, JOURNAL_ASSET, JOURNAL_LIABILITY, JOURNAL_EQUITY, JOURNAL_INCOME, JOURNAL_EXPENSE
} JournalNature;
typedef enum JournalMark { JOURNAL_UNMARKED, JOURNAL_PENDING, JOURNAL_CLEARED } JournalMark; /* nothing, !, * */
/* REAL counts. ASIDE ("[account]" elsewhere) balances among themselves; LOOSE ("(account)") need not balance. */
typedef enum JournalSide { JOURNAL_REAL, JOURNAL_ASIDE, JOURNAL_LOOSE } JournalSide;

typedef enum JournalFault {
    JOURNAL_OK,
    JOURNAL_BAD_NAME,     /* of an account: an empty part, space at an end of one, two spaces, a semicolon, a
                             control character, or first one that means something in text forms; of a commodity: ; " or
                             a control character */
    JOURNAL_ALIKE,        /* another account (with those above it), or commodity, differs from it only in what nobody sees
                             (engine/text/alike.h) */
    JOURNAL_TOO_DEEP,     /* more than JOURNAL_DEEPEST parts */
    JOURNAL_BAD_DECIMALS,
    JOURNAL_TWICE,        /* there already, of another kind, decimals or nature */
    JOURNAL_TOO_MANY,
    JOURNAL_BAD_DATE,     /* not a day from 1900-01-01 to 2999-12-31 */
    JOURNAL_BAD_TEXT,     /* control characters (a note may have line ends), spaces at an end, too long */
    JOURNAL_NO_ACCOUNT,   /* a number that no account, commodity or entry has */
    JOURNAL_NO_COMMODITY,
    JOURNAL_NO_ENTRY,
    JOURNAL_TOO_FEW,      /* less than two postings */
    JOURNAL_UNBALANCED,   /* Trouble says by how much of which commodity */
    JOURNAL_OVERFLOW,     /* a sum would leave JOURNAL_MOST */
    JOURNAL_EXCHANGE,     /* a cost, where nothing is exchanged; a cost in the commodity itself or of the other sign */
    JOURNAL_NOT_REAL,     /* a posting aside in a strict journal; closing a journal that has such or exchanges */
    JOURNAL_CLOSED,       /* its period is closed */
    JOURNAL_REVERSED,     /* reversed already */
    JOURNAL_IS_REVERSAL,  /* a reversal is not reversed: enter anew what it took back */
    JOURNAL_NOT_OPPOSITE, /* the postings are not those of the entry with the other sign */
    JOURNAL_EARLIER,      /* dated before what it reverses */
    JOURNAL_NO_EQUITY,    /* a result is closed into an equity account */
    JOURNAL_NOT_CLOSED    /* carrying on: income and expenses are not zero */
} JournalFault;

typedef struct JournalTrouble { /* where in an entry, and by how much */
    size_t posting;   /* the first that is concerned; n where it is the entry as a whole */
    u32    commodity;
    i64    by;        /* UNBALANCED: what the postings add up to */
} JournalTrouble;

typedef struct JournalPosting {
    u32         account, commodity;
    i64         amount;         /* smallest units; never INT64_MIN */
    Str         note;           /* lines of words; '\n' between them */
    JournalMark mark;
    JournalSide side;
    bool        has_cost;       /* amount was exchanged for `cost` of another commodity; both have one sign */
    u32         cost_commodity;
    i64         cost;
} JournalPosting;

typedef struct JournalEntry {
    Date        day, day2;      /* day2: of the bank's statement; 0: none */
    JournalMark mark;
    Str         text, reference, note;
    u32         reverses;       /* the entry that this one takes back, or JOURNAL_NONE */
    u32         reversed_by;    /* read only */
    u32         first;          /* read only: its postings are first .. first + n - 1 */
    size_t      n;
} JournalEntry;

/* ---- what there is ---- */

Journal *journal_open(Arena *a, JournalManner manner); /* lives in `a` */

/* The account of that name, made where it is new, and the accounts above it. A nature is told once; JOURNAL_UNKNOWN
 * tells none, and then the nearest account above that has one counts. O(length). */
MUST JournalFault journal_account(Journal *j, Str name, JournalNature nature, u32 *ret_account);
/* A commodity, made where it is new. Its name may be empty in a journal as found. O(length). */
MUST JournalFault journal_commodity(Journal *j, Str name, JournalKind kind, int decimals, u32 *ret_commodity);

u32           journal_accounts(const Journal *j);
u32           journal_commodities(const Journal *j);
u32           journal_entries(const Journal *j);
u32           journal_postings(const Journal *j);
u32           journal_find_account(const Journal *j, Str name);   /* JOURNAL_NONE */
u32           journal_find_commodity(const Journal *j, Str name);
Str           journal_account_name(const Journal *j, u32 account);
u32           journal_parent(const Journal *j, u32 account);      /* JOURNAL_NONE at the top; else a smaller number */
JournalNature journal_nature(const Journal *j, u32 account);      /* its own or inherited */
JournalNature journal_own_nature(const Journal *j, u32 account);
Str           journal_commodity_name(const Journal *j, u32 commodity);
JournalKind   journal_kind(const Journal *j, u32 commodity);
int           journal_decimals(const Journal *j, u32 commodity);
Date          journal_closed(const Journal *j);                   /* the last closed day, 0: none */

/* ---- entries ---- */

/* Adds an entry with e->n postings; what is borrowed is copied. On a fault nothing has changed and *ret_trouble (may be
 * NULL) says where. O(n) amortised. */
MUST JournalFault journal_add(Journal *j, const JournalEntry *e, const JournalPosting *v, u32 *ret_number,
                              JournalTrouble *ret_trouble);
/* What journal_add would say; adds nothing. For an entry that is kept elsewhere, or not yet decided. */
MUST JournalFault journal_check(Journal *j, const JournalEntry *e, const JournalPosting *v, JournalTrouble *ret_trouble);
JournalEntry   journal_entry(const Journal *j, u32 number);   /* number < journal_entries(), else BUG */
JournalPosting journal_posting(const Journal *j, u32 posting);

/* A new entry that takes back another: each posting with the other sign. O(n). */
MUST JournalFault journal_reverse(Journal *j, u32 number, Date day, Str text, Str reference, u32 *ret_number);

/* No entry up to that day is taken any more; never opened again. JOURNAL_CLOSED when it is closed already. */
MUST JournalFault journal_seal(Journal *j, Date through);
/* Closes a period: one entry on its last day moves every income and expense account, to zero, into `equity`; then the
 * journal is sealed. *ret_number is JOURNAL_NONE where nothing was to be moved. O(postings). */
MUST JournalFault journal_close(Journal *j, Date through, u32 equity, Str text, u32 *ret_number);
/* Begins a new book with what the old one holds at the end of `through`: one entry on `day`. Accounts and commodities
 * are made in `to` where they are new. *ret_number as above. O(postings of from). */
MUST JournalFault journal_carry(const Journal *from, Date through, Journal *to, Date day, Str text, u32 *ret_number);

/* ---- sums ---- */

/* One account and one commodity; all but `all` are of the account itself. opening + debit - credit = own. */
typedef struct JournalBalance {
    u32 account, commodity;
    i64 opening;       /* before the period */
    i64 debit, credit; /* in the period, both >= 0 */
    i64 own;           /* at its end */
    i64 all;           /* with the accounts below */
    u32 postings;      /* in the period */
} JournalBalance;

/* Rows of from..through (0: from the beginning, to the end), for every account and commodity where it or an account
 * below was posted to up to `through`; in the order of the tree (parents first, then by the bytes of the parts),
 * commodities by number. In a strict journal `own` adds up to zero in every commodity. O(postings + rows log rows). */
JournalBalance *journal_trial(Arena *a, const Journal *j, Date from, Date through, size_t *ret_n);

typedef struct JournalRunning {
    u32  entry, posting;
    Date day;
    i64  amount, balance; /* after it, opening included */
} JournalRunning;

/* What moved an account (with those below, if asked) in one commodity, in the order of days and of equal days of entry.
 * O(postings), and O(rows log rows) where days are not in order. */
JournalRunning *journal_running(Arena *a, const Journal *j, u32 account, u32 commodity, bool with_below, Date from,
                                Date through, i64 *ret_opening, size_t *ret_n);

/* The balance of an account in one commodity at the end of a day (0: of all). O(postings). */
i64 journal_balance(Arena *a, const Journal *j, u32 account, u32 commodity, bool with_below, Date through);
