/* toll: how often something may be asked, and how many dear requests run at once (docs/decisions/0020).
 *
 * A route's own limit is counted by account, or by address where nobody is signed in; an address may do as much as twenty
 * accounts, for it may be a courtyard behind one hotspot. Beyond it: 429 with Retry-After.
 *
 * A route whose row says DEAR (or SEARCH, with words to look for) passes two doors more. The budget: the setting
 * dear-a-minute for an account, twenty times that an address, whatever the routes. The gate: as many at once as there are cores,
 * and never more than a quarter of the workers; as many as a quarter wait a moment, holding no view of the database, and
 * who finds those there too gets 503 with Retry-After. With the slow lanes (pool.h), which hold a quarter at most, a quarter of
 * the workers is always left for everybody else's pages, whatever is asked and by how many.
 *
 * A route that takes files is counted by what painters (record/studio.h) spent on them, pictures that could not be read
 * included: two minutes in ten for an account, so that no household's strange pictures stand in everybody's way. */
#pragma once
#include "web/route.h"

void     toll_open(int workers);       /* before the first request */
MUST Err toll_within_limits(Request *r);
/* Of what ended in ERR_BUSY: nothing was done, and nothing is counted. */
void     toll_give_back(Request *r);
MUST Err toll_run(Request *r);         /* runs the route's handler, a dear one through both doors */
