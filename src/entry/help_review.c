/* help_review: a paper that nobody looks at proves nothing. Who supervises the place sees, on the desk, each that nobody looked at,
 * also where what was agreed to has ended meanwhile: what was entered by it stands. */
#include "entry/help.sql.h"
#include "entry/help_inside.h"
#include "record/event.h"
#include "record/inbox.h"

static const char *const right_names[] = { "no", "yes", NULL };
const Field HELP_RIGHT = { "right", FIELD_ENUM, 0, 1, right_names, "help.right" };
const Field HELP_DOUBT = { "doubt", FIELD_TEXT, 2, 300, NULL, "help.doubt" };

typedef struct Review {
    const Help *h;
    bool        is_right;
    Str         doubt;
    i64         event_id, message_id, other_id;
} Review;

static Err tell_doubt(Db *w, const Review *v)
{
    const Help *h = v->h;
    InboxLine   line = { .id = v->message_id, .key = "inbox.help.doubted", .a = h->called, .subject = h->ref, .noun = "help",
                         .county = h->household.county, .household = h->household.id };
    TRY(inbox_tell(w, &line));
    line = (InboxLine){ .id = v->other_id, .key = "inbox.help.doubted_yours", .a = h->label, .subject = h->ref, .noun = "help",
                        .county = h->account_county, .account = h->account };
    return inbox_tell(w, &line);
}

static Err review_body(Db *w, void *arg)
{
    const Review *v = arg;
    const Help   *h = v->h;
    Ctx          *c = db_ctx(w);
    i64           n;
    TRY(db_change(w, QUERY(help_review, KEY(h->ref), .at = ARG(c->now), .is_doubted = ARG(!v->is_right), .doubt = ARG(v->doubt)), &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "help.reviewed_already", "somebody looked at it");
    TRY(event_append(w, &(EventNew){ .id = v->event_id, .kind = "help.reviewed", .subject = h->household,
                                     .parts = { PART("right", v->is_right), PART("at", h->asked_at), PART("help", h->ref.id) }, .n_parts = 3 }));
    if (v->is_right)
        return OK;
    TRY(db_change(w, Q_HELP_CLOSE, ARGS(REF(h->ref), c->now, 0), &n));
    return tell_doubt(w, v);
}

Err help_review(Ctx *c, Ref help, bool is_right, Str doubt)
{
    Help   h;
    bool   may;
    Review v = { .h = &h, .is_right = is_right, .doubt = is_right ? STR("") : doubt, .event_id = id_new(c->now),
                 .message_id = id_new(c->now), .other_id = id_new(c->now) };
    TRY(help_get(c, help, &h));
    if (h.way != HELP_BY_PAPER || h.reviewed_at != 0)
        return fail(c, ERR_CONFLICT, "help.reviewed_already", "no paper, or looked at");
    TRY(help_may_review(c, &h, &may));
    if (!may)
        return fail(c, ERR_DENIED, "help.review.not_yours", "the helper, or one of the house");
    if (!is_right)
        TRY(field_check_given(c, &HELP_DOUBT, doubt));
    return db_write(c, review_body, &v);
}

/* ---- what waits for a desk ---- */

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    Cursor after = desk_after(ask);
    Rows   rows = { 0 };
    if (ask->when != DESK_LATE && code_level(ask->place) >= LEVEL_COUNTY) /* each county has its own */
        TRY(db_many(db_read(c), QUERY(help_desk_list, .county = ARG(code_county(ask->place)), .from = ARG(ask->place),
                                      .end = ARG(code_end(c->arena, ask->place)), .since = ARG(ask->since), .after_at = ARG(after.n[0]),
                                      .after_id = ARG(after.n[1]), .most = ARG(DESK_PAGE + 1)), &rows));
    size_t    n = rows.n < DESK_PAGE ? rows.n : DESK_PAGE;
    DeskLine *v = NEW_N(c->arena, DeskLine, n + 1);
    Help     *h = NEW_N(c->arena, Help, n + 1);
    for (size_t i = 0; i < n; i++)
        h[i] = help_from(rows.row[i]);
    TRY(db_together(c, n, help_finish, h));
    for (size_t i = 0; i < n; i++)
        v[i] = (DeskLine){ .ref = h[i].ref, .due = h[i].asked_at, .title = h[i].label, .place_name = h[i].called,
                           .state = "help.way.paper", .is_mine = h[i].is_helper };
    *ret_lines = (DeskLines){ v, n, rows.n > n };
    return OK;
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    *ret_count = (DeskCount){ 0 };
    if (code_level(place) < LEVEL_COUNTY)
        return OK;
    return db_int(db_read(c), QUERY(help_desk_count, .county = ARG(code_county(place)), .from = ARG(place),
                                    .end = ARG(code_end(c->arena, place))), &ret_count->all);
}

const NounDesk help_desk = { .path = "/help/", .verb = VERB_SUPERVISE, .lines = desk_lines, .count = desk_count };
