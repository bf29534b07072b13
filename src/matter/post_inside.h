/* post_inside: what the files of the post share among themselves. Everybody else uses post.h. */
#pragma once
#include "matter/post.h"

extern const Life post_life;
Date     post_first_day_without(Date until); /* 0 of 0 */
Role     post_role(PostKind kind); /* that it carries */
/* None of the posts of that person is kept apart from the role on its days. ERR_INVALID at "role". */
MUST Err post_role_apart(Db *w, Ref person, const RoleRow *role);
MUST Err post_carry(Db *w, const Noun *noun, const struct PlaceCarry *carry); /* Noun.carry */
/* Noun.heard */
MUST Err post_heard(Db *w, const Noun *noun, const struct EventNew *e);
/* Ends it without anybody's step: for a rule. */
MUST Err post_ends(Db *w, Change *ch, Post *p, Date on, const char *event);
