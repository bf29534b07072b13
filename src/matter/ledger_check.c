/* ledger_check: what must hold of every entry, asked again of the rows as they lie there, in one walk over all lines and
 * one over what they add up to; and what is derived of them, made again. Nothing here trusts a sum that was kept. */
#include "matter/ledger_inside.h"

#include <stdio.h>

#include "matter/ledger.sql.h"

/* ---- entries ---- */

typedef struct Walk {
    Ctx        *c;
    Report     *r;
    Arena      *a;      /* of the entry that is being walked */
    LedgerEntry e;
    i64         said_n, total; /* said_n: how many lines the entry says it has */
    Str         parts;  /* of its event */
    LedgerLine  v[LEDGER_LINES];
    i64         got, gave;
    bool        is_over, is_begun;
} Walk;

static void entry_check(Walk *k)
{
    const LedgerEntry *e = &k->e;
    long long          id = (long long)e->ref.id;
    if (k->is_over || k->got != k->gave || e->n != (size_t)k->said_n)
        finding(k->r, "ledger.balance: an entry gives what it gets", "%.*s entry %lld", STR_ARG(e->ref.county), id);
    if (k->got != e->total)
        finding(k->r, "ledger.total: an entry says how much it moves", "%.*s entry %lld", STR_ARG(e->ref.county), id);
    Hash h = ledger_hash(k->a, e);
    if (!hash_eq(&h, &e->hash))
        finding(k->r, "ledger.hash: an entry is what was hashed", "%.*s entry %lld", STR_ARG(e->ref.county), id);
    Str said = arena_printf(k->a, "number=%lld total=%lld h1=%lld h2=%lld h3=%lld h4=%lld", (long long)e->number,
                            (long long)e->total, (long long)ledger_hash_part(&h, 0), (long long)ledger_hash_part(&h, 1),
                            (long long)ledger_hash_part(&h, 2), (long long)ledger_hash_part(&h, 3));
    if (!str_starts(k->parts, said))
        finding(k->r, "ledger.log: the log says of an entry what it is", "%.*s entry %lld", STR_ARG(e->ref.county), id);
}

static void entry_end(Walk *k)
{
    if (k->is_begun)
        entry_check(k);
    arena_reset(k->a);
}

static void entry_begin(Walk *k, Row r)
{
#define INT(column) row_int(r, C_LEDGER_CHECK_ROW_##column)
    Arena *a = k->a;
    *k = (Walk){ .c = k->c, .r = k->r, .a = a, .is_begun = true, .said_n = INT(N) };
    k->parts = str_copy(a, row_text(r, C_LEDGER_CHECK_WALK_PARTS));
    k->e = (LedgerEntry){
        .ref = { str_copy(a, row_text(r, C_LEDGER_CHECK_ROW_COUNTY)), INT(ID), STR_NONE }, .holder = INT(HOLDER),
        .purse = INT(PURSE),
        .kind = (LedgerKind)INT(KIND), .year = (int)INT(YEAR), .number = INT(NUMBER), .at = INT(AT), .total = INT(TOTAL),
        .subject = INT(SUBJECT), .cause_id = INT(CAUSE_ID), .reverses = INT(REVERSES), .mate = INT(MATE), .event = INT(EVENT),
        .day = (Date)INT(DAY), .noun = str_copy(a, row_text(r, C_LEDGER_CHECK_ROW_NOUN)),
        .cause = str_copy(a, row_text(r, C_LEDGER_CHECK_ROW_CAUSE)), .hash = row_hash(r, C_LEDGER_CHECK_ROW_HASH), .v = k->v,
    };
#undef INT
}

