/* alike: see alike.h. */
#include "engine/alike.h"

#include "base/compat.h"
#include "engine/names.h"

struct Alikes {
    Arena *a;
    Names *keys;
    Names *otherwise; /* names that are not their own key, and their keys, of which neither is one of the other kind */
};

const char alike_written_otherwise[] =
    "the name differs from an earlier one only in width, composition or characters that nobody sees";

Alikes *alikes_open(Arena *a)
{
    Alikes *v = NEW(a, Alikes);
    *v = (Alikes){ a, names_open(a), names_open(a) };
    return v;
}

Alike alikes_add(Alikes *v, Str name)
{
    Str  key = compat_key(v->a, name);
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
