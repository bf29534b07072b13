/* meeting_page: calling a meeting, its page, who came, what was agreed, the sheet for the wall. */
#include "matter/album_view.h"
#include "matter/attend_view.h"
#include "matter/list_view.h"
#include "matter/task_view.h"
#include "place/place_view.h"
#include "plan/meeting/meeting.h"
#include "plan/need/need_view.h"
#include "web/i18n.h"

#define HEAD { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }

static const Out item_out[] = { { "n", OUT_INT }, { "title", OUT_TEXT }, { "href", OUT_TEXT }, { "houses", OUT_INT }, OUT_END };
#define CARD_OUT                                                                                                         \
    { "id", OUT_NAME }, { "href", OUT_TEXT }, { "title", OUT_TEXT }, { "state", OUT_TEXT }, { "state_text", OUT_TEXT },  \
    { "place_name", OUT_TEXT }, { "spot", OUT_TEXT }, { "starts_at", OUT_TIME }, { "host_title", OUT_TEXT }, CAME_OUT, \
    { "is_called", OUT_BOOL }, { "is_held", OUT_BOOL }, { "is_off", OUT_BOOL }, { "version", OUT_INT }
static const Out card_out[] = { CARD_OUT, OUT_END };
static const Out meeting_out[] = { CARD_OUT, { "minutes", OUT_TEXT }, { "items", OUT_LIST, item_out }, OUT_END };

static void card_put(Request *r, View *map, const Meeting *m)
{
    Arena *a = r->ctx.arena;
    put_name(a, map, "id", m->ref);
    put_text(a, map, "href", matter_href(a, STR("meeting"), m->ref));
    put_text(a, map, "title", m->title);
    put_cstr(a, map, "state", meeting_noun.life->states[m->state]);
    put_text(a, map, "state_text", word_of(r, "meeting.state.", meeting_noun.life->states[m->state]));
    put_text(a, map, "place_name", m->place_name);
    put_text(a, map, "spot", m->spot);
    put_time(a, map, "starts_at", m->starts_at);
    put_text(a, map, "host_title", m->host_title);
    came_put(r, map, &m->came);
    put_bool(a, map, "is_called", m->state == MEETING_CALLED);
    put_bool(a, map, "is_held", m->state == MEETING_HELD);
    put_bool(a, map, "is_off", m->state == MEETING_OFF);
    put_int(a, map, "version", m->version);
}

static void meeting_put(Request *r, View *map, const Meeting *m)
{
    Arena *a = r->ctx.arena;
    View  *items = put_list(a, map, "items");
    card_put(r, map, m);
    put_text(a, map, "minutes", m->minutes);
    for (size_t i = 0; i < m->n_items; i++) {
        View *item = add_map(a, items);
        put_int(a, item, "n", m->items[i].n);
        put_text(a, item, "title", m->items[i].title.n ? m->items[i].title : i18n_text(r->ctx.lang, "meeting.item.withdrawn"));
        put_text(a, item, "href", m->items[i].need.id && m->items[i].title.n ? need_href(a, m->items[i].need) : STR_NONE);
        put_int(a, item, "houses", m->items[i].houses);
    }
}

/* ---- the meetings of a place ---- */

static const char *const state_filter[] = { "any", "called", "held", "off", NULL };
static const Field       LIST_STATE = { "state", FIELD_ENUM, 0, MEETING_STATES, state_filter, "meeting.list.state" };

typedef struct ListForm {
    ListTyped list;
    int       state; /* of the filter: 0 any */
} ListForm;
static const FormField list_fields[] = { AT(ListForm, state, LIST_STATE, OPTIONAL), AT_LIST(ListForm, list) };
static const Form      list_form = FORM_OF(ListForm, list_fields);
static const Out       list_out[] = { HEAD, { "meetings", OUT_LIST, card_out }, STATE_LIST_OUT,
                                      { "may_host", OUT_BOOL }, OUT_END };

static Err list_page(Request *r)
{
    const ListForm *f = r->form;
    Arena          *a = r->ctx.arena;
    Meetings        meetings = { .n = 0 };
    ListAsk         ask;
    bool            has = code_level(r->ref.place) >= LEVEL_VILLAGE;
    TRY(list_asked(r, "meeting", &f->list, f->state, &ask));
    if (has)
        TRY(meeting_list(&r->ctx, r->ref.place, f->state - 1, &ask, &meetings));
    TRY(place_head(r, r->ref.place, "meeting.list"));
    TRY(state_list_put(r, &meeting_noun, f->state - 1, LEVEL_VILLAGE, &ask, &meetings.next, meetings.later)); /* each village has its own */
    View *list = put_list(a, r->data, "meetings");
    for (size_t i = 0; i < meetings.n; i++)
        card_put(r, add_map(a, list), &meetings.v[i]);
    put_bool(a, r->data, "may_host", has && access_may(r->ctx.actor, VERB_HOST, r->ref.place));
    return OK;
}

/* ---- calling one ---- */

