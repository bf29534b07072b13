/* likeness_index: see likeness_index.h. Pairs have numbers in the order in which they were first met. */
#include "engine/text/likeness_index.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024, FIRST_TEXTS = 1024, FIRST_IN_BLOCK = 2, MOST_IN_BLOCK = 1024, POOL = 64 * 1024 };

/* A list of texts in blocks, each twice as long as the one before: nothing is copied, little is left empty. */
typedef struct Block {
    struct Block *next;
    u32           n, size;
    u32           v[];
} Block;

typedef struct List {
    Block *first, *last;
    u32    n;
} List;

typedef struct Slot {
    u64 gram;
    u32 number; /* of the pair, plus one; 0: empty */
} Slot;

struct LikenessIndex {
    Arena    *a;
    Slot     *slots; /* open addressing, at most half full */
    size_t    n_slots;
    List     *lists; /* of pair 0, 1 .. */
    size_t    n_grams, most_grams;
    u32     **grams; /* of text 0, 1 .. its pairs, in any order */
    uint16_t *sizes; /* and how many */
    size_t    n_texts, most_texts;
    u32      *pool;  /* where the next texts' pairs go */
    size_t    left;
};

static u64 mixed(u64 v)
{
    v *= UINT64_C(0x9e3779b97f4a7c15);
    return v ^ v >> 32;
}

static Slot *slot_of(Slot *slots, size_t n_slots, u64 gram)
{
    size_t at = mixed(gram) & (n_slots - 1);
    while (slots[at].number != 0 && slots[at].gram != gram)
        at = (at + 1) & (n_slots - 1);
    return &slots[at];
}

LikenessIndex *likeness_index_open(Arena *a)
{
    LikenessIndex *x = NEW(a, LikenessIndex);
    x->a = a;
    x->n_slots = FIRST_SLOTS;
    x->most_grams = FIRST_SLOTS / 2;
    x->most_texts = FIRST_TEXTS;
    x->slots = NEW_N(a, Slot, x->n_slots);
    x->lists = NEW_N(a, List, x->most_grams);
    x->grams = NEW_N(a, u32 *, x->most_texts);
    x->sizes = NEW_N(a, uint16_t, x->most_texts);
    return x;
}

int likeness_index_count(const LikenessIndex *x)
{
    return (int)x->n_texts;
}

/* ---- adding ---- */

static void grow_grams(LikenessIndex *x)
{
    Slot *slots = NEW_N(x->a, Slot, x->n_slots * 2);
    for (size_t i = 0; i < x->n_slots; i++)
        if (x->slots[i].number != 0)
            *slot_of(slots, x->n_slots * 2, x->slots[i].gram) = x->slots[i];
    x->slots = slots;
    x->n_slots *= 2;
    x->lists = arena_grow(x->a, x->lists, x->most_grams * sizeof *x->lists, x->most_grams * 2 * sizeof *x->lists);
    x->most_grams *= 2;
}

static u32 gram_number(LikenessIndex *x, u64 gram)
{
    Slot *slot = slot_of(x->slots, x->n_slots, gram);
    if (slot->number == 0) {
        if (x->n_grams == x->most_grams) {
            grow_grams(x);
            slot = slot_of(x->slots, x->n_slots, gram);
        }
        *slot = (Slot){ gram, (u32)++x->n_grams };
    }
    return slot->number - 1;
}

static void list_put(Arena *a, List *l, u32 text)
{
    if (l->last == NULL || l->last->n == l->last->size) {
        u32    size = l->last == NULL ? FIRST_IN_BLOCK : l->last->size * 2;
        Block *b;
        size = size > MOST_IN_BLOCK ? MOST_IN_BLOCK : size;
        b = arena_take(a, sizeof *b + size * sizeof b->v[0]);
        b->size = size;
        if (l->last == NULL)
            l->first = b;
        else
            l->last->next = b;
        l->last = b;
    }
    l->last->v[l->last->n++] = text;
    l->n++;
}

static void grow_texts(LikenessIndex *x)
{
    size_t n = x->most_texts;
    x->grams = arena_grow(x->a, x->grams, n * sizeof *x->grams, 2 * n * sizeof *x->grams);
    x->sizes = arena_grow(x->a, x->sizes, n * sizeof *x->sizes, 2 * n * sizeof *x->sizes);
    x->most_texts = 2 * n;
}

