/* grown: see grown.h. */
#include "base/grown.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 64 };

static void give_back(void *arg)
{
    void **array = arg;
    free(*array);
    *array = NULL;
}

void grown_more(Arena *a, void **array, size_t *room, size_t n, size_t bytes)
{
    if (n < *room)
        return;
    size_t next = *room ? *room * 2 : FIRST;
    BUG_ON(next > SIZE_MAX / 4 / bytes); /* it holds half of that already, in memory */
    if (*room == 0)
        arena_defer(a, give_back, array);
    char *p = realloc(*array, next * bytes);
    BUG_ON(p == NULL);
    memset(p + *room * bytes, 0, (next - *room) * bytes);
    *array = p;
    *room = next;
}
