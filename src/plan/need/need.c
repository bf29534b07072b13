/* need: what its author does: raise, correct, withdraw. What officials do is in
 * need_flow.c, what those who voiced it say in need_voice.c and need_verdict.c. See need.h. */
#include "plan/need/need.h"

#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"
#include "record/once.h"
#include "record/rule.h"
#include "record/workcal.h"

/* ---- raising ---- */

typedef struct Raise {
    const NeedNew *n;
    NeedRow        row;
    Photos         photos;
} Raise;

static Err check_fields(Ctx *c, const NeedNew *n)
{
    TRY(field_check_given(c, &NEED_TITLE, n->title));
    TRY(field_check(c, &NEED_BODY, n->body));
    TRY(field_check(c, &NEED_TARGET, n->target));
    if (n->kind < 0 || n->kind >= NEED_KINDS)
        return fail_at(c, "kind", "err.choose", STR_NONE, STR_NONE);
    if (n->category < 0 || n->category >= NEED_CATEGORIES)
        return fail_at(c, "category", "err.choose", STR_NONE, STR_NONE);
    if (n->since > date_of(c->now))
        return fail_at(c, "since", "need.since.future", STR_NONE, STR_NONE);
    return OK;
}

/* A complaint begins above whom it names, and is never on a desk below; every other need where it belongs. */
static Err raise_desk(Ctx *c, Raise *r)
{
    const NeedNew *n = r->n;
    Need          *need = &r->row.n;
    need->at = n->place;
    if (n->kind != NEED_COMPLAINT)
        return OK;
    if (str_is_empty(n->target))
        return fail_at(c, "target", "need.target.missing", STR_NONE, STR_NONE);
    Code named = str_is_empty(n->target_place) ? code_at(n->place, LEVEL_VILLAGE) : n->target_place;
    if (!code_covers(named, n->place) || code_level(named) < LEVEL_TOWN)
        return fail_at(c, "target_place", "need.target_place.wrong", STR_NONE, STR_NONE);
    need->target = n->target;
    r->row.target_place = named;
    need->kind = NEED_COMPLAINT;
    need->at = access_known_from(n->place, named);
    return OK;
}

static Err raise_row(Db *w, Raise *r)
{
    const Actor   *a = db_ctx(w)->actor;
    const NeedRow *row = &r->row;
    const Need    *n = &row->n;
    TRY(db_exec(w, QUERY(need_add, KEY(n->ref), .place = ARG(n->ref.place), .at_place = ARG(n->at), .kind = ARG(n->kind),
                         .category = ARG(n->category), .title = ARG(n->title), .body = ARG(n->body),
                         .target = ARG(n->target), .target_place = ARG(row->target_place), .since = ARG(n->since),
                         .hide_author = ARG(n->hide_author), .household = ARG(n->household.id),
                         .person = ARG(actor_person(a)), .account = ARG(a->account), .channel = ARG(a->channel),
                         .consent = ARG(a->consent), .helped = ARG(n->helped), .raised_at = ARG(n->raised_at), .happened_at = ARG(n->happened_at),
                         .take_due = ARG(row->take_due))));
    return houses_first(w, "need", n->ref, (Ref){ n->ref.county, n->household.id, n->ref.place });
}

/* The need, its first voice, its photos, terms, figures, job and event stand or fall together. None of it is asked about, so
 * all of it is one trip on PostgreSQL. */
static Err raise_body(Db *w, void *arg)
{
    Raise      *r = arg;
    const Need *n = &r->row.n;
    TRY(raise_row(w, r));
    TRY(file_photos_tie(w, "need", n->ref, "raised", &r->photos));
    life_count(w, &need_life, NULL, &r->row);
    need_count_household(w, &r->row, n->household.id, db_ctx(w)->now);
    TRY(life_terms_put(w, &need_life, &r->row, true));
    TRY(need_jobs_put(w, &r->row));
    if (n->kind == NEED_COMPLAINT)
        TRY(need_tell_desk(w, &r->row, "need.raised", n->at));
    EventNew e = { .id = db_id(w), .kind = "need.raised", .subject = need_subject(&r->row),
                   .parts = { PART("kind", n->kind), PART("category", n->category), PART_TEXT("title", n->title),
                              PART_TEXT("body", n->body) },
                   .n_parts = 4 };
    return event_append(w, &e);
}

static Hash raise_payload(Ctx *c, const NeedNew *n)
{
    const Str parts[] = { n->title, n->body, n->place, n->target, n->target_place, once_files(c->arena, &n->photos),
                          arena_printf(c->arena, "%d %d %d %d", n->kind, n->category, n->hide_author, n->since) };
    return once_payload(parts, COUNTOF(parts));
}

