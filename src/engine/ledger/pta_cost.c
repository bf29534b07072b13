/* pta_cost: prices by the piece become what was paid, and nothing is rounded. 3 @ 450.50 are 1351.50 whatever
 * decimals stand elsewhere: the commodity gets the decimals that its costs need.
 *
 * One thing is not written in a file: what a quotient stands for. 10 X @ 3.3333 C with -33.33 C beside it says that 33.33
 * was paid, and the price is 33.33 / 10 cut short. So where an entry leaves nothing out and is off by less than half of
 * the smallest unit that amounts of the commodity have anywhere in the file, its largest such cost takes up the
 * difference. That unit is never finer than what the three programs ask, so none of them refuses what is taken here. A
 * cost never becomes nothing by this. */
#include "engine/ledger/pta_inside.h"

typedef __int128 Wide;

bool pta_power(int n, Wide *v)
{
    for (; n > 0; n--) {
        if (*v > ((Wide)1 << 122) / 10 || *v < -((Wide)1 << 122) / 10)
            return false;
        *v *= 10;
    }
    return true;
}

/* v / 10^decimals with as few decimals as it needs. */
static bool amount_of(Wide v, int decimals, RawAmount *ret)
{
    for (; decimals > 0 && v % 10 == 0; decimals--)
        v /= 10;
    if (v > INT64_MAX || v < 0 || decimals > JOURNAL_MOST_DECIMALS)
        return false;
    ret->digits = (i64)v;
    ret->decimals = (u8)decimals;
    return true;
}

static RawExtra *cost_at(const PtaRaw *r, u32 posting)
{
    const RawPosting *p = &r->postings[posting];
    return p->extra && r->extras[p->extra].has_cost ? &r->extras[p->extra] : NULL;
}

/* The decimals that amounts of a commodity have; -1: it has none but in prices. */
static int unit_of(const PtaRaw *r, u32 commodity)
{
    const RawCommodity *c = &r->commodities[commodity];
    return c->stated > c->amounts ? c->stated : c->amounts;
}

/* What an entry weighs in a commodity on one side, in 10^-JOURNAL_MOST_DECIMALS. */
typedef struct Weighing {
    Wide off, most;
    u32  stamp, largest;      /* the posting of `most` */
    bool is_beyond;           /* more than can be counted */
    bool has_decimals;        /* some amount of it in this entry has */
} Weighing;

typedef struct Costing {
    PtaRaw   *r;
    Weighing *v;              /* by commodity */
    u32       stamp;
} Costing;

static Weighing *weighing_of(Costing *c, u32 commodity)
{
    Weighing *w = &c->v[commodity];
    if (w->stamp != c->stamp)
        *w = (Weighing){ .stamp = c->stamp };
    return w;
}

/* A price that makes more decimals than amounts have may be a quotient cut short. */
static bool is_candidate(const PtaRaw *r, const RawExtra *e)
{
    int unit = unit_of(r, e->cost.commodity);
    if (r->dialect == PTA_LEDGER && names_at(r->names, e->cost.commodity).n == 0)
        return false; /* ledger knows no unit of what has no name */
    return !e->is_total && !e->is_beyond && unit >= 0 && e->cost.decimals > unit;
}

static void weigh(Costing *c, u32 posting)
{
    const RawPosting *p = &c->r->postings[posting];
    const RawExtra   *e = cost_at(c->r, posting);
    RawAmount         a = e ? e->cost : (RawAmount){ p->digits < 0 ? -p->digits : p->digits, p->commodity, p->decimals };
    Wide              v = a.digits;
    Weighing         *w = weighing_of(c, a.commodity);
    if ((e != NULL && e->is_beyond) || !pta_power(JOURNAL_MOST_DECIMALS - a.decimals, &v) || w->off > ((Wide)1 << 124) ||
        w->off < -((Wide)1 << 124)) {
        w->is_beyond = true;
        return;
    }
    w->off += p->digits < 0 ? -v : v;
    w->has_decimals = w->has_decimals || (e == NULL && p->decimals > 0);
    if (e != NULL && is_candidate(c->r, e) && v > w->most) {
        w->most = v;
        w->largest = posting;
    }
}

/* beancount knows a smallest unit only where an amount of this entry has decimals. */
static void settle_price(Costing *c, u32 posting)
{
    RawExtra       *e = cost_at(c->r, posting);
    const Weighing *w = &c->v[e->cost.commodity];
    Wide            unit = 1, cost = e->cost.digits;
    if (w->is_beyond || w->off == 0 || w->largest != posting || !is_candidate(c->r, e) ||
        (c->r->dialect == PTA_BEANCOUNT && !w->has_decimals))
        return;
    if (!pta_power(JOURNAL_MOST_DECIMALS - unit_of(c->r, e->cost.commodity), &unit) || 2 * w->off >= unit ||
        -2 * w->off >= unit || !pta_power(JOURNAL_MOST_DECIMALS - e->cost.decimals, &cost))
        return;
    cost -= c->r->postings[posting].digits < 0 ? -w->off : w->off;
    if (cost > 0 && amount_of(cost, JOURNAL_MOST_DECIMALS, &e->cost))
        e->is_total = true;
}

static bool is_on(const PtaRaw *r, u32 posting, u8 side)
{
    u32 extra = r->postings[posting].extra;
    return (extra ? r->extras[extra].side : JOURNAL_REAL) == side;
}

/* An entry that has all its amounts and one price at least. */
static bool may_be_off(const PtaRaw *r, u32 entry)
{
    bool all = true, any = false;
    for (u32 i = r->entries[entry].first; i < raw_end(r, entry); i++) {
        const RawExtra *e = cost_at(r, i);
        all = all && r->postings[i].has_amount;
        any = any || (e != NULL && is_candidate(r, e));
    }
    return all && any;
}

static void settle_side(Costing *c, u32 entry, u8 side)
{
    c->stamp++;
    for (u32 i = c->r->entries[entry].first; i < raw_end(c->r, entry); i++)
        if (is_on(c->r, i, side))
            weigh(c, i);
    for (u32 i = c->r->entries[entry].first; i < raw_end(c->r, entry); i++)
        if (is_on(c->r, i, side) && cost_at(c->r, i) != NULL)
            settle_price(c, i);
}

/* Amount times price, exactly; it stays marked as no total, so that it may take up a difference. */
static void multiply(RawPosting *p, RawExtra *e)
{
    Wide v = p->digits < 0 ? -(Wide)p->digits : p->digits;
    if (!e->is_total && !amount_of(v * e->cost.digits, p->decimals + e->cost.decimals, &e->cost))
        e->is_beyond = true;
}

void pta_cost(PtaRaw *r)
{
    Costing c = { .r = r, .v = NEW_N(r->a, Weighing, names_count(r->names) + 1) };
    for (u32 i = 0; i < r->n_postings; i++)
        if (cost_at(r, i) != NULL)
            multiply(&r->postings[i], cost_at(r, i));
    for (u32 entry = 0; entry < r->n_entries && r->n_extras > 0; entry++)
        for (u8 side = JOURNAL_REAL; side <= JOURNAL_ASIDE && may_be_off(r, entry); side++)
            settle_side(&c, entry, side);
    for (u32 i = 0; i < r->n_postings; i++) {
        const RawExtra *e = cost_at(r, i);
        if (e != NULL && !e->is_beyond && e->cost.decimals > r->commodities[e->cost.commodity].costs)
            r->commodities[e->cost.commodity].costs = e->cost.decimals;
    }
}
