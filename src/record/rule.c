/* rule: see rule.h. The rows of a name and place never overlap: rule_set() closes the one before, on the day before. */
#include "record/rule.h"

#include <string.h>

#include "db/turn.h"

#include "record/access.h"
#include "record/event.h"
#include "record/noun.h"
#include "record/rule.sql.h"

static Rule rule_from(Row r)
{
    return (Rule){ .name = row_text(r, C_RULE_ROW_NAME), .place = row_text(r, C_RULE_ROW_PLACE),
                   .value = row_int(r, C_RULE_ROW_VALUE), .unit = row_text(r, C_RULE_ROW_UNIT),
                   .from = (Date)row_int(r, C_RULE_ROW_FROM_DATE), .to = (Date)row_int(r, C_RULE_ROW_TO_DATE),
                   .source = row_text(r, C_RULE_ROW_SOURCE), .confidence = row_text(r, C_RULE_ROW_CONFIDENCE) };
}

/* The place and all above it; levels below it repeat the place itself. */
#define PLACES_OF(u, place) places_of((place), &(u).by.row[0].place, COUNTOF((u).by.row))
static void places_of(Code place, Value *ret, size_t n)
{
    BUG_ON(n != LEVEL_UNIT); /* {rows} of the queries: from the province to the building unit */
    for (Level l = LEVEL_PROVINCE; l <= LEVEL_UNIT; l++)
        ret[l - 1] = value_text(place.n ? code_at(place, l) : STR(""));
}

Err rule_get(Db *db, const char *name, Code place, Date on, Rule *ret_rule)
{
    union given_rule_find find = { { .name = ARG(name), .day = ARG(on) } };
    Rows                  rows;
    PLACES_OF(find, place);
    TRY(db_many(db, FILLED(rule_find, find), &rows));
    if (rows.n == 0)
        return fail(db_ctx(db), ERR_INTERNAL, NULL, "rule %s has no row in force on %d", name, on);
    *ret_rule = rule_from(rows.row[0]);
    return OK;
}

/* Every act asks for the same few numbers, and they change once in years. */
enum { KEPT = 64, NAME_BYTES = 60, CODE_BYTES = 18 };

typedef struct ValueKept {
    Memory memory;
    char   name[NAME_BYTES + 1], place[CODE_BYTES + 1];
    Date   on;
    bool   is_all; /* of rule_value_all() */
    i64    value;
} ValueKept;

static _Thread_local ValueKept values_kept[KEPT];

static ValueKept *value_slot(const char *name, Code place, bool is_all)
{
    u32 h = 2166136261u + is_all;
    for (size_t i = 0; i < place.n; i++)
        h = (h ^ (u8)place.p[i]) * 16777619u;
    for (; *name; name++)
        h = (h ^ (u8)*name) * 16777619u;
    return &values_kept[(h ^ h >> 16) % KEPT];
}

static Err value_read(Db *db, const char *name, Code place, Date on, bool is_all, i64 *ret_value)
{
    Arena *a = db_ctx(db)->arena;
    Rule   r;
    i64    apart = 0;
    TRY(rule_get(db, name, place, on, &r));
    if (is_all)
        TRY(db_int(db, QUERY(rule_apart, .name = ARG(name), .place = ARG(place), .end = ARG(code_end(a, place)), .day = ARG(on),
                         .value = ARG(r.value)), &apart));
    *ret_value = apart ? 0 : r.value;
    return OK;
}

static Err value_kept(Db *db, const char *name, Code place, Date on, bool is_all, i64 *ret_value)
{
    Ctx       *c = db_ctx(db);
    ValueKept *k = value_slot(name, place, is_all);
    Memory     memory = memory_begin(c);
    if (memory_holds(&k->memory, c) && strcmp(k->name, name) == 0 && str_is(place, k->place) && k->on == on && k->is_all == is_all) {
        *ret_value = k->value;
        return OK;
    }
    TRY(value_read(db, name, place, on, is_all, ret_value));
    if (strlen(name) > NAME_BYTES || place.n > CODE_BYTES)
        return OK;
    *k = (ValueKept){ .memory = memory, .on = on, .is_all = is_all, .value = *ret_value };
    memcpy(k->name, name, strlen(name));
    memcpy(k->place, place.p, place.n);
    return OK;
}

Err rule_value(Db *db, const char *name, Code place, Date on, i64 *ret_value)
{
    return value_kept(db, name, place, on, false, ret_value);
}

Err rule_value_all(Db *db, const char *name, Code place, Date on, i64 *ret_value)
{
    return value_kept(db, name, place, on, true, ret_value);
}

enum { RULES_MOST = 2000 }; /* in force at a place and above it */

Err rule_list(Ctx *c, Code place, Date on, const Rule **ret, size_t *ret_n)
{
    union given_rule_all all = { { .day = ARG(on) } };
    Rows                 rows;
    size_t               n = 0;
    PLACES_OF(all, place);
    TRY(db_many(db_read(c), FILLED(rule_all, all), &rows));
    if (rows.n > RULES_MOST)
        return fail(c, ERR_INTERNAL, NULL, "more than %d rules in force", RULES_MOST);
    Rule *rules = NEW_N(c->arena, Rule, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        Rule r = rule_from(rows.row[i]);
        if (n == 0 || !str_eq(rules[n - 1].name, r.name)) /* the nearest comes first, the others give way to it */
            rules[n++] = r;
    }
    *ret = rules;
    *ret_n = n;
    return OK;
}

