/* attend_sheet: who came, on paper. See attend.h. */
#include "matter/attend.h"
#include "people/person.h"

const char attend_sheet_kind[] = "attendance";

/* What stands on it besides its houses. */
static Hash version_of(const Matter *m)
{
    return hash_of(m->title);
}

Err attend_sheet_version(Db *db, const Sheet *sheet, Hash *ret)
{
    const Noun *noun = noun_find(sheet->noun);
    if (noun == NULL || noun->attend == NULL)
        return fail(db_ctx(db), ERR_MISSING, NULL, "not a sheet of who came");
    Matter *m = arena_take(db_ctx(db)->arena, noun->life->row_size);
    TRY(life_read(db, noun->life, sheet->subject, m));
    *ret = version_of(m);
    return OK;
}

/* ---- printing ---- */

typedef struct Printing {
    const Noun     *noun;
    Ref             matter;
    const SheetRow *rows; /* the houses of the place, in the order in which it lists them */
    size_t          n;
    By              by;
} Printing;

static Err houses_of(Ctx *c, Printing *p)
{
    enum { ROWS_MOST = ATTEND_SHEET * SHEETS_MOST };
    SheetRow  *rows = NEW_N(c->arena, SheetRow, ROWS_MOST);
    Households found = { 0 };
    do {
        Cursor after = found.next;
        if (p->n == ROWS_MOST)
            return fail(c, ERR_LIMIT, "sheet.many", "more than %d houses", ROWS_MOST);
        TRY(household_list(c, p->matter.place, STR_NONE, &after, ATTEND_SHEET, &found));
        for (size_t i = 0; i < found.n; i++)
            rows[p->n++] = (SheetRow){ "household", found.v[i].ref };
    } while (found.next.is_set);
    p->rows = rows;
    return OK;
}

/* Does one of them lie about that nobody has keyed in, and that would be printed as it is? A second press prints nothing. */
static bool has_open(const Sheets *printed, const Hash *version)
{
    for (size_t i = 0; i < printed->n; i++)
        if (printed->v[i].state == SHEET_OUT && !sheet_is_older(&printed->v[i], version))
            return true;
    return false;
}

static Err print_body(Db *w, void *arg)
{
    Printing *p = arg;
    Ctx      *c = db_ctx(w);
    Matter   *m = arena_take(c->arena, p->noun->life->row_size);
    Sheets    printed;
    Ref       sheet;
    Str       code;
    bool      is_over;
    TRY(life_read(w, p->noun->life, p->matter, m));
    if (!access_may(c->actor, p->noun->attend->host, m->ref.place))
        return fail(c, ERR_DENIED, "attend.not_host", "not the host");
    Err e = p->noun->attend->open(c, m, c->now, &is_over);
    if (e != OK && e != ERR_CONFLICT) /* before its day, it is printed all the same */
        return e;
    ctx_clear_failure(c);
    if (is_over) /* paper of afterwards shows nothing of who was there */
        return fail(c, ERR_CONFLICT, "attend.sheet.over", "a sheet of what is over");
    Hash version = version_of(m);
    TRY(sheet_list_of(w, p->noun->name, m->ref, attend_sheet_kind, &printed));
    if (has_open(&printed, &version))
        return OK;
    for (size_t from = 0; from < p->n || from == 0; from += ATTEND_SHEET) {
        SheetNew one = { .kind = attend_sheet_kind, .noun = p->noun->name, .subject = m->ref, .version = version,
                         .v = p->rows + from, .n = p->n - from < ATTEND_SHEET ? p->n - from : ATTEND_SHEET };
        TRY(sheet_print_in(w, &p->by, &one, &sheet, &code));
    }
    return OK;
}

Err attend_sheets_print(Ctx *c, const Noun *noun, Ref matter)
{
    Printing p = { .noun = noun };
    Matter  *m = arena_take(c->arena, noun->life->row_size);
    TRY(life_read(db_read(c), noun->life, matter, m));
    p.matter = m->ref;
    TRY(houses_of(c, &p));
    TRY(by_actor(c, &p.by));
    return db_write(c, print_body, &p);
}

/* ---- keying in ---- */

static Err line_of(Ctx *c, const Sheet *s, Ref house, size_t *ret)
{
    for (*ret = 0; *ret < s->n; ++*ret)
        if (s->v[*ret].ref.id == house.id && str_eq(s->v[*ret].ref.county, house.county))
            return OK;
    return fail_at(c, ATTEND_HOUSE.name, "sheet.no_line", STR_NONE, STR_NONE);
}

Err attend_sheet_key(Ctx *c, const Sheet *sheet, const Refs *came, bool takes_older)
{
    SheetKeying k = { .sheet = sheet->ref, .takes_older = takes_older, .n = sheet->n };
    SheetValue *v = NEW_N(c->arena, SheetValue, sheet->n + 1);
    TRY(attend_sheet_version(db_read(c), sheet, &k.version_now));
    for (size_t i = 0; i < came->n; i++) {
        size_t line;
        TRY(line_of(c, sheet, came->v[i], &line));
        v[line].value = 1;
    }
    k.v = v;
    return attend_mark_by(c, noun_find(sheet->noun), sheet->subject, came, STR_NONE, &k);
}
