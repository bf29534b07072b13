/* eigen: see eigen.h. */
#include "engine/opinion/eigen.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { WIDTH = EIGEN_TOP, BLOCKS = EIGEN_MOST_SMALL / WIDTH, KEPT = 3, MOST_RESTARTS = 500, MOST_TURNS = 60 };

/* ---- the small one ---- */

/* One reflection H = 1 - 2 v v' / v'v that takes column k of t below the diagonal to one entry: t = H t H, q = q H. */
static void reflect(double *t, double *q, size_t n, size_t k)
{
    double v[EIGEN_MOST_SMALL], p[EIGEN_MOST_SMALL], norm = 0, size = 0, dot = 0;
    for (size_t i = k + 1; i < n; i++)
        norm += t[i * n + k] * t[i * n + k];
    for (size_t i = k + 2; i < n; i++)
        size = fmax(size, fabs(t[i * n + k]));
    if (size == 0)
        return; /* nothing below the second diagonal */
    norm = sqrt(norm);
    for (size_t i = k + 1; i < n; i++)
        v[i] = t[i * n + k];
    v[k + 1] += v[k + 1] < 0 ? -norm : norm;
    for (size_t i = k + 1; i < n; i++)
        dot += v[i] * v[i];
    if (dot < DBL_MIN)
        return;
    for (size_t i = k; i < n; i++) { /* p = 2 t v / v'v */
        p[i] = 0;
        for (size_t j = k + 1; j < n; j++)
            p[i] += t[i * n + j] * v[j];
        p[i] *= 2 / dot;
    }
    double across = 0; /* p'v / v'v */
    for (size_t i = k + 1; i < n; i++)
        across += p[i] * v[i] / dot;
    for (size_t i = k + 1; i < n; i++)
        p[i] -= across * v[i];
    for (size_t i = k + 1; i < n; i++)
        for (size_t j = k + 1; j < n; j++)
            t[i * n + j] -= v[i] * p[j] + p[i] * v[j];
    t[(k + 1) * n + k] = t[k * n + k + 1] = v[k + 1] < 0 ? norm : -norm;
    for (size_t i = 0; i < n; i++) {
        double along = 0;
        for (size_t j = k + 1; j < n; j++)
            along += q[i * n + j] * v[j];
        along *= 2 / dot;
        for (size_t j = k + 1; j < n; j++)
            q[i * n + j] -= along * v[j];
    }
}

/* One QL step with an implicit shift on rows low..high of the matrix with diagonal d and e[i] between i and i + 1. */
static void ql_step(double *d, double *e, double *q, size_t n, size_t low, size_t high)
{
    double half = (d[low + 1] - d[low]) / (2 * e[low]), root = hypot(half, 1);
    double x = d[high] - d[low] + e[low] / (half + copysign(root, half)); /* minus the shift */
    double sine = 1, cosine = 1, p = 0;
    for (size_t i = high; i-- > low;) {
        double f = sine * e[i], b = cosine * e[i], r = hypot(f, x);
        if (i + 1 < high)
            e[i + 1] = r;
        if (r == 0) { /* it came apart here */
            d[i + 1] -= p;
            e[high < n - 1 ? high : n - 1] = 0;
            return;
        }
        sine = f / r;
        cosine = x / r;
        x = d[i + 1] - p;
        r = (d[i] - x) * sine + 2 * cosine * b;
        p = sine * r;
        d[i + 1] = x + p;
        x = cosine * r - b;
        for (size_t k = 0; k < n; k++) {
            double *at = q + k * n + i, first = at[0];
            at[0] = cosine * first - sine * at[1];
            at[1] = sine * first + cosine * at[1];
        }
    }
    d[low] -= p;
    e[low] = x;
}

static void sort_down(double *d, double *q, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        size_t best = i;
        for (size_t j = i + 1; j < n; j++)
            if (d[j] > d[best])
                best = j;
        if (best == i)
            continue;
        double kept = d[i];
        d[i] = d[best];
        d[best] = kept;
        for (size_t k = 0; k < n; k++) {
            kept = q[k * n + i];
            q[k * n + i] = q[k * n + best];
            q[k * n + best] = kept;
        }
    }
}

void eigen_small(double *t, size_t n, double *ret_values, double *ret_vectors)
{
    double *d = ret_values, *q = ret_vectors, e[EIGEN_MOST_SMALL + 1] = { 0 }, size = 0;
    BUG_ON(n > EIGEN_MOST_SMALL); /* blocks times their width, whatever the matrix */
    memset(q, 0, n * n * sizeof *q);
    for (size_t i = 0; i < n; i++)
        q[i * n + i] = 1;
    for (size_t k = 0; k + 2 < n; k++)
        reflect(t, q, n, k);
    for (size_t i = 0; i < n; i++) {
        d[i] = t[i * n + i];
        e[i] = i + 1 < n ? t[(i + 1) * n + i] : 0;
        size = fmax(size, fabs(d[i]) + fabs(e[i]));
    }
    for (size_t low = 0; low < n; low++) {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            size_t high = low;
            while (high + 1 < n && fabs(e[high]) > DBL_EPSILON * (fabs(d[high]) + fabs(d[high + 1])) &&
                   fabs(e[high]) > DBL_MIN * 1e20 + DBL_EPSILON * 1e-3 * size)
                high++;
            if (high == low)
                break;
            ql_step(d, e, q, n, low, high);
            if (high + 1 < n)
                e[high] = 0;
        }
    }
    sort_down(d, q, n);
}

