/* journal: see journal.h. A posting takes 24 bytes and an entry 48; what few have (notes, costs, marks, links) is kept
 * beside. */
#include "engine/ledger/journal_inside.h"

#include <string.h>

#include "base/utf8.h"
#include "base/grown.h"

#define MORE(j, array, n) GROWN((j)->a, (j)->array, n)

Journal *journal_open(Arena *a, JournalManner manner)
{
    Journal *j = NEW(a, Journal);
    *j = (Journal){ .a = a, .manner = manner, .account_names = names_open(a), .commodity_names = names_open(a),
                    .accounts_alike = alikes_open(a), .commodities_alike = alikes_open(a),
                    .n_posting_extras = 1, .n_entry_extras = 1 };
    return j;
}

/* ---- names and words ---- */

static bool is_control(u32 ch)
{
    return ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0x2028 || ch == 0x2029 || ch == 0xfeff;
}

static bool is_wide_space(u32 ch)
{
    return ch == 0xa0 || ch == 0x1680 || (ch >= 0x2000 && ch <= 0x200a) || ch == 0x202f || ch == 0x205f || ch == 0x3000;
}

/* No control characters: none of the bytes that theirs begin with. */
static bool is_plain(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        u8 ch = (u8)s.p[i];
        if (ch < 0x20 || ch == 0x7f || ch == 0xc2 || ch == 0xe2 || ch == 0xef)
            return false;
    }
    return true;
}

/* Words of one line, or of several: no control characters, no space (nor U+3000) at the ends of a line. */
static bool is_words(Str s, bool may_have_lines)
{
    u32  ch, before = '\n';
    bool ok = s.n <= JOURNAL_LONGEST_TEXT;
    if (ok && is_plain(s))
        return str_trim(s).n == s.n;
    for (Str rest = s; ok && rest.n;) {
        if (!utf8_next(&rest, &ch))
            return false;
        bool is_end = ch == '\n' && may_have_lines, is_space = ch == ' ' || ch == 0x3000;
        bool was_space = before == ' ' || before == 0x3000;
        ok = (is_end || !is_control(ch)) && !(is_space && before == '\n') && !(is_end && was_space);
        before = ch;
    }
    return ok && !(s.n && (before == ' ' || before == 0x3000 || before == '\n'));
}

static bool is_account_name(Str s)
{
    u32 ch, before = ':';
    if (s.n == 0 || s.n > JOURNAL_LONGEST_NAME || memchr("([<{*!;#%|=~&@\"'-", s.p[0], 17) != NULL)
        return false;
    for (Str rest = s; rest.n; before = ch) {
        if (!utf8_next(&rest, &ch) || is_control(ch) || is_wide_space(ch) || ch == ';')
            return false;
        if ((ch == ':' || ch == ' ') && (before == ':' || before == ' '))
            return false;
    }
    return before != ':' && before != ' ';
}

static bool is_commodity_name(const Journal *j, Str s)
{
    if (s.n == 0)
        return j->manner == JOURNAL_AS_FOUND;
    return s.n <= JOURNAL_LONGEST_NAME && str_index(s, '"') == s.n && str_index(s, ';') == s.n &&
           is_words(s, false);
}

/* ---- accounts and commodities ---- */

/* Where the last part of a name begins, less its colon; n: it has one part. */
static size_t last_colon(Str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == ':')
            return i - 1;
    return name.n;
}

/* JOURNAL_NONE: it, or one above it, reads like another. */
static u32 account_make(Journal *j, Str name)
{
    u32 there = names_find(j->account_names, name), parent = JOURNAL_NONE;
    if (there != NAMES_NONE)
        return there;
    size_t colon = last_colon(name);
    if (colon < name.n && (parent = account_make(j, str_cut(name, colon))) == JOURNAL_NONE)
        return JOURNAL_NONE;
    if (alikes_add(j->accounts_alike, name) == ALIKE_WRITTEN_OTHERWISE)
        return JOURNAL_NONE;
    u32 made = names_add(j->account_names, name);
    MORE(j, accounts, made);
    j->accounts[made] = (Account){ .parent = parent };
    return made;
}

