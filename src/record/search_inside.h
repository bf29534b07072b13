/* search_inside: what the two files of the search share. Everybody else uses search.h. */
#pragma once
#include "record/search.h"

/* All terms of a text and the marks of its place, distinct, in the order of bytes. */
/* 路灯 for ludeng: the word, among those that records of the noun have, that the text may spell; the text itself where it is no
 * pinyin, or spells none of them. A query for each two syllables that follow each other. */
MUST Err search_spelled(Ctx *c, const char *noun, Code county, Str text, Str *ret_text);
Str *search_terms_of(Arena *a, Code place, Str text, size_t *ret_n);
