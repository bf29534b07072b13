/* roster (名册导入): who of a file is new, and putting them in, all or nothing. First everything is decided by reading
 * (that alone is the trial run), then one body writes it; what another writer changed in between breaks a unique key,
 * the body fails as a whole, and the file may be sent again. One event tells of the import: its rows say who made them.
 * See person.h. */
#include "people/roster.h"

#include <string.h>

#include "base/simple.h"
#include "engine/text/house_key.h"
#include "people/person.sql.h"
#include "record/event.h"

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

static u64 map_key(Hash h)
{
    u64 key;
    memcpy(&key, h.b, sizeof key);
    return key | 1; /* 0 is nobody's */
}

/* Where a key stands, or would. */
static size_t map_index(const Map *m, u64 key)
{
    size_t i = (size_t)(key >> 8) % m->room;
    while (m->key[i] != 0 && m->key[i] != key)
        i = (i + 1) % m->room;
    return i;
}

/* The place of a key: to be read, or to be filled where *ret_new. */
static u32 *map_at(Map *m, Hash h, bool *ret_new)
{
    u64    key = map_key(h);
    size_t i = map_index(m, key);
    *ret_new = m->key[i] == 0;
    m->key[i] = key;
    return &m->value[i];
}

static bool map_has(const Map *m, Hash h)
{
    return m->key[map_index(m, map_key(h))] != 0;
}

/* ---- what is to be done ---- */

typedef struct House {
    Ref         ref;
    Str         label, key;
    bool        is_new;
    i64         head_line; /* of the file's head */
    const char *ask;       /* not clear which house: its rows wait */
    Str         about;
    Rows        people;    /* who stands in it, where it is not new */
    size_t      coming;    /* of the file, who does not */
} House;

typedef struct Soul {
    PersonWrite p;
    bool        is_there;
    i64         line;
    u32         house;
    i64         namesake; /* the row before of that name in that house; -1: none */
} Soul;

enum { NO_HOUSE = UINT32_MAX };

typedef struct Plan {
    Roster        r;
    House        *houses;
    size_t        n_houses;
    Soul         *souls;
    Map           by_text, by_key, by_alike, by_name, by_simple, by_born, by_phone, by_id, by_person;
    RosterImport *ret;
    Hash          file;
    i64           event;
} Plan;

static Str digits(Arena *a, i64 n)
{
    return arena_printf(a, "%lld", (long long)n);
}

/* ---- houses ---- */

/* 12-3 and 12排3 may be one house; where a file has both somebody is asked. */
static void ask_alike_house(Plan *pl, House *h, u32 index)
{
    Arena *a = pl->r.c->arena;
    Str    alike = house_key_alike(a, h->key);
    bool   fresh;
    if (h->ask != NULL || alike.n == 0)
        return;
    Str  one = str_cmp(h->key, alike) < 0 ? h->key : alike;
    u32 *at = map_at(&pl->by_alike, hash_of_parts((Str[]){ h->ref.place, STR("|"), one }, 3), &fresh);
    if (fresh) {
        *at = index;
    } else {
        h->ask = "household.ask.alike";
        h->about = pl->houses[*at].label;
    }
}

/* A house that the file spoke of already, in this or another writing; else a new entry. */
static Err house_of_text(Plan *pl, const RosterRow *row, u32 *ret_index)
{
    Ctx      *c = pl->r.c;
    HouseSaid said;
    bool      fresh = true;
    u32       entry = (u32)pl->n_houses, *at = &entry;
    TRY(house_said(db_read(c), &pl->r.names, &row->where, row->house, &said));
    Str told = said.found ? arena_printf(c->arena, "#%lld", (long long)said.id) : said.key;
    if (said.ask == NULL)
        at = map_at(&pl->by_key, hash_of_parts((Str[]){ row->where.code, STR("|"), told }, 3), &fresh);
    *ret_index = *at;
    if (!fresh)
        return OK;
    House *h = &pl->houses[pl->n_houses];
    *at = *ret_index = (u32)pl->n_houses++;
    *h = (House){ .ref = { code_county(row->where.code), said.found ? said.id : id_new(c->now), row->where.code },
                  .label = said.label, .key = said.key, .is_new = !said.found, .ask = said.ask, .about = said.about };
    ask_alike_house(pl, h, *ret_index);
    pl->ret->households += !said.found && h->ask == NULL;
    return said.found ? house_rows(db_read(c), Q_PERSON_NAMED, C_PERSON_NAMED_ID, h->ref, &h->people) : OK;
}

