/* pairwise: see pairwise.h.
 *
 * Looking at all m alternatives for each that a ballot names would cost far more than the ballots are long. So only
 * pairs that stand on the same ballot are visited; who is not named comes in by a subtraction: of the ballots that name
 * a, all put it above b but those that put b above a or both on one rank. */
#include "engine/tally/pairwise.h"

#include "base/parallel.h"

enum { WORTH_A_THREAD = 4000000 }; /* pairs */

typedef struct Part {
    i64 *above; /* [m * m] both named, a above b */
    i64 *alike; /* [m * m] both on one rank, a named first */
    i64 *named; /* [m] ballots that name it */
} Part;

typedef struct Count {
    const Ballots *b;
    size_t         parts;
    Part          *part;
} Count;

static void ballot_count(const Ballots *b, size_t i, Part *p)
{
    const Choice *order = b->choices + b->start[i];
    size_t        n = ballot_length(b, i), m = (size_t)b->m;
    i64           w = b->count[i];
    for (size_t at = 0, end; at < n; at = end) {
        end = rank_end(order, n, at);
        if (order[at] == 0)
            continue;
        for (size_t k = at; k < end; k++) {
            size_t x = (size_t)choice_id(order[k]) - 1;
            i64   *row = p->above + x * m, *alike = p->alike + x * m;
            p->named[x] += w;
            for (size_t j = k + 1; j < end; j++)
                alike[choice_id(order[j]) - 1] += w;
            for (size_t j = end; j < n; j++)
                if (order[j] != 0)
                    row[choice_id(order[j]) - 1] += w;
        }
    }
}

static void part_count(void *arg, size_t i)
{
    Count *c = arg;
    size_t from = c->b->n * i / c->parts, to = c->b->n * (i + 1) / c->parts;
    for (size_t k = from; k < to; k++)
        ballot_count(c->b, k, &c->part[i]);
}

/* In how many parts the ballots are counted, each with its own sums. */
static size_t parts_worth(const Ballots *b)
{
    u64    pairs = 0;
    size_t width = (size_t)parallel_width();
    for (size_t i = 0; i < b->n && pairs < WORTH_A_THREAD * (u64)width; i++)
        pairs += (u64)ballot_length(b, i) * ballot_length(b, i) / 2;
    size_t worth = (size_t)(pairs / WORTH_A_THREAD);
    return worth < 1 ? 1 : worth > width ? width : worth;
}

static void part_add(Part *sum, const Part *p, size_t m)
{
    for (size_t i = 0; i < m * m; i++) {
        sum->above[i] += p->above[i];
        sum->alike[i] += p->alike[i];
    }
    for (size_t i = 0; i < m; i++)
        sum->named[i] += p->named[i];
}

Pairwise pairwise_count(Arena *a, const Ballots *b)
{
    size_t   m = (size_t)b->m;
    Pairwise p = { .m = b->m, .support = NEW_N(a, i64, m * m) };
    ArenaMark *mark = arena_mark(a);
    Count    c = { .b = b, .parts = parts_worth(b) };
    c.part = NEW_N(a, Part, c.parts);
    for (size_t i = 0; i < c.parts; i++)
        c.part[i] = (Part){ NEW_N(a, i64, m * m), NEW_N(a, i64, m * m), NEW_N(a, i64, m) };
    parallel_run(c.parts, part_count, &c);
    for (size_t i = 1; i < c.parts; i++)
        part_add(&c.part[0], &c.part[i], m);
    const Part *sum = &c.part[0];
    for (size_t x = 0; x < m; x++)
        for (size_t y = 0; y < m; y++)
            if (x != y)
                p.support[x * m + y] =
                    sum->named[x] - sum->above[y * m + x] - sum->alike[x * m + y] - sum->alike[y * m + x];
    arena_rewind(a, mark);
    return p;
}
