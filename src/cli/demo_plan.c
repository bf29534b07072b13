/* demo_plan: reads demo/needs.txt and lays out when what happens, from how far each matter is to get (its fate).
 *
 * The days of the story are working days (demo.h), and each matter has come as far as its fate says before today begins.
 * Its steps and the deadlines that they meet or miss are therefore the same whatever day it is played on: one that would
 * go on past the last day of the story is refused, never cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "cli/demo.h"
#include "record/workcal.h"

/* How far a matter gets, as letters that follow one another; '.' goes on to the morning of the next working day and ','
 * lets two hours pass.
 *   T taken in   s b n e sorted small, big, not ours, emergency   a assigned   A answered   x extended   S solved
 *   Z solved again   k told   J judged done by the author   j by a neighbour   N judged not done   U cannot be done
 *   c accepted   O objected   u handed up   r received there   g given back   W withdrawn   G grouped with its twin
 * A group has three working days for a small matter, the village five, the town ten, county and city fifteen, all counted
 * from when it was raised. */
typedef struct Fate {
    const char *name;
    int         least, most; /* working days before the last one on which it was raised */
    const char *steps;
} Fate;

static const Fate fates[] = {
    { "fresh", 0, 0, "" },
    { "taken", 1, 2, ",T,s" },
    { "doing", 2, 2, ",T,sa.A" },
    { "late-village", 4, 4, ",T,sa..A" }, /* where it goes by itself: to the village on the fourth day, */
    { "late-town", 7, 9, ",T,sa..A" },    /* the town on the sixth, */
    { "late", 13, 20, ",T,sa..A" },       /* and the county on the eleventh */
    { "extended", 4, 5, ",T,sa.A..x" },
    { "solved", 4, 5, ",T,sa.A.S,k" }, /* not fifteen days ago, not even over the longest holiday */
    { "closed", 18, 120, ",T,sa.A.S,k..J" },
    { "voices", 29, 110, ".T,sa.A.S,k.j" },
    { "silence", 29, 110, ".T,sa.A...S,k" },
    { "redo", 5, 6, ",T,sa.A.S,k..N,A" },
    { "redone", 29, 107, ",T,sa.A.S,k..N.A.Z,k..J" },
    { "pooled", 14, 45, ".T.A.b" }, /* less than ninety days: longer, and it turns up at the town */
    { "unable", 5, 8, ".T,sa.A.U" },
    { "accepted", 22, 85, ".T,sa.A.U..c" },
    { "objected", 7, 9, ".T,sa.A.U..O.r" },
    { "elsewhere", 7, 70, ",T,n" },
    { "town", 6, 8, ".T.Abu.ru.ra" },
    { "town-by-estate", 7, 8, ".T.Abu.ru.ru.ra" },
    { "county", 9, 13, ".T.Abu.ru.r..u.ra" },
    { "city", 13, 14, ".T.Abu.ru.r..u.r...u.r" },
    { "back", 6, 6, ".T.Abu.ru.r..g" },
    { "withdrawn", 7, 42, ".T.W" },
    { "emergency", 14, 105, "e,A,S.J" },
    { "emergency-open", 0, 0, "eA" }, /* today, whatever the hour: see plan_now() */
    { "complaint", 29, 64, ".T,sa.A.....S..J" },
    { "complaint-open", 3, 3, "..T" }, /* nobody took it in on its first day: the level above did */
    { "dup", 2, 2, ",T,s" },
    { "dup2", 1, 1, ",T,G" },
};

u64 demo_dice(Demo *d, u64 sides)
{
    d->dice ^= d->dice << 13; /* xorshift64: G. Marsaglia, Journal of Statistical Software 8 (2003) */
    d->dice ^= d->dice >> 7;
    d->dice ^= d->dice << 17;
    return (d->dice >> 11) % sides;
}

Str demo_file(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "demo/%s", name);
    const Embedded *f = embedded_find(str_from(path));
    BUG_ON(f == NULL); /* a file that is built in */
    return f->bytes;
}

