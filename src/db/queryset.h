/* queryset: what tools/querygen makes of the .sql files: a QuerySpec a query, a table a file, and where each table
 * begins in the numbers of all. Only db/, its tests and its benches look inside of one. */
#pragma once
#include "base/types.h"

typedef const struct QuerySpec *Query; /* Q_PERSON_ONE; may stand in constant tables */

typedef struct QueryTable {
    const Query *list; /* ends with NULL */
    int          from; /* number of its first query */
} QueryTable;

typedef struct QuerySpec {
    const char *name;
    const char *text[2]; /* by Engine */
    int         params;
    int         is_hot;  /* its plan is tested */
    int         is_all;  /* may touch every shard */
    int         writes;
    int         is_of_all; /* it reads or writes rows of any county, or it cannot be told; shared tables apart (turn.h) */
    u64         counties;  /* else: bit N - 1 says that $N is a county of it; without any only shared tables */
    /* The names of its parameters in the order of their numbers, a space between; NULL: it has none, or they are numbered.
     * Those of a row (querygen.c: {rows}) are numbered behind the others, row by row. */
    const char *names, *row;

    const QueryTable *table;
    int               at; /* in its table */
} QuerySpec;

extern const QueryTable *const query_tables[]; /* ends with NULL */
extern const int               query_count;

/* 0 .. query_count - 1, another one for each. */
static inline int query_number(Query q)
{
    return q->table->from + q->at;
}

Query query_nth(int number); /* query.c; for who walks over all */
