/* book_beancount: beancount's text. Directives that carry balances are read (open, commodity, transactions, balance);
 * those that only tell something are skipped; what changes entries by rules (pad, plugins, lots) is refused. */
#include "engine/book_raw.h"

#include <string.h>

typedef enum In { IN_NOTHING, IN_OPEN, IN_COMMODITY, IN_ENTRY, IN_SKIPPED } In;

typedef struct BeanReader {
    BookRaw *r;
    In       in;
    Names   *account_names, *currency_names; /* as the file says them */
    u32     *accounts, *currencies;          /* in the journal and in r->names */
    size_t   accounts_room, currencies_room;
    Date    *opened;                         /* by the journal's account; 0: not */
    size_t   opened_room, n_opened;
    /* the directive whose metadata is being read */
    Str      name, own_name;                 /* as the file says it; yc-name */
    bool     has_own_name;
    Date     day;
    i64      line;
    JournalNature nature;
    u8       kind;
    int      decimals;
    bool     has_posting;
} BeanReader;

static bool is_space(char ch)
{
    return ch == ' ' || ch == '\t';
}

static Str after_spaces(Str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_skip(s, 1);
    return s;
}

static Str word_off(Str *rest)
{
    size_t n = 0;
    while (n < rest->n && !is_space(rest->p[n]))
        n++;
    Str word = str_cut(*rest, n);
    *rest = after_spaces(str_skip(*rest, n));
    return word;
}

/* A string in quotes off the front of *rest, without its escapes. */
static bool string_off(BeanReader *x, Str *rest, Str *ret)
{
    Buf b = buf_new(x->r->a, rest->n + 1, rest->n + 1);
    if (rest->n == 0 || rest->p[0] != '"')
        return raw_refuse(x->r, "a text in quotes is missing", *rest);
    for (size_t i = 1; i < rest->n; i++) {
        char ch = rest->p[i];
        if (ch == '"') {
            *rest = after_spaces(str_skip(*rest, i + 1));
            *ret = buf_text(&b);
            return true;
        }
        if (ch == '\\' && i + 1 < rest->n) {
            ch = rest->p[++i];
            ch = ch == 'n' ? '\n' : ch == 't' ? '\t' : ch == 'r' ? '\r' : ch;
        }
        buf_char(&b, ch);
    }
    return raw_refuse(x->r, "a text in quotes that does not end on its line", *rest);
}

static bool is_end(Str rest)
{
    return rest.n == 0 || rest.p[0] == ';';
}

static bool at_end(BeanReader *x, Str rest)
{
    return is_end(rest) || raw_refuse(x->r, "not read here", rest);
}

/* ---- names ---- */

static bool is_account(Str s)
{
    static const char *const roots[] = { "Assets:", "Liabilities:", "Equity:", "Income:", "Expenses:" };
    for (size_t i = 0; i < COUNTOF(roots); i++)
        if (str_starts(s, str_from(roots[i])))
            return true;
    return false;
}

static JournalNature nature_of(Str s)
{
    switch (s.p[0]) {
    case 'A': return JOURNAL_ASSET;
    case 'L': return JOURNAL_LIABILITY;
    case 'I': return JOURNAL_INCOME;
    default: return s.p[1] == 'q' ? JOURNAL_EQUITY : JOURNAL_EXPENSE;
    }
}

/* The journal's account of a name in the file; `own` is what yc-name says it is called. */
static bool account_of(BeanReader *x, Str name, Str own, JournalNature nature, u32 *ret)
{
    BookRaw *r = x->r;
    u32      before = names_count(x->account_names), at = names_add(x->account_names, name);
    if (at == before) {
        if (!raw_account(r, own, nature, ret))
            return false;
        GROWN(x->r->a, x->accounts, at);
        x->accounts[at] = *ret;
    }
    *ret = x->accounts[at];
    return str_eq(journal_account_name(r->journal, *ret), own) ||
           raw_refuse(r, "yc-name comes after the account was used", own);
}

static bool used_account(BeanReader *x, Str name, u32 *ret)
{
    u32 at = names_find(x->account_names, name);
    if (!is_account(name))
        return raw_refuse(x->r, "not an account of beancount, such as Assets:Bank", name);
    if (at == NAMES_NONE)
        return account_of(x, name, name, JOURNAL_UNKNOWN, ret);
    *ret = x->accounts[at];
    return true;
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

static bool is_currency(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (i > 0 && s.p[i] >= '0' && s.p[i] <= '9') ||
              (i > 0 && memchr("'._-/", s.p[i], 5) != NULL)))
            return false;
    return s.n > 0;
}

/* ---- amounts ---- */

