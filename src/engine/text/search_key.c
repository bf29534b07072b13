/* search_key: see search_key.h. */
#include "engine/text/search_key.h"

#include "base/ascii.h"
#include "base/compat.h"
#include "base/simple.h"
#include "engine/text/numeral.h"

/* The marks that compat_key() took off their letters go: ā is a. Those of ü are what makes it another letter, which is typed v. */
static Str without_marks(Arena *a, Str s)
{
    enum { MARKS = 0x300, MARKS_END = 0x370, DIAERESIS = 0x308, SPACE_WIDE = 0x3000 };
    Buf  b = buf_new(a, s.n + 1, s.n + 1);
    char out[4];
    for (u32 ch; utf8_next(&s, &ch);) {
        if (ch == DIAERESIS && b.n && b.p[b.n - 1] == 'u')
            b.p[b.n - 1] = 'v';
        if (ch < MARKS || ch >= MARKS_END)
            buf_put(&b, out, utf8_put(out, ch == SPACE_WIDE ? ' ' : ch));
    }
    return buf_text(&b);
}

static bool begins_with_one(Str s)
{
    static const Str words[] = { STR("组"), STR("户"), STR("号"), STR("栋"), STR("幢"), STR("单元"), STR("楼"), STR("队") };
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_starts(s, words[i]))
            return true;
    return false;
}

/* 三组 is 3组, and 十七号 17号; 一般 stays. What is read as a count by some and otherwise by others (一百二号) stays too. */
static Str in_digits(Arena *a, Str s)
{
    Buf  b = buf_new(a, s.n + 1, s.n + 1); /* 一千万, nine bytes, are eight digits */
    char before = 0;
    while (s.n) {
        Str    rest = s;
        size_t run = numeral_run(s);
        i64    n;
        if (run && !ascii_is_digit(before) && numeral_take(&rest, &n) && begins_with_one(rest))
            buf_printf(&b, "%lld", (long long)n);
        else
            buf_str(&b, str_cut(s, run ? run : 1));
        before = s.p[0];
        s = str_skip(s, run ? run : 1);
    }
    return buf_text(&b);
}

Str search_key_plain(Arena *a, Str s)
{
    return simple_key(a, utf8_fold(a, without_marks(a, compat_key(a, s))));
}

Str search_key(Arena *a, Str s)
{
    return in_digits(a, search_key_plain(a, s));
}
