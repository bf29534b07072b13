/* village: see village.h. */
#include "support/village.h"

#include <stdlib.h>
#include <string.h>

#include "entry/account.h"
#include "entry/help.h"
#include "house/house.h"
#include "plan/meeting/meeting.h"
#include "plan/need/need_tally.h"
#include "record/counter.h"
#include "record/group.h"
#include "record/inbox.h"
#include "record/job.h"
#include "record/loghead.h"
#include "record/search.h"
#include "record/secret.h"
#include "record/workcal.h"
#include "web/i18n.h"

static const char places[] = "code,name,parent_code,level\n"
                             "420000000000,湖北省,0,province\n"
                             "420300000000,十堰市,420000000000,city\n"
                             "420325000000,房县,420300000000,county\n"
                             "420325102000,化龙堰镇,420325000000,township\n"
                             "420325103000,土城镇,420325000000,township\n"
                             "420325102212,上湾村,420325102000,village\n"
                             "420325102214,下湾村,420325102000,village\n";

static const struct {
    const char *name, *place;
    Role        role;
} officials[] = {
    { "group", VILLAGE_GROUP, ROLE_GROUP_LEADER }, { "village", VILLAGE_CODE, ROLE_VILLAGE },
    { "town", VILLAGE_TOWN, ROLE_TOWN },           { "county", "420325", ROLE_COUNTY },
    { "city", "4203", ROLE_CITY },                 { "other village", VILLAGE_OTHER, ROLE_VILLAGE },
    { "other town", "420325103", ROLE_TOWN },      { "helper", VILLAGE_CODE, ROLE_HELPER },
};

static const struct {
    const char *label, *head, *place;
} houses[] = {
    { "一组1户", "王建国", VILLAGE_GROUP },
    { "一组2户", "李秀英", VILLAGE_GROUP },
    { "一组3户", "张大山", VILLAGE_GROUP },
    { "一组4户", "陈桂兰", VILLAGE_GROUP },
    { "下湾1户", "刘喜娃", VILLAGE_OTHER "001" },
};

static struct VillageActor *actor_put(Village *v, const char *name)
{
    assert_true(v->n_actors < VILLAGE_ACTORS);
    struct VillageActor *a = &v->actor[v->n_actors++];
    a->name = name;
    a->actor = ACTOR_NOBODY;
    return a;
}

static struct VillageActor *actor_find(Village *v, const char *who)
{
    for (int i = 0; i < v->n_actors; i++)
        if (strcmp(v->actor[i].name, who) == 0)
            return &v->actor[i];
    print_error("nobody here is called %s\n", who);
    abort();
}

/* A house is asked by somebody and agrees on its phone: from now on that actor speaks for it. */
static void house_agrees(Village *v, Actor *helper, const Actor *own)
{
    HelpNew n = { .household = { own->county, own->household, own->home }, .person = { own->county, own->person, own->home },
                  .way = HELP_BY_MESSAGE };
    Ref     help;
    helper->consent = STR_NONE;
    helper->channel = CHANNEL_DESK;
    v->c->actor = helper;
    assert_ok(v->c, help_ask(v->c, STR("420325"), &n, &help));
    Str name = ref_name(v->kept, help);
    test_next(v->c);
    v->c->actor = own;
    assert_ok(v->c, help_answer(v->c, help, true));
    test_next(v->c);
    v->c->actor = helper;
    assert_ok(v->c, help_take(v->c, STR("420325"), name, helper));
    helper->for_county = own->county;
    helper->for_home = own->home;
    helper->called = str_copy(v->kept, helper->called);
    test_next(v->c);
}

/* The helper acts for 一组4户, anew where a day has passed. */
static void helper_agreed(Village *v)
{
    house_agrees(v, &actor_find(v, "helper")->actor, &actor_find(v, "一组4户")->actor);
    v->agreed_until = v->c->now + HELP_MESSAGE_LASTS_MS;
}

Ctx *as_helping(Village *v, const char *who, const char *house)
{
    static _Thread_local Actor helping;
    helping = *as(v, who)->actor;
    house_agrees(v, &helping, &actor_find(v, house)->actor);
    v->c->actor = &helping;
    return v->c;
}

Ctx *as(Village *v, const char *who)
{
    test_next(v->c);
    if (strcmp(who, "helper") == 0 && v->agreed_until <= v->c->now)
        helper_agreed(v);
    v->c->actor = &actor_find(v, who)->actor;
    return v->c;
}

Str village_once(Village *v)
{
    return arena_printf(v->c->arena, "once-%08d", ++v->n_once);
}

/* ---- made through the rules ---- */

