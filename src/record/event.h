/* event (事件): every change of state, appended in the same transaction as the change, in a Merkle log per village.
 *
 * An event belongs to the log of its place cut to twelve digits; township, county and city have logs of their own.
 * The hashed part (the leaf) holds ids, enums, numbers and times only. A text, a name or a choice enters it as a salted
 * commitment, SHA-256(salt || text); text and salt lie in event_text, where a person's can be erased without breaking
 * a proof. Events are numbered and hashed when their writing group ends (event_group.c): the log head's row is bumped (lock
 * and sequence in one), and the Merkle frontier lives in that row.
 *
 * The leaf is the UTF-8 text that event_leaf() makes, one line, so that anyone can hash it by hand:
 *   yc1 LOG SEQ ID KIND COUNTY-SUBJECT ACCOUNT PERSON CHANNEL AT HAPPENED name=value.. name#=hex..
 * SEQ counts from 1; ID, SUBJECT, ACCOUNT and PERSON are base32 as in links (0: none), all other numbers decimal.
 * Leaf and node hashes as RFC 9162 2.1 (engine/proof/merkle.h). */
#pragma once
#include "db/db.h"
#include "engine/proof/merkle.h"

/* A part of an event: a number, or a text to be committed to. A text is somebody's WORDS, which go where that person is
 * erased, or KEPT: what a ballot was committed to, what was booked. Of those the name goes and the value stays, so that it can
 * be counted again; a kept text therefore holds no name and nothing that one person said in words. */
typedef struct EventPart {
    const char *name;
    i64         value;
    Str         text;
    bool        is_text, is_kept;
} EventPart;

#define PART(name_, value_)      { .name = (name_), .value = (value_) }
#define PART_TEXT(name_, text_)  { .name = (name_), .text = (text_), .is_text = true }
#define PART_KEPT(name_, text_)  { .name = (name_), .text = (text_), .is_text = true, .is_kept = true }

typedef struct EventNew {
    i64         id;          /* id_new() before the body, db_id(w) in it */
    const char *kind;        /* "need.raised": noun.verb, one of Noun.events */
    Ref         subject;     /* what it is about; its place names the log */
    i64         happened_at; /* 0: now */
    EventPart   parts[8];
    size_t      n_parts;
} EventNew;

/* Appends, before the COMMIT, and lets the other nouns hear of it (Noun.heard): a body cannot read back what it appends. Who, when and through which channel are taken from the
 * body's Ctx. An event without a text gets an empty one ("salt"), so that every leaf is salted. In the name of a house that agreed
 * to it: with a text "helper", a message to that house, and
 * event_consent_use(). */
MUST Err event_append(Db *w, const EventNew *e);
/* The actor uses the consent by which he acts, once more, in this transaction: ERR_DENIED where it ended meanwhile, ERR_LIMIT where he
 * did so too often today. For consents are a later folder's. */
typedef Err ConsentUse(Db *w);
void event_consent_hook(ConsentUse *use);
MUST Err event_consent_use(Db *w); /* of what is tried and leaves no event; OK where the actor acts by none */

typedef struct Event {
    Code  log;
    i64   seq, id, subject, account, person, at, happened_at;
    Code  county;
    Str   kind;
    int   channel;
    Str   parts;             /* "from=0 to=1 .." as hashed */
    Hash  leaf;
    i64   gap;               /* how many of its timeline are left out before it */
    const struct EventText *texts;
    size_t n_texts;
} Event;

typedef struct EventText {
    Str  name, text;
    bool erased, is_kept;
    Hash commitment;
} EventText;

/* What comes by the dozen (EventKind.is_many: voices) weighs nothing, and cuts nothing else out; what an office said weighs most. */
typedef enum EventWeight { EVENT_OF_MANY, EVENT_STEP, EVENT_ANSWER, EVENT_WEIGHTS } EventWeight;

/* The timeline of one record, oldest first, texts included: the first EVENT_SOME of it; of what follows the last EVENT_SOME steps,
 * the last EVENT_SOME answers and the last EVENT_MANY of many. What is left out is said by the next event of its weight. */
enum { EVENT_SOME = 250, EVENT_MANY = 50 };
MUST Err event_timeline(Ctx *c, Ref subject, const Event **ret_events, size_t *ret_n);
/* The salts of a timeline's texts: whoever has a text and its salt makes the commitment that stands in the leaf (SHA-256(salt || text)).
 * event_salt() is empty of what was erased, or that the event does not have. */
typedef struct EventSalts { Rows rows; } EventSalts;
MUST Err event_salts(Ctx *c, Ref subject, const Event *first, const Event *last, EventSalts *ret_salts);
Str      event_salt(const EventSalts *salts, const Event *e, Str name);
/* No answer of an office is left out of a timeline: there are so few. For what is words alone, in the body that adds them: ERR_LIMIT where the
 * record has EVENT_ANSWERS of them; what changes its state goes on. Those of one writing group do not see each other: a few more may
 * come in, and EVENT_SOME has room for them. */
enum { EVENT_ANSWERS = 100 };
MUST Err event_answers_check(Db *w, Ref subject);
/* Whoever dealt with a record at a desk does not speak for houses in it: ERR_DENIED where the actor enters something for
 * another's house and has taken a step of his own there, by this account or another of the same person. */
MUST Err event_not_dealt(Db *db, Ref subject);
/* A key that was cut afterwards does not judge: ERR_DENIED where the actor is a house that came in by a card whose printer had
 * a hand in the record, by whatever account, and printed it when the record was there already; or who came in by it while one had it open
 * at the door who had had a hand in the record. */
MUST Err event_not_printed(Db *db, Ref subject);
i64      event_part(const Event *e, const char *name);      /* 0 when it has none */
Str      event_part_text(const Event *e, const char *name);
Str      event_leaf(Arena *a, const Event *e);              /* the line that is hashed */

/* Takes the person's texts out of the events they acted in so far, but for those that are kept; leaves, heads and proofs
 * stay as they are. */
MUST Err event_erase_person(Db *w, Code county, i64 person, i64 *ret_texts);
/* Likewise out of the events about one record, whoever acted: a person's own record, for instance. */
MUST Err event_erase_subject(Db *w, Ref subject, i64 *ret_texts);

Event    event_from_row(Row r); /* of a query that begins with {event_row} of event.sql; texts are left out */

extern const GroupHooks event_hooks; /* for group.c */
