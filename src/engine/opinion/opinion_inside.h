/* opinion_inside: what the files of the opinion map share: how votes are kept. */
#pragma once
#include "engine/text/numbering.h"
#include "engine/opinion/opinion.h"

/* Of two comments a < b (by id): how many voted on both, the sum of the products of these votes, of those on a, of
 * those on b. */
typedef int PairSum __attribute__((vector_size(16)));
enum { PAIR_BOTH, PAIR_PRODUCT, PAIR_LOWER, PAIR_HIGHER };

/* A participant's votes, by ascending id of the comment: index of the comment times 4, plus vote + 1. */
typedef struct Voter {
    u32  n, size;
    u32 *keys;
    i64 *times;
} Voter;

typedef struct Said {
    u32  counts[OPINION_VOTES];
    bool is_out, is_meta;
} Said;

enum { SIZES = 32 };

struct OpinionMap {
    Arena   *a;
    Numbering voter_ids, comment_ids;
    Voter   *voters;      /* by index, as they came */
    Said    *comments;
    size_t   most_voters, most_comments;
    i64      n_votes;
    u32      last;        /* the comment of the vote that came last */
    u32     *voter_order; /* by id, where is_voters_ordered */
    u32     *order;       /* comments with a vote by id, where is_ordered */
    u32     *rank;        /* and the place of each in it */
    size_t   n_voted;     /* comments with a vote */
    bool     is_voters_ordered, is_ordered, has_pairs;
    PairSum *pairs;       /* where has_pairs: of ranks a < b at b (b - 1) / 2 + a */
    size_t   most_pairs;
    void    *spare[SIZES]; /* rows given back, by the power of two of their size */
};

/* Orders voters and comments, and counts all pairs where there are few enough comments for that. */
void opinion_settle(OpinionMap *m);
