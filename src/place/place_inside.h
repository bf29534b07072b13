/* place_inside: what the files of place (place.c, place_change.c, place_import.c) share among themselves, inside a write
 * body. Others use place.h. */
#pragma once
#include "place/place.h"

enum { PLACE_NAME_MOST = 40, PLACE_SUFFIX_MOST = 999 };

Place    place_from_row(Row r);
/* A new row with the endings of its name. ERR_CONFLICT: the code is or was used. */
MUST Err place_row_add(Db *w, Code code, Code parent, PlaceKind kind, Str name, Date from, Code predecessor);
/* Another name: the row's own, the old one as alias, the endings of both. ERR_CONFLICT: an older version, or ended. */
MUST Err place_row_rename(Db *w, const Place *was, Str name, i64 now);
MUST Err place_words_renew(Db *w, Code code, Str name); /* of its name and all its aliases */
MUST Err place_alias_check(Ctx *c, Report *r);
MUST Err place_words_put(Db *w, Code code, Str name);
/* The next free number below a village, group or estate; numbers of what ended are not used again. */
MUST Err place_code_next(Db *w, Code under, Code *ret_code);
PlaceKind place_kind_of(Code code); /* by level and digits (domain.md R63); a group where an estate is possible */
/* As people say it: the table's 上湾村民委员会 and 顾家岗社区居委会 are bodies, the places are 上湾村 and 顾家岗社区. */
Str      place_plain_name(Arena *a, Str name);
Str      place_text_end(Arena *a, Str s); /* what sorts behind every text that begins with s */
