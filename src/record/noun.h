/* noun: what each kind of record brings to those who serve all of them. One row a noun, NOUN_noun, in its own
 * folder; house/house.c lists the rows, and whoever needs a noun's own part of something finds it here by the noun's name: the log
 * page, pictures, a place's page, the carrying of a place, erasing, jobs, check and rebuild. What a row leaves out the noun
 * has not got; what a noun cannot do without is asked for by nouns_set(), which ends the program with the noun's name.
 *
 * The order of the table is that of the house: what is below may be asked about by what is above, so it is loaded, carried,
 * checked and rebuilt first. */
#pragma once
#include "record/access.h"
#include "record/check.h"
#include "record/job.h"
#include "record/list.h"

struct EventNew; /* record/event.h */
struct Life;    /* matter/change.h */
struct Request; /* web/route.h */
struct Room;
struct ConfirmKind; /* record/confirm.h */
struct RuleBound; /* record/rule.h */
struct Attend;  /* matter/attend.h */
struct Album;   /* matter/album.h */
struct By;      /* matter/change.h */

/* A kind of event, "need.raised". `is_open`: which record it is about may be told to everybody (never the number of a person,
 * a household or an account: beside the time of a matter whose author hides, it would tell who that is). */
typedef struct EventKind {
    const char *name;
    bool        is_open;
    const char *words;      /* which of its texts the story shows; left out: "text" */
    bool        is_naming;  /* its text "title" is what the record is called, not an official's */
    bool        is_answer;  /* its words are what an office answers to people, and are marked so */
    bool        is_many;    /* comes by the dozen: in the story those in a row without words are one line with their number */
} EventKind;

/* A place goes on under another code, within one county, with all that lies below it. `taken_in`: it ends in a place that
 * was there before, and this was its name; empty: the new code is new. */
typedef struct PlaceCarry {
    Code from, to;
    Str  taken_in;
} PlaceCarry;

/* One of the few pages that every page leads to: the bar below it on a phone, above it on a desk. */
typedef struct NounTab {
    const char *name;           /* what a page puts into ui.tab to have it lit */
    const char *icon, *text;    /* text: a message key */
    int         people, office; /* where it stands for residents and visitors, and for officials, from 1; 0: not there */
    bool        is_hot, has_unread; /* the round one; the one that says how many messages wait */
    /* `home`: the place of the page, else the visitor's own; may be empty. Empty: it is not shown. */
    Str (*href)(const struct Request *r, Code home);
} NounTab;
enum { TABS_MOST = 6 };

/* One of the pages of a place between which an office works: on each of them, and on no other, stands the same bar of those that the
 * actor may open there. */
typedef struct NounWork {
    const char *path, *text; /* below the place's page, "/work"; message key */
    int         at;          /* where it stands, from 1; no two the same */
    Verb        may;         /* that of the page; VERB_SIGNED_IN: who holds any desk there (noun_has_desk) */
} NounWork;
enum { WORKS_MOST = 12 };

/* What a noun brings to the board of a place: a counter of its own, the words beside it, and where the list behind it is. */
typedef struct NounFigure {
    const char *counter; /* "meeting.held": COUNTERS_OF(the noun) */
    const char *text;    /* message key */
    const char *path;    /* below the place's page: "/meeting"; NULL: there is no list */
} NounFigure;

/* What of a noun waits for an office, on the one desk of a place (matter/desk.h). It lies in the county of who must act. */
typedef enum DeskWhen { DESK_ALL, DESK_LATE, DESK_LATER, DESK_WHENS } DeskWhen; /* LATE: its day is past; LATER: it is not */
enum { DESK_PAGE = 20 };
typedef struct DeskAsk {
    Code     place;     /* what lies there and below it; above the county what lies there */
    DeskWhen when;
    Cursor   after;     /* CURSOR(urgent 1 or 0, due, id); not set: from the beginning */
    i64      since;     /* changed since then; 0: any */
} DeskAsk;
/* Where a noun goes on of which nothing is urgent: by due and id. */
static inline Cursor desk_after(const DeskAsk *ask)
{
    return ask->after.is_set && ask->after.n[0] == 0 ? CURSOR(ask->after.n[1], ask->after.n[2]) : (Cursor){ 0 };
}

