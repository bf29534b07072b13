/* attend: see attend.h. */
#include "matter/attend.h"

#include "matter/tell.h"
#include "record/offline.h"
#include "record/once.h"

/* Field                      name        type        low  high names label */
const Field ATTEND_HOUSE = { "household", FIELD_REF,  0,   0,   NULL, "attend.house" },
            ATTEND_WHY   = { "why",       FIELD_LINE, 2,   200, NULL, "attend.why" };

typedef struct Noting {
    const Noun *noun;
    Ref         matter;
    const Ref  *houses;
    size_t      n;
    bool        by_house, strikes, is_over; /* is_over: as the body finds it */
    Str         why;
    const SheetKeying *sheet; /* that it stands on; NULL: none */
    By          by;
    i64         event_id;
} Noting;

/* A house that took itself back is not noted again by its host: nobody knows better. */
static Err took_back(Ctx *c, Ref house)
{
    Str label;
    ctx_clear_failure(c);
    TRY(household_labels(c, &house, 1, &label));
    return fail_at(c, ATTEND_HOUSE.name, "attend.took_back", label, STR_NONE);
}

/* Notes one house, or strikes it out; whether that changed anything. */
static Err note_one(Db *w, const Noting *k, Ref house, bool *ret_news)
{
    HouseJoined how = HOUSE_AGAIN;
    *ret_news = false;
    if (k->strikes && !str_eq(house.county, k->matter.county))
        return OK;
    if (k->strikes)
        return houses_leave(w, k->noun->name, k->matter, house.id, ret_news);
    Err e = houses_join(w, k->noun->name, k->matter, house, STR_NONE, &how);
    if (e == ERR_CONFLICT && !k->by_house)
        return took_back(db_ctx(w), house);
    TRY(e);
    *ret_news = how != HOUSE_AGAIN;
    return OK;
}

/* What its host says of a house, the house is told: it takes it back where that is not so. */
static Err told(Db *w, const Noting *k, const Matter *m, Ref house)
{
    const Attend *of = k->noun->attend;
    if (k->by_house)
        return OK;
    const Tell t = { .noun = k->noun->name, .ref = m->ref, .home = house.county, .title = m->title, .words = k->why,
                     .event = k->strikes ? of->struck : of->came };
    return tell_house_instead(w, &t, house.id, k->strikes ? of->came : of->struck);
}

/* *ret_whom: names of the houses of which something changed. */
static Err note_all(Db *w, const Noting *k, const Matter *m, i64 *ret_n, Str *ret_whom)
{
    Arena *a = db_ctx(w)->arena;
    Str   *whom = NEW_N(a, Str, k->n + 1);
    size_t n = 0;
    bool   news;
    for (size_t i = 0; i < k->n; i++) {
        TRY(note_one(w, k, k->houses[i], &news));
        if (!news)
            continue;
        TRY(told(w, k, m, k->houses[i]));
        whom[n++] = ref_name(a, k->houses[i]);
    }
    *ret_n = (i64)n;
    *ret_whom = str_join(a, whom, n, STR(" "));
    return OK;
}

/* Who notes after the end says why, whom he notes as whom he strikes out: those who were not there would be bound by the minutes. So
 * the end is asked as of now, whatever time he says it was. */
static Err host_check(Ctx *c, Noting *k, const Matter *m)
{
    const Attend *of = k->noun->attend;
    bool          was_over;
    if (!access_may(c->actor, of->host, m->ref.place))
        return fail(c, ERR_DENIED, "attend.not_host", "not the host");
    TRY(of->open(c, m, c->now, &k->is_over));
    Err e = of->open(c, m, ctx_done_at(c), &was_over);
    if (e == ERR_CONFLICT) {
        ctx_clear_failure(c);
        return fail_at(c, OFFLINE_HAPPENED_AT.name, "attend.before", STR_NONE, STR_NONE);
    }
    TRY(e);
    return k->is_over && k->sheet == NULL ? field_check_given(c, &ATTEND_WHY, k->why) : OK; /* paper of before is reason enough */
}

static Err house_check(Ctx *c, Noting *k, const Matter *m)
{
    TRY(k->noun->attend->open(c, m, ctx_done_at(c), &k->is_over)); /* who came before may say so later */
    return k->is_over && !k->strikes ? fail(c, ERR_CONFLICT, "attend.is_over", "coming to what is over") : OK;
}

