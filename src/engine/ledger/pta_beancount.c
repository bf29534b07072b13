/* pta_beancount: beancount's text. Directives that carry balances are read (open, commodity, transactions, balance);
 * those that only tell something are checked and skipped (pta_beancount_lines.c); what changes entries by rules (pad, plugins, lots) is refused. */
#include "engine/ledger/pta_beancount_inside.h"

#include <string.h>

#include "base/ascii.h"

static JournalNature nature_of(Str s)
{
    switch (s.p[0]) {
    case 'A': return JOURNAL_ASSET;
    case 'L': return JOURNAL_LIABILITY;
    case 'I': return JOURNAL_INCOME;
    default: return s.p[1] == 'q' ? JOURNAL_EQUITY : JOURNAL_EXPENSE;
    }
}

static bool currency_of(BeanReader *x, Str name, Str own, u32 *ret)
{
    u32 before = names_count(x->currency_names), at = names_add(x->currency_names, name);
    if (at == before) {
        if (names_find(x->r->names, own) != NAMES_NONE)
            return raw_refuse(x->r, "two currencies have this name", own);
        GROWN(x->r->a, x->currencies, at);
        x->currencies[at] = raw_commodity(x->r, own);
    }
    *ret = x->currencies[at];
    return str_eq(names_at(x->r->names, *ret), own) ||
           raw_refuse(x->r, "yc-name comes after the currency was used", own);
}

/* ---- amounts ---- */

/* The currency behind a number. */
static bool currency_off(BeanReader *x, Str *rest, Str stood, u32 *ret)
{
    size_t n = 0;
    while (n < rest->n && !bean_is_space(rest->p[n]) && memchr("@{;~,", rest->p[n], 5) == NULL)
        n++;
    Str currency = str_cut(*rest, n);
    *rest = bean_after_spaces(str_skip(*rest, n));
    if (!bean_is_currency(currency))
        return raw_refuse(x->r, "the currency is missing, or is none (ASCII capitals)", stood);
    u32 at = names_find(x->currency_names, currency);
    if (at == NAMES_NONE)
        return currency_of(x, currency, currency, ret);
    *ret = x->currencies[at];
    return true;
}

static bool amount_off(BeanReader *x, Str *rest, RawAmount *ret)
{
    Str stood = *rest;
    return bean_number(x->r, rest, ret) && currency_off(x, rest, stood, &ret->commodity);
}

static bool read_posting(BeanReader *x, Str line)
{
    PtaRaw   *r = x->r;
    u8        mark = JOURNAL_UNMARKED;
    u32       account;
    RawAmount v;
    if (line.n > 1 && bean_is_space(line.p[1]) && (line.p[0] == '*' || line.p[0] == '!')) {
        mark = line.p[0] == '*' ? JOURNAL_CLEARED : JOURNAL_PENDING;
        line = bean_after_spaces(str_skip(line, 1));
    }
    Str name = bean_word(&line);
    if (!bean_account(x, name, &account))
        return false;
    RawPosting *p = raw_posting(r, account);
    x->has_posting = true;
    if (mark != JOURNAL_UNMARKED)
        raw_extra(r, p)->mark = mark;
    if (bean_is_end(line))
        return true;
    if (!amount_off(x, &line, &v))
        return false;
    raw_decimals_note(r, &v);
    p->has_amount = true;
    p->digits = v.digits;
    p->decimals = v.decimals;
    p->commodity = v.commodity;
    if (line.n && line.p[0] == '{')
        return raw_refuse(r, "lots are not read: write the price with @ or @@", line);
    if (line.n && line.p[0] == '@') {
        bool is_total = str_starts(line, STR("@@"));
        line = bean_after_spaces(str_skip(line, is_total ? 2 : 1));
        if (line.n && line.p[0] == '-')
            return raw_refuse(r, "a price has no sign: it is that of the amount", line);
        if (!amount_off(x, &line, &v))
            return false;
        RawExtra *e = raw_extra(r, p);
        e->has_cost = true;
        e->is_total = is_total;
        e->cost = v;
    }
    return bean_at_end(x->r, line);
}

/* ---- metadata ---- */

