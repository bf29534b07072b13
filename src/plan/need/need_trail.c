/* need_trail: where a need stands is where its events led (`yuanchang check`). The events are the enduring ones: a state that
 * was changed past the rules has none. */
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"

/* `keeps` outlives the rows: a county is put there when it changes. */
typedef struct Trail {
    Report *report;
    Arena  *keeps;
    Str     county;
    i64     id, state;  /* of the need that is being walked; id 0: none yet */
    i64     led_to, by; /* where its newest step led, and the event that was it */
    bool    is_met;     /* an event is of the very time of its last step, or the need came up to the city */
    i64     events;
} Trail;

static void trail_end(Trail *t)
{
    if (t->id == 0)
        return;
    if (t->state != t->led_to)
        finding(t->report, "need.state: it is not where its events led", "need %s: %lld, by its events %lld",
                ref_written(t->county, t->id).s, (long long)t->state, (long long)t->led_to);
    if (!t->is_met)
        finding(t->report, NEED_EVENT_RULE, "need %s", ref_written(t->county, t->id).s);
}

/* A need begins as raised; one that came up to the city, as taken in. */
static void trail_begin(Trail *t, Row r, i64 id)
{
    bool came_up = row_int(r, C_NEED_CHECK_TRAIL_FROM_ID) != 0;
    Str  county = row_text(r, C_NEED_CHECK_TRAIL_COUNTY);
    t->county = str_eq(county, t->county) ? t->county : str_copy(t->keeps, county);
    t->id = id;
    t->state = row_int(r, C_NEED_CHECK_TRAIL_STATE);
    t->led_to = came_up ? NEED_TAKEN : NEED_RAISED;
    t->by = 0;
    t->is_met = came_up;
}

/* Each step says "from=0 to=1"; ids are in the order of time. */
static Err trail_event(void *arg, Row r)
{
    Trail *t = arg;
    i64    id = row_int(r, C_NEED_CHECK_TRAIL_SUBJECT), event = row_int(r, C_NEED_CHECK_TRAIL_ID);
    Event  e = { .parts = row_text(r, C_NEED_CHECK_TRAIL_PARTS) };
    if (id != t->id || !str_eq(row_text(r, C_NEED_CHECK_TRAIL_COUNTY), t->county)) {
        trail_end(t);
        trail_begin(t, r, id);
    }
    t->is_met |= row_int(r, C_NEED_CHECK_TRAIL_AT) == row_int(r, C_NEED_CHECK_TRAIL_CHANGED_AT);
    if (event > t->by && str_find(e.parts, STR(" to="), NULL)) {
        t->led_to = event_part(&e, "to");
        t->by = event;
    }
    steps_tell(t->report->told, "events of needs", ++t->events);
    return OK;
}

Err need_trail_check(Ctx *c, Report *r)
{
    Arena *keeps = arena_open();
    Trail  t = { .report = r, .keeps = keeps };
    Err    e = db_walk(db_read(c), Q_NEED_CHECK_TRAIL, ARGS(), trail_event, &t);
    trail_end(&t);
    arena_close(keeps);
    return e;
}
