/* opinion_place: where everyone stands on an opinion map (opinion.h): centre, components, places. */
#include "engine/opinion/opinion.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "engine/opinion/eigen.h"
#include "engine/opinion/opinion_inside.h"

enum { PIECE = 4096, SPARSE_PIECES = 8, MANY_VOTES = 100000, LEAST_VOTES = 7 };

/* What a map is made with. */
typedef struct Placing {
    const OpinionMap *m;
    OpinionPlaces    *p;
    double           *off;    /* by vote key (place of the comment x 4 + vote + 1): vote - center, 0 where out */
    Place2           *step;   /* by vote key: what the vote moves its participant, before scaling */
    u32              *active; /* places of comments that are not out */
    size_t            n_active;
    double           *matrix; /* dense: Y'Y over active comments */
    Real4            *part[SPARSE_PIECES]; /* sparse: each piece's sum */
    const Real4      *x;
} Placing;

/* ---- votes in order ---- */

static void copy_rows(void *arg, size_t piece)
{
    Placing          *g = arg;
    const OpinionMap *m = g->m;
    OpinionPlaces    *p = g->p;
    for (size_t i = piece * PIECE; i < p->n_participants && i < (piece + 1) * PIECE; i++) {
        const Voter *v = &m->voters[m->voter_order[i]];
        u32         *votes = p->votes + p->row[i];
        for (u32 k = 0; k < v->n; k++)
            votes[k] = m->rank[v->keys[k] >> 2] << 2 | (v->keys[k] & 3);
    }
}

static void participants(Arena *a, Placing *g)
{
    const OpinionMap *m = g->m;
    OpinionPlaces    *p = g->p;
    p->n_participants = m->voter_ids.n;
    p->n_votes = m->n_votes;
    p->participants = NEW_N(a, i64, p->n_participants);
    p->row = NEW_N(a, size_t, p->n_participants + 1);
    p->votes = NEW_N(a, u32, (size_t)p->n_votes);
    p->in = NEW_N(a, u32, p->n_participants);
    size_t least = p->n_comments < LEAST_VOTES ? p->n_comments : LEAST_VOTES;
    for (size_t i = 0; i < p->n_participants; i++) {
        u32 n = m->voters[m->voter_order[i]].n;
        p->participants[i] = m->voter_ids.v[m->voter_order[i]];
        p->row[i + 1] = p->row[i] + n;
        if (n >= least)
            p->in[p->n_in++] = (u32)i;
    }
    parallel_run((p->n_participants + PIECE - 1) / PIECE, copy_rows, g);
}

static void comments(Arena *a, Placing *g)
{
    const OpinionMap *m = g->m;
    OpinionPlaces    *p = g->p;
    size_t            n = p->n_comments = m->n_voted;
    p->comments = NEW_N(a, i64, n);
    p->is_out = NEW_N(a, bool, n);
    p->is_meta = NEW_N(a, bool, n);
    p->center = NEW_N(a, double, n);
    p->component = NEW_N(a, Place2, n);
    p->extremity = NEW_N(a, double, n);
    p->counts = (u32(*)[OPINION_VOTES])NEW_N(a, u32, n * OPINION_VOTES);
    for (size_t c = 0; c < n; c++) {
        const Said *s = &m->comments[m->order[c]];
        u32         all = s->counts[OPINION_AGREE] + s->counts[OPINION_DISAGREE] + s->counts[OPINION_PASS];
        p->comments[c] = m->comment_ids.v[m->order[c]];
        p->is_out[c] = s->is_out;
        p->is_meta[c] = s->is_meta;
        p->n_out += s->is_out;
        memcpy(p->counts[c], s->counts, sizeof s->counts);
        if (!s->is_out)
            p->center[c] = ((double)s->counts[OPINION_AGREE] - s->counts[OPINION_DISAGREE]) / all;
    }
}

static void deviations(Arena *a, Placing *g)
{
    OpinionPlaces *p = g->p;
    g->off = NEW_N(a, double, 4 * p->n_comments);
    g->step = NEW_N(a, Place2, 4 * p->n_comments);
    g->active = NEW_N(a, u32, p->n_comments);
    for (size_t c = 0; c < p->n_comments; c++) {
        if (p->is_out[c])
            continue;
        g->active[g->n_active++] = (u32)c;
        for (int v = 0; v < 3; v++)
            g->off[4 * c + (size_t)v] = v - 1 - p->center[c];
    }
}

/* ---- components ---- */

/* Y'Y from whole numbers: sum over who voted on both of (vote - center)(vote - center). */
static void dense_build(Arena *a, Placing *g)
{
    const OpinionPlaces *p = g->p;
    size_t               n = g->n_active;
    g->matrix = NEW_N(a, double, n * n);
    for (size_t i = 0; i < n; i++) {
        size_t         hi = g->active[i];
        double         high = p->center[hi];
        const PairSum *sums = g->m->pairs + hi * (hi - (hi > 0)) / 2;
        const u32     *k = p->counts[hi];
        double         sum = (double)k[OPINION_AGREE] - k[OPINION_DISAGREE];
        double         cast = (double)k[OPINION_AGREE] + k[OPINION_DISAGREE];
        g->matrix[i * n + i] = cast - 2 * high * sum + high * high * (cast + k[OPINION_PASS]);
        for (size_t j = 0; j < i; j++) {
            PairSum s = sums[g->active[j]];
            double  low = p->center[g->active[j]];
            g->matrix[i * n + j] = g->matrix[j * n + i] =
                s[PAIR_PRODUCT] - (high * s[PAIR_LOWER] + low * s[PAIR_HIGHER]) + low * high * s[PAIR_BOTH];
        }
    }
}

