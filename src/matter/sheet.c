/* sheet: see sheet.h. */
#include "matter/sheet.h"

#include <ctype.h>

#include "matter/ledger.h"
#include "matter/sheet.sql.h"

const char *const sheet_states[] = { "out", "waits", "differs", "done", NULL };
const Field       SHEET_WORDS = { "words", FIELD_LINE, 1, 200, NULL, "sheet.words" };

static const EventKind events[] = {
    { "sheet.printed", false }, { "sheet.keyed", false }, { "sheet.agreed", false }, { "sheet.done", false }, { "sheet.differs", false }, { NULL, false },
};

/* Its event is its record's: a sheet is nobody's matter by itself. */
static Err sheet_event(Db *w, const By *by, const char *kind, Ref subject, i64 sheet, EventPart more)
{
    EventNew e = { .id = db_id(w), .kind = kind, .subject = subject, .n_parts = 2,
                   .parts = { PART("sheet", sheet), more } };
    if (!str_is_empty(by->title))
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("title", by->title);
    return event_append(w, &e);
}

/* ---- printing ---- */

typedef struct Printing {
    const By       *by;
    const SheetNew *n;
    Ref             ref;
    Str             code;
} Printing;

static Err print_body(Db *w, void *arg)
{
    const Printing *p = arg;
    const SheetNew *n = p->n;
    Ctx            *c = db_ctx(w);
    Sheets          before;
    if (n->n == 0)
        return fail_at(c, "rows", "sheet.no_rows", STR_NONE, STR_NONE);
    if (n->n > SHEET_ROWS)
        return fail(c, ERR_TOO_LARGE, "sheet.many_rows", "a sheet of %zu lines", n->n);
    TRY(sheet_list_of(w, n->noun, n->subject, n->kind, &before));
    if (before.n >= SHEETS_MOST)
        return fail(c, ERR_LIMIT, "sheet.many", "%zu sheets of it", before.n);
    TRY(db_exec(w, QUERY(sheet_add, .county = ARG(p->ref.county), .id = ARG(p->ref.id), .code = ARG(p->code),
                         .place = ARG(n->subject.place), .kind = ARG(n->kind), .noun = ARG(n->noun),
                         .subject = ARG(n->subject.id), .version = HASH(n->version), .n_rows = ARG(n->n),
                         .turns = ARG(n->is_by_two ? 2 : 1), .at = ARG(c->now), .account = ARG(c->actor->account))));
    for (size_t i = 0; i < n->n; i++)
        TRY(db_exec(w, QUERY(sheet_row_add, .county = ARG(p->ref.county), .sheet = ARG(p->ref.id), .nth = ARG(i + 1),
                             .noun = ARG(n->v[i].noun), .row_county = ARG(n->v[i].ref.county),
                             .row_id = ARG(n->v[i].ref.id))));
    return sheet_event(w, p->by, "sheet.printed", n->subject, p->ref.id, (EventPart)PART("rows", (i64)n->n));
}

Err sheet_print_in(Db *w, By *by, const SheetNew *n, Ref *ret_sheet, Str *ret_code)
{
    Ctx     *c = db_ctx(w);
    Printing p = { by, n, { n->subject.county, db_id(w), n->subject.place }, STR_NONE };
    p.code = random_token(c->arena, 16); /* anew: who prints is given that of the last run, whose row stands */
    TRY(by_run(w, by, print_body, &p));
    *ret_sheet = p.ref;
    *ret_code = p.code;
    return OK;
}

/* ---- reading ---- */

static Sheet sheet_of(Code county, Row r)
{
#define COLUMN(get, name) get(r, C_SHEET_COLUMNS_##name)
    return (Sheet){ .ref = { county, COLUMN(row_int, ID), COLUMN(row_text, PLACE) }, .code = COLUMN(row_text, CODE), .kind = COLUMN(row_text, KIND),
                    .noun = COLUMN(row_text, NOUN), .subject = { county, COLUMN(row_int, SUBJECT), COLUMN(row_text, PLACE) },
                    .version = COLUMN(row_hash, VERSION), .is_by_two = COLUMN(row_int, TURNS) == 2,
                    .state = (SheetState)COLUMN(row_int, STATE), .keyings = (int)COLUMN(row_int, KEYINGS), .at = COLUMN(row_int, AT) };
#undef COLUMN
}

