/* ledger_post: entries. Each passes its holder's row first, which gives the order: of numbers, of closing a month, of two who
 * want the same money. What they could both believe is asked in the statements that write. */
#include "matter/ledger_inside.h"

#include "matter/ledger.sql.h"

/* ---- what is hashed ---- */

Str ledger_line(Arena *a, const LedgerEntry *e)
{
    Buf b = buf_new(a, 512, 65536);
    buf_printf(&b, "yc-ledger1 %.*s %lld %lld %lld %d %d %lld %d %.*s %lld %.*s %lld %lld %lld\n", STR_ARG(e->ref.county),
               (long long)e->ref.id, (long long)e->holder, (long long)e->purse, e->year, e->kind, (long long)e->number, e->day,
               STR_ARG(e->noun), (long long)e->subject, e->cause.n ? (int)e->cause.n : 1, e->cause.n ? e->cause.p : "-",
               (long long)e->cause_id, (long long)e->reverses, (long long)e->mate);
    for (size_t i = 0; i < e->n; i++) {
        const LedgerLine *l = &e->v[i];
        buf_printf(&b, "%lld %lld %lld %lld %lld\n", (long long)l->account, (long long)l->amount, (long long)l->drive,
                   (long long)l->project, (long long)l->part);
    }
    BUG_ON(buf_is_over(&b)); /* LEDGER_LINES lines of five numbers */
    return buf_text(&b);
}

Hash ledger_hash(Arena *a, const LedgerEntry *e)
{
    return hash_of(ledger_line(a, e));
}

i64 ledger_hash_part(const Hash *h, int i)
{
    u64 v = 0;
    for (int k = 0; k < 8; k++)
        v = v << 8 | h->b[8 * i + k];
    return (i64)v;
}

/* ---- an entry that is being made ---- */

typedef struct Sum {
    LedgerTag tag;
    i64       tagged, account, got, gave;
    int       side;
} Sum;

typedef struct Making {
    const By        *by;
    const LedgerNew *new;
    LedgerPurse      purse;
    LedgerEntry      e;
    Ref              person;
    LedgerLine       v[LEDGER_LINES]; /* those that get first */
    LedgerAccount    account[LEDGER_LINES];
    int              side[LEDGER_LINES];
    Sum              sum[LEDGER_LINES * LEDGER_TAGS];
    size_t           n_sums;
    bool             may_transit;     /* ledger_move() */
    int              as_kind;         /* of what it reverses; -1: what its money did */
} Making;

static Err refused(Db *w, const char *field, const char *key)
{
    return fail_at(db_ctx(w), field, key, STR_NONE, STR_NONE);
}

static Err too_large(Db *w)
{
    return fail(db_ctx(w), ERR_TOO_LARGE, "ledger.too_large", "a sum that leaves 64 bits");
}

/* Those that get, then those that give, each in the order given: so what the entry comes to is above zero until its end. */
static Err lines_take(Db *w, Making *m)
{
    const LedgerNew *n = m->new;
    size_t           at = 0;
    if (n->n > LEDGER_LINES)
        return fail(db_ctx(w), ERR_TOO_LARGE, "ledger.lines.many", "an entry of %zu lines", n->n);
    if (n->n < 2)
        return refused(w, "lines", "ledger.lines.few");
    for (size_t i = 0; i < n->n; i++)
        if (n->v[i].amount > 0)
            m->v[at++] = n->v[i];
    for (size_t i = 0; i < n->n; i++)
        if (n->v[i].amount < 0)
            m->v[at++] = n->v[i];
    if (at != n->n)
        return refused(w, "lines", "ledger.lines.no_amount");
    m->e.v = m->v;
    m->e.n = at;
    return OK;
}

static Err balance_check(Db *w, Making *m)
{
    i64 got = 0, gave = 0;
    for (size_t i = 0; i < m->e.n; i++) {
        i64 amount = m->v[i].amount;
        if (amount > 0 ? __builtin_add_overflow(got, amount, &got) : __builtin_sub_overflow(gave, amount, &gave))
            return too_large(w);
    }
    if (got != gave)
        return refused(w, "lines", "ledger.lines.unbalanced");
    m->e.total = got;
    return OK;
}