static Err house_of(Plan *pl, const RosterRow *row, u32 *ret_index)
{
    bool fresh;
    Str  how = digits(pl->r.c->arena, row->where.how);
    u32 *at = map_at(&pl->by_text, hash_of_parts((Str[]){ row->where.code, STR("|"), how, row->where.key, STR("|"),
                                                          row->house }, 6), &fresh);
    if (fresh)
        TRY(house_of_text(pl, row, at));
    *ret_index = *at;
    const House *h = &pl->houses[*at];
    if (h->ask != NULL)
        roster_problem(&pl->r, row->line, ROSTER_HOUSEHOLD, h->ask, h->about);
    return OK;
}

/* ---- who is who ---- */

static Hash name_in_house(Plan *pl, const Soul *s, i64 born)
{
    Arena *a = pl->r.c->arena;
    return hash_of_parts((Str[]){ digits(a, s->house), STR("|"), person_key(a, s->p.name), STR("|"), digits(a, born) }, 5);
}

/* Two rows of the file with one ID number, one phone in two houses, one name in one house. */
static void check_against_file(Plan *pl, size_t row, Soul *s)
{
    bool fresh;
    u32 *at;
    if (s->p.id_card.sealed.n) {
        map_at(&pl->by_id, s->p.id_card.hash, &fresh);
        if (!fresh)
            roster_problem(&pl->r, s->line, ROSTER_ID_CARD, "roster.id_card.twice", s->p.id_card.shown);
    }
    if (s->p.phone.sealed.n) {
        at = map_at(&pl->by_phone, s->p.phone.hash, &fresh);
        if (!fresh && *at != s->house)
            roster_problem(&pl->r, s->line, ROSTER_PHONE, "roster.phone.two_houses", s->p.phone.shown);
        *at = s->house;
    }
    at = map_at(&pl->by_name, name_in_house(pl, s, 0), &fresh);
    s->namesake = fresh ? -1 : (i64)*at;
    *at = (u32)row;
    for (i64 i = s->namesake; i >= 0; i = pl->souls[i].namesake) {
        const Soul *o = &pl->souls[i];
        bool by_born = s->p.born && o->p.born && s->p.born != o->p.born;
        bool by_number = s->p.id_card.sealed.n && o->p.id_card.sealed.n;
        if (by_born || by_number)
            continue;
        roster_problem(&pl->r, s->line, ROSTER_NAME, "roster.name.twice", digits(pl->r.c->arena, o->line));
        break;
    }
    map_at(&pl->by_born, name_in_house(pl, s, s->p.born ? s->p.born : -1), &fresh);
}

/* By the ID number: somebody of whom whoever imports may know. Of all others nothing is said, here or of a phone; what they have
 * waits (number.c). */
static Err find_by_number(Plan *pl, Soul *s, bool *ret_found)
{
    Ctx *c = pl->r.c;
    Ref  ref;
    *ret_found = false;
    if (s->p.id_card.sealed.n == 0)
        return OK;
    TRY(id_card_owner(db_read(c), s->p.id_card.hash, &ref));
    if (ref.id == 0 || !number_may_know(c->actor, ref.place))
        return OK;
    const House *h = &pl->houses[s->house];
    Person       p;
    *ret_found = true;
    TRY(person_get(c, ref, &p));
    if (p.household != h->ref.id || !str_eq(ref.county, h->ref.county))
        roster_problem(&pl->r, s->line, ROSTER_ID_CARD, "roster.id_card.other_house", s->p.id_card.shown);
    s->is_there = true;
    s->p.ref.id = ref.id;
    return OK;
}

static bool may_be_born(const Soul *s, i64 born)
{
    return !(born && s->p.born && born != s->p.born);
}

/* A new one whose name is written as that of one who stands there, or of one of the file, but for traditional characters, or
 * with a remark in brackets: somebody is asked. */
