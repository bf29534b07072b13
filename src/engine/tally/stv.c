/* stv: see stv.h. All papers of a line of ballots have gone the same way, so they have one value; each line lies with
 * the alternative that it counts for, in a list. */
#include "engine/tally/stv.h"

#include <string.h>

#include "engine/tally/tie_rank.h"

#define NOBODY SIZE_MAX

typedef enum State { CONTINUING, ELECTED, EXCLUDED } State;

typedef struct Count {
    Arena         *a;
    const Ballots *b;
    Stv           *r;
    int            seats;
    State         *state;      /* [m] */
    bool          *has_surplus; /* [m] elected and not transferred yet */
    StvVotes      *tally;
    StvVotes       nontransferable;
    size_t        *first, *next; /* [m], [n] lists of lines */
    size_t        *at;           /* [n] the choice that the line counts for */
    u32           *value;        /* [n] of one paper, in 1/STV_VOTE */
    int           *some;         /* [m] scratch */
    TieRank        ties;
} Count;

/* Lays line i with the first continuing alternative from choice `at` on; none: its votes transfer no more. */
static void lay(Count *c, size_t i, size_t at)
{
    const Ballots *b = c->b;
    StvVotes       worth = (StvVotes)b->count[i] * c->value[i];
    for (; at < b->start[i + 1]; at++) {
        int x = b->choices[at] - 1;
        if (x < 0 || c->state[x] != CONTINUING)
            continue;
        c->at[i] = at;
        c->next[i] = c->first[x];
        c->first[x] = i;
        c->tally[x] += worth;
        return;
    }
    c->nontransferable += worth;
}

static void stage_add(Count *c, StvAction action, int x)
{
    Stv      *r = c->r;
    StvStage *s = &r->stages[r->n_stages++];
    *s = (StvStage){ action, x + 1, NEW_N(c->a, StvVotes, r->m), c->nontransferable };
    memcpy(s->tally, c->tally, sizeof *c->tally * (size_t)r->m);
    tie_rank_add(&c->ties, c->tally);
}

/* Narrows some[n] to those with the most (sign -1) or fewest (1) votes now, then in the latest earlier stage in which
 * they differ; returns how many are left. */
static int narrow(Count *c, int n, int sign)
{
    return tie_rank_narrow(&c->ties, c->some, n, sign);
}

static void elect(Count *c, int x)
{
    c->state[x] = ELECTED;
    c->has_surplus[x] = c->tally[x] > (StvVotes)c->r->quota * STV_VOTE;
    c->r->elected_order[c->r->n_elected++] = x + 1;
}

/* Elects continuing ones with at least `least` votes, more votes first, until the seats are filled. */
static void elect_from(Count *c, StvVotes least)
{
    while (c->r->n_elected < c->seats) {
        int n = 0;
        for (int x = 0; x < c->r->m; x++)
            if (c->state[x] == CONTINUING && c->tally[x] >= least)
                c->some[n++] = x;
        if (n == 0)
            return;
        narrow(c, n, -1);
        elect(c, c->some[0]);
    }
}

static int continuing(const Count *c)
{
    int n = 0;
    for (int x = 0; x < c->r->m; x++)
        n += c->state[x] == CONTINUING;
    return n;
}

/* Whose surplus goes next; -1: there is none. */
static int surplus_largest(Count *c)
{
    int n = 0;
    for (int x = 0; x < c->r->m; x++)
        if (c->has_surplus[x])
            c->some[n++] = x;
    if (n == 0)
        return -1;
    c->r->is_lot_used |= narrow(c, n, -1) > 1;
    return c->some[0];
}

static int continuing_lowest(Count *c)
{
    int n = 0;
    for (int x = 0; x < c->r->m; x++)
        if (c->state[x] == CONTINUING)
            c->some[n++] = x;
    n = narrow(c, n, 1);
    c->r->is_lot_used |= n > 1;
    return c->some[n - 1];
}

static size_t papers_take(Count *c, int x)
{
    size_t list = c->first[x];
    c->first[x] = NOBODY;
    return list;
}

/* Every paper moves on at value * surplus / votes; what is cut off below five decimals is lost. x keeps the quota. */
static void surplus_transfer(Count *c, int x)
{
    StvVotes votes = c->tally[x], quota = (StvVotes)c->r->quota * STV_VOTE, surplus = votes - quota;
    c->has_surplus[x] = false;
    for (size_t i = papers_take(c, x), next; i != NOBODY; i = next) {
        next = c->next[i];
        c->value[i] = (u32)(c->value[i] * surplus / votes);
        lay(c, i, c->at[i] + 1);
    }
    c->tally[x] = quota;
    stage_add(c, STV_SURPLUS, x);
}

static void exclude(Count *c, int x)
{
    c->state[x] = EXCLUDED;
    c->tally[x] = 0;
    for (size_t i = papers_take(c, x), next; i != NOBODY; i = next) {
        next = c->next[i];
        lay(c, i, c->at[i] + 1);
    }
    stage_add(c, STV_EXCLUDE, x);
}

static Count count_begin(Arena *a, const Ballots *b, int seats, Stv *r)
{
    size_t m = (size_t)b->m;
    Count  c = { .a = a, .b = b, .r = r, .seats = seats };
    c.state = NEW_N(a, State, m);
    c.has_surplus = NEW_N(a, bool, m);
    c.tally = NEW_N(a, StvVotes, m);
    c.some = NEW_N(a, int, m);
    c.ties = tie_rank_new(a, b->m);
    c.first = NEW_N(a, size_t, m);
    c.next = NEW_N(a, size_t, b->n);
    c.at = NEW_N(a, size_t, b->n);
    c.value = NEW_N(a, u32, b->n);
    memset(c.first, 0xff, sizeof *c.first * m);
    for (size_t i = b->n; i-- > 0;) {
        c.value[i] = STV_VOTE;
        lay(&c, i, b->start[i]);
    }
    return c;
}

Stv stv_count(Arena *a, const Ballots *b, int seats)
{
    BUG_ON(!b->is_strict || seats < 1 || seats >= b->m); /* the command refuses shared ranks and holds seats to 1..m-1 */
    Stv r = { .m = b->m, .quota = b->voters / (seats + 1) + 1, .elected_order = NEW_N(a, int, seats) };
    r.stages = NEW_N(a, StvStage, 2 * b->m + 1); /* each is elected or excluded once, and transferred at most once */
    Count c = count_begin(a, b, seats, &r);
    stage_add(&c, STV_FIRST, -1);
    if (c.nontransferable == (StvVotes)b->voters * STV_VOTE) /* nobody is on any ballot */
        return r;
    elect_from(&c, (StvVotes)r.quota * STV_VOTE);
    while (r.n_elected < seats) {
        int x;
        if (continuing(&c) + r.n_elected <= seats) {
            elect_from(&c, 0);
            break;
        }
        if ((x = surplus_largest(&c)) >= 0)
            surplus_transfer(&c, x);
        else
            exclude(&c, continuing_lowest(&c));
        elect_from(&c, (StvVotes)r.quota * STV_VOTE);
    }
    return r;
}