bool demo_line(Str *rest, Str *ret_line)
{
    while (str_next(rest, '\n', ret_line)) {
        *ret_line = str_trim(*ret_line);
        if (ret_line->n && ret_line->p[0] != '#')
            return true;
    }
    return false;
}

static Err spoiled(Demo *d, Str line)
{
    return fail(&d->cli->ctx, ERR_INTERNAL, NULL, "demo: cannot read {%.*s}", STR_ARG(line));
}

/* ---- who says it ---- */

static const Home *home_draw(Demo *d, Code under)
{
    for (int tries = 0; tries < 4000; tries++) {
        const Home *h = &d->homes[demo_dice(d, d->n_homes)];
        if (code_covers(under, h->ref.place))
            return h;
    }
    return NULL;
}

static bool is_in(const Tale *m, const Home *h)
{
    bool in = h == m->author;
    for (int i = 0; i < m->n_neighbours; i++)
        in = in || m->neighbours[i] == h;
    return in;
}

static void draw_people(Demo *d, Tale *m)
{
    m->author = home_draw(d, m->group);
    int wanted = m->voices > m->n_reasons + 1 ? m->voices - 1 : m->n_reasons;
    for (int tries = 0; m->author && m->n_neighbours < wanted && tries < 500; tries++) {
        const Home *h = home_draw(d, demo_dice(d, 3) ? m->group : m->author->village);
        if (h != NULL && !is_in(m, h) && m->n_neighbours < (int)COUNTOF(m->neighbours))
            m->neighbours[m->n_neighbours++] = h;
    }
}

/* ---- reading ---- */

/* w2: the second group of 上湾村; o: the only group of another county, one after another. */
static Code group_of(Demo *d, Str key, int *outside)
{
    static const struct {
        char        letter;
        const char *village;
    } villages[] = { { 'w', "420325102212" }, { 's', "420381005212" }, { 't', "420325111207" }, { 'y', "420381002016001" } };
    static const char *const others[] = { "420302100200001", "420303100200001", "420304101200001",
                                          "420322100200001", "420323100201001", "420324100200001" };
    if (str_is(key, "o"))
        return str_from(others[(*outside)++ % (int)COUNTOF(others)]);
    for (size_t i = 0; i < COUNTOF(villages); i++)
        if (key.n == 2 && key.p[0] == villages[i].letter)
            return arena_printf(d->keep, "%s00%c", villages[i].village, key.p[1]);
    return STR_NONE;
}

static Err read_option(Demo *d, Tale *m, Str word)
{
    Str rest = word, name;
    i64 n = 0;
    str_next(&rest, '=', &name);
    if (str_is(word, "hidden"))
        m->hidden = true;
    else if (str_is(word, "helper"))
        m->by_helper = true;
    else if (str_is(name, "photo"))
        m->photo = rest;
    else if (str_is(name, "proof"))
        m->proof = rest;
    else if (str_is(name, "voices") && str_int(rest, &n))
        m->voices = (int)n;
    else if (str_is(name, "since") && str_int(rest, &n))
        m->since = (Date)(n * 10000 + 601);
    else if (!str_is(word, "urgent"))
        return spoiled(d, word);
    return OK;
}

static void read_text(Tale *m, Str line)
{
    Str text = str_trim(str_skip(line, 1));
    switch (line.p[0]) {
    case 'T': m->title = text; break;
    case 'B': m->body = text; break;
    case '<': m->answer = text; break;
    case '?': m->doubt = text; break;
    case '!': *(str_starts(line, STR("!!")) ? &m->again : &m->last) = str_trim(str_skip(text, text.p[0] == '!')); break;
    case '+':
        if (m->n_reasons < MATTER_TEXTS)
            m->reasons[m->n_reasons++] = text;
        break;
    }
}

typedef struct Block {
    Tale common;
    Str    places[8];
    int    n_places;
} Block;

