/* house_key: see house_key.h. */
#include "engine/text/house_key.h"

#include "base/ascii.h"
#include "engine/text/numeral.h"

bool house_key_is_number(Str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!ascii_is_digit(key.p[i]))
            return false;
    return key.n > 0;
}

/* ---- numbers of groups ---- */

/* 3, 03, 三, 十三, 二十三 off the front of *rest; 1 to 99. */
static bool number_take(Str *rest, i64 *ret)
{
    Str s = *rest;
    *ret = 0;
    if (!numeral_take(&s, ret))
        for (int digits = 0; s.n && ascii_is_digit(s.p[0]) && digits < 3; digits++, s = str_skip(s, 1))
            *ret = *ret * 10 + (s.p[0] - '0');
    if (*ret == 0 || *ret > 99)
        return false;
    *rest = s;
    return true;
}

/* 第三组 at the front, or the whole of s, as 3组. */
static Str group_in_digits(Arena *a, Str s)
{
    Str rest = str_starts(s, STR("第")) ? str_skip(s, STR("第").n) : s;
    i64 n;
    if (!number_take(&rest, &n) || !str_starts(rest, STR("组")))
        return s;
    return arena_printf(a, "%lld%.*s", (long long)n, STR_ARG(rest));
}

static Str without_slashes(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '/')
            buf_char(&b, s.p[i]);
    return buf_text(&b);
}

/* One sign for what is written with another in traditional characters; every other difference is text_key()'s. */
static Str simplified(Arena *a, Str s)
{
    static const Str pairs[][2] = { { STR("戶"), STR("户") }, { STR("戸"), STR("户") }, { STR("號"), STR("号") },
                                    { STR("組"), STR("组") }, { STR("棟"), STR("栋") }, { STR("單"), STR("单") },
                                    { STR("樓"), STR("楼") } };
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    while (s.n) {
        size_t i = 0;
        while (i < COUNTOF(pairs) && !str_starts(s, pairs[i][0]))
            i++;
        if (i < COUNTOF(pairs))
            buf_str(&b, pairs[i][1]);
        else
            buf_char(&b, s.p[0]);
        s = str_skip(s, i < COUNTOF(pairs) ? pairs[i][0].n : 1);
    }
    return buf_text(&b);
}

Str group_key(Arena *a, Str name)
{
    Str key = simplified(a, text_key(a, without_slashes(a, text_key(a, name)))); /* wide slashes are narrow by then */
    Str rest = key;
    i64 n;
    if (number_take(&rest, &n) && rest.n == 0)
        return arena_printf(a, "%lld组", (long long)n);
    return group_in_digits(a, key);
}

/* ---- numbers of houses ---- */

/* Part of a number: a digit, or a letter as in 7b. */
static bool is_alnum(char ch)
{
    return ascii_is_digit(ch) || ascii_is_lower(ch);
}

static Str word_at(Str s, const Str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, words[i]))
            return words[i];
    return STR_NONE;
}

static Str without_endings(Str s, const Str *endings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(s, endings[i])) {
            s = str_cut(s, s.n - endings[i].n);
            i = SIZE_MAX; /* all of them again */
        }
    return s;
}

/* 户, 号, 室 and # behind a number say nothing; behind a name they are part of it. */
static Str without_ending(Str s)
{
    static const Str endings[] = { STR("户"), STR("号"), STR("室"), STR("#") };
    Str stem = without_endings(s, endings, COUNTOF(endings));
    return stem.n && (is_alnum(stem.p[stem.n - 1]) || stem.p[stem.n - 1] == ')') ? stem : s;
}

