/* need (诉求): what a resident needs, suggests, offers or complains about.
 *
 * Raised once, joined by others (我也要), grouped with its like, taken in, sorted, answered, solved, judged by those who
 * voiced it, and closed by them and by nobody else. Nothing here knows HTTP or HTML (need_page.c does).
 *
 * Kept at all times, by constraints in migrations/0005-need.sql and re-counted by need_check(): one voice a household
 * on a need and one on a group of needs; the state follows need_moves[] and no other way; the clock of a hand-over
 * never restarts; nobody reads a complaint whom it names.
 *
 * What these functions give back is already cut to what the actor may see: a hidden author's house is not in it, and a
 * complaint that is not theirs to read does not exist (ERR_MISSING). Acts of officials carry the `version` that was on
 * their screen; if somebody else was quicker, they get ERR_CONFLICT and nothing has changed. */
#pragma once
#include "entry/account.h"
#include "matter/change.h"
#include "matter/houses.h"
#include "record/offline.h"
#include "place/place.h"
#include "people/person.h"
#include "record/event.h"
#include "record/file.h"
#include "record/list.h"
#include "record/noun.h"
#include "record/rule.h"

/* Each kind, category and state, once: in this order the database numbers them; the name is what addresses, JSON and counters say, and
 * the key of its word; then the picture of a category, the colour of a state's mark. */
#define NEED_PUBLIC_KINDS(X) X(DEMAND, "demand") /* 需求 */ X(IDEA, "idea") /* 建议 */ X(OFFER, "offer") /* 出力 */
#define NEED_ALL_KINDS(X)    NEED_PUBLIC_KINDS(X) X(COMPLAINT, "complaint") /* 投诉 */
#define NEED_ALL_CATEGORIES(X)                                                                                           \
    X(ROAD, "road", "road")         /* 修路 */     X(LIGHT, "light", "lamp")     /* 路灯 */                                \
    X(WATER, "water", "drop")       /* 用水 */     X(POWER, "power", "screen")   /* 用电 */                                \
    X(CLEAN, "clean", "broom")      /* 卫生 */     X(FARM, "farm", "sprout")     /* 种地产业 */                            \
    X(SQUARE, "square", "yard")     /* 广场活动 */ X(LIFT, "lift", "lift")       /* 电梯楼栋 */                            \
    X(CARE, "care", "users")        /* 老人小孩 */ X(RIVER, "river", "map")      /* 守水护水 */                            \
    X(DISPUTE, "dispute", "chat")   /* 邻里矛盾 */ X(OTHER, "other", "menu")     /* 别的 */
#define NEED_ALL_STATES(X)                                                                                               \
    X(RAISED, "raised", "b")        /* 已登记 */                                                                          \
    X(TAKEN, "taken", "b")          /* 已受理 */                                                                          \
    X(POOLED, "pooled", "w")        /* 进入议题库: big, waits for the courtyard */                                        \
    X(DOING, "doing", "g")          /* 正在办 */                                                                          \
    X(SOLVED, "solved", "w")        /* 办完待评 */                                                                        \
    X(UNABLE, "unable", "")         /* 暂不能办，已说明 */                                                                \
    X(ELSEWHERE, "elsewhere", "")   /* 不归我们管，已指路 */                                                              \
    X(WITHDRAWN, "withdrawn", "")   /* 撤回 */                                                                            \
    X(HANDED, "handed", "b")        /* 已上交到市: goes on as another row (need.onward) */                                \
    X(CLOSED, "closed", "g")        /* 群众认可 */
#define NEED_NUMBER(number, ...)     NEED_##number,
#define NEED_NAME(number, name, ...) name,
typedef enum NeedKind { NEED_ALL_KINDS(NEED_NUMBER) NEED_KINDS } NeedKind;
typedef enum NeedCategory { NEED_ALL_CATEGORIES(NEED_NUMBER) NEED_CATEGORIES } NeedCategory;
typedef enum NeedState { NEED_ALL_STATES(NEED_NUMBER) NEED_STATES } NeedState;

