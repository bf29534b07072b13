/* search_fill: see search.h. Ids of a term are kept as what each adds to the one before, in a few bytes; when they come to
 * FILL_BYTES, or a county ends, terms are written in their order. */
#include <stdlib.h>
#include <string.h>

#include "record/search_inside.h"
#include "record/search.sql.h"

enum { FILL_BYTES = 48 << 20, SLOTS = 1 << 16, ID_BYTES = 10, FIRST_CHUNK = 24, MOST_CHUNK = 2000, AT_ONCE = 64,
       LISTS = 8 };

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

struct SearchFill {
    Db         *w;
    const char *noun;
    Arena      *a;       /* of the postings; emptied with them */
    Arena      *scratch; /* of the records whose lists are not written yet */
    struct { i64 id; Str terms; } list[LISTS];
    size_t      lists;
    Posting   **slot;
    size_t      n;
    char        county[32];
};

SearchFill *search_fill_open(Db *w, const char *noun)
{
    SearchFill *f = calloc(1, sizeof *f);
    BUG_ON(f == NULL);
    *f = (SearchFill){ .w = w, .noun = noun, .a = arena_open(), .scratch = arena_open() };
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

/* ---- writing ---- */

typedef struct Batch {
    Db                   *w;
    union given_term_fill all; /* its rows are filled one by one */
    size_t                n;
} Batch;
_Static_assert(COUNTOF(((Batch *)NULL)->all.by.row) == AT_ONCE, "{rows} of term_fill");

static Err batch_put(Batch *b, Str term, i64 id)
{
    b->all.by.row[b->n].term = ARG(term);
    b->all.by.row[b->n].subject = ARG(id);
    if (++b->n < AT_ONCE)
        return OK;
    b->n = 0;
    return db_exec(b->w, FILLED(term_fill, b->all));
}

static Err batch_end(const Batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        TRY(db_exec(b->w, Q_TERM_FILL_ONE, ARGS(b->all.by.county, b->all.by.noun, b->all.by.row[i].term, b->all.by.row[i].subject)));
    return OK;
}

static Err posting_write(Batch *b, const Posting *p)
{
    i64 id = 0;
    for (const Chunk *c = p->first; c != NULL; c = c->next) {
        for (u32 i = 0; i < c->n;) {
            u64 add = 0;
            for (int shift = 0;; shift += 7) {
                u8 byte = c->byte[i++];
                add |= (u64)(byte & 0x7f) << shift;
                if (byte < 0x80)
                    break;
            }
            id += (i64)add;
            TRY(batch_put(b, p->term, id));
        }
    }
    return OK;
}

static int by_term(const void *a, const void *b)
{
    return str_cmp((*(Posting *const *)a)->term, (*(Posting *const *)b)->term);
}

static Err fill_write(SearchFill *f)
{
    Posting **all = NEW_N(f->a, Posting *, f->n);
    size_t    n = 0;
    Err       e = OK;
    Batch     b = { .w = f->w, .all = { { .county = ARG(f->county), .noun = ARG(f->noun) } } };
    for (size_t i = 0; i < SLOTS; i++)
        for (Posting *p = f->slot[i]; p != NULL; p = p->next)
            all[n++] = p;
    if (n > 0)
        qsort(all, n, sizeof *all, by_term);
    for (size_t i = 0; i < n && e == OK; i++)
        e = posting_write(&b, all[i]);
    if (e == OK)
        e = batch_end(&b);
    memset(f->slot, 0, SLOTS * sizeof *f->slot);
    f->n = 0;
    arena_reset(f->a);
    return e;
}

/* The lists of the county's records, eight at once. */
static Err lists_write(SearchFill *f)
{
    union given_term_list_fill all = { { .county = ARG(f->county), .noun = ARG(f->noun) } };
    size_t                     n = f->lists;
    _Static_assert(COUNTOF(all.by.row) == LISTS, "{rows} of term_list_fill");
    for (size_t i = 0; i < n; i++) {
        all.by.row[i].subject = ARG(f->list[i].id);
        all.by.row[i].terms = ARG(f->list[i].terms);
    }
    f->lists = 0;
    if (n == LISTS)
        TRY(db_exec(f->w, FILLED(term_list_fill, all)));
    for (size_t i = 0; n < LISTS && i < n; i++)
        TRY(db_exec(f->w, Q_TERM_LIST_PUT, ARGS(all.by.county, all.by.noun, all.by.row[i].subject, all.by.row[i].terms)));
    arena_reset(f->scratch);
    return OK;
}

Err search_fill_put(SearchFill *f, Ref subject, Str text)
{
    size_t n;
    if (subject.id <= 0) /* a row that somebody else wrote */
        return fail(db_ctx(f->w), ERR_DB, NULL, "%s %.*s %lld: not an id", f->noun, STR_ARG(subject.county), (long long)subject.id);
    if (!str_is(subject.county, f->county) || arena_used(f->a) > FILL_BYTES) {
        TRY(lists_write(f));
        TRY(fill_write(f));
        if (subject.county.n >= sizeof f->county) /* a row that somebody else wrote */
            return fail(db_ctx(f->w), ERR_DB, NULL, "not a county: %.*s", STR_ARG(subject.county));
        memset(f->county, 0, sizeof f->county);
        memcpy(f->county, subject.county.p, subject.county.n);
    }
    Str *terms = search_terms_of(f->scratch, subject.place, text, &n);
    for (size_t i = 0; i < n; i++)
        posting_put(f, posting_of(f, terms[i]), subject.id);
    Str list = n ? str_join(f->scratch, terms, n, STR(" ")) : STR("");
    f->list[f->lists].id = subject.id;
    f->list[f->lists].terms = list;
    return ++f->lists < LISTS ? OK : lists_write(f);
}

Err search_fill_close(SearchFill *f, Err e)
{
    if (e == OK)
        e = lists_write(f);
    if (e == OK)
        e = fill_write(f);
    arena_close(f->a);
    arena_close(f->scratch);
    free(f->slot);
    free(f);
    return e;
}
