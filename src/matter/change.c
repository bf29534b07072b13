/* change: see change.h. */
#include "matter/change.h"

#include <string.h>

#include "entry/account.h"
#include "matter/change.sql.h"
#include "place/place.h"
#include "record/confirm.h"
#include "record/counter.h"
#include "record/job.h"
#include "record/once.h"
#include "record/search.h"

const Move *life_move(const Life *l, int from, int to)
{
    for (size_t i = 0; i < l->n_moves; i++)
        if (l->moves[i].from == from && l->moves[i].to == to)
            return &l->moves[i];
    return NULL;
}

/* May the actor take that step? Of a life that does not say: whoever holds the step's verb where the matter lies, or the clock. */
static Err standing_check(Db *db, const Life *l, const void *row, const Move *m)
{
    Ctx *c = db_ctx(db);
    if (l->standing != NULL)
        return l->standing(db, row, m);
    if (c->actor->channel == CHANNEL_CLOCK)
        return OK;
    return m->who & BY_VERB ? access_check(c, m->verb, ((const Matter *)row)->ref.place) : fail(c, ERR_DENIED, NULL, "%s by hand", m->event);
}

Err life_ways(Ctx *c, const Life *l, const void *row, unsigned *ret_states)
{
    const Matter *m = row;
    *ret_states = 0;
    for (size_t i = 0; i < l->n_moves; i++) {
        const Move *move = &l->moves[i];
        Err         e = move->from == m->state ? standing_check(db_read(c), l, row, move) : OK;
        if (e == ERR_DENIED || e == ERR_CONFLICT)
            ctx_clear_failure(c);
        else
            TRY(e);
        if (move->from == m->state && e == OK)
            *ret_states |= 1u << move->to;
    }
    return OK;
}

Err life_read(Db *db, const Life *l, Ref ref, void *ret_row)
{
    Row r;
    if (l->read != NULL)
        return l->read(db, ref, ret_row);
    TRY(db_one(db, l->get, ARGS(REF(ref)), &r));
    l->of(r, ret_row);
    return OK;
}

Err life_held(Db *w, const Life *l, Ref ref, void *ret_row)
{
    if (l->hold != NULL)
        TRY(db_hold(w, l->hold, ARGS(REF(ref))));
    return life_read(w, l, ref, ret_row);
}

static Err row_read(Ctx *c, const Life *l, Ref ref, Matter **ret_row)
{
    *ret_row = arena_take(c->arena, l->row_size);
    return life_read(db_read(c), l, ref, *ret_row);
}

Err life_load(Ctx *c, const char *name, Str text, Ref *ret_ref)
{
    Matter     *m;
    const Noun *noun = noun_find(str_from(name));
    if (noun == NULL || noun->life == NULL || !ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "not the name of a record");
    TRY(row_read(c, noun->life, *ret_ref, &m));
    *ret_ref = m->ref;
    return OK;
}

Err life_title(Ctx *c, const Noun *noun, Ref *record, Str *ret_title)
{
    Matter *m;
    TRY(row_read(c, noun->life, *record, &m));
    *record = m->ref;
    *ret_title = m->title;
    return OK;
}

Err life_visible(Ctx *c, const Noun *noun, Ref record, bool *ret_visible)
{
    Matter *m;
    TRY(row_read(c, noun->life, record, &m));
    *ret_visible = noun->life->may_see == NULL || noun->life->may_see(c->actor, m);
    return OK;
}

/* ---- at start ---- */

static bool has_event(const Noun *n, const char *name)
{
    for (const EventKind *e = n->events; e != NULL && e->name != NULL; e++)
        if (strcmp(e->name, name) == 0)
            return true;
    return false;
}

/* What a step would do without, be it its teller or its name, was noticed by whoever took it first. */
static void move_whole(const Noun *n, const Move *m)
{
    const Life *l = n->life;
    int         states = 0;
    while (l->states[states] != NULL)
        states++;
    if (m->from < 0 || m->from >= states || m->to < 0 || m->to >= states)
        noun_not_whole(n, "a step leads from or to a state that has no name");
    if (!has_event(n, m->event))
        noun_not_whole(n, "a step has an event that is none of its events");
    if (m->who & ~(unsigned)(BY_VERB | BY_CAUSE) && l->standing == NULL)
        noun_not_whole(n, "nothing says whose a step is");
    if (m->asks & ~(unsigned)ASKS_WHY && l->asks == NULL)
        noun_not_whole(n, "a step asks for what nobody looks for");
    if (m->tell != TELL_NOBODY && l->tell == NULL)
        noun_not_whole(n, "a step is to be told, and nothing tells it");
}

