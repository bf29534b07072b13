/* help_page: see help_page.h. The helper's page of a village, the page of one consent (for the helper and for the house), and
 * the routes. */
#include "entry/help_page.h"

#include "entry/own_card_page.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "web/session.h"

static const char *const state_names[HELP_STATES] = { "asked", "given", "refused", "ended" };

const Out help_row_out[] = {
    { "id", OUT_NAME },       { "href", OUT_TEXT },    { "label", OUT_TEXT },   { "called", OUT_TEXT },   { "way", OUT_TEXT },
    { "way_text", OUT_TEXT }, { "state", OUT_TEXT },   { "asked_at", OUT_TIME }, { "until", OUT_TIME },    { "is_helper", OUT_BOOL },
    { "may_review", OUT_BOOL }, { "reviewed_at", OUT_TIME }, { "is_doubted", OUT_BOOL }, { "doubt", OUT_TEXT },
    { "is_house", OUT_BOOL }, { "is_asked", OUT_BOOL }, { "is_given", OUT_BOOL }, { "may_end", OUT_BOOL }, { "may_stop", OUT_BOOL },
    { "village_href", OUT_TEXT }, OUT_END
};

void help_put(Request *r, View *m, const Help *h)
{
    Arena      *a = r->ctx.arena;
    const char *way = field_name_of(&HELP_WAY, (int)h->way);
    put_name(a, m, "id", h->ref);
    put_text(a, m, "href", arena_printf(a, "/help/%.*s", STR_ARG(ref_name(a, h->ref))));
    put_text(a, m, "label", h->label);
    put_text(a, m, "called", h->called);
    put_cstr(a, m, "way", way);
    put_text(a, m, "way_text", word_of(r, "help.way.", way));
    put_cstr(a, m, "state", state_names[h->state]);
    put_time(a, m, "asked_at", h->asked_at);
    put_time(a, m, "until", h->until);
    put_bool(a, m, "is_helper", h->is_helper);
    put_bool(a, m, "may_review", h->may_review);
    put_time(a, m, "reviewed_at", h->reviewed_at);
    put_bool(a, m, "is_doubted", h->is_doubted);
    put_text(a, m, "doubt", h->doubt);
    put_bool(a, m, "is_house", h->is_house);
    put_bool(a, m, "is_asked", h->state == HELP_ASKED);
    put_bool(a, m, "is_given", h->state == HELP_GIVEN);
    put_bool(a, m, "may_end", h->state == HELP_GIVEN && (h->is_helper || h->is_house));
    put_bool(a, m, "may_stop", h->is_house && h->state == HELP_ENDED && !h->is_stopped);
    put_text(a, m, "village_href", place_href(a, code_log(h->ref.place)));
}

/* ---- /place/:place/help ---- */

static const Out asking_out[] = {
    { "place", OUT_MAP, place_row_out },   { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "households", OUT_LIST, household_out }, { "asked", OUT_BOOL },            { "chosen", OUT_MAP, household_out },
    LIST_OUT,                              { "persons", OUT_LIST, person_out },   { "helps", OUT_LIST, help_row_out },
    { "more", OUT_BOOL },                  OUT_END
};

typedef struct FindForm {
    Str q, after;
    Ref household;
} FindForm;
static const Field     HELP_Q = { "q", FIELD_LINE, 0, 30, NULL, "person.query" };
static const Field     HELP_HOUSE = { "household", FIELD_REF, 0, 0, NULL, "household.label" };
static const Field     HELP_PERSON = { "person", FIELD_REF, 0, 0, NULL, "help.person" };
static const FormField find_fields[] = {
    AT(FindForm, q, HELP_Q, OPTIONAL), AT(FindForm, household, HELP_HOUSE, OPTIONAL), AT(FindForm, after, LIST_AFTER, OPTIONAL),
};
static const Form      find_form = FORM_OF(FindForm, find_fields);
static const FormField ask_fields[] = {
    AT(HelpNew, household, HELP_HOUSE, REQUIRED), AT(HelpNew, person, HELP_PERSON, REQUIRED), AT(HelpNew, way, HELP_WAY, REQUIRED),
    AT(HelpNew, code, HELP_CODE, OPTIONAL),       AT(HelpNew, paper, HELP_PAPER, OPTIONAL),
};
static const Form ask_form = FORM_OF(HelpNew, ask_fields);

static Err asking_page(Request *r)
{
    const FindForm *f = r->form;
    Arena          *a = r->ctx.arena;
    Ref             chosen = f && f->household.id ? f->household : household_typed(r);
    Helps           mine;
    Str             q = f ? f->q : STR_NONE;
    TRY(place_head(r, r->ref.place, "help.title"));
    TRY(help_mine(&r->ctx, r->session->county, code_county(r->ref.place), &mine));
    View *list = put_list(a, r->data, "helps");
    for (size_t i = 0; i < mine.n; i++)
        help_put(r, add_map(a, list), &mine.v[i]);
    put_bool(a, r->data, "more", mine.more);
    put_list(a, r->data, "households");
    put_bool(a, r->data, "asked", q.n > 0);
    put_map(a, r->data, "chosen");
    put_list(a, r->data, "persons");
    return chosen.id ? household_chosen_put(r, chosen, VERB_HELP) : households_put(r, "help", q, f ? f->after : STR_NONE);
}

