/* role_asked: see role_asked.h. */
#include "entry/role_asked.h"

#include "entry/account_inside.h"
#include "entry/role_asked.sql.h"
#include "place/place.h"
#include "record/event.h"
#include "record/inbox.h"

#define KIND "role.asked"

/* ---- what is agreed to ---- */

static Hash version_of(Arena *a, const Account *who, Role role, Code place, Date from, Date to)
{
    Str person = who->person.id ? ref_name(a, who->person) : STR_NONE, account = id_text(a, who->id);
    return hash_of(arena_printf(a, "%.*s %.*s %s %.*s %d %d", STR_ARG(account), STR_ARG(person), role_name(role), STR_ARG(place),
                                (int)from, (int)to));
}

static Err asked_read(Ctx *c, Ref ref, RoleAsked *ret, Row *ret_row)
{
    Row r;
    TRY(db_one(db_read(c), Q_ROLE_ASKED_ONE, ARGS(REF(ref)), &r));
    i64 role = row_int(r, C_ROLE_ASKED_ONE_ROLE);
    if (!role_is_known(role))
        return fail(c, ERR_MISSING, NULL, "a role of a newer program");
    *ret = (RoleAsked){
        .ref = { ref.county, ref.id, row_text(r, C_ROLE_ASKED_ONE_PLACE) }, .role = (Role)role,
        .from = (Date)row_int(r, C_ROLE_ASKED_ONE_FROM_DATE), .to = (Date)row_int(r, C_ROLE_ASKED_ONE_TO_DATE),
        .asked_by = row_int(r, C_ROLE_ASKED_ONE_ASKED_BY), .asked_called = row_text(r, C_ROLE_ASKED_ONE_ASKED_CALLED),
        .at = row_int(r, C_ROLE_ASKED_ONE_AT),
    };
    *ret_row = r;
    return account_get(c, ref.county, row_int(r, C_ROLE_ASKED_ONE_ACCOUNT), &ret->who);
}

/* ---- whom it is told ---- */

static Err tell(Db *w, const RoleAsked *q, Code county, i64 account, const char *key)
{
    Ctx *c = db_ctx(w);
    Str  where;
    if (account == 0)
        return OK;
    TRY(place_name(c, q->ref.place, &where));
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = county, .account = account, .key = key,
                                       .a = q->who.title, .b = where, .subject = q->ref, .noun = "role" });
}

enum { HOLDERS_READ = 200 }; /* LIMIT of role_holders: more than an account has roles at a place */

/* Those of one place, of whom others hold other roles: portion by portion, each beginning with the last account anew. */
static Err tell_holders_at(Db *w, const RoleAsked *q, Code at, int most, int *told)
{
    Ctx *c = db_ctx(w);
    Rows rows;
    i64  last = 0, behind = 0;
    do {
        TRY(db_many(w, Q_ROLE_HOLDERS, ARGS(code_county(at), at, date_of(c->now), behind), &rows));
        for (size_t i = 0; i < rows.n && *told < most; i++) {
            i64 account = row_int(rows.row[i], C_ROLE_HOLDERS_ACCOUNT), role = row_int(rows.row[i], C_ROLE_HOLDERS_ROLE);
            behind = account - 1; /* its other roles may stand behind the cut */
            if (account == last || account == c->actor->account || account == q->who.id || !role_is_known(role) ||
                !(role_verbs((Role)role) & UINT64_C(1) << VERB_ACCOUNT))
                continue;
            TRY(tell(w, q, code_county(at), account, "inbox.role.asked"));
            last = account;
            ++*told;
        }
    } while (rows.n == HOLDERS_READ && *told < most);
    return OK;
}

/* Those who hold VERB_ACCOUNT at the place or above, the nearest first; who came after the 64th sees it on the pages of accounts. */
static Err tell_holders(Db *w, const RoleAsked *q)
{
    enum { MOST = 64 };
    int told = 0;
    for (Code at = q->ref.place; at.n != 0 && told < MOST; at = code_parent(at))
        TRY(tell_holders_at(w, q, at, MOST, &told));
    return OK;
}

