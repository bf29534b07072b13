/* need_desk_page: the acts of officials on one need. Every act goes back to the need's own page; if somebody else was quicker, that page is shown again with 409, as it stands now, and what
 * was typed is still there. */
#include "plan/need/need_page.h"

#include "plan/need/need_view.h"
#include "web/i18n.h"

/* ---- acts on one ---- */

/* How it stands now; where that cannot be read, why not, instead of the conflict. */
static Err conflict_put(Request *r)
{
    const Ctx conflict = r->ctx;
    ctx_clear_failure(&r->ctx);
    TRY(need_show_page(r));
    r->ctx.err = conflict.err;
    r->ctx.problems = conflict.problems;
    r->ctx.log = conflict.log;
    return OK;
}

/* After an act: back to the need (or to the row it goes on as). A conflict tells JSON clients how it stands now. */
static Err done_at(Request *r, Err e, const char *key, Ref at)
{
    if (e == ERR_CONFLICT && r->wants_json)
        TRY(conflict_put(r));
    TRY(e);
    notice(r, key, STR_NONE);
    return see_path(r, need_href(r->ctx.arena, at));
}

static Err done(Request *r, Err e, const char *key)
{
    return done_at(r, e, key, r->ref);
}

static void reach_tell(Request *r, const char *key, i64 n)
{
    if (n)
        notice(r, key, str_number(r->ctx.arena, n));
}

/* An act that is asked about all of the group, and says what it reached. */
static Err act_on_all(Request *r, const NeedAct *act, const char *key)
{
    NeedReach reach;
    TRY(done(r, need_act(&r->ctx, r->ref, act, &reach), key));
    reach_tell(r, "need.done.all", reach.done);
    reach_tell(r, "need.done.all_later", reach.later);
    reach_tell(r, "need.done.all_left", reach.left);
    return OK;
}

/* "All of the group?" comes answered with yes, so also for a program that does not say: one matter has one answer. Whoever saw the
 * need before it was grouped has an older version of it and is asked anew. */
typedef struct TakeForm {
    i64 version;
    int all; /* 0: yes */
} TakeForm;
static const FormField take_fields[] = { AT(TakeForm, version, NEED_VERSION, REQUIRED), AT(TakeForm, all, NEED_ALL, OPTIONAL) };
static const Form      take_form = FORM_OF(TakeForm, take_fields);

static Err take_page(Request *r)
{
    const TakeForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_TAKE, .version = f->version, .all = !f->all }, "need.done.taken");
}

typedef struct SortForm {
    NeedSort sort;
    int      all;
} SortForm;
static const FormField sort_fields[] = {
    AT(SortForm, sort.version, NEED_VERSION, REQUIRED), AT(SortForm, sort.size, NEED_SIZE, REQUIRED),
    AT(SortForm, sort.door, NEED_DOOR, OPTIONAL),       AT_AS(SortForm, sort.why, NEED_WHY, OPTIONAL, "need.sort.why"),
    AT(SortForm, all, NEED_ALL, OPTIONAL),
};
static const Form sort_form = FORM_OF(SortForm, sort_fields);

static Err sort_page(Request *r)
{
    const SortForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_SORT, .version = f->sort.version, .sort = f->sort, .all = !f->all },
                      "need.done.sorted");
}

typedef struct AssignForm {
    i64  version;
    Ref  owner;
    Date due;
    int  all;
} AssignForm;
static const FormField assign_fields[] = {
    AT(AssignForm, version, NEED_VERSION, REQUIRED), AT(AssignForm, owner, NEED_OWNER, OPTIONAL),
    AT(AssignForm, due, NEED_DUE, OPTIONAL), AT(AssignForm, all, NEED_ALL, OPTIONAL),
};
static const Form assign_form = FORM_OF(AssignForm, assign_fields);

static Err assign_page(Request *r)
{
    const AssignForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_ASSIGN, .version = f->version, .owner = f->owner.id, .due = f->due, .all = !f->all },
                      "need.done.assigned");
}

typedef struct ActForm {
    i64     version;
    Date    due;
    Str     why, text;
    Uploads photos;
    int     all;
} ActForm;
static const FormField extend_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED), AT_AS(ActForm, due, NEED_DUE, REQUIRED, "need.extend.due"),
                                           AT(ActForm, why, NEED_WHY, REQUIRED) };
static const Form      extend_form = FORM_OF(ActForm, extend_fields);
static const FormField answer_fields[] = { AT(ActForm, text, NEED_ANSWER, REQUIRED), AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const Form      answer_form = FORM_OF(ActForm, answer_fields);
static const FormField solve_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED),
                                          AT_AS(ActForm, text, NEED_ANSWER, REQUIRED, "need.solve.text"),
                                          AT(ActForm, photos, NEED_PHOTOS, OPTIONAL), AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const Form      solve_form = FORM_OF(ActForm, solve_fields);
