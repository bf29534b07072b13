/* pinyin: how a name is spelled by who has no Chinese keyboard, or does not know the character: 上湾村 is shangwancun and swc, 绿 is
 * lv. Without tones. Some 8,100 characters are known, in simplified writing; a text is to be folded before (search_key.h). */
#pragma once
#include "base/base.h"

enum { PINYIN_SPELLINGS = 8 };

/* Lower-case letters and spaces alone, with a letter among them. */
bool   pinyin_is_latin(Str text);
/* The spellings of a name as it is folded, distinct, first the usual one: each with at most one character read otherwise than usual
 * (重庆 is zhongqing and chongqing), at most PINYIN_SPELLINGS. Letters and digits stay. 0 where it has no Han character, or one
 * that is not known, or a sign that is neither. */
size_t pinyin_whole(Arena *a, Str name, Str ret[PINYIN_SPELLINGS]);
/* The same by the first letter of each. */
size_t pinyin_initials(Arena *a, Str name, Str ret[PINYIN_SPELLINGS]);

/* The other way: the syllables that a run of letters may be, shangwan as shang wan; at most PINYIN_WAYS ways of at most
 * PINYIN_SYLLABLES each, numbers for pinyin_characters(). An apostrophe or a space ends a syllable. 0: it is no pinyin. */
enum { PINYIN_WAYS = 4, PINYIN_SYLLABLES = 6 };
typedef struct PinyinWay {
    uint16_t v[PINYIN_SYLLABLES];
    int n;
} PinyinWay;
int    pinyin_ways(Str letters, PinyinWay ret[PINYIN_WAYS]);
/* The common characters that may be read so, some 3,900 in all, in UTF-8; cut at `most` characters. Sets *ret_n. */
Str    pinyin_characters(Arena *a, uint16_t syllable, size_t most, size_t *ret_n);
