/* embed: see embed.h. */
#include "base/embed.h"

const Embedded *embedded_find(Str path)
{
    size_t low = 0, high = embedded_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int    order = str_cmp(path, str_from(embedded_files[mid].path));
        if (order == 0)
            return &embedded_files[mid];
        *(order < 0 ? &high : &low) = order < 0 ? mid : mid + 1;
    }
    return NULL;
}
