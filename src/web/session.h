/* session: who is asking. A random 256-bit token in a cookie (HttpOnly, SameSite=Lax, Secure behind https), stored
 * hashed; CSRF is an HMAC of it, constant a session. What signing in means (password, card) is entry/login.h's. */
#pragma once
#include "db/db.h"
#include "web/device.h"
#include "web/form.h"
#include "web/route.h"

struct Session {
    Hash  token_hash;
    Str   acts_by;    /* the consent by which the actor enters this one act for another's house; empty: for himself */
    bool  acts_not;   /* the consent that the address or form names does not stand */
    i64   account, expires_at;
    Code  county;     /* of the account: its shard, and the session's */
    Str   csrf;
    Actor actor;
};

/* Set once, to entry/account.h's: who came in with a token of that hash, with the grants of today. One query, because
 * every page of everybody signed in begins with it. ERR_MISSING: nobody, or the account has ended. */
typedef Err ActorFind(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at,
                      Actor *ret_actor);
void     session_actor_find(ActorFind *find);

/* Set once, to entry/help.h's: the actor enters things for the house of that consent. ERR_DENIED: it does not stand. */
typedef Err ActFor(Ctx *c, Code account_county, Str consent, Actor *actor);
void     session_act_for(ActFor *act);
/* For whom a form speaks stands in the form: "_for" of a POST, "for" of an address. Takes it out of *values and lets the actor act
 * for that house, in this request alone. */
MUST Err session_act(Request *r, RawValues *values);
Str      session_keep(Request *r, Str href); /* an address of ours, for the same house: with "for", where this page had it */

/* What a POST of the session with that token must say (web/csrf.h). */
Str      session_csrf(Arena *a, Str token);

/* Starts a session for the answer; an old one ends. `person`: which of a house uses the phone. */
MUST Err session_start(Request *r, i64 account, Code county, i64 person, i64 lasts_ms);
/* The same by a card, where `lets_in` does not fail: it runs before, in the same transaction. */
typedef struct SessionNew {
    i64    account;
    Code   county;
    i64    person, card, lasts_ms; /* card 0: it came in by a name and password, and nobody is shown its device */
    Device device;
} SessionNew;
MUST Err session_start_by(Request *r, const SessionNew *n, WriteBody *lets_in, void *arg);

/* One that is in. `name` stands for it in a form: made of its hash, so that it lets nobody in and says nothing of the token. */
typedef struct SessionIn {
    Str    name;
    i64    person, card, started_at;
    Device device;
    bool   is_this; /* of this request */
} SessionIn;
typedef struct SessionsIn {
    const SessionIn *v;
    size_t           n;
    bool             is_more; /* older ones, which come up when some of these end */
} SessionsIn;
/* Those under the account of the request's session, the newest first. What ended is not kept. */
MUST Err session_some(Request *r, SessionsIn *ret);
/* Ends one of them, this one too. ERR_MISSING "session.gone": it is in no more. */
MUST Err session_end_one(Request *r, Str name);
MUST Err session_end(Request *r);
MUST Err session_end_all(Ctx *c, i64 account); /* password changed, card revoked */
MUST Err session_find(Ctx *c, Str token, Session **ret_session); /* NULL: none or expired */
MUST Err session_sweep(Ctx *c); /* forgets expired sessions */
