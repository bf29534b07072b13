/* voices: see voices.h. All sums are whole numbers over one denominator, the least common multiple of 1..40 times the
 * rule's denominator twice. A need's sum only ever falls, so a heap whose keys may be out of date finds the largest: one
 * that comes up with an old key is put back with its own. */
#include "engine/tally/voices.h"

#include <stdlib.h>

#define PARTS INT64_C(5342931457063200) /* lcm(1..40) */

typedef VoicesSum Wide;

typedef struct Work {
    const VoicesRule *rule;
    const VoicesNeed *needs;
    size_t            n_needs, n_households, n_supports; /* supports: distinct */
    int              *need_from, *need_to;  /* households of need i: need_to[need_from[i] .. need_from[i + 1]) */
    int              *home_from, *home_to;  /* needs of household h likewise */
    i64              *weight;    /* of a household, in parts of den */
    int              *heard;     /* needs of a household that are placed */
    int              *heard_at;  /* the place at which it was heard last; -1: never */
    i64              *waiting;   /* what a need's waiting adds, in parts of den */
    Wide             *voices;    /* of a need, without waiting: sum of weight * PARTS / divisor */
    bool             *is_placed;
} Work;

typedef struct Key {
    Wide sum;
    int  need;
} Key;

/* ---- is it fit? ---- */

static bool is_rule(const VoicesRule *r)
{
    if (r->den < 1 || r->den > VOICES_MOST_DEN || r->wait_days < 1 || r->wait_days > VOICES_MOST_DAYS)
        return false;
    i64 most = r->den * VOICES_MOST_TIMES;
    for (int i = 0; i < VOICES_TRAITS; i++)
        if (r->trait[i] < 0 || r->trait[i] > most)
            return false;
    return r->traits_most >= 0 && r->traits_most <= most && r->wait_adds >= 0 && r->wait_adds <= most &&
           r->wait_most >= 0 && r->wait_most <= most;
}

typedef struct Named {
    i64    id;
    size_t at;
} Named;

static int by_id(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    return a->id != b->id ? (a->id > b->id) - (a->id < b->id) : (a->at > b->at) - (a->at < b->at);
}

static VoicesFault check_needs(Arena *a, const VoicesNeed *needs, size_t n, size_t *ret_at)
{
    ArenaMark  *mark = arena_mark(a);
    Named      *names = NEW_N(a, Named, n);
    VoicesFault fault = VOICES_OK;
    for (size_t i = 0; i < n && fault == VOICES_OK; i++) {
        names[i] = (Named){ needs[i].id, i };
        if (needs[i].days < 0 || needs[i].days > VOICES_MOST_DAYS) {
            *ret_at = i;
            fault = VOICES_BAD_NEED;
        }
    }
    if (fault == VOICES_OK && n > 1)
        qsort(names, n, sizeof *names, by_id);
    for (size_t i = 1; i < n && fault == VOICES_OK; i++) {
        if (names[i].id == names[i - 1].id) {
            *ret_at = names[i].at;
            fault = VOICES_TWICE;
        }
    }
    arena_rewind(a, mark);
    return fault;
}

static VoicesFault check_supports(const VoicesSupport *v, size_t n, size_t n_needs, size_t n_households, size_t *ret_at)
{
    for (size_t i = 0; i < n; i++) {
        if (v[i].need < 0 || (size_t)v[i].need >= n_needs || v[i].household < 0 ||
            (size_t)v[i].household >= n_households) {
            *ret_at = i;
            return VOICES_BAD_SUPPORT;
        }
    }
    return VOICES_OK;
}

/* ---- who raised what, from both sides ---- */

static int by_both(const void *left, const void *right)
{
    const VoicesSupport *a = left, *b = right;
    return a->need != b->need ? (a->need > b->need) - (a->need < b->need)
                              : (a->household > b->household) - (a->household < b->household);
}

static void index_supports(Arena *a, Work *w, const VoicesSupport *given, size_t n)
{
    VoicesSupport *v = NEW_N(a, VoicesSupport, n);
    for (size_t i = 0; i < n; i++)
        v[i] = given[i];
    if (n > 1)
        qsort(v, n, sizeof *v, by_both);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || by_both(&v[i], &v[i - 1]) != 0)
            v[w->n_supports++] = v[i];

    w->need_from = NEW_N(a, int, w->n_needs + 1);
    w->home_from = NEW_N(a, int, w->n_households + 1);
    w->need_to = NEW_N(a, int, w->n_supports);
    w->home_to = NEW_N(a, int, w->n_supports);
    int *filled = NEW_N(a, int, w->n_households);
    for (size_t i = 0; i < w->n_supports; i++) {
        w->need_from[v[i].need + 1]++;
        w->home_from[v[i].household + 1]++;
        w->need_to[i] = v[i].household;
    }
    for (size_t i = 0; i < w->n_needs; i++)
        w->need_from[i + 1] += w->need_from[i];
    for (size_t h = 0; h < w->n_households; h++)
        w->home_from[h + 1] += w->home_from[h];
    for (size_t i = 0; i < w->n_supports; i++) {
        int h = v[i].household;
        w->home_to[w->home_from[h] + filled[h]++] = v[i].need;
    }
}

