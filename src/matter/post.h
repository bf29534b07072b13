/* post (职务): who holds which post of which body (会长 of a council, 村民代表, 管护员, a team's leader), since when and until when, and
 * where that is written. Everybody reads it: who was elected (council, representatives, supervisors) by the full name while the post is
 * held, else names as everybody may see them.
 *
 * A post carries a role (record/access.h) for as long: where its holder has an account of their own, the role is given with it or,
 * where who gives it may less than the role, asked for from a second person (entry/role_asked.h); it ends with the post. Without
 * an account the post stands alone, and the role can be given later (post_arm). Who may give a post is who may give its role there:
 * never to oneself. A role that somebody holds there by another way is left alone.
 *
 * Before its last day the holder and who gave it are told (post.warn.days); after it the post has ended by itself. It is corrected
 * and ended with a reason, and never deleted. Who leaves the roll leaves it, and who moves to another village those of the first. Whoever asks to be forgotten is
 * nobody's name here any more. */
#pragma once
#include "entry/account.h"
#include "matter/change.h"
#include "record/field.h"
#include "record/list.h"
#include "record/noun.h"

typedef enum PostState { POST_HELD, POST_ENDED, POST_STATES } PostState;
typedef enum PostKind {
    POST_CHAIR, POST_VICE_CHAIR, POST_SECRETARY, POST_COUNCILLOR, POST_REPRESENTATIVE, POST_SUPERVISOR, POST_MEDIATOR, POST_KEEPER,
    POST_TEAM_LEADER, POST_TEAM_MEMBER, POST_KINDS
} PostKind;
enum { POST_PAGE = 30 };

extern const Field POST_KIND, POST_BODY, POST_PERSON, POST_FROM, POST_UNTIL, POST_SOURCE, POST_WHY, POST_ONCE;
extern const char *const post_kind_names[], *const post_states[POST_STATES + 1]; /* end with NULL */
extern const CounterKind POST_COUNTERS[POST_STATES]; /* how many stand at each */

typedef struct Post {
    A_MATTER;              /* title: the body, 一组理事会; state: PostState */
    PostKind kind;
    Ref      person;       /* id 0: erased */
    Str      name;         /* in full where it was elected and is held, else as the actor may see it; empty: erased */
    Str      public_name;  /* as everybody may see it, whoever asks */
    Str      place_name;
    i64      account, role; /* account that holds the role; 0: none. role: its id, or that of the question about it */
    Date     from, until;  /* until: the last day; 0: open */
    Date     warned_for;
    Date     ended_on;     /* the first day without it */
    Str      source;
    i64      given_by;
    Code     given_county;
    bool     is_coming;    /* from a later day on */
    bool     may_change;   /* the actor may correct and end it */
    RoleHeld held;         /* the role; post_get only, for who may change it */
} Post;
typedef struct Posts { LIST_OF(Post) } Posts;

typedef struct PostNew {
    Code place;
    Ref  person;
    int  kind;
    Str  body, source, once;
    Date from, until;
} PostNew;
/* ERR_DENIED: not the actor's to give there. ERR_INVALID at "kind": no such post at such a place, or held already; at "person", "until".
 * The same `once` gives the same post again. */
MUST Err post_give(Ctx *c, const PostNew *n, Ref *ret_post);
MUST Err post_get(Ctx *c, Ref ref, Post *ret_post);
/* Of a place (a county or below it) and what lies below: a chair before members, then as they came. */
MUST Err post_list(Ctx *c, Code place, PostState state, const ListAsk *ask, int most, Posts *ret_posts);
bool     post_may_give(const Actor *a, PostKind kind, Code place);
bool     post_may_give_some(const Actor *a, Code place);

bool     post_same_role(PostKind a, PostKind b);

typedef struct PostEdit {
    i64  version;
    int  kind;             /* one of the same role */
    Str  body, source, why;
    Date from, until;      /* another last day is another end of the role */
    Given given;           /* what is not sent stays */
} PostEdit;
MUST Err post_correct(Ctx *c, Ref post, const PostEdit *e);
MUST Err post_end(Ctx *c, Ref post, i64 version, Str why);
/* Gives the role where the holder has an account by now. ERR_CONFLICT: no account, or held. */
MUST Err post_arm(Ctx *c, Ref post, i64 version);

extern const Noun               post_noun;
