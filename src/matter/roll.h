/* roll (名册 as frozen): who counts, on one day: the electorate of a vote, or the denominator of a figure. Made once, from the
 * dated rolls or from rows that are given, and then frozen: rows are never changed or taken out (the database refuses it), and the
 * hash over all of them is kept, so that whoever has the list can say that it is that one.
 *
 * One roll has one unit: settled at notice (persons, or households, or members, or owners with their area, or representatives),
 * never several ways at once. A unit is a record of people/: (county, id). Of a household it is kept who speaks for it: its
 * head, where nothing else is given.
 *
 * The list is text that anyone can hash: a line a unit, sorted by its bytes, each ended by LF,
 *
 *     UNIT COUNTY-ID WEIGHT        owner 420325-0000000000abc 10000
 *
 * SHA-256 of which is the hash (LC_ALL=C sort FILE | sha256sum). Ids there have all thirteen characters.
 *
 * Marks stand beside it, for one vote or sitting (`for_id`, its record's id): who is there, and who was counted on paper. The
 * second is final. So a counted part and a named part of one vote are one count (matter/poll.h).
 *
 * Laws: 村 16-17, 25-26, 居 16-17, 26-27 (18 years on the day; rolls put up beforehand), 集体 12, 27, 民法典 278. */
#pragma once
#include "matter/change.h"
#include "people/person.h"
#include "record/noun.h"

enum {
    ROLL_MOST = 200000, /* units on one; more is refused with "roll.too_many" */
    ROLL_A_BODY = 500,  /* given in one body */
    ROLL_OF_AGE = 18,
};

typedef enum RollUnit {
    ROLL_UNIT_PERSON, ROLL_UNIT_HOUSEHOLD, ROLL_UNIT_MEMBER, ROLL_UNIT_OWNER, ROLL_UNIT_REPRESENTATIVE, ROLL_UNITS
} RollUnit;
extern const char *const roll_unit_names[]; /* "person" .. */

/* Where its rows come from: all who stand on a dated roll at a place and below it on the day (people/person.h). Persons and
 * members are of ROLL_OF_AGE on that day; whose day of birth is not known is left out and counted (`unclear`), to be given. */
typedef enum RollSource {
    ROLL_GIVEN,              /* roll_give_in() alone */
    ROLL_FROM_REGISTERED,    /* persons: 户籍 */
    ROLL_FROM_VOTERS,        /* persons: 选民 */
    ROLL_FROM_HOUSEHOLDS,    /* households that stand */
    ROLL_FROM_MEMBERS,       /* members: 集体经济组织成员 */
    ROLL_FROM_OWNERS,        /* owners, each once with all of their area */
    ROLL_SOURCES
} RollSource;

typedef struct RollNew {
    Code        place;
    RollUnit    unit;
    RollSource  source;
    Date        on;      /* the day of the meeting or of the vote */
    const char *noun;    /* whose it is */
    i64         noun_id;
} RollNew;

typedef struct FrozenRoll {
    Ref        ref;
    Str        noun;
    i64        noun_id;
    RollUnit   unit;
    RollSource source;
    Date       on;
    bool       is_frozen;
    i64        members, weight; /* so far, or frozen */
    i64        unclear;
    Hash       hash;            /* once frozen */
    i64        frozen_at, version;
} FrozenRoll;

typedef struct RollEntry {
    Ref unit;    /* county and id */
    i64 weight;  /* owners: 0.01 m2; else 1 */
    i64 speaker; /* household: a person of its county; 0: nobody is known */
} RollEntry;

/* ---- making it ---- */

/* Begins one; of a source other than ROLL_GIVEN a job fills and freezes it (roll_fill() does the same at once). ERR_INVALID: a
 * unit that does not come from that source, or a day that is none. */
MUST Err roll_make_in(Db *w, By *by, const RollNew *n, Ref *ret_roll);
/* Rows that are given, beside those of the source or alone; at most ROLL_A_BODY a call. ERR_CONFLICT: frozen already, or a unit
 * that is on it. ERR_INVALID: a weight below 1, or other than 1 where it is no area. ERR_TOO_LARGE: "roll.too_many". */
MUST Err roll_give_in(Db *w, Ref roll, const RollEntry *v, size_t n);
/* Takes in what the source has, some hundred in each body, goes on where it was broken off, and freezes it. Again: harmless. */
MUST Err roll_fill(Ctx *c, Ref roll);
/* Freezes what was given. ERR_CONFLICT: it changed meanwhile, or its source is not read to the end. */
MUST Err roll_freeze(Ctx *c, Ref roll);

/* ---- reading it ---- */

MUST Err roll_get(Db *db, Ref roll, FrozenRoll *ret_roll);
MUST Err roll_find(Db *db, Ref roll, Ref unit, bool *ret_found, RollEntry *ret_entry);
/* Those after `after` (its county and id; empty: from the first), at most `most` of at most 1,000, in the order of their keys.
 * Whoever shows them asks first who may see names: the named list is for those who stand on it. */
typedef struct RollEntries {
    const RollEntry *v;
    size_t           n;
} RollEntries;
/* All of them, page by page, in the order of the canonical list; `fn` keeps nothing of the entry. */
typedef Err RollFn(void *arg, const RollEntry *entry);
MUST Err roll_each(Ctx *c, Ref roll, RollFn *fn, void *arg);
/* The line of the canonical list, LF included. */
Str      roll_line(Arena *a, RollUnit unit, const RollEntry *entry);
/* Its hash as the rows stand now. */
MUST Err roll_hash(Ctx *c, const FrozenRoll *roll, Hash *ret_hash);

/* ---- marks ---- */

typedef enum RollMark { ROLL_UNMARKED, ROLL_THERE, ROLL_ON_PAPER } RollMark;

/* There: twice is harmless. On paper: ERR_CONFLICT ("roll.on_paper") where that was marked before, for nobody is handed two
 * ballots. ERR_CONFLICT: the roll is not frozen. ERR_MISSING ("roll.not_on_it"): the unit is not on it. */
MUST Err roll_mark_in(Db *w, Ref roll, i64 for_id, Ref unit, RollMark mark);
/* Ticked by mistake, or gone before the vote: only ROLL_THERE can be taken back; else ERR_CONFLICT. */
MUST Err roll_unmark_in(Db *w, Ref roll, i64 for_id, Ref unit);
MUST Err roll_marked(Db *db, Ref roll, i64 for_id, Ref unit, RollMark *ret_mark);
typedef struct RollMarks {
    i64 there, there_weight;       /* not counted on paper */
    i64 on_paper, on_paper_weight;
} RollMarks;
MUST Err roll_marks(Db *db, Ref roll, i64 for_id, RollMarks *ret_marks);
/* Who was there at the sitting is there for its vote: marks of `from` as ROLL_THERE for `to`, page by page. */
MUST Err roll_marks_take(Ctx *c, Ref roll, i64 from, i64 to);

extern const Noun roll_noun;
