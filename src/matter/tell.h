/* tell (告知): telling the houses of a matter what became of it, each once. The first TELL_AT_ONCE hear of it in the body of the
 * act; if there are more, a job goes on from there, so that a matter of eight thousand houses holds nobody up. The message's
 * key is the event's name under "inbox."; its values are what the matter is called and the words of the act. */
#pragma once
#include "record/access.h"
#include "record/job.h"

enum { TELL_AT_ONCE = 64 };

typedef struct Tell {
    const char *noun;
    Ref         ref;   /* place filled: where the message leads */
    Code        home;  /* county of its houses; empty: ref.county */
    const char *event; /* "need.taken" */
    Str         title, words;
    i64         once;  /* of several tellings about one act: the same number for all, and a house hears once; 0: of this alone */
} Tell;

/* All houses that Noun.parties names, but the one that acts. */
MUST Err tell_parties(Db *w, const Tell *t);
MUST Err tell_house(Db *w, const Tell *t, i64 household); /* unless it is the one that acts */
/* The same where the newest says how it is: what the house has not read yet of this event and of `other` about the matter goes. So
 * somebody who notes and strikes out by turns fills nobody's box. */
MUST Err tell_house_instead(Db *w, const Tell *t, i64 household, const char *other);
/* Somebody in office: as "inbox.desk." + event. `county`: where the account holds its role. */
MUST Err tell_account(Db *w, const Tell *t, Code county, i64 account);

/* All who sit at that desk and hold the verb there; `may`, if given, is asked of each about `row`. */
MUST Err tell_desk(Db *w, const Tell *t, Code desk, Verb verb, bool (*may)(const Actor *a, const void *row), const void *row);

MUST Err tell_erase_person(Db *w, Ref person); /* the person's words that still wait to be told */
extern const JobKind tell_job;
