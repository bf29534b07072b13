/* name_list: names from a text file, one a line, numbered as they stand: the list that is published before a draw. Its
 * numbers are its lines, so nothing is skipped and nobody stands on it twice; what would shift or double a number is
 * refused. White space around a name does not count. Pure. */
#pragma once
#include "base/hash.h"
#include "engine/text/lines.h"

enum { NAME_LIST_MOST = 1000000, NAME_LIST_LONGEST = 200 }; /* bytes */

typedef struct NameList {
    const Str *v;    /* v[0] is number 1 */
    i64        n;
    Hash       hash; /* SHA-256 of every name and LF: that of the file, where its lines are no more than that */
} NameList;

/* False where it is refused; then lines->refusal says why: no text, an empty line, a name twice or written in two ways
 * (engine/text/alike.h; at the second line), one longer than NAME_LIST_LONGEST, a control character in one, more than NAME_LIST_MOST, none at all.
 * O(bytes). */
bool name_list_read(Arena *a, Lines *lines, NameList *ret_names);
