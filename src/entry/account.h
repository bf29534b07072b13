/* account (账号): how people enter, roles (角色) they hold, household cards. Acting for a resident: help.h.
 *
 * Officials and helpers have an account with a name and a password (Argon2id). A household enters with a card
 * (户卡, a printed sheet with a QR code of 136 random bits, revocable): opening the link shows a page, pressing the
 * button enters, because link previews fetch URLs. A card may serve a whole house: then it is asked which of them.
 * Roles are rows with dates; an account may hold several, all in the county of its own shard.
 *
 * The rules here know no request: attempts are counted by the page (login_page.c). What ends a role takes effect with
 * the next request, because account_actor() asks anew each time; what ends an account, a password or a card ends the
 * sessions that it let in, in the same transaction. */
#pragma once
#include "people/person.h"

typedef struct Account {
    i64  id;
    Code county;      /* where it was made; its shard */
    Code place;
    Str  name;        /* what is typed in: letters, digits, Han */
    Str  title;       /* 王会计: for who manages accounts and assigns, never under an answer; a household's label */
    bool is_household, is_ended;
    i64  household;   /* of a household's account, else 0 */
    Ref  person;      /* whose it is: county and id; id 0: not known. Separations compare persons (access.h) */
    i64  version;
} Account;

typedef struct RoleRow {
    i64  id;
    Role role;
    Code place;
    Date from, to;    /* to 0: open; otherwise the first day without it */
} RoleRow;

enum { CARD_TRIES_ROW = 5, CARD_TRIES_MOST = 20 }; /* wrong answers before a card rests; before it has to be opened at the door */
#define CARD_RESTS DAY
#define CARD_OPEN  DAY

extern const Field ACCOUNT_NAME, ACCOUNT_TITLE, ACCOUNT_PASSWORD, ACCOUNT_PERSON, ROLE_FIELD, ROLE_FROM, ROLE_TO, CARD_CODE, CARD_TAIL;
extern const char *const account_role_names[];

/* Makes an account with its first role; where that takes a second person (access_needs_second), with a question about it
 * (role_asked.h). ERR_DENIED: not the actor's to give (access_may_make). ERR_INVALID at "name": taken; at "password": too easy; at
 * "role": not held at such a place, wants a known person, or is excluded by another of theirs; at "person": nobody whom the actor
 * may see. */
typedef struct AccountNew { Code place; Str name, title, password; Role role; Date from, to; Ref person; } AccountNew;
MUST Err account_add(Ctx *c, const AccountNew *n, i64 *ret_account);
MUST Err account_get(Ctx *c, Code county, i64 id, Account *ret_account);
/* How an official who acts is called today, role and place, to be kept with the act; empty for a resident or the clock. */
MUST Err account_actor_title(Ctx *c, Str *ret_title);
MUST Err account_by_name(Ctx *c, Str name, Account *ret_account);        /* ERR_MISSING */
/* Those made in the place or holding a role at exactly that place; ended ones last. No households. Who ends meanwhile goes behind
 * the cursor, so that nobody is left out. */
typedef struct Accounts { const Account *v; size_t n; Cursor next; } Accounts;
MUST Err account_some(Ctx *c, Code place, const Cursor *after, int most, Accounts *ret);
/* How many that list has, of which `page` was read behind `after`. */
MUST Err account_some_count(Ctx *c, Code place, const Cursor *after, const Accounts *page, ListCount *ret_count);
MUST Err account_list(Ctx *c, Code place, const Account **ret, size_t *ret_n); /* all of them */
/* Says whose account it is, once; ERR_CONFLICT: said already. ERR_INVALID at "person": nobody whom the actor may see, or one whose
 * roles exclude each other then. */
MUST Err account_person_set(Ctx *c, Code county, i64 account, Ref person);
/* Gives it or asks, as account_add(). ERR_DENIED also for one's own account, or another of one's own person. */
MUST Err account_role_add(Ctx *c, Code county, i64 account, Role role, Code place, Date from, Date to);
/* Never one's own: nobody locks themselves out by one press. */
MUST Err account_role_end(Ctx *c, Code county, i64 account, i64 role_row, Date on);
MUST Err account_end(Ctx *c, Code county, i64 account);                  /* and all its roles; never one's own */
/* May the actor end it, set its password, say whose it is? For pages; the acts ask themselves. */
bool     account_may_change(Ctx *c, const Account *who);
enum { ROLES_SHOWN = 200 }; /* those that stand first, then those that ended last */
MUST Err account_roles(Ctx *c, Code county, i64 account, const RoleRow **ret, size_t *ret_n);
/* A role that comes with something else, a post (matter/post.h), in its body. `id` is chosen before: that of the role, and before that of
 * the question where it takes a second person. */
typedef enum RoleHeld { ROLE_NOT_HELD, ROLE_ASKED_FOR, ROLE_HELD, ROLE_WAS_HELD } RoleHeld;
/* As account_role_add(). *ret_given false: it is held there already by another way, or the account has ended; nothing
 * happened. */
MUST Err account_role_give_in(Db *w, Ref account, i64 id, Role role, Code place, Date from, Date to, bool *ret_given);
/* The role of that id ends on the day, or the question about it is dropped. Harmless where neither stands. Permission is the caller's. */
MUST Err account_role_take_in(Db *w, Ref account, i64 id, Date on);
MUST Err account_role_held(Ctx *c, Ref account, i64 id, RoleHeld *ret_held);
/* The account of that person in the county, a household's not; 0: none. */
MUST Err account_of_person(Db *db, Code county, Ref person, i64 *ret_account);
/* Sets another's password: whoever may give all the roles that it holds. Those that let one do more than the actor may wait for a
 * second person anew. */
