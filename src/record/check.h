/* check: what must always hold, asked again of the rows as they lie in the database (`yuanchang check`).
 *
 * A room states its invariants in NOUN_check() and makes its derived tables again in NOUN_rebuild(); the table of nouns
 * (record/noun.h) names both. A finding is one line: the rule that is broken, and where; never a personal datum. */
#pragma once
#include "db/db.h"

/* Who wants to know how far a long work has come: called every thousandth record of `what`; and where what stood was not what was
 * made. */
typedef struct Steps {
    void (*say)(void *arg, const char *what, i64 done); /* may be NULL */
    void          *arg;
    struct Report *report; /* NULL: nobody asks what was amiss */
} Steps;
void steps_tell(const Steps *s, const char *what, i64 done); /* NULL: nobody wants to */
/* In a county so many rows of what is derived were missing or wrong, so many stood for nothing; none of either is no finding. */
void steps_amiss(const Steps *s, const char *rule, const char *county, i64 missing, i64 idle);

typedef struct Report {
    void (*say)(void *arg, const char *rule, Str where);
    void        *arg;
    i64          n;
    const Steps *told; /* may be NULL */
} Report;

void finding(Report *r, const char *rule, const char *fmt, ...) LIKE_PRINTF(3, 4);

/* What must always hold of what a noun keeps, as a query whose rows are at fault. */
typedef struct Invariant {
    Query       query;
    const char *rule; /* "need.voices: the count differs from the voices that stand": what is broken, first of what */
    const char *of;   /* the rows are of another noun; "": the third column says of which */
} Invariant;

/* Each row of the query is at fault: its first two columns are the key, county and id, of what to open, a `noun`
 * (NULL: the third column says which). It is named as its page is: /household/420325-3fq8k2m0c4t1g. So does every finding about a record (ref_written()). */
MUST Err check_each(Ctx *c, Report *r, Query q, const char *noun, const char *rule);

/* A derived table, as lines in a fixed order (one text column): what a rebuild gives must be what stands there. */
typedef struct Derived {
    Query       lines;
    const char *rule;
} Derived;

typedef Err CheckFn(Ctx *c, Report *r);
struct Noun; /* record/noun.h */
/* A write body: all of them run in one transaction, so that nobody sees a board half made. */
typedef Err RebuildFn(Db *w, const struct Noun *noun, const Steps *told); /* told: may be NULL */