/* ---- asking ---- */

static Err not_asked_yet(Db *w, const RoleGive *g)
{
    Rows      rows;
    RoleAsked q;
    Row       r;
    TRY(db_many(w, Q_ROLE_ASKED_OF_ACCOUNT, ARGS(g->who->county, g->who->id), &rows));
    if (rows.n >= ROLES_MOST)
        return fail(db_ctx(w), ERR_LIMIT, "account.role.many", "%d roles asked for one account", ROLES_MOST);
    for (size_t i = 0; i < rows.n; i++) {
        TRY(asked_read(db_ctx(w), (Ref){ g->who->county, row_int(rows.row[i], C_ROLE_ASKED_OF_ACCOUNT_ID), STR_NONE }, &q, &r));
        if (q.role == g->role && str_eq(q.ref.place, g->place))
            return fail_at(db_ctx(w), "role", "account.role.asked_already", STR_NONE, STR_NONE);
    }
    return OK;
}

Err role_ask_in(Db *w, const RoleGive *g)
{
    Ctx       *c = db_ctx(w);
    const Ref  subject = { g->who->county, g->who->id, g->place };
    RoleAsked  q = { .ref = { g->who->county, g->id, g->place }, .who = *g->who, .role = g->role, .from = g->from, .to = g->to };
    ConfirmNew n = { .ref = q.ref, .kind = KIND, .subject = subject, .n = 1, .until = c->now + ROLE_ASKED_MS,
                     .slot = { { .by = CONFIRM_OFFICE, .verb = VERB_ACCOUNT, .place = g->place } } };
    n.version = version_of(c->arena, g->who, g->role, g->place, g->from, g->to);
    TRY(not_asked_yet(w, g));
    TRY(roles_apart_in(w, g->who, &(RoleRow){ 0, g->role, g->place, g->from, g->to }));
    TRY(confirm_ask_in(w, &n));
    TRY(db_exec(w, QUERY(role_asked_add, KEY(q.ref), .account = ARG(g->who->id), .role = ARG(g->role), .place = ARG(g->place),
                         .from_date = ARG(g->from), .to_date = ARG(g->to), .asked_by = ARG(g->given_by),
                         .asked_county = ARG(code_county(access_place(c->actor, VERB_ACCOUNT))),
                         .asked_called = ARG(g->called.n ? g->called : STR("")), .at = ARG(c->now))));
    TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = "role.asked", .subject = subject,
                                     .parts = { PART("role", g->role), PART("from", g->from), PART("to", g->to) }, .n_parts = 3 }));
    return tell_holders(w, &q);
}

typedef Err AskedStep(Db *w, const RoleAsked *q);

