/* template_filter: values as people read them. Dates and times are China's; the words of both languages are in
 * i18n/web.*.po (time.*). A filter that does not fit the value's type prints the value as it is; template_check()
 * finds such a page before anybody sees it. */
#include "web/template_inside.h"

#include "record/workcal.h"
#include "web/i18n.h"

#include <string.h>

static const char *const filter_names[FILTER_COUNT_OF] = {
    [FILTER_NONE] = "",         [FILTER_DAY] = "day",     [FILTER_CLOCK] = "clock", [FILTER_STAMP] = "stamp",
    [FILTER_AGO] = "ago",       [FILTER_YEAR_DAY] = "year_day", [FILTER_DATE] = "date", [FILTER_DUE] = "due", [FILTER_LAST_DAY] = "last_day",
    [FILTER_MEETS] = "meets",
    [FILTER_YUAN] = "yuan",     [FILTER_COUNT] = "count",   [FILTER_PCT] = "pct",     [FILTER_URL] = "url",     [FILTER_JSON] = "json",
};

bool filter_find(Str name, Filter *ret_filter)
{
    for (Filter f = FILTER_NONE + 1; f < FILTER_COUNT_OF; f++) {
        if (str_is(name, filter_names[f])) {
            *ret_filter = f;
            return true;
        }
    }
    return false;
}

static void put_clock(Buf *out, i64 ms)
{
    int minutes = (int)((ms - date_start(date_of(ms))) / MINUTE), h = minutes / 60, m = minutes % 60;
    char text[5] = { (char)('0' + h / 10), (char)('0' + h % 10), ':', (char)('0' + m / 10), (char)('0' + m % 10) };
    buf_put(out, text, sizeof text);
}

/* A pattern of the catalog: {y} year, {m} the month's name, {d} day, {w} day of the week, {c} time of day. */
static void put_pattern(Buf *out, Lang lang, const char *key, Date d, i64 ms)
{
    static const char *const months[] = { "time.month.1", "time.month.2",  "time.month.3",  "time.month.4",
                                          "time.month.5", "time.month.6",  "time.month.7",  "time.month.8",
                                          "time.month.9", "time.month.10", "time.month.11", "time.month.12" };
    static const char *const weekdays[] = { "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6", "weekday.7" };
    Str pattern = i18n_text(lang, key);
    for (size_t i = 0; i < pattern.n; i++) {
        bool is_place = pattern.p[i] == '{' && i + 2 < pattern.n && pattern.p[i + 2] == '}';
        switch (is_place ? pattern.p[i + 1] : 0) {
        case 'y': buf_int(out, d / 10000); break;
        case 'm': buf_str(out, i18n_text(lang, months[(d / 100 % 100 + 11) % 12])); break;
        case 'd': buf_int(out, d % 100); break;
        case 'w': buf_str(out, i18n_text(lang, weekdays[date_weekday(d) - 1])); break;
        case 'c': put_clock(out, ms); break;
        default: buf_char(out, pattern.p[i]); continue;
        }
        i += 2;
    }
}

/* Of a day whose year's holidays nobody laid down yet. */
static void put_unsure(Ctx *c, Buf *out, Date d)
{
    if (workcal_is_unsure(c, d))
        buf_str(out, i18n_text(c->lang, "time.unsure"));
}

/* Until when: the last day is named, of a moment at midnight the one that ends there, so that nobody wonders whether it counts. */
static void put_due(Ctx *c, Buf *out, const View *v)
{
    bool is_date = v->type == VIEW_DATE;
    i64  ms = is_date ? date_start((Date)v->i) : v->i;
    Date d = (Date)v->i;
    bool is_day = is_date || date_until(ms, &d);
    bool is_this_year = d / 10000 == date_of(c->now) / 10000;
    bool is_off = date_weekday(d) > 5; /* nobody goes home from work then */
    if (is_day)
        put_pattern(out, c->lang, is_off ? (is_this_year ? "time.due_off" : "time.year_due_off") : is_this_year ? "time.due" : "time.year_due", d, ms);
    else
        put_pattern(out, c->lang, "time.due_at", d, ms);
    put_unsure(c, out, d);
}

/* On which day people come together, and when. */
static void put_meets(Ctx *c, Buf *out, Date d, i64 ms)
{
    if (d / 10000 == date_of(c->now) / 10000) {
        put_pattern(out, c->lang, "time.stamp", d, ms);
    } else {
        put_pattern(out, c->lang, "time.year_day", d, ms);
        buf_char(out, ' ');
        put_clock(out, ms);
    }
    put_unsure(c, out, d);
}