/* ---- the large one ---- */

typedef struct Krylov {
    const EigenMatrix *m;
    size_t             n, blocks;    /* blocks in use */
    Real4             *v[BLOCKS + 1]; /* the basis, a block of four vectors each; one more for the block to come */
    Real4             *w[BLOCKS];    /* A times it */
    double             t[EIGEN_MOST_SMALL][EIGEN_MOST_SMALL]; /* v'w */
    double             values[EIGEN_MOST_SMALL], y[EIGEN_MOST_SMALL * EIGEN_MOST_SMALL];
} Krylov;

/* ret[c] = a'b as 4 x 4: row c for a's vector c. */
static void inner(const Real4 *a, const Real4 *b, size_t n, Real4 ret[WIDTH])
{
    Real4 r0 = { 0 }, r1 = { 0 }, r2 = { 0 }, r3 = { 0 };
    for (size_t i = 0; i < n; i++) {
        r0 += a[i][0] * b[i];
        r1 += a[i][1] * b[i];
        r2 += a[i][2] * b[i];
        r3 += a[i][3] * b[i];
    }
    ret[0] = r0;
    ret[1] = r1;
    ret[2] = r2;
    ret[3] = r3;
}

/* z -= a h */
static void take_away(Real4 *z, const Real4 *a, const Real4 h[WIDTH], size_t n)
{
    Real4 h0 = h[0], h1 = h[1], h2 = h[2], h3 = h[3];
    for (size_t i = 0; i < n; i++)
        z[i] -= a[i][0] * h0 + a[i][1] * h1 + a[i][2] * h2 + a[i][3] * h3;
}

static double length(const Real4 *z, size_t n, int c)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += z[i][c] * z[i][c];
    return sqrt(sum);
}

/* Vector c of z orthogonal to those before it, and of length 1; all 0 where it is shorter than `least`. */
static void normalize(Real4 *z, size_t n, int c, double least)
{
    for (int b = 0; b < c; b++) {
        double dot = 0;
        for (size_t i = 0; i < n; i++)
            dot += z[i][b] * z[i][c];
        for (size_t i = 0; i < n; i++)
            z[i][c] -= dot * z[i][b];
    }
    double norm = length(z, n, c);
    for (size_t i = 0; i < n; i++)
        z[i][c] = norm > least ? z[i][c] / norm : 0;
}

/* Makes z orthogonal to the basis and within, and its vectors of length 1, those that depend on others 0. Twice: the
 * second time mends what rounding left of the first. False when nothing is left. */
static bool orthogonalize(Krylov *k, Real4 *z, double least)
{
    Real4 h[WIDTH];
    bool  any = false;
    for (int time = 0; time < 2; time++) {
        for (size_t b = 0; b < k->blocks; b++) {
            inner(k->v[b], z, k->n, h);
            take_away(z, k->v[b], h, k->n);
        }
        for (int c = 0; c < WIDTH; c++)
            normalize(z, k->n, c, time == 0 ? least : 0.5);
    }
    for (int c = 0; c < WIDTH; c++)
        any |= length(z, k->n, c) > 0;
    return any;
}

/* Even numbers in (-1, 1) from a fixed recipe: a start that is orthogonal to an eigenvector only by a miracle. */
static void start(Real4 *z, size_t n)
{
    u64 x = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < n; i++) {
        for (int c = 0; c < WIDTH; c++) {
            x ^= x >> 12;
            x ^= x << 25;
            x ^= x >> 27;
            z[i][c] = (double)(i64)(x * UINT64_C(0x2545f4914f6cdd1d)) * 0x1p-63;
        }
    }
}

/* Takes the block that is to come into the basis: its product and its place in t. */
static void extend(Krylov *k)
{
    size_t b = k->blocks++;
    k->m->multiply(k->m->arg, k->v[b], k->w[b]);
    for (size_t i = 0; i < k->blocks; i++) {
        Real4 h[WIDTH];
        inner(k->v[i], k->w[b], k->n, h);
        for (size_t r = 0; r < WIDTH; r++)
            for (size_t c = 0; c < WIDTH; c++)
                k->t[i * WIDTH + r][b * WIDTH + c] = k->t[b * WIDTH + c][i * WIDTH + r] = h[r][c];
    }
}

