/* person_inside: what the files of person and household share among themselves. Others use person.h. */
#pragma once
#include "people/person.h"
#include "record/noun.h"

/* May the actor know the people of that household by name? */
bool household_is_open(const Actor *a, Code county, Code place, i64 household);

/* What a person is told by in a house: the text_key() of the name without the dot or dash between Han characters (买买提·艾力,
 * 买买提-艾力 and 买买提艾力 are one) and without stops behind it. */
Str  person_key(Arena *a, Str name);
/* Two keys that differ only by traditional characters: 呂芳 and 吕芳. Somebody is asked whether they are one. */
bool person_keys_are_alike(Arena *a, Str key, Str other);
/* （户主） of 李芳（户主）: a remark in brackets is no part of a name, and nobody comes under it. STR_NONE where there is none. */
Str  person_remark(Str name);

/* A number as it is stored: sealed, its lookup hash, and the form that is shown. All empty: none. */
typedef struct Number {
    Str  sealed, shown;
    Hash hash;
    bool waits;          /* it is somebody's of whom the actor may not know: for the office over both to settle */
} Number;
Number number_phone(Arena *a, Str phone);
Number number_id_card(Arena *a, Str number);

/* A person about to be written; everything that needs a key, a random byte or a clock was done before the body. */
typedef struct PersonWrite {
    Ref    ref;          /* place: where the household is */
    i64    household;
    Str    name;
    Sex    sex;
    Date   born, from;
    Number phone, id_card;
    bool   is_head, is_away;
    u32    rolls;
    i64    share;
    i64    roll_ids[ROLL_KINDS];
} PersonWrite;

/* All who stand in a house, by one of the queries person_of_house and person_named, whose column `id` the person's is. */
MUST Err house_rows(Db *db, Query q, int id, Ref household, Rows *ret_rows);

/* Inside write bodies. */
MUST Err household_make(Db *w, Ref ref, Str label, Str key, Date from); /* label and key by house_said() */
/* What a house is looked for by, as it is compared. */
Str      household_word_key(Arena *a, Str text);
/* Of its label, for whoever lists houses; of somebody in it, for who may see names. Those of the label before any name. */
MUST Err household_label_words_put(Db *w, Code county, i64 household, Str label);
MUST Err household_name_words_put(Db *w, Code county, i64 household, Str name);
MUST Err household_words_renew(Db *w, Code county, i64 household, Str label);
MUST Err household_end_if_empty(Db *w, Ref household, Date on);
MUST Err person_write(Db *w, const PersonWrite *p);
/* Begins the rolls that are wanted and do not stand yet. */
MUST Err person_rolls_add(Db *w, const PersonWrite *p, u32 standing);
MUST Err person_rolls_standing(Db *w, Ref person, u32 *ret_rolls);
/* Ends and begins rows until exactly those of p stand. */
MUST Err person_rolls_change(Db *w, const PersonWrite *p);
/* A phone serves one house, an identity number one person. Another's fails at "phone" or "id_card" where the actor may know of
 * that one; else it waits, and *over becomes the office over both (the longest code that covers them, at least the county). Whoever
 * typed it is told nothing of that: an answer would tell whose numbers are registered anywhere. */
MUST Err phone_take(Db *w, Number *phone, Ref household, Code *over);
MUST Err id_card_take(Db *w, Number *id_card, Ref person, Code *over);
MUST Err phone_let_go(Db *w, Code county, Hash hash); /* when nobody who stands has it any more */
/* May the actor be told who lives there? */
bool     number_may_know(const Actor *a, Code place);
/* Whose it is, and where that one lives; id 0: nobody's. */
MUST Err phone_owner(Db *db, Hash hash, Ref *ret_household);
MUST Err id_card_owner(Db *db, Hash hash, Ref *ret_person);
extern const NounDesk number_desk; /* number_desk.c */
