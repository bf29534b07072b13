/* code: the place code (地方代码), the one key of everything.
 *
 * The statistical division code with the trailing zeros cut at its level: province 42, city 4203, county 420325,
 * township 420325102, village or community 420325102212, group or estate 420325102212001, building unit (单元)
 * 420325102212001001. An ancestor is a shorter prefix, a subtree is a range; domain.md R63 tells the digits. */
#pragma once
#include "base/str.h"

typedef Str Code;

typedef enum Level {
    LEVEL_NONE, LEVEL_PROVINCE, LEVEL_CITY, LEVEL_COUNTY, LEVEL_TOWN, LEVEL_VILLAGE, LEVEL_GROUP, LEVEL_UNIT
} Level;

bool  code_is_valid(Str s);            /* digits, of a length that is a level */
Level code_level(Code c);              /* LEVEL_NONE when it is not valid */
Code  code_at(Code c, Level level);    /* c cut to that level; c itself when it is higher up */
Code  code_parent(Code c);             /* empty above the province */
Code  code_county(Code c);             /* the shard: six digits, or c itself above the county */
Code  code_log(Code c);                /* the log its events belong to: cut to twelve digits */
bool  code_covers(Code above, Code c); /* above is c or an ancestor of c; an empty code covers nothing */
/* The end of the subtree's range, exclusive: 420325 -> 420326, with carry; 99 -> ":" (after '9'). */
Code  code_end(Arena *a, Code c);
/* A code as a number, for what holds very many: in the order of the texts, an ancestor's before those below it. 0: it is not
 * valid. A parent's is the child's with its last digits taken out, 0 above the province. */
u64   code_pack(Code c);
u64   code_pack_above(u64 packed);
u64   code_pack_county(u64 packed); /* as code_county() */
Level code_pack_level(u64 packed);
enum { CODE_ROOM = 19 };
Code  code_unpack(u64 packed, char room[CODE_ROOM]); /* lies in `room` */
bool  code_is_community(Code c);       /* a 居委会 (001-199 in the last three of twelve), not a 村委会 */
/* From the twelve digits with trailing zeros of the division tables. */
Code  code_from_division(Str twelve);
