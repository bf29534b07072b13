/* pta_settle: from what stands in a file to a journal. Amounts get their commodity's decimals; what was left out is
 * inferred; assertions are checked and assignments made, day by day; then the entries go into the journal in the
 * order of the file. Faults are collected: one entry that does not balance hides none behind it. */
#include "engine/ledger/pta_inside.h"

#include <stdlib.h>
#include <string.h>

typedef __int128 Wide;

static const char TOO_MANY_DIGITS[] = "more digits than can be counted exactly";

typedef struct Clear { /* of an account's commodity, by == */
    u32 commodity;
    i64 amount;
} Clear;

typedef struct Faults {
    Refusal *v;
    size_t   n;
} Faults;

typedef struct Settling {
    PtaRaw *r;
    Arena  *a;
    Faults  entries, claims;
    /* the postings of one entry, and where they stand */
    JournalPosting *v;
    u32            *raws; /* the posting of the file that each is, or follows from */
    size_t          v_room, raws_room, n;
    /* what its postings weigh, by commodity */
    Wide           *sums;
    u32            *touched, *stamps, stamp;
    size_t          n_touched;
    /* beancount: the fewest decimals, but not none, that amounts of the entry have, by commodity */
    u8             *coarse;
    u32            *coarse_stamps;
    /* what accounts hold as the days go on, by row of `held` */
    Numbering       held;
    Wide           *own, *all;
    size_t          own_room, all_room;
    bool           *has_side; /* by account: some posting is in brackets */
    u32            *alive, *alive_all; /* by account: commodities that are not zero */
    u32            *head, *next, *commodities; /* rows of an account, by account and by row; number + 1 */
    size_t          next_room, commodities_room;
    Clear          *clears;
    size_t          clears_room;
    u32             n_clears;
    /* links */
    Names          *tags;
    u32            *tagged;
    size_t          tagged_room;
} Settling;

/* ---- faults ---- */

static Buf value_new(Settling *s)
{
    return buf_new(s->a, 128, 4096);
}

/* Keeps the first of them; counts all. NULL: it will be told elsewhere. Returns false. */
static bool fault(Settling *s, Faults *f, i64 line, const char *what, Str value)
{
    if (f == NULL)
        return false;
    s->r->book->n_all_faults++;
    if (f->n < PTA_MOST_FAULTS) {
        if (f->v == NULL)
            f->v = NEW_N(s->a, Refusal, PTA_MOST_FAULTS);
        f->v[f->n++] = (Refusal){ .line = line, .what = what, .value = str_copy(s->a, value) };
    }
    return false;
}

static void put_value(Settling *s, Buf *b, Wide amount, u32 commodity)
{
    bool fits = amount <= INT64_MAX && amount >= -INT64_MAX;
    Str  name = names_at(s->r->names, commodity);
    if (fits)
        pta_put_amount(b, (i64)amount, raw_decimals(s->r, commodity));
    else
        buf_cstr(b, "more than can be counted");
    if (name.n) {
        buf_char(b, ' ');
        buf_str(b, name);
    }
}

/* ---- one entry: amounts, costs, what was left out ---- */

static bool scaled(Settling *s, i64 digits, int decimals, u32 commodity, i64 *ret)
{
    Wide v = digits;
    if (!pta_power(raw_decimals(s->r, commodity) - decimals, &v) || v > INT64_MAX || v < -INT64_MAX)
        return false;
    *ret = (i64)v;
    return true;
}

static u32 line_of(const Settling *s, size_t at)
{
    return s->r->postings[s->raws[at]].line;
}

static void push(Settling *s, JournalPosting p, u32 raw)
{
    GROWN(s->a, s->v, s->n);
    GROWN(s->a, s->raws, s->n);
    s->v[s->n] = p;
    s->raws[s->n++] = raw;
}

/* Makes place for `n` postings at `at`. */
static void open_gap(Settling *s, size_t at, size_t n)
{
    size_t behind = s->n - at;
    for (size_t i = 0; i < n; i++)
        push(s, (JournalPosting){ 0 }, 0);
    memmove(s->v + at + n, s->v + at, behind * sizeof *s->v);
    memmove(s->raws + at + n, s->raws + at, behind * sizeof *s->raws);
}

