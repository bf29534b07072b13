/* demo_plan: reads demo/needs.txt and lays out when what happens, from how far each matter is to get (its fate). What
 * would lie after today is left out, so the newest matters stand in the middle of their way. */
#include <stdlib.h>
#include <string.h>

#include "cli/demo.h"

/* How far a matter gets, as letters that follow one another; '.' lets a day pass and ',' two hours.
 *   T taken in   s b n e sorted small, big, not ours, emergency   a assigned   A answered   x extended   S solved
 *   Z solved again   k told   J judged done by the author   j by a neighbour   N judged not done   U cannot be done
 *   c accepted   O objected   u handed up   r received there   g given back   W withdrawn   G grouped with its twin */
typedef struct Fate {
    const char *name;
    int         least, most; /* days ago that it was raised */
    const char *steps;
} Fate;

static const Fate fates[] = {
    { "fresh", 0, 2, "" },
    { "taken", 2, 4, ",T,s" },
    { "doing", 2, 4, ",T,sa.A" },
    { "late", 18, 30, ",T,sa..A" },
    { "extended", 6, 8, ",T,sa.A..x" },
    { "solved", 6, 9, ".T,sa.A..S,k" },
    { "closed", 25, 175, ",T,sa.A.S,k..J" },
    { "voices", 40, 160, ",T,sa.A.S,k.j" },
    { "silence", 40, 160, ",T,sa.A.S,k" },
    { "redo", 12, 16, ".T,sa.A..S,k..N,A" },
    { "redone", 40, 150, ".T,sa.A..S,k..N.A..Z,k..J" },
    { "pooled", 20, 90, ".T.A.b" },
    { "unable", 8, 12, ".T,sa.A..U" },
    { "accepted", 30, 120, ".T,sa.A..U..c" },
    { "objected", 14, 20, ".T,sa.A..U..O.r" },
    { "elsewhere", 10, 100, ",T,n" },
    { "town", 9, 12, ".T.Ab.u.ra" },
    { "county", 22, 30, ".T.Ab.u.r...u.ra" },
    { "city", 30, 40, ".T.Ab.u.r...u.r...u.r" },
    { "back", 14, 18, ".T.Ab.u.r..g" },
    { "withdrawn", 10, 60, ".T.W" },
    { "emergency", 20, 150, "e,A,S.J" },
    { "emergency-open", 0, 0, "e,A" },
    { "complaint", 40, 90, "..T,sa.A.....S..J" },
    { "complaint-open", 3, 5, "..T" },
    { "dup", 5, 6, ",T,s" },
    { "dup2", 3, 3, ",T,G" },
};

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

static bool is_in(const Matter *m, const Home *h)
{
    bool in = h == m->author;
    for (int i = 0; i < m->n_neighbours; i++)
        in = in || m->neighbours[i] == h;
    return in;
}

static void draw_people(Demo *d, Matter *m)
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

static Err read_option(Demo *d, Matter *m, Str word)
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

static void read_text(Matter *m, Str line)
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
    Matter common;
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
    Matter *before = NULL;
    for (int i = 0; i < b->n_places; i++) {
        Matter *m = &d->matters[d->n_matters++];
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
    d->matters = NEW_N(d->keep, Matter, 400);
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

/* In daylight: people speak and offices work between eight and eight. */
static i64 in_daylight(i64 at)
{
    i64 day = date_start(date_of(at)), hour = (at - day) / HOUR;
    if (hour < 8)
        return day + 8 * HOUR + at % HOUR;
    return hour < 20 ? at : day + DAY + 8 * HOUR + at % HOUR;
}

static void act_add(Demo *d, i64 at, char what, int who, Matter *m)
{
    if (at > d->end)
        return;
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

/* When the first step is that ends the joining. */
static i64 joining_ends(const Demo *d, const Fate *f, i64 raised)
{
    i64 days = 0;
    for (const char *p = f->steps; *p != '\0' && strchr("SUnWG", *p) == NULL; p++)
        days += *p == '.';
    i64 end = raised + days * DAY;
    return strpbrk(f->steps, "SUnWG") == NULL ? d->end : end;
}

static Err plan_matter(Demo *d, Matter *m)
{
    const Fate *f = fate_find(m->fate);
    if (f == NULL)
        return spoiled(d, m->fate);
    i64 ago = f->least + (i64)demo_dice(d, (u64)(f->most - f->least + 1));
    i64 at = in_daylight(d->end - ago * DAY - (i64)demo_dice(d, 10) * HOUR - (i64)demo_dice(d, 3600) * SECOND);
    if (at > d->end)
        at = d->end - HOUR;
    i64 raised = at, open = joining_ends(d, f, raised) - raised;
    act_add(d, raised, 'R', 0, m);
    bool joins = !str_is(m->fate, "withdrawn") && m->kind != NEED_COMPLAINT;
    for (int i = 0; joins && i < m->n_neighbours; i++) {
        i64 wait = open > 3 * DAY ? 3 * DAY : open;
        i64 joined = raised + 10 * MINUTE + (i64)demo_dice(d, (u64)(wait > HOUR ? wait - HOUR / 2 : MINUTE));
        if (in_daylight(joined) < raised + wait)
            joined = in_daylight(joined);
        act_add(d, joined, '+', i, m);
    }
    for (const char *p = f->steps; *p != '\0'; p++) {
        if (*p == '.' || *p == ',')
            at = in_daylight(at + (*p == '.' ? DAY : 2 * HOUR));
        else
            act_add(d, at += 5 * MINUTE, *p, 0, m);
    }
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
        Matter *m = &d->matters[i];
        if (m->door.n && field_enum(&NEED_DOOR, m->door) < 0)
            return spoiled(d, m->door);
        TRY(plan_matter(d, m));
    }
    qsort(d->acts, d->n_acts, sizeof *d->acts, by_time);
    return OK;
}