typedef enum NeedSize { NEED_UNSORTED, NEED_SMALL, NEED_BIG, NEED_NOT_OURS, NEED_EMERGENCY, NEED_SIZES } NeedSize;

typedef enum NeedClosing {
    NEED_NOT_CLOSED, NEED_BY_AUTHOR, NEED_BY_VOICES, NEED_BY_SILENCE,
    NEED_BY_UNDERSTOOD, /* the author accepts that it cannot be done, or is not ours: nothing was done, and nobody says it was */
    NEED_CLOSINGS
} NeedClosing;

/* The right door for what is not ours (信访工作条例, 国办发〔2020〕53号: not taken in, but shown where to go). */
typedef enum NeedDoor {
    DOOR_NONE, DOOR_EMERGENCY /* 110 119 120 */, DOOR_COURT /* 法院 */, DOOR_ARBITRATION /* 劳动、土地仲裁 */,
    DOOR_DISCIPLINE /* 纪委监委 */, DOOR_REVIEW /* 行政复议 */, DOOR_LETTERS /* 信访 */, DOOR_12345, DOOR_UTILITY /* 供电供水公司 */,
    DOOR_OTHER, NEED_DOORS
} NeedDoor;

/* What may be typed in: bounds of forms, JSON, import and rules alike. The names of the enums ("demand", "raised", ...)
 * are those of the fields' tables and are what URLs, JSON and counters say. */
extern const Field NEED_TITLE, NEED_BODY, NEED_KIND, NEED_CATEGORY, NEED_STATE, NEED_SIZE, NEED_DOOR, NEED_PLACE,
    NEED_SINCE, NEED_TARGET, NEED_TARGET_PLACE, NEED_HIDE_AUTHOR, NEED_PHOTOS, NEED_ONCE, NEED_REASON, NEED_WHY,
    NEED_ANSWER, NEED_ADD, NEED_VERSION, NEED_WORDED, NEED_OWNER, NEED_DUE, NEED_VERDICT, NEED_ALL, NEED_ANYWAY, NEED_GROUP_TITLE, NEED_TEXT;

struct Need;
const char *need_kind_name(int kind);         /* "complaint" */
const char *need_category_name(int category); /* "light" */
const char *need_state_name(int state);       /* "raised" */
const char *need_size_name(int size);         /* "small" */
const char *need_closing_name(int closing);   /* "author" */
const char *need_door_name(int door);         /* "court" */
/* In another's body: it stands open, and does so until that body's transaction ends. ERR_CONFLICT. */
MUST Err    need_open_held(Db *w, Ref need);
bool        need_is_open(NeedState state);    /* somebody still has to do something: raised, taken, pooled, doing */
bool        need_has_others(const struct Need *n); /* another house voiced it, or one of its group */
bool        need_is_ended(NeedState state);   /* an answer stands: solved, unable, elsewhere, closed */

/* ---- the life of a need: who may move it from where to where, and what that asks for (matter/change.h) ---- */

enum { /* what a move asks for, besides words */
    ASKS_OWNER = ASKS_OWN << 0, ASKS_BIG = ASKS_OWN << 1, ASKS_DOOR = ASKS_OWN << 2,
    ASKS_ALONE = ASKS_OWN << 3, /* nobody else voiced it */
    ASKS_FIRST = ASKS_OWN << 4  /* not objected to before */
};
extern const Life need_life;

/* ---- one need ---- */

