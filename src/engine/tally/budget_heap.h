/* budget_heap: projects by a key that only grows, the least first: a lower bound of what each will cost its voters.
 * Of equal keys any may be first. */
#pragma once
#include "engine/tally/budget_support.h"

typedef struct BudgetHeap {
    u32        *v;
    size_t      n;
    BudgetWide *key; /* by project */
} BudgetHeap;

BudgetHeap budget_heap(Arena *a, size_t n_projects);
void       budget_heap_push(BudgetHeap *h, u32 project); /* with the key that it has */
u32        budget_heap_pop(BudgetHeap *h);               /* n > 0 */
