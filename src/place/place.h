/* place (地方): the division tree with its history, and the groups, estates and building units below it.
 *
 * A place is its code (base/code.h). Codes change every year: a changed place is a new row with its date and its
 * predecessor; the old row stays, with the date it ended and its successor, so that links, printed QR codes and old
 * records still lead somewhere (place_now). Names repeat (115 village names in Shiyan alone), so pickers and pages
 * show the full path. Names below the village are kept here too: 一组, 阳光小区, 3单元.
 *
 * As the subject of an event a place is (county, its code read as a number, code): place_ref(). */
#pragma once
#include "record/noun.h"
#include "record/access.h"
#include "record/field.h"
#include "db/db.h"
#include "record/check.h"

typedef enum PlaceKind {
    PLACE_PROVINCE, PLACE_CITY, PLACE_COUNTY, PLACE_TOWN /* 乡镇 */, PLACE_STREET /* 街道 */, PLACE_VILLAGE /* 村 */,
    PLACE_COMMUNITY /* 社区 */, PLACE_GROUP /* 湾组 */, PLACE_ESTATE /* 小区 */, PLACE_UNIT /* 单元 */, PLACE_KINDS
} PlaceKind;

typedef struct Place {
    Code      code;
    Level     level;
    PlaceKind kind;
    Str       name;      /* 上湾村 */
    Str       path;      /* 十堰市 房县 化龙堰镇 上湾村 */
    Date      from, to;  /* to 0: stands today */
    Code      successor; /* where it went, if it ended */
    i64       version;
} Place;

typedef struct Places {
    const Place *v;
    size_t       n;
    bool         is_cut; /* place_search(): it did not look at all that are called so */
} Places;

extern const Field PLACE_FIELD_NAME, PLACE_FIELD_KIND, PLACE_FIELD_FROM, PLACE_FIELD_QUERY;
extern const char *const place_kind_names[]; /* "village", by PlaceKind */

Ref      place_ref(Code code);
MUST Err place_get(Ctx *c, Code code, Place *ret_place);                  /* ERR_MISSING */
MUST Err place_now(Ctx *c, Code code, Code *ret_code);     /* follows successors; the code itself if it stands */
MUST Err place_parents(Ctx *c, Code code, Places *ret_places);            /* from the province down, without itself */
enum { PLACE_CHILDREN_MOST = 999 }; /* what the digits of a level can tell apart */
MUST Err place_children(Ctx *c, Code code, Code after, int most, Places *ret_places); /* standing ones, by code */
MUST Err place_children_count(Ctx *c, Code code, ListCount *ret_count); /* how many these are */
/* Fails at the field where a free line that says who acts (whose task it is, of which body a post is) names an office that is not of
 * `place`: one above it, by its place's name or by the word of its level, and in a village any but its own bodies. */
MUST Err place_line_no_office(Ctx *c, const char *field, Code place, Str text);
Code     place_actor_sits(const Actor *a, Code place); /* the highest of the actor's offices over it; none: the place */
void place_children_ahead(Ctx *c, Code code, Code after, int most); /* they will be read: db_ahead() */
/* By name and alias, by beginning first and then by containing; `under` empty: everywhere. By spelling (shangwan, shang wan) and first
 * letters (swc), two letters at least. Several words: the last is looked up, the others must stand in its path (房县 上湾). A path in
 * one piece, with what it leaves out (十堰房县上湾); of more than 16 places of the name that it begins with the first are looked into. A
 * code of digits finds that place. Traditional or wide, it is one (engine/text/search_key.h). docs/decisions/0057. */
MUST Err place_search(Ctx *c, Str text, Code under, int most, Places *ret_places);
/* What a code of a record is called after the carrying: what lay in what moved moves along; what lies above it is the one of its
 * level above the new code. */
Code place_carried(Arena *a, Code code, const PlaceCarry *carry);
/* 上湾村一组: the names from that level down to the place, one after another. */
MUST Err place_name_from(Ctx *c, Level from, Code code, Str *ret_name);
MUST Err place_name(Ctx *c, Code code, Str *ret_name);                    /* remembered by the thread: cheap in lists */
/* As a list of that place names it: with its village before it where the list is above villages, which all have a first group. */
MUST Err place_name_in(Ctx *c, Code list, Code code, Str *ret_name);
MUST Err place_names_ahead(Ctx *c, const Code *codes, size_t n); /* before a list's are asked one by one: their villages too, at once */

