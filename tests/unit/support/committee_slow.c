/* committee_slow: see committee_slow.h. */
#include "support/committee_slow.h"

#include <string.h>

#include "base/str.h"

int slow_size(u32 mask)
{
    return __builtin_popcount(mask);
}

u32 slow_mask(const int *committee, int k)
{
    u32 mask = 0;
    for (int i = 0; i < k; i++)
        mask |= 1u << (committee[i] - 1);
    return mask;
}

static bool has(u32 mask, int c)
{
    return mask >> c & 1;
}

CommitteePoll *slow_poll(Arena *a, const SlowPoll *p, bool merged)
{
    CommitteeReader *r = committee_open(a, p->m);
    for (int i = 0, same; i < p->n; i += same) {
        int    approved[SLOW_MOST_CANDIDATES];
        size_t n = 0;
        for (same = 1; merged && i + same < p->n && p->voter[i + same] == p->voter[i];)
            same++;
        for (int c = p->m; c-- > 0;)
            if (has(p->voter[i], c))
                approved[n++] = c + 1;
        bool ok = committee_add(r, approved, n, same);
        BUG_ON(!ok);
    }
    return committee_close(r);
}

/* ---- scores of whole committees ---- */

static void score(const SlowPoll *p, const char *key, u32 w, mpq_t ret)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(ret, 0, 1);
    for (int i = 0; i < p->n; i++) {
        int both = slow_size(p->voter[i] & w), size = slow_size(p->voter[i]);
        if (both == 0)
            continue;
        if (strcmp(key, "av") == 0) {
            mpq_set_ui(part, (unsigned long)both, 1);
        } else if (strcmp(key, "cc") == 0) {
            mpq_set_ui(part, 1, 1);
        } else {
            mpq_set_ui(part, strcmp(key, "sav") == 0 ? (unsigned long)both : 0, (unsigned long)size);
            mpq_canonicalize(part);
            for (int d = 1; strcmp(key, "pav") == 0 && d <= both; d++) {
                mpq_t one;
                mpq_init(one);
                mpq_set_ui(one, 1, (unsigned long)d);
                mpq_add(part, part, one);
                mpq_clear(one);
            }
        }
        mpq_add(ret, ret, part);
    }
    mpq_clear(part);
}

static void best_of_all(const SlowPoll *p, const char *key, int k, SlowResult *ret)
{
    mpq_t best, now;
    bool  any = false;
    mpq_inits(best, now, NULL);
    for (u32 w = 0; w < 1u << p->m; w++) {
        if (slow_size(w) != k)
            continue;
        score(p, key, w, now);
        int by = any ? mpq_cmp(now, best) : 1;
        if (by > 0) {
            memset(ret, 0, sizeof *ret);
            mpq_set(best, now);
            any = true;
        }
        if (by >= 0)
            ret->is_in[w] = true;
    }
    mpq_clears(best, now, NULL);
}

/* ---- step by step ---- */

/* What a voter has: a load, or money. */
typedef struct Purses {
    mpq_t v[SLOW_MOST_VOTERS];
} Purses;

static void purses_open(Purses *x)
{
    for (int i = 0; i < SLOW_MOST_VOTERS; i++)
        mpq_init(x->v[i]);
}

static void purses_copy(Purses *to, const Purses *from)
{
    purses_open(to);
    for (int i = 0; i < SLOW_MOST_VOTERS; i++)
        mpq_set(to->v[i], from->v[i]);
}

static void purses_close(Purses *x)
{
    for (int i = 0; i < SLOW_MOST_VOTERS; i++)
        mpq_clear(x->v[i]);
}

/* 1 and its voters' loads, over their number. False: nobody. */
static bool load_of(const SlowPoll *p, int c, const Purses *x, mpq_t ret)
{
    unsigned long n = 0;
    mpq_t         by;
    mpq_set_ui(ret, 1, 1);
    for (int i = 0; i < p->n; i++) {
        if (!has(p->voter[i], c))
            continue;
        mpq_add(ret, ret, x->v[i]);
        n++;
    }
    if (n == 0)
        return false;
    mpq_init(by);
    mpq_set_ui(by, 1, n);
    mpq_mul(ret, ret, by);
    mpq_clear(by);
    return true;
}

