/* committee: see committee.h. Equal sets are found by a hash of their members, twins by a hash of the sets that name
 * them; both are then compared in full. */
#include "engine/tally/committee.h"

#include <stdlib.h>
#include <string.h>

struct CommitteeReader {
    Arena  *a;
    int     m;
    i64     n;
    size_t  n_sets, room_sets;
    size_t *from; /* n_sets + 1 */
    i64    *weight;
    int    *member;
    size_t  room_members;
    u32    *slot; /* 0, or 1 + the set */
    size_t  n_slots;
    size_t  n_lines, room_lines;
    u32    *line_set;
    i64    *line_weight;
};

CommitteeReader *committee_open(Arena *a, int m)
{
    BUG_ON(m < 1 || m > COMMITTEE_MOST_CANDIDATES); /* preflib_cat.c takes a number within it */
    CommitteeReader *r = NEW(a, CommitteeReader);
    *r = (CommitteeReader){ .a = a, .m = m, .room_sets = 256, .room_members = 1024, .n_slots = 1024, .room_lines = 256 };
    r->from = NEW_N(a, size_t, r->room_sets + 1);
    r->weight = NEW_N(a, i64, r->room_sets);
    r->member = NEW_N(a, int, r->room_members);
    r->slot = NEW_N(a, u32, r->n_slots);
    r->line_set = NEW_N(a, u32, r->room_lines);
    r->line_weight = NEW_N(a, i64, r->room_lines);
    return r;
}

static u64 hash_of(const void *p, size_t bytes)
{
    u64 h = UINT64_C(0x9E3779B97F4A7C15) ^ bytes;
    for (size_t i = 0; i + 4 <= bytes; i += 4) {
        u32 part;
        memcpy(&part, (const char *)p + i, sizeof part);
        h = (h ^ part) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 29;
    }
    return h ^ h >> 32;
}

static bool is_set(const CommitteeReader *r, size_t set, const int *v, size_t n)
{
    size_t from = r->from[set];
    return r->from[set + 1] - from == n && (n == 0 || memcmp(r->member + from, v, n * sizeof *v) == 0);
}

/* Where the set is, or the empty slot where it belongs. */
static size_t slot_of(const CommitteeReader *r, const int *v, size_t n)
{
    size_t at = hash_of(v, n * sizeof *v) & (r->n_slots - 1);
    while (r->slot[at] != 0 && !is_set(r, r->slot[at] - 1, v, n))
        at = (at + 1) & (r->n_slots - 1);
    return at;
}

static void more_slots(CommitteeReader *r)
{
    r->n_slots *= 4;
    r->slot = NEW_N(r->a, u32, r->n_slots);
    for (size_t i = 0; i < r->n_sets; i++) {
        size_t at = hash_of(r->member + r->from[i], (r->from[i + 1] - r->from[i]) * sizeof(int)) & (r->n_slots - 1);
        while (r->slot[at] != 0)
            at = (at + 1) & (r->n_slots - 1);
        r->slot[at] = (u32)i + 1;
    }
}

static void *grown(Arena *a, void *p, size_t size, size_t room, size_t ret_room)
{
    return arena_grow(a, p, size * room, size * ret_room);
}

static u32 add_set(CommitteeReader *r, const int *v, size_t n)
{
    size_t at = slot_of(r, v, n);
    if (r->slot[at] != 0)
        return r->slot[at] - 1;
    if (r->n_sets == r->room_sets) {
        r->from = grown(r->a, r->from, sizeof *r->from, r->room_sets + 1, 2 * r->room_sets + 1);
        r->weight = grown(r->a, r->weight, sizeof *r->weight, r->room_sets, 2 * r->room_sets);
        r->room_sets *= 2;
    }
    size_t from = r->from[r->n_sets], room = r->room_members;
    while (room - from < n)
        room *= 2;
    if (room != r->room_members)
        r->member = grown(r->a, r->member, sizeof *r->member, r->room_members, room);
    r->room_members = room;
    if (n > 0)
        memcpy(r->member + from, v, n * sizeof *v);
    r->from[r->n_sets + 1] = from + n;
    r->slot[at] = (u32)++r->n_sets;
    if (2 * r->n_sets > r->n_slots)
        more_slots(r);
    return (u32)r->n_sets - 1;
}

int committee_by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static void sort(int *v, size_t n)
{
    bool is_sorted = true;
    for (size_t i = 1; i < n; i++)
        is_sorted = is_sorted && v[i - 1] < v[i];
    if (!is_sorted)
        qsort(v, n, sizeof *v, committee_by_number);
}

bool committee_add(CommitteeReader *r, int *approved, size_t n, i64 weight)
{
    BUG_ON(weight < 1); /* preflib_cat.c leaves out a line of none */
    if (weight > COMMITTEE_MOST_VOTERS - r->n || r->n_lines >= UINT32_MAX - 1)
        return false;
    sort(approved, n);
    for (size_t i = 0; i < n; i++)
        /* named() and group() of preflib_cat.c refuse others and twice */
        BUG_ON(approved[i] < 1 || approved[i] > r->m || (i > 0 && approved[i - 1] == approved[i]));
    u32 set = add_set(r, approved, n);
    if (r->n_lines == r->room_lines) {
        r->line_set = grown(r->a, r->line_set, sizeof *r->line_set, r->room_lines, 2 * r->room_lines);
        r->line_weight = grown(r->a, r->line_weight, sizeof *r->line_weight, r->room_lines, 2 * r->room_lines);
        r->room_lines *= 2;
    }
    r->line_set[r->n_lines] = set;
    r->line_weight[r->n_lines++] = weight;
    r->weight[set] += weight;
    r->n += weight;
    return true;
}