/* A rule of a place above changes nothing where a nearer one is in force and stays. */
static bool is_covered(const Rule *coming, const Rule *now, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(now[i].name, coming->name))
            return now[i].place.n > coming->place.n && now[i].to == 0;
    return false;
}

Err rule_coming(Ctx *c, Code place, Date on, const Rule **ret, size_t *ret_n, bool *ret_more)
{
    enum { MOST = 200 };
    union given_rule_after after = { { .day = ARG(on) } };
    Rows                   rows;
    const Rule            *now;
    size_t                 n_now, n = 0;
    TRY(rule_list(c, place, on, &now, &n_now));
    PLACES_OF(after, place);
    TRY(db_many(db_read(c), FILLED(rule_after, after), &rows));
    Rule *rules = NEW_N(c->arena, Rule, rows.n);
    *ret_more = rows.n > MOST;
    for (size_t i = 0; i < rows.n && i < MOST; i++) {
        Rule r = rule_from(rows.row[i]);
        if (!is_covered(&r, now, n_now))
            rules[n++] = r;
    }
    *ret = rules;
    *ret_n = n;
    return OK;
}

/* ---- setting ---- */

enum { VALUE_MOST = 100000 };

const Field RULE_NAME = { "rule", FIELD_LINE, 3, 60, NULL, "rule.name" };
const Field RULE_VALUE = { "value", FIELD_INT, 0, VALUE_MOST, NULL, "rule.amount" };
const Field RULE_FROM = { "from", FIELD_DATE, 20000101, 29991231, NULL, "rule.from" };
const Field RULE_SOURCE = { "source", FIELD_LINE, 2, 100, NULL, "rule.source" };

#define REASON "rule.bound.reason"
static const RuleBound bounds_of_units[] = {
    { "workdays", 1, 365, REASON }, { "days", 1, 365, REASON }, { "times", 0, 20, REASON }, { NULL, 0, VALUE_MOST, REASON },
};

static const RuleBound *bound_find(const RuleBound *b, Str of)
{
    while (b != NULL && b->of != NULL && !str_is(of, b->of))
        b++;
    return b;
}

/* By the rule's own name where its unit would let nonsense pass, otherwise by its unit. */
const RuleBound *rule_bounds(const Rule *r)
{
    for (size_t i = 0; i < noun_count(); i++) {
        const RuleBound *b = bound_find(noun_at(i)->bounds, r->name);
        if (b != NULL && b->of != NULL)
            return b;
    }
    return bound_find(bounds_of_units, r->unit);
}

static Err set_body(Db *w, void *arg)
{
    const Rule *r = arg;
    i64         later;
    TRY(db_int(w, Q_RULE_LATER, ARGS(r->name, r->place, r->from), &later));
    if (later)
        return fail_at(db_ctx(w), "from", "rule.starts_before", STR_NONE, STR_NONE);
    TRY(db_exec(w, QUERY(rule_close, .name = ARG(r->name), .place = ARG(r->place), .day = ARG(r->from),
                         .to_date = ARG(date_add(r->from, -1)))));
    TRY(db_exec(w, QUERY(rule_add, .name = ARG(r->name), .place = ARG(r->place), .value = ARG(r->value),
                         .unit = ARG(r->unit), .from_date = ARG(r->from), .to_date = ARG(r->to), .source = ARG(r->source),
                         .confidence = ARG(r->confidence))));
    i64      id = db_id(w);
    EventNew e = { .id = id, .kind = "rule.set",
                   .subject = { .county = code_county(r->place), .id = id, .place = r->place },
                   .parts = { PART("value", r->value), PART("from", r->from), PART("to", r->to),
                              PART_TEXT("name", r->name), PART_TEXT("source", r->source) },
                   .n_parts = 5 };
    return event_append(w, &e);
}

/* The row in force at the place on the day from which the new one is to count: it says the unit. */
static Err find_replaced(Ctx *c, const Rule *r, Rule *ret)
{
    Err e = rule_get(db_read(c), str_cstr(c->arena, r->name), r->place, r->from, ret);
    if (e != ERR_INTERNAL)
        return e;
    ctx_clear_failure(c);
    e = rule_get(db_read(c), str_cstr(c->arena, r->name), r->place, date_of(c->now), ret);
    if (e != ERR_INTERNAL) {
        TRY(e);
        return fail_at(c, "from", "rule.starts_before", STR_NONE, STR_NONE);
    }
    ctx_clear_failure(c);
    return fail_at(c, "rule", "rule.unknown", STR_NONE, STR_NONE);
}

static Err check_value(Ctx *c, const Rule *r)
{
    const RuleBound *b = rule_bounds(r);
    if (r->value >= b->low && r->value <= b->high)
        return OK;
    return fail_at(c, "value", "rule.value", str_number(c->arena, b->low), str_number(c->arena, b->high));
}

Err rule_set(Ctx *c, const Rule *r)
{
    Rule before, new = *r;
    TRY(access_check(c, VERB_RULE, r->place)); /* the default rows (place '') are nobody's to set */
    if (!date_is_valid(r->from) || (r->to != 0 && (!date_is_valid(r->to) || r->to < r->from)))
        return fail_at(c, "from", "rule.dates", STR_NONE, STR_NONE);
    if (date_days(date_of(c->now), r->from) > RULE_AHEAD_DAYS)
        return fail_at(c, "from", "rule.too_far", STR_NONE, STR_NONE);
    TRY(field_check_given(c, &RULE_SOURCE, r->source));
    TRY(find_replaced(c, r, &before));
    new.unit = before.unit; /* what a number means is the product's to say */
    TRY(check_value(c, &new));
    return db_write(c, set_body, &new);
}
