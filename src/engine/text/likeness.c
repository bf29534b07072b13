/* likeness: see likeness.h. */
#include "engine/text/likeness.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

/* Words that nearly every complaint has, one character each; a word of two is two of these. */
static const u32 COMMON[] = U"的了吗呢吧啊呀么着过和与及或就都也还又很太我你您他她咱们这那个有在是被把给让对请";

static bool is_common(u32 ch)
{
    for (const u32 *word = COMMON; *word != 0; word++)
        if (*word == ch)
            return true;
    return false;
}

/* The character as it is compared, or 0 where it does not count. Full-width ASCII reads as ASCII, as in utf8_fold(). */
static u32 fold(u32 ch)
{
    if (ch >= 0xff01 && ch <= 0xff5e)
        ch -= 0xfee0;
    if (ascii_is_upper(ch))
        ch += 'a' - 'A';
    if (ascii_is_lower(ch) || ascii_is_digit(ch))
        return ch;
    return utf8_is_han(ch) && !is_common(ch) ? ch : 0;
}

/* Keeps the set sorted and distinct; a full set takes no more. */
static void gram_put(GramSet *s, u64 gram)
{
    int low = 0, high = s->n;
    while (low < high) {
        int mid = (low + high) / 2;
        if (s->v[mid] < gram)
            low = mid + 1;
        else
            high = mid;
    }
    if ((low < s->n && s->v[low] == gram) || s->n == LIKENESS_MAX_GRAMS)
        return;
    memmove(&s->v[low + 1], &s->v[low], (size_t)(s->n - low) * sizeof s->v[0]);
    s->v[low] = gram;
    s->n++;
}

void likeness_grams(Str text, GramSet *ret_set)
{
    u32 ch, before = 0;
    ret_set->n = 0;
    while (utf8_next(&text, &ch)) {
        u32 now = fold(ch);
        if (now == 0)
            continue;
        if (before != 0)
            gram_put(ret_set, (u64)before << 32 | now);
        before = now;
    }
    if (ret_set->n == 0 && before != 0)
        gram_put(ret_set, before);
}

Fraction likeness(const GramSet *a, const GramSet *b)
{
    int both = 0;
    for (int i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->v[i] == b->v[k])
            both++, i++, k++;
        else if (a->v[i] < b->v[k])
            i++;
        else
            k++;
    }
    return (Fraction){ 2 * both, a->n + b->n };
}

bool likeness_is_alike(const GramSet *a, const GramSet *b)
{
    return fraction_at_least(likeness(a, b), LIKENESS_NUM, LIKENESS_DEN);
}
