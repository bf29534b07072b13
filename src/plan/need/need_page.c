/* need_page: what residents see and do: saying something, one need with all its story, 我也要, the last word.
 * The routes stand at the end; the tables of forms and outputs before each page. */
#include "plan/need/need_page.h"

#include "entry/account.h"
#include "matter/oversight_view.h"
#include "matter/story_view.h"
#include "place/place_view.h"
#include "plan/need/need_tally.h"
#include "plan/need/need_view.h"
#include "record/rule.h"
#include "record/workcal.h"
#include "web/i18n.h"
#include "web/session.h"
#include "web/parts.h"

/* ---- saying something ---- */

static const FormField raise_fields[] = {
    AT(NeedNew, title, NEED_TITLE, REQUIRED),
    AT(NeedNew, body, NEED_BODY, OPTIONAL),
    AT(NeedNew, kind, NEED_KIND, OPTIONAL),
    AT(NeedNew, category, NEED_CATEGORY, REQUIRED),
    AT(NeedNew, place, NEED_PLACE, OPTIONAL),
    AT(NeedNew, target, NEED_TARGET, OPTIONAL),
    AT(NeedNew, target_place, NEED_TARGET_PLACE, OPTIONAL),
    AT(NeedNew, since, NEED_SINCE, OPTIONAL),
    AT(NeedNew, hide_author, NEED_HIDE_AUTHOR, OPTIONAL),
    AT(NeedNew, photos, NEED_PHOTOS, OPTIONAL),
    AT(NeedNew, once, NEED_ONCE, REQUIRED),
    AT_SENT(NeedNew),
    AT(NeedNew, anyway, NEED_ANYWAY, OPTIONAL),
};
static const Form raise_form = FORM_OF(NeedNew, raise_fields);

static const Out new_out[] = {
    { "place", OUT_MAP, place_row_out },     { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT },                    { "categories", OUT_LIST, choice_out },
    { "places", OUT_LIST, need_place_out },  { "targets", OUT_LIST, need_place_out },
    { "alike", OUT_LIST, need_card_out },    { "alike_href", OUT_TEXT },
    { "once", OUT_TEXT },                    { "take_days", OUT_INT }, /* in how many working days; 0: that differs by place */
    OUT_END
};

static void place_option(Request *r, View *list, const Place *p, bool chosen)
{
    Arena *a = r->ctx.arena;
    View  *m = add_map(a, list);
    put_text(a, m, "code", p->code);
    put_text(a, m, "name", p->name);
    put_text(a, m, "path", p->path);
    put_text(a, m, "href", STR_NONE);
    put_bool(a, m, "chosen", chosen);
}

/* The village and its groups and estates; the one where the household lives comes chosen, being the usual answer. */
static Err places_put(Request *r, Code village)
{
    Arena *a = r->ctx.arena;
    Places below;
    Place  whole;
    Code   home = actor_house(r->ctx.actor).place, usual = code_covers(village, home) ? code_at(home, LEVEL_GROUP) : village;
    View  *list = put_list(a, r->data, "places");
    TRY(place_get(&r->ctx, village, &whole));
    TRY(place_children(&r->ctx, village, STR(""), PLACE_CHILDREN_MOST, &below));
    for (size_t i = 0; i <= below.n; i++) {
        const Place *p = i < below.n ? &below.v[i] : &whole;
        place_option(r, list, p, str_eq(p->code, usual));
    }
    return OK;
}

/* Where the one a complaint names may sit: the village, or the township above it. */
static Err targets_put(Request *r, Code village)
{
    View *list = put_list(r->ctx.arena, r->data, "targets");
    Place whole, above;
    TRY(place_get(&r->ctx, village, &whole));
    TRY(place_get(&r->ctx, code_parent(village), &above));
    place_option(r, list, &whole, true);
    place_option(r, list, &above, false);
    return OK;
}

static Err new_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Code   village = code_at(r->ref.place, LEVEL_VILLAGE);
    TRY(place_head(r, r->ref.place, "need.new"));
    TRY(places_put(r, village));
    TRY(targets_put(r, village));
    TRY(need_take_days_put(r, village));
    need_choices_put(r, r->data, "categories", &NEED_CATEGORY, "need.category.", 0, -1);
    put_text(a, r->data, "alike_href", arena_printf(a, "/place/%.*s/need/alike", STR_ARG(village)));
    put_text(a, r->data, "once", random_token(a, 16));
    if (view_get(r->data, "alike") == NULL)
        put_list(a, r->data, "alike");
    put_cstr(a, r->ui, "tab", "new");
    return OK;
}

