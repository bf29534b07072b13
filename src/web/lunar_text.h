/* lunar_text: a day of the Chinese calendar in words: 农历丙午马年五月廿八. The day is engine/calendar/lunar's, the words are keys
 * of the catalogs (i18n/lunar.*.po) put together of a group and a number. */
#pragma once
#include "engine/calendar/lunar.h"
#include "web/i18n.h"

/* With the festival that falls on it: 农历丙午马年正月初一，春节. Empty where the table does not reach. */
Str lunar_text(Arena *a, Lang lang, Date d);
Str lunar_text_short(Arena *a, Lang lang, Date d); /* month and day: 闰六月初二 */
/* For the top of a page, with the festival: 农历六月廿一; 农历正月初一，春节. */
Str lunar_text_day(Arena *a, Lang lang, Date d);
