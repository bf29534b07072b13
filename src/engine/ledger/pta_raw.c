/* pta_raw: what the readers of all dialects share: numbers, dates, notes, and the arrays that they fill. */
#include "engine/ledger/pta_inside.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

bool raw_refuse_at(PtaRaw *r, i64 line, const char *what, Str value)
{
    return refuse(r->a, &r->book->refusal, line, what, value);
}

void raw_fault(PtaRaw *r, i64 line, const char *what, Str value)
{
    if (r->faults == NULL)
        r->faults = NEW_N(r->a, Refusal, PTA_MOST_FAULTS);
    if (r->n_faults < PTA_MOST_FAULTS)
        r->faults[r->n_faults] = (Refusal){ .line = line, .what = what, .value = value };
    r->n_faults++;
}

bool raw_refuse(PtaRaw *r, const char *what, Str value)
{
    return raw_refuse_at(r, r->lines->line, what, value);
}

u32 raw_commodity(PtaRaw *r, Str name)
{
    u32 before = names_count(r->names), number = names_add(r->names, name);
    if (number < before)
        return number;
    GROWN(r->a, r->commodities, number);
    r->commodities[number] = (RawCommodity){ .stated = -1, .amounts = -1, .costs = -1, .line = (u32)r->lines->line };
    return number;
}

int raw_decimals(const PtaRaw *r, u32 commodity)
{
    const RawCommodity *c = &r->commodities[commodity];
    int                 most = c->stated > c->amounts ? c->stated : c->amounts;
    if (c->costs > most)
        most = c->costs;
    return most < 0 ? 0 : most;
}

bool raw_account(PtaRaw *r, Str name, JournalNature nature, u32 *ret_account)
{
    JournalFault fault = journal_account(r->journal, name, nature, ret_account);
    if (fault == JOURNAL_BAD_NAME && str_find(name, STR("\u3000"), NULL))
        return raw_refuse(r, "a full-width space in the name of an account: two plain spaces go before an amount", name);
    if (fault == JOURNAL_BAD_NAME)
        return raw_refuse(r, "not a name of an account (parts with : between, single spaces, no ; no mark in front)",
                          name);
    return fault == JOURNAL_OK || raw_refuse(r, pta_sentence(fault), name);
}

RawEntry *raw_entry(PtaRaw *r)
{
    GROWN(r->a, r->entries, r->n_entries);
    RawEntry *e = &r->entries[r->n_entries++];
    *e = (RawEntry){ .line = (u32)r->lines->line, .first = r->n_postings };
    return e;
}

RawPosting *raw_posting(PtaRaw *r, u32 account)
{
    GROWN(r->a, r->postings, r->n_postings);
    RawPosting *p = &r->postings[r->n_postings++];
    *p = (RawPosting){ .account = account, .line = (u32)r->lines->line };
    return p;
}

void raw_decimals_note(PtaRaw *r, const RawAmount *v)
{
    RawCommodity *c = &r->commodities[v->commodity];
    if (v->decimals > c->amounts)
        c->amounts = v->decimals;
}

RawExtra *raw_extra(PtaRaw *r, RawPosting *p)
{
    if (p->extra == 0) {
        if (r->n_extras == 0)
            r->n_extras = 1;
        GROWN(r->a, r->extras, r->n_extras);
        p->extra = r->n_extras++;
        r->extras[p->extra] = (RawExtra){ .side = JOURNAL_REAL };
    }
    return &r->extras[p->extra];
}

RawRest *raw_rest(PtaRaw *r, RawEntry *e)
{
    if (e->rest == 0) {
        if (r->n_rests == 0)
            r->n_rests = 1;
        GROWN(r->a, r->rests, r->n_rests);
        e->rest = r->n_rests++;
    }
    return &r->rests[e->rest];
}

/* Bytes that no control character begins with. */
static bool is_plain(u8 ch)
{
    return ch >= 0x20 && ch != 0x7f && ch != 0xc2 && ch != 0xe2 && ch != 0xef;
}

