/* fold: see fold.h. */
#include "base/fold.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/compat.h"

/* ---- kinds of characters ---- */

static bool is_within(u32 ch, u32 from, u32 to)
{
    return ch >= from && ch <= to;
}

/* Seen by nobody, in no writing of ours of any use: what turns or silently parts a text. With is_joiner() all that Unicode
 * calls default ignorable. */
static bool is_invisible(u32 ch)
{
    return ch == 0xad || ch == 0x34f || ch == 0x61c || ch == 0x180e || ch == 0x200b || is_within(ch, 0x200e, 0x200f) ||
           is_within(ch, 0x202a, 0x202e) || is_within(ch, 0x2060, 0x206f) || ch == 0xfeff || is_within(ch, 0xfff0, 0xfffb) ||
           is_within(ch, 0x1bca0, 0x1bca3) || is_within(ch, 0x1d173, 0x1d17a);
}

/* Of use in emoji and in scripts that join; in a name or number they only hide a difference. */
static bool is_joiner(u32 ch)
{
    return is_within(ch, 0x200c, 0x200d) || is_within(ch, 0xfe00, 0xfe0f) || is_within(ch, 0xe0000, 0xe0fff) ||
           is_within(ch, 0x115f, 0x1160) || ch == 0x3164 || ch == 0xffa0 || is_within(ch, 0x17b4, 0x17b5) ||
           is_within(ch, 0x180b, 0x180f);
}

/* Takes room and shows nothing: a space that is not called one (braille without dots, a note without a head). */
static bool is_blank(u32 ch)
{
    return ch == 0x2800 || ch == 0x1d159 || ch == 0x16fe4;
}

static bool is_line_end(u32 ch)
{
    return ch == '\n' || ch == 0x2028 || ch == 0x2029;
}

static bool is_space(u32 ch)
{
    return ch == ' ' || ch == 0xa0 || ch == 0x1680 || is_within(ch, 0x2000, 0x200a) || ch == 0x202f || ch == 0x205f ||
           ch == 0x3000 || is_blank(ch);
}

static bool is_dash(u32 ch)
{
    return is_within(ch, 0x2010, 0x2015) || ch == 0x2212 || ch == 0xfe58 || ch == 0xfe63;
}

enum { NAME_DOT = 0xb7 }; /* 阿依古丽·买买提 */

static bool is_name_dot(u32 ch)
{
    return ch == 0x2022 || ch == 0x2027 || ch == 0x2219 || ch == 0x22c5 || ch == 0x30fb || ch == 0xff65 || ch == 0x2024 ||
           ch == 0x387;
}

bool text_misleads(Str s)
{
    for (u32 ch; utf8_next(&s, &ch);)
        if (is_within(ch, 0x202a, 0x202e) || is_within(ch, 0x2066, 0x2069) || is_within(ch, 0xe0001, 0xe007f))
            return true;
    return false;
}

bool text_hides(Str s)
{
    if (text_misleads(s))
        return true;
    for (u32 ch; utf8_next(&s, &ch);)
        if (is_blank(ch) || is_within(ch, 0x115f, 0x1160) || ch == 0x3164 || ch == 0xffa0 || is_within(ch, 0x17b4, 0x17b5) ||
            ch == 0x61c || is_within(ch, 0x200e, 0x200f))
            return true;
    return false;
}

bool text_shows_nothing(Str s)
{
    for (u32 ch; utf8_next(&s, &ch);)
        if (!is_invisible(ch) && !is_joiner(ch) && !is_space(ch) && !is_line_end(ch) && ch != '\t' && ch != '\r')
            return false;
    return true;
}

/* ---- lines ---- */

static void put(Buf *b, u32 ch)
{
    char out[4];
    buf_put(b, out, utf8_put(out, ch));
}

/* Two writings of one ideograph, letter or figure. */
static bool has_plain_writing(u32 ch)
{
    return is_within(ch, 0x2e80, 0x2fd5) || is_within(ch, 0xf900, 0xfaff) || is_within(ch, 0x2f800, 0x2fa1f) || is_within(ch, 0xff10, 0xff19) ||
           is_within(ch, 0xff21, 0xff3a) || is_within(ch, 0xff41, 0xff5a);
}

Str text_line(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n * 2 + 1); /* an ideograph of three bytes may be one of four */
    u32 ch;
    for (Str before = s; utf8_next(&s, &ch); before = s) {
        bool is_half = ch == '\r' && str_starts(s, STR("\n"));
        if (has_plain_writing(ch))
            buf_str(&b, compat_key(a, str_cut(before, before.n - s.n)));
        else if (!is_invisible(ch) && !is_half)
            put(&b, is_line_end(ch) || ch == '\r' || ch == '\t' || ch == 0x3000 || is_blank(ch) ? ' ' : ch);
    }
    return str_trim(buf_text(&b));
}

Str text_lines(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    u32 ch;
    while (utf8_next(&s, &ch)) {
        bool is_half = ch == '\r' && str_starts(s, STR("\n"));
        if (!is_invisible(ch) && !is_half)
            put(&b, ch == '\r' ? '\n' : is_blank(ch) ? ' ' : ch);
    }
    return str_trim(buf_text(&b));
}

