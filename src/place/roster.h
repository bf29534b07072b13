/* roster: a row of a roster as it was read, between roster_read.c (cells into values, with what is wrong in plain
 * words) and roster.c (who is new, and putting them in). Others use person.h. */
#pragma once
#include "place/person_rows.h"

enum { ROSTER_ROWS_MOST = 20000, ROSTER_PROBLEMS_MOST = 200 };

typedef enum RosterColumn {
    ROSTER_GROUP, ROSTER_HOUSEHOLD, ROSTER_NAME, ROSTER_SEX, ROSTER_BORN, ROSTER_PHONE, ROSTER_ID_CARD, ROSTER_HEAD,
    ROSTER_AWAY, ROSTER_ROLLS, ROSTER_SHARE, ROSTER_COLUMNS
} RosterColumn;

/* A group, estate or unit that rows may name. */
typedef struct RosterGroup {
    Code code;
    Str  name; /* 三组; 阳光小区3单元 */
} RosterGroup;

typedef struct RosterRow {
    i64  line;
    Code place;
    Str  label, name, phone, id_card;
    Sex  sex;
    Date born;
    bool is_head, is_away;
    u32  rolls;
    i64  share;
} RosterRow;

typedef struct Roster {
    Ctx               *c;
    Code               village;
    const RosterGroup *groups;
    size_t             n_groups;
    RosterRow         *rows;
    size_t             n;
    RowProblem        *problems;
    size_t             n_problems;
    Str                titles[ROSTER_COLUMNS]; /* headings as the file has them */
} Roster;

void     roster_problem(Roster *r, i64 line, RosterColumn column, const char *key, Str value);
/* Fills rows; what is wrong with a cell is noted as a problem and the reading goes on. Fails only with the database. */
MUST Err roster_read(Roster *r, Str csv);
