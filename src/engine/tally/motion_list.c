/* motion_list: the list that is published, written and read. See motion.h. */
#include "engine/tally/motion.h"
#include "engine/tally/quorum_text.h"
#include "engine/text/names.h"

#define MOST_WEIGHT INT64_C(10000000000) /* of one ballot: a square kilometre; a million of them overflow nothing */

/* ---- writing ---- */

void motion_head_put(Buf *b, const MotionHead *h)
{
    buf_printf(b, "yc-vote 1\nunit %s\nmethod %s\n", quorum_basis_names[h->heads], slip_names[h->method]);
    if (h->method != SLIP_MOTION)
        buf_printf(b, "options %d %d %d\n", h->options, h->most, h->seats);
    if (h->finds != MOTION_COUNTS)
        buf_printf(b, "finds %s\n", motion_finds_names[h->finds]);
    if (h->method == SLIP_BUDGET) {
        buf_printf(b, "money %lld", (long long)h->money);
        for (int i = 0; i < h->options; i++)
            buf_printf(b, " %lld", (long long)h->costs[i]);
        buf_char(b, '\n');
    }
    quorum_rule_put(b, &h->rule);
}

void motion_count_put(Buf *b, const char *word, i64 heads, i64 weight)
{
    buf_printf(b, "%s %lld %lld\n", word, (long long)heads, (long long)weight);
}

void motion_sheet_put(Buf *b, const MotionHead *h, i64 number, const MotionSheet *s)
{
    buf_printf(b, "sheet %lld %lld %lld %lld %lld", (long long)number, (long long)s->issued, (long long)s->cast, (long long)s->spoiled,
               (long long)s->unused);
    for (int i = 0; i < (h->method == SLIP_MOTION ? 3 : h->options); i++)
        buf_printf(b, " %lld", (long long)s->votes[i]);
    buf_char(b, '\n');
}

void motion_ballot_put(Buf *b, Str code, MotionBy by, i64 weight, Str slip)
{
    buf_printf(b, "ballot %.*s %s %lld %.*s\n", STR_ARG(code), motion_by_names[by], (long long)weight, STR_ARG(slip));
}

/* ---- reading ---- */

typedef struct Read {
    Arena     *a;
    Lines     *lines;
    MotionHead head;
    Motion    *m; /* once the roll is there: the head is whole */
    Names     *codes, *sheets;
    bool       has_unit, has_method;
} Read;

static bool wrong(Read *r, const char *what, Str value)
{
    return refuse(r->a, &r->lines->refusal, r->lines->line, what, value);
}

/* Whole numbers, one space between; exactly n. */
static bool figures(Str rest, i64 *v, int n)
{
    Str word;
    for (int i = 0; i < n; i++)
        if (!str_next(&rest, ' ', &word) || !str_int(word, &v[i]) || v[i] < 0 || v[i] > QUORUM_MOST)
            return false;
    return rest.n == 0;
}

static bool read_unit(Read *r, Str rest)
{
    int v;
    if (r->has_unit || !quorum_word_find(rest, quorum_basis_names, &v) || v == QUORUM_AREA || v == QUORUM_VOTE)
        return wrong(r, "is no unit, or the second", rest);
    r->head.heads = (QuorumBasis)v;
    r->has_unit = true;
    return true;
}

static bool read_method(Read *r, Str rest)
{
    int v;
    if (r->has_method || !quorum_word_find(rest, slip_names, &v) || r->m != NULL)
        return wrong(r, "is no method, or the second", rest);
    r->head.method = (SlipKind)v;
    r->head.options = r->head.most = r->head.seats = 1;
    r->has_method = true;
    return true;
}

static bool read_options(Read *r, Str rest)
{
    i64 v[3];
    if (!r->has_method || r->m != NULL || r->head.costs != NULL || r->head.method == SLIP_MOTION || !figures(rest, v, 3) || v[0] < 1 || v[0] > SLIP_OPTIONS_MOST || v[1] < 1 ||
        v[1] > v[0] || v[2] < 1 || v[2] > v[0] || (r->head.method == SLIP_CHOICE && v[1] != 1))
        return wrong(r, "options, how many a ballot may name, and seats do not fit each other", rest);
    r->head.options = (int)v[0];
    r->head.most = (int)v[1];
    r->head.seats = (int)v[2];
    return true;
}

static bool read_finds(Read *r, Str rest)
{
    int v;
    if (!quorum_word_find(rest, motion_finds_names, &v) || r->m != NULL)
        return wrong(r, "is no way to find one", rest);
    r->head.finds = (MotionFinds)v;
    return true;
}

