/* Who owes money or labour, who is exempt, and that no plan goes over the caps. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/sharing/assess.h"
#include "support/dice.h"

/* The caps of the old rules: 15 yuan and 10 days. */
static const AssessCaps caps = { .is_set = true, .money = 1500, .half_days = 20 };
static const AssessPlan plan = { .benefits_directly = true, .money = 1000, .half_days = 6 };

static AssessDue due(const AssessPerson *p)
{
    AssessDue d;
    assert_int_equal(assess_due(&caps, &plan, p, &d), ASSESS_OK);
    return d;
}

static AssessPerson man(int age)
{
    return (AssessPerson){ .age = age, .sex = ASSESS_MAN, .registered = true };
}

static AssessPerson woman(int age)
{
    return (AssessPerson){ .age = age, .sex = ASSESS_WOMAN, .registered = true };
}

static void without_the_countys_caps_nothing_is_levied(void **s)
{
    AssessCaps   none = { .money = 1500, .half_days = 20 };
    AssessPerson p = man(30);
    AssessDue    d;
    AssessTotal  t;
    i64          money, half_days;
    assert_int_equal(assess_due(&none, &plan, &p, &d), ASSESS_LOCKED);
    assert_int_equal(d.money, 0);
    assert_int_equal(assess_total(&none, &plan, &p, 1, &t), ASSESS_LOCKED);
    assert_int_equal(assess_total(&none, &plan, NULL, 0, &t), ASSESS_LOCKED);
    assert_int_equal(assess_room(&none, &p, 1, &money, &half_days), ASSESS_LOCKED);
}

static void a_levy_is_for_works_that_benefit_directly(void **s)
{
    AssessPlan   other = plan;
    AssessPerson p = man(30);
    AssessDue    d;
    other.benefits_directly = false;
    assert_int_equal(assess_due(&caps, &other, &p, &d), ASSESS_PURPOSE);
}

static void labour_is_owed_by_men_to_55_and_women_to_50(void **s)
{
    const struct {
        AssessPerson p;
        bool         works;
    } ages[] = { { man(17), false },   { man(18), true },   { man(55), true },   { man(56), false },
                 { woman(17), false }, { woman(18), true }, { woman(50), true }, { woman(51), false } };
    for (size_t i = 0; i < COUNTOF(ages); i++) {
        AssessDue d = due(&ages[i].p);
        assert_int_equal(d.half_days, ages[i].works ? 6 : 0);
        assert_int_equal(d.labour_why, ages[i].works ? ASSESS_OWES : ASSESS_AGE);
        assert_int_equal(d.money, 1000); /* money knows no age */
    }
}

static void exemptions_are_from_money_from_labour_or_from_both(void **s)
{
    const struct {
        AssessPerson p;
        AssessReason money, labour;
    } v[] = {
        { { .age = 30, .sex = ASSESS_MAN }, ASSESS_NOT_A_PAYER, ASSESS_NOT_A_PAYER },
        { { .age = 30, .sex = ASSESS_MAN, .benefits = true }, ASSESS_OWES, ASSESS_OWES },
        { { .age = 30, .registered = true, .soldier = true }, ASSESS_SOLDIER, ASSESS_SOLDIER },
        { { .age = 30, .registered = true, .poor_household = true }, ASSESS_POOR, ASSESS_OWES },
        { { .age = 30, .registered = true, .disabled_veteran = true }, ASSESS_OWES, ASSESS_VETERAN },
        { { .age = 18, .registered = true, .pupil = true }, ASSESS_OWES, ASSESS_PUPIL },
        { { .age = 30, .registered = true, .pregnant_or_nursing = true }, ASSESS_OWES, ASSESS_BIRTH },
        { { .age = 30, .registered = true, .excused_money = true }, ASSESS_EXCUSED, ASSESS_OWES },
        { { .age = 30, .registered = true, .excused_labour = true }, ASSESS_OWES, ASSESS_EXCUSED },
    };
    for (size_t i = 0; i < COUNTOF(v); i++) {
        AssessDue d = due(&v[i].p);
        assert_int_equal(d.money_why, v[i].money);
        assert_int_equal(d.labour_why, v[i].labour);
        assert_int_equal(d.money, v[i].money == ASSESS_OWES ? 1000 : 0);
        assert_int_equal(d.half_days, v[i].labour == ASSESS_OWES ? 6 : 0);
    }
}

