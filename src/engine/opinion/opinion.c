/* opinion: the votes of an opinion map (opinion.h) and the whole numbers made of them. */
#include "engine/opinion/opinion.h"

#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "engine/opinion/opinion_inside.h"

enum { FIRST = 64, FIRST_ROW = 4, MOST_PIECES = 64 };

/* ---- participants and comments ---- */

OpinionMap *opinion_map_new(Arena *a)
{
    OpinionMap *m = NEW(a, OpinionMap);
    *m = (OpinionMap){ .a = a, .is_voters_ordered = true, .is_ordered = true };
    m->voter_ids = m->comment_ids = numbering_new(a);
    return m;
}

static void *grown(Arena *a, void *p, size_t item, size_t most, size_t next)
{
    return arena_grow(a, p, item * most, item * next);
}

static u32 voter_add(OpinionMap *m, i64 id)
{
    size_t n = m->voter_ids.n;
    if (n == m->most_voters) {
        size_t next = n ? 2 * n : FIRST;
        m->voters = grown(m->a, m->voters, sizeof *m->voters, n, next);
        m->voter_order = grown(m->a, m->voter_order, sizeof *m->voter_order, n, next);
        m->most_voters = next;
    }
    m->is_voters_ordered &= n == 0 || id > m->voter_ids.v[m->voter_order[n - 1]];
    m->voter_order[n] = (u32)n;
    return numbering_add(&m->voter_ids, id);
}

static u32 comment_add(OpinionMap *m, i64 id)
{
    size_t n = m->comment_ids.n;
    if (n == m->most_comments) {
        size_t next = n ? 2 * n : FIRST;
        m->comments = grown(m->a, m->comments, sizeof *m->comments, n, next);
        m->order = grown(m->a, m->order, sizeof *m->order, n, next);
        m->rank = grown(m->a, m->rank, sizeof *m->rank, n, next);
        m->most_comments = next;
    }
    return numbering_add(&m->comment_ids, id);
}

static size_t pairs_of(size_t n)
{
    return n > 0 ? n * (n - 1) / 2 : 0;
}

static void pairs_room(OpinionMap *m, size_t n)
{
    size_t next = pairs_of(n) + 1; /* never none */
    if (next <= m->most_pairs)
        return;
    next += m->most_pairs ? next / 4 : 0;
    m->pairs = grown(m->a, m->pairs, sizeof *m->pairs, m->most_pairs, next);
    m->most_pairs = next;
}

/* A comment has its first vote. With the highest id so far it is the last in order, else order and pairs are made
 * anew when they are asked for. */
static void comment_begins(OpinionMap *m, u32 c)
{
    const i64 *ids = m->comment_ids.v;
    size_t     n = m->n_voted++;
    m->is_ordered &= n == 0 || ids[c] > ids[m->order[n - 1]];
    m->has_pairs &= m->is_ordered && n < OPINION_MOST_DENSE;
    m->order[n] = c;
    m->rank[c] = (u32)n;
    if (m->has_pairs)
        pairs_room(m, n + 1);
}

OpinionFault opinion_moderate(OpinionMap *m, i64 comment, bool is_out, bool is_meta)
{
    u32 c = numbering_find(&m->comment_ids, comment);
    if (comment < 0)
        return OPINION_BAD_ID;
    if (c == NUMBERING_NONE && m->comment_ids.n == OPINION_MOST_COMMENTS)
        return OPINION_TOO_MANY;
    if (c == NUMBERING_NONE)
        c = comment_add(m, comment);
    m->comments[c].is_out = is_out;
    m->comments[c].is_meta = is_meta;
    return OPINION_OK;
}

/* ---- votes ---- */

#define PAIR(lower, higher) { 1, (lower) * (higher), lower, higher }
static const PairSum pair_sums[3][3] = { /* by vote + 1 on the lower and on the higher comment */
    { PAIR(-1, -1), PAIR(-1, 0), PAIR(-1, 1) },
    { PAIR(0, -1), PAIR(0, 0), PAIR(0, 1) },
    { PAIR(1, -1), PAIR(1, 0), PAIR(1, 1) },
};

