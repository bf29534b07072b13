/* person_page: the houses of a place, a house, a person. Importing a roster is in roster_page.c. */
#include "people/person_page.h"

#include "engine/number/decimal.h"
#include "people/household.sql.h"
#include "place/place_names.h"
#include "people/person_inside.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "people/house_said.h"
#include "people/roster_page.h"
#include "web/export.h"
#include "web/i18n.h"

enum { EXPORT_PAGE = 200 };

/* ---- what :household and :person mean ---- */

static Err household_load(Ctx *c, Str text, Ref *ret_ref)
{
    Household h;
    Ref       ref;
    if (!ref_parse(text, &ref))
        return fail(c, ERR_MISSING, NULL, "no such name");
    TRY(household_get(c, ref, &h));
    *ret_ref = h.ref;
    return OK;
}

static Err person_load(Ctx *c, Str text, Ref *ret_ref)
{
    Person p;
    Ref    ref;
    if (!ref_parse(text, &ref))
        return fail(c, ERR_MISSING, NULL, "no such name");
    TRY(person_get(c, ref, &p));
    *ret_ref = p.ref;
    return OK;
}

static const Loader person_loaders[] = { { "household", household_load }, { "person", person_load }, { NULL } };

/* ---- the list ---- */

typedef struct PeopleForm {
    Str q, after;
} PeopleForm;
static const Field     PEOPLE_Q = { "q", FIELD_LINE, 0, 30, NULL, "person.query" };
static const FormField people_fields[] = {
    AT(PeopleForm, q, PEOPLE_Q, OPTIONAL), AT(PeopleForm, after, LIST_AFTER, OPTIONAL),
};
static const Form      people_form = FORM_OF(PeopleForm, people_fields);
static const Out       people_out[] = {
    { "place", OUT_MAP, place_row_out },    { "crumbs", OUT_LIST, crumb_out },      { "here", OUT_TEXT },
    { "households", OUT_LIST, household_out }, { "houses", OUT_INT },                  LIST_OUT,
    { "children", OUT_LIST, place_row_out }, { "is_high", OUT_BOOL },                { "may_export", OUT_BOOL }, OUT_END
};

/* Above the township there are too many houses for one list: its children lead on. */
static Err people_of_children(Request *r)
{
    Places below;
    View  *list = put_list(r->ctx.arena, r->data, "children");
    put_bool(r->ctx.arena, r->data, "is_high", true);
    put_list(r->ctx.arena, r->data, "households");
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    for (size_t i = 0; i < below.n; i++) {
        View *m = add_map(r->ctx.arena, list);
        place_put(r, m, &below.v[i]);
        put_text(r->ctx.arena, m, "href", arena_printf(r->ctx.arena, "/place/%.*s/people", STR_ARG(below.v[i].code)));
    }
    return OK;
}

static Err people_page(Request *r)
{
    Arena            *a = r->ctx.arena;
    const PeopleForm *f = r->form;
    i64               count;
    TRY(place_head(r, r->ref.place, "person.people"));
    TRY(household_count(&r->ctx, r->ref.place, &count));
    put_int(a, r->data, "houses", count); /* whatever is looked for */
    MAY_PUT(r, r->ref.place, VERB_ROLL, VERB_CARD);
    put_bool(r->ctx.arena, r->data, "may_export",
             code_level(r->ref.place) >= LEVEL_VILLAGE && access_may(r->ctx.actor, VERB_EXPORT, r->ref.place)); /* one village a table */
    if (code_level(r->ref.place) < LEVEL_TOWN)
        return people_of_children(r);
    put_list(a, r->data, "children");
    put_bool(a, r->data, "is_high", false);
    return households_put(r, "people", f->q, f->after);
}

/* ---- out as a table; numbers stay masked ---- */