static Err each_open(Db *w, const Account *who, AskedStep *step)
{
    Rows rows;
    TRY(db_many(w, Q_ROLE_ASKED_OF_ACCOUNT, ARGS(who->county, who->id), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        RoleAsked q;
        Row       r;
        TRY(asked_read(db_ctx(w), (Ref){ who->county, row_int(rows.row[i], C_ROLE_ASKED_OF_ACCOUNT_ID), STR_NONE }, &q, &r));
        TRY(step(w, &q));
    }
    return OK;
}

static Err step_drop(Db *w, const RoleAsked *q)
{
    return confirm_drop_in(w, q->ref);
}

static Err step_renew(Db *w, const RoleAsked *q)
{
    return confirm_renew_in(w, q->ref, version_of(db_ctx(w)->arena, &q->who, q->role, q->ref.place, q->from, q->to));
}

Err roles_asked_end_in(Db *w, const Account *who)
{
    return each_open(w, who, step_drop);
}

Err roles_asked_renew_in(Db *w, const Account *who)
{
    return each_open(w, who, step_renew);
}

/* ---- what the confirm asks of us ---- */

static ConfirmSigner signer_of_account(const Account *who)
{
    return (ConfirmSigner){ who->id, who->person.county, who->person.id, 0 };
}

/* Who proposed it, who confirms it and who gets it are three persons, and none of them an account that nobody stands behind. Who
 * gets it may still be unknown here: that is said when everything else is right (agreed()). */
static bool may_confirm(const Actor *a, const RoleAsked *q, const Confirm *cf, const ConfirmSigner *who)
{
    const ConfirmSigner gets = signer_of_account(&q->who);
    return cf->author.person != 0 && who->person != 0 && !confirm_is_same(&cf->author, who) && !confirm_is_same(&gets, who) &&
           !confirm_is_same(&gets, &cf->author) && access_may_confirm(a, q->role, q->ref.place);
}

static Err may_say(Db *w, const Confirm *cf, const ConfirmSlot *slot, const ConfirmSigner *who, bool *ret_may)
{
    RoleAsked q;
    Row       r;
    TRY(asked_read(db_ctx(w), cf->ref, &q, &r));
    *ret_may = may_confirm(db_ctx(w)->actor, &q, cf, who);
    return OK;
}

static Err closed(Db *w, const Confirm *cf)
{
    RoleAsked q;
    Row       r;
    TRY(asked_read(db_ctx(w), cf->ref, &q, &r));
    TRY(db_exec(w, Q_ROLE_ASKED_CLOSE, ARGS(REF(cf->ref))));
    if (cf->state == CONFIRM_DROPPED)
        return OK;
    return tell(w, &q, row_text(r, C_ROLE_ASKED_ONE_ASKED_COUNTY), q.asked_by,
                cf->state == CONFIRM_REFUSED ? "inbox.role.refused" : "inbox.role.over");
}

/* It begins when it is confirmed, or later. */
static Err agreed(Db *w, const Confirm *cf)
{
    Ctx      *c = db_ctx(w);
    RoleAsked q;
    Row       r;
    TRY(asked_read(c, cf->ref, &q, &r));
    Date     today = date_of(c->now);
    RoleGive g = { .who = &q.who, .role = q.role, .place = q.ref.place, .from = q.from > today ? q.from : today, .to = q.to,
                   .id = q.ref.id, .given_by = q.asked_by }; /* under which whoever asked finds it */
    if (q.who.is_ended || (g.to != 0 && g.to <= g.from))
        return fail(c, ERR_CONFLICT, q.who.is_ended ? "account.ended" : "account.to.early", "nothing to give any more");
    if (q.who.person.id == 0)
        return fail(c, ERR_CONFLICT, "account.role.needs_person", "nobody is known behind it, or was erased");
    TRY(account_holder_in(w, &q.who));
    TRY(role_put_in(w, &g));
    TRY(db_exec(w, Q_ROLE_ASKED_CLOSE, ARGS(REF(cf->ref))));
    TRY(tell(w, &q, row_text(r, C_ROLE_ASKED_ONE_ASKED_COUNTY), q.asked_by, "inbox.role.given"));
    return tell(w, &q, q.ref.county, q.who.id, "inbox.role.yours");
}

const ConfirmKind role_confirms[] = {
    { .name = KIND, .noun = "account", .may = may_say, .agreed = agreed, .closed = closed },
    { .name = NULL },
};

/* ---- reading and answering ---- */

static Err asked_finish(Ctx *c, RoleAsked *q)
{
    Confirm cf;
    TRY(confirm_get(c, q->ref, &cf));
    const ConfirmSigner me = confirm_signer(c->actor);
    bool                is_over = cf.state == CONFIRM_OPEN && cf.until <= c->now;
    q->state = is_over ? CONFIRM_OVER : cf.state;
    q->until = cf.until;
    q->version = cf.version;
    q->is_mine = q->state == CONFIRM_OPEN && c->actor->account != 0 && c->actor->account == q->asked_by;
    q->may_answer = q->state == CONFIRM_OPEN && may_confirm(c->actor, q, &cf, &me);
    return OK;
}

Err role_asked_get(Ctx *c, Ref ref, RoleAsked *ret)
{
    Row r;
    confirm_ahead(c, ref);
    TRY(asked_read(c, ref, ret, &r));
    return asked_finish(c, ret);
}

typedef struct Several {
    const Ref *refs;
    RoleAsked *v;
} Several;

static Err one_read(Ctx *c, void *arg, size_t i)
{
    const Several *k = arg;
    return role_asked_get(c, k->refs[i], &k->v[i]);
}

Err role_asked_list(Ctx *c, Code place, RolesAsked *ret)
{
    ConfirmRefs refs;
    TRY(confirm_waiting(c, KIND, place, &refs));
    RoleAsked *v = NEW_N(c->arena, RoleAsked, refs.n + 1);
    *ret = (RolesAsked){ v, refs.n, refs.more };
    return db_together(c, refs.n, one_read, &(Several){ refs.v, v });
}

Err role_asked_of(Ctx *c, const Account *who, RolesAsked *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ROLE_ASKED_OF_ACCOUNT, ARGS(who->county, who->id), &rows));
    RoleAsked *v = NEW_N(c->arena, RoleAsked, rows.n + 1);
    Ref       *refs = NEW_N(c->arena, Ref, rows.n + 1);
    *ret = (RolesAsked){ v, rows.n, false };
    for (size_t i = 0; i < rows.n; i++)
        refs[i] = (Ref){ who->county, row_int(rows.row[i], C_ROLE_ASKED_OF_ACCOUNT_ID), STR_NONE };
    return db_together(c, rows.n, one_read, &(Several){ refs, v });
}

