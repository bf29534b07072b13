/* house: see house.h. */
#include "house/house.h"

#include "board/board_page.h"
#include "board/log_page.h"
#include "board/rule_page.h"
#include "entry/account.h"
#include "entry/account_page.h"
#include "entry/help_page.h"
#include "entry/office.h"
#include "entry/role_page.h"
#include "entry/visitor_page.h"
#include "matter/attachment.h"
#include "matter/change.h"
#include "matter/desk.h"
#include "matter/ledger.h"
#include "matter/matter_page.h"
#include "matter/period.h"
#include "matter/poll.h"
#include "matter/post.h"
#include "matter/roll.h"
#include "matter/payment.h"
#include "matter/sheet.h"
#include "matter/task.h"
#include "people/person.h"
#include "people/person_page.h"
#include "place/place_page.h"
#include "plan/decision/decision.h"
#include "plan/meeting/meeting.h"
#include "plan/need/need_page.h"
#include "record/event.h"
#include "record/group.h"
#include "record/noun.h"
#include "record/record.h"
#include "web/draft.h"
#include "web/session.h"
#include "web/web.h"

/* What is above may be asked about by what is below it: places before persons, persons before their needs. The first row
 * stands for the ground itself: its rebuild clears what the others then make again. */
static const Noun *const nouns[] = {
    &ground_noun, &place_noun, &person_noun, &account_noun, &help_noun, &draft_noun,
    &matter_noun,
    &attachment_noun,
    &sheet_noun,
    &ledger_noun,
    &payment_noun,
    &task_noun,
    &desk_noun,
    &post_noun,
    &roll_noun,
    &poll_noun,
    &period_noun,
    &need_noun,
    &decision_noun,
    &meeting_noun,
    &board_noun, &rule_noun, &log_noun,
};

const MigrateStep migrate_steps[] = {
    { "identity_keys", identity_keys_fill },
    { "house_keys", house_keys_fold },
    { "person_keys", person_keys_fill },
    { "place_keys", place_keys_fill },
    { "house_called", house_called_fill },
    { NULL, NULL },
};

MigrateEnd *const migrate_end[] = { moves_fill, NULL };

static size_t rooms_gather(const Room **rooms, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNTOF(nouns); i++)
        for (const Room *const *r = nouns[i]->rooms; r != NULL && *r != NULL; r++) {
            BUG_ON(n == most); /* the rows of the table above */
            rooms[n++] = *r;
        }
    return n;
}

static size_t jobs_gather(const JobKind **jobs, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNTOF(nouns); i++)
        for (const JobKind *const *j = nouns[i]->jobs; j != NULL && *j != NULL; j++) {
            BUG_ON(n == most); /* the rows of the table above */
            jobs[n++] = *j;
        }
    return n;
}

void house_open(void)
{
    enum { MOST = 256 };
    static const Room    *rooms[MOST];
    static const JobKind *jobs[MOST];
    nouns_set(nouns, COUNTOF(nouns));
    lives_whole();
    record_hooks();
    job_kinds_set(jobs, jobs_gather(jobs, MOST));
    web_rooms_set(rooms, rooms_gather(rooms, MOST));
    session_actor_find(account_entered);
    session_act_for(help_take);
    event_consent_hook(help_stands);
    office_words_hook(office_words);
    web_ui_hook(visitor_fill);
    web_loader_hook(life_load);
}
