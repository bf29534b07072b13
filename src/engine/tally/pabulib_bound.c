/* pabulib_bound: see pabulib_bound.h. */
#include "engine/tally/pabulib_bound.h"

enum { LEAST, MOST, WHICH };

static const char *const keys[MEASURES][WHICH] = {
    [MEASURE_LENGTH] = { "min_length", "max_length" },
    [MEASURE_COST] = { "min_sum_cost", "max_sum_cost" },
    [MEASURE_EACH] = { "min_points", "max_points" },
    [MEASURE_SUM] = { "min_sum_points", "max_sum_points" },
};
static const char *const faults[MEASURES][WHICH] = {
    [MEASURE_LENGTH] = { "the ballot has fewer projects than min_length", "the ballot has more projects than it may have" },
    [MEASURE_COST] = { "the ballot's projects cost less than min_sum_cost", "the ballot's projects cost more than max_sum_cost" },
    [MEASURE_EACH] = { "the ballot gives fewer points than min_points", "the ballot gives more points than max_points" },
    [MEASURE_SUM] = { "the ballot's points are fewer than min_sum_points", "the ballot's points are more than max_sum_points" },
};

Bounds bounds_open(Arena *a)
{
    return (Bounds){ .a = a, .value = exact_fractions(a, MEASURES * WHICH + 2) };
}

static mpq_t *value_of(Bounds *b, Measure m, int which)
{
    return &b->value[m * WHICH + which];
}

bool bounds_key(Bounds *b, Str key, Str value, const char **ret_fault)
{
    *ret_fault = NULL;
    for (Measure m = 0; m < MEASURES; m++) {
        for (int which = LEAST; which < WHICH; which++) {
            if (!str_is(key, keys[m][which]))
                continue;
            if (b->has[m][which])
                *ret_fault = "a key of META is there twice";
            else if (!exact_decimal(b->a, value, *value_of(b, m, which)))
                *ret_fault = "a bound of ballots is not a number";
            b->has[m][which] = true;
            return true;
        }
    }
    return false;
}

void bounds_choose_one(Bounds *b)
{
    mpq_t *most = value_of(b, MEASURE_LENGTH, MOST);
    if (b->has[MEASURE_LENGTH][MOST] && mpq_cmp_ui(*most, 1, 1) <= 0)
        return;
    mpq_set_ui(*most, 1, 1);
    b->has[MEASURE_LENGTH][MOST] = true;
}

static const char *fault_of(Bounds *b, Measure m, const mpq_t is)
{
    if (b->has[m][LEAST] && mpq_cmp(is, *value_of(b, m, LEAST)) < 0)
        return faults[m][LEAST];
    return b->has[m][MOST] && mpq_cmp(is, *value_of(b, m, MOST)) > 0 ? faults[m][MOST] : NULL;
}

static bool is_asked(const Bounds *b, Measure m)
{
    return b->has[m][LEAST] || b->has[m][MOST];
}

static const char *cost_fault(Bounds *b, const Budget *budget, const u32 *choices, size_t n)
{
    mpq_t *sum = b->value + MEASURES * WHICH, *one = sum + 1;
    mpq_set_ui(*sum, 0, 1);
    for (size_t i = 0; i < n; i++) {
        budget_money(budget, budget->projects[choices[i]].cost, *one);
        mpq_add(*sum, *sum, *one);
    }
    return fault_of(b, MEASURE_COST, *sum);
}

static const char *points_fault(Bounds *b, const BudgetPoints *points, size_t n)
{
    mpq_t      *sum = b->value + MEASURES * WHICH, *one = sum + 1;
    const char *fault = NULL;
    mpq_set_ui(*sum, 0, 1);
    for (size_t i = 0; i < n && fault == NULL; i++) {
        mpz_ui_pow_ui(mpq_denref(*one), 10, (unsigned long)points[i].decimals);
        mpz_set_ui(mpq_numref(*one), (unsigned long)points[i].digits);
        mpq_canonicalize(*one);
        mpq_add(*sum, *sum, *one);
        fault = fault_of(b, MEASURE_EACH, *one);
    }
    return fault != NULL ? fault : fault_of(b, MEASURE_SUM, *sum);
}

const char *bounds_fault(Bounds *b, const Budget *budget, const u32 *choices, const BudgetPoints *points, size_t n)
{
    mpq_t *length = b->value + MEASURES * WHICH;
    mpq_set_ui(*length, (unsigned long)n, 1);
    const char *fault = n > 0 && is_asked(b, MEASURE_LENGTH) ? fault_of(b, MEASURE_LENGTH, *length) : NULL;
    if (fault == NULL && n > 0 && is_asked(b, MEASURE_COST))
        fault = cost_fault(b, budget, choices, n);
    if (fault == NULL && n > 0 && points != NULL && (is_asked(b, MEASURE_EACH) || is_asked(b, MEASURE_SUM)))
        fault = points_fault(b, points, n);
    return fault;
}