typedef struct PlaceNew {
    Code      under;     /* a village, community (for groups, estates) or estate, group (for units) */
    PlaceKind kind;
    Str       name;
    Date      from;      /* 0: today */
} PlaceNew;
/* Takes the next free suffix, 001.. ERR_INVALID at "name": it is the name of another place beside it, or reads as a house or a
 * number (docs/decisions/0048). */
MUST Err place_add(Ctx *c, const PlaceNew *n, Code *ret_code);

typedef struct PlaceChange {
    Code code;           /* what changes */
    Code into;           /* merge: an existing code; otherwise empty */
    Code new_code;       /* move, split, renumber: a code that no place has or had; otherwise empty */
    Str  name;           /* rename: the new name, with or without a new code; empty: as before */
    Date on;             /* 0: today; not later than today */
    i64  version;
} PlaceChange;
/* A name alone changes the row's name. A new code makes a new row, and the old one ends with the new as its successor;
 * groups, units and whatever belongs to them go along (Noun.carry), within the county. A merge ends the row with an existing one as
 * its successor. The old name becomes an alias. ERR_CONFLICT: an older version, or it ended already. ERR_INVALID at "name",
 * "new_code" or "into": a name is another's there (place_add). */
/* Answers bear the name of the place that gave them, so nobody answers under a name that he gave his own place: from the county down it
 * is changed from above. */
bool     place_may_rename(const Actor *a, Code place);
MUST Err place_change(Ctx *c, const PlaceChange *change);
/* ERR_INVALID at "name": it reads as another place of the village (of the township, for a village), as a house, or as a number. */
MUST Err place_alias_add(Ctx *c, Code code, Str alias);
/* ERR_CONFLICT: the name of what was taken in, under which houses are still called; ERR_MISSING. */
MUST Err place_alias_drop(Ctx *c, Code code, Str alias);
typedef struct PlaceAlias { Str text; bool is_taken_in; } PlaceAlias;
MUST Err place_aliases(Ctx *c, Code code, const PlaceAlias **ret, size_t *ret_n);

/* Reads a division CSV (code,name,parent_code,level; any size, in batches of 500 a transaction; `progress` each batch).
 * parent_code and level may be missing; codes may be cut already. Rows that stand already are left alone; a changed
 * name becomes a rename. Errors name line and reason; a file with any bad row changes nothing (it is read through once
 * before). */
typedef struct PlaceImport { i64 rows, added, renamed, same, line; /* of the first bad row */ } PlaceImport;
MUST Err place_import(Ctx *c, Str csv, Date on, void (*progress)(void *arg, i64 rows), void *arg, PlaceImport *ret);

/* The profile of a village (村情): typed facts, each with a date and who said so. */
typedef struct PlaceFact {
    const char *name;    /* "residents" */
    i64         number;  /* -1: not known, or a text */
    Str         text;
    Date        as_of;
    Str         said_by;
} PlaceFact;

typedef struct PlaceProfile {
    i64 version;
    Str kind;                                      /* 城郊村, 偏远村.. */
    i64 households_registered, residents, registered, away, aged; /* people; -1: not known */
    i64 land;                                      /* 0.01 mu; -1 */
    Str crops, venues, signal, note;
    Date as_of;                                    /* of what changes now; 0: today */
    Str  said_by;                                  /* who says so */
    Given given;                                   /* what is not sent stays */
    const PlaceFact *facts;                        /* what is known, in the order of the table; by place_profile_get */
    size_t           n_facts;
} PlaceProfile;
extern const Field PROFILE_KIND, PROFILE_CROPS, PROFILE_VENUES, PROFILE_SIGNAL, PROFILE_NOTE, PROFILE_SAID_BY,
    PROFILE_AS_OF, PROFILE_HOUSEHOLDS, PROFILE_RESIDENTS, PROFILE_REGISTERED, PROFILE_AWAY, PROFILE_AGED, PROFILE_LAND;
MUST Err place_profile_get(Ctx *c, Code code, PlaceProfile *ret_profile);
MUST Err place_profile_set(Ctx *c, Code code, const PlaceProfile *p); /* ERR_CONFLICT: an older version */

/* Every invariant of the tree (`yuanchang check`), and its derived tables again (`yuanchang rebuild`). */
MUST Err place_check(Ctx *c, Report *r);
RebuildFn place_rebuild;
MUST Err place_keys_fill(Db *w, void *arg); /* step of migration 0180 */
