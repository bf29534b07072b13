/* house: see house.h. */
#include "house/house.h"

#include "entry/account.h"
#include "entry/help.h"
#include "entry/office.h"
#include "entry/role_page.h"
#include "entry/visitor_page.h"
#include "matter/change.h"
#include "people/person.h"
#include "place/place.h"
#include "record/event.h"
#include "record/group.h"
#include "record/noun.h"
#include "record/record.h"
#include "web/session.h"
#include "web/web.h"

/* The table of nouns: a line each, NAME_noun and, where it has pages, NAME_rooms. What is above may be asked about by what is
 * below it: places before persons, persons before their needs. The first row stands for the ground itself: its rebuild clears
 * what the others then make again. */
#define NOUNS(NOUN, SHOWN) \
    NOUN(ground) \
    SHOWN(place) \
    SHOWN(person) \
    SHOWN(account) \
    NOUN(newcard) \
    SHOWN(help) \
    SHOWN(draft) \
    SHOWN(matter) \
    NOUN(attachment) \
    SHOWN(sheet) \
    NOUN(ledger) \
    NOUN(payment) \
    SHOWN(task) \
    SHOWN(oversight) \
    SHOWN(desk) \
    SHOWN(post) \
    NOUN(roll) \
    NOUN(poll) \
    NOUN(period) \
    SHOWN(need) \
    NOUN(decision) \
    SHOWN(meeting) \
    SHOWN(board) \
    SHOWN(rule) \
    SHOWN(log) \
    SHOWN(operate)

#define NOUN_IS(name) extern const Noun name##_noun;
#define SHOWN_IS(name) \
    NOUN_IS(name) \
    extern const Room *const name##_rooms[];
#define NOUN_ROW(name) { &name##_noun, NULL },
#define SHOWN_ROW(name) { &name##_noun, name##_rooms },

NOUNS(NOUN_IS, SHOWN_IS)

static const NounRow nouns[] = { NOUNS(NOUN_ROW, SHOWN_ROW) };

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
        for (const Room *const *r = nouns[i].rooms; r != NULL && *r != NULL; r++) {
            BUG_ON(n == most); /* the rows of the table above */
            rooms[n++] = *r;
        }
    return n;
}

static size_t jobs_gather(const JobKind **jobs, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNTOF(nouns); i++)
        for (const JobKind *const *j = nouns[i].noun->jobs; j != NULL && *j != NULL; j++) {
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
    event_consent_hook(help_use);
    office_words_hook(office_words);
    web_ui_hook(visitor_fill);
    web_loader_hook(life_load);
}
