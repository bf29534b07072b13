/* pta_beancount_inside: the words of beancount's text (its lexer's rules), and what the reader's files share. */
#pragma once
#include "engine/ledger/pta_inside.h"

typedef enum In { IN_NOTHING, IN_OPEN, IN_COMMODITY, IN_ENTRY, IN_SKIPPED } In;

typedef struct BeanUse { /* of an account, by a line that carries no amount */
    u32  account;
    Date day;
    i64  line;
} BeanUse;

typedef struct BeanLimit { /* open ACCOUNT CURRENCY,.. */
    u32 account;
    Str currency;
} BeanLimit;

typedef struct BeanReader {
    PtaRaw    *r;
    In         in;
    Names     *account_names, *currency_names; /* as the file says them */
    u32       *accounts, *currencies;        /* in the journal and in r->names */
    size_t     accounts_room, currencies_room;
    Date      *opened, *closed;              /* by the journal's account; 0: not */
    size_t     opened_room, closed_room, n_opened, n_closed;
    BeanUse   *uses;
    BeanLimit *limits;
    size_t     uses_room, limits_room, n_uses, n_limits;
    Names     *pushed;                       /* #tag and key: */
    u32       *push_counts;
    size_t     push_counts_room;
    Names     *claimed;                      /* "account currency day" of each balance, and what it said */
    RawAmount *claims;
    size_t     claims_room;
    Names     *keys;                         /* of the metadata of one line */
    /* the directive whose metadata is being read */
    Str      name, own_name;                 /* as the file says it; yc-name */
    bool     has_own_name;
    Date     day;
    i64      line;
    JournalNature nature;
    u8       kind;
    int      decimals;
    bool     has_posting;
    size_t   first_limit;                    /* of the account that is being opened */
} BeanReader;

static inline bool bean_is_space(char ch)
{
    return ch == ' ' || ch == '\t';
}

static inline Str bean_after_spaces(Str s)
{
    while (s.n && bean_is_space(s.p[0]))
        s = str_skip(s, 1);
    return s;
}

Str  bean_word(Str *rest);                           /* up to a space, off the front; spaces behind it too */
bool bean_string(PtaRaw *r, Str *rest, Str *ret);   /* in quotes, without its escapes */
bool bean_is_account(Str s);
bool bean_is_currency(Str s);
bool bean_is_tag(Str s);                             /* #tag or ^link */
bool bean_is_end(Str rest);                          /* nothing, or a comment */
bool bean_at_end(PtaRaw *r, Str rest);
/* 2026-07-12 or 2026/7/12, a day of the calendar from 1700 to 2099. */
bool bean_day(PtaRaw *r, Str *rest, Date *ret);
/* A number with its sign off the front: -1,000.50. */
bool bean_number(PtaRaw *r, Str *rest, RawAmount *ret);
/* What may stand behind `key:`, or in a custom directive: nothing, a string, a day, an account, a currency, a #tag, a
 * number or amount, TRUE, FALSE, NULL. *ret_account is an account's name, or STR_NONE. */
bool bean_value(PtaRaw *r, Str *rest, Str *ret_account);

/* Lines that carry no amount: close, note, price, event, query, custom; option, pushtag .. popmeta. */
bool bean_dated(BeanReader *x, Str word, Str rest, Date day);
bool bean_undated(BeanReader *x, Str line);
/* CURRENCY,CURRENCY "BOOKING" behind `open ACCOUNT`. */
bool bean_limits(BeanReader *x, Str rest);
/* At the end of the file: accounts are open when they are used, what was pushed is popped. */
bool bean_check(BeanReader *x);
/* The journal's account of a name in the file. */
bool bean_account(BeanReader *x, Str name, u32 *ret);
/* The same; `own` is what yc-name says it is called. */
bool bean_account_of(BeanReader *x, Str name, Str own, JournalNature nature, u32 *ret);