static int households_of(const Work *w, int need)
{
    return w->need_from[need + 1] - w->need_from[need];
}

/* What one voice counts for a household that was heard so often. */
static i64 part(int heard)
{
    return heard < VOICES_DIVISORS ? PARTS / (heard + 1) : 0;
}

static void weigh(Arena *a, Work *w, const u8 *traits)
{
    const VoicesRule *r = w->rule;
    w->weight = NEW_N(a, i64, w->n_households);
    w->heard = NEW_N(a, int, w->n_households);
    w->heard_at = NEW_N(a, int, w->n_households);
    w->waiting = NEW_N(a, i64, w->n_needs);
    w->voices = NEW_N(a, Wide, w->n_needs);
    w->is_placed = NEW_N(a, bool, w->n_needs);
    for (size_t h = 0; h < w->n_households; h++) {
        i64 more = 0;
        for (int t = 0; t < VOICES_TRAITS; t++)
            more += traits[h] >> t & 1 ? r->trait[t] : 0;
        w->weight[h] = r->den + (more < r->traits_most ? more : r->traits_most);
        w->heard_at[h] = -1;
    }
    for (size_t i = 0; i < w->n_needs; i++) {
        i64 more = w->needs[i].days / r->wait_days * r->wait_adds;
        w->waiting[i] = more < r->wait_most ? more : r->wait_most;
        for (int k = w->need_from[i]; k < w->need_from[i + 1]; k++)
            w->voices[i] += (Wide)w->weight[w->need_to[k]] * PARTS;
    }
}

static Wide sum_of(const Work *w, int need)
{
    return w->voices[need] * (w->rule->den + w->waiting[need]);
}

/* ---- the largest first ---- */

static bool stands_before(const Work *w, const Key *a, const Key *b)
{
    if (a->sum != b->sum)
        return a->sum > b->sum;
    const VoicesNeed *x = &w->needs[a->need], *y = &w->needs[b->need];
    int               d = households_of(w, a->need) - households_of(w, b->need);
    if (d != 0)
        return d > 0;
    return x->days != y->days ? x->days > y->days : x->id < y->id;
}

static void sink(const Work *w, Key *heap, size_t n, size_t at)
{
    Key key = heap[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && stands_before(w, &heap[child + 1], &heap[child]))
            child++;
        if (!stands_before(w, &heap[child], &key))
            break;
        heap[at] = heap[child];
    }
    heap[at] = key;
}

static int take_largest(const Work *w, Key *heap, size_t *n)
{
    while (heap[0].sum != sum_of(w, heap[0].need)) {
        heap[0].sum = sum_of(w, heap[0].need);
        sink(w, heap, *n, 0);
    }
    int need = heap[0].need;
    heap[0] = heap[--*n];
    if (*n > 0)
        sink(w, heap, *n, 0);
    return need;
}

/* ---- one place ---- */

/* A need's parts, as they were before place `before` was given (heard_at tells who was heard there). */
typedef struct Parts {
    Wide plain, care; /* without waiting */
    int  heard, n_care;
} Parts;

static Parts parts_of(const Work *w, int need, int before)
{
    Parts p = { 0 };
    for (int k = w->need_from[need]; k < w->need_from[need + 1]; k++) {
        int h = w->need_to[k], heard = w->heard[h] - (w->heard_at[h] >= before);
        p.plain += (Wide)w->rule->den * part(heard);
        p.care += (Wide)(w->weight[h] - w->rule->den) * part(heard);
        p.heard += heard > 0;
        p.n_care += w->weight[h] > w->rule->den;
    }
    return p;
}

static void put_shares(Arena *a, const Work *w, VoicesPlace *p)
{
    int counts[VOICES_DIVISORS + 1] = { 0 }; /* 1/1 .. 1/40, and nothing */
    for (int k = w->need_from[p->need]; k < w->need_from[p->need + 1]; k++) {
        int heard = w->heard[w->need_to[k]];
        counts[heard < VOICES_DIVISORS ? heard : VOICES_DIVISORS]++;
    }
    for (int i = 0; i <= VOICES_DIVISORS; i++)
        p->n_shares += counts[i] > 0;
    p->shares = NEW_N(a, VoicesShare, p->n_shares);
    for (int i = 0, at = 0; i <= VOICES_DIVISORS; i++)
        if (counts[i] > 0)
            p->shares[at++] = (VoicesShare){ i < VOICES_DIVISORS ? i + 1 : 0, counts[i] };
}

static VoicesWhy why_above(const VoicesAbove *v)
{
    if (v->margin == 0)
        return v->households > 0 ? VOICES_EVEN_HOUSEHOLDS : v->days > 0 ? VOICES_EVEN_LONGER : VOICES_EVEN;
    if (v->by_households >= v->by_care && v->by_households >= v->by_waiting)
        return v->households > 0 ? VOICES_MORE_HOUSEHOLDS : VOICES_LESS_HEARD;
    return v->by_care >= v->by_waiting ? VOICES_CARE : VOICES_LONGER;
}

