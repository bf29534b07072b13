/* need_group: duplicates put together. Every original keeps its author, voices and page; the group counts each
 * household once, and stands in lists with one of its open needs, that with the most voices: asked anew whenever the
 * group changes or one of its needs ends. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"

enum { GROUP_MOST = 50, MEMBERS_MOST = 200 }; /* named in one act; in all */

typedef struct Grouping {
    const Refs *needs;
    Str         title;
    i64         id;
    i64         event_id[GROUP_MOST], other_id[MEMBERS_MOST + 1]; /* of those that are named; that come along */
    size_t      n_others; /* as the body runs */
} Grouping;

Err need_group_tell_onward(Db *w, const NeedRow *gone)
{
    Rows members;
    i64  once = db_id(w);
    TRY(db_many(w, Q_NEED_GROUP_ROWS, ARGS(gone->n.ref.county, gone->n.group), &members));
    for (size_t i = 0; i < members.n; i++) {
        NeedRow other = need_row_of(members.row[i]);
        if (other.n.ref.id != gone->n.ref.id && need_is_open(other.n.state))
            TRY(need_tell_voices(w, &other, "need.onward", gone->n.title, once));
    }
    return OK;
}

/* Its voices, too, made from its members as they are now. */
static Err group_settle(Db *w, Code county, i64 group)
{
    Rows members;
    TRY(db_exec(w, Q_NEED_GROUP_VOICES_DROP, ARGS(county, group)));
    TRY(db_exec(w, Q_NEED_GROUP_VOICES_FILL, ARGS(county, group)));
    TRY(db_many(w, Q_NEED_GROUP_ROWS, ARGS(county, group), &members));
    if (members.n > MEMBERS_MOST)
        return fail_at(db_ctx(w), "need", "need.group.full", STR_NONE, STR_NONE);
    return need_lead_put(w, county, group, &members);
}

static Err group_event(Db *w, const NeedRow *need, const char *kind, i64 event_id, i64 group, Str title)
{
    EventNew e = { .id = event_id, .kind = kind, .subject = need_subject(need), .n_parts = str_is_empty(title) ? 1 : 2,
                   .parts = { PART("group", group), PART_TEXT("text", title) } };
    return event_append(w, &e);
}

static Err group_told(Db *w, const Grouping *g, const NeedRow *r, i64 event_id)
{
    TRY(group_event(w, r, "need.grouped", event_id, g->id, g->title));
    return need_tell_voices(w, r, "need.grouped", g->title, g->id);
}

/* Of what is dealt with the desk that it lies on, of what has ended the place. */
static Err may_move(Db *w, const NeedRow *r)
{
    if (need_is_open(r->n.state))
        return need_desk_check(w, r, VERB_TRIAGE);
    return access_check(db_ctx(w), VERB_TRIAGE, r->n.ref.place);
}

/* The others of the group that one is in come along: the actor may group each of them, and each is told. */
static Err others_take(Db *w, Grouping *g, const NeedRow *r)
{
    Rows others;
    TRY(db_hold(w, Q_NEED_GROUP_HOLD, ARGS(r->n.ref.county, r->n.group)));
    TRY(db_many(w, Q_NEED_GROUP_ROWS, ARGS(r->n.ref.county, r->n.group), &others));
    for (size_t i = 0; i < others.n; i++) {
        NeedRow other = need_row_of(others.row[i]);
        if (other.n.ref.id == r->n.ref.id)
            continue;
        if (g->n_others == COUNTOF(g->other_id))
            return fail_at(db_ctx(w), "need", "need.group.full", STR_NONE, STR_NONE);
        TRY(may_move(w, &other));
        TRY(group_told(w, g, &other, g->other_id[g->n_others++]));
    }
    return OK;
}

/* One need into the group, with the group it was in. */
static Err take_in(Db *w, Grouping *g, const NeedRow *r, i64 event_id)
{
    const Need *n = &r->n;
    i64         rows;
    if (n->group == g->id)
        return OK; /* came along with another one */
    if (n->group != 0) {
        TRY(others_take(w, g, r));
        TRY(db_change(w, Q_NEED_GROUP_MERGE, ARGS(n->ref.county, n->group, g->id), &rows));
        TRY(db_exec(w, Q_NEED_GROUP_VOICES_DROP, ARGS(n->ref.county, n->group)));
        TRY(db_exec(w, Q_NEED_GROUP_DROP, ARGS(n->ref.county, n->group)));
    } else {
        TRY(db_change(w, Q_NEED_GROUP_PUT, ARGS(REF(n->ref), g->id), &rows));
    }
    return group_told(w, g, r, event_id);
}

static Err group_check(Db *w, const NeedRow *r, const NeedRow *first)
{
    Ctx *c = db_ctx(w);
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    if (r->n.kind == NEED_COMPLAINT)
        return fail(c, ERR_CONFLICT, "need.group.complaint", "a complaint is grouped with nothing");
    if (!need_is_open(r->n.state))
        return fail(c, ERR_CONFLICT, "need.not_open", "grouping what is not open");
    if (!str_eq(r->n.ref.county, first->n.ref.county) ||
        !str_eq(code_log(r->n.ref.place), code_log(first->n.ref.place)))
        return fail_at(c, "need", "need.group.one_village", STR_NONE, STR_NONE);
    return OK;
}

