/* change: how a matter changes, of whatever noun. One body for every act: read the row, let the rules of the act edit it,
 * store it, count it, log it, put its jobs, tell whom it concerns. So a rule says only what becomes different, and no noun can
 * forget the official's title, the retry, the figures or the message.
 *
 * A matter has a row and a life. The row is the noun's own struct and begins with A_MATTER; the life says how such rows are
 * read and stored, and its table of moves is the rule: change_move() looks a step up and takes no other.
 *
 *   static Err start_rule(Db *w, Change *ch, void *row)
 *   {
 *       Meeting *m = row;
 *       m->began_at = db_ctx(w)->now;
 *       return change_move(w, ch, m, MEETING_OPEN);
 *   }
 *   Err meeting_start(Ctx *c, Ref meeting, i64 version)
 *   {
 *       return change(c, &(Change){ .life = &meeting_life, .ref = meeting, .version = version, .rule = { start_rule } });
 *   }
 *
 * An act that another matter's act brings about runs inside its body: change_in() with a By, which says who acts there and
 * which record is the cause. Such an act is one of a pair: need_join(Ctx *, ..) for somebody's own request, need_join_in(Db *w,
 * By *by, ..) for a body. At most CHANGES_A_BODY of them stand in one body; who has more puts a job that keeps its
 * place. A body may run twice: what an inner act gives back is set anew each time, and what it makes is named by db_id(w).
 * tools/check-bodies finds a body that comes to the outer half of a pair. */
#pragma once
#include "db/db.h"
#include "record/access.h"
#include "record/check.h"
#include "record/event.h"
#include "record/noun.h"

enum { CHANGE_RULES = 3, CHANGE_PARTS = 4, CHANGES_A_BODY = 50 };

/* ---- the row ---- */

/* What every matter has. `place` of ref: where it belongs. `changed_at`: its last step. A change with another `version` than
 * the actor had on the screen is refused. */
#define MATTER_FIELDS                                                                                                    \
    Ref ref;                                                                                                             \
    Str title;                                                                                                           \
    int state;                                                                                                           \
    i64 version, changed_at;
typedef struct Matter {
    MATTER_FIELDS
} Matter;

/* The first member of a noun's struct: n->state, and &n->matter for who knows no noun. */
#define A_MATTER                                                                                                         \
    union {                                                                                                              \
        Matter matter;                                                                                                   \
        struct {                                                                                                         \
            MATTER_FIELDS                                                                                                \
        };                                                                                                               \
    }

