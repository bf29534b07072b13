/* motion: a vote of those on a roll about one motion, one of several options, several at once, an order of them, or how money is
 * shared out among them, from its ballots to the verdict of the rule that was settled beforehand. The database's own count and `yuanchang tally motion`, which reads nothing but the list
 * that is published, both go through here.
 *
 * The list, one record a line, words with one space between; amounts of area in 0.01 m2:
 *
 *   yc-vote 1
 *   unit owner                                    what the roll is of: person household owner member
 *   method motion                                 motion choice approve rank budget (engine/tally/slip.h)
 *   options 3 2 2                                 not for a motion: how many there are, how many a ballot may name, seats
 *   finds schulze                                 rank: schulze ranked_pairs irv; budget: mes_cost mes_cost_greedy greedy_cost
 *                                                 city_greedy_skip, as yuanchang tally ranked and pb call them
 *   money 3000000 1200000 900000 2000000          budget: what there is, then what each option costs, in fen
 *   valid owner present at-least 2/3 roll         the rule's lines (engine/tally/quorum_text.h)
 *   roll 14 140000                                heads, and their weights together
 *   there 1 10000                                 marked as there, without a ballot
 *   sheet 1 30 28 1 1 20 6 2                      counted by hand: number, issued, cast, spoiled, unused, then how many for each
 *   ballot 3k0f came 10000 yes                    its code, came proxy writing online, weight, slip
 *
 * A sheet's last figures are yes, no and abstained of a motion, else those for each option. Ballots issued there are cast,
 * spoiled (also those that name too many) or unused, and whoever was handed one is there.
 *
 * Of options each is judged by the rule as if it were the motion, what names it being in favour; those that pass are chosen, the
 * most votes first, up to the seats. Who tie for the last seat are not chosen and are named: they are voted on again. An order and
 * a budget only find a proposal, if enough took part; a motion decides about it afterwards. Where several win by an order they tie;
 * irv and the budget's rules say in their headers how they go on from a tie (the smaller number), and a tie is told. Pure. */
#pragma once
#include "base/buf.h"
#include "engine/tally/ballots.h"
#include "engine/tally/budget.h"
#include "engine/tally/quorum.h"
#include "engine/tally/slip.h"
#include "engine/text/lines.h"

typedef enum MotionBy { MOTION_CAME, MOTION_PROXY, MOTION_WRITING, MOTION_ONLINE, MOTION_BYS } MotionBy;
extern const char *const motion_by_names[];

typedef enum MotionFinds {
    MOTION_COUNTS, /* motion, choice, approve: votes and the rule */
    MOTION_SCHULZE, MOTION_RANKED_PAIRS, MOTION_IRV,
    MOTION_MES, MOTION_MES_GREEDY, MOTION_GREEDY, MOTION_CITY,
    MOTION_FINDS
} MotionFinds;
extern const char *const motion_finds_names[];

typedef struct MotionHead {
    QuorumBasis heads; /* QUORUM_PERSON, _HOUSEHOLD, _OWNER or _MEMBER */
    SlipKind    method;
    int         options, most, seats; /* a motion: 1, 1, 1; budget: seats 1 */
    MotionFinds finds;                /* one that fits the method */
    i64         money;                /* budget: fen, and what each option costs, >= 1 */
    const i64  *costs;
    QuorumRule  rule;                 /* one way, or none: an opinion; of rank and budget only what makes it valid */
} MotionHead;
bool motion_finds_fits(SlipKind method, MotionFinds finds);

/* What tellers counted by hand; units of weight 1 only. */
typedef struct MotionSheet {
    i64 issued, cast, spoiled, unused;
    i64 votes[SLIP_OPTIONS_MOST]; /* a motion: [0] yes, [1] no, [2] abstained */
} MotionSheet;

typedef struct Motion {
    Arena      *a;
    MotionHead  head;
    QuorumCount heads, weights; /* what all options share: without yes */
    i64        *yes, *yes_weight; /* [options] */
    i64         no, ballots, issued, spoiled, unused, sheets;
    Ballots     orders;  /* rank */
    Budget     *budget;  /* budget */
} Motion;

typedef struct MotionResult {
    QuorumOutcome  outcome;  /* of options: passes where any is chosen */
    QuorumVerdict *verdict;  /* [options] */
    int           *chosen;   /* the most votes first */
    size_t         n_chosen;
    int           *tied;     /* for the last seat */
    size_t         n_tied;
    bool           is_by_number; /* a tie on the way was broken by the smaller number */
} MotionResult;

/* Bases that such a rule may speak of: bits 1 << QuorumBasis. */
unsigned motion_bases(QuorumBasis heads);

Motion *motion_new(Arena *a, const MotionHead *head);
void    motion_roll(Motion *m, i64 heads, i64 weight);
void    motion_there(Motion *m, i64 heads, i64 weight);
/* Does the rule know that way of taking part? */
bool    motion_admits(const QuorumRule *rule, MotionBy by);
void    motion_ballot(Motion *m, MotionBy by, i64 weight, const Slip *slip);
/* Do its figures add up? issued = cast + spoiled + unused, and as many votes as ballots can have. */
bool    motion_sheet_adds_up(const MotionHead *head, const MotionSheet *s);
void    motion_sheet(Motion *m, const MotionSheet *s);
/* Rank and budget: who is found, into *r. False: given up, so many options tie with each other. */
MUST bool motion_find(const Motion *m, MotionResult *r);
/* QUORUM_OK, or why it is not judged; QUORUM_BAD_LIST where finding was given up. O(options^2), and what finding takes. */
MUST QuorumFault motion_judge(const Motion *m, MotionResult *ret_result);

/* ---- the list ---- */

void motion_head_put(Buf *b, const MotionHead *head);
void motion_count_put(Buf *b, const char *word, i64 heads, i64 weight); /* roll, there */
void motion_sheet_put(Buf *b, const MotionHead *head, i64 number, const MotionSheet *s);
void motion_ballot_put(Buf *b, Str code, MotionBy by, i64 weight, Str slip);
/* NULL when it is refused; lines->refusal says why. A code twice is refused, and a roll that comes twice or not at all. */
Motion *motion_read(Arena *a, Lines *lines);
