/* picture_bare: what a decoder needs of a picture, and nothing else of it. See picture.h.
 *
 * A chunk of text may promise gigabytes in a few kilobytes (zTXt), and there may be any number of them. So it is said what
 * is kept, not what is thrown away: a chunk that nobody has thought of yet is not kept. */
#include <string.h>

#include "base/buf.h"
#include "record/picture.h"

enum {
    PROFILE_MOST = 1 << 20, /* of a colour profile; those of cameras have 500 bytes to 600 kB */
    PACKED_MOST = 64 << 10, /* of one that is deflated (iCCP), which may unpack to a thousand times as much */
    EXIF_MOST = 64 << 10,   /* it says which way is up */
    SCANS_MOST = 32,        /* each walks the whole picture; encoders make ten, the most thorough some twenty */
};

typedef struct Kept {
    const char *name;
    size_t      most;   /* bytes of it */
    bool        is_one; /* only the first is kept */
    bool        had;
} Kept;

static bool keeps(Kept *kept, size_t n_kept, Str name, size_t n)
{
    for (size_t i = 0; i < n_kept; i++) {
        Kept *k = &kept[i];
        if (!str_is(name, k->name))
            continue;
        bool is_kept = n <= k->most && !(k->is_one && k->had);
        k->had |= is_kept;
        return is_kept;
    }
    return false;
}

static u32 number_big(Str s)
{
    return (u32)(u8)s.p[0] << 24 | (u32)(u8)s.p[1] << 16 | (u32)(u8)s.p[2] << 8 | (u8)s.p[3];
}

static u32 number_little(Str s)
{
    return (u32)(u8)s.p[3] << 24 | (u32)(u8)s.p[2] << 16 | (u32)(u8)s.p[1] << 8 | (u8)s.p[0];
}

/* Chunks are length, name, bytes, checksum. Up to the end and not beyond it. */
static bool bare_png(Buf *b, Str s)
{
    Kept kept[] = {
        { .name = "IHDR", .most = 13, .is_one = true }, { .name = "PLTE", .most = 768, .is_one = true },
        { .name = "tRNS", .most = 256, .is_one = true }, { .name = "IDAT", .most = SIZE_MAX },
        { .name = "IEND", .most = 0, .is_one = true }, { .name = "gAMA", .most = 4, .is_one = true },
        { .name = "cHRM", .most = 32, .is_one = true }, { .name = "sRGB", .most = 1, .is_one = true },
        { .name = "iCCP", .most = PACKED_MOST, .is_one = true }, { .name = "eXIf", .most = EXIF_MOST, .is_one = true },
    };
    buf_str(b, str_cut(s, 8));
    s = str_skip(s, 8);
    while (s.n >= 12) {
        size_t n = number_big(s);
        if (n > s.n - 12)
            return false;
        Str name = str_cut(str_skip(s, 4), 4);
        if (keeps(kept, COUNTOF(kept), name, n))
            buf_str(b, str_cut(s, n + 12));
        if (str_is(name, "IEND"))
            return true;
        s = str_skip(s, n + 12);
    }
    return false;
}

/* Of the segments APP0 to APP15 only which way is up (Exif), the profile, and what the colours are (JFIF, Adobe). */
static bool keeps_segment(u8 marker, Str body, size_t *profile)
{
    if (marker == 0xfe)
        return false; /* words */
    if (marker < 0xe0 || marker > 0xef)
        return true;
    if (marker == 0xe2 && str_starts(body, (Str){ "ICC_PROFILE\0", 12 })) {
        *profile += body.n;
        return *profile <= PROFILE_MOST;
    }
    return (marker == 0xe0 && str_starts(body, (Str){ "JFIF\0", 5 })) || (marker == 0xee && str_starts(body, STR("Adobe"))) ||
           (marker == 0xe1 && str_starts(body, (Str){ "Exif\0\0", 6 }));
}

