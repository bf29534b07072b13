/* pinyin_table: what pinyin.c looks up, made by tools/pinyingen. */
#pragma once
#include "base/types.h"

enum { PINYIN_LONGEST = 6, PINYIN_COMMON = 512 /* beside the number of a syllable: a character that is often met */ };

extern const char   pinyin_syllables[][PINYIN_LONGEST + 1]; /* ascending */
extern const size_t pinyin_syllables_n;
extern const uint16_t    pinyin_pairs[]; /* a character and the number of a syllable; ascending by the first, the usual reading first */
extern const size_t pinyin_pairs_n; /* numbers, two a pair */
