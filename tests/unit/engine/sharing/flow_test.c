/* The cheapest flow: whatever goes round in what is left free makes nothing cheaper, and no preferred arc fuller. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/sharing/flow.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

enum { MOST_NODES = 14, MOST_ARCS = 50 };

typedef struct Arc {
    int      from, to;
    i64      capacity;
    FlowCost cost;
} Arc;

typedef struct Net {
    Flow *f;
    Arc   arcs[MOST_ARCS];
    int   nodes, n, goal;
    i64   sent[MOST_NODES];
} Net;

static FlowCost cost(i64 a, i64 b, i64 c)
{
    return (FlowCost){ { a, b, c } };
}

static void the_cheapest_way_is_taken_and_taken_back_where_another_needs_it(void **s)
{
    Flow *f = flow_new(*s, 5, 5); /* 0 and 1 send; 2 and 3 have room for one each; 4 is the goal */
    int   near = flow_arc(f, 0, 2, 9, cost(0, 1, 0)), far = flow_arc(f, 0, 3, 9, cost(0, 5, 0));
    int   only = flow_arc(f, 1, 2, 9, cost(0, 3, 0));
    flow_arc(f, 2, 4, 1, cost(0, 0, 0));
    flow_arc(f, 3, 4, 1, cost(0, 0, 0));
    assert_int_equal(flow_send(f, 0, 4, 1), 1);
    assert_int_equal(flow_units(f, near), 1);
    assert_int_equal(flow_send(f, 1, 4, 5), 1); /* 0 goes the far way, for 1 has no other */
    assert_int_equal(flow_units(f, near), 0);
    assert_int_equal(flow_units(f, far), 1);
    assert_int_equal(flow_units(f, only), 1);
    assert_int_equal(flow_send(f, 0, 4, 1), 0);
}

static void an_earlier_term_of_a_cost_outweighs_any_later_one(void **s)
{
    Flow *f = flow_new(*s, 2, 3);
    int   a = flow_arc(f, 0, 1, 1, cost(1, 0, 0)), b = flow_arc(f, 0, 1, 1, cost(0, FLOW_MOST_COST, FLOW_MOST_COST));
    int   c = flow_arc(f, 0, 1, 1, cost(0, FLOW_MOST_COST, 0));
    assert_int_equal(flow_send(f, 0, 1, 2), 2);
    assert_int_equal(flow_units(f, a), 0);
    assert_int_equal(flow_units(f, b) + flow_units(f, c), 2);
}

static void of_two_like_ways_the_preferred_one_is_taken(void **s)
{
    for (int first = 0; first < 2; first++) {
        Flow *f = flow_new(*s, 4, 4);
        int   via[] = { flow_arc(f, 0, 1, 3, cost(0, 1, 0)), flow_arc(f, 0, 2, 3, cost(0, 1, 0)) };
        flow_arc(f, 1, 3, 3, cost(0, 0, 2));
        flow_arc(f, 2, 3, 3, cost(0, 0, 2));
        assert_int_equal(flow_send(f, 0, 3, 4), 4);
        flow_prefer(f, via[first]);
        flow_prefer(f, via[1 - first]);
        assert_int_equal(flow_units(f, via[first]), 3);
        assert_int_equal(flow_units(f, via[1 - first]), 1);
    }
}

/* ---- any network ---- */

static void any_net(Arena *a, Net *net)
{
    *net = (Net){ .nodes = (int)dice_between(2, MOST_NODES) };
    net->goal = net->nodes - 1;
    net->f = flow_new(a, net->nodes, MOST_ARCS);
    i64 most_cost = dice_upto(2) ? 2 : 30;
    for (i64 k = dice_upto(MOST_ARCS + 1); k > 0; k--) {
        Arc arc = { (int)dice_upto(net->goal), (int)dice_upto(net->nodes), dice_upto(5),
                    { { dice_upto(3), dice_upto(most_cost), dice_upto(3) } } };
        if (arc.from == arc.to)
            continue;
        assert_int_equal(flow_arc(net->f, arc.from, arc.to, arc.capacity, arc.cost), net->n);
        net->arcs[net->n++] = arc;
    }
}

