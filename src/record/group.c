/* group: see group.h. */
#include "record/group.h"

void record_hooks(void)
{
    static const GroupHooks *const hooks[] = { &seen_hooks, &event_hooks, &counter_hooks, NULL };
    db_hooks_set(hooks);
}
