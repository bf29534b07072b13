/* id_card: whether a phone or an identity number can be one at all. See person.h. */
#include "place/person.h"

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

bool phone_is_valid(Str phone)
{
    return phone.n == 11 && all_digits(phone) && (phone.p[0] == '0' || (phone.p[0] == '1' && phone.p[1] >= '3'));
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