JournalFault journal_account(Journal *j, Str name, JournalNature nature, u32 *ret_account)
{
    u32 account = names_find(j->account_names, name);
    if (account == NAMES_NONE) {
        size_t depth = 1;
        if (!is_account_name(name))
            return JOURNAL_BAD_NAME;
        for (size_t i = 0; i < name.n; i++)
            depth += name.p[i] == ':';
        if (depth > JOURNAL_DEEPEST)
            return JOURNAL_TOO_DEEP;
        if (names_count(j->account_names) > INT32_MAX - JOURNAL_DEEPEST)
            return JOURNAL_TOO_MANY;
        account = account_make(j, name);
        if (account == JOURNAL_NONE)
            return JOURNAL_ALIKE;
    }
    JournalNature *own = &j->accounts[account].nature;
    if (nature != JOURNAL_UNKNOWN && *own != JOURNAL_UNKNOWN && *own != nature)
        return JOURNAL_TWICE;
    if (nature != JOURNAL_UNKNOWN)
        *own = nature;
    *ret_account = account;
    return JOURNAL_OK;
}

JournalFault journal_commodity(Journal *j, Str name, JournalKind kind, int decimals, u32 *ret_commodity)
{
    u32 there = names_find(j->commodity_names, name);
    if (!is_commodity_name(j, name))
        return JOURNAL_BAD_NAME;
    if (decimals < 0 || decimals > JOURNAL_MOST_DECIMALS)
        return JOURNAL_BAD_DECIMALS;
    if (there != NAMES_NONE && (j->commodities[there].kind != kind || j->commodities[there].decimals != decimals))
        return JOURNAL_TWICE;
    if (there == NAMES_NONE) {
        if (names_count(j->commodity_names) == INT32_MAX)
            return JOURNAL_TOO_MANY;
        if (alikes_add(j->commodities_alike, name) == ALIKE_WRITTEN_OTHERWISE)
            return JOURNAL_ALIKE;
        there = names_add(j->commodity_names, name);
        MORE(j, commodities, there);
        j->commodities[there] = (Commodity){ .kind = kind, .decimals = decimals };
    }
    *ret_commodity = there;
    return JOURNAL_OK;
}

u32 journal_accounts(const Journal *j)
{
    return names_count(j->account_names);
}

u32 journal_commodities(const Journal *j)
{
    return names_count(j->commodity_names);
}

u32 journal_entries(const Journal *j)
{
    return j->n_entries;
}

u32 journal_postings(const Journal *j)
{
    return j->n_postings;
}

u32 journal_find_account(const Journal *j, Str name)
{
    return names_find(j->account_names, name);
}

u32 journal_find_commodity(const Journal *j, Str name)
{
    return names_find(j->commodity_names, name);
}

Str journal_account_name(const Journal *j, u32 account)
{
    return names_at(j->account_names, account);
}

u32 journal_parent(const Journal *j, u32 account)
{
    BUG_ON(account >= journal_accounts(j)); /* a number that this journal gave */
    return j->accounts[account].parent;
}

JournalNature journal_own_nature(const Journal *j, u32 account)
{
    BUG_ON(account >= journal_accounts(j)); /* a number that this journal gave */
    return j->accounts[account].nature;
}

JournalNature journal_nature(const Journal *j, u32 account)
{
    JournalNature nature = journal_own_nature(j, account);
    while (nature == JOURNAL_UNKNOWN && (account = j->accounts[account].parent) != JOURNAL_NONE)
        nature = j->accounts[account].nature;
    return nature;
}

Str journal_commodity_name(const Journal *j, u32 commodity)
{
    return names_at(j->commodity_names, commodity);
}

JournalKind journal_kind(const Journal *j, u32 commodity)
{
    BUG_ON(commodity >= journal_commodities(j)); /* a number that this journal gave */
    return j->commodities[commodity].kind;
}

