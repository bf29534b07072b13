/* base32: Crockford's alphabet, lower case, without i l o u. For names that people read out and type in. */
#pragma once
#include "base/str.h"

extern const char base32_alphabet[33];

int base32_digit(char c);              /* 0..31; case does not matter, o reads as 0, i and l as 1; -1: none */
Str base32_text(Arena *a, Str bytes);  /* five bits a character, the last one filled up with zeros */
