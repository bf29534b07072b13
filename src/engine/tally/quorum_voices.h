/* quorum_voices: from who said what to the counts that engine/tally/quorum.h judges: owners from their flats, households from
 * their people, and which proxies hold.
 *
 * One head that speaks twice and differently never stops the count of all others. It has taken part, and is named: a
 * household's ballot is that of who speaks for it; where nobody does, and for owners, there is one ballot that is not
 * valid, so that it is neither in favour nor lost from those who take part. Naming it before the count is closed lets
 * it be mended. Voices that the rule does not know (engine/tally/quorum.h, presence) are not given here. Pure. */
#pragma once
#include "base/arena.h"
#include "engine/tally/quorum.h"

/* From the nearest to the farthest: of several that say the same the nearest is counted. */
typedef enum QuorumVoice { QUORUM_ABSENT, QUORUM_CAME, QUORUM_CALLED, QUORUM_PROXY, QUORUM_WROTE } QuorumVoice;
typedef enum QuorumBallot {
    QUORUM_NO_BALLOT, QUORUM_SPOILED, QUORUM_ABSTAINED, QUORUM_AGAINST, QUORUM_FOR
} QuorumBallot;

typedef enum QuorumSplitKind {
    QUORUM_SPLIT_JOINT,    /* the owners of one flat: `who` is the flat */
    QUORUM_SPLIT_OWNER,    /* one owner's several flats: `who` is the first owner, ascending */
    QUORUM_SPLIT_HOUSEHOLD /* people of a household: `who` is the household */
} QuorumSplitKind;

/* Who spoke differently. */
typedef struct QuorumSplit {
    QuorumSplitKind kind;
    i64             who;
    bool            is_settled; /* `counts` speaks for the household and theirs is the ballot; else it is not valid */
    i64             counts;
} QuorumSplit;

typedef struct QuorumSplits {
    QuorumSplit *v; /* by `who` within a kind */
    size_t       n;
} QuorumSplits;

/* A row for each owner of each flat: joint owners are several rows of one flat. */
typedef struct QuorumFlat {
    i64          flat, owner; /* the developer, for what is unsold, is one owner */
    i64          area;        /* 0.01 m2, of the whole flat, by the register */
    QuorumVoice  voice;
    QuorumBallot ballot;
} QuorumFlat;

/* Heads and area of owners from their exclusive parts. The same owners of several flats are one head with all of their
 * area; joint owners are one head too, and one of them may speak for all. A flat about which nothing came is absent with
 * its area. Sorts `v`. QUORUM_BAD_RANGE: an area; QUORUM_BAD_BALLOTS: of who is absent; QUORUM_BAD_LIST: an owner twice
 * on a flat, or two areas of one. O(n log n). Source: 民法典 278; 法释〔2009〕7号 8-9; 建房〔2009〕274号 on joint owners; R42. */
MUST QuorumFault quorum_owners(Arena *a, QuorumFlat *v, size_t n, QuorumCount *ret_owners, QuorumCount *ret_area,
                               QuorumSplits *ret_splits);

/* A row for each person of 18 and more of each household on the roll. */
typedef struct QuorumPerson {
    i64          household, person;
    bool         speaks; /* for the household, by its dated row: at most one of it */
    QuorumVoice  voice;
    QuorumBallot ballot;
} QuorumPerson;

/* Households: one ballot each. Theirs who speaks for it where they took part, else the one that all others of it who did
 * agree on. Sorts `v`. QUORUM_BAD_BALLOTS: of who is absent; QUORUM_BAD_LIST: a person twice, or two who speak.
 * O(n log n). Source: 村民委员会组织法 (2025) 26, 32; domain study, one voice a household. */
MUST QuorumFault quorum_households(Arena *a, QuorumPerson *v, size_t n, QuorumCount *ret_households,
                                   QuorumSplits *ret_splits);

typedef enum QuorumProxyFault {
    QUORUM_PROXY_HOLDS,
    QUORUM_PROXY_UNKNOWN,   /* the rule knows no proxies */
    QUORUM_PROXY_SELF,      /* to oneself */
    QUORUM_PROXY_TWICE,     /* the giver has given one before */
    QUORUM_PROXY_STANDS,    /* the giver has taken others' before, and is to be there for them */
    QUORUM_PROXY_PASSED_ON, /* the taker has given their own before */
    QUORUM_PROXY_NO_VOTE,   /* the taker has no vote here */
    QUORUM_PROXY_CANDIDATE, /* the taker is a candidate */
    QUORUM_PROXY_STRANGER,  /* the taker is of another household */
    QUORUM_PROXY_TOO_MANY   /* the taker has as many as one may have */
} QuorumProxyFault;

typedef struct QuorumProxy {
    i64              giver, taker;
    bool             has_vote, is_candidate, is_at_home; /* the taker */
    QuorumProxyFault fault;                              /* filled in */
} QuorumProxy;

/* Which proxies hold; returns how many. They are looked at in the order in which they were given, each beside those
 * before it that hold: one that does not hold is as if it had not been given, so who gave to a candidate may give to
 * another, and no later one undoes an earlier. The texts let somebody who is away be voted for by one who is there, and
 * know nothing of passing votes on; so whoever has taken a proxy gives none, and whoever has given theirs takes none.
 * O(n log n). Source: 村民委员会组织法 (2025) 18(4): away on the day, in writing, to another with the vote, at most three
 * a person, none to candidates; 居 19 likewise; 农村集体经济组织法 27: within the household. That what does not hold was not
 * given, and that there is no passing on, is in none of them: it is the reading here. */
size_t quorum_proxies(Arena *a, const QuorumRule *rule, QuorumProxy *v, size_t n);
