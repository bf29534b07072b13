/* opinion_group: groups of who stands near each other on an opinion map (opinion.h). */
#include "engine/opinion/opinion.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/parallel.h"

enum { PIECE = 4096, MANY_PIECES = 16, BASE_ROUNDS = 100, SPLIT_ROUNDS = 20, BASE_OF_A_GROUP = 12 };
static const double SAME = 1e-9, STILL = 0.01;

/* Distances are compared as computed only where they differ by more than rounding can make. */
static const double SLACK = 1e-6;

/* One sum of a piece of the points. */
typedef struct Sum {
    double weight, x, y;
} Sum;

typedef struct Kmeans {
    size_t        n;
    const Place2 *points;
    const double *weights; /* NULL: 1 each */
    int           k;
    Place2        center[OPINION_BASE];
    u8            order[OPINION_BASE], at[OPINION_BASE]; /* centres by x, and where each stands in that order */
    Place2        sorted[OPINION_BASE];
    double        half[OPINION_BASE]; /* of the distance to the nearest other centre */
    u8           *label;
    double       *second;  /* no centre but the nearest is closer than this */
    double        shrink;  /* by how much all of `second` are too large: the longest move of a centre */
    bool          is_first; /* nothing is known yet */
    Sum         (*sums)[OPINION_BASE]; /* by piece */
} Kmeans;

static bool is_apart(Place2 a, Place2 b)
{
    return fabs(a.x - b.x) >= SAME || fabs(a.y - b.y) >= SAME;
}

static double square(Place2 a, Place2 b)
{
    double x = a.x - b.x, y = a.y - b.y;
    return x * x + y * y;
}

/* The first k distinct points. */
static void first_centers(Kmeans *m, int k)
{
    for (size_t i = 0; i < m->n && m->k < k; i++) {
        bool is_new = true;
        for (int c = 0; c < m->k && is_new; c++)
            is_new = is_apart(m->points[i], m->center[c]);
        if (is_new)
            m->center[m->k++] = m->points[i];
    }
}

/* What is known of the centres before a round: their order by x, and how far each is from the others. */
static void order_centers(Kmeans *m)
{
    for (int i = 0; i < m->k; i++) {
        int at = i;
        for (; at > 0 && m->center[m->order[at - 1]].x > m->center[i].x; at--)
            m->order[at] = m->order[at - 1];
        m->order[at] = (u8)i;
    }
    for (int i = 0; i < m->k; i++) {
        m->sorted[i] = m->center[m->order[i]];
        m->at[m->order[i]] = (u8)i;
    }
    for (int i = 0; i < m->k; i++) {
        double least = DBL_MAX;
        for (int c = 0; c < m->k; c++) {
            double d = square(m->center[i], m->center[c]);
            least = c != i && d < least ? d : least;
        }
        m->half[i] = least < DBL_MAX ? sqrt(least) / 2 : DBL_MAX;
    }
}

/* What is nearest so far. */
typedef struct Near {
    double best, next;
    int    label;
} Near;

static inline void look_at(const Kmeans *m, Place2 at, int sorted, Near *near)
{
    double d = square(at, m->sorted[sorted]);
    int    c = m->order[sorted];
    if (d < near->best || (d == near->best && c < near->label)) {
        near->next = near->best;
        near->best = d;
        near->label = c;
    } else if (d < near->next) {
        near->next = d;
    }
}

/* The nearest centre of point i, of equal ones the first, and how far the next one is: from its last centre to both
 * sides by x, until x alone is farther than the next one. */
