/* rule (规则): numbers that law or a place sets, as dated rows with a source, resolved down the place tree.
 *
 * The row nearest to the place wins (village before township before county ...; '' is the default of the product),
 * among those in force on the day. A decision freezes the value it was made with. */
#pragma once
#include "db/db.h"
#include "record/field.h"

enum { RULE_AHEAD_DAYS = 731 }; /* so far ahead may a rule begin */

typedef struct Rule {
    Str  name;             /* "need.small.days" */
    Code place;
    i64  value;
    Str  unit;             /* "workdays" */
    Date from, to;         /* to 0: still in force */
    Str  source;           /* "国办发〔2020〕53号" */
    Str  confidence;       /* "V" "V~" "G" "G?" "L", as in docs */
} Rule;

/* Between which values a rule makes sense: of a noun's rules by their names (Noun.bounds), of all others by their unit. */
typedef struct RuleBound {
    const char *of;
    i64         low, high;
    const char *ground; /* key: what law or what reason sets them; NULL: "rule.bound.reason", a place decides and no law says a number */
} RuleBound;

extern const Field RULE_NAME, RULE_VALUE, RULE_FROM, RULE_SOURCE;

MUST Err rule_get(Db *db, const char *name, Code place, Date on, Rule *ret_rule); /* ERR_INTERNAL: no default row */
MUST Err rule_value(Db *db, const char *name, Code place, Date on, i64 *ret_value);
/* What a page says of all that lies at the place and below it; 0: a place below has set another, and the page names no number. */
MUST Err rule_value_all(Db *db, const char *name, Code place, Date on, i64 *ret_value);
MUST Err rule_list(Ctx *c, Code place, Date on, const Rule **ret, size_t *ret_n); /* in force there, with their origin */
/* What will begin after the day and be the nearest to the place then; soonest first. */
MUST Err rule_coming(Ctx *c, Code place, Date on, const Rule **ret, size_t *ret_n, bool *ret_more); /* more than 200 */
/* Closes the row before it on the same place and leaves the event rule.set. ERR_INVALID at rule, value, from, source: no
 * such rule, out of its bounds, begins before what it replaces or too far ahead, no source. */
MUST Err rule_set(Ctx *c, const Rule *r);
const RuleBound *rule_bounds(const Rule *r); /* of its value, by its name or else its unit; lasts */
