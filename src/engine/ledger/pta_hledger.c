/* pta_hledger: entries as hledger and ledger write them. What they have in common is read; what one of them reads in
 * another way, or computes, is refused. */
#include "engine/ledger/pta_hledger_inside.h"

#include <string.h>

enum { LONGEST_OF_LEDGER = 4095 };

/* ---- comments ---- */

static bool is_tag(Str line, const char *name, Str *ret_value)
{
    Str tag = str_from(name);
    if (!str_starts(line, tag))
        return false;
    *ret_value = str_trim(str_skip(line, tag.n));
    return true;
}

/* [2026-07-12], [=7/12]: digits with - / . between them and nothing else; [12] is a number in brackets. */
static bool is_bracketed_day(Str s)
{
    size_t n = 1, digits = 0, signs = 0;
    for (; n < s.n && (ascii_is_digit(s.p[n]) || memchr("-/.=", s.p[n], 4) != NULL); n++) {
        digits += ascii_is_digit(s.p[n]);
        signs += !ascii_is_digit(s.p[n]);
    }
    return n < s.n && s.p[n] == ']' && digits > 0 && signs > 0;
}

/* "date:2026-07-12" or "[2026-07-12]" in a posting's comment gives the posting a day of its own. ledger takes any number in
 * brackets for a day. */
static bool has_own_day(const HledgerReader *x, Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (s.p[i] == '[' && (is_bracketed_day(str_skip(s, i)) ||
                              (hledger_is_ledger(x) && (ascii_is_digit(next) || next == '='))))
            return true;
        bool is_word = i == 0 || memchr(" ,\t", s.p[i - 1], 3) != NULL;
        Str  rest = str_skip(s, i);
        if (is_word && (str_starts(rest, STR("date:")) || str_starts(rest, STR("date2:"))))
            return true;
    }
    return false;
}

static bool posting_comment(HledgerReader *x, Str line)
{
    PtaRaw   *r = x->r;
    RawExtra *e = raw_extra(r, &r->postings[r->n_postings - 1]);
    Str       coded;
    if (is_tag(line, "yc-note:", &coded)) {
        if (!raw_unpercent(r, coded, &line))
            return false;
    } else if (has_own_day(x, line)) {
        return raw_refuse(r, "a posting with a day of its own: make it an entry of its own", line);
    }
    raw_note(r, &e->note, &e->note_lines, line);
    return true;
}

static void entry_note(PtaRaw *r, RawEntry *e, Str line)
{
    RawRest *x = raw_rest(r, e);
    raw_note(r, &x->note, &x->note_lines, line);
}

/* ledger takes an entry whose UUID was there for the same entry again, and [2026-07-12] for the entry's day. */
static bool is_plain_for_ledger(HledgerReader *x, Str line)
{
    Str uuid;
    if (has_own_day(x, line))
        return raw_refuse(x->r, "ledger reads this as the day of the entry: write it in front of the entry", line);
    if (line.n < 5 || strncasecmp(line.p, "UUID:", 5) != 0)
        return true;
    uuid = str_trim(str_skip(line, 5));
    if (x->uuids == NULL)
        x->uuids = names_open(x->r->a);
    u32 before = names_count(x->uuids);
    return names_add(x->uuids, uuid) == before ||
           raw_refuse(x->r, "this UUID was there: ledger leaves such an entry out, so leave it out of the file", uuid);
}

static bool entry_comment(HledgerReader *x, Str line)
{
    PtaRaw   *r = x->r;
    RawEntry *e = &r->entries[r->n_entries - 1];
    Str       value;
    if (hledger_is_ledger(x) && !is_plain_for_ledger(x, line))
        return false;
    if (line.n < 3 || memcmp(line.p, "yc-", 3) != 0) {
        entry_note(r, e, line);
        return true;
    }
    if (is_tag(line, "yc-text:", &value))
        return raw_unpercent(r, value, &e->text);
    if (is_tag(line, "yc-ref:", &value))
        return raw_unpercent(r, value, &e->reference);
    if (is_tag(line, "yc-note:", &value)) {
        if (!raw_unpercent(r, value, &line))
            return false;
    } else if (is_tag(line, "yc-entry:", &value) && value.n) {
        raw_rest(r, e)->tag = str_copy(r->a, value);
        return true;
    } else if (is_tag(line, "yc-reverses:", &value) && value.n) {
        raw_rest(r, e)->reverses = str_copy(r->a, value);
        return true;
    }
    entry_note(r, e, line);
    return true;
}

/* ---- postings ---- */

