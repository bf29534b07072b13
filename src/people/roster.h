/* roster: a row of a roster as it was read, between roster_columns.c (headings), roster_read.c (cells into values, with
 * what is wrong in plain words) and roster.c (who is new, and putting them in). Others use person.h. */
#pragma once
#include "people/house_said.h"
#include "people/person_inside.h"

enum { ROSTER_ROWS_MOST = 20000, ROSTER_PROBLEMS_MOST = 200, ROSTER_CELLS_MOST = 100 };

typedef enum RosterColumn {
    ROSTER_GROUP, ROSTER_HOUSEHOLD, ROSTER_NAME, ROSTER_SEX, ROSTER_BORN, ROSTER_PHONE, ROSTER_ID_CARD, ROSTER_HEAD,
    ROSTER_RELATION, ROSTER_AWAY, ROSTER_ROLLS, ROSTER_SHARE, ROSTER_COLUMNS
} RosterColumn;

typedef struct RosterRow {
    i64      line;
    PlaceFit where;   /* FIT_NONE where nothing was found: a problem was noted */
    Str      house;   /* as the file has it: house_said() says which */
    Str      name, phone, id_card;
    bool     has_masked; /* a phone or ID number with stars, as an export shows it: it tells nobody apart */
    Sex      sex;
    Date     born;
    int      born_month; /* 199102: all that the file says of it; 0: a day, or nothing */
    bool     is_head, is_away, says_away;
    u32      rolls;
    i64      share;
} RosterRow;

typedef struct Roster {
    Ctx        *c;
    Code        scope;     /* rows lie in it or below */
    PlaceNames  names;
    RosterRow  *rows;
    size_t      n;
    RowProblem *problems;
    size_t      n_problems;
    RowProblem *notes;
    size_t      n_notes, notes_all;
    Str         titles[ROSTER_COLUMNS]; /* headings as the file has them */
    int         at[ROSTER_COLUMNS];     /* which cell; -1: the file has no such column */
    Str        *unread;    /* headings that say nothing to us; a column without one is named by its number */
    size_t      n_unread;
} Roster;

void     roster_problem(Roster *r, i64 line, RosterColumn column, const char *key, Str value);
/* What is not taken over, and stops nothing: {1} of the message is `value`, {2} `other`. */
void     roster_note(Roster *r, i64 line, RosterColumn column, const char *key, Str value, Str other);
/* Notes what a row says otherwise than the roll does of one who is there (a row of person_named); an import leaves him. */
void     roster_differs(Roster *r, const RosterRow *row, const PersonWrite *said, Row known);
/* The first line: which column is where, and which are not read. What is needed and missing is a problem. */
void     roster_columns_read(Roster *r, const Str *cells, size_t n);
/* A row that goes on past the headings, or a heading left empty over something: not read either. */
void     roster_columns_beside(Roster *r, const Str *cells, size_t n);
/* Fills rows; what is wrong with a cell is noted as a problem and the reading goes on. Fails only with the database. */
MUST Err roster_read(Roster *r, Str csv);
