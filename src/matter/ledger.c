/* ledger: holders, purses and accounts, and what is read of them. Posting stands in ledger_post.c. */
#include "matter/ledger_inside.h"

#include "matter/ledger.sql.h"

const Field LEDGER_NAME = { "name", FIELD_LINE, 1, 60, NULL, "ledger.name" };
const Field LEDGER_WORDS = { "words", FIELD_LINE, 1, 200, NULL, "ledger.words" };
const Field LEDGER_ITEM = { "item", FIELD_LINE, 1, 60, NULL, "ledger.item" };
const Field LEDGER_MEASURE = { "measure", FIELD_LINE, 1, 20, NULL, "ledger.measure" };
const Field LEDGER_BASIS = { "basis", FIELD_LINE, 1, 200, NULL, "ledger.basis" };

const EventKind ledger_events[] = {
    { "ledger.held", false },    { "ledger.purse", false },  { "ledger.account", false }, { "ledger.posted", false },
    { "ledger.reversed", false }, { "ledger.void", false },  { "ledger.closed", false },  { "ledger.thing", false },
    { NULL, false },
};

/* Which purse which holder may have: settled.md 13. */
static const bool may_hold[HOLDER_KINDS][PURSE_KINDS] = {
    [HOLDER_COLLECTIVE] = { [PURSE_COLLECTIVE] = true, [PURSE_COUNCIL] = true, [PURSE_POINTS] = true },
    [HOLDER_COMMITTEE] = { [PURSE_COLLECTIVE] = true, [PURSE_COMMITTEE] = true, [PURSE_COUNCIL] = true, [PURSE_POINTS] = true },
    [HOLDER_OWNERS] = { [PURSE_OWNERS] = true },
    [HOLDER_COOP] = { [PURSE_COOP] = true, [PURSE_POINTS] = true },
};

static LedgerSide side_of(LedgerAccountKind kind, LedgerUnit unit)
{
    if (ledger_is_money(kind))
        return SIDE_HAS;
    return kind == LEDGER_OWED && unit == LEDGER_POINTS ? SIDE_OWES : SIDE_ANY;
}

Err ledger_event(Db *w, const By *by, EventNew *e, Str words)
{
    if (!str_is_empty(words))
        e->parts[e->n_parts++] = (EventPart)PART_TEXT("text", words);
    if (!str_is_empty(by->title))
        e->parts[e->n_parts++] = (EventPart)PART_TEXT("title", by->title);
    return event_append(w, e);
}

static Err refused(Db *db, const char *field, const char *key)
{
    return fail_at(db_ctx(db), field, key, STR_NONE, STR_NONE);
}

/* A name becomes a part of an account's name in plain text too, and has to be read back from there. */
static Err name_check(Db *w, const Field *f, Str name)
{
    u32      made;
    Arena   *a = arena_open_small();
    Journal *j = journal_open(a, JOURNAL_STRICT);
    Str      whole = arena_printf(a, "X:%.*s", STR_ARG(name));
    bool     ok = str_index(name, ':') == name.n && journal_account(j, whole, JOURNAL_UNKNOWN, &made) == JOURNAL_OK;
    arena_close(a);
    TRY(field_check_given(db_ctx(w), f, name));
    return ok ? OK : refused(w, f->name, "ledger.name.signs");
}

/* ---- making ---- */

typedef struct Making {
    const By            *by;
    const LedgerHolder  *holder;
    const LedgerPurse   *purse;
    const LedgerAccount *account;
    Code                 county;
    i64                  id;
} Making;

/* Asked of what is made only: where places become one, two of a name may stand side by side. */
static Err there_already(Db *w)
{
    return fail(db_ctx(w), ERR_CONFLICT, "ledger.there", "another of that place, kind and name");
}

static Err holder_body(Db *w, void *arg)
{
    const Making       *m = arg;
    const LedgerHolder *n = m->holder;
    i64                 there;
    TRY(name_check(w, &LEDGER_NAME, n->name));
    TRY(db_int(w, Q_LEDGER_HOLDER_ALIKE, ARGS(n->ref.county, n->ref.place, n->kind, n->name), &there));
    if (there != 0)
        return there_already(w);
    TRY(db_exec(w, QUERY(ledger_holder_add, .county = ARG(n->ref.county), .id = ARG(m->id), .place = ARG(n->ref.place),
                         .kind = ARG(n->kind), .name = ARG(n->name))));
    EventNew e = { .id = db_id(w), .kind = "ledger.held", .subject = { n->ref.county, m->id, n->ref.place },
                   .parts = { PART("kind", n->kind) }, .n_parts = 1 };
    return ledger_event(w, m->by, &e, n->name);
}

