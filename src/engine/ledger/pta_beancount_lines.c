/* pta_beancount_lines: beancount's lines that carry no amount. They change no balance, but what they say has to be true: an
 * account that was closed takes nothing more, a tag that was pushed is popped. */
#include "engine/ledger/pta_beancount_inside.h"

#include <string.h>

/* ---- open, close, and who is used when ---- */

bool bean_limits(BeanReader *x, Str rest)
{
    static const char *const bookings[] = { "STRICT", "STRICT_WITH_SIZE", "NONE", "AVERAGE", "FIFO", "LIFO", "HIFO" };
    PtaRaw            *r = x->r;
    Str                booking;
    x->first_limit = x->n_limits;
    for (bool more = true; more && !bean_is_end(rest) && rest.p[0] != '"';) {
        size_t n = 0;
        while (n < rest.n && !bean_is_space(rest.p[n]) && rest.p[n] != ',' && rest.p[n] != ';' && rest.p[n] != '"')
            n++;
        Str currency = str_cut(rest, n);
        if (!bean_is_currency(currency))
            return raw_refuse(r, "not a currency of beancount (ASCII capitals)", rest);
        GROWN(r->a, x->limits, x->n_limits);
        x->limits[x->n_limits++] = (BeanLimit){ JOURNAL_NONE, str_copy(r->a, currency) };
        rest = bean_after_spaces(str_skip(rest, n));
        more = rest.n && rest.p[0] == ',';
        rest = more ? bean_after_spaces(str_skip(rest, 1)) : rest;
        if (more && bean_is_end(rest))
            return raw_refuse(r, "a currency is missing behind the comma", rest);
    }
    if (bean_is_end(rest))
        return true;
    if (!bean_string(r, &rest, &booking))
        return false;
    for (size_t i = 0; i < COUNTOF(bookings); i++)
        if (str_is(booking, bookings[i]))
            return bean_at_end(r, rest);
    return raw_refuse(r, "not a way of booking of beancount", booking);
}

static bool read_close(BeanReader *x, Str rest, Date day)
{
    u32 account;
    if (!bean_account(x, bean_word(&rest), &account) || !bean_at_end(x->r, rest))
        return false;
    while (x->n_closed <= account) {
        GROWN(x->r->a, x->closed, x->n_closed);
        x->closed[x->n_closed++] = 0;
    }
    if (x->closed[account] != 0)
        return raw_refuse(x->r, "the account is closed twice", journal_account_name(x->r->journal, account));
    x->closed[account] = day;
    GROWN(x->r->a, x->uses, x->n_uses);
    x->uses[x->n_uses++] = (BeanUse){ account, day - 1, x->r->lines->line }; /* on a day after it was opened */
    return true;
}

static bool use(BeanReader *x, Str name, Date day)
{
    u32 account;
    if (!bean_account(x, name, &account))
        return false;
    GROWN(x->r->a, x->uses, x->n_uses);
    x->uses[x->n_uses++] = (BeanUse){ account, day, x->r->lines->line };
    return true;
}

static bool is_opened(const BeanReader *x, u32 account, Date day)
{
    return account < x->n_opened && x->opened[account] != 0 && x->opened[account] <= day;
}

static const char NOT_OPEN[] = "the account is not open on that day";

/* What is said of an account on a day when it is not open; NULL: it is. */
static const char *not_open(const BeanReader *x, u32 account, Date day)
{
    if (!is_opened(x, account, day))
        return NOT_OPEN;
    return account < x->n_closed && x->closed[account] != 0 && x->closed[account] < day ? "the account is closed on that day" : NULL;
}

/* Each that is not, as beancount names them all; a line that only uses one may stand behind its end. */
static void tell_not_open(BeanReader *x)
{
    PtaRaw     *r = x->r;
    const char *what;
    for (u32 i = 0, entry = 0; i < r->n_postings; i++) {
        while (entry + 1 < r->n_entries && r->entries[entry + 1].first <= i)
            entry++;
        if ((what = not_open(x, r->postings[i].account, r->entries[entry].day)) != NULL) {
            raw_fault(r, r->postings[i].line, what, journal_account_name(r->journal, r->postings[i].account));
            r->entries[entry].is_faulty = true;
        }
    }
    for (size_t i = 0; i < x->n_uses; i++) {
        u32 account = x->uses[i].account;
        if (!is_opened(x, account, x->uses[i].day))
            raw_fault(r, x->uses[i].line, NOT_OPEN, journal_account_name(r->journal, account));
    }
}

/* What an account takes, for when the amounts that were left out are known. */
static void tell_limits(BeanReader *x)
{
    PtaRaw *r = x->r;
    if (x->n_limits == 0)
        return;
    r->is_limited = NEW_N(r->a, bool, journal_accounts(r->journal));
    r->allowed = numbering_new(r->a);
    for (size_t i = 0; i < x->n_limits; i++) {
        u32 at = names_find(x->currency_names, x->limits[i].currency);
        r->is_limited[x->limits[i].account] = true;
        if (at != NAMES_NONE)
            numbering_of(&r->allowed, numbering_pair(x->limits[i].account, x->currencies[at]));
    }
}

/* ---- the others ---- */

