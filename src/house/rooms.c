/* rooms: the table. See rooms.h. */
#include "house/rooms.h"

#include "entry/account.h"
#include "entry/acting_view.h"
#include "entry/account_page.h"
#include "entry/visitor_page.h"
#include "people/person.h"
#include "people/person_page.h"
#include "people/person_view.h"
#include "place/place.h"
#include "place/place_page.h"
#include "plan/need/need.h"
#include "plan/need/need_page.h"
#include "plan/need/need_tally.h"
#include "board/board_page.h"
#include "board/log_page.h"
#include "board/rule_page.h"
#include "record/group.h"
#include "record/record.h"
#include "web/session.h"
#include "web/system_page.h"
#include "web/web.h"

/* What is above may be asked about by what is below it: places before persons, persons before their needs. The first row
 * stands for the ground itself: its rebuild clears what the others then make again. */
const RoomRow rooms[] = {
    /* routes, loaders   jobs         invariants       derived tables  pictures */
    { &system_room,      record_jobs, record_check,    record_rebuild, NULL },
    { &place_room,       NULL,        place_check,     place_rebuild,  NULL },
    { &person_room,      NULL,        person_check,    person_rebuild, NULL },
    { &account_room,     NULL,        account_check,   NULL,           NULL },
    { &need_room,        need_jobs,   need_check,      need_rebuild,   need_visible },
    { &need_desk_room,   NULL,        NULL,            NULL,           NULL },
    { &need_sheet_room,  NULL,        NULL,            NULL,           NULL },
    { &board_room,       NULL,        NULL,            NULL,           NULL },
    { &rule_room,        NULL,        NULL,            NULL,           NULL },
    { &log_room,         NULL,        NULL,            NULL,           NULL },
};
const size_t rooms_count = COUNTOF(rooms);

const Derived rooms_derived[] = {
    { Q_SEEN_LINES, "counter: what was counted once is what a recount gives" },
    { Q_TERM_LINES, "search: terms are what a rebuild gives" },
    { Q_TERM_LIST_LINES, "search: lists of terms are what a rebuild gives" },
    { Q_PLACE_WORD_LINES, "place.word" },
    { Q_HOUSEHOLD_WORD_LINES, "household.word" },
    { 0, NULL },
};

const MigrateStep migrate_steps[] = {
    { "identity_keys", identity_keys_fill },
    { "house_keys", house_keys_fold },
    { NULL, NULL },
};

/* What is going on at a place, on its own page: the loudest needs, and figures. */
static Err place_home(Request *r, Code place, View *data)
{
    TRY(household_count_put(r, place));
    TRY(acting_put(r));
    TRY(need_home_put(r, place, data));
    return board_home(r, place, data);
}

void rooms_open(void)
{
    enum { MOST_JOBS = 64 };
    static const Room    *web[COUNTOF(rooms)];
    static const JobKind *jobs[MOST_JOBS];
    size_t                n_jobs = 0;
    for (size_t i = 0; i < rooms_count; i++) {
        web[i] = rooms[i].room;
        for (const JobKind *const *j = rooms[i].jobs; j != NULL && *j != NULL; j++) {
            BUG_ON(n_jobs == MOST_JOBS); /* the table above */
            jobs[n_jobs++] = *j;
        }
        if (rooms[i].visible != NULL)
            file_visible_set(rooms[i].room->name, rooms[i].visible);
    }
    record_hooks();
    job_kinds_set(jobs, n_jobs);
    web_rooms_set(web, rooms_count);
    session_actor_find(account_entered);
    web_ui_hook(visitor_fill);
    place_home_hook(place_home);
    person_erase_also(need_erase_person);
    place_carry_also(need_carry);
}
