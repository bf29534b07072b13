/* preflib: see preflib.h. The head's keys are one table; a key that is not in it is somebody's remark. */
#include "engine/tally/preflib.h"

#include <string.h>

#include "base/ascii.h"
#include "engine/text/alike.h"

typedef enum Key {
    KEY_TITLE, KEY_TYPE, KEY_ALTERNATIVES, KEY_VOTERS, KEY_ORDERS, KEY_PREFERENCES, KEY_CATEGORIES, KEY_FILE, KEY_COUNT
} Key;

static const char *const key_names[KEY_COUNT] = {
    [KEY_TITLE] = "TITLE",
    [KEY_TYPE] = "DATA TYPE",
    [KEY_ALTERNATIVES] = "NUMBER ALTERNATIVES",
    [KEY_VOTERS] = "NUMBER VOTERS",
    [KEY_ORDERS] = "NUMBER UNIQUE ORDERS",
    [KEY_PREFERENCES] = "NUMBER UNIQUE PREFERENCES",
    [KEY_CATEGORIES] = "NUMBER CATEGORIES",
    [KEY_FILE] = "FILE NAME",
};

/* What the head's lines have told so far. */
typedef struct Head {
    Lines       *lines;
    PreflibHead *head;
    int          types;
    i64          at[KEY_COUNT]; /* the line of each; 0: not told yet */
    Str          names[BALLOTS_MOST_ALTERNATIVES + 1];
    i64          name_at[BALLOTS_MOST_ALTERNATIVES + 1];
    Alikes      *alikes;
    bool         has_category[PREFLIB_MOST_CATEGORIES + 1];
} Head;

static bool no(Lines *l, const char *what, Str value)
{
    return refuse(l->a, &l->refusal, l->line ? l->line : 1, what, value);
}

static bool no_at(Lines *l, i64 line, const char *what, Str value)
{
    return refuse(l->a, &l->refusal, line, what, value);
}

/* ---- the head ---- */

static bool number(Lines *l, Str value, i64 low, i64 high, i64 *ret_n)
{
    if (!str_int(value, ret_n) || *ret_n < low)
        return no(l, "not a number that can be", value);
    return *ret_n <= high || no(l, "a number beyond what is counted here", value);
}

static bool data_type(Head *h, Str value)
{
    static const char *const names[] = { "soc", "soi", "toc", "toi", "cat" };
    for (int i = 0; i < (int)COUNTOF(names); i++) {
        if (!str_is(value, names[i]))
            continue;
        h->head->type = (PreflibType)(1 << i);
        return (h->types & h->head->type) != 0 || no(h->lines, "this DATA TYPE is not counted here", value);
    }
    return no(h->lines, "unknown DATA TYPE", value);
}

/* "ALTERNATIVE NAME 12" and "CATEGORY NAME 2". */
static bool name(Head *h, Str key, Str value)
{
    bool is_category = str_starts(key, STR("CATEGORY NAME "));
    Str  digits = str_skip(key, is_category ? strlen("CATEGORY NAME ") : strlen("ALTERNATIVE NAME "));
    i64  most = is_category ? PREFLIB_MOST_CATEGORIES : BALLOTS_MOST_ALTERNATIVES, i;
    if (!str_int(digits, &i) || i < 1 || i > most || (!is_category && h->at[KEY_ALTERNATIVES] && i > h->head->m))
        return no(h->lines, "a name for what there is not", key);
    if (is_category ? h->has_category[i] : h->name_at[i] != 0)
        return no(h->lines, "a header that stands twice", key);
    if (is_category) {
        h->has_category[i] = true;
        return true;
    }
    /* Two people may have one name, and their numbers tell them apart; one name written in two ways is a mistake. */
    if (value.n > 0 && alikes_add(h->alikes, value) == ALIKE_WRITTEN_OTHERWISE)
        return no(h->lines, alike_written_otherwise, value);
    h->name_at[i] = h->lines->line;
    h->names[i] = str_copy(h->lines->a, value);
    return true;
}

static bool known_key(Head *h, Key key, Str value)
{
    PreflibHead *head = h->head;
    Lines       *l = h->lines;
    i64          n = 0;
    bool         ok = true;
    if (h->at[key] != 0)
        return no(l, "a header that stands twice", str_from(key_names[key]));
    h->at[key] = l->line;
    switch (key) {
    case KEY_TITLE: head->title = str_copy(l->a, value); break;
    case KEY_TYPE: ok = data_type(h, value); break;
    case KEY_ALTERNATIVES:
        ok = number(l, value, 1, BALLOTS_MOST_ALTERNATIVES, &n);
        head->m = (int)n;
        break;
    case KEY_VOTERS:
        ok = number(l, value, 0, BALLOTS_MOST_VOTERS, &head->voters);
        head->voters_line = l->line;
        break;
    case KEY_ORDERS:
    case KEY_PREFERENCES:
        ok = number(l, value, 0, BALLOTS_MOST_VOTERS, &head->unique);
        head->unique_line = l->line;
        break;
    case KEY_CATEGORIES:
        ok = number(l, value, 1, PREFLIB_MOST_CATEGORIES, &n);
        head->categories = (int)n;
        break;
    case KEY_FILE:
    case KEY_COUNT: break;
    }
    return ok;
}

