/* need_inside: what the files of the need share among themselves. Everybody else uses need.h.
 *
 * Every change of a need is one NeedChange: need_change() reads the row inside the write body, lets the rules of the
 * act edit it, and stores it together with its figures, its event, its jobs and the messages to those who voiced it. So
 * a rule says only what becomes different; nothing else can be forgotten. */
#pragma once
#include "plan/need/need.h"

/* A need as it lies in the database, not yet cut to what an actor may see. */
typedef struct NeedRow {
    Need n;
    Code target_place;
    i64  take_due, up_due, up_at, told_at;
    bool is_objected;
} NeedRow;

NeedRow  need_row_of(Row r); /* of a query of {need_row}, whole */
MUST Err need_row(Db *db, Ref ref, NeedRow *ret_row); /* ERR_MISSING */

/* May the actor know of it at all? Complaints go past those they name, and past everyone below them. */
bool     need_may_see(const Actor *a, const NeedRow *r);
/* The cards of a list, of a query of {need_card} that asked for one row more than `most`: whether there is another page. */
MUST Err need_cut_cards(Ctx *c, Rows rows, size_t most, Needs *ret_needs);
bool     need_is_of(const Actor *a, const NeedRow *r); /* is the actor's household the author's? */
Code     need_home(const Need *n);                    /* the county that its households live in */

enum { NEED_TOLD_MOST = 20, NEED_RULES = 3 };

/* Who sits at a desk, to be told of what arrives there. */
typedef struct NeedDesk {
    Code county[NEED_TOLD_MOST];
    i64  account[NEED_TOLD_MOST];
    int  n;
} NeedDesk;

typedef struct NeedChange NeedChange;
typedef Err NeedRule(Db *w, NeedChange *ch, NeedRow *r);

struct NeedChange {
    Ref         need;
    i64         version;            /* what the actor had on the screen; 0: whatever stands */
    NeedRule   *rule[NEED_RULES];   /* one after the other, each its own step */
    bool        by_house;           /* a household's act, also where a helper enters it: no title on it */
    Str         words;              /* answer, reason, result: enters the event and the message */
    const void *arg;                /* what the rules want besides */
    const char *once;               /* the act an idempotency key is for: "need.judge" */
    Str         once_key;
    Hash        once_payload;
    /* chosen before the body runs */
    i64         event_id[NEED_RULES], new_id;
    Str         title;              /* of the official who acts; empty for residents */
    NeedDesk    above;              /* who sits one level above the desk it lies on */
    /* said by a rule; set anew for each */
    const char *event;              /* what happened; NULL: nothing */
    int         tell;               /* TELL_ */
    bool        tell_above;
    EventPart   parts[4];
    size_t      n_parts;
    bool        no_words;           /* this step is not what the words are about */
    Ref         now;                /* where it stands afterwards: another row when it was handed to the city */
};

/* Runs the rules in one write body. ERR_CONFLICT: an older version, or a step that need_moves[] does not have. */
MUST Err need_change(Ctx *c, NeedChange *ch);

/* The rule of taking in: a need that is taken in already is left alone. */
NeedRule need_take_rule;
/* For rules: takes the step if the table has it and the actor may, or says why not. */
MUST Err need_move_to(Db *w, NeedChange *ch, NeedRow *r, NeedState to);
/* ERR_DENIED unless the actor holds the verb at the desk it lies on (and, of a complaint, above whom it names). */
MUST Err need_desk_check(Db *w, const NeedRow *r, Verb v);
/* The due time of a desk, in working days from `from`; never earlier than the next working day. */
MUST Err need_due(Db *w, const NeedRow *r, Code desk, i64 from, i64 *ret_due);
/* One level up in the same county; false at the county's own desk. Whoever sits there has not received it yet. */
bool     need_rise(NeedRow *r);
void     need_desks_put(NeedChange *ch, Code from, Code to); /* into the event: from which desk to which */
MUST Err need_store(Db *w, const NeedRow *was, NeedRow *r); /* the row, its figures and jobs; ERR_CONFLICT */
Ref      need_subject(const Need *n); /* as the log knows it: the only subject of its events */
MUST Err need_event(Db *w, const NeedChange *ch, const NeedRow *r, i64 event_id);
MUST Err need_jobs_put(Db *w, const NeedRow *r);
/* What is looked for: title and text, never of a complaint. All of it; or the beginning, and the rest by a job. */
Str      need_terms(Arena *a, const NeedRow *r); /* empty for a complaint */
MUST Err need_terms_put(Db *w, const NeedRow *r);
MUST Err need_search_put(Db *w, const NeedRow *r, bool is_first); /* is_first: the row was made in this body */

/* ---- how lists are filtered ---- */

typedef struct NeedRange {
    i64 low, high; /* of one value, or of all */
} NeedRange;

typedef struct NeedFilter {
    Code      county, place; /* a county or below */
    NeedRange state, category, kind;
    int       order;
} NeedFilter;

/* Ids of a county's or township's list in its order, after the first `offset`; at most `most`. */
MUST Err need_cells(Ctx *c, const NeedFilter *f, i64 offset, i64 most, i64 *ret_ids, size_t *ret_n);
/* Ids of needs that have the words, the newest first, older than `before` (0: from the newest); at most `wanted`.
 * ret_go_on: 0, or where the search stopped before it had seen all: what `before` goes on with. */
MUST Err need_found(Ctx *c, const NeedFilter *f, Str text, i64 before, i64 wanted, i64 *ret_ids, size_t *ret_n,
                    i64 *ret_go_on);

/* An official's title as it stands today, for what is kept with an act; empty for a resident or the clock. */
MUST Err need_actor_title(Ctx *c, Str *ret_title);
/* Those who may work on the need at that desk: not everybody with a role there, and of a complaint only who may read it. */
MUST Err need_desk_find(Ctx *c, const NeedRow *r, Code desk, NeedDesk *ret_desk);
/* Could this account deal with the need at that desk? Asked of who is told of it, and of whom it is given to. */
MUST Err need_may_deal(Ctx *c, const Account *a, const NeedRow *r, Code desk, bool *ret_may);
MUST Err need_tell_voices(Db *w, const NeedRow *r, const char *event, Str words);
MUST Err need_tell_desk(Db *w, const NeedRow *r, const char *event, const NeedDesk *desk);

/* Voices, count and leading need of a group, made from its members as they are now. */
MUST Err need_group_settle(Db *w, Code county, i64 group);

/* Figures as a function of the row: after minus before, each at its own place. `before` NULL: it is new. */
void     need_count(Db *w, const NeedRow *before, const NeedRow *after);
void     need_count_household(Db *w, Code place, i64 household, i64 at);
