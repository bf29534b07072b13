/* alike: names of one list, no two of which may read alike: whoever votes on paper could not tell them apart, and whoever
 * types them twice from two keyboards would be two. Equal is what base/compat.h makes equal. */
#pragma once
#include "base/str.h"

typedef enum Alike {
    ALIKE_NEW,
    ALIKE_SAME,  /* the very name is there */
    ALIKE_WRITTEN_OTHERWISE /* one is there that differs only in its full width, composition or unseen characters */
} Alike;

typedef struct Alikes Alikes;

Alikes *alikes_open(Arena *a);
/* Adds a new name; the others are left out. O(length). */
Alike alikes_add(Alikes *v, Str name);
/* The sentence for a refusal. */
extern const char alike_written_otherwise[];
