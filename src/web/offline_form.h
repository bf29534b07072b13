/* offline_form: what a form says that may be filled in where no net is (Route.offline, record/offline.h). */
#pragma once
#include "web/route.h"

/* The form is decoded: may it be sent so late, and by whom it is? Then r->ctx knows when it was done, and its key. Other routes:
 * nothing. */
MUST Err offline_take(Request *r);