static bool amount_off(BeanReader *x, Str *rest, RawAmount *ret)
{
    BookRaw *r = x->r;
    Str      stood = *rest;
    char     point = '.';
    bool     minus = rest->n && rest->p[0] == '-';
    size_t   n = 0;
    if (rest->n && (minus || rest->p[0] == '+'))
        *rest = str_skip(*rest, 1);
    while (n < rest->n && memchr("0123456789.,", rest->p[n], 12) != NULL)
        n++;
    Str number = str_cut(*rest, n);
    if (!raw_number(r, &number, &point, &ret->digits, &ret->decimals))
        return false;
    *rest = after_spaces(str_skip(*rest, n));
    if (rest->n && memchr("+-*/(", rest->p[0], 5) != NULL)
        return raw_refuse(r, "a computed amount: write the result", stood);
    n = 0;
    while (n < rest->n && !is_space(rest->p[n]) && memchr("@{;~,", rest->p[n], 5) == NULL)
        n++;
    Str currency = str_cut(*rest, n);
    *rest = after_spaces(str_skip(*rest, n));
    if (!is_currency(currency))
        return raw_refuse(r, "the currency is missing, or is none (ASCII capitals)", stood);
    ret->digits = minus ? -ret->digits : ret->digits;
    u32 at = names_find(x->currency_names, currency);
    if (at == NAMES_NONE)
        return currency_of(x, currency, currency, &ret->commodity);
    ret->commodity = x->currencies[at];
    return true;
}

static void note_decimals(BookRaw *r, const RawAmount *v, bool is_price)
{
    RawCommodity *c = &r->commodities[v->commodity];
    int          *most = is_price ? &c->prices : &c->amounts;
    if (v->decimals > *most)
        *most = v->decimals;
}

static bool read_posting(BeanReader *x, Str line)
{
    BookRaw  *r = x->r;
    u8        mark = JOURNAL_UNMARKED;
    u32       account;
    RawAmount v;
    if (line.n > 1 && is_space(line.p[1]) && (line.p[0] == '*' || line.p[0] == '!')) {
        mark = line.p[0] == '*' ? JOURNAL_CLEARED : JOURNAL_PENDING;
        line = after_spaces(str_skip(line, 1));
    }
    Str name = word_off(&line);
    if (!used_account(x, name, &account))
        return false;
    RawPosting *p = raw_posting(r, account);
    x->has_posting = true;
    if (mark != JOURNAL_UNMARKED)
        raw_extra(r, p)->mark = mark;
    if (is_end(line))
        return true;
    if (!amount_off(x, &line, &v))
        return false;
    note_decimals(r, &v, false);
    p->has_amount = true;
    p->digits = v.digits;
    p->decimals = v.decimals;
    p->commodity = v.commodity;
    if (line.n && line.p[0] == '{')
        return raw_refuse(r, "lots are not read: write the price with @ or @@", line);
    if (line.n && line.p[0] == '@') {
        bool is_total = str_starts(line, STR("@@"));
        line = after_spaces(str_skip(line, is_total ? 2 : 1));
        if (line.n && line.p[0] == '-')
            return raw_refuse(r, "a price has no sign: it is that of the amount", line);
        if (!amount_off(x, &line, &v))
            return false;
        note_decimals(r, &v, !is_total);
        RawExtra *e = raw_extra(r, p);
        e->has_cost = true;
        e->is_total = is_total;
        e->cost = v;
    }
    return at_end(x, line);
}

/* ---- metadata ---- */

static bool declare_meta(BeanReader *x, Str key, Str rest)
{
    static const char *const kinds[] = { "", "money", "labour", "goods" };
    static const char        natures[] = "-ALERX";
    Str                      value = STR_NONE;
    i64                      n;
    if (str_is(key, "yc-decimals")) {
        if (!str_int(word_off(&rest), &n) || n < 0 || n > JOURNAL_MOST_DECIMALS)
            return raw_refuse(x->r, "a commodity has 0 to 18 decimals", rest);
        x->decimals = (int)n;
        return true;
    }
    if (!string_off(x, &rest, &value) || !at_end(x, rest))
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
    BookRaw  *r = x->r;
    RawEntry *e = &r->entries[r->n_entries - 1];
    RawExtra *p = x->has_posting ? raw_extra(r, &r->postings[r->n_postings - 1]) : NULL;
    RawRest  *rest = p ? NULL : raw_rest(r, e);
    raw_note(r, p ? &p->note : &rest->note, p ? &p->note_lines : &rest->note_lines, text);
}

