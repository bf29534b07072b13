/* phrase: see phrase.h.
 *
 * Two numbers stand beside a value. Its floor is the multiple of the metric's rounding unit at or below it: what 余, 多
 * and 不到 build on. Its summit is the next number of one digit and zeros above it (9,320 -> 10,000; 412 -> 500): what
 * 近 looks up to, and the reason why 412 is 410余 and not 近420 while 99,640 is 近10万. */
#include "engine/text/phrase.h"

#include "base/buf.h"

typedef __int128 Wide;

enum { WAN = 10000, NEAR_PERCENT = 95, ABOUT_PERCENT = 2 };

/* The value in minor units, exactly: 12.5, 1.25, and 3.4万 where the metric counts in 万. */
static void put_number(Buf *b, const Phrase *p, Wide minor_value, const char *between)
{
    bool in_wan = p->wan && minor_value >= (Wide)WAN * p->minor;
    Wide unit = in_wan ? (Wide)WAN * p->minor : p->minor;
    buf_int(b, (i64)(minor_value / unit));
    Wide rest = minor_value % unit;
    if (rest > 0)
        buf_char(b, '.');
    for (int i = 0; i < 12 && rest > 0; i++) {
        rest *= 10;
        buf_char(b, (char)('0' + (int)(rest / unit)));
        rest %= unit;
    }
    buf_cstr(b, between);
    if (in_wan)
        buf_cstr(b, "万");
}

/* 千 for 1000 and the like, as in 千余斤; NULL for all other numbers. */
static const char *lone_word(const Phrase *p, Wide minor_value)
{
    static const struct {
        i64         number;
        const char *word;
    } words[] = { { 10, "十" }, { 100, "百" }, { 1000, "千" }, { WAN, "万" } };
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (minor_value == (Wide)words[i].number * p->minor && (words[i].number < WAN || p->wan))
            return words[i].word;
    return NULL;
}

/* The next number of one digit and zeros above the value, or 0 where it is finer than the metric rounds to. */
static Wide summit_of(const Phrase *p, Wide value)
{
    Wide step = p->minor;
    while (value >= step * 10)
        step *= 10;
    Wide summit = (value / step + 1) * step;
    return summit % ((Wide)p->round * p->minor) == 0 ? summit : 0;
}

static bool put_near(Buf *b, const Phrase *p, Wide value)
{
    Wide summit = summit_of(p, value);
    if (summit == 0 || value * 100 < summit * NEAR_PERCENT)
        return false;
    buf_cstr(b, "近");
    put_number(b, p, summit, "");
    return true;
}

/* 余 or 多 after the floor: 130余万 where the rest is of 万 too, 9万余 where it is less than one. */
static void put_more(Buf *b, const Phrase *p, Wide value, Wide floor)
{
    const char *word = p->style == PHRASE_MORE ? "余" : "多";
    const char *lone = lone_word(p, floor);
    bool        before_wan = p->wan && p->round > WAN;
    if (p->style == PHRASE_SOME && value >= (Wide)11 * p->minor && value < (Wide)20 * p->minor) {
        buf_cstr(b, "十几");
    } else if (p->style == PHRASE_MORE && lone != NULL) {
        buf_cstr(b, lone);
        buf_cstr(b, word);
    } else if (before_wan) {
        put_number(b, p, floor, word);
    } else {
        put_number(b, p, floor, "");
        buf_cstr(b, word);
    }
}

static bool put_about(Buf *b, const Phrase *p, Wide value, Wide unit)
{
    Wide round = (value + unit / 2) / unit * unit;
    Wide off = value > round ? value - round : round - value;
    if (off * 100 > round * ABOUT_PERCENT)
        return false;
    buf_cstr(b, "约");
    put_number(b, p, round, "");
    return true;
}

Str phrase_text(Arena *a, const Phrase *p, i64 minor_value)
{
    /* a constant of the caller, and a figure that is not below none (board.c) */
    BUG_ON(p->minor <= 0 || p->round <= 0 || minor_value < 0);
    Buf  b = buf_new(a, 64, 256);
    Wide value = minor_value, unit = (Wide)p->round * p->minor, floor = value / unit * unit;
    bool is_said = false;
    if (p->style == PHRASE_EXACT || value == floor) {
        is_said = false;
    } else if (p->style == PHRASE_ABOUT) {
        is_said = put_about(&b, p, value, unit);
    } else if (p->style == PHRASE_UNDER) {
        buf_cstr(&b, "不到");
        put_number(&b, p, floor + unit, "");
        is_said = true;
    } else {
        is_said = put_near(&b, p, value);
        if (!is_said && floor > 0) {
            put_more(&b, p, value, floor);
            is_said = true;
        }
    }
    if (!is_said)
        put_number(&b, p, value, "");
    buf_cstr(&b, p->unit);
    return buf_text(&b);
}