#define WHY_FIELDS(label) { AT(ActForm, version, NEED_VERSION, REQUIRED), AT_AS(ActForm, why, NEED_WHY, REQUIRED, label) }
static const FormField unable_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED),
                                           AT_AS(ActForm, why, NEED_WHY, REQUIRED, "need.unable.why"),
                                           AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const FormField hand_fields[] = WHY_FIELDS("need.hand.why"),
                       give_back_fields[] = WHY_FIELDS("need.give_back.why");
static const Form      unable_form = FORM_OF(ActForm, unable_fields), hand_form = FORM_OF(ActForm, hand_fields),
                       give_back_form = FORM_OF(ActForm, give_back_fields);
static const Field     TOLD_HOW = { "why", FIELD_LINE, 2, 500, NULL, "need.told.why" };
static const FormField told_fields[] = { AT(ActForm, why, TOLD_HOW, REQUIRED) };
static const Form      told_form = FORM_OF(ActForm, told_fields);

static Err extend_page(Request *r)
{
    const ActForm *f = r->form;
    return done(r, need_extend(&r->ctx, r->ref, f->version, f->due, f->why), "need.done.extended");
}

static Err say_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_ANSWER, .words = f->text, .all = !f->all }, "need.done.answered");
}

static Err solve_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_SOLVE, .version = f->version, .words = f->text, .photos = &f->photos,
                                     .all = !f->all }, "need.done.solved");
}

static Err unable_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_UNABLE, .version = f->version, .words = f->why, .all = !f->all },
                      "need.done.unable");
}

static Err told_page(Request *r)
{
    const ActForm *f = r->form;
    return done(r, need_tell(&r->ctx, r->ref, f->why), "need.done.told");
}

static Err hand_page(Request *r)
{
    const ActForm *f = r->form;
    Ref            now = r->ref;
    Err            e = need_hand(&r->ctx, r->ref, f->version, f->why, &now);
    return done_at(r, e, "need.done.handed", now);
}

static Err give_back_page(Request *r)
{
    const ActForm *f = r->form;
    Ref            now = r->ref;
    Err            e = need_give_back(&r->ctx, r->ref, f->version, f->why, &now);
    return done_at(r, e, "need.done.returned", now);
}

static Err receive_page(Request *r)
{
    return done(r, need_receive(&r->ctx, r->ref), "need.done.received");
}

static Err ungroup_page(Request *r)
{
    return done(r, need_ungroup(&r->ctx, r->ref), "need.done.ungrouped");
}

/* ---- routes ---- */

#define ONE  "/need/:need"
#define ACT(path_, handler_, verb, form_, flags_, what_)                                                                   \
    { .method = POST, .cost = LIGHT, .path = ONE path_, .handler = handler_, .page = "need", .may = verb, .form = form_,     \
      .out = need_show_out, .flags = flags_, .form_again = need_show_page, .what = what_ }

static const Route desk_routes[] = {
    ACT("/take",      take_page,      VERB_TRIAGE,   &take_form, 0, "take in"),
    ACT("/sort",      sort_page,      VERB_TRIAGE,   &sort_form,    0, "sort: small, big, not ours, emergency"),
    ACT("/assign",    assign_page,    VERB_TRIAGE,   &assign_form,  0, "give to someone, by a day"),
    ACT("/extend",    extend_page,    VERB_TRIAGE,   &extend_form,  0, "a later day, once, with a reason"),
    ACT("/answer",    say_page,       VERB_ANSWER,   &answer_form,  0, "say how it stands"),
    ACT("/solve",     solve_page,     VERB_ANSWER,   &solve_form,   ROUTE_MULTIPART, "report the result; those who voiced it judge"),
    ACT("/unable",    unable_page,    VERB_ANSWER,   &unable_form,  0, "say that it cannot be done, and why"),
    ACT("/told",      told_page,      VERB_ANSWER,   &told_form,    0, "told the author in person or by phone"),
    ACT("/hand",   hand_page,   VERB_HANDOVER, &hand_form, 0, "hand up one level"),
    ACT("/give-back", give_back_page, VERB_HANDOVER, &give_back_form, 0, "give back one level"),
    ACT("/receive",   receive_page,   VERB_HANDOVER, NULL,          0, "give the receipt of a hand-over"),
    ACT("/ungroup",   ungroup_page,   VERB_TRIAGE,   NULL,          0, "take out of its group"),
    ROUTE_END
};

const Room need_desk_room = { "need_desk", desk_routes, NULL };
