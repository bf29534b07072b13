/* story (来龙去脉): what became of a matter, told from its events, across all records that are chapters of it (record/link.h).
 *
 * What everybody may read: the words of officials whole, never who a resident is. A chapter that the actor may not see is left
 * out; so is what Noun.events does not know. Of a chapter with very many events its middle is left out, and said to be. */
#pragma once
#include "record/event.h"
#include "record/link.h"

enum { STORY_MOST = 1000 };

typedef struct StoryStep {
    i64  at, seq;
    i64  happened_at;          /* when it was done; earlier than `at`, when it came in, where no net was or it was noted on paper */
    i64  left_out;             /* steps before this one that are not told */
    Str  noun, kind;           /* "need", "need.taken" */
    Ref  of;                   /* of which record */
    Str  text;                 /* answer, reason, result */
    Str  title;                /* of the official who acted; empty: a resident or the clock */
    Str  helper;               /* who entered it for a house that agreed; empty: nobody did */
    Str  from_place, to_place; /* from which desk to which, by name; mostly empty */
    Code log;
    int  channel;
    bool is_answer;            /* its text is an office's answer to people */
} StoryStep;

typedef struct Story {
    const StoryStep *v; /* oldest first */
    size_t           n;
    bool             is_cut; /* there are more than STORY_MOST */
} Story;

/* ERR_MISSING where the actor may not see the record, or it is none. */
MUST Err story_read(Ctx *c, const char *noun, Ref ref, Story *ret_story);

/* ERR_MISSING unless the noun lets the actor see that record; for whoever shows a record by its noun's name. */
MUST Err matter_visible(Ctx *c, Str noun, Ref ref);
/* Was the step taken in office, or by the clock, and not for a house? */
bool     event_is_of_office(const Event *e);