static bool entry_meta(BeanReader *x, Str key, Str rest, Str whole)
{
    BookRaw  *r = x->r;
    RawEntry *e = &r->entries[r->n_entries - 1];
    Str       value;
    if (!str_starts(key, STR("yc-"))) {
        note_meta(x, raw_words(r, whole));
        return true;
    }
    if (str_is(key, "yc-day2") && !x->has_posting)
        return raw_date(r, &rest, 0, &raw_rest(r, e)->day2) && at_end(x, after_spaces(rest));
    if (!string_off(x, &rest, &value) || !at_end(x, rest))
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
    while (n < line.n && ((line.p[n] >= 'a' && line.p[n] <= 'z') ||
                          (n > 0 && (memchr("-_", line.p[n], 2) != NULL || (line.p[n] >= '0' && line.p[n] <= '9') ||
                                     (line.p[n] >= 'A' && line.p[n] <= 'Z')))))
        n++;
    *ret_key = str_cut(line, n);
    return n > 0 && n < line.n && line.p[n] == ':';
}

static bool read_indented(BeanReader *x, Str line)
{
    Str key;
    if (line.p[0] == ';' || x->in == IN_SKIPPED)
        return true;
    if (is_meta(line, &key)) {
        Str rest = after_spaces(str_skip(line, key.n + 1));
        if (x->in == IN_ENTRY)
            return entry_meta(x, key, rest, line);
        if (x->in == IN_OPEN || x->in == IN_COMMODITY)
            return !str_starts(key, STR("yc-")) || declare_meta(x, key, rest);
    }
    if (x->in == IN_ENTRY)
        return read_posting(x, line);
    return raw_refuse(x->r, "an indented line that belongs to no entry", line);
}

/* ---- directives ---- */

/* What an open or commodity directive declares is known when its metadata is read. */
static bool finish(BeanReader *x)
{
    BookRaw *r = x->r;
    Str      own = x->has_own_name ? x->own_name : x->name;
    u32      at;
    In       was = x->in;
    x->in = IN_NOTHING;
    if (was == IN_OPEN) {
        if (!account_of(x, x->name, own, x->nature, &at) || !raw_account(r, own, x->nature, &at))
            return false;
        while (x->n_opened <= at) {
            GROWN(x->r->a, x->opened, x->n_opened);
            x->opened[x->n_opened++] = 0;
        }
        if (x->opened[at] != 0)
            return raw_refuse_at(r, x->line, "the account is opened twice", own);
        x->opened[at] = x->day;
    }
    if (was == IN_COMMODITY) {
        if (!currency_of(x, x->name, own, &at))
            return false;
        r->commodities[at].stated = x->decimals;
        r->commodities[at].kind = x->kind;
    }
    return true;
}

static bool begin_declaration(BeanReader *x, Str rest, Date day, In in)
{
    Str name = word_off(&rest);
    x->in = in;
    x->name = str_copy(x->r->a, name);
    x->has_own_name = false;
    x->day = day;
    x->line = x->r->lines->line;
    x->kind = JOURNAL_UNSTATED;
    x->decimals = -1;
    if (in == IN_OPEN) {
        if (!is_account(name))
            return raw_refuse(x->r, "not an account of beancount, such as Assets:Bank", name);
        x->nature = nature_of(name);
        return true; /* its currencies and booking method change no balance */
    }
    if (!is_currency(name))
        return raw_refuse(x->r, "not a currency of beancount (ASCII capitals)", name);
    return at_end(x, rest);
}

static bool begin_entry(BeanReader *x, Str rest, Date day, u8 mark)
{
    BookRaw *r = x->r;
    Str      first = STR_NONE, second = STR_NONE;
    if (rest.n && rest.p[0] == '"' && !string_off(x, &rest, &first))
        return false;
    bool has_payee = rest.n && rest.p[0] == '"';
    if (has_payee && !string_off(x, &rest, &second))
        return false;
    RawEntry *e = raw_entry(r);
    e->day = day;
    e->mark = mark;
    Str text = has_payee ? arena_printf(r->a, "%.*s | %.*s", STR_ARG(first), STR_ARG(second)) : first;
    text = raw_words(r, text);
    e->text = text.n ? str_copy(r->a, text) : STR_NONE;
    x->in = IN_ENTRY;
    x->has_posting = false;
    while (!is_end(rest)) { /* tags and links */
        Str word = word_off(&rest);
        if (word.n < 2 || (word.p[0] != '#' && word.p[0] != '^'))
            return raw_refuse(r, "not read here", word);
        note_meta(x, word);
    }
    return true;
}

