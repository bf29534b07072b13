/* post_noun: what happens to a post by itself: the warning, its last day, a person who is forgotten; and its row of the table of
 * nouns. */
#include "matter/post.sql.h"
#include "matter/post_inside.h"
#include "record/rule.h"

/* ---- time ---- */

static Err warn_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    if (p->state != POST_HELD || p->until == 0 || p->warned_for == p->until || p->until != *(const i64 *)ch->arg)
        return OK;
    p->warned_for = p->until;
    change_part(ch, (EventPart)PART("until", p->until));
    change_note(ch, "post.warned", TELL_AUTHOR | TELL_ABOVE);
    return OK;
}

static Err over_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    Date  on = post_first_day_without(p->until);
    if (p->state != POST_HELD || on == 0 || date_start(on) > db_ctx(w)->now)
        return OK;
    return post_ends(w, ch, p, on, "post.over");
}

static Err warn_job(Ctx *c, Ref post, i64 until)
{
    return change(c, &(Change){ .life = &post_life, .ref = post, .rule = { warn_rule }, .arg = &until });
}

static Err over_job(Ctx *c, Ref post, i64 until)
{
    return change(c, &(Change){ .life = &post_life, .ref = post, .rule = { over_rule } });
}

static const JobKind        warn = { "post.warn", warn_job, 0 }, over = { "post.over", over_job, 0 };
static const JobKind *const jobs[] = { &warn, &over, NULL };

/* ---- a person who is forgotten ---- */

static Err erase_rule(Db *w, Change *ch, void *row)
{
    Post *p = row;
    if (p->state == POST_HELD)
        return post_ends(w, ch, p, date_of(db_ctx(w)->now), "post.ended");
    change_note(ch, "post.erased", TELL_NOBODY); /* who keeps a copy hears of it */
    return OK;
}

static Err erase_one(Db *w, Ref post, Str name)
{
    i64    texts;
    By     by = { .actor = NULL };
    Change ch = { .life = &post_life, .ref = post, .rule = { erase_rule } };
    TRY(change_in(w, &by, &ch));
    TRY(event_erase_subject(w, post, &texts)); /* why, and where it is written: somebody may be named there */
    return db_exec(w, QUERY(post_forget, KEY(post), .name = ARG(name)));
}

static Err erase(Db *w, Ref person)
{
    Rows rows;
    Str  name;
    TRY(person_called(w, person, &name));
    do {
        TRY(db_many(w, Q_POST_OF_PERSON, ARGS(REF(person), 0), &rows));
        for (size_t i = 0; i < rows.n; i++)
            TRY(erase_one(w, (Ref){ person.county, row_int(rows.row[i], C_POST_ROW_ID), row_text(rows.row[i], C_POST_ROW_PLACE) }, name));
    } while (rows.n > 0);
    return OK;
}

/* ---- the row ---- */

static const Invariant invariants[] = {
    { Q_POST_CHECK_ROLE, "post.role: it ended, and the role that came with it stands" },
    { Q_POST_CHECK_GONE, "post.person: held by who is on the roll no longer" },
    { Q_POST_CHECK_JOB, "post.over: nothing will end it on its last day" },
    { 0 },
};

static Err found_apart(void *arg, Row r)
{
    Role role = (Role)row_int(r, C_POST_CHECK_APART_ROLE);
    if (role < ROLE_COUNT && role_excludes(role, post_role((PostKind)row_int(r, C_POST_CHECK_APART_KIND))))
        finding(arg, "post.apart", "post %lld and a role of its holder", (long long)row_int(r, C_POST_CHECK_APART_ID));
    return OK;
}

static Err found_pair(void *arg, Row r)
{
    i64 kind = row_int(r, C_POST_CHECK_PAIR_KIND), other = row_int(r, C_POST_CHECK_PAIR_OTHER);
    if (kind < POST_KINDS && other < POST_KINDS && role_excludes(post_role((PostKind)kind), post_role((PostKind)other)))
        finding(arg, "post.apart", "post %lld and another of its holder", (long long)row_int(r, C_POST_CHECK_PAIR_ID));
    return OK;
}

static Err check(Ctx *c, Report *r)
{
    TRY(db_each(db_read(c), Q_POST_CHECK_PAIR, ARGS(), found_pair, r));
    return db_each(db_read(c), Q_POST_CHECK_APART, ARGS(), found_apart, r);
}

static const EventKind events[] = {
    { "post.given", true }, { "post.corrected", true }, { "post.ended", true }, { "post.over", true }, { "post.gone", true }, { "post.taken_in", true }, { "post.warned", true },
    { "post.armed", true }, { "post.carried", true }, { "post.carried_away", true }, { "post.erased", true }, { 0 },
};

static const NounFigure figures[] = { { "post.held", "post.figure.held", "/post" }, { 0 } };

const Noun post_noun = { .name = "post", .jobs = jobs, .events = events, .life = &post_life, .figures = figures,
                         .invariants = invariants, .check = check, .rebuild = life_rebuild, .title = life_title, .visible = life_visible,
                         .carry = post_carry, .heard = post_heard, .erase = erase };
