/* numeral: a count written in Chinese numerals. 八百八十八 and 八八八 are 888, 十三 is 13, 二〇 and 二十 are 20. */
#pragma once
#include "base/base.h"

enum { NUMERAL_MOST = 99999999 };

/* Takes such a count off the front of *rest: as many numerals as stand there, 1 to NUMERAL_MOST. False, and nothing is taken,
 * where none stands there or where people would read it differently (一百二 is 120 to who speaks and 102 to who types). */
bool numeral_take(Str *rest, i64 *ret);
/* The bytes of the numerals that stand at the front, whatever they count. */
size_t numeral_run(Str s);