static bool read_balance(BeanReader *x, Str rest, Date day)
{
    BookRaw  *r = x->r;
    u32       account;
    RawAmount v;
    if (!used_account(x, word_off(&rest), &account) || !amount_off(x, &rest, &v))
        return false;
    note_decimals(r, &v, false);
    RawEntry *e = raw_entry(r);
    e->day = day;
    e->is_claim = true;
    RawExtra *p = raw_extra(r, raw_posting(r, account));
    p->has_claim = p->claims_below = true;
    p->claim = v;
    r->has_claims = r->claims_below = true;
    x->in = IN_SKIPPED;
    return at_end(x, rest);
}

static bool read_dated(BeanReader *x, Str line)
{
    static const char *const skipped[] = { "close", "note", "document", "price", "event", "query", "custom" };
    Date                     day;
    Str                      stood = str_cut(line, 10);
    if (!raw_old_date(x->r, &line, &day))
        return false;
    line = after_spaces(line);
    Str word = word_off(&line);
    if (!date_is_valid(day) && !str_is(word, "commodity") && !str_is(word, "open"))
        return raw_refuse(x->r, "not a day of the calendar from 1900 to 2999", stood);
    if (str_is(word, "*") || str_is(word, "!") || str_is(word, "txn"))
        return begin_entry(x, line, day, word.p[0] == '*' ? JOURNAL_CLEARED
                                         : word.p[0] == '!' ? JOURNAL_PENDING : JOURNAL_UNMARKED);
    if (str_is(word, "open") || str_is(word, "commodity"))
        return begin_declaration(x, line, day, str_is(word, "open") ? IN_OPEN : IN_COMMODITY);
    if (str_is(word, "balance"))
        return read_balance(x, line, day);
    if (str_is(word, "pad"))
        return raw_refuse(x->r, "pad makes up amounts: write the entry that is missing", line);
    for (size_t i = 0; i < COUNTOF(skipped); i++) {
        if (!str_is(word, skipped[i]))
            continue;
        x->in = IN_SKIPPED;
        x->r->book->skipped++;
        return true;
    }
    return raw_refuse(x->r, "not a directive that is read here", word);
}

static bool read_undated(BeanReader *x, Str line)
{
    Str rest = line, word = word_off(&rest), name, closed = str_trim(line);
    x->in = IN_SKIPPED;
    if (str_starts(closed, STR("; yc-closed: "))) {
        closed = str_skip(closed, 13);
        x->r->closed_line = x->r->lines->line;
        return raw_date(x->r, &closed, 0, &x->r->closed);
    }
    if (memchr(";*#", line.p[0], 3) != NULL)
        return true;
    if (str_is(word, "option")) {
        if (!string_off(x, &rest, &name))
            return false;
        return !str_starts(name, STR("name_")) || raw_refuse(x->r, "other names for the five roots are not read", name);
    }
    if (str_is(word, "pushtag") || str_is(word, "poptag") || str_is(word, "pushmeta") || str_is(word, "popmeta")) {
        x->r->book->skipped++;
        return true;
    }
    if (str_is(word, "include"))
        return raw_refuse(x->r, "another file is not opened from here: put them together (bean-report FILE print)",
                          line);
    if (str_is(word, "plugin"))
        return raw_refuse(x->r, "plugins are not run: print the file with them first (bean-report FILE print)", line);
    return raw_refuse(x->r, "not a line of beancount: a day begins a directive, an indented line a posting", line);
}

static bool read_line(BeanReader *x, Str line)
{
    Str text = after_spaces(line);
    if (text.n == 0)
        return true;
    if (text.n < line.n)
        return read_indented(x, text);
    if (!finish(x))
        return false;
    return line.p[0] >= '0' && line.p[0] <= '9' ? read_dated(x, line) : read_undated(x, line);
}

static bool all_are_open(BeanReader *x)
{
    BookRaw *r = x->r;
    for (u32 i = 0, entry = 0; i < r->n_postings; i++) {
        while (entry + 1 < r->n_entries && r->entries[entry + 1].first <= i)
            entry++;
        u32 account = r->postings[i].account;
        if (account >= x->n_opened || x->opened[account] == 0 || x->opened[account] > r->entries[entry].day)
            return raw_refuse_at(r, r->postings[i].line, "the account is not open on that day",
                                 journal_account_name(r->journal, account));
    }
    return true;
}

bool book_read_beancount(BookRaw *r)
{
    BeanReader *x = NEW(r->a, BeanReader);
    Str         line;
    *x = (BeanReader){ .r = r, .account_names = names_open(r->a), .currency_names = names_open(r->a) };
    while (lines_next(r->lines, &line))
        if (!read_line(x, line))
            return false;
    return r->lines->refusal.what == NULL && finish(x) && all_are_open(x);
}