/* ---- names ---- */

/* Ligatures, radicals, circled and wide signs as ASCII and Han characters, where they are nothing else (compat.h); those
 * of other scripts stay as they were typed. */
static Str other_writing(Arena *a, Str one)
{
    Str to = compat_key(a, one), rest = to;
    for (u32 ch; utf8_next(&rest, &ch);)
        if (!is_within(ch, ' ', '~') && !utf8_is_han(ch))
            return one;
    return to.n ? to : one;
}

/* Every character in its plain writing; no spaces but ' '. */
static Str plain(Arena *a, Str s)
{
    enum { LONGEST = 8 }; /* bytes that one may become */
    Buf b = buf_new(a, s.n + 1, s.n * LONGEST + 1);
    for (Str rest = s; rest.n;) {
        u32 ch;
        Str one = rest;
        if (!utf8_next(&rest, &ch))
            break;
        one.n -= rest.n;
        if (is_invisible(ch) || is_joiner(ch))
            continue;
        if (is_name_dot(ch))
            put(&b, NAME_DOT);
        else if (is_space(ch) || is_line_end(ch) || ch == '\t' || ch == '\r')
            put(&b, ' ');
        else if (is_dash(ch))
            put(&b, '-');
        else
            buf_str(&b, other_writing(a, one));
    }
    return buf_text(&b);
}

static bool closes_up(u32 ch)
{
    return ch == 0 || ch == NAME_DOT || utf8_is_han(ch);
}

static u32 next_of(Str rest)
{
    u32 ch;
    return utf8_next(&rest, &ch) ? ch : 0;
}

/* Spaces go where they part nothing: all of them, or those beside a Han character, a dot or an end. A full stop between
 * Han characters is the dot of a name too. */
static Str closed(Arena *a, Str s, bool all)
{
    Buf b = buf_new(a, s.n * 2 + 1, s.n * 2 + 1);
    u32 ch, before = 0, after;
    while (utf8_next(&s, &ch)) {
        after = next_of(s);
        if (ch == ' ' && (all || after == ' ' || closes_up(before) || closes_up(after)))
            continue;
        if (ch == '.' && utf8_is_han(before) && utf8_is_han(after))
            ch = NAME_DOT;
        put(&b, ch);
        before = ch;
    }
    return buf_text(&b);
}

/* Twice: a full stop may stand between Han characters only when spaces have gone. */
Str text_name(Arena *a, Str s)
{
    return closed(a, closed(a, plain(a, s), false), false);
}

Str text_login(Arena *a, Str s)
{
    return utf8_fold(a, compat_key(a, str_trim(s)));
}

/* Names before what they are made of, so that a dot is one; marks are put in order again where a space between them went. */
Str text_key(Arena *a, Str s)
{
    Str name = plain(a, compat_key(a, plain(a, s)));
    return utf8_fold(a, compat_key(a, closed(a, closed(a, name, true), true)));
}

/* ---- numbers that closing up would change ---- */

typedef enum Figure { FIGURE_NONE, FIGURE_DIGIT, FIGURE_WORD, FIGURE_ODD } Figure; /* 7 or ７, 七, ⑦ or ½ */

static bool is_number_word(u32 ch)
{
    static const u32 words[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341 };
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (ch == words[i])
            return true;
    return false;
}

static Figure figure_of(Arena *a, u32 ch, Str one)
{
    Str key = compat_key(a, one);
    if (is_within(ch, '0', '9') || is_within(ch, 0xff10, 0xff19) || is_within(ch, 0x1d7ce, 0x1d7ff))
        return FIGURE_DIGIT;
    for (size_t i = 0; i < key.n; i++)
        if (ascii_is_digit(key.p[i]))
            return FIGURE_ODD;
    return is_number_word(ch) ? FIGURE_WORD : FIGURE_NONE;
}

/* What follows a run of numerals: nothing more, or 组. */
static bool ends_a_number(Str rest)
{
    u32 ch = 0;
    Str s = rest;
    while (utf8_next(&s, &ch) && (is_number_word(ch) || is_within(ch, '0', '9') || is_space(ch)))
        rest = s;
    return rest.n == 0 || str_starts(rest, STR("组")) || str_starts(rest, STR("組"));
}

bool text_blurs_number(Arena *a, Str s)
{
    Figure before = FIGURE_NONE;
    bool   is_gap = false;
    u32    ch;
    s = text_line(a, s);
    for (Str rest = s; utf8_next(&rest, &ch); s = rest) {
        if (is_joiner(ch))
            continue;
        if (is_space(ch)) {
            is_gap = true;
            continue;
        }
        Figure now = figure_of(a, ch, str_cut(s, s.n - rest.n));
        if (before && now && (before == FIGURE_ODD || now == FIGURE_ODD))
            return true;
        if (is_gap && before && now && ((before == FIGURE_DIGIT && now == FIGURE_DIGIT) || ends_a_number(rest)))
            return true;
        before = now;
        is_gap = false;
    }
    return false;
}
