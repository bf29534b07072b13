/* offline: what is done where no net is and sent later. A house's voice at a helper's visit, who came to a meeting in a courtyard
 * behind the mountain: the form is filled in there, kept on the phone, and sent when there is a net.
 *
 * A route says that its form may be (Route.offline in web/route.h). Its form then has AT_OFFLINE: the key by which a second
 * sending is the same act (once), when it was done (happened_at), and of which house it speaks: in the form, never a state of
 * the account, which may be another's by the time that it is sent. The dispatcher asks offline_check() before the handler runs and
 * puts both into the Ctx, so that every event of the act says when it was done beside when it came in (Ctx.happened_at), and a
 * rule asks ctx_done_at(). */
#pragma once
#include "record/field.h"

typedef struct Offline {
    Str once;
    i64 happened_at; /* 0: as it comes in */
    Ref house;       /* id 0: not said */
} Offline;

extern const Field OFFLINE_ONCE, OFFLINE_HAPPENED_AT, OFFLINE_HOUSE;
/* All three of a form's struct with a member Offline sent; AT_SENT: without the key, for a noun that has asked for one already. */
#define AT_SENT(T)    AT(T, sent.happened_at, OFFLINE_HAPPENED_AT, OPTIONAL), AT(T, sent.house, OFFLINE_HOUSE, OPTIONAL)
#define AT_OFFLINE(T) AT(T, sent.once, OFFLINE_ONCE, OPTIONAL), AT_SENT(T)

/* ERR_INVALID, each at its field: in the future; longer ago than the rule offline.days of the place; sent later without a key, or,
 * where a house speaks by itself, without its name (that of one that agreed comes with its consent); of another house than the one
 * that the actor speaks for. */
MUST Err offline_check(Ctx *c, const Offline *o, Code place, bool speaks);
