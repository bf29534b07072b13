/* demo: three villages, an estate and a few matters elsewhere, played through the rules. See demo.h and demo/README.md. */
#include "cli/demo.h"

#include <unistd.h>

#include "entry/account.h"
#include "place/place.h"
#include "record/counter.h"

enum { MOST_HOMES = 400, MOST_OFFICIALS = 64, MOST_PEOPLE = 64 };

/* What people sign in with, for `serve --demo` and for whoever tries it: left in the data folder, not in the database. */
static const char logins_file[] = "demo.txt";

/* The next cell of "a | b | c". */
static Str cell(Str *rest)
{
    Str s;
    return str_next(rest, '|', &s) ? str_trim(s) : STR_NONE;
}

/* ---- households ---- */

typedef struct Names {
    Str    v[MOST_PEOPLE];
    size_t n;
} Names;

static Names names_of(const char *kind)
{
    Names names = { .n = 0 };
    Str   rest = demo_file("people.txt"), line, word;
    while (demo_line(&rest, &line)) {
        str_next(&line, ' ', &word);
        while (str_is(word, kind) && names.n < MOST_PEOPLE && str_next(&line, ' ', &names.v[names.n]))
            names.n++;
    }
    return names;
}

static Str person_name(Demo *d, const Names *family, const Names *given, size_t family_at)
{
    Str parts[] = { family->v[family_at], given->v[demo_dice(d, given->n)] };
    return str_join(d->keep, parts, 2, STR_NONE);
}

static Date born(Demo *d, int youngest, int oldest)
{
    int year = date_of(d->end) / 10000 - youngest - (int)demo_dice(d, (u64)(oldest - youngest));
    return year * 10000 + (int)(1 + demo_dice(d, 12)) * 100 + (int)(1 + demo_dice(d, 28));
}

/* A couple or one old person, some with a grown child who works away and a grandchild at home. */
static Err make_home(Demo *d, Code place, Str label)
{
    static Names family, men, women;
    Ctx         *c = &d->cli->ctx;
    Home        *h = &d->homes[d->n_homes++];
    Ref          other;
    if (family.n == 0) {
        family = names_of("family");
        men = names_of("men");
        women = names_of("women");
    }
    size_t    name = demo_dice(d, family.n);
    bool      is_old = demo_dice(d, 3) == 0;
    PersonNew p = { .place = place, .household = label, .is_head = true,
                    .rolls = 1u << ROLL_REGISTERED | 1u << ROLL_RESIDENT | 1u << ROLL_VOTER };
    p.sex = demo_dice(d, 4) ? SEX_MALE : SEX_FEMALE;
    p.name = person_name(d, &family, p.sex == SEX_MALE ? &men : &women, name);
    p.born = is_old ? born(d, 66, 86) : born(d, 32, 62);
    p.phone = arena_printf(d->keep, "1990727%04zu", (d->n_homes * 37 + 1200) % 10000); /* each another: 37 divides no power of ten */
    TRY(person_add(c, &p, &h->ref));
    h->person = h->ref.id;
    h->label = label;
    h->village = code_at(place, LEVEL_VILLAGE);
    p.is_head = false;
    p.phone = STR_NONE;
    if (!is_old || demo_dice(d, 2)) {
        p.sex = p.sex == SEX_MALE ? SEX_FEMALE : SEX_MALE;
        p.name = person_name(d, &family, p.sex == SEX_MALE ? &men : &women, demo_dice(d, family.n));
        TRY(person_add(c, &p, &h->other));
    }
    if (demo_dice(d, 2)) {
        p.sex = SEX_MALE;
        p.name = person_name(d, &family, &men, name);
        p.born = born(d, 19, 30);
        p.is_away = true;
        p.rolls = 1u << ROLL_REGISTERED | 1u << ROLL_VOTER;
        TRY(person_add(c, &p, &other));
    }
    return household_find(c, place, label, &h->ref);
}

static Err make_homes(Demo *d, Code place, i64 count, Str label)
{
    size_t at = 0;
    if (!str_find(label, STR("%d"), &at))
        return OK;
    for (i64 i = 1; i <= count; i++)
        TRY(make_home(d, place, arena_printf(d->keep, "%.*s%lld%.*s", (int)at, label.p, (long long)i,
                                              STR_ARG(str_skip(label, at + 2)))));
    return OK;
}

static PlaceKind kind_of(Str word)
{
    return str_is(word, "estate") ? PLACE_ESTATE : str_is(word, "unit") ? PLACE_UNIT : PLACE_GROUP;
}

static Err make_places(Demo *d)
{
    Str  rest = demo_file("places.txt"), line;
    Code estate = STR_NONE, code;
    while (demo_line(&rest, &line)) {
        Str  under = cell(&line), kind = cell(&line), name = cell(&line), count = cell(&line), label = cell(&line);
        i64  homes = 0;
        if (!str_int(count, &homes))
            return fail(&d->cli->ctx, ERR_INTERNAL, NULL, "demo: places.txt: {%.*s}", STR_ARG(name));
        PlaceNew n = { .under = code_is_valid(under) ? under : estate, .kind = kind_of(kind), .name = name,
                       .from = date_of(d->start) };
        TRY(place_add(&d->cli->ctx, &n, &code));
        code = str_copy(d->keep, code);
        if (n.kind == PLACE_ESTATE)
            estate = code;
        TRY(make_homes(d, code, homes, label));
    }
    return place_alias_add(&d->cli->ctx, STR("420381002"), STR("大坝街办"));
}

/* ---- who may enter ---- */

