/* event: see event.h. Appending, reading back, erasing texts. Heads and proofs are loghead.c's.
 *
 * Kept: seq of a log runs 1, 2, 3 .. without a gap, because it is the size of the log's own row, bumped in the same
 * transaction (event_group.c); leaf is always the hash of event_leaf() of the row; a text is erased, never changed. */
#include "record/event.h"

#include "record/access.h"

#include <stdlib.h>
#include <string.h>

#include "record/event.sql.h"
#include "record/event_inside.h"
#include "record/inbox.h"
#include "record/noun.h"

enum { MOST_PARTS = COUNTOF(((EventNew *)0)->parts) };

/* ---- appending ---- */

/* Names go into the hashed line: letters, digits, '_' and '.' only, so that it can be read back. */
static bool is_name(const char *s)
{
    return *s != '\0' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.")] == '\0';
}

/* The texts, each with a salt and what both are committed to by. */
static size_t texts_of(const EventNew *n, EventText texts[MOST_PARTS], EventSalt salts[MOST_PARTS])
{
    size_t k = 0;
    for (size_t i = 0; i < n->n_parts; i++) {
        if (!n->parts[i].is_text)
            continue;
        Str text = n->parts[i].text;
        texts[k] = (EventText){ .name = str_from(n->parts[i].name), .text = text.n ? text : STR(""), .is_kept = n->parts[i].is_kept };
        random_bytes(salts[k].salt, sizeof salts[k].salt); /* anew: a secret; it and its commitment go with their run */
        salts[k].commitment = hash_of_parts((Str[]){ { (const char *)salts[k].salt, sizeof salts[k].salt }, text }, 2);
        k++;
    }
    return k;
}

/* The numbers first, then the commitments: "from=0 to=1 why#=9f86d0..". */
static Str parts_line(Arena *a, const EventNew *n, const EventSalt *salts)
{
    Buf b = buf_new(a, 128, 4096);
    for (size_t i = 0; i < n->n_parts; i++) {
        BUG_ON(!is_name(n->parts[i].name)); /* names of parts stand in the program */
        if (!n->parts[i].is_text)
            buf_printf(&b, "%s%s=%lld", b.n ? " " : "", n->parts[i].name, (long long)n->parts[i].value);
    }
    for (size_t i = 0; i < n->n_parts; i++) {
        if (!n->parts[i].is_text)
            continue;
        buf_printf(&b, "%s%s#=", b.n ? " " : "", n->parts[i].name);
        buf_hex(&b, salts->commitment.b, sizeof salts->commitment.b);
        salts++;
    }
    BUG_ON(buf_is_over(&b)); /* at most eight short names with numbers and hashes: about 1 kB */
    return buf_text(&b);
}

/* An event without words gets an empty one: its commitment is salted like any other, so that who sees the hash of the
 * leaf alone cannot try out the ids and times that it may hold. */
static EventNew salted(const EventNew *n)
{
    EventNew s = *n;
    BUG_ON(n->n_parts > MOST_PARTS); /* parts stand in the program, one by one */
    for (size_t i = 0; i < n->n_parts; i++)
        if (n->parts[i].is_text)
            return s;
    BUG_ON(n->n_parts == MOST_PARTS); /* as above */
    s.parts[s.n_parts++] = (EventPart)PART_TEXT("salt", STR(""));
    return s;
}

static ConsentUse *consent_use;

void event_consent_hook(ConsentUse *use)
{
    consent_use = use;
}

Err event_consent_use(Db *w)
{
    return str_is_empty(db_ctx(w)->actor->consent) || consent_use == NULL ? OK : consent_use(w);
}

/* What is done in a house's name it is told at once, whatever noun it is about: nobody has to think of it. The message bears the
 * event's own id, so that a body that runs again says it once. */
