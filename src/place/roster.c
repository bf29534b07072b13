/* roster (名册导入): who of a file is new, and putting them in, all or nothing. First everything is decided by reading
 * (that alone is the trial run), then one body writes it; what another writer changed in between breaks a unique key,
 * the body fails as a whole, and the file may be sent again. One event tells of the import: its rows say who made them.
 * See person.h. */
#include "place/roster.h"

#include <string.h>

#include "record/event.h"
#include "record/secret.h"

/* ---- a map from 64 bits to an index ---- */

typedef struct Map {
    u64   *key;
    u32   *value;
    size_t room;
} Map;

static Map map_for(Arena *a, size_t n)
{
    Map m = { .room = n * 2 + 16 };
    m.key = NEW_N(a, u64, m.room);
    m.value = NEW_N(a, u32, m.room);
    return m;
}

/* The place of a key: to be read, or to be filled where *ret_new. */
static u32 *map_at(Map *m, Hash h, bool *ret_new)
{
    u64 key;
    memcpy(&key, h.b, sizeof key);
    key |= 1;
    size_t i = (size_t)(key >> 8) % m->room;
    while (m->key[i] != 0 && m->key[i] != key)
        i = (i + 1) % m->room;
    *ret_new = m->key[i] == 0;
    m->key[i] = key;
    return &m->value[i];
}

/* ---- what is to be done ---- */

typedef struct House {
    Ref  ref;
    Str  label;
    bool is_new;
    i64  head_line; /* of the file's head */
} House;

typedef struct Soul {
    PersonWrite p;
    bool        is_there;
    i64         line;
} Soul;

typedef struct Plan {
    Roster        r;
    House        *houses;
    size_t        n_houses;
    Soul         *souls;
    Map           by_label, by_phone, by_id;
    RosterImport *ret;
    Hash          file;
    i64           event;
} Plan;

static Err house_of(Plan *pl, const RosterRow *row, u32 *ret_index)
{
    Ctx *c = pl->r.c;
    bool fresh, found;
    Row  r;
    u32 *at = map_at(&pl->by_label, hash_of_parts((Str[]){ row->place, STR("|"), row->label }, 3), &fresh);
    if (fresh) {
        House *h = &pl->houses[pl->n_houses];
        TRY(db_maybe(db_read(c), Q_HOUSEHOLD_BY_LABEL, ARGS(code_county(row->place), row->place, row->label), &found,
                     &r));
        *h = (House){ .ref = { code_county(row->place), found ? row_int(r, C_HOUSEHOLD_BY_LABEL_ID) : id_new(c->now),
                               row->place },
                      .label = row->label, .is_new = !found };
        pl->ret->households += !found;
        *at = (u32)pl->n_houses++;
    }
    *ret_index = *at;
    return OK;
}

/* Two rows of the file with one ID number, or one phone in two houses. */
static void check_against_file(Plan *pl, const RosterRow *row, const PersonWrite *p, u32 house)
{
    bool fresh;
    u32 *at;
    if (p->id_card.sealed.n) {
        map_at(&pl->by_id, p->id_card.hash, &fresh);
        if (!fresh)
            roster_problem(&pl->r, row->line, ROSTER_ID_CARD, "roster.id_card.twice", p->id_card.shown);
    }
    if (p->phone.sealed.n) {
        at = map_at(&pl->by_phone, p->phone.hash, &fresh);
        if (!fresh && *at != house)
            roster_problem(&pl->r, row->line, ROSTER_PHONE, "roster.phone.two_houses", p->phone.shown);
        *at = house;
    }
}

/* The person of the file who is there already: by ID number, else by name in the house. */
static Err soul_find(Plan *pl, const RosterRow *row, const House *h, Soul *s)
{
    Ctx *c = pl->r.c;
    bool found;
    Row  r;
    Rows names;
    if (s->p.id_card.sealed.n) {
        TRY(db_maybe(db_read(c), Q_ID_OWNER_ONE, ARGS(HASH(s->p.id_card.hash)), &found, &r));
        if (found) {
            Ref    ref = { row_text(r, C_ID_OWNER_ONE_COUNTY), row_int(r, C_ID_OWNER_ONE_PERSON), STR_NONE };
            Person p;
            TRY(person_get(c, ref, &p));
            if (p.household != h->ref.id || !str_eq(ref.county, h->ref.county))
                roster_problem(&pl->r, row->line, ROSTER_ID_CARD, "roster.id_card.other_house", s->p.id_card.shown);
            s->is_there = true;
            s->p.ref.id = ref.id;
            return OK;
        }
    }
    if (h->is_new)
        return OK;
    TRY(db_many(db_read(c), Q_PERSON_NAMED, ARGS(REF(h->ref)), &names));
    for (size_t i = 0; i < names.n; i++) {
        if (str_eq(row_text(names.row[i], C_PERSON_NAMED_NAME), row->name)) {
            s->is_there = true;
            s->p.ref.id = row_int(names.row[i], C_PERSON_NAMED_ID);
        }
    }
    return OK;
}

