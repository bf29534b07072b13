/* budget: see budget.h. */
#include "engine/tally/budget.h"

#include <stdlib.h>
#include <string.h>

/* Distinct ballots by hash: open addressing, at most half full. */
struct BudgetBox {
    u32   *slots; /* number of the ballot + 1; 0: free */
    size_t mask;
    size_t room; /* ballots */
    size_t room_projects;
    mpq_t *total; /* until the scale is known */
    mpq_t **costs;
    bool  *seen;   /* scratch: a project stands on the ballot being added */
    i64   *scaled; /* its points, in units of 1/points_scale */
    int    decimals;
    bool   is_ended;
};

enum { MOST_DECIMALS = 18, FIRST_SLOTS = 1024 };
#define MOST_POINTS (INT64_C(1) << 62)

Budget *budget_new(Arena *a, BudgetVote vote, const mpq_t total)
{
    Budget *b = NEW(a, Budget);
    *b = (Budget){ .a = a, .vote = vote, .points_scale = 1, .ids = names_open(a), .box = NEW(a, BudgetBox) };
    mpz_t *wholes = exact_wholes(a, 2);
    mpq_t *fractions = exact_fractions(a, 2);
    BUG_ON(mpq_sgn(total) < 0); /* pabulib.c refuses a negative budget */
    b->total = wholes[0];
    b->scale = wholes[1];
    b->threshold = fractions[0];
    mpq_set(fractions[1], total);
    *b->box = (BudgetBox){ .slots = NEW_N(a, u32, FIRST_SLOTS), .mask = FIRST_SLOTS - 1, .total = fractions + 1 };
    return b;
}

bool budget_has_points(BudgetVote vote)
{
    return vote == BUDGET_CUMULATIVE || vote == BUDGET_SCORING;
}

bool budget_has_utility(BudgetVote vote, BudgetUtility u)
{
    return u == BUDGET_POINTS ? budget_has_points(vote) : u == BUDGET_BORDA ? vote == BUDGET_ORDINAL : true;
}

bool budget_project_add(Budget *b, Str id, Str name, const mpq_t cost)
{
    BudgetBox *box = b->box;
    u32        number = names_add(b->ids, id);
    BUG_ON(box->is_ended || mpq_sgn(cost) <= 0); /* pabulib.c refuses such a cost; its sections come in their order */
    if (number < b->n_projects)
        return false;
    if (b->n_projects == box->room_projects) {
        size_t room = 2 * b->n_projects + 16;
        b->projects = arena_grow(b->a, b->projects, sizeof *b->projects * b->n_projects, sizeof *b->projects * room);
        box->costs = arena_grow(b->a, box->costs, sizeof *box->costs * b->n_projects, sizeof *box->costs * room);
        box->room_projects = room;
    }
    box->costs[number] = exact_fractions(b->a, 1);
    mpq_set(*box->costs[number], cost);
    b->projects[b->n_projects++] = (BudgetProject){ .id = names_at(b->ids, number), .name = str_copy(b->a, name) };
    return true;
}

static int by_id(const void *x, const void *y)
{
    return str_cmp(((const BudgetProject *)x)->id, ((const BudgetProject *)y)->id);
}

/* The least power of ten that makes everything whole. Denominators are products of twos and fives. */
static void find_scale(Budget *b)
{
    mpz_set_ui(b->scale, 1);
    for (size_t i = 0; i <= b->n_projects; i++) {
        mpz_srcptr den = mpq_denref(i == b->n_projects ? *b->box->total : *b->box->costs[i]);
        while (!mpz_divisible_p(b->scale, den))
            mpz_mul_ui(b->scale, b->scale, 10);
    }
}

static void set_scaled(const Budget *b, mpz_t ret, const mpq_t value)
{
    mpz_divexact(ret, b->scale, mpq_denref(value));
    mpz_mul(ret, ret, mpq_numref(value));
}