/* The row as the database will hold it: what is not said here is 0 or empty in both. */
static void raise_fill(Ctx *c, Raise *r, i64 id, Ref household)
{
    const NeedNew *n = r->n;
    Need          *need = &r->row.n;
    need->ref = (Ref){ code_county(n->place), id, n->place };
    need->kind = (NeedKind)n->kind;
    need->category = (NeedCategory)n->category;
    need->title = n->title;
    need->body = n->body;
    need->since = n->since;
    need->hide_author = n->hide_author;
    need->household = household;
    need->raised_at = need->changed_at = c->now;
    need->happened_at = ctx_done_at(c);
    need->due = r->row.take_due;
    need->voices = need->households = 1;
    need->helped = need->helped_households = !str_is_empty(c->actor->consent);
    need->version = 1;
}

/* All that the need is before anything of it is written. */
static Err raise_prepare(Ctx *c, Raise *r, i64 id)
{
    const NeedNew *n = r->n;
    Place          place;
    Ref            household;
    i64            workdays;
    TRY(check_fields(c, n));
    if (code_level(n->place) < LEVEL_VILLAGE)
        return fail_at(c, "place", "need.place.wrong", STR_NONE, STR_NONE);
    TRY(place_get(c, n->place, &place));
    if (place.to != 0)
        return fail_at(c, "place", "need.place.ended", place.name, STR_NONE);
    TRY(household_of_actor(c, code_at(n->place, LEVEL_VILLAGE), &household));
    TRY(raise_desk(c, r));
    TRY(rule_value(db_read(c), "need.take.workdays", n->place, date_of(c->now), &workdays));
    TRY(workcal_due(db_read(c), c->now, (int)workdays, &r->row.take_due));
    raise_fill(c, r, id, household);
    return OK;
}

Err need_raise(Ctx *c, const NeedNew *n, Ref *ret_need)
{
    Raise *r = NEW(c->arena, Raise);
    i64    id;
    r->n = n;
    TRY(field_check_given(c, &NEED_ONCE, n->once));
    TRY(raise_prepare(c, r, id_new(c->now)));
    TRY(file_photos_store(c, &NEED_PHOTOS, &n->photos, &r->photos));
    const Once once = { r->row.n.ref.county, "need.raise", n->once, raise_payload(c, n) };
    TRY(once_write(c, &once, r->row.n.ref.id, raise_body, r, &id));
    *ret_need = (Ref){ r->row.n.ref.county, id, n->place };
    return OK;
}

static Err raise_within(Db *w, void *arg)
{
    TRY(raise_prepare(db_ctx(w), arg, db_id(w)));
    return raise_body(w, arg);
}

Err need_raise_in(Db *w, By *by, const NeedNew *n, Ref *ret_need)
{
    Raise r = { .n = n };
    if (n->photos.n > 0)
        return fail(db_ctx(w), ERR_INTERNAL, NULL, "pictures are stored outside of a body");
    TRY(by_run(w, by, raise_within, &r));
    *ret_need = r.row.n.ref;
    return OK;
}

/* ---- the author's other acts ---- */

/* What is not given stays as it is. Others' voices are for the words that they read. */
static Err rewrite(Db *w, Change *ch, Need *n, const NeedEdit *e, bool *ret_anew)
{
    Str          title = given(&e->given, &NEED_TITLE) ? e->title : n->title, body = given(&e->given, &NEED_BODY) ? e->body : n->body;
    NeedCategory category = given(&e->given, &NEED_CATEGORY) ? (NeedCategory)e->category : n->category;
    bool         same = str_eq(title, n->title) && str_eq(body, n->body) && category == n->category;
    if (!same && need_has_others(n))
        return fail(db_ctx(w), ERR_CONFLICT, "need.only_add", "a need that others joined written anew");
    ch->parts[0] = (EventPart)PART_TEXT("title", title);
    ch->parts[1] = (EventPart)PART_TEXT("body", body);
    ch->parts[2] = (EventPart)PART("category", category);
    ch->n_parts = 3;
    ch->event = "need.corrected";
    n->worded_at = same ? n->worded_at : db_ctx(w)->now;
    *ret_anew = !same;
    n->title = title;
    n->body = body;
    n->category = category;
    if (given(&e->given, &NEED_HIDE_AUTHOR))
        n->hide_author = e->hide_author;
    return OK;
}

/* Behind what stands there, with their day: the body says what came later. In one line: no line begins with a day but by this. */
static Err add_words(Db *w, Change *ch, Need *n, const NeedEdit *e, bool is_anew)
{
    Ctx *c = db_ctx(w);
    Str  add = text_line(c->arena, e->add);
    if (str_is_empty(add))
        return OK;
    n->body = arena_printf(c->arena, "%.*s%s%.*s 补充：%.*s", STR_ARG(n->body), n->body.n ? "\n" : "",
                           STR_ARG(date_iso(c->arena, date_of(c->now))), STR_ARG(add));
    if ((i64)utf8_count(n->body) > NEED_BODY.high)
        return fail_at(c, NEED_ADD.name, "need.add.full", STR_NONE, STR_NONE);
    ch->parts[1] = (EventPart)PART_TEXT("body", n->body);
    if (is_anew) /* it stays a correction, with what was added in its body */
        return OK;
    ch->parts[0] = (EventPart)PART_TEXT("text", add);
    ch->n_parts = 2;
    ch->event = "need.added";
    return OK;
}

