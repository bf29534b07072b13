/* voices: the order of needs when each household has one voice, whole for its first need and less for each further one.
 *
 * The needs are placed from the top. A household counts 1 for a need while none that it raised is placed yet, 1/2 once
 * one is, then 1/3 and so on to 1/40, and nothing after its 40th. The need with the most voices is placed next. So ten
 * ways of asking for one thing, raised by the same households, do not fill the top: the second counts half.
 *
 * On top of that, all by a dated rule that the caller gives, in exact fractions:
 *   - a household with somebody who needs care (five guarantees, minimum living allowance, disabled, very old ..) counts
 *     so much more for each of these that it has, up to a most;
 *   - a need's voices count so much more for each so many days that it waits, up to a most.
 * Of equal sums the need of more households stands first, then the one that waits longer, then the smaller id.
 *
 * What holds, and is tested (S: what the households of a group count together, with what their needs' waiting adds):
 *   - Clones. If the same households, and nobody else, raise any number of needs, at most S/W of these stand above a
 *     need whose households count W and raised nothing else. With S <= W that is one, and only on a tie.
 *   - Shares. Where the households fall into groups that each raise needs of their own, all of them, and all wait alike,
 *     a group of s of n households has of the first k places at least k*s/n, rounded down, if it has so many needs, and
 *     at most (k + g - 1)*s/n, g being the number of groups (D'Hondt's bounds; as long as nobody has 40 needs placed).
 *   - More is not less. If one more household raises a need, the need does not fall, and those that still stand above it
 *     keep their order.
 *   - The order is the same in whatever order things come in and by whatever numbers households go; what is raised by
 *     one half of a town that shares no need with the other does not change the order within the other.
 * What does not: where groups overlap in part no share is promised (sequential Thiele is not justified representation).
 *
 * T. N. Thiele, "Om Flerfoldsvalg" (1895), in its sequential form. LiquidFeedback weighs with the harmonic series too but
 * strikes from the bottom (Behrens et al., The Principles of LiquidFeedback, 2014); from the top, a further voice
 * can never do harm and each place explains itself. For the short list by households alone see engine/tally/rank.h. Pure. */
#pragma once
#include "base/arena.h"
#include "base/str.h"

enum {
    VOICES_DIVISORS = 40, VOICES_TRAITS = 8, VOICES_MOST_DEN = 1000,
    VOICES_MOST_NEEDS = 1000000, VOICES_MOST_HOUSEHOLDS = 1000000, VOICES_MOST_SUPPORTS = 10000000,
    VOICES_MOST_DAYS = 36500, VOICES_MOST_TIMES = 10 /* what is added is at most so many times a voice */
};

/* Parts of a voice: a numerator over Voices.under. Below 2^101 with the bounds above. */
typedef __int128 VoicesSum;

typedef struct VoicesRule {
    i64 den;                           /* what follows is in parts of this; 1 .. VOICES_MOST_DEN */
    i64 trait[VOICES_TRAITS];          /* added to a household's voice for each trait that it has */
    i64 traits_most;                   /* all traits together add no more */
    i64 wait_days, wait_adds, wait_most; /* wait_adds for each full wait_days (>= 1), no more than wait_most */
} VoicesRule;

typedef struct VoicesNeed {
    i64 id;   /* each once */
    i64 days; /* that it waits */
} VoicesNeed;

/* A household raised, or joined, a need: places in the two lists. Twice the same counts once. */
typedef struct VoicesSupport {
    int need, household;
} VoicesSupport;

/* So many households count 1/divisor each; divisor 0: nothing, they have 40 needs further up. */
typedef struct VoicesShare {
    int divisor, households;
} VoicesShare;

typedef enum VoicesWhy {
    VOICES_LAST,            /* nothing stands below */
    VOICES_MORE_HOUSEHOLDS, /* more households */
    VOICES_LESS_HEARD,      /* no more of them, but they have fewer needs further up */
    VOICES_CARE,            /* more of its households have somebody who needs care, or more of that */
    VOICES_LONGER,          /* it waits longer */
    VOICES_EVEN_HOUSEHOLDS, /* as many voices; more households */
    VOICES_EVEN_LONGER,     /* as many voices and households; it waits longer */
    VOICES_EVEN             /* all alike: the one that was noted first, by its id */
} VoicesWhy;

/* Why it stands above the next one. At the moment when it was placed, the next one had `margin` fewer voices:
 * by_households + by_care + by_waiting of them. The largest of the three is the reason; of equal ones the first. Where
 * households and waiting both differ, waiting is reckoned on the next one's voices and the rest is the others'. */
typedef struct VoicesAbove {
    VoicesWhy why;
    int       households, care; /* more than the next one has; negative: fewer */
    i64       days;
    int       heard;            /* households of the next one that had a need placed at that moment already */
    VoicesSum margin, by_households, by_care, by_waiting;
} VoicesAbove;

typedef struct VoicesPlace {
    int          need;       /* in the list given */
    int          households; /* that raised it */
    int          care;       /* of these, with a trait that counts */
    VoicesShare *shares;     /* ascending by divisor, 0 last; together `households` */
    int          n_shares;
    VoicesSum    plain, for_care, for_waiting, sum; /* when it was placed; the first three add up to the fourth */
    VoicesAbove  above;
} VoicesPlace;

typedef struct Voices {
    VoicesPlace *places; /* one for each need, the first first */
    size_t       n;
    VoicesSum    under;
} Voices;

typedef enum VoicesFault {
    VOICES_OK,
    VOICES_TOO_MANY,    /* needs, households or supports */
    VOICES_BAD_RULE,
    VOICES_BAD_NEED,    /* days below 0 or above VOICES_MOST_DAYS */
    VOICES_TWICE,       /* two needs of one id */
    VOICES_BAD_SUPPORT  /* no such need or household */
} VoicesFault;

/* `traits[h]` has bit t set where household h has trait t. On a fault *ret is all zero and *ret_at the place of what is
 * at fault. O(s log s) for s supports, and for each household the square of its needs, or 40 times them if less. */
MUST VoicesFault voices_rank(Arena *a, const VoicesRule *rule, const VoicesNeed *needs, size_t n_needs,
                             const u8 *traits, size_t n_households, const VoicesSupport *supports, size_t n_supports,
                             Voices *ret, size_t *ret_at);

/* Voices in decimals, half up, away from zero where negative: "3.83"; under > 0, 0..6 decimals. */
Str voices_text(Arena *a, VoicesSum over, VoicesSum under, int decimals);
