/* id_card: whether a phone or an identity number can be one at all. See person.h. */
#include "people/person.h"

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static Str without(Arena *a, Str s, const char *marks)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if (!str_find(str_from(marks), (Str){ s.p + i, 1 }, NULL))
            buf_char(&b, s.p[i]);
    return buf_text(&b);
}

static Str without_point_zero(Str s)
{
    return str_ends(s, STR(".0")) && all_digits(str_cut(s, s.n - 2)) ? str_cut(s, s.n - 2) : s;
}

/* Behind the country's code a landline has lost the 0 of its area. */
Str phone_clean(Arena *a, Str typed)
{
    Str s = without_point_zero(without(a, text_key(a, typed), "-()/")), rest = s;
    if (str_starts(s, STR("+86")))
        rest = str_skip(s, 3);
    else if (str_starts(s, STR("0086")))
        rest = str_skip(s, 4);
    else if (s.n >= 12 && str_starts(s, STR("86"))) /* no number of twelve digits or more begins so */
        rest = str_skip(s, 2);
    if (rest.n == s.n || !all_digits(rest) || rest.n == 0 || rest.p[0] == '0' || phone_is_valid(rest))
        return rest;
    return arena_printf(a, "0%.*s", STR_ARG(rest));
}

Str id_card_clean(Arena *a, Str typed)
{
    Str s = without(a, text_key(a, typed), "-");
    if (str_ends(s, STR("x")))
        return arena_printf(a, "%.*sX", STR_ARG(str_cut(s, s.n - 1)));
    return s;
}

/* Area codes: 010 and 02x with eight digits behind, all others have four digits, with seven or eight. */
bool phone_is_valid(Str phone)
{
    if (!all_digits(phone) || phone.n < 11)
        return false;
    if (phone.p[0] == '1')
        return phone.n == 11 && phone.p[1] >= '3';
    bool is_short_area = phone.p[1] == '1' || phone.p[1] == '2';
    return phone.p[0] == '0' && phone.p[1] != '0' && (phone.n == 11 || (phone.n == 12 && !is_short_area));
}

Date id_card_born(Str number)
{
    i64 day = 0;
    return number.n == 18 && str_int((Str){ number.p + 6, 8 }, &day) && day > 0 ? (Date)day : 0;
}

Sex id_card_sex(Str number)
{
    return (number.p[16] - '0') % 2 ? SEX_MALE : SEX_FEMALE;
}

/* GB 11643-1999, 4.2: the sum of digit times weight, modulo 11, picks the check character (ISO 7064, MOD 11-2). */
bool id_card_is_valid(Str number)
{
    static const int  weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    static const char checks[] = "10X98765432";
    int               sum = 0;
    if (number.n != 18 || !all_digits(str_cut(number, 17)) || !date_is_valid(id_card_born(number)))
        return false;
    for (int i = 0; i < 17; i++)
        sum += (number.p[i] - '0') * weights[i];
    char last = number.p[17] == 'x' ? 'X' : number.p[17];
    return last == checks[sum % 11];
}
