/* search_fill: see search.h. Ids of a term are kept as what each adds to the one before, in a few bytes; when they come to
 * FILL_BYTES, or a county ends, they are walked in the order of the key beside what stands of the same records. Whatever is
 * put in meanwhile lies before the row that the walk has come to, so it never comes by. */
#include <stdlib.h>
#include <string.h>

#include "record/noun.h"
#include "record/search_inside.h"
#include "record/search.sql.h"

enum { FILL_BYTES = 48 << 20, SLOTS = 1 << 16, ID_BYTES = 10, FIRST_CHUNK = 24, MOST_CHUNK = 2000,
       TERMS_AT_ONCE = 64, LISTS = 64, LISTS_AT_ONCE = 8 };

static const char TERMS_RULE[] = "search: terms are what a rebuild gives",
                  LISTS_RULE[] = "search: lists of terms are what a rebuild gives";

typedef struct Chunk {
    struct Chunk *next;
    u32           n, room;
    u8            byte[];
} Chunk;

typedef struct Posting {
    struct Posting *next; /* in its slot */
    Str             term;
    i64             last; /* the id that came last */
    Chunk          *first, *tail;
} Posting;

typedef struct List {
    i64 id;
    Str terms;
} List;

/* What was amiss in a county. */
typedef struct Amiss {
    i64 missing, idle;
} Amiss;

struct SearchFill {
    Db          *w;
    const char  *noun;
    const Steps *told;
    Arena       *a;       /* of the postings; emptied with them */
    Arena       *scratch; /* of the records whose lists are not written yet */
    List         list[LISTS];
    size_t       lists;
    Posting    **slot;
    size_t       n;
    char         county[32];                 /* at first none, which has no records */
    i64          last, terms_from, lists_from; /* the record that came last; those behind which nothing is written yet */
    Amiss        terms_amiss, lists_amiss;
};

SearchFill *search_fill_open(Db *w, const char *noun, const Steps *told)
{
    SearchFill *f = calloc(1, sizeof *f);
    BUG_ON(f == NULL);
    *f = (SearchFill){ .w = w, .noun = noun, .told = told, .a = arena_open(), .scratch = arena_open() };
    f->last = f->terms_from = f->lists_from = INT64_MIN;
    f->slot = calloc(SLOTS, sizeof(Posting *));
    BUG_ON(f->slot == NULL);
    return f;
}

static Posting *posting_of(SearchFill *f, Str term)
{
    u32 h = 2166136261u;
    for (size_t i = 0; i < term.n; i++)
        h = (h ^ (u8)term.p[i]) * 16777619u;
    Posting **slot = &f->slot[(h ^ h >> 16) & (SLOTS - 1)];
    for (Posting *p = *slot; p != NULL; p = p->next)
        if (str_eq(p->term, term))
            return p;
    Posting *p = NEW(f->a, Posting);
    *p = (Posting){ .next = *slot, .term = str_copy(f->a, term) };
    f->n++;
    return *slot = p;
}

static void posting_put(SearchFill *f, Posting *p, i64 id)
{
    u64    add = (u64)(id - p->last);
    Chunk *c = p->tail;
    BUG_ON(id <= p->last); /* they are walked in the order of a primary key; search_fill_put() holds them above 0 */
    if (c == NULL || c->n + ID_BYTES > c->room) {
        u32 room = c == NULL ? FIRST_CHUNK : c->room < MOST_CHUNK ? c->room * 3 : MOST_CHUNK;
        Chunk *next = arena_take(f->a, sizeof *next + room);
        next->room = room;
        *(c ? &c->next : &p->first) = next;
        p->tail = c = next;
    }
    for (; add >= 0x80; add >>= 7)
        c->byte[c->n++] = (u8)(add | 0x80);
    c->byte[c->n++] = (u8)add;
    p->last = id;
}

/* ---- what was made, in the order of the key ---- */

typedef struct Made {
    Posting *const *all; /* sorted */
    size_t          n, at;
    const Chunk    *chunk;
    u32             byte;
    Str             term; /* the row that it has come to */
    i64             id;
    bool            is_end;
} Made;

static i64 id_read(Made *m)
{
    u64 add = 0;
    for (int shift = 0;; shift += 7) {
        u8 byte = m->chunk->byte[m->byte++];
        add |= (u64)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return m->id + (i64)add;
    }
}

/* No chunk is empty. */
static void made_next(Made *m)
{
    if (m->chunk != NULL && m->byte == m->chunk->n) {
        m->chunk = m->chunk->next;
        m->byte = 0;
    }
    if (m->chunk == NULL && m->at == m->n) {
        m->is_end = true;
        return;
    }
    if (m->chunk == NULL) {
        m->term = m->all[m->at]->term;
        m->chunk = m->all[m->at++]->first;
        m->id = 0;
    }
    m->id = id_read(m);
}

static int by_term(const void *a, const void *b)
{
    return str_cmp((*(Posting *const *)a)->term, (*(Posting *const *)b)->term);
}

