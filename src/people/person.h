/* person (人) and household (户): who lives where, who belongs to what, dated.
 *
 * A household belongs to a group, estate or unit; a person to a household. Six rolls (名册), all dated, say who counts
 * for what: registered, resident, voter, collective member, owner, co-operative member (domain.md 0.2, principle 2).
 * A person lives in one county; a roll row elsewhere points to (county, person). A roll is never edited: a row ends and
 * another begins. Phone and ID numbers are sealed (record/secret.h); nothing here gives one out but
 * person_unmask(), which leaves an event. Events hold no names: what is never written need not be erased.
 *
 * Kept at all times, by constraints in migrations/0003-person.sql and asked again by person_check(): a label is unique
 * among the households that stand in a place, a household has at most one head, a phone serves one house, an ID number
 * one person, nobody stands in a household that ended. */
#pragma once
#include "record/access.h"
#include "record/field.h"
#include "record/list.h"
#include "record/check.h"
#include "record/counter.h"
#include "db/db.h"

typedef enum RollKind {
    ROLL_REGISTERED, /* 户籍 */  ROLL_RESIDENT,   /* 常住 */  ROLL_VOTER, /* 选民 */
    ROLL_COLLECTIVE, /* 集体经济组织成员 */ ROLL_OWNER, /* 业主: share in 0.01 m2 */ ROLL_COOP, /* 合作社 */ ROLL_KINDS
} RollKind;

typedef enum Sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE } Sex;

typedef struct Household {
    Ref  ref;            /* place: its group, estate or unit */
    Str  label;          /* 三组17户: how neighbours call it; unique in its place, whatever the writing (house_key.h) */
    Str  head;           /* name of the person who stands for it; already cut to what the actor may see */
    int  persons;
    i64  version;
    bool has_card;       /* one stands */
    bool card_waits;     /* one is printed and did not come to the house yet (entry/account.h) */
    bool wants_card;     /* it stopped its card itself, and none was printed since */
    Date to;             /* 0: stands */
} Household;

typedef struct Person {
    Ref  ref;            /* place: the household's */
    i64  household;
    Str  label;          /* of the household */
    Str  name;           /* full for VERB_PEOPLE and the house itself, 王** otherwise; empty when erased */
    Sex  sex;
    Date born;           /* 0: not known, or not the actor's to know */
    Str  phone_masked, id_masked; /* empty: none */
    bool is_head, is_away; /* 外出务工 */
    bool is_erased;
    Date to;             /* 0: lives here */
    i64  version;
} Person;

/* A house grows no further (集体户, a dormitory, may have thousands): at most so many stand in it. What reads a house reads
 * all of it. */
enum { HOUSE_PERSONS_MOST = 5000 };

typedef struct Households { const Household *v; size_t n; Cursor next; } Households;
typedef struct Persons    { const Person *v; size_t n; } Persons;

extern const Field PERSON_NAME, PERSON_SEX, PERSON_BORN, PERSON_AWAY, PERSON_HEAD,
    PERSON_SHARE, UNMASK_PURPOSE, PERSON_WHY, PERSON_ON;
extern const char *const roll_names[], *const sex_names[];
extern const CounterKind COUNTER_HOUSEHOLDS, COUNTER_PERSONS; /* those that stand, part 0 */

MUST Err household_get(Ctx *c, Ref ref, Household *ret_household);
MUST Err household_hold(Db *w, Ref household); /* in a body, before it is asked whether it stands: db_hold() */
/* ret_labels[i]: what houses[i] is called; empty: there is none. For whoever may know which houses they are. */
MUST Err household_labels(Ctx *c, const Ref *houses, size_t n, Str *ret_labels);
/* By place and id; text: label or name. */
MUST Err household_list(Ctx *c, Code place, Str text, const Cursor *after, int most, Households *ret);
/* How many that list has, of which `page` was read behind `after`. */
MUST Err household_list_count(Ctx *c, Code place, Str text, const Cursor *after, const Households *page, ListCount *ret_count);
/* Those that stand today; above the county as of the last second. */
MUST Err household_count(Ctx *c, Code place, i64 *ret_n);
/* Those of a place and below that want a new card, who waits longest first; *ret_more: there are others behind them. */
MUST Err household_wanting(Ctx *c, Code place, int most, Households *ret, bool *ret_more);
MUST Err household_persons(Ctx *c, Ref household, Persons *ret);
/* The household of that label, in whatever writing, in the place or below it. ERR_MISSING; ERR_CONFLICT: several. */
MUST Err household_find(Ctx *c, Code place, Str label, Ref *ret_ref);
MUST Err household_rename(Ctx *c, Ref ref, i64 version, Str label);
MUST Err person_get(Ctx *c, Ref ref, Person *ret_person);
/* In a body that gives them something, before it asks who they are: db_hold(). Nobody: nothing. */
MUST Err person_hold(Db *w, Ref person);
/* The household the actor acts for, which must lie under `village_or_above`: their own, or the one a helper acts for
 * with consent. ERR_SIGNED_OUT, ERR_DENIED. */
MUST Err household_of_actor(Ctx *c, Code village_or_above, Ref *ret_household);
/* The actor's own, whoever it acts for: what is read as a house's own follows this one. */
MUST Err household_own(Ctx *c, Code village_or_above, Ref *ret_household);
/* One that somebody named: it stands, and under `place`; with its place. Else ERR_INVALID at `field`, which tells nothing of it. */
MUST Err household_under(Ctx *c, Code place, const char *field, Ref named, Ref *ret_household);