typedef struct Need {
    A_MATTER;                    /* state: NeedState */
    NeedKind     kind;
    NeedCategory category;
    NeedSize     size;
    NeedClosing  closing;
    NeedDoor     door;
    Str          body;
    Str          target;         /* of a complaint: whom it names */
    Str          place_name;     /* 三组 */
    Code         at;             /* the desk it lies on: the place or one above it */
    Str          at_name;
    Date         since;          /* 说了多少年: first voiced, may be long before it was raised; 0: when raised */
    bool         hide_author;
    Str          author;         /* need_get and desks only: 三组17户; empty where it is hidden from the actor */
    Ref          household;      /* the same: the author's; id 0 where hidden */
    i64          voices;         /* households on this need, the author's included */
    i64          households;     /* distinct ones of the whole group; the same as voices without a group */
    bool         is_unsaid;      /* entered in a house's name by a paper that was found not to be its word */
    i64          helped;         /* of voices, those that a helper said for the house */
    i64          helped_households; /* of households, those that said nothing themselves */
    bool         closed_helped;  /* closed by words of helpers alone */
    i64          group, lead;    /* id of the group, and of the need that stands for it in lists; 0: none */
    i64          owner;          /* account that deals with it; 0: nobody yet */
    Str          owner_title;
    i64          worded_at;      /* when title, body and category were last written anew: at first, when it was raised */
    i64          raised_at, taken_at, solved_at, closed_at, happened_at;
    i64          due, first_due; /* of the desk it lies on; as it was first promised */
    i64          received_at;    /* by the desk it was handed to; 0: no receipt yet */
    bool         is_overdue, is_extended, is_urgent, is_stale;
    int          round, reopened, returned; /* times it was put to judgement, found undone, given back */
    Ref          onward, before; /* the row at the city it goes on as; the one it came from */
    bool         is_mine;        /* the actor's household raised it */
    bool         is_authors;     /* the house that the actor speaks for did: its own, or the one that agreed to it */
    bool         has_voiced;     /* the actor's household has a voice on it */
    bool         is_counted;     /* that, or it is counted already by another of the group */
    bool         is_dealt;       /* need_get only: the actor speaks for a house and dealt with it, or with what is one matter with it */
    bool         may_judge;      /* need_get only: it is asked whether it is done: it voiced this one, or one of its group */
    Ref          judged;         /* .. which of them, as the events name it */
    i64          judge_until;    /* need_get only: of what is closed, until when it may say so; else 0 */
    int          said;           /* need_get only: what it said this round; 0 nothing, 1 not done, 2 done. To a helper: what helpers said for it */
    int          said_helped;    /* need_get only, to the house itself: what a helper said for it this round; its own word goes before */
    unsigned     ways;           /* need_get only: to which states the actor could take it, taking it in first (life_ways) */
    bool         may_act;        /* the actor holds VERB_TRIAGE or VERB_ANSWER at its desk */
    bool         is_objected;
    bool         is_urged;       /* of a card, to an official: somebody who supervises urges it on (督办中) */
} Need;

/* The needs of a list. Of each there is what {need_card} of need.sql reads and what follows from it (names of places,
 * is_mine, has_voiced, is_counted): a card of it. All else is 0; who wants more asks need_get(). */
typedef struct Needs {
    const Need *v;
    size_t      n;
    bool        more;   /* there are others */
    Cursor      next;   /* what follows goes on from here */
    bool        is_cut; /* a search that stopped before it had seen all; it goes on at `next` */
    i64         later;  /* a moment, or 0: NeedQuery.since for what changed while the list was walked, and afterwards */
} Needs;

typedef struct NeedNew {
    Str          title, body;
    int          kind, category;      /* NeedKind, NeedCategory: int, as field_decode writes enums */
    Code         place;               /* a village, community, group, estate or unit */
    Str          target;              /* complaints: official title or name, free text */
    Code         target_place;        /* where the named one sits; empty: the village */
    Date         since;
    bool         hide_author;
    Uploads      photos;
    Str          once;                /* idempotency key */
    Offline      sent;                /* of the form: where and when it was filled in (the frame's) */
    bool         anyway;              /* raise it although alike ones stand there (asked by the page only) */
} NeedNew;

