/* lunar: see lunar.h. */
#include "engine/calendar/lunar.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100, MONTHS = 13 };

/* A year each. Bits 0-12: months of 30 days, in their order, a leap month after the one whose number it has; 13-16: the
 * leap month, 0 for none; 17-18: day of Qingming in April, less 4; 19-23: the first day, counted from 21 January. */
static const u32 years[LAST_YEAR - FIRST_YEAR + 1] = {
    /* 1900 */ 0x5316d2, 0xea0752, 0x940ea5, 0x44b64a, 0xd2064b, 0x720a9b, 0x249556, 0xbc056a, 0x620b59, 0x0a5752,
    /* 1910 */ 0xa40752, 0x4cdb25, 0xe20b25, 0x820a4b, 0x2ab4ab, 0xc402ad, 0x6a056b, 0x124b69, 0xaa0da9, 0x5cfd92,
    /* 1920 */ 0xf20e92, 0x920d25, 0x3aba4d, 0xd40a56, 0x7a02b6, 0x1a95b5, 0xba06d4, 0x640ea9, 0x125e92, 0xa20e92,
    /* 1930 */ 0x4acd26, 0xdc052b, 0x820a57, 0x2ab2b6, 0xc20b5a, 0x7406d4, 0x1a6ec9, 0xaa0749, 0x52f693, 0xec0a93,
    /* 1940 */ 0x92052b, 0x32ca5b, 0xca0aad, 0x7c056a, 0x229b55, 0xba0ba4, 0x620b49, 0x0a5a93, 0xa20a95, 0x42f52d,
    /* 1950 */ 0xda0536, 0x820aad, 0x32b5aa, 0xc205b2, 0x6a0da5, 0x1a7d4a, 0xb20d4a, 0x530a95, 0xe20a97, 0x920556,
    /* 1960 */ 0x3acab5, 0xca0ad5, 0x7a06d2, 0x228ea5, 0xba0ea5, 0x62064a, 0x026c97, 0x9a0a9b, 0x4af55a, 0xda056a,
    /* 1970 */ 0x820b69, 0x32b752, 0xca0b52, 0x6a0b25, 0x12964b, 0xaa0a4b, 0x5114ab, 0xe202ad, 0x8a056d, 0x3acb69,
    /* 1980 */ 0xd00da9, 0x7a0d92, 0x229d25, 0xba0d25, 0x615a4d, 0xf20a56, 0x9a02b6, 0x42c5b5, 0xd806d5, 0x820ea9,
    /* 1990 */ 0x32be92, 0xca0e92, 0x700d26, 0x126a56, 0xa20a57, 0x5314d6, 0xe8035a, 0x8a06d5, 0x3ab6c9, 0xd20749,
    /* 2000 */ 0x780693, 0x1a952b, 0xb2052b, 0x5a0a5b, 0x08555a, 0x9a056a, 0x42fb55, 0xe20ba4, 0x880b49, 0x28ba93,
    /* 2010 */ 0xc20a95, 0x6a052d, 0x108aad, 0xa00ab5, 0x5335aa, 0xea05d2, 0x900da5, 0x38dd4a, 0xd20d4a, 0x7a0c95,
    /* 2020 */ 0x20952e, 0xb00556, 0x5a0ab5, 0x0a55b2, 0xa006d2, 0x40cea5, 0xda0725, 0x82064b, 0x28ac97, 0xb80cab,
    /* 2030 */ 0x6a055a, 0x126ad6, 0xa80b69, 0x517752, 0xea0b52, 0x920b25, 0x38da4b, 0xc80a4b, 0x7204ab, 0x1aa55b,
    /* 2040 */ 0xb005ad, 0x580b6a, 0x085b52, 0xa20d92, 0x48fd25, 0xd80d25, 0x800a55, 0x2ab4ad, 0xc004b6, 0x6005b5,
    /* 2050 */ 0x106daa, 0xaa0ec9, 0x591e92, 0xe80e92, 0x900d26, 0x3aca56, 0xc80a57, 0x7004d6, 0x1886d5, 0xb20755,
    /* 2060 */ 0x600749, 0x006e93, 0x980693, 0x42f52b, 0xd8052b, 0x780a5b, 0x28b55a, 0xc2056a, 0x680b65, 0x10974a,
    /* 2070 */ 0xa80b4a, 0x531a95, 0xe80a95, 0x88052d, 0x30caad, 0xc80ab5, 0x7805aa, 0x188ba5, 0xb00da5, 0x600d4a,
    /* 2080 */ 0x087c95, 0x980c96, 0x40f94e, 0xd80556, 0x800ab5, 0x28b5b2, 0xc006d2, 0x680ea5, 0x188e4a, 0xa0068b,
    /* 2090 */ 0x490c97, 0xe004ab, 0x88055b, 0x30cad6, 0xc80b6a, 0x780752, 0x209725, 0xb00b25, 0x580a8b, 0x00549b,
    /* 2100 */ 0x9a04ab,
};

