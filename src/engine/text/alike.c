/* alike: see alike.h. */
#include "engine/text/alike.h"

#include "base/compat.h"
#include "base/fold.h"
#include "engine/text/names.h"

struct Alikes {
    Arena *a;
    Names *keys;
    Names *otherwise; /* names that are not their own key, and their keys, of which neither is one of the other kind */
};

const char alike_written_otherwise[] =
    "the name differs from an earlier one only in width, spacing, composition or characters that nobody sees";

Alikes *alikes_open(Arena *a)
{
    Alikes *v = NEW(a, Alikes);
    *v = (Alikes){ a, names_open(a), names_open(a) };
    return v;
}

/* Of a roster's names 张 三 is 张三 (base/fold.h), so it is here; upper and lower case stay apart. */
static Str key_of(Arena *a, Str name)
{
    bool is_solid = true;
    for (size_t i = 0; i < name.n; i++)
        is_solid = is_solid && name.p[i] > ' ' && name.p[i] < 0x7f;
    return is_solid ? name : compat_key(a, text_name(a, name));
}

Alike alikes_add(Alikes *v, Str name)
{
    Str  key = key_of(v->a, name);
    bool is_plain = str_eq(key, name);
    u32  there = names_find(v->keys, key);
    if (there == NAMES_NONE) {
        names_add(v->keys, key);
        if (!is_plain) {
            names_add(v->otherwise, name);
            names_add(v->otherwise, key);
        }
        return ALIKE_NEW;
    }
    bool is_otherwise = names_find(v->otherwise, name) != NAMES_NONE;
    return is_otherwise != is_plain ? ALIKE_SAME : ALIKE_WRITTEN_OTHERWISE;
}
