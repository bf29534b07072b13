/* schulze: see schulze.h.
 *
 * Floyd and Warshall's closure with (max, min) for (min, +). Only the order of the widths matters for it, so they are
 * replaced by their ranks among all widths, which fit 32 bits: four to a register. */
#include "engine/tally/schulze.h"

#include <stdlib.h>
#include <string.h>

typedef int32_t Rank;
typedef Rank    Four __attribute__((vector_size(16)));
enum { FOUR = 4 };

static int by_value(const void *a, const void *b)
{
    i64 x = *(const i64 *)a, y = *(const i64 *)b;
    return (x > y) - (x < y);
}

static i64 width_of(const Pairwise *p, SchulzeWidth width, int x, int y)
{
    i64 margin = pairwise_margin(p, x, y);
    return margin <= 0 ? 0 : width == SCHULZE_MARGIN ? margin : pairwise_support(p, x, y);
}

/* The distinct widths ascending, 0 first; returns how many. */
static size_t widths_sorted(const i64 *widths, size_t n, i64 *sorted)
{
    size_t distinct = 0;
    memcpy(sorted, widths, sizeof *sorted * n);
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t i = 0; i < n; i++)
        if (distinct == 0 || sorted[i] != sorted[distinct - 1])
            sorted[distinct++] = sorted[i];
    return distinct;
}

static Rank rank_of(const i64 *sorted, size_t n, i64 width)
{
    const i64 *at = bsearch(&width, sorted, n, sizeof *sorted, by_value);
    return (Rank)(at - sorted);
}

/* Widens what leads through k. Rows are `fours` registers long. */
static void widen_through(Four *paths, size_t m, size_t fours, size_t k)
{
    const Four *through = paths + k * fours;
    for (size_t x = 0; x < m; x++) {
        Four *row = paths + x * fours;
        Rank  first = ((const Rank *)row)[k];
        if (first == 0 || x == k)
            continue;
        Four narrowest = { first, first, first, first };
        for (size_t i = 0; i < fours; i++) {
            Four less = through[i] < narrowest;
            Four path = (through[i] & less) | (narrowest & ~less);
            Four wider = path > row[i];
            row[i] = (path & wider) | (row[i] & ~wider);
        }
    }
}

static void widest_paths(Arena *a, i64 *strengths, size_t m)
{
    ArenaMark *mark = arena_mark(a);
    size_t     fours = (m + FOUR - 1) / FOUR;
    i64       *sorted = NEW_N(a, i64, m * m);
    size_t     n = widths_sorted(strengths, m * m, sorted);
    Four      *paths = NEW_N(a, Four, m * fours);
    for (size_t x = 0; x < m; x++)
        for (size_t y = 0; y < m; y++)
            ((Rank *)(paths + x * fours))[y] = rank_of(sorted, n, strengths[x * m + y]);
    for (size_t k = 0; k < m; k++)
        widen_through(paths, m, fours, k);
    for (size_t x = 0; x < m; x++)
        for (size_t y = 0; y < m; y++)
            strengths[x * m + y] = x == y ? 0 : sorted[((const Rank *)(paths + x * fours))[y]];
    arena_rewind(a, mark);
}

static bool beats(const Schulze *s, int x, int y)
{
    size_t m = (size_t)s->m;
    return s->strengths[(size_t)x * m + (size_t)y] > s->strengths[(size_t)y * m + (size_t)x];
}

/* Who wins, over how many, and in which order; beaten[y]: how many beat it. */
static void order_find(Arena *a, Schulze *s, int *beaten)
{
    bool *is_in = NEW_N(a, bool, s->m);
    for (int x = 0; x < s->m; x++) {
        for (int y = 0; y < s->m; y++) {
            s->wins[x] += beats(s, x, y);
            beaten[x] += beats(s, y, x);
        }
        is_in[x] = beaten[x] == 0;
    }
    s->winners = chosen_where(a, is_in, s->m);
    int n = 0;
    for (int wins = s->m; wins >= 0; wins--)
        for (int x = 0; x < s->m; x++)
            if (s->wins[x] == wins)
                s->ranking[n++] = x + 1;
}

/* Beating is transitive (Schulze 2011, 4.1): there is always somebody whom none that remains beats. */
static void tiers_find(Arena *a, Schulze *s, int *beaten)
{
    bool *is_in = NEW_N(a, bool, s->m);
    for (int left = s->m; left > 0;) {
        for (int x = 0; x < s->m; x++)
            is_in[x] = beaten[x] == 0;
        Chosen tier = chosen_where(a, is_in, s->m);
        BUG_ON(tier.n == 0); /* by that theorem */
        for (size_t i = 0; i < tier.n; i++) {
            beaten[tier.v[i] - 1] = -1;
            for (int y = 0; y < s->m; y++)
                beaten[y] -= beaten[y] > 0 && beats(s, tier.v[i] - 1, y);
        }
        s->tiers[s->n_tiers++] = tier;
        left -= (int)tier.n;
    }
}

Schulze schulze_count(Arena *a, const Pairwise *p, SchulzeWidth width)
{
    size_t  m = (size_t)p->m;
    Schulze s = { .m = p->m, .strengths = NEW_N(a, i64, m * m), .wins = NEW_N(a, int, m),
                  .ranking = NEW_N(a, int, m), .tiers = NEW_N(a, Chosen, m) };
    int *beaten = NEW_N(a, int, m);
    for (int x = 0; x < p->m; x++)
        for (int y = 0; y < p->m; y++)
            s.strengths[(size_t)x * m + (size_t)y] = x == y ? 0 : width_of(p, width, x, y);
    widest_paths(a, s.strengths, m);
    order_find(a, &s, beaten);
    tiers_find(a, &s, beaten);
    return s;
}
