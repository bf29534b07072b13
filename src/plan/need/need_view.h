/* need_view: needs as views, for the three page files of the need. What a template or a JSON client may name stands
 * in the Out tables here, and nowhere else. */
#pragma once
#include "plan/need/need.h"
#include "web/piece.h"

extern const Out need_card_out[]; /* a need in a list */
extern const Out need_work_out[]; /* the same on a desk: with its author */
extern const Out need_out[];      /* one need, whole */
extern const Out need_show_out[]; /* its page: need_page.c */
extern const Out need_place_out[];

/* Could the house that the actor speaks for add its voice? Whoever is signed out is asked to sign in. */
bool need_may_join(const Actor *a, const Need *n);
Str  need_href(Arena *a, Ref need);                                    /* /need/420325-3fq8k */
/* A list of cards. `may_join`: the actor's household could add its voice here. */
void need_cards_put(Request *r, View *data, const char *key, const Needs *needs);
void need_work_cards_put(Request *r, View *data, const char *key, const Needs *needs);
void need_card_put(Request *r, View *map, const Need *n);
void need_put(Request *r, View *map, const Need *n); /* a whole one: its card, and more */
/* "take_days": in how many working days a matter is taken in, at the place and everywhere below it; 0: that differs by place. */
MUST Err need_take_days_put(Request *r, Code place);
/* A list of {name, text, icon, chosen}: what a field of choices offers, in words. */
void need_choices_put(Request *r, View *data, const char *key, const Field *f, const char *group, int from, int chosen);
