/* loghead_view: see loghead_view.h. */
#include "matter/loghead_view.h"

void loghead_put(Arena *a, View *map, const LogHead *h)
{
    put_text(a, map, "head", loghead_line(a, h));
    put_int(a, map, "size", h->size);
    put_text(a, map, "root", hash_hex(a, &h->root));
    put_time(a, map, "at", h->at);
    put_text(a, map, "signature", bytes_hex(a, h->signature));
    put_text(a, map, "public_key", loghead_public_key(a));
}
