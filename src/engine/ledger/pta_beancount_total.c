/* pta_beancount_total: what beancount makes of a total price. It keeps prices by the piece: the total divided by the amount,
 * to 28 digits, which it multiplies again when it weighs the entry. 3 CNY @@ 1 USD weighs 0.999..9 USD. */
#include "engine/ledger/pta_inside.h"
#include "engine/number/exact.h"

enum { DIGITS = 28 }; /* of Python's decimal numbers, half to even */

/* n / d, half to even; both above 0. */
static void divide(mpz_t ret, const mpz_t n, const mpz_t d, mpz_t rest)
{
    mpz_fdiv_qr(ret, rest, n, d);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, d);
    if (half > 0 || (half == 0 && mpz_odd_p(ret)))
        mpz_add_ui(ret, ret, 1);
}

/* The quotient to DIGITS, in units of 10^-*ret_places. */
static void price_of(mpz_t ret, i64 total, i64 amount, mpz_t v[3], unsigned long *ret_places)
{
    mpz_set_si(v[1], amount);
    mpz_ui_pow_ui(v[2], 10, DIGITS);
    for (*ret_places = DIGITS + 20;; --*ret_places) { /* an amount has at most 19 digits */
        mpz_ui_pow_ui(v[0], 10, *ret_places);
        mpz_mul_si(v[0], v[0], total);
        mpz_fdiv_q(ret, v[0], v[1]);
        if (mpz_cmp(ret, v[2]) < 0)
            break;
    }
    divide(ret, v[0], v[1], v[2]);
}

bool pta_total_is_missed(Arena *a, i64 total, i64 amount)
{
    if (total <= 0 || amount <= 0)
        return false;
    ArenaMark    *mark = arena_mark(a);
    mpz_t        *v = exact_wholes(a, 4);
    unsigned long places, cut = 0;
    price_of(v[0], total, amount, v + 1, &places);
    mpz_mul_si(v[0], v[0], amount);
    mpz_ui_pow_ui(v[1], 10, DIGITS);
    for (mpz_set(v[2], v[0]); mpz_cmp(v[2], v[1]) >= 0; cut++)
        mpz_fdiv_q_ui(v[2], v[2], 10);
    mpz_ui_pow_ui(v[1], 10, cut);
    divide(v[2], v[0], v[1], v[3]);
    mpz_mul(v[2], v[2], v[1]);
    mpz_ui_pow_ui(v[3], 10, places);
    mpz_mul_si(v[3], v[3], total);
    bool is_missed = mpz_cmp(v[2], v[3]) != 0;
    arena_rewind(a, mark);
    return is_missed;
}
