/* compat: see compat.h. */
#include "base/compat.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/compat_table.h"
#include "base/utf8.h"

/* The group of `size` numbers with the last first number that is not above ch; NULL: none. */
static const u32 *group_of(const u32 *v, size_t n, size_t size, u32 ch)
{
    size_t low = 0, high = n / size;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v[middle * size] <= ch)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : v + (low - 1) * size;
}

static bool is_unseen(u32 ch)
{
    const u32 *g = group_of(compat_unseen, compat_unseen_n, 2, ch);
    return g != NULL && ch < g[1];
}

static u32 class_of(u32 ch)
{
    const u32 *g = group_of(compat_classes, compat_classes_n, 3, ch);
    return g != NULL && ch <= g[1] ? g[2] : 0;
}

/* Characters as they are decomposed; v NULL: only counted. */
typedef struct Key {
    u32   *v;
    size_t n;
} Key;

static void put(Key *k, u32 ch)
{
    if (is_unseen(ch))
        return;
    if (k->v != NULL)
        k->v[k->n] = ch;
    k->n++;
}

/* The Unicode Standard, 3.12. */
static void put_hangul(Key *k, u32 index)
{
    put(k, 0x1100 + index / (21 * 28));
    put(k, 0x1161 + index % (21 * 28) / 28);
    if (index % 28 != 0)
        put(k, 0x11a7 + index % 28);
}

static void put_plain(Key *k, u32 ch)
{
    const u32 *run = ch < 0x80 ? NULL : group_of(compat_runs, compat_runs_n, 4, ch);
    if (ch >= 0xac00 && ch <= 0xd7a3)
        put_hangul(k, ch - 0xac00);
    else if (run == NULL || ch >= run[0] + run[1])
        put(k, ch);
    else if (run[1] > 1)
        put(k, compat_pool[run[2]] + (ch - run[0]));
    else
        for (u32 i = 0; i < run[3]; i++)
            put(k, compat_pool[run[2] + i]);
}

static void put_all(Key *k, Str s)
{
    for (u32 ch; utf8_next(&s, &ch);)
        put_plain(k, ch);
}

static int by_number(const void *a, const void *b)
{
    u64 x = *(const u64 *)a, y = *(const u64 *)b;
    return (x > y) - (x < y);
}

/* n marks that follow each other: by class, those of one class as they came. */
static void sort_marks(Arena *a, u32 *v, size_t n)
{
    ArenaMark *mark = arena_mark(a);
    u64       *by_class = NEW_N(a, u64, n);
    for (size_t i = 0; i < n; i++)
        by_class[i] = (u64)class_of(v[i]) << 56 | (u64)i << 21 | v[i];
    qsort(by_class, n, sizeof *by_class, by_number);
    for (size_t i = 0; i < n; i++)
        v[i] = (u32)(by_class[i] & 0x1fffff);
    arena_rewind(a, mark);
}

static void order_marks(Arena *a, Key *k)
{
    for (size_t i = 0, n; i < k->n; i += n + 1) {
        for (n = 0; i + n < k->n && class_of(k->v[i + n]) != 0;)
            n++;
        if (n > 1)
            sort_marks(a, k->v + i, n);
    }
}

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((u8)s.p[i] >= 0x80)
            return false;
    return true;
}

Str compat_key(Arena *a, Str s)
{
    Key k = { 0 };
    if (is_ascii(s))
        return s;
    put_all(&k, s);
    k = (Key){ .v = NEW_N(a, u32, k.n + 1) };
    put_all(&k, s);
    order_marks(a, &k);
    Buf b = buf_new(a, k.n + 1, 4 * k.n + 1);
    for (size_t i = 0; i < k.n; i++) {
        char out[4];
        buf_put(&b, out, utf8_put(out, k.v[i]));
    }
    return buf_text(&b);
}