/* Four rows at a time, so that x is read once for all of them. */
static void dense_multiply(const void *arg, const Real4 *x, Real4 *ret_y)
{
    const Placing *g = arg;
    size_t         n = g->n_active, i = 0;
    for (; i + 4 <= n; i += 4) {
        const double *r = g->matrix + i * n;
        Real4         y0 = { 0 }, y1 = { 0 }, y2 = { 0 }, y3 = { 0 };
        for (size_t j = 0; j < n; j++) {
            y0 += r[j] * x[j];
            y1 += r[n + j] * x[j];
            y2 += r[2 * n + j] * x[j];
            y3 += r[3 * n + j] * x[j];
        }
        ret_y[i] = y0;
        ret_y[i + 1] = y1;
        ret_y[i + 2] = y2;
        ret_y[i + 3] = y3;
    }
    for (; i < n; i++) {
        Real4 y = { 0 };
        for (size_t j = 0; j < n; j++)
            y += g->matrix[i * n + j] * x[j];
        ret_y[i] = y;
    }
}

/* Y'Y x over a piece of the participants, without the matrix: first Y x, then Y' of it. */
static void sparse_piece(void *arg, size_t piece)
{
    Placing             *g = arg;
    const OpinionPlaces *p = g->p;
    Real4               *y = g->part[piece];
    const Real4         *x = g->x;
    memset(y, 0, p->n_comments * sizeof *y);
    size_t first = p->n_participants * piece / SPARSE_PIECES, end = p->n_participants * (piece + 1) / SPARSE_PIECES;
    for (size_t i = first; i < end; i++) {
        Real4 t = { 0 };
        for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
            t += g->off[p->votes[k]] * x[p->votes[k] >> 2];
        for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
            y[p->votes[k] >> 2] += g->off[p->votes[k]] * t;
    }
}

static void sparse_multiply(const void *arg, const Real4 *x, Real4 *ret_y)
{
    Placing g = *(const Placing *)arg;
    size_t  n = g.p->n_comments;
    g.x = x;
    if (g.p->n_votes >= MANY_VOTES)
        parallel_run(SPARSE_PIECES, sparse_piece, &g);
    else
        for (size_t i = 0; i < SPARSE_PIECES; i++)
            sparse_piece(&g, i);
    memset(ret_y, 0, n * sizeof *ret_y);
    for (size_t i = 0; i < SPARSE_PIECES; i++)
        for (size_t c = 0; c < n; c++)
            ret_y[c] += g.part[i][c];
}

static void components(Arena *a, Placing *g)
{
    OpinionPlaces *p = g->p;
    EigenMatrix    matrix = { .n = g->n_active, .multiply = dense_multiply, .arg = g };
    if (g->m->has_pairs) {
        dense_build(a, g);
    } else {
        matrix.n = p->n_comments;
        matrix.multiply = sparse_multiply;
        for (size_t i = 0; i < SPARSE_PIECES; i++)
            g->part[i] = NEW_N(a, Real4, matrix.n);
    }
    Real4 *vectors = NEW_N(a, Real4, matrix.n);
    eigen_top(a, &matrix, p->explained, vectors);
    for (size_t i = 0; i < matrix.n; i++) {
        size_t c = g->m->has_pairs ? g->active[i] : i;
        p->component[c] = (Place2){ vectors[i][0], vectors[i][1] };
    }
    p->n_explained = p->n_comments < EIGEN_TOP ? p->n_comments : EIGEN_TOP;
    double n = p->n_participants > 1 ? (double)(p->n_participants - 1) : 1;
    for (int k = 0; k < EIGEN_TOP; k++)
        p->explained[k] /= n;
    for (size_t c = 0; c < p->n_comments; c++)
        p->extremity[c] = fabs(1 - p->center[c]) * sqrt((double)p->n_comments) *
                          sqrt(p->component[c].x * p->component[c].x + p->component[c].y * p->component[c].y);
}

/* ---- places ---- */

static void place_piece(void *arg, size_t piece)
{
    Placing       *g = arg;
    OpinionPlaces *p = g->p;
    for (size_t i = piece * PIECE; i < p->n_participants && i < (piece + 1) * PIECE; i++) {
        Place2 sum = { 0 };
        size_t votes = p->n_out; /* in the row of F */
        for (size_t k = p->row[i]; k < p->row[i + 1]; k++) {
            sum.x += g->step[p->votes[k]].x;
            sum.y += g->step[p->votes[k]].y;
            votes += !p->is_out[p->votes[k] >> 2];
        }
        double scale = sqrt((double)p->n_comments / (double)(votes > 1 ? votes : 1));
        p->xy[i] = (Place2){ sum.x * scale, sum.y * scale };
    }
}

static void places(Arena *a, Placing *g)
{
    OpinionPlaces *p = g->p;
    for (size_t k = 0; k < 4 * p->n_comments; k++)
        g->step[k] = (Place2){ g->off[k] * p->component[k / 4].x, g->off[k] * p->component[k / 4].y };
    parallel_run((p->n_participants + PIECE - 1) / PIECE, place_piece, g);
}

OpinionPlaces *opinion_places(OpinionMap *m, Arena *a)
{
    opinion_settle(m);
    OpinionPlaces *p = NEW(a, OpinionPlaces);
    Placing        g = { .m = m, .p = p };
    comments(a, &g);
    participants(a, &g);
    p->xy = NEW_N(a, Place2, p->n_participants);
    ArenaMark *mark = arena_mark(a);
    deviations(a, &g);
    components(a, &g);
    places(a, &g);
    arena_rewind(a, mark);
    return p;
}
