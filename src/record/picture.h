/* picture: what kind of picture some bytes are, and how large it says it is, read from its header before anything is
 * decoded: a few bytes can promise a picture that fills all memory. JPEG (ISO/IEC 10918-1), PNG (RFC 2083), WebP (RFC
 * 9649), HEIC (ISO/IEC 23008-12). Pure; reads within the bytes given, whatever they hold. */
#pragma once
#include "base/str.h"

typedef enum PictureKind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_HEIC } PictureKind;

typedef struct Picture {
    PictureKind kind;
    i64         width, height; /* 0: its header does not say */
    bool        is_whole;      /* its end is there too: decoders paint what was cut off grey and say nothing */
} Picture;

Picture picture_look(Str bytes);

/* What a decoder is to see of it: the image, its colours and which way is up. Words, thumbnails, profiles that are too large
 * and whatever else hangs on it are left out, for they may cost more than the image does. False: its parts do not fit
 * together, or a JPEG has more scans than anybody makes. The result lies in the arena. */
MUST bool picture_bare(Arena *a, Str bytes, Str *ret_bare);