/* On a page without script the offer to join instead comes now, once. JSON clients ask /need/alike themselves; of what is sent later
 * nobody is there to be asked. */
static Err offer_alike(Request *r, const NeedNew *n)
{
    Needs alike;
    if (n->anyway || r->wants_json || r->ctx.happened_at || n->kind == NEED_COMPLAINT)
        return OK;
    TRY(need_alike(&r->ctx, n->place, n->title, &alike));
    if (alike.n == 0)
        return OK;
    need_cards_put(r, r->data, "alike", &alike);
    return fail_at(&r->ctx, "anyway", "need.alike.found", STR_NONE, STR_NONE);
}

static Err raise_page(Request *r)
{
    NeedNew *n = r->form;
    Ref      need;
    i64      days;
    if (str_is_empty(n->place))
        n->place = r->ref.place;
    if (!code_covers(code_at(r->ref.place, LEVEL_VILLAGE), n->place))
        return fail_at(&r->ctx, "place", "need.place.wrong", STR_NONE, STR_NONE);
    TRY(offer_alike(r, n));
    TRY(need_raise(&r->ctx, n, &need));
    if (n->kind == NEED_COMPLAINT && !str_is_empty(r->ctx.actor->consent) && !r->wants_json) { /* the house reads it, not who helped */
        notice(r, "need.done.complained_for", STR_NONE);
        return see_path(r, arena_printf(r->ctx.arena, "/help/%.*s", STR_ARG(r->session->acts_by)));
    }
    TRY(rule_value(db_read(&r->ctx), "need.take.workdays", n->place, date_of(r->ctx.now), &days)); /* by which its day was set */
    notice(r, "need.done.raised", str_number(r->ctx.arena, days));
    return see_other(r, "/need/", need);
}

/* ---- one need ---- */

static const Out voice_out[] = { { "label", OUT_TEXT }, { "reason", OUT_TEXT }, { "at", OUT_TIME }, { "is_helped", OUT_BOOL }, { "hide_author", OUT_BOOL }, OUT_END };
static const Out group_out[] = { { "title", OUT_TEXT }, { "households", OUT_INT }, { "helped", OUT_INT }, { "needs", OUT_LIST, need_card_out }, OUT_END };
/* How many others of the group an act may be done to as well, for who is asked that: take, sort, assign, and end (solve, unable, answer); of those
 * that are open, how many not. */
static const Out all_out[] = { { "take", OUT_INT }, { "sort", OUT_INT }, { "assign", OUT_INT }, { "end", OUT_INT }, { "left", OUT_INT }, OUT_END };
static const Out owner_out[] = { { "id", OUT_NAME }, { "title", OUT_TEXT }, OUT_END };
/* What the reader may do here and now: also for JSON clients, so that nobody has to know the rules twice. */
static const Out may_out[] = {
    { "join", OUT_BOOL },   { "leave", OUT_BOOL },  { "correct", OUT_BOOL }, { "withdraw", OUT_BOOL },  { "judge", OUT_BOOL },
    { "object", OUT_BOOL }, { "accept", OUT_BOOL }, { "work", OUT_BOOL },    { "take", OUT_BOOL },      { "sort", OUT_BOOL },
    { "assign", OUT_BOOL }, { "extend", OUT_BOOL }, { "answer", OUT_BOOL },  { "solve", OUT_BOOL },     { "unable", OUT_BOOL },
    { "hand", OUT_BOOL }, { "receive", OUT_BOOL }, { "others_receipt", OUT_BOOL }, { "give_back", OUT_BOOL }, { "tell", OUT_BOOL },  { "ungroup", OUT_BOOL },
    OUT_END
};
/* What whoever is asked about it is shown beside the question; of another of its group, when that one was ended. */
static const Out result_out[] = { { "at", OUT_TIME }, { "text", OUT_TEXT }, { "title", OUT_TEXT }, { "href", OUT_TEXT },
                                  PHOTOS_OUT, OUT_END };