/* Raises a need for the actor's household, or for the resident a helper acts for; that household is its first voice.
 * The same `once` gives the same need again and changes nothing. ERR_DENIED: no household there. ERR_CONFLICT: `once`
 * was used for something else. ERR_INVALID names the field. */
MUST Err need_raise(Ctx *c, const NeedNew *n, Ref *ret_need);
/* What came up in a meeting or at the door, for by->actor's house. Without pictures; `once` is the outer act's. */
MUST Err need_raise_in(Db *w, By *by, const NeedNew *n, Ref *ret_need);

/* ERR_MISSING also where the actor may not know of it. Follows nothing: a row handed to the city says so (onward). */
MUST Err need_get(Ctx *c, Ref ref, Need *ret_need);

/* Adds the household's voice (我也要); a second one of the same household changes its reason only, so a retry is
 * harmless. ERR_CONFLICT: no longer open, or a complaint. Taking it back is need_leave(), an act of its own. */
MUST Err need_join(Ctx *c, Ref need, Str reason);
/* The same by who read the words of Need.worded_at (0: not said). ERR_CONFLICT also where they were written anew since, or after it was
 * said (ctx_done_at()): it is asked once more, of what stands there now. */
MUST Err need_join_read(Ctx *c, Ref need, Str reason, i64 worded_at);
MUST Err need_join_in(Db *w, By *by, Ref need, Str reason);
/* ERR_CONFLICT: the author's own (need_withdraw is for that), or judged already. Harmless when there is none. */
MUST Err need_leave(Ctx *c, Ref need);

typedef struct NeedEdit {
    i64   version;
    Str   title, body;
    int   category;
    bool  hide_author;
    Str   add;    /* goes behind the body, with its day */
    Given given;  /* what is not in it stays as it is */
} NeedEdit;
/* By the author's household while it is not solved; the old words stay in the events. Other houses joined what they read: with the
 * first of them title, category and body stand, and words are only added. ERR_CONFLICT: an older version, too late, or a change
 * of what others joined. */
MUST Err need_correct(Ctx *c, Ref need, const NeedEdit *e);
/* By the author's household while nobody else has voiced it. */
MUST Err need_withdraw(Ctx *c, Ref need, Str why);

/* Noun.erase: the words of someone who asked to be forgotten go, voices and figures stay. */
MUST Err need_erase_person(Db *w, Ref person);

/* Noun.carry: what is not at its end goes on under the new code of its place, with its desk, its voices and
 * its page; what has ended keeps the code of its day. */
MUST Err need_carry(Db *w, const Noun *noun, const PlaceCarry *carry);

/* ---- officials (need_together.c, need_flow.c) ---- */

MUST Err need_take(Ctx *c, Ref need, i64 version);                         /* ERR_CONFLICT: it is taken in already */

typedef struct NeedSort {
    i64 version;
    int size;            /* NeedSize */
    int door;            /* NeedDoor, for NEED_NOT_OURS */
    Str why;             /* for NEED_NOT_OURS and NEED_BIG; shown to everyone who voiced it */
} NeedSort;
/* Triage (分流), taking it in first if nobody did. Small stays taken and waits for need_assign(); big goes to the pool;
 * not ours ends with the door named; an emergency is due today, jumps the queue and is told to the level above. */
MUST Err need_sort(Ctx *c, Ref need, const NeedSort *s);

typedef struct NeedAssign {
    i64  version;
    i64  owner;          /* account; 0: the actor */
    Date due;            /* 0: by the rule for size and level; never later than that */
} NeedAssign;
MUST Err need_assign(Ctx *c, Ref need, const NeedAssign *a);               /* -> NEED_DOING */
/* Those who sit at its desk and may deal with it: to whom it can be given. */
MUST Err need_owners(Ctx *c, Ref need, const Account **ret, size_t *ret_n);
MUST Err need_extend(Ctx *c, Ref need, i64 version, Date due, Str why);   /* once; ERR_CONFLICT the second time */
MUST Err need_answer(Ctx *c, Ref need, Str text);                          /* says how it stands; moves nothing */
MUST Err need_solve(Ctx *c, Ref need, i64 version, Str text, const Uploads *photos);
MUST Err need_unable(Ctx *c, Ref need, i64 version, Str why);             /* an honest end */
MUST Err need_tell(Ctx *c, Ref need, Str how);                             /* told the author in person or by phone */