static void phragmen(const SlowPoll *p, int k, u32 w, const Purses *x, SlowResult *ret)
{
    mpq_t load[SLOW_MOST_CANDIDATES];
    bool  may[SLOW_MOST_CANDIDATES] = { false };
    int   best = -1;
    if (slow_size(w) == k) {
        ret->is_in[w] = true;
        return;
    }
    for (int c = 0; c < p->m; c++) {
        mpq_init(load[c]);
        may[c] = !has(w, c) && load_of(p, c, x, load[c]);
        if (may[c] && (best < 0 || mpq_cmp(load[c], load[best]) < 0))
            best = c;
    }
    for (int c = 0; c < p->m; c++) {
        bool is_best = best < 0 ? !has(w, c) : may[c] && mpq_cmp(load[c], load[best]) == 0;
        if (!is_best)
            continue;
        Purses next;
        purses_copy(&next, x);
        for (int i = 0; i < p->n; i++)
            if (has(p->voter[i], c))
                mpq_set(next.v[i], load[c]);
        phragmen(p, k, w | 1u << c, &next, ret);
        purses_close(&next);
    }
    for (int c = 0; c < p->m; c++)
        mpq_clear(load[c]);
}

/* The price by trying: is it at most each voter's money, with all who have less paying that? False: not to be had. */
static bool price_of(const SlowPoll *p, int c, const Purses *money, mpq_t ret)
{
    mpq_t due, by;
    bool  found = false;
    mpq_inits(due, by, NULL);
    for (int top = 0; top < p->n && !found; top++) { /* the poorest who pays the price in full */
        unsigned long full = 0;
        if (!has(p->voter[top], c))
            continue;
        mpq_set_ui(due, 1, 1);
        for (int i = 0; i < p->n; i++) {
            if (!has(p->voter[i], c))
                continue;
            if (mpq_cmp(money->v[i], money->v[top]) < 0)
                mpq_sub(due, due, money->v[i]);
            else
                full++;
        }
        mpq_set_ui(by, 1, full);
        mpq_mul(ret, due, by);
        found = mpq_cmp(ret, money->v[top]) <= 0;
        for (int i = 0; i < p->n && found; i++) /* who has less has less than the price */
            found = !has(p->voter[i], c) || mpq_cmp(money->v[i], money->v[top]) >= 0 || mpq_cmp(money->v[i], ret) <= 0;
    }
    mpq_clears(due, by, NULL);
    return found;
}

static void shares(const SlowPoll *p, int k, u32 w, const Purses *money, SlowResult *ret)
{
    mpq_t price[SLOW_MOST_CANDIDATES];
    bool  may[SLOW_MOST_CANDIDATES] = { false };
    int   best = -1;
    if (slow_size(w) == k) {
        ret->is_in[w] = true;
        return;
    }
    for (int c = 0; c < p->m; c++) {
        mpq_init(price[c]);
        may[c] = !has(w, c) && price_of(p, c, money, price[c]);
        if (may[c] && (best < 0 || mpq_cmp(price[c], price[best]) < 0))
            best = c;
    }
    Purses next;
    for (int c = 0; c < p->m; c++) {
        if (!may[c] || mpq_cmp(price[c], price[best]) != 0)
            continue;
        purses_copy(&next, money);
        for (int i = 0; i < p->n; i++) {
            if (!has(p->voter[i], c))
                continue;
            if (mpq_cmp(next.v[i], price[c]) <= 0)
                mpq_set_ui(next.v[i], 0, 1);
            else
                mpq_sub(next.v[i], next.v[i], price[c]);
        }
        shares(p, k, w | 1u << c, &next, ret);
        purses_close(&next);
    }
    if (best < 0) {
        purses_copy(&next, money);
        for (int i = 0; i < p->n; i++)
            mpq_neg(next.v[i], next.v[i]);
        phragmen(p, k, w, &next, ret);
        purses_close(&next);
    }
    for (int c = 0; c < p->m; c++)
        mpq_clear(price[c]);
}

