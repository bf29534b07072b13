/* acting_view: see acting_view.h. */
#include "entry/acting_view.h"

#include "people/person.h"

Err acting_home(Request *r, Code place)
{
    return acting_put(r);
}

Err acting_put(Request *r)
{
    const Actor *a = r->ctx.actor;
    Household    h = { .label = STR_NONE };
    if (a->channel == CHANNEL_HELPER)
        TRY(household_get(&r->ctx, (Ref){ a->county, a->household, a->home }, &h));
    put_text(r->ctx.arena, r->data, "acting", h.label);
    return OK;
}