/* Marks that only say that here is a number: quotes of a spreadsheet ('888), stops behind it, brackets around all of it. */
static Str without_marks(Str s)
{
    static const Str quotes[] = { STR("'"), STR("\""), STR("`"), STR("‘"), STR("’"), STR("“"), STR("”"), STR("′"), STR("″") };
    static const Str stops[] = { STR("."), STR(","), STR(";"), STR(":"), STR("、"), STR("。") };
    static const Str pairs[][2] = { { STR("("), STR(")") }, { STR("["), STR("]") }, { STR("<"), STR(">") }, { STR("{"), STR("}") },
                                    { STR("【"), STR("】") }, { STR("〔"), STR("〕") }, { STR("《"), STR("》") },
                                    { STR("「"), STR("」") } };
    for (Str word; (word = word_at(s, quotes, COUNTOF(quotes))).n || (str_starts(s, STR("=")) && s.n > 1);)
        s = str_skip(s, word.n ? word.n : 1);
    s = without_endings(without_endings(s, quotes, COUNTOF(quotes)), stops, COUNTOF(stops));
    for (size_t i = 0; i < COUNTOF(pairs); i++) {
        size_t both = pairs[i][0].n + pairs[i][1].n;
        if (s.n > both && str_starts(s, pairs[i][0]) && str_ends(s, pairs[i][1]))
            return str_cut(str_skip(s, pairs[i][0].n), s.n - both);
    }
    return s;
}

/* Nothing but what says nothing stays as it is: a label of marks is one. */
static Str bare(Str s)
{
    for (size_t before = SIZE_MAX; s.n < before;) {
        before = s.n;
        Str less = without_ending(without_marks(s));
        s = less.n ? less : s;
    }
    return s;
}

/* No.888, 门牌号:888: words before a number that only say what it is. */
static Str without_heading(Str s)
{
    static const Str headings[] = { STR("no"), STR("nr"), STR("门牌号码"), STR("门牌号"), STR("门牌"), STR("户号"), STR("房号"),
                                    STR("编号") };
    Str rest = str_skip(s, word_at(s, headings, COUNTOF(headings)).n);
    if (rest.n < s.n && rest.n && (rest.p[0] == '.' || rest.p[0] == ':' || rest.p[0] == '-'))
        rest = str_skip(rest, 1);
    return rest.n && ascii_is_digit(rest.p[0]) ? rest : s;
}

/* A count in Chinese numerals is its number where one stands: first or behind a part, with nothing or its ending behind. */
static Str in_digits(Arena *a, Str s)
{
    static const Str before[] = { STR("-"), STR("组"), STR("栋"), STR("幢"), STR("座"), STR("楼"), STR("单元"), STR("第"), STR("#"),
                                  STR("."), STR(":"), STR("no"), STR("号"), STR("附"), STR("之") };
    static const Str behind[] = { STR("-"), STR("户"), STR("号"), STR("室"), STR("#"), STR("栋"), STR("幢"), STR("座"), STR("楼"),
                                  STR("单元"), STR("附"), STR("之") };
    Buf  b = buf_new(a, s.n + 1, s.n + 1); /* 一千万, nine bytes, are eight digits */
    bool is_free = true;
    for (Str rest = s; rest.n;) {
        Str taken = rest;
        i64 n;
        if (is_free && numeral_take(&taken, &n) && (taken.n == 0 || word_at(taken, behind, COUNTOF(behind)).n)) {
            buf_printf(&b, "%lld", (long long)n);
            rest = taken;
            is_free = false;
            continue;
        }
        Str word = word_at(rest, before, COUNTOF(before));
        buf_str(&b, str_cut(rest, word.n ? word.n : 1));
        rest = str_skip(rest, word.n ? word.n : 1);
        is_free = word.n > 0;
    }
    return buf_text(&b);
}

/* The .0 that a spreadsheet puts behind a number, not that of 7-1.0 or a1.0. */
static Str without_point_zero(Str s)
{
    size_t end = s.n, at;
    while (end > 0 && s.p[end - 1] == '0')
        end--;
    if (end == 0 || end == s.n || s.p[end - 1] != '.')
        return s;
    for (at = --end; at > 0 && ascii_is_digit(s.p[at - 1]); at--)
        ;
    return at == end || (at > 0 && (u8)s.p[at - 1] < 0x80) ? s : str_cut(s, end);
}

