/* rule_page: GET /place/:place/rules, which time limits and other numbers hold at a place, where each comes from, and
 * which days are not worked; and how those who rule there set them. Everything on it comes from record/rule.h and
 * record/workcal.h. */
#include "place/place_view.h"
#include "record/noun.h"
#include "record/rule.h"
#include "record/workcal.h"
#include "web/i18n.h"
#include "web/parts.h"
#include "web/route.h"

/* ---- what the page shows ---- */

static const Out rule_out[] = {
    { "name", OUT_TEXT, NULL },       { "text", OUT_TEXT, NULL },   { "value", OUT_INT, NULL },
    { "unit", OUT_TEXT, NULL },       { "unit_text", OUT_TEXT, NULL },
    { "level", OUT_TEXT, NULL }, /* "default" or the level of the place that set it */
    { "place", OUT_TEXT, NULL },      { "place_name", OUT_TEXT, NULL },
    { "from", OUT_DATE, NULL },       { "to", OUT_DATE, NULL },     { "source", OUT_TEXT, NULL },
    { "confidence", OUT_TEXT, NULL }, { "confidence_text", OUT_TEXT, NULL },
    { "low", OUT_INT, NULL },         { "high", OUT_INT, NULL },    { "bound_text", OUT_TEXT, NULL }, /* what sets these two */
    OUT_END
};
static const Out day_out[] = {
    { "day", OUT_DATE, NULL },        { "weekday", OUT_TEXT, NULL }, { "source", OUT_TEXT, NULL },
    { "confidence", OUT_TEXT, NULL }, OUT_END
};
static const Out feast_out[] = {
    { "name", OUT_TEXT, NULL }, { "text", OUT_TEXT, NULL }, { "off", OUT_LIST, day_out }, { "worked", OUT_LIST, day_out }, OUT_END
};
static const Out notice_out[] = { { "text", OUT_TEXT, NULL }, { "confidence_text", OUT_TEXT, NULL }, OUT_END };
static const Out year_out[] = {
    { "year", OUT_INT, NULL }, { "feasts", OUT_LIST, feast_out }, { "notices", OUT_LIST, notice_out }, OUT_END
};
static const Out rules_out[] = {
    { "place", OUT_MAP, place_row_out },
    { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT, NULL },
    { "today", OUT_DATE, NULL },
    { "rules", OUT_LIST, rule_out },  /* in force today */
    { "coming", OUT_LIST, rule_out }, /* decided, and beginning later */
    { "more_coming", OUT_BOOL, NULL },
    { "chosen", OUT_LIST, rule_out }, /* the one to be set, by ?rule=; for who may */
    { "years", OUT_LIST, year_out },  /* this and the next: the days that differ from the week of five days */
    { "calendar_missing", OUT_INT, NULL }, /* the year whose notice is not entered yet; for those who rule here */
    { "may_rule", OUT_BOOL, NULL },
    { "may_calendar", OUT_BOOL, NULL },
    OUT_END
};

/* ---- filling it ---- */

/* How sure we are of a number: the mark's name, as a key can hold it. */
static Str confidence_text(const Request *r, Str mark)
{
    static const struct {
        const char *mark, *name;
    } marks[] = { { "V", "checked" }, { "V~", "partly" }, { "G", "general" }, { "G?", "reread" }, { "L", "local" } };
    for (size_t i = 0; i < COUNTOF(marks); i++)
        if (str_is(mark, marks[i].mark))
            return i18n_word(r->ctx.lang, "rule.confidence.", marks[i].name);
    return mark;
}

static Str word(const Request *r, const char *group, Str name)
{
    return i18n_word(r->ctx.lang, group, str_cstr(r->ctx.arena, name));
}

/* On what the product's own numbers rest has its English in the catalog; what a place wrote stays as it wrote it. */
static Str ground_text(const Request *r, const Rule *rule)
{
    Str text = arena_printf(r->ctx.arena, "rule.ground.%.*s", STR_ARG(rule->name));
    return rule->place.n == 0 && i18n_message(r->ctx.lang, text, &text) ? text : rule->source;
}

static Err put_rule(Request *r, View *m, const Rule *rule)
{
    static const char *const levels[] = { "default", "province", "city", "county", "town", "village", "group", "unit" };
    Arena *a = r->ctx.arena;
    Level  level = rule->place.n ? code_level(rule->place) : 0;
    Str    name = STR_NONE;
    const RuleBound *bound = rule_bounds(rule);
    if (level)
        TRY(place_name(&r->ctx, rule->place, &name));
    put_text(a, m, "name", rule->name);
    put_text(a, m, "text", word(r, "rule.", rule->name));
    put_int(a, m, "value", rule->value);
    put_text(a, m, "unit", rule->unit);
    put_text(a, m, "unit_text", word(r, rule->value == 1 ? "unit.one." : "unit.", rule->unit));
    put_cstr(a, m, "level", levels[level]);
    put_text(a, m, "place", rule->place);
    put_text(a, m, "place_name", name);
    put_date(a, m, "from", rule->from);
    put_date(a, m, "to", rule->to);
    put_text(a, m, "source", ground_text(r, rule));
    put_text(a, m, "confidence", rule->confidence);
    put_text(a, m, "confidence_text", confidence_text(r, rule->confidence));
    put_int(a, m, "low", bound->low);
    put_int(a, m, "high", bound->high);
    put_text(a, m, "bound_text", i18n_text(r->ctx.lang, bound->ground ? bound->ground : "rule.bound.reason"));
    return OK;
}