static Err phone_check(Plan *pl, const RosterRow *row, const Soul *s, const House *h)
{
    Row  r;
    bool found;
    if (s->is_there || s->p.phone.sealed.n == 0)
        return OK;
    TRY(db_maybe(db_read(pl->r.c), Q_PHONE_OWNER_ONE, ARGS(HASH(s->p.phone.hash)), &found, &r));
    if (found && row_int(r, C_PHONE_OWNER_ONE_HOUSEHOLD) != h->ref.id)
        roster_problem(&pl->r, row->line, ROSTER_PHONE, "roster.phone.other_house", s->p.phone.shown);
    return OK;
}

static Err soul_plan(Plan *pl, const RosterRow *row, Soul *s)
{
    Ctx   *c = pl->r.c;
    u32    index;
    House *h;
    TRY(house_of(pl, row, &index));
    h = &pl->houses[index];
    *s = (Soul){ .line = row->line,
                 .p = { .ref = { h->ref.county, id_new(c->now), row->place }, .household = h->ref.id, .name = row->name,
                        .sex = row->sex, .born = row->born, .from = date_of(c->now),
                        .phone = number_phone(c->arena, row->phone), .id_card = number_id_card(c->arena, row->id_card),
                        .is_head = row->is_head, .is_away = row->is_away, .rolls = row->rolls, .share = row->share } };
    for (int k = 0; k < ROLL_KINDS; k++)
        s->p.roll_ids[k] = id_new(c->now);
    if (row->is_head && h->head_line)
        roster_problem(&pl->r, row->line, ROSTER_HEAD, "roster.head.two",
                       arena_printf(c->arena, "%lld", (long long)h->head_line));
    if (row->is_head)
        h->head_line = row->line;
    check_against_file(pl, row, &s->p, index);
    TRY(soul_find(pl, row, h, s));
    TRY(phone_check(pl, row, s, h));
    s->is_there ? pl->ret->same++ : pl->ret->persons++;
    return OK;
}

/* A new house whose head the file does not name: who stands first in it. */
static void heads_fill(Plan *pl)
{
    i64 last = 0;
    for (size_t i = 0; i < pl->r.n; i++) {
        Soul *s = &pl->souls[i];
        for (size_t k = 0; s->p.household != last && k < pl->n_houses; k++) {
            House *h = &pl->houses[k];
            if (h->ref.id == s->p.household && h->is_new && h->head_line == 0) {
                h->head_line = s->line;
                s->p.is_head = true;
            }
        }
        last = s->p.household;
    }
}

/* ---- putting in ---- */

static Err import_body(Db *w, void *arg)
{
    const Plan *pl = arg;
    Date        today = date_of(db_ctx(w)->now);
    u32         standing;
    for (size_t i = 0; i < pl->n_houses; i++)
        if (pl->houses[i].is_new)
            TRY(household_make(w, pl->houses[i].ref, pl->houses[i].label, today));
    for (size_t i = 0; i < pl->r.n; i++) {
        const Soul *s = &pl->souls[i];
        if (!s->is_there) {
            TRY(person_write(w, &s->p));
            continue;
        }
        TRY(person_rolls_standing(w, s->p.ref, &standing));
        TRY(person_rolls_add(w, &s->p, standing));
    }
    return event_append(w, &(EventNew){ .id = pl->event, .kind = "roster.imported",
                                        .subject = { code_county(pl->r.village), pl->event, pl->r.village },
                                        .parts = { PART("rows", pl->ret->rows), PART("households", pl->ret->households),
                                                   PART("persons", pl->ret->persons), PART("same", pl->ret->same),
                                                   PART_TEXT("file", hash_hex(db_ctx(w)->arena, &pl->file)) },
                                        .n_parts = 5 });
}

Err roster_import(Ctx *c, Code village, Str csv, bool try_only, RosterImport *ret)
{
    Plan pl = { .r = { .c = c, .village = village }, .ret = ret, .file = hash_of(csv), .event = id_new(c->now) };
    *ret = (RosterImport){ 0 };
    if (code_level(village) < LEVEL_VILLAGE)
        return fail_at(c, "csv", "household.place.high", STR_NONE, STR_NONE);
    TRY(roster_read(&pl.r, csv));
    ret->rows = (i64)pl.r.n;
    pl.houses = NEW_N(c->arena, House, pl.r.n + 1);
    pl.souls = NEW_N(c->arena, Soul, pl.r.n + 1);
    pl.by_label = map_for(c->arena, pl.r.n);
    pl.by_phone = map_for(c->arena, pl.r.n);
    pl.by_id = map_for(c->arena, pl.r.n);
    for (size_t i = 0; i < pl.r.n; i++)
        if (pl.r.rows[i].place.n)
            TRY(soul_plan(&pl, &pl.r.rows[i], &pl.souls[i]));
    ret->problems = pl.r.problems;
    ret->n_problems = pl.r.n_problems;
    if (ret->n_problems)
        return fail_at(c, "csv", "roster.problems", arena_printf(c->arena, "%zu", ret->n_problems), STR_NONE);
    heads_fill(&pl);
    return try_only ? OK : db_write(c, import_body, &pl);
}
