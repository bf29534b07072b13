/* preflib_fuzz: a file of ranked ballots, counted by every method where it is taken. Whatever comes is refused with a line
 * of the file, or counted so that the votes add up. */
#include "engine/tally/condorcet.h"
#include "engine/tally/positional.h"
#include "engine/tally/preflib.h"
#include "engine/tally/ranked_pairs.h"
#include "engine/tally/runoff.h"
#include "engine/tally/schulze.h"
#include "engine/tally/stv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST_COUNTED = 60 }; /* alternatives: the counting is to be quick */

static void check_pairs(Arena *a, const Ballots *b)
{
    Pairwise p = pairwise_count(a, b);
    for (int x = 0; x < b->m; x++)
        for (int y = 0; y < b->m; y++)
            BUG_ON(pairwise_support(&p, x, y) < 0 || pairwise_support(&p, x, y) + pairwise_support(&p, y, x) > b->voters);
    Chosen smith = smith_set(a, &p);
    BUG_ON(smith.n == 0 || schulze_count(a, &p, SCHULZE_MARGIN).winners.n == 0);
    BUG_ON(schulze_count(a, &p, SCHULZE_WINNING).winners.n == 0 || ranked_pairs_count(a, &p).winners.n == 0);
    int winner = condorcet_winner(&p);
    BUG_ON(winner != 0 && (smith.n != 1 || smith.v[0] != winner));
}

static void check_rounds(Arena *a, const Ballots *b)
{
    Runoff r = runoff_count(a, b);
    BUG_ON(r.winner < 1 || r.winner > b->m || two_round_count(a, b).winner < 1);
    for (int i = 0; i < r.n_rounds; i++) {
        i64 sum = r.rounds[i].exhausted;
        for (int x = 0; x < b->m; x++)
            sum += r.rounds[i].tally[x] > 0 ? r.rounds[i].tally[x] : 0;
        BUG_ON(sum != b->voters);
    }
    if (!b->is_strict)
        return;
    borda_truncated_scores(a, b);
    for (int seats = 1; seats < b->m && seats < 4; seats++)
        BUG_ON(stv_count(a, b, seats).n_elected != seats);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena      *a = arena_open();
    Lines      *l = lines_of(a, (Str){ (const char *)bytes, n });
    PreflibHead head;
    Ballots     b;
    if (!preflib_read(a, l, &head, &b)) {
        BUG_ON(l->refusal.what == NULL || l->refusal.line < 1 || l->refusal.line > (i64)n + 1);
        refusal_text(a, &l->refusal);
    } else if (b.m <= MOST_COUNTED) {
        check_pairs(a, &b);
        check_rounds(a, &b);
    }
    arena_close(a);
    return 0;
}
