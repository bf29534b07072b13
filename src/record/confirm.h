/* confirm (会签): agreement by several, before something moves: a second person for a role, right-holders for their land, two keepers
 * for a payment. What is asked about has a version, the hash of its text; each slot names who must agree to it:
 *
 *   office   whoever holds a verb at a place or above it
 *   person   one of a roll, by the own phone (or an account tied to that person), card or signed paper
 *   house    one of a household, likewise
 *   body     whoever speaks for an organisation; the kind says who does (ConfirmKind.may)
 *
 * Slots are filled by distinct persons, whatever accounts they use, and never by who asked. Where a person is not known (an account
 * tied to nobody) accounts are compared. Another version voids what was agreed so far. An agreement can be taken back until all
 * have agreed, or, where the kind names a step, until that step (confirm_fix_in). A refusal ends it, so does its time.
 *
 * The last one to agree makes the move: ConfirmKind.agreed runs in that body, so that all of it stands or nothing does. Of two who
 * agree at once the second waits for the first and sees it; whoever says yes twice has said it once.
 *
 *   static Err role_agreed(Db *w, const Confirm *cf) { ... the role's row and event ... }
 *   static const ConfirmKind role_confirms[] = { { .name = "role.asked", .noun = "account", .agreed = role_agreed }, { NULL } };
 *   const Noun account_noun = { ..., .confirms = role_confirms };
 *
 * Each step leaves an event about the subject; texts are the noun's. Acts come in pairs: with a Ctx for somebody's own request, _in
 * for a body. */
#pragma once
#include "record/access.h"
#include "record/check.h"
#include "record/event.h"
#include "record/file.h"
#include "record/noun.h"

enum { CONFIRM_SLOTS = 64, CONFIRMS_MOST = 100 };

typedef enum ConfirmBy { CONFIRM_OFFICE, CONFIRM_PERSON, CONFIRM_HOUSE, CONFIRM_BODY } ConfirmBy;
typedef enum ConfirmWay {
    CONFIRM_BY_PHONE, /* signed in, for oneself */
    CONFIRM_BY_CARD,  /* a house handed its card over to whoever enters it (entry/help.h), who may not be the author */
    CONFIRM_BY_PAPER, /* signed, its picture kept with the subject; `signer` says who signed */
} ConfirmWay;
/* AGREED: by all. FIXED: the named step was taken. REFUSED: by one. OVER: its time. DROPPED: taken back by who asked. */
typedef enum ConfirmState { CONFIRM_OPEN, CONFIRM_AGREED, CONFIRM_FIXED, CONFIRM_REFUSED, CONFIRM_OVER, CONFIRM_DROPPED,
                            CONFIRM_STATES } ConfirmState;

typedef struct ConfirmSigner {
    i64  account;          /* 0: by card or paper */
    Code county;           /* of person and house */
    i64  person, house;    /* 0: not known, none */
} ConfirmSigner;

typedef struct ConfirmSlot {
    ConfirmBy     by;
    Verb          verb;    /* of an office, */
    Code          place;   /* held there or above */
    Ref           who;     /* of a person, house, body: county and id */
    /* as it stands; left out when it is asked */
    bool          agreed;  /* to the version that is asked about now */
    ConfirmWay    way;
    ConfirmSigner signer;
    i64           at;
} ConfirmSlot;

typedef struct Confirm {
    Ref           ref;     /* place: the subject's */
    Str           kind;
    Ref           subject;
    Hash          version;
    ConfirmState  state;
    ConfirmSigner author;
    i64           asked_at, until; /* until 0: no end */
    ConfirmSlot   slot[CONFIRM_SLOTS];
    size_t        n;
} Confirm;