static bool declare_meta(BeanReader *x, Str key, Str rest)
{
    static const char *const kinds[] = { "", "money", "labour", "goods" };
    static const char        natures[] = "-ALERX";
    Str                      value = STR_NONE;
    i64                      n;
    if (str_is(key, "yc-decimals")) {
        if (!str_int(bean_word(&rest), &n) || n < 0 || n > JOURNAL_MOST_DECIMALS)
            return raw_refuse(x->r, "a commodity has 0 to 18 decimals", rest);
        x->decimals = (int)n;
        return true;
    }
    if (!bean_string(x->r, &rest, &value) || !bean_at_end(x->r, rest))
        return false;
    if (str_is(key, "yc-name")) {
        x->own_name = value;
        x->has_own_name = true;
        return true;
    }
    if (str_is(key, "yc-type")) {
        const char *at = value.n == 1 ? memchr(natures, value.p[0], sizeof natures - 1) : NULL;
        if (at == NULL)
            return raw_refuse(x->r, "yc-type is one of A L E R X -", value);
        x->nature = (JournalNature)(at - natures);
        return true;
    }
    for (u8 i = 1; i < COUNTOF(kinds) && str_is(key, "yc-kind"); i++) {
        if (!str_is(value, kinds[i]))
            continue;
        x->kind = i;
        return true;
    }
    return raw_refuse(x->r, "not read here", key);
}

/* A note's lines, and whatever else stands in metadata, as it stands there. */
static void note_meta(BeanReader *x, Str text)
{
    PtaRaw   *r = x->r;
    RawEntry *e = &r->entries[r->n_entries - 1];
    RawExtra *p = x->has_posting ? raw_extra(r, &r->postings[r->n_postings - 1]) : NULL;
    RawRest  *rest = p ? NULL : raw_rest(r, e);
    raw_note(r, p ? &p->note : &rest->note, p ? &p->note_lines : &rest->note_lines, text);
}

static bool any_meta(BeanReader *x, Str rest)
{
    Str account;
    return bean_value(x->r, &rest, &account) && bean_at_end(x->r, rest);
}

static bool entry_meta(BeanReader *x, Str key, Str rest, Str whole)
{
    PtaRaw   *r = x->r;
    RawEntry *e = &r->entries[r->n_entries - 1];
    Str       value;
    if (!str_starts(key, STR("yc-"))) {
        note_meta(x, raw_words(r, whole));
        return any_meta(x, rest);
    }
    if (str_is(key, "yc-day2") && !x->has_posting)
        return raw_date(r, &rest, 0, &raw_rest(r, e)->day2) && bean_at_end(x->r, bean_after_spaces(rest));
    if (!bean_string(x->r, &rest, &value) || !bean_at_end(x->r, rest))
        return false;
    if (str_is(key, "yc-note"))
        note_meta(x, value);
    else if (x->has_posting)
        return raw_refuse(r, "not read here", key);
    else if (str_is(key, "yc-ref"))
        e->reference = value;
    else if (str_is(key, "yc-entry"))
        raw_rest(r, e)->tag = value;
    else if (str_is(key, "yc-reverses"))
        raw_rest(r, e)->reverses = value;
    else
        return raw_refuse(r, "not read here", key);
    return true;
}

/* "key:" begins with a small letter; an account does not. */
static bool is_meta(Str line, Str *ret_key)
{
    size_t n = 0;
    while (n < line.n && (ascii_is_lower(line.p[n]) ||
                          (n > 0 && (memchr("-_", line.p[n], 2) != NULL || ascii_is_digit(line.p[n]) ||
                                     ascii_is_upper(line.p[n])))))
        n++;
    *ret_key = str_cut(line, n);
    return n > 1 && n < line.n && line.p[n] == ':';
}

static bool is_key_twice(BeanReader *x, Str key)
{
    if (x->keys == NULL)
        x->keys = names_open(x->r->a);
    u32 before = names_count(x->keys);
    return names_add(x->keys, key) < before;
}