static bool read_price(BeanReader *x, Str rest)
{
    RawAmount v;
    Str       word = bean_word(&rest);
    if (!bean_is_currency(word))
        return raw_refuse(x->r, "not a currency of beancount (ASCII capitals)", word);
    if (!bean_number(x->r, &rest, &v))
        return false;
    word = str_cut(rest, str_index(rest, ';'));
    word = bean_word(&word);
    return (bean_is_currency(word) && bean_at_end(x->r, bean_after_spaces(str_skip(rest, word.n)))) ||
           raw_refuse(x->r, "not a currency of beancount (ASCII capitals)", word);
}

static bool read_custom(BeanReader *x, Str rest, Date day)
{
    Str text, account;
    if (!bean_string(x->r, &rest, &text))
        return false;
    while (!bean_is_end(rest)) {
        if (rest.p[0] == '#' || rest.p[0] == '^')
            return raw_refuse(x->r, "not read here", rest);
        if (!bean_value(x->r, &rest, &account) || (account.n && !use(x, account, day)))
            return false;
    }
    return true;
}

bool bean_dated(BeanReader *x, Str word, Str rest, Date day)
{
    PtaRaw *r = x->r;
    Str     text;
    x->in = IN_SKIPPED;
    r->book->skipped++;
    if (str_is(word, "close"))
        return read_close(x, rest, day);
    if (str_is(word, "note"))
        return use(x, bean_word(&rest), day) && bean_string(r, &rest, &text) && bean_at_end(r, rest);
    if (str_is(word, "price"))
        return read_price(x, rest);
    if (str_is(word, "event") || str_is(word, "query"))
        return bean_string(r, &rest, &text) && bean_string(r, &rest, &text) && bean_at_end(r, rest);
    if (str_is(word, "custom"))
        return read_custom(x, rest, day);
    if (str_is(word, "pad"))
        return raw_refuse(r, "pad makes up amounts: write the entry that is missing", rest);
    if (str_is(word, "document"))
        return raw_refuse(r, "a document is a file, which is not looked for here: leave the line out", rest);
    return raw_refuse(r, "not a directive that is read here", word);
}

/* pushtag and pushmeta begin, poptag and popmeta end what holds for the lines between. */
static bool push(BeanReader *x, Str what, bool is_push)
{
    u32 before = names_count(x->pushed), at = names_add(x->pushed, what);
    if (at == before) {
        GROWN(x->r->a, x->push_counts, at);
        x->push_counts[at] = 0;
    }
    if (!is_push && x->push_counts[at] == 0)
        return raw_refuse(x->r, "this was not pushed before", what);
    x->push_counts[at] += is_push ? 1 : -1u;
    x->r->book->skipped++;
    return true;
}

static bool read_tag(BeanReader *x, Str rest, bool is_push)
{
    Str tag = bean_word(&rest);
    if (!bean_is_tag(tag) || tag.p[0] != '#')
        return raw_refuse(x->r, "not a tag of beancount, such as #road", tag);
    return bean_at_end(x->r, rest) && push(x, tag, is_push);
}

static bool read_meta(BeanReader *x, Str rest, bool is_push)
{
    Str    account;
    size_t colon = str_index(rest, ':');
    Str    key = str_cut(rest, colon), value = bean_after_spaces(str_skip(rest, colon + 1));
    if (colon == rest.n || key.n < 2 || key.p[0] < 'a' || key.p[0] > 'z')
        return raw_refuse(x->r, "a key is missing, such as place:", rest);
    if (is_push && !bean_value(x->r, &value, &account))
        return false;
    return bean_at_end(x->r, value) && push(x, str_cut(rest, colon + 1), is_push);
}

/* Options that change no balance, no tolerance and no name; and the one that pta_write_beancount writes. */
static bool read_option(BeanReader *x, Str rest)
{
    static const char *const known[] = { "title", "operating_currency" };
    Str                      name, value;
    if (!bean_string(x->r, &rest, &name) || !bean_string(x->r, &rest, &value) || !bean_at_end(x->r, rest))
        return false;
    for (size_t i = 0; i < COUNTOF(known); i++)
        if (str_is(name, known[i]))
            return true;
    if (str_is(name, "inferred_tolerance_default") && str_is(value, PTA_BEAN_TOLERANCE))
        return x->r->has_tolerance = true;
    return raw_refuse(x->r, str_starts(name, STR("name_")) ? "other names for the five roots are not read"
                                                           : "this option is not read here", name);
}

bool bean_undated(BeanReader *x, Str line)
{
    PtaRaw *r = x->r;
    Str     rest = line, word = bean_word(&rest);
    if (str_is(word, "option"))
        return read_option(x, rest);
    if (str_is(word, "pushtag") || str_is(word, "poptag"))
        return read_tag(x, rest, str_is(word, "pushtag"));
    if (str_is(word, "pushmeta") || str_is(word, "popmeta"))
        return read_meta(x, rest, str_is(word, "pushmeta"));
    if (str_is(word, "include"))
        return raw_refuse(r, "another file is not opened from here: put them together (bean-report FILE print)", line);
    if (str_is(word, "plugin"))
        return raw_refuse(r, "plugins are not run: print the file with them first (bean-report FILE print)", line);
    return raw_refuse(r, "not a line of beancount: a day begins a directive, an indented line a posting", line);
}

bool bean_check(BeanReader *x)
{
    for (u32 i = 0; i < names_count(x->pushed); i++)
        if (x->push_counts[i] != 0)
            return raw_refuse(x->r, "this was pushed and never popped", names_at(x->pushed, i));
    tell_limits(x);
    tell_not_open(x);
    return true;
}
