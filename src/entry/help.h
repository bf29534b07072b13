/* help (代办): somebody enters things for a house that agreed. The consent is the house's own and never the helper's word:
 *
 *   card      it handed its card over: the helper types its code, and may not have printed that card
 *   message   it was asked by a message, and said yes on a phone where its card is signed in
 *   paper     it signed a paper, whose picture is kept with the consent
 *
 * Each way the house is told at once, and can end it with one press; what is done for it meanwhile it is told like anybody.
 * What one person enters for houses in a day is limited by a rule of the place (help.day.most).
 * A consent lasts two hours, one by message a day; a question waits three days. Whoever helps names the consent in each form
 * (web/session.h): no account is ever "in the state of" acting for somebody, so nothing is done for a house by mistake, and what
 * is shown to the helper is what his own account may see. */
#pragma once
#include "people/person.h"
#include "record/file.h"
#include "record/noun.h"
#include "record/rule.h"

typedef enum HelpWay { HELP_BY_CARD, HELP_BY_MESSAGE, HELP_BY_PAPER, HELP_WAYS } HelpWay;
typedef enum HelpState { HELP_ASKED, HELP_GIVEN, HELP_REFUSED, HELP_ENDED, HELP_STATES } HelpState;
enum { HELP_LASTS_MS = 2 * 3600 * 1000, HELP_MESSAGE_LASTS_MS = 24 * 3600 * 1000, HELP_ASKED_MS = 3 * 24 * 3600 * 1000,
       HELP_PAPERS_A_DAY = 20 /* of one person */ };

extern const Field HELP_WAY, HELP_CODE, HELP_PAPER, HELP_RIGHT, HELP_DOUBT;

typedef struct Help {
    Ref       ref;          /* place: the house's */
    Ref       household;
    Str       label;        /* of the house */
    i64       person;       /* 0: not said */
    Code      account_county;
    i64       account;
    Str       called;       /* the helper's title */
    HelpWay   way;
    HelpState state;        /* one whose time is over is HELP_ENDED */
    i64       asked_at, until;
    i64       reviewed_at;  /* of a paper: somebody who supervises looked at it; 0: not yet */
    bool      is_doubted;   /* and found it not right */
    Str       doubt;        /* why */
    bool      is_stopped;   /* ended by the house, which is not pressed again for three days */
    bool      may_review;   /* the actor could: not who helps, nor another account of theirs, nor of the house */
    bool      is_helper;    /* the actor is who helps */
    bool      is_house;     /* the actor is of the house */
} Help;
typedef struct Helps { const Help *v; size_t n; bool more; } Helps;

typedef struct HelpNew {
    Ref     household, person; /* person: id 0, not said */
    int     way;               /* HelpWay */
    Str     code;              /* of the card, for HELP_BY_CARD */
    Uploads paper;             /* one picture, for HELP_BY_PAPER */
} HelpNew;
/* Needs VERB_HELP at the house; `county`: of the actor's account. ERR_INVALID at "code", "paper" (none, or another house's),
 * "person". ERR_CONFLICT: asked by message and not answered, or refused, in the last three days. ERR_LIMIT: papers. One that was given
 * before to the same helper by that house ends. */
MUST Err help_ask(Ctx *c, Code county, const HelpNew *n, Ref *ret_help);
/* ERR_MISSING: none, or the actor is neither who helps nor of the house, nor holds VERB_SUPERVISE there or above: he may
 * look. */
MUST Err help_get(Ctx *c, Ref help, Help *ret_help);
/* The house's answer to a message. ERR_CONFLICT: answered already, or too late. */
MUST Err help_answer(Ctx *c, Ref help, bool agrees);
/* By the house or the helper; harmless when it has ended. What the helper ended first the house ends as well (is_stopped). */
MUST Err help_end(Ctx *c, Ref help);
/* A signed paper was looked at, by VERB_SUPERVISE at the house: it is right, or the actor says why not. Then it ends, and house and
 * helper are told. ERR_CONFLICT: no paper, or somebody looked already. ERR_DENIED: the helper, or one of the house. */
MUST Err help_review(Ctx *c, Ref help, bool is_right, Str doubt);
/* What stands or waits for an answer: of the actor's account in a county, of the actor's house. At most 50. */
MUST Err help_mine(Ctx *c, Code account_county, Code county, Helps *ret);
MUST Err help_ours(Ctx *c, Helps *ret);

/* For web/session.h: the actor now enters things for the house of that consent. ERR_DENIED: not his, not given, over, or he may
 * not help there any more. */
MUST Err help_take(Ctx *c, Code account_county, Str help, Actor *actor);

/* Of the actor who acts by it, inside a body, for event_consent_hook(): ERR_DENIED where it ended since the request began; ERR_LIMIT
 * beyond `help.day.most` acts of one person on one day of China, by whatever account. A house by its own card is not limited. */
MUST Err help_use(Db *w);
extern const RuleBound help_bounds[];

MUST Err help_load(Ctx *c, Str text, Ref *ret_ref);
MUST Err help_visible(Ctx *c, const Noun *noun, Ref help, bool *ret_visible);
MUST Err help_carry(Db *w, const Noun *noun, const PlaceCarry *carry);
MUST Err help_erase_person(Db *w, Ref person);
/* For what cannot be taken back, a verdict or a vote: ERR_DENIED where the actor helps by a paper that nobody who supervises looked at. */
MUST Err help_last_word(Ctx *c);
MUST Err help_heard(Db *w, const Noun *noun, const struct EventNew *e);
MUST Err help_check(Ctx *c, Report *r);
extern const EventKind help_events[];
extern const NounDesk  help_desk; /* papers that nobody looked at (help_review.c) */