/* Eigenvalues and vectors of t. */
static void ritz(Krylov *k)
{
    double t[EIGEN_MOST_SMALL * EIGEN_MOST_SMALL];
    size_t m = k->blocks * WIDTH;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            t[i * m + j] = (k->t[i][j] + k->t[j][i]) / 2;
    eigen_small(t, m, k->values, k->y);
}

/* ret = the basis in `from` times vectors 4 * first .. 4 * first + 3 of y. */
static void combine(const Krylov *k, Real4 *const *from, size_t first, Real4 *ret)
{
    size_t m = k->blocks * WIDTH;
    memset(ret, 0, k->n * sizeof *ret);
    for (size_t b = 0; b < k->blocks; b++) {
        Real4 h[WIDTH];
        for (size_t r = 0; r < WIDTH; r++)
            for (size_t c = 0; c < WIDTH; c++)
                h[r][c] = -k->y[(b * WIDTH + r) * m + first * WIDTH + c];
        take_away(ret, from[b], h, k->n);
    }
}

/* Do the first four stand? ret_vectors becomes them. */
static bool stands(const Krylov *k, Real4 *ret_vectors, Real4 *scratch)
{
    static const double most[WIDTH] = { 1e-13, 1e-13, 1e-9, 1e-9 };
    Real4               value = { k->values[0], k->values[1], k->values[2], k->values[3] };
    combine(k, k->v, 0, ret_vectors);
    combine(k, k->w, 0, scratch);
    for (size_t i = 0; i < k->n; i++)
        scratch[i] -= value * ret_vectors[i];
    for (int c = 0; c < WIDTH; c++)
        if (length(scratch, k->n, c) > most[c] * k->values[0])
            return false;
    return true;
}

/* Keeps the best vectors only, and what comes next. */
static void restart(Arena *a, Krylov *k)
{
    Real4 *v[KEPT], *w[KEPT], *next = k->v[k->blocks];
    for (size_t b = 0; b < KEPT; b++) {
        v[b] = NEW_N(a, Real4, k->n);
        w[b] = NEW_N(a, Real4, k->n);
        combine(k, k->v, b, v[b]);
        combine(k, k->w, b, w[b]);
    }
    for (size_t b = 0; b < KEPT; b++) {
        memcpy(k->v[b], v[b], k->n * sizeof **v);
        memcpy(k->w[b], w[b], k->n * sizeof **w);
    }
    k->v[k->blocks] = k->v[KEPT];
    k->v[KEPT] = next;
    k->blocks = KEPT;
    memset(k->t, 0, sizeof k->t);
    for (size_t i = 0; i < KEPT * WIDTH; i++)
        k->t[i][i] = k->values[i];
}

/* Length 1, the entry of largest size positive; 0 where there is nothing. */
static void settle(double values[EIGEN_TOP], Real4 *z, size_t n)
{
    for (int c = 0; c < EIGEN_TOP; c++) {
        double norm = length(z, n, c);
        if (values[c] <= 1e-12 * values[0] || norm < 0.5)
            values[c] = norm = 0;
        size_t largest = 0;
        for (size_t i = 1; i < n; i++)
            if (fabs(z[i][c]) > fabs(z[largest][c]))
                largest = i;
        if (n > 0 && z[largest][c] < 0)
            norm = -norm;
        for (size_t i = 0; i < n; i++)
            z[i][c] = norm == 0 ? 0 : z[i][c] / norm;
    }
}

void eigen_top(Arena *a, const EigenMatrix *m, double ret_values[EIGEN_TOP], Real4 *ret_vectors)
{
    ArenaMark *mark = arena_mark(a);
    Krylov    *k = NEW(a, Krylov);
    k->m = m;
    k->n = m->n;
    for (size_t b = 0; b <= BLOCKS; b++)
        k->v[b] = NEW_N(a, Real4, m->n);
    for (size_t b = 0; b < BLOCKS; b++)
        k->w[b] = NEW_N(a, Real4, m->n);
    Real4 *scratch = NEW_N(a, Real4, m->n);
    start(scratch, m->n);
    m->multiply(m->arg, scratch, k->v[0]); /* so that what is 0 in A stays 0 */
    bool more = orthogonalize(k, k->v[0], 1e-14 * length(k->v[0], m->n, 0));
    for (int round = 0; more;) {
        extend(k);
        Real4 *next = k->v[k->blocks];
        memcpy(next, k->w[k->blocks - 1], m->n * sizeof *next);
        more = orthogonalize(k, next, 1e-14 * fmax(k->values[0], length(next, m->n, 0)));
        if (more && k->blocks < BLOCKS)
            continue;
        ritz(k);
        more = !stands(k, ret_vectors, scratch) && more && ++round < MOST_RESTARTS;
        if (more) {
            ArenaMark *here = arena_mark(a);
            restart(a, k);
            arena_rewind(a, here);
        }
    }
    for (int c = 0; c < EIGEN_TOP; c++)
        ret_values[c] = k->values[c] > 0 ? k->values[c] : 0;
    settle(ret_values, ret_vectors, m->n);
    arena_rewind(a, mark);
}