/* Without empty lines at its end. */
static Str note_of(Str note)
{
    while (note.n && note.p[note.n - 1] == '\n')
        note.n--;
    return note;
}

/* A posting as the journal takes it, but for an amount that is missing. */
static bool posting_of(Settling *s, const RawPosting *p, JournalPosting *ret, Faults *f)
{
    const RawExtra *e = p->extra ? &s->r->extras[p->extra] : NULL;
    *ret = (JournalPosting){ .account = p->account, .commodity = p->commodity };
    if (e != NULL) {
        ret->note = note_of(e->note);
        ret->mark = e->mark;
        ret->side = e->side;
    }
    if (p->is_assigned)
        ret->amount = p->digits;
    else if (p->has_amount && !scaled(s, p->digits, p->decimals, p->commodity, &ret->amount))
        return fault(s, f, p->line, TOO_MANY_DIGITS, names_at(s->r->names, p->commodity));
    if (e != NULL && e->has_cost) {
        ret->has_cost = true;
        ret->cost_commodity = e->cost.commodity;
        if (e->is_beyond || !scaled(s, e->cost.digits, e->cost.decimals, e->cost.commodity, &ret->cost))
            return fault(s, f, p->line, "the price times the amount is more than can be counted exactly", STR_NONE);
        if (ret->amount < 0)
            ret->cost = -ret->cost;
    }
    return true;
}

static void weigh(Settling *s, u32 commodity, Wide amount)
{
    if (s->stamps[commodity] != s->stamp) {
        s->stamps[commodity] = s->stamp;
        s->sums[commodity] = 0;
        s->touched[s->n_touched++] = commodity;
    }
    s->sums[commodity] += amount;
}

static void note_coarse(Settling *s, const RawPosting *p)
{
    u32 c = p->commodity;
    if (!p->has_amount || p->decimals == 0 || (s->coarse_stamps[c] == s->stamp && s->coarse[c] <= p->decimals))
        return;
    s->coarse_stamps[c] = s->stamp;
    s->coarse[c] = p->decimals;
}

/* beancount rounds what it infers to the coarsest amount beside it: 0.11 beside 0.1 and 0.01 becomes 0.1. */
static bool is_rounded_elsewhere(const Settling *s, u32 commodity, Wide amount)
{
    Wide unit = 1;
    bool has_coarse = s->coarse_stamps[commodity] == s->stamp;
    if (s->r->dialect != PTA_BEANCOUNT || (!has_coarse && !s->r->has_tolerance))
        return false;
    int decimals = has_coarse ? s->coarse[commodity] : PTA_BEAN_TOLERANCE_DECIMALS;
    return pta_power(raw_decimals(s->r, commodity) - decimals, &unit) && amount % unit != 0;
}

/* The stamp is that of this entry from here on. */
static void note_all_coarse(Settling *s)
{
    s->stamp++;
    for (size_t i = 0; i < s->n && s->r->dialect == PTA_BEANCOUNT; i++)
        note_coarse(s, &s->r->postings[s->raws[i]]);
}

/* beancount forgives its own division only where an amount of that commodity in the entry has decimals. */
static bool totals_are_kept(Settling *s, Faults *f)
{
    if (s->r->dialect != PTA_BEANCOUNT || s->r->has_tolerance)
        return true;
    note_all_coarse(s);
    for (size_t i = 0; i < s->n; i++) {
        const RawPosting *p = &s->r->postings[s->raws[i]];
        const RawExtra   *e = p->extra ? &s->r->extras[p->extra] : NULL;
        if (e == NULL || !e->has_cost || !e->is_total || s->coarse_stamps[e->cost.commodity] == s->stamp ||
            !pta_total_is_missed(s->a, e->cost.digits, p->digits < 0 ? -p->digits : p->digits))
            continue;
        return fault(s, f, p->line,
                     "beancount divides the total by the amount and misses it: write an amount beside it with decimals, as 5.00",
                     names_at(s->r->names, e->cost.commodity));
    }
    return true;
}