static void nearest(Kmeans *m, size_t i)
{
    Place2 at = m->points[i];
    int    start = m->at[m->label[i]];
    Near   near = { square(at, m->sorted[start]), DBL_MAX, m->label[i] };
    for (int c = start - 1; c >= 0; c--) {
        double x = at.x - m->sorted[c].x;
        if (x > 0 && x * x > near.next)
            break;
        look_at(m, at, c, &near);
    }
    for (int c = start + 1; c < m->k; c++) {
        double x = m->sorted[c].x - at.x;
        if (x > 0 && x * x > near.next)
            break;
        look_at(m, at, c, &near);
    }
    m->label[i] = (u8)near.label;
    m->second[i] = near.next < DBL_MAX ? sqrt(near.next) : DBL_MAX;
}

/* A piece's labels and sums. A point stays whose own centre is closer than any other can have come, or than half the
 * way from it to the nearest other one (G. Hamerly, "Making k-means even faster", SDM 2010): the labels are those
 * that comparing with every centre gives. */
static void assign_piece(void *arg, size_t piece)
{
    Kmeans *m = arg;
    Sum    *sums = m->sums[piece];
    memset(sums, 0, sizeof *m->sums);
    for (size_t i = piece * PIECE; i < m->n && i < (piece + 1) * PIECE; i++) {
        Place2 at = m->points[i];
        if (!m->is_first)
            m->second[i] -= m->shrink;
        double half = m->half[m->label[i]], room = (m->second[i] > half ? m->second[i] : half) - SLACK;
        if (m->is_first || room <= 0 || square(at, m->center[m->label[i]]) >= room * room)
            nearest(m, i);
        double weight = m->weights != NULL ? m->weights[i] : 1;
        Sum   *s = &sums[m->label[i]];
        s->weight += weight;
        s->x += weight * at.x;
        s->y += weight * at.y;
    }
}

/* New centres; false when all stood still. Empty ones are dropped and the labels follow. */
static bool move_centers(Kmeans *m, size_t pieces)
{
    u8   to[OPINION_BASE] = { 0 };
    int  k = 0;
    bool moved = false;
    m->shrink = 0;
    for (int c = 0; c < m->k; c++) {
        Sum s = { 0 };
        for (size_t i = 0; i < pieces; i++) {
            s.weight += m->sums[i][c].weight;
            s.x += m->sums[i][c].x;
            s.y += m->sums[i][c].y;
        }
        if (s.weight <= 0)
            continue;
        Place2 next = { s.x / s.weight, s.y / s.weight };
        double move = sqrt(square(next, m->center[c]));
        moved |= move >= STILL;
        m->shrink = fmax(m->shrink, move * (1 + SLACK));
        to[c] = (u8)k;
        m->center[k++] = next;
    }
    for (size_t i = 0; k < m->k && i < m->n; i++)
        m->label[i] = to[m->label[i]];
    moved |= k < m->k;
    m->k = k;
    return moved;
}

/* K(points, weights, k, rounds). */
static void kmeans(Arena *a, Kmeans *m, int k, int rounds)
{
    size_t pieces = (m->n + PIECE - 1) / PIECE;
    m->second = NEW_N(a, double, m->n);
    m->sums = (Sum(*)[OPINION_BASE])NEW_N(a, Sum, pieces * OPINION_BASE);
    memset(m->label, 0, m->n);
    first_centers(m, k);
    m->is_first = true;
    for (int round = 0; round <= rounds; round++) {
        order_centers(m);
        if (pieces >= MANY_PIECES) /* a round of fewer is over before a thread has begun */
            parallel_run(pieces, assign_piece, m);
        for (size_t i = 0; pieces < MANY_PIECES && i < pieces; i++)
            assign_piece(m, i);
        m->is_first = false;
        if (!move_centers(m, pieces))
            break;
    }
}

/* ---- silhouette ---- */