/* Forward from nobody, or backward from all: sums of 1/(1 + members) or of 1/members. */
static void thiele(const SlowPoll *p, int k, u32 w, bool is_backward, SlowResult *ret)
{
    mpq_t sum[SLOW_MOST_CANDIDATES], part;
    int   best = -1;
    if (slow_size(w) == k) {
        ret->is_in[w] = true;
        return;
    }
    mpq_init(part);
    for (int c = 0; c < p->m; c++) {
        mpq_init(sum[c]);
        for (int i = 0; i < p->n; i++) {
            if (!has(p->voter[i], c) || has(w, c) != is_backward)
                continue;
            mpq_set_ui(part, 1, (unsigned long)(slow_size(p->voter[i] & w) + !is_backward));
            mpq_add(sum[c], sum[c], part);
        }
        int by = best < 0 ? 1 : mpq_cmp(sum[c], sum[best]);
        if (has(w, c) == is_backward && (best < 0 || (is_backward ? by < 0 : by > 0)))
            best = c;
    }
    for (int c = 0; c < p->m; c++)
        if (has(w, c) == is_backward && mpq_cmp(sum[c], sum[best]) == 0)
            thiele(p, k, w ^ 1u << c, is_backward, ret);
    for (int c = 0; c < p->m; c++)
        mpq_clear(sum[c]);
    mpq_clear(part);
}

static void monroe(const SlowPoll *p, int k, SlowResult *ret)
{
    u32  w = 0;
    bool gone[SLOW_MOST_VOTERS] = { false };
    for (int t = 0; t < k; t++) {
        int best = -1, most = -1, quota = p->n / k + (t < p->n % k);
        for (int c = 0; c < p->m; c++) {
            int n = 0;
            for (int i = 0; i < p->n; i++)
                n += !gone[i] && has(p->voter[i], c);
            if (!has(w, c) && n > most) {
                most = n;
                best = c;
            }
        }
        w |= 1u << best;
        for (int i = 0; i < p->n && quota > 0; i++) {
            if (gone[i] || !has(p->voter[i], best))
                continue;
            gone[i] = true;
            quota--;
        }
    }
    ret->is_in[w] = true;
}

void slow_count(const SlowPoll *p, const char *key, int k, SlowResult *ret)
{
    Purses start;
    memset(ret, 0, sizeof *ret);
    purses_open(&start);
    if (strcmp(key, "seqpav") == 0) {
        thiele(p, k, 0, false, ret);
    } else if (strcmp(key, "revseqpav") == 0) {
        thiele(p, k, (1u << p->m) - 1, true, ret);
    } else if (strcmp(key, "seqphragmen") == 0) {
        phragmen(p, k, 0, &start, ret);
    } else if (strcmp(key, "greedy-monroe") == 0) {
        monroe(p, k, ret);
    } else if (strcmp(key, "equal-shares") == 0) {
        for (int i = 0; i < p->n; i++) {
            mpq_set_ui(start.v[i], (unsigned long)k, (unsigned long)p->n);
            mpq_canonicalize(start.v[i]);
        }
        shares(p, k, 0, &start, ret);
    } else {
        best_of_all(p, key, k, ret);
    }
    purses_close(&start);
}

/* ---- justified representation ---- */

bool slow_is_ejr(const SlowPoll *p, u32 committee, int k)
{
    for (u32 t = 1; t < 1u << p->m; t++) {
        int l = slow_size(t), n = 0;
        for (int i = 0; i < p->n; i++)
            n += (p->voter[i] & t) == t && slow_size(p->voter[i] & committee) < l;
        if (l <= k && n * k >= l * p->n)
            return false;
    }
    return true;
}

bool slow_is_jr(const SlowPoll *p, u32 committee, int k)
{
    for (int c = 0; c < p->m; c++) {
        int n = 0;
        for (int i = 0; i < p->n; i++)
            n += has(p->voter[i], c) && (p->voter[i] & committee) == 0;
        if (n * k >= p->n)
            return false;
    }
    return true;
}

/* A group is wronged when all it approves of the committee are at most l - 1 members: for each such set of members. */
bool slow_is_pjr(const SlowPoll *p, u32 committee, int k)
{
    for (u32 members = committee;; members = (members - 1) & committee) {
        for (u32 t = 1; t < 1u << p->m; t++) {
            int l = slow_size(t), n = 0;
            if (l > k || slow_size(members) >= l)
                continue;
            for (int i = 0; i < p->n; i++)
                n += (p->voter[i] & t) == t && (p->voter[i] & committee & ~members) == 0;
            if (n * k >= l * p->n)
                return false;
        }
        if (members == 0)
            return true;
    }
}