static void weigh_side(Settling *s, JournalSide side)
{
    s->n_touched = 0;
    note_all_coarse(s);
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].side == side && s->v[i].account != JOURNAL_NONE)
            weigh(s, s->v[i].has_cost ? s->v[i].cost_commodity : s->v[i].commodity,
                  s->v[i].has_cost ? s->v[i].cost : s->v[i].amount);
}

/* ledger 3.3 fails where nothing is left over of several commodities, and loses of several the one that shows as zero
 * by then: 0.03 元 before an amount of 元 with decimals. */
static bool is_lost_in_ledger(const Settling *s)
{
    bool nothing = true, little = false;
    if (s->n_touched < 2 || s->r->dialect != PTA_LEDGER)
        return false;
    for (size_t i = 0; i < s->n_touched; i++) {
        Wide sum = s->sums[s->touched[i]], unit = 1;
        nothing = nothing && sum == 0;
        little = little || (sum != 0 && pta_power(raw_decimals(s->r, s->touched[i]), &unit) && sum <= unit && sum >= -unit);
    }
    return nothing || little;
}

/* Puts into place `at`, and behind it where there are more commodities, what balances its side: an assertion further
 * down knows of it. */
static bool infer(Settling *s, size_t at, u32 account, Faults *f)
{
    JournalPosting p = s->v[at];
    u32            raw = s->raws[at], line = line_of(s, at);
    size_t         n = 0;
    weigh_side(s, p.side);
    if (s->n_touched == 0)
        return fault(s, f, line, "the amount cannot be inferred: no other posting has one (two spaces go before it)",
                     STR_NONE);
    if (is_lost_in_ledger(s))
        return fault(s, f, line, "ledger may leave out of several commodities what is less than one: write the amounts",
                     STR_NONE);
    for (size_t i = 0; i < s->n_touched; i++)
        n += s->sums[s->touched[i]] != 0;
    open_gap(s, at + 1, n > 1 ? n - 1 : 0);
    p.account = account;
    n = 0;
    for (size_t i = 0; i < s->n_touched; i++) {
        Wide sum = s->sums[s->touched[i]];
        if (sum > INT64_MAX || sum < -INT64_MAX)
            return fault(s, f, line, pta_sentence(JOURNAL_OVERFLOW), STR_NONE);
        if (is_rounded_elsewhere(s, s->touched[i], sum))
            return fault(s, f, line, "beancount rounds what is left out to the coarsest amount beside it: write it out",
                         STR_NONE);
        p.commodity = s->touched[i];
        p.amount = (i64)-sum;
        if (sum == 0 && (n > 0 || i + 1 < s->n_touched))
            continue;
        s->v[at + n] = p;
        s->raws[at + n++] = raw;
        p.note = STR_NONE;
    }
    return true;
}

/* What an assignment with == takes away, behind it. */
static void push_clears(Settling *s, const RawPosting *p, const RawExtra *e, u32 raw)
{
    for (u32 k = 0; k < e->n_clears; k++) {
        Clear c = s->clears[e->first_clear + k];
        push(s, (JournalPosting){ .account = p->account, .commodity = c.commodity, .amount = c.amount,
                                  .mark = e->mark, .side = e->side }, raw);
    }
}

/* What was left out, by side (real, aside): the later first, so that the place of the other stays. */
static bool infer_missing(Settling *s, const size_t missing[2], const u32 account[2], Faults *f)
{
    int late = missing[1] > missing[0];
    for (int k = 0; k < 2; k++) {
        int side = k == 0 ? late : !late;
        if (missing[side] != SIZE_MAX && !infer(s, missing[side], account[side], f))
            return false;
        s->r->book->inferred += missing[side] != SIZE_MAX && f == &s->entries;
    }
    return true;
}