/* Every account is of the purse's holder and unit; what its money did makes the kind of the entry. */
static Err accounts_take(Db *w, Making *m)
{
    i64 money = 0;
    for (size_t i = 0; i < m->e.n; i++) {
        LedgerAccount *a = &m->account[i];
        LedgerSide     side;
        Err            e = ledger_account_get(w, m->purse.ref.county, m->v[i].account, a, &side);
        if (e == ERR_MISSING)
            ctx_clear_failure(db_ctx(w));
        else
            TRY(e);
        if (e == ERR_MISSING || a->holder != m->purse.holder || a->unit != m->purse.unit)
            return refused(w, "lines", "ledger.lines.account");
        if (a->kind == LEDGER_TRANSIT && !m->may_transit)
            return refused(w, "lines", "ledger.lines.transit");
        m->side[i] = (int)side;
        money += ledger_is_money(a->kind) ? m->v[i].amount : 0; /* between - total and total */
    }
    m->e.kind = money > 0 ? LEDGER_RECEIPT : money < 0 ? LEDGER_PAYMENT : LEDGER_TRANSFER;
    if (m->as_kind >= 0)
        m->e.kind = (LedgerKind)m->as_kind;
    return OK;
}

/* ---- order and number ---- */

static int month_of(Date day)
{
    return day / 100;
}

static Err pass(Db *w, Code county, i64 holder, Date day)
{
    i64 rows;
    TRY(db_change(w, Q_LEDGER_PASS, ARGS(county, holder, month_of(day)), &rows));
    if (rows == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "ledger.month_closed", "the month of %d is closed", day);
    return OK;
}

static Err number_take(Db *w, LedgerEntry *e)
{
    TRY(db_exec(w, Q_LEDGER_NUMBER_BEGIN, ARGS(e->ref.county, e->holder, e->year, e->kind)));
    return db_int(w, Q_LEDGER_NUMBER_NEXT, ARGS(e->ref.county, e->holder, e->year, e->kind), &e->number);
}

/* ---- balances ---- */

/* An account that stands in several lines is changed once, by all of them. */
static void sum_put(Making *m, LedgerTag tag, i64 tagged, i64 account, i64 amount, int side)
{
    Sum *s = m->sum;
    if (tag != LEDGER_WHOLE && tagged == 0)
        return;
    while (s < m->sum + m->n_sums && (s->tag != tag || s->tagged != tagged || s->account != account))
        s++;
    if (s == m->sum + m->n_sums)
        m->sum[m->n_sums++] = (Sum){ .tag = tag, .tagged = tagged, .account = account,
                                     .side = tag == LEDGER_WHOLE ? side : SIDE_ANY };
    if (amount > 0)
        s->got += amount;
    else
        s->gave -= amount;
}

/* Why was a row of the balances not changed? */
static Err not_changed(Db *w, const Making *m, const Sum *s)
{
    LedgerSum now;
    i64       sum;
    TRY(ledger_balance(w, m->purse.ref, s->account, s->tag, s->tagged, &now));
    if (__builtin_add_overflow(now.got, s->got, &sum) || __builtin_add_overflow(now.gave, s->gave, &sum))
        return too_large(w);
    return fail(db_ctx(w), ERR_CONFLICT, "ledger.not_so_much", "account %lld has %lld", (long long)s->account,
                (long long)(now.got - now.gave));
}

static Err sums_store(Db *w, Making *m)
{
    Ref p = m->purse.ref;
    for (size_t i = 0; i < m->e.n; i++) {
        const LedgerLine *l = &m->v[i];
        sum_put(m, LEDGER_WHOLE, 0, l->account, l->amount, m->side[i]);
        sum_put(m, LEDGER_DRIVE, l->drive, l->account, l->amount, SIDE_ANY);
        sum_put(m, LEDGER_PROJECT, l->project, l->account, l->amount, SIDE_ANY);
        sum_put(m, LEDGER_PART, l->part, l->account, l->amount, SIDE_ANY);
    }
    for (size_t i = 0; i < m->n_sums; i++)
        TRY(db_exec(w, QUERY(ledger_balance_begin, .county = ARG(p.county), .purse = ARG(p.id), .tag = ARG(m->sum[i].tag),
                             .tagged = ARG(m->sum[i].tagged), .account = ARG(m->sum[i].account),
                             .side = ARG(m->sum[i].side))));
    for (size_t i = 0; i < m->n_sums; i++) {
        const Sum *s = &m->sum[i];
        i64        rows;
        TRY(db_change(w, QUERY(ledger_balance_add, .county = ARG(p.county), .purse = ARG(p.id), .tag = ARG(s->tag),
                               .tagged = ARG(s->tagged), .account = ARG(s->account), .got = ARG(s->got),
                               .gave = ARG(s->gave)), &rows));
        if (rows == 0)
            return not_changed(w, m, s);
    }
    return OK;
}

