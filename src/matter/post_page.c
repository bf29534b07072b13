/* post_page: who holds which post at a place, giving one, correcting and ending it, the sheet for the wall. */
#include "matter/post_inside.h"
#include "matter/story_view.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "record/counter.h"
#include "web/i18n.h"
#include "web/session.h"

#define HEAD { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }

static const char POSTS[] = "post"; /* of cursors */

static const Out post_out[] = {
    { "id", OUT_NAME },       { "href", OUT_TEXT },       { "body", OUT_TEXT },       { "kind", OUT_TEXT },      { "kind_text", OUT_TEXT },
    { "name", OUT_TEXT },     { "place_name", OUT_TEXT }, { "state", OUT_TEXT },      { "from", OUT_DATE },      { "until", OUT_DATE },
    { "ended_on", OUT_DATE }, { "source", OUT_TEXT },     { "is_held", OUT_BOOL },    { "is_coming", OUT_BOOL }, { "is_warned", OUT_BOOL },
    { "version", OUT_INT },   OUT_END
};

static void post_put(Request *r, View *m, const Post *p)
{
    Arena      *a = r->ctx.arena;
    const char *kind = post_kind_names[p->kind];
    put_name(a, m, "id", p->ref);
    put_text(a, m, "href", matter_href(a, STR("post"), p->ref));
    put_text(a, m, "body", p->title);
    put_cstr(a, m, "kind", kind);
    put_text(a, m, "kind_text", word_of(r, "post.kind.", kind));
    put_text(a, m, "name", p->name);
    put_text(a, m, "place_name", p->place_name);
    put_cstr(a, m, "state", post_life.states[p->state]);
    put_date(a, m, "from", p->from);
    put_date(a, m, "until", p->until);
    put_date(a, m, "ended_on", p->ended_on);
    put_text(a, m, "source", p->source);
    put_bool(a, m, "is_held", p->state == POST_HELD);
    put_bool(a, m, "is_coming", p->is_coming);
    put_bool(a, m, "is_warned", p->state == POST_HELD && p->until != 0 && p->warned_for == p->until);
    put_int(a, m, "version", p->version);
}

/* ---- the posts of a place ---- */

static const Field       LIST_SHOW = { "show", FIELD_ENUM, 0, POST_STATES - 1, post_states, "post.show" };

typedef struct ListForm {
    ListTyped list;
    int       show;
} ListForm;
static const FormField list_fields[] = { AT(ListForm, show, LIST_SHOW, OPTIONAL), AT_LIST(ListForm, list) };
static const Form      list_form = FORM_OF(ListForm, list_fields);
static const Out       list_out[] = { HEAD, { "posts", OUT_LIST, post_out }, { "chips", OUT_LIST, chip_out }, LIST_OUT, CHANGES_OUT,
                                      { "is_above", OUT_BOOL }, { "may_give", OUT_BOOL }, OUT_END };

static Err chips_put(Request *r, Str path, int chosen, ListCount *ret_count)
{
    Arena                   *a = r->ctx.arena;
    View                    *list = put_list(a, r->data, "chips");
    const Counter           *v;
    size_t                   n;
    TRY(counter_read_totals(&r->ctx, r->ref.place, COUNTERS_OF("post"), &v, &n));
    for (int i = 0; i < POST_STATES; i++)
        chip_put(r, list, session_keep(r, arena_printf(a, "%.*s?show=%s", STR_ARG(path), post_states[i])),
                 word_of(r, "post.show.", post_states[i]), counter_value(v, n, r->ref.place, &POST_COUNTERS[i], 0), i == chosen);
    *ret_count = (ListCount){ counter_value(v, n, r->ref.place, &POST_COUNTERS[chosen], 0), false };
    return OK;
}

static bool may_give(const Request *r)
{
    return post_may_give_some(r->ctx.actor, r->ref.place) && access_may(r->ctx.actor, VERB_PEOPLE, r->ref.place);
}