typedef struct ExportForm {
    int as;
} ExportForm;
static const char *const export_names[] = { "csv", "xlsx", NULL };
static const Field       EXPORT_AS = { "as", FIELD_ENUM, 0, 1, export_names, "person.export_as" };
static const FormField   export_fields[] = { AT(ExportForm, as, EXPORT_AS, REQUIRED) };
static const Form        export_form = FORM_OF(ExportForm, export_fields);
static const Column      export_columns[] = {
    { "place_name", "roster.col.group", OUT_TEXT }, { "household", "roster.col.household", OUT_TEXT },
    { "name", "person.name", OUT_TEXT },            { "sex_text", "person.sex", OUT_TEXT },
    { "born", "person.born", OUT_DATE },            { "phone", "person.phone", OUT_TEXT },
    { "id_card", "person.id_card", OUT_TEXT },      { "head_text", "person.head", OUT_TEXT },
    { "away_text", "person.away", OUT_TEXT },
};

typedef struct Exported {
    PlaceNames names;
    Cursor     after;
} Exported;

/* Its group as roster_import() finds it again, and no other. */
static Err export_house(Request *r, View *rows, const PlaceNames *names, const Household *h)
{
    Arena  *a = r->ctx.arena;
    Persons all;
    Str     place = place_names_say(a, names, h->ref.place);
    TRY(household_persons(&r->ctx, h->ref, &all));
    for (size_t i = 0; i < all.n; i++) {
        View *m = add_map(a, rows);
        person_put(r, m, &all.v[i]);
        put_text(a, m, "place_name", place);
        put_text(a, m, "head_text", word_of(r, "yes_no.", all.v[i].is_head ? "yes" : "no"));
        put_text(a, m, "away_text", word_of(r, "yes_no.", all.v[i].is_away ? "yes" : "no"));
    }
    return OK;
}

static Err export_rows(Request *r, void *arg, View *batch, bool *ret_end)
{
    Exported  *e = arg;
    Households found;
    View      *rows = put_list(r->ctx.arena, batch, "rows");
    TRY(household_list(&r->ctx, r->ref.place, STR_NONE, &e->after, EXPORT_PAGE, &found));
    for (size_t i = 0; i < found.n; i++)
        TRY(export_house(r, rows, &e->names, &found.v[i]));
    e->after = found.next;
    *ret_end = !found.next.is_set;
    return OK;
}

static Err people_export(Request *r)
{
    const ExportForm *f = r->form;
    Exported          e = { 0 };
    TRY(access_check(&r->ctx, VERB_PEOPLE, r->ref.place));
    if (code_level(r->ref.place) < LEVEL_VILLAGE)
        return fail_at(&r->ctx, "as", "person.export_high", STR_NONE, STR_NONE);
    TRY(place_names_load(&r->ctx, r->ref.place, &e.names));
    Str name = arena_printf(r->ctx.arena, "people-%.*s", STR_ARG(r->ref.place));
    return export_answer(r, name, str_from(export_names[f->as]),
                         &(ExportTable){ export_columns, COUNTOF(export_columns), export_rows, &e });
}

/* ---- a house ---- */

/* Who comes to a house or a person from something that it said without its name to be shown is reminded of that there as well. */
typedef struct HiddenForm {
    bool is_hidden;
} HiddenForm;
static const Field     FROM_HIDDEN = { "hidden", FIELD_BOOL, 0, 1, NULL, "household.hidden" };
static const FormField hidden_fields[] = { AT(HiddenForm, is_hidden, FROM_HIDDEN, OPTIONAL) };
static const Form      hidden_form = FORM_OF(HiddenForm, hidden_fields);

typedef struct RenameForm {
    Str label;
    i64 version;
} RenameForm;
static const FormField rename_fields[] = { AT_AS(RenameForm, label, HOUSEHOLD_LABEL, REQUIRED, "household.rename"),
                                           AT(RenameForm, version, VERSION_SEEN, REQUIRED) };
static const Form      rename_form = FORM_OF(RenameForm, rename_fields);

static Err house_rename(Request *r)
{
    const RenameForm *f = r->form;
    TRY(conflict(r, household_rename(&r->ctx, r->ref, f->version, f->label), household_page));
    return see_other(r, "/household/", r->ref);
}

/* ---- a person ---- */

/* Of both forms, adding and correcting; rolls are six boxes, because a form without script has no list. */
typedef struct PersonForm {
    PersonNew n;
    int       sex;
    i64       version;
    bool      roll[ROLL_KINDS];
    Given     given; /* of a correction: what is not sent stays */
} PersonForm;

