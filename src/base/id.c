/* id: see id.h. */
#include "base/id.h"

#include <stdatomic.h>
#include <stdio.h>

#include "base/base32.h"
#include "base/clock.h"
#include "base/hash.h"

enum { SEQUENCE_BITS = 22, ID_CHARS = 13 };
#define EPOCH INT64_C(1577836800000) /* 2020-01-01T00:00Z */

i64 id_new(i64 now_ms)
{
    return id_block(now_ms, 1);
}

i64 id_after(i64 id, u32 k)
{
    const i64 low = (INT64_C(1) << SEQUENCE_BITS) - 1;
    return (id & ~low) | ((id + k) & low);
}

i64 id_block(i64 now_ms, u32 n)
{
    static _Atomic u32 sequence;
    static _Atomic int seeded;
    if (!atomic_exchange(&seeded, 1)) {
        u32 start;
        random_bytes(&start, sizeof start); /* anew: once a process */
        atomic_fetch_add(&sequence, start);
    }
    u32 low = atomic_fetch_add(&sequence, n) & ((1u << SEQUENCE_BITS) - 1);
    i64 ms = now_ms > EPOCH ? now_ms - EPOCH : 0;
    return (ms & ((INT64_C(1) << 41) - 1)) << SEQUENCE_BITS | low;
}

i64 id_before(i64 ms)
{
    i64 since = ms > EPOCH ? ms - EPOCH : 0, most = (INT64_C(1) << 41) - 1;
    return (since < most ? since : most) << SEQUENCE_BITS;
}

static Str id_digits(char room[ID_CHARS], i64 id)
{
    char *end = room + ID_CHARS, *p = end;
    u64   v = (u64)id;
    do
        *--p = base32_alphabet[v & 31];
    while ((v >>= 5) != 0);
    return (Str){ p, (size_t)(end - p) };
}

Str id_text(Arena *a, i64 id)
{
    char digits[ID_CHARS];
    return str_copy(a, id_digits(digits, id));
}

bool id_parse(Str text, i64 *ret_id)
{
    u64 v = 0;
    if (text.n == 0 || text.n > ID_CHARS)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        int d = base32_digit(text.p[i]);
        if (d < 0 || v >> 58 != 0)
            return false;
        v = v << 5 | (u64)d;
    }
    if (v > INT64_MAX)
        return false;
    *ret_id = (i64)v;
    return true;
}

Str ref_name(Arena *a, Ref r)
{
    char digits[ID_CHARS];
    return str_join(a, (Str[]){ r.county, id_digits(digits, r.id) }, 2, STR("-"));
}

RefName ref_written(Code county, i64 id)
{
    enum { COUNTY_MOST = sizeof((RefName *)NULL)->s - ID_CHARS - 2 };
    RefName name;
    char    room[ID_CHARS];
    Str     digits = id_digits(room, id);
    int     n = county.n < COUNTY_MOST ? (int)county.n : COUNTY_MOST;
    snprintf(name.s, sizeof name.s, "%.*s-%.*s", n, county.p, STR_ARG(digits));
    return name;
}

bool ref_parse(Str name, Ref *ret_ref)
{
    Str rest = name, county;
    Ref r = { 0 };
    if (!str_next(&rest, '-', &county) || !code_is_valid(county) || county.n > 6 || !id_parse(rest, &r.id))
        return false;
    r.county = county;
    *ret_ref = r;
    return true;
}

/* A word of letters is none: a number has digits, too. */
static bool is_number(Str s)
{
    enum { ALONE_LEAST = 10 };
    bool has_digit = false;
    for (size_t i = 0; i < s.n; i++)
        has_digit |= s.p[i] >= '0' && s.p[i] <= '9';
    return has_digit && s.n >= ALONE_LEAST;
}

bool ref_typed(Str text, Code county, Ref *ret_ref)
{
    if (ref_parse(text, ret_ref))
        return true;
    *ret_ref = (Ref){ .county = county };
    return county.n && is_number(text) && id_parse(text, &ret_ref->id);
}