int likeness_index_add(LikenessIndex *x, const GramSet *set)
{
    BUG_ON(x->n_texts >= LIKENESS_INDEX_MOST); /* no request fills an index; who does counts its texts */
    size_t n = (size_t)set->n;
    if (x->n_texts == x->most_texts)
        grow_texts(x);
    if (x->left < n) {
        x->pool = NEW_N(x->a, u32, POOL);
        x->left = POOL;
    }
    u32 *grams = x->pool;
    x->pool += n;
    x->left -= n;
    for (size_t i = 0; i < n; i++) {
        grams[i] = gram_number(x, set->v[i]);
        list_put(x->a, &x->lists[grams[i]], (u32)x->n_texts);
    }
    x->grams[x->n_texts] = grams;
    x->sizes[x->n_texts] = (uint16_t)n;
    return (int)x->n_texts++;
}

/* ---- asking ---- */

/* over/under of a text, compared as a fraction and then by who was added first. */
typedef struct Score {
    int over, under;
    u32 text;
} Score;

typedef struct Asked {
    const LikenessIndex *x;
    int                  size;                           /* pairs of the question, known ones or not */
    u32                  numbers[LIKENESS_MAX_GRAMS];    /* of the known ones; the shortest list first */
    int                  n, done;                        /* known; lists gone through */
    u8                  *is_left;                        /* pair: its list was not gone through */
    u64                  ahead;                          /* entries of the lists that are left */
    uint16_t            *common;                         /* of each text: pairs met so far */
    u32                 *met;
    size_t               n_met;
    Fraction             least;
    Score               *best;                           /* a heap with the worst on top */
    size_t               n_best, k;
    Score                floor;                          /* under > 0: k texts are at least so much alike */
} Asked;

static int score_cmp(const Score *a, const Score *b)
{
    i64 left = (i64)a->over * b->under, right = (i64)b->over * a->under;
    if (left != right)
        return left < right ? -1 : 1;
    return (a->text < b->text) - (a->text > b->text); /* the one added first is better */
}

static void sink(Score *heap, size_t n, size_t at)
{
    Score s = heap[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && score_cmp(&heap[child + 1], &heap[child]) < 0)
            child++;
        if (score_cmp(&heap[child], &s) >= 0)
            break;
        heap[at] = heap[child];
    }
    heap[at] = s;
}

static void keep_best(Asked *q, Score s)
{
    if (q->n_best == q->k) {
        if (score_cmp(&s, &q->best[0]) > 0) {
            q->best[0] = s;
            sink(q->best, q->n_best, 0);
        }
        return;
    }
    size_t at = q->n_best++;
    for (; at > 0 && score_cmp(&s, &q->best[(at - 1) / 2]) < 0; at = (at - 1) / 2)
        q->best[at] = q->best[(at - 1) / 2];
    q->best[at] = s;
}

/* Could a text with so many pairs in common, of `size`, be among what is asked for? */
static bool can_be_best(const Asked *q, int common, int size)
{
    i64 over = 2 * (i64)common, under = q->size + size;
    if (over * q->least.under < q->least.over * under)
        return false;
    return q->floor.under == 0 || over * q->floor.under >= q->floor.over * under;
}

/* The k-th best so far, by what was met already: the floor that a text has to reach. */
static void find_floor(Asked *q)
{
    if (q->n_met < q->k)
        return;
    q->n_best = 0;
    for (size_t i = 0; i < q->n_met; i++) {
        u32 text = q->met[i];
        keep_best(q, (Score){ 2 * q->common[text], q->size + q->x->sizes[text], text });
    }
    q->floor = q->best[0];
    q->n_best = 0;
}

static void go_through(Asked *q, const List *list)
{
    uint16_t *common = q->common;
    u32      *met = q->met;
    size_t    n_met = q->n_met;
    for (const Block *b = list->first; b != NULL; b = b->next) {
        for (u32 i = 0; i < b->n; i++) {
            u32 text = b->v[i];
            met[n_met] = text; /* stays where it is the first time */
            n_met += common[text]++ == 0;
        }
    }
    q->n_met = n_met;
    q->ahead -= list->n;
    q->done++;
}