static Err list_page(Request *r)
{
    const ListForm *f = r->form;
    Arena          *a = r->ctx.arena;
    Posts           posts = { .n = 0 };
    ListAsk         ask;
    ListCount       count = { 0 };
    bool            has = code_level(r->ref.place) >= LEVEL_COUNTY;
    Str             path = arena_printf(a, "/place/%.*s/post", STR_ARG(r->ref.place));
    TRY(list_asked(r, POSTS, &f->list, f->show != POST_HELD, &ask));
    if (has)
        counter_totals_ahead(&r->ctx, r->ref.place, COUNTERS_OF("post"));
    if (has)
        TRY(post_list(&r->ctx, r->ref.place, (PostState)f->show, &ask, POST_PAGE, &posts));
    TRY(place_head(r, r->ref.place, "post.list"));
    if (has)
        TRY(chips_put(r, path, f->show, &count));
    View *list = put_list(a, r->data, "posts");
    for (size_t i = 0; i < posts.n; i++)
        post_put(r, add_map(a, list), &posts.v[i]);
    list_goes_on(r, path, POSTS, &ask, &posts.next, posts.later, count);
    put_bool(a, r->data, "is_above", !has); /* each county has its own */
    put_bool(a, r->data, "may_give", has && may_give(r));
    return OK;
}

/* ---- giving one ---- */

typedef struct NewForm {
    PostNew n;
    Ref     household; /* whose persons are shown, again where it failed */
} NewForm;
typedef struct FindForm {
    Str q, after;
    Ref household;
} FindForm;
static const Field     FIND_Q = { "q", FIELD_LINE, 0, 30, NULL, "person.query" };
static const Field     FIND_HOUSE = { "household", FIELD_REF, 0, 0, NULL, "household.label" };
static const FormField find_fields[] = { AT(FindForm, q, FIND_Q, OPTIONAL), AT(FindForm, household, FIND_HOUSE, OPTIONAL),
                                         AT(FindForm, after, LIST_AFTER, OPTIONAL) };
static const FormField give_fields[] = {
    AT(NewForm, household, FIND_HOUSE, OPTIONAL), AT(NewForm, n.person, POST_PERSON, REQUIRED), AT(NewForm, n.kind, POST_KIND, REQUIRED),
    AT(NewForm, n.body, POST_BODY, REQUIRED),     AT(NewForm, n.from, POST_FROM, REQUIRED),     AT(NewForm, n.until, POST_UNTIL, OPTIONAL),
    AT(NewForm, n.source, POST_SOURCE, REQUIRED), AT(NewForm, n.once, POST_ONCE, REQUIRED),
};
static const Form find_form = FORM_OF(FindForm, find_fields), give_form = FORM_OF(NewForm, give_fields);
static const Out  new_out[] = {
    HEAD, { "households", OUT_LIST, household_out }, { "asked", OUT_BOOL }, { "chosen", OUT_MAP, household_out }, LIST_OUT,
    { "persons", OUT_LIST, person_out }, { "kinds", OUT_LIST, choice_out }, { "once", OUT_TEXT }, { "today", OUT_DATE }, OUT_END
};

static void kinds_put(Request *r)
{
    View *list = put_list(r->ctx.arena, r->data, "kinds");
    for (PostKind k = 0; k < POST_KINDS; k++)
        if (post_may_give(r->ctx.actor, k, r->ref.place))
            choice_put(r, list, post_kind_names[k], word_of(r, "post.kind.", post_kind_names[k]), "", false);
}

/* First whose house, then who of it and what. */
static Err new_page(Request *r)
{
    const FindForm *f = r->route->method == GET ? r->form : NULL;
    Arena          *a = r->ctx.arena;
    Ref             chosen = f ? f->household : household_typed(r);
    Str             q = f ? f->q : STR_NONE;
    TRY(place_head(r, r->ref.place, "post.new"));
    put_list(a, r->data, "households");
    put_list(a, r->data, "persons");
    put_map(a, r->data, "chosen");
    put_bool(a, r->data, "asked", q.n > 0);
    put_text(a, r->data, "once", random_token(a, 16));
    put_date(a, r->data, "today", date_of(r->ctx.now));
    kinds_put(r);
    return chosen.id ? household_chosen_put(r, chosen, VERB_PEOPLE) : households_put(r, "post/new", q, f ? f->after : STR_NONE);
}

