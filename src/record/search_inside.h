/* search_inside: what the two files of the search share. Everybody else uses search.h. */
#pragma once
#include "record/search.h"

/* All terms of a text and the marks of its place, distinct, in the order of bytes. */
Str *search_terms_of(Arena *a, Code place, Str text, size_t *ret_n);