const Out need_show_out[] = {
    { "need", OUT_MAP, need_out },      { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT },               STORY_OUT,                           OVERSIGHT_OUT,
    { "reasons", OUT_LIST, voice_out }, { "more_reasons", OUT_BOOL }, { "unseen", OUT_INT }, /* of voices: by a signed paper that nobody looked at */ { "group", OUT_MAP, group_out },     { "may", OUT_MAP, may_out },
    { "leading", OUT_MAP, need_card_out }, /* of a group: the one that this one goes along with */
    { "all", OUT_MAP, all_out },        { "judge_until", OUT_TIME },
    { "sizes", OUT_LIST, choice_out },  { "owners", OUT_LIST, owner_out },
    { "once", OUT_TEXT },               { "proof_href", OUT_TEXT },          { "said", OUT_INT },
    { "result", OUT_MAP, result_out },
    { "return_most", OUT_INT }, /* for who may give it back: how often */
    { "said_helped", OUT_INT }, /* to the house: what a helper said for it, while it said nothing itself */
    { "is_dealt", OUT_BOOL }, /* who speaks for a house here dealt with it: no word of theirs is taken */
    { "is_others_key", OUT_BOOL }, /* the house came in by a card that somebody printed who deals with this */
    { "due_unsure", OUT_INT }, /* the year in which it is due, where no notice says which days are worked; else 0 */
    OUT_END
};

static Err reasons_put(Request *r, Ref need)
{
    HouseParts voices;
    bool       is_helped = false;
    i64        unseen = 0;
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "reasons");
    TRY(need_voices(&r->ctx, need, &voices));
    for (size_t i = 0; i < voices.n; i++) {
        is_helped |= voices.v[i].is_helped;
        if (str_is_empty(voices.v[i].words) && str_is_empty(voices.v[i].label))
            continue;
        View *m = add_map(a, list);
        put_text(a, m, "label", voices.v[i].label);
        put_text(a, m, "reason", voices.v[i].words);
        put_time(a, m, "at", voices.v[i].at);
        put_bool(a, m, "is_helped", voices.v[i].is_helped);
        put_bool(a, m, "hide_author", voices.hidden != 0 && voices.v[i].household.id == voices.hidden);
    }
    put_bool(a, r->data, "more_reasons", voices.go_on != 0);
    if (is_helped)
        TRY(houses_unseen(&r->ctx, "need", need, &unseen));
    put_int(a, r->data, "unseen", unseen);
    return OK;
}

static void all_put(Request *r, const Need *n, const Needs *needs)
{
    static const struct {
        const char *key;
        int         act;
    } acts[] = { { "take", NEED_ACT_TAKE }, { "sort", NEED_ACT_SORT }, { "assign", NEED_ACT_ASSIGN }, { "end", NEED_ACT_SOLVE } };
    Arena *a = r->ctx.arena;
    View  *m = put_map(a, r->data, "all");
    i64    open = 0, reached = 0;
    for (size_t k = 0; k < COUNTOF(acts); k++) {
        reached = open = 0;
        for (size_t i = 0; i < needs->n && n->may_act; i++) {
            bool is_other = needs->v[i].ref.id != n->ref.id;
            open += is_other && need_is_open(needs->v[i].state);
            reached += is_other && need_is_reached(r->ctx.actor, acts[k].act, &needs->v[i]);
        }
        put_int(a, m, acts[k].key, reached);
    }
    put_int(a, m, "left", open - reached);
}

static Err group_put(Request *r, const Need *n)
{
    NeedGroup group = { 0 };
    View     *m = put_map(r->ctx.arena, r->data, "group"), *leading = put_map(r->ctx.arena, r->data, "leading");
    if (n->group != 0)
        TRY(need_group_get(&r->ctx, n->ref, &group));
    all_put(r, n, &group.needs);
    if (n->group == 0)
        return OK;
    if (n->lead != 0)
        need_card_put(r, leading, &group.needs.v[0]);
    put_text(r->ctx.arena, m, "title", group.title);
    put_int(r->ctx.arena, m, "households", group.households);
    put_int(r->ctx.arena, m, "helped", group.helped);
    need_cards_put(r, m, "needs", &group.needs);
    return OK;
}

