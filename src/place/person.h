/* person (人) and household (户): who lives where, who belongs to what, dated.
 *
 * A household belongs to a group, estate or unit; a person to a household. Six rolls (名册), all dated, say who counts
 * for what: registered, resident, voter, collective member, owner, co-operative member (domain.md 0.2, principle 2).
 * A person lives in one county; a roll row elsewhere points to (county, person). A roll is never edited: a row ends and
 * another begins. Phone and ID numbers are sealed (record/secret.h); nothing here gives one out but
 * person_unmask(), which leaves an event. */
#pragma once
#include "record/access.h"
#include "record/field.h"
#include "db/db.h"

typedef enum RollKind {
    ROLL_REGISTERED, /* 户籍 */  ROLL_RESIDENT,   /* 常住 */  ROLL_VOTER, /* 选民 */
    ROLL_COLLECTIVE, /* 集体经济组织成员 */ ROLL_OWNER, /* 业主: share in 0.01 m2 */ ROLL_COOP, /* 合作社 */ ROLL_KINDS
} RollKind;

typedef enum Sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE } Sex;

typedef struct Household {
    Ref  ref;            /* place: its group, estate or unit */
    Str  label;          /* 三组17户: how neighbours call it; unique in its place */
    Str  head;           /* name of the person who stands for it; already cut to what the actor may see */
    int  persons;
    i64  version;
    bool has_card;       /* an unrevoked one */
} Household;

typedef struct Person {
    Ref  ref;            /* place: the household's */
    i64  household;
    Str  name;           /* full for VERB_PEOPLE and the house itself, 王** otherwise */
    Sex  sex;
    Date born;           /* 0: not known */
    Str  phone_masked, id_masked;
    bool is_head, is_away; /* 外出务工 */
    i64  version;
} Person;

typedef struct Households { const Household *v; size_t n; } Households;
typedef struct Persons    { const Person *v; size_t n; } Persons;

extern const Field PERSON_NAME, PERSON_SEX, PERSON_BORN, PERSON_PHONE, PERSON_ID_CARD, PERSON_AWAY, PERSON_HEAD,
    HOUSEHOLD_LABEL, ROLL_FIELD_KIND, UNMASK_PURPOSE, CONSENT;

MUST Err household_get(Ctx *c, Ref ref, Household *ret_household);
MUST Err household_list(Ctx *c, Code place, Str text, i64 after, int most, Households *ret);  /* text: label or name */
MUST Err household_count(Ctx *c, Code place, i64 *ret_n);                                     /* those that stand today */
MUST Err household_persons(Ctx *c, Ref household, Persons *ret);
MUST Err household_find(Ctx *c, Code place, Str label, Ref *ret_ref);
MUST Err person_get(Ctx *c, Ref ref, Person *ret_person);
/* The household the actor acts for, which must lie under `village_or_above`: their own, or the one a helper acts for
 * with consent. ERR_SIGNED_OUT, ERR_DENIED. */
MUST Err household_of_actor(Ctx *c, Code village_or_above, Ref *ret_household);

typedef struct PersonNew {
    Code place;          /* group, estate or unit */
    Str  household;      /* label; made if it is not there */
    Str  name, phone, id_card;
    Sex  sex;
    Date born;
    bool is_head, is_away;
    u32  rolls;          /* bits 1 << RollKind */
    i64  share;          /* owner's area, 0.01 m2 */
} PersonNew;
MUST Err person_add(Ctx *c, const PersonNew *n, Ref *ret_person);
MUST Err person_edit(Ctx *c, Ref ref, i64 version, const PersonNew *n); /* ERR_CONFLICT: an older version */
MUST Err person_leave(Ctx *c, Ref ref, Date on, Str why);               /* died, moved: rolls end */

/* Roster import (名册导入): CSV in UTF-8 or GB18030, columns found by their Chinese or English heading. One transaction:
 * a file with any bad row changes nothing. */
typedef struct RowProblem { i64 line; Str column; const char *key; Str value; } RowProblem;
typedef struct RosterImport {
    i64               rows, households, persons, same;
    const RowProblem *problems;   /* at most 200 */
    size_t            n_problems;
} RosterImport;
MUST Err roster_import(Ctx *c, Code village, Str csv, bool try_only, RosterImport *ret); /* ERR_INVALID when problems */

typedef enum PersonNumber { NUMBER_PHONE, NUMBER_ID_CARD } PersonNumber;
MUST Err person_unmask(Ctx *c, Ref person, PersonNumber which, Str purpose, Str *ret_number);
MUST Err person_by_phone(Ctx *c, Str phone, Ref *ret_person);           /* ERR_MISSING */
MUST Err person_erase(Ctx *c, Ref person, Str why);                     /* right to be forgotten; proofs stay */
MUST Err roll_count(Ctx *c, RollKind kind, Code place, Date on, i64 *ret_n);
