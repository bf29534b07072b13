/* trail: where a matter stands is where its events led (`yuanchang check`), of every noun that has a life. The events are the
 * enduring ones: a state that was changed past the rules has none. See change.h. */
#include "matter/change.h"

/* What Life.trail gives, column by column. */
enum { COUNTY, ID, EVENT, AT, PARTS, STATE, CHANGED_AT, BEGAN };

/* `keeps` outlives the rows: a county is put there when it changes. */
typedef struct Trail {
    const Life *life;
    Report     *report;
    Arena      *keeps;
    const char *state_rule, *event_rule;
    Str         county;
    i64         id, state;  /* of the matter that is being walked; id 0: none yet */
    i64         led_to, by; /* where its newest step led, and the event that was it */
    bool        is_met;     /* an event is of the very time of its last step, or its first is told elsewhere */
    i64         events;
} Trail;

static void trail_end(Trail *t)
{
    RefName at;
    if (t->id == 0)
        return;
    at = ref_written(t->county, t->id);
    if (t->state != t->led_to)
        finding(t->report, t->state_rule, "%s %s: %lld, by its events %lld", t->life->noun, at.s, (long long)t->state,
                (long long)t->led_to);
    if (!t->is_met)
        finding(t->report, t->event_rule, "%s %s", t->life->noun, at.s);
}

static void trail_begin(Trail *t, Row r, i64 id)
{
    Str county = row_text(r, COUNTY);
    t->county = str_eq(county, t->county) ? t->county : str_copy(t->keeps, county);
    t->id = id;
    t->state = row_int(r, STATE);
    t->led_to = row_int(r, BEGAN);
    t->by = 0;
    t->is_met = t->led_to != 0;
}

/* Each step says "from=0 to=1"; ids are in the order of time. */
static Err trail_event(void *arg, Row r)
{
    Trail *t = arg;
    i64    id = row_int(r, ID), event = row_int(r, EVENT);
    Event  e = { .parts = row_text(r, PARTS) };
    if (id != t->id || !str_eq(row_text(r, COUNTY), t->county)) {
        trail_end(t);
        trail_begin(t, r, id);
    }
    if (row_is_null(r, EVENT))
        return OK;
    t->is_met |= row_int(r, AT) == row_int(r, CHANGED_AT);
    if (event > t->by && str_find(e.parts, STR(" to="), NULL)) {
        t->led_to = event_part(&e, "to");
        t->by = event;
    }
    steps_tell(t->report->told, "events of matters", ++t->events);
    return OK;
}

static Err trail_check(Ctx *c, const Life *l, Report *r)
{
    Arena *keeps = arena_open();
    Trail  t = { .life = l, .report = r, .keeps = keeps,
                 .state_rule = str_cstr(keeps, arena_printf(keeps, "%s.state: it is not where its events led", l->noun)),
                 .event_rule = str_cstr(keeps, arena_printf(keeps, "%s.event: no event of the time of its last step", l->noun)) };
    Err    e = db_walk(db_read(c), l->trail, ARGS(), trail_event, &t);
    trail_end(&t);
    arena_close(keeps);
    return e;
}

Err trails_check(Ctx *c, Report *r)
{
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->life != NULL)
            TRY(trail_check(c, noun_at(i)->life, r));
    return OK;
}