/* A cost of four terms, the last one what the caller likes. */
typedef struct Long {
    i64 v[4];
} Long;

static bool is_less(const Long *a, const Long *b)
{
    for (int i = 0; i < 4; i++)
        if (a->v[i] != b->v[i])
            return a->v[i] < b->v[i];
    return false;
}

static Long sum(const Long *a, const Arc *arc, int sign, i64 last)
{
    return (Long){ { a->v[0] + sign * arc->cost.v[0], a->v[1] + sign * arc->cost.v[1], a->v[2] + sign * arc->cost.v[2],
                     a->v[3] + sign * last } };
}

/* Bellman and Ford: is there a way round, in what is free, that costs less than nothing? `liked` (-1: none) saves one
 * of the last term a unit; arcs before it stand still. */
static bool has_better(const Net *net, int liked)
{
    Long far[MOST_NODES] = { 0 };
    for (int round = 0; round <= net->nodes; round++) {
        bool changed = false;
        for (int k = liked < 0 ? 0 : liked; k < net->n; k++) {
            const Arc *arc = &net->arcs[k];
            i64        units = flow_units(net->f, k), last = k == liked ? -1 : 0;
            Long       there = sum(&far[arc->from], arc, 1, last), back = sum(&far[arc->to], arc, -1, last);
            if (units < arc->capacity && is_less(&there, &far[arc->to])) {
                far[arc->to] = there;
                changed = true;
            }
            if (units > 0 && is_less(&back, &far[arc->from])) {
                far[arc->from] = back;
                changed = true;
            }
        }
        if (!changed)
            return false;
    }
    return true;
}

static bool has_room(const Net *net, int from)
{
    bool seen[MOST_NODES] = { 0 };
    seen[from] = true;
    for (int round = 0; round < net->nodes; round++)
        for (int k = 0; k < net->n; k++) {
            const Arc *arc = &net->arcs[k];
            i64        units = flow_units(net->f, k);
            seen[arc->to] |= seen[arc->from] && units < arc->capacity;
            seen[arc->from] |= seen[arc->to] && units > 0 && arc->to != net->goal;
        }
    return seen[net->goal];
}

static void assert_flow(const Net *net)
{
    for (int node = 0; node < net->goal; node++) {
        i64 out = 0;
        for (int k = 0; k < net->n; k++) {
            i64 units = flow_units(net->f, k);
            assert_true(units >= 0 && units <= net->arcs[k].capacity);
            out += net->arcs[k].from == node ? units : 0;
            out -= net->arcs[k].to == node ? units : 0;
        }
        assert_int_equal(out, net->sent[node]);
    }
}

static void nothing_cheaper_is_left_in_any_network(void **s)
{
    dice_throw("nothing_cheaper_is_left_in_any_network");
    i64 all = 0;
    for (int round = 0; round < 4000; round++) {
        Net net;
        arena_reset(*s);
        any_net(*s, &net);
        for (int call = 0; call < 4; call++) {
            int from = (int)dice_upto(net.goal);
            i64 units = dice_upto(6), sent = flow_send(net.f, from, net.goal, units);
            net.sent[from] += sent;
            all += sent;
            assert_flow(&net);
            assert_true(sent == units || !has_room(&net, from));
            assert_false(has_better(&net, -1));
        }
        for (int k = 0; k < net.n; k++) {
            flow_prefer(net.f, k);
            assert_false(has_better(&net, k));
        }
        assert_flow(&net);
        for (int k = -1; k < net.n; k++)
            assert_false(has_better(&net, k)); /* later ones did not undo it */
    }
    assert_true(all > 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_way_is_taken_and_taken_back_where_another_needs_it),
        cmocka_unit_test(an_earlier_term_of_a_cost_outweighs_any_later_one),
        cmocka_unit_test(of_two_like_ways_the_preferred_one_is_taken),
        cmocka_unit_test(nothing_cheaper_is_left_in_any_network),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
