/* ledger_recount: a purse as a journal of the engine (engine/ledger/journal.h), which weighs every entry once more and is
 * written as plain text. Money, points and each thing in its measure are commodities of their own. */
#include "matter/ledger_inside.h"

#include <string.h>

#include "base/grown.h"
#include "matter/ledger.sql.h"

/* Where an account stands in a journal. */
static const struct {
    const char   *above;
    JournalNature nature;
} roots[LEDGER_ACCOUNT_KINDS] = {
    [LEDGER_BANK] = { "Assets:Bank", JOURNAL_ASSET },        [LEDGER_CASH] = { "Assets:Cash", JOURNAL_ASSET },
    [LEDGER_PHONE] = { "Assets:Phone", JOURNAL_ASSET },      [LEDGER_TRANSIT] = { "Assets:Transit", JOURNAL_ASSET },
    [LEDGER_ASSET] = { "Assets:Other", JOURNAL_ASSET },      [LEDGER_OWED] = { "Liabilities", JOURNAL_LIABILITY },
    [LEDGER_EQUITY] = { "Equity", JOURNAL_EQUITY },          [LEDGER_INCOME] = { "Income", JOURNAL_INCOME },
    [LEDGER_EXPENSE] = { "Expenses", JOURNAL_EXPENSE },
};
static const struct {
    const char *name;
    JournalKind kind;
    int         decimals;
} units[LEDGER_UNITS] = { [LEDGER_FEN] = { "CNY", JOURNAL_MONEY, 2 }, [LEDGER_POINTS] = { "points", JOURNAL_UNSTATED, 0 } };

enum { THING_DECIMALS = 3 };

typedef struct Known {
    i64 id;
    u32 number; /* in the journal */
} Known;

typedef struct Recount {
    Ctx           *c;
    Arena         *a; /* of the journal; an entry's words are copied by it */
    Journal       *j;
    LedgerAccounts accounts;
    u32           *account; /* of each of these, in the journal */
    u32            unit;
    Known         *entry;   /* by id: they come in that order */
    size_t         n_entries, entry_room;
    /* of the entry that is being read */
    i64            id;
    JournalEntry   e;
    JournalPosting v[LEDGER_LINES];
    Arena         *words;
} Recount;

static Err journal_failed(Ctx *c, JournalFault fault, i64 id)
{
    return fail(c, ERR_DB, NULL, "entry %lld is none of a journal: %s", (long long)id, pta_sentence(fault));
}

