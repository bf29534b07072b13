/* exact: see exact.h. */
#include "engine/number/exact.h"

typedef struct Held {
    size_t n;
    mpz_t *wholes;
    mpq_t *fractions;
} Held;

static void let_go(void *arg)
{
    Held *h = arg;
    for (size_t i = 0; i < h->n; i++) {
        if (h->wholes != NULL)
            mpz_clear(h->wholes[i]);
        else
            mpq_clear(h->fractions[i]);
    }
}

mpz_t *exact_wholes(Arena *a, size_t n)
{
    Held *h = NEW(a, Held);
    *h = (Held){ .n = n, .wholes = NEW_N(a, mpz_t, n) };
    for (size_t i = 0; i < n; i++)
        mpz_init(h->wholes[i]);
    arena_defer(a, let_go, h);
    return h->wholes;
}

mpq_t *exact_fractions(Arena *a, size_t n)
{
    Held *h = NEW(a, Held);
    *h = (Held){ .n = n, .fractions = NEW_N(a, mpq_t, n) };
    for (size_t i = 0; i < n; i++)
        mpq_init(h->fractions[i]);
    arena_defer(a, let_go, h);
    return h->fractions;
}

/* The digits of s without its point, in `digits`, and how many stand behind it. False: not a decimal number. */
static bool digits_take(Str s, char *digits, size_t *ret_after)
{
    size_t n = 0, after = 0, whole = 0;
    bool   has_point = false;
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if ((ch == '.' || ch == ',') && !has_point) {
            has_point = true;
            continue;
        }
        if (!(ch == '-' && i == 0) && (ch < '0' || ch > '9'))
            return false;
        digits[n++] = ch;
        after += has_point;
        whole += !has_point && ch != '-';
    }
    *ret_after = after;
    return whole > 0 && (!has_point || after > 0);
}

bool exact_decimal(Arena *a, Str s, mpq_t ret_value)
{
    ArenaMark *mark = arena_mark(a);
    char      *digits = arena_take(a, s.n + 1);
    size_t     after;
    bool       ok = digits_take(s, digits, &after);
    if (ok) {
        mpz_set_str(mpq_numref(ret_value), digits, 10);
        mpz_ui_pow_ui(mpq_denref(ret_value), 10, after);
        mpq_canonicalize(ret_value);
    }
    arena_rewind(a, mark);
    return ok;
}

void exact_put_whole(Buf *b, const mpz_t value)
{
    char few[64]; /* the digits of nearly all amounts; those of more are taken from the arena */
    size_t size = mpz_sizeinbase(value, 10) + 2;
    buf_cstr(b, mpz_get_str(size <= sizeof few ? few : arena_take(b->a, size), 10, value));
}

void exact_put(Buf *b, const mpq_t value)
{
    exact_put_whole(b, mpq_numref(value));
    if (mpz_cmp_ui(mpq_denref(value), 1) == 0)
        return;
    buf_char(b, '/');
    exact_put_whole(b, mpq_denref(value));
}
