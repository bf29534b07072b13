/* journal_sum: what a journal adds up to, and the entries that are made from sums: closing a period, carrying a book
 * on, taking an entry back. No sum here can leave 64 bits: journal_add took care. */
#include "engine/ledger/journal_inside.h"
#include "engine/text/numbering.h"

#include <stdlib.h>
#include <string.h>

/* ---- the trial balance: rows found by account and commodity ---- */

typedef struct Rows {
    Arena          *a;
    Numbering       pairs;
    JournalBalance *v;
    u32            *next; /* of the same account; number + 1 */
    u32            *head; /* by account */
    size_t          room;
} Rows;

enum { ROWS_FIRST = 256 };

static JournalBalance *row_of(Rows *r, u32 account, u32 commodity)
{
    u32 n = (u32)r->pairs.n, row = numbering_of(&r->pairs, numbering_pair(account, commodity));
    if (row < n)
        return &r->v[row];
    if (n == r->room) {
        r->v = arena_grow(r->a, r->v, r->room * sizeof *r->v, 2 * r->room * sizeof *r->v);
        r->next = arena_grow(r->a, r->next, r->room * sizeof *r->next, 2 * r->room * sizeof *r->next);
        r->room *= 2;
    }
    r->v[row] = (JournalBalance){ .account = account, .commodity = commodity };
    r->next[row] = r->head[account];
    r->head[account] = row + 1;
    return &r->v[row];
}

static Rows rows_new(Arena *a, const Journal *j)
{
    return (Rows){ .a = a, .pairs = numbering_new(a), .v = NEW_N(a, JournalBalance, ROWS_FIRST),
                   .next = NEW_N(a, u32, ROWS_FIRST), .head = NEW_N(a, u32, journal_accounts(j) + 1),
                   .room = ROWS_FIRST };
}

static void sum_entry(Rows *r, const Journal *j, u32 entry, Date from)
{
    bool is_before = j->entries[entry].day < from;
    for (u32 i = j->entries[entry].first; i < journal_end_of(j, entry); i++) {
        const KeptPosting *p = &j->postings[i];
        JournalBalance    *row = row_of(r, p->account, p->commodity);
        row->own += p->amount;
        row->all += p->amount;
        row->opening += is_before ? p->amount : 0;
        row->debit += !is_before && p->amount > 0 ? p->amount : 0;
        row->credit -= !is_before && p->amount < 0 ? p->amount : 0;
        row->postings += !is_before;
    }
}

/* Children have larger numbers than what they are below: from the last account to the first, each gives to its
 * parent. */
static void sum_upwards(Rows *r, const Journal *j)
{
    for (u32 account = journal_accounts(j); account-- > 0;) {
        u32 parent = j->accounts[account].parent;
        for (u32 row = r->head[account]; row != 0 && parent != JOURNAL_NONE; row = r->next[row - 1]) {
            i64 all = r->v[row - 1].all; /* row_of may move the rows */
            row_of(r, parent, r->v[row - 1].commodity)->all += all;
        }
    }
}

static int by_name(const void *a, const void *b, void *arg)
{
    const Journal *j = arg;
    Str x = journal_account_name(j, *(const u32 *)a), y = journal_account_name(j, *(const u32 *)b);
    for (size_t i = 0; i < x.n && i < y.n; i++) { /* a colon before all other bytes: a part ends there */
        u8 p = (u8)(x.p[i] == ':' ? 0 : x.p[i]), q = (u8)(y.p[i] == ':' ? 0 : y.p[i]);
        if (p != q)
            return p < q ? -1 : 1;
    }
    return (x.n > y.n) - (x.n < y.n);
}

/* ret_rank[account] is its place in the order of the tree. */
static u32 *tree_rank(Arena *a, const Journal *j)
{
    u32  n = journal_accounts(j);
    u32 *order = NEW_N(a, u32, n + 1), *rank = NEW_N(a, u32, n + 1);
    for (u32 i = 0; i < n; i++)
        order[i] = i;
    qsort_r(order, n, sizeof *order, by_name, (void *)j);
    for (u32 i = 0; i < n; i++)
        rank[order[i]] = i;
    return rank;
}

static int by_rank(const void *a, const void *b, void *arg)
{
    const u32            *rank = arg;
    const JournalBalance *x = a, *y = b;
    if (x->account != y->account)
        return rank[x->account] < rank[y->account] ? -1 : 1;
    return (x->commodity > y->commodity) - (x->commodity < y->commodity);
}

