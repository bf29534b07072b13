/* account (账号): how people enter, and roles (角色) they hold.
 *
 * Officials and helpers have an account with a name and a password (Argon2id). A household enters with a card
 * (户卡, a printed sheet with a QR code of 130 random bits, revocable): opening the link shows a page, pressing the
 * button enters, because link previews fetch URLs. A phone may serve a whole house: then it is asked which of them.
 * Roles are rows with dates; an account may hold several. */
#pragma once
#include "place/person.h"
#include "web/route.h"

typedef struct Account {
    i64  id;
    Code county;      /* where it was made; its shard */
    Str  name;        /* what is typed in: letters, digits, Han */
    Str  title;       /* 上湾村村干部: shown beside answers */
    bool is_household, is_ended;
    i64  version;
} Account;

typedef struct RoleRow {
    i64  id;
    Role role;
    Code place;
    Date from, to;
} RoleRow;

extern const Field ACCOUNT_NAME, ACCOUNT_TITLE, ACCOUNT_PASSWORD, ROLE_FIELD, ROLE_FROM, ROLE_TO, CARD_CODE;

typedef struct AccountNew { Code place; Str name, title, password; Role role; Date from, to; } AccountNew;
MUST Err account_add(Ctx *c, const AccountNew *n, i64 *ret_account);   /* ERR_INVALID at "name": taken */
MUST Err account_get(Ctx *c, Code county, i64 id, Account *ret_account);
MUST Err account_by_name(Ctx *c, Str name, Account *ret_account);         /* ERR_MISSING; for the command line */
MUST Err account_list(Ctx *c, Code place, const Account **ret, size_t *ret_n);
MUST Err account_role_add(Ctx *c, Code county, i64 account, Role role, Code place, Date from, Date to);
MUST Err account_role_end(Ctx *c, Code county, i64 account, i64 role_row, Date on);
MUST Err account_password_set(Ctx *c, Code county, i64 account, Str password);
MUST Err account_end(Ctx *c, Code county, i64 account);
MUST Err account_roles(Ctx *c, Code county, i64 account, const RoleRow **ret, size_t *ret_n);

/* Right name and password; ERR_INVALID at "password" else (never says which was wrong), ERR_LIMIT after ten in an hour. */
MUST Err login_password(Ctx *c, Str name, Str password, Str address, i64 *ret_account, Code *ret_county);
/* The household of a card that stands; ERR_MISSING. */
MUST Err login_card(Ctx *c, Str code, Str address, Ref *ret_household, i64 *ret_account);
/* Makes a new card and revokes the one before; the code is given once, for the sheet. */
MUST Err card_issue(Ctx *c, Ref household, Str *ret_code);
MUST Err card_revoke(Ctx *c, Ref household, Str why);
/* For web/session.h. */
MUST Err account_actor(Ctx *c, i64 account, Code county, i64 person, Actor *ret_actor);