/* Fills s->v with the postings of an entry: those that stand there, what == takes away, what was left out. */
static bool postings_of(Settling *s, u32 entry, Faults *f)
{
    PtaRaw *r = s->r;
    u32     end = raw_end(r, entry);
    size_t  missing[2] = { SIZE_MAX, SIZE_MAX }; /* real, aside */
    u32     missing_account[2] = { 0 };
    s->n = 0;
    for (u32 i = r->entries[entry].first; i < end; i++) {
        const RawPosting *p = &r->postings[i];
        JournalPosting    v;
        if (!posting_of(s, p, &v, f))
            return false;
        if (!p->has_amount && !p->is_assigned) {
            if (p->extra && r->extras[p->extra].has_claim)
                return false; /* it could not be assigned: told where its day was */
            if (v.side == JOURNAL_LOOSE)
                return fault(s, f, p->line, "a posting in round brackets needs its amount", STR_NONE);
            bool is_second = missing[v.side] != SIZE_MAX;
            if (is_second || (r->dialect == PTA_LEDGER && missing[!v.side] != SIZE_MAX))
                return fault(s, f, p->line,
                             "two amounts are left out and only one can be inferred (two spaces go before an amount)",
                             STR_NONE);
            missing[v.side] = s->n;
            missing_account[v.side] = v.account;
            v.account = JOURNAL_NONE;
        }
        push(s, v, i);
        if (p->extra)
            push_clears(s, p, &r->extras[p->extra], i);
    }
    return totals_are_kept(s, f) && infer_missing(s, missing, missing_account, f);
}

/* ---- assertions and assignments, day by day ---- */

static u32 held_row(Settling *s, u32 account, u32 commodity)
{
    u32 before = (u32)s->held.n, row = numbering_of(&s->held, numbering_pair(account, commodity));
    GROWN(s->a, s->own, row);
    GROWN(s->a, s->all, row);
    GROWN(s->a, s->next, row);
    GROWN(s->a, s->commodities, row);
    if (row == before) {
        s->commodities[row] = commodity;
        s->next[row] = s->head[account];
        s->head[account] = row + 1;
    }
    return row;
}

static void change(Wide *v, i64 amount, u32 *alive)
{
    *alive -= *v != 0;
    *v += amount;
    *alive += *v != 0;
}

static void hold(Settling *s, u32 account, u32 commodity, i64 amount)
{
    u32 row = held_row(s, account, commodity);
    change(&s->own[row], amount, &s->alive[account]);
    while (s->r->claims_below && account != JOURNAL_NONE) {
        row = held_row(s, account, commodity);
        change(&s->all[row], amount, &s->alive_all[account]);
        account = journal_parent(s->r->journal, account);
    }
}

static Wide held(const Settling *s, const RawPosting *p, const RawExtra *e)
{
    u32 row = numbering_find(&s->held, numbering_pair(p->account, e->claim.commodity));
    if (row == NUMBERING_NONE)
        return 0;
    return e->claims_below ? s->all[row] : s->own[row];
}

/* ledger counts what is in brackets with the account or not, as its versions go. */
static bool is_in_brackets(Settling *s, const RawPosting *p)
{
    if (s->r->dialect != PTA_LEDGER || !s->has_side[p->account])
        return false;
    fault(s, &s->claims, p->line, "ledger's versions differ on what an account with postings in brackets holds", STR_NONE);
    return true;
}

/* `= 0` without a commodity: of the nameless one for hledger, of everything for ledger. */
static bool is_read_in_two_ways(Settling *s, const RawPosting *p, const RawExtra *e)
{
    bool is_nameless = names_at(s->r->names, e->claim.commodity).n == 0 && names_count(s->r->names) > 1;
    if (!is_nameless || (e->claim.digits != 0 && s->r->dialect != PTA_LEDGER))
        return false;
    fault(s, &s->claims, p->line, "an amount without its commodity is read in two ways: write it behind the number",
          STR_NONE);
    return true;
}