static double silhouette(const Kmeans *m, const double *distance)
{
    double all = 0;
    for (size_t i = 0; i < m->n; i++) {
        double sum[OPINION_MOST_K] = { 0 }, near = DBL_MAX;
        int    count[OPINION_MOST_K] = { 0 }, own = m->label[i];
        for (size_t j = 0; j < m->n; j++) {
            sum[m->label[j]] += distance[i * m->n + j];
            count[m->label[j]]++;
        }
        for (int g = 0; g < m->k; g++)
            if (g != own && count[g] > 0)
                near = fmin(near, sum[g] / count[g]);
        if (count[own] < 2 || near == DBL_MAX)
            continue;
        double within = sum[own] / (count[own] - 1), most = fmax(within, near);
        if (most > 0)
            all += (near - within) / most;
    }
    return all / (double)m->n;
}

/* ---- groups ---- */

/* Numbers the groups by size; of equal ones the one that begins first. */
static void number(OpinionSplit *s, Kmeans *m, const Kmeans *base)
{
    u32    size[OPINION_MOST_K] = { 0 };
    size_t begins[OPINION_MOST_K];
    u8     to[OPINION_MOST_K];
    for (size_t i = base->n; i-- > 0;) {
        int g = m->label[base->label[i]];
        size[g]++;
        begins[g] = i;
    }
    s->n = m->k;
    for (int g = 0; g < m->k; g++) {
        int before = 0;
        for (int h = 0; h < m->k; h++)
            before += size[h] > size[g] || (size[h] == size[g] && begins[h] < begins[g]);
        to[g] = (u8)before;
        s->sizes[before] = size[g];
    }
    for (size_t i = 0; i < m->n; i++)
        s->label[i] = to[m->label[i]];
}

static void split(Arena *a, OpinionSplit *s, int k, const Kmeans *base, const double *weights, const double *distance)
{
    u8     label[OPINION_BASE];
    Kmeans m = { .n = (size_t)base->k, .points = base->center, .weights = weights, .label = label };
    kmeans(a, &m, k, SPLIT_ROUNDS);
    s->k = k;
    s->silhouette = silhouette(&m, distance);
    s->inertia = 0;
    for (size_t i = 0; i < base->n; i++)
        s->inertia += square(base->points[i], m.center[label[base->label[i]]]);
    number(s, &m, base);
}

/* Distances between base centres. */
static double *distances(Arena *a, const Kmeans *base)
{
    size_t  n = (size_t)base->k;
    double *d = NEW_N(a, double, n * n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            d[i * n + j] = d[j * n + i] = sqrt(square(base->center[i], base->center[j]));
    return d;
}

static void splits(Arena *a, OpinionGroups *g, const Kmeans *base)
{
    double  weights[OPINION_BASE] = { 0 };
    double *distance = distances(a, base);
    int     most = 2 + base->k / BASE_OF_A_GROUP;
    for (size_t i = 0; i < base->n; i++)
        weights[base->label[i]]++;
    most = most > OPINION_MOST_K ? OPINION_MOST_K : most;
    for (int k = 2; k <= most; k++) {
        split(a, &g->split[k - 2], k, base, weights, distance);
        if (g->split[k - 2].silhouette > g->split[g->best].silhouette)
            g->best = k - 2;
    }
    g->n_base = base->k;
    g->n_splits = most - 1;
}

OpinionGroups *opinion_groups(Arena *a, const OpinionPlaces *p)
{
    OpinionGroups *g = NEW(a, OpinionGroups);
    g->label = NEW_N(a, int, p->n_in);
    ArenaMark *mark = arena_mark(a);
    Place2    *points = NEW_N(a, Place2, p->n_in);
    Kmeans     base = { .n = p->n_in, .points = points, .label = NEW_N(a, u8, p->n_in) };
    for (size_t i = 0; i < p->n_in; i++)
        points[i] = p->xy[p->in[i]];
    kmeans(a, &base, OPINION_BASE, BASE_ROUNDS);
    if (base.k >= 2)
        splits(a, g, &base);
    for (size_t i = 0; i < p->n_in && base.k >= 2; i++)
        g->label[i] = g->split[g->best].label[base.label[i]];
    arena_rewind(a, mark);
    return g->n_base >= 2 ? g : NULL;
}
