/* ballots: see ballots.h. */
#include "engine/tally/ballots.h"

#include <string.h>

Ballots ballots_new(Arena *a, int m)
{
    BUG_ON(m < 1 || m > BALLOTS_MOST_ALTERNATIVES); /* preflib.c takes a number within it */
    Ballots b = { .a = a, .m = m, .is_strict = true, .most = 64, .most_choices = 1024 };
    b.count = NEW_N(a, i64, b.most);
    b.start = NEW_N(a, size_t, b.most + 1);
    b.choices = NEW_N(a, Choice, b.most_choices);
    return b;
}

static void make_room(Ballots *b, size_t choices)
{
    if (b->n == b->most) {
        b->count = arena_grow(b->a, b->count, sizeof *b->count * b->most, 2 * sizeof *b->count * b->most);
        b->start = arena_grow(b->a, b->start, sizeof *b->start * (b->most + 1), sizeof *b->start * (2 * b->most + 1));
        b->most *= 2;
    }
    if (b->start[b->n] + choices > b->most_choices) {
        size_t most = 2 * b->most_choices + choices;
        b->choices = arena_grow(b->a, b->choices, sizeof(Choice) * b->most_choices, sizeof(Choice) * most);
        b->most_choices = most;
    }
}

bool ballots_add(Ballots *b, i64 count, const Choice *order, size_t n)
{
    BUG_ON(count < 0); /* preflib_count() takes digits only */
    if (count > BALLOTS_MOST_VOTERS - b->voters || (b->voters + count) > BALLOTS_MOST_POINTS / b->m)
        return false;
    make_room(b, n);
    size_t at = b->start[b->n];
    if (n)
        memcpy(b->choices + at, order, sizeof *order * n);
    for (size_t i = 1; i < n; i++)
        b->is_strict = b->is_strict && !choice_shares(order[i]);
    b->count[b->n++] = count;
    b->start[b->n] = at + n;
    b->voters += count;
    return true;
}

Chosen chosen_where(Arena *a, const bool *is_in, int m)
{
    Chosen c = { 0 };
    size_t n = 0;
    for (int i = 0; i < m; i++)
        n += is_in[i];
    c.v = NEW_N(a, int, n);
    for (int i = 0; i < m; i++)
        if (is_in[i])
            c.v[c.n++] = i + 1;
    return c;
}

/* Those with the highest score times `sign`. */
static Chosen best(Arena *a, const i64 *scores, int m, int sign)
{
    Chosen c = { .v = NEW_N(a, int, m) };
    i64    top = scores[0];
    for (int i = 1; i < m; i++)
        top = sign * scores[i] > sign * top ? scores[i] : top;
    for (int i = 0; i < m; i++)
        if (scores[i] == top)
            c.v[c.n++] = i + 1;
    return c;
}

Chosen chosen_highest(Arena *a, const i64 *scores, int m)
{
    return best(a, scores, m, 1);
}

Chosen chosen_voted(Arena *a, const i64 *votes, int m)
{
    Chosen c = chosen_highest(a, votes, m);
    return c.n > 0 && votes[c.v[0] - 1] > 0 ? c : (Chosen){ 0 };
}

Chosen chosen_lowest(Arena *a, const i64 *scores, int m)
{
    return best(a, scores, m, -1);
}
