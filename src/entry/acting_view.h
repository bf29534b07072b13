/* acting_view: for which house a helper acts, as pages say it. */
#pragma once
#include "web/route.h"

/* data.acting: the label of that house; empty where nobody acts for another. */
MUST Err acting_put(Request *r);
MUST Err acting_home(Request *r, Code place); /* the same, as Noun.home */