static bool head_line(Head *h, Str line)
{
    Str rest = str_trim(str_skip(line, 1)), key;
    if (!str_next(&rest, ':', &key))
        return true;
    key = str_trim(key);
    if (str_starts(key, STR("ALTERNATIVE NAME ")) || str_starts(key, STR("CATEGORY NAME ")))
        return name(h, key, str_trim(rest));
    for (int i = 0; i < KEY_COUNT; i++)
        if (str_is(key, key_names[i]))
            return known_key(h, (Key)i, str_trim(rest));
    return true;
}

/* Everything that is needed was told. */
static bool head_is_whole(Head *h)
{
    Lines *l = h->lines;
    int    unique = h->head->type == PREFLIB_CAT ? KEY_PREFERENCES : KEY_ORDERS;
    int    needed[] = { KEY_TYPE, KEY_ALTERNATIVES, KEY_VOTERS, unique, KEY_CATEGORIES };
    size_t n = h->head->type == PREFLIB_CAT ? COUNTOF(needed) : COUNTOF(needed) - 1;
    for (size_t i = 0; i < n; i++)
        if (h->at[needed[i]] == 0)
            return no(l, "a header is missing", str_from(key_names[needed[i]]));
    for (int i = h->head->m + 1; i <= BALLOTS_MOST_ALTERNATIVES; i++)
        if (h->name_at[i] != 0)
            return no_at(l, h->name_at[i], "a name for what there is not", h->names[i]);
    h->head->unique_line = h->at[unique];
    h->head->names = NEW_N(l->a, Str, h->head->m + 1);
    memcpy(h->head->names, h->names, sizeof(Str) * (size_t)(h->head->m + 1));
    return true;
}

bool preflib_head(Lines *lines, int types, PreflibHead *ret_head, Str *ret_ballot)
{
    Head *h = NEW(lines->a, Head);
    *ret_head = (PreflibHead){ 0 };
    h->lines = lines;
    h->head = ret_head;
    h->types = types;
    h->alikes = alikes_open(lines->a);
    while (lines_next(lines, ret_ballot)) {
        if (str_trim(*ret_ballot).n == 0)
            continue;
        if (ret_ballot->p[0] != '#')
            return head_is_whole(h);
        if (!head_line(h, *ret_ballot))
            return false;
    }
    return lines->refusal.what == NULL && head_is_whole(h) && no(lines, "there are no ballots", STR_NONE);
}

/* ---- ballots ---- */

static const char below_one[] = "the count is not a number of at least 1";

bool preflib_next(Lines *lines, Str *ret_ballot)
{
    while (lines_next(lines, ret_ballot)) {
        if (str_trim(*ret_ballot).n == 0)
            continue;
        return ret_ballot->p[0] != '#' || no(lines, "a header behind the ballots", *ret_ballot);
    }
    return false;
}

bool preflib_count(Lines *lines, PreflibHead *head, Str *line, i64 *ret_count)
{
    Str rest = *line, count;
    if (!str_find(rest, STR(":"), NULL))
        return no(lines, "no count and colon before the ballot", *line);
    str_next(&rest, ':', &count);
    count = str_trim(count);
    if (!str_int(count, ret_count) || *ret_count < 0)
        return no(lines, below_one, count);
    if (*ret_count == 0 && head->nobody_line == 0)
        head->nobody_line = lines->line;
    if (*ret_count > BALLOTS_MOST_VOTERS)
        return no(lines, "a number beyond what is counted here", count);
    *line = str_trim(rest);
    return true;
}

Str preflib_skip_spaces(Str s)
{
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s = str_skip(s, 1);
    return s;
}

bool preflib_alternative(Lines *lines, int m, Str *rest, int *ret_id)
{
    size_t n = 0;
    i64    id;
    while (n < rest->n && ascii_is_digit(rest->p[n]))
        n++;
    if (n == 0)
        return no(lines, "an alternative's number is missing", *rest);
    if (!str_int(str_cut(*rest, n), &id) || id < 1 || id > m)
        return no(lines, "an alternative that is not on the list", str_cut(*rest, n));
    *ret_id = (int)id;
    *rest = str_skip(*rest, n);
    return true;
}