/* ---- rows ---- */

static Err lines_store(Db *w, const Making *m)
{
    const LedgerEntry *e = &m->e;
    i64                before = 0;
    for (size_t i = 0; i < e->n; i++) {
        const LedgerLine *l = &m->v[i];
        TRY(db_exec(w, QUERY(ledger_posting_add, .county = ARG(e->ref.county), .entry = ARG(e->ref.id), .nth = ARG(i + 1),
                             .purse = ARG(m->purse.ref.id), .unit = ARG(m->purse.unit), .account = ARG(l->account),
                             .amount = ARG(l->amount), .prev = INT_OR_NONE((i64)i), .sum_before = ARG(before),
                             .sum_after = ARG(before + l->amount), .month = ARG(month_of(e->day)), .drive = ARG(l->drive),
                             .project = ARG(l->project), .part = ARG(l->part))));
        before += l->amount;
    }
    return OK;
}

static Err entry_store(Db *w, const Making *m)
{
    const LedgerEntry *e = &m->e;
    return db_exec(w, QUERY(ledger_entry_add, .county = ARG(e->ref.county), .id = ARG(e->ref.id), .holder = ARG(e->holder),
                            .purse = INT_OR_NONE(e->purse), .n = INT_OR_NONE((i64)e->n), .year = ARG(e->year),
                            .kind = ARG(e->kind), .number = ARG(e->number), .day = ARG(e->day), .at = ARG(e->at),
                            .total = ARG(e->total), .noun = ARG(e->noun), .subject = ARG(e->subject),
                            .cause = ARG(e->cause), .cause_id = ARG(e->cause_id), .reverses = ARG(e->reverses),
                            .mate = ARG(e->mate), .event = ARG(e->event), .hash = HASH(e->hash), .words = ARG(e->words),
                            .person_county = ARG(m->person.id ? m->person.county : STR("")), .person = ARG(m->person.id)));
}

static Err entry_log(Db *w, const Making *m, const char *kind)
{
    const Hash *h = &m->e.hash;
    EventNew    e = { .id = m->e.event, .kind = kind, .subject = m->e.ref, .n_parts = 2 + LEDGER_HASH_PARTS,
                      .parts = { PART("number", m->e.number), PART("total", m->e.total), PART("h1", ledger_hash_part(h, 0)),
                                 PART("h2", ledger_hash_part(h, 1)), PART("h3", ledger_hash_part(h, 2)),
                                 PART("h4", ledger_hash_part(h, 3)) } };
    return ledger_event(w, m->by, &e, m->e.words);
}

/* Ids, day, cause: what does not hang on its lines. `mate` and `id` are given where two entries know each other. */
static Err entry_new(Db *w, Making *m, Ref ref, Date day, const char *noun, Ref subject, Str words)
{
    Ctx         *c = db_ctx(w);
    LedgerEntry *e = &m->e;
    Date         today = date_of(c->now);
    TRY(field_check_given(c, &LEDGER_WORDS, words));
    e->day = day ? day : today;
    if (!date_is_valid(e->day) || e->day > today)
        return refused(w, "day", "ledger.day.future");
    e->ref = ref;
    if (e->ref.id == 0)
        e->ref.id = db_id(w);
    e->event = db_id(w);
    e->at = c->now;
    e->year = e->day / 10000;
    e->noun = str_from(noun);
    e->subject = subject.id;
    e->words = words;
    e->cause = m->by->cause ? str_from(m->by->cause) : STR("");
    e->cause_id = m->by->cause ? m->by->cause_id : 0;
    return OK;
}