void budget_projects_end(Budget *b)
{
    mpz_t *costs = exact_wholes(b->a, b->n_projects);
    BUG_ON(b->box->is_ended); /* once, behind the section PROJECTS */
    find_scale(b);
    set_scaled(b, b->total, *b->box->total);
    b->rank = NEW_N(b->a, u32, b->n_projects);
    if (b->n_projects)
        qsort(b->projects, b->n_projects, sizeof *b->projects, by_id);
    for (size_t i = 0; i < b->n_projects; i++) {
        u32 number = names_find(b->ids, b->projects[i].id);
        set_scaled(b, costs[i], *b->box->costs[number]);
        b->projects[i].cost = costs[i];
        b->rank[number] = (u32)i;
    }
    b->box->seen = NEW_N(b->a, bool, b->n_projects);
    b->box->scaled = NEW_N(b->a, i64, b->n_projects);
    b->box->is_ended = true;
}

u32 budget_find(const Budget *b, Str id)
{
    u32 number = names_find(b->ids, id);
    return number == NAMES_NONE ? BUDGET_NONE : b->rank[number];
}

/* ---- ballots ---- */

static u64 mix(u64 h, u64 v)
{
    unsigned __int128 w = (unsigned __int128)(h ^ v) * UINT64_C(0x9fb21c651e98df25);
    return (u64)w ^ (u64)(w >> 64) ^ UINT64_C(0xa0761d6478bd642f);
}

static u64 hash_ballot(const u32 *choices, const i64 *points, size_t n)
{
    u64 h = mix(UINT64_C(0x2545f4914f6cdd1d), n);
    for (size_t i = 0; i < n; i++) {
        h = mix(h, choices[i]);
        if (points != NULL)
            h = mix(h, (u64)points[i]);
    }
    return h ^ (h >> 32);
}

static bool is_ballot(const BudgetBallot *v, const u32 *choices, const i64 *points, size_t n)
{
    return v->n == n && (n == 0 || (memcmp(v->choices, choices, sizeof *choices * n) == 0 &&
                                    (points == NULL || memcmp(v->points, points, sizeof *points * n) == 0)));
}

/* Makes `slots` new for the ballots that are there. */
static void slots_fill(Budget *b, size_t n_slots)
{
    BudgetBox *box = b->box;
    if (n_slots != box->mask + 1)
        box->slots = NEW_N(b->a, u32, n_slots);
    else
        memset(box->slots, 0, sizeof *box->slots * n_slots);
    box->mask = n_slots - 1;
    for (size_t i = 0; i < b->n_ballots; i++) {
        const BudgetBallot *v = &b->ballots[i];
        size_t              at = hash_ballot(v->choices, v->points, v->n) & box->mask;
        while (box->slots[at] != 0)
            at = (at + 1) & box->mask;
        box->slots[at] = (u32)i + 1;
    }
}

/* Points in finer units: every ballot so far is told in them too. False where one does not fit. */
static bool refine(Budget *b, int decimals)
{
    i64 factor = 1;
    for (int i = b->box->decimals; i < decimals; i++)
        factor *= 10;
    for (size_t i = 0; i < b->n_ballots; i++)
        for (size_t k = 0; k < b->ballots[i].n; k++)
            if (llabs(b->ballots[i].points[k]) > MOST_POINTS / factor)
                return false;
    for (size_t i = 0; i < b->n_ballots; i++)
        for (size_t k = 0; k < b->ballots[i].n; k++)
            b->ballots[i].points[k] *= factor;
    b->box->decimals = decimals;
    b->points_scale *= factor;
    slots_fill(b, b->box->mask + 1);
    return true;
}

/* The ballot's points in units of 1/points_scale. */
static bool scale_points(Budget *b, const BudgetPoints *points, size_t n)
{
    int decimals = b->box->decimals;
    for (size_t i = 0; i < n; i++)
        if (points[i].digits != 0 && points[i].decimals > decimals)
            decimals = points[i].decimals;
    if (decimals > MOST_DECIMALS)
        return false;
    for (size_t i = 0; i < n; i++) {
        i64 v = points[i].digits;
        for (int d = points[i].decimals; v != 0 && d < decimals; d++) {
            if (llabs(v) > MOST_POINTS / 10)
                return false;
            v *= 10;
        }
        b->box->scaled[i] = v;
    }
    return decimals == b->box->decimals || refine(b, decimals);
}