Str raw_words(PtaRaw *r, Str s)
{
    s = str_trim(s);
    size_t at = 0;
    while (at < s.n && is_plain((u8)s.p[at]))
        at++;
    if (at == s.n)
        return s;
    Buf b = buf_new(r->a, s.n, s.n + 1);
    u32 ch;
    for (Str rest = s, before = s; utf8_next(&rest, &ch); before = rest) {
        bool is_control = ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0x2028 || ch == 0x2029 || ch == 0xfeff;
        if (is_control)
            buf_char(&b, ' ');
        else
            buf_put(&b, before.p, before.n - rest.n);
    }
    return str_trim(buf_text(&b));
}

void raw_note(PtaRaw *r, Str *note, u32 *lines, Str line)
{
    if (note->n > JOURNAL_LONGEST_TEXT)
        return; /* it is refused as it is */
    if (*lines > 0) {
        /* Long notes of short lines: the note was taken last, and grows in place. */
        char *p = arena_grow(r->a, (char *)note->p, note->n + 1, note->n + line.n + 2);
        p[note->n] = '\n';
        if (line.n)
            memcpy(p + note->n + 1, line.p, line.n);
        *note = (Str){ p, note->n + 1 + line.n };
    } else {
        char *p = arena_take(r->a, line.n + 1);
        if (line.n)
            memcpy(p, line.p, line.n);
        *note = (Str){ p, line.n };
    }
    ++*lines;
}

bool raw_unpercent(PtaRaw *r, Str s, Str *ret)
{
    Buf b = buf_new(r->a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            buf_char(&b, s.p[i]);
            continue;
        }
        int v = 0;
        for (size_t k = i + 1; k <= i + 2; k++) {
            char ch = k < s.n ? s.p[k] : 0;
            if (!(ascii_is_digit(ch) || (ch >= 'A' && ch <= 'F')))
                return raw_refuse(r, "% is to be followed by two of 0-9 A-F", s);
            v = v * 16 + (ch <= '9' ? ch - '0' : ch - 'A' + 10);
        }
        buf_char(&b, (char)v);
        i += 2;
    }
    *ret = buf_text(&b);
    return utf8_is_text(*ret) || raw_refuse(r, "what is coded with % is not text", s);
}

/* ---- dates ---- */

static size_t digits_off(Str *rest, size_t most, int *ret)
{
    size_t n = 0;
    for (*ret = 0; n < rest->n && n < most && ascii_is_digit(rest->p[n]); n++)
        *ret = *ret * 10 + (rest->p[n] - '0');
    *rest = str_skip(*rest, n);
    return n;
}

/* Its parts are there and small enough; whether it is a day of the calendar is asked where it matters. */
static bool date_off(PtaRaw *r, Str *rest, int year, Date *ret)
{
    Str    all = *rest;
    int    part[3] = { 0 };
    size_t width[3] = { 0 }, n = 0;
    char   mark = 0;
    for (; n < 3; n++) {
        if (n > 0 && (rest->n == 0 || (mark ? rest->p[0] != mark : memchr("-/.", rest->p[0], 3) == NULL)))
            break;
        if (n > 0) {
            mark = rest->p[0];
            *rest = str_skip(*rest, 1);
        }
        width[n] = digits_off(rest, 4, &part[n]);
        if (width[n] == 0)
            break;
    }
    Str stood = str_cut(all, 20);
    if (n == 2 && width[0] <= 2 && width[1] <= 2) {
        if (year == 0)
            return raw_refuse(r, "a date without a year: write the year, or a line with Y and the year above", stood);
        part[2] = part[1], part[1] = part[0], part[0] = year;
    } else if (n != 3 || width[0] != 4 || width[1] > 2 || width[2] > 2) {
        return raw_refuse(r, "not a date, such as 2026-07-12", stood);
    }
    if (rest->n && ascii_is_digit(rest->p[0]))
        return raw_refuse(r, "not a date, such as 2026-07-12", stood);
    *ret = part[0] * 10000 + part[1] * 100 + part[2];
    return true;
}

bool raw_date(PtaRaw *r, Str *rest, int year, Date *ret)
{
    Str stood = str_cut(*rest, 20);
    return date_off(r, rest, year, ret) &&
           (date_is_valid(*ret) || raw_refuse(r, "not a day of the calendar from 1900 to 2999", stood));
}

bool raw_old_date(PtaRaw *r, Str *rest, Date *ret)
{
    return date_off(r, rest, 0, ret);
}

/* ---- numbers ---- */

