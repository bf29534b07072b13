/* file_media: see file_media.h. */
#include "record/file_media.h"

#include <string.h>

/* A sound begins so; `at`: where the sign stands. */
static const struct {
    size_t      at;
    const char *sign;
    size_t      n;
    const char *media;
} sounds[] = {
    { 0, "OggS\0", 5, "audio/ogg" }, { 0, "\x1a\x45\xdf\xa3", 4, "audio/webm" }, { 0, "ID3", 3, "audio/mpeg" },
    { 8, "WAVEfmt ", 8, "audio/wav" }, { 4, "ftyp", 4, "audio/mp4" },            { 0, "#!AMR", 5, "audio/amr" },
};

/* A frame of MPEG audio without a tag before it: eleven bits of sync, and neither a reserved version, layer, rate nor frequency. */
static bool is_mpeg(Str s)
{
    const u8 *b = (const u8 *)s.p;
    return s.n >= 4 && b[0] == 0xff && (b[1] & 0xe0) == 0xe0 && (b[1] & 0x18) != 0x08 && (b[1] & 0x06) != 0 && (b[2] & 0xf0) != 0xf0 &&
           (b[2] & 0x0c) != 0x0c;
}

static const char *sound_media(Str s)
{
    for (size_t i = 0; i < COUNTOF(sounds); i++)
        if (s.n > 64 && memcmp(s.p + sounds[i].at, sounds[i].sign, sounds[i].n) == 0)
            return sounds[i].media;
    return s.n > 64 && is_mpeg(s) ? "audio/mpeg" : NULL;
}

/* The last kilobyte holds the end mark. */
static const char *paper_media(Str s)
{
    Str end = str_skip(s, s.n > 1024 ? s.n - 1024 : 0);
    return str_starts(s, STR("%PDF-")) && str_find(end, STR("%%EOF"), NULL) ? "application/pdf" : NULL;
}

const char *file_media(FileKind kind, Str bytes)
{
    return kind == FILE_SOUND ? sound_media(bytes) : kind == FILE_PAPER ? paper_media(bytes) : NULL;
}