/* To whom it can be given: those who sit at its desk. */
static Err owners_put(Request *r, const Need *n)
{
    const Account *v;
    size_t         count;
    Arena         *a = r->ctx.arena;
    View          *list = put_list(a, r->data, "owners");
    if (!n->may_act)
        return OK;
    TRY(need_owners(&r->ctx, n->ref, &v, &count));
    for (size_t i = 0; i < count; i++) {
        View *m = add_map(a, list);
        put_name(a, m, "id", (Ref){ v[i].county, v[i].id, STR_NONE });
        put_text(a, m, "title", v[i].title);
    }
    return OK;
}

/* What a step of its life allows comes from the moves; the rest changes no state. */
static Err acts_put(Request *r, const Need *n, bool is_others_key)
{
    const Actor *actor = r->ctx.actor;
    Arena       *a = r->ctx.arena;
    View        *m = put_map(a, r->data, "may");
    NeedState    s = n->state;
    i64          returns = 0;
    bool open = need_is_open(s), mine = n->is_mine && !is_others_key, ends = s == NEED_UNABLE || s == NEED_ELSEWHERE;
    bool triage = access_may(actor, VERB_TRIAGE, n->at), answer = access_may(actor, VERB_ANSWER, n->at);
    bool hand = access_may(actor, VERB_HANDOVER, n->at), was_handed = !str_eq(n->at, n->ref.place);
    bool waits = hand && open && was_handed && n->received_at == 0, is_own = false;
    if (waits)
        TRY(need_handed_by_them(db_read(&r->ctx), n, &is_own));
#define WAY(state) ((n->ways >> (state) & 1) != 0)
    put_bool(a, m, "join", need_may_join(actor, n));
    put_bool(a, m, "leave", n->has_voiced && !n->is_authors && !n->is_dealt && open);
    put_bool(a, m, "correct", mine && open);
    put_bool(a, m, "withdraw", mine && n->voices == 1 && WAY(NEED_WITHDRAWN));
    put_bool(a, m, "judge", n->may_judge && n->said == 0 && !n->is_dealt && !is_others_key && !actor->is_unseen);
    put_bool(a, m, "object", mine && ends && !n->is_objected && WAY(NEED_TAKEN));
    put_bool(a, m, "accept", mine && ends && WAY(NEED_CLOSED));
    put_bool(a, m, "work", triage || answer || hand);
    put_bool(a, m, "take", s == NEED_RAISED && WAY(NEED_TAKEN));
    put_bool(a, m, "sort", s != NEED_POOLED && WAY(NEED_POOLED));
    put_bool(a, m, "assign", open && (WAY(NEED_DOING) || (s == NEED_DOING && triage)));
    put_bool(a, m, "extend", triage && (s == NEED_TAKEN || s == NEED_DOING) && !n->is_extended && n->lead == 0);
    put_bool(a, m, "answer", answer && open);
    put_bool(a, m, "solve", WAY(NEED_SOLVED) || (s != NEED_POOLED && open && WAY(NEED_DOING) && answer)); /* which begins it */
    put_bool(a, m, "unable", open && WAY(NEED_UNABLE));
    put_bool(a, m, "hand", open && WAY(NEED_HANDED) && code_level(n->at) > LEVEL_CITY);
    put_bool(a, m, "receive", waits && !is_own);
    put_bool(a, m, "others_receipt", waits && is_own);
    put_bool(a, m, "give_back", hand && open && s != NEED_RAISED && was_handed);
    if (hand && open && was_handed)
        TRY(rule_value(db_read(&r->ctx), "need.return.most", n->ref.place, date_of(r->ctx.now), &returns));
    put_int(a, r->data, "return_most", returns);
    put_bool(a, m, "tell", answer && need_is_ended(s));
    put_bool(a, m, "ungroup", triage && n->group != 0);
#undef WAY
    return OK;
}

/* About which one the house is asked: whether it is done, or whether the answer will do; id 0: about none. */
static Ref asked_about(const Need *n)
{
    bool ends = n->state == NEED_UNABLE || n->state == NEED_ELSEWHERE;
    return n->may_judge ? n->judged : n->is_mine && ends ? n->ref : (Ref){ .id = 0 };
}