typedef struct DeskLine {
    Ref         ref;
    bool        is_urgent, is_late;
    bool        has_day;  /* `due` is the day it must be done by; else it is since when it waits */
    bool        is_mine;  /* the actor's own to do, or asked by the actor: the office as a whole sees it all the same */
    i64         due;      /* in which order they stand, the urgent ones first */
    Str         title, place_name;
    const char *state;    /* message key: what it waits for */
} DeskLine;
typedef struct DeskLines {
    const DeskLine *v;    /* by urgency (the urgent first), due, id; at most DESK_PAGE */
    size_t          n;
    bool            more;
} DeskLines;
typedef struct DeskCount { i64 all, late; } DeskCount;

/* What was said with an act on several at once. What an act does not ask for is not looked at. */
typedef struct DeskSaid {
    Str  words;
    Str  choice;  /* a name of DeskAct.choice */
    Ref  whom;    /* an account; id 0: whoever acts */
    Date day;     /* 0: as the rule has it */
} DeskSaid;

/* What can be done with several at once. The page asks for one line of words, one choice, one person and one day, whatever is done. */
typedef struct DeskAct {
    const char  *name;         /* of the button, desk.act.NOUN.NAME */
    const Field *words;        /* what has to be written; NULL: nothing */
    const Field *choice;       /* FIELD_ENUM: what has to be chosen, its first being none; those of a noun have the same. NULL: nothing */
    bool         asks_whom;    /* to whom and by which day; may be left out */
    bool         is_done_once; /* ERR_CONFLICT: somebody did it already, which is no failure */
    Err        (*act)(Ctx *c, Ref ref, const DeskSaid *said);
} DeskAct;

typedef struct DeskPerson {
    Ref ref;   /* of the account */
    Str title;
} DeskPerson;
typedef struct DeskPeople {
    const DeskPerson *v;
    size_t            n;
} DeskPeople;

typedef struct NounDesk {
    const char *path;   /* "/need/": where a line leads, with its name behind */
    Verb        verb;   /* whose work it is, held at the place or above */
    Verb        also;   /* of what passes between two offices: the other's; VERB_PUBLIC, the first of them: there is none */
    /* What the actor, who holds one of them there, would find behind it: by a verb that is not held, nothing. */
    Err (*lines)(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines);
    Err (*count)(Ctx *c, Code place, DeskCount *ret_count); /* as many as `lines` gives */
    const DeskAct *acts; /* ends with a NULL name; NULL: none */
    /* To whom something of that desk can be given; NULL: no act asks. */
    Err (*people)(Ctx *c, Code place, DeskPeople *ret_people);
} NounDesk;

bool noun_desk_is_of(const NounDesk *desk, const Actor *a, Code place); /* NULL: nobody's */

/* What those who supervise must know of a record of whatever noun (matter/oversight.h). */
typedef struct Watched {
    Code at;         /* the desk it lies on; empty: it goes on elsewhere, or was taken back, and nobody answers for it here */
    Ref  subject;    /* as the log knows it, */
    Ref  before;     /* and the record that it was before; id 0: none */
    Ref  author;     /* the house that brought it up; id 0: none */
    Code named;      /* a complaint: where somebody sits who must not learn of it; else empty */
    bool is_hidden;  /* the author's name is for who organises the place (VERB_QUEUE) */
    bool is_open;    /* something is to be done about it: it can be urged on */
    bool is_told;    /* an office said what became of it: houses can be called back */
} Watched;

/* One that was said to be done and about which nobody called back. */
typedef struct WatchLine {
    Ref ref;
    Str title, place_name;
    i64 at;          /* since when */
} WatchLine;
typedef struct WatchLines { LIST_OF(WatchLine) } WatchLines;
enum { WATCH_PAGE = 20 };

typedef struct NounWatch {
    Err (*read)(Db *db, Ref record, Watched *ret); /* of one that the actor may know of; ERR_MISSING */
    /* Those that have been done since, which the actor may know of, of a county or above it a place's own, or below it: the one that
     * waits longest first. NULL: the noun's are not called back. */
    Err (*to_call)(Ctx *c, Code place, i64 since, const Cursor *after, WatchLines *ret);
    Err (*to_call_count)(Ctx *c, Code place, i64 since, ListCount *ret);
} NounWatch;

enum { HEARD_DEEP = 4 };

