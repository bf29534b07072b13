/* need_trail: what a need's row says is what its events say (`yuanchang check`). The events are the enduring ones: a state
 * or a title that was changed past the rules has none. */
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"

/* `keeps` outlives the rows: a county is put there when it changes. */
typedef struct Trail {
    Report *report;
    Arena  *keeps;
    Str     county;
    i64     id, state, led_to; /* of the need that is being walked; id 0: none yet */
} Trail;

static void trail_end(Trail *t)
{
    if (t->id != 0 && t->state != t->led_to)
        finding(t->report, "need.state: it is not where its events led", "need %s: %lld, by its events %lld",
                ref_written(t->county, t->id).s, (long long)t->state, (long long)t->led_to);
}

/* A need begins as raised; one that came up to the city, as taken in. Each step says "from=0 to=1". */
static Err trail_event(void *arg, Row r)
{
    Trail *t = arg;
    Str    county = row_text(r, C_NEED_CHECK_TRAIL_COUNTY);
    i64    id = row_int(r, C_NEED_CHECK_TRAIL_SUBJECT);
    Event  e = { .parts = row_text(r, C_NEED_CHECK_TRAIL_PARTS) };
    if (id != t->id || !str_eq(county, t->county)) {
        trail_end(t);
        t->county = str_eq(county, t->county) ? t->county : str_copy(t->keeps, county);
        t->id = id;
        t->led_to = row_int(r, C_NEED_CHECK_TRAIL_FROM_ID) ? NEED_TAKEN : NEED_RAISED;
    }
    t->state = row_int(r, C_NEED_CHECK_TRAIL_STATE);
    if (str_find(e.parts, STR(" to="), NULL))
        t->led_to = event_part(&e, "to");
    return OK;
}

typedef struct Words {
    Report *report;
    Arena  *keeps;
    Str     county;
    i64     id;
    bool    is_erased, is_right; /* of the title that was written last */
} Words;

static void words_end(Words *w)
{
    if (w->id != 0 && !w->is_erased && !w->is_right)
        finding(w->report, "need.title: it is not what was written", "need %s", ref_written(w->county, w->id).s);
}

static Err words_event(void *arg, Row r)
{
    Words *w = arg;
    Str    county = row_text(r, C_NEED_CHECK_WORDS_COUNTY);
    i64    id = row_int(r, C_NEED_CHECK_WORDS_SUBJECT);
    if (id != w->id || !str_eq(county, w->county)) {
        words_end(w);
        w->county = str_eq(county, w->county) ? w->county : str_copy(w->keeps, county);
        w->id = id;
    }
    w->is_erased = row_is_null(r, C_NEED_CHECK_WORDS_TEXT);
    w->is_right = str_eq(row_text(r, C_NEED_CHECK_WORDS_TEXT), row_text(r, C_NEED_CHECK_WORDS_TITLE));
    return OK;
}

Err need_trail_check(Ctx *c, Report *r)
{
    Arena *keeps = arena_open();
    Trail  t = { .report = r, .keeps = keeps };
    Words  w = { .report = r, .keeps = keeps };
    Err    e = db_walk(db_read(c), Q_NEED_CHECK_TRAIL, ARGS(), trail_event, &t);
    trail_end(&t);
    if (e == OK)
        e = db_walk(db_read(c), Q_NEED_CHECK_WORDS, ARGS(), words_event, &w);
    words_end(&w);
    arena_close(keeps);
    return e;
}