static Err end_ask(Ctx *c, void *arg, size_t i)
{
    const Ref      *of = arg;
    NeedEnd         end;
    const PhotoRow *v;
    size_t          n;
    return i == 0 ? need_ended(c, *of, &end) : file_list(c, "need", *of, &v, &n);
}

static void result_foresee(Request *r, Ref of)
{
    for (size_t i = 0; i < 2 && of.id != 0; i++)
        db_foresee(&r->ctx, end_ask, &of, i);
}

static Err result_put(Request *r, const Need *n)
{
    Arena          *a = r->ctx.arena;
    View           *m = put_map(a, r->data, "result");
    Ref             of = asked_about(n);
    NeedEnd         end;
    const PhotoRow *v;
    size_t          count;
    if (of.id == 0)
        return OK;
    TRY(need_ended(&r->ctx, of, &end));
    TRY(file_list(&r->ctx, "need", of, &v, &count));
    put_time(a, m, "at", end.at);
    put_text(a, m, "text", end.text);
    put_text(a, m, "title", end.title);
    put_text(a, m, "href", of.id != n->ref.id ? need_href(a, of) : STR_NONE);
    View *photos = put_list(a, m, "photos");
    for (size_t i = 0; i < count; i++)
        if (str_is(v[i].role, "result") && v[i].at >= end.since)
            photo_put(r, add_map(a, photos), &v[i], false);
    put_bool(a, m, "has_photos", photos->n > 0);
    return OK;
}

/* A day that was promised into a year whose holidays are not laid down may change. */
static void unsure_put(Request *r, const Need *n)
{
    Date last;
    date_until(n->due, &last);
    bool is_unsure = need_is_open(n->state) && n->due != 0 && workcal_is_unsure(&r->ctx, last);
    put_int(r->ctx.arena, r->data, "due_unsure", is_unsure ? last / 10000 : 0);
}

/* The need itself, and what the reader may do with it. */
static Err need_part(Request *r)
{
    Arena *a = r->ctx.arena;
    Need   n;
    bool   others_key;
    TRY(need_get(&r->ctx, r->ref, &n));
    result_foresee(r, asked_about(&n));
    TRY(place_head(r, n.ref.place, "need.one"));
    need_put(r, put_map(a, r->data, "need"), &n);
    TRY(result_put(r, &n));
    TRY(group_put(r, &n));
    TRY(owners_put(r, &n));
    unsure_put(r, &n);
    TRY(need_others_key(&r->ctx, &n, &others_key));
    put_bool(a, r->data, "is_others_key", others_key);
    put_bool(a, r->data, "is_dealt", n.is_dealt);
    TRY(acts_put(r, &n, others_key));
    need_choices_put(r, r->data, "sizes", &NEED_SIZE, "need.size.", NEED_SMALL, (int)n.size);
    put_text(a, r->data, "proof_href", arena_printf(a, "/need/%.*s/proof", STR_ARG(ref_name(a, n.ref))));
    put_int(a, r->data, "said", n.said);
    put_int(a, r->data, "said_helped", n.said_helped);
    put_time(a, r->data, "judge_until", n.judge_until);
    return OK;
}

/* It, and what is told of it: none needs anything of the others. */
static Err show_part(Request *r, size_t i)
{
    return i == 0 ? need_part(r) : i == 1 ? told_put(r) : i == 2 ? oversight_put(r) : reasons_put(r, r->ref);
}

Err need_show_page(Request *r)
{
    TRY(page_together(r, 4, show_part));
    put_text(r->ctx.arena, r->data, "once", random_token(r->ctx.arena, 16));
    put_cstr(r->ctx.arena, r->ui, "tab", "need");
    return OK;
}

/* ---- 我也要 ---- */

typedef struct ReasonForm {
    Str     reason;
    i64     worded_at;
    Offline sent;
} ReasonForm;
static const FormField reason_fields[] = { AT(ReasonForm, reason, NEED_REASON, OPTIONAL) };
static const FormField join_fields[] = { AT(ReasonForm, reason, NEED_REASON, OPTIONAL), AT(ReasonForm, worded_at, NEED_WORDED, OPTIONAL),
                                         AT_OFFLINE(ReasonForm) };
static const Form      reason_form = FORM_OF(ReasonForm, reason_fields), join_form = FORM_OF(ReasonForm, join_fields);

