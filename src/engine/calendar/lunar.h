/* lunar: the Chinese calendar (农历) of a day, for display: month and day, leap months (闰月), the year's stem and branch
 * (干支), its animal (生肖), and the festivals that people keep. Numbers only; the words are in the catalogs.
 *
 * From 1900-01-31 to 2101-01-28, the lunar years 1900 to 2100, by a table of month lengths. It is the calendar of
 * GB/T 33661-2017 (农历的编算和颁行): a month begins on the day of the new moon in China's time, the winter solstice
 * falls in the eleventh month, and where thirteen months lie between two of those the first without a principal term is
 * a leap month. Until 1928 the days are those of Beijing's own time (UTC+7:45:40), and one month of 1906 is as it was
 * promulgated, a day off what is computed today. The test computes all of it again from sun and moon.
 *
 * Three months of the future begin so near to midnight (33, 54 and 83 seconds) that the earth's rotation, which nobody
 * can foretell, may still move them by a day: those of 2057-09-29, 2089-09-04 and 2097-08-08. Pure. */
#pragma once
#include "base/clock.h"

#define LUNAR_FIRST 19000131
#define LUNAR_LAST  21010128

typedef enum LunarFestival {
    LUNAR_NO_FESTIVAL,
    LUNAR_SPRING,      /* 春节, 1st of the 1st month */
    LUNAR_LANTERN,     /* 元宵节, 15th of the 1st */
    LUNAR_QINGMING,    /* 清明, when the sun reaches 15 degrees: 4 to 6 April */
    LUNAR_DRAGON_BOAT, /* 端午, 5th of the 5th */
    LUNAR_SEVENTH,     /* 七夕, 7th of the 7th */
    LUNAR_MID_AUTUMN,  /* 中秋, 15th of the 8th */
    LUNAR_DOUBLE_NINTH, /* 重阳, 9th of the 9th */
    LUNAR_LABA,        /* 腊八, 8th of the 12th */
    LUNAR_EVE,         /* 除夕, the last day of the year */
    LUNAR_FESTIVALS
} LunarFestival;

typedef struct LunarDay {
    int           year;       /* that in which the lunar year begins: 2025 until 2026-02-16 */
    int           month, day; /* 1..12, 1..30 */
    bool          is_leap;    /* 闰: the month repeats the number of the one before */
    int           month_days; /* 29 or 30 */
    int           stem;       /* 1..10, 甲 to 癸 */
    int           branch;     /* 1..12, 子 to 亥; also the animal, rat to pig */
    LunarFestival festival;   /* never of a leap month, Qingming apart; one at most falls on a day */
} LunarDay;

/* False outside LUNAR_FIRST .. LUNAR_LAST, or where `d` is no date. At most thirteen steps. */
bool lunar_of(Date d, LunarDay *ret_day);

/* The day with this month and day; 0 where the year has none: out of the table, no such leap month, no 30th. */
Date lunar_date(int year, int month, bool is_leap, int day);

/* The festival of that lunar year, for LUNAR_QINGMING the one in the April within it; 0 outside the table. */
Date lunar_festival_date(int year, LunarFestival festival);

int lunar_leap_month(int year); /* 1..12; 0: none, or outside the table */
