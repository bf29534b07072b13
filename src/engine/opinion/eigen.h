/* eigen: the largest eigenvalues and eigenvectors of a symmetric matrix that is never negative (x'Ax >= 0), such as a
 * covariance. Pure; double, in a fixed order of operations: the same matrix gives the same bits.
 *
 * The large one by block Lanczos with restarts that keep the best (a Krylov space of blocks of four, Rayleigh-Ritz on
 * it; G. H. Golub and R. Underwood 1977; K. Wu and H. Simon, SIAM J. Matrix Anal. Appl. 22 (2000)). All of the basis
 * is kept orthogonal, twice over. Four vectors at once find an eigenvalue that occurs up to four times. The start is
 * fixed. The small one, which the large one comes to, by Householder's reflections to three diagonals and QL with
 * implicit shifts (A. Dubrulle, R. S. Martin and J. H. Wilkinson, Numer. Math. 12 (1968)). */
#pragma once
#include "base/arena.h"

enum { EIGEN_TOP = 4, EIGEN_MOST_SMALL = 40 };

/* A row of four numbers. Aligned to 16 as the arena gives it. */
typedef double Real4 __attribute__((vector_size(32), aligned(16)));

typedef struct EigenMatrix {
    size_t n;
    void (*multiply)(const void *arg, const Real4 *x, Real4 *ret_y); /* y = A x for four vectors at once: n rows */
    const void *arg;
} EigenMatrix;

/* The four largest, largest first, and vector i in place i of each row of ret_vectors[n]. A vector has length 1 and
 * its entry of largest size (of equal ones: the first) is positive. The first two stand to a residual of 1e-13 of the
 * largest eigenvalue (an error of that, divided by the distance to the next eigenvalue), the others to 1e-9 of it. An
 * eigenvalue below 1e-12 of the largest counts as 0 and its vector is all 0, as are those that an n below four lacks:
 * where nothing varies there is no direction. Equal eigenvalues: some orthogonal vectors of their space, always the
 * same. All entries of A finite, else what comes out is not. O(steps (n * n or what multiply takes, + 40 n)); a few
 * dozen steps. */
void eigen_top(Arena *a, const EigenMatrix *m, double ret_values[EIGEN_TOP], Real4 *ret_vectors);

/* All eigenvalues of the symmetric t[n][n] (n <= EIGEN_MOST_SMALL), largest first, and in ret_vectors[i * n + k]
 * entry i of vector k. t is used up. O(n^3). */
void eigen_small(double *t, size_t n, double *ret_values, double *ret_vectors);
