/* pta_hledger_inside: where the reader of hledger's and ledger's lines is, and what its files share. */
#pragma once
#include "base/ascii.h"
#include "engine/ledger/pta_inside.h"

typedef enum Within { IN_NOTHING, IN_ENTRY, IN_ACCOUNT, IN_COMMODITY, IN_RULE, IN_OTHER } Within; /* whose indented lines come */

typedef struct HledgerReader {
    PtaRaw *r;
    Within  within;
    u32     account, commodity; /* of the directive that is being read */
    bool    has_example;         /* of the commodity that is being read */
    bool    has_posting;         /* of the entry that is being read: a comment is the last posting's */
    bool    in_comment;          /* comment .. end comment */
    Str     comment_end;
    PtaRaw *aside;              /* takes the commodities of P */
    char    point;               /* a decimal mark that some commodity's example has; 0: none yet */
    int     year;                /* that a line with Y said; 0: none */
    bool    has_default;         /* D said a commodity; for ledger it only says how amounts look */
    u32     default_commodity;
    Names  *uuids;               /* ledger: of the entries so far */
} HledgerReader;

static inline bool hledger_is_ledger(const HledgerReader *x)
{
    return x->r->dialect == PTA_LEDGER;
}

/* An amount with its sign and commodity off the front of *rest. `is_price`: no sign. */
bool hledger_amount(HledgerReader *x, Str *rest, bool is_price, RawAmount *ret);
/* A line at the margin that is neither an entry nor a comment; and the indented ones below it. */
bool hledger_directive(HledgerReader *x, Str line);
bool hledger_below_directive(HledgerReader *x, Str line);

static inline Str after_spaces(Str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_skip(s, 1);
    return s;
}