int journal_decimals(const Journal *j, u32 commodity)
{
    BUG_ON(commodity >= journal_commodities(j)); /* a number that this journal gave */
    return j->commodities[commodity].decimals;
}

Date journal_closed(const Journal *j)
{
    return j->closed;
}

/* ---- an entry is weighed ---- */

static Commodity *weighed(Journal *j, u32 commodity)
{
    Commodity *c = &j->commodities[commodity];
    if (!c->is_weighed) {
        c->is_weighed = true;
        c->adds_debit = c->adds_credit = 0;
        c->sum = c->aside = 0;
        MORE(j, weighed, j->n_weighed);
        j->weighed[j->n_weighed++] = commodity;
    }
    return c;
}

static JournalFault weigh_cost(Journal *j, const JournalPosting *p)
{
    if (j->manner == JOURNAL_STRICT)
        return JOURNAL_EXCHANGE;
    if (p->cost_commodity >= journal_commodities(j))
        return JOURNAL_NO_COMMODITY;
    if (p->cost_commodity == p->commodity || (p->cost < 0) != (p->amount < 0 && p->cost != 0) || p->cost == INT64_MIN ||
        (p->amount == 0 && p->cost != 0))
        return JOURNAL_EXCHANGE;
    Commodity *c = weighed(j, p->cost_commodity);
    *(p->side == JOURNAL_ASIDE ? &c->aside : &c->sum) += p->side == JOURNAL_LOOSE ? 0 : p->cost;
    return JOURNAL_OK;
}

static JournalFault weigh(Journal *j, const JournalPosting *p)
{
    if (p->account >= journal_accounts(j))
        return JOURNAL_NO_ACCOUNT;
    if (p->commodity >= journal_commodities(j))
        return JOURNAL_NO_COMMODITY;
    if (p->amount == INT64_MIN)
        return JOURNAL_OVERFLOW;
    if (p->side != JOURNAL_REAL && j->manner == JOURNAL_STRICT)
        return JOURNAL_NOT_REAL;
    if (p->note.n && !is_words(p->note, true))
        return JOURNAL_BAD_TEXT;
    Commodity *c = weighed(j, p->commodity);
    i64        size = p->amount < 0 ? -p->amount : p->amount;
    i64       *adds = p->amount < 0 ? &c->adds_credit : &c->adds_debit;
    if (*adds > JOURNAL_MOST - size || *adds + size > JOURNAL_MOST - (p->amount < 0 ? c->credit : c->debit))
        return JOURNAL_OVERFLOW;
    *adds += size;
    if (p->has_cost)
        return weigh_cost(j, p);
    *(p->side == JOURNAL_ASIDE ? &c->aside : &c->sum) += p->side == JOURNAL_LOOSE ? 0 : p->amount;
    return JOURNAL_OK;
}

static JournalFault balance(Journal *j, JournalTrouble *ret)
{
    for (size_t i = 0; i < j->n_weighed; i++) {
        Commodity *c = &j->commodities[j->weighed[i]];
        Wide       off = c->sum != 0 ? c->sum : c->aside;
        if (off == 0)
            continue;
        ret->commodity = j->weighed[i];
        if (off > INT64_MAX || off < -INT64_MAX)
            return JOURNAL_OVERFLOW;
        ret->by = (i64)off;
        return JOURNAL_UNBALANCED;
    }
    return JOURNAL_OK;
}

/* Every posting, then the whole; the scratch in the commodities is cleared, their totals grow when all is well and it is
 * kept. */
static JournalFault weigh_all(Journal *j, const JournalPosting *v, size_t n, bool is_kept, JournalTrouble *ret)
{
    JournalFault fault = JOURNAL_OK;
    size_t       at = 0;
    j->n_weighed = 0;
    while (at < n && (fault = weigh(j, &v[at])) == JOURNAL_OK)
        at++;
    *ret = (JournalTrouble){ .posting = at, .commodity = at < n ? v[at].commodity : JOURNAL_NONE };
    if (fault == JOURNAL_OK)
        fault = balance(j, ret);
    for (size_t i = 0; i < j->n_weighed; i++) {
        Commodity *c = &j->commodities[j->weighed[i]];
        c->is_weighed = false;
        c->debit += is_kept && fault == JOURNAL_OK ? c->adds_debit : 0;
        c->credit += is_kept && fault == JOURNAL_OK ? c->adds_credit : 0;
    }
    return fault;
}

