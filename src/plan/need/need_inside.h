/* need_inside: what the files of the need share among themselves. Everybody else uses need.h. */
#pragma once
#include "plan/need/need.h"
#include "record/search.h"

/* A need as it lies in the database, not yet cut to what an actor may see. */
typedef struct NeedRow {
    Need n;
    Code target_place;
    int  was; /* the state before its last step */
    i64  take_due, up_due, up_at, told_at;
    bool is_objected;
} NeedRow;

NeedRow  need_row_of(Row r);  /* of a query of {need_row}, whole */
NeedClosing need_closing_kept(NeedClosing closing); /* as the table has it */
NeedRow  need_card_of(Row r); /* of one of {need_card} */
MUST Err need_row(Db *db, Ref ref, NeedRow *ret_row); /* ERR_MISSING */

/* May the actor know of it at all? Complaints go past those they name, and past everyone below them. */
bool     need_may_see(const Actor *a, const NeedRow *r);
/* The cards of a list, of a query of {need_card} that asked for one row more than `most`: whether there is another page. */
/* Names where they lie as a list of that place does (place_name_in). */
MUST Err need_names_in(Ctx *c, Code list, Needs *needs);
MUST Err need_cut_cards(Ctx *c, Rows rows, size_t most, Needs *ret_needs);
/* The same, with whose they are for whoever may know (Need.author, .household). */
MUST Err need_cut_work(Ctx *c, Rows rows, size_t most, Needs *ret_needs);
/* Cards of a page's ids, at most NEED_PAGE_SIZE, in the order of the ids. */
MUST Err need_rows_of_ids(Ctx *c, Code county, const i64 *ids, size_t n, Rows *ret_rows);
bool     need_is_of(const Actor *a, const NeedRow *r); /* is the actor's household the author's? */
Code     need_home(const Need *n);                    /* the county that its households live in */

/* Of a helper: ERR_DENIED where the same person took a step at a desk in another need of its group, or in the row it came from or goes
 * on as, and that one's group. */
MUST Err need_not_dealt(Db *w, const void *row);
/* Are those who voiced it asked what became of it? While it waits for their judgement, and for need.undone.days after that closed
 * it; *ret_until: then until when, else 0. */
MUST Err need_asked(Db *db, const NeedRow *r, bool *ret_asked, i64 *ret_until);
/* By which need the house that the actor speaks for judges the matter of `at`: by that one, if it voiced it; else by one of its
 * group that it voiced and that was put to judgement. *ret_found false: it has no say. */
MUST Err need_judged_by(Db *db, const NeedRow *at, bool *ret_found, NeedRow *ret_by);

/* What a house said of the result in the round that stands, itself and through a helper: 0 nothing, 1 not done, 2 done. */
typedef struct NeedWord { int itself, helped; } NeedWord;
MUST Err need_word(Db *db, const NeedRow *r, i64 household, NeedWord *ret_word);
/* Does that house (0: any) agree that it is done, in the round that stands? *ret_helped: only by what helpers said for it. Whoever took
 * a step at a desk in the matter agrees for nobody, by whatever account. */
MUST Err need_agreed(Db *db, const NeedRow *r, i64 household, bool *ret_agreed, bool *ret_helped);

extern const char *const need_states[]; /* names, by number; ends with NULL */
enum { NEED_MOVES = 23 };
extern const Move need_moves[NEED_MOVES];

/* ---- what its rules share; each is a ChangeRule or is called by one ---- */

/* The rule of taking in: a need that is taken in already is left alone. */
ChangeRule need_take_rule, need_withdraw_rule;
/* ERR_DENIED unless the actor holds the verb at the desk it lies on (and, of a complaint, above whom it names). */
MUST Err need_desk_check(Db *w, const NeedRow *r, Verb v);
/* The due time of a desk, in working days from `from`; never earlier than the next working day. */
MUST Err need_due(Db *w, const NeedRow *r, Code desk, i64 from, i64 *ret_due);
/* One level up in the same county; false at the county's own desk. Whoever sits there has not received it yet. */
bool     need_rise(NeedRow *r);
void     need_desks_put(Change *ch, Code from, Code to); /* into the event: from which desk to which */
Ref      need_subject(const NeedRow *r); /* as the log knows it: the only subject of its events */
MUST Err need_jobs_put(Db *w, const NeedRow *r);

