/* roster_differs: what a file says otherwise of those who are there. An import changes nobody who is there, and what it
 * does not take over it names. See roster.h. */
#include "record/secret.h"
#include "people/person.sql.h"
#include "people/roster.h"

/* {1}: what the roll has, {2}: what the file says. */
static void differs(Roster *r, const RosterRow *row, RosterColumn column, Str known, Str said)
{
    roster_note(r, row->line, column, known.n ? "roster.differs" : "roster.differs.none", known, said);
}

static void number_differs(Roster *r, const RosterRow *row, RosterColumn column, const Number *said, Row known, int hash, Str shown)
{
    Hash kept = { 0 };
    if (!row_is_null(known, hash))
        kept = row_hash(known, hash);
    if (said->sealed.n && !hash_eq(&said->hash, &kept))
        differs(r, row, column, shown, said->shown);
}

static void born_differs(Roster *r, const RosterRow *row, Date known)
{
    Arena *a = r->c->arena;
    Str    roll = known ? date_iso(a, known) : STR_NONE;
    if (row->born && row->born != known)
        differs(r, row, ROSTER_BORN, roll, date_iso(a, row->born));
    else if (row->born_month && row->born_month != known / 100)
        differs(r, row, ROSTER_BORN, roll, arena_printf(a, "%d-%02d", row->born_month / 100, row->born_month % 100));
}

void roster_differs(Roster *r, const RosterRow *row, const PersonWrite *said, Row known)
{
    static const char *const sexes[] = { "roster.differs.sex.unknown", "roster.differs.sex.male", "roster.differs.sex.female" };
    i64  sex = row_int(known, C_PERSON_NAMED_SEX);
    bool is_away = row_bool(known, C_PERSON_NAMED_IS_AWAY);
    if (!str_eq(person_key(r->c->arena, row->name), row_text(known, C_PERSON_NAMED_NAME_KEY))) /* found by the ID number */
        differs(r, row, ROSTER_NAME, row_text(known, C_PERSON_NAMED_NAME), row->name);
    number_differs(r, row, ROSTER_PHONE, &said->phone, known, C_PERSON_NAMED_PHONE_HASH,
                   secret_mask_tail(r->c->arena, row_text(known, C_PERSON_NAMED_PHONE_SHOWN)));
    number_differs(r, row, ROSTER_ID_CARD, &said->id_card, known, C_PERSON_NAMED_ID_HASH,
                   row_text(known, C_PERSON_NAMED_ID_SHOWN));
    born_differs(r, row, (Date)row_int(known, C_PERSON_NAMED_BORN));
    if (row->sex && sex != (i64)row->sex && sex >= 0 && sex < (i64)COUNTOF(sexes))
        roster_note(r, row->line, ROSTER_SEX, sexes[sex], STR_NONE, STR_NONE);
    if (row->says_away && row->is_away != is_away)
        roster_note(r, row->line, ROSTER_AWAY, is_away ? "roster.differs.away.yes" : "roster.differs.away.no", STR_NONE, STR_NONE);
    if (row->is_head && !row_bool(known, C_PERSON_NAMED_IS_HEAD))
        roster_note(r, row->line, ROSTER_HEAD, "roster.differs.head", STR_NONE, STR_NONE);
}