/* Up one level (group, village, town, county, city); the clock goes on. Above the county it becomes a new row there. */
MUST Err need_hand(Ctx *c, Ref need, i64 version, Str why, Ref *ret_now);
MUST Err need_receive(Ctx *c, Ref need);                                   /* the receipt; twice is harmless */
/* Back to the desk it came from, with a reason; at most need.return.most times. */
MUST Err need_give_back(Ctx *c, Ref need, i64 version, Str why, Ref *ret_now);

typedef struct NeedDecided {
    int       to;        /* NeedState. doing: it is built; unable: it was voted down; solved: accepted; pooled: that was annulled */
    Str       words;     /* shown to everyone who voiced it */
    i64       owner;     /* of what is built: the account that answers for it, */
    Str       owner_title;
    Date      due;       /* and by when */
} NeedDecided;
/* What a decision or an acceptance means for a need (settled.md 9): by->cause stands in for the desk's verb. Harmless where it
 * stands there already. What ends it is done to the others of its group in a moment, as far as who acts deals with them. */
MUST Err need_decide_in(Db *w, By *by, Ref need, const NeedDecided *d);

/* ---- one act on all of a group (need_together.c) ---- */

enum { NEED_ACT_TAKE, NEED_ACT_SORT, NEED_ACT_ANSWER, NEED_ACT_SOLVE, NEED_ACT_UNABLE, NEED_ACT_ASSIGN, NEED_ACTS };
typedef struct NeedAct {
    int            act;    /* NEED_ACT_ */
    i64            version;
    NeedSort       sort;   /* of a sorting */
    i64            owner;  /* of an assignment, with its day: the others of the group each have their own by the rule */
    Date           due;
    Str            words;  /* how it stands, result, or why it cannot be */
    const Uploads *photos; /* of a result; or NULL */
    bool           all;    /* each open one of its group, too, as far as the actor may */
} NeedAct;
/* What became of the others of the group. */
typedef struct NeedReach {
    i64 done;
    i64 later; /* done by a job in a moment: one body holds CHANGES_A_BODY */
    i64 left;  /* lie where the actor does not deal with them, or are too far for this step */
} NeedReach;
/* need_take(), need_sort(), need_assign(), need_answer(), need_solve() and need_unable() are this with it alone. Every house of all of them is told
 * once; each has its own step, story, proof and verdicts. */
MUST Err need_act(Ctx *c, Ref need, const NeedAct *a, NeedReach *ret_reach);
bool     need_is_reached(const Actor *a, int act, const Need *n); /* would it be one of those? n: a card will do */

/* ---- those who voiced it (need_verdict.c) ---- */

typedef struct NeedVerdict {
    int  done;           /* 1 办好了, 0 没办好 */
    Str  reason;         /* needed for 没办好 */
    Str  once;
    Offline sent;        /* as in NeedNew */
} NeedVerdict;
/* What the actor's household says of the result, once a round, and what a helper says for it once, before it spoke itself; only a house that voiced it, or one of its group. 办好了 of the
 * author's house closes it, unless another house once said 没办好 and has not said otherwise since; 没办好 of any opens it again,
 * also for need.undone.days after another's word, or silence, has closed it. Of a group, what leads it opens with it. */
/* Did the actor's house come in by a key that somebody cut who deals with the matter, and cut when it was there already? Then it
 * neither judges nor changes it: event_not_printed(). */