static Err tell_house_acted_for(Db *w, const EventNew *n)
{
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    if (str_is_empty(a->consent))
        return OK;
    TRY(event_consent_use(w));
    Str noun = { n->kind, strcspn(n->kind, ".") };
    return inbox_tell(w, &(InboxLine){ .id = n->id, .county = a->for_county, .household = a->for_household,
                                       .key = "inbox.help.done", .a = a->called, .subject = n->subject,
                                       .noun = str_cstr(c->arena, noun) });
}

/* The record says who helped, whatever noun it is about. */
static EventNew helped(const Actor *a, const EventNew *n)
{
    EventNew h = *n;
    if (!str_is_empty(a->consent)) {
        BUG_ON(n->n_parts == MOST_PARTS); /* parts stand in the program: what a house says has few */
        h.parts[h.n_parts++] = (EventPart)PART_TEXT("helper", a->called);
    }
    return h;
}

/* Whoever answers may append, and is heard in turn: so deep and no deeper, or two nouns would answer each other for ever. */
static Err others_hear(Db *w, const EventNew *event)
{
    static _Thread_local int deep;
    Err                      e = OK;
    if (deep == HEARD_DEEP)
        return fail(db_ctx(w), ERR_TOO_LARGE, NULL, "%s answers what answered, %d deep", event->kind, deep);
    deep++;
    for (size_t i = 0; e == OK && i < noun_count(); i++)
        if (noun_at(i)->heard != NULL)
            e = noun_at(i)->heard(w, noun_at(i), event);
    deep--;
    return e;
}

Err event_append(Db *w, const EventNew *event)
{
    BUG_ON(noun_count() > 0 && noun_event(str_from(event->kind)) == NULL); /* kinds are constants of the nouns' tables */
    Ctx           *c = db_ctx(w);
    const EventNew named = helped(c->actor, event), salted_event = salted(&named), *n = &salted_event;
    EventText      texts[MOST_PARTS] = { 0 };
    EventSalt      salts[MOST_PARTS] = { 0 };
    Event          e = { .county = n->subject.county, .log = code_log(n->subject.place), .id = n->id,
                         .kind = str_from(n->kind), .subject = n->subject.id, .account = c->actor->account,
                         .person = actor_person(c->actor), .channel = (int)c->actor->channel, .at = c->now,
                         .happened_at = n->happened_at ? n->happened_at : ctx_done_at(c), .texts = texts };
    BUG_ON(!is_name(n->kind) || n->id == 0); /* kinds stand in the program, and neither id_new() nor db_id() gives 0 */
    if (!code_is_valid(e.log) || !str_eq(e.county, code_county(e.log))) /* a place as it stands in somebody's row */
        return fail(c, ERR_DB, NULL, "an event of %s at {%.*s} in county {%.*s}", n->kind, STR_ARG(n->subject.place), STR_ARG(e.county));
    e.n_texts = texts_of(n, texts, salts);
    e.parts = parts_line(c->arena, n, salts);
    event_gather(w, &e, salts);
    TRY(tell_house_acted_for(w, event));
    return others_hear(w, event);
}

/* ---- reading ---- */

Event event_from_row(Row r)
{
    return (Event){ .county = row_text(r, C_EVENT_ROW_COUNTY), .log = row_text(r, C_EVENT_ROW_LOG),
                    .seq = row_int(r, C_EVENT_ROW_SEQ), .id = row_int(r, C_EVENT_ROW_ID),
                    .kind = row_text(r, C_EVENT_ROW_KIND), .subject = row_int(r, C_EVENT_ROW_SUBJECT),
                    .account = row_int(r, C_EVENT_ROW_ACCOUNT), .person = row_int(r, C_EVENT_ROW_PERSON),
                    .channel = (int)row_int(r, C_EVENT_ROW_CHANNEL), .at = row_int(r, C_EVENT_ROW_AT),
                    .happened_at = row_int(r, C_EVENT_ROW_HAPPENED_AT), .parts = row_text(r, C_EVENT_ROW_PARTS),
                    .leaf = row_hash(r, C_EVENT_ROW_LEAF) };
}