static const FormField call_fields[] = {
    AT(MeetingNew, title, MEETING_TITLE, REQUIRED), AT(MeetingNew, day, MEETING_DAY, REQUIRED),
    AT(MeetingNew, minute, MEETING_TIME, REQUIRED), AT(MeetingNew, spot, MEETING_SPOT, REQUIRED),
    AT(MeetingNew, needs, MEETING_NEED, OPTIONAL | MANY), AT(MeetingNew, topics, MEETING_TOPIC, OPTIONAL | ROWS(MEETING_TOPICS)),
    AT(MeetingNew, once, NEED_ONCE, REQUIRED),
};
static const Form call_form = FORM_OF(MeetingNew, call_fields);
static const Out  new_out[] = { HEAD, { "needs", OUT_LIST, need_card_out }, { "more", OUT_BOOL }, { "once", OUT_TEXT },
                                { "title", OUT_TEXT }, OUT_END };

/* What most houses want, to be talked about: chosen beforehand. */
static Err new_page(Request *r)
{
    Arena    *a = r->ctx.arena;
    NeedQuery q = { .place = r->ref.place, .show = -1, .category = -1, .kind = -1 };
    Needs     needs = { 0 };
    TRY(place_head(r, r->ref.place, "meeting.new"));
    TRY(need_list(&r->ctx, &q, &needs));
    put_bool(a, r->data, "more", needs.more || needs.n > MEETING_ITEMS / 2);
    needs.n = needs.n < MEETING_ITEMS / 2 ? needs.n : MEETING_ITEMS / 2;
    need_cards_put(r, r->data, "needs", &needs);
    put_text(a, r->data, "once", random_token(a, 16));
    put_text(a, r->data, "title", i18n_text(r->ctx.lang, "meeting.title.usual"));
    return OK;
}

static Err call_page(Request *r)
{
    MeetingNew *n = r->form;
    Ref         meeting;
    n->place = r->ref.place;
    if (code_level(n->place) < LEVEL_VILLAGE)
        return fail_at(&r->ctx, "title", "meeting.place.wrong", STR_NONE, STR_NONE);
    TRY(meeting_call(&r->ctx, n, &meeting));
    notice(r, "meeting.done.called", STR_NONE);
    return see_other(r, "/meeting/", meeting);
}

/* ---- one meeting ---- */

static const Out may_out[] = { ATTEND_MAY, { "host", OUT_BOOL }, { "hold", OUT_BOOL }, { "off", OUT_BOOL }, OUT_END };
static const Out show_out[] = {
    HEAD, { "meeting", OUT_MAP, meeting_out }, { "tasks", OUT_LIST, task_out }, STORY_OUT, ATTEND_OUT, ALBUM_OUT,
    { "may", OUT_MAP, may_out }, { "proof_href", OUT_TEXT }, { "draft", OUT_TEXT }, { "owners", OUT_LIST, choice_out }, OUT_END
};

/* What the record says already, to be written on. */
static Str draft(Request *r, const Meeting *m, const Tasks *tasks)
{
    Arena *a = r->ctx.arena;
    Buf    b = buf_new(a, 512, 8192);
    if (m->minutes.n)
        return m->minutes;
    buf_str(&b, i18n_fill(a, r->ctx.lang, m->came.noted ? "meeting.draft.came_noted" : "meeting.draft.came", str_number(a, m->came.all), str_number(a, m->came.noted)));
    for (size_t i = 0; i < m->n_items; i++)
        buf_printf(&b, "\n%d. %.*s：", m->items[i].n, STR_ARG(m->items[i].title));
    for (size_t i = 0; i < tasks->n; i++) {
        buf_char(&b, '\n');
        buf_str(&b, i18n_fill(a, r->ctx.lang, "meeting.draft.agreed", tasks->v[i].title, STR_NONE)); /* who owns it stands there */
    }
    return utf8_cut(buf_text(&b), MEETING_MINUTES.high);
}

/* On its page and on its sheet. */
static Err one_put(Request *r, Meeting *m, Tasks *tasks)
{
    task_list_of_ahead(&r->ctx, "meeting", r->ref);
    TRY(meeting_get(&r->ctx, r->ref, m));
    TRY(task_list_of(&r->ctx, "meeting", m->ref, tasks));
    TRY(place_head(r, m->ref.place, "meeting.one"));
    meeting_put(r, put_map(r->ctx.arena, r->data, "meeting"), m);
    tasks_put(r, "tasks", tasks);
    return OK;
}

static Err show_page(Request *r)
{
    Arena  *a = r->ctx.arena;
    Meeting m;
    Tasks   tasks;
    told_foresee(r);
    TRY(one_put(r, &m, &tasks));
    TRY(told_put(r));
    TRY(album_put(r, &meeting_noun, m.ref));
    View *may = put_map(a, r->data, "may");
    TRY(attend_put(r, &meeting_noun, &m.matter, &m.came, m.has_come, may));
    bool  is_day = meeting_day_is_here(&m, r->ctx.now);
    put_bool(a, may, "host", m.may_host && m.state != MEETING_OFF);
    put_bool(a, may, "hold", m.may_host && m.state != MEETING_OFF && is_day);
    put_bool(a, may, "off", m.may_host && m.state == MEETING_CALLED && m.came.all == 0);
    put_text(a, r->data, "proof_href", arena_printf(a, "/meeting/%.*s/proof", STR_ARG(ref_name(a, m.ref))));
    put_text(a, r->data, "draft", m.may_host ? draft(r, &m, &tasks) : STR_NONE);
    return m.may_host && is_day ? attend_houses_put(r, &meeting_noun, m.ref, "owners") : OK; /* who may have promised something */
}

