/* queryset: what tools/querygen makes of the .sql files. */
#pragma once
#include "base/types.h"
#include "gen/queries.h"

typedef struct QuerySpec {
    const char *name;
    const char *text[2]; /* by Engine */
    int         params;
    int         is_hot;  /* its plan is tested */
    int         is_all;  /* may touch every shard */
    int         writes;
    int         is_of_all; /* it reads or writes rows of any county, or it cannot be told; shared tables apart (turn.h) */
    u64         counties;  /* else: bit N - 1 says that $N is a county of it; without any only shared tables */
} QuerySpec;

extern const QuerySpec query_specs[]; /* by Query, then a row of zeros */