static void check_claim(Settling *s, const RawPosting *p, const RawExtra *e)
{
    i64  want, slack = 0;
    Wide has = held(s, p, e);
    Buf  b = value_new(s);
    if (is_read_in_two_ways(s, p, e) || is_in_brackets(s, p))
        return;
    s->r->book->assertions++;
    buf_str(&b, journal_account_name(s->r->journal, p->account));
    if (!scaled(s, e->claim.digits, e->claim.decimals, e->claim.commodity, &want) ||
        !scaled(s, e->slack.digits, e->slack.decimals, e->claim.commodity, &slack)) {
        fault(s, &s->claims, p->line, TOO_MANY_DIGITS, names_at(s->r->names, e->claim.commodity));
    } else if (has > (Wide)want + slack || has < (Wide)want - slack) {
        buf_cstr(&b, " has ");
        put_value(s, &b, has, e->claim.commodity);
        buf_cstr(&b, ", asserted is ");
        put_value(s, &b, want, e->claim.commodity);
        fault(s, &s->claims, p->line, "the account does not hold what is asserted", buf_text(&b));
    } else if (e->claims_all && (e->claims_below ? s->alive_all : s->alive)[p->account] > (has != 0)) {
        fault(s, &s->claims, p->line, "the account holds other commodities too, == says that it holds none",
              buf_text(&b));
    }
}

/* Takes away what the account holds in other commodities than the one that == names. */
static bool clear_others(Settling *s, const RawPosting *p, RawExtra *e)
{
    const Wide *v = e->claims_below ? s->all : s->own;
    u32         own = numbering_find(&s->held, numbering_pair(p->account, e->claim.commodity));
    u32         left = (e->claims_below ? s->alive_all : s->alive)[p->account];
    left -= own != NUMBERING_NONE && v[own] != 0;
    e->first_clear = s->n_clears;
    for (u32 row = s->head[p->account]; row != 0 && left > 0; row = s->next[row - 1]) {
        Wide amount = -v[row - 1];
        if (row - 1 == own || amount == 0)
            continue;
        if (amount > INT64_MAX || amount < -INT64_MAX)
            return fault(s, &s->claims, p->line, pta_sentence(JOURNAL_OVERFLOW), STR_NONE);
        GROWN(s->a, s->clears, s->n_clears);
        s->clears[s->n_clears++] = (Clear){ s->commodities[row - 1], (i64)amount };
        left--;
    }
    e->n_clears = s->n_clears - e->first_clear;
    for (u32 i = 0; i < e->n_clears; i++) {
        Clear c = s->clears[e->first_clear + i];
        hold(s, p->account, c.commodity, c.amount);
    }
    return true;
}

/* The amount that makes the account hold what is claimed. */
static void assign(Settling *s, RawPosting *p, RawExtra *e)
{
    i64 want;
    if (is_read_in_two_ways(s, p, e) || is_in_brackets(s, p))
        return;
    if (!scaled(s, e->claim.digits, e->claim.decimals, e->claim.commodity, &want)) {
        fault(s, &s->claims, p->line, TOO_MANY_DIGITS, names_at(s->r->names, e->claim.commodity));
        return;
    }
    Wide amount = want - held(s, p, e);
    if (amount > INT64_MAX || amount < -INT64_MAX) {
        fault(s, &s->claims, p->line, pta_sentence(JOURNAL_OVERFLOW), STR_NONE);
        return;
    }
    if (e->claims_all && !clear_others(s, p, e))
        return;
    p->digits = (i64)amount;
    p->commodity = e->claim.commodity;
    p->is_assigned = true;
    s->r->book->inferred++;
    s->r->book->assertions++;
}

static void hold_posting(Settling *s, const JournalPosting *v)
{
    hold(s, v->account, v->commodity, v->amount);
}

static bool is_assignment(const PtaRaw *r, const RawPosting *p)
{
    return !p->has_amount && p->extra && r->extras[p->extra].has_claim;
}

/* An entry with assignments: its postings count one after the other, for an assignment asks what the account holds by
 * then; what is left out follows from them all. */