static Err group_body(Db *w, void *arg)
{
    Grouping *g = arg;
    NeedRow   first, r;
    g->n_others = 0;
    for (size_t i = 0; i < g->needs->n; i++)
        TRY(db_hold(w, Q_NEED_HOLD, ARGS(REF(g->needs->v[i]))));
    TRY(need_row(w, g->needs->v[0], &first));
    TRY(db_exec(w, QUERY(need_group_add, .county = ARG(first.n.ref.county), .id = ARG(g->id), .title = ARG(g->title),
                         .lead = ARG(first.n.ref.id), .account = ARG(db_ctx(w)->actor->account),
                         .at = ARG(db_ctx(w)->now))));
    for (size_t i = 0; i < g->needs->n; i++) {
        TRY(need_row(w, g->needs->v[i], &r));
        TRY(group_check(w, &r, &first));
        TRY(take_in(w, g, &r, g->event_id[i]));
    }
    return group_settle(w, first.n.ref.county, g->id);
}

Err need_group(Ctx *c, const Refs *needs, Str title, i64 *ret_group)
{
    Grouping *g = NEW(c->arena, Grouping);
    TRY(field_check_given(c, &NEED_GROUP_TITLE, title));
    if (needs->n < 2 || needs->n > GROUP_MOST)
        return fail_at(c, "need", "need.group.number", STR_NONE, STR_NONE);
    g->needs = needs;
    g->title = title;
    g->id = id_new(c->now);
    for (size_t i = 0; i < needs->n; i++)
        g->event_id[i] = id_new(c->now);
    for (size_t i = 0; i < COUNTOF(g->other_id); i++)
        g->other_id[i] = id_new(c->now);
    TRY(db_write(c, group_body, g));
    *ret_group = g->id;
    return OK;
}

typedef struct Ungrouping {
    Ref need;
    i64 event_id;
} Ungrouping;

/* Out of the group, with its own clock. */
static Err member_free(Db *w, Row member)
{
    NeedRow r = need_row_of(member);
    TRY(db_exec(w, Q_NEED_GROUP_FORGET, ARGS(REF(r.n.ref))));
    return need_member_put(w, &r, 0);
}

/* A group of one is none. */
static Err group_dissolve(Db *w, Code county, i64 group, const Rows *members)
{
    for (size_t i = 0; i < members->n; i++)
        TRY(member_free(w, members->row[i]));
    TRY(db_exec(w, Q_NEED_GROUP_VOICES_DROP, ARGS(county, group)));
    return db_exec(w, Q_NEED_GROUP_DROP, ARGS(county, group));
}

static Err ungroup_body(Db *w, void *arg)
{
    const Ungrouping *u = arg;
    NeedRow           r;
    Row               row;
    Rows              left;
    TRY(db_hold(w, Q_NEED_HOLD, ARGS(REF(u->need))));
    TRY(db_one(w, Q_NEED_GET, ARGS(REF(u->need)), &row));
    r = need_row_of(row);
    TRY(need_desk_check(w, &r, VERB_TRIAGE));
    if (r.n.group == 0)
        return OK;
    TRY(db_hold(w, Q_NEED_GROUP_HOLD, ARGS(r.n.ref.county, r.n.group)));
    TRY(member_free(w, row));
    TRY(db_many(w, Q_NEED_GROUP_ROWS, ARGS(r.n.ref.county, r.n.group), &left));
    if (left.n < 2)
        TRY(group_dissolve(w, r.n.ref.county, r.n.group, &left));
    else
        TRY(group_settle(w, r.n.ref.county, r.n.group));
    TRY(need_tell_voices(w, &r, "need.ungrouped", STR_NONE, 0));
    return group_event(w, &r, "need.ungrouped", u->event_id, r.n.group, STR_NONE);
}

Err need_ungroup(Ctx *c, Ref need)
{
    Ungrouping *u = NEW(c->arena, Ungrouping);
    u->need = need;
    u->event_id = id_new(c->now);
    return db_write(c, ungroup_body, u);
}

Err need_group_get(Ctx *c, Ref need, NeedGroup *ret_group)
{
    NeedRow r;
    Row     row;
    Rows    members;
    *ret_group = (NeedGroup){ 0 };
    TRY(need_row(db_read(c), need, &r));
    if (r.n.group == 0)
        return OK;
    db_ahead(db_read(c), Q_NEED_GROUP_MEMBERS, ARGS(need.county, r.n.group));
    TRY(db_one(db_read(c), Q_NEED_GROUP_GET, ARGS(need.county, r.n.group), &row));
    TRY(db_many(db_read(c), Q_NEED_GROUP_MEMBERS, ARGS(need.county, r.n.group), &members));
    ret_group->id = r.n.group;
    ret_group->title = row_text(row, C_NEED_GROUP_GET_TITLE);
    ret_group->households = row_int(row, C_NEED_GROUP_GET_HOUSEHOLDS);
    ret_group->helped = row_int(row, C_NEED_GROUP_GET_HELPED);
    return need_cut_cards(c, members, members.n, &ret_group->needs);
}
