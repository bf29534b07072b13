/* simple: what is left of a text when nothing is written in traditional characters: 呂芳 and 吕芳 read alike. One character is
 * looked up by itself, so that it says no more than "may be the same" (乾 is both 干 and itself); somebody is asked. */
#pragma once
#include "base/str.h"

/* To compare by, not to be shown. s is well-formed UTF-8; the result lies in the arena. O(n log table). */
Str simple_key(Arena *a, Str s);
