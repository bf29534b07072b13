/* offline: see offline.h. */
#include "record/offline.h"

#include "record/access.h"
#include "record/rule.h"

const Field OFFLINE_ONCE = { "once", FIELD_ONCE, 8, 64, NULL, "offline.once" };
const Field OFFLINE_HAPPENED_AT = { "happened_at", FIELD_MOMENT, 0, 0, NULL, "offline.happened_at" };
const Field OFFLINE_HOUSE = { "house", FIELD_REF, 0, 0, NULL, "offline.house" };

static void problem(Ctx *c, const Field *f, const char *key, Str a)
{
    problem_add(c, f->name, key, a, STR_NONE);
}

static Err time_check(Ctx *c, i64 happened_at, Code place)
{
    i64 days;
    if (happened_at > c->now) {
        problem(c, &OFFLINE_HAPPENED_AT, "offline.future", STR_NONE);
        return OK;
    }
    TRY(rule_value(db_read(c), "offline.days", place, date_of(c->now), &days));
    if (happened_at < c->now - days * DAY)
        problem(c, &OFFLINE_HAPPENED_AT, "offline.too_old", str_number(c->arena, days));
    return OK;
}

Err offline_check(Ctx *c, const Offline *o, Code place, bool speaks)
{
    Ref house = actor_house(c->actor);
    if (o->happened_at != 0) {
        TRY(time_check(c, o->happened_at, place));
        if (str_is_empty(o->once))
            problem(c, &OFFLINE_ONCE, "offline.no_once", STR_NONE);
        if (speaks && o->house.id == 0 && str_is_empty(c->actor->consent))
            problem(c, &OFFLINE_HOUSE, "offline.no_house", STR_NONE);
    }
    if (o->house.id != 0 && (o->house.id != house.id || !str_eq(o->house.county, house.county)))
        problem(c, &OFFLINE_HOUSE, "offline.other_house", STR_NONE);
    return fail_if_problems(c);
}