/* Ascending, the points with them: Shell's sort, which is insertion for the short ballots that nearly all are. */
static void sort_choices(u32 *choices, i64 *points, size_t n)
{
    size_t gap = 1;
    while (gap < n / 9)
        gap = 3 * gap + 1;
    for (; gap > 0; gap /= 3) {
        for (size_t i = gap; i < n; i++) {
            u32    c = choices[i];
            i64    p = points != NULL ? points[i] : 0;
            size_t k = i;
            for (; k >= gap && choices[k - gap] > c; k -= gap) {
                choices[k] = choices[k - gap];
                if (points != NULL)
                    points[k] = points[k - gap];
            }
            choices[k] = c;
            if (points != NULL)
                points[k] = p;
        }
    }
}

static bool has_twice(Budget *b, const u32 *choices, size_t n, u32 *ret_twice)
{
    bool  *seen = b->box->seen;
    size_t i = 0;
    while (i < n && !seen[choices[i]])
        seen[choices[i++]] = true;
    bool twice = i < n;
    if (twice)
        *ret_twice = choices[i];
    while (i-- > 0)
        seen[choices[i]] = false;
    return twice;
}

static BudgetBallot *ballot_new(Budget *b, const u32 *choices, const i64 *points, size_t n)
{
    if (b->n_ballots == b->box->room) {
        size_t room = 2 * b->n_ballots + 256;
        b->ballots = arena_grow(b->a, b->ballots, sizeof *b->ballots * b->n_ballots, sizeof *b->ballots * room);
        b->box->room = room;
    }
    BudgetBallot *v = &b->ballots[b->n_ballots++];
    *v = (BudgetBallot){ .n = (u32)n };
    if (n == 0)
        return v;
    v->choices = NEW_N(b->a, u32, n);
    memcpy(v->choices, choices, sizeof *choices * n);
    if (points != NULL) {
        v->points = NEW_N(b->a, i64, n);
        memcpy(v->points, points, sizeof *points * n);
    }
    return v;
}

BudgetFault budget_ballot_add(Budget *b, u32 *choices, const BudgetPoints *points, size_t n, u32 *ret_twice)
{
    BudgetBox *box = b->box;
    /* ballots come behind the projects, with points where their kind has them (pabulib.c) */
    BUG_ON(!box->is_ended || (points != NULL) != budget_has_points(b->vote));
    if (has_twice(b, choices, n, ret_twice))
        return BUDGET_TWICE;
    if (b->n_votes == BUDGET_MOST_VOTES || (points != NULL && !scale_points(b, points, n)))
        return BUDGET_TOO_LARGE;
    i64 *scaled = points != NULL ? box->scaled : NULL;
    if (b->vote != BUDGET_ORDINAL)
        sort_choices(choices, scaled, n);
    size_t at = hash_ballot(choices, scaled, n) & box->mask;
    while (box->slots[at] != 0 && !is_ballot(&b->ballots[box->slots[at] - 1], choices, scaled, n))
        at = (at + 1) & box->mask;
    if (box->slots[at] == 0) {
        ballot_new(b, choices, scaled, n);
        box->slots[at] = (u32)b->n_ballots;
    }
    b->ballots[box->slots[at] - 1].weight++;
    b->n_votes++;
    for (size_t i = 0; i < n; i++)
        b->projects[choices[i]].votes++;
    if (2 * b->n_ballots > box->mask)
        slots_fill(b, 2 * (box->mask + 1));
    return BUDGET_OK;
}

void budget_money(const Budget *b, const mpz_t units, mpq_t ret_currency)
{
    mpz_set(mpq_numref(ret_currency), units);
    mpz_set(mpq_denref(ret_currency), b->scale);
    mpq_canonicalize(ret_currency);
}