/* Whose account it is: one of the village, for an office above it one of anywhere, each once, and none who speaks for a house. */
static Ref person_behind(Demo *d, const Official *o)
{
    bool is_near = code_level(o->place) >= LEVEL_VILLAGE;
    for (size_t i = d->n_homes; i-- > 0;) {
        Home *h = &d->homes[i];
        Ref   who = h->other;
        if (who.id == 0 || h->is_office || (is_near && !str_eq(h->village, code_at(o->place, LEVEL_VILLAGE))))
            continue;
        h->is_office = true;
        return who;
    }
    return (Ref){ 0 };
}

static Err make_officials(Demo *d)
{
    Ctx *c = &d->cli->ctx;
    Str  rest = demo_file("accounts.txt"), line;
    i64  id;
    while (demo_line(&rest, &line)) {
        Str name = cell(&line), role = cell(&line), place = cell(&line), title = cell(&line);
        if (str_is(name, "password"))
            d->password = role;
        Official *o = &d->officials[d->n_officials];
        if (place.n == 0 || !role_parse(role, &o->role))
            continue;
        o->name = name;
        o->title = title;
        o->place = place;
        d->n_officials++;
    }
    for (size_t i = 0; i < d->n_officials; i++) {
        Official  *o = &d->officials[i];
        Code       county = code_county(o->place);
        AccountNew n = { .place = o->place, .name = o->name, .title = o->title, .password = d->password, .role = o->role,
                         .from = date_of(d->start), .person = person_behind(d, o) };
        TRY(account_add(c, &n, &id));
        TRY(account_actor(c, id, county, 0, &o->actor));
        db_read_end(c);
    }
    return OK;
}

/* A card for every house; the code of one is told, to try it. */
static Err make_cards(Demo *d, Str *ret_shown)
{
    Ctx *c = &d->cli->ctx;
    for (size_t i = 0; i < d->n_homes; i++) {
        Home    *h = &d->homes[i];
        Str      code;
        CardHeld card;
        TRY(card_issue(c, h->ref, false, &code));
        TRY(login_card(c, code, &card));
        TRY(card_keep_open(c, &card, d->end + 400 * DAY)); /* as if somebody had stood at each door */
        TRY(card_enter(c, &card));
        h->ref = card.household;
        TRY(account_actor(c, card.account, h->ref.county, h->person, &h->actor));
        db_read_end(c);
        if (str_is(h->label, "一组17户") && str_is(h->village, "420325102212"))
            *ret_shown = code;
    }
    return OK;
}

static Err write_logins(Demo *d, Str card)
{
    Buf  b = buf_new(d->keep, 2048, 65536);
    bool shown[ROLE_COUNT] = { false };
    buf_printf(&b, "demonstration logins (password of all: %.*s)\n", STR_ARG(d->password));
    for (size_t i = 0; i < d->n_officials; i++) {
        const Official *o = &d->officials[i];
        if (shown[o->role])
            continue;
        shown[o->role] = true;
        buf_printf(&b, "  %-13s %-12s %.*s\n", role_name(o->role), str_cstr(d->keep, o->name), STR_ARG(o->title));
    }
    buf_printf(&b, "household card of 上湾村 一组17户:\n  {origin}/card/%.*s\n", STR_ARG(card));
    Str path = cli_path(d->cli, logins_file);
    unlink(str_cstr(d->keep, path));
    return cli_write_file(d->cli, path, buf_text(&b), 0600);
}

void demo_print_logins(Cli *cli, Str origin)
{
    Str    text, rest, mark = STR("{origin}");
    size_t at;
    if (access(str_cstr(cli->ctx.arena, cli_path(cli, logins_file)), R_OK) != 0 ||
        cli_read_file(cli, cli_path(cli, logins_file), 65536, &text) != OK)
        return;
    for (rest = text; str_find(rest, mark, &at); rest = str_skip(rest, at + mark.n))
        cli_print("%.*s%.*s", (int)at, rest.p, STR_ARG(origin));
    cli_print("%.*s", STR_ARG(rest));
}

/* ---- all of it ---- */

static Err is_empty(Cli *cli)
{
    Places below;
    TRY(place_children(&cli->ctx, STR("420325102212"), STR_NONE, 1, &below));
    db_read_end(&cli->ctx);
    return below.n == 0 ? OK : fail(&cli->ctx, ERR_CONFLICT, NULL, "the demonstration is there already");
}

static Err play(Demo *d)
{
    Str card = STR_NONE;
    i64 moved;
    Ctx *c = &d->cli->ctx;
    TRY(is_empty(d->cli));
    TRY(demo_begin(d));
    db_read_end(c);
    clock_set(d->start);
    c->now = d->start;
    TRY(make_places(d));
    TRY(make_officials(d));
    TRY(make_cards(d, &card));
    TRY(demo_plan(d));
    TRY(demo_play(d));
    clock_set(d->end);
    c->now = d->end;
    TRY(counter_sweep(c, &moved));
    return write_logins(d, card);
}

Err cmd_demo(Cli *cli)
{
    TRY(cli_words(cli, 0, 0, NULL));
    Arena *a = cli->ctx.arena;
    Demo   d = { .cli = cli, .keep = a, .dice = UINT64_C(0x9e3779b97f4a7c15), .end = cli->ctx.now,
                 .officials = NEW_N(a, Official, MOST_OFFICIALS), .homes = NEW_N(a, Home, MOST_HOMES) };
    TRY(play(&d));
    cli_print(cli->json ? "{\"households\":%zu,\"needs\":%zu,\"acts\":%zu}\n"
                        : "played: %zu households, %zu needs, %zu acts\n", d.n_homes, d.n_matters, d.n_acts);
    return OK;
}