static bool read_money(Read *r, Str rest)
{
    i64 v[1 + SLIP_OPTIONS_MOST];
    if (r->m != NULL || r->head.method != SLIP_BUDGET || !figures(rest, v, 1 + r->head.options))
        return wrong(r, "what there is, and what each option costs, after the options of a budget", rest);
    i64 *costs = NEW_N(r->a, i64, (size_t)r->head.options);
    for (int i = 0; i < r->head.options; i++)
        if ((costs[i] = v[1 + i]) < 1)
            return wrong(r, "an option that costs nothing", rest);
    r->head.money = v[0];
    r->head.costs = costs;
    return true;
}

static bool read_roll(Read *r, Str rest)
{
    i64 v[2];
    if (!motion_finds_fits(r->head.method, r->head.finds) || (r->head.method == SLIP_BUDGET) != (r->head.costs != NULL))
        return wrong(r, "what is to be found does not fit the method", STR(""));
    if (!r->has_unit || !r->has_method || r->m != NULL || !figures(rest, v, 2))
        return wrong(r, "the roll stands once, after unit, method and rule, with its heads and their weights", rest);
    r->m = motion_new(r->a, &r->head);
    motion_roll(r->m, v[0], v[1]);
    return true;
}

static bool read_there(Read *r, Str rest)
{
    i64 v[2];
    if (r->m == NULL || !figures(rest, v, 2))
        return wrong(r, "who is there: heads and their weights, after the roll", rest);
    motion_there(r->m, v[0], v[1]);
    return true;
}

static bool read_sheet(Read *r, Str rest)
{
    MotionSheet s = { 0 };
    i64         v[4 + SLIP_OPTIONS_MOST] = { 0 };
    Str         number;
    int         n = r->head.method == SLIP_MOTION ? 3 : r->head.options;
    if (r->m == NULL || r->head.finds != MOTION_COUNTS || !str_next(&rest, ' ', &number) || !figures(rest, v, 4 + n))
        return wrong(r, "a sheet has its number, issued, cast, spoiled, unused and its votes", rest);
    s = (MotionSheet){ v[0], v[1], v[2], v[3], { 0 } };
    for (int i = 0; i < n; i++)
        s.votes[i] = v[4 + i];
    if (!motion_sheet_adds_up(&r->head, &s))
        return wrong(r, "a sheet whose figures do not add up", number);
    if (names_find(r->sheets, number) != NAMES_NONE)
        return wrong(r, "a sheet that stands twice", number);
    names_add(r->sheets, number);
    motion_sheet(r->m, &s);
    return true;
}

static bool read_ballot(Read *r, Str rest)
{
    Str  code, by, weight;
    int  means;
    i64  w;
    Slip slip;
    if (r->m == NULL || !str_next(&rest, ' ', &code) || !str_next(&rest, ' ', &by) || !str_next(&rest, ' ', &weight) || code.n == 0)
        return wrong(r, "a ballot has its code, its means, its weight and its slip", rest);
    if (!quorum_word_find(by, motion_by_names, &means) || !motion_admits(&r->head.rule, (MotionBy)means))
        return wrong(r, "a way of taking part that the rule does not know", by);
    if (!str_int(weight, &w) || w < 1 || w > MOST_WEIGHT)
        return wrong(r, "is no weight", weight);
    if (!slip_parse(r->head.method, r->head.options, r->head.most, rest, &slip))
        return wrong(r, "is no slip of this vote", rest);
    if (names_find(r->codes, code) != NAMES_NONE)
        return wrong(r, "a ballot that stands twice", code);
    names_add(r->codes, code);
    motion_ballot(r->m, (MotionBy)means, w, &slip);
    return true;
}

static bool read_rule(Read *r, Str line)
{
    if (r->m != NULL || !quorum_rule_line(line, &r->head.rule))
        return wrong(r, "is no line of such a list", line);
    return true;
}

static bool read_line(Read *r, Str line)
{
    static const struct {
        const char *word;
        bool (*read)(Read *r, Str rest);
    } kinds[] = { { "unit ", read_unit }, { "method ", read_method }, { "options ", read_options }, { "finds ", read_finds },
                  { "money ", read_money },   { "roll ", read_roll },
                  { "there ", read_there }, { "sheet ", read_sheet }, { "ballot ", read_ballot } };
    for (size_t i = 0; i < COUNTOF(kinds); i++)
        if (str_starts(line, str_from(kinds[i].word)))
            return kinds[i].read(r, str_skip(line, str_from(kinds[i].word).n));
    return read_rule(r, line);
}

Motion *motion_read(Arena *a, Lines *lines)
{
    Read r = { .a = a, .lines = lines, .codes = names_open(a), .sheets = names_open(a) };
    Str  line;
    if (!lines_next(lines, &line) || !str_is(line, "yc-vote 1")) {
        wrong(&r, "the first line is yc-vote 1", STR(""));
        return NULL;
    }
    while (lines_next(lines, &line))
        if (!read_line(&r, line))
            return NULL;
    if (lines->refusal.what == NULL && r.m == NULL)
        wrong(&r, "there is no roll", STR(""));
    return lines->refusal.what == NULL ? r.m : NULL;
}
