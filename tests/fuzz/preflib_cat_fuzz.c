/* preflib_cat_fuzz: a file of approval ballots, counted by every rule where it is taken. Whatever comes is refused with a
 * line of the file, or elects committees of different members. */
#include "engine/tally/preflib_cat.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST_COUNTED = 12 }; /* alternatives: the counting is to be quick */

static void check(Arena *a, const CommitteePoll *p, int k)
{
    for (int i = 0; i < COMMITTEE_METHODS; i++) {
        CommitteeResult r;
        CommitteeFault  fault = committee_methods[i].count(a, p, k, &r);
        BUG_ON(fault != COMMITTEE_OK || r.tied.n_listed < 1 || mpz_cmp_ui(*r.tied.n, r.tied.n_listed) < 0);
        for (size_t t = 0; t < r.tied.n_listed; t++)
            for (int j = 0; j < k; j++)
                BUG_ON(r.tied.v[t][j] < 1 || r.tied.v[t][j] > p->m || (j > 0 && r.tied.v[t][j - 1] >= r.tied.v[t][j]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena         *a = arena_open();
    Lines         *l = lines_of(a, (Str){ (const char *)bytes, n });
    PreflibHead    head;
    CommitteePoll *p;
    if (!preflib_cat_read(a, l, &head, &p)) {
        BUG_ON(l->refusal.what == NULL || l->refusal.line < 1 || l->refusal.line > (i64)n + 1);
        refusal_text(a, &l->refusal);
    } else if (p->m <= MOST_COUNTED) {
        for (int k = 1; k <= p->m && k <= 4; k++)
            check(a, p, k);
    }
    arena_close(a);
    return 0;
}