/* Grants outlive the request, so they are copied. */
static void grants_keep(Arena *kept, Actor *a)
{
    Grant *g = NEW_N(kept, Grant, a->n_grants + 1);
    for (size_t i = 0; i < a->n_grants; i++) {
        g[i] = a->grants[i];
        g[i].place = str_copy(kept, g[i].place);
    }
    a->grants = g;
}

static void admin_put(Village *v)
{
    static const Grant grants[] = {
        { { "42", 2 }, UINT64_MAX & ~(UINT64_C(1) << VERB_VOICE), ROLE_ADMIN },
    };
    struct VillageActor *a = actor_put(v, "admin");
    a->actor.channel = CHANNEL_DESK;
    a->actor.account = 1;
    a->actor.tied = 1;
    a->actor.tied_county = str_from("420325");
    a->actor.grants = grants;
    a->actor.n_grants = 1;
}

static void places_make(Village *v)
{
    PlaceImport done;
    Code        code;
    Ctx        *c = as(v, "admin");
    assert_ok(c, place_import(c, str_from(places), 20200101, NULL, NULL, &done));
    PlaceNew one = { STR(VILLAGE_CODE), PLACE_GROUP, STR("一组"), 20200101 };
    PlaceNew two = { STR(VILLAGE_CODE), PLACE_GROUP, STR("二组"), 20200101 };
    PlaceNew other = { STR(VILLAGE_OTHER), PLACE_GROUP, STR("一组"), 20200101 };
    assert_ok(c, place_add(c, &one, &code));
    assert_str(code, VILLAGE_GROUP);
    assert_ok(c, place_add(c, &two, &code));
    assert_ok(c, place_add(c, &other, &code));
}

/* At the machine, where accounts may be tied to nobody yet; each stands for a person of its own all the same, whom no roll has. */
static void official_make(Village *v, size_t i)
{
    Actor      operator = actor_find(v, "admin")->actor;
    Ctx       *c = as(v, "admin");
    i64        account;
    Code       place = str_from(officials[i].place);
    AccountNew n = {place,
                    arena_printf(c->arena, "tester%zu", i),
                    str_from(officials[i].name),
                    STR("long enough 2026"),
                    officials[i].role,
                    20200101,
                    0};
    operator.account = operator.tied = 0;
    operator.channel = CHANNEL_IMPORT;
    c->actor = &operator;
    assert_ok(c, account_add(c, &n, &account));
    struct VillageActor *a = actor_put(v, officials[i].name);
    assert_ok(c, account_actor(c, account, code_county(place), 0, &a->actor));
    a->actor.tied = 100 + (i64)i;
    a->actor.tied_county = str_from("420325");
    grants_keep(v->kept, &a->actor);
}

static void house_make(Village *v, size_t i)
{
    Ctx      *c = as(v, "admin");
    Ref       person, house;
    Person    p;
    PersonNew n = { .place = str_from(houses[i].place), .household = str_from(houses[i].label),
                    .name = str_from(houses[i].head), .is_head = true, .rolls = 1u << ROLL_REGISTERED };
    assert_ok(c, person_add(c, &n, &person));
    test_next(c);
    assert_ok(c, person_get(c, person, &p));
    assert_ok(c, household_find(c, n.place, n.household, &house));
    struct VillageActor *a = actor_put(v, houses[i].label);
    a->actor = (Actor){ .account = house.id, .county = str_from("420325"), .person = person.id, .household = house.id,
                        .home = n.place, .channel = CHANNEL_PHONE };
}

int village_setup(void **state)
{
    Arena   *kept = arena_open();
    Village *v = NEW(kept, Village);
    Engine   e = test_engine(state);
    v->kept = kept;
    house_open();
    secret_password_cheap();
    v->c = test_ctx(e);
    if (v->c == NULL)
        return -1;
    (void)!i18n_load(v->c); /* what is called by words of the web */
    Str keys = test_path(v->c, "keys");
    (void)!secret_keys_make(v->c, keys);
    test_next(v->c);
    (void)!secret_keys_open(v->c, keys);
    test_next(v->c);
    (void)!loghead_keys_open(v->c, keys);
    actor_put(v, "nobody");
    admin_put(v);
    test_time(v->c, date_start(20260713) + 9 * HOUR);
    places_make(v);
    for (size_t i = 0; i < COUNTOF(officials); i++)
        official_make(v, i);
    for (size_t i = 0; i < COUNTOF(houses); i++)
        house_make(v, i);
    *state = v;
    return 0;
}

int village_teardown(void **state)
{
    Village *v = *state;
    v->c->actor = &ACTOR_NOBODY;
    test_ctx_close(v->c);
    arena_close(v->kept);
    return 0;
}