typedef struct ActForm {
    FieldRows tasks;
    i64       version;
    Str       minutes, why;
    Offline   sent;
} ActForm;
static const FormField agree_fields[] = { AT_ROWS(ActForm, tasks, TASK_ROWS, REQUIRED, task_row_form), AT_OFFLINE(ActForm) };
static const FormField write_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, minutes, MEETING_MINUTES, REQUIRED) };
static const FormField off_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, why, MEETING_WHY, REQUIRED) };
static const Form      agree_form = FORM_OF(ActForm, agree_fields), write_form = FORM_OF(ActForm, write_fields),
                       off_form = FORM_OF(ActForm, off_fields);

static Err agree_page(Request *r)
{
    ActForm *f = r->form;
    TRY(meeting_agree(&r->ctx, r->ref, &f->tasks));
    return acted(r, "meeting.done.agreed");
}

static Err write_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(meeting_write(&r->ctx, r->ref, f->version, f->minutes));
    return acted(r, "meeting.done.written");
}

static Err off_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(meeting_off(&r->ctx, r->ref, f->version, f->why));
    return acted(r, "meeting.done.off");
}

/* ---- the sheet for the wall ---- */

static const Out sheet_out[] = { HEAD, { "meeting", OUT_MAP, meeting_out }, { "tasks", OUT_LIST, task_out },
                                 PHOTOS_OUT, PAPER_OUT, OUT_END };

static Err sheet_page(Request *r)
{
    Meeting m;
    Tasks   tasks;
    TRY(one_put(r, &m, &tasks));
    TRY(photos_put(r, "meeting", m.ref));
    return paper_put(r, matter_href(r->ctx.arena, STR("meeting"), m.ref), "meeting.sheet.qr");
}

/* ---- routes ---- */

#define SEE(cost_, path_, handler_, page_, may_, form_, out_, flags_, what_)                                             \
    { .method = GET, .cost = cost_, .path = path_, .handler = handler_, .page = page_, .may = may_, .form = form_, .out = out_, \
      .flags = flags_, .what = what_ }
#define ACT(path_, handler_, page_, may_, form_, out_, again_, flags_, what_)                                            \
    { .method = POST, .cost = LIGHT, .path = path_, .handler = handler_, .page = page_, .may = may_, .form = form_, .out = out_, \
      .form_again = again_, .flags = flags_, .what = what_ }

static const Route meeting_routes[] = {
    SEE(LIGHT, "/place/:place/meeting", list_page, "meeting_list", VERB_PUBLIC, &list_form, list_out, ROUTE_PUBLIC_CACHE,
        "meetings of a place"),
    SEE(LIGHT, "/place/:place/meeting/new", new_page, "meeting_new", VERB_HOST, NULL, new_out, 0, "the form to call a meeting"),
    { .method = POST, .cost = LIGHT, .path = "/place/:place/meeting", .handler = call_page, .page = "meeting_new", .may = VERB_HOST,
      .form = &call_form, .limit = PER_ACTOR(20, DAY), .out = new_out, .form_again = new_page, .flags = ROUTE_DRAFT,
      .what = "call a meeting; every house is told" },
    SEE(LIGHT, "/meeting/:meeting", show_page, "meeting", VERB_PUBLIC, NULL, show_out, ROUTE_PUBLIC_CACHE, "one meeting with its story"),
    ATTEND_ROUTES("meeting", VERB_HOST, show_out, show_page),
    ALBUM_ROUTES("meeting", VERB_HOST, show_out, show_page),
    { .method = POST, .cost = LIGHT, .path = "/meeting/:meeting/agree", .handler = agree_page, .page = "meeting", .may = VERB_HOST,
      .form = &agree_form, .offline = "/meeting/:meeting", .out = show_out, .form_again = show_page,
      .what = "what was agreed: who does it, and by when" },
    ACT("/meeting/:meeting/minutes", write_page, "meeting", VERB_HOST, &write_form, show_out, show_page, 0, "the minutes, or a correction"),
    ACT("/meeting/:meeting/off", off_page, "meeting", VERB_HOST, &off_form, show_out, show_page, 0, "it is called off, and why"),
    SEE(DEAR, "/meeting/:meeting/sheet", sheet_page, "meeting_sheet", VERB_PUBLIC, NULL, sheet_out, 0, "notice and minutes, a sheet of A4"),
    PROOF_ROUTE("meeting"),
    ROUTE_END
};

static const Loader meeting_loaders[] = { { "meeting", NULL }, { NULL } };
static const Room   meeting_room = { "meeting", meeting_routes, meeting_loaders, NULL };
const Room *const meeting_rooms[] = { &meeting_room, NULL };
