/* committee_slow: the committee rules as their definitions read, for small polls: every voter by itself, every set of
 * candidates a bit mask, every number a fraction of GMP, every tie followed by recursion without merging. Slow and
 * obvious, to compare with. */
#pragma once
#include "base/arena.h"
#include "engine/tally/committee.h"

enum { SLOW_MOST_VOTERS = 64, SLOW_MOST_CANDIDATES = 10 };

typedef struct SlowPoll {
    int m, n;
    u32 voter[SLOW_MOST_VOTERS]; /* approved: bit c - 1; in the order of the file */
} SlowPoll;

/* All committees that tie: is_in[mask]. */
typedef struct SlowResult {
    bool is_in[1 << SLOW_MOST_CANDIDATES];
} SlowResult;

/* By the key of committee_methods. */
void slow_count(const SlowPoll *p, const char *key, int k, SlowResult *ret);

/* The same poll as the engine takes it: neighbours that approve the same are one line where `merged`. */
CommitteePoll *slow_poll(Arena *a, const SlowPoll *p, bool merged);
u32            slow_mask(const int *committee, int k);
int            slow_size(u32 mask);

/* Is the committee just to every group of n * l / k voters who agree on l candidates? JR: l = 1 alone; PJR: the group
 * together approves l members; EJR: one of them approves l. */
bool slow_is_jr(const SlowPoll *p, u32 committee, int k);
bool slow_is_pjr(const SlowPoll *p, u32 committee, int k);
bool slow_is_ejr(const SlowPoll *p, u32 committee, int k);
