/* place_inside: what the files of place (place.c, place_add.c, place_free.c, place_change.c, place_import.c) share among
 * themselves, inside a write body. Others use place.h. */
#pragma once
#include "place/place.h"

enum { PLACE_NAME_MOST = 40, PLACE_SUFFIX_MOST = 999 };

Place    place_from_row(Row r);
/* Rows as places, each with its path, none twice, at most so many. */
MUST Err places_from(Ctx *c, Rows rows, size_t most, Places *ret);
/* A new row with the endings of its name. ERR_CONFLICT: the code is or was used, or another beside it is called so: unless
 * `twin`, its code as a number, marks it as a double (place_twins_settle() takes the mark off again). */
MUST Err place_row_add(Db *w, const Place *p, Code parent, Code predecessor, i64 twin);
/* Another name: the row's own, the old one as alias, the endings of both. ERR_CONFLICT: an older version, or ended, or as
 * above. */
MUST Err place_row_rename(Db *w, const Place *was, Str name, i64 now, i64 twin);

/* A name that somebody gives: `text` to the place `self` (empty: a new one), which stands or is to stand below `parent`. */
typedef struct NameAsk {
    const char *field; /* where it was typed */
    Code        parent, self;
    Str         text;
    bool        is_own; /* its own name; else another name of it */
} NameAsk;
/* Fails at the field where the name reads as that of another that stands beside it, as a house or as a number, by the key that
 * rosters read by. Of what was taken in a name is no hindrance: who says one is asked (docs/decisions/0025, 0048). */
MUST Err place_name_free(Db *db, const NameAsk *q);
/* Fails at the field where the name holds the word of an office (政府, 公安), or what a place above the village is called. For every
 * name that somebody types; what the division table says is not asked. */
MUST Err place_name_no_office(Db *db, const NameAsk *q);
/* As place_name_free(), among the names of a village: what it would be taken for, as a message key; NULL: for nothing else. *ret_other: the
 * name that it is, where it is one. */
struct PlaceNames;
struct PlaceName;
const char *place_name_misread(Arena *a, const struct PlaceNames *names, const NameAsk *q, const struct PlaceName **ret_other);
/* Marks of doubles below `parent` that have none any more go. */
MUST Err place_twins_settle(Db *w, Code parent);
/* Of {place_alias_list}. ERR_TOO_LARGE: a place with more than a thousand; whoever adds one asks. */
MUST Err place_borne(Db *w, Code code, Rows *ret_aliases);
enum { PLACE_NAMES_MOST = 8000 }; /* own and other, beside one another */
MUST Err place_words_renew(Db *w, Code code, Str name); /* of its name and all its aliases */
MUST Err place_names_check(Ctx *c, Report *r); /* of place_check(): names of before that are refused today */
MUST Err place_words_put(Db *w, Code code, Str name);
/* The next free number below a village, group or estate; numbers of what ended are not used again. */
MUST Err place_code_next(Db *w, Code under, Code *ret_code);
PlaceKind place_kind_of(Code code); /* by level and digits (domain.md R63); a group where an estate is possible */
/* As people say it: the table's 上湾村民委员会 and 顾家岗社区居委会 are bodies, the places are 上湾村 and 顾家岗社区. */
Str      place_plain_name(Arena *a, Str name);
Str      place_text_end(Arena *a, Str s); /* what sorts behind every text that begins with s */
