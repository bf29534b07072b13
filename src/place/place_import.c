/* place_import: the division table of a year, of one city or of the whole country. Read through once to be sure of it,
 * then again to put it in, 500 rows a transaction. See place.h. */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "engine/text/house_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"
#include "record/event.h"

enum { BATCH = 500, CELLS = 12, ROWS_MOST = 4000000 };

typedef struct Line {
    Code      code;
    Code      parent; /* the nearest that exists */
    Str       name;
    PlaceKind kind;
    i64       event;  /* for a rename */
} Line;

/* Codes of the file, as numbers with their length: an open hash set. */
typedef struct CodeSet {
    u64   *v;
    size_t room, n;
} CodeSet;

typedef struct Import {
    Ctx         *c;
    Csv          csv;
    int          code, name, parent, level; /* columns; -1: the file has none */
    CodeSet      seen, names; /* names: with the place that they lie in */
    Arena       *kept;        /* of `beside` */
    char         beside_of[20];
    Rows         beside;      /* what stands in the place of the last row, as it is called */
    Date         on;
    Line        *lines;
    size_t       n;
    i64          event;
    PlaceImport *ret;
    PlaceImport  was;  /* the figures before the batch: a body may run twice */
} Import;

static u64 code_number(Code code)
{
    u64 v = code.n;
    for (size_t i = 0; i < code.n; i++)
        v = v * 11 + (u64)(code.p[i] - '0') + 1;
    return v * 0x9e3779b97f4a7c15u | 1;
}

/* Whether the number is in the set; `add` puts it there. */
static bool set_has_number(CodeSet *s, u64 v, bool add)
{
    size_t i = (size_t)(v >> 20) % s->room;
    for (; s->v[i] != 0; i = (i + 1) % s->room)
        if (s->v[i] == v)
            return true;
    if (add && s->n + 1 < s->room) {
        s->v[i] = v;
        s->n++;
    }
    return false;
}

static bool set_has(CodeSet *s, Code code, bool add)
{
    return set_has_number(s, code_number(code), add);
}

static Err bad(Import *m, const char *key, Str value)
{
    m->ret->line = m->csv.line;
    return fail_at(m->c, "csv", key, arena_printf(m->c->arena, "%lld", (long long)m->csv.line),
                   str_copy(m->c->arena, utf8_cut(value, 40)));
}

static Err headings_read(Import *m)
{
    Str    cells[CELLS];
    size_t n;
    m->code = m->name = m->parent = m->level = -1;
    if (!csv_next(m->c->arena, &m->csv, cells, CELLS, &n))
        return bad(m, "place.import.empty", STR_NONE);
    for (size_t i = 0; i < n; i++) {
        if (str_is(cells[i], "code") || str_eq(cells[i], STR("代码")) || str_eq(cells[i], STR("区划代码")))
            m->code = (int)i;
        else if (str_is(cells[i], "name") || str_eq(cells[i], STR("名称")))
            m->name = (int)i;
        else if (str_is(cells[i], "parent_code"))
            m->parent = (int)i;
        else if (str_is(cells[i], "level"))
            m->level = (int)i;
    }
    if (m->code < 0 || m->name < 0)
        return bad(m, "place.import.headings", STR_NONE);
    return OK;
}

static bool level_agrees(Str said, Level level)
{
    static const char *const words[] = { [LEVEL_PROVINCE] = "province", [LEVEL_CITY] = "city",
                                         [LEVEL_COUNTY] = "county",     [LEVEL_TOWN] = "township",
                                         [LEVEL_VILLAGE] = "village" };
    return said.n == 0 || (level <= LEVEL_VILLAGE && str_is(said, words[level]));
}

/* The next row as a Line without its parent; *ret_more is false at the end. */
static Err line_read(Import *m, Line *ret, bool *ret_more)
{
    Str    cells[CELLS];
    size_t n;
    *ret_more = csv_next(m->c->arena, &m->csv, cells, CELLS, &n);
    if (m->csv.broken)
        return bad(m, "place.import.quote", STR_NONE);
    if (!*ret_more)
        return OK;
    if ((size_t)m->code >= n || (size_t)m->name >= n)
        return bad(m, "place.import.short", STR_NONE);
    Str   typed = cells[m->code];
    Code  code = typed.n == 12 ? code_from_division(typed) : typed;
    Level level = code_level(code);
    if (level == LEVEL_NONE || level > LEVEL_VILLAGE)
        return bad(m, "place.import.code", typed);
    if (!utf8_is_text(cells[m->name]) || text_hides(cells[m->name]))
        return bad(m, "place.import.name", STR_NONE);
    Str name = text_line(m->c->arena, cells[m->name]);
    if (name.n == 0 || utf8_count(name) > PLACE_NAME_MOST)
        return bad(m, "place.import.name", name);
    if (m->level >= 0 && (size_t)m->level < n && !level_agrees(cells[m->level], level))
        return bad(m, "place.import.level", cells[m->level]);
    if (m->parent >= 0 && (size_t)m->parent < n && cells[m->parent].n == 12 &&
        !str_eq(code_from_division(cells[m->parent]), code_parent(code)))
        return bad(m, "place.import.parent", cells[m->parent]);
    *ret = (Line){ .code = code, .name = name, .kind = place_kind_of(code) };
    if (level == LEVEL_VILLAGE)
        ret->name = place_plain_name(m->c->arena, ret->name);
    return OK;
}