/* Adds (or takes away) what the vote `key` has in common with the others of this row. */
static void pairs_count(OpinionMap *m, const Voter *v, u32 key, bool is_added)
{
    size_t rank = m->rank[key >> 2];
    for (u32 i = 0; i < v->n; i++) {
        u32    other = v->keys[i];
        size_t at = m->rank[other >> 2];
        if (at == rank)
            continue;
        PairSum *sum = &m->pairs[at < rank ? pairs_of(rank) + at : pairs_of(at) + rank];
        PairSum  one = at < rank ? pair_sums[other & 3][key & 3] : pair_sums[key & 3][other & 3];
        *sum = is_added ? *sum + one : *sum - one;
    }
}

static int power_of(u32 size)
{
    return 31 - __builtin_clz(size);
}

/* Room for a vote more. Rows double; what they leave is given to others. */
static void row_room(OpinionMap *m, Voter *v)
{
    if (v->n < v->size)
        return;
    u32   size = v->size ? 2 * v->size : FIRST_ROW;
    void *room = m->spare[power_of(size)];
    if (room != NULL)
        memcpy(&m->spare[power_of(size)], room, sizeof room);
    else
        room = arena_take(m->a, size * (sizeof *v->times + sizeof *v->keys));
    Voter next = { .n = v->n, .size = size, .times = room, .keys = (u32 *)((char *)room + size * sizeof *v->times) };
    if (v->size) {
        memcpy(next.times, v->times, v->n * sizeof *v->times);
        memcpy(next.keys, v->keys, v->n * sizeof *v->keys);
        memcpy(v->times, &m->spare[power_of(v->size)], sizeof room);
        m->spare[power_of(v->size)] = v->times;
    }
    *v = next;
}