static Err back(Request *r, const char *key)
{
    notice(r, key, STR_NONE);
    return see_path(r, session_keep(r, need_href(r->ctx.arena, r->ref)));
}

static bool is_acting(const Request *r) /* then "your house" is another's */
{
    return !str_is_empty(r->ctx.actor->consent);
}

static Err join_page(Request *r)
{
    const ReasonForm *f = r->form;
    TRY(need_join_read(&r->ctx, r->ref, f->reason, f->worded_at));
    return back(r, is_acting(r) ? "need.done.joined_for" : "need.done.joined");
}

static Err leave_page(Request *r)
{
    TRY(need_leave(&r->ctx, r->ref));
    return back(r, is_acting(r) ? "need.done.left_for" : "need.done.left");
}

/* ---- the author ---- */

static const FormField edit_fields[] = {
    AT(NeedEdit, version, NEED_VERSION, REQUIRED),   AT(NeedEdit, title, NEED_TITLE, REQUIRED | STAYS),
    AT(NeedEdit, body, NEED_BODY, STAYS),             AT(NeedEdit, category, NEED_CATEGORY, REQUIRED | STAYS),
    AT(NeedEdit, hide_author, NEED_HIDE_AUTHOR, STAYS), AT(NeedEdit, add, NEED_ADD, OPTIONAL),
};
static const Form edit_form = FORM_GIVEN(NeedEdit, edit_fields, given);
static const Out  edit_out[] = {
    { "need", OUT_MAP, need_out }, { "place", OUT_MAP, place_row_out },    { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT },          { "categories", OUT_LIST, choice_out }, { "changed", OUT_BOOL },
    { "only_add", OUT_BOOL }, /* others joined what stands there */
    OUT_END
};

/* Also what a correction that came too late goes back to: the words as they stand, beside the words as typed. */
static Err edit_page(Request *r)
{
    Need n;
    TRY(need_get(&r->ctx, r->ref, &n));
    if (!n.is_mine)
        return fail(&r->ctx, ERR_DENIED, "need.not_yours", "correction by another house");
    TRY(place_head(r, n.ref.place, "need.edit"));
    need_put(r, put_map(r->ctx.arena, r->data, "need"), &n);
    need_choices_put(r, r->data, "categories", &NEED_CATEGORY, "need.category.", 0, (int)n.category);
    put_bool(r->ctx.arena, r->data, "only_add", need_has_others(&n));
    if (view_get(r->data, "changed") == NULL)
        put_bool(r->ctx.arena, r->data, "changed", false);
    return OK;
}

static Err correct_page(Request *r)
{
    Err e = need_correct(&r->ctx, r->ref, r->form);
    TRY(conflict(r, e, edit_page)); /* 409 with both texts */
    return back(r, "need.done.corrected");
}

static Err withdraw_page(Request *r)
{
    const ReasonForm *f = r->form;
    TRY(need_withdraw(&r->ctx, r->ref, f->reason));
    return back(r, "need.done.withdrawn");
}

typedef struct WhyForm {
    Str why;
} WhyForm;
static const FormField why_fields[] = { AT_AS(WhyForm, why, NEED_WHY, REQUIRED, "need.object.why") };
static const Form      why_form = FORM_OF(WhyForm, why_fields);

static Err accept_page(Request *r)
{
    TRY(need_accept(&r->ctx, r->ref));
    return back(r, "need.done.accepted");
}

static Err object_page(Request *r)
{
    const WhyForm *f = r->form;
    TRY(need_object(&r->ctx, r->ref, f->why));
    return back(r, "need.done.objected");
}

/* ---- the last word ---- */

static const FormField verdict_fields[] = { AT(NeedVerdict, done, NEED_VERDICT, REQUIRED),
                                            AT_AS(NeedVerdict, reason, NEED_REASON, OPTIONAL, "need.verdict.reason"),
                                            AT(NeedVerdict, once, NEED_ONCE, REQUIRED), AT_SENT(NeedVerdict) };
static const Form      verdict_form = FORM_OF(NeedVerdict, verdict_fields);

static Err judge_page(Request *r)
{
    const NeedVerdict *v = r->form;
    TRY(need_judge(&r->ctx, r->ref, v));
    return back(r, v->done ? "need.done.judged_done" : "need.done.judged_undone");
}

