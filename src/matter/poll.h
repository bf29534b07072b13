/* poll (表决): one vote of those on a frozen roll: what is asked, who may answer by which ways, and what came out. It is a part of
 * another noun's matter (a question, an election, a rating), which has its pages, decides who may call it, and is its `noun`; the
 * poll has the rules that no noun may have its own way.
 *
 * - One unit of the roll (matter/roll.h) has one ballot, by unique key; while the poll is open it may be changed, where the rule
 *   allows, by whoever says which version they saw.
 * - Everything is sealed until the poll is counted, for officials, story and log too: the event of a ballot holds nothing but a
 *   salted commitment to it. No function here gives a ballot or a sum out before, but to the voter their own.
 * - Where the body's law asks people to come, a unit that is not marked as there answers beside it (参考意见): shown apart, never
 *   added (settled.md 2).
 * - A counted part marks its participants on the roll first; that is final and voids their named ballot. So what was issued is
 *   what was marked, and equals cast + spoiled + unused, or the poll is not counted.
 * - What is keyed in from paper stands when two persons (persons, not accounts) have typed the same; where they differ that is
 *   told to them, and nothing stands.
 * - Candidates, proposers and tellers help nobody to vote; tellers are no candidates.
 * - Roll, way and rule are frozen with the poll, as text (engine/tally/quorum_text.h): a later table changes nothing.
 *
 * Life: draft -> open -> shut -> counted; withdrawn from the first three. Shut by its time (a job), by who called it, or by the noun.
 * One short body shuts it; the count reads the ballots outside of bodies; another short body stores the result, where ballots,
 * marks and sheets are still those that were counted. A program that dies in between has left a job that goes on.
 *
 * The result is engine/tally/motion.h's, from the very list that is published: poll_list() and `yuanchang tally motion FILE`. Units
 * of weight 1 only are counted by hand, and not orders or budgets.
 *
 * Laws: 村 18, 25-32, 居 19, 26-29, 集体 26-28, 民法典 278, 无障碍环境建设法 48 (helping to vote), 民法典 1259. */
#pragma once
#include "engine/tally/lawful.h"
#include "engine/tally/motion.h"
#include "matter/change.h"
#include "matter/roll.h"

typedef enum PollState { POLL_DRAFT, POLL_OPEN, POLL_SHUT, POLL_COUNTED, POLL_WITHDRAWN, POLL_STATES } PollState;

/* Ways in; which of them a body's poll may open, its row says (poll_from_row()). */
enum {
    POLL_BY_PHONE = 1,  /* the voter's own account, or a helper's with consent */
    POLL_BY_SLIP = 2,   /* named slips from the room, keyed in by two */
    POLL_BY_LETTER = 4, /* in writing from elsewhere, keyed in by two */
    POLL_ON_PAPER = 8,  /* hands or a box: sheets of tellers */
    POLL_BY_PROXY = 16, /* slips, or paper, of who was written a proxy */
};

typedef enum PollPart { POLL_CANDIDATE, POLL_PROPOSER, POLL_TELLER, POLL_PARTS } PollPart;

typedef struct PollOption {
    Str words; /* 1..500 characters */
    i64 cost;  /* budget: fen, >= 1; else 0 */
} PollOption;

typedef struct PollNew {
    Code              place;
    Str               title;     /* 2..60 characters */
    const char       *noun;      /* whose it is */
    i64               noun_id;
    LawfulMatter      matter;
    LawfulBody        body;
    LawfulBinding     binding;
    QuorumRule        rule;      /* of it the way that fits the roll's unit is frozen */
    int               publicity_days; /* of what is decided */
    SlipKind          method;
    MotionFinds       finds;     /* rank, budget */
    int               most, seats; /* 0: 1 */
    i64               money;     /* budget: fen */
    const PollOption *options;   /* 1..SLIP_OPTIONS_MOST; a motion: 1 */
    size_t            n_options;
    Ref               roll;      /* of the same county; frozen when the poll opens */
    unsigned          channels;
    bool              asks_presence, may_change;
    i64               closes_at; /* 0: until it is shut by hand */
} PollNew;

/* What the router's row says: matter, body, binding, rule, publicity, and what follows from the body: which channels may be opened
 * (settled.md 2; the caller takes some of them), whether one has to be there. */
void poll_from_row(const LawfulRow *row, PollNew *n);

typedef struct Poll {
    A_MATTER;
    Str           noun;
    i64           noun_id;
    LawfulMatter  matter_kind;
    LawfulBody    body;
    LawfulBinding binding;
    int           publicity_days;
    MotionHead    head;          /* its costs: poll_options() */
    Str           rule;          /* its lines */
    Ref           roll;
    RollUnit      unit;
    unsigned      channels;
    bool          asks_presence, may_change;
    i64           opened_at, closes_at, shut_at;
    i64           turn;          /* how often a ballot, mark or sheet has changed it */
} Poll;

extern const Life         poll_life;
extern const char *const  poll_state_names[];

/* ---- calling it ---- */

/* `by` has a cause, or its actor holds VERB_HOST at the place. ERR_INVALID: at the field; "poll.unit" where no way of the rule
 * counts such units, "poll.channel" where the body does not know a way in. */
MUST Err poll_draft_in(Db *w, By *by, const PollNew *n, Ref *ret_poll);
/* ERR_CONFLICT: the person is on the other side (a candidate as teller), or the poll is open already (candidates, proposers). Tellers may come later, while it is open. */
MUST Err poll_part_in(Db *w, By *by, Ref poll, PollPart part, Ref person);
MUST Err poll_open_in(Db *w, By *by, Ref poll);  /* ERR_CONFLICT: its roll is not frozen, or it would close in the past */
MUST Err poll_shut_in(Db *w, By *by, Ref poll);  /* counted by its job, or by poll_count() afterwards */
MUST Err poll_withdraw_in(Db *w, By *by, Ref poll, Str why);