/* The entry as a whole. */
static Err entry_make(Db *w, Making *m)
{
    const LedgerNew *n = m->new;
    TRY(ledger_purse_get(w, n->purse, &m->purse));
    TRY(entry_new(w, m, (Ref){ n->purse.county, m->e.ref.id, m->purse.ref.place }, n->day, n->noun, n->subject, n->words));
    m->e.holder = m->purse.holder;
    m->e.purse = m->purse.ref.id;
    m->person = n->person;
    TRY(lines_take(w, m));
    TRY(balance_check(w, m));
    TRY(accounts_take(w, m));
    TRY(pass(w, m->e.ref.county, m->e.holder, m->e.day));
    TRY(sums_store(w, m));
    TRY(number_take(w, &m->e));
    m->e.hash = ledger_hash(db_ctx(w)->arena, &m->e);
    TRY(lines_store(w, m));
    TRY(entry_store(w, m));
    return entry_log(w, m, m->e.reverses ? "ledger.reversed" : "ledger.posted");
}

static LedgerPosted posted(const Making *m)
{
    return (LedgerPosted){ m->e.ref, m->e.kind, m->e.year, m->e.number };
}

static Making *making(Db *w, const By *by, const LedgerNew *n)
{
    Making *m = NEW(db_ctx(w)->arena, Making);
    m->by = by;
    m->new = n;
    m->as_kind = -1;
    return m;
}

static Err post_body(Db *w, void *arg)
{
    return entry_make(w, arg);
}

Err ledger_post(Db *w, By *by, const LedgerNew *n, LedgerPosted *ret)
{
    Making *m = making(w, by, n);
    TRY(by_run(w, by, post_body, m));
    *ret = posted(m);
    return OK;
}

/* ---- taken back ---- */

typedef struct Reversal {
    By          *by;
    Ref          entry;
    Str          why;
    const char  *noun;
    Ref          subject;
    LedgerPosted one, other;
} Reversal;

static Err may_reverse(Db *w, const LedgerEntry *e)
{
    i64 before;
    if (e->purse == 0 || e->reverses != 0)
        return fail(db_ctx(w), ERR_CONFLICT, "ledger.is_reversal", "a void entry, or a reversal");
    TRY(db_int(w, Q_LEDGER_IS_REVERSED, ARGS(REF(e->ref)), &before));
    if (before != 0)
        return fail(db_ctx(w), ERR_CONFLICT, "ledger.reversed_before", "it was reversed before");
    return OK;
}

/* Its lines with the other sign. */
static Err opposite_make(Db *w, const Reversal *r, const LedgerEntry *was, i64 id, i64 mate, LedgerPosted *ret)
{
    Arena      *a = db_ctx(w)->arena;
    LedgerLine *v = NEW_N(a, LedgerLine, was->n + 1);
    TRY(may_reverse(w, was));
    for (size_t i = 0; i < was->n; i++) {
        v[i] = was->v[i];
        v[i].amount = -was->v[i].amount; /* no line has INT64_MIN: the sums of an entry are above - INT64_MAX - 1 */
    }
    LedgerNew n = { .purse = { was->ref.county, was->purse, was->ref.place }, .words = r->why, .noun = r->noun,
                    .subject = r->subject, .v = v, .n = was->n };
    Making   *m = making(w, r->by, &n);
    m->e.ref.id = id;
    m->e.mate = mate;
    m->e.reverses = was->ref.id;
    m->may_transit = was->mate != 0;
    m->as_kind = (int)was->kind;
    TRY(entry_make(w, m));
    *ret = posted(m);
    return OK;
}

static Err reverse_body(Db *w, void *arg)
{
    Reversal   *r = arg;
    i64         id = db_id(w), mate_id = 0;
    LedgerEntry was, mate;
    TRY(ledger_entry_get(w, r->entry, &was));
    r->other = (LedgerPosted){ 0 };
    if (was.mate == 0)
        return opposite_make(w, r, &was, id, 0, &r->one);
    mate_id = db_id(w);
    TRY(ledger_entry_get(w, (Ref){ was.ref.county, was.mate, STR_NONE }, &mate));
    TRY(opposite_make(w, r, &was, id, mate_id, &r->one));
    return opposite_make(w, r, &mate, mate_id, id, &r->other);
}

Err ledger_reverse(Db *w, By *by, Ref entry, Str why, const char *noun, Ref subject, LedgerPosted *ret, LedgerPosted *ret_other)
{
    Reversal r = { .by = by, .entry = entry, .why = why, .noun = noun, .subject = subject };
    TRY(by_run(w, by, reverse_body, &r));
    *ret = r.one;
    *ret_other = r.other;
    return OK;
}