/* The nearest place above that the file or the database has. Only a county may be left out (东莞 has none). */
static Err parent_find(Import *m, Code code, Code *ret_parent)
{
    *ret_parent = code_parent(code);
    for (int step = 0; ret_parent->n && step < 2; step++) {
        bool found = set_has(&m->seen, *ret_parent, false);
        Row  r;
        if (!found)
            TRY(db_maybe(db_read(m->c), Q_PLACE_ONE, ARGS(*ret_parent), &found, &r));
        if (found)
            return OK;
        if (code_level(*ret_parent) != LEVEL_COUNTY)
            break;
        *ret_parent = code_parent(*ret_parent);
    }
    return code_level(code) == LEVEL_PROVINCE ? OK : bad(m, "place.import.parent", code);
}

/* ---- names ---- */

static u64 name_number(Arena *a, Code parent, Str name)
{
    Hash h = hash_of_parts((Str[]){ parent, STR("|"), group_key(a, name) }, 3);
    u64  v;
    memcpy(&v, h.b, sizeof v);
    return v | 1;
}

static Err beside_read(Import *m, Code parent)
{
    Ctx   *c = m->c;
    Arena *before = c->arena;
    if (m->beside_of[0] && str_is(parent, m->beside_of))
        return OK;
    snprintf(m->beside_of, sizeof m->beside_of, "%.*s", STR_ARG(parent));
    arena_reset(m->kept);
    c->arena = m->kept;
    Err e = db_many(db_read(c), Q_PLACE_SAID_BESIDE, ARGS(parent), &m->beside);
    c->arena = before;
    TRY(e);
    return m->beside.n <= PLACE_NAMES_MOST ? OK : fail(c, ERR_TOO_LARGE, "place.names.many", "more than %d names beside", PLACE_NAMES_MOST);
}

/* What the file leaves standing beside a row and is called so. Those that the file names anew were compared with it. */
static Err name_check(Import *m, const Line *l, Code parent)
{
    Arena *a = m->c->arena;
    Str    key = group_key(a, l->name);
    TRY(beside_read(m, parent));
    for (size_t i = 0; i < m->beside.n; i++)
        if (str_eq(row_text(m->beside.row[i], C_PLACE_SAID_BESIDE_CODE), l->code) &&
            str_eq(row_text(m->beside.row[i], C_PLACE_SAID_BESIDE_SAID), l->name))
            return OK; /* nothing new */
    for (size_t i = 0; i < m->beside.n; i++) {
        Code code = row_text(m->beside.row[i], C_PLACE_SAID_BESIDE_CODE);
        Str  said = row_text(m->beside.row[i], C_PLACE_SAID_BESIDE_SAID);
        if (!set_has(&m->seen, code, false) && str_eq(group_key(a, said), key))
            return bad(m, "place.import.name_taken", arena_printf(a, "%.*s %.*s", STR_ARG(code), STR_ARG(said)));
    }
    return OK;
}

static CodeSet set_for(Arena *a, Str text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    CodeSet s = { .room = lines * 2 + 16 };
    s.v = NEW_N(a, u64, s.room);
    return s;
}

/* First reading: every row alone, no code twice. Second: parents, which may stand further down. */
static Err read_through(Import *m, Str text)
{
    for (int reading = 0; reading < 2; reading++) {
        bool more = true;
        m->csv = csv_open(text);
        TRY(headings_read(m));
        for (i64 rows = 0; more; rows++) {
            ArenaMark *mark = arena_mark(m->c->arena);
            Line       line;
            Code       parent;
            TRY(line_read(m, &line, &more));
            if (more && reading == 0 && set_has(&m->seen, line.code, true))
                return bad(m, "place.import.twice", line.code);
            if (more && reading == 0 && set_has_number(&m->names, name_number(m->c->arena, code_parent(line.code), line.name), true))
                return bad(m, "place.import.name_twice", line.name);
            if (more && reading == 1) {
                TRY(parent_find(m, line.code, &parent));
                TRY(name_check(m, &line, parent));
            }
            if (rows > ROWS_MOST)
                return bad(m, "place.import.too_many", STR_NONE);
            db_read_end(m->c); /* what it keeps may lie behind the mark */
            arena_rewind(m->c->arena, mark);
        }
    }
    return OK;
}