Err role_asked_agree(Ctx *c, Ref ref, Hash version)
{
    return confirm_agree(c, ref, &(ConfirmSaid){ .version = version, .slot = 0, .way = CONFIRM_BY_PHONE });
}

Err role_asked_refuse(Ctx *c, Ref ref)
{
    return confirm_refuse(c, ref);
}

static Err withdraw_body(Db *w, void *arg)
{
    return confirm_drop_in(w, *(const Ref *)arg);
}

Err role_asked_withdraw(Ctx *c, Ref ref)
{
    RoleAsked q;
    Row       r;
    TRY(asked_read(c, ref, &q, &r));
    if (c->actor->account == 0 || c->actor->account != q.asked_by)
        return fail(c, ERR_DENIED, "account.role.not_asked_by_you", "somebody else's question");
    return db_write(c, withdraw_body, &q.ref);
}

Err role_asked_load(Ctx *c, Str text, Ref *ret_ref)
{
    RoleAsked q;
    Row       r;
    if (!ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "not the name of a record");
    TRY(asked_read(c, *ret_ref, &q, &r));
    *ret_ref = q.ref;
    return OK;
}

Err role_asked_check(Ctx *c, Report *r)
{
    return check_each(c, r, Q_ROLE_ASKED_ASTRAY, "role", "role: what is asked is open as its question is");
}

/* ---- what waits for a desk ---- */

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    ConfirmRefs refs;
    TRY(confirm_desk(c, KIND, ask, &refs));
    DeskLine  *v = NEW_N(c->arena, DeskLine, refs.n + 1);
    RoleAsked *q = NEW_N(c->arena, RoleAsked, refs.n + 1);
    Code      *places = NEW_N(c->arena, Code, refs.n + 1);
    TRY(db_together(c, refs.n, one_read, &(Several){ refs.v, q }));
    for (size_t i = 0; i < refs.n; i++) {
        places[i] = q[i].ref.place;
        v[i] = (DeskLine){ .ref = q[i].ref, .has_day = true, .is_mine = q[i].is_mine, .due = q[i].until, .title = q[i].who.title,
                           .state = str_cstr(c->arena, arena_printf(c->arena, "role.%s", role_name(q[i].role))) };
    }
    TRY(place_names_ahead(c, places, refs.n));
    for (size_t i = 0; i < refs.n; i++)
        TRY(place_name(c, places[i], &v[i].place_name));
    *ret_lines = (DeskLines){ v, refs.n, refs.more };
    return OK;
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    return confirm_desk_count(c, KIND, place, ret_count);
}

const NounDesk role_desk = { .path = "/role/", .verb = VERB_ACCOUNT, .lines = desk_lines, .count = desk_count };
