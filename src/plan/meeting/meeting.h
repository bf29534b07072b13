/* meeting (院场会): neighbours talk in the courtyard about what they have in common. It binds nobody: what comes of it are
 * agreements (约定), which are tasks, and minutes.
 *
 * Called by who holds VERB_HOST there, with an agenda of the most voiced needs, frozen and numbered; every house of the place is
 * told. Who came is noted by the host or by the house itself, once a house. It is held when the minutes are written, or called
 * off with a reason. */
#pragma once
#include "matter/album.h"
#include "matter/attend.h"
#include "matter/task.h"
#include "plan/need/need.h"

typedef enum MeetingState { MEETING_CALLED, MEETING_HELD, MEETING_OFF, MEETING_STATES } MeetingState;
enum { MEETING_ITEMS = 20, MEETING_TOPICS = 10 };

extern const Field MEETING_TITLE, MEETING_SPOT, MEETING_DAY, MEETING_TIME, MEETING_NEED, MEETING_TOPIC, MEETING_MINUTES, MEETING_WHY;

typedef struct MeetingItem {
    int n;
    Ref need;      /* id 0: a topic */
    Str title;     /* empty: of a need that was taken back since */
    i64 houses;
} MeetingItem;

typedef struct Meeting {
    A_MATTER;                        /* state: MeetingState */
    Str                place_name, spot, host_title, minutes;
    i64                starts_at, called_at, host;
    HouseCounts        came;         /* houses, and by whose word */
    bool               has_come;     /* the actor's house */
    bool               may_host;
    const MeetingItem *items;        /* meeting_get only */
    size_t             n_items;
} Meeting;
typedef struct Meetings { LIST_OF(Meeting) } Meetings;

typedef struct MeetingNew {
    Str  title, spot, once;
    Strs topics;                     /* what is no need: after the needs, in this order */
    Date day;
    i64  minute;                     /* after midnight */
    Refs needs;                      /* of the place; they stand by the houses that voiced them, whatever their order here */
    Code place;
} MeetingNew;
/* VERB_HOST at the place is the caller's to check. ERR_INVALID at "day": past; at "need": not open, of another place, too many. */
MUST Err meeting_call(Ctx *c, const MeetingNew *n, Ref *ret_meeting);
MUST Err meeting_get(Ctx *c, Ref ref, Meeting *ret_meeting);
/* Those of a village, or of a group in it, and of what lies below it; the latest first; without minutes. state: MeetingState, -1: any. */
MUST Err meeting_list(Ctx *c, Code place, int state, const ListAsk *ask, Meetings *ret_meetings);

/* From the day on that it is called for, and not of one that was called off: ERR_CONFLICT. From then on houses come and are marked
 * (attend_come(c, &meeting_noun, ..) and so on) until the minutes stand, and pictures are added (album_add()). */
bool     meeting_day_is_here(const Meeting *m, i64 now);
MUST Err meeting_agree(Ctx *c, Ref meeting, FieldRows *tasks);    /* the host: 约定, of TaskNew */
/* The host. The first time it makes the meeting held, later it corrects; the words before stay in the events. */
MUST Err meeting_write(Ctx *c, Ref meeting, i64 version, Str minutes);
MUST Err meeting_off(Ctx *c, Ref meeting, i64 version, Str why);

extern const Noun               meeting_noun;