static Err sheet_fill(Db *db, Code county, Row r, Sheet *ret)
{
    Rows rows;
    *ret = sheet_of(county, r);
    TRY(db_many(db, Q_SHEET_ROWS, ARGS(REF(ret->ref)), &rows));
    SheetLine *v = NEW_N(db_ctx(db)->arena, SheetLine, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (SheetLine){ row_text(rows.row[i], C_SHEET_ROWS_NOUN),
                            { row_text(rows.row[i], C_SHEET_ROWS_ROW_COUNTY), row_int(rows.row[i], C_SHEET_ROWS_ROW_ID), STR_NONE } };
    ret->v = v;
    ret->n = rows.n;
    return OK;
}

Err sheet_get(Db *db, Ref sheet, Sheet *ret)
{
    Row r;
    TRY(db_one(db, Q_SHEET_GET, ARGS(REF(sheet)), &r));
    return sheet_fill(db, sheet.county, r, ret);
}

Err sheet_list_of(Db *db, const char *noun, Ref subject, const char *kind, Sheets *ret)
{
    Rows rows;
    TRY(db_many(db, QUERY(sheet_list_of, .county = ARG(subject.county), .noun = ARG(noun), .subject = ARG(subject.id), .kind = ARG(kind)), &rows));
    Sheet *v = NEW_N(db_ctx(db)->arena, Sheet, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = sheet_of(str_copy(db_ctx(db)->arena, subject.county), rows.row[i]);
        v[i].n = (size_t)row_int(rows.row[i], C_SHEET_LIST_OF_N_ROWS);
    }
    *ret = (Sheets){ v, rows.n };
    return OK;
}

/* As people read base32 off paper. */
static char code_letter(char c)
{
    c = (char)tolower((unsigned char)c);
    return c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
}

Err sheet_find(Db *db, Code county, Str code, Sheet *ret)
{
    Row  r;
    char small[SHEET_CODE];
    if (code.n != SHEET_CODE)
        return fail(db_ctx(db), ERR_MISSING, NULL, "not the code of a sheet");
    for (size_t i = 0; i < SHEET_CODE; i++)
        small[i] = code_letter(code.p[i]);
    TRY(db_one(db, Q_SHEET_FIND, ARGS(county, ((Str){ small, SHEET_CODE })), &r));
    return sheet_fill(db, county, r, ret);
}

static Err values_of(Db *db, Ref sheet, i64 nth, const SheetValue **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db, Q_SHEET_VALUES, ARGS(REF(sheet), nth), &rows));
    SheetValue *v = NEW_N(db_ctx(db)->arena, SheetValue, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (SheetValue){ row_int(rows.row[i], C_SHEET_VALUES_VALUE), row_text(rows.row[i], C_SHEET_VALUES_WORDS) };
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

Err sheet_values(Db *db, Ref sheet, const SheetValue **ret, size_t *ret_n)
{
    Sheet s;
    TRY(sheet_get(db, sheet, &s));
    if (s.state != SHEET_DONE)
        return fail(db_ctx(db), ERR_CONFLICT, "sheet.not_done", "it is %s", sheet_states[s.state]);
    return values_of(db, sheet, s.keyings, ret, ret_n);
}

/* ---- keying in ---- */

typedef struct Key {
    const By          *by;
    const SheetKeying *k;
    SheetKeyed        *ret;
    Sheet              sheet;
    Ref                who;
    i64                other; /* the newest keying of another person; 0: none yet */
    Hash               hash;
} Key;

/* All values, each with its length before its words: what two must have alike. */
static Hash values_hash(Arena *a, const SheetValue *v, size_t n)
{
    Buf b = buf_new(a, 4096, 1 << 20);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%lld %zu:%.*s\n", (long long)v[i].value, v[i].words.n, STR_ARG(v[i].words));
    BUG_ON(buf_is_over(&b)); /* SHEET_ROWS lines of at most 200 characters, which is checked before */
    return hash_of(buf_text(&b));
}

static Err values_check(Db *w, const Key *key)
{
    const SheetKeying *k = key->k;
    Ctx               *c = db_ctx(w);
    if (k->n != key->sheet.n)
        return fail_at(c, "rows", "sheet.other_rows", STR_NONE, STR_NONE);
    for (size_t i = 0; i < k->n; i++)
        if (!str_is_empty(k->v[i].words))
            TRY(field_check(c, &SHEET_WORDS, k->v[i].words));
    return OK;
}

/* Who may key it in now, and against whom it is held. */
static Err turn_find(Db *w, Key *key)
{
    Ctx  *c = db_ctx(w);
    Rows  rows;
    Sheet *s = &key->sheet;
    bool  is_mine = false;
    TRY(db_many(w, Q_SHEET_KEYINGS, ARGS(REF(s->ref)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        bool own = row_int(rows.row[i], C_SHEET_KEYINGS_PERSON) == key->who.id &&
                   str_eq(row_text(rows.row[i], C_SHEET_KEYINGS_PERSON_COUNTY), key->who.county);
        is_mine |= own;
        if (!own)
            key->other = row_int(rows.row[i], C_SHEET_KEYINGS_NTH);
    }
    if (s->state == SHEET_WAITS && is_mine)
        return fail(c, ERR_DENIED, "sheet.same_person", "the first has keyed it in");
    if (s->state == SHEET_DIFFERS && !is_mine)
        return fail(c, ERR_DENIED, "sheet.third_person", "two are at it");
    return s->keyings < SHEET_KEYINGS ? OK : fail(c, ERR_LIMIT, "sheet.keyings", "%d keyings", s->keyings);
}

/* Which lines differ from what the other keyed in. */
static Err compare(Db *w, Key *key)
{
    const SheetValue *v;
    size_t            n;
    SheetKeyed       *ret = key->ret;
    ret->n_differ = 0;
    if (!key->sheet.is_by_two || key->other == 0) {
        ret->state = key->sheet.is_by_two ? SHEET_WAITS : SHEET_DONE;
        return OK;
    }
    TRY(values_of(w, key->sheet.ref, key->other, &v, &n));
    for (size_t i = 0; i < n && i < key->k->n; i++)
        if (v[i].value != key->k->v[i].value || !str_eq(v[i].words, key->k->v[i].words))
            ret->differ[ret->n_differ++] = (int)i + 1;
    ret->state = ret->n_differ ? SHEET_DIFFERS : SHEET_DONE;
    return OK;
}

static Err keying_store(Db *w, const Key *key)
{
    const Sheet *s = &key->sheet;
    Ctx         *c = db_ctx(w);
    i64          rows, nth = s->keyings + 1;
    TRY(db_change(w, Q_SHEET_PASS, ARGS(REF(s->ref), key->ret->state, s->keyings), &rows));
    if (rows == 0)
        return fail(c, ERR_CONFLICT, "matter.moved_on", "somebody keyed in at the same time");
    TRY(db_exec(w, QUERY(sheet_keying_add, .county = ARG(s->ref.county), .sheet = ARG(s->ref.id), .nth = ARG(nth),
                         .person_county = ARG(key->who.county), .person = ARG(key->who.id),
                         .account = ARG(c->actor->account), .at = ARG(c->now),
                         .is_older = ARG(sheet_is_older(s, &key->k->version_now)), .hash = HASH(key->hash))));
    for (size_t i = 0; i < key->k->n; i++)
        TRY(db_exec(w, QUERY(sheet_value_add, .county = ARG(s->ref.county), .sheet = ARG(s->ref.id), .nth = ARG(nth),
                             .line = ARG(i + 1), .value = ARG(key->k->v[i].value),
                             .words = ARG(key->k->v[i].words.p ? key->k->v[i].words : STR("")))));
    return OK;
}

static Err key_body(Db *w, void *arg)
{
    static const char *const kinds[SHEET_STATES] = { [SHEET_WAITS] = "sheet.keyed", [SHEET_DIFFERS] = "sheet.differs",
                                                     [SHEET_DONE] = "sheet.agreed" };
    Key *key = arg;
    Ctx *c = db_ctx(w);
    key->other = 0;
    TRY(sheet_get(w, key->k->sheet, &key->sheet));
    if (key->sheet.is_by_two)
        TRY(ledger_keeper(c, &key->who));
    else /* whoever keys it in alone may be tied to nobody */
        key->who = (Ref){ c->actor->county, c->actor->person, STR_NONE };
    if (key->sheet.state == SHEET_DONE)
        return fail(c, ERR_CONFLICT, "sheet.done", "it was keyed in");
    if (sheet_is_older(&key->sheet, &key->k->version_now) && !key->k->takes_older)
        return fail(c, ERR_CONFLICT, "sheet.older", "a sheet of an older version");
    TRY(values_check(w, key));
    TRY(turn_find(w, key));
    TRY(compare(w, key));
    key->hash = values_hash(c->arena, key->k->v, key->k->n);
    TRY(keying_store(w, key));
    const char *kind = key->sheet.is_by_two ? kinds[key->ret->state] : "sheet.done"; /* of one nobody was there to agree with */
    return sheet_event(w, key->by, kind, key->sheet.subject, key->sheet.ref.id,
                       (EventPart)PART("differ", (i64)key->ret->n_differ));
}

Err sheet_key_in(Db *w, By *by, const SheetKeying *k, SheetKeyed *ret)
{
    Key key = { .by = by, .k = k, .ret = ret };
    return by_run(w, by, key_body, &key);
}

/* ---- for the table of nouns ---- */

static const Invariant invariants[] = {
    { Q_SHEET_CHECK_ROWS, "sheet.rows: it has the lines and keyings that it says" },
    { Q_SHEET_CHECK_VALUES, "sheet.values: a keying has a value a line" },
    { Q_SHEET_CHECK_TWO, "sheet.two: what two agreed on they keyed in alike" },
    { 0 },
};

static Err sheet_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code county = code_county(carry->from), end = code_end(db_ctx(w)->arena, carry->from);
    return db_exec(w, QUERY(sheet_carry, .county = ARG(county), .from = ARG(carry->from), .end = ARG(end),
                            .to = ARG(carry->to), .rest = ARG((i64)carry->from.n + 1)));
}

static Err sheet_erase(Db *w, Ref person)
{
    return db_exec(w, Q_SHEET_FORGET, ARGS(person.county, person.id));
}

const Noun sheet_noun = { .name = "sheet", .events = events, .invariants = invariants, .carry = sheet_carry, .erase = sheet_erase };