static const Field DROP_PHONE = { "drop_phone", FIELD_BOOL, 0, 1, NULL, "person.drop_phone" };
static const Field DROP_ID = { "drop_id_card", FIELD_BOOL, 0, 1, NULL, "person.drop_id_card" };
static const Field HOUSE_PLACE = { "place", FIELD_CODE, LEVEL_VILLAGE, LEVEL_UNIT, NULL, "person.place" };
#define ROLL_FIELD(kind) { "roll_" kind, FIELD_BOOL, 0, 1, NULL, "roll." kind }
static const Field ROLL_BOX[ROLL_KINDS] = { ROLL_FIELD("registered"), ROLL_FIELD("resident"), ROLL_FIELD("voter"),
                                            ROLL_FIELD("collective"), ROLL_FIELD("owner"),    ROLL_FIELD("coop") };
#define ROLL_FIELDS(flags) \
    AT(PersonForm, roll[0], ROLL_BOX[0], flags), AT(PersonForm, roll[1], ROLL_BOX[1], flags), \
        AT(PersonForm, roll[2], ROLL_BOX[2], flags), AT(PersonForm, roll[3], ROLL_BOX[3], flags), \
        AT(PersonForm, roll[4], ROLL_BOX[4], flags), AT(PersonForm, roll[5], ROLL_BOX[5], flags)
#define PERSON_FIELDS(flags) \
    AT(PersonForm, n.name, PERSON_NAME, REQUIRED | flags), AT(PersonForm, sex, PERSON_SEX, flags), \
        AT(PersonForm, n.born, PERSON_BORN, flags), AT(PersonForm, n.phone, PERSON_PHONE_TYPED, OPTIONAL), \
        AT(PersonForm, n.id_card, PERSON_ID_TYPED, OPTIONAL), AT(PersonForm, n.is_head, PERSON_HEAD, flags), \
        AT(PersonForm, n.is_away, PERSON_AWAY, flags), AT(PersonForm, n.share, PERSON_SHARE, flags), ROLL_FIELDS(flags)

/* As people type them, with gaps: the rules take these out and say what is wrong. */
static const Field PERSON_PHONE_TYPED = { "phone", FIELD_LINE, 0, 20, NULL, "person.phone" };
static const Field PERSON_ID_TYPED = { "id_card", FIELD_LINE, 0, 25, NULL, "person.id_card" };

static const FormField new_fields[] = { PERSON_FIELDS(OPTIONAL), AT(PersonForm, n.household, HOUSEHOLD_LABEL, REQUIRED) };
static const Form      new_form = FORM_OF(PersonForm, new_fields);
static const FormField edit_fields[] = {
    PERSON_FIELDS(STAYS),
    AT_AS(PersonForm, n.household, HOUSEHOLD_LABEL, OPTIONAL, "person.move"),
    AT(PersonForm, n.place, HOUSE_PLACE, OPTIONAL),
    AT(PersonForm, n.drop_phone, DROP_PHONE, OPTIONAL),
    AT(PersonForm, n.drop_id_card, DROP_ID, OPTIONAL),
    AT(PersonForm, version, VERSION_SEEN, REQUIRED),
};
static const Form edit_form = FORM_GIVEN(PersonForm, edit_fields, given);

static void person_of_form(PersonForm *f)
{
    f->n.sex = (Sex)f->sex;
    for (int k = 0; k < ROLL_KINDS; k++)
        f->n.rolls |= f->roll[k] ? 1u << k : 0;
    if (f->n.share < 0)
        f->n.share = 0;
}

static const Out roll_row_out[] = {
    { "kind", OUT_TEXT }, { "text", OUT_TEXT }, { "place", OUT_TEXT }, { "share", OUT_TEXT }, { "from", OUT_DATE },
    { "to", OUT_DATE }, OUT_END
};
/* The rolls that the person stands on now. */
static const Out on_out[] = { { "registered", OUT_BOOL }, { "resident", OUT_BOOL }, { "voter", OUT_BOOL },
                              { "collective", OUT_BOOL }, { "owner", OUT_BOOL },    { "coop", OUT_BOOL },  OUT_END };
