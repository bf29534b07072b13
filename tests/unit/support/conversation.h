/* conversation: made-up votes for tests of the opinion map, by dice. */
#pragma once
#include "engine/opinion/opinion_file.h"

typedef struct CastVote {
    i64 at, participant, comment;
    int vote;
} CastVote;

typedef struct Conversation {
    CastVote *v;
    size_t    n;
} Conversation;

/* Up to so many participants and comments with gaps between their ids; each votes on about `percent` of the comments,
 * as one of three camps does or as chance has it; some change their votes. Times are distinct. */
Conversation conversation_made(Arena *a, i64 participants, i64 comments, i64 percent);
void         conversation_shuffle(Conversation *c);
OpinionMap  *conversation_map(Arena *a, const Conversation *c);

/* Everything that a map tells, as bytes to be compared; every number in it is finite (else the test fails). */
typedef struct AllTold {
    OpinionPlaces *p;
    OpinionGroups *g; /* NULL: none */
    OpinionTold   *t; /* NULL: none */
    OpinionList    agree, disagree;
} AllTold;

AllTold conversation_told(Arena *a, OpinionMap *m);
void    assert_same_bits(const AllTold *a, const AllTold *b); /* but for the ids */