/* Functions run in the body of the act, with the actor's Ctx; all but `agreed` may be left out. */
typedef struct ConfirmKind {
    const char *name;      /* "role.asked"; unique */
    const char *noun;      /* whose pictures signed papers are */
    const char *step;      /* an agreement may be taken back until this one; NULL: until all have agreed */
    /* May this signer fill the slot, which fits him otherwise? Asked for every slot of a body. */
    Err (*may)(Db *w, const Confirm *cf, const ConfirmSlot *slot, const ConfirmSigner *who, bool *ret_may);
    Err (*agreed)(Db *w, const Confirm *cf);
    Err (*undone)(Db *w, const Confirm *cf); /* agreed by all, and one took it back before the step */
    Err (*closed)(Db *w, const Confirm *cf); /* refused, over or dropped: cf->state */
} ConfirmKind;

typedef struct ConfirmNew {
    Ref         ref;       /* county of who must agree; id_new() before the body, db_id(w) in it */
    const char *kind;
    Ref         subject;
    Hash        version;
    ConfirmSlot slot[CONFIRM_SLOTS]; /* distinct persons and houses; TOO_LARGE beyond */
    size_t      n;         /* at least 1 */
    i64         until;
} ConfirmNew;
/* Who asks is the author. */
MUST Err confirm_ask_in(Db *w, const ConfirmNew *n);
void     confirm_ahead(Ctx *c, Ref ref); /* it will be read: db_ahead() */
MUST Err confirm_get(Ctx *c, Ref ref, Confirm *ret);    /* ERR_MISSING; who may see it the noun says */

typedef struct ConfirmSaid {
    Hash          version; /* what the signer saw */
    int           slot;    /* -1: the first that fits */
    ConfirmWay    way;
    ConfirmSigner signer;  /* by paper: who signed */
    const Photo  *paper;   /* by paper */
} ConfirmSaid;
/* ERR_CONFLICT: another version ("confirm.changed"), or closed ("confirm.closed"). ERR_DENIED: the author ("confirm.author"), one who
 * agreed in another slot ("confirm.twice"), or nothing that fits ("confirm.not_yours"). */
MUST Err confirm_agree(Ctx *c, Ref ref, const ConfirmSaid *said);
/* What the actor said before, by whatever way. ERR_CONFLICT: too late ("confirm.fixed"). Twice is harmless. */
MUST Err confirm_revoke(Ctx *c, Ref ref);
/* By anybody who could agree. */
MUST Err confirm_refuse(Ctx *c, Ref ref);
/* For the noun, in its acts: taken back by who asked; a new version; the step from which on nothing is taken back
 * (ERR_CONFLICT "confirm.open": not all have agreed). `step` must be the kind's. */
MUST Err confirm_drop_in(Db *w, Ref ref);
MUST Err confirm_renew_in(Db *w, Ref ref, Hash version);
MUST Err confirm_fix_in(Db *w, Ref ref, const char *step);

typedef struct ConfirmRefs { const Ref *v; size_t n; bool more; } ConfirmRefs;
MUST Err confirm_waiting(Ctx *c, const char *kind, Code place, ConfirmRefs *ret); /* open, about what lies there or below */
/* The same as a desk walks it (Noun.desk), by the day on which it is over: at most DESK_PAGE, and how many there are. None is late. */
MUST Err confirm_desk(Ctx *c, const char *kind, const DeskAsk *ask, ConfirmRefs *ret);
MUST Err confirm_desk_count(Ctx *c, const char *kind, Code place, DeskCount *ret_count);
MUST Err confirm_about(Db *db, const char *kind, Ref subject, ConfirmRefs *ret);  /* open, about that; in the subject's county */

/* One of the same person: persons are compared where both are known, else accounts, else houses. */
bool confirm_is_same(const ConfirmSigner *a, const ConfirmSigner *b);
ConfirmSigner confirm_signer(const Actor *a); /* who acts, for oneself */

MUST Err confirm_erase_person(Db *w, Ref person);
MUST Err confirm_check(Ctx *c, Report *r);
extern const JobKind confirm_job_over;