Err ledger_holder_add(Db *w, By *by, const LedgerHolder *n, Ref *ret_holder)
{
    Making m = { .by = by, .holder = n, .id = db_id(w) };
    BUG_ON((unsigned)n->kind >= (unsigned)HOLDER_KINDS); /* a FIELD_ENUM, or the caller's own */
    *ret_holder = (Ref){ n->ref.county, m.id, n->ref.place };
    return by_run(w, by, holder_body, &m);
}

static Err purse_body(Db *w, void *arg)
{
    const Making      *m = arg;
    const LedgerPurse *n = m->purse;
    LedgerHolder       holder;
    LedgerPurses       there;
    Ref                ref = { n->ref.county, n->holder, STR_NONE };
    TRY(name_check(w, &LEDGER_NAME, n->name));
    TRY(ledger_holder_get(w, ref, &holder));
    if (!may_hold[holder.kind][n->kind] || (n->kind == PURSE_POINTS) != (n->unit == LEDGER_POINTS))
        return refused(w, "kind", "ledger.kind.not_held");
    TRY(ledger_purses(w, ref, &there));
    for (size_t i = 0; i < there.n; i++)
        if (there.v[i].kind == n->kind && str_eq(there.v[i].name, n->name) && str_eq(there.v[i].ref.place, n->ref.place))
            return there_already(w);
    if (there.n >= LEDGER_PURSES)
        return fail(db_ctx(w), ERR_TOO_LARGE, "ledger.purses.many", "a holder with %zu purses", there.n);
    TRY(db_exec(w, QUERY(ledger_transit_add, .county = ARG(n->ref.county), .id = ARG(db_id(w)),
                         .holder = ARG(n->holder), .unit = ARG(n->unit), .name = ARG("transit"))));
    TRY(db_exec(w, QUERY(ledger_purse_add, .county = ARG(n->ref.county), .id = ARG(m->id), .holder = ARG(n->holder),
                         .place = ARG(n->ref.place), .kind = ARG(n->kind), .unit = ARG(n->unit), .name = ARG(n->name))));
    EventNew e = { .id = db_id(w), .kind = "ledger.purse", .subject = { n->ref.county, m->id, n->ref.place },
                   .parts = { PART("kind", n->kind), PART("unit", n->unit) }, .n_parts = 2 };
    return ledger_event(w, m->by, &e, n->name);
}

Err ledger_purse_add(Db *w, By *by, const LedgerPurse *n, Ref *ret_purse)
{
    Making m = { .by = by, .purse = n, .id = db_id(w) };
    BUG_ON((unsigned)n->kind >= (unsigned)PURSE_KINDS || (unsigned)n->unit >= (unsigned)LEDGER_UNITS); /* as above */
    *ret_purse = (Ref){ n->ref.county, m.id, n->ref.place };
    return by_run(w, by, purse_body, &m);
}

/* A bank and a phone service keep it in somebody's name: that of the holder, and nobody else's. */
static Err titled_check(Db *w, const LedgerAccount *n, const LedgerHolder *holder)
{
    bool is_kept = n->kind == LEDGER_BANK || n->kind == LEDGER_PHONE;
    if (!is_kept)
        return str_is_empty(n->titled) ? OK : refused(w, "titled", "ledger.titled.none");
    return str_eq(n->titled, holder->name) ? OK : refused(w, "titled", "ledger.titled.private");
}

static Err account_body(Db *w, void *arg)
{
    const Making        *m = arg;
    const LedgerAccount *n = m->account;
    LedgerHolder         holder;
    LedgerAccounts       there;
    Ref                  ref = { m->county, n->holder, STR_NONE };
    TRY(name_check(w, &LEDGER_NAME, n->name));
    TRY(ledger_holder_get(w, ref, &holder));
    TRY(titled_check(w, n, &holder));
    if (n->kind == LEDGER_TRANSIT || (ledger_is_money(n->kind) && n->unit != LEDGER_FEN))
        return refused(w, "kind", "ledger.kind.not_held");
    TRY(ledger_accounts(w, ref, &there));
    if (there.n >= LEDGER_ACCOUNTS)
        return fail(db_ctx(w), ERR_TOO_LARGE, "ledger.accounts.many", "a holder with %zu accounts", there.n);
    TRY(db_exec(w, QUERY(ledger_account_add, .county = ARG(m->county), .id = ARG(m->id), .holder = ARG(n->holder),
                         .kind = ARG(n->kind), .unit = ARG(n->unit), .side = ARG(side_of(n->kind, n->unit)),
                         .name = ARG(n->name), .titled = ARG(n->titled.p ? n->titled : STR("")))));
    EventNew e = { .id = db_id(w), .kind = "ledger.account", .subject = { m->county, n->holder, holder.ref.place },
                   .parts = { PART("kind", n->kind), PART("unit", n->unit) }, .n_parts = 2 };
    return ledger_event(w, m->by, &e, n->name);
}