/* The same of a row of the noun's own query, for an initialiser: (Task){ MATTER_OF(r, C_TASK_ROW), .due = .. }. */
#define MATTER_OF(r, ROW)                                                                                                \
    .ref = { row_text(r, ROW##_COUNTY), row_int(r, ROW##_ID), row_text(r, ROW##_PLACE) }, .title = row_text(r, ROW##_TITLE), \
    .state = (int)row_int(r, ROW##_STATE), .version = row_int(r, ROW##_VERSION), .changed_at = row_int(r, ROW##_CHANGED_AT)

/* ---- its life ---- */

enum { /* who takes a step; a move may allow several */
    BY_VERB = 1,   /* whoever holds the move's verb where the matter lies */
    BY_AUTHOR = 2, /* the author's house */
    BY_VOICE = 4,  /* a house that takes part, which the rule itself has asked */
    BY_OWNER = 8,  /* whoever it was given to */
    BY_CAUSE = 16, /* what a record of another noun decided, in place of a verb */
};
enum { /* what a step asks for; a noun's own from ASKS_OWN on */
    ASKS_WHY = 1, /* words */
    ASKS_OWN = 2,
};
enum { /* whom it tells, once; how, the noun says (Life.tell) */
    TELL_NOBODY = 0,
    TELL_AUTHOR = 1, /* the author's house */
    TELL_VOICES = 2, /* every house that takes part, the author's included */
    TELL_ABOVE = 4,  /* who sits one level above where it lay */
};

typedef struct Move {
    int         from, to;
    unsigned    who;   /* BY_ */
    Verb        verb;  /* for BY_VERB; what is logged of the others */
    unsigned    asks;  /* ASKS_ */
    unsigned    tell;  /* TELL_ */
    const char *event; /* "need.taken": kind of the event, and "inbox." + it of the message */
} Move;

typedef struct Change Change;

/* `row` and `was` are of the noun's struct. All but `read` and `store` may be left out. */
typedef struct Life {
    const char        *noun; /* of the row of the table of nouns that has this life */
    size_t             row_size;
    const char *const *states; /* names, by number */
    const Move        *moves;
    size_t             n_moves;
    Query              get;    /* one row: county, id */
    Query              hold;   /* its row by the same, for db_hold(), where what others write beside it must fit to it; or NULL */
    Query              each;   /* all rows */
    Query              trail;  /* each matter and its events, by county, id and event.seq; one without any comes once: county, id, the
                                  event's id, at and parts, the matter's state and changed_at, and the state that it was made in
                                  where no event of it says so, else 0 */
    Query              carry_list; /* those that go along with a code: county, from, end, after which id; with their ids in order */
    Query              carry;  /* county, id, the new place */
    void (*of)(Row r, void *ret_row);                                          /* of these queries */
    Err (*read)(Db *db, Ref ref, void *ret_row);                               /* where `get` and `of` do not suffice; ERR_MISSING */
    bool (*may_see)(const Actor *a, const void *row);                          /* who may not is told ERR_MISSING */
    Err (*standing)(Db *w, const void *row, const Move *m);                    /* may the actor take it? ERR_DENIED; NULL: BY_VERB as it says */
    Err (*asks)(Db *w, const void *row, const Move *m);                        /* the noun's own of Move.asks */
    Err (*store)(Db *w, const void *was, const void *row, i64 *ret_rows);      /* where was->version still stands: 1, else 0 */
    void (*count)(Db *w, const void *row, int sign);                           /* what the row adds to the figures, times sign */
    Err (*sound)(Ctx *c, const void *row);                                     /* of a rebuild: can it be counted? It fails with the row */
    Str (*terms)(Arena *a, const void *row);                                   /* what it is looked for by (record/search.h); empty: not at all */
    const char        *terms_job;
    Query              all;    /* how many rows there are; where it has terms */
    Err (*stored)(Db *w, const void *was, const void *row);                    /* jobs, and what else follows from both */
    Err (*not_dealt)(Db *w, const void *row);                                   /* event_not_dealt() of what is one matter with it */
    void (*carried)(Ctx *c, void *row);                                        /* what else of a row follows from its new place */
    Ref (*subject)(const void *row);                                           /* as the log knows it; left out: row->ref */
    Err (*tell)(Db *w, const Change *ch, const void *was, const void *row);
} Life;

const Move *life_move(const Life *l, int from, int to); /* NULL: no such step */
/* For a noun that has a life: a route's ":need" where its Loader has no function (web_loader_hook), Noun.title and Noun.visible
 * (by Life.may_see; left out: everybody). */
MUST Err life_load(Ctx *c, const char *noun, Str text, Ref *ret_ref);
MUST Err life_title(Ctx *c, const struct Noun *noun, Ref *record, Str *ret_title);
MUST Err life_visible(Ctx *c, const struct Noun *noun, Ref record, bool *ret_visible);
/* To which states could the actor take it from where it stands, whatever the step asks for besides: bits, 1 << state. So a page offers
 * what the moves allow, and nobody writes them down twice. */
MUST Err life_ways(Ctx *c, const Life *l, const void *row, unsigned *ret_states);
MUST Err life_read(Db *db, const Life *l, Ref ref, void *ret_row); /* ERR_MISSING */
/* The same in a body of which others must not change the row: every change() does so. */
MUST Err life_held(Db *w, const Life *l, Ref ref, void *ret_row);
/* Noun.carry and Noun.rebuild, by the queries of the life. Carrying is logged where the noun has an event for it: NOUN.carried_away
 * in the log of the place that it left, for whoever keeps a copy of that one's list (matter/since.h), and NOUN.carried where it is now. */
MUST Err life_carry(Db *w, const struct Noun *noun, const PlaceCarry *carry);
MUST Err life_rebuild(Db *w, const struct Noun *noun, const Steps *told);
/* What a row adds to the figures after a change in place of what it added before (NULL: it is new), where no change() did it. */
void     life_count(Db *w, const Life *l, const void *was, const void *row);
/* What it is looked for by (Life.terms), as it is now; in one that is made in this body, for the first time. Of a long text the
 * beginning, and the rest by the job Life.terms_job, which calls life_terms_all(). */
MUST Err life_terms_put(Db *w, const Life *l, const void *row, bool is_first);
MUST Err life_terms_all(Ctx *c, const Life *l, Ref ref);

/* ---- an act ---- */

/* Who acts inside another's body, and why. */
typedef struct By {
    const Actor *actor;       /* account, channel, and the house with its consent for whom it speaks; NULL: whose request it is */
    Str          title;       /* of the office in which it is done */
    i64          happened_at; /* 0: as the outer act; earlier where it was noted on paper or offline: of every event within */
    const char  *cause;       /* name of the noun that decided it: stands in for a verb where the move allows BY_CAUSE; or NULL */
    i64          cause_id;    /* the record; in the event, as decision=.. */
    i64          told;        /* of an act on several matters: the number of its message, which a house has once; 0: each its own */
    int          acts;        /* so far; made anew with each run of the body */
} By;

/* Whoever asks, by his own request: for acts that make a record. In office, with the title that he has there. */
MUST Err by_actor(Ctx *c, By *ret_by);

/* Edits the row, or leaves it and sets no event: nothing was left to do (a retry, a step taken already). It may assume that
 * the row is the newest and that the actor may know of it; if it fails, the whole act is undone. */
typedef Err ChangeRule(Db *w, Change *ch, void *row);

struct Change {
    const Life *life;
    Ref         ref;
    i64         version;              /* what the actor had on the screen; 0: whatever stands */
    ChangeRule *rule[CHANGE_RULES];   /* one after the other, each its own step and event */
    bool        by_house;             /* a household's act, also where a helper enters it: no title on it */
    bool        follows;              /* from another act of this body, at which it was asked whether the helper dealt with the matter */
    Str         words;                /* answer, reason, result: enters the event and the message */
    const void *arg;                  /* what the rules want besides */
    const char *once;                 /* the act an idempotency key is for: "need.judge" (record/once.h); left out: that of the request */
    Str         once_key;
    Hash        once_payload;
    By          by;                   /* chosen before the body runs */
    i64         event_id[CHANGE_RULES], new_id; /* of the write (db_id()), the same each time that it runs; new_id: of a record that the act makes */
    /* said by a rule; set anew for each */
    const char *event;                /* what happened; NULL: nothing */
    unsigned    tell;                 /* TELL_ */
    i64         told;                 /* for Tell.once: of the act's last step, by.told */
    EventPart   parts[CHANGE_PARTS + 1];
    size_t      n_parts;
    bool        no_words;             /* this step is not what the words are about */
    Ref         now;                  /* where it stands afterwards: another row where it goes on as one */
};

/* The act as a whole, in a body of its own. ERR_CONFLICT: an older version, or a step that the life does not have. ERR_DENIED: in the
 * name of a house, by a helper who dealt with the matter (event_not_dealt, Life.not_dealt). */
MUST Err change(Ctx *c, Change *ch);
/* The same inside another's body, where `by` acts. Takes no `once`: the outer act has one. */
MUST Err change_in(Db *w, By *by, Change *ch);
/* Any inner act: runs `body` with by->actor as the one who acts. ERR_TOO_LARGE: more than CHANGES_A_BODY. */
MUST Err by_run(Db *w, By *by, WriteBody *body, void *arg);

/* For rules: takes the step if the life has it and the actor may, or says why not. */
MUST Err change_move(Db *w, Change *ch, void *row, int to);
/* A step of the life that nobody has to be asked about: time took it, or what the matter rests on ended. What happened the rule
 * says, by change_note(). */
void     change_step(Db *w, Change *ch, void *row, int to);
/* A step that leaves the state as it is. */
void     change_note(Change *ch, const char *event, unsigned tell);
/* Was the last event of that kind about the record made by the actor, by whatever account of theirs? A receipt is somebody else's. */
MUST Err change_last_is_theirs(Db *db, Ref subject, const char *event, bool *ret_is);
/* Into the event; at most CHANGE_PARTS a rule. */
void     change_part(Change *ch, EventPart part);
/* For what changes a row past change(), and for a second row of the same act: stores and counts it, with its version put up.
 * ERR_CONFLICT: somebody else was quicker. */
MUST Err change_store(Db *w, const Life *l, const void *was, void *row);
/* The event of `ch` about `row`. */
MUST Err change_event(Db *w, const Change *ch, const void *row, i64 event_id);

/* Asked at start, after nouns_set(): a life that lacks a part ends the program with the name of its noun, before a matter of it is
 * lost in a rebuild, left behind when its place goes on, or walked by a check. */
void     lives_whole(void);
/* Fills the table `move` with the steps of every life in the house, where it lacks some: migrate_end[] of db/db.h. */
MUST Err moves_fill(Ctx *c);
/* Asks it back: every row is a step of a life. */
MUST Err moves_check(Ctx *c, Report *r);
/* Every matter of every life stands where its events led, at the time of one of them (trail.c). */
MUST Err trails_check(Ctx *c, Report *r);