typedef struct Shape { /* of digits with separators between them */
    size_t n;          /* bytes */
    int    commas, points, spaces;
    size_t last;       /* place of the last comma or point */
    bool   has_digit;
} Shape;

static Shape shape_of(Str s)
{
    Shape f = { 0 };
    for (; f.n < s.n; f.n++) {
        char ch = s.p[f.n];
        bool digit_next = f.n + 1 < s.n && ascii_is_digit(s.p[f.n + 1]);
        if (ch == ' ' ? !(digit_next && f.has_digit) : !(ascii_is_digit(ch) || ch == ',' || ch == '.'))
            break;
        f.has_digit = f.has_digit || ascii_is_digit(ch);
        f.spaces += ch == ' ';
        f.commas += ch == ',';
        f.points += ch == '.';
        if (ch == ',' || ch == '.')
            f.last = f.n;
    }
    return f;
}

/* Which sign is the decimal mark in these digits: 0 none, -1 nobody can tell. */
static int point_of(Str s, const Shape *f, char stated)
{
    char last = s.p[f->last];
    int  same = last == ',' ? f->commas : f->points, other = last == ',' ? f->points : f->commas;
    if (same + other == 0)
        return 0;
    if (stated)
        return (stated == ',' ? f->commas : f->points) ? stated : 0;
    if (same > 1)
        return other ? -1 : 0; /* 1,000,000; but not 1.000,000,000 */
    if (other > 0 || f->spaces > 0 || last == '.')
        return last;           /* 1,000.00; 1 000,50; 1.000, which all read as one */
    bool is_group = f->n - f->last == 4 && f->last > 0 && f->last <= 3 && s.p[0] != '0';
    return is_group ? -1 : ','; /* 1,000 is one or a thousand; 1,50 is not a group */
}

/* Behind a separator of groups stand three digits. A second decimal mark, or a group behind it, is no number. */
static bool is_sound(Str s, const Shape *f, char point)
{
    size_t since = 0, groups = 0;
    bool   is_behind = false;
    char   sign = 0;
    for (size_t i = 0; i <= f->n; i++) {
        char ch = i < f->n ? s.p[i] : 0;
        if (ascii_is_digit(ch)) {
            since++;
            continue;
        }
        if (is_behind ? i < f->n : groups > 0 && since != 3)
            return false;
        if (i < f->n && ch != point) {
            if (since == 0 || (sign && sign != ch))
                return false;
            sign = ch;
            groups++;
        }
        is_behind = is_behind || (point && ch == point);
        since = 0;
    }
    return true;
}

bool raw_number(PtaRaw *r, Str *rest, char *point, i64 *ret_digits, u8 *ret_decimals)
{
    Shape f = shape_of(*rest);
    Str   stood = str_cut(*rest, f.n + 10);
    u64   v = 0;
    int   decimals = 0, mark = f.has_digit ? point_of(*rest, &f, *point) : 0;
    if (!f.has_digit)
        return raw_refuse(r, "not an amount", stood);
    if (mark < 0)
        return raw_refuse(r, "a thousand or one? Write a line `decimal-mark .` or `decimal-mark ,` above", stood);
    if (!is_sound(*rest, &f, (char)mark))
        return raw_refuse(r, "not a number: groups have three digits and one sign between them", stood);
    for (size_t i = 0, behind = 0; i < f.n; i++) {
        char ch = rest->p[i];
        if (ch == mark)
            behind = 1;
        if (!ascii_is_digit(ch))
            continue;
        decimals += (int)behind;
        if (decimals > JOURNAL_MOST_DECIMALS || v > (INT64_MAX - (u64)(ch - '0')) / 10)
            return raw_refuse(r, "more digits than can be counted exactly", stood);
        v = v * 10 + (u64)(ch - '0');
    }
    *rest = str_skip(*rest, f.n);
    if (rest->n > 1 && (rest->p[0] | 0x20) == 'e' &&
        (ascii_is_digit(rest->p[1]) || (rest->n > 2 && (rest->p[1] == '-' || rest->p[1] == '+') && ascii_is_digit(rest->p[2]))))
        return raw_refuse(r, "a power of ten: write the number out", stood);
    if (mark)
        *point = (char)mark;
    *ret_digits = (i64)v;
    *ret_decimals = (u8)decimals;
    return true;
}
