/* search: see search.h.
 *
 * The text, as it is compared (engine/text/search_key.h), falls into runs of letters, digits and Han characters. Each pair of neighbours in a run is a term;
 * each Han character by itself is one too, because people look for 路 and 水; so is a run of one character. A record without any term has no mark either. */
#include "engine/text/search_key.h"
#include "record/search_inside.h"
#include "record/search.sql.h"

#include <stdlib.h>

enum { MOST_TERMS = 1000, TERM_BYTES = 8 };

typedef struct Terms {
    u64    v[MOST_TERMS]; /* two code points; the lower half 0: one */
    size_t n;
} Terms;

static bool is_word(u32 ch)
{
    if (ch < 0x80)
        return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z');
    return utf8_is_han(ch) || (ch >= 0xc0 && ch < 0x2000) || (ch >= 0x3040 && ch < 0xd800);
}

static void term_put(Terms *t, u32 a, u32 b)
{
    if (t->n < MOST_TERMS)
        t->v[t->n++] = (u64)a << 32 | b;
}

/* The terms in the order of the text, repeats and all. `singles`: Han characters by themselves as well. */
static void terms_of(Arena *a, Str text, bool singles, Terms *ret)
{
    Str rest = search_key(a, text);
    u32 ch = 0, before = 0, run = 0;
    ret->n = 0;
    for (bool more = true; more; before = ch) {
        more = utf8_next(&rest, &ch);
        if (!more || !is_word(ch)) {
            if (run == 1 && !(singles && utf8_is_han(before)))
                term_put(ret, before, 0);
            run = 0;
            continue;
        }
        if (run++ > 0)
            term_put(ret, before, ch);
        if (singles && utf8_is_han(ch))
            term_put(ret, ch, 0);
    }
}

static Str term_text(Arena *a, u64 term)
{
    char  *out = arena_take(a, TERM_BYTES);
    size_t n = utf8_put(out, (u32)(term >> 32));
    if ((u32)term != 0)
        n += utf8_put(out + n, (u32)term);
    return (Str){ out, n };
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

Str search_mark(Arena *a, Code place)
{
    return arena_printf(a, "@%.*s", STR_ARG(place));
}

static int by_number(const void *a, const void *b)
{
    u64 x = *(const u64 *)a, y = *(const u64 *)b;
    return (x > y) - (x < y);
}

/* The marks of a place, the highest first. */
static size_t marks_put(Arena *a, Code place, Str *out)
{
    size_t n = 0;
    for (Level l = LEVEL_TOWN; l <= code_level(place); l++)
        out[n++] = search_mark(a, code_at(place, l));
    return n;
}

/* Those of the text and of the place, distinct, in the order of bytes: UTF-8 has that of its numbers. */
static Str *terms_of_record(Arena *a, Terms *t, Code place, size_t *ret_n)
{
    Str   *out = NEW_N(a, Str, t->n + LEVEL_UNIT);
    size_t n = 0, i = 0;
    if (t->n > 0)
        qsort(t->v, t->n, sizeof *t->v, by_number);
    for (; i < t->n && t->v[i] < (u64)'@' << 32; i++)
        if (i == 0 || t->v[i - 1] != t->v[i])
            out[n++] = term_text(a, t->v[i]);
    n += t->n > 0 ? marks_put(a, place, out + n) : 0;
    for (; i < t->n; i++)
        if (i == 0 || t->v[i - 1] != t->v[i])
            out[n++] = term_text(a, t->v[i]);
    *ret_n = n;
    return out;
}

static bool has(const Str *sorted, size_t n, Str term)
{
    return n > 0 && bsearch(&term, sorted, n, sizeof *sorted, by_text) != NULL;
}

/* As they stand in the list: no term has a space in it, nor anything but letters, digits and '@'. */
static Str listed(Db *w, const Str *terms, size_t n)
{
    return n ? str_join(db_ctx(w)->arena, terms, n, STR(" ")) : STR("");
}

static Err terms_add(Db *w, const char *noun, Ref subject, const Str *terms, size_t n)
{
    return n ? db_exec(w, Q_TERM_ADD, ARGS(subject.county, noun, subject.id, listed(w, terms, n))) : OK;
}

/* What the record has now, in the order of bytes. */
static Err old_terms(Db *w, const char *noun, Ref subject, Str **ret, size_t *ret_n)
{
    Row  row;
    bool found;
    TRY(db_maybe(w, Q_TERM_LIST_GET, ARGS(subject.county, noun, subject.id), &found, &row));
    Str  rest = found ? row_text(row, C_TERM_LIST_GET_TERMS) : STR_NONE;
    Str *out = NEW_N(db_ctx(w)->arena, Str, rest.n / 2 + 2); /* a term and its space are two bytes at least */
    *ret = out;
    for (*ret_n = 0; str_next(&rest, ' ', &out[*ret_n]); ++*ret_n)
        ;
    return OK;
}

static Err list_put(Db *w, const char *noun, Ref subject, const Str *terms, size_t n)
{
    return db_exec(w, Q_TERM_LIST_PUT, ARGS(subject.county, noun, subject.id, listed(w, terms, n)));
}

static Err replace(Db *w, const char *noun, Ref subject, const Str *terms, size_t n)
{
    Str   *old, *new = NEW_N(db_ctx(w)->arena, Str, n);
    size_t n_old, n_new = 0;
    TRY(old_terms(w, noun, subject, &old, &n_old));
    for (size_t i = 0; i < n_old; i++)
        if (!has(terms, n, old[i]))
            TRY(db_exec(w, Q_TERM_DROP, ARGS(subject.county, noun, subject.id, old[i])));
    for (size_t i = 0; i < n; i++)
        if (!has(old, n_old, terms[i]))
            new[n_new++] = terms[i];
    TRY(terms_add(w, noun, subject, new, n_new));
    return list_put(w, noun, subject, terms, n);
}

Str *search_terms_of(Arena *a, Code place, Str text, size_t *ret_n)
{
    Terms *all = arena_raw(a, sizeof *all); /* 8 kB that terms_of() fills as far as it says */
    terms_of(a, text, true, all);
    return terms_of_record(a, all, place, ret_n);
}

Err search_put(Db *w, const char *noun, Ref subject, Str text)
{
    size_t n;
    Str   *terms = search_terms_of(db_ctx(w)->arena, subject.place, text, &n);
    return replace(w, noun, subject, terms, n);
}

Err search_put_first(Db *w, const char *noun, Ref subject, Str text)
{
    size_t n;
    Str   *terms = search_terms_of(db_ctx(w)->arena, subject.place, text, &n);
    TRY(terms_add(w, noun, subject, terms, n));
    return list_put(w, noun, subject, terms, n);
}

Err search_drop(Db *w, const char *noun, Ref subject)
{
    return replace(w, noun, subject, NULL, 0);
}

Err search_terms(Ctx *c, Str text, Str ret_terms[4], int *ret_n)
{
    Terms *t = NEW(c->arena, Terms);
    size_t n;
    terms_of(c->arena, text, false, t);
    n = t->n < 4 ? t->n : 4;
    for (size_t i = 0; i < 4 && n > 0; i++) {
        size_t at = i < n ? i : n - 1;
        if (t->n > 4)
            at = i * (t->n - 1) / 3; /* first and last, and two spread between */
        ret_terms[i] = term_text(c->arena, t->v[at]);
    }
    *ret_n = (int)n;
    return OK;
}
