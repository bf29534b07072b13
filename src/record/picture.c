/* picture: see picture.h. */
#include "record/picture.h"

#include <string.h>

/* A number of `n` bytes at `at`; 0 beyond the end. */
static u32 big_endian(Str s, size_t at, size_t n)
{
    u32 v = 0;
    if (at > s.n || s.n - at < n)
        return 0;
    while (n-- > 0)
        v = v << 8 | (u8)s.p[at++];
    return v;
}

static u32 little_endian(Str s, size_t at, size_t n)
{
    u32 v = 0;
    if (at > s.n || s.n - at < n)
        return 0;
    while (n-- > 0)
        v = v << 8 | (u8)s.p[at + n];
    return v;
}

static bool stands(Str s, size_t at, const char *text, size_t n)
{
    return at <= s.n && s.n - at >= n && memcmp(s.p + at, text, n) == 0;
}

/* Frame headers (SOF0..SOF15) are C0 to CF but for C4, C8 and CC. Behind the first scan (DA) an FF D9 is the end and
 * nothing else, because scans write FF as FF 00; phones hang other things behind it. */
static Picture look_jpeg(Str s)
{
    Picture p = { .kind = PICTURE_JPEG };
    size_t  at = 2;
    while (at + 4 <= s.n && (u8)s.p[at] == 0xff) {
        u8 marker = (u8)s.p[at + 1];
        if (marker == 0xff) { /* a fill byte */
            at++;
            continue;
        }
        if (marker == 0xda)
            p.is_whole = str_find(str_skip(s, at), STR("\xff\xd9"), NULL);
        if (marker == 0xda || marker == 0xd9)
            break;
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc && p.width == 0) {
            p.height = big_endian(s, at + 5, 2);
            p.width = big_endian(s, at + 7, 2);
        }
        at += 2 + big_endian(s, at + 2, 2);
    }
    return p;
}

static Picture look_png(Str s)
{
    Picture p = { .kind = PICTURE_PNG };
    if (stands(s, 12, "IHDR", 4)) {
        p.width = big_endian(s, 16, 4);
        p.height = big_endian(s, 20, 4);
    }
    p.is_whole = str_find(s, STR("IEND\xae\x42\x60\x82"), NULL);
    return p;
}

static Picture look_webp(Str s)
{
    Picture p = { .kind = PICTURE_WEBP, .is_whole = (u64)little_endian(s, 4, 4) + 8 <= s.n };
    if (stands(s, 12, "VP8X", 4)) {
        p.width = 1 + (i64)little_endian(s, 24, 3);
        p.height = 1 + (i64)little_endian(s, 27, 3);
    } else if (stands(s, 12, "VP8L", 4) && stands(s, 20, "\x2f", 1)) {
        u32 bits = little_endian(s, 21, 4);
        p.width = 1 + (bits & 0x3fff);
        p.height = 1 + (bits >> 14 & 0x3fff);
    } else if (stands(s, 12, "VP8 ", 4) && stands(s, 23, "\x9d\x01\x2a", 3)) {
        p.width = little_endian(s, 26, 2) & 0x3fff;
        p.height = little_endian(s, 28, 2) & 0x3fff;
    }
    return p;
}

/* A HEIC says the size of each of its images (tiles, thumbnails, the whole) in an `ispe` box; the largest counts. */
static Picture look_heic(Str s)
{
    Picture p = { .kind = PICTURE_HEIC, .is_whole = true }; /* its boxes lie anywhere; the decoder is strict */
    Str     rest = str_cut(s, 1 << 18);
    size_t  at;
    while (str_find(rest, STR("ispe"), &at)) {
        u64 width = big_endian(rest, at + 8, 4), height = big_endian(rest, at + 12, 4);
        if (width * height > (u64)p.width * (u64)p.height) {
            p.width = (i64)width;
            p.height = (i64)height;
        }
        rest = str_skip(rest, at + 4);
    }
    return p;
}

static bool is_heic(Str s)
{
    static const char *const brands[] = { "heic", "heix", "mif1", "hevc" };
    for (size_t i = 0; i < COUNTOF(brands); i++)
        if (stands(s, 4, "ftyp", 4) && stands(s, 8, brands[i], 4))
            return true;
    return false;
}

Picture picture_look(Str s)
{
    if (stands(s, 0, "\xff\xd8\xff", 3))
        return look_jpeg(s);
    if (stands(s, 0, "\x89PNG\r\n\x1a\n", 8))
        return look_png(s);
    if (stands(s, 0, "RIFF", 4) && stands(s, 8, "WEBP", 4))
        return look_webp(s);
    return is_heic(s) ? look_heic(s) : (Picture){ .kind = PICTURE_NONE };
}
