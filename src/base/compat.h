/* compat: whether two names are the same to who reads them on paper, whatever bytes a keyboard or a spreadsheet made of
 * them: full width or not, composed or not, with a character that nobody sees or without. */
#pragma once
#include "base/str.h"

/* Equal for names that read alike: compatibility decomposition (NFKD, Unicode Standard Annex 15) without default ignorable
 * characters. Upper and lower case stay apart, and so do letters of different scripts. To compare by, not to be shown. s
 * is well-formed UTF-8. ASCII is its own key and is not copied. O(n log n). */
Str compat_key(Arena *a, Str s);