/* Bytes of a scan: up to the next marker that is none of its own (FF 00, RST0 to RST7). */
static size_t scan_length(Str s)
{
    const char *at = s.p, *end = s.p + s.n;
    while (at < end && (at = memchr(at, 0xff, (size_t)(end - at))) != NULL && at + 1 < end) {
        u8 next = (u8)at[1];
        if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7))
            return (size_t)(at - s.p);
        at += next == 0xff ? 1 : 2;
    }
    return s.n;
}

static bool bare_jpeg(Buf *b, Str s)
{
    size_t profile = 0;
    int    scans = 0;
    buf_str(b, str_cut(s, 2));
    s = str_skip(s, 2);
    while (s.n >= 2 && (u8)s.p[0] == 0xff) {
        u8 marker = (u8)s.p[1];
        if (marker == 0xff) { /* a fill byte */
            s = str_skip(s, 1);
            continue;
        }
        if (marker == 0xd9) {
            buf_str(b, str_cut(s, 2));
            return true;
        }
        size_t n = s.n < 4 ? 0 : (size_t)(u8)s.p[2] << 8 | (u8)s.p[3];
        if (n < 2 || n > s.n - 2 || (marker == 0xda && ++scans > SCANS_MOST))
            return false;
        if (keeps_segment(marker, str_cut(str_skip(s, 4), n - 2), &profile))
            buf_str(b, str_cut(s, n + 2));
        s = str_skip(s, n + 2);
        size_t scan = marker == 0xda ? scan_length(s) : 0;
        buf_str(b, str_cut(s, scan));
        s = str_skip(s, scan);
    }
    return false;
}

enum { WEBP_HAS_ICC = 0x20, WEBP_HAS_EXIF = 0x08, WEBP_HAS_XMP = 0x04 };

/* Chunks are name, length, bytes, and one more where that is odd. The length of the whole and what it is said to have are
 * written anew. */
static bool bare_webp(Buf *b, Str s)
{
    Kept kept[] = {
        { .name = "VP8X", .most = 64, .is_one = true }, { .name = "VP8 ", .most = SIZE_MAX },
        { .name = "VP8L", .most = SIZE_MAX }, { .name = "ALPH", .most = SIZE_MAX },
        { .name = "ICCP", .most = PROFILE_MOST, .is_one = true }, { .name = "EXIF", .most = EXIF_MOST, .is_one = true },
        { .name = "ANIM", .most = 64, .is_one = true }, { .name = "ANMF", .most = SIZE_MAX },
    };
    size_t from = b->n;
    Str    rest = str_cut(s, 8 + (size_t)number_little(str_skip(s, 4)));
    buf_str(b, str_cut(rest, 12));
    rest = str_skip(rest, 12);
    while (rest.n >= 8) {
        size_t n = number_little(str_skip(rest, 4)), whole = 8 + n + (n & 1);
        if (n > rest.n - 8)
            return false;
        if (keeps(kept, COUNTOF(kept), str_cut(rest, 4), n))
            buf_str(b, str_cut(rest, whole));
        rest = str_skip(rest, whole);
    }
    char *p = b->p + from;
    u32   length = (u32)(b->n - from - 8);
    for (int i = 0; i < 4; i++)
        p[4 + i] = (char)(length >> 8 * i);
    if (b->n - from > 20 && memcmp(p + 12, "VP8X", 4) == 0)
        p[20] &= (char)~(WEBP_HAS_XMP | (kept[4].had ? 0 : WEBP_HAS_ICC) | (kept[5].had ? 0 : WEBP_HAS_EXIF));
    return true;
}

bool picture_bare(Arena *a, Str s, Str *ret_bare)
{
    PictureKind kind = picture_look(s).kind;
    Buf         b = buf_new(a, s.n + 16, s.n + 16);
    *ret_bare = s;
    if (kind == PICTURE_HEIC)
        return true; /* what its decoder is to read is said by number and place: it looks at nothing else */
    bool is_sound = (kind == PICTURE_PNG && bare_png(&b, s)) || (kind == PICTURE_JPEG && bare_jpeg(&b, s)) ||
                    (kind == PICTURE_WEBP && bare_webp(&b, s));
    *ret_bare = buf_text(&b);
    return is_sound && !buf_is_over(&b);
}