static bool read_indented(BeanReader *x, Str line)
{
    Str key;
    if (line.p[0] == ';')
        return true;
    if (x->in == IN_NOTHING)
        return raw_refuse(x->r, "an indented line that belongs to no entry", line);
    if (is_meta(line, &key)) {
        Str rest = bean_after_spaces(str_skip(line, key.n + 1));
        if (is_key_twice(x, key))
            return raw_refuse(x->r, "this key was there", key);
        if (x->in == IN_ENTRY)
            return entry_meta(x, key, rest, line);
        bool is_ours = x->in != IN_SKIPPED && str_starts(key, STR("yc-"));
        return is_ours ? declare_meta(x, key, rest) : any_meta(x, rest);
    }
    if (x->in == IN_ENTRY) {
        x->keys = NULL;
        return read_posting(x, line);
    }
    return raw_refuse(x->r, "an indented line that belongs to no entry", line);
}

/* ---- directives ---- */

/* What an open or commodity directive declares is known when its metadata is read. */
static bool finish(BeanReader *x)
{
    PtaRaw *r = x->r;
    Str     own = x->has_own_name ? x->own_name : x->name;
    u32     at;
    In      was = x->in;
    x->in = IN_NOTHING;
    if (was == IN_OPEN) {
        if (!bean_account_of(x, x->name, own, x->nature, &at) || !raw_account(r, own, x->nature, &at))
            return false;
        while (x->n_opened <= at) {
            GROWN(x->r->a, x->opened, x->n_opened);
            x->opened[x->n_opened++] = 0;
        }
        if (x->opened[at] != 0)
            return raw_refuse_at(r, x->line, "the account is opened twice", own);
        x->opened[at] = x->day;
        for (size_t i = x->first_limit; i < x->n_limits; i++)
            x->limits[i].account = at;
    }
    if (was == IN_COMMODITY) {
        if (!currency_of(x, x->name, own, &at))
            return false;
        if (r->commodities[at].is_declared)
            return raw_refuse_at(r, x->line, "the currency is declared twice", own);
        r->commodities[at].is_declared = true;
        r->commodities[at].stated = x->decimals;
        r->commodities[at].kind = x->kind;
    }
    return true;
}

static bool begin_declaration(BeanReader *x, Str rest, Date day, In in)
{
    Str name = bean_word(&rest);
    x->in = in;
    x->name = str_copy(x->r->a, name);
    x->has_own_name = false;
    x->day = day;
    x->line = x->r->lines->line;
    x->kind = JOURNAL_UNSTATED;
    x->decimals = -1;
    if (in == IN_OPEN) {
        if (!bean_is_account(name))
            return raw_refuse(x->r, "not an account of beancount, such as Assets:Bank", name);
        x->nature = nature_of(name);
        return bean_limits(x, rest);
    }
    if (!bean_is_currency(name))
        return raw_refuse(x->r, "not a currency of beancount (ASCII capitals)", name);
    return bean_at_end(x->r, rest);
}

static bool begin_entry(BeanReader *x, Str rest, Date day, u8 mark)
{
    PtaRaw *r = x->r;
    Str     first = STR_NONE, second = STR_NONE;
    if (rest.n && rest.p[0] == '"' && !bean_string(x->r, &rest, &first))
        return false;
    bool has_payee = rest.n && rest.p[0] == '"';
    if (has_payee && !bean_string(x->r, &rest, &second))
        return false;
    RawEntry *e = raw_entry(r);
    e->day = day;
    e->mark = mark;
    Str text = has_payee ? arena_printf(r->a, "%.*s | %.*s", STR_ARG(first), STR_ARG(second)) : first;
    text = raw_words(r, text);
    e->text = text.n ? str_copy(r->a, text) : STR_NONE;
    x->in = IN_ENTRY;
    x->has_posting = false;
    while (!bean_is_end(rest)) { /* tags and links */
        Str word = bean_word(&rest);
        if (!bean_is_tag(word))
            return raw_refuse(r, "not read here", word);
        note_meta(x, word);
    }
    return true;
}