JournalBalance *journal_trial(Arena *a, const Journal *j, Date from, Date through, size_t *ret_n)
{
    Rows r = rows_new(a, j);
    for (u32 i = 0; i < j->n_entries; i++)
        if (through == 0 || j->entries[i].day <= through)
            sum_entry(&r, j, i, from);
    sum_upwards(&r, j);
    *ret_n = r.pairs.n;
    qsort_r(r.v, *ret_n, sizeof *r.v, by_rank, tree_rank(a, j));
    return r.v;
}

/* ---- one account ---- */

/* Which accounts count; the answer is indexed by account. */
static bool *counted(Arena *a, const Journal *j, u32 account, bool with_below)
{
    u32   n = journal_accounts(j);
    bool *is = NEW_N(a, bool, n + 1);
    BUG_ON(account >= n); /* a number that this journal gave */
    is[account] = true;
    for (u32 i = account + 1; with_below && i < n; i++)
        is[i] = j->accounts[i].parent != JOURNAL_NONE && is[j->accounts[i].parent];
    return is;
}

static int by_day(const void *a, const void *b)
{
    const JournalRunning *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->posting > y->posting) - (x->posting < y->posting);
}

JournalRunning *journal_running(Arena *a, const Journal *j, u32 account, u32 commodity, bool with_below, Date from,
                                Date through, i64 *ret_opening, size_t *ret_n)
{
    bool           *is = counted(a, j, account, with_below), in_order = true;
    JournalRunning *v = NULL;
    size_t          n = 0, room = 0;
    i64             balance = 0;
    for (u32 e = 0; e < j->n_entries; e++) {
        Date day = j->entries[e].day;
        for (u32 i = j->entries[e].first; i < journal_end_of(j, e); i++) {
            const KeptPosting *p = &j->postings[i];
            if (!is[p->account] || p->commodity != commodity || (through != 0 && day > through))
                continue;
            if (day < from) {
                balance += p->amount;
                continue;
            }
            if (n == room) {
                size_t next = room ? 2 * room : 64;
                v = arena_grow(a, v, room * sizeof *v, next * sizeof *v);
                room = next;
            }
            in_order = in_order && (n == 0 || v[n - 1].day <= day);
            v[n++] = (JournalRunning){ .entry = e, .posting = i, .day = day, .amount = p->amount };
        }
    }
    if (!in_order)
        qsort(v, n, sizeof *v, by_day);
    *ret_opening = balance;
    for (size_t i = 0; i < n; i++)
        v[i].balance = balance += v[i].amount;
    *ret_n = n;
    return v;
}

i64 journal_balance(Arena *a, const Journal *j, u32 account, u32 commodity, bool with_below, Date through)
{
    ArenaMark *mark = arena_mark(a);
    bool      *is = counted(a, j, account, with_below);
    i64        sum = 0;
    for (u32 e = 0; e < j->n_entries; e++) {
        if (through != 0 && j->entries[e].day > through)
            continue;
        for (u32 i = j->entries[e].first; i < journal_end_of(j, e); i++)
            if (is[j->postings[i].account] && j->postings[i].commodity == commodity)
                sum += j->postings[i].amount;
    }
    arena_rewind(a, mark);
    return sum;
}

/* ---- entries made from others ---- */

JournalFault journal_reverse(Journal *j, u32 number, Date day, Str text, Str reference, u32 *ret_number)
{
    if (number >= j->n_entries)
        return JOURNAL_NO_ENTRY;
    JournalEntry    old = journal_entry(j, number);
    JournalEntry    e = { .day = day, .text = text, .reference = reference, .reverses = number, .n = old.n };
    Arena          *scratch = arena_open();
    JournalPosting *v = NEW_N(scratch, JournalPosting, old.n + 1);
    for (size_t i = 0; i < old.n; i++) {
        v[i] = journal_posting(j, old.first + (u32)i);
        v[i].amount = -v[i].amount;
        v[i].cost = -v[i].cost;
        v[i].note = STR_NONE;
    }
    JournalFault fault = journal_add(j, &e, v, ret_number, NULL);
    arena_close(scratch);
    return fault;
}

