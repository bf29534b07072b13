/* post_heard: what posts answer to in the bodies of others: a role that their holder is given on another page, or by a tie; and a holder
 * who leaves. */
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

static Err gone_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    return p->state == POST_HELD ? post_ends(w, ch, p, date_of(db_ctx(w)->now), "post.gone") : OK;
}

/* Of the person's posts those of that village, or all (NONE) end. What is held from elsewhere, as by a team, is not held by living
 * there. */
static Err ends_with_person(Db *w, Ref person, Code village)
{
    Rows rows = { 0 };
    i64  after = 0;
    do {
        TRY(db_many(w, Q_POST_OF_PERSON, ARGS(REF(person), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row    r = rows.row[i];
            By     by = { .actor = NULL };
            Change ch = { .life = &post_life, .rule = { gone_rule } };
            ch.ref = (Ref){ person.county, row_int(r, C_POST_ROW_ID), row_text(r, C_POST_ROW_PLACE) };
            after = ch.ref.id;
            if (row_int(r, C_POST_ROW_STATE) != POST_HELD || !(village.n == 0 || code_covers(village, ch.ref.place)))
                continue;
            if (!access_may_make(db_ctx(w)->actor, post_role((PostKind)row_int(r, C_POST_ROW_KIND)), ch.ref.place))
                return fail(db_ctx(w), ERR_DENIED, "account.role.holder", "whoever ends the post by another door may not end it");
            TRY(change_in(w, &by, &ch));
        }
    } while (rows.n > 0);
    return OK;
}

static Err taken_in_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    return p->state == POST_HELD ? post_ends(w, ch, p, date_of(db_ctx(w)->now), "post.taken_in") : OK;
}

/* A place under another code has the posts that it had; one that was taken into another has no council any more. */
Err post_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Rows rows = { 0 };
    i64  after = 0;
    if (carry->taken_in.n == 0)
        return life_carry(w, noun, carry);
    do {
        TRY(db_many(w, Q_POST_CARRY_LIST, ARGS(code_county(carry->from), carry->from, code_end(db_ctx(w)->arena, carry->from), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            By     by = { .actor = NULL };
            Change ch = { .life = &post_life, .rule = { taken_in_rule } };
            ch.ref = (Ref){ code_county(carry->from), row_int(rows.row[i], C_POST_ROW_ID), row_text(rows.row[i], C_POST_ROW_PLACE) };
            after = ch.ref.id;
            TRY(change_in(w, &by, &ch));
        }
    } while (rows.n > 0);
    return OK;
}

static i64 part(const EventNew *e, const char *name)
{
    for (size_t i = 0; i < e->n_parts; i++)
        if (strcmp(e->parts[i].name, name) == 0)
            return e->parts[i].value;
    return 0;
}

/* To another house: of another village? */
static Err moved(Db *w, const EventNew *e)
{
    Household left;
    i64       was = part(e, "from");
    if (was == 0 || was == part(e, "household"))
        return OK;
    TRY(household_get(db_ctx(w), (Ref){ e->subject.county, was, STR_NONE }, &left));
    Code village = code_log(left.ref.place);
    return str_eq(village, code_log(e->subject.place)) ? OK : ends_with_person(w, e->subject, village);
}

Err post_heard(Db *w, const Noun *noun, const EventNew *e)
{
    if (strcmp(e->kind, "role.given") == 0 || strcmp(e->kind, "account.tied") == 0)
        return role_heard(w, e->subject);
    if (strcmp(e->kind, "person.left") == 0)
        return ends_with_person(w, e->subject, STR_NONE);
    if (strcmp(e->kind, "person.edited") == 0)
        return moved(w, e);
    return OK;
}