static Err line_row(void *arg, Row r)
{
    Walk *k = arg;
    if (!k->is_begun || row_int(r, C_LEDGER_CHECK_ROW_ID) != k->e.ref.id ||
        !str_eq(row_text(r, C_LEDGER_CHECK_ROW_COUNTY), k->e.ref.county)) {
        entry_end(k);
        entry_begin(k, r);
    }
    if (row_is_null(r, C_LEDGER_CHECK_WALK_NTH))
        return OK; /* a void one */
    LedgerLine l = { row_int(r, C_LEDGER_CHECK_WALK_ACCOUNT), row_int(r, C_LEDGER_CHECK_WALK_AMOUNT),
                     row_int(r, C_LEDGER_CHECK_WALK_DRIVE), row_int(r, C_LEDGER_CHECK_WALK_PROJECT),
                     row_int(r, C_LEDGER_CHECK_WALK_PART) };
    if (k->e.n == LEDGER_LINES || row_int(r, C_LEDGER_CHECK_WALK_MONTH) != k->e.day / 100 ||
        (l.amount > 0 ? __builtin_add_overflow(k->got, l.amount, &k->got) : __builtin_sub_overflow(k->gave, l.amount, &k->gave))) {
        k->is_over = true;
        return OK;
    }
    k->v[k->e.n++] = l;
    return OK;
}

static Err entries_check(Ctx *c, Report *r)
{
    Walk k = { .c = c, .r = r, .a = arena_open() };
    Err  e = db_walk(db_read(c), Q_LEDGER_CHECK_WALK, ARGS(), line_row, &k);
    entry_end(&k);
    arena_close(k.a);
    return e;
}

/* ---- balances ---- */

typedef struct Sums {
    Ctx    *c;
    Report *r;
    char    county[8];
    i64     purse, tag, tagged, account, got, gave, rows;
    bool    is_begun, is_over;
} Sums;

static Err sum_end(Sums *s)
{
    LedgerSum kept;
    if (!s->is_begun)
        return OK;
    Ref purse = { str_from(s->county), s->purse, STR_NONE };
    TRY(ledger_balance(db_read(s->c), purse, s->account, (LedgerTag)s->tag, s->tagged, &kept));
    s->rows++;
    if (s->is_over || kept.got != s->got || kept.gave != s->gave)
        finding(s->r, "ledger.sum: a balance is the sum of its lines", "%s purse %lld account %lld", s->county, (long long)s->purse,
                (long long)s->account);
    return OK;
}

static Err sum_row(void *arg, Row r)
{
    Sums *s = arg;
#define INT(column) row_int(r, C_LEDGER_CHECK_SUMS_##column)
    Str county = row_text(r, C_LEDGER_CHECK_SUMS_COUNTY);
    if (!s->is_begun || !str_is(county, s->county) || s->purse != INT(PURSE) || s->tag != INT(TAG) ||
        s->tagged != INT(TAGGED) || s->account != INT(ACCOUNT)) {
        TRY(sum_end(s));
        *s = (Sums){ .c = s->c, .r = s->r, .purse = INT(PURSE), .tag = INT(TAG), .tagged = INT(TAGGED),
                     .account = INT(ACCOUNT), .rows = s->rows, .is_begun = true };
        snprintf(s->county, sizeof s->county, "%.*s", STR_ARG(county));
    }
    i64 amount = INT(AMOUNT);
#undef INT
    if (amount > 0 ? __builtin_add_overflow(s->got, amount, &s->got) : __builtin_sub_overflow(s->gave, amount, &s->gave))
        s->is_over = true;
    return OK;
}

/* Each sum of lines has its row, and there are no other rows. */
static Err sums_check(Ctx *c, Report *r)
{
    Sums s = { .c = c, .r = r };
    i64  kept;
    TRY(db_walk(db_read(c), Q_LEDGER_CHECK_SUMS, ARGS(), sum_row, &s));
    TRY(sum_end(&s));
    TRY(db_int(db_read(c), Q_LEDGER_CHECK_KEPT, ARGS(), &kept));
    if (kept != s.rows)
        finding(r, "ledger.sum: a balance is the sum of its lines", "%lld balances, %lld sums", (long long)kept, (long long)s.rows);
    return OK;
}