/* ---- how lists are filtered ---- */

typedef struct NeedRange {
    i64 low, high; /* of one value, or of all */
} NeedRange;
NeedRange need_range_of(int value, int values); /* that one; < 0: all of so many */

typedef struct NeedFilter {
    Code      county, place; /* a county or below */
    NeedRange state, category, kind;
    int       order;
} NeedFilter;

/* How a query reads one in its order. By voices it goes on in two reads: first what has as many as where it goes on (TIED). */
typedef enum NeedRead { NEED_VOICES, NEED_TIED, NEED_NEWEST, NEED_READS } NeedRead;
/* What the queries of lists are given of it. */
#define FILTER(f)                                                                                                  \
    .state_low = ARG((f)->state.low), .state_high = ARG((f)->state.high), .category_low = ARG((f)->category.low),  \
    .category_high = ARG((f)->category.high), .kind_low = ARG((f)->kind.low), .kind_high = ARG((f)->kind.high)

NeedFilter need_filter_of(const NeedQuery *q);
SearchQuery need_found_query; /* arg: NeedFilter */

/* Ids of a county's or township's list in its order, behind the cursor; at most `most`. */
MUST Err need_cells(Ctx *c, const NeedFilter *f, const Cursor *after, i64 most, SearchFound *ret_found);

/* `once`: as Tell.once. */
MUST Err need_tell_voices(Db *w, const NeedRow *r, const char *event, Str words, i64 once);
/* Those who sit at that desk: of a complaint only who may read it. */
MUST Err need_tell_desk(Db *w, const NeedRow *r, const char *event, Code desk);

bool     need_is_listed(NeedKind kind, NeedState state); /* by itself: not what another leads */
/* Who leads a group, asked anew from its members as they are now: what follows for lists, desks, figures and clocks. */
MUST Err need_group_lead(Db *w, Code county, i64 group);
MUST Err need_lead_put(Db *w, Code county, i64 group, const Rows *members); /* the same where they are read, all of them */
/* One of a group leads it (lead 0) or goes on behind `lead`. */
MUST Err need_member_put(Db *w, const NeedRow *was, i64 lead);
/* One of a group goes on at the city, where groups do not reach: the others hear that theirs goes on here. */
MUST Err need_group_tell_onward(Db *w, const NeedRow *gone);

/* ---- what is done to all of a group at once (need_together.c) ---- */

/* What a result shows. */
typedef struct NeedResult {
    Photos photos;
    Ref    of;    /* id 0; or another of the group: what that one shows since `since` */
    i64    since;
} NeedResult;
/* To whom it is given. */
typedef struct NeedGiven {
    i64  owner;
    Str  title;
    Date due;  /* 0: by the rule */
    Code desk; /* where that one may deal with it; empty: the actor */
} NeedGiven;
/* Fills all but the day; `owner` 0: the actor. ERR_INVALID at "owner": nobody who may deal with it. */
MUST Err need_given_to(Ctx *c, Ref need, i64 owner, NeedGiven *ret);
ChangeRule need_take_new_rule, need_sort_rule /* arg: NeedSort */, need_assign_rule /* NeedGiven */, need_answer_rule, need_start_rule, need_solve_rule /* NeedResult */, need_unable_rule, need_decide_rule /* NeedDecided */;
/* The same act on the others of the group, as far as who acts may, by the job: where a body holds acts of its own. */
MUST Err need_others_later(Db *w, const By *by, Ref need, const NeedAct *a);
extern const struct JobKind need_together_job;

/* Of need_life: figures as a function of the row, each at its own place. */
void     need_count(Db *w, const void *row, int sign);
MUST Err need_sound(Ctx *c, const void *row);
Code     need_counted_at(const NeedRow *r); /* of a complaint where it may be known */
void     need_count_household(Db *w, const NeedRow *r, i64 household, i64 at);