MUST Err need_others_key(Ctx *c, const Need *n, bool *ret_is);
/* Did the actor hand it to the desk where it lies, by whatever account? Then another gives the receipt. */
MUST Err need_handed_by_them(Db *db, const Need *n, bool *ret_is);
/* ERR_CONFLICT also where it was said (ctx_done_at()) before the result that stands: of that the house has said nothing. */
MUST Err need_judge(Ctx *c, Ref need, const NeedVerdict *v);
MUST Err need_accept(Ctx *c, Ref need);               /* the author, of "cannot" and "not ours": closes it */
MUST Err need_object(Ctx *c, Ref need, Str why);      /* the author, once: it goes up a level */

/* ---- groups of duplicates (need_group.c) ---- */

/* Puts needs of one village together under the one with the most voices; every original keeps its author, voices and
 * page, and the group counts each household once. Needs that are grouped already bring their group along. */
MUST Err need_group(Ctx *c, const Refs *needs, Str title, i64 *ret_group);
MUST Err need_ungroup(Ctx *c, Ref need);

typedef struct NeedGroup {
    i64   id;
    Str   title;
    i64   households, helped; /* as Need.households and helped_households */
    Needs needs;         /* the one that leads it first */
} NeedGroup;
MUST Err need_group_get(Ctx *c, Ref need, NeedGroup *ret_group); /* n 0: in no group */

/* ---- lists (need_list.c, need_queue.c) ---- */

typedef enum NeedOrder { ORDER_VOICES, ORDER_NEWEST } NeedOrder;
enum { NEED_PAGE_SIZE = 20 };

typedef struct NeedQuery {
    Code place;          /* a county or below: its own and all below it */
    int  order;
    int  show;           /* 0 all, 1 + NeedState: that state, -1: open ones */
    int  category, kind; /* -1: any */
    Str  text;           /* all of its terms; empty: none */
    bool mine;           /* of the actor's household */
    i64  since;          /* all that changed since that moment, whatever it is now, in the order of change; 0: the list */
    Cursor after;        /* Needs.next of the page before */
} NeedQuery;
/* What the public may read: no complaints, of a group the leading one. Searches show the newest first, whatever the
 * order, and say where they stopped looking. */
MUST Err need_list(Ctx *c, const NeedQuery *q, Needs *ret_needs);
const char *need_list_name(const NeedQuery *q); /* of its cursors */
/* How many that list has, of which `page` was read, where no counter says it (need_count.c). */
MUST Err need_list_count(Ctx *c, const NeedQuery *q, const Needs *page, ListCount *ret_count);
/* Open needs of the village that say about the same, likest first; at most five, looked for among the 500 that most houses want.
 * For offering to join instead. */
MUST Err need_alike(Ctx *c, Code place, Str text, Needs *ret_needs);

enum { QUEUE_ALL, QUEUE_MINE, QUEUE_UNASSIGNED, QUEUE_OVERDUE, QUEUE_BIG, QUEUE_COMPLAINTS, QUEUES };
/* By day, the urgent first; by voices; the youngest first; those that wait longest first. */
typedef enum NeedQueueOrder { QUEUE_BY_DUE, QUEUE_BY_VOICES, QUEUE_BY_NEWEST, QUEUE_BY_WAITING, QUEUE_ORDERS } NeedQueueOrder;
typedef struct NeedQueue {
    Code   place;        /* the desk; and those below it */
    int    view;         /* QUEUE_ */
    int    order;        /* QUEUE_BY_; of any state there is no day, and QUEUE_BY_DUE is the youngest first */
    int    show;         /* 0: open, what lies on the desk and those below; 1: of any state, all that belongs to the place, wherever it
                            lies, also what was withdrawn and what another leads; 2 + NeedState: of these */
    int    category, kind; /* 1 + NeedCategory, 1 + NeedKind; 0: any */
    Code   of;           /* a place below: what belongs there; empty: all */
    Str    text;         /* all of its words, or a need's number; empty: any */
    Date   from, to;     /* raised from that day to that one; 0: any */
    bool   mine;         /* that the actor deals with, of whatever view */
    Cursor after;
    bool   in_time;      /* without what is late; no filter beside it, nor beside `since` */
    i64    since;        /* changed since then; 0: any */
} NeedQueue;
/* A page of it, with authors. VERB_QUEUE there is the caller's to check. Where it is filtered a page looks through LIST_COUNTED rows and
 * goes on behind them (Needs.is_cut on such a page); sorted otherwise than by day, or of any state by age, it has what passes of the
 * first LIST_COUNTED alone (Needs.is_cut on every page). */
