/* levy: see levy.h. */
#include "engine/sharing/levy.h"

enum { LABOUR_FROM = 18, LABOUR_MEN_TO = 55, LABOUR_WOMEN_TO = 50 };

static bool is_figure(i64 v)
{
    return v >= 0 && v <= LEVY_MOST;
}

static LevyFault check_caps(const LevyCaps *caps)
{
    if (!caps->is_set)
        return LEVY_LOCKED;
    return is_figure(caps->money) && is_figure(caps->half_days) ? LEVY_OK : LEVY_BAD_FIGURE;
}

static LevyFault check(const LevyCaps *caps, const LevyPlan *plan)
{
    LevyFault fault = check_caps(caps);
    if (fault != LEVY_OK)
        return fault;
    if (!is_figure(plan->money) || !is_figure(plan->half_days))
        return LEVY_BAD_FIGURE;
    return plan->benefits_directly ? LEVY_OK : LEVY_PURPOSE;
}

static bool is_person(const LevyPerson *p)
{
    return p->age >= 0 && is_figure(p->paid) && is_figure(p->worked);
}

/* From both. */
static LevyReason common_reason(const LevyPerson *p)
{
    if (!p->registered && !p->benefits)
        return LEVY_NOT_A_PAYER;
    return p->soldier ? LEVY_SOLDIER : LEVY_OWES;
}

static LevyReason money_reason(const LevyPerson *p)
{
    LevyReason why = common_reason(p);
    if (why != LEVY_OWES)
        return why;
    if (p->poor_household)
        return LEVY_POOR;
    return p->excused_money ? LEVY_EXCUSED : LEVY_OWES;
}

static LevyReason labour_reason(const LevyPerson *p)
{
    LevyReason why = common_reason(p);
    if (why != LEVY_OWES)
        return why;
    if (p->age < LABOUR_FROM || p->age > (p->sex == LEVY_MAN ? LABOUR_MEN_TO : LABOUR_WOMEN_TO))
        return LEVY_AGE;
    if (p->disabled_veteran)
        return LEVY_VETERAN;
    if (p->pupil)
        return LEVY_PUPIL;
    if (p->pregnant_or_nursing)
        return LEVY_BIRTH;
    if (p->excused_labour)
        return LEVY_EXCUSED;
    return p->wishes_to_pay ? LEVY_PAYS_INSTEAD : LEVY_OWES;
}

static i64 above(i64 v, i64 cap)
{
    return v > cap ? v - cap : 0;
}

LevyFault levy_due(const LevyCaps *caps, const LevyPlan *plan, const LevyPerson *p, LevyDue *ret_due)
{
    *ret_due = (LevyDue){ 0 };
    LevyFault fault = check(caps, plan);
    if (fault == LEVY_OK && !is_person(p))
        fault = LEVY_BAD_FIGURE;
    if (fault != LEVY_OK)
        return fault;

    LevyDue d = { .money_why = plan->money == 0 ? LEVY_NOTHING : money_reason(p),
                  .labour_why = plan->half_days == 0 ? LEVY_NOTHING : labour_reason(p) };
    if (d.money_why == LEVY_OWES) {
        d.money = plan->money;
        d.money_over = above(p->paid + d.money, caps->money);
    }
    /* Paid or worked, it is the same labour that was laid on them. */
    if (d.labour_why == LEVY_OWES || d.labour_why == LEVY_PAYS_INSTEAD) {
        *(d.labour_why == LEVY_OWES ? &d.half_days : &d.instead) = plan->half_days;
        d.half_days_over = above(p->worked + plan->half_days, caps->half_days);
    }
    *ret_due = d;
    if (d.money_over > 0)
        return LEVY_OVER_MONEY;
    return d.half_days_over > 0 ? LEVY_OVER_LABOUR : LEVY_OK;
}

LevyFault levy_total(const LevyCaps *caps, const LevyPlan *plan, const LevyPerson *v, size_t n, LevyTotal *ret_total)
{
    *ret_total = (LevyTotal){ 0 };
    LevyTotal t = { 0 };
    LevyFault first = check(caps, plan);
    for (size_t i = 0; i < n && (first == LEVY_OK || t.over > 0); i++) {
        LevyDue   d;
        LevyFault fault = levy_due(caps, plan, &v[i], &d);
        if (fault == LEVY_BAD_FIGURE)
            return fault;
        if (fault != LEVY_OK && first == LEVY_OK)
            first = fault;
        t.over += fault != LEVY_OK;
        t.money += d.money;
        t.half_days += d.half_days;
        t.instead += d.instead;
        t.payers += d.money > 0;
        t.labourers += d.half_days + d.instead > 0;
        if (t.money > LEVY_MOST || t.half_days > LEVY_MOST || t.instead > LEVY_MOST)
            return LEVY_OVERFLOW;
    }
    *ret_total = t;
    return first;
}

LevyFault levy_room(const LevyCaps *caps, const LevyPerson *v, size_t n, i64 *ret_money, i64 *ret_half_days)
{
    *ret_money = *ret_half_days = 0;
    LevyFault fault = check_caps(caps);
    if (fault != LEVY_OK)
        return fault;
    i64 paid = 0, worked = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_person(&v[i]))
            return LEVY_BAD_FIGURE;
        LevyReason labour = labour_reason(&v[i]);
        if (money_reason(&v[i]) == LEVY_OWES && v[i].paid > paid)
            paid = v[i].paid;
        if ((labour == LEVY_OWES || labour == LEVY_PAYS_INSTEAD) && v[i].worked > worked)
            worked = v[i].worked;
    }
    *ret_money = above(caps->money, paid);
    *ret_half_days = above(caps->half_days, worked);
    return LEVY_OK;
}
