/* houses (参与): which households take part in a matter, of whatever noun: who voiced a need, who came to a meeting. Each once, by
 * itself, through a helper whom it agreed to, or noted by an office. A house may leave again; the row stays with the time it left:
 * that it took part remains true.
 *
 * Whoever acts for a house by a consent changes only what was said in its name, and sees nothing else of it; and what a house took
 * back itself neither a helper nor an office brings back. */
#pragma once
#include "people/person.h"
#include "record/check.h"

/* How often a house may leave and come back in a day, of one matter; each is an event. In its name, or noted by an office, two less. */
enum { HOUSE_CHANGES_A_DAY = 10 };

typedef enum HouseJoined { HOUSE_NEW, HOUSE_BACK, HOUSE_AGAIN } HouseJoined;

/* `house`: with its place. Words may be empty: those that stand then stay. ERR_CONFLICT: by an office, of a house that took
 * itself back. ERR_DENIED, as of houses_leave(): a helper who dealt with the record (event_not_dealt). *ret_how: counted for the first
 * time, back after it left, or there already. ERR_LIMIT, as of houses_leave(): it has gone in and out so often today. What the house said, or took back, itself stays as it is under a helper, who is answered
 * as of any house (HOUSE_AGAIN); the house is told. */
MUST Err houses_join(Db *w, const char *noun, Ref matter, Ref house, Str words, HouseJoined *ret_how);
/* The first one of a record that is just made: asks for no answer. */
MUST Err houses_first(Db *w, const char *noun, Ref matter, Ref house);
MUST Err houses_leave(Db *w, const char *noun, Ref matter, i64 household, bool *ret_left);
/* It was entered by a consent that turned out to be none of the house's: out, as if it had not been said (matter/unsaid.h). */
MUST Err houses_unsay(Db *w, const char *noun, Ref matter, i64 household);
/* Of those that a helper entered: by a signed paper that nobody who supervises has looked at yet. */
MUST Err houses_unseen(Ctx *c, const char *noun, Ref matter, i64 *ret_n);
/* The record goes on as another: its houses with their words, and those that left, take part there; who does already, as it is here. */
MUST Err houses_copy(Db *w, const char *noun, Ref from, Ref to);
/* As the actor may know it; houses_shown() in a body. */
MUST Err houses_shown(Db *db, const char *noun, Ref matter, i64 household, bool *ret_has);
/* Does its part stand by the word of a helper alone? Once it said so itself, it is its own. */
MUST Err houses_is_helped(Db *db, const char *noun, Ref matter, i64 household, bool *ret_helped);
MUST Err houses_has(Ctx *c, const char *noun, Ref matter, i64 household, bool *ret_has);
/* Which of these `n` take part, and by whose word; for whoever may know of each: a host. */
typedef enum HouseWord { HOUSE_NOT, HOUSE_ITSELF, HOUSE_HELPED, HOUSE_NOTED } HouseWord; /* noted: by an office; it said nothing itself */
MUST Err houses_which(Ctx *c, const char *noun, Ref matter, const i64 *households, size_t n, HouseWord *ret_word);
/* In which records from `first` to `last` of a noun the actor's house takes part, as it may know: one query, which travels with what is
 * asked next (db_ask()). It lives as long as the arena; houses_are_in() is true of nothing where there is no house. */
typedef struct HousesIn { i64 *id; size_t n; } HousesIn;
MUST Err houses_ask_in(Ctx *c, const char *noun, Code county, i64 first, i64 last, HousesIn *ret_in);
bool     houses_are_in(const HousesIn *in, i64 record);
/* Both will be asked of a matter, how many and whether this one (0: none) is seen: db_ahead(). */
void     houses_ahead(Ctx *c, const char *noun, Ref matter, i64 household);
MUST Err houses_count(Ctx *c, const char *noun, Ref matter, i64 *ret_n);
/* All, and of these those that said nothing themselves: through helpers, and noted by an office. */
typedef struct HouseCounts { i64 all, helped, noted; } HouseCounts;
MUST Err houses_counts(Ctx *c, const char *noun, Ref matter, HouseCounts *ret);
/* For Noun.parties. */
MUST Err houses_next(Db *db, const char *noun, Ref matter, i64 after, i64 most, Rows *ret_houses);

typedef struct HousePart {
    Ref household;
    Str label; /* empty where the actor may not know who it is */
    Str words;
    i64 at;
    bool is_helped; /* said for it by a helper */
} HousePart;
typedef struct HouseParts {
    const HousePart *v;
    size_t           n;
    i64              go_on; /* `after` of the next; 0: these were all */
    i64              hidden; /* by the noun: the house that hides, where its label is there all the same; 0: none */
} HouseParts;
/* By number after `after`, at most `most`. Labels for whoever holds `verb` where the matter belongs. */
MUST Err houses_list(Ctx *c, const char *noun, Ref matter, Verb verb, i64 after, int most, HouseParts *ret_parts);
/* Those that said something first, then by time; at most HOUSES_SAID. */
enum { HOUSES_SAID = 200 };
MUST Err houses_said(Ctx *c, const char *noun, Ref matter, Verb verb, HouseParts *ret_parts);

MUST Err houses_erase_person(Db *w, Ref person);
MUST Err houses_check(Ctx *c, Report *r);