/* ---- on the page of a place ---- */

/* Each county has a list of its own: above it the home says where to look, with what is open there. */
static Err need_home_above(Request *r, Code place)
{
    enum { MOST = 60 };
    Arena         *a = r->ctx.arena;
    View          *list = put_list(a, r->data, "needs_below");
    const Counter *v;
    Places         below;
    size_t         n;
    put_bool(a, r->data, "needs_are_below", code_level(place) < LEVEL_COUNTY);
    if (code_level(place) >= LEVEL_COUNTY)
        return OK;
    TRY(place_children(&r->ctx, place, STR(""), MOST, &below));
    TRY(counter_read_children(&r->ctx, place, COUNTERS_OF("need.listed"), &v, &n));
    for (size_t i = 0; i < below.n; i++)
        chip_put(r, list, arena_printf(a, "/place/%.*s", STR_ARG(below.v[i].code)), below.v[i].name,
                 need_sums(v, n, below.v[i].code, COUNT_LISTED).open, false);
    return OK;
}

Err need_put_home(Request *r, Code place)
{
    enum { MOST = 5 };
    Arena    *a = r->ctx.arena;
    NeedQuery q = { .place = place, .show = -1, .category = -1, .kind = -1 };
    Needs     needs = { 0 };
    if (code_level(place) >= LEVEL_COUNTY)
        TRY(need_list(&r->ctx, &q, &needs));
    needs.n = needs.n < MOST ? needs.n : MOST;
    need_cards_put(r, r->data, "needs", &needs);
    put_text(a, r->data, "needs_href", arena_printf(a, "/place/%.*s/need", STR_ARG(place)));
    return need_home_above(r, place);
}

/* The newest of what the house said or joined, on its own page. */
Err need_put_ours(Request *r)
{
    enum { MOST = 3 };
    Code      village = code_log(r->ctx.actor->home);
    NeedQuery q = { .place = village, .category = -1, .kind = -1, .mine = true };
    Needs     needs;
    ListCount count;
    TRY(need_list(&r->ctx, &q, &needs));
    TRY(need_list_count(&r->ctx, &q, &needs, &count));
    needs.n = needs.n < MOST ? needs.n : MOST;
    need_cards_put(r, r->data, "needs", &needs);
    put_int(r->ctx.arena, r->data, "needs_all", count.n);
    put_bool(r->ctx.arena, r->data, "needs_more", count.more);
    put_text(r->ctx.arena, r->data, "needs_href", arena_printf(r->ctx.arena, "/place/%.*s/need?mine=1", STR_ARG(village)));
    return OK;
}

/* ---- routes ---- */

#define HERE "/place/:place/need"
#define ONE  "/need/:need"

