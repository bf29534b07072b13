/* flow: see flow.h.
 *
 * Arc k is kept as two halves, 2k and 2k+1, the second being the way back: what has gone through can be taken back at
 * the cost saved. Potentials make the reduced cost c + p(from) - p(to) of every half with room non-negative, which says
 * that nothing cheaper exists; a half of reduced cost zero can be used without losing that. */
#include "engine/sharing/flow.h"

typedef struct Half {
    int      to, next; /* next half of the same node; -1: none */
    i64      room;
    FlowCost cost;
    bool     is_fixed;
} Half;

typedef struct Waiting {
    FlowCost far;
    int      node;
} Waiting;

struct Flow {
    int       nodes, halves, most_halves;
    int      *first;     /* of a node's halves; -1: none */
    Half     *half;
    FlowCost *potential;
    FlowCost *far;       /* from where the search began, in reduced costs */
    int      *came_by;   /* half by which the node was reached */
    u32      *seen;      /* == search: reached in this search */
    u32      *done;      /* == search: its distance is final */
    u32       search;
    int      *queue;     /* nodes whose distance is final, or reached: in the order of being so */
    Waiting  *heap;
    int       n_heap;
};

static int cost_cmp(const FlowCost *a, const FlowCost *b)
{
    for (int i = 0; i < FLOW_TERMS; i++)
        if (a->v[i] != b->v[i])
            return a->v[i] < b->v[i] ? -1 : 1;
    return 0;
}

static void cost_add(FlowCost *a, const FlowCost *b)
{
    for (int i = 0; i < FLOW_TERMS; i++)
        a->v[i] += b->v[i];
}

static void cost_take(FlowCost *a, const FlowCost *b)
{
    for (int i = 0; i < FLOW_TERMS; i++)
        a->v[i] -= b->v[i];
}

static bool cost_is_zero(const FlowCost *a)
{
    return a->v[0] == 0 && a->v[1] == 0 && a->v[2] == 0;
}

Flow *flow_new(Arena *a, int nodes, int most_arcs)
{
    /* lending.c refuses more villages and ways before it builds */
    BUG_ON(nodes < 0 || nodes > FLOW_MOST_NODES || most_arcs < 0 || most_arcs > FLOW_MOST_ARCS);
    Flow  *f = NEW(a, Flow);
    size_t n = (size_t)nodes, halves = 2 * (size_t)most_arcs;
    f->nodes = nodes;
    f->most_halves = (int)halves;
    f->first = NEW_N(a, int, n);
    f->half = NEW_N(a, Half, halves);
    f->potential = NEW_N(a, FlowCost, n);
    f->far = NEW_N(a, FlowCost, n);
    f->came_by = NEW_N(a, int, n);
    f->seen = NEW_N(a, u32, n);
    f->done = NEW_N(a, u32, n);
    f->queue = NEW_N(a, int, n);
    f->heap = NEW_N(a, Waiting, halves + 1);
    for (size_t i = 0; i < n; i++)
        f->first[i] = -1;
    return f;
}

int flow_arc(Flow *f, int from, int to, i64 capacity, FlowCost cost)
{
    /* arcs were counted when it was made, by the same loops */
    BUG_ON(f->halves == f->most_halves || f->search != 0 || capacity < 0);
    BUG_ON(from < 0 || from >= f->nodes || to < 0 || to >= f->nodes || from == to); /* nodes of the caller's own numbering */
    FlowCost back = { 0 };
    for (int i = 0; i < FLOW_TERMS; i++)
        /* lending.c refuses distances and preferences beyond its own, smaller bounds */
        BUG_ON(cost.v[i] < 0 || cost.v[i] > FLOW_MOST_COST);
    cost_take(&back, &cost);
    int arc = f->halves / 2;
    f->half[f->halves] = (Half){ .to = to, .next = f->first[from], .room = capacity, .cost = cost };
    f->first[from] = f->halves++;
    f->half[f->halves] = (Half){ .to = from, .next = f->first[to], .room = 0, .cost = back };
    f->first[to] = f->halves++;
    return arc;
}

i64 flow_units(const Flow *f, int arc)
{
    return f->half[2 * arc + 1].room;
}

/* ---- the nearest first: a binary heap; a node may wait several times, its nearest comes first ---- */