Err ledger_account_add(Db *w, By *by, Code county, const LedgerAccount *n, i64 *ret_account)
{
    Making m = { .by = by, .account = n, .county = county, .id = db_id(w) };
    BUG_ON((unsigned)n->kind >= (unsigned)LEDGER_ACCOUNT_KINDS || (unsigned)n->unit >= (unsigned)LEDGER_UNITS); /* as above */
    *ret_account = m.id;
    return by_run(w, by, account_body, &m);
}

/* ---- reading ---- */

Err ledger_holder_get(Db *db, Ref holder, LedgerHolder *ret)
{
    Row r;
    TRY(db_one(db, Q_LEDGER_HOLDER_GET, ARGS(REF(holder)), &r));
    *ret = (LedgerHolder){ .ref = { holder.county, holder.id, row_text(r, C_LEDGER_HOLDER_ROW_PLACE) },
                           .kind = (LedgerHolderKind)row_int(r, C_LEDGER_HOLDER_ROW_KIND),
                           .name = row_text(r, C_LEDGER_HOLDER_ROW_NAME), .closed = (int)row_int(r, C_LEDGER_HOLDER_ROW_CLOSED) };
    return OK;
}

static LedgerPurse purse_of(Row r, Code county)
{
    return (LedgerPurse){ .ref = { county, row_int(r, C_LEDGER_PURSE_ROW_ID), row_text(r, C_LEDGER_PURSE_ROW_PLACE) },
                          .holder = row_int(r, C_LEDGER_PURSE_ROW_HOLDER),
                          .kind = (LedgerPurseKind)row_int(r, C_LEDGER_PURSE_ROW_KIND),
                          .unit = (LedgerUnit)row_int(r, C_LEDGER_PURSE_ROW_UNIT), .name = row_text(r, C_LEDGER_PURSE_ROW_NAME) };
}

Err ledger_purse_get(Db *db, Ref purse, LedgerPurse *ret)
{
    Row r;
    TRY(db_one(db, Q_LEDGER_PURSE_GET, ARGS(REF(purse)), &r));
    *ret = purse_of(r, purse.county);
    return OK;
}