static bool read_cost(HledgerReader *x, u32 posting, Str *rest)
{
    PtaRaw   *r = x->r;
    RawAmount cost;
    bool      is_total = str_starts(*rest, STR("@@"));
    *rest = after_spaces(str_skip(*rest, is_total ? 2 : 1));
    if (!hledger_amount(x, rest, true, &cost))
        return false;
    RawExtra *e = raw_extra(r, &r->postings[posting]);
    e->has_cost = true;
    e->is_total = is_total;
    e->cost = cost;
    *rest = after_spaces(*rest);
    return true;
}

/* The price that hledger's own closing entries write behind an assertion: nothing is asserted of it. */
static bool skip_price(HledgerReader *x, u32 posting, Str *rest)
{
    RawAmount price;
    if (!x->r->postings[posting].has_amount)
        return raw_refuse(x->r, "an assignment with a price: write the amount and its price", *rest);
    *rest = after_spaces(str_skip(*rest, str_starts(*rest, STR("@@")) ? 2 : 1));
    if (!hledger_amount(x, rest, true, &price))
        return false;
    *rest = after_spaces(*rest);
    return true;
}

static bool read_claim(HledgerReader *x, u32 posting, Str *rest)
{
    PtaRaw   *r = x->r;
    RawAmount claim;
    bool      all = str_starts(*rest, STR("=="));
    Str       stood = *rest;
    *rest = str_skip(*rest, all ? 2 : 1);
    bool below = rest->n && rest->p[0] == '*';
    if ((all || below) && hledger_is_ledger(x))
        return raw_refuse(r, "ledger has only =", stood);
    *rest = after_spaces(str_skip(*rest, below));
    if (!hledger_amount(x, rest, false, &claim))
        return false;
    if (hledger_is_ledger(x) && r->postings[posting].has_amount && r->postings[posting].digits != 0 &&
        r->postings[posting].commodity != claim.commodity)
        return raw_refuse(r, "ledger asserts of the commodity that the amount has", stood);
    raw_decimals_note(r, &claim);
    *rest = after_spaces(*rest);
    if (rest->n && rest->p[0] == '@' && !skip_price(x, posting, rest))
        return false;
    RawExtra *e = raw_extra(r, &r->postings[posting]);
    e->has_claim = true;
    e->claims_all = all;
    e->claims_below = below;
    e->claim = claim;
    r->has_claims = true;
    r->claims_below = r->claims_below || below;
    return true;
}

/* What stands behind the account: amount, price, assertion, comment; each may be missing. */
static bool read_rest(HledgerReader *x, u32 posting, Str rest)
{
    PtaRaw   *r = x->r;
    RawAmount v;
    if (rest.n && rest.p[0] != '=' && rest.p[0] != ';') {
        if (!hledger_amount(x, &rest, false, &v))
            return false;
        raw_decimals_note(r, &v);
        RawPosting *p = &r->postings[posting];
        p->has_amount = true;
        p->digits = v.digits;
        p->decimals = v.decimals;
        p->commodity = v.commodity;
        rest = after_spaces(rest);
        if (rest.n && memchr("{([", rest.p[0], 3) != NULL)
            return raw_refuse(r, "lots and their notes are not read: write the price with @ or @@", rest);
        if (rest.n && rest.p[0] == '@' && !read_cost(x, posting, &rest))
            return false;
    }
    if (rest.n && rest.p[0] == '=' && !read_claim(x, posting, &rest))
        return false;
    if (rest.n == 0)
        return true;
    if (rest.p[0] != ';')
        return raw_refuse(r, "not read behind an amount: a comment begins with ;", rest);
    return posting_comment(x, raw_words(r, str_skip(rest, 1)));
}