typedef struct Noun {
    const char               *name;    /* "need": in links, of pictures and messages; unique */
    const JobKind *const     *jobs;    /* ends with NULL */
    const EventKind          *events;  /* all that are made about its records; ends with a NULL name */
    const struct Life        *life;    /* of its records, where they change by matter/change.h */
    const Invariant          *invariants; /* ends with a NULL query */
    CheckFn                  *check;      /* what no query can ask */
    RebuildFn                *rebuild; /* counters are empty when it is called; search terms are held against what it makes */
    bool                      has_terms; /* its records are looked for (record/search.h), and `rebuild` fills the terms again */
    const Derived            *derived; /* what that makes besides counters; ends with a NULL rule */
    /* What a record is called and where it belongs (record->place is filled), for lists, proofs and messages: what everybody
     * may read. ERR_MISSING: there is none. */
    Err (*title)(Ctx *c, const struct Noun *noun, Ref *record, Str *ret_title);
    /* May the actor see the record, and so its story, its proof and its pictures? A noun without this shows none. */
    Err (*visible)(Ctx *c, const struct Noun *noun, Ref record, bool *ret_visible);
    /* The houses that take part in it, by number after `after`, at most `most`: to be told (matter/tell.h). First column. */
    Err (*parties)(Db *db, Ref record, i64 after, i64 most, Rows *ret_houses);
    /* What stands in a house's name there was entered by a paper that was found to be none of its own: its part leaves (houses_unsay), with
     * what it counted; `by` says the cause. NULL: nothing hangs on it but the part (matter/unsaid.h). */
    Err (*unsaid)(Db *w, const struct Noun *noun, Ref record, Ref house, struct By *by);
    Err (*carry)(Db *w, const struct Noun *noun, const PlaceCarry *carry);
    /* Answers, in the same body, to an event of an earlier noun: a decision annulled, a person died, a consent withdrawn. Bounded; or it
     * refuses, which undoes the body: works that would go on without what they rest on. Its own events are heard too, HEARD_DEEP
     * deep. */
    Err (*heard)(Db *w, const struct Noun *noun, const struct EventNew *e);
    /* The texts of somebody who asked to be forgotten, and what names them in its own records of them; figures and proofs stay. The
     * row of the person is whole still, so that a text can be held against the name. */
    Err (*erase)(Db *w, Ref person);
    const struct Attend *attend; /* houses come to its records */
    const struct Album  *album;  /* pictures are added to them as time goes on */
    const struct ConfirmKind *confirms; /* what several must agree to; ends with a NULL name */
    const struct RuleBound   *bounds;  /* of the rules that it goes by, where their unit would let nonsense pass; ends with a NULL name */
    const NounTab            *tabs;    /* ends with a NULL name */
    const NounWork           *works;   /* ends with a NULL path */
    const NounFigure         *figures; /* ends with a NULL counter */
    const NounDesk           *desk;    /* what of it waits for an office */
    const NounWatch          *watch;   /* its records can be supervised */
    /* Adds what is going on at a place to the data of its page (place_home in place/place_page.h). */
    Err (*home)(struct Request *r, Code place);
    /* Adds what the visitor's own house began or takes part in to the data of its page, /me. */
    Err (*ours)(struct Request *r);
} Noun;

/* A line of the table: the noun, and its routes and loaders, which stand above it. */
typedef struct NounRow {
    const Noun               *noun;
    const struct Room *const *rooms; /* ends with NULL; NULL: it has none */
} NounRow;

/* The table, once, before a store is opened; borrowed. A BUG names a row that is not whole. */
void             nouns_set(const NounRow *rows, size_t n);
void             noun_not_whole(const Noun *n, const char *why); /* ends the program with the noun's name */
size_t           noun_count(void);
const Noun      *noun_at(size_t i);
const struct Room *const *noun_rooms(size_t i); /* ends with NULL; NULL: it has none */
const Noun      *noun_find(Str name);        /* NULL: none */
const EventKind *noun_event(Str kind);       /* NULL: no noun makes it */
MUST Err         noun_check(Ctx *c, const Noun *noun, Report *r); /* its invariants, then its own check */
/* Does the actor hold an office there for which something can wait? And the highest place where; empty: none. */
bool             noun_has_desk(const Actor *a, Code place);
Code             noun_desk_place(const Actor *a);
const NounTab   *noun_tab(int place, bool is_office); /* from 1; NULL: none stands there */
const NounWork  *noun_work(int at);                   /* the same */
