/* thumbnail: runs `vipsthumbnail` as a child that can do little harm: no shell, an empty environment, nothing open but
 * the files it is about, limits on memory, processor time and the size of what it writes, and an end.
 * Decoders of pictures are where strangers' bytes meet the most code; none of it runs in this process. */
#pragma once
#include "base/base.h"

/* Makes folder/out (JPEG, sRGB, upright, nothing of its metadata left) of folder/in, at most `side` wide and high.
 * ERR_MEDIA: the child could not read it, or took too much. ERR_INTERNAL: there is no vipsthumbnail. */
MUST Err thumbnail_make(Ctx *c, const char *folder, const char *in, const char *out, int side);
