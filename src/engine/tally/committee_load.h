/* committee_load: what voters carry (seqphragmen) or have left (equal-shares), exactly and quickly.
 *
 * All exact values of a state are whole numerators over one denominator: the loads that were given out, the purse every
 * voter began with, and what a member of each class cost. A voter's load is one of the first; a voter's money is the purse
 * without what the members cost whom they approve. So the exact sum over a candidate's voters is a few products, made
 * only where it matters. Beside them stand lower bounds in parts of 2^-96, which decide all that is not a near tie: a load
 * lies less than one part above its bound, money less than `slack` parts. Pure. */
#pragma once
#include "engine/tally/committee_branch.h"
#include "engine/tally/committee_harmonic.h"

enum { LOAD_BITS = 96 };
#define LOAD_ONE ((Wide)1 << LOAD_BITS)

enum { LOAD_HAS_MONEY = -1, LOAD_NONE = 0 };

/* Of a state. */
typedef struct Loads {
    int   *load;   /* of each set: LOAD_HAS_MONEY, LOAD_NONE (carries nothing, has nothing), or the number of a load */
    Wide  *money;  /* equal-shares: of each set with money */
    i64    slack;
    bool   is_fill; /* loads are counted; else equal-shares is still buying */
    Wide  *sum;    /* of each class: loads of its voters, once is_fill */
    Wide  *price;  /* of each class: at least this, while buying; PRICE_NEVER */

    int    n_loads; /* number 0 is 0 */
    Wide  *bound;   /* of each load */
    mpz_t *loads;   /* numerators */
    mpz_t *purse, *spent; /* spent: of each class, its members' prices together */
    mpz_t *under;   /* the denominator of all of them */
} Loads;

/* Of a rule while it runs. */
typedef struct LoadRule {
    const CommitteePoll *p;
    int    k;
    bool   has_money;
    i64    work;
    i64   *of_class, *of_load; /* factors while a sum is made; else 0 */
    mpz_t *best, *sum, *left, *right;
    struct Shares *shares;     /* committee_shares.c */
} LoadRule;

LoadRule load_rule(Arena *a, const CommitteePoll *p, int k, bool has_money);
void    *load_make(void *rule, Arena *a);
void     load_copy(void *rule, void *to, const void *from);
bool     load_same(void *rule, const void *a, const void *b);
size_t   load_bytes(const LoadRule *x);

/* Money becomes a negative load. */
void load_begin_fill(LoadRule *x, Loads *l);
int  load_tied(void *rule, BranchState *state, int *ret_classes);
void load_take(void *rule, BranchState *state, int g);
bool load_value(void *rule, BranchState *state, int g, mpq_t ret);

/* ret = factor * purse - (what the counted sets spent), of the sets that have money and were given to load_count. */
void load_count(LoadRule *x, const Loads *l, u32 set, i64 weight);
void load_money_of_counted(LoadRule *x, const Loads *l, i64 weight, mpz_t ret);
/* All numerators and the denominator times `by`. */
void load_widen(const LoadRule *x, Loads *l, i64 by);
/* over/under in parts of 2^-96, rounded down. */
Wide load_bound(LoadRule *x, const mpz_t over, const mpz_t under);