static void ask_name(Plan *pl, size_t row, Soul *s)
{
    Arena      *a = pl->r.c->arena;
    const Rows *people = &pl->houses[s->house].people;
    Str         key = person_key(a, s->p.name), remark = person_remark(s->p.name);
    bool        fresh;
    u32        *at = map_at(&pl->by_simple, hash_of_parts((Str[]){ digits(a, s->house), STR("|"), simple_key(a, key) }, 3), &fresh);
    const Soul *before = fresh ? NULL : &pl->souls[*at];
    if (fresh)
        *at = (u32)row;
    if (s->is_there)
        return;
    if (remark.n)
        roster_problem(&pl->r, s->line, ROSTER_NAME, "person.name.remark", remark);
    for (size_t i = 0; i < people->n; i++) {
        Row r = people->row[i];
        if (person_keys_are_alike(a, key, row_text(r, C_PERSON_NAMED_NAME_KEY)) && may_be_born(s, row_int(r, C_PERSON_NAMED_BORN))) {
            roster_problem(&pl->r, s->line, ROSTER_NAME, "person.name.alike", row_text(r, C_PERSON_NAMED_NAME));
            return;
        }
    }
    if (before != NULL && person_keys_are_alike(a, key, person_key(a, before->p.name)) && may_be_born(s, before->p.born))
        roster_problem(&pl->r, s->line, ROSTER_NAME, "person.name.alike", before->p.name);
}

/* By name in the house: the day of birth decides where both sides know it. One who is of that name but of another day is
 * somebody else only if the file has him too; otherwise a day may be wrong, and somebody is asked. */
static void find_by_name(Plan *pl, Soul *s)
{
    const Rows *people = &pl->houses[s->house].people;
    Str         key = person_key(pl->r.c->arena, s->p.name);
    size_t      may = 0, other = 0;
    for (size_t i = 0; i < people->n; i++) {
        Row r = people->row[i];
        i64 born = row_int(r, C_PERSON_NAMED_BORN);
        if (!str_eq(row_text(r, C_PERSON_NAMED_NAME_KEY), key))
            continue;
        bool is_same_day = born && born == s->p.born;
        if (!is_same_day && born && s->p.born) {
            other += !map_has(&pl->by_born, name_in_house(pl, s, born));
            continue;
        }
        s->p.ref.id = row_int(r, C_PERSON_NAMED_ID);
        s->is_there = true;
        may++;
        if (is_same_day) {
            may = 1;
            break;
        }
    }
    if (may > 1)
        roster_problem(&pl->r, s->line, ROSTER_NAME, "roster.name.several", s->p.name);
    else if (may == 0 && other > 0)
        roster_problem(&pl->r, s->line, ROSTER_BORN, "roster.born.known_other", s->p.name);
}

static Err soul_find(Plan *pl, Soul *s)
{
    bool found, fresh;
    TRY(find_by_number(pl, s, &found));
    if (!found)
        find_by_name(pl, s);
    if (!s->is_there)
        return OK;
    u32 *at = map_at(&pl->by_person, hash_of(digits(pl->r.c->arena, s->p.ref.id)), &fresh);
    if (fresh)
        *at = (u32)s->line;
    else
        roster_problem(&pl->r, s->line, ROSTER_NAME, "roster.name.twice", digits(pl->r.c->arena, *at));
    return OK;
}

static Err phone_check(Plan *pl, const Soul *s)
{
    Ref owner;
    if (s->is_there || s->p.phone.sealed.n == 0)
        return OK;
    TRY(phone_owner(db_read(pl->r.c), s->p.phone.hash, &owner));
    if (owner.id && owner.id != pl->houses[s->house].ref.id && number_may_know(pl->r.c->actor, owner.place))
        roster_problem(&pl->r, s->line, ROSTER_PHONE, "roster.phone.other_house", s->p.phone.shown);
    return OK;
}