/* As a matter goes its way; a rule that is not named here comes after these, by its name. */
static const char *const way[] = {
    "need.take.workdays",   "need.small.group.workdays", "need.small.village.workdays", "need.town.workdays",
    "need.county.workdays", "need.city.workdays",        "need.big.workdays",
    "need.extend.workdays", "need.return.most",          "need.silence.days",           "need.undone.days",
    "need.reopen.most",     "need.stale.days",           "help.day.most",
};

static size_t way_of(const Rule *rule)
{
    size_t i = 0;
    while (i < COUNTOF(way) && !str_is(rule->name, way[i]))
        i++;
    return i;
}

/* Which one is to be set: of the address, or of the form that comes back. */
static Str rule_asked(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, RULE_NAME.name))
            return r->raw[i].text;
    return STR_NONE;
}

static Err put_rules(Request *r)
{
    const Rule *v;
    size_t      n;
    bool        may = access_may(r->ctx.actor, VERB_RULE, r->ref.place);
    TRY(rule_list(&r->ctx, r->ref.place, date_of(r->ctx.now), &v, &n));
    View *list = put_list(r->ctx.arena, r->data, "rules");
    for (size_t step = 0; step <= COUNTOF(way); step++)
        for (size_t i = 0; i < n; i++)
            if (way_of(&v[i]) == step)
                TRY(put_rule(r, add_map(r->ctx.arena, list), &v[i]));
    list = put_list(r->ctx.arena, r->data, "chosen");
    for (size_t i = 0; may && i < n; i++)
        if (str_eq(v[i].name, rule_asked(r)))
            TRY(put_rule(r, add_map(r->ctx.arena, list), &v[i]));
    return OK;
}

static Err put_coming(Request *r)
{
    const Rule *v;
    size_t      n;
    bool        more;
    TRY(rule_coming(&r->ctx, r->ref.place, date_of(r->ctx.now), &v, &n, &more));
    put_bool(r->ctx.arena, r->data, "more_coming", more);
    View *list = put_list(r->ctx.arena, r->data, "coming");
    for (size_t i = 0; i < n; i++)
        TRY(put_rule(r, add_map(r->ctx.arena, list), &v[i]));
    return OK;
}

static void put_day(Request *r, View *m, const Holiday *h)
{
    Arena *a = r->ctx.arena;
    Str    number = arena_printf(a, "%d", date_weekday(h->day));
    put_date(a, m, "day", h->day);
    put_text(a, m, "weekday", word(r, "weekday.", number));
    put_text(a, m, "source", h->source);
    put_text(a, m, "confidence", h->confidence);
}

/* Is there one before i of the same name? Then i is already told with it. */
static bool is_told(const Holiday *v, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_eq(v[j].name, v[i].name))
            return true;
    return false;
}

static bool is_noticed(const Holiday *v, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_eq(v[j].source, v[i].source) && str_eq(v[j].confidence, v[i].confidence))
            return true;
    return false;
}

/* A line a feast: its days off, and the weekend days that are worked for them. */
static Err put_year(Request *r, View *m, int year)
{
    Arena         *a = r->ctx.arena;
    const Holiday *v;
    size_t         n;
    TRY(workcal_list(&r->ctx, year * 10000 + 101, (year + 1) * 10000 + 101, &v, &n));
    put_int(a, m, "year", year);
    View *feasts = put_list(a, m, "feasts"), *notices = put_list(a, m, "notices");
    for (size_t i = 0; i < n; i++) {
        if (!is_noticed(v, i)) {
            View *notice = add_map(a, notices);
            put_text(a, notice, "text", v[i].source);
            put_text(a, notice, "confidence_text", confidence_text(r, v[i].confidence));
        }
        if (is_told(v, i))
            continue;
        View *feast = add_map(a, feasts);
        put_text(a, feast, "name", v[i].name);
        put_text(a, feast, "text", word(r, "rule.feast.", v[i].name)); /* a name of a place's own stays as it is */
        View *off = put_list(a, feast, "off"), *worked = put_list(a, feast, "worked");
        for (size_t j = i; j < n; j++)
            if (str_eq(v[j].name, v[i].name))
                put_day(r, add_map(a, v[j].worked ? worked : off), &v[j]);
    }
    return OK;
}

static Err put_missing(Request *r)
{
    int known;
    TRY(workcal_known_year(&r->ctx, &known));
    put_int(r->ctx.arena, r->data, "calendar_missing",
            access_may(r->ctx.actor, VERB_RULE, r->ref.place) ? workcal_missing_year(date_of(r->ctx.now), known) : 0);
    return OK;
}