/* ---- what tests ask ---- */

Ref village_need_of(Village *v, const char *who, int kind, const char *title)
{
    Ref     need;
    Ctx    *c = as(v, who);
    NeedNew n = { .title = str_from(title), .body = STR("从我屋里到村部，晚上看不见路。"), .kind = kind,
                  .category = NEED_LIGHT, .place = actor_house(c->actor).place, .once = village_once(v) };
    if (kind == NEED_COMPLAINT)
        n.target = STR("村干部");
    assert_ok(c, need_raise(c, &n, &need));
    return (Ref){ STR("420325"), need.id, actor_house(&actor_find(v, who)->actor).place };
}

Ref village_need(Village *v, const char *title)
{
    return village_need_of(v, "一组1户", NEED_DEMAND, title);
}

Ref village_meeting(Village *v, int days)
{
    Ctx       *c = as(v, "group");
    MeetingNew n = { .title = STR("一组院场会"), .spot = STR("老樟树下"), .topics = { (Str[]){ STR("修桥") }, 1 }, .day = date_add(date_of(c->now), days),
                     .minute = 19 * 60, .place = STR(VILLAGE_GROUP), .once = village_once(v) };
    Ref        meeting;
    c = as(v, "group");
    assert_ok(c, meeting_call(c, &n, &meeting));
    return meeting;
}

Need village_see(Village *v, const char *who, Ref need)
{
    Need n;
    Ctx *c = as(v, who);
    assert_ok(c, need_get(c, need, &n));
    return n;
}

i64 village_version(Village *v, Ref need)
{
    Need n;
    const Actor *was = v->c->actor;
    Ctx *c = as(v, "admin");
    assert_ok(c, need_get(c, need, &n));
    c->actor = was;
    test_next(c);
    return n.version;
}

i64 village_count(Village *v, const char *place, const char *kind, i64 part)
{
    const Counter *all;
    size_t         n;
    CounterKind    k = { kind };
    Ctx           *c = as(v, "nobody");
    assert_ok(c, counter_read(c, str_from(place), COUNTERS_ALL, &all, &n));
    return counter_value(all, n, str_from(place), &k, part);
}

void village_later(Village *v, i64 ms)
{
    int run = 1;
    test_later(v->c, ms);
    for (int i = 0; i < 20 && run > 0; i++) {
        Ctx *c = as(v, "nobody");
        assert_ok(c, job_tick(c, 100, &run));
    }
}

static void say_finding(void *arg, const char *rule, Str where)
{
    print_error("%s: %.*s\n", rule, STR_ARG(where));
}

/* As `yuanchang rebuild` does it: the ground first, which makes way for what the others make again. */
static Err rebuild_body(Db *w, void *arg)
{
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->rebuild != NULL)
            TRY(noun_at(i)->rebuild(w, noun_at(i), arg));
    return OK;
}

/* All figures of a place, as text. */
static Str figures(Village *v, const char *place)
{
    const Counter *all;
    size_t         n;
    Ctx           *c = as(v, "nobody");
    Buf            b = buf_new(c->arena, 1024, 1 << 20);
    assert_ok(c, counter_read(c, str_from(place), COUNTERS_ALL, &all, &n));
    for (size_t i = 0; i < n; i++)
        if (all[i].value != 0)
            buf_printf(&b, "%.*s %lld %lld\n", STR_ARG(all[i].kind), (long long)all[i].part, (long long)all[i].value);
    return str_copy(v->kept, buf_text(&b));
}

void village_check(Village *v)
{
    static const char *const of[] = { VILLAGE_GROUP, VILLAGE_CODE, VILLAGE_TOWN, "420325" };
    Report                   r = { .say = say_finding };
    Steps                    amiss = { .report = &r };
    Str                      before[COUNTOF(of)];
    Ctx                     *c = as(v, "admin");
    for (size_t i = 0; i < noun_count(); i++)
        assert_ok(c, noun_check(c, noun_at(i), &r));
    assert_int_equal(r.n, 0);
    for (size_t i = 0; i < COUNTOF(of); i++)
        before[i] = figures(v, of[i]);
    c = as(v, "admin");
    assert_ok(c, db_remake(c, rebuild_body, &amiss));
    assert_int_equal(r.n, 0);
    for (size_t i = 0; i < COUNTOF(of); i++)
        assert_str(figures(v, of[i]), str_cstr(v->kept, before[i]));
}

i64 village_messages(Village *v, const char *who)
{
    i64  n;
    Ctx *c = as(v, who);
    assert_ok(c, inbox_unread(c, &n));
    return n;
}