static const Out one_out[] = {
    { "place", OUT_MAP, place_row_out },  { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "person", OUT_MAP, person_out },    { "rolls", OUT_LIST, roll_row_out }, { "rolls_cut", OUT_BOOL }, { "changed", OUT_BOOL },
    { "number", OUT_TEXT },               { "number_is_phone", OUT_BOOL },   { "on", OUT_MAP, on_out },
    { "share", OUT_TEXT },                OUT_END
};

static Err rolls_put(Request *r)
{
    Arena         *a = r->ctx.arena;
    const RollRow *rows;
    size_t         n;
    View          *list = put_list(a, r->data, "rolls"), *on = put_map(a, r->data, "on");
    TRY(roll_of(&r->ctx, r->ref, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        View *m = add_map(a, list);
        Str   place;
        TRY(place_name(&r->ctx, rows[i].place, &place));
        put_cstr(a, m, "kind", roll_names[rows[i].kind]);
        put_text(a, m, "text", word_of(r, "roll.", roll_names[rows[i].kind]));
        put_text(a, m, "place", place);
        put_text(a, m, "share", rows[i].share ? decimal_text(a, rows[i].share, AREA_PLACES) : STR_NONE);
        put_date(a, m, "from", rows[i].from);
        put_date(a, m, "to", rows[i].to);
        if (rows[i].to != 0)
            continue;
        put_bool(a, on, roll_names[rows[i].kind], true);
        if (rows[i].kind == ROLL_OWNER)
            put_text(a, r->data, "share", decimal_text(a, rows[i].share, AREA_PLACES));
    }
    put_bool(a, r->data, "rolls_cut", n == ROLL_SHOWN);
    return OK;
}

static Err one_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Person p;
    TRY(place_head(r, r->ref.place, "person.person"));
    TRY(person_get(&r->ctx, r->ref, &p));
    put_text(a, r->data, "here", p.name);
    person_put(r, put_map(a, r->data, "person"), &p);
    TRY(rolls_put(r));
    MAY_PUT(r, r->ref.place, VERB_ROLL, VERB_UNMASK, VERB_FORGET);
    return OK;
}

/* What was not sent, as it stands; of an ID number that is, day of birth and sex are that number's. */
static void person_stays(PersonForm *f, const Person *p)
{
    if (!given(&f->given, &PERSON_NAME))
        f->n.name = p->name;
    if (!given(&f->given, &PERSON_SEX) && f->n.id_card.n == 0)
        f->sex = (int)p->sex;
    if (!given(&f->given, &PERSON_BORN) && f->n.id_card.n == 0)
        f->n.born = p->born;
    if (!given(&f->given, &PERSON_HEAD))
        f->n.is_head = p->is_head;
    if (!given(&f->given, &PERSON_AWAY))
        f->n.is_away = p->is_away;
}

static void rolls_stay(PersonForm *f, const RollRow *rows, size_t n)
{
    bool is_owner = given(&f->given, &ROLL_BOX[ROLL_OWNER]) ? f->roll[ROLL_OWNER] : true;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].to != 0)
            continue;
        if (!given(&f->given, &ROLL_BOX[rows[i].kind]))
            f->roll[rows[i].kind] = true;
        if (rows[i].kind == ROLL_OWNER && is_owner && !given(&f->given, &PERSON_SHARE))
            f->n.share = rows[i].share;
    }
}

/* What stands is of the version that the change is of, or the change is refused for it. */
static Err stays_fill(Request *r, PersonForm *f)
{
    Person         p;
    const RollRow *rows;
    size_t         n;
    TRY(person_get(&r->ctx, r->ref, &p));
    TRY(roll_of(&r->ctx, r->ref, &rows, &n));
    person_stays(f, &p);
    rolls_stay(f, rows, n);
    return OK;
}

static Err one_edit(Request *r)
{
    PersonForm *f = r->form;
    TRY(stays_fill(r, f));
    if (f->n.place.n) /* moving into another place: asked there too */
        TRY(access_check(&r->ctx, VERB_ROLL, f->n.place));
    person_of_form(f);
    TRY(conflict(r, person_edit(&r->ctx, r->ref, f->version, &f->n), one_page));
    notice(r, "person.kept", STR_NONE);
    return see_other(r, "/person/", r->ref);
}

