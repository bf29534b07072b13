/* pta_inside: what the readers of the dialects find (PtaRaw), before amounts have their decimals and the missing
 * ones are known; pta_settle makes the journal of it. Only pta_*.c read this. */
#pragma once
#include "base/buf.h"
#include "engine/ledger/pta.h"
#include "base/grown.h"
#include "engine/text/names.h"
#include "engine/text/numbering.h"

typedef struct RawCommodity {
    int  stated, amounts;          /* decimals: of a directive, of amounts; -1: none */
    int  costs;                    /* decimals that what things cost needs (pta_cost); -1: none */
    char point;                    /* the decimal mark that a directive states; 0: none */
    u8   kind;
    bool is_declared;              /* beancount */
    u32  line;                     /* where it first stands */
} RawCommodity;

typedef struct RawAmount { /* digits / 10^decimals of a commodity */
    i64 digits;
    u32 commodity;
    u8  decimals;
} RawAmount;

typedef struct RawExtra {
    Str       note;
    u32       note_lines;
    u32       first_clear, n_clears; /* an assignment with ==: what takes the other commodities away */
    RawAmount cost, claim;
    RawAmount slack;           /* beancount's ~: how far off a claim may be */
    u8        mark, side;
    bool      has_cost, is_total, has_claim;
    bool      is_beyond;       /* amount times price is more than can be counted */
    bool      claims_all;      /* ==: no other commodity */
    bool      claims_below;    /* with the accounts below */
    bool      claims_before;   /* beancount: at the beginning of the day */
} RawExtra;

typedef struct RawPosting {
    i64  digits;
    u32  account, commodity;
    u32  line, extra;          /* extra 0: none of the rare things */
    u8   decimals;
    bool has_amount, is_assigned; /* assigned: the amount was found from the claim and is in smallest units */
} RawPosting;

typedef struct RawRest { /* of an entry, what few have */
    Str  note;
    Str  tag, reverses;        /* yc-entry and yc-reverses */
    u32  note_lines;
    Date day2;
} RawRest;

typedef struct RawEntry {
    Str  text, reference;
    Date day;
    u32  line, first, rest;    /* rest 0: none */
    u8   mark;
    bool is_claim;             /* beancount's balance directive: not an entry of the journal */
    bool is_faulty;            /* raw_fault() said so: it does not come into the journal */
} RawEntry;

typedef struct PtaRaw {
    Arena        *a;           /* thrown away when the journal is made */
    Lines        *lines;
    PtaBook      *book;
    Journal      *journal;
    Names        *names;       /* of commodities */
    RawCommodity *commodities;
    RawEntry     *entries;
    RawPosting   *postings;
    RawExtra     *extras;
    RawRest      *rests;
    size_t        commodities_room, entries_room, postings_room, extras_room, rests_room;
    u32           n_entries, n_postings, n_extras, n_rests;
    PtaDialect    dialect;
    Date          closed;
    i64           closed_line;
    bool         *is_limited;  /* beancount, by account: it takes only the commodities of `allowed`; NULL: none is */
    Numbering     allowed;     /* pairs of account and commodity */
    Refusal      *faults;      /* that end no reading; the first PTA_MOST_FAULTS of n_faults */
    u64           n_faults;
    bool          has_claims, claims_below; /* any; any with the accounts below */
    bool          has_tolerance; /* beancount: PTA_BEAN_TOLERANCE stands in the file */
    char          point;       /* decimal-mark; 0: none */
} PtaRaw;

/* Says what is wrong with the line that is being read; returns false. */
bool raw_refuse(PtaRaw *r, const char *what, Str value);
bool raw_refuse_at(PtaRaw *r, i64 line, const char *what, Str value);
/* Says it beside the faults of entries, and the others are told too. `value` is borrowed. */
void raw_fault(PtaRaw *r, i64 line, const char *what, Str value);
u32  raw_commodity(PtaRaw *r, Str name);
/* The account of a name; refuses one that is not. */
bool raw_account(PtaRaw *r, Str name, JournalNature nature, u32 *ret_account);
RawEntry   *raw_entry(PtaRaw *r);               /* a new one, on the line that is being read */
RawPosting *raw_posting(PtaRaw *r, u32 account);
RawExtra   *raw_extra(PtaRaw *r, RawPosting *p);
void raw_decimals_note(PtaRaw *r, const RawAmount *v); /* its commodity is written with so many from now on */
RawRest    *raw_rest(PtaRaw *r, RawEntry *e);
/* One more line of a note. */
void raw_note(PtaRaw *r, Str *note, u32 *lines, Str line);
/* Words of the file as a journal keeps them: control characters are spaces, none at the ends. Borrows where it can. */
Str raw_words(PtaRaw *r, Str s);
/* Digits with separators between them off the front of *rest. *point is the decimal mark, 0 where nobody said;
 * afterwards the one that was found. */
bool raw_number(PtaRaw *r, Str *rest, char *point, i64 *ret_digits, u8 *ret_decimals);
/* 2026-07-12, 2026/7/12, 2026.7.12, and 7/12 where `year` is not 0, off the front of *rest. */
bool raw_date(PtaRaw *r, Str *rest, int year, Date *ret);
/* A day of any century, for what is only declared on it. */
bool raw_old_date(PtaRaw *r, Str *rest, Date *ret);
bool raw_unpercent(PtaRaw *r, Str s, Str *ret);
/* Where the postings of an entry end. */
static inline u32 raw_end(const PtaRaw *r, u32 entry)
{
    return entry + 1 < r->n_entries ? r->entries[entry + 1].first : r->n_postings;
}
int  raw_decimals(const PtaRaw *r, u32 commodity);

/* A commodity that ledger keeps in seconds and tells in the largest of the three that fits: 100 m are 1.67h. */
static inline bool pta_is_time(Str name)
{
    return str_is(name, "h") || str_is(name, "m") || str_is(name, "s");
}

bool pta_read_hledger(PtaRaw *r);
bool pta_read_beancount(PtaRaw *r);
/* Prices by the piece become what was paid, exactly; see pta_cost.c. Before pta_settle. */
void pta_cost(PtaRaw *r);
/* Whether the total, divided by the amount to beancount's 28 digits and multiplied again, is another: 3 and 1. Their
 * decimals do not matter, nor do their signs: what is below 1 is missed by nothing. */
bool pta_total_is_missed(Arena *a, i64 total, i64 amount);
/* What the writer says of beancount's tolerance where nothing in an entry has decimals: more than a total is missed by
 * (some 10^-8 of the largest), and less than half of what is counted. */
#define PTA_BEAN_TOLERANCE "*:0.00000005"
enum { PTA_BEAN_TOLERANCE_DECIMALS = 7 }; /* what is left out is rounded to these */
/* v times 10^n; false: more than 128 bits hold. */
bool pta_power(int n, __int128 *v);
void pta_settle(PtaRaw *r, Arena *a); /* what lasts is in `a`, the rest in r->a */