/* A name may be another's until a later row gives that one its own: read_through() saw that all are free in the end. */
static Err line_put(Db *w, Import *m, const Line *l)
{
    Row  r;
    bool found;
    TRY(db_maybe(w, Q_PLACE_ONE, ARGS(l->code), &found, &r));
    if (!found) {
        m->ret->added++;
        return place_row_add(w, &(Place){ .code = l->code, .kind = l->kind, .name = l->name, .from = m->on }, l->parent, STR(""),
                             place_ref(l->code).id);
    }
    Place was = place_from_row(r);
    if (was.to != 0 || str_eq(was.name, l->name)) {
        m->ret->same++;
        return OK;
    }
    m->ret->renamed++;
    TRY(place_row_rename(w, &was, l->name, db_ctx(w)->now, place_ref(l->code).id));
    return event_append(w, &(EventNew){ .id = l->event, .kind = "place.renamed", .subject = place_ref(l->code),
                                        .parts = { PART("on", m->on), PART("to", 0), PART_TEXT("name", l->name) },
                                        .n_parts = 3 });
}

static Err batch_body(Db *w, void *arg)
{
    Import *m = arg;
    *m->ret = m->was;
    m->ret->rows += (i64)m->n;
    for (size_t i = 0; i < m->n; i++)
        TRY(line_put(w, m, &m->lines[i]));
    return event_append(w, &(EventNew){ .id = m->event, .kind = "place.imported",
                                        .subject = place_ref(m->lines[0].code),
                                        .parts = { PART("rows", (i64)m->n), PART("added", m->ret->added - m->was.added),
                                                   PART("renamed", m->ret->renamed - m->was.renamed) },
                                        .n_parts = 3 });
}

/* Puts the next batch in; *ret_more is false when the file is used up. */
static Err batch_put(Import *m, bool *ret_more)
{
    m->n = 0;
    while (m->n < BATCH) {
        Line *l = &m->lines[m->n];
        TRY(line_read(m, l, ret_more));
        if (!*ret_more)
            break;
        TRY(parent_find(m, l->code, &l->parent));
        l->event = id_new(m->c->now);
        m->n++;
    }
    if (m->n == 0)
        return OK;
    m->event = id_new(m->c->now);
    m->was = *m->ret;
    return db_write(m->c, batch_body, m);
}

static Err settle_body(Db *w, void *arg)
{
    Rows rows;
    Code after = STR("");
    do {
        TRY(db_many(w, Q_PLACE_TWINS_OF_ALL, ARGS(after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            after = row_text(rows.row[i], C_PLACE_TWINS_OF_ALL_PARENT);
            TRY(place_twins_settle(w, after));
        }
    } while (rows.n);
    return OK;
}

static Err all_put(Import *m, Str text, void (*progress)(void *arg, i64 rows), void *arg)
{
    Ctx *c = m->c;
    bool more = true;
    m->csv = csv_open(text);
    TRY(headings_read(m));
    m->lines = NEW_N(c->arena, Line, BATCH);
    while (more) {
        ArenaMark *mark = arena_mark(c->arena);
        TRY(batch_put(m, &more));
        db_read_end(c);
        arena_rewind(c->arena, mark);
        if (progress)
            progress(arg, m->ret->rows);
    }
    return m->ret->renamed ? db_write(c, settle_body, NULL) : OK;
}

Err place_import(Ctx *c, Str csv, Date on, void (*progress)(void *arg, i64 rows), void *arg, PlaceImport *ret)
{
    Import m = { .c = c, .on = on ? on : date_of(c->now), .ret = ret };
    Str    text;
    *ret = (PlaceImport){ 0 };
    if (!csv_text(c->arena, csv, &text))
        return bad(&m, "place.import.encoding", STR_NONE);
    m.seen = set_for(c->arena, text);
    m.names = set_for(c->arena, text);
    m.kept = arena_open();
    Err e = read_through(&m, text);
    arena_close(m.kept);
    return e == OK ? all_put(&m, text, progress, arg) : e;
}