/* 栋, 单元 or 附 between two parts of a number, and a '-' behind it; 0 where none stands. 附1 and 之1 are the door beside 810 that is
 * written 810-1 too. 排 is none: 12排3 may be the third of the twelfth row where 12-3 is a flat. */
static size_t parting(Str rest)
{
    static const Str words[] = { STR("号附"), STR("号之"), STR("附"), STR("之"), STR("号楼"), STR("#楼"), STR("栋"), STR("幢"), STR("座"), STR("楼"), STR("单元"), STR("#") };
    Str    word = word_at(rest, words, COUNTOF(words));
    Str    behind = str_skip(rest, word.n);
    size_t dash = str_starts(behind, STR("-"));
    return word.n && behind.n > dash && is_alnum(behind.p[dash]) ? word.n + dash : 0;
}

/* Zeros, 第 or # in front of a digit, where nothing narrower stands before them: a07 is no count, 2-07 is 2-7. */
static size_t needless(Str rest, char before, bool is_first)
{
    static const Str words[] = { STR("第"), STR("#"), STR("0") };
    Str  word = word_at(rest, words, COUNTOF(words));
    bool is_free = is_first || before == '-' || (u8)before >= 0x80;
    if (!is_free || word.n == 0 || rest.n == word.n || !ascii_is_digit(rest.p[word.n]))
        return 0;
    return word.n;
}

static Str plainer(Arena *a, Str written)
{
    Str    s = without_point_zero(bare(without_heading(in_digits(a, bare(written)))));
    Buf    b = buf_new(a, s.n + 1, s.n + 1);
    char   before = 0;
    size_t n;
    for (Str rest = s; rest.n;) {
        if ((n = needless(rest, before, before == 0)) > 0) {
            rest = str_skip(rest, n);
            continue;
        }
        n = is_alnum(before) ? parting(rest) : 0;
        before = n ? '-' : rest.p[0];
        buf_char(&b, before);
        rest = str_skip(rest, n ? n : 1);
    }
    return buf_text(&b);
}

/* What is taken off may lay bare more of it: ((7)), 第第7. Nothing is put on, so that it ends. */
Str house_key_plain(Arena *a, Str written)
{
    Str key = plainer(a, written), again;
    while (!str_eq(again = plainer(a, key), key))
        key = again;
    return key;
}

/* The mark between two parts of a number that are all there is; 0 where there are more, or none. */
static size_t only_mark(Str key, Str mark, size_t *ret_at)
{
    if (!str_find(key, mark, ret_at))
        return 0;
    return house_key_is_number(str_cut(key, *ret_at)) && house_key_is_number(str_skip(key, *ret_at + mark.n)) ? mark.n : 0;
}

Str house_key_alike(Arena *a, Str key)
{
    static const Str row = STR("排"), dash = STR("-");
    size_t at = 0, n;
    if ((n = only_mark(key, row, &at)) > 0)
        return str_join(a, (Str[]){ str_cut(key, at), dash, str_skip(key, at + n) }, 3, STR_NONE);
    if ((n = only_mark(key, dash, &at)) > 0)
        return str_join(a, (Str[]){ str_cut(key, at), row, str_skip(key, at + n) }, 3, STR_NONE);
    return STR_NONE;
}

Str house_written(Arena *a, Str label)
{
    return bare(group_in_digits(a, bare(simplified(a, text_key(a, label)))));
}

Str house_key(Arena *a, Str label)
{
    return house_key_plain(a, house_written(a, label));
}

bool house_key_behind(Arena *a, Str written, Str name, Str *ret_rest)
{
    if (name.n == 0 || written.n <= name.n || !str_starts(written, name))
        return false;
    Str rest = str_skip(written, name.n);
    if (ascii_is_digit(name.p[name.n - 1]) && ascii_is_digit(rest.p[0])) /* A1 is not the beginning of A17 */
        return false;
    if (rest.n > 1 && rest.p[0] == '-')
        rest = str_skip(rest, 1);
    else if (str_starts(rest, STR("第")) && rest.n > STR("第").n)
        rest = str_skip(rest, STR("第").n);
    *ret_rest = house_key_plain(a, rest);
    return true;
}
