/* pta_hledger_amount: amounts as hledger and ledger write them: -12.50 "元", $1,000.00, 3 EUR. */
#include "engine/ledger/pta_hledger_inside.h"

#include <string.h>

/* What ledger takes for a sign or a word of its expressions, where hledger takes it for a name. */
static bool is_symbol_of_ledger(HledgerReader *x, Str name)
{
    static const char *const words[] = { "and", "div", "else", "false", "if", "or", "not", "true", "any", "all" };
    bool ok = true;
    for (size_t i = 0; i < name.n; i++)
        ok = ok && memchr("!&/:<>?\\^|~", name.p[i], 11) == NULL;
    for (size_t i = 0; i < COUNTOF(words); i++)
        ok = ok && !str_is(name, words[i]);
    return ok || !hledger_is_ledger(x) || raw_refuse(x->r, "ledger takes this commodity only in quotes", name);
}

/* A commodity's name off the front of *rest: quoted, or up to what cannot stand in one. */
static bool read_symbol(HledgerReader *x, Str *rest, Str *ret)
{
    if (rest->p[0] == '"') {
        Str quoted = str_skip(*rest, 1);
        size_t end = str_index(quoted, '"');
        if (end == quoted.n || end == 0)
            return raw_refuse(x->r, "the quote of a commodity is not closed, or holds nothing", str_cut(*rest, 40));
        *ret = str_cut(quoted, end);
        *rest = str_skip(quoted, ret->n + 1);
        return true;
    }
    size_t n = 0;
    while (n < rest->n && (u8)rest->p[n] > ' ' && rest->p[n] != 0x7f &&
           memchr("0123456789-+.,@*;\"{}=()[]", rest->p[n], 25) == NULL)
        n++;
    *ret = str_cut(*rest, n);
    *rest = str_skip(*rest, n);
    return n > 0 ? is_symbol_of_ledger(x, *ret) : raw_refuse(x->r, "not an amount", str_cut(*rest, 40));
}

/* Where digits, and separators between them, end. */
static Str after_number(Str s)
{
    size_t n = 0;
    while (n < s.n && (ascii_is_digit(s.p[n]) || s.p[n] == ',' || s.p[n] == '.' ||
                       (s.p[n] == ' ' && n + 1 < s.n && ascii_is_digit(s.p[n + 1]))))
        n++;
    return str_skip(s, n);
}

/* ledger knows no plus. */
static bool is_sign_of_ledger(HledgerReader *x, Str s)
{
    return s.p[0] != '+' || !hledger_is_ledger(x);
}

static bool read_sign(HledgerReader *x, Str *rest, bool *ret_minus)
{
    if (rest->n == 0 || (rest->p[0] != '-' && rest->p[0] != '+') || !is_sign_of_ledger(x, *rest))
        return false;
    *ret_minus = rest->p[0] == '-';
    *rest = after_spaces(str_skip(*rest, 1));
    return true;
}

static bool starts_number(Str s)
{
    return s.n && (ascii_is_digit(s.p[0]) || (s.p[0] == '.' && s.n > 1 && ascii_is_digit(s.p[1])));
}

/* The commodity behind a number; none: that of D, or the one without a name. */
static bool read_right(HledgerReader *x, Str *behind, Str *ret_name)
{
    Str next = after_spaces(*behind);
    *ret_name = x->has_default ? names_at(x->r->names, x->default_commodity) : STR("");
    if (next.n == 0 || memchr("@;={[()*-+", next.p[0], 10) != NULL)
        return true;
    *behind = next;
    return read_symbol(x, behind, ret_name);
}

/* 1.000.000 and 1 000, .5 and 5. are numbers to hledger alone. */
static bool is_number_of_ledger(Str s)
{
    size_t n = s.n - after_number(s).n, points = 0, spaces = 0;
    for (size_t i = 0; i < n; i++) {
        points += s.p[i] == '.';
        spaces += s.p[i] == ' ';
    }
    return points < 2 && spaces == 0 && ascii_is_digit(s.p[0]) && ascii_is_digit(s.p[n - 1]);
}

static bool read_digits(HledgerReader *x, Str *number, Str name, RawAmount *ret)
{
    PtaRaw *r = x->r;
    Str     stood = str_cut(*number, 40);
    if (hledger_is_ledger(x) && pta_is_time(name))
        return raw_refuse(r, "ledger counts h, m and s in seconds (100 m are 1.67h): name the commodity otherwise", stood);
    ret->commodity = raw_commodity(r, name);
    RawCommodity *c = &r->commodities[ret->commodity];
    char          point = r->point ? r->point : c->point;
    if (hledger_is_ledger(x) && !is_number_of_ledger(*number))
        return raw_refuse(r, "ledger takes one decimal point and groups with commas", stood);
    if (!raw_number(r, number, &point, &ret->digits, &ret->decimals))
        return false;
    return point != ',' || !hledger_is_ledger(x) ||
           raw_refuse(r, "a decimal comma is read by ledger as what stands above it says: write a point", stood);
}

bool hledger_amount(HledgerReader *x, Str *rest, bool is_price, RawAmount *ret)
{
    Str  name, before = *rest;
    bool minus = false, has_sign = read_sign(x, rest, &minus);
    if (rest->n == 0)
        return raw_refuse(x->r, "an amount is missing", before);
    if (memchr("(*", rest->p[0], 2) != NULL)
        return raw_refuse(x->r, "a computed amount: write the result", *rest);
    if (starts_number(*rest)) {
        Str number = *rest;
        *rest = after_number(*rest);
        if (!read_right(x, rest, &name) || !read_digits(x, &number, name, ret))
            return false;
    } else {
        if (!read_symbol(x, rest, &name))
            return false;
        *rest = after_spaces(*rest);
        Str  number = *rest;
        bool signed_too = read_sign(x, rest, &minus);
        if (signed_too && hledger_is_ledger(x) && rest->n + 1 < number.n)
            return raw_refuse(x->r, "not an amount", before);
        if (!starts_number(*rest) || (signed_too && has_sign))
            return raw_refuse(x->r, "not an amount, or two spaces are missing before it", before);
        has_sign = has_sign || signed_too;
        if (!read_digits(x, rest, name, ret))
            return false;
    }
    if (is_price && has_sign)
        return raw_refuse(x->r, "a price has no sign: it is that of the amount", before);
    ret->digits = minus ? -ret->digits : ret->digits;
    return true;
}