static void assign_entry(Settling *s, u32 first, u32 end, u32 entry)
{
    PtaRaw        *r = s->r;
    JournalPosting v;
    u32            left_out = JOURNAL_NONE; /* whose amount is not known yet */
    for (u32 i = first; i < end; i++) {
        RawPosting *p = &r->postings[i];
        RawExtra   *e = p->extra ? &r->extras[p->extra] : NULL;
        if (e != NULL && e->has_claim && p->account == left_out && r->dialect == PTA_LEDGER) {
            fault(s, &s->claims, p->line, "ledger cannot ask for a balance below an amount that is left out", STR_NONE);
            continue;
        }
        if (is_assignment(r, p))
            assign(s, p, e);
        else if (!p->has_amount)
            left_out = p->account;
        if ((p->has_amount || p->is_assigned) && posting_of(s, p, &v, NULL))
            hold_posting(s, &v);
        if (p->has_amount && e != NULL && e->has_claim)
            check_claim(s, p, e);
    }
    if (!postings_of(s, entry, NULL))
        return;
    for (size_t i = 0; i < s->n; i++) {
        const RawPosting *p = &r->postings[s->raws[i]];
        if (!p->has_amount && !p->is_assigned)
            hold_posting(s, &s->v[i]);
    }
}

/* What an entry changes, and what it asserts. An entry with a fault changes what is known of it; the fault is told when
 * it does not come into the journal. */
static void claim_entry(Settling *s, u32 entry)
{
    PtaRaw        *r = s->r;
    JournalPosting v;
    bool           assigns = false, is_claim = r->entries[entry].is_claim;
    u32            first = r->entries[entry].first;
    u32            end = raw_end(r, entry);
    for (u32 i = first; i < end && !is_claim; i++)
        assigns = assigns || is_assignment(r, &r->postings[i]);
    if (assigns || r->dialect == PTA_LEDGER) { /* which asks when it reads the line: what is left out is not known yet */
        assign_entry(s, first, end, entry);
        return;
    }
    bool is_known = !is_claim && postings_of(s, entry, NULL);
    for (u32 i = first, k = 0; i < end; i++) {
        const RawPosting *p = &r->postings[i];
        while (is_known && k < s->n && s->raws[k] == i) /* more than one: what was left out, of more commodities */
            hold_posting(s, &s->v[k++]);
        if (!is_known && p->has_amount && posting_of(s, p, &v, NULL))
            hold_posting(s, &v);
        if (p->extra && r->extras[p->extra].has_claim)
            check_claim(s, p, &r->extras[p->extra]);
    }
}

static int by_number(const void *a, const void *b)
{
    u64 x = *(const u64 *)a, y = *(const u64 *)b;
    return (x > y) - (x < y);
}

static void settle_claims(Settling *s)
{
    PtaRaw *r = s->r;
    u64    *order = NEW_N(s->a, u64, r->n_entries + 1);
    u32     accounts = journal_accounts(r->journal);
    s->held = numbering_new(s->a);
    s->alive = NEW_N(s->a, u32, accounts + 1);
    s->alive_all = NEW_N(s->a, u32, accounts + 1);
    s->head = NEW_N(s->a, u32, accounts + 1);
    s->has_side = NEW_N(s->a, bool, accounts + 1);
    for (u32 i = 0; i < r->n_postings; i++)
        s->has_side[r->postings[i].account] |= r->postings[i].extra && r->extras[r->postings[i].extra].side != JOURNAL_REAL;
    for (u32 i = 0; i < r->n_entries; i++)
        order[i] = (u64)r->entries[i].day << 32 | (r->entries[i].is_claim ? 0 : UINT64_C(1) << 31) | i;
    for (u32 i = 0; i < r->n_entries && r->dialect == PTA_LEDGER; i++)
        order[i] = i; /* as they stand there */
    if (r->dialect != PTA_LEDGER)
        qsort(order, r->n_entries, sizeof *order, by_number);
    for (u32 i = 0; i < r->n_entries; i++)
        claim_entry(s, (u32)order[i] & INT32_MAX);
}