static Err note_body(Db *w, void *arg)
{
    Noting       *k = arg;
    const Attend *of = k->noun->attend;
    Ctx          *c = db_ctx(w);
    SheetKeyed    keyed;
    const Life   *l = k->noun->life;
    Matter       *m = arena_take(c->arena, l->row_size);
    Change        ch = { .life = l, .by = k->by, .words = k->why };
    i64           n;
    Str           whom;
    TRY(life_held(w, l, k->matter, m));
    TRY(k->by_house ? house_check(c, k, m) : host_check(c, k, m));
    if (k->by_house)
        TRY(event_not_printed(w, m->ref)); /* by the card of a house, printed by who holds what it comes to */
    if (k->sheet)
        TRY(sheet_key_in(w, &k->by, k->sheet, &keyed)); /* by one person: done, or refused */
    TRY(note_all(w, k, m, &n, &whom));
    ch.event = !k->strikes ? of->came : k->by_house && k->is_over ? of->denied : of->struck;
    change_part(&ch, (EventPart)PART("houses", n));
    change_part(&ch, (EventPart)PART_KEPT("whom", whom));
    return n ? change_event(w, &ch, m, k->event_id) : OK;
}

static Err place_of(Ctx *c, const Noun *noun, Ref *matter)
{
    Matter *m = arena_take(c->arena, noun->life->row_size);
    TRY(life_read(db_read(c), noun->life, *matter, m));
    *matter = m->ref;
    return OK;
}

/* What was sent before, from where no net was, is done once: it does not note again what was struck out since. */
static Err note_write(Ctx *c, Noting *k)
{
    i64 event;
    k->event_id = id_new(c->now);
    return k->strikes ? db_write(c, note_body, k) : once_write(c, once_take(c), k->event_id, note_body, k, &event);
}

static Err by_itself(Ctx *c, const Noun *noun, Ref matter, bool strikes)
{
    Ref house;
    TRY(place_of(c, noun, &matter));
    TRY(household_of_actor(c, matter.place, &house));
    return note_write(c, &(Noting){ .noun = noun, .matter = matter, .houses = &house, .n = 1, .by_house = true, .strikes = strikes });
}

Err attend_come(Ctx *c, const Noun *noun, Ref matter)
{
    return by_itself(c, noun, matter, false);
}

Err attend_leave(Ctx *c, const Noun *noun, Ref matter)
{
    return by_itself(c, noun, matter, true);
}

Err attend_mark(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why)
{
    return attend_mark_by(c, noun, matter, houses, why, NULL);
}

Err attend_mark_by(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why, const SheetKeying *sheet)
{
    Noting k = { .noun = noun, .n = houses->n, .why = str_trim(why), .sheet = sheet };
    Ref   *v = NEW_N(c->arena, Ref, houses->n + 1);
    TRY(field_check(c, &ATTEND_WHY, k.why));
    TRY(place_of(c, noun, &matter));
    for (size_t i = 0; i < houses->n; i++)
        TRY(household_under(c, matter.place, "household", houses->v[i], &v[i]));
    TRY(by_actor(c, &k.by));
    k.matter = matter;
    k.houses = v;
    return note_write(c, &k);
}

Err attend_strike(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why)
{
    Noting k = { .noun = noun, .houses = houses->v, .n = houses->n, .strikes = true, .why = str_trim(why) };
    TRY(field_check(c, &ATTEND_WHY, k.why));
    TRY(place_of(c, noun, &matter));
    TRY(by_actor(c, &k.by));
    k.matter = matter;
    return note_write(c, &k);
}

Err attend_unsaid(Db *w, const Noun *noun, Ref matter, Ref house, By *by)
{
    Ctx    *c = db_ctx(w);
    Matter *m = arena_take(c->arena, noun->life->row_size);
    Change  ch = { .life = noun->life, .by = *by, .event = noun->attend->struck };
    TRY(life_held(w, noun->life, matter, m));
    TRY(houses_unsay(w, noun->name, m->ref, house.id));
    change_part(&ch, (EventPart)PART("houses", 1));
    change_part(&ch, (EventPart)PART_KEPT("whom", ref_name(c->arena, house)));
    return change_event(w, &ch, m, db_id(w));
}