static Err give_page(Request *r)
{
    NewForm *f = r->form;
    Ref      post;
    f->n.place = r->ref.place;
    TRY(post_give(&r->ctx, &f->n, &post));
    notice(r, "post.done.given", STR_NONE);
    return see_other(r, "/post/", post);
}

/* ---- one ---- */

/* Whoever has no account yet gets one first, with the role that goes along. */
static Err arm_put(Request *r, View *may, const Post *p)
{
    Arena *a = r->ctx.arena;
    i64    account = 0;
    bool   may_arm = p->may_change && p->person.id != 0 && (p->held == ROLE_NOT_HELD || p->held == ROLE_WAS_HELD);
    if (may_arm)
        TRY(account_of_person(db_read(&r->ctx), p->ref.county, p->person, &account));
    put_bool(a, may, "arm", may_arm && account != 0);
    put_text(a, r->data, "account_href", may_arm && account == 0 ?
             arena_printf(a, "/place/%.*s/accounts?person=%.*s#add", STR_ARG(p->ref.place), STR_ARG(ref_name(a, p->person))) : STR_NONE);
    return OK;
}

static const Out may_out[] = { { "change", OUT_BOOL }, { "arm", OUT_BOOL }, OUT_END };
static const Out show_out[] = { HEAD, { "post", OUT_MAP, post_out }, { "kinds", OUT_LIST, choice_out }, { "held_text", OUT_TEXT }, STORY_OUT,
                                { "may", OUT_MAP, may_out }, { "account_href", OUT_TEXT }, { "proof_href", OUT_TEXT }, OUT_END };
static const char *const held_names[] = { "none", "asked", "held", "over" };

/* One of the same role, as it is now. */
static void same_kinds_put(Request *r, const Post *p)
{
    View *list = put_list(r->ctx.arena, r->data, "kinds");
    for (PostKind k = 0; k < POST_KINDS; k++)
        if (post_same_role(k, p->kind))
            choice_put(r, list, post_kind_names[k], word_of(r, "post.kind.", post_kind_names[k]), "", k == p->kind);
}

static Err show_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Post   p;
    told_foresee(r);
    TRY(post_get(&r->ctx, r->ref, &p));
    TRY(place_head(r, p.ref.place, "post.one"));
    post_put(r, put_map(a, r->data, "post"), &p);
    TRY(told_put(r));
    same_kinds_put(r, &p);
    View *may = put_map(a, r->data, "may");
    put_bool(a, may, "change", p.may_change);
    TRY(arm_put(r, may, &p));
    put_text(a, r->data, "held_text", p.may_change ? word_of(r, "post.role.", held_names[p.held]) : STR_NONE);
    put_text(a, r->data, "proof_href", arena_printf(a, "/post/%.*s/proof", STR_ARG(ref_name(a, p.ref))));
    return OK;
}

static const FormField correct_fields[] = {
    AT(PostEdit, version, VERSION_SEEN, REQUIRED), AT(PostEdit, kind, POST_KIND, REQUIRED | STAYS),
    AT(PostEdit, body, POST_BODY, REQUIRED | STAYS),
    AT(PostEdit, from, POST_FROM, REQUIRED | STAYS), AT(PostEdit, until, POST_UNTIL, STAYS),
    AT(PostEdit, source, POST_SOURCE, REQUIRED | STAYS),
    AT(PostEdit, why, POST_WHY, REQUIRED),
};
static const FormField end_fields[] = { AT(PostEdit, version, VERSION_SEEN, REQUIRED), AT(PostEdit, why, POST_WHY, REQUIRED) };
static const FormField arm_fields[] = { AT(PostEdit, version, VERSION_SEEN, REQUIRED) };
static const Form      correct_form = FORM_GIVEN(PostEdit, correct_fields, given), end_form = FORM_OF(PostEdit, end_fields),
                       arm_form = FORM_OF(PostEdit, arm_fields);