/* This and the next. */
static Err put_years(Request *r)
{
    View *years = put_list(r->ctx.arena, r->data, "years");
    int   year = date_of(r->ctx.now) / 10000;
    workcal_ahead(&r->ctx, (year + 1) * 10000 + 101, (year + 2) * 10000 + 101);
    TRY(put_year(r, add_map(r->ctx.arena, years), year));
    return put_year(r, add_map(r->ctx.arena, years), year + 1);
}

static Err rules_part(Request *r, size_t i)
{
    static Handler *const parts[] = { put_rules, put_coming, put_years, put_missing };
    return parts[i](r);
}

static Err rules_page(Request *r)
{
    Arena      *a = r->ctx.arena;
    Code        code = r->ref.place, now;
    TRY(place_now(&r->ctx, code, &now));
    if (r->route->method == GET && !str_eq(now, code)) /* printed codes and old links lead on */
        return see_path(r, arena_printf(a, "/place/%.*s/rules", STR_ARG(now)));
    TRY(place_head(r, code, "rule.title"));
    put_date(a, r->data, "today", date_of(r->ctx.now));
    TRY(page_together(r, 4, rules_part));
    put_bool(a, r->data, "may_rule", access_may(r->ctx.actor, VERB_RULE, code));
    put_bool(a, r->data, "may_calendar", workcal_may_set(r->ctx.actor, code));
    put_cstr(a, r->ui, "tab", "home");
    return OK;
}

/* ---- setting ---- */

static Err back_to_page(Request *r, const char *key, Str what)
{
    notice(r, key, what);
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/rules", STR_ARG(r->ref.place)));
}

typedef struct RuleForm {
    Str  rule, source;
    i64  value;
    Date from;
} RuleForm;
static const FormField rule_fields[] = {
    AT(RuleForm, rule, RULE_NAME, REQUIRED), AT(RuleForm, value, RULE_VALUE, REQUIRED),
    AT(RuleForm, from, RULE_FROM, REQUIRED), AT(RuleForm, source, RULE_SOURCE, REQUIRED),
};
static const Form rule_form = FORM_OF(RuleForm, rule_fields);

typedef struct PickForm {
    Str rule;
} PickForm;
static const Field     PICK_RULE = { "rule", FIELD_LINE, 0, 60, NULL, "rule.name" };
static const FormField pick_fields[] = { AT(PickForm, rule, PICK_RULE, OPTIONAL) };
static const Form      pick_form = FORM_OF(PickForm, pick_fields);

/* What a place sets for itself is a local rule by its nature, whatever it rests on. */
static Err rule_do(Request *r)
{
    const RuleForm *f = r->form;
    Rule            rule = { .name = f->rule, .place = r->ref.place, .value = f->value, .from = f->from,
                             .source = f->source, .confidence = STR("L") };
    TRY(rule_set(&r->ctx, &rule));
    return back_to_page(r, "rule.kept", word(r, "rule.", f->rule));
}

typedef struct HolidayForm {
    Date day;
    int  kind;
    Str  name, notice;
} HolidayForm;
static const FormField holiday_fields[] = {
    AT(HolidayForm, day, HOLIDAY_DAY, REQUIRED), AT(HolidayForm, kind, HOLIDAY_WORKED, REQUIRED),
    AT(HolidayForm, name, HOLIDAY_NAME, REQUIRED), AT(HolidayForm, notice, HOLIDAY_SOURCE, REQUIRED),
};
static const Form holiday_form = FORM_OF(HolidayForm, holiday_fields);

static Err holiday_do(Request *r)
{
    const HolidayForm *f = r->form;
    Holiday            h = { f->day, f->kind == 1, f->name, f->notice, STR("L") };
    TRY(workcal_set(&r->ctx, r->ref.place, &h));
    return back_to_page(r, "holiday.kept", date_iso(r->ctx.arena, f->day));
}

/* ---- the room ---- */

static const Route rule_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/place/:place/rules", .handler = rules_page, .page = "rule_list",
      .may = VERB_PUBLIC, .form = &pick_form, .out = rules_out, .flags = ROUTE_PUBLIC_CACHE,
      .what = "Time limits and other rules in force at a place, with their sources, and the days that are not worked" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/rules", .handler = rule_do, .page = "rule_list",
      .may = VERB_RULE, .form = &rule_form, .limit = PER_ACTOR(60, HOUR), .out = rules_out, .form_again = rules_page,
      .what = "Sets one rule at the place from a day on" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/holidays", .handler = holiday_do, .page = "rule_list",
      .may = VERB_RULE, .form = &holiday_form, .limit = PER_ACTOR(120, HOUR), .out = rules_out, .form_again = rules_page,
      .what = "Adds or changes a day that differs from the week, in the calendar of all: for the city and above" },
    ROUTE_END
};

static const Room        rule_room = { "rule", rule_routes, NULL };
const Room *const rule_rooms[] = { &rule_room, NULL };

const Noun rule_noun = { .name = "rule" };
