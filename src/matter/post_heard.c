/* post_heard: what posts answer to in the bodies of others: a role that their holder is given on another page, or by a tie. */
#include <string.h>

#include "matter/post.sql.h"
#include "matter/post_inside.h"
#include "record/event.h"

/* Who watches holds no role of the watched, also where the post stood before the account. */
static Err role_heard(Db *w, Ref account)
{
    Ctx           *c = db_ctx(w);
    Account        who;
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(c->now);
    TRY(account_get(c, account.county, account.id, &who));
    if (who.person.id == 0)
        return OK;
    TRY(account_roles(c, who.county, who.id, &held, &n));
    for (size_t i = 0; i < n; i++)
        if (held[i].to == 0 || held[i].to > today)
            TRY(post_role_apart(w, who.person, &held[i]));
    return OK;
}

Err post_heard(Db *w, const Noun *noun, const EventNew *e)
{
    if (strcmp(e->kind, "role.given") == 0 || strcmp(e->kind, "account.tied") == 0)
        return role_heard(w, e->subject);
    return OK;
}
