/* place_alias: other names that people use. What may be one is place_free.c's to say. See place.h. */
#include "place/place.sql.h"
#include "place/place_inside.h"
#include "record/event.h"

typedef struct Alias {
    Code code;
    Str  alias, name; /* name: the place's own */
    i64  event;
} Alias;

static Err event(Db *w, const Alias *a, const char *kind)
{
    return event_append(w, &(EventNew){ .id = a->event, .kind = kind, .subject = place_ref(a->code),
                                        .parts = { PART_TEXT("name", a->alias) }, .n_parts = 1 });
}

static Err add_body(Db *w, void *arg)
{
    const Alias *a = arg;
    Rows         there;
    TRY(db_exec(w, QUERY(place_alias_insert, .county = ARG(code_county(a->code)), .code = ARG(a->code),
                         .alias = ARG(a->alias), .at = ARG(db_ctx(w)->now), .taken_in = ARG(false))));
    TRY(place_borne(w, a->code, &there));
    TRY(place_words_put(w, a->code, a->alias));
    return event(w, a, "place.alias");
}

Err place_alias_add(Ctx *c, Code code, Str alias)
{
    Place p;
    Alias a = { .code = code, .alias = text_line(c->arena, alias), .event = id_new(c->now) };
    TRY(field_check_given(c, &PLACE_FIELD_NAME, a.alias));
    TRY(place_get(c, code, &p));
    const NameAsk ask = { .field = "name", .parent = code_parent(code), .self = code, .text = a.alias };
    TRY(place_name_no_office(db_read(c), &ask));
    if (code_level(code) > LEVEL_PROVINCE)
        TRY(place_name_free(db_read(c), &ask));
    return db_write(c, add_body, &a);
}

static Err drop_body(Db *w, void *arg)
{
    const Alias *a = arg;
    i64          n;
    TRY(db_change(w, Q_PLACE_ALIAS_DROP, ARGS(code_county(a->code), a->code, a->alias), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "place.alias.stays", "no alias, or the name of what was taken in");
    TRY(place_words_renew(w, a->code, a->name));
    return event(w, a, "place.alias_dropped");
}

Err place_alias_drop(Ctx *c, Code code, Str alias)
{
    Place p;
    Alias a = { .code = code, .alias = alias, .event = id_new(c->now) };
    TRY(place_get(c, code, &p));
    a.name = p.name;
    return db_write(c, drop_body, &a);
}