/* ---- into the journal ---- */

static void tell_unbalanced(Settling *s, u32 line, const JournalTrouble *t)
{
    Buf  b = value_new(s);
    bool has_cost = false;
    int  off[2] = { 0 };
    weigh_side(s, JOURNAL_REAL);
    for (size_t i = 0; i < s->n; i++)
        has_cost = has_cost || s->v[i].has_cost;
    for (size_t i = 0; i < s->n_touched; i++) {
        Wide sum = s->sums[s->touched[i]];
        off[0] += sum > 0;
        off[1] += sum < 0;
        if (sum == 0 || b.n > 1000)
            continue;
        buf_cstr(&b, b.n ? " and " : "off by ");
        put_value(s, &b, sum, s->touched[i]);
    }
    if (b.n == 0) { /* it is those aside */
        buf_cstr(&b, "the postings in square brackets are off by ");
        put_value(s, &b, t->by, t->commodity);
    }
    bool is_exchange = !has_cost && off[0] == 1 && off[1] == 1;
    fault(s, &s->entries, line,
          is_exchange ? "the entry exchanges two commodities without a price: write it behind one, 5 USD @@ 36.00 CNY"
                      : pta_sentence(JOURNAL_UNBALANCED),
          buf_text(&b));
}

static bool link_of(Settling *s, const RawEntry *e, Str reverses, u32 *ret_reverses)
{
    *ret_reverses = JOURNAL_NONE;
    if (reverses.n == 0)
        return true;
    u32 tag = names_find(s->tags, reverses);
    if (tag == NAMES_NONE || s->tagged[tag] == JOURNAL_NONE)
        return fault(s, &s->entries, e->line, "it reverses an entry that is not above", reverses);
    *ret_reverses = s->tagged[tag];
    return true;
}

/* Remembers an entry that another will reverse; number JOURNAL_NONE: it had a fault. */
static void remember(Settling *s, const RawEntry *e, u32 number)
{
    if (e->rest == 0 || s->r->rests[e->rest].tag.n == 0)
        return;
    Str text = s->r->rests[e->rest].tag;
    u32 before = names_count(s->tags), tag = names_add(s->tags, text);
    if (tag < before) {
        fault(s, &s->entries, e->line, "two entries have this yc-entry", text);
        return;
    }
    GROWN(s->a, s->tagged, tag);
    s->tagged[tag] = number;
}

/* beancount: an account takes what its open directive names, also of what was left out. */
static bool is_allowed(Settling *s, u32 account, u32 commodity, u32 line)
{
    const PtaRaw *r = s->r;
    if (r->is_limited == NULL || !r->is_limited[account] ||
        numbering_find(&r->allowed, numbering_pair(account, commodity)) != NUMBERING_NONE)
        return true;
    return fault(s, &s->entries, line, "the account was opened for other commodities", names_at(r->names, commodity));
}

static bool all_are_allowed(Settling *s)
{
    bool ok = true;
    for (size_t i = 0; i < s->n; i++) /* each is named */
        ok = is_allowed(s, s->v[i].account, s->v[i].commodity, line_of(s, i)) && ok;
    return ok;
}

static u32 add_entry(Settling *s, u32 entry)
{
    PtaRaw        *r = s->r;
    RawEntry      *e = &r->entries[entry];
    RawRest        rest = e->rest ? r->rests[e->rest] : (RawRest){ 0 };
    JournalTrouble t;
    u32            number, reverses;
    if (!postings_of(s, entry, &s->entries) || !all_are_allowed(s) || e->is_faulty || !link_of(s, e, rest.reverses, &reverses))
        return JOURNAL_NONE;
    JournalEntry  v = { .day = e->day, .day2 = rest.day2, .mark = e->mark, .text = e->text, .reference = e->reference,
                        .note = note_of(rest.note), .reverses = reverses, .n = s->n };
    JournalFault  f = journal_add(r->journal, &v, s->v, &number, &t);
    u32           line = t.posting < s->n ? line_of(s, t.posting) : e->line;
    if (f == JOURNAL_OK)
        return number;
    if (f == JOURNAL_UNBALANCED)
        tell_unbalanced(s, e->line, &t);
    else
        fault(s, &s->entries, line, pta_sentence(f),
              t.commodity != JOURNAL_NONE ? names_at(r->names, t.commodity) : e->text);
    return JOURNAL_NONE;
}

