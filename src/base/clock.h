/* clock: the time, which tests and the demonstration can move. Time is int64 milliseconds since 1970-01-01T00:00Z;
 * places show it in China Standard Time (UTC+8, no daylight saving since 1991). */
#pragma once
#include "base/str.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

i64  clock_now(void);           /* the wall clock as far as it is believed (watch.h), or the moved one */
void clock_set(i64 now_ms);     /* stands still there; 0 gives the wall clock back */
void clock_shift(i64 delta_ms); /* runs on, this far from the wall clock */
bool clock_is_moved(void);      /* by one of these two: nothing is watched then */
i64  clock_ticks(void);         /* ms that only ever grow: for measuring, never stored */
i64  clock_micros(void);        /* the same, finer */
struct timespec;
/* The time `ms` from now by the clock that only grows, for pthread_cond_timedwait with CLOCK_MONOTONIC. */
void clock_ahead(i64 ms, struct timespec *ret_until);

/* A calendar date as one number, 20260712. Dates sort, read and store well that way. */
typedef int Date;

Date date_of(i64 ms);                     /* the day in China at that time */
i64  date_start(Date d);                  /* its first millisecond */
/* The last day of what goes until `ms`: of a midnight the one that ends there. true: until the end of that day, as good as. */
bool date_until(i64 ms, Date *ret_last);
Date date_add(Date d, int days);
int  date_days(Date from, Date to);       /* to - from, negative when to is earlier */
int  date_weekday(Date d);                /* 1 Monday .. 7 Sunday (ISO 8601) */
bool date_is_valid(Date d);               /* 1900-01-01 .. 2999-12-31 */
bool date_parse(Str iso, Date *ret_date); /* YYYY-MM-DD; also YYYY/M/D and YYYY年M月D日 as people type them */
Str  date_iso(Arena *a, Date d);          /* 2026-07-12 */
Str  time_iso(Arena *a, i64 ms);          /* 2026-07-12T08:12:00+08:00 */
enum { DATE_DIGITS = 10, TIME_DIGITS = 25 };
Str  date_digits(char room[DATE_DIGITS], Date d); /* the same, written into room and lying there */
Str  time_digits(char room[TIME_DIGITS], i64 ms);
/* That form; with any offset or Z, without seconds (then of China, unless one is said), with parts of a second, which are dropped;
 * or a bare date: its start. */
bool time_parse(Str iso, i64 *ret_ms);
