/* rule_bounds: what the product sets itself lies within the bounds that it keeps to, those of the nouns too. */
#include "house/house.h"
#include "record/rule.h"
#include "support/support.h"

static void the_product_keeps_its_own_bounds(void **state)
{
    Ctx        *c = *state;
    const Rule *v;
    size_t      n;
    assert_ok(c, rule_list(c, STR(""), 20260712, &v, &n));
    assert_true(n >= 15);
    for (size_t i = 0; i < n; i++) {
        const RuleBound *b = rule_bounds(&v[i]);
        assert_in_range(v[i].value, b->low, b->high);
        assert_true(b->high <= 365); /* every unit has bounds of its own */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_BOTH(the_product_keeps_its_own_bounds) };
    house_open();
    return RUN_TESTS(tests);
}
