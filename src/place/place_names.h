/* place_names: the places of a village by what they are called, for whoever reads a text that decides where something is
 * written: rosters, forms, the command line. Searching (place_search) helps a person to find; this answers a program.
 *
 * A name fits a place by its own name, by its code, or by another name. Another name that came from a place that was
 * taken into it (三组 into 二组) is told apart: numbers counted under that name belong to other houses than the same
 * numbers of the place itself. Where a text fits two places nothing is chosen: FIT_SEVERAL, and somebody is asked
 * (docs/decisions/0025). A place's own name goes before another's other name, which is a shadow then: it finds nothing, and
 * says that who called a place so may have meant the other (`is_shared`, docs/decisions/0048). */
#pragma once
#include "place/place.h"

typedef enum PlaceFitHow {
    FIT_NONE,     /* nothing is called so */
    FIT_OUTSIDE,  /* something is, but not under the scope */
    FIT_SEVERAL,  /* two or more are: `code` and `other` are two of them */
    FIT_TAKEN_IN, /* by the name of what was taken in; never by itself a place for a number */
    FIT_ALIAS,    /* by another name of its own */
    FIT_OWN,      /* by its own name or its code */
} PlaceFitHow;

typedef struct PlaceFit {
    PlaceFitHow how;
    Code        code, other;
    Str         key; /* what it was called, as a group_key() */
    bool        is_certain; /* said by its code, or on its own page: no other place was meant */
    bool        is_shared;  /* its name is or was another's too: a shadow, or the name of what was taken in */
} PlaceFit;

/* One name of one place, as a group_key(). A unit has its own name alone (3单元) and behind its estate's. */
typedef struct PlaceName {
    Code        code;
    Str         key;
    PlaceFitHow how; /* FIT_TAKEN_IN, FIT_ALIAS, FIT_OWN */
    i64         at;  /* since when, of another name */
    bool        is_shadow; /* another name that is a name of another place today */
} PlaceName;

typedef struct PlaceNames {
    Code             village;
    const PlaceName *v;
    size_t           n;
    const Place     *places; /* the village and all that stands below it, by code */
    size_t           n_places;
} PlaceNames;

/* Those of the village that `code` lies in; a code above the village gives itself alone. Two queries. */
MUST Err place_names_load(Ctx *c, Code code, PlaceNames *ret);
PlaceFit place_names_find(Arena *a, const PlaceNames *names, Code scope, Str text);
/* 二组; 阳光小区3单元; empty for the village itself: what stands before a house's number. Empty too where it is not known. */
Str      place_names_before(Arena *a, const PlaceNames *names, Code code);
/* A key without the name of what it lies in, where that stands in front, with or without 村 or 镇: 上湾村一组 and 上湾一组 are 1组. The key
 * itself where it does not, or where less than two characters would be left. */
Str      place_names_bare(Arena *a, Str key, Str parent);
/* A text by which place_names_find() finds that place and no other: its name, with its code where two are called so. */
Str      place_names_say(Arena *a, const PlaceNames *names, Code code);
/* Was a place that was called so (a group_key()) taken into that one? */
bool     place_names_took_in(const PlaceNames *names, Code code, Str key);

/* The names of the village that was asked about last, for walks by place: they have memory of their own, because what lies in
 * the request's may be thrown away between rows, and a county has hundreds of villages. Begins as { .arena = arena_open() }. */
typedef struct PlaceNamesKept {
    PlaceNames names;
    Arena     *arena;
    char       code[16];
} PlaceNamesKept;
MUST Err place_names_kept(Ctx *c, PlaceNamesKept *kept, Code code);