Err ledger_purses(Db *db, Ref holder, LedgerPurses *ret)
{
    Rows rows;
    TRY(db_many(db, Q_LEDGER_PURSE_LIST, ARGS(REF(holder)), &rows));
    LedgerPurse *v = NEW_N(db_ctx(db)->arena, LedgerPurse, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = purse_of(rows.row[i], holder.county);
    *ret = (LedgerPurses){ v, rows.n };
    return OK;
}

static LedgerAccount account_of(Row r)
{
    return (LedgerAccount){ .id = row_int(r, C_LEDGER_ACCOUNT_ROW_ID), .holder = row_int(r, C_LEDGER_ACCOUNT_ROW_HOLDER),
                            .kind = (LedgerAccountKind)row_int(r, C_LEDGER_ACCOUNT_ROW_KIND),
                            .unit = (LedgerUnit)row_int(r, C_LEDGER_ACCOUNT_ROW_UNIT),
                            .name = row_text(r, C_LEDGER_ACCOUNT_ROW_NAME), .titled = row_text(r, C_LEDGER_ACCOUNT_ROW_TITLED) };
}

Err ledger_account_get(Db *db, Code county, i64 account, LedgerAccount *ret, LedgerSide *ret_side)
{
    Row r;
    TRY(db_one(db, Q_LEDGER_ACCOUNT_GET, ARGS(county, account), &r));
    *ret = account_of(r);
    *ret_side = (LedgerSide)row_int(r, C_LEDGER_ACCOUNT_ROW_SIDE);
    return OK;
}

Err ledger_accounts(Db *db, Ref holder, LedgerAccounts *ret)
{
    Rows rows;
    TRY(db_many(db, Q_LEDGER_ACCOUNT_LIST, ARGS(REF(holder)), &rows));
    LedgerAccount *v = NEW_N(db_ctx(db)->arena, LedgerAccount, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = account_of(rows.row[i]);
    *ret = (LedgerAccounts){ v, rows.n };
    return OK;
}

Err ledger_balance(Db *db, Ref purse, i64 account, LedgerTag tag, i64 tagged, LedgerSum *ret)
{
    Row  r;
    bool found;
    TRY(db_maybe(db, QUERY(ledger_balance_get, .county = ARG(purse.county), .purse = ARG(purse.id), .tag = ARG(tag),
                           .tagged = ARG(tagged), .account = ARG(account)), &found, &r));
    *ret = found ? (LedgerSum){ row_int(r, C_LEDGER_BALANCE_GET_GOT), row_int(r, C_LEDGER_BALANCE_GET_GAVE) } : (LedgerSum){ 0 };
    return OK;
}

/* Of {ledger_entry_row}; without its lines. */
static LedgerEntry entry_of(Row r, Code county, Code place)
{
#define INT(column) row_int(r, C_LEDGER_ENTRY_ROW_##column)
    return (LedgerEntry){
        .ref = { county, INT(ID), place }, .holder = INT(HOLDER), .purse = INT(PURSE), .kind = (LedgerKind)INT(KIND),
        .year = (int)INT(YEAR), .number = INT(NUMBER), .at = INT(AT), .total = INT(TOTAL), .subject = INT(SUBJECT),
        .cause_id = INT(CAUSE_ID), .reverses = INT(REVERSES), .mate = INT(MATE), .event = INT(EVENT), .day = (Date)INT(DAY),
        .noun = row_text(r, C_LEDGER_ENTRY_ROW_NOUN), .cause = row_text(r, C_LEDGER_ENTRY_ROW_CAUSE),
        .words = row_text(r, C_LEDGER_ENTRY_ROW_WORDS), .hash = row_hash(r, C_LEDGER_ENTRY_ROW_HASH), .n = (size_t)INT(N),
    };
#undef INT
}

static Err lines_read(Db *db, LedgerEntry *e)
{
    Rows rows;
    TRY(db_many(db, Q_LEDGER_ENTRY_LINES, ARGS(e->ref.county, e->ref.id), &rows));
    LedgerLine *v = NEW_N(db_ctx(db)->arena, LedgerLine, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        v[i] = (LedgerLine){ row_int(r, C_LEDGER_ENTRY_LINES_ACCOUNT), row_int(r, C_LEDGER_ENTRY_LINES_AMOUNT),
                             row_int(r, C_LEDGER_ENTRY_LINES_DRIVE), row_int(r, C_LEDGER_ENTRY_LINES_PROJECT),
                             row_int(r, C_LEDGER_ENTRY_LINES_PART) };
    }
    e->v = v;
    e->n = rows.n;
    return OK;
}

Err ledger_entry_get(Db *db, Ref entry, LedgerEntry *ret)
{
    Row         r;
    LedgerPurse purse;
    TRY(db_one(db, Q_LEDGER_ENTRY_GET, ARGS(REF(entry)), &r));
    *ret = entry_of(r, entry.county, STR_NONE);
    if (ret->purse == 0) {
        LedgerHolder holder;
        TRY(ledger_holder_get(db, (Ref){ entry.county, ret->holder, STR_NONE }, &holder));
        ret->ref.place = holder.ref.place;
        return OK;
    }
    TRY(ledger_purse_get(db, (Ref){ entry.county, ret->purse, STR_NONE }, &purse));
    ret->ref.place = purse.ref.place;
    return lines_read(db, ret);
}

Err ledger_entries(Db *db, Ref purse, i64 after, LedgerEntries *ret)
{
    Rows        rows;
    LedgerPurse of;
    TRY(ledger_purse_get(db, purse, &of));
    TRY(db_many(db, Q_LEDGER_ENTRY_LIST, ARGS(REF(purse), after), &rows));
    size_t       n = rows.n > LEDGER_PAGE ? LEDGER_PAGE : rows.n;
    LedgerEntry *v = NEW_N(db_ctx(db)->arena, LedgerEntry, n + 1);
    for (size_t i = 0; i < n; i++) {
        v[i] = entry_of(rows.row[i], purse.county, of.ref.place);
        TRY(lines_read(db, &v[i]));
    }
    *ret = (LedgerEntries){ v, n, rows.n > n };
    return OK;
}
