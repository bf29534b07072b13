/* assess: see assess.h. */
#include "engine/sharing/assess.h"

enum { LABOUR_FROM = 18, LABOUR_MEN_TO = 55, LABOUR_WOMEN_TO = 50 };

static bool is_figure(i64 v)
{
    return v >= 0 && v <= ASSESS_MOST;
}

static AssessFault check_caps(const AssessCaps *caps)
{
    if (!caps->is_set)
        return ASSESS_LOCKED;
    return is_figure(caps->money) && is_figure(caps->half_days) ? ASSESS_OK : ASSESS_BAD_FIGURE;
}

static AssessFault check(const AssessCaps *caps, const AssessPlan *plan)
{
    AssessFault fault = check_caps(caps);
    if (fault != ASSESS_OK)
        return fault;
    if (!is_figure(plan->money) || !is_figure(plan->half_days))
        return ASSESS_BAD_FIGURE;
    return plan->benefits_directly ? ASSESS_OK : ASSESS_PURPOSE;
}

static bool is_person(const AssessPerson *p)
{
    return p->age >= 0 && is_figure(p->paid) && is_figure(p->worked);
}

/* From both. */
static AssessReason common_reason(const AssessPerson *p)
{
    if (!p->registered && !p->benefits)
        return ASSESS_NOT_A_PAYER;
    return p->soldier ? ASSESS_SOLDIER : ASSESS_OWES;
}

static AssessReason money_reason(const AssessPerson *p)
{
    AssessReason why = common_reason(p);
    if (why != ASSESS_OWES)
        return why;
    if (p->poor_household)
        return ASSESS_POOR;
    return p->excused_money ? ASSESS_EXCUSED : ASSESS_OWES;
}

static AssessReason labour_reason(const AssessPerson *p)
{
    AssessReason why = common_reason(p);
    if (why != ASSESS_OWES)
        return why;
    if (p->age < LABOUR_FROM || p->age > (p->sex == ASSESS_MAN ? LABOUR_MEN_TO : LABOUR_WOMEN_TO))
        return ASSESS_AGE;
    if (p->disabled_veteran)
        return ASSESS_VETERAN;
    if (p->pupil)
        return ASSESS_PUPIL;
    if (p->pregnant_or_nursing)
        return ASSESS_BIRTH;
    if (p->excused_labour)
        return ASSESS_EXCUSED;
    return p->wishes_to_pay ? ASSESS_PAYS_INSTEAD : ASSESS_OWES;
}

static i64 above(i64 v, i64 cap)
{
    return v > cap ? v - cap : 0;
}

AssessFault assess_due(const AssessCaps *caps, const AssessPlan *plan, const AssessPerson *p, AssessDue *ret_due)
{
    *ret_due = (AssessDue){ 0 };
    AssessFault fault = check(caps, plan);
    if (fault == ASSESS_OK && !is_person(p))
        fault = ASSESS_BAD_FIGURE;
    if (fault != ASSESS_OK)
        return fault;

    AssessDue d = { .money_why = plan->money == 0 ? ASSESS_NOTHING : money_reason(p),
                  .labour_why = plan->half_days == 0 ? ASSESS_NOTHING : labour_reason(p) };
    if (d.money_why == ASSESS_OWES) {
        d.money = plan->money;
        d.money_over = above(p->paid + d.money, caps->money);
    }
    /* Paid or worked, it is the same labour that was laid on them. */
    if (d.labour_why == ASSESS_OWES || d.labour_why == ASSESS_PAYS_INSTEAD) {
        *(d.labour_why == ASSESS_OWES ? &d.half_days : &d.instead) = plan->half_days;
        d.half_days_over = above(p->worked + plan->half_days, caps->half_days);
    }
    *ret_due = d;
    if (d.money_over > 0)
        return ASSESS_OVER_MONEY;
    return d.half_days_over > 0 ? ASSESS_OVER_LABOUR : ASSESS_OK;
}

AssessFault assess_total(const AssessCaps *caps, const AssessPlan *plan, const AssessPerson *v, size_t n, AssessTotal *ret_total)
{
    *ret_total = (AssessTotal){ 0 };
    AssessTotal t = { 0 };
    AssessFault first = check(caps, plan);
    for (size_t i = 0; i < n && (first == ASSESS_OK || t.over > 0); i++) {
        AssessDue   d;
        AssessFault fault = assess_due(caps, plan, &v[i], &d);
        if (fault == ASSESS_BAD_FIGURE)
            return fault;
        if (fault != ASSESS_OK && first == ASSESS_OK)
            first = fault;
        t.over += fault != ASSESS_OK;
        t.money += d.money;
        t.half_days += d.half_days;
        t.instead += d.instead;
        t.payers += d.money > 0;
        t.labourers += d.half_days + d.instead > 0;
        if (t.money > ASSESS_MOST || t.half_days > ASSESS_MOST || t.instead > ASSESS_MOST)
            return ASSESS_OVERFLOW;
    }
    *ret_total = t;
    return first;
}

AssessFault assess_room(const AssessCaps *caps, const AssessPerson *v, size_t n, i64 *ret_money, i64 *ret_half_days)
{
    *ret_money = *ret_half_days = 0;
    AssessFault fault = check_caps(caps);
    if (fault != ASSESS_OK)
        return fault;
    i64 paid = 0, worked = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_person(&v[i]))
            return ASSESS_BAD_FIGURE;
        AssessReason labour = labour_reason(&v[i]);
        if (money_reason(&v[i]) == ASSESS_OWES && v[i].paid > paid)
            paid = v[i].paid;
        if ((labour == ASSESS_OWES || labour == ASSESS_PAYS_INSTEAD) && v[i].worked > worked)
            worked = v[i].worked;
    }
    *ret_money = above(caps->money, paid);
    *ret_half_days = above(caps->half_days, worked);
    return ASSESS_OK;
}