static void money_instead_of_labour_is_ones_own_written_wish(void **s)
{
    AssessPerson p = man(30);
    assert_int_equal(due(&p).instead, 0);
    p.wishes_to_pay = true;
    AssessDue d = due(&p);
    assert_int_equal(d.instead, 6);
    assert_int_equal(d.half_days, 0);
    assert_int_equal(d.money, 1000); /* the labour's price is not part of the money levy */
    p.pupil = true;
    assert_int_equal(due(&p).instead, 0); /* who owes no labour has none to pay for */
}

static void the_years_caps_count_what_was_levied_before(void **s)
{
    AssessPerson p = man(30);
    AssessDue    d;
    p.paid = 500;
    p.worked = 14;
    assert_int_equal(assess_due(&caps, &plan, &p, &d), ASSESS_OK); /* exactly on both caps */
    p.paid = 501;
    assert_int_equal(assess_due(&caps, &plan, &p, &d), ASSESS_OVER_MONEY);
    assert_int_equal(d.money_over, 1);
    p.paid = 0;
    p.worked = 16;
    p.wishes_to_pay = true; /* does not lift the cap */
    assert_int_equal(assess_due(&caps, &plan, &p, &d), ASSESS_OVER_LABOUR);
    assert_int_equal(d.half_days_over, 2);
    p.soldier = true; /* on whom nothing is laid nothing is too much */
    assert_int_equal(assess_due(&caps, &plan, &p, &d), ASSESS_OK);
}

static void a_plan_sums_up_and_says_how_many_are_over(void **s)
{
    AssessPerson v[] = { man(30), woman(30), man(60), woman(20) };
    AssessTotal  t;
    v[1].poor_household = true;
    v[3].wishes_to_pay = true;
    assert_int_equal(assess_total(&caps, &plan, v, 4, &t), ASSESS_OK);
    assert_int_equal(t.money, 3000);
    assert_int_equal(t.payers, 3);
    assert_int_equal(t.half_days, 12);
    assert_int_equal(t.instead, 6);
    assert_int_equal(t.labourers, 3);
    v[0].worked = 19;
    v[2].paid = 1500;
    assert_int_equal(assess_total(&caps, &plan, v, 4, &t), ASSESS_OVER_LABOUR);
    assert_int_equal(t.over, 2);
    assert_int_equal(t.money, 3000);
    i64 money, half_days;
    assert_int_equal(assess_room(&caps, v, 4, &money, &half_days), ASSESS_OK);
    assert_int_equal(money, 0);
    assert_int_equal(half_days, 1);
}

static void figures_that_cannot_be_are_refused(void **s)
{
    AssessPerson p = man(30), rich[2] = { man(30), man(30) };
    AssessPlan   bad = plan;
    AssessCaps   no_cap = { true, ASSESS_MOST, ASSESS_MOST };
    AssessDue    d;
    AssessTotal  t;
    bad.money = -1;
    assert_int_equal(assess_due(&caps, &bad, &p, &d), ASSESS_BAD_FIGURE);
    p.paid = -1;
    assert_int_equal(assess_due(&caps, &plan, &p, &d), ASSESS_BAD_FIGURE);
    assert_int_equal(assess_total(&caps, &plan, &p, 1, &t), ASSESS_BAD_FIGURE);
    bad.money = ASSESS_MOST;
    assert_int_equal(assess_total(&no_cap, &bad, rich, 2, &t), ASSESS_OVERFLOW);
    assert_int_equal(t.money, 0);
}

