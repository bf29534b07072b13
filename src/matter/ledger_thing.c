/* ledger_thing: goods, labour and land beside the money. A quantity of something is in no sum of fen, and its value, where
 * somebody set one, is told with who, when and on what basis. */
#include "matter/ledger_inside.h"

#include "matter/ledger.sql.h"

typedef struct Making {
    const By          *by;
    const LedgerThing *t;
    Ref                ref;
    i64                reverses;
} Making;

static Err thing_check(Db *w, const LedgerThing *t)
{
    Ctx *c = db_ctx(w);
    TRY(field_check_given(c, &LEDGER_ITEM, t->item));
    TRY(field_check_given(c, &LEDGER_MEASURE, t->measure));
    TRY(ledger_commodity_check(w, t->item, t->measure));
    if (t->amount == 0 || t->amount == INT64_MIN)
        return fail_at(c, "amount", "ledger.lines.no_amount", STR_NONE, STR_NONE);
    if (t->day > date_of(c->now) || (t->day && !date_is_valid(t->day)))
        return fail_at(c, "day", "ledger.day.future", STR_NONE, STR_NONE);
    bool has_value = t->value_fen != 0;
    if (t->value_fen < 0 || (has_value && (t->value_by == 0 || !date_is_valid(t->value_on) || str_is_empty(t->value_basis))))
        return fail_at(c, "value", "ledger.value", STR_NONE, STR_NONE);
    return has_value ? field_check_given(c, &LEDGER_BASIS, t->value_basis) : OK;
}

static Err stock_store(Db *w, const LedgerThing *t)
{
    i64 rows, came = t->amount > 0 ? t->amount : 0, went = t->amount < 0 ? -t->amount : 0;
    TRY(db_exec(w, QUERY(ledger_stock_begin, .county = ARG(t->purse.county), .purse = ARG(t->purse.id),
                         .what = ARG(t->what), .item = ARG(t->item), .measure = ARG(t->measure))));
    TRY(db_change(w, QUERY(ledger_stock_add, .county = ARG(t->purse.county), .purse = ARG(t->purse.id),
                           .what = ARG(t->what), .item = ARG(t->item), .measure = ARG(t->measure), .came = ARG(came),
                           .went = ARG(went)), &rows));
    return rows == 1 ? OK : fail(db_ctx(w), ERR_CONFLICT, "ledger.not_so_much", "more goes out than came in, or past 64 bits");
}

static Err thing_body(Db *w, void *arg)
{
    const Making      *m = arg;
    const LedgerThing *t = m->t;
    Ctx               *c = db_ctx(w);
    i64                event = db_id(w);
    LedgerPurse        purse;
    TRY(thing_check(w, t));
    TRY(ledger_purse_get(w, t->purse, &purse));
    TRY(stock_store(w, t));
    TRY(db_exec(w, QUERY(ledger_thing_add, .county = ARG(m->ref.county), .id = ARG(m->ref.id), .purse = ARG(purse.ref.id),
                         .what = ARG(t->what), .item = ARG(t->item), .measure = ARG(t->measure), .amount = ARG(t->amount),
                         .day = ARG(t->day ? t->day : date_of(c->now)), .at = ARG(c->now), .noun = ARG(t->noun),
                         .subject = ARG(t->subject.id), .reverses = ARG(m->reverses), .value_fen = ARG(t->value_fen),
                         .value_by = ARG(t->value_by), .value_on = ARG(t->value_on),
                         .value_basis = ARG(t->value_basis.p ? t->value_basis : STR("")), .drive = ARG(t->drive),
                         .project = ARG(t->project), .part = ARG(t->part), .event = ARG(event))));
    EventNew e = { .id = event, .kind = "ledger.thing", .subject = { m->ref.county, m->ref.id, purse.ref.place }, .n_parts = 2,
                   .parts = { PART("amount", t->amount), PART("value", t->value_fen) } };
    return ledger_event(w, m->by, &e, ledger_commodity(c->arena, t->item, t->measure));
}

Err ledger_thing(Db *w, By *by, const LedgerThing *t, Ref *ret_thing)
{
    Making m = { .by = by, .t = t, .ref = { t->purse.county, db_id(w), t->purse.place } };
    BUG_ON((unsigned)t->what >= (unsigned)LEDGER_WHATS); /* the caller's own */
    *ret_thing = m.ref;
    return by_run(w, by, thing_body, &m);
}

typedef struct Back {
    By         *by;
    Ref         thing, subject, made;
    const char *noun;
} Back;

static Err back_body(Db *w, void *arg)
{
    Back *b = arg;
    Row   r;
    TRY(db_one(w, Q_LEDGER_THING_GET, ARGS(REF(b->thing)), &r));
    if (row_int(r, C_LEDGER_THING_GET_REVERSES) != 0)
        return fail(db_ctx(w), ERR_CONFLICT, "ledger.is_reversal", "a reversal is not reversed");
#define INT(column) row_int(r, C_LEDGER_THING_GET_##column)
    LedgerThing t = { .purse = { b->thing.county, INT(PURSE), b->thing.place }, .what = (LedgerWhat)INT(WHAT),
                      .item = row_text(r, C_LEDGER_THING_GET_ITEM), .measure = row_text(r, C_LEDGER_THING_GET_MEASURE),
                      .amount = -INT(AMOUNT), .noun = b->noun, .subject = b->subject, .value_fen = INT(VALUE_FEN),
                      .value_by = INT(VALUE_BY), .value_on = (Date)INT(VALUE_ON),
                      .value_basis = row_text(r, C_LEDGER_THING_GET_VALUE_BASIS), .drive = INT(DRIVE), .project = INT(PROJECT),
                      .part = INT(PART) };
#undef INT
    Making m = { .by = b->by, .t = &t, .ref = { b->thing.county, db_id(w), STR_NONE }, .reverses = b->thing.id };
    b->made = m.ref;
    return thing_body(w, &m);
}

Err ledger_thing_reverse(Db *w, By *by, Ref thing, const char *noun, Ref subject, Ref *ret_thing)
{
    Back b = { .by = by, .thing = thing, .subject = subject, .noun = noun };
    TRY(by_run(w, by, back_body, &b));
    *ret_thing = b.made;
    return OK;
}

Err ledger_stock(Db *db, Ref purse, LedgerWhat what, Str item, Str measure, i64 *ret_amount)
{
    Row  r;
    bool found;
    TRY(db_maybe(db, QUERY(ledger_stock_get, .county = ARG(purse.county), .purse = ARG(purse.id), .what = ARG(what),
                           .item = ARG(item), .measure = ARG(measure)), &found, &r));
    *ret_amount = found ? row_int(r, C_LEDGER_STOCK_GET_CAME) - row_int(r, C_LEDGER_STOCK_GET_WENT) : 0;
    return OK;
}
