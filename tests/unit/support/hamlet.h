/* hamlet: the smallest piece of Shiyan that the rules of places and people can be tested on (support/village.h is the
 * inhabited one): county 420325 房县, town 420325102 化龙堰镇, village 420325102212 上湾村 with 一组 (..001) and 二组
 * (..002), beside it 420325102213 下湾村; another county 420381 丹江口市 with 420381005 三官殿街道 and 420381005212
 * 狮子岩村. */
#pragma once
#include "entry/account.h"
#include "place/place.h"

#define HAMLET  STR("420325102212")
#define GROUP_1 STR("420325102212001")
#define GROUP_2 STR("420325102212002")

/* Makes the places, with keys for sealed numbers; from then on the Ctx acts as the operator, who may do everything. */
void hamlet_make(Ctx *c);
/* From now on the Ctx acts as an official with that role there (of no account in the database), as the operator, as
 * nobody, or for a household. */
void as_role(Ctx *c, Role role, Code place);
void as_operator(Ctx *c);
void as_nobody(Ctx *c);
void as_household(Ctx *c, Ref household);
/* A resident of a group, in a household that is made if it is not there. */
Ref hamlet_person(Ctx *c, Code group, const char *household, const char *name);
Ref hamlet_household(Ctx *c, Code place, const char *label);