static const Route need_routes[] = {
    { .method = GET, .cost = LIGHT, .path = HERE "/new", .handler = new_page, .page = "need_new", .may = VERB_VOICE,
      .out = new_out, .what = "the form for a new need" },
    { .method = POST, .cost = LIGHT, .path = HERE, .handler = raise_page, .page = "need_new", .may = VERB_VOICE,
      .form = &raise_form, .limit = PER_ACTOR(60, HOUR), .out = new_out, .flags = ROUTE_MULTIPART | ROUTE_DRAFT,
      .form_again = new_page, .what = "raise a need", .offline = HERE "/new" },
    { .method = GET, .cost = LIGHT, .path = ONE, .handler = need_show_page, .page = "need", .may = VERB_PUBLIC,
      .out = need_show_out, .flags = ROUTE_PUBLIC_CACHE, .what = "one need with its story" },
    { .method = POST, .cost = LIGHT, .path = ONE "/voice", .handler = join_page, .page = "need", .may = VERB_VOICE,
      .form = &join_form, .limit = PER_ACTOR(600, HOUR), .out = need_show_out, .form_again = need_show_page,
      .what = "add the household's voice", .offline = ONE },
    { .method = POST, .cost = LIGHT, .path = ONE "/voice/leave", .handler = leave_page, .page = "need", .may = VERB_VOICE,
      .limit = PER_ACTOR(600, HOUR), .out = need_show_out, .form_again = need_show_page, .what = "take the voice back" },
    { .method = GET, .cost = LIGHT, .path = ONE "/edit", .handler = edit_page, .page = "need_edit", .may = VERB_VOICE,
      .out = edit_out, .what = "the form to correct a need" },
    { .method = POST, .cost = LIGHT, .path = ONE "/edit", .handler = correct_page, .page = "need_edit", .may = VERB_VOICE,
      .form = &edit_form, .limit = PER_ACTOR(60, HOUR), .out = edit_out, .form_again = edit_page,
      .what = "correct a need; 409 with both texts for an older version" },
    { .method = POST, .cost = LIGHT, .path = ONE "/withdraw", .handler = withdraw_page, .page = "need", .may = VERB_VOICE,
      .form = &reason_form, .limit = PER_ACTOR(60, HOUR), .out = need_show_out, .form_again = need_show_page,
      .what = "withdraw a need that nobody else voiced" },
    { .method = POST, .cost = LIGHT, .path = ONE "/verdict", .handler = judge_page, .page = "need", .may = VERB_VOICE,
      .form = &verdict_form, .limit = PER_ACTOR(120, HOUR), .out = need_show_out, .form_again = need_show_page,
      .what = "say whether it is done", .offline = ONE },
    { .method = POST, .cost = LIGHT, .path = ONE "/accept", .handler = accept_page, .page = "need", .may = VERB_VOICE,
      .limit = PER_ACTOR(60, HOUR), .out = need_show_out, .form_again = need_show_page,
      .what = "accept that it cannot be done, or is not ours" },
    { .method = POST, .cost = LIGHT, .path = ONE "/object", .handler = object_page, .page = "need", .may = VERB_VOICE,
      .form = &why_form, .limit = PER_ACTOR(60, HOUR), .out = need_show_out, .form_again = need_show_page,
      .what = "object to that, once: a level above looks at it" },
    OVERSIGHT_ROUTES("need", "need", need_show_page, need_show_out),
    PROOF_ROUTE("need"),
    ROUTE_END
};

static const Loader need_loaders[] = { { "need", need_load }, { NULL } };

/* ---- the bar ---- */

static Str list_href(const Request *r, Code home)
{
    return home.n ? arena_printf(r->ctx.arena, "/place/%.*s/need?show=open", STR_ARG(home)) : STR_NONE; /* what can still be joined */
}

/* Where an account without a house asks one whether it may speak for it: here, else where it helps. Empty: nowhere. */
static Str help_way(const Request *r, Code home)
{
    Code at = access_may(r->ctx.actor, VERB_HELP, home) ? home : access_place(r->ctx.actor, VERB_HELP);
    return at.n ? arena_printf(r->ctx.arena, "/place/%.*s/help", STR_ARG(at)) : STR_NONE;
}

/* Where the visitor would say something: at home; for one who has not signed in, in the village that is shown. Not for an
 * official who acts for nobody. */
static Str speak_href(const Request *r, Code home)
{
    const Actor *actor = r->ctx.actor;
    Code         place = actor->household ? actor->home : r->ref.place;
    if (home.n == 0 || (actor->household == 0 && access_is_official(actor)))
        return STR_NONE;
    if (actor->household == 0 && r->session != NULL) /* who speaks for others begins with whose word it is; else for nobody */
        return help_way(r, home);
    if (code_level(place) < LEVEL_VILLAGE)
        return STR("/login");
    return arena_printf(r->ctx.arena, "/place/%.*s/need/new", STR_ARG(code_log(place)));
}

const NounTab need_tabs[] = {
    { "need", "yard", "need.tab", .people = 2, .office = 2, .href = list_href },
    { "new", "mic", "need.tab_new", .people = 3, .is_hot = true, .href = speak_href },
    { 0 },
};

static const Out         home_out[] = { { "needs", OUT_LIST, need_card_out }, { "needs_href", OUT_TEXT },
                                           { "needs_below", OUT_LIST, chip_out }, { "needs_are_below", OUT_BOOL }, OUT_END };
static const Out         ours_out[] = { { "needs", OUT_LIST, need_card_out }, { "needs_all", OUT_INT }, { "needs_more", OUT_BOOL },
                                           { "needs_href", OUT_TEXT }, OUT_END };
static const Fill        fills[] = { { "home", home_out }, { "ours", ours_out }, { 0 } };
const Room               need_room = { "need", need_routes, need_loaders, fills };
