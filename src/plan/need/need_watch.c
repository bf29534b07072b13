/* need_watch: a need can be supervised (Noun.watch, matter/oversight.h): what those who do must know of it, and which needs nobody
 * called back about. */
#include "plan/need/need_inside.h"
#include "plan/need/need_watch.h"
#include "plan/need/need_watch.sql.h"

static Err watched(Db *db, Ref need, Watched *ret)
{
    NeedRow     r;
    const Need *n = &r.n;
    TRY(need_row(db, need, &r));
    bool is_gone = n->state == NEED_HANDED || n->state == NEED_WITHDRAWN;
    *ret = (Watched){ .at = is_gone ? STR_NONE : n->at, .subject = need_subject(&r), .before = n->before, .author = n->household,
                      .named = n->kind == NEED_COMPLAINT ? r.target_place : STR_NONE, .is_hidden = n->hide_author,
                      .is_open = need_is_open(n->state), .is_told = need_is_ended(n->state) };
    return OK;
}

/* What their queries are given but how many. */
#define BETWEEN                                                                                                          \
    .county = ARG(code_county(place)), .from = ARG(place), .end = ARG(code_end(c->arena, place)),                        \
    .read_above = ARG(above.n ? above : STR("")), .read_end = ARG(above.n ? code_end(c->arena, above) : STR(""))

static Query of_level(Code place, Query county, Query town, Query village)
{
    Level level = code_level(place);
    return level <= LEVEL_COUNTY ? county : level == LEVEL_TOWN ? town : village;
}

static Err name_fill(Ctx *c, void *lines, size_t i)
{
    WatchLine *l = (WatchLine *)lines + i;
    return place_name(c, l->ref.place, &l->place_name);
}

static Err to_call(Ctx *c, Code place, i64 since, const Cursor *after, WatchLines *ret)
{
    Code above = access_place(c->actor, VERB_COMPLAINT);
    Rows rows;
    TRY(db_many(db_read(c), of_level(place, Q_NEED_TO_CALL_COUNTY, Q_NEED_TO_CALL_TOWN, Q_NEED_TO_CALL_VILLAGE),
                GIVEN(need_to_call_county, BETWEEN, .after_at = ARG(after->is_set && after->n[0] >= since ? after->n[0] : since),
                      .after_id = ARG(after->n[1]), .most = ARG(WATCH_PAGE + 1)), &rows));
    size_t     n = rows.n < WATCH_PAGE ? rows.n : WATCH_PAGE;
    WatchLine *v = NEW_N(c->arena, WatchLine, n + 1);
    for (size_t i = 0; i < n; i++) {
        Row r = rows.row[i];
        v[i] = (WatchLine){ .ref = { row_text(r, C_NEED_TO_CALL_COUNTY_COUNTY), row_int(r, C_NEED_TO_CALL_COUNTY_ID),
                                     row_text(r, C_NEED_TO_CALL_COUNTY_PLACE) },
                            .title = row_text(r, C_NEED_TO_CALL_COUNTY_TITLE), .at = row_int(r, C_NEED_TO_CALL_COUNTY_CHANGED_AT) };
    }
    TRY(db_together(c, n, name_fill, v));
    for (size_t i = 0; i < n; i++)
        TRY(place_name_in(c, place, v[i].ref.place, &v[i].place_name));
    *ret = (WatchLines){ .v = v, .n = n };
    if (rows.n > n)
        ret->next = CURSOR(v[n - 1].at, v[n - 1].ref.id);
    return OK;
}

static Err to_call_count(Ctx *c, Code place, i64 since, ListCount *ret)
{
    Code above = access_place(c->actor, VERB_COMPLAINT);
    return list_count(c, of_level(place, Q_NEED_CALLED_COUNT_COUNTY, Q_NEED_CALLED_COUNT_TOWN, Q_NEED_CALLED_COUNT_VILLAGE),
                      GIVEN(need_called_count_county, BETWEEN, .after_at = ARG(since), .after_id = ARG(0),
                            .most = ARG(LIST_COUNTED + 1)), ret);
}

const NounWatch need_watch = { watched, to_call, to_call_count };
