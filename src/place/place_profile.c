/* place_profile: what is known about a village (村情), fact by fact, each with its day and who said so. See place.h. */
#include "place/place.h"
#include "place/place.sql.h"
#include "record/event.h"

#include <string.h>

const Field PROFILE_KIND = { "kind", FIELD_LINE, 0, 20, NULL, "profile.kind" };
const Field PROFILE_CROPS = { "crops", FIELD_LINE, 0, 100, NULL, "profile.crops" };
const Field PROFILE_VENUES = { "venues", FIELD_TEXT, 0, 400, NULL, "profile.venues" };
const Field PROFILE_SIGNAL = { "signal", FIELD_LINE, 0, 60, NULL, "profile.signal" };
const Field PROFILE_NOTE = { "note", FIELD_TEXT, 0, 2000, NULL, "profile.note" };
const Field PROFILE_SAID_BY = { "said_by", FIELD_LINE, 1, 40, NULL, "profile.said_by" };
const Field PROFILE_AS_OF = { "as_of", FIELD_DATE, 19490101, 29991231, NULL, "profile.as_of" };
const Field PROFILE_HOUSEHOLDS = { "households", FIELD_INT, 0, 100000, NULL, "profile.households" };
const Field PROFILE_RESIDENTS = { "residents", FIELD_INT, 0, 1000000, NULL, "profile.residents" };
const Field PROFILE_REGISTERED = { "registered", FIELD_INT, 0, 1000000, NULL, "profile.registered" };
const Field PROFILE_AWAY = { "away", FIELD_INT, 0, 1000000, NULL, "profile.away" };
const Field PROFILE_AGED = { "aged", FIELD_INT, 0, 1000000, NULL, "profile.aged" };
const Field PROFILE_LAND = { "land", FIELD_AREA, 0, 100000000, NULL, "profile.land" };

/* One fact: where it stands in the struct. The table is the order of the page. */
static const struct {
    const Field *field;
    size_t       offset;
    bool         is_text;
} facts[] = {
#define NUMBER(f, member) { &(f), offsetof(PlaceProfile, member), false }
#define WORDS(f, member)  { &(f), offsetof(PlaceProfile, member), true }
    WORDS(PROFILE_KIND, kind),
    NUMBER(PROFILE_HOUSEHOLDS, households_registered),
    NUMBER(PROFILE_REGISTERED, registered),
    NUMBER(PROFILE_RESIDENTS, residents),
    NUMBER(PROFILE_AWAY, away),
    NUMBER(PROFILE_AGED, aged),
    NUMBER(PROFILE_LAND, land),
    WORDS(PROFILE_CROPS, crops),
    WORDS(PROFILE_VENUES, venues),
    WORDS(PROFILE_SIGNAL, signal),
    WORDS(PROFILE_NOTE, note),
};

static i64 *number_at(PlaceProfile *p, size_t i)
{
    return (i64 *)((char *)p + facts[i].offset);
}

static Str *words_at(PlaceProfile *p, size_t i)
{
    return (Str *)((char *)p + facts[i].offset);
}

static Err profile_read(Db *db, Code code, PlaceProfile *ret)
{
    Ctx       *c = db_ctx(db);
    Rows       rows;
    Row        r;
    bool       found;
    PlaceFact *known = NEW_N(c->arena, PlaceFact, COUNTOF(facts));
    *ret = (PlaceProfile){ .facts = known };
    TRY(db_maybe(db, Q_PLACE_PROFILE_VERSION, ARGS(code_county(code), code), &found, &r));
    ret->version = found ? row_int(r, C_PLACE_PROFILE_VERSION_VERSION) : 0;
    TRY(db_many(db, Q_PLACE_FACT_LIST, ARGS(code_county(code), code), &rows));
    for (size_t i = 0; i < COUNTOF(facts); i++) {
        if (!facts[i].is_text)
            *number_at(ret, i) = -1;
        for (size_t k = 0; k < rows.n; k++) {
            Row f = rows.row[k];
            if (!str_is(row_text(f, C_PLACE_FACT_LIST_FACT), facts[i].field->name))
                continue;
            known[ret->n_facts++] = (PlaceFact){ facts[i].field->name, row_int(f, C_PLACE_FACT_LIST_NUMBER),
                                                 row_text(f, C_PLACE_FACT_LIST_WORDS),
                                                 (Date)row_int(f, C_PLACE_FACT_LIST_AS_OF),
                                                 row_text(f, C_PLACE_FACT_LIST_SAID_BY) };
            if (facts[i].is_text)
                *words_at(ret, i) = row_text(f, C_PLACE_FACT_LIST_WORDS);
            else
                *number_at(ret, i) = row_int(f, C_PLACE_FACT_LIST_NUMBER);
        }
    }
    return OK;
}