static Made made_begin(SearchFill *f)
{
    Posting **all = NEW_N(f->a, Posting *, f->n);
    size_t    n = 0;
    for (size_t i = 0; i < SLOTS; i++)
        for (Posting *p = f->slot[i]; p != NULL; p = p->next)
            all[n++] = p;
    if (n > 0)
        qsort(all, n, sizeof *all, by_term);
    Made m = { .all = all, .n = n };
    made_next(&m);
    return m;
}

/* ---- terms ---- */

typedef struct Terms {
    SearchFill           *f;
    Made                  made;
    union given_term_fill all; /* its rows: that are missing and not put in yet */
    size_t                n;
} Terms;
_Static_assert(COUNTOF(((Terms *)NULL)->all.by.row) == TERMS_AT_ONCE, "{rows} of term_fill");

static Err term_missing(Terms *t)
{
    t->f->terms_amiss.missing++;
    t->all.by.row[t->n].term = ARG(t->made.term);
    t->all.by.row[t->n].subject = ARG(t->made.id);
    made_next(&t->made);
    if (++t->n < TERMS_AT_ONCE)
        return OK;
    t->n = 0;
    return db_exec(t->f->w, FILLED(term_fill, t->all));
}

static Err terms_end(Terms *t)
{
    while (!t->made.is_end)
        TRY(term_missing(t));
    for (size_t i = 0; i < t->n; i++)
        TRY(db_exec(t->f->w, Q_TERM_FILL_ONE,
                    ARGS(t->f->county, t->f->noun, t->all.by.row[i].term, t->all.by.row[i].subject)));
    return OK;
}

/* Is what was made before the row that stands (< 0), the same (0) or behind it? */
static int made_order(const Made *m, Str term, i64 id)
{
    if (m->is_end)
        return 1;
    int by = str_cmp(m->term, term);
    return by ? by : (m->id > id) - (m->id < id);
}

static Err term_stands(void *arg, Row r)
{
    Terms *t = arg;
    Str    term = row_text(r, C_TERM_STANDING_TERM);
    i64    id = row_int(r, C_TERM_STANDING_SUBJECT);
    int    order;
    while ((order = made_order(&t->made, term, id)) < 0)
        TRY(term_missing(t));
    if (order == 0) {
        made_next(&t->made);
        return OK;
    }
    t->f->terms_amiss.idle++;
    return db_exec(t->f->w, Q_TERM_DROP, ARGS(t->f->county, t->f->noun, id, term));
}

/* The terms of the records that came since the last time, `to` being the last of them. */
static Err terms_write(SearchFill *f, i64 to)
{
    Terms t = { .f = f, .made = made_begin(f), .all = { { .county = ARG(f->county), .noun = ARG(f->noun) } } };
    Err   e = db_each(f->w, Q_TERM_STANDING, ARGS(f->county, f->noun, f->terms_from, to), term_stands, &t);
    if (e == OK)
        e = terms_end(&t);
    memset(f->slot, 0, SLOTS * sizeof *f->slot);
    f->n = 0;
    f->terms_from = to;
    arena_reset(f->a);
    return e;
}

/* ---- lists ---- */

typedef struct Lists {
    SearchFill                *f;
    size_t                     at;  /* in f->list */
    union given_term_list_fill all; /* its rows: that are missing and not put in yet */
    size_t                     n;
} Lists;
_Static_assert(COUNTOF(((Lists *)NULL)->all.by.row) == LISTS_AT_ONCE, "{rows} of term_list_fill");

static Err list_missing(Lists *l)
{
    const List *list = &l->f->list[l->at++];
    l->f->lists_amiss.missing++;
    l->all.by.row[l->n].subject = ARG(list->id);
    l->all.by.row[l->n].terms = ARG(list->terms);
    if (++l->n < LISTS_AT_ONCE)
        return OK;
    l->n = 0;
    return db_exec(l->f->w, FILLED(term_list_fill, l->all));
}

static Err lists_end(Lists *l)
{
    while (l->at < l->f->lists)
        TRY(list_missing(l));
    for (size_t i = 0; i < l->n; i++)
        TRY(db_exec(l->f->w, Q_TERM_LIST_PUT,
                    ARGS(l->f->county, l->f->noun, l->all.by.row[i].subject, l->all.by.row[i].terms)));
    return OK;
}

/* A wrong list is changed where it stands: were it put in anew, the walk might meet it again. */
static Err list_stands(void *arg, Row r)
{
    Lists      *l = arg;
    SearchFill *f = l->f;
    i64         id = row_int(r, C_TERM_LIST_STANDING_SUBJECT);
    while (l->at < f->lists && f->list[l->at].id < id)
        TRY(list_missing(l));
    const List *made = l->at < f->lists && f->list[l->at].id == id ? &f->list[l->at++] : NULL;
    if (made != NULL && str_eq(made->terms, row_text(r, C_TERM_LIST_STANDING_TERMS)))
        return OK;
    f->lists_amiss.missing += made != NULL;
    f->lists_amiss.idle += made == NULL;
    return made != NULL ? db_exec(f->w, Q_TERM_LIST_PUT, ARGS(f->county, f->noun, id, made->terms))
                        : db_exec(f->w, Q_TERM_LIST_DROP, ARGS(f->county, f->noun, id));
}

