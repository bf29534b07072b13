/* budget_heap: see budget_heap.h. */
#include "engine/tally/budget_heap.h"

BudgetHeap budget_heap(Arena *a, size_t n_projects)
{
    return (BudgetHeap){ .v = NEW_N(a, u32, n_projects), .key = NEW_N(a, BudgetWide, n_projects) };
}

void budget_heap_push(BudgetHeap *h, u32 project)
{
    size_t at = h->n++;
    for (; at > 0 && h->key[h->v[(at - 1) / 2]] > h->key[project]; at = (at - 1) / 2)
        h->v[at] = h->v[(at - 1) / 2];
    h->v[at] = project;
}

u32 budget_heap_pop(BudgetHeap *h)
{
    u32    first = h->v[0], last = h->v[--h->n];
    size_t at = 0, child;
    for (; (child = 2 * at + 1) < h->n; at = child) {
        child += child + 1 < h->n && h->key[h->v[child + 1]] < h->key[h->v[child]];
        if (h->key[h->v[child]] >= h->key[last])
            break;
        h->v[at] = h->v[child];
    }
    h->v[at] = last; /* where nothing is left this is its own old place */
    return first;
}
