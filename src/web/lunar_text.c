/* lunar_text: see lunar_text.h. */
#include "web/lunar_text.h"

static Str word(Arena *a, Lang lang, const char *group, int number)
{
    Str digits = arena_printf(a, "%d", number);
    return i18n_word(lang, group, str_cstr(a, digits));
}

static Str month_and_day(Arena *a, Lang lang, const LunarDay *l)
{
    Str month = word(a, lang, "lunar.month.", l->month);
    if (l->is_leap)
        month = i18n_fill(a, lang, "lunar.leap", month, STR_NONE);
    return i18n_fill(a, lang, "lunar.day_of", month, word(a, lang, "lunar.day.", l->day));
}

Str lunar_text_short(Arena *a, Lang lang, Date d)
{
    LunarDay l;
    return lunar_of(d, &l) ? month_and_day(a, lang, &l) : STR("");
}

static Str with_festival(Arena *a, Lang lang, Str text, const LunarDay *l)
{
    if (l->festival == LUNAR_NO_FESTIVAL)
        return text;
    return i18n_fill(a, lang, "lunar.festive", text, word(a, lang, "lunar.festival.", (int)l->festival));
}

Str lunar_text_day(Arena *a, Lang lang, Date d)
{
    LunarDay l;
    if (!lunar_of(d, &l))
        return STR("");
    return with_festival(a, lang, i18n_fill(a, lang, "lunar.day_only", month_and_day(a, lang, &l), STR_NONE), &l);
}

Str lunar_text(Arena *a, Lang lang, Date d)
{
    LunarDay l;
    if (!lunar_of(d, &l))
        return STR("");
    Str stem = word(a, lang, "lunar.stem.", l.stem);
    Str branch = word(a, lang, "lunar.branch.", l.branch);
    Str pair = i18n_fill(a, lang, "lunar.pair", stem, branch);
    Str year = i18n_fill(a, lang, "lunar.year", pair, word(a, lang, "lunar.animal.", l.branch));
    return with_festival(a, lang, i18n_fill(a, lang, "lunar.date", year, month_and_day(a, lang, &l)), &l);
}
