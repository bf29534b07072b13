/* utf8: see utf8.h. The decoder follows Table 3-7 of The Unicode Standard (well-formed byte sequences). */
#include "base/utf8.h"

#include <iconv.h>
#include <string.h>

#include "base/buf.h"

/* Length of the well-formed character at the front of s, 0 when there is none; its value in *ret_char. */
static size_t decode(Str s, u32 *ret_char)
{
    const u8 *p = (const u8 *)s.p;
    if (s.n == 0)
        return 0;
    if (p[0] < 0x80) {
        *ret_char = p[0];
        return 1;
    }
    size_t n = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4 : 0;
    if (n == 0 || s.n < n)
        return 0;
    u32 ch = p[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        ch = ch << 6 | (p[i] & 0x3fu);
    }
    static const u32 least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (ch < least[n] || ch > 0x10ffff || (ch >= 0xd800 && ch <= 0xdfff))
        return 0;
    *ret_char = ch;
    return n;
}

bool utf8_next(Str *rest, u32 *ret_char)
{
    size_t n = decode(*rest, ret_char);
    if (n == 0)
        return false;
    *rest = str_skip(*rest, n);
    return true;
}

bool utf8_is_text(Str s)
{
    u32 ch;
    while (s.n) {
        if (!utf8_next(&s, &ch))
            return false;
        if ((ch < 0x20 && ch != '\t' && ch != '\n' && ch != '\r') || (ch >= 0x7f && ch < 0xa0))
            return false;
    }
    return true;
}

bool utf8_is_encoded(Str s)
{
    u32 ch;
    u64 eight;
    while (s.n) {
        for (; s.n >= sizeof eight; s = str_skip(s, sizeof eight)) {
            memcpy(&eight, s.p, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
        }
        if (s.n && !utf8_next(&s, &ch))
            return false;
    }
    return true;
}

size_t utf8_count(Str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((u8)s.p[i] & 0xc0) != 0x80;
    return count;
}

Str utf8_cut(Str s, size_t chars)
{
    Str rest = s;
    u32 ch;
    while (chars-- > 0 && utf8_next(&rest, &ch))
        ;
    return str_cut(s, s.n - rest.n);
}

size_t utf8_put(char out[4], u32 ch)
{
    if (ch < 0x80) {
        out[0] = (char)ch;
        return 1;
    }
    if (ch < 0x800) {
        out[0] = (char)(0xc0 | ch >> 6);
        out[1] = (char)(0x80 | (ch & 0x3f));
        return 2;
    }
    if (ch < 0x10000) {
        out[0] = (char)(0xe0 | ch >> 12);
        out[1] = (char)(0x80 | (ch >> 6 & 0x3f));
        out[2] = (char)(0x80 | (ch & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | ch >> 18);
    out[1] = (char)(0x80 | (ch >> 12 & 0x3f));
    out[2] = (char)(0x80 | (ch >> 6 & 0x3f));
    out[3] = (char)(0x80 | (ch & 0x3f));
    return 4;
}

static u32 folded(u32 ch)
{
    if (ch >= 0xff01 && ch <= 0xff5e) /* full-width ASCII */
        ch = ch - 0xff01 + '!';
    else if (ch == 0x3000)
        ch = ' ';
    return ch >= 'A' && ch <= 'Z' ? ch + ('a' - 'A') : ch;
}

Str utf8_fold(Arena *a, Str s)
{
    Buf  b = buf_new(a, s.n + 1, s.n + 1); /* never longer than it was */
    u32  ch;
    char out[4];
    while (utf8_next(&s, &ch))
        buf_put(&b, out, utf8_put(out, folded(ch)));
    return buf_text(&b);
}

bool utf8_is_han(u32 ch)
{
    return (ch >= 0x4e00 && ch <= 0x9fff) || (ch >= 0x3400 && ch <= 0x4dbf) || (ch >= 0x20000 && ch <= 0x323af) ||
           (ch >= 0xf900 && ch <= 0xfaff) || ch == 0x3007;
}

bool utf8_from_gb18030(Arena *a, Str bytes, Str *ret_text)
{
    iconv_t how = iconv_open("UTF-8", "GB18030");
    if (how == (iconv_t)-1)
        return false;
    size_t room = bytes.n * 2 + 4, left = room, in_left = bytes.n;
    char  *out = arena_take(a, room + 1), *to = out;
    char  *in = (char *)bytes.p;
    bool   done = bytes.n == 0 || iconv(how, &in, &in_left, &to, &left) != (size_t)-1;
    iconv_close(how);
    *ret_text = (Str){ out, room - left };
    return done && in_left == 0;
}
