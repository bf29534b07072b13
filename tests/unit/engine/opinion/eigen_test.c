/* The largest eigenvalues of matrices whose spectrum is known, alone, in clusters and several times over. */
#include "support/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "engine/opinion/eigen.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

typedef struct Dense {
    size_t  n;
    double *v;
} Dense;

static void multiply(const void *arg, const Real4 *x, Real4 *ret_y)
{
    const Dense *d = arg;
    for (size_t i = 0; i < d->n; i++) {
        Real4 y = { 0 };
        for (size_t j = 0; j < d->n; j++)
            y += d->v[i * d->n + j] * x[j];
        ret_y[i] = y;
    }
}

static double any(void)
{
    return (double)dice_between(-1000000, 1000000) / 1000000;
}

/* Q diag(values) Q', Q a product of reflections. */
static Dense with_values(Arena *a, const double *values, size_t n)
{
    Dense   d = { n, NEW_N(a, double, n * n) };
    double *u = NEW_N(a, double, n);
    for (size_t i = 0; i < n; i++)
        d.v[i * n + i] = values[i];
    for (int time = 0; time < 6; time++) {
        double norm = 0;
        for (size_t i = 0; i < n; i++) {
            u[i] = any() + 1e-3;
            norm += u[i] * u[i];
        }
        for (int side = 0; side < 2; side++) {
            for (size_t r = 0; r < n; r++) {
                double dot = 0;
                for (size_t k = 0; k < n; k++)
                    dot += u[k] * d.v[side ? r * n + k : k * n + r];
                for (size_t k = 0; k < n; k++)
                    d.v[side ? r * n + k : k * n + r] -= 2 * dot / norm * u[k];
            }
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            d.v[i * n + j] = d.v[j * n + i] = (d.v[i * n + j] + d.v[j * n + i]) / 2;
    return d;
}

/* Values as they should be, vectors of length 1, orthogonal and eigenvectors. */
static void check(Arena *a, const Dense *d, const double *values)
{
    double      got[EIGEN_TOP];
    Real4      *v = NEW_N(a, Real4, d->n), *w = NEW_N(a, Real4, d->n);
    EigenMatrix m = { d->n, multiply, d };
    eigen_top(a, &m, got, v);
    multiply(d, v, w);
    for (int c = 0; c < EIGEN_TOP; c++) {
        double expected = (size_t)c < d->n ? values[c] : 0, residual = 0;
        assert_true(fabs(got[c] - expected) <= 1e-9 * values[0]);
        for (int b = 0; b <= c; b++) {
            double dot = 0;
            for (size_t i = 0; i < d->n; i++)
                dot += v[i][b] * v[i][c];
            assert_true(fabs(dot - (b == c && got[c] > 0)) < 1e-9);
        }
        for (size_t i = 0; i < d->n; i++)
            residual += (w[i][c] - got[c] * v[i][c]) * (w[i][c] - got[c] * v[i][c]);
        assert_true(sqrt(residual) <= (c < 2 ? 3e-13 : 2e-9) * values[0]);
    }
}

static int downwards(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static void matrices_of_a_known_spectrum(void **s)
{
    dice_throw("matrices_of_a_known_spectrum");
    for (int round = 0; round < 1500; round++) {
        ArenaMark *mark = arena_mark(*s);
        size_t     n = (size_t)(round % 20 == 0 ? dice_between(60, 200) : dice_between(1, 60));
        double    *values = NEW_N(*s, double, n);
        for (size_t i = 0; i < n; i++) {
            values[i] = fabs(any()) * 10;
            if (i > 0 && dice_upto(4) == 0)
                values[i] = values[i - 1]; /* several times over */
            if (dice_upto(5) == 0)
                values[i] = 0;
            if (i > 0 && dice_upto(6) == 0)
                values[i] = values[i - 1] * (1 - 1e-7); /* close */
        }
        qsort(values, n, sizeof *values, downwards);
        for (size_t i = 4; i < n; i++) /* at most four times, which is promised */
            if (values[i] == values[i - 4])
                values[i] *= 0.5;
        qsort(values, n, sizeof *values, downwards);
        Dense d = with_values(*s, values, n);
        check(*s, &d, values);
        arena_rewind(*s, mark);
    }
}

/* A chain: 2 - 2 cos(k pi / (n + 1)), crowded at the upper end. */
static void a_chain_has_its_crowded_eigenvalues(void **s)
{
    enum { N = 300 };
    Dense  d = { N, NEW_N(*s, double, N * N) };
    double values[N];
    for (size_t i = 0; i < N; i++) {
        values[i] = 2 - 2 * cos((double)(N - i) * M_PI / (N + 1));
        d.v[i * N + i] = 2;
        if (i > 0)
            d.v[i * N + i - 1] = d.v[(i - 1) * N + i] = -1;
    }
    check(*s, &d, values);
}

static void nothing_has_no_direction(void **s)
{
    for (size_t n = 0; n < 50; n++) {
        Dense  d = { n, NEW_N(*s, double, n * n) };
        double values[50] = { 0 };
        check(*s, &d, values);
    }
}

/* What is 0 in the matrix is 0 in its vectors. */
static void what_never_varies_stays_out(void **s)
{
    Dense       d = { 3, NEW_N(*s, double, 9) };
    double      got[EIGEN_TOP];
    Real4       v[3];
    EigenMatrix m = { 3, multiply, &d };
    d.v[0] = d.v[8] = 2;
    d.v[2] = d.v[6] = -1;
    eigen_top(*s, &m, got, v);
    assert_true(fabs(got[0] - 3) < 1e-14 && fabs(got[1] - 1) < 1e-14);
    for (int c = 0; c < 2; c++) {
        assert_true(v[1][c] == 0);
        assert_true(fabs(fabs(v[0][c]) - M_SQRT1_2) < 1e-14);
    }
    assert_true(v[0][0] * v[2][0] < 0 && v[0][1] > 0 && v[2][1] > 0);
}

static void all_eigenvalues_of_small_matrices(void **s)
{
    dice_throw("all_eigenvalues_of_small_matrices");
    for (int round = 0; round < 2000; round++) {
        ArenaMark *mark = arena_mark(*s);
        size_t     n = (size_t)dice_between(1, EIGEN_MOST_SMALL);
        double     t[EIGEN_MOST_SMALL * EIGEN_MOST_SMALL], values[EIGEN_MOST_SMALL], got[EIGEN_MOST_SMALL];
        double     q[EIGEN_MOST_SMALL * EIGEN_MOST_SMALL];
        for (size_t i = 0; i < n; i++)
            values[i] = dice_upto(4) ? any() : i ? values[i - 1] : 0;
        qsort(values, n, sizeof *values, downwards);
        Dense d = with_values(*s, values, n);
        memcpy(t, d.v, n * n * sizeof *t);
        eigen_small(t, n, got, q);
        for (size_t k = 0; k < n; k++) {
            assert_true(fabs(got[k] - values[k]) < 1e-13);
            for (size_t i = 0; i < n; i++) {
                double sum = 0;
                for (size_t j = 0; j < n; j++)
                    sum += d.v[i * n + j] * q[j * n + k];
                assert_true(fabs(sum - got[k] * q[i * n + k]) < 1e-13);
            }
        }
        arena_rewind(*s, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_of_a_known_spectrum),
        cmocka_unit_test(a_chain_has_its_crowded_eigenvalues),
        cmocka_unit_test(nothing_has_no_direction),
        cmocka_unit_test(what_never_varies_stays_out),
        cmocka_unit_test(all_eigenvalues_of_small_matrices),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