static void life_whole(const Noun *n, bool is_shown)
{
    const Life *l = n->life;
    if (strcmp(l->noun, n->name) != 0)
        noun_not_whole(n, "its life is another's");
    if ((l->read == NULL && (l->get == NULL || l->of == NULL)) || l->store == NULL || l->states == NULL)
        noun_not_whole(n, "its life is neither read nor stored");
    if (l->trail == NULL)
        noun_not_whole(n, "nobody asks whether it stands where its events led");
    if (is_shown && (n->title == NULL || n->visible == NULL))
        noun_not_whole(n, "it has no title, or nothing says who may see it");
    if (n->carry == NULL || (n->carry == life_carry && (l->carry == NULL || l->carry_list == NULL || l->of == NULL)))
        noun_not_whole(n, "it stays behind when its place goes on under another code");
    if (l->count != NULL && (n->rebuild == NULL || l->each == NULL || l->of == NULL))
        noun_not_whole(n, "what it counts is never made again");
    if (l->terms != NULL && (!n->has_terms || l->terms_job == NULL || l->all == NULL))
        noun_not_whole(n, "what it is looked for by is never made again");
    if (l->moves == NULL || l->n_moves == 0)
        noun_not_whole(n, "nothing can become of it");
    for (size_t i = 0; i < l->n_moves; i++)
        move_whole(n, &l->moves[i]);
}

void lives_whole(void)
{
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->life != NULL)
            life_whole(noun_at(i), noun_rooms(i) != NULL);
}

/* ---- for rules ---- */

void change_note(Change *ch, const char *event, unsigned tell)
{
    ch->event = event;
    ch->tell = tell;
}

void change_part(Change *ch, EventPart part)
{
    BUG_ON(ch->n_parts == CHANGE_PARTS); /* rules put a fixed number, each once */
    ch->parts[ch->n_parts++] = part;
}

/* The state may be left by this step; does the actor have the standing, and is there what it asks for? */
static Err move_check(Db *w, const Change *ch, const void *row, const Move *m)
{
    const Life *l = ch->life;
    bool        is_caused = ch->by.cause != NULL && (m->who & BY_CAUSE);
    if (!is_caused)
        TRY(standing_check(w, l, row, m));
    if (m->asks & ASKS_WHY && str_is_empty(ch->words))
        return fail_at(db_ctx(w), "why", "matter.why.missing", STR_NONE, STR_NONE);
    return m->asks & ~(unsigned)ASKS_WHY && l->asks != NULL ? l->asks(w, row, m) : OK;
}

void change_step(Db *w, Change *ch, void *row, int to)
{
    Matter *m = row;
    change_part(ch, (EventPart)PART("from", m->state));
    change_part(ch, (EventPart)PART("to", to));
    m->state = to;
    m->changed_at = db_ctx(w)->now;
}

Err change_move(Db *w, Change *ch, void *row, int to)
{
    Ctx        *c = db_ctx(w);
    Matter     *m = row;
    const Move *move = life_move(ch->life, m->state, to);
    if (move == NULL)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "no step of %s from %s to %s", ch->life->noun,
                    ch->life->states[m->state], ch->life->states[to]);
    TRY(move_check(w, ch, row, move));
    change_step(w, ch, row, to);
    change_note(ch, move->event, move->tell);
    return OK;
}

/* ---- figures ---- */

void life_count(Db *w, const Life *l, const void *was, const void *row)
{
    if (l->count == NULL)
        return;
    if (was != NULL)
        l->count(w, was, -1);
    l->count(w, row, 1); /* what both say alike cancels out in the writing group before anything is written */
}

/* ---- what it is looked for by ---- */

