/* group: see group.h. */
#include "record/group.h"

#include "record/counter.h"
#include "record/event.h"

void record_hooks(void)
{
    /* Figures last, because those who were seen first are counted. */
    static const GroupHooks *const hooks[] = { &seen_hooks, &event_hooks, &counter_hooks, NULL };
    db_hooks_set(hooks);
}
