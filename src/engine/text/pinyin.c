/* pinyin: see pinyin.h. */
#include "engine/text/pinyin.h"

#include <string.h>

#include "base/ascii.h"
#include "engine/text/pinyin_table.h"

bool pinyin_is_latin(Str text)
{
    bool is_any = false;
    for (size_t i = 0; i < text.n; i++) {
        if (!ascii_is_lower(text.p[i]) && text.p[i] != ' ')
            return false;
        is_any |= text.p[i] != ' ';
    }
    return is_any;
}

/* ---- from characters ---- */

/* The first pair of the character; pinyin_pairs_n / 2 where it has none. */
static size_t pair_of(u32 ch)
{
    size_t low = 0, high = pinyin_pairs_n / 2;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (pinyin_pairs[2 * middle] < ch)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pinyin_pairs_n / 2 && pinyin_pairs[2 * low] == ch ? low : pinyin_pairs_n / 2;
}

static Str reading(size_t pair)
{
    return str_from(pinyin_syllables[pinyin_pairs[2 * pair + 1] & ~PINYIN_COMMON]);
}

/* How many readings stand there. */
static size_t readings(size_t pair)
{
    size_t n = 1;
    while (pair + n < pinyin_pairs_n / 2 && pinyin_pairs[2 * (pair + n)] == pinyin_pairs[2 * pair])
        n++;
    return n;
}

/* The name with the character at `odd` read in its k-th way, k > 0, and all others as usual. */
static Str spelled(Arena *a, Str name, size_t odd, size_t k, bool is_short)
{
    Buf    b = buf_new(a, name.n * PINYIN_LONGEST + 1, name.n * PINYIN_LONGEST + 1);
    u32    ch;
    size_t i = 0;
    for (Str rest = name; utf8_next(&rest, &ch); i++) {
        if (ch < 0x80) {
            buf_char(&b, (char)ch);
            continue;
        }
        Str said = reading(pair_of(ch) + (i == odd ? k : 0));
        buf_str(&b, is_short ? str_cut(said, 1) : said);
    }
    return buf_text(&b);
}

static size_t put(Str ret[PINYIN_SPELLINGS], size_t n, Str spelling)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(ret[i], spelling))
            return n;
    if (n < PINYIN_SPELLINGS)
        ret[n++] = spelling;
    return n;
}

static bool is_spelled(Str name)
{
    bool is_han = false;
    for (u32 ch; utf8_next(&name, &ch);) {
        if (ch >= 0x80 ? pair_of(ch) == pinyin_pairs_n / 2 : !ascii_is_lower((char)ch) && !ascii_is_digit((char)ch))
            return false;
        is_han |= ch >= 0x80;
    }
    return is_han;
}

static size_t spellings(Arena *a, Str name, bool is_short, Str ret[PINYIN_SPELLINGS])
{
    size_t n = 0, i = 0;
    u32    ch;
    if (!is_spelled(name))
        return 0;
    n = put(ret, n, spelled(a, name, SIZE_MAX, 0, is_short));
    for (Str rest = name; n < PINYIN_SPELLINGS && utf8_next(&rest, &ch); i++) {
        size_t ways = ch < 0x80 ? 1 : readings(pair_of(ch));
        for (size_t k = 1; k < ways; k++)
            n = put(ret, n, spelled(a, name, i, k, is_short));
    }
    return n;
}

size_t pinyin_whole(Arena *a, Str name, Str ret[PINYIN_SPELLINGS])
{
    return spellings(a, name, false, ret);
}

size_t pinyin_initials(Arena *a, Str name, Str ret[PINYIN_SPELLINGS])
{
    return spellings(a, name, true, ret);
}

/* ---- from letters ---- */

/* The number of a syllable; false where it is none. */
static bool syllable_find(Str s, uint16_t *ret)
{
    size_t low = 0, high = pinyin_syllables_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int    by = str_cmp(str_from(pinyin_syllables[middle]), s);
        if (by == 0) {
            *ret = (uint16_t)middle;
            return true;
        }
        if (by < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* The longest syllables first, so that the first way is what people mean most; each step takes a letter at least, six at most. */
static int ways_from(Str rest, PinyinWay *way, PinyinWay ret[PINYIN_WAYS], int n)
{
    while (rest.n && !ascii_is_lower(rest.p[0]))
        rest = str_skip(rest, 1);
    if (rest.n == 0 && way->n > 0)
        ret[n++] = *way;
    if (rest.n == 0 || way->n == PINYIN_SYLLABLES)
        return n;
    for (size_t len = rest.n < PINYIN_LONGEST ? rest.n : PINYIN_LONGEST; len > 0 && n < PINYIN_WAYS; len--)
        if (syllable_find(str_cut(rest, len), &way->v[way->n])) {
            way->n++;
            n = ways_from(str_skip(rest, len), way, ret, n);
            way->n--;
        }
    return n;
}

int pinyin_ways(Str letters, PinyinWay ret[PINYIN_WAYS])
{
    PinyinWay way = { .n = 0 };
    for (size_t i = 0; i < letters.n; i++)
        if (!ascii_is_lower(letters.p[i]) && letters.p[i] != ' ' && letters.p[i] != '\'')
            return 0;
    if (letters.n > PINYIN_SYLLABLES * (PINYIN_LONGEST + 1))
        return 0;
    return ways_from(letters, &way, ret, 0);
}

Str pinyin_characters(Arena *a, uint16_t syllable, size_t most, size_t *ret_n)
{
    enum { BYTES = 3 }; /* of a character of the table */
    Buf b = buf_new(a, most * BYTES + 1, most * BYTES + 1);
    *ret_n = 0;
    for (size_t i = 0; i < pinyin_pairs_n / 2 && *ret_n < most; i++) {
        char out[4];
        if (pinyin_pairs[2 * i + 1] != (syllable | PINYIN_COMMON))
            continue;
        buf_put(&b, out, utf8_put(out, pinyin_pairs[2 * i]));
        ++*ret_n;
    }
    return buf_text(&b);
}
