/* phrase: exact figures in the words people print: 99,640 yuan -> 近10万元, 412 -> 410余人次, 43 days -> 40多天.
 * The word and the rounding unit belong to the metric, not to the value: a Phrase is a row of the metric's definition.
 * 近 only from below (at least 95 % of the round number), 余 and 多 only from above, 约 within 2 %, 不到 for costs;
 * a value that is round already is printed as it is. Source: domain.md 1.3. Pure; integers in minor units. */
#pragma once
#include "base/str.h"

typedef enum PhraseStyle {
    PHRASE_EXACT,   /* 1.25亩 */
    PHRASE_MORE,    /* 余 after the number: 9000余元, 410余人次, 130余万元 */
    PHRASE_SOME,    /* 多: 40多天 */
    PHRASE_ABOUT,   /* 约: 约500米 */
    PHRASE_UNDER    /* 不到: 不到3万元 */
} PhraseStyle;

typedef struct Phrase {
    PhraseStyle style;
    i64         minor;   /* minor units in one printed unit: 100 for fen -> 元 */
    i64         round;   /* rounding unit, in printed units: 1000 */
    const char *unit;    /* "元" */
    bool        wan;     /* 10,000 and more as 万 */
} Phrase;

/* minor_value >= 0. With PHRASE_MORE and PHRASE_SOME, a value at 95 % or more of the next round number says 近. */
Str phrase_text(Arena *a, const Phrase *p, i64 minor_value);