static void put_ago(Ctx *c, Buf *out, i64 ms)
{
    static const struct { i64 unit, below; const char *past, *future; } steps[] = {
        { MINUTE, HOUR, "time.minutes_ago", "time.minutes_left" },
        { HOUR,   DAY,  "time.hours_ago",   "time.hours_left" },
        { DAY, 30 * DAY, "time.days_ago",   "time.days_left" },
    };
    i64 gap = c->now - ms, distance = gap < 0 ? -gap : gap;
    if (distance < MINUTE) {
        buf_str(out, i18n_text(c->lang, "time.just_now"));
        return;
    }
    for (size_t i = 0; i < COUNTOF(steps); i++) {
        if (distance < steps[i].below) {
            Str n = arena_printf(c->arena, "%lld", (long long)(distance / steps[i].unit));
            buf_str(out, i18n_fill(c->arena, c->lang, gap < 0 ? steps[i].future : steps[i].past, n, STR_NONE));
            return;
        }
    }
    Date d = date_of(ms);
    put_pattern(out, c->lang, d / 10000 == date_of(c->now) / 10000 ? "time.day" : "time.year_day", d, ms);
}

static Str said(Ctx *c, Str value)
{
    enum { ISO = 10 }; /* 2026-12-03 */
    Date day;
    if (value.n != ISO || !date_parse(value, &day))
        return value;
    Buf out = buf_new(c->arena, 32, 64);
    put_pattern(&out, c->lang, day / 10000 == date_of(c->now) / 10000 ? "time.day" : "time.year_day", day, 0);
    return buf_text(&out);
}

Str problem_words(Ctx *c, const Problem *p)
{
    return i18n_fill(c->arena, c->lang, p->key, said(c, p->a), said(c, p->b));
}

/* 12,345 */
static void put_grouped(Buf *out, u64 u)
{
    if (u >= 1000) {
        put_grouped(out, u / 1000);
        buf_printf(out, ",%03d", (int)(u % 1000));
    } else {
        buf_int(out, (i64)u);
    }
}

static void put_number(Buf *out, i64 i, Filter filter)
{
    u64 u = i < 0 ? 0 - (u64)i : (u64)i;
    if (i < 0)
        buf_char(out, '-');
    switch (filter) {
    case FILTER_YUAN:
        put_grouped(out, u / 100);
        if (u % 100)
            buf_printf(out, ".%02d", (int)(u % 100));
        break;
    case FILTER_PCT:
        buf_int(out, (i64)(u / 10));
        if (u % 10)
            buf_printf(out, ".%d", (int)(u % 10));
        buf_char(out, '%');
        break;
    default: put_grouped(out, u); break;
    }
}

/* A date has no time of day, so clock and stamp show its day. */
static void put_moment(Ctx *c, Buf *out, const View *v, Filter filter)
{
    bool is_date = v->type == VIEW_DATE;
    Date d = is_date ? (Date)v->i : date_of(v->i);
    i64  ms = is_date ? date_start(d) : v->i;
    char digits[TIME_DIGITS];
    switch (filter) {
    case FILTER_DAY: put_pattern(out, c->lang, "time.day", d, ms); break;
    case FILTER_YEAR_DAY: put_pattern(out, c->lang, "time.year_day", d, ms); break;
    case FILTER_STAMP: put_pattern(out, c->lang, is_date ? "time.day" : "time.stamp", d, ms); break;
    case FILTER_AGO: put_ago(c, out, ms); break;
    case FILTER_DUE: put_due(c, out, v); break;
    case FILTER_LAST_DAY:
        d = is_date ? d : date_of(ms - 1);
        put_pattern(out, c->lang, "time.year_day", d, ms);
        put_unsure(c, out, d);
        break;
    case FILTER_MEETS: put_meets(c, out, d, ms); break;
    case FILTER_DATE: buf_str(out, date_digits(digits, d)); break;
    case FILTER_CLOCK:
        if (!is_date)
            put_clock(out, ms);
        break;
    default: buf_str(out, is_date ? date_digits(digits, d) : time_digits(digits, ms)); break;
    }
}

void value_put(Ctx *c, Buf *out, const View *v, Filter filter)
{
    if (v == NULL)
        return;
    if (filter == FILTER_JSON) {
        Buf json = buf_new(c->arena, 256, 1 << 20);
        view_json(&json, v);
        buf_html(out, buf_text(&json));
        return;
    }
    switch (v->type) {
    case VIEW_TIME:
    case VIEW_DATE: put_moment(c, out, v, filter); break;
    case VIEW_INT:
        if (filter == FILTER_YUAN || filter == FILTER_COUNT || filter == FILTER_PCT)
            put_number(out, v->i, filter);
        else
            buf_int(out, v->i);
        break;
    case VIEW_BOOL: buf_cstr(out, v->i ? "1" : "0"); break;
    case VIEW_TEXT:
    case VIEW_MARKUP:
        if (filter == FILTER_URL)
            buf_url(out, v->s);
        else
            buf_html(out, v->s);
        break;
    case VIEW_LIST: /* of what was typed often the first: the number of a quantity */
        if (v->first != NULL && v->first->type == VIEW_TEXT)
            value_put(c, out, v->first, filter);
        break;
    case VIEW_NULL:
    case VIEW_MAP: break;
    }
}