static Err read_head(Demo *d, Block *b, Str line)
{
    Str rest = str_trim(str_skip(line, 1)), kind, category, word;
    str_next(&rest, ' ', &kind);
    str_next(&rest, ' ', &category);
    *b = (Block){ .common = { .kind = field_enum(&NEED_KIND, kind), .category = field_enum(&NEED_CATEGORY, category) } };
    if (b->common.kind < 0 || b->common.category < 0)
        return spoiled(d, line);
    while (str_next(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (str_find(word, STR(":"), NULL) && b->n_places < (int)COUNTOF(b->places))
            b->places[b->n_places++] = word;
        else
            TRY(read_option(d, &b->common, word));
    }
    return OK;
}

/* One matter a place of the block. */
static Err keep_block(Demo *d, const Block *b, int *outside)
{
    Tale *before = NULL;
    for (int i = 0; i < b->n_places; i++) {
        Tale *m = &d->matters[d->n_matters++];
        Str     fate = b->places[i], key;
        size_t  dash;
        str_next(&fate, ':', &key);
        *m = b->common;
        m->group = group_of(d, key, outside);
        m->fate = fate;
        if (str_starts(fate, STR("elsewhere-")) && str_find(fate, STR("-"), &dash)) {
            m->door = str_skip(fate, dash + 1);
            m->fate = str_cut(fate, dash);
        }
        m->twin = str_is(fate, "dup2") ? before : NULL;
        draw_people(d, m);
        if (m->author == NULL)
            return spoiled(d, b->places[i]);
        before = m;
    }
    return OK;
}

static Err read_matters(Demo *d)
{
    Str   rest = demo_file("needs.txt"), line;
    Block b = { .n_places = 0 };
    int   outside = 0;
    d->matters = NEW_N(d->keep, Tale, 400);
    while (demo_line(&rest, &line)) {
        if (line.p[0] == '=') {
            TRY(keep_block(d, &b, &outside));
            TRY(read_head(d, &b, line));
        } else {
            read_text(&b.common, line);
        }
    }
    return keep_block(d, &b, &outside);
}

/* ---- when ---- */

/* People speak and offices work from eight to eight. Minutes are those after eight in which something may begin: early
 * enough that its steps of two hours end on the same day. */
enum { FIRST_HOUR = 8, LAST_HOUR = 20, RAISED_MINUTES = 7 * 60, MORNING_MINUTES = 4 * 60 };

Err demo_begin(Demo *d)
{
    Date today = date_of(d->end);
    TRY(workcal_load(db_read(&d->cli->ctx), today, &d->calendar));
    d->days[DEMO_DAYS] = today;
    for (int i = DEMO_DAYS; i-- > 0;)
        d->days[i] = workday_add(&d->calendar, d->days[i + 1], -1);
    d->start = date_start(d->days[0]) + FIRST_HOUR * HOUR;
    return OK;
}

/* A time of the story: its days one after another, a DAY each. */
static i64 story_at(Demo *d, i64 day, u64 minutes)
{
    return day * DAY + FIRST_HOUR * HOUR + (i64)demo_dice(d, minutes * 60) * SECOND;
}

/* When that is. What is new was said yesterday, be it a day off: people speak on those too. */
static i64 moment(const Demo *d, i64 story, bool is_new)
{
    Date day = is_new ? date_add(d->days[DEMO_DAYS], -1) : d->days[story / DAY];
    return date_start(day) + story % DAY;
}

static void act_add(Demo *d, i64 at, char what, int who, Tale *m)
{
    d->acts[d->n_acts] = (Act){ .at = at, .order = (int)d->n_acts, .what = what, .who = who, .matter = m };
    d->n_acts++;
}

static const Fate *fate_find(Str name)
{
    for (size_t i = 0; i < COUNTOF(fates); i++)
        if (str_is(name, fates[i].name))
            return &fates[i];
    return NULL;
}

static bool is_joined(const Tale *m)
{
    return !str_is(m->fate, "withdrawn") && m->kind != NEED_COMPLAINT;
}

/* *ret_ends: when the first step is that ends the joining, or the last evening. */
static Err plan_steps(Demo *d, const Fate *f, Tale *m, i64 raised, i64 *ret_ends)
{
    i64 at = raised;
    *ret_ends = (DEMO_DAYS - 1) * DAY + LAST_HOUR * HOUR;
    for (const char *p = f->steps; *p != '\0'; p++) {
        if (*p == '.')
            at = story_at(d, at / DAY + 1, MORNING_MINUTES);
        else
            at += *p == ',' ? 2 * HOUR : 5 * MINUTE;
        if (at >= DEMO_DAYS * DAY)
            return fail(&d->cli->ctx, ERR_INTERNAL, NULL, "demo: {%s} goes on past the last day", f->name);
        if (*p != '.' && *p != ',')
            act_add(d, moment(d, at, f->most == 0), *p, 0, m);
        if (strchr("SUnWG", *p) != NULL && at < *ret_ends)
            *ret_ends = at;
    }
    return OK;
}

static i64 in_daylight(i64 at)
{
    i64 hour = at % DAY / HOUR;
    return hour < FIRST_HOUR ? at + (FIRST_HOUR - hour) * HOUR : hour < LAST_HOUR ? at : at + (24 + FIRST_HOUR - hour) * HOUR;
}

/* Within three days, and before the step that ends it. */
static void plan_joins(Demo *d, const Fate *f, Tale *m, i64 raised, i64 ends)
{
    i64 wait = ends - raised > 3 * DAY ? 3 * DAY : ends - raised;
    for (int i = 0; is_joined(m) && i < m->n_neighbours; i++) {
        i64 at = raised + 10 * MINUTE + (i64)demo_dice(d, (u64)(wait > HOUR ? wait - HOUR / 2 : MINUTE));
        act_add(d, moment(d, in_daylight(at) < raised + wait ? in_daylight(at) : at, f->most == 0), '+', i, m);
    }
}

/* All of it today: within the last three hours, or since midnight where that is less. */
static void plan_now(Demo *d, const Fate *f, Tale *m)
{
    i64 today = d->end - date_start(d->days[DEMO_DAYS]), span = today < 3 * HOUR ? today : 3 * HOUR;
    int joins = is_joined(m) ? m->n_neighbours : 0, n = 1 + joins + (int)strlen(f->steps);
    for (int i = 0; i < n; i++) {
        i64 at = d->end - span * (n - i) / n;
        if (i == 0)
            act_add(d, at, 'R', 0, m);
        else if (i <= joins)
            act_add(d, at, '+', i - 1, m);
        else
            act_add(d, at, f->steps[i - 1 - joins], 0, m);
    }
}

static Err plan_matter(Demo *d, Tale *m)
{
    const Fate *f = fate_find(m->fate);
    i64         ends;
    if (f == NULL)
        return spoiled(d, m->fate);
    if (str_is(m->fate, "emergency-open")) {
        plan_now(d, f, m);
        return OK;
    }
    i64 ago = f->least + (i64)demo_dice(d, (u64)(f->most - f->least + 1));
    i64 raised = story_at(d, DEMO_DAYS - 1 - ago, RAISED_MINUTES);
    act_add(d, moment(d, raised, f->most == 0), 'R', 0, m);
    TRY(plan_steps(d, f, m, raised, &ends));
    plan_joins(d, f, m, raised, ends);
    return OK;
}

static int by_time(const void *a, const void *b)
{
    const Act *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order - y->order;
}

Err demo_plan(Demo *d)
{
    TRY(read_matters(d));
    d->acts = NEW_N(d->keep, Act, d->n_matters * 64);
    for (size_t i = 0; i < d->n_matters; i++) {
        Tale *m = &d->matters[i];
        if (m->door.n && field_enum(&NEED_DOOR, m->door) < 0)
            return spoiled(d, m->door);
        TRY(plan_matter(d, m));
    }
    qsort(d->acts, d->n_acts, sizeof *d->acts, by_time);
    return OK;
}
