/* lend: how long a proposal for 3,000 villages with 20,000 links takes; processor time. Built and run by
 * bench/lend.sh. Villages lie at random in 100 km by 100 km, links join near ones or any; in the last case all villages
 * and distances are alike, so that nothing but codes decides, which is the hardest. */
#include <stdio.h>
#include <time.h>

#include "base/base.h"
#include "engine/sharing/lend.h"

enum { VILLAGES = 3000, LINKS = 20000, NEAR_OF = 200 };

typedef enum Case { NEAR, ANYWHERE, FEW_SPARE, ALIKE, CASES } Case;

static const char *const names[CASES] = { "near ones linked", "any linked", "few have somebody to spare", "all alike" };

static const LendRule rule = {
    .need_over = { 300, 1 }, .spare_upto = { 150, 1 }, .keep_least = 1, .committee_least = 3, .committee_most = 7,
    .meeting = QUORUM_MORE_THAN, .meeting_num = 1, .meeting_den = 2,
    .furthest = { 200000, 200000, 200000, 200000 }, .home_upto = { 9000, 9000, 9000, 9000 }, .preference = { 0, 1, 2, 3 },
};

static u64         state;
static LendVillage villages[VILLAGES];
static LendLink    links[LINKS];
static char        codes[VILLAGES][16];
static i64         x[VILLAGES], y[VILLAGES];
static u8          is_linked[VILLAGES][VILLAGES];

static i64 any(i64 n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (i64)(state % (u64)n);
}

static i64 way(int a, int b)
{
    return (x[a] < x[b] ? x[b] - x[a] : x[a] - x[b]) + (y[a] < y[b] ? y[b] - y[a] : y[a] - y[b]);
}

/* The nearest of some that are not linked yet, or any. */
static int other_than(int a, bool near)
{
    int best = -1;
    for (int i = 0; i < (near ? NEAR_OF : 1); i++) {
        int b = (int)any(VILLAGES);
        if (a != b && !is_linked[a][b] && (best < 0 || way(a, b) < way(a, best)))
            best = b;
    }
    return best;
}

static void make(Case which)
{
    state = UINT64_C(88172645463325252);
    for (int i = 0; i < VILLAGES; i++) {
        bool is_idle = any(5) < (which == FEW_SPARE ? 1 : which == ALIKE ? i % 2 * 5 : 3);
        i64  load = which == ALIKE ? (is_idle ? 10 : 1500) : is_idle ? any(200) : 300 + any(2000);
        snprintf(codes[i], sizeof codes[i], "%06d", i);
        villages[i] = (LendVillage){ .code = str_from(codes[i]), .residents = load, .load = load,
                                     .officials = which == ALIKE ? 3 : 3 + (int)any(3), .members = 3, .posts = 5 + (int)any(4) };
        x[i] = any(100000);
        y[i] = any(100000);
        for (int k = 0; k < VILLAGES; k++)
            is_linked[i][k] = 0;
    }
    for (int n = 0; n < LINKS;) {
        int a = (int)any(VILLAGES), b = other_than(a, which == NEAR || which == FEW_SPARE);
        if (b < 0)
            continue;
        is_linked[a][b] = is_linked[b][a] = 1;
        links[n++] = (LendLink){ a, b, which == ALIKE ? 1000 : way(a, b), which == ALIKE ? LEND_ALLIANCE : (LendKind)any(LEND_KINDS) };
    }
}

int main(void)
{
    for (Case which = NEAR; which < CASES; which++) {
        Arena   *a = arena_open();
        LendPlan p;
        size_t   at;
        make(which);
        clock_t   start = clock();
        LendFault fault = lend_propose(a, &rule, villages, VILLAGES, links, LINKS, &p, &at);
        double    ms = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
        BUG_ON(fault != LEND_OK);
        printf("%-28s %5d lent on %4zu lines, %lld of %lld of the need covered: %7.1f ms, %zu kB\n", names[which], p.officials,
               p.n_lines, (long long)p.covered.over, (long long)p.unmet.over, ms, arena_used(a) / 1024);
        arena_close(a);
    }
    return 0;
}
