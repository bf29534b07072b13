/* pta_hledger_directive: the lines of hledger and ledger that are no entries. Those that only declare are taken or skipped;
 * those that would change what other lines mean are refused, each with what to do instead. */
#include "engine/ledger/pta_hledger_inside.h"

#include <string.h>

#include "base/ascii.h"

typedef struct Directive {
    const char *word;
    bool (*read)(HledgerReader *x, Str rest); /* NULL: refused */
    const char *why;
} Directive;

/* What stands before a comment, and the comment's words. */
static Str split_comment(PtaRaw *r, Str s, Str *ret_comment)
{
    size_t at = str_index(s, ';');
    *ret_comment = at < s.n ? raw_words(r, str_skip(s, at + 1)) : STR_NONE;
    return str_trim(str_cut(s, at));
}

/* The value of name:value in a comment, up to a comma. */
static bool tag_of(Str comment, const char *name, Str *ret_value)
{
    Str tag = str_from(name);
    for (size_t i = 0; i < comment.n; i++) {
        Str rest = str_skip(comment, i);
        if (!str_starts(rest, tag) || (i > 0 && memchr(" ,\t", comment.p[i - 1], 3) == NULL))
            continue;
        rest = str_skip(rest, tag.n);
        *ret_value = STR_NONE;
        str_next(&rest, ',', ret_value);
        *ret_value = str_trim(*ret_value);
        return true;
    }
    return false;
}

/* ---- account ---- */

static bool read_nature(HledgerReader *x, Str comment)
{
    static const struct { const char *word; JournalNature nature; } words[] = {
        { "A", JOURNAL_ASSET },    { "Asset", JOURNAL_ASSET },       { "Assets", JOURNAL_ASSET },
        { "C", JOURNAL_ASSET },    { "Cash", JOURNAL_ASSET },        { "L", JOURNAL_LIABILITY },
        { "Liability", JOURNAL_LIABILITY }, { "Liabilities", JOURNAL_LIABILITY }, { "E", JOURNAL_EQUITY },
        { "Equity", JOURNAL_EQUITY }, { "V", JOURNAL_EQUITY },       { "Conversion", JOURNAL_EQUITY },
        { "R", JOURNAL_INCOME },   { "Revenue", JOURNAL_INCOME },    { "Revenues", JOURNAL_INCOME },
        { "I", JOURNAL_INCOME },   { "Income", JOURNAL_INCOME },     { "X", JOURNAL_EXPENSE },
        { "Expense", JOURNAL_EXPENSE }, { "Expenses", JOURNAL_EXPENSE },
    };
    Str value;
    if (!tag_of(comment, "type:", &value))
        return true;
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_is(value, words[i].word))
            return raw_account(x->r, journal_account_name(x->r->journal, x->account), words[i].nature, &x->account);
    return raw_refuse(x->r, "an account's type is one of A, L, E, R, X", value);
}

static bool read_account(HledgerReader *x, Str rest)
{
    Str comment, name = split_comment(x->r, rest, &comment);
    x->within = IN_ACCOUNT;
    return raw_account(x->r, name, JOURNAL_UNKNOWN, &x->account) && read_nature(x, comment);
}

/* ---- commodity ---- */

static bool read_kind(HledgerReader *x, Str comment)
{
    static const char *const kinds[] = { "", "money", "labour", "goods" };
    Str                      value;
    if (!tag_of(comment, "yc-kind:", &value))
        return true;
    for (u8 i = 1; i < COUNTOF(kinds); i++) {
        if (!str_is(value, kinds[i]))
            continue;
        x->r->commodities[x->commodity].kind = i;
        return true;
    }
    return raw_refuse(x->r, "a commodity's kind is one of money, labour, goods", value);
}

/* An example such as 1,000.00 元 says decimals and decimal mark. */
static bool read_example(HledgerReader *x, Str *rest, u32 *ret_commodity)
{
    PtaRaw   *r = x->r;
    Str       all = *rest;
    RawAmount v;
    char      before = r->point;
    if (!hledger_amount(x, rest, true, &v))
        return false;
    RawCommodity *c = &r->commodities[v.commodity];
    Str           digits = all;
    while (digits.n && !ascii_is_digit(digits.p[0]))
        digits = str_skip(digits, 1);
    char point = before ? before : c->point;
    i64  again;
    u8   decimals;
    if (!raw_number(r, &digits, &point, &again, &decimals)) /* once more, for its mark */
        return false;
    if (point == 0 && !hledger_is_ledger(x))
        return raw_refuse(r, "hledger wants a decimal mark in the example, such as 1000. or 1000.00", all);
    c->point = point;
    x->point = point ? point : x->point;
    c->stated = decimals;
    *ret_commodity = v.commodity;
    *rest = after_spaces(*rest);
    return rest->n == 0 || rest->p[0] == ';' || raw_refuse(r, "not read behind an example of an amount", *rest);
}