/* Where the vote on this comment is, or would be. */
static u32 row_place(const OpinionMap *m, const Voter *v, i64 comment)
{
    const i64 *ids = m->comment_ids.v;
    u32        low = 0, high = v->n;
    if (high == 0 || ids[v->keys[high - 1] >> 2] < comment)
        return high;
    while (low < high) {
        u32 middle = (low + high) / 2;
        if (ids[v->keys[middle] >> 2] < comment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where a vote is counted: agree, disagree, pass. */
static int counted(u32 key)
{
    return (int)((key & 3) + 1) % OPINION_VOTES;
}

static void vote_change(OpinionMap *m, Voter *v, u32 at, i64 when, u32 key)
{
    u32 before = v->keys[at];
    if (when < v->times[at])
        return;
    v->times[at] = when;
    if (before == key)
        return;
    m->comments[key >> 2].counts[counted(before)]--;
    m->comments[key >> 2].counts[counted(key)]++;
    if (m->has_pairs) {
        pairs_count(m, v, before, false);
        pairs_count(m, v, key, true);
    }
    v->keys[at] = key;
}

static void vote_add(OpinionMap *m, Voter *v, u32 at, i64 when, u32 key)
{
    Said *s = &m->comments[key >> 2];
    if (s->counts[0] + s->counts[1] + s->counts[2] == 0)
        comment_begins(m, key >> 2);
    if (m->has_pairs)
        pairs_count(m, v, key, true);
    row_room(m, v);
    memmove(v->keys + at + 1, v->keys + at, (v->n - at) * sizeof *v->keys);
    memmove(v->times + at + 1, v->times + at, (v->n - at) * sizeof *v->times);
    v->keys[at] = key;
    v->times[at] = when;
    v->n++;
    s->counts[counted(key)]++;
    m->n_votes++;
}

OpinionFault opinion_vote(OpinionMap *m, i64 when, i64 participant, i64 comment, int vote)
{
    if (vote < -1 || vote > 1)
        return OPINION_BAD_VOTE;
    if (participant < 0 || comment < 0)
        return OPINION_BAD_ID;
    bool is_again = m->n_votes > 0 && m->comment_ids.v[m->last] == comment; /* votes often come by comment */
    u32  c = is_again ? m->last : numbering_find(&m->comment_ids, comment);
    u32  p = numbering_find(&m->voter_ids, participant);
    if ((c == NUMBERING_NONE && m->comment_ids.n == OPINION_MOST_COMMENTS) ||
        (p == NUMBERING_NONE && m->voter_ids.n == OPINION_MOST_PARTICIPANTS))
        return OPINION_TOO_MANY;
    if (c == NUMBERING_NONE)
        c = comment_add(m, comment);
    if (p == NUMBERING_NONE)
        p = voter_add(m, participant);
    m->last = c;
    Voter *v = &m->voters[p];
    u32    key = c << 2 | (u32)(vote + 1), at = row_place(m, v, comment);
    if (at < v->n && v->keys[at] >> 2 == c)
        vote_change(m, v, at, when, key);
    else
        vote_add(m, v, at, when, key);
    return OPINION_OK;
}

i64 opinion_votes(const OpinionMap *m)
{
    return m->n_votes;
}

/* ---- order and pairs ---- */

static int by_id(const void *a, const void *b, void *ids)
{
    i64 x = ((const i64 *)ids)[*(const u32 *)a], y = ((const i64 *)ids)[*(const u32 *)b];
    return (x > y) - (x < y);
}

typedef struct Counting {
    const OpinionMap *m;
    size_t            pieces;
    PairSum          *sums[MOST_PIECES];
} Counting;

/* Counts the pairs of a piece of the participants. Whole numbers: how they are divided changes nothing. */
static void count_piece(void *arg, size_t piece)
{
    Counting         *count = arg;
    const OpinionMap *m = count->m;
    PairSum          *sums = count->sums[piece];
    size_t            first = m->voter_ids.n * piece / count->pieces;
    size_t            end = m->voter_ids.n * (piece + 1) / count->pieces;
    u32               keys[OPINION_MOST_DENSE];
    for (size_t i = first; i < end; i++) {
        const Voter *v = &m->voters[i];
        for (u32 b = 0; b < v->n; b++) {
            u32 key = m->rank[v->keys[b] >> 2] << 2 | (v->keys[b] & 3);
            keys[b] = key;
            PairSum *row = sums + pairs_of(key >> 2);
            PairSum  with[3] = { pair_sums[0][key & 3], pair_sums[1][key & 3], pair_sums[2][key & 3] };
            for (u32 a = 0; a < b; a++)
                row[keys[a] >> 2] += with[keys[a] & 3];
        }
    }
}

static size_t pieces_of_work(const OpinionMap *m)
{
    size_t work = 0, width = (size_t)parallel_width();
    for (size_t i = 0; i < m->voter_ids.n; i++)
        work += (size_t)m->voters[i].n * m->voters[i].n / 2;
    size_t pieces = work / (2000000 + 2 * pairs_of(m->n_voted)) + 1;
    return pieces > width ? width : pieces;
}

static void pairs_build(OpinionMap *m)
{
    ArenaMark *mark;
    Counting   count = { .m = m, .pieces = pieces_of_work(m) };
    size_t     n = pairs_of(m->n_voted);
    pairs_room(m, m->n_voted);
    memset(m->pairs, 0, m->most_pairs * sizeof *m->pairs);
    mark = arena_mark(m->a);
    count.sums[0] = m->pairs;
    for (size_t i = 1; i < count.pieces; i++)
        count.sums[i] = NEW_N(m->a, PairSum, n);
    parallel_run(count.pieces, count_piece, &count);
    for (size_t i = 1; i < count.pieces; i++)
        for (size_t k = 0; k < n; k++)
            m->pairs[k] += count.sums[i][k];
    arena_rewind(m->a, mark);
    m->has_pairs = true;
}

void opinion_settle(OpinionMap *m)
{
    if (!m->is_voters_ordered)
        qsort_r(m->voter_order, m->voter_ids.n, sizeof *m->voter_order, by_id, m->voter_ids.v);
    if (!m->is_ordered) {
        qsort_r(m->order, m->n_voted, sizeof *m->order, by_id, m->comment_ids.v);
        for (size_t i = 0; i < m->n_voted; i++)
            m->rank[m->order[i]] = (u32)i;
    }
    m->is_voters_ordered = m->is_ordered = true;
    if (!m->has_pairs && m->n_voted <= OPINION_MOST_DENSE)
        pairs_build(m);
}