/* One order as it is read: what was named already is marked with the line's number. */
typedef struct Order {
    Lines  *lines;
    int     m;
    Choice *choices;
    size_t  n;
    i64    *seen;
} Order;

static bool order_add(Order *o, Str *rest, bool shares)
{
    int id;
    if (!preflib_alternative(o->lines, o->m, rest, &id))
        return false;
    if (o->seen[id] == o->lines->line)
        return no(o->lines, "an alternative that stands twice on the ballot", arena_printf(o->lines->a, "%d", id));
    o->seen[id] = o->lines->line;
    o->choices[o->n++] = (Choice)(id | (shares ? CHOICE_SHARED : 0));
    *rest = preflib_skip_spaces(*rest);
    return true;
}

static bool brace_missing(Order *o, Str rest)
{
    const char *what = rest.n == 0                  ? "a brace is opened and never closed"
                       : str_starts(rest, STR("{")) ? "a brace within a brace"
                                                    : "neither a comma nor a brace behind an alternative";
    return no(o->lines, what, rest);
}

/* "{2,5}" without its first brace. */
static bool shared_rank(Order *o, Str *rest)
{
    *rest = preflib_skip_spaces(*rest);
    if (str_starts(*rest, STR("}")))
        o->choices[o->n++] = 0;
    for (bool shares = false; !str_starts(*rest, STR("}")); shares = true) {
        if (shares) {
            if (!str_starts(*rest, STR(",")))
                return brace_missing(o, *rest);
            *rest = preflib_skip_spaces(str_skip(*rest, 1));
        }
        if (rest->n == 0 || str_starts(*rest, STR("{")))
            return brace_missing(o, *rest);
        if (!order_add(o, rest, shares))
            return false;
    }
    *rest = preflib_skip_spaces(str_skip(*rest, 1));
    return true;
}

static bool order_read(Order *o, Str rest)
{
    for (o->n = 0; rest.n != 0 || o->n != 0;) {
        bool is_shared = str_starts(rest, STR("{"));
        if (is_shared)
            rest = str_skip(rest, 1);
        if (is_shared ? !shared_rank(o, &rest) : !order_add(o, &rest, false))
            return false;
        if (rest.n == 0)
            return true;
        if (rest.p[0] != ',')
            return no(o->lines, "neither a comma nor the end behind a rank", rest);
        rest = preflib_skip_spaces(str_skip(rest, 1));
    }
    return true;
}

static bool order_fits(Order *o, PreflibType type)
{
    size_t named = 0;
    for (size_t i = 0; i < o->n; i++) {
        named += choice_id(o->choices[i]) != 0;
        if (choice_shares(o->choices[i]) && (type == PREFLIB_SOC || type == PREFLIB_SOI))
            return no(o->lines, "a shared rank in a file of strict orders", STR_NONE);
    }
    if (named < (size_t)o->m && (type == PREFLIB_SOC || type == PREFLIB_TOC))
        return no(o->lines, "the ballot does not name every alternative", STR_NONE);
    return true;
}

bool preflib_claims(Lines *lines, const PreflibHead *head, i64 voters, i64 unique)
{
    if (head->nobody_line != 0 && (voters == 0 || voters != head->voters || unique != head->unique))
        return no_at(lines, head->nobody_line, below_one, STR("0"));
    if (voters != head->voters)
        return no_at(lines, head->voters_line, "NUMBER VOTERS is not the sum of the counts",
                     arena_printf(lines->a, "%lld", (long long)voters));
    if (unique != head->unique)
        return no_at(lines, head->unique_line, "the number of unique ballots is not that of the lines",
                     arena_printf(lines->a, "%lld", (long long)unique));
    return true;
}

bool preflib_read(Arena *a, Lines *lines, PreflibHead *ret_head, Ballots *ret_ballots)
{
    Str line;
    i64 count;
    if (!preflib_head(lines, PREFLIB_RANKED, ret_head, &line))
        return false;
    Order o = { .lines = lines, .m = ret_head->m };
    o.choices = NEW_N(a, Choice, LINES_LONGEST + 1); /* a line holds no more */
    o.seen = NEW_N(a, i64, o.m + 1);
    *ret_ballots = ballots_new(a, o.m);
    do {
        if (!preflib_count(lines, ret_head, &line, &count) || !order_read(&o, line) || !order_fits(&o, ret_head->type))
            return false;
        if (!ballots_add(ret_ballots, count, o.choices, o.n))
            return no(lines, "more voters than are counted here", STR_NONE);
    } while (preflib_next(lines, &line));
    return lines->refusal.what == NULL && preflib_claims(lines, ret_head, ret_ballots->voters, (i64)ret_ballots->n);
}