/* Texts come in the order of their events: those of `e` stand at the front of *rest. */
static void take_texts(Arena *a, Event *e, Rows *rest)
{
    size_t n = 0;
    while (n < rest->n && row_int(rest->row[n], C_EVENT_TEXTS_OF_SUBJECT_SEQ) == e->seq &&
           str_eq(row_text(rest->row[n], C_EVENT_TEXTS_OF_SUBJECT_LOG), e->log))
        n++;
    EventText *texts = NEW_N(a, EventText, n);
    for (size_t i = 0; i < n; i++) {
        Row r = rest->row[i];
        texts[i] = (EventText){ .name = row_text(r, C_EVENT_TEXTS_OF_SUBJECT_NAME),
                                .text = row_text(r, C_EVENT_TEXTS_OF_SUBJECT_TEXT),
                                .erased = row_is_null(r, C_EVENT_TEXTS_OF_SUBJECT_TEXT),
                                .is_kept = row_bool(r, C_EVENT_TEXTS_OF_SUBJECT_KEPT),
                                .commitment = row_hash(r, C_EVENT_TEXTS_OF_SUBJECT_COMMITMENT) };
    }
    e->texts = texts;
    e->n_texts = n;
    rest->row += n;
    rest->n -= n;
}

static Err texts_read(Ctx *c, Ref subject, Event *events, size_t n)
{
    Rows texts;
    if (n == 0)
        return OK;
    TRY(db_many(db_read(c), Q_EVENT_TEXTS_OF_SUBJECT, ARGS(REF(subject), events[0].seq, events[n - 1].seq), &texts));
    for (size_t i = 0; i < n; i++)
        take_texts(c->arena, &events[i], &texts);
    return OK;
}