static Err lists_write(SearchFill *f, i64 to)
{
    Lists l = { .f = f, .all = { { .county = ARG(f->county), .noun = ARG(f->noun) } } };
    TRY(db_each(f->w, Q_TERM_LIST_STANDING, ARGS(f->county, f->noun, f->lists_from, to), list_stands, &l));
    TRY(lists_end(&l));
    f->lists = 0;
    f->lists_from = to;
    arena_reset(f->scratch);
    return OK;
}

/* ---- counties ---- */

static Err county_end(SearchFill *f)
{
    TRY(lists_write(f, INT64_MAX));
    TRY(terms_write(f, INT64_MAX));
    steps_amiss(f->told, TERMS_RULE, f->county, f->terms_amiss.missing, f->terms_amiss.idle);
    steps_amiss(f->told, LISTS_RULE, f->county, f->lists_amiss.missing, f->lists_amiss.idle);
    f->terms_amiss = f->lists_amiss = (Amiss){ 0 };
    f->last = f->terms_from = f->lists_from = INT64_MIN;
    return OK;
}

/* Of counties without any record, between the one that ended and the next. */
static Err gap_drop(SearchFill *f, Str next)
{
    i64 terms, lists;
    TRY(db_change(f->w, Q_TERM_DROP_BETWEEN, ARGS(f->county, next, f->noun), &terms));
    TRY(db_change(f->w, Q_TERM_LIST_DROP_BETWEEN, ARGS(f->county, next, f->noun), &lists));
    steps_amiss(f->told, TERMS_RULE, "where no record is", 0, terms);
    steps_amiss(f->told, LISTS_RULE, "where no record is", 0, lists);
    return OK;
}

static Err county_begin(SearchFill *f, Str county)
{
    if (county.n >= sizeof f->county) /* a row that somebody else wrote */
        return fail(db_ctx(f->w), ERR_DB, NULL, "not a county: %.*s", STR_ARG(county));
    TRY(gap_drop(f, county));
    memset(f->county, 0, sizeof f->county);
    memcpy(f->county, county.p, county.n);
    return OK;
}

Err search_fill_put(SearchFill *f, Ref subject, Str text)
{
    size_t n;
    if (subject.id <= 0) /* a row that somebody else wrote */
        return fail(db_ctx(f->w), ERR_DB, NULL, "%s %.*s %lld: not an id", f->noun, STR_ARG(subject.county), (long long)subject.id);
    if (!str_is(subject.county, f->county)) {
        TRY(county_end(f));
        TRY(county_begin(f, subject.county));
    } else if (arena_used(f->a) > FILL_BYTES) {
        TRY(terms_write(f, f->last));
    }
    Str *terms = search_terms_of(f->scratch, subject.place, text, &n);
    for (size_t i = 0; i < n; i++)
        posting_put(f, posting_of(f, terms[i]), subject.id);
    f->list[f->lists++] = (List){ subject.id, n ? str_join(f->scratch, terms, n, STR(" ")) : STR("") };
    f->last = subject.id;
    return f->lists < LISTS ? OK : lists_write(f, f->last);
}

Err search_fill_close(SearchFill *f, Err e)
{
    if (e == OK)
        e = county_end(f);
    if (e == OK)
        e = gap_drop(f, STR("\U0010ffff")); /* behind every text that is a county */
    arena_close(f->a);
    arena_close(f->scratch);
    free(f->slot);
    free(f);
    return e;
}

Err search_fill_ahead(Db *w, const char *noun, i64 records, const Steps *told)
{
    i64 stand;
    TRY(db_int(w, Q_TERM_LIST_COUNT, ARGS(noun), &stand));
    if (stand >= records / 2 || (told != NULL && told->report != NULL))
        return OK;
    TRY(db_exec(w, Q_TERM_DROP_NOUN, ARGS(noun)));
    return db_exec(w, Q_TERM_LIST_DROP_NOUN, ARGS(noun));
}

/* ---- of nouns that make none ---- */

static Err shards_sweep(Db *w, const Steps *told, Query next, Query drop, const char *rule)
{
    Str county = STR(""), noun = STR("");
    for (;;) {
        Rows rows;
        i64  idle = 0;
        TRY(db_many(w, next, ARGS(county, noun), &rows));
        if (rows.n == 0)
            return OK;
        county = row_text(rows.row[0], C_TERM_SHARD_COUNTY);
        noun = row_text(rows.row[0], C_TERM_SHARD_NOUN);
        const Noun *of = noun_find(noun);
        if (of == NULL || !of->has_terms)
            TRY(db_change(w, drop, ARGS(county, noun), &idle));
        steps_amiss(told, rule, str_cstr(db_ctx(w)->arena, county), 0, idle);
    }
}

Err search_sweep(Db *w, const Steps *told)
{
    TRY(shards_sweep(w, told, Q_TERM_SHARD, Q_TERM_DROP_SHARD, TERMS_RULE));
    return shards_sweep(w, told, Q_TERM_LIST_SHARD, Q_TERM_LIST_DROP_SHARD, LISTS_RULE);
}