MUST Err need_queue(Ctx *c, const NeedQueue *q, Needs *ret_needs);
const char *need_queue_name(Ctx *c, const NeedQueue *q); /* of its cursors */
/* How many lie at a desk, which differs from what belongs to the place, as counters say it and as *queued comes in: a group is one
 * there; a city's board counts all of its counties, a province has none of its own; below the county what was handed up lies
 * elsewhere (open and overdue; what waits for judgement is the place's). */
typedef struct NeedQueued { i64 open, overdue, to_judge; } NeedQueued;
MUST Err need_queued(Ctx *c, Code place, NeedQueued *queued);
/* The page, and how many each view of the desk has, with the filters as they stand. `known`: what need_queued() said. */
MUST Err need_work(Ctx *c, const NeedQueue *q, const NeedQueued *known, Needs *ret_needs, ListCount counts[QUEUES]);
/* What tables out have of each beside its card (need_told.c): told[i] of needs->v[i], of a page of a queue. */
typedef struct NeedTold {
    Str body, answer, result; /* what an office said last, and what it reported last; empty: nothing */
    i64 solved_at, done, undone; /* what houses said of the result that stands */
    i64 done_helped, undone_helped; /* of these, said for them by helpers */
} NeedTold;
MUST Err need_told(Ctx *c, const Needs *needs, NeedTold *told);
/* What an office said when it ended a need last: done, cannot be done, not ours (need_told.c). For whoever is asked about it. */
typedef struct NeedEnd {
    i64 at;          /* 0: it was never ended */
    i64 since;       /* pictures of this end are of then or later */
    Str text, title; /* its words, and in whose name */
} NeedEnd;
MUST Err need_ended(Ctx *c, Ref need, NeedEnd *ret_end);
/* For the A4 sheet of a village: what was raised up to the day `to` and is open, however long ago it was and whatever moved since;
 * what ended and moved between the two days; complaints never. Of each the loudest that fit on paper, and how many there are. */
typedef struct NeedSheet {
    Needs open, ended;
    i64   n_open, n_ended;
} NeedSheet;
MUST Err need_sheet(Ctx *c, Code place, Date from, Date to, NeedSheet *ret_sheet);

/* Those with a reason first, at most HOUSES_SAID; labels only for the organiser (VERB_QUEUE). */
MUST Err need_voices(Ctx *c, Ref need, HouseParts *ret_voices);

/* Refs of routes: /need/420325-3fq8k2m0c4t1g. */
MUST Err need_load(Ctx *c, Str text, Ref *ret_ref);
/* Noun.unsaid: a voice that was entered by a paper which is not the house's word. */
MUST Err need_unsaid(Db *w, const Noun *noun, Ref need, Ref house, By *by);
/* Noun.parties: the houses that voiced it. */
MUST Err need_parties(Db *db, Ref need, i64 after, i64 most, Rows *ret_houses);

/* ---- time (need_clock.c), and what is kept right ---- */

struct JobKind;
extern const struct JobKind *const need_jobs[];        /* ends with NULL */
extern const RuleBound             need_bounds[];
extern const EventKind             need_events[]; /* every kind of event that a need makes; ends with a NULL name */
