/* need_page_view: needs as views, for the three page files of the need. What a template or a JSON client may name stands
 * in the Out tables here, and nowhere else. */
#pragma once
#include "plan/need.h"
#include "web/route.h"

extern const Out need_card_out[]; /* a need in a list */
extern const Out need_out[];      /* one need, whole */
extern const Out need_show_out[]; /* its page: need_page.c */
extern const Out need_crumb_out[], need_chip_out[], need_pager_out[], need_choice_out[], need_place_out[];

Str  need_href(Arena *a, Ref need);                                    /* /need/420325-3fq8k */
Str  need_word(const Request *r, const char *group, const char *name); /* "need.state." and "doing" in the page's language */
/* `may_join`: the actor's household could add its voice here. */
void need_card_put(Request *r, View *map, const Need *n);
void need_cards_put(Request *r, View *data, const char *key, const Needs *needs);
void need_put(Request *r, View *map, const Need *n);
/* A list of {name, text, icon, chosen}: what a field of choices offers, in words. */
void need_choices_put(Request *r, View *data, const char *key, const Field *f, const char *group, int from, int chosen);
/* data.crumbs, data.here, data.place: from the county down. */
MUST Err need_crumbs_put(Request *r, Code place, const char *here_key);
void need_chip_put(Request *r, View *list, Str href, Str text, i64 count, bool chosen); /* count 0: shown without */
void need_pager_put(Request *r, View *data, Str address, int page, bool more);
