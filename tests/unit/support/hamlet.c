/* hamlet: see hamlet.h. */
#include "support/hamlet.h"

#include "house/house.h"
#include "record/secret.h"
#include "support/support.h"

static const char divisions[] = "code,name,parent_code,level\n"
                                "420000000000,湖北省,,province\n"
                                "420300000000,十堰市,420000000000,city\n"
                                "420325000000,房县,420300000000,county\n"
                                "420381000000,丹江口市,420300000000,county\n"
                                "420325102000,化龙堰镇,420325000000,township\n"
                                "420381005000,三官殿街道,420381000000,township\n"
                                "420325102212,上湾村,420325102000,village\n"
                                "420325102213,下湾村,420325102000,village\n"
                                "420381005212,狮子岩村,420381005000,village\n";

static Actor *actor_new(Ctx *c, Role role, Code place, u64 verbs)
{
    Actor *a = NEW(c->arena, Actor);
    Grant *g = NEW(c->arena, Grant);
    *g = (Grant){ .place = place, .verbs = verbs, .role = (int)role };
    *a = (Actor){ .account = 7, .tied_county = STR("420325"), .tied = 7, .channel = CHANNEL_DESK, .grants = g, .n_grants = 1 };
    return a;
}

void as_role(Ctx *c, Role role, Code place)
{
    c->actor = actor_new(c, role, place, role_verbs(role));
}

void as_operator(Ctx *c)
{
    Actor *a = actor_new(c, ROLE_ADMIN, STR("4"), ~UINT64_C(0));
    a->account = a->tied = 0;
    a->channel = CHANNEL_IMPORT;
    c->actor = a;
}

void as_nobody(Ctx *c)
{
    c->actor = &ACTOR_NOBODY;
}

void as_household(Ctx *c, Ref household)
{
    Actor *a = NEW(c->arena, Actor);
    *a = (Actor){ .account = 11, .county = household.county, .household = household.id, .home = household.place,
                  .channel = CHANNEL_PHONE };
    c->actor = a;
}

void hamlet_make(Ctx *c)
{
    PlaceImport done;
    Code        code;
    house_open(); /* what goes along with a place, and what is erased with a person */
    if (secret_keys_make(c, str_from(test_dir())) != OK)
        ctx_clear_failure(c); /* an earlier test of this program made them */
    assert_ok(c, secret_keys_open(c, str_from(test_dir())));
    as_operator(c);
    assert_ok(c, place_import(c, str_from(divisions), 20200101, NULL, NULL, &done));
    assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("一组"), 20200101 }, &code));
    assert_str(code, "420325102212001");
    assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("二组"), 20200101 }, &code));
}

Ref hamlet_person(Ctx *c, Code group, const char *household, const char *name)
{
    Ref       ref;
    PersonNew n = { .place = group, .household = str_from(household), .name = str_from(name),
                    .rolls = 1u << ROLL_REGISTERED | 1u << ROLL_RESIDENT };
    assert_ok(c, person_add(c, &n, &ref));
    return ref;
}

Ref hamlet_household(Ctx *c, Code place, const char *label)
{
    Ref ref;
    assert_ok(c, household_find(c, place, str_from(label), &ref));
    return ref;
}
