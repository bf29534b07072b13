/* positional: see positional.h. */
#include "engine/tally/positional.h"

Plurality plurality_count(Arena *a, const Ballots *b)
{
    Plurality p = { .scores = NEW_N(a, i64, b->m) };
    for (size_t i = 0; i < b->n; i++) {
        const Choice *order = b->choices + b->start[i];
        size_t        n = ballot_length(b, i);
        if (n > 0 && rank_end(order, n, 0) == 1 && choice_id(order[0]) != 0)
            p.scores[choice_id(order[0]) - 1] += b->count[i];
        else
            p.invalid += b->count[i];
    }
    p.winners = chosen_voted(a, p.scores, b->m);
    return p;
}

i64 *approval_scores(Arena *a, const Ballots *b)
{
    i64 *scores = NEW_N(a, i64, b->m);
    for (size_t i = 0; i < b->n; i++)
        for (size_t k = b->start[i]; k < b->start[i + 1]; k++)
            if (choice_id(b->choices[k]) != 0)
                scores[choice_id(b->choices[k]) - 1] += b->count[i];
    return scores;
}

i64 *borda_truncated_scores(Arena *a, const Ballots *b)
{
    BUG_ON(!b->is_strict); /* the command refuses the method for shared ranks */
    i64 *scores = NEW_N(a, i64, b->m);
    for (size_t i = 0; i < b->n; i++) {
        i64 points = b->m;
        for (size_t k = b->start[i]; k < b->start[i + 1]; k++)
            if (b->choices[k] != 0)
                scores[b->choices[k] - 1] += --points * b->count[i];
    }
    return scores;
}

/* The two with the most first places, the smaller number where they tie. */
static void finalists_choose(const i64 *scores, int m, TwoRound *t)
{
    for (int i = 0; i < m; i++) {
        int *f = t->finalists;
        if (f[0] == 0 || scores[i] > scores[f[0] - 1]) {
            f[1] = f[0];
            f[0] = i + 1;
        } else if (f[1] == 0 || scores[i] > scores[f[1] - 1]) {
            f[1] = i + 1;
        }
    }
    for (int i = 0; i < m && t->finalists[1] != 0; i++)
        if (i + 1 != t->finalists[0] && i + 1 != t->finalists[1] && scores[i] == scores[t->finalists[1] - 1])
            t->is_tied = true;
}

/* Which of the two an order puts above the other: 0, 1, or -1 for neither. */
static int preferred(const Choice *order, size_t n, const int finalists[2])
{
    for (size_t at = 0, end; at < n; at = end) {
        bool has[2] = { false, false };
        end = rank_end(order, n, at);
        for (size_t k = at; k < end; k++)
            for (int f = 0; f < 2; f++)
                has[f] = has[f] || choice_id(order[k]) == finalists[f];
        if (has[0] || has[1])
            return has[0] && has[1] ? -1 : has[1];
    }
    return -1;
}

TwoRound two_round_count(Arena *a, const Ballots *b)
{
    TwoRound t = { .first = plurality_count(a, b) };
    i64      valid = b->voters - t.first.invalid;
    if (t.first.winners.n == 0)
        return t;
    int top = t.first.winners.v[0];
    if (t.first.scores[top - 1] > valid / 2) {
        t.winner = top;
        return t;
    }
    finalists_choose(t.first.scores, b->m, &t);
    t.winner = t.finalists[0];
    if (t.finalists[1] == 0)
        return t;
    for (size_t i = 0; i < b->n; i++) {
        int f = preferred(b->choices + b->start[i], ballot_length(b, i), t.finalists);
        if (f < 0)
            t.undecided += b->count[i];
        else
            t.second[f] += b->count[i];
    }
    int lower = t.finalists[0] > t.finalists[1]; /* the place of the smaller number */
    t.winner = t.finalists[t.second[0] == t.second[1] ? lower : t.second[1] > t.second[0]];
    t.is_tied = t.is_tied || t.second[0] == t.second[1];
    return t;
}