static u32 number_of(const Recount *r, i64 id)
{
    size_t low = 0, high = r->n_entries;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->entry[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n_entries && r->entry[low].id == id ? r->entry[low].number : JOURNAL_NONE;
}

/* An entry's lines that get stand first; so in a reversal those that gave do, and a journal wants them where they were. */
static void lines_turn(Recount *r)
{
    JournalPosting v[LEDGER_LINES];
    size_t         n = 0;
    for (size_t i = 0; i < r->e.n; i++)
        if (r->v[i].amount < 0)
            v[n++] = r->v[i];
    for (size_t i = 0; i < r->e.n; i++)
        if (r->v[i].amount > 0)
            v[n++] = r->v[i];
    memcpy(r->v, v, n * sizeof v[0]);
}

static Err entry_end(Recount *r)
{
    u32 number;
    if (r->id == 0)
        return OK;
    if (r->e.reverses != JOURNAL_NONE)
        lines_turn(r);
    JournalFault fault = journal_add(r->j, &r->e, r->v, &number, NULL);
    if (fault != JOURNAL_OK)
        return journal_failed(r->c, fault, r->id);
    GROWN(r->a, r->entry, r->n_entries);
    r->entry[r->n_entries++] = (Known){ r->id, number };
    arena_reset(r->words);
    r->id = 0;
    return OK;
}

static void entry_begin(Recount *r, Row row)
{
#define INT(column) row_int(row, C_LEDGER_RECOUNT_WALK_##column)
    static const char *const kinds[LEDGER_KINDS] = { "receipt", "payment", "transfer" };
    i64 reverses = INT(REVERSES), kind = INT(KIND);
    r->id = INT(ID);
    r->e = (JournalEntry){
        .day = (Date)INT(DAY), .text = str_copy(r->words, row_text(row, C_LEDGER_RECOUNT_WALK_WORDS)),
        .reference = arena_printf(r->words, "%lld-%s-%lld", (long long)INT(YEAR),
                                  kind >= 0 && kind < LEDGER_KINDS ? kinds[kind] : "", (long long)INT(NUMBER)),
        .reverses = reverses ? number_of(r, reverses) : JOURNAL_NONE,
    };
#undef INT
}

/* The tags of a line, as its note. */
static Str note_of(Arena *a, i64 drive, i64 project, i64 part)
{
    Buf b = buf_new(a, 96, 256);
    if (drive)
        buf_printf(&b, "drive=%lld", (long long)drive);
    if (project)
        buf_printf(&b, "%sproject=%lld", b.n ? " " : "", (long long)project);
    if (part)
        buf_printf(&b, "%spart=%lld", b.n ? " " : "", (long long)part);
    return buf_text(&b);
}

static Err line_row(void *arg, Row row)
{
    Recount *r = arg;
#define INT(column) row_int(row, C_LEDGER_RECOUNT_WALK_##column)
    if (INT(ID) != r->id) {
        TRY(entry_end(r));
        entry_begin(r, row);
    }
    size_t at = 0;
    while (at < r->accounts.n && r->accounts.v[at].id != INT(ACCOUNT))
        at++;
    if (at == r->accounts.n || r->e.n == LEDGER_LINES)
        return journal_failed(r->c, JOURNAL_NO_ACCOUNT, r->id);
    r->v[r->e.n++] = (JournalPosting){ .account = r->account[at], .commodity = r->unit, .amount = INT(AMOUNT),
                                       .note = note_of(r->words, INT(DRIVE), INT(PROJECT), INT(PART)) };
#undef INT
    return OK;
}

static Err accounts_make(Recount *r, Ref holder)
{
    TRY(ledger_accounts(db_read(r->c), holder, &r->accounts));
    r->account = NEW_N(r->a, u32, r->accounts.n + 1);
    for (size_t i = 0; i < r->accounts.n; i++) {
        const LedgerAccount *a = &r->accounts.v[i];
        Str          name = arena_printf(r->a, "%s:%.*s", roots[a->kind].above, STR_ARG(a->name));
        JournalFault fault = journal_account(r->j, name, roots[a->kind].nature, &r->account[i]);
        if (fault != JOURNAL_OK)
            return journal_failed(r->c, fault, a->id);
    }
    return OK;
}

/* ---- things ---- */

Str ledger_commodity(Arena *a, Str item, Str measure)
{
    return arena_printf(a, "%.*s %.*s", STR_ARG(item), STR_ARG(measure));
}

static JournalFault commodity_make(Journal *j, Str name, LedgerWhat what, u32 *ret)
{
    return journal_commodity(j, name, what == LEDGER_LABOUR ? JOURNAL_LABOUR : JOURNAL_GOODS, THING_DECIMALS, ret);
}

Err ledger_commodity_check(Db *w, Str item, Str measure)
{
    u32    made;
    Arena *a = arena_open_small();
    Str    name = ledger_commodity(a, item, measure);
    bool   ok = commodity_make(journal_open(a, JOURNAL_STRICT), name, LEDGER_GOODS, &made) == JOURNAL_OK;
    arena_close(a);
    return ok ? OK : fail_at(db_ctx(w), "item", "ledger.name.signs", STR_NONE, STR_NONE);
}

/* What comes in is income in kind, what goes out an expense; what is taken back goes the way that it came. */
static Err thing_row(void *arg, Row row)
{
    Recount *r = arg;
    u32      commodity, here, there, number;
    i64      amount = row_int(row, C_LEDGER_THING_WALK_AMOUNT), id = row_int(row, C_LEDGER_THING_WALK_ID);
    bool     is_income = (amount > 0) != (row_int(row, C_LEDGER_THING_WALK_REVERSES) != 0);
    Str      name = ledger_commodity(r->words, row_text(row, C_LEDGER_THING_WALK_ITEM),
                                     row_text(row, C_LEDGER_THING_WALK_MEASURE));
    JournalFault fault = commodity_make(r->j, name, (LedgerWhat)row_int(row, C_LEDGER_THING_WALK_WHAT), &commodity);
    if (fault == JOURNAL_OK)
        fault = journal_account(r->j, STR("Assets:Things"), JOURNAL_ASSET, &here);
    if (fault == JOURNAL_OK)
        fault = journal_account(r->j, is_income ? STR("Income:Things") : STR("Expenses:Things"),
                                is_income ? JOURNAL_INCOME : JOURNAL_EXPENSE, &there);
    if (fault != JOURNAL_OK)
        return journal_failed(r->c, fault, id);
    JournalPosting v[] = { { .account = here, .commodity = commodity, .amount = amount },
                           { .account = there, .commodity = commodity, .amount = -amount } };
    JournalEntry   e = { .day = (Date)row_int(row, C_LEDGER_THING_WALK_DAY), .text = name, .reverses = JOURNAL_NONE, .n = 2 };
    fault = journal_add(r->j, &e, v, &number, NULL);
    arena_reset(r->words);
    return fault == JOURNAL_OK ? OK : journal_failed(r->c, fault, id);
}

/* ---- the whole ---- */

/* The last day of a month. */
static Date month_end(int month)
{
    int next = month % 100 == 12 ? month + 89 : month + 1;
    return date_add(next * 100 + 1, -1);
}

static Err recount(Recount *r, Ref purse)
{
    Ctx         *c = r->c;
    LedgerPurse  of;
    LedgerHolder holder;
    TRY(ledger_purse_get(db_read(c), purse, &of));
    TRY(ledger_holder_get(db_read(c), (Ref){ purse.county, of.holder, STR_NONE }, &holder));
    JournalFault named = journal_commodity(r->j, str_from(units[of.unit].name), units[of.unit].kind, units[of.unit].decimals,
                                           &r->unit);
    if (named != JOURNAL_OK)
        return fail(c, ERR_INTERNAL, NULL, "a unit without a name");
    TRY(accounts_make(r, holder.ref));
    TRY(db_walk(db_read(c), Q_LEDGER_RECOUNT_WALK, ARGS(REF(purse)), line_row, r));
    TRY(entry_end(r));
    TRY(db_walk(db_read(c), Q_LEDGER_THING_WALK, ARGS(REF(purse)), thing_row, r));
    if (holder.closed == 0)
        return OK;
    JournalFault fault = journal_seal(r->j, month_end(holder.closed));
    return fault == JOURNAL_OK ? OK : journal_failed(c, fault, 0);
}

Err ledger_recount(Ctx *c, Ref purse, PtaDialect dialect, PtaSink sink)
{
    Refusal why;
    Recount r = { .c = c, .a = arena_open(), .words = arena_open() };
    r.j = journal_open(r.a, JOURNAL_STRICT);
    Err e = recount(&r, purse);
    if (e == OK && !pta_write(r.j, dialect, sink, &why))
        e = fail(c, ERR_INVALID, "ledger.recount", "the dialect has no words for it: %s", why.what);
    arena_close(r.words);
    arena_close(r.a);
    return e;
}
