/* ascii: what a character of ASCII is, whatever the locale. Of a byte beyond it, also where char is signed, nothing is true. Pure. */
#pragma once
#include "base/types.h"

static inline bool ascii_is_digit(i64 ch)
{
    return ch >= '0' && ch <= '9';
}

static inline bool ascii_is_lower(i64 ch)
{
    return ch >= 'a' && ch <= 'z';
}

static inline bool ascii_is_upper(i64 ch)
{
    return ch >= 'A' && ch <= 'Z';
}

static inline bool ascii_is_letter(i64 ch)
{
    return ascii_is_lower(ch) || ascii_is_upper(ch);
}