/* ---- and kept ---- */

static bool is_opposite(const Journal *j, u32 number, const JournalPosting *v, size_t n)
{
    u32 first = j->entries[number].first;
    if (n != journal_end_of(j, number) - first)
        return false;
    for (u32 i = 0; i < n; i++) {
        JournalPosting p = journal_posting(j, first + i);
        if (p.account != v[i].account || p.commodity != v[i].commodity || p.amount != -v[i].amount ||
            p.side != v[i].side || p.has_cost != v[i].has_cost)
            return false;
        if (p.has_cost && (p.cost_commodity != v[i].cost_commodity || p.cost != -v[i].cost))
            return false;
    }
    return true;
}

static JournalFault check_reversal(const Journal *j, const JournalEntry *e, const JournalPosting *v)
{
    if (e->reverses == JOURNAL_NONE)
        return JOURNAL_OK;
    if (e->reverses >= j->n_entries)
        return JOURNAL_NO_ENTRY;
    const KeptEntry  *old = &j->entries[e->reverses];
    const EntryExtra *x = old->extra != 0 ? &j->entry_extras[old->extra] : NULL; /* none at all: there is no array */
    if (x != NULL && x->reverses != JOURNAL_NONE)
        return JOURNAL_IS_REVERSAL;
    if (x != NULL && x->reversed_by != JOURNAL_NONE)
        return JOURNAL_REVERSED;
    if (e->day < old->day)
        return JOURNAL_EARLIER;
    return is_opposite(j, e->reverses, v, e->n) ? JOURNAL_OK : JOURNAL_NOT_OPPOSITE;
}

static JournalFault check_entry(const Journal *j, const JournalEntry *e, const JournalPosting *v)
{
    if (!date_is_valid(e->day) || (e->day2 != 0 && !date_is_valid(e->day2)))
        return JOURNAL_BAD_DATE;
    if (!is_words(e->text, false) || !is_words(e->reference, false) || !is_words(e->note, true))
        return JOURNAL_BAD_TEXT;
    if (e->day <= j->closed)
        return JOURNAL_CLOSED;
    if (e->n < 2 && j->manner == JOURNAL_STRICT)
        return JOURNAL_TOO_FEW;
    if (e->n > JOURNAL_MOST_POSTINGS - j->n_postings || j->n_entries >= JOURNAL_MOST_POSTINGS)
        return JOURNAL_TOO_MANY;
    return check_reversal(j, e, v);
}

/* The rare things of an entry, made where it has none yet. */
static EntryExtra *entry_extra(Journal *j, KeptEntry *e)
{
    if (e->extra == 0) {
        MORE(j, entry_extras, j->n_entry_extras);
        e->extra = j->n_entry_extras++;
        j->entry_extras[e->extra] = (EntryExtra){ .reverses = JOURNAL_NONE, .reversed_by = JOURNAL_NONE };
    }
    return &j->entry_extras[e->extra];
}

static Str kept_text(Journal *j, Str s)
{
    return s.n ? str_copy(j->a, s) : STR_NONE;
}

static void keep_posting(Journal *j, const JournalPosting *p)
{
    KeptPosting k = { .account = p->account, .commodity = p->commodity, .amount = p->amount };
    if (p->note.n || p->mark != JOURNAL_UNMARKED || p->side != JOURNAL_REAL || p->has_cost) {
        MORE(j, posting_extras, j->n_posting_extras);
        k.extra = j->n_posting_extras++;
        j->posting_extras[k.extra] = (PostingExtra){
            .note = kept_text(j, p->note), .mark = (u8)p->mark, .side = (u8)p->side, .has_cost = p->has_cost,
            .cost_commodity = p->cost_commodity, .cost = p->has_cost ? p->cost : 0 };
        j->is_extraordinary = j->is_extraordinary || p->side != JOURNAL_REAL || p->has_cost;
    }
    MORE(j, postings, j->n_postings);
    j->postings[j->n_postings++] = k;
}