/* Its house, and what the file says of the person. */
static Err soul_read(Plan *pl, size_t i)
{
    Ctx             *c = pl->r.c;
    const RosterRow *row = &pl->r.rows[i];
    Soul            *s = &pl->souls[i];
    *s = (Soul){ .line = row->line, .house = NO_HOUSE };
    if (row->where.how == FIT_NONE)
        return OK;
    u32 index;
    TRY(house_of(pl, row, &index));
    House *h = &pl->houses[index];
    if (h->ask != NULL)
        return OK;
    s->house = index;
    s->p = (PersonWrite){ .ref = { h->ref.county, id_new(c->now), row->where.code }, .household = h->ref.id,
                          .name = row->name, .sex = row->sex, .born = row->born, .from = date_of(c->now),
                          .phone = number_phone(c->arena, row->phone),
                          .id_card = number_id_card(c->arena, row->id_card), .is_head = row->is_head,
                          .is_away = row->is_away, .rolls = row->rolls, .share = row->share };
    for (int k = 0; k < ROLL_KINDS; k++)
        s->p.roll_ids[k] = id_new(c->now);
    if (row->is_head && h->head_line)
        roster_problem(&pl->r, row->line, ROSTER_HEAD, "roster.head.two", digits(c->arena, h->head_line));
    if (row->is_head)
        h->head_line = row->line;
    check_against_file(pl, i, s);
    return OK;
}

/* A house that has a head keeps it: an import changes nobody who is there. Who was to come instead comes as one of the house. */
static void head_stays(Plan *pl, Soul *s, const Rows *people)
{
    for (size_t i = 0; !s->is_there && s->p.is_head && i < people->n; i++) {
        if (!row_bool(people->row[i], C_PERSON_NAMED_IS_HEAD))
            continue;
        s->p.is_head = false;
        roster_note(&pl->r, s->line, ROSTER_HEAD, "roster.head.stays", row_text(people->row[i], C_PERSON_NAMED_NAME), s->p.name);
    }
}

/* What an import will not take over, told before it and after it. */
static void soul_notes(Plan *pl, Soul *s, const RosterRow *row)
{
    const Rows *people = &pl->houses[s->house].people;
    head_stays(pl, s, people);
    if (!s->is_there && row->born_month)
        roster_note(&pl->r, row->line, ROSTER_BORN, "roster.born.month",
                    arena_printf(pl->r.c->arena, "%d-%02d", row->born_month / 100, row->born_month % 100), STR_NONE);
    for (size_t i = 0; s->is_there && i < people->n; i++)
        if (row_int(people->row[i], C_PERSON_NAMED_ID) == s->p.ref.id)
            roster_differs(&pl->r, row, &s->p, people->row[i]);
}

static Err soul_plan(Plan *pl, size_t i)
{
    Soul *s = &pl->souls[i];
    if (s->house == NO_HOUSE)
        return OK;
    TRY(soul_find(pl, s));
    ask_name(pl, i, s);
    TRY(phone_check(pl, s));
    if (!s->is_there && pl->r.rows[i].has_masked)
        roster_problem(&pl->r, s->line, ROSTER_PHONE, "roster.number.masked", STR_NONE);
    soul_notes(pl, s, &pl->r.rows[i]);
    s->is_there ? pl->ret->same++ : pl->ret->persons++;
    House *h = &pl->houses[s->house];
    if (!s->is_there && h->people.n + ++h->coming == HOUSE_PERSONS_MOST + 1)
        roster_problem(&pl->r, s->line, ROSTER_HOUSEHOLD, "household.full", digits(pl->r.c->arena, HOUSE_PERSONS_MOST));
    return OK;
}

/* A new house whose head the file does not name: who stands first in it. */
static void heads_fill(Plan *pl)
{
    for (size_t i = 0; i < pl->r.n; i++) {
        Soul  *s = &pl->souls[i];
        House *h = s->house == NO_HOUSE ? NULL : &pl->houses[s->house];
        if (h == NULL || !h->is_new || h->head_line)
            continue;
        h->head_line = s->line;
        s->p.is_head = true;
    }
}

/* ---- putting in ---- */

/* Who is there already joins the rolls that the file names; a file that names none changes nothing about him. */
static Err soul_put(Db *w, const Plan *pl, const Soul *s)
{
    u32 standing;
    if (!s->is_there)
        return person_write(w, &s->p);
    if (pl->r.at[ROSTER_ROLLS] < 0)
        return OK;
    TRY(person_rolls_standing(w, s->p.ref, &standing));
    return person_rolls_add(w, &s->p, standing);
}

