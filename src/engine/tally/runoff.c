/* runoff: see runoff.h. Every ballot hangs on one alternative that is still in and stands on the rank where the ballot
 * is (counted or not), in a list; when that one goes out, only its list is looked at again. */
#include "engine/tally/runoff.h"

#include <string.h>

#include "engine/tally/tie_rank.h"

#define NOBODY SIZE_MAX

typedef struct Count {
    const Ballots *b;
    bool   *is_in;      /* [m] */
    int     left;
    size_t *first;      /* [m] the first ballot that hangs on it */
    size_t *next;       /* [n] */
    size_t *at;         /* [n] where its rank begins, in b->choices */
    bool   *is_counted; /* [n] the rank names one alone */
    i64    *tally;
    i64     exhausted;
    TieRank ties;
    __int128 *votes;    /* [m] scratch: a round's tally */
} Count;

/* Hangs ballot i on the first rank from `at` that holds somebody who is in, and counts it there. */
static void hang(Count *c, size_t i, size_t at)
{
    const Ballots *b = c->b;
    size_t         end = b->start[i + 1];
    for (size_t next; at < end; at = next) {
        next = b->start[i] + rank_end(b->choices + b->start[i], end - b->start[i], at - b->start[i]);
        for (size_t k = at; k < next; k++) {
            int x = choice_id(b->choices[k]) - 1;
            if (x < 0 || !c->is_in[x])
                continue;
            c->at[i] = at;
            c->next[i] = c->first[x];
            c->first[x] = i;
            c->is_counted[i] = next == at + 1;
            *(c->is_counted[i] ? &c->tally[x] : &c->exhausted) += b->count[i];
            return;
        }
    }
    c->exhausted += b->count[i];
}

static void take_out(Count *c, int x)
{
    size_t list = c->first[x];
    c->is_in[x] = false;
    c->left--;
    c->first[x] = NOBODY;
    c->tally[x] = -1;
    while (list != NOBODY) {
        size_t i = list;
        list = c->next[i];
        if (!c->is_counted[i])
            c->exhausted -= c->b->count[i];
        hang(c, i, c->at[i]);
    }
}

static int lowest(Count *c, Runoff *r, int *tied)
{
    i64 least = -1;
    int n = 0;
    for (int x = 0; x < c->b->m; x++) {
        c->votes[x] = c->tally[x];
        if (c->is_in[x] && (least < 0 || c->tally[x] < least))
            least = c->tally[x];
    }
    tie_rank_add(&c->ties, c->votes);
    for (int x = 0; x < c->b->m; x++)
        if (c->is_in[x] && c->tally[x] == least)
            tied[n++] = x;
    r->rounds_with_ties += n > 1;
    n = tie_rank_narrow(&c->ties, tied, n, 1);
    r->is_tie_used = r->is_tie_used || n > 1;
    return tied[n - 1];
}

/* Who has more than half of what is counted, as who is alone with any vote does; -1: nobody. */
static int winner(const Count *c)
{
    i64 counted = c->b->voters - c->exhausted;
    for (int x = 0; x < c->b->m; x++)
        if (c->is_in[x] && c->tally[x] > counted / 2)
            return x;
    return -1;
}

Runoff runoff_count(Arena *a, const Ballots *b)
{
    size_t m = (size_t)b->m;
    Runoff r = { .rounds = NEW_N(a, RunoffRound, m) };
    Count  c = { .b = b, .left = b->m, .is_in = NEW_N(a, bool, m), .first = NEW_N(a, size_t, m),
                 .tally = NEW_N(a, i64, m), .next = NEW_N(a, size_t, b->n), .at = NEW_N(a, size_t, b->n),
                 .is_counted = NEW_N(a, bool, b->n), .ties = tie_rank_new(a, b->m),
                 .votes = NEW_N(a, __int128, m) };
    int   *tied = NEW_N(a, int, m);
    memset(c.is_in, true, m);
    memset(c.first, 0xff, sizeof *c.first * m);
    for (size_t i = b->n; i-- > 0;)
        hang(&c, i, b->start[i]);
    for (;;) {
        RunoffRound *round = &r.rounds[r.n_rounds];
        *round = (RunoffRound){ .tally = NEW_N(a, i64, m), .exhausted = c.exhausted };
        memcpy(round->tally, c.tally, sizeof *c.tally * m);
        r.winner = winner(&c) + 1;
        bool is_over = r.winner != 0 || c.left == 1;
        if (!is_over)
            round->eliminated = lowest(&c, &r, tied) + 1;
        r.n_rounds++;
        if (is_over)
            return r;
        take_out(&c, round->eliminated - 1);
    }
}