typedef struct UnmaskForm {
    int which;
    Str purpose;
} UnmaskForm;
static const char *const number_names[] = { "phone", "id_card", NULL };
static const Field       UNMASK_WHICH = { "which", FIELD_ENUM, 0, 1, number_names, "person.which" };
static const FormField   unmask_fields[] = { AT(UnmaskForm, which, UNMASK_WHICH, REQUIRED),
                                             AT(UnmaskForm, purpose, UNMASK_PURPOSE, REQUIRED) };
static const Form        unmask_form = FORM_OF(UnmaskForm, unmask_fields);

/* Shown in the answer itself: an address that shows the number again would be seen without a purpose. */
static Err one_unmask(Request *r)
{
    const UnmaskForm *f = r->form;
    Str               number;
    TRY(person_unmask(&r->ctx, r->ref, (PersonNumber)f->which, f->purpose, &number));
    put_text(r->ctx.arena, r->data, "number", number);
    put_bool(r->ctx.arena, r->data, "number_is_phone", f->which == NUMBER_PHONE);
    return one_page(r);
}

typedef struct EndForm {
    Date on;
    Str  why;
} EndForm;
static const FormField leave_fields[] = {
    AT(EndForm, on, PERSON_ON, OPTIONAL), AT(EndForm, why, PERSON_WHY, REQUIRED),
};
static const Form      leave_form = FORM_OF(EndForm, leave_fields);
static const FormField erase_fields[] = { AT_AS(EndForm, why, PERSON_WHY, REQUIRED, "person.erase.why") };
static const Form      erase_form = FORM_OF(EndForm, erase_fields);

static Err one_leave(Request *r)
{
    const EndForm *f = r->form;
    TRY(person_leave(&r->ctx, r->ref, f->on, f->why));
    notice(r, "person.left", STR_NONE);
    return see_other(r, "/person/", r->ref);
}

static Err one_erase(Request *r)
{
    const EndForm *f = r->form;
    TRY(person_erase(&r->ctx, r->ref, f->why));
    notice(r, "person.erased", STR_NONE);
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/people", STR_ARG(r->ref.place)));
}

/* ---- adding ---- */

static const Out new_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "household", OUT_TEXT },
    OUT_END
};

/* ?household= : into a house that is there. From a group: its name, behind which only the number is to be typed. */
static Err new_page(Request *r)
{
    const RenameForm *f = r->form;
    Str               label = f ? f->label : STR_NONE;
    if (label.n == 0 && code_level(r->ref.place) > LEVEL_VILLAGE) {
        PlaceNames names;
        TRY(place_names_load(&r->ctx, r->ref.place, &names));
        label = place_names_before(r->ctx.arena, &names, r->ref.place);
    }
    put_text(r->ctx.arena, r->data, "household", label);
    return place_head(r, r->ref.place, "person.new");
}

static const FormField which_fields[] = { AT(RenameForm, label, HOUSEHOLD_LABEL, OPTIONAL) };
static const Form      which_form = FORM_OF(RenameForm, which_fields);

static Err new_add(Request *r)
{
    PersonForm *f = r->form;
    Ref         ref;
    f->n.place = r->ref.place;
    person_of_form(f);
    TRY(person_add(&r->ctx, &f->n, &ref));
    notice(r, "person.added", STR_NONE); /* notices travel in a cookie: no names */
    return see_other(r, "/person/", ref);
}

/* ---- routes ---- */

