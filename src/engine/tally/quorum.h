/* quorum: was enough of the roll there, and did enough of them agree? Counts in, a verdict with its reasons out. How
 * people, households and flats become counts: engine/tally/quorum_voices.h.
 *
 * A rule is up to three ways to decide, for the law often knows several ("a tenth of the residents, or of the households,
 * or a third of the representatives"). A way asks for up to two conditions to be valid and up to two to pass, and all of
 * them must hold. The first way, in the rule's order, that was counted and is valid decides; a later one is not asked
 * whether it would have passed, so that nobody picks the way that suits the result.
 *
 * Units: people, households, owners and members are whole; area is in 0.01 m2. All arithmetic is exact: products in
 * 128 bits, no rounding. "以上" includes the number, "过半数" and "超过" do not (民法典 1259). Pure. */
#pragma once
#include "engine/number/percent.h"

/* Counts up to this (in 0.01 m2 it is ten times China) and fractions of up to thousandths fit every product. */
#define QUORUM_MOST INT64_C(9000000000000000)
enum { QUORUM_MOST_DEN = 1000, QUORUM_WAYS = 3, QUORUM_CONDS = 2 };

/* What is counted. QUORUM_VOTE: a co-operative's votes, extra votes included, where its heads are QUORUM_MEMBER. */
typedef enum QuorumBasis {
    QUORUM_PERSON, QUORUM_HOUSEHOLD, QUORUM_OWNER, QUORUM_AREA, QUORUM_MEMBER, QUORUM_VOTE, QUORUM_BASES
} QuorumBasis;

/* Of those: all on the frozen roll, those who take part, ballots cast, ballots that are valid, ballots in favour. */
typedef enum QuorumPart { QUORUM_ROLL, QUORUM_PRESENT, QUORUM_CAST, QUORUM_VALID, QUORUM_YES } QuorumPart;

typedef enum QuorumTest { QUORUM_AT_LEAST, QUORUM_MORE_THAN, QUORUM_AT_MOST } QuorumTest;

/* Who counts as present beside those who came, and to whom a proxy may be given. */
enum {
    QUORUM_BY_PROXY = 1,
    QUORUM_IN_WRITING = 2,
    QUORUM_ONLINE = 4,           /* there by instant messaging (集体 27) */
    QUORUM_PROXY_AT_HOME = 8,    /* only to a capable member of the same household (集体 27) */
    QUORUM_PROXY_NO_CANDIDATE = 16 /* a candidate takes none (村 18(4), 居 19) */
};

/* `part` is at least (more than, at most) num/den of `whole`. den 0: no condition, the end of a list. */
typedef struct QuorumCond {
    QuorumBasis basis;
    QuorumPart  part;
    QuorumTest  test;
    i64         num, den;
    QuorumPart  whole;
} QuorumCond;

typedef struct QuorumWay {
    QuorumCond valid[QUORUM_CONDS], passes[QUORUM_CONDS];
} QuorumWay;

typedef struct QuorumRule {
    QuorumWay way[QUORUM_WAYS]; /* a way without conditions is none */
    int       presence;         /* QUORUM_BY_PROXY | QUORUM_IN_WRITING .. */
    int       most_proxies;     /* that one person may take; 0: no limit is laid down */
} QuorumRule;

/* One basis as counted. Those who took part by a means that the rule does not know are not present, and neither may
 * their ballots be among those cast. Who signs a petition or a consent has come, cast a valid ballot, and is for it.
 *
 * Who abstains has cast a valid ballot that is not in favour. So an abstention weighs against where the law counts those
 * who are there, who take part, who vote or who are on the roll, and there is no rule here that leaves it out. */
typedef struct QuorumCount {
    bool counted;
    i64  roll, came, by_proxy, in_writing, cast, valid, yes, online, abstained;
} QuorumCount;

typedef struct QuorumFinding {
    QuorumCond cond;
    bool       holds;
    i64        have, whole;
    i64        need;    /* the smallest number that holds; for QUORUM_AT_MOST the largest */
    i64        missing; /* need - have, for QUORUM_AT_MOST have - need; 0 where it holds */
    Fraction   margin;  /* have - whole * num/den, exact: negative is short, 0 is on the line */
} QuorumFinding;

typedef struct QuorumWayFinding {
    bool          counted, valid, passes;
    int           n_valid, n_passes;
    QuorumFinding is_valid[QUORUM_CONDS], is_passed[QUORUM_CONDS];
} QuorumWayFinding;

typedef enum QuorumOutcome {
    QUORUM_ADVISORY, /* the rule has no conditions: an opinion, not a decision (参考意见, 不作决议) */
    QUORUM_TOO_FEW,  /* no way is valid */
    QUORUM_FAILS,
    QUORUM_PASSES,
    QUORUM_VOID      /* more ballots than people who took part: to be held again (R13) */
} QuorumOutcome;

typedef struct QuorumVerdict {
    QuorumOutcome    outcome;
    int              decided_by; /* index of the way; -1: none */
    QuorumWayFinding way[QUORUM_WAYS];
} QuorumVerdict;

/* Why counts are not judged. */
typedef enum QuorumFault {
    QUORUM_OK,
    QUORUM_BAD_RULE,    /* a fraction outside 0 < num/den <= 1 or den > QUORUM_MOST_DEN, or "more than all" */
    QUORUM_BAD_RANGE,   /* below 0 or above QUORUM_MOST */
    QUORUM_BAD_ROLL,    /* more take part than the roll has */
    QUORUM_BAD_BALLOTS, /* more valid than cast, or more in favour or abstaining than valid */
    QUORUM_UNCOUNTED,   /* not one way of the rule has all its bases counted */
    QUORUM_BAD_LIST     /* engine/tally/quorum_voices.h: a list that contradicts itself */
} QuorumFault;

/* One share by itself: petitions and the make-up of a body (R4, R8, R36). 0 <= have, whole <= QUORUM_MOST and a sound
 * fraction, else BUG. Of nothing, nothing is at least or more: have 0 of whole 0 does not hold, and needs 1. O(1). */
QuorumFinding quorum_share(QuorumTest test, i64 num, i64 den, i64 have, i64 whole);

/* Judges `count[QUORUM_BASES]` by the rule. On a fault *ret_verdict is all zero. O(1). Sources: 村民委员会组织法 (2025)
 * 18, 19, 25-32; 城市居民委员会组织法 (2025) 19, 20, 26-29; 民法典 278, 1259; 农村集体经济组织法 15, 26-28;
 * 农民专业合作社法 30-31; domain study R4-R9, R13-R14, R23, R36, R41. */
MUST QuorumFault quorum_judge(const QuorumRule *rule, const QuorumCount *count, QuorumVerdict *ret_verdict);
