/* simple: see simple.h. */
#include "base/simple.h"

#include "base/buf.h"
#include "base/simple_table.h"
#include "base/utf8.h"

static u32 simple_of(u32 ch)
{
    size_t low = 0, high = simple_pairs_n / 2;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (simple_pairs[2 * middle] < ch)
            low = middle + 1;
        else
            high = middle;
    }
    return low < simple_pairs_n / 2 && simple_pairs[2 * low] == ch ? simple_pairs[2 * low + 1] : ch;
}

Str simple_key(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1); /* all of them are three bytes, before and after */
    for (u32 ch; utf8_next(&s, &ch);) {
        char out[4];
        buf_put(&b, out, utf8_put(out, simple_of(ch)));
    }
    return buf_text(&b);
}