static const Route person_routes[] = {
    /* method, path, handler, page, may; form, limit, data, flags, shown again by; what it does */
    { .method = GET, .cost = SEARCH, .path = "/place/:place/people", .handler = people_page, .page = "people",
      .may = VERB_PEOPLE, .form = &people_form, .out = people_out, .what = "Households of a place, by label or name" },
    { .method = GET, .cost = DEAR, .path = "/place/:place/people/export", .handler = people_export, .may = VERB_PEOPLE,
      .form = &export_form, .limit = PER_ACTOR(30, HOUR), .flags = ROUTE_OWN_ANSWER,
      .what = "The roster as CSV or Excel, numbers masked", .also = VERB_EXPORT },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/person/new", .handler = new_page, .page = "person_new",
      .may = VERB_ROLL, .form = &which_form, .out = new_out, .what = "Form for a new person" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/person", .handler = new_add, .page = "person_new",
      .may = VERB_ROLL, .form = &new_form, .limit = PER_ACTOR(600, HOUR), .out = new_out, .form_again = new_page,
      .what = "Adds a person, and the household if it is not there" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/roster", .handler = roster_page, .page = "roster",
      .may = VERB_ROLL, .out = roster_out, .what = "Form for a roster file" },
    { .method = POST, .cost = DEAR, .path = "/place/:place/roster", .handler = roster_post, .page = "roster",
      .may = VERB_ROLL, .form = &roster_form, .limit = PER_ACTOR(ROSTER_TRIES_A_DAY, DAY), .out = roster_out, .flags = ROUTE_MULTIPART,
      .form_again = roster_page, .what = "Tries or imports a roster: all of it or nothing" },
    { .method = GET, .cost = LIGHT, .path = "/household/:household", .handler = household_page, .page = "household",
      .may = VERB_PEOPLE, .form = &hidden_form, .out = household_page_out, .what = "A household and who lives in it" },
    { .method = POST, .cost = LIGHT, .path = "/household/:household", .handler = house_rename, .page = "household",
      .may = VERB_ROLL, .form = &rename_form, .limit = PER_ACTOR(300, HOUR), .out = household_page_out,
      .form_again = household_page, .what = "Another label" },
    { .method = GET, .cost = LIGHT, .path = "/person/:person", .handler = one_page, .page = "person", .may = VERB_PEOPLE,
      .form = &hidden_form, .out = one_out, .what = "A person, numbers masked, and the dated rolls" },
    { .method = POST, .cost = LIGHT, .path = "/person/:person", .handler = one_edit, .page = "person", .may = VERB_ROLL,
      .form = &edit_form, .limit = PER_ACTOR(600, HOUR), .out = one_out, .form_again = one_page,
      .what = "Corrects a person; 409 with both texts when another was quicker" },
    { .method = POST, .cost = LIGHT, .path = "/person/:person/unmask", .handler = one_unmask, .page = "person",
      .may = VERB_UNMASK, .form = &unmask_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "One number in full; the purpose is kept" },
    { .method = POST, .cost = LIGHT, .path = "/person/:person/leave", .handler = one_leave, .page = "person",
      .may = VERB_ROLL, .form = &leave_form, .limit = PER_ACTOR(300, HOUR), .out = one_out, .form_again = one_page,
      .what = "Moved away or died: rolls end" },
    { .method = POST, .cost = LIGHT, .path = "/person/:person/erase", .handler = one_erase, .page = "person",
      .may = VERB_FORGET, .form = &erase_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "Forgets a person: name, numbers and texts" },
    ROUTE_END
};

static const Out         home_out[] = { { "households", OUT_INT }, OUT_END };
static const Fill        fills[] = { { "home", home_out }, { 0 } };
static const Room        person_room = { "person", person_routes, person_loaders, fills };
const Room *const person_rooms[] = { &person_room, NULL };

static const EventKind events[] = {
    { "household.added", false }, { "household.renamed", false }, { "person.added", false },  { "person.edited", false },
    { "person.left", false },     { "person.unmasked", false },   { "person.erased", false }, { "roster.imported", false },
    { "roster.tried", false }, { "person.number_settled", false }, { "person.number_gone", false },
    { NULL, false },
};

static const Derived derived[] = { { Q_HOUSEHOLD_WORD_LINES, "household.word" }, { 0, NULL } };

static const NounWork works[] = { { "/people", "person.works", 5, VERB_PEOPLE }, { 0 } };

const Noun person_noun = { .name = "person", .events = events, .check = person_check, .rebuild = person_rebuild,
                           .derived = derived, .carry = households_carry, .home = household_count_put, .works = works,
                           .desk = &number_desk };
