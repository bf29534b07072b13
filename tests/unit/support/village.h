/* village: a small world for tests: 上湾村 with two groups and four houses, a village next to it, and officials from the
 * group to the city, all of them made through the rules. The clock stands on a Monday morning.
 *
 *   static void a_household_has_one_voice(void **state)
 *   {
 *       Village *v = *state;
 *       Ref need = village_need(v, "路灯坏了一半");           (of 一组1户)
 *       assert_ok(as(v, "一组2户"), need_join(as(v, "一组2户"), need, STR("孩子上晚自习")));
 *   }
 *   int main(void) { const struct CMUnitTest tests[] = { IN_VILLAGE(a_household_has_one_voice) }; ... }
 *
 * as() is the next request of somebody: a household by its label, or "group", "village", "town", "county", "city",
 * "other village", "other town" (officials), "helper" (who acts for 一组4户), "admin", "nobody". */
#pragma once
#include "plan/need/need.h"
#include "support/support.h"

#define VILLAGE_TOWN  "420325102"
#define VILLAGE_CODE  "420325102212"
#define VILLAGE_GROUP "420325102212001"
#define VILLAGE_OTHER "420325102214"

enum { VILLAGE_ACTORS = 16 };

typedef struct Village {
    Ctx   *c;
    Arena *kept;   /* what outlives a request */
    struct VillageActor {
        const char *name;
        Actor       actor;
    } actor[VILLAGE_ACTORS];
    int    n_actors, n_once;
    i64    agreed_until; /* 一组4户, to the helper */
} Village;

Ctx *as(Village *v, const char *who);
Ctx *as_helping(Village *v, const char *who, const char *house); /* an official, for a house that agrees just now: once in three days */
Str  village_once(Village *v);                         /* a fresh idempotency key */
Ref  village_need(Village *v, const char *title);      /* raised by 一组1户 in its group */
Ref  village_need_of(Village *v, const char *who, int kind, const char *title);
Need village_see(Village *v, const char *who, Ref need); /* need_get, which must succeed */
i64  village_version(Village *v, Ref need);
Ref  village_meeting(Village *v, int days);            /* of the group, in so many days at 19:00, called by "group" */
i64  village_count(Village *v, const char *place, const char *kind, i64 part); /* a counter as it stands */
void village_later(Village *v, i64 ms);                /* time passes, and what is due happens */
void village_check(Village *v);                        /* no noun's check finds anything, and a rebuild changes nothing */
i64  village_messages(Village *v, const char *who);    /* unread */

int village_setup(void **state);
int village_teardown(void **state);
#define IN_VILLAGE(f) ON_BOTH_WITH(f, village_setup, village_teardown)