/* Two balances of one account, currency and day that differ cannot both be true, however far each may be off. */
static bool is_claimed_otherwise(BeanReader *x, u32 account, Date day, const RawAmount *v)
{
    Str key = arena_printf(x->r->a, "%u %u %d", account, v->commodity, day);
    u32 before = names_count(x->claimed), at = names_add(x->claimed, key);
    GROWN(x->r->a, x->claims, at);
    if (at == before)
        x->claims[at] = *v;
    return x->claims[at].digits != v->digits || x->claims[at].decimals != v->decimals;
}

static bool read_balance(BeanReader *x, Str rest, Date day)
{
    PtaRaw   *r = x->r;
    u32       account;
    RawAmount v, slack = { 0 };
    Str       stood;
    if (!bean_account(x, bean_word(&rest), &account))
        return false;
    stood = rest;
    if (!bean_number(r, &rest, &v))
        return false;
    if (rest.n && rest.p[0] == '~') {
        rest = bean_after_spaces(str_skip(rest, 1));
        if (!bean_number(r, &rest, &slack))
            return false;
        if (slack.digits < 0)
            return raw_refuse(r, "not an amount", stood);
    }
    if (!currency_off(x, &rest, stood, &v.commodity))
        return false;
    if (is_claimed_otherwise(x, account, day, &v))
        return raw_refuse(r, "another balance of that day says otherwise", stood);
    slack.commodity = v.commodity;
    raw_decimals_note(r, &v);
    raw_decimals_note(r, &slack);
    RawEntry *e = raw_entry(r);
    e->day = day;
    e->is_claim = true;
    RawPosting *claim = raw_posting(r, account);
    claim->commodity = v.commodity;
    RawExtra *p = raw_extra(r, claim);
    p->has_claim = p->claims_below = true;
    p->claim = v;
    p->slack = slack;
    r->has_claims = r->claims_below = true;
    x->in = IN_SKIPPED;
    return bean_at_end(r, rest);
}

static bool read_dated(BeanReader *x, Str line)
{
    Date day;
    Str  stood = str_cut(line, 10);
    if (!bean_day(x->r, &line, &day))
        return false;
    line = bean_after_spaces(line);
    Str word = bean_word(&line);
    x->keys = NULL;
    if (str_is(word, "open") || str_is(word, "commodity"))
        return begin_declaration(x, line, day, str_is(word, "open") ? IN_OPEN : IN_COMMODITY);
    if (!date_is_valid(day))
        return raw_refuse(x->r, "not a day of the calendar from 1900 to 2999", stood);
    if (str_is(word, "*") || str_is(word, "!") || str_is(word, "txn"))
        return begin_entry(x, line, day, word.p[0] == '*' ? JOURNAL_CLEARED
                                         : word.p[0] == '!' ? JOURNAL_PENDING : JOURNAL_UNMARKED);
    if (str_is(word, "balance"))
        return read_balance(x, line, day);
    return bean_dated(x, word, line, day);
}

static bool read_undated(BeanReader *x, Str line)
{
    Str closed = str_trim(line);
    if (str_starts(closed, STR("; yc-closed: "))) {
        closed = str_skip(closed, 13);
        x->r->closed_line = x->r->lines->line;
        return raw_date(x->r, &closed, 0, &x->r->closed);
    }
    if (line.p[0] == ';' || (line.n > 1 && memchr("*#", line.p[0], 2) != NULL && bean_is_space(line.p[1])))
        return true;
    return bean_undated(x, line);
}

/* A line that is not indented, also an empty one, ends what stood above. */
static bool read_line(BeanReader *x, Str line)
{
    Str text = bean_after_spaces(line);
    if (text.n < line.n && text.n > 0)
        return read_indented(x, text);
    if (!finish(x))
        return false;
    if (text.n == 0)
        return true;
    return ascii_is_digit(line.p[0]) ? read_dated(x, line) : read_undated(x, line);
}

bool pta_read_beancount(PtaRaw *r)
{
    BeanReader *x = NEW(r->a, BeanReader);
    Str         line;
    *x = (BeanReader){ .r = r, .account_names = names_open(r->a), .currency_names = names_open(r->a),
                       .pushed = names_open(r->a), .claimed = names_open(r->a) };
    while (lines_next(r->lines, &line))
        if (!read_line(x, line))
            return false;
    return r->lines->refusal.what == NULL && finish(x) && bean_check(x);
}
