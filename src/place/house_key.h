/* house_key: the number of a house as it is compared. ７, 007, 7.0 (a spreadsheet's), 7户, 7号 and 二组7户 are one house
 * of 二组; 三组7户 is another even where it stands in 二组, because 三组 was taken into it (docs/decisions/0025, 0026).
 * Pure text: who stands there is asked by house_said.h. */
#pragma once
#include "base/base.h"

/* A group's name as it is compared: 三组, 3组, 第三组 and a bare 3 are one, up to 99; '/' and spaces are no part of it. */
Str group_key(Arena *a, Str name);
/* A label as it is compared, with all that stands before the number: 二组7. Empty only for an empty label. */
Str house_key(Arena *a, Str label);
/* What is left of a house_key() behind the name (a group_key()) that it begins with; false where it does not, or where
 * nothing is left. */
bool house_key_behind(Arena *a, Str key, Str name, Str *ret_rest);
bool house_key_is_number(Str key); /* digits alone */