static bool starts_example(Str s)
{
    bool in_quotes = false;
    for (size_t i = 0; i < s.n && (in_quotes || s.p[i] != ';'); i++) {
        in_quotes = in_quotes != (s.p[i] == '"');
        if (!in_quotes && ascii_is_digit(s.p[i]))
            return true;
    }
    return false;
}

static bool read_commodity(HledgerReader *x, Str rest)
{
    Str comment, name = split_comment(x->r, rest, &comment);
    x->within = IN_COMMODITY;
    x->has_example = starts_example(rest);
    if (x->has_example) {
        if (!read_example(x, &rest, &x->commodity))
            return false;
    } else {
        if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
            name = (Str){ name.p + 1, name.n - 2 };
        if (name.n == 0 || str_index(name, '"') < name.n)
            return raw_refuse(x->r, "a commodity directive without a commodity", rest);
        x->commodity = raw_commodity(x->r, name);
    }
    return read_kind(x, comment);
}

static bool below_commodity(HledgerReader *x, Str line)
{
    u32 commodity;
    if (line.p[0] == ';')
        return read_kind(x, raw_words(x->r, str_skip(line, 1)));
    if (str_is(line, "nomarket") || str_starts(line, STR("note ")))
        return true;
    if (x->has_example && !hledger_is_ledger(x))
        return raw_refuse(x->r, "the example stands behind the commodity or below it", line);
    if (!str_starts(line, STR("format ")))
        return raw_refuse(x->r, "not read below a commodity: format, note or a comment", line);
    Str rest = after_spaces(str_skip(line, 7));
    if (!read_example(x, &rest, &commodity))
        return false;
    return commodity == x->commodity || raw_refuse(x->r, "the format is of another commodity", line);
}

bool hledger_below_directive(HledgerReader *x, Str line)
{
    switch (x->within) {
    case IN_COMMODITY:
        return below_commodity(x, line);
    case IN_ACCOUNT:
        if (line.p[0] == ';')
            return read_nature(x, raw_words(x->r, str_skip(line, 1)));
        return str_starts(line, STR("note ")) ||
               raw_refuse(x->r, "not read below an account: a note or a comment", line);
    case IN_RULE:
        return true;
    default:
        return line.p[0] == ';' || raw_refuse(x->r, "not read below a payee or tag: a comment", line);
    }
}

/* ---- the others ---- */

/* A periodic rule, with all that is indented below: it makes no entry here nor there, unless asked to. */
static bool skip_rule(HledgerReader *x, Str rest)
{
    if (hledger_is_ledger(x))
        return raw_refuse(x->r, "ledger wants that periodic rules balance, and they are not read here: leave them out", rest);
    x->within = IN_RULE;
    x->r->book->skipped++;
    return true;
}

static bool skip(HledgerReader *x, Str rest)
{
    x->within = IN_OTHER;
    x->r->book->skipped++;
    return true;
}

static bool skip_line(HledgerReader *x, Str rest)
{
    x->r->book->skipped++;
    return !str_is(rest, "\"\"") || raw_refuse(x->r, "a commodity directive without a commodity", rest);
}

/* The amount of P, which is read for its form: its commodity is not one of the journal by that. Where nobody stated a mark,
 * 1,000 is taken for a thousand: nothing depends on it. */
static bool is_amount_of_price(HledgerReader *x, Str name, Str rest)
{
    if (x->aside == NULL) {
        x->aside = NEW(x->r->a, PtaRaw);
        *x->aside = (PtaRaw){ .a = x->r->a, .lines = x->r->lines, .book = x->r->book, .dialect = x->r->dialect,
                               .names = names_open(x->r->a) };
    }
    HledgerReader y = { .r = x->aside };
    RawAmount     v;
    x->aside->point = x->r->point ? x->r->point : x->point ? x->point : '.';
    if (!hledger_amount(&y, &rest, false, &v))
        return false;
    rest = after_spaces(rest);
    if (str_eq(names_at(x->aside->names, v.commodity), name))
        return raw_refuse(x->r, "a commodity has no price in itself", name);
    return rest.n == 0 || rest.p[0] == ';' || raw_refuse(x->r, "not read behind a price", rest);
}

