/* flow: the cheapest way to send whole units through a network, exactly.
 *
 * A cost is three whole numbers compared in order: the second counts only where the first is equal. Nothing is composed
 * into one number, so nothing runs over within the bounds below. flow_send() keeps what was sent the cheapest of all
 * ways to send as much: shortest augmenting paths with potentials, each search ending at its goal (Edmonds and Karp,
 * J. ACM 19 (1972); Tomizawa, Networks 1 (1971)). Of several cheapest ways flow_prefer(), called for one arc after the
 * other, chooses one that does not depend on the order in which anything was computed. Pure. */
#pragma once
#include "base/arena.h"

enum { FLOW_TERMS = 3, FLOW_MOST_NODES = 1 << 20, FLOW_MOST_ARCS = 1 << 22 };
/* Each term of a cost; the costs of a path through all nodes then stay below 2^63. */
#define FLOW_MOST_COST INT64_C(1000000000000)

typedef struct FlowCost {
    i64 v[FLOW_TERMS]; /* 0 .. FLOW_MOST_COST */
} FlowCost;

typedef struct Flow Flow;

/* A network of nodes 0 .. nodes-1 with room for so many arcs; BUG beyond the bounds above. */
Flow *flow_new(Arena *a, int nodes, int most_arcs);
/* Adds an arc and gives its number, 0, 1, 2 .. All arcs come before the first unit; capacity >= 0. */
int   flow_arc(Flow *f, int from, int to, i64 capacity, FlowCost cost);

/* Sends up to `units` more from one node to the goal, the cheapest way, sending earlier ones another way where that is
 * cheaper. Returns how many there was room for. The goal is the same in every call, and nothing leaves it. Each path
 * costs O(arcs log arcs), most of them much less: the search sees only what is nearer than the goal. */
i64 flow_send(Flow *f, int from, int to, i64 units);

/* Among the cheapest ways: as many units through this arc as there can be, those through the arcs preferred before left
 * as they are. All cheapest ways send the same units from each node. O(arcs) a change. */
void flow_prefer(Flow *f, int arc);

i64 flow_units(const Flow *f, int arc); /* what goes through it now */
