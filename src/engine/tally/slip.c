/* slip: see slip.h. */
#include "engine/tally/slip.h"

#include <stdlib.h>

#include "base/buf.h"

const char *const slip_names[] = { "motion", "choice", "approve", "rank", "budget", NULL };

static const char *const words[] = { "abstain", "yes", "no" };

static bool motion_parse(Str text, Slip *ret)
{
    for (int i = 0; i < 3; i++)
        if (str_is(text, words[i])) {
            ret->v[0] = i;
            ret->n = 1;
            return true;
        }
    return false;
}

static bool has(const Slip *s, int option)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i] == option)
            return true;
    return false;
}

/* Digits without a leading zero: one form. */
static bool option_parse(Str part, int options, int *ret)
{
    i64 v;
    if (part.n == 0 || part.n > 3 || part.p[0] < '1' || part.p[0] > '9' || !str_int(part, &v) || v > options)
        return false;
    *ret = (int)v;
    return true;
}

static bool is_ascending(SlipKind kind)
{
    return kind == SLIP_APPROVE || kind == SLIP_BUDGET;
}

bool slip_parse(SlipKind kind, int options, int most, Str text, Slip *ret_slip)
{
    Str part;
    ret_slip->n = 0;
    if (kind == SLIP_MOTION)
        return motion_parse(text, ret_slip);
    if (str_is(text, "-"))
        return true;
    if (text.n == 0 || text.n > SLIP_TEXT_MOST || text.p[text.n - 1] == ',')
        return false;
    while (str_next(&text, ',', &part)) {
        int option;
        if (!option_parse(part, options, &option) || (int)ret_slip->n >= most || ret_slip->n >= SLIP_OPTIONS_MOST || has(ret_slip, option))
            return false;
        if (is_ascending(kind) && ret_slip->n > 0 && ret_slip->v[ret_slip->n - 1] > option)
            return false;
        ret_slip->v[ret_slip->n++] = option;
    }
    return true;
}

/* ---- as it was typed ---- */

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* How many bytes of a separator stand at the front: white space, . , and the commas and full stops of Chinese. */
static size_t between(Str s)
{
    static const char *const wide[] = { "，", "、", "。", "．", "　" };
    if (s.p[0] == ' ' || s.p[0] == ',' || s.p[0] == '.' || s.p[0] == '\t')
        return 1;
    for (size_t i = 0; i < COUNTOF(wide); i++)
        if (str_starts(s, str_from(wide[i])))
            return str_from(wide[i]).n;
    return 0;
}

/* The next run of what is no separator. */
static bool typed_next(Str *rest, Str *ret)
{
    size_t n;
    while (rest->n > 0 && (n = between(*rest)) > 0)
        *rest = str_skip(*rest, n);
    *ret = str_cut(*rest, 0);
    while (rest->n > 0 && between(*rest) == 0) {
        ret->n++;
        *rest = str_skip(*rest, 1);
    }
    return ret->n > 0;
}

bool slip_typed(Arena *a, SlipKind kind, int options, int most, Str typed, Str *ret_text)
{
    Slip s = { .n = 0 };
    Str  part, rest = str_trim(typed);
    Buf  b = buf_new(a, 64, SLIP_TEXT_MOST);
    *ret_text = kind == SLIP_MOTION ? rest : STR("-");
    if (kind == SLIP_MOTION || str_is(rest, "-"))
        return slip_parse(kind, options, most, *ret_text, &s);
    while (typed_next(&rest, &part))
        if (s.n >= SLIP_OPTIONS_MOST || !option_parse(part, options, &s.v[s.n++]))
            return false;
    if (is_ascending(kind) && s.n > 0)
        qsort(s.v, s.n, sizeof *s.v, by_number);
    for (size_t i = 0; i < s.n; i++)
        buf_printf(&b, "%s%d", i ? "," : "", s.v[i]);
    if (s.n > 0)
        *ret_text = buf_text(&b);
    return !buf_is_over(&b) && slip_parse(kind, options, most, *ret_text, &s);
}