Err place_profile_get(Ctx *c, Code code, PlaceProfile *ret_profile)
{
    return profile_read(db_read(c), code, ret_profile);
}

typedef struct Set {
    Code         code;
    PlaceProfile p;
    i64          event;
} Set;

/* A fact that is as before, or that nobody spoke of, keeps its day and its source. */
static Err fact_put(Db *w, Set *s, PlaceProfile *was, size_t i, int *changed)
{
    bool is_text = facts[i].is_text;
    bool same = is_text ? str_eq(*words_at(&s->p, i), *words_at(was, i)) : *number_at(&s->p, i) == *number_at(was, i);
    bool none = is_text ? str_is_empty(*words_at(&s->p, i)) : *number_at(&s->p, i) < 0;
    Ctx *c = db_ctx(w);
    if (same || !given(&s->p.given, facts[i].field))
        return OK;
    (*changed)++;
    if (none)
        return db_exec(w, Q_PLACE_FACT_DROP, ARGS(code_county(s->code), s->code, facts[i].field->name));
    return db_exec(w, QUERY(place_fact_put, .county = ARG(code_county(s->code)), .code = ARG(s->code),
                            .fact = ARG(facts[i].field->name), .number = ARG(is_text ? -1 : *number_at(&s->p, i)),
                            .words = ARG(is_text ? *words_at(&s->p, i) : STR("")), .as_of = ARG(s->p.as_of),
                            .said_by = ARG(s->p.said_by), .account = ARG(c->actor->account), .at = ARG(c->now)));
}

static Err set_body(Db *w, void *arg)
{
    Set         *s = arg;
    PlaceProfile was;
    i64          n;
    int          changed = 0;
    TRY(profile_read(w, s->code, &was));
    if (s->p.version == 0)
        TRY(db_change(w, Q_PLACE_PROFILE_FIRST, ARGS(code_county(s->code), s->code), &n));
    else
        TRY(db_change(w, Q_PLACE_PROFILE_NEXT, ARGS(code_county(s->code), s->code, s->p.version), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "place.changed_meanwhile", "profile %.*s: another version",
                    STR_ARG(s->code));
    for (size_t i = 0; i < COUNTOF(facts); i++)
        TRY(fact_put(w, s, &was, i, &changed));
    return event_append(w, &(EventNew){ .id = s->event, .kind = "place.profile", .subject = place_ref(s->code),
                                        .parts = { PART("facts", changed), PART("as_of", s->p.as_of),
                                                   PART_TEXT("said_by", s->p.said_by) },
                                        .n_parts = 3 });
}

Err place_profile_set(Ctx *c, Code code, const PlaceProfile *p)
{
    Set s = { .code = code, .p = *p, .event = id_new(c->now) };
    for (size_t i = 0; i < COUNTOF(facts); i++) {
        const Field *f = facts[i].field;
        if (facts[i].is_text && words_at(&s.p, i)->n)
            TRY(field_check(c, f, *words_at(&s.p, i)));
        if (!facts[i].is_text && *number_at(&s.p, i) > f->high)
            return fail_at(c, f->name, "profile.too_high", STR_NONE, STR_NONE);
    }
    if (p->said_by.n)
        TRY(place_line_no_office(c, PROFILE_SAID_BY.name, place_actor_sits(c->actor, code), p->said_by));
    if (s.p.as_of == 0)
        s.p.as_of = date_of(c->now);
    if (s.p.as_of > date_of(c->now))
        return fail_at(c, "as_of", "place.in_the_future", STR_NONE, STR_NONE);
    return db_write(c, set_body, &s);
}