static bool read_price(HledgerReader *x, Str rest)
{
    Date day;
    Str  name;
    if (!raw_date(x->r, &rest, x->year, &day))
        return false;
    rest = after_spaces(rest);
    size_t n = 0;
    while (n < rest.n && (ascii_is_digit(rest.p[n]) || rest.p[n] == ':'))
        n++;
    rest = after_spaces(str_skip(rest, n)); /* a time of day */
    size_t quote = str_starts(rest, STR("\"")) ? str_index(str_skip(rest, 1), '"') + 2 : 0;
    for (n = quote <= rest.n ? quote : 0; n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\t';)
        n++;
    name = str_cut(rest, n);
    rest = after_spaces(str_skip(rest, n));
    if (name.n == 0 || rest.n == 0)
        return raw_refuse(x->r, "a price is: P, day, commodity, amount", rest);
    x->r->book->skipped++;
    return is_amount_of_price(x, name, rest);
}

static bool read_default(HledgerReader *x, Str rest)
{
    if (!read_example(x, &rest, &x->default_commodity))
        return false;
    x->has_default = !hledger_is_ledger(x);
    return true;
}

static bool read_year(HledgerReader *x, Str rest)
{
    i64 year;
    Str comment;
    if (!str_int(split_comment(x->r, rest, &comment), &year) || year < 1900 || year > 2999)
        return raw_refuse(x->r, "a year from 1900 to 2999", rest);
    x->year = (int)year;
    return true;
}

static bool read_mark(HledgerReader *x, Str rest)
{
    Str comment, mark = split_comment(x->r, rest, &comment);
    if (!str_is(mark, ".") && !str_is(mark, ","))
        return raw_refuse(x->r, "the decimal mark is . or ,", rest);
    x->r->point = mark.p[0];
    return true;
}

static bool begin_comment(HledgerReader *x, Str rest)
{
    if (rest.n && !hledger_is_ledger(x))
        return raw_refuse(x->r, "a line that begins a comment says nothing else than comment", rest);
    x->in_comment = true;
    x->comment_end = STR("end comment");
    return true;
}

static bool begin_test(HledgerReader *x, Str rest)
{
    x->in_comment = true;
    x->comment_end = STR("end test");
    return true;
}

static const Directive ledgers[] = { /* hledger knows none of them */
    { "year", read_year, NULL },
    { "test", begin_test, NULL },
};

static const Directive directives[] = {
    { "account", read_account, NULL },
    { "commodity", read_commodity, NULL },
    { "commodity:", read_commodity, NULL }, /* ; yc-commodity: */
    { "payee", skip, NULL },
    { "tag", skip, NULL },
    { "P", read_price, NULL },
    { "D", read_default, NULL },
    { "Y", read_year, NULL },
    { "apply year", read_year, NULL },
    { "decimal-mark", read_mark, NULL },
    { "comment", begin_comment, NULL },
    { "~", skip_rule, NULL },
    { "include", NULL, "another file is not opened from here: put the files together first (hledger print)" },
    { "alias", NULL, "an alias renames accounts: write their full names (hledger print)" },
    { "end aliases", NULL, "an alias renames accounts: write their full names (hledger print)" },
    { "apply account", NULL, "this puts names in front of accounts: write their full names (hledger print)" },
    { "apply", NULL, "this changes the lines that follow: write it out in each (hledger print)" },
    { "end", NULL, "nothing that is read here ends so" },
    { "bucket", NULL, "an account that takes what is left out: write it in each entry" },
    { "A", NULL, "an account that takes what is left out: write it in each entry" },
    { "=", NULL, "rules that add postings (=) are not read: write the postings out (hledger print --auto)" },
    { "C", NULL, "commodities that are multiples of each other are not read: use one of them" },
    { "i", NULL, "a time clock is not read: write the hours as an entry" },
    { "o", NULL, "a time clock is not read: write the hours as an entry" },
    { "assert", NULL, "expressions are not read: assert a balance behind a posting, = 5.00" },
    { "check", NULL, "expressions are not read: assert a balance behind a posting, = 5.00" },
    { "define", NULL, "expressions are not read: write the values" },
    { "eval", NULL, "expressions are not read: write the values" },
    { "python", NULL, "programs are not run" },
    { "N", skip_line, NULL },
};

/* A word is followed by a space or nothing; a sign (= ~) or Y by anything. */
static bool is_directive(Str line, const char *word, Str *ret_rest)
{
    Str w = str_from(word);
    if (!str_starts(line, w))
        return false;
    *ret_rest = str_skip(line, w.n);
    bool stands_alone = w.n == 1 && memchr("=~Y", w.p[0], 3) != NULL;
    return stands_alone || ret_rest->n == 0 || ret_rest->p[0] == ' ' || ret_rest->p[0] == '\t';
}

static const Directive *find_directive(const Directive *v, size_t n, Str line, Str *ret_rest)
{
    for (size_t i = 0; i < n; i++)
        if (is_directive(line, v[i].word, ret_rest))
            return &v[i];
    return NULL;
}

bool hledger_directive(HledgerReader *x, Str line)
{
    Str rest;
    x->within = IN_NOTHING;
    if (line.p[0] == '!' || line.p[0] == '@') /* ledger's old way to begin a directive */
        line = str_skip(line, 1);
    const Directive *d = find_directive(directives, COUNTOF(directives), line, &rest);
    if (d == NULL && hledger_is_ledger(x))
        d = find_directive(ledgers, COUNTOF(ledgers), line, &rest);
    if (d != NULL)
        return d->read ? d->read(x, str_trim(rest)) : raw_refuse(x->r, d->why, line);
    return raw_refuse(x->r, "not a line of a journal: a day begins an entry, an indented line a posting", line);
}