/* ---- between purses ---- */

typedef struct Moving {
    By               *by;
    const LedgerMove *move;
    LedgerPosted      from, to;
} Moving;

static Err half_make(Db *w, const Moving *v, bool is_from, i64 id, i64 mate, LedgerPosted *ret)
{
    const LedgerMove *o = v->move;
    Ref               purse = is_from ? o->from : o->to;
    LedgerPurse       of;
    i64               transit, amount = is_from ? o->amount : -o->amount;
    TRY(ledger_purse_get(w, purse, &of));
    TRY(db_int(w, Q_LEDGER_TRANSIT, ARGS(purse.county, of.holder, of.unit), &transit));
    LedgerLine lines[2] = { { .account = transit, .amount = amount },
                            { .account = is_from ? o->from_account : o->to_account, .amount = -amount } };
    LedgerNew  n = { .purse = purse, .day = o->day, .words = o->words, .noun = o->noun, .subject = o->subject, .v = lines,
                     .n = 2 };
    Making    *m = making(w, v->by, &n);
    m->e.ref.id = id;
    m->e.mate = mate;
    m->may_transit = true;
    m->as_kind = LEDGER_TRANSFER;
    TRY(entry_make(w, m));
    *ret = posted(m);
    return OK;
}

/* Holders are passed in the order of their numbers, whichever way the money goes: two who move towards each other never
 * wait for each other. */
static Err move_body(Db *w, void *arg)
{
    Moving           *v = arg;
    const LedgerMove *o = v->move;
    LedgerPurse       from, to;
    i64               id = db_id(w), mate = db_id(w);
    if (str_is_empty(str_from(v->by->cause)) || v->by->cause_id == 0)
        return fail(db_ctx(w), ERR_DENIED, "ledger.no_decision", "money between purses without a decision");
    TRY(ledger_purse_get(w, o->from, &from));
    TRY(ledger_purse_get(w, o->to, &to));
    if (from.ref.id == to.ref.id || !str_eq(o->from.county, o->to.county) || from.unit != to.unit)
        return refused(w, "to", "ledger.move.purses");
    if (o->amount <= 0)
        return refused(w, "amount", "ledger.lines.no_amount");
    if (from.holder <= to.holder)
        TRY(half_make(w, v, true, id, mate, &v->from));
    TRY(half_make(w, v, false, mate, id, &v->to));
    return from.holder > to.holder ? half_make(w, v, true, id, mate, &v->from) : OK;
}

Err ledger_move(Db *w, By *by, const LedgerMove *m, LedgerPosted *ret_from, LedgerPosted *ret_to)
{
    Moving v = { .by = by, .move = m };
    TRY(by_run(w, by, move_body, &v));
    *ret_from = v.from;
    *ret_to = v.to;
    return OK;
}

/* ---- spoiled forms ---- */

typedef struct Spoiled {
    Making     *m;
    Ref         holder, subject;
    Str         why;
    const char *noun;
} Spoiled;

static Err void_body(Db *w, void *arg)
{
    const Spoiled *s = arg;
    Making        *m = s->m;
    LedgerHolder   holder;
    TRY(ledger_holder_get(w, s->holder, &holder));
    TRY(entry_new(w, m, (Ref){ s->holder.county, m->e.ref.id, holder.ref.place }, 0, s->noun, s->subject, s->why));
    m->e.holder = holder.ref.id;
    TRY(pass(w, s->holder.county, s->holder.id, m->e.day));
    TRY(number_take(w, &m->e));
    m->e.hash = ledger_hash(db_ctx(w)->arena, &m->e);
    TRY(entry_store(w, m));
    return entry_log(w, m, "ledger.void");
}

Err ledger_void(Db *w, By *by, Ref holder, LedgerKind kind, Str why, const char *noun, Ref subject, LedgerPosted *ret)
{
    Spoiled s = { making(w, by, NULL), holder, subject, why, noun };
    BUG_ON((unsigned)kind >= (unsigned)LEDGER_KINDS); /* the caller's own */
    s.m->e.kind = kind;
    TRY(by_run(w, by, void_body, &s));
    *ret = posted(s.m);
    return OK;
}
