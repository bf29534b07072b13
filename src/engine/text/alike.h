/* alike: names of one list, no two of which may read alike: whoever votes on paper could not tell them apart, and whoever
 * types them twice from two keyboards would be two. Equal is what base/compat.h makes equal of names as they are kept
 * (text_name() of base/fold.h): no space parts the characters of a Chinese name, and two are one elsewhere. */
#pragma once
#include "base/str.h"

typedef enum Alike {
    ALIKE_NEW,
    ALIKE_SAME,  /* the very name is there */
    ALIKE_WRITTEN_OTHERWISE /* one is there that differs only in its full width, spacing, composition or unseen characters */
} Alike;

typedef struct Alikes Alikes;

Alikes *alikes_open(Arena *a);
/* Adds a new name; the others are left out. O(length). */
Alike alikes_add(Alikes *v, Str name);
/* The sentence for a refusal. */
extern const char alike_written_otherwise[];