Err life_terms_put(Db *w, const Life *l, const void *row, bool is_first)
{
    enum { AT_ONCE = 160 }; /* characters: the terms of a long text would hold up others in the body that stores it */
    const Matter *m = row;
    Str           text = l->terms(db_ctx(w)->arena, row), head = utf8_cut(text, AT_ONCE);
    if (text.n == 0)
        return OK;
    TRY(is_first ? search_put_first(w, l->noun, m->ref, head) : search_put(w, l->noun, m->ref, head));
    return head.n == text.n ? OK : job_put(w, l->terms_job, m->ref, 0, db_ctx(w)->now);
}

static Err terms_follow(Db *w, const Life *l, const void *was, const void *row)
{
    Arena *a = db_ctx(w)->arena;
    if (l->terms == NULL || str_eq(l->terms(a, was), l->terms(a, row)))
        return OK;
    return life_terms_put(w, l, row, false);
}

typedef struct Termed {
    const Life *life;
    Ref         ref;
} Termed;

static Err terms_body(Db *w, void *arg)
{
    const Termed *t = arg;
    Arena        *a = db_ctx(w)->arena;
    Matter       *m = arena_take(a, t->life->row_size);
    TRY(life_read(w, t->life, t->ref, m));
    return search_put(w, t->life->noun, m->ref, t->life->terms(a, m));
}

Err life_terms_all(Ctx *c, const Life *l, Ref ref)
{
    return db_write(c, terms_body, &(Termed){ l, ref });
}

/* ---- storing and logging ---- */

static Err too_late(Ctx *c, const Matter *was)
{
    return fail(c, ERR_CONFLICT, "matter.moved_on", "somebody else was quicker: version %lld", (long long)was->version);
}

Err change_store(Db *w, const Life *l, const void *was, void *row)
{
    i64     rows;
    Matter *m = row;
    TRY(l->store(w, was, row, &rows));
    if (rows == 0)
        return too_late(db_ctx(w), was);
    m->version = ((const Matter *)was)->version + 1;
    life_count(w, l, was, row);
    TRY(terms_follow(w, l, was, row));
    return l->stored != NULL ? l->stored(w, was, row) : OK;
}

Err change_event(Db *w, const Change *ch, const void *row, i64 event_id)
{
    const Matter *m = row;
    EventNew      e = { .id = event_id, .kind = ch->event, .subject = ch->life->subject ? ch->life->subject(row) : m->ref };
    for (size_t i = 0; i < ch->n_parts; i++)
        e.parts[e.n_parts++] = ch->parts[i];
    if (ch->by.cause != NULL)
        e.parts[e.n_parts++] = (EventPart)PART(ch->by.cause, ch->by.cause_id);
    if (!str_is_empty(ch->words) && !ch->no_words)
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("text", ch->words);
    if (!str_is_empty(ch->by.title))
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("title", ch->by.title);
    return event_append(w, &e);
}

/* ---- the act ---- */

static Err rule_read(Db *w, const Change *ch, void *was, void *row)
{
    Ctx        *c = db_ctx(w);
    const Life *l = ch->life;
    TRY(life_held(w, l, ch->ref, was));
    if (l->may_see != NULL && c->actor->channel != CHANNEL_CLOCK && !l->may_see(c->actor, was))
        return fail(c, ERR_MISSING, NULL, "a %s that is not for this actor", l->noun);
    memcpy(row, was, l->row_size);
    return OK;
}

static Err rule_run(Db *w, Change *ch, size_t i)
{
    const Life *l = ch->life;
    Ctx        *c = db_ctx(w);
    Matter     *was = arena_take(c->arena, l->row_size), *row = arena_take(c->arena, l->row_size);
    TRY(rule_read(w, ch, was, row));
    if (i == 0 && ch->version != 0 && ch->version != was->version)
        return too_late(c, was);
    ch->event = NULL;
    ch->tell = TELL_NOBODY;
    ch->told = i + 1 == CHANGE_RULES || ch->rule[i + 1] == NULL ? ch->by.told : 0;
    ch->no_words = false;
    ch->n_parts = 0;
    TRY(ch->rule[i](w, ch, row));
    if (ch->event == NULL)
        return OK;
    if (!ch->follows) {
        TRY(event_not_dealt(w, l->subject ? l->subject(row) : row->ref));
        if (l->not_dealt != NULL && !str_is_empty(c->actor->consent))
            TRY(l->not_dealt(w, row));
    }
    TRY(change_store(w, l, was, row));
    TRY(change_event(w, ch, row, ch->event_id[i]));
    return ch->tell && l->tell != NULL ? l->tell(w, ch, was, row) : OK;
}

