/* picture_fuzz: the header of something that says it is a picture. Nothing is read beyond the bytes, and what has no kind
 * has no size. What is left for a decoder is never longer. */
#include "record/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Picture p = picture_look((Str){ (const char *)bytes, n });
    BUG_ON(p.width < 0 || p.height < 0);
    BUG_ON(p.kind == PICTURE_NONE && (p.width != 0 || p.height != 0 || p.is_whole));
    Arena *a = arena_open();
    Str    bare;
    if (p.kind != PICTURE_NONE && picture_bare(a, (Str){ (const char *)bytes, n }, &bare))
        BUG_ON(bare.n > n || picture_look(bare).kind != p.kind);
    arena_close(a);
    return 0;
}