MUST Err account_password_set(Ctx *c, Code county, i64 account, Str password);
/* One's own; `county` is the account's (web/session.h knows it). ERR_INVALID at "old": not the present one. */
MUST Err account_password_change(Ctx *c, Code county, Str old, Str password);
/* Notes what is wrong with a password at the field: too short, too common, the name itself. */
MUST Err account_password_check(Ctx *c, const char *field, Str password, Str name);

/* Right name and password; ERR_INVALID at "password" else: never says which was wrong, and takes as long either way. */
MUST Err login_password(Ctx *c, Str name, Str password, i64 *ret_account, Code *ret_county);

/* ---- cards (card.c, card_print.c) ---- */
/* A printed card waits until it came to its house: until somebody enters with it, or whoever printed it, or the house, says that it was
 * handed over. Till then the one before stands (docs/decisions/0061). What came in by a card that was replaced stays in; by one that was
 * lost or taken back, nothing. */
typedef struct CardHeld {
    Ref  household;
    i64  card, account, printed_by; /* printed_by: an account; 0: the operator */
    i64  opened_by;                 /* an account that opened it at the door, while it is open; 0: none */
    bool is_waiting, is_opened; /* is_opened: somebody showed that it is in its house's hands */
    i64  open_until;            /* till then a device that is new is not asked */
} CardHeld;
/* ERR_MISSING: no such card stands or waits. */
MUST Err login_card(Ctx *c, Str code, CardHeld *ret_card);
/* In a body, for whoever enters: from now on it stands, and of a device that is new its house is told. ERR_MISSING: it has ended
 * meanwhile. */
typedef struct CardEntering {
    const CardHeld *card;
    const char     *device; /* "phone", "tablet", "computer"; NULL: it came in with this card before */
} CardEntering;
MUST Err card_enter_in(Db *w, const CardEntering *e);
MUST Err card_enter(Ctx *c, const CardHeld *card);
/* A device that never came in with this card is asked for the last four digits of a phone of the house. ERR_INVALID at "tail": they are
 * not, or the house has none, which is not told apart. *ret_wait: how many ms the card still rests after wrong answers; it was not
 * asked. */
MUST Err card_answer(Ctx *c, const CardHeld *card, Str tail, i64 *ret_wait);
/* A second person stands at the door and sees whose card it is: for a day no device is asked. Of the one that waits, or else stands.
 * ERR_DENIED: the actor printed it, or helps that house or did lately, by whatever account. ERR_CONFLICT: none was printed, or its
 * house answered for it itself. */
MUST Err card_open(Ctx *c, Ref household);
/* The same until some time, for a demonstration. */
MUST Err card_keep_open(Ctx *c, const CardHeld *card, i64 until);
/* The code out of what was typed or pasted: letters with blanks, or the card's address. STR_NONE where it is too short or long. */
Str      card_code_typed(Arena *a, Str typed);
/* ERR_INVALID at the field: which letter no card has, or how many there are and should be. Nothing else of the code is said. */
MUST Err card_code_check(Ctx *c, const char *field, Str typed);
/* Is that account the actor's, or another of the same person? Of the county or above it; 0: nobody's. */
MUST Err account_is_actor(Ctx *c, Code county, i64 account, bool *ret_is);
/* Makes a card that waits, in place of one that waited; the code is given once, for the sheet. Lost: what stood ends at once. */
MUST Err card_issue(Ctx *c, Ref household, bool is_lost, Str *ret_code);
/* It came to its house, by the word of the house or of who printed it; harmless where that is known already. ERR_DENIED: another
 * printed it. ERR_CONFLICT: none was printed. */
MUST Err card_handed(Ctx *c, Ref household);
/* The cards of the actor's own house, as the house may know them. ERR_MISSING: no house, or it has none. */
typedef struct CardPrinted { i64 id, at; Str by; } CardPrinted; /* at 0: none; by: an office; empty: at the command line, or not known */
MUST Err card_of_own(Ctx *c, CardPrinted *ret_stands, CardPrinted *ret_waits);
/* What stands and what waits, and all that came in. By the house itself: it wants another, and who printed it is told. ERR_CONFLICT: has none. */
MUST Err card_revoke(Ctx *c, Ref household, Str why);
MUST Err card_hold(Db *w, Ref household); /* the one that stands and the one that waits: db_hold() */

/* Who an account is today: grants of the roles in force, its household. For web/session.h.
 * ERR_MISSING: ended, or a household without a standing card. */
MUST Err account_actor(Ctx *c, i64 account, Code county, i64 person, Actor *ret_actor);
/* The same of whoever came in with the token of that hash, since when, and until when it is good. ERR_MISSING: nobody did,
 * too. */
MUST Err account_entered(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at, Actor *ret_actor);

/* Noun.heard: the roles of who leaves the roll end. */
struct Noun;
struct EventNew;
struct PlaceCarry;
MUST Err account_carry(Db *w, const struct Noun *noun, const struct PlaceCarry *carry); /* Noun.carry */
MUST Err account_heard(Db *w, const struct Noun *noun, const struct EventNew *e);
/* Noun.erase: whose phone was signed in as that person is no longer, and whose account it was nobody knows. */
MUST Err account_erase_person(Db *w, Ref person);
MUST Err account_check(Ctx *c, Report *r);
