/* queryset: what tools/querygen makes of the .sql files. */
#pragma once
#include "gen/queries.h"

typedef struct QuerySpec {
    const char *name;
    const char *text[2]; /* by Engine */
    int         params;
    int         is_hot;  /* its plan is tested */
    int         is_all;  /* may touch every shard */
} QuerySpec;

extern const QuerySpec query_specs[]; /* by Query, then a row of zeros */