/* ---- from sets of candidates to sets of classes ---- */

/* For each number in v (numbers below `of`, sets from[0] .. from[n]), the sets that hold it, ascending. */
static void turn(Arena *a, size_t n, const size_t *from, const int *v, int of, int base, size_t **ret_from, u32 **ret_v)
{
    size_t *start = NEW_N(a, size_t, (size_t)of + 2), *next = start + 1;
    u32    *sets = NEW_N(a, u32, from[n]);
    for (size_t e = 0; e < from[n]; e++)
        start[v[e] - base + 2]++;
    for (int c = 0; c < of; c++)
        next[c + 1] += next[c];
    for (size_t i = 0; i < n; i++)
        for (size_t e = from[i]; e < from[i + 1]; e++)
            sets[next[v[e] - base]++] = (u32)i;
    *ret_from = start;
    *ret_v = sets;
}

/* Classes in the order of their first members. */
static void find_twins(Arena *a, CommitteePoll *p, const size_t *from, const u32 *sets)
{
    size_t n_slots = 1;
    while (n_slots < 2 * (size_t)p->m)
        n_slots *= 2;
    int *slot = NEW_N(a, int, n_slots); /* 0, or a class's first member */
    for (int c = 0; c < p->m; c++) {
        size_t bytes = (from[c + 1] - from[c]) * sizeof *sets, at = hash_of(sets + from[c], bytes) & (n_slots - 1);
        for (; slot[at] != 0; at = (at + 1) & (n_slots - 1)) {
            int other = slot[at] - 1;
            if ((from[other + 1] - from[other]) * sizeof *sets == bytes &&
                (bytes == 0 || memcmp(sets + from[other], sets + from[c], bytes) == 0))
                break;
        }
        if (slot[at] == 0) {
            slot[at] = c + 1;
            p->class_of[c] = p->n_classes++;
        } else {
            p->class_of[c] = p->class_of[slot[at] - 1];
        }
    }
}

static void list_members(Arena *a, CommitteePoll *p)
{
    p->class_size = NEW_N(a, int, (size_t)p->n_classes);
    p->class_member = NEW_N(a, int, (size_t)p->m);
    p->class_from = NEW_N(a, int, (size_t)p->n_classes + 2);
    int *next = p->class_from + 1;
    for (int c = 0; c < p->m; c++)
        p->class_size[p->class_of[c]]++;
    for (int g = 0; g < p->n_classes; g++)
        next[g + 1] = next[g] + p->class_size[g];
    for (int c = 0; c < p->m; c++)
        p->class_member[next[p->class_of[c]]++] = c + 1;
}

/* Keeps of each class its first member only, in place. */
static void to_classes(CommitteePoll *p, int *member)
{
    size_t to = 0;
    for (size_t i = 0; i < p->n_sets; i++) {
        size_t from = p->set_from[i], end = p->set_from[i + 1];
        p->set_from[i] = to;
        p->set_size[i] = (int)(end - from);
        for (size_t e = from; e < end; e++) {
            int g = p->class_of[member[e] - 1];
            if (p->class_member[p->class_from[g]] == member[e])
                member[to++] = g;
        }
    }
    p->set_from[p->n_sets] = to;
    p->set_class = member;
}

CommitteePoll *committee_close(CommitteeReader *r)
{
    Arena         *a = r->a;
    CommitteePoll *p = NEW(a, CommitteePoll);
    *p = (CommitteePoll){ .m = r->m, .n = r->n, .n_sets = r->n_sets, .set_from = r->from, .set_weight = r->weight,
                          .n_lines = r->n_lines, .line_set = r->line_set, .line_weight = r->line_weight };
    p->class_of = NEW_N(a, int, (size_t)p->m);
    p->set_size = NEW_N(a, int, p->n_sets);
    turn(a, p->n_sets, p->set_from, r->member, p->m, 1, &p->voted_from, &p->voted_set);
    find_twins(a, p, p->voted_from, p->voted_set);
    list_members(a, p);
    to_classes(p, r->member);
    if (p->n_classes < p->m)
        turn(a, p->n_sets, p->set_from, p->set_class, p->n_classes, 0, &p->voted_from, &p->voted_set);
    p->approvals = NEW_N(a, i64, (size_t)p->n_classes);
    for (int g = 0; g < p->n_classes; g++)
        for (size_t e = p->voted_from[g]; e < p->voted_from[g + 1]; e++)
            p->approvals[g] += p->set_weight[p->voted_set[e]];
    return p;
}

bool committee_are_more_than(int m, int k, i64 most)
{
    __int128 n = 1;
    if (k > m - k)
        k = m - k;
    for (int i = 1; i <= k; i++) {
        n = n * (m - k + i) / i; /* C(m - k + i, i): rises with i */
        if (n > most)
            return true;
    }
    return false;
}
