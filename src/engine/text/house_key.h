/* house_key: the number of a house as it is compared. ７, 007, 7.0 (a spreadsheet's), 7户, 7号, 7# and 二组7户 are one house
 * of 二组, 8-1-202 and 8栋1单元202室 another; 三组7户 is another even where it stands in 二组, because 三组 was taken into it (docs/decisions/0025, 0026).
 * Pure text: who stands there is asked by house_said.h. */
#pragma once
#include "base/base.h"

/* A group's name as it is compared: 三组, 3组, 第三组 and a bare 3 are one, up to 99; '/' and spaces are no part of it. */
Str group_key(Arena *a, Str name);
/* A label without what says nothing (户, 号, 室 or # behind a number, traditional signs), with all that stands before the
 * number: 二组07 is 2组07. To be asked which names it begins with. */
Str house_written(Arena *a, Str label);
/* The parts of a house_written() text, or of what is left of one, as they are compared: without zeros, 第 or # in front of
 * each, 栋, 幢, 座, 楼, 单元, 附 and 之 between two of them as '-'. 8栋01单元202 is 8-1-202. A key stays as it is. */
Str house_key_plain(Arena *a, Str written);
/* Both: a label as it is compared. Empty only for an empty label. */
Str house_key(Arena *a, Str label);
/* The key of what is left of a house_written() text behind the name (a group_key()) that it begins with; false where it
 * does not, or where nothing is left. */
bool house_key_behind(Arena *a, Str written, Str name, Str *ret_rest);
/* Another key that may be the same house: 12排3 of 12-3 and the other way, because 12-3 is the third of the twelfth row in one
 * village and a flat of house 12 in the next; somebody is asked. STR_NONE where there is none. */
Str  house_key_alike(Arena *a, Str key);
bool house_key_is_number(Str key); /* digits alone */
/* A label that is no number by its key but is read as one by people: 7户主, 户主7, ٧, Ⅶ, 7⃣. The number in
 * digits, for somebody to be asked; false where the label says anything else. */
bool house_reads_as(Arena *a, Str label, Str *ret_number);
/* 5组 off a house_written() text that begins with a group's number and goes on (5组5); STR_NONE where it does not. */
Str  house_group_said(Str written);