static Err ask(Request *r)
{
    const HelpNew *f = r->form;
    Household      h;
    Ref            help;
    TRY(household_get(&r->ctx, f->household, &h));
    if (!code_covers(r->ref.place, h.ref.place))
        return fail_at(&r->ctx, "household", "household.missing", STR_NONE, STR_NONE);
    TRY(help_ask(&r->ctx, r->session->county, f, &help));
    notice(r, f->way == HELP_BY_MESSAGE ? "help.asked" : "help.begun", h.label);
    return see_other(r, "/help/", help);
}

/* ---- /help/:help ---- */

static const Out one_out[] = { { "help", OUT_MAP, help_row_out }, { "paper", OUT_TEXT }, OUT_END };

static Err paper_put(Request *r)
{
    const PhotoRow *v;
    size_t          n;
    Arena          *a = r->ctx.arena;
    TRY(file_list(&r->ctx, "help", r->ref, &v, &n));
    put_text(a, r->data, "paper", n ? arena_printf(a, "/photo/%.*s", STR_ARG(hash_hex(a, &v[0].hash))) : STR_NONE);
    return OK;
}

static Err one_page(Request *r)
{
    Help h;
    TRY(help_get(&r->ctx, r->ref, &h));
    help_put(r, put_map(r->ctx.arena, r->data, "help"), &h);
    return paper_put(r);
}

typedef struct AnswerForm {
    int agrees;
} AnswerForm;
static const char *const answer_names[] = { "no", "yes", NULL };
static const Field       HELP_AGREES = { "agrees", FIELD_ENUM, 0, 1, answer_names, "help.agrees" };
static const FormField   answer_fields[] = { AT(AnswerForm, agrees, HELP_AGREES, REQUIRED) };
static const Form        answer_form = FORM_OF(AnswerForm, answer_fields);

static Err answer(Request *r)
{
    const AnswerForm *f = r->form;
    TRY(help_answer(&r->ctx, r->ref, f->agrees));
    notice(r, f->agrees ? "help.agreed" : "help.refused", STR_NONE);
    return see_other(r, "/help/", r->ref);
}

typedef struct ReviewForm {
    int right;
    Str doubt;
} ReviewForm;
static const FormField review_fields[] = { AT(ReviewForm, right, HELP_RIGHT, REQUIRED), AT(ReviewForm, doubt, HELP_DOUBT, OPTIONAL) };
static const Form      review_form = FORM_OF(ReviewForm, review_fields);

static Err review(Request *r)
{
    const ReviewForm *f = r->form;
    TRY(help_review(&r->ctx, r->ref, f->right, f->doubt));
    notice(r, f->right ? "help.review.right" : "help.review.doubted", STR_NONE);
    return see_other(r, "/help/", r->ref);
}

static Err stop(Request *r)
{
    TRY(help_end(&r->ctx, r->ref));
    notice(r, "help.ended", STR_NONE);
    return see_other(r, "/help/", r->ref);
}

/* ---- the room ---- */

static const Route help_routes[] = {
    { .method = GET, .cost = SEARCH, .path = "/place/:place/help", .handler = asking_page, .page = "help", .may = VERB_HELP,
      .form = &find_form, .out = asking_out, .what = "Houses that agreed to the actor's help, and asking one" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/help", .handler = ask, .page = "help", .may = VERB_HELP,
      .form = &ask_form, .limit = PER_ACTOR(60, HOUR), .out = asking_out, .flags = ROUTE_MULTIPART,
      .form_again = asking_page,
      .what = "Asks a house to agree: by its card, by a message, or on paper; told to it at once" },
    { .method = GET, .cost = LIGHT, .path = "/help/:help", .handler = one_page, .page = "help_one", .may = VERB_SIGNED_IN,
      .out = one_out, .what = "A consent, for who helps and for the house" },
    { .method = POST, .cost = LIGHT, .path = "/help/:help/answer", .handler = answer, .page = "help_one",
      .may = VERB_SIGNED_IN, .form = &answer_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "The house says yes or no to a message" },
    { .method = POST, .cost = LIGHT, .path = "/help/:help/review", .handler = review, .page = "help_one",
      .may = VERB_SUPERVISE, .form = &review_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "A signed paper was looked at: it is right, or why not" },
    { .method = POST, .cost = LIGHT, .path = "/help/:help/end", .handler = stop, .page = "help_one", .may = VERB_SIGNED_IN,
      .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "Ends a consent, by the house or the helper" },
    ROUTE_END
};

static const Loader      help_loaders[] = { { "help", help_load }, { NULL, NULL } };
static const Room        help_room = { "help", help_routes, help_loaders };
const Room *const help_rooms[] = { &help_room, &own_card_room, NULL }; /* both: how others come to speak for a house */

static const NounWork works[] = { { "/help", "help.works", 7, VERB_HELP }, { 0 } };

const Noun help_noun = { .name = "help", .events = help_events, .bounds = help_bounds, .check = help_check, .visible = help_visible,
                         .carry = help_carry, .erase = help_erase_person, .heard = help_heard, .desk = &help_desk, .works = works };