/* ---- for the table of nouns ---- */

static const Derived derived[] = {
    { Q_LEDGER_BALANCE_LINES, "ledger: balances are what a rebuild gives" },
    { Q_LEDGER_STOCK_LINES, "ledger: quantities are what a rebuild gives" },
    { 0, NULL },
};

Err ledger_check(Ctx *c, Report *r)
{
    static const struct {
        Query       query;
        const char *rule;
    } each[] = {
        { Q_LEDGER_CHECK_ALONE, "ledger.line: a line belongs to an entry" },
        { Q_LEDGER_CHECK_NUMBERS, "ledger.number: numbers run without a gap" },
        { Q_LEDGER_CHECK_NUMBER_OF_NONE, "ledger.number: a number is an entry's" },
        { Q_LEDGER_CHECK_REVERSAL, "ledger.reversal: it is the opposite of what it reverses, once" },
        { Q_LEDGER_CHECK_TRANSIT, "ledger.transit: what one purse gives another takes, by a decision" },
        { Q_LEDGER_CHECK_CLOSED, "ledger.closed: nothing is dated into a closed month" },
        { Q_LEDGER_CHECK_PERIOD, "ledger.holder: it counts its entries and closed months" },
        { Q_LEDGER_CHECK_ACCOUNT, "ledger.account: a line is posted to an account of its purse's holder" },
        { Q_LEDGER_CHECK_PRIVATE, "ledger.account: it is kept in the holder's name" },
        { Q_LEDGER_CHECK_BELOW, "ledger.below: what cannot fall below zero has not" },
        { Q_LEDGER_CHECK_THING, "ledger.thing: the log says of a quantity what it is" },
    };
    TRY(entries_check(c, r));
    TRY(sums_check(c, r));
    for (size_t i = 0; i < COUNTOF(each); i++)
        TRY(check_each(c, r, each[i].query, "ledger", each[i].rule));
    return OK;
}

Err ledger_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    TRY(db_exec(w, Q_LEDGER_BALANCE_CLEAR, ARGS()));
    TRY(db_exec(w, Q_LEDGER_BALANCE_FILL, ARGS()));
    TRY(db_exec(w, Q_LEDGER_STOCK_CLEAR, ARGS()));
    return db_exec(w, Q_LEDGER_STOCK_FILL, ARGS());
}

Err ledger_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code county = code_county(carry->from), end = code_end(db_ctx(w)->arena, carry->from);
    TRY(db_exec(w, QUERY(ledger_holder_carry, .county = ARG(county), .from = ARG(carry->from), .end = ARG(end),
                         .to = ARG(carry->to), .rest = ARG((i64)carry->from.n + 1))));
    return db_exec(w, QUERY(ledger_purse_carry, .county = ARG(county), .from = ARG(carry->from), .end = ARG(end),
                            .to = ARG(carry->to), .rest = ARG((i64)carry->from.n + 1)));
}

/* In portions: what was forgotten is not found again. */
Err ledger_erase(Db *w, Ref person)
{
    Rows rows;
    i64  texts;
    do {
        TRY(db_many(w, Q_LEDGER_OF_PERSON, ARGS(person.county, person.id), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row r = rows.row[i];
            Ref entry = { row_text(r, C_LEDGER_OF_PERSON_COUNTY), row_int(r, C_LEDGER_OF_PERSON_ID), STR_NONE };
            TRY(event_erase_subject(w, entry, &texts));
            TRY(db_exec(w, Q_LEDGER_FORGET, ARGS(REF(entry))));
        }
    } while (rows.n > 0);
    return OK;
}

const Noun ledger_noun = { .name = "ledger", .events = ledger_events, .check = ledger_check, .rebuild = ledger_rebuild,
                           .derived = derived, .carry = ledger_carry, .erase = ledger_erase };