static int leap_of(u32 y)
{
    return (int)(y >> 13 & 15);
}

static Date qingming_of(int year)
{
    return year * 10000 + 404 + (int)(years[year - FIRST_YEAR] >> 17 & 3);
}

static Date first_day(int year)
{
    return date_add(year * 10000 + 121, (int)(years[year - FIRST_YEAR] >> 19 & 31));
}

static int months_of(u32 y)
{
    return leap_of(y) ? MONTHS : MONTHS - 1;
}

static int month_days(u32 y, int at)
{
    return y >> at & 1 ? 30 : 29;
}

static bool is_known(int year)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

int lunar_leap_month(int year)
{
    return is_known(year) ? leap_of(years[year - FIRST_YEAR]) : 0;
}

static LunarFestival festival_of(const LunarDay *l, Date d, bool is_last)
{
    static const struct {
        int           month, day;
        LunarFestival festival;
    } fixed[] = {
        { 1, 1, LUNAR_SPRING },   { 1, 15, LUNAR_LANTERN },    { 5, 5, LUNAR_DRAGON_BOAT }, { 7, 7, LUNAR_SEVENTH },
        { 8, 15, LUNAR_MID_AUTUMN }, { 9, 9, LUNAR_DOUBLE_NINTH }, { 12, 8, LUNAR_LABA },
    };
    for (size_t i = 0; i < COUNTOF(fixed) && !l->is_leap; i++)
        if (l->month == fixed[i].month && l->day == fixed[i].day)
            return fixed[i].festival;
    if (is_last)
        return LUNAR_EVE;
    bool is_april = d / 100 % 100 == 4; /* of a year that the table has: its last days are those of January 2101 */
    return is_april && d == qingming_of(d / 10000) ? LUNAR_QINGMING : LUNAR_NO_FESTIVAL;
}

bool lunar_of(Date d, LunarDay *ret_day)
{
    *ret_day = (LunarDay){ 0 };
    if (d < LUNAR_FIRST || d > LUNAR_LAST || !date_is_valid(d))
        return false;
    int year = d / 10000;
    if (year > LAST_YEAR || d < first_day(year))
        year--;
    u32 y = years[year - FIRST_YEAR];
    int rest = date_days(first_day(year), d), at = 0, leap = leap_of(y);
    while (rest >= month_days(y, at))
        rest -= month_days(y, at++);
    LunarDay l = { .year = year, .day = rest + 1, .month_days = month_days(y, at) };
    l.is_leap = leap > 0 && at == leap;
    l.month = leap > 0 && at >= leap ? at : at + 1;
    l.stem = (year - 4) % 10 + 1;
    l.branch = (year - 4) % 12 + 1;
    l.festival = festival_of(&l, d, at == months_of(y) - 1 && l.day == l.month_days);
    *ret_day = l;
    return true;
}

Date lunar_date(int year, int month, bool is_leap, int day)
{
    if (!is_known(year) || month < 1 || month > 12)
        return 0;
    u32 y = years[year - FIRST_YEAR];
    int leap = leap_of(y), at = month - 1 + (is_leap || (leap > 0 && month > leap)), days = day - 1;
    if ((is_leap && month != leap) || day < 1 || day > month_days(y, at))
        return 0;
    while (at > 0)
        days += month_days(y, --at);
    return date_add(first_day(year), days);
}

Date lunar_festival_date(int year, LunarFestival festival)
{
    if (!is_known(year))
        return 0;
    switch (festival) {
    case LUNAR_SPRING:
        return first_day(year);
    case LUNAR_LANTERN:
        return lunar_date(year, 1, false, 15);
    case LUNAR_QINGMING:
        return qingming_of(year);
    case LUNAR_DRAGON_BOAT:
        return lunar_date(year, 5, false, 5);
    case LUNAR_SEVENTH:
        return lunar_date(year, 7, false, 7);
    case LUNAR_MID_AUTUMN:
        return lunar_date(year, 8, false, 15);
    case LUNAR_DOUBLE_NINTH:
        return lunar_date(year, 9, false, 9);
    case LUNAR_LABA:
        return lunar_date(year, 12, false, 8);
    case LUNAR_EVE:
        return year == LAST_YEAR ? LUNAR_LAST : date_add(first_day(year + 1), -1);
    default:
        return 0;
    }
}