static Err change_body(Db *w, void *arg)
{
    Change *ch = arg;
    ch->now = ch->ref;
    for (size_t i = 0; i < CHANGE_RULES; i++)
        ch->event_id[i] = db_id(w);
    ch->new_id = db_id(w);
    for (size_t i = 0; i < CHANGE_RULES && ch->rule[i] != NULL; i++)
        TRY(rule_run(w, ch, i));
    return OK;
}

Err change_last_is_theirs(Db *db, Ref subject, const char *event, bool *ret_is)
{
    const ConfirmSigner me = confirm_signer(db_ctx(db)->actor);
    i64                 n;
    TRY(db_int(db, QUERY(change_last_by, KEY_AS(subject, subject), .kind = ARG(event), .account = ARG(me.account),
                         .person = ARG(me.person), .person_county = ARG(me.county.n ? me.county : STR(""))), &n));
    *ret_is = n > 0;
    return OK;
}

Err by_actor(Ctx *c, By *ret_by)
{
    return account_actor_title(c, &ret_by->title);
}

Err change(Ctx *c, Change *ch)
{
    const Once own = { ch->ref.county, ch->once, ch->once_key, ch->once_payload }, *once = &own;
    i64        made;
    if (!ch->by_house)
        TRY(by_actor(c, &ch->by));
    ch->now = ch->ref;
    if (str_is_empty(own.key))
        once = once_take(c);
    return once_write(c, once, ch->ref.id, change_body, ch, &made);
}

Err change_in(Db *w, By *by, Change *ch)
{
    ch->by = *by;
    if (ch->by_house)
        ch->by.title = STR_NONE;
    return by_run(w, by, change_body, ch);
}

Err by_run(Db *w, By *by, WriteBody *body, void *arg)
{
    Ctx         *c = db_ctx(w);
    const Actor *whose = c->actor;
    i64          when = c->happened_at;
    if (++by->acts > CHANGES_A_BODY)
        return fail(c, ERR_TOO_LARGE, NULL, "more than %d acts in one body", CHANGES_A_BODY);
    if (by->actor != NULL)
        c->actor = by->actor;
    if (by->happened_at != 0)
        c->happened_at = by->happened_at;
    Err e = body(w, arg);
    c->actor = whose;
    c->happened_at = when;
    return e;
}

/* ---- when a place goes on under another code ---- */

/* Where the noun has the event: NOUN.carried_away in the log of the place that it left, for whoever keeps a copy of that one's list, and
 * NOUN.carried in that of the place where it lies now. */
static Err carrying_log(Db *w, const Life *l, const char *what, const void *row, Code from, Code to)
{
    Arena *a = db_ctx(w)->arena;
    Change ch = { .life = l, .event = str_cstr(a, arena_printf(a, "%s.%s", l->noun, what)) };
    i64    was = 0, now = 0;
    if (noun_event(str_from(ch.event)) == NULL)
        return OK;
    (void)(str_int(from, &was) && str_int(to, &now)); /* digits, by the tables' checks */
    change_part(&ch, (EventPart)PART("place_from", was));
    change_part(&ch, (EventPart)PART("place_to", now));
    return change_event(w, &ch, row, db_id(w));
}

static Err carry_one(Db *w, const Life *l, const void *was, void *row, const PlaceCarry *carry)
{
    Ctx    *c = db_ctx(w);
    Matter *m = row;
    Code    from = m->ref.place;
    m->ref.place = place_carried(c->arena, m->ref.place, carry);
    if (l->carried != NULL)
        l->carried(c, row);
    TRY(db_exec(w, l->carry, ARGS(REF(m->ref), m->ref.place)));
    m->version++;
    life_count(w, l, was, row);
    if (l->terms != NULL) /* the place is one of them */
        TRY(life_terms_put(w, l, row, false));
    if (l->stored != NULL)
        TRY(l->stored(w, was, row));
    TRY(carrying_log(w, l, "carried_away", was, from, m->ref.place));
    return carrying_log(w, l, "carried", row, from, m->ref.place);
}

