/* err: how things fail, and Ctx, which carries who, when and the first failure through a request or job.
 *
 * Everything that can fail returns Err and must be asked (warn_unused_result); TRY passes a failure on. What the person
 * should read is a key of the catalogs (i18n/), what the log should read is text without personal data; both are kept
 * in the Ctx, and the first one wins. Our own bugs do not fail, they stop (BUG_ON). */
#pragma once
#include "base/id.h"

/*      name             HTTP  exit  message key            */
#define ERR_LIST(X)                                         \
    X(OK,                200,  0,    "err.ok")              \
    X(ERR_INVALID,       422,  2,    "err.invalid")         \
    X(ERR_MALFORMED,     400,  2,    "err.malformed")       \
    X(ERR_SIGNED_OUT,    401,  3,    "err.signed_out")      \
    X(ERR_DENIED,        403,  3,    "err.denied")          \
    X(ERR_MISSING,       404,  4,    "err.missing")         \
    X(ERR_METHOD,        405,  2,    "err.method")          \
    X(ERR_CONFLICT,      409,  5,    "err.conflict")        \
    X(ERR_TOO_LARGE,     413,  2,    "err.too_large")       \
    X(ERR_MEDIA,         415,  2,    "err.media")           \
    X(ERR_LIMIT,         429,  6,    "err.limit")           \
    X(ERR_BUSY,          503,  6,    "err.busy")            \
    X(ERR_DB,            500,  7,    "err.db")              \
    X(ERR_INTERNAL,      500,  8,    "err.internal")

#define X(name, http, exit, key) name,
typedef enum Err { ERR_LIST(X) ERR_COUNT } Err;
#undef X

int         err_http(Err e);
int         err_exit(Err e);
const char *err_name(Err e);
const char *err_key(Err e);

#define TRY(expr)                 \
    do {                          \
        Err try_err_ = (expr);    \
        if (try_err_ != OK)       \
            return try_err_;      \
    } while (0)

typedef enum Lang { LANG_ZH, LANG_EN, LANG_COUNT } Lang;

/* How something reached the system. Kept with every record and event. */
typedef enum Channel { CHANNEL_PHONE, CHANNEL_DESK, CHANNEL_HELPER, CHANNEL_PAPER, CHANNEL_IMPORT, CHANNEL_CLOCK } Channel;

/* One role that an account holds now: verbs are bits of record/access.h. */
typedef struct Grant {
    Code place;
    u64  verbs;
    int  role;
} Grant;

/* An account that had the card of a house in its hands. by 0: none. */
typedef struct CardHand {
    i64  by, at;
    Code low, high; /* the first and the last place where that account ever held a role */
} CardHand;

/* Who acts. Nobody signed in: account 0.
 *
 * Where a helper enters one act for another's house, `consent` says by what way that house agreed to it (entry/help.h), and
 * for_household and the like say whom. Only what speaks for a house looks at these, through actor_house() of record/access.h.
 * What may be seen, and what one owns, follows the actor's own household, which a helper has not got. */
typedef struct Actor {
    i64          account;
    Code         county;    /* of the person and household; empty for an official without one here */
    i64          person;
    i64          household;
    Code         home;      /* the group (or village) of the household */
    Code         tied_county;
    i64          tied;      /* the person behind an official's account, to tell who is who; 0: not known. Never logged */
    CardHand     printed, opened; /* who printed the card that let it in, and when; who had it open at the door when it came in, and when that was */
    Str          called;    /* the account's title, or its name */
    Channel      channel;
    Str          consent;       /* empty: for oneself */
    Code         for_county, for_home;
    i64          for_household, for_person, for_consent; /* for_consent: the record of it */
    bool         is_unseen;     /* by a paper that nobody who supervises looked at: it has no last word */
    const Grant *grants;
    size_t       n_grants;
} Actor;

/* A message to a person: a key of the catalogs, up to two values for {1} and {2}, and the field it belongs to. */
typedef struct Problem {
    struct Problem *next;
    const char     *field; /* NULL: the act as a whole */
    const char     *key;
    Str             a, b;
    int             row;   /* of a field that repeats, from 1; 0: about all of it */
} Problem;

typedef struct Ctx {
    Arena         *arena;
    i64            now;       /* when it comes in */
    i64            happened_at; /* when it was done, where that was earlier: no net there, or noted on paper; 0: now */
    Lang           lang;
    const Actor   *actor;     /* never NULL */
    struct Store  *store;     /* the database (db/db.h) */
    struct Db     *reader;    /* its open read transaction, if any: db_read() */
    Err            err;       /* the first failure */
    Problem       *problems;  /* what to tell the person; first in, first out */
    Str            log;       /* what to tell the log */
    i64            painted;   /* ms that painters took for it (record/studio.h) */
    const struct Once *once;  /* the key that it came with, for the one act that it is (record/once.h); NULL: none */
} Ctx;

/* When what is being written was done. */
static inline i64 ctx_done_at(const Ctx *c)
{
    return c->happened_at ? c->happened_at : c->now;
}

extern const Actor ACTOR_NOBODY;
extern const Actor ACTOR_CLOCK; /* jobs that act because time has passed */

void ctx_init(Ctx *c, Arena *arena, struct Store *store, const Actor *actor, i64 now);
void ctx_clear_failure(Ctx *c);

/* What stood in a Ctx before something was tried, so that its failure can be taken back. */
typedef struct Failure {
    Err      err;
    Problem *problems, *last;
    Str      log;
} Failure;
Failure failure_keep(const Ctx *c);
void    failure_restore(Ctx *c, Failure f);

/* Notes a failure and returns its code. `key` is for the person (NULL: the code's own), `fmt` for the log. */
MUST Err fail(Ctx *c, Err e, const char *key, const char *fmt, ...) LIKE_PRINTF(4, 5);
/* Notes a message at a field; returns ERR_INVALID. Several may be noted: problem_add() then fail_if_problems(). */
MUST Err fail_at(Ctx *c, const char *field, const char *key, Str a, Str b);
void     problem_add(Ctx *c, const char *field, const char *key, Str a, Str b);
void     problem_row(Ctx *c, int row); /* the last one is about that row of its field */
MUST Err fail_if_problems(Ctx *c);
