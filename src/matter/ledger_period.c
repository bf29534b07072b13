/* ledger_period: months. A month is closed by moving a mark in the holder's row, which every entry passes: so an entry that
 * is under way is either in the month before it is closed, or refused. */
#include "matter/ledger_inside.h"

#include "matter/ledger.sql.h"

Err ledger_keeper(Ctx *c, Ref *ret_person)
{
    const Actor *a = c->actor;
    if (a->person == 0 || !str_is_empty(a->consent))
        return fail(c, ERR_DENIED, "ledger.no_person", "an account that is tied to nobody");
    *ret_person = (Ref){ a->county, a->person, a->home };
    return OK;
}

/* Adds or takes off what each purse has; false: past 64 bits. */
static bool purses_add(Rows rows, int column, bool is_off, i64 *sum)
{
    for (size_t i = 0; i < rows.n; i++) {
        i64 amount = row_int(rows.row[i], column);
        if (is_off ? __builtin_sub_overflow(*sum, amount, sum) : __builtin_add_overflow(*sum, amount, sum))
            return false;
    }
    return true;
}

Err ledger_month_end(Db *db, Code county, i64 account, int month, i64 *ret_amount)
{
    Rows whole, after;
    TRY(db_many(db, Q_LEDGER_WHOLE, ARGS(county, account), &whole));
    TRY(db_many(db, Q_LEDGER_AFTER, ARGS(county, account, month), &after));
    *ret_amount = 0;
    if (!purses_add(whole, C_LEDGER_WHOLE_AMOUNT, false, ret_amount) ||
        !purses_add(after, C_LEDGER_AFTER_AMOUNT, true, ret_amount))
        return fail(db_ctx(db), ERR_TOO_LARGE, "ledger.too_large", "the balance of account %lld", (long long)account);
    return OK;
}

typedef struct Closing {
    const By            *by;
    Ref                  holder;
    int                  month;
    const LedgerReading *v;
    size_t               n;
} Closing;

static const LedgerReading *reading_of(const Closing *k, i64 account)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].account == account)
            return &k->v[i];
    return NULL;
}

/* Every account where money lies was read off, and says what the entries say. */
static Err readings_store(Db *w, const Closing *k)
{
    Ctx *c = db_ctx(w);
    Rows rows;
    TRY(db_many(w, Q_LEDGER_MONEY, ARGS(REF(k->holder)), &rows));
    if (k->n != rows.n)
        return fail(c, ERR_CONFLICT, "ledger.close.missing", "%zu readings of %zu accounts", k->n, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        i64                  account = row_int(rows.row[i], C_LEDGER_MONEY_ID), amount;
        const LedgerReading *said = reading_of(k, account);
        if (said == NULL)
            return fail(c, ERR_CONFLICT, "ledger.close.missing", "account %lld was not read", (long long)account);
        TRY(ledger_month_end(w, k->holder.county, account, k->month, &amount));
        if (said->amount != amount)
            return fail(c, ERR_CONFLICT, "ledger.close.differs", "account %lld: %lld, statement %lld", (long long)account,
                        (long long)amount, (long long)said->amount);
        TRY(db_exec(w, QUERY(ledger_reading_add, .county = ARG(k->holder.county), .holder = ARG(k->holder.id),
                             .month = ARG(k->month), .account = ARG(account), .amount = ARG(amount))));
    }
    return OK;
}

static int month_next(int month)
{
    return month % 100 == 12 ? month + 89 : month + 1;
}

static Err close_body(Db *w, void *arg)
{
    const Closing *k = arg;
    Ctx           *c = db_ctx(w);
    LedgerHolder   holder;
    Ref            who;
    i64            rows, event = db_id(w);
    TRY(ledger_keeper(c, &who));
    TRY(ledger_holder_get(w, k->holder, &holder));
    if (!date_is_valid(k->month * 100 + 1) || k->month >= date_of(c->now) / 100)
        return fail_at(c, "month", "ledger.close.not_over", STR_NONE, STR_NONE);
    TRY(db_change(w, Q_LEDGER_MONTH_CLOSE, ARGS(REF(k->holder), k->month), &rows));
    if (rows == 0 || (holder.closed != 0 && month_next(holder.closed) != k->month))
        return fail(c, ERR_CONFLICT, "ledger.close.order", "%d after %d", k->month, holder.closed);
    TRY(db_exec(w, QUERY(ledger_period_add, .county = ARG(k->holder.county), .holder = ARG(k->holder.id),
                         .month = ARG(k->month), .at = ARG(c->now), .account = ARG(c->actor->account),
                         .person = ARG(who.id), .event = ARG(event))));
    TRY(readings_store(w, k));
    EventNew e = { .id = event, .kind = "ledger.closed", .subject = holder.ref, .n_parts = 1,
                   .parts = { PART("month", k->month) } };
    return ledger_event(w, k->by, &e, STR_NONE);
}

Err ledger_close(Db *w, By *by, Ref holder, int month, const LedgerReading *v, size_t n)
{
    Closing k = { by, holder, month, v, n };
    return by_run(w, by, close_body, &k);
}
