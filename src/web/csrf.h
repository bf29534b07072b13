/* csrf: was this POST sent by a page of ours? Two answers are asked for: the browser's (Sec-Fetch-Site, or Origin), and
 * the token that only our pages and /session tell, constant a session. */
#pragma once
#include "web/form.h"
#include "web/route.h"

/* ERR_DENIED when the browser says that another site sent it. */
MUST Err csrf_origin_check(Request *r);
/* ERR_DENIED unless X-CSRF-Token or the field _csrf is the session's; takes the field out of *values. */
MUST Err csrf_token_check(Request *r, RawValues *values);