static Err correct_page(Request *r)
{
    TRY(post_correct(&r->ctx, r->ref, r->form));
    return acted(r, "post.done.corrected");
}

static Err end_page(Request *r)
{
    const PostEdit *f = r->form;
    TRY(post_end(&r->ctx, r->ref, f->version, f->why));
    return acted(r, "post.done.ended");
}

static Err arm_page(Request *r)
{
    const PostEdit *f = r->form;
    TRY(post_arm(&r->ctx, r->ref, f->version));
    return acted(r, "post.done.armed");
}

/* ---- the sheet for the wall: whoever prints it, everybody reads it ---- */

static const Out sheet_out[] = { HEAD, { "posts", OUT_LIST, post_out }, { "is_cut", OUT_BOOL }, { "today", OUT_DATE }, PAPER_OUT,
                                 OUT_END };

static Err sheet_page(Request *r)
{
    enum { SHEET_MOST = 5 * POST_PAGE };
    Arena        *a = r->ctx.arena;
    const ListAsk first = { .since = 0 };
    Posts         posts;
    View         *list = put_list(a, r->data, "posts");
    TRY(place_head(r, r->ref.place, "post.list"));
    TRY(post_list(&r->ctx, r->ref.place, POST_HELD, &first, SHEET_MOST, &posts));
    for (size_t i = 0; i < posts.n; i++) {
        Post on_wall = posts.v[i];
        on_wall.name = on_wall.public_name;
        post_put(r, add_map(a, list), &on_wall);
    }
    put_bool(a, r->data, "is_cut", posts.next.is_set);
    put_date(a, r->data, "today", date_of(r->ctx.now));
    return paper_put(r, arena_printf(a, "/place/%.*s/post", STR_ARG(r->ref.place)), "post.sheet.qr");
}

/* ---- routes ---- */

#define ACT(path_, handler_, form_, what_)                                                                               \
    { .method = POST, .cost = LIGHT, .path = "/post/:post" path_, .handler = handler_, .page = "post", .may = VERB_ACCOUNT, \
      .form = form_, .limit = PER_ACTOR(200, HOUR), .out = show_out, .form_again = show_page, .what = what_ }

static const Route post_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/place/:place/post", .handler = list_page, .page = "post_list", .may = VERB_PUBLIC,
      .form = &list_form, .out = list_out, .flags = ROUTE_PUBLIC_CACHE, .what = "who holds which post at a place and below" },
    { .method = GET, .cost = SEARCH, .path = "/place/:place/post/new", .handler = new_page, .page = "post_new", .may = VERB_ACCOUNT,
      .also = VERB_PEOPLE, .form = &find_form, .out = new_out, .what = "the form to give a post: first whose house, then who" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/post", .handler = give_page, .page = "post_new", .may = VERB_ACCOUNT,
      .also = VERB_PEOPLE, .form = &give_form, .limit = PER_ACTOR(200, HOUR), .out = new_out, .form_again = new_page,
      .what = "gives a post, and the role that goes with it" },
    { .method = GET, .cost = DEAR, .path = "/place/:place/post/sheet", .handler = sheet_page, .page = "post_sheet", .may = VERB_PUBLIC,
      .out = sheet_out, .what = "who holds which post, for a sheet of A4" },
    { .method = GET, .cost = LIGHT, .path = "/post/:post", .handler = show_page, .page = "post", .may = VERB_PUBLIC, .out = show_out,
      .flags = ROUTE_PUBLIC_CACHE, .what = "one post with its story" },
    ACT("/correct", correct_page, &correct_form, "what was written is put right, and why"),
    ACT("/end", end_page, &end_form, "the post ends, and why; its role with it"),
    ACT("/arm", arm_page, &arm_form, "gives the role to a holder who has an account by now"),
    PROOF_ROUTE("post"),
    ROUTE_END
};

static const Loader post_loaders[] = { { "post", NULL }, { NULL } };
static const Room   post_room = { "post", post_routes, post_loaders, NULL };
const Room *const post_rooms[] = { &post_room, NULL };