Err life_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    const Life *l = noun->life;
    Arena      *a = db_ctx(w)->arena;
    Code        end = code_end(a, carry->from);
    Rows        rows;
    i64         after = 0;
    do {
        TRY(db_many(w, l->carry_list, ARGS(code_county(carry->from), carry->from, end, after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Matter *was = arena_take(a, l->row_size), *row = arena_take(a, l->row_size);
            l->of(rows.row[i], was);
            l->of(rows.row[i], row);
            after = row->ref.id;
            TRY(carry_one(w, l, was, row, carry));
        }
    } while (rows.n);
    return OK;
}

/* ---- figures, made again ---- */

typedef struct Remake {
    Db          *w;
    const Life  *l;
    SearchFill  *terms; /* NULL: it is not looked for */
    const Steps *told;
    const char  *what;
    i64          rows;
} Remake;

static Err remake_one(void *arg, Row r)
{
    Remake     *k = arg;
    const Life *l = k->l;
    Ctx        *c = db_ctx(k->w);
    Matter     *m = arena_take(c->arena, l->row_size);
    l->of(r, m);
    if (l->sound != NULL)
        TRY(l->sound(c, m));
    if (l->count != NULL)
        l->count(k->w, m, 1);
    Str text = k->terms != NULL ? l->terms(c->arena, m) : STR_NONE;
    if (text.n)
        TRY(search_fill_put(k->terms, m->ref, text));
    steps_tell(k->told, k->what, ++k->rows);
    return counter_relieve(k->w);
}

Err life_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    Arena *a = db_ctx(w)->arena;
    Remake k = { .w = w, .l = noun->life, .told = told, .what = str_cstr(a, arena_printf(a, "%ss", noun->name)) };
    i64    rows;
    if (k.l->terms == NULL)
        return k.l->count == NULL ? OK : db_walk(w, k.l->each, ARGS(), remake_one, &k);
    TRY(db_int(w, k.l->all, ARGS(), &rows));
    TRY(search_fill_ahead(w, noun->name, rows, told));
    k.terms = search_fill_open(w, noun->name, told);
    return search_fill_close(k.terms, db_walk(w, k.l->each, ARGS(), remake_one, &k));
}

/* ---- the steps, in the database ---- */

typedef struct Known {
    Report *report; /* NULL: only counted */
    size_t  n;
} Known;

static Err move_known(void *arg, Row r)
{
    Known      *k = arg;
    const Noun *noun = noun_find(row_text(r, C_MOVE_LIST_NOUN));
    int         from = (int)row_int(r, C_MOVE_LIST_FROM_STATE), to = (int)row_int(r, C_MOVE_LIST_TO_STATE);
    bool        is_known = noun != NULL && noun->life != NULL && life_move(noun->life, from, to) != NULL;
    k->n += is_known;
    if (!is_known && k->report != NULL)
        finding(k->report, "move: a step that no life has", "%.*s %d-%d", STR_ARG(row_text(r, C_MOVE_LIST_NOUN)), from, to);
    return OK;
}

static Err moves_body(Db *w, void *arg)
{
    for (size_t i = 0; i < noun_count(); i++) {
        const Life *l = noun_at(i)->life;
        for (size_t k = 0; l != NULL && k < l->n_moves; k++)
            TRY(db_exec(w, Q_MOVE_ADD, ARGS(l->noun, l->moves[k].from, l->moves[k].to)));
    }
    return OK;
}

static size_t moves_count(void)
{
    size_t n = 0;
    for (size_t i = 0; i < noun_count(); i++)
        n += noun_at(i)->life != NULL ? noun_at(i)->life->n_moves : 0;
    return n;
}

Err moves_fill(Ctx *c)
{
    Known k = { 0 };
    TRY(db_each(db_read(c), Q_MOVE_LIST, ARGS(), move_known, &k));
    return k.n == moves_count() ? OK : db_write(c, moves_body, NULL);
}

Err moves_check(Ctx *c, Report *r)
{
    Known k = { r, 0 };
    TRY(db_each(db_read(c), Q_MOVE_LIST, ARGS(), move_known, &k));
    if (k.n != moves_count())
        finding(r, "move: a life has steps that the database lacks", "%zu of %zu", k.n, moves_count());
    return OK;
}
