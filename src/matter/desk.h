/* desk (待办): what waits for an office at a place, of all nouns, in one list: needs to be dealt with, tasks, roles that want a second
 * person, consents on paper that nobody has looked at. Each noun says in its row what of it waits (Noun.desk, record/noun.h); this
 * puts it in one order: what is urgent first, then by day, so that whoever holds an office has one place to look at.
 *
 * A line is shown to who holds the verb of its noun at the place; the counts are those of the lists behind them. A list goes on by a
 * cursor over all nouns; what is given another day while somebody walks it stands elsewhere, and is found by `since` when the
 * walk began (docs/decisions/0044-one-desk.md). */
#pragma once
#include "record/noun.h"

typedef struct DeskRow {
    const Noun *noun;
    DeskLine    line;
} DeskRow;
typedef struct DeskRows {
    const DeskRow *v;
    size_t         n;      /* at most DESK_PAGE */
    Cursor         next;   /* over all nouns */
    i64            later;  /* the walk is at its end: a moment, for `since`; 0: it goes on */
} DeskRows;

typedef struct DeskCounts {
    const Noun **noun;     /* whose verb the actor holds there */
    DeskCount   *count;
    size_t       n;
} DeskCounts;

/* ERR_DENIED: no office there. `what`: of one noun, NULL: of all. `ask.after`: a cursor of DeskRows.next. */
MUST Err desk_read(Ctx *c, const DeskAsk *ask, const Noun *what, DeskRows *ret_rows);
MUST Err desk_count(Ctx *c, Code place, DeskCounts *ret_counts);

typedef struct DeskFailed {
    Ref            ref;
    Err            e;
    const Problem *problems; /* NULL: what err_key(e) says */
} DeskFailed;
typedef struct DeskDone {
    i64               done, already;
    const DeskFailed *failed;   /* in the order in which they were asked for */
    size_t            n_failed;
} DeskDone;
/* What a form of acts asks for beside the act: their names, and the bounds of whatever an act asks for itself. */
extern const Field DESK_TEXT, DESK_CHOICE, DESK_WHOM, DESK_DAY;
/* Each record stands for itself: what cannot be done with one does not keep the others from it. ERR_INVALID at these fields: what
 * the act asks for. */
MUST Err desk_act(Ctx *c, const DeskAct *act, const Refs *refs, const DeskSaid *said, DeskDone *ret_done);

extern const Noun desk_noun; /* desk_page.c */
