/* role_asked: a role that lets one do what its giver may not waits for a second person (会签, record/confirm.h). It is proposed, stands
 * nowhere, and is told to those who may confirm it: whoever holds VERB_ACCOUNT at its place or above, is another person than who
 * proposed it and who gets it, and would not be watched by it. Thirty days, then it is over. */
#pragma once
#include "entry/account.h"
#include "record/confirm.h"

#define ROLE_ASKED_MS (30 * DAY)

typedef struct RoleAsked {
    Ref          ref;            /* place: the role's */
    Account      who;            /* who gets it */
    Role         role;
    Date         from, to;       /* asked for; it begins no earlier than it is confirmed */
    i64          asked_by;
    Str          asked_called;   /* role and place of who asked; empty: the operator */
    i64          at, until;
    ConfirmState state;
    Hash         version;        /* what is agreed to: account, person, role, place, days */
    bool         may_answer, is_mine;
} RoleAsked;
typedef struct RolesAsked { const RoleAsked *v; size_t n; bool more; } RolesAsked;

/* VERB_ACCOUNT at its place is the caller's to check, here and below. */
MUST Err role_asked_get(Ctx *c, Ref ref, RoleAsked *ret);
MUST Err role_asked_list(Ctx *c, Code place, RolesAsked *ret); /* open ones at the place and below; at most 100 */
MUST Err role_asked_of(Ctx *c, const Account *who, RolesAsked *ret); /* open ones about an account */
/* As confirm_agree() and confirm_refuse(). Saying yes gives the role, or fails as giving it would. */
MUST Err role_asked_agree(Ctx *c, Ref ref, Hash version);
MUST Err role_asked_refuse(Ctx *c, Ref ref);
MUST Err role_asked_withdraw(Ctx *c, Ref ref); /* by who proposed it; ERR_DENIED */
MUST Err role_asked_load(Ctx *c, Str text, Ref *ret_ref); /* for ":role" */

extern const ConfirmKind role_confirms[];
extern const NounDesk    role_desk; /* what waits for a second person */