static AssessPerson anyone(void)
{
    u64 bits = dice_any();
    return (AssessPerson){ .age = (int)dice_upto(90), .sex = (AssessSex)dice_upto(2), .registered = bits & 1,
                         .benefits = bits & 2, .soldier = (bits & 0x1c) == 0, .poor_household = (bits & 0xe0) == 0,
                         .disabled_veteran = (bits & 0x700) == 0, .pupil = (bits & 0x3800) == 0,
                         .pregnant_or_nursing = (bits & 0x1c000) == 0, .excused_money = (bits & 0xe0000) == 0,
                         .excused_labour = (bits & 0x700000) == 0, .wishes_to_pay = (bits & 0x3800000) == 0,
                         .paid = dice_upto(1600), .worked = dice_upto(22) };
}

/* The rule in one breath, for each of them. */
static void totals_agree_with_asking_each_person(void **s)
{
    dice_throw("totals_agree_with_asking_each_person");
    for (int round = 0; round < 5000; round++) {
        AssessPerson v[30];
        size_t       n = (size_t)dice_upto(31), over = 0;
        i64          money = 0, labour = 0;
        AssessPlan   some = { true, dice_upto(1500), dice_upto(20) };
        for (size_t i = 0; i < n; i++) {
            v[i] = anyone();
            const AssessPerson *p = &v[i];
            int                 to = p->sex == ASSESS_MAN ? 55 : 50;
            bool                owes = (p->registered || p->benefits) && !p->soldier;
            bool                pays = owes && !p->poor_household && !p->excused_money && some.money > 0;
            bool                works = owes && p->age >= 18 && p->age <= to && !p->disabled_veteran && !p->pupil &&
                         !p->pregnant_or_nursing && !p->excused_labour && some.half_days > 0;
            money += pays ? some.money : 0;
            labour += works ? some.half_days : 0;
            over += (pays && p->paid + some.money > caps.money) ||
                    (works && p->worked + some.half_days > caps.half_days);
        }
        AssessTotal t;
        assert_int_equal(assess_total(&caps, &some, v, n, &t) == ASSESS_OK, over == 0);
        assert_int_equal(t.over, over);
        assert_int_equal(t.money, money);
        assert_int_equal(t.half_days + t.instead, labour);
    }
}

static void the_room_that_is_left_fits_and_one_more_does_not(void **s)
{
    dice_throw("the_room_that_is_left_fits_and_one_more_does_not");
    for (int round = 0; round < 5000; round++) {
        AssessPerson v[10];
        AssessPlan   most = { .benefits_directly = true };
        AssessTotal  t;
        for (size_t i = 0; i < COUNTOF(v); i++)
            v[i] = anyone();
        assert_int_equal(assess_room(&caps, v, COUNTOF(v), &most.money, &most.half_days), ASSESS_OK);
        if (most.money == 0 || most.half_days == 0)
            continue;
        assert_int_equal(assess_total(&caps, &most, v, COUNTOF(v), &t), ASSESS_OK);
        most.money++;
        assert_int_equal(assess_total(&caps, &most, v, COUNTOF(v), &t), t.payers > 0 ? ASSESS_OVER_MONEY : ASSESS_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_the_countys_caps_nothing_is_levied),
        cmocka_unit_test(a_levy_is_for_works_that_benefit_directly),
        cmocka_unit_test(labour_is_owed_by_men_to_55_and_women_to_50),
        cmocka_unit_test(exemptions_are_from_money_from_labour_or_from_both),
        cmocka_unit_test(money_instead_of_labour_is_ones_own_written_wish),
        cmocka_unit_test(the_years_caps_count_what_was_levied_before),
        cmocka_unit_test(a_plan_sums_up_and_says_how_many_are_over),
        cmocka_unit_test(figures_that_cannot_be_are_refused),
        cmocka_unit_test(totals_agree_with_asking_each_person),
        cmocka_unit_test(the_room_that_is_left_fits_and_one_more_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
