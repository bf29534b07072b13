/* percent: see percent.h. Products are taken in 128 bits, so that no pair of 64-bit numbers is compared wrongly. */
#include "engine/number/percent.h"

typedef __int128 Wide;

bool fraction_is_none(Fraction f)
{
    return f.under <= 0;
}

static Wide floor_div(Wide a, Wide b)
{
    return a / b - (a % b < 0);
}

/* f * scale, rounded half up; f is not none. */
static Wide scaled(Fraction f, Wide scale)
{
    return floor_div(2 * scale * f.over + f.under, 2 * (Wide)f.under);
}

int fraction_percent(Fraction f)
{
    if (fraction_is_none(f))
        return -1;
    Wide p = scaled(f, 100);
    return p > INT32_MAX ? INT32_MAX : p < INT32_MIN ? INT32_MIN : (int)p;
}

Str fraction_text(Arena *a, Fraction f, int decimals)
{
    BUG_ON(decimals < 0 || decimals > 6); /* a constant of the caller */
    if (fraction_is_none(f))
        return STR_NONE;
    Wide scale = 100;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    Wide v = scaled(f, scale), rest = v < 0 ? -v : v;

    char text[64], *p = text + sizeof text;
    for (int digit = 0; rest > 0 || digit <= decimals; digit++, rest /= 10) {
        if (digit == decimals && decimals > 0)
            *--p = '.';
        *--p = (char)('0' + (int)(rest % 10));
    }
    if (v < 0)
        *--p = '-';
    return str_copy(a, (Str){ p, (size_t)(text + sizeof text - p) });
}

/* over/under against num/den, by cross products. */
static int compare(i64 over, i64 under, i64 num, i64 den)
{
    BUG_ON(under <= 0 || den <= 0); /* fraction_is_none() was asked before */
    Wide left = (Wide)over * den, right = (Wide)num * under;
    return (left > right) - (left < right);
}

int fraction_cmp(Fraction a, Fraction b)
{
    return compare(a.over, a.under, b.over, b.under);
}

bool fraction_at_least(Fraction f, i64 num, i64 den)
{
    return !fraction_is_none(f) && compare(f.over, f.under, num, den) >= 0;
}

bool fraction_more_than(Fraction f, i64 num, i64 den)
{
    return !fraction_is_none(f) && compare(f.over, f.under, num, den) > 0;
}

/* ---- widths ---- */

/* The part that is owed the most and was rounded down; -1: none. */
static int most_owed(const i64 *parts, size_t n, Wide total, const int *given)
{
    int  best = -1;
    Wide owed = 0;
    for (size_t i = 0; i < n; i++) {
        Wide d = (Wide)parts[i] * 100 - (Wide)given[i] * total;
        if (d > owed) {
            owed = d;
            best = (int)i;
        }
    }
    return best;
}

/* The part that can best spare one: the one furthest above its share, of those wider than one. */
static int most_given(const i64 *parts, size_t n, Wide total, const int *given)
{
    int  best = -1;
    Wide spare = 0;
    for (size_t i = 0; i < n; i++) {
        Wide d = (Wide)given[i] * total - (Wide)parts[i] * 100;
        if (given[i] > 1 && (best < 0 || d > spare)) {
            spare = d;
            best = (int)i;
        }
    }
    return best;
}

void percent_parts(const i64 *parts, size_t n, int *ret_percents)
{
    BUG_ON(n > 100); /* kinds of something, which stand in the program */
    Wide total = 0;
    for (size_t i = 0; i < n; i++) {
        BUG_ON(parts[i] < 0); /* figures: below none is shown as none (board.c) */
        total += parts[i];
    }
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int p = total == 0 ? 0 : (int)((Wide)parts[i] * 100 / total);
        ret_percents[i] = p == 0 && parts[i] > 0 ? 1 : p;
        sum += ret_percents[i];
    }
    if (total == 0)
        return;
    for (; sum < 100; sum++)
        ret_percents[most_owed(parts, n, total, ret_percents)]++;
    for (; sum > 100; sum--)
        ret_percents[most_given(parts, n, total, ret_percents)]--;
}

int percent_bar(Fraction f)
{
    if (fraction_is_none(f) || f.over <= 0)
        return 0;
    int p = fraction_percent(f);
    return p < 1 ? 1 : p > 100 ? 100 : p;
}
