/* voices_words: see voices_words.h. */
#include "web/voices_words.h"

enum { DECIMALS = 2 };

static Str number(Arena *a, i64 n)
{
    return arena_printf(a, "%lld", (long long)n);
}

static Str shares_words(Arena *a, Lang lang, const VoicesPlace *p)
{
    Str *parts = NEW_N(a, Str, p->n_shares + 1);
    for (int i = 0; i < p->n_shares; i++) {
        VoicesShare s = p->shares[i];
        const char *key = s.divisor == 0   ? "voices.share.nothing"
                          : s.divisor == 1 ? "voices.share.whole"
                                           : "voices.share.part";
        parts[i] = i18n_fill(a, lang, key, number(a, s.households), number(a, s.divisor));
    }
    return str_join(a, parts, (size_t)p->n_shares, i18n_text(lang, "voices.between.shares"));
}

Str voices_words_sum(Arena *a, Lang lang, const Voices *v, size_t place, i64 days)
{
    const VoicesPlace *p = &v->places[place];
    Str    parts[4], between = i18n_text(lang, "voices.between.parts");
    size_t n = 0;
    parts[n++] = i18n_fill(a, lang, p->households == 1 ? "voices.household" : "voices.households", number(a, p->households),
                           shares_words(a, lang, p));
    if (p->for_care > 0)
        parts[n++] = i18n_fill(a, lang, "voices.care", number(a, p->care), voices_text(a, p->for_care, v->under, DECIMALS));
    if (p->for_waiting > 0)
        parts[n++] = i18n_fill(a, lang, "voices.waiting", number(a, days),
                               voices_text(a, p->for_waiting, v->under, DECIMALS));
    parts[n++] = i18n_fill(a, lang, "voices.sum", voices_text(a, p->sum, v->under, DECIMALS), STR_NONE);
    return str_join(a, parts, n, between);
}

Str voices_words_why(Arena *a, Lang lang, const Voices *v, size_t place)
{
    static const char *const keys[] = {
        [VOICES_MORE_HOUSEHOLDS] = "voices.why.more_households", [VOICES_LESS_HEARD] = "voices.why.less_heard",
        [VOICES_CARE] = "voices.why.care",                       [VOICES_LONGER] = "voices.why.longer",
        [VOICES_EVEN_HOUSEHOLDS] = "voices.why.even_households", [VOICES_EVEN_LONGER] = "voices.why.even_longer",
        [VOICES_EVEN] = "voices.why.even",
    };
    const VoicesAbove *above = &v->places[place].above;
    i64 figure = 0;
    switch (above->why) {
    case VOICES_LAST:
        return STR_NONE;
    case VOICES_MORE_HOUSEHOLDS:
    case VOICES_EVEN_HOUSEHOLDS:
        figure = above->households;
        break;
    case VOICES_LONGER:
    case VOICES_EVEN_LONGER:
        figure = above->days;
        break;
    case VOICES_LESS_HEARD:
        figure = above->heard;
        break;
    case VOICES_CARE:
    case VOICES_EVEN:
        break;
    }
    return i18n_fill(a, lang, keys[above->why], number(a, figure), voices_text(a, above->margin, v->under, DECIMALS));
}