/* The last of one weight, after those that there are already; what is between is counted. */
static Err last_read(Ctx *c, Ref subject, i64 after, EventWeight weight, Event *events, size_t *n)
{
    Db    *db = db_read(c);
    Rows   rows, texts;
    Event *last = events + *n;
    TRY(db_many(db, QUERY(event_of_weight_last, KEY_AS(subject, subject), .weight = ARG(weight), .after = ARG(after),
                          .most = ARG(weight == EVENT_OF_MANY ? EVENT_MANY : EVENT_SOME)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        last[i] = event_from_row(rows.row[rows.n - 1 - i]);
    *n += rows.n;
    if (rows.n == 0)
        return OK;
    TRY(db_int(db, QUERY(event_of_weight_between, KEY_AS(subject, subject), .weight = ARG(weight), .after = ARG(after),
                         .before = ARG(last[0].seq)), &last[0].gap));
    TRY(db_many(db, QUERY(event_texts_of_weight, KEY_AS(subject, subject), .weight = ARG(weight), .from = ARG(last[0].seq),
                          .upto = ARG(last[rows.n - 1].seq)), &texts));
    for (size_t i = 0; i < rows.n; i++)
        take_texts(c->arena, &last[i], &texts);
    return OK;
}

static int by_seq(const void *a, const void *b)
{
    const Event *x = a, *y = b;
    return x->seq != y->seq ? (x->seq > y->seq) - (x->seq < y->seq) : str_cmp(x->log, y->log);
}

Err event_timeline(Ctx *c, Ref subject, const Event **ret_events, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_EVENT_OF_SUBJECT, ARGS(REF(subject), EVENT_SOME), &rows));
    Event *events = arena_raw(c->arena, (rows.n + 2 * EVENT_SOME + EVENT_MANY) * sizeof *events); /* mostly the first are all */
    for (size_t i = 0; i < rows.n; i++)
        events[i] = event_from_row(rows.row[i]);
    *ret_events = events;
    *ret_n = rows.n;
    TRY(texts_read(c, subject, events, rows.n));
    if (rows.n < EVENT_SOME)
        return OK;
    const i64 after = events[rows.n - 1].seq;
    for (int weight = 0; weight < EVENT_WEIGHTS; weight++)
        TRY(last_read(c, subject, after, (EventWeight)weight, events, ret_n));
    qsort(events + rows.n, *ret_n - rows.n, sizeof *events, by_seq);
    return OK;
}

Err event_salts(Ctx *c, Ref subject, const Event *first, const Event *last, EventSalts *ret_salts)
{
    return db_many(db_read(c), Q_EVENT_SALTS_OF_SUBJECT, ARGS(REF(subject), first->seq, last->seq), &ret_salts->rows);
}

Str event_salt(const EventSalts *salts, const Event *e, Str name)
{
    for (size_t i = 0; i < salts->rows.n; i++) {
        Row r = salts->rows.row[i];
        if (row_int(r, C_EVENT_SALTS_OF_SUBJECT_SEQ) == e->seq && str_eq(row_text(r, C_EVENT_SALTS_OF_SUBJECT_NAME), name) &&
            str_eq(row_text(r, C_EVENT_SALTS_OF_SUBJECT_LOG), e->log))
            return row_is_null(r, C_EVENT_SALTS_OF_SUBJECT_SALT) ? STR_NONE : row_bytes(r, C_EVENT_SALTS_OF_SUBJECT_SALT);
    }
    return STR_NONE;
}

i64 event_part(const Event *e, const char *name)
{
    Str rest = e->parts, part, key;
    i64 value;
    while (str_next(&rest, ' ', &part)) {
        str_next(&part, '=', &key);
        if (str_is(key, name) && str_int(part, &value))
            return value;
    }
    return 0;
}

Str event_part_text(const Event *e, const char *name)
{
    for (size_t i = 0; i < e->n_texts; i++)
        if (str_is(e->texts[i].name, name))
            return e->texts[i].text;
    return STR_NONE;
}

/* ---- erasing ---- */

Err event_erase_person(Db *w, Code county, i64 person, i64 *ret_texts)
{
    event_gather_erasing(w, county, person, 0);
    return db_change(w, Q_EVENT_ERASE_BY_PERSON, ARGS(county, person), ret_texts);
}

Err event_erase_subject(Db *w, Ref subject, i64 *ret_texts)
{
    event_gather_erasing(w, subject.county, 0, subject.id);
    return db_change(w, Q_EVENT_ERASE_BY_SUBJECT, ARGS(REF(subject)), ret_texts);
}

Err event_answers_check(Db *w, Ref subject)
{
    i64 n;
    TRY(db_int(w, Q_EVENT_ANSWERS, ARGS(REF(subject)), &n));
    return n < EVENT_ANSWERS ? OK : fail(db_ctx(w), ERR_LIMIT, "matter.answers.many", "%lld answers of offices on one record", (long long)n);
}

Err event_not_dealt(Db *db, Ref subject)
{
    const Actor *a = db_ctx(db)->actor;
    i64          steps;
    if (str_is_empty(a->consent))
        return OK;
    TRY(db_int(db, QUERY(event_dealt, KEY_AS(subject, subject), .account = ARG(a->account), .person = ARG(a->tied),
                         .person_county = ARG(a->tied_county.n ? a->tied_county : STR("")), .helping = ARG(CHANNEL_HELPER)), &steps));
    return steps == 0 ? OK : fail(db_ctx(db), ERR_DENIED, "help.dealt", "acting for a house in what one dealt with");
}

static Err hand_not_dealt(Db *db, Ref subject, const CardHand *h)
{
    i64 steps = 0;
    if (h->by != 0)
        TRY(db_int(db, QUERY(event_dealt_before, KEY_AS(subject, subject), .account = ARG(h->by), .home = ARG(db_ctx(db)->actor->county),
                             .helping = ARG(CHANNEL_HELPER), .before = ARG(h->at)), &steps));
    return steps == 0 ? OK : fail(db_ctx(db), ERR_DENIED, "card.dealt", "by a card whose printer, or opener, dealt with it");
}

Err event_not_printed(Db *db, Ref subject)
{
    const Actor *a = db_ctx(db)->actor;
    TRY(hand_not_dealt(db, subject, &a->printed));
    return hand_not_dealt(db, subject, &a->opened);
}