static bool is_result(const Journal *j, u32 account)
{
    JournalNature nature = journal_nature(j, account);
    return nature == JOURNAL_INCOME || nature == JOURNAL_EXPENSE;
}

/* What moves the results to zero, and their sum in each commodity into `equity`. */
static JournalPosting *closing_postings(Arena *a, const Journal *j, Date through, u32 equity, size_t *ret_n)
{
    size_t          rows, n = 0, results;
    JournalBalance *t = journal_trial(a, j, 0, through, &rows);
    JournalPosting *v = NEW_N(a, JournalPosting, rows + journal_commodities(j));
    i64            *sum = NEW_N(a, i64, journal_commodities(j) + 1);
    for (size_t i = 0; i < rows; i++) {
        if (t[i].own == 0 || !is_result(j, t[i].account))
            continue;
        v[n++] = (JournalPosting){ .account = t[i].account, .commodity = t[i].commodity, .amount = -t[i].own };
        sum[t[i].commodity] += t[i].own;
    }
    results = n;
    for (u32 c = 0; c < journal_commodities(j); c++)
        if (sum[c] != 0)
            v[n++] = (JournalPosting){ .account = equity, .commodity = c, .amount = sum[c] };
    *ret_n = results == 0 ? 0 : n;
    return v;
}

JournalFault journal_close(Journal *j, Date through, u32 equity, Str text, u32 *ret_number)
{
    JournalEntry e = { .day = through, .text = text, .reverses = JOURNAL_NONE };
    JournalFault fault = JOURNAL_OK;
    *ret_number = JOURNAL_NONE;
    if (!date_is_valid(through))
        return JOURNAL_BAD_DATE;
    if (through <= j->closed)
        return JOURNAL_CLOSED;
    if (equity >= journal_accounts(j) || journal_nature(j, equity) != JOURNAL_EQUITY)
        return JOURNAL_NO_EQUITY;
    if (j->is_extraordinary)
        return JOURNAL_NOT_REAL;
    Arena          *scratch = arena_open(); /* of its own: the journal grows in the caller's */
    JournalPosting *v = closing_postings(scratch, j, through, equity, &e.n);
    if (e.n > 0)
        fault = journal_add(j, &e, v, ret_number, NULL);
    arena_close(scratch);
    return fault == JOURNAL_OK ? journal_seal(j, through) : fault;
}

/* The same account in another book, with the natures of those above it. */
static JournalFault account_in(const Journal *from, Journal *to, u32 account, u32 *ret)
{
    u32 above, parent = journal_parent(from, account);
    if (parent != JOURNAL_NONE) {
        JournalFault fault = account_in(from, to, parent, &above);
        if (fault != JOURNAL_OK)
            return fault;
    }
    return journal_account(to, journal_account_name(from, account), journal_own_nature(from, account), ret);
}

static JournalFault carried(const Journal *from, Journal *to, const JournalBalance *row, JournalPosting *ret)
{
    u32 c = row->commodity;
    if (is_result(from, row->account))
        return JOURNAL_NOT_CLOSED;
    *ret = (JournalPosting){ .amount = row->own };
    JournalFault fault = account_in(from, to, row->account, &ret->account);
    return fault != JOURNAL_OK ? fault
                               : journal_commodity(to, journal_commodity_name(from, c), journal_kind(from, c),
                                                   journal_decimals(from, c), &ret->commodity);
}

JournalFault journal_carry(const Journal *from, Date through, Journal *to, Date day, Str text, u32 *ret_number)
{
    JournalEntry e = { .day = day, .text = text, .reverses = JOURNAL_NONE };
    JournalFault fault = JOURNAL_OK;
    *ret_number = JOURNAL_NONE;
    if (from->is_extraordinary)
        return JOURNAL_NOT_REAL;
    Arena          *scratch = arena_open();
    size_t          rows;
    JournalBalance *t = journal_trial(scratch, from, 0, through, &rows);
    JournalPosting *v = NEW_N(scratch, JournalPosting, rows + 1);
    for (size_t i = 0; i < rows && fault == JOURNAL_OK; i++)
        if (t[i].own != 0)
            fault = carried(from, to, &t[i], &v[e.n++]);
    if (fault == JOURNAL_OK && e.n > 0)
        fault = journal_add(to, &e, v, ret_number, NULL);
    arena_close(scratch);
    return fault;
}
