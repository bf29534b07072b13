/* need_noun: the need's row of the table of nouns, and its rooms. */
#include "plan/need/need_desk.h"
#include "plan/need/need_inside.h"
#include "plan/need/need_page.h"
#include "plan/need/need_tally.h"
#include "plan/need/need_watch.h"

const Room *const need_rooms[] = { &need_room, &need_list_room, &need_work_room, &need_desk_room, &need_sheet_room, NULL };

static const NounWork works[] = { { "/work", "need.works", 2, VERB_QUEUE }, { 0 } };

const Noun need_noun = { .name = "need", .jobs = need_jobs, .events = need_events, .bounds = need_bounds, .life = &need_life,
                         .invariants = need_invariants, .check = need_check, .rebuild = need_rebuild, .has_terms = true, .title = life_title,
                         .visible = life_visible, .parties = need_parties, .unsaid = need_unsaid, .carry = need_carry, .erase = need_erase_person,
                         .home = need_put_home, .ours = need_put_ours, .tabs = need_tabs, .desk = &need_desk, .watch = &need_watch, .works = works };