/* The bytes of a space at `at`: hledger knows the full-width one too. */
static size_t space_at(const HledgerReader *x, Str s, size_t at)
{
    if (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'))
        return 1;
    return !hledger_is_ledger(x) && str_starts(str_skip(s, at), STR("\u3000")) ? 3 : 0;
}

/* The account ends at two spaces. */
static Str account_off(const HledgerReader *x, Str *rest)
{
    size_t n = 0, space;
    for (; n < rest->n; n++) {
        space = space_at(x, *rest, n);
        if (space && (n + space == rest->n || space_at(x, *rest, n + space)))
            break;
    }
    Str account = str_cut(*rest, n);
    while ((space = space_at(x, *rest, n)) > 0)
        n += space;
    *rest = str_skip(*rest, n);
    return account;
}

static bool read_posting(HledgerReader *x, Str line)
{
    PtaRaw *r = x->r;
    u8      mark = JOURNAL_UNMARKED, side = JOURNAL_REAL;
    u32     account;
    if (line.p[0] == '*' || line.p[0] == '!') {
        mark = line.p[0] == '*' ? JOURNAL_CLEARED : JOURNAL_PENDING;
        line = after_spaces(str_skip(line, 1));
    }
    Str name = account_off(x, &line);
    if (name.n > 2 && name.p[0] == '(' && name.p[name.n - 1] == ')')
        side = JOURNAL_LOOSE;
    if (name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']')
        side = JOURNAL_ASIDE;
    if (side != JOURNAL_REAL)
        name = str_trim((Str){ name.p + 1, name.n - 2 });
    if (!raw_account(r, name, JOURNAL_UNKNOWN, &account))
        return false;
    RawPosting *p = raw_posting(r, account);
    if (mark != JOURNAL_UNMARKED || side != JOURNAL_REAL) {
        RawExtra *e = raw_extra(r, p);
        e->mark = mark;
        e->side = side;
    }
    x->has_posting = true;
    return read_rest(x, r->n_postings - 1, line);
}

/* ---- entries ---- */

static bool read_reference(HledgerReader *x, RawEntry *e, Str *rest)
{
    size_t end = str_index(*rest, ')');
    if (end == rest->n)
        return raw_refuse(x->r, "the bracket of the reference is not closed", *rest);
    Str code = raw_words(x->r, str_skip(str_cut(*rest, end), 1));
    e->reference = code.n ? str_copy(x->r->a, code) : STR_NONE;
    *rest = after_spaces(str_skip(*rest, end + 1));
    return true;
}

static bool read_header(HledgerReader *x, Str line)
{
    PtaRaw *r = x->r;
    Date    day, day2 = 0;
    if (!raw_date(r, &line, x->year, &day))
        return false;
    if (line.n && line.p[0] == '=') {
        line = str_skip(line, 1);
        if (!raw_date(r, &line, day / 10000, &day2))
            return false;
    }
    if (line.n && line.p[0] != ' ' && line.p[0] != '\t')
        return raw_refuse(r, "a space is missing behind the date", line);
    RawEntry *e = raw_entry(r);
    e->day = day;
    if (day2 != 0)
        raw_rest(r, e)->day2 = day2;
    line = after_spaces(line);
    if (line.n && (line.p[0] == '*' || line.p[0] == '!')) {
        e->mark = line.p[0] == '*' ? JOURNAL_CLEARED : JOURNAL_PENDING;
        line = after_spaces(str_skip(line, 1));
    }
    if (line.n && line.p[0] == '(' && !read_reference(x, e, &line))
        return false;
    size_t comment = str_index(line, ';');
    Str    text = raw_words(r, str_cut(line, comment));
    e->text = text.n ? str_copy(r->a, text) : STR_NONE;
    x->within = IN_ENTRY;
    x->has_posting = false;
    return comment == line.n || entry_comment(x, raw_words(r, str_skip(line, comment + 1)));
}

/* ---- lines ---- */

static bool read_margin_comment(HledgerReader *x, Str comment)
{
    PtaRaw *r = x->r;
    Str     value;
    comment = raw_words(r, comment);
    if (is_tag(comment, "yc-commodity:", &value))
        return hledger_directive(x, str_skip(comment, 3));
    if (!is_tag(comment, "yc-closed:", &value))
        return true;
    r->closed_line = r->lines->line;
    return raw_date(r, &value, 0, &r->closed);
}

static bool read_indented(HledgerReader *x, Str line)
{
    bool is_comment = line.p[0] == ';';
    Str  words = is_comment ? raw_words(x->r, str_skip(line, 1)) : STR_NONE;
    switch (x->within) {
    case IN_ENTRY:
        if (is_comment)
            return x->has_posting ? posting_comment(x, words) : entry_comment(x, words);
        return read_posting(x, line);
    case IN_NOTHING:
        return is_comment || raw_refuse(x->r, "an indented line that belongs to no entry", line);
    default:
        return hledger_below_directive(x, line);
    }
}

static bool read_line(HledgerReader *x, Str line)
{
    if (x->in_comment) {
        x->in_comment = !str_eq(str_trim(line), x->comment_end) || line.p[0] == ' ' || line.p[0] == '\t';
        return true;
    }
    Str text = after_spaces(line);
    if (line.n > LONGEST_OF_LEDGER && hledger_is_ledger(x))
        return raw_refuse(x->r, "the line is longer than ledger takes (4,096 bytes)", STR_NONE);
    if (text.n == 0) {
        x->within = IN_NOTHING;
        return true;
    }
    if (text.n < line.n)
        return read_indented(x, text);
    if (ascii_is_digit(line.p[0]))
        return read_header(x, line);
    x->within = IN_NOTHING;
    if (memchr(";#*", line.p[0], 3) != NULL)
        return line.p[0] != ';' || read_margin_comment(x, str_skip(line, 1));
    return hledger_directive(x, line);
}

bool pta_read_hledger(PtaRaw *r)
{
    HledgerReader x = { .r = r };
    Str           line;
    while (lines_next(r->lines, &line))
        if (!read_line(&x, line))
            return false;
    return true;
}