typedef struct PersonNew {
    Code place;          /* group, estate or unit; a village where it has none. person_edit: empty stays */
    Str  household;      /* label; made if it is not there. person_edit: empty stays */
    Str  name, phone, id_card; /* person_edit: an empty number stays as it is */
    Sex  sex;
    Date born;           /* 0: taken from the ID number, if there is one */
    bool is_head, is_away;
    bool drop_phone, drop_id_card; /* person_edit */
    u32  rolls;          /* bits 1 << RollKind */
    i64  share;          /* owner's area, 0.01 m2 */
} PersonNew;
MUST Err person_add(Ctx *c, const PersonNew *n, Ref *ret_person);
MUST Err person_edit(Ctx *c, Ref ref, i64 version, const PersonNew *n); /* ERR_CONFLICT: an older version */
/* Died, moved: rolls end; the last one to leave ends the household and its card. */
MUST Err person_leave(Ctx *c, Ref ref, Date on, Str why);

/* Roster import (名册导入): CSV in UTF-8 or GB18030, columns found by their Chinese or English heading. One transaction:
 * a file with any bad row changes nothing. Who is there already (by ID number, else by name in the household, the day of
 * birth telling namesakes apart) stays as he is and only joins the rolls that the file names. Where a row may mean two
 * houses or two people it is a problem of that row: nothing is guessed. `line` 0: the file as a whole.
 *
 * What of a good row is not taken over is named in `notes`, row by row: another phone, sex, day or away than the roll has
 * of who is there already, a month of birth without a day.
 *
 * What it says of numbers is of those whose holders the actor may know (VERB_PEOPLE where they live). One that is somebody else's
 * reads like one that is nobody's: the person comes in, the number waits for the office over both, and nobody is found by it.
 *
 * Columns that are not read are named in `unread`; such a file is imported only by who has seen that
 * (ROSTER_LEAVE_OUT), otherwise ERR_INVALID at "leave_out" without problems. */
typedef struct RowProblem { i64 line; Str column; const char *key; Str value, other; } RowProblem;
typedef struct RosterImport {
    i64               rows, households, persons, same; /* households, persons: new ones */
    const RowProblem *problems;   /* at most 200 */
    size_t            n_problems;
    const RowProblem *notes;      /* what an import does not take over: at most 200 of all */
    size_t            n_notes, notes_all;
    const Str        *unread;     /* headings; #7: the seventh column, which has none */
    size_t            n_unread;
} RosterImport;
/* Of an account; also those that import. Each that does not import leaves an event: by whom, when, how many rows. */
enum { ROSTER_TRIES_A_DAY = 60 };
enum { ROSTER_IMPORT = 0, ROSTER_TRY = 1, ROSTER_LEAVE_OUT = 2 };
MUST Err roster_import(Ctx *c, Code scope, Str csv, int how, RosterImport *ret); /* ERR_INVALID when problems */

typedef enum PersonNumber { NUMBER_PHONE, NUMBER_ID_CARD } PersonNumber;
/* ERR_MISSING: has no such number. */
MUST Err person_unmask(Ctx *c, Ref person, PersonNumber which, Str purpose, Str *ret_number);
MUST Err person_by_phone(Ctx *c, Str phone, Ref *ret_person);           /* the house's head first; ERR_MISSING */
/* Right to be forgotten: name, numbers and texts go, from the record and from events; figures and proofs stay. Other
 * nouns erase what they keep of a person's texts (Noun.erase). */
MUST Err person_erase(Ctx *c, Ref person, Str why);

/* The name in full, whoever asks: for what is public by law; empty: erased. */
MUST Err person_full_name(Db *db, Ref person, Str *ret_name);
/* The same for Noun.erase, to be held against texts; empty where it is too short to tell (王). */
MUST Err person_called(Db *db, Ref person, Str *ret_name);

typedef struct RollRow { RollKind kind; Code place; i64 share; Date from, to; } RollRow;
MUST Err roll_count(Ctx *c, RollKind kind, Code place, Date on, i64 *ret_n);
enum { ROLL_SHOWN = 100 }; /* those that stand first, then those that ended last */
MUST Err roll_of(Ctx *c, Ref person, const RollRow **ret, size_t *ret_n); /* of the person's own county */

/* Numbers as they are kept, of whatever was typed: full width, gaps, dashes, brackets, +86 and 0086 go, x is X. The .0 of
 * a spreadsheet goes too. What cannot be a number is given back folded, for *_is_valid() to refuse. */
Str  phone_clean(Arena *a, Str typed);
Str  id_card_clean(Arena *a, Str typed);
bool phone_is_valid(Str phone);    /* a mobile, or a landline with its area code: 11 or 12 digits */
bool id_card_is_valid(Str number); /* GB 11643-1999: 17 digits and a check character, a real day of birth */
Date id_card_born(Str number);
Sex  id_card_sex(Str number);

/* Those who live under one code go on under another; in the body that changes the place (Noun.carry). Where a place is taken
 * into one with houses of its own, 7 of 三组 is 三组7户 from now on; fails at "into" where a house there is called so
 * already. */
struct Noun;
struct PlaceCarry;
MUST Err households_carry(Db *w, const struct Noun *noun, const struct PlaceCarry *carry);

MUST Err person_check(Ctx *c, Report *r);
MUST Err identity_check(Ctx *c, Report *r);           /* of it: who or what stands twice, or with others */
MUST Err identity_keys_fill(Db *w, void *arg);        /* step of migration 0020 */
MUST Err house_keys_fold(Db *w, void *arg);           /* step of migrations 0027, 0150 and 0181 */
MUST Err house_called_fill(Db *w, void *arg);         /* step of migration 0181 */
MUST Err person_keys_fill(Db *w, void *arg);          /* step of migrations 0150 and 0182 */
RebuildFn person_rebuild;
