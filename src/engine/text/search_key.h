/* search_key: the one form in which texts are looked for and found, whoever typed them on whatever: 衛生間 and 卫生间, ＷＣ and wc,
 * 三组17户 and ３组17户 (docs/decisions/0057). Narrow, in lower case, without marks and tones, in simplified characters and the common one
 * of variants, numbers of groups, houses and buildings in digits. To be compared with others of its kind, never shown. */
#pragma once
#include "base/base.h"

/* s is well-formed UTF-8; its own key is itself. Spaces and signs stay. O(n log tables). */
Str search_key(Arena *a, Str s);
/* The same with the numbers as they were written: to be spelled (pinyin.h). */
Str search_key_plain(Arena *a, Str s);