static void heap_put(Flow *f, FlowCost far, int node)
{
    int at = f->n_heap++;
    while (at > 0 && cost_cmp(&far, &f->heap[(at - 1) / 2].far) < 0) {
        f->heap[at] = f->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    f->heap[at] = (Waiting){ far, node };
}

static int heap_take(Flow *f)
{
    int     node = f->heap[0].node, at = 0;
    Waiting last = f->heap[--f->n_heap];
    for (int child; (child = 2 * at + 1) < f->n_heap; at = child) {
        if (child + 1 < f->n_heap && cost_cmp(&f->heap[child + 1].far, &f->heap[child].far) < 0)
            child++;
        if (cost_cmp(&last.far, &f->heap[child].far) <= 0)
            break;
        f->heap[at] = f->heap[child];
    }
    f->heap[at] = last;
    return node;
}

/* ---- sending ---- */

static FlowCost reduced(const Flow *f, int from, const Half *h)
{
    FlowCost c = h->cost;
    cost_add(&c, &f->potential[from]);
    cost_take(&c, &f->potential[h->to]);
    return c;
}

static void reach(Flow *f, int node)
{
    for (int i = f->first[node]; i >= 0; i = f->half[i].next) {
        const Half *h = &f->half[i];
        if (h->room == 0 || f->done[h->to] == f->search)
            continue;
        FlowCost far = reduced(f, node, h);
        cost_add(&far, &f->far[node]);
        if (f->seen[h->to] == f->search && cost_cmp(&far, &f->far[h->to]) >= 0)
            continue;
        f->seen[h->to] = f->search;
        f->far[h->to] = far;
        f->came_by[h->to] = i;
        heap_put(f, far, h->to);
    }
}

/* Finds the cheapest path and moves the potentials of what is nearer than the goal, so that the path costs nothing. */
static bool find_path(Flow *f, int from, int to)
{
    int n_done = 0;
    f->search++;
    f->n_heap = 0;
    f->far[from] = (FlowCost){ 0 };
    f->seen[from] = f->search;
    heap_put(f, f->far[from], from);
    while (f->n_heap > 0) {
        int node = heap_take(f);
        if (f->done[node] == f->search)
            continue;
        f->done[node] = f->search;
        if (node == to)
            break;
        f->queue[n_done++] = node;
        reach(f, node);
    }
    if (f->done[to] != f->search)
        return false;
    for (int i = 0; i < n_done; i++) {
        int node = f->queue[i];
        cost_add(&f->potential[node], &f->far[node]);
        cost_take(&f->potential[node], &f->far[to]);
    }
    return true;
}

/* Sends along came_by[], back from the end; returns how many. */
static i64 push(Flow *f, int from, int to, i64 most)
{
    for (int node = to; node != from; node = f->half[f->came_by[node] ^ 1].to)
        if (f->half[f->came_by[node]].room < most)
            most = f->half[f->came_by[node]].room;
    for (int node = to; node != from; node = f->half[f->came_by[node] ^ 1].to) {
        f->half[f->came_by[node]].room -= most;
        f->half[f->came_by[node] ^ 1].room += most;
    }
    return most;
}

i64 flow_send(Flow *f, int from, int to, i64 units)
{
    i64 sent = 0;
    BUG_ON(from == to || units < 0); /* source and sink of the caller, and a checked amount */
    while (sent < units && find_path(f, from, to))
        sent += push(f, from, to, units - sent);
    return sent;
}

/* ---- choosing among the cheapest ---- */

/* A way round from `from` to `to` that costs nothing and touches nothing fixed. */
static bool find_way_round(Flow *f, int from, int to)
{
    int n = 0;
    f->search++;
    f->seen[from] = f->search;
    f->queue[n++] = from;
    for (int at = 0; at < n && f->seen[to] != f->search; at++) {
        int node = f->queue[at];
        for (int i = f->first[node]; i >= 0; i = f->half[i].next) {
            const Half *h = &f->half[i];
            if (h->room == 0 || h->is_fixed || f->seen[h->to] == f->search)
                continue;
            FlowCost cost = reduced(f, node, h);
            if (!cost_is_zero(&cost))
                continue;
            f->seen[h->to] = f->search;
            f->came_by[h->to] = i;
            f->queue[n++] = h->to;
        }
    }
    return f->seen[to] == f->search;
}

void flow_prefer(Flow *f, int arc)
{
    Half    *go = &f->half[2 * arc], *back = &f->half[2 * arc + 1];
    int      from = back->to, to = go->to;
    FlowCost cost = reduced(f, from, go);
    go->is_fixed = back->is_fixed = true;
    while (go->room > 0 && cost_is_zero(&cost) && find_way_round(f, to, from)) {
        i64 units = push(f, to, from, go->room);
        go->room -= units;
        back->room += units;
    }
}