static bool make_commodities(PtaRaw *r)
{
    for (u32 i = 0, made; i < names_count(r->names); i++) {
        Str          name = names_at(r->names, i);
        JournalFault f = journal_commodity(r->journal, name, r->commodities[i].kind, raw_decimals(r, i), &made);
        if (f != JOURNAL_OK)
            return raw_refuse_at(r, r->commodities[i].line,
                                 f == JOURNAL_ALIKE ? pta_sentence(f) : "not a name of a commodity", name);
        BUG_ON(made != i); /* a journal that has none yet, and names that differ */
    }
    return true;
}

static int by_line(const void *a, const void *b)
{
    const Refusal *x = a, *y = b;
    return x->line != y->line ? (x->line < y->line ? -1 : 1) : strcmp(x->what, y->what);
}

/* Those that the reader found. */
static void take_faults(Settling *s)
{
    const PtaRaw *r = s->r;
    for (u64 i = 0; i < r->n_faults && i < PTA_MOST_FAULTS; i++)
        fault(s, &s->entries, r->faults[i].line, r->faults[i].what, r->faults[i].value);
    if (r->n_faults > PTA_MOST_FAULTS)
        r->book->n_all_faults += r->n_faults - PTA_MOST_FAULTS;
}

static void collect_faults(Settling *s, Arena *a)
{
    PtaBook *b = s->r->book;
    b->faults = NEW_N(a, Refusal, 2 * PTA_MOST_FAULTS);
    for (size_t i = 0; i < s->entries.n; i++)
        b->faults[b->n_faults++] = s->entries.v[i];
    for (size_t i = 0; i < s->claims.n; i++)
        b->faults[b->n_faults++] = s->claims.v[i];
    qsort(b->faults, b->n_faults, sizeof *b->faults, by_line);
    if (b->n_faults > PTA_MOST_FAULTS)
        b->n_faults = PTA_MOST_FAULTS;
    for (size_t i = 0; i < b->n_faults; i++)
        b->faults[i].value = str_copy(a, b->faults[i].value);
}

void pta_settle(PtaRaw *r, Arena *a)
{
    Settling *s = NEW(r->a, Settling);
    u32       commodities = names_count(r->names);
    PtaBook  *book = r->book;
    *s = (Settling){ .r = r, .a = r->a, .tags = names_open(r->a) };
    if (!make_commodities(r))
        return;
    s->sums = NEW_N(r->a, Wide, commodities + 1);
    s->touched = NEW_N(r->a, u32, commodities + 1);
    s->stamps = NEW_N(r->a, u32, commodities + 1);
    s->coarse = NEW_N(r->a, u8, commodities + 1);
    s->coarse_stamps = NEW_N(r->a, u32, commodities + 1);
    book->lines = NEW_N(a, u32, r->n_entries + 1);
    take_faults(s);
    if (r->has_claims)
        settle_claims(s);
    for (u32 i = 0; i < r->n_entries; i++) {
        const RawEntry *e = &r->entries[i];
        if (e->is_claim) {
            const RawPosting *p = &r->postings[e->first];
            is_allowed(s, p->account, p->commodity, p->line);
            continue;
        }
        if (book->first == 0 || e->day < book->first)
            book->first = e->day;
        if (e->day > book->last)
            book->last = e->day;
        u32 number = add_entry(s, i);
        if (number != JOURNAL_NONE)
            book->lines[number] = e->line;
        remember(s, e, number);
    }
    if (r->closed != 0 && journal_seal(r->journal, r->closed) != JOURNAL_OK)
        fault(s, &s->entries, r->closed_line, "the period is not one that can be closed", STR_NONE);
    collect_faults(s, a);
}