MUST Err poll_get(Db *db, Ref poll, Poll *ret_poll);
MUST Err poll_options(Db *db, Ref poll, const PollOption **ret, size_t *ret_n);
MUST Err poll_is_part(Db *db, Ref poll, PollPart part, Ref person, bool *ret_is);

/* ---- who is there ---- */

/* While it is a draft or open. */
MUST Err poll_there_in(Db *w, By *by, Ref poll, Ref unit, bool is_there);
/* Handed a ballot of the counted part: final, voids the named one. While it is open. */
MUST Err poll_on_paper_in(Db *w, By *by, Ref poll, Ref unit);
/* Of the first condition by which it is valid: how many are there, and how many it takes (到会 61 户, 还差 2 户). This is no secret;
 * how many have voted is. */
MUST Err poll_presence(Db *db, const Poll *p, RollMarks *ret_marks, QuorumFinding *ret_finding);

/* A written proxy of a unit to a person, seen and noted by who may call the poll: only where body and rule know them. It holds or is
 * refused by quorum_proxies() (at most three a person, none to candidates, at home, not passed on; 村 18(4), 居 19, 集体 27):
 * ERR_CONFLICT, "poll.proxy.refused". It lapses when the unit itself is marked as there, unless its taker has voted. */
MUST Err poll_proxy_in(Db *w, By *by, Ref poll, Ref unit, Ref taker);

/* ---- a ballot ---- */

typedef struct PollVote {
    Ref poll;
    Str slip;    /* engine/tally/slip.h, in any form that slip_typed() takes */
    i64 version; /* 0: the first; else of the ballot on the voter's screen */
    Str once;    /* idempotency key, poll_cast() only */
} PollVote;

typedef enum PollStanding { POLL_COUNTS, POLL_BESIDE, POLL_VOID } PollStanding;

/* What the voter may see of their own ballot, at any time; code and salt let them find and prove it afterwards. */
typedef struct PollBallot {
    PollStanding standing;
    MotionBy     means;
    Str          slip, code;
    Hash         commitment;
    u8           salt[16];
    i64          version, cast_at;
} PollBallot;

/* For the unit of whoever acts: the household that speaks, else the person. ERR_DENIED: not on the roll ("poll.no_vote"), by a
 * household's card where persons vote, not who speaks for the household, by a helper who is a party. ERR_CONFLICT: not open, late,
 * on paper, cast already ("poll.cast_already"), or changed meanwhile. */
MUST Err poll_cast_in(Db *w, By *by, const PollVote *v);
MUST Err poll_cast(Ctx *c, const PollVote *v);
MUST Err poll_mine(Ctx *c, Ref poll, bool *ret_found, PollBallot *ret_ballot);

/* ---- from paper, by two ---- */

typedef enum PollKeyed {
    POLL_KEYED_ONCE,    /* the other one is still to come */
    POLL_KEYED_DIFFERS, /* the two differ: nothing stands; either corrects it by keying again */
    POLL_KEYED_STANDS
} PollKeyed;

enum { POLL_SHEETS_MOST = 200 };

/* While it is open or shut. ERR_DENIED: no teller of this poll, or an account that is no person's. ERR_INVALID: figures that do not
 * add up (motion_sheet_adds_up()). ERR_CONFLICT: it stands already. Of the two that keyed a sheet neither sees the other's. */
MUST Err poll_key_sheet_in(Db *w, By *by, Ref poll, i64 number, const MotionSheet *sheet, PollKeyed *ret_keyed);
/* A named slip; means: came, by letter, or by a proxy that holds. Keyed by tellers, or others who hold VERB_HOST at the place. */
MUST Err poll_key_slip_in(Db *w, By *by, Ref poll, Ref unit, MotionBy means, Str slip, PollKeyed *ret_keyed);
/* Which stand, wait for the second, or differ: numbers of sheets only, never a figure. */
typedef struct PollSheetState {
    i64       number;
    PollKeyed keyed;
} PollSheetState;
MUST Err poll_sheets(Db *db, Ref poll, const PollSheetState **ret, size_t *ret_n);

/* ---- the count ---- */

/* Counts what is shut and stores it. Again: harmless. ERR_CONFLICT: not shut; "poll.sheets" where sheets wait, differ or do not
 * make up what was handed out; "matter.moved_on" where somebody keyed in meanwhile. */
MUST Err poll_count(Ctx *c, Ref poll);

typedef struct PollResult {
    Motion       figures; /* heads, weights, yes of each option; the sums of the sheets */
    MotionResult found;   /* outcome, each option's verdict with what it had and lacked, chosen, tied */
    i64          beside, beside_yes; /* 参考意见: a motion's, never added */
    Hash         list_hash;
    i64          counted_at;
} PollResult;
/* ERR_CONFLICT ("poll.sealed") before it is counted. */
MUST Err poll_result(Db *db, Ref poll, PollResult *ret_result);

/* The list that is published, piece by piece, with codes and without names: its SHA-256 is list_hash. ERR_CONFLICT before it is
 * counted. With areas it is for those on the roll only (个保法 25): ERR_DENIED. */
typedef Err PollSink(void *arg, Str piece);
MUST Err poll_list(Ctx *c, Ref poll, PollSink *sink, void *arg);

/* The named list, for those on the roll: after `after`, at most 200. ERR_DENIED, ERR_CONFLICT. */
typedef struct PollNamed {
    Ref          unit;
    PollStanding standing;
    Str          slip;
} PollNamed;
MUST Err poll_named(Ctx *c, Ref poll, Ref after, const PollNamed **ret, size_t *ret_n);

extern const Noun poll_noun;
