/* account_inside: what account*.c, role_put.c, role_asked.c, login.c and card*.c share. Others use account.h. */
#pragma once
#include "entry/account.h"
#include "record/confirm.h"

/* A role that a newer program has written gives nothing here. */
static inline bool role_is_known(i64 stored)
{
    return stored >= 0 && stored < ROLE_COUNT;
}

Account account_from_row(Code county, Row r);
/* Stands in for an account as the subject of an event. */
Ref     account_ref(const Account *a);
/* Whoever may give all the roles that an account holds may change it, but nobody their own. ERR_DENIED. */
MUST Err account_manages(Ctx *c, const Account *who);
/* Is it known who the actor is (actor_is_known())? ERR_DENIED "account.giver.unknown". */
MUST Err account_giver_check(Ctx *c);
/* Its person is on the roll still, where one is known. ERR_INVALID at "role". */
MUST Err account_living_check(Ctx *c, const Account *who);
/* In a body, held from now on: the account is still whose it was when it was asked about, has not ended, and its person is on the roll.
 * ERR_CONFLICT; ERR_INVALID at "role". */
MUST Err account_holder_in(Db *w, const Account *who);
/* Of the same person as the actor, as far as that is known? */
bool     account_is_actors(const Ctx *c, const Account *who);

/* ---- giving a role (account_role.c, role_put.c) ---- */

enum { ROLES_MOST = 100 }; /* of a person, those that stand or will stand */

typedef struct RoleGive {
    const Account *who;
    Role           role;
    Code           place;
    Date           from, to;
    i64            id;         /* chosen before: of the role, or of the question about it */
    i64            given_by;
    Str            called;     /* of who gives: its role and place */
    bool           asks;       /* it takes a second person */
    bool           is_first;   /* of an account that is made with it: whose it is, is chosen along */
    i64            row;        /* of a role that is asked for anew: what ends meanwhile */
} RoleGive;
/* Whether the actor may give it, there, to that account, and how; fills from, given_by, called, asks. */
MUST Err role_check(Ctx *c, RoleGive *g);
/* In a body: gives it, or asks (role_asked.c). */
MUST Err role_give_in(Db *w, const RoleGive *g);
MUST Err role_put_in(Db *w, const RoleGive *g);
MUST Err role_ask_in(Db *w, const RoleGive *g);
/* In a body: no two roles of the account, or of its person, that exclude each other at once, one `more` included (or NULL).
 * ERR_INVALID at "role", or at "person". */
MUST Err roles_apart_in(Db *w, const Account *who, const RoleRow *more);
/* In a body: all that stand end today. ERR_DENIED: one that the actor may not end. */
MUST Err roles_end_in(Db *w, const Account *who);
MUST Err roles_check(Ctx *c, Report *r);
MUST Err role_asked_check(Ctx *c, Report *r);
/* In a body: those that somebody set a password for who may less than they let one do end, and are asked for anew. */
MUST Err roles_ask_again_in(Db *w, const Account *who, const RoleGive *v, size_t n);
/* Which these are. */
MUST Err roles_beyond(Ctx *c, const Account *who, RoleGive **ret, size_t *ret_n);
/* In a body: the open questions about an account end; or are put anew, because who gets the role is another person now. */
MUST Err roles_asked_end_in(Db *w, const Account *who);
MUST Err roles_asked_renew_in(Db *w, const Account *who);

/* ---- cards ---- */
/* In a body: from now on that card stands, by the word of account `by` (0: it is entered with), and the one before ends. ERR_MISSING:
 * it has ended. */
MUST Err card_stand_in(Db *w, Ref household, i64 card, i64 by);
/* In a body: that card is in its house's hands; till `until` no device is asked, by the word of the actor (nobody: of the operator). Nothing
 * where it is open by another's. */
MUST Err card_opened_in(Db *w, Code county, i64 card, i64 until, bool *ret_news);