static JournalFault check(Journal *j, const JournalEntry *e, const JournalPosting *v, bool is_kept,
                          JournalTrouble *ret_trouble)
{
    JournalTrouble trouble = { .posting = e->n, .commodity = JOURNAL_NONE };
    JournalFault   fault = check_entry(j, e, v);
    if (fault == JOURNAL_OK)
        fault = weigh_all(j, v, e->n, is_kept, &trouble);
    if (ret_trouble != NULL)
        *ret_trouble = trouble;
    return fault;
}

JournalFault journal_check(Journal *j, const JournalEntry *e, const JournalPosting *v, JournalTrouble *ret_trouble)
{
    return check(j, e, v, false, ret_trouble);
}

JournalFault journal_add(Journal *j, const JournalEntry *e, const JournalPosting *v, u32 *ret_number,
                         JournalTrouble *ret_trouble)
{
    JournalFault fault = check(j, e, v, true, ret_trouble);
    if (fault != JOURNAL_OK)
        return fault;
    MORE(j, entries, j->n_entries);
    u32        number = j->n_entries++;
    KeptEntry *k = &j->entries[number];
    *k = (KeptEntry){ .text = kept_text(j, e->text), .reference = kept_text(j, e->reference), .day = e->day,
                      .first = j->n_postings, .mark = (u8)e->mark };
    if (e->note.n || e->day2 != 0 || e->reverses != JOURNAL_NONE) {
        EntryExtra *x = entry_extra(j, k);
        *x = (EntryExtra){ .note = kept_text(j, e->note), .day2 = e->day2, .reverses = e->reverses,
                           .reversed_by = JOURNAL_NONE };
    }
    if (e->reverses != JOURNAL_NONE)
        entry_extra(j, &j->entries[e->reverses])->reversed_by = number;
    for (size_t i = 0; i < e->n; i++)
        keep_posting(j, &v[i]);
    *ret_number = number;
    return JOURNAL_OK;
}

JournalEntry journal_entry(const Journal *j, u32 number)
{
    BUG_ON(number >= j->n_entries); /* callers count to journal_entries() */
    const KeptEntry *k = &j->entries[number];
    JournalEntry     e = { .day = k->day, .mark = k->mark, .text = k->text, .reference = k->reference,
                           .reverses = JOURNAL_NONE, .reversed_by = JOURNAL_NONE, .first = k->first,
                           .n = journal_end_of(j, number) - k->first };
    if (k->extra != 0) {
        const EntryExtra *x = &j->entry_extras[k->extra];
        e.note = x->note;
        e.day2 = x->day2;
        e.reverses = x->reverses;
        e.reversed_by = x->reversed_by;
    }
    return e;
}

JournalPosting journal_posting(const Journal *j, u32 posting)
{
    BUG_ON(posting >= j->n_postings); /* first and n of an entry */
    const KeptPosting *k = &j->postings[posting];
    JournalPosting     p = { .account = k->account, .commodity = k->commodity, .amount = k->amount };
    if (k->extra != 0) {
        const PostingExtra *x = &j->posting_extras[k->extra];
        p.note = x->note;
        p.mark = x->mark;
        p.side = x->side;
        p.has_cost = x->has_cost;
        p.cost_commodity = x->cost_commodity;
        p.cost = x->cost;
    }
    return p;
}

JournalFault journal_seal(Journal *j, Date through)
{
    if (!date_is_valid(through))
        return JOURNAL_BAD_DATE;
    if (through <= j->closed)
        return JOURNAL_CLOSED;
    j->closed = through;
    return JOURNAL_OK;
}