static Err correct_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    const NeedEdit *e = ch->arg;
    Ctx            *c = db_ctx(w);
    bool            is_anew = false;
    if (!need_is_of(c->actor, r))
        return fail(c, ERR_DENIED, "need.not_yours", "correction by another house");
    if (!need_is_open(r->n.state))
        return fail(c, ERR_CONFLICT, "need.too_late", "correction of a need in state %d", r->n.state);
    TRY(event_not_printed(w, need_subject(r)));
    TRY(rewrite(w, ch, &r->n, e, &is_anew));
    return add_words(w, ch, &r->n, e, is_anew);
}

Err need_correct(Ctx *c, Ref need, const NeedEdit *e)
{
    if (given(&e->given, &NEED_TITLE))
        TRY(field_check_given(c, &NEED_TITLE, e->title));
    TRY(field_check(c, &NEED_BODY, e->body));
    TRY(field_check(c, &NEED_ADD, e->add));
    if (e->category < 0 || e->category >= NEED_CATEGORIES)
        return fail_at(c, "category", "err.choose", STR_NONE, STR_NONE);
    return change(
        c, &(Change){.life = &need_life, .ref = need, .by_house = true, .version = e->version, .rule = {correct_rule}, .arg = e});
}

Err need_withdraw_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    TRY(event_not_printed(w, need_subject(r)));
    return change_move(w, ch, r, NEED_WITHDRAWN);
}

Err need_withdraw(Ctx *c, Ref need, Str why)
{
    TRY(field_check(c, &NEED_REASON, why));
    return change(c, &(Change){ .life = &need_life, .ref = need, .by_house = true, .rule = { need_withdraw_rule }, .words = why });
}

/* What the author called it and wrote, and what messages repeat of it. */
static Err erase_need(Db *w, Ref need, const Code boxes[2])
{
    NeedRow r;
    TRY(db_exec(w, Q_NEED_ERASE, ARGS(REF(need))));
    TRY(need_row(w, need, &r));
    TRY(life_terms_put(w, &need_life, &r, false));
    for (int k = 0; k < 2; k++)
        TRY(db_exec(w, QUERY(need_inbox_erase, .county = ARG(boxes[k]), .about_county = ARG(need.county),
                             .about = ARG(need.id), .title = ARG(r.n.title))));
    return OK;
}

/* Whoever keeps a copy of a need hears that words went from it: of which those of the person were a part, to the log of each. */
static Err erase_tell(Db *w, Ref person)
{
    Rows rows;
    i64  after = 0;
    do {
        TRY(db_many(w, Q_NEED_WORDED_BY, ARGS(person.county, person.id, after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            NeedRow r;
            after = row_int(rows.row[i], C_NEED_WORDED_BY_SUBJECT);
            TRY(need_row(w, (Ref){ person.county, after, STR_NONE }, &r));
            EventNew e = { .id = db_id(w), .kind = "need.erased", .subject = need_subject(&r) };
            TRY(event_append(w, &e));
        }
    } while (rows.n);
    return OK;
}

/* `county` is that of the rows; messages about them lie with those who live in `home` and with the offices above. */
static Err erase_words(Db *w, Code county, Code home, i64 person)
{
    const Code boxes[] = { home, code_parent(home) };
    Rows       rows;
    i64        texts, after = 0;
    do {
        TRY(db_many(w, Q_NEED_OF_PERSON, ARGS(county, person, after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            after = row_int(rows.row[i], C_NEED_OF_PERSON_ID);
            TRY(erase_need(w, (Ref){ county, after, STR_NONE }, boxes));
        }
    } while (rows.n);
    for (size_t k = 0; k < COUNTOF(boxes); k++)
        TRY(db_exec(w, Q_NEED_INBOX_JUDGE_ERASE, ARGS(boxes[k], county, person)));
    TRY(event_erase_person(w, county, person, &texts));
    return db_exec(w, Q_NEED_JUDGE_ERASE, ARGS(county, person));
}

/* Also the rows that went on at the city, where no list tells of changes. */
Err need_erase_person(Db *w, Ref person)
{
    TRY(erase_tell(w, person));
    TRY(erase_words(w, person.county, person.county, person.id));
    return erase_words(w, code_parent(person.county), person.county, person.id);
}