/* Why place `at` stands above the need that is about to be placed after it. */
static void compare_with_next(const Work *w, VoicesPlace *upper, int at, int next)
{
    Parts        lower = parts_of(w, next, at);
    VoicesAbove *v = &upper->above;
    i64          den = w->rule->den, waits = w->waiting[upper->need];
    Wide         plain = upper->plain / den, care = upper->for_care / den; /* back to parts without waiting: exact */
    v->by_households = (plain - lower.plain) * (den + waits);
    v->by_care = (care - lower.care) * (den + waits);
    v->by_waiting = (lower.plain + lower.care) * (waits - w->waiting[next]);
    v->margin = v->by_households + v->by_care + v->by_waiting;
    v->households = upper->households - households_of(w, next);
    v->care = upper->care - lower.n_care;
    v->days = w->needs[upper->need].days - w->needs[next].days;
    v->heard = lower.heard;
    v->why = why_above(v);
}

/* The households of a need were heard once more: what else they raised counts less. */
static void hear(Work *w, int need, int at)
{
    w->is_placed[need] = true;
    for (int k = w->need_from[need]; k < w->need_from[need + 1]; k++) {
        int  h = w->need_to[k];
        i64  less = part(w->heard[h]) - part(w->heard[h] + 1);
        Wide lost = (Wide)w->weight[h] * less;
        w->heard[h]++;
        w->heard_at[h] = at;
        for (int i = w->home_from[h]; i < w->home_from[h + 1] && less > 0; i++)
            if (!w->is_placed[w->home_to[i]])
                w->voices[w->home_to[i]] -= lost;
    }
}

static void place_all(Arena *a, Work *w, Voices *ret)
{
    size_t n = w->n_needs;
    i64    den = w->rule->den;
    Key   *heap = NEW_N(a, Key, n);
    for (size_t i = 0; i < n; i++)
        heap[i] = (Key){ sum_of(w, (int)i), (int)i };
    for (size_t i = n / 2; i-- > 0;)
        sink(w, heap, n, i);
    while (n > 0) {
        int          need = take_largest(w, heap, &n), at = (int)ret->n;
        VoicesPlace *p = &ret->places[ret->n++];
        Parts        parts = parts_of(w, need, INT32_MAX);
        if (at > 0)
            compare_with_next(w, p - 1, at - 1, need);
        p->need = need;
        p->households = households_of(w, need);
        p->care = parts.n_care;
        p->plain = parts.plain * den;
        p->for_care = parts.care * den;
        p->for_waiting = (parts.plain + parts.care) * w->waiting[need];
        p->sum = p->plain + p->for_care + p->for_waiting;
        BUG_ON(p->sum != sum_of(w, need)); /* the same sum by its parts */
        put_shares(a, w, p);
        hear(w, need, at);
    }
}

VoicesFault voices_rank(Arena *a, const VoicesRule *rule, const VoicesNeed *needs, size_t n_needs,
                        const u8 *traits, size_t n_households, const VoicesSupport *supports, size_t n_supports,
                        Voices *ret, size_t *ret_at)
{
    *ret = (Voices){ 0 };
    *ret_at = 0;
    if (n_needs > VOICES_MOST_NEEDS || n_households > VOICES_MOST_HOUSEHOLDS || n_supports > VOICES_MOST_SUPPORTS)
        return VOICES_TOO_MANY;
    if (!is_rule(rule))
        return VOICES_BAD_RULE;
    VoicesFault fault = check_needs(a, needs, n_needs, ret_at);
    if (fault == VOICES_OK)
        fault = check_supports(supports, n_supports, n_needs, n_households, ret_at);
    if (fault != VOICES_OK)
        return fault;
    Work w = { .rule = rule, .needs = needs, .n_needs = n_needs, .n_households = n_households };
    index_supports(a, &w, supports, n_supports);
    weigh(a, &w, traits);
    ret->places = NEW_N(a, VoicesPlace, n_needs);
    ret->under = (Wide)PARTS * rule->den * rule->den;
    place_all(a, &w, ret);
    return VOICES_OK;
}

Str voices_text(Arena *a, VoicesSum over, VoicesSum under, int decimals)
{
    BUG_ON(under <= 0 || decimals < 0 || decimals > 6); /* a denominator of this engine, and a constant */
    Wide scale = 1, rest = over < 0 ? -over : over;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    Wide whole = rest / under * scale + (2 * (rest % under) * scale + under) / (2 * under);

    char text[64], *p = text + sizeof text;
    bool is_zero = whole == 0;
    for (int digit = 0; whole > 0 || digit <= decimals; digit++, whole /= 10) {
        if (digit == decimals && decimals > 0)
            *--p = '.';
        *--p = (char)('0' + (int)(whole % 10));
    }
    if (over < 0 && !is_zero)
        *--p = '-';
    return str_copy(a, (Str){ p, (size_t)(text + sizeof text - p) });
}