/* Could a text that was not met yet? It would have to have all the pairs that are left, and no others. */
static bool can_unmet_be_best(const Asked *q)
{
    int left = q->n - q->done;
    return can_be_best(q, left, left);
}

/* Lists until no text that was not met can be among the best, and those that were met are finished quicker one by one.
 * The floor is looked for only where it may save more than it costs, and again when half of that is done. */
static void count(Asked *q)
{
    u64 look_below = q->ahead;
    while (q->done < q->n) {
        bool is_much = q->ahead > q->n_met * 2;
        if (is_much && q->n_met >= q->k && q->ahead <= look_below) {
            find_floor(q);
            look_below = q->ahead / 2;
        }
        if (is_much && !can_unmet_be_best(q))
            return;
        go_through(q, &q->x->lists[q->numbers[q->done]]);
    }
}

/* Pairs of the text that are on lists which were not gone through. */
static int missed(const Asked *q, u32 text)
{
    const u32 *grams = q->x->grams[text];
    int        n = 0;
    for (int k = 0; k < q->x->sizes[text]; k++)
        n += q->is_left[grams[k]];
    return n;
}

static void finish(Asked *q)
{
    int left = q->n - q->done;
    if (left > 0)
        find_floor(q);
    for (int i = q->done; i < q->n; i++)
        q->is_left[q->numbers[i]] = 1;
    for (size_t i = 0; i < q->n_met; i++) {
        u32 text = q->met[i];
        int size = q->x->sizes[text], common = q->common[text];
        int most = size - common < left ? size : common + left;
        if (!can_be_best(q, most, size))
            continue;
        Score s = { 2 * most, q->size + size, text };
        if (q->n_best == q->k && score_cmp(&s, &q->best[0]) <= 0)
            continue;
        if (left > 0)
            s.over = 2 * (common + missed(q, text));
        if (can_be_best(q, s.over / 2, size))
            keep_best(q, s);
    }
}

typedef struct Known {
    u32 length, number;
} Known;

static int by_length(const void *left, const void *right)
{
    const Known *a = left, *b = right;
    return a->length != b->length ? (a->length > b->length) - (a->length < b->length)
                                  : (a->number > b->number) - (a->number < b->number);
}

static void find_lists(Asked *q, const GramSet *set)
{
    Known known[LIKENESS_MAX_GRAMS];
    for (int i = 0; i < set->n; i++) {
        const Slot *slot = slot_of(q->x->slots, q->x->n_slots, set->v[i]);
        if (slot->number == 0)
            continue;
        known[q->n++] = (Known){ q->x->lists[slot->number - 1].n, slot->number - 1 };
        q->ahead += q->x->lists[slot->number - 1].n;
    }
    if (q->n > 1)
        qsort(known, (size_t)q->n, sizeof *known, by_length);
    for (int i = 0; i < q->n; i++)
        q->numbers[i] = known[i].number;
}

size_t likeness_index_top(const LikenessIndex *x, const GramSet *set, Fraction least, size_t k, Arena *scratch,
                          LikenessHit *ret_hits)
{
    /* a constant of who asks */
    BUG_ON(least.under <= 0 || least.over < 0 || least.over > INT32_MAX || least.under > INT32_MAX);
    k = k < x->n_texts ? k : x->n_texts;
    if (k == 0)
        return 0;
    ArenaMark *mark = arena_mark(scratch);
    Asked      q = { .x = x, .size = set->n, .least = least, .k = k };
    find_lists(&q, set);
    q.common = NEW_N(scratch, uint16_t, x->n_texts);
    q.met = NEW_N(scratch, u32, x->n_texts + 1);
    q.best = NEW_N(scratch, Score, k);
    q.is_left = NEW_N(scratch, u8, x->n_grams);
    count(&q);
    finish(&q);

    size_t n = q.n_best;
    while (q.n_best > 0) { /* the worst first, to the end */
        Score worst = q.best[0];
        q.best[0] = q.best[--q.n_best];
        if (q.n_best > 0)
            sink(q.best, q.n_best, 0);
        ret_hits[q.n_best] = (LikenessHit){ (int)worst.text, { worst.over, worst.under } };
    }
    arena_rewind(scratch, mark);
    return n;
}
