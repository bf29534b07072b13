/* likeness: precision and recall of engine/text/likeness on pairs labelled by hand, at each threshold, so that the one in
 * likeness.h can be chosen. Built and run by bench/likeness.sh.
 *
 * Precision: of the pairs called alike, how many are. Recall: of those that are, how many are called so. An offer that is
 * wrong costs a glance, one that is missing costs a doubled need, so recall weighs a little more: F2. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "engine/text/likeness.h"

typedef struct Pair {
    bool     is_alike;
    Fraction likeness;
} Pair;

enum { MOST_PAIRS = 1000 };

static size_t read_pairs(const char *path, Pair *ret)
{
    char   line[1024];
    size_t n = 0;
    FILE  *f = fopen(path, "r");
    BUG_ON(f == NULL);
    while (n < MOST_PAIRS && fgets(line, sizeof line, f) != NULL) {
        Str     rest = str_trim(str_from(line)), label, a, b;
        GramSet x, y;
        if (rest.n == 0 || rest.p[0] == '#')
            continue;
        bool is_whole = str_next(&rest, '\t', &label) && str_next(&rest, '\t', &a) && str_next(&rest, '\t', &b);
        BUG_ON(!is_whole);
        likeness_grams(a, &x);
        likeness_grams(b, &y);
        ret[n++] = (Pair){ str_is(label, "1"), likeness(&x, &y) };
    }
    fclose(f);
    return n;
}

static void print_at(Arena *a, const Pair *pairs, size_t n, i64 num, i64 den)
{
    i64 called = 0, are = 0, right = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_called = fraction_at_least(pairs[i].likeness, num, den);
        called += is_called;
        are += pairs[i].is_alike;
        right += is_called && pairs[i].is_alike;
    }
    Str precision = fraction_text(a, (Fraction){ right, called }, 1), recall = fraction_text(a, (Fraction){ right, are }, 1),
        f2 = fraction_text(a, (Fraction){ 5 * right, 4 * are + called }, 1);
    printf("%lld/%-3lld  precision %5.*s%%  recall %5.*s%%  F2 %5.*s%%%s\n", (long long)num, (long long)den,
           STR_ARG(precision), STR_ARG(recall), STR_ARG(f2),
           num * LIKENESS_DEN == den * LIKENESS_NUM ? "   <- likeness.h" : "");
}

int main(int argc, char **argv)
{
    static Pair pairs[MOST_PAIRS];
    Arena      *a = arena_open();
    size_t      n = read_pairs(argc > 1 ? argv[1] : "tests/data/alike.tsv", pairs);
    printf("%zu pairs\n", n);
    for (i64 num = 2; num <= 14; num++)
        print_at(a, pairs, n, num, 20);
    arena_close(a);
    return 0;
}
