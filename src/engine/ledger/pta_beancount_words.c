/* pta_beancount_words: see pta_beancount_inside.h. The rules are those of beancount's lexer. */
#include "engine/ledger/pta_beancount_inside.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

Str bean_word(Str *rest)
{
    size_t n = 0;
    while (n < rest->n && !bean_is_space(rest->p[n]))
        n++;
    Str word = str_cut(*rest, n);
    *rest = bean_after_spaces(str_skip(*rest, n));
    return word;
}

bool bean_string(PtaRaw *r, Str *rest, Str *ret)
{
    Buf b = buf_new(r->a, rest->n + 1, rest->n + 1);
    if (rest->n == 0 || rest->p[0] != '"')
        return raw_refuse(r, "a text in quotes is missing", *rest);
    for (size_t i = 1; i < rest->n; i++) {
        char ch = rest->p[i];
        if (ch == '"') {
            *rest = bean_after_spaces(str_skip(*rest, i + 1));
            *ret = buf_text(&b);
            return true;
        }
        if (ch == '\\' && i + 1 < rest->n) {
            ch = rest->p[++i];
            ch = ch == 'n' ? '\n' : ch == 't' ? '\t' : ch == 'r' ? '\r' : ch;
        }
        buf_char(&b, ch);
    }
    return raw_refuse(r, "a text in quotes that does not end on its line", *rest);
}

bool bean_is_end(Str rest)
{
    return rest.n == 0 || rest.p[0] == ';';
}

bool bean_at_end(PtaRaw *r, Str rest)
{
    return bean_is_end(rest) || raw_refuse(r, "not read here", rest);
}

/* Of Latin, or Chinese: what else is a letter is not told apart from signs here. */
static bool is_wide_letter(u32 ch)
{
    return utf8_is_han(ch) || (ch >= 0xc0 && ch <= 0x24f && ch != 0xd7 && ch != 0xf7);
}

/* A part begins with a capital or a digit: of ASCII, for a Chinese sign is neither. */
bool bean_is_account(Str s)
{
    static const char *const roots[] = { "Assets", "Liabilities", "Equity", "Income", "Expenses" };
    Str                      part;
    bool                     ok = false;
    if (!str_next(&s, ':', &part) || s.p == NULL)
        return false;
    for (size_t i = 0; i < COUNTOF(roots); i++)
        ok = ok || str_is(part, roots[i]);
    while (ok && str_next(&s, ':', &part)) {
        u32 ch;
        ok = part.n && (ascii_is_upper(part.p[0]) || ascii_is_digit(part.p[0]));
        while (ok && part.n)
            ok = utf8_next(&part, &ch) &&
                 (ch < 0x80 ? ascii_is_letter((char)ch) || ascii_is_digit((char)ch) || ch == '-' : is_wide_letter(ch));
    }
    return ok;
}

/* One letter is a currency since beancount 3. */
bool bean_is_currency(Str s)
{
    char last = s.n ? s.p[s.n - 1] : 0;
    bool ok = s.n && s.n <= 24 && ascii_is_upper(s.p[0]) && (ascii_is_upper(last) || ascii_is_digit(last));
    for (size_t i = 0; ok && i < s.n; i++)
        ok = ascii_is_upper(s.p[i]) || ascii_is_digit(s.p[i]) || memchr("'._-", s.p[i], 4) != NULL;
    return ok && !str_is(s, "TRUE") && !str_is(s, "FALSE") && !str_is(s, "NULL");
}

bool bean_is_tag(Str s)
{
    bool ok = s.n > 1 && (s.p[0] == '#' || s.p[0] == '^');
    for (size_t i = 1; ok && i < s.n; i++)
        ok = ascii_is_letter(s.p[i]) || ascii_is_digit(s.p[i]) || memchr("-_/.", s.p[i], 4) != NULL;
    return ok;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool bean_day(PtaRaw *r, Str *rest, Date *ret)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    Str              stood = str_cut(*rest, 10);
    if (!raw_old_date(r, rest, ret))
        return false;
    int  year = *ret / 10000, month = *ret / 100 % 100, day = *ret % 100;
    bool ok = year >= 1700 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
              (month != 2 || day < 29 || is_leap(year));
    return (ok && stood.p[4] != '.') || raw_refuse(r, "not a day of the calendar from 1700 to 2099", stood);
}

bool bean_number(PtaRaw *r, Str *rest, RawAmount *ret)
{
    char   point = '.';
    bool   minus = rest->n && rest->p[0] == '-';
    size_t n = 0;
    Str    stood = str_cut(*rest, 40);
    if (rest->n && (minus || rest->p[0] == '+'))
        *rest = str_skip(*rest, 1);
    while (n < rest->n && (ascii_is_digit(rest->p[n]) || rest->p[n] == '.' || rest->p[n] == ','))
        n++;
    Str number = str_cut(*rest, n);
    if (n == 0 || !ascii_is_digit(number.p[0]))
        return raw_refuse(r, "not an amount", stood);
    if (!raw_number(r, &number, &point, &ret->digits, &ret->decimals))
        return false;
    if (number.n > 0)
        return raw_refuse(r, "not an amount", stood);
    *rest = bean_after_spaces(str_skip(*rest, n));
    if (rest->n && memchr("+-*/(", rest->p[0], 5) != NULL)
        return raw_refuse(r, "a computed amount: write the result", stood);
    ret->digits = minus ? -ret->digits : ret->digits;
    return true;
}

bool bean_value(PtaRaw *r, Str *rest, Str *ret_account)
{
    Str       text, before = *rest;
    RawAmount v;
    Date      day;
    bool      is_day = before.n > 4 && ascii_is_digit(before.p[0]) && ascii_is_digit(before.p[3]) &&
                  (before.p[4] == '-' || before.p[4] == '/');
    *ret_account = STR_NONE;
    if (bean_is_end(*rest))
        return true;
    if (before.p[0] == '"')
        return bean_string(r, rest, &text);
    if (is_day) {
        text = bean_word(rest);
        return bean_day(r, &text, &day) && (text.n == 0 || raw_refuse(r, "not read here", before));
    }
    if (ascii_is_digit(before.p[0]) || before.p[0] == '-' || before.p[0] == '+') {
        if (!bean_number(r, rest, &v))
            return false;
        text = *rest;
        Str word = bean_word(&text);
        if (bean_is_currency(word))
            *rest = text;
        return true;
    }
    text = bean_word(rest);
    if (bean_is_account(text))
        *ret_account = text;
    return ret_account->n || bean_is_currency(text) || (text.p[0] == '#' && bean_is_tag(text)) || str_is(text, "TRUE") ||
           str_is(text, "FALSE") || str_is(text, "NULL") || raw_refuse(r, "not a value of beancount", text);
}