static Err import_body(Db *w, void *arg)
{
    const Plan *pl = arg;
    Date        today = date_of(db_ctx(w)->now);
    for (size_t i = 0; i < pl->n_houses; i++)
        if (pl->houses[i].is_new)
            TRY(household_make(w, pl->houses[i].ref, pl->houses[i].label, pl->houses[i].key, today));
    for (size_t i = 0; i < pl->r.n; i++)
        TRY(soul_put(w, pl, &pl->souls[i]));
    return event_append(w, &(EventNew){ .id = pl->event, .kind = "roster.imported",
                                        .subject = { code_county(pl->r.scope), pl->event, pl->r.scope },
                                        .parts = { PART("rows", pl->ret->rows), PART("households", pl->ret->households),
                                                   PART("persons", pl->ret->persons), PART("same", pl->ret->same),
                                                   PART("unread", pl->ret->n_unread), PART("noted", pl->ret->notes_all),
                                                   PART_TEXT("file", hash_hex(db_ctx(w)->arena, &pl->file)) },
                                        .n_parts = 7 });
}

/* A file that was only looked at leaves this: who tries numbers is known afterwards. */
static Err tried_body(Db *w, void *arg)
{
    const Plan *pl = arg;
    return event_append(w, &(EventNew){ .id = pl->event, .kind = "roster.tried",
                                        .subject = { code_county(pl->r.scope), pl->event, pl->r.scope },
                                        .parts = { PART("rows", pl->ret->rows), PART("problems", (i64)pl->ret->n_problems),
                                                   PART_TEXT("file", hash_hex(db_ctx(w)->arena, &pl->file)) },
                                        .n_parts = 3 });
}

static void plan_open(Plan *pl)
{
    Arena *a = pl->r.c->arena;
    size_t n = pl->r.n;
    Map   *maps[] = { &pl->by_text, &pl->by_key, &pl->by_alike, &pl->by_simple, &pl->by_name, &pl->by_born, &pl->by_phone, &pl->by_id, &pl->by_person };
    for (size_t i = 0; i < COUNTOF(maps); i++)
        *maps[i] = map_for(a, n);
    pl->houses = NEW_N(a, House, n + 1);
    pl->souls = NEW_N(a, Soul, n + 1);
}

Err roster_import(Ctx *c, Code scope, Str csv, int how, RosterImport *ret)
{
    Plan pl = { .r = { .c = c, .scope = scope }, .ret = ret, .file = hash_of(csv), .event = id_new(c->now) };
    *ret = (RosterImport){ 0 };
    if (code_level(scope) < LEVEL_VILLAGE)
        return fail_at(c, "csv", "household.place.high", STR_NONE, STR_NONE);
    TRY(roster_read(&pl.r, csv));
    ret->rows = (i64)pl.r.n;
    plan_open(&pl);
    for (size_t i = 0; i < pl.r.n; i++)
        TRY(soul_read(&pl, i));
    for (size_t i = 0; i < pl.r.n; i++)
        TRY(soul_plan(&pl, i));
    ret->problems = pl.r.problems;
    ret->n_problems = pl.r.n_problems;
    ret->notes = pl.r.notes;
    ret->n_notes = pl.r.n_notes;
    ret->notes_all = pl.r.notes_all;
    ret->unread = pl.r.unread;
    ret->n_unread = pl.r.n_unread;
    bool is_unread = ret->n_unread && !(how & (ROSTER_TRY | ROSTER_LEAVE_OUT));
    if (how & ROSTER_TRY || ret->n_problems || is_unread)
        TRY(db_write(c, tried_body, &pl));
    if (ret->n_problems)
        return fail_at(c, "csv", "roster.problems", digits(c->arena, (i64)ret->n_problems), STR_NONE);
    if (is_unread)
        return fail_at(c, "leave_out", "roster.unread", str_join(c->arena, ret->unread, ret->n_unread, STR("、")),
                       STR_NONE);
    heads_fill(&pl);
    return how & ROSTER_TRY ? OK : db_write(c, import_body, &pl);
}
