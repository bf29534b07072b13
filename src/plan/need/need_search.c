/* need_search: needs that have all the words, the newest first. The lists of needs that a term has lie in the order of
 * ids; they are walked together, leaping in each to where the others stand (need_found in need.sql), some leaps for each
 * that is wanted at most.
 * The place is a term too (record/search.h), so a village's search leaps through its own needs only. Where the steps end
 * before the lists do, the caller is told, and from which id on the search goes on. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "record/search.h"

/* So that a page costs at most six times the plain list. A leap through five lists costs as much as two through two. */
enum { LEAPS_A_ROW_OF_TWO = 3, LEAPS_OF_TWO_A_LEAP = 2 };

/* The lists that are left when those that stand twice are taken out; terms[0..1] are filled up with the first. */
static int distinct(Str terms[5])
{
    int n = 0;
    for (int i = 0; i < 5; i++) {
        int k = 0;
        while (k < n && !str_eq(terms[k], terms[i]))
            k++;
        if (k == n)
            terms[n++] = terms[i];
    }
    if (n == 1)
        terms[1] = terms[0];
    return n;
}

Err need_found(Ctx *c, const NeedFilter *f, Str text, i64 before, i64 wanted, i64 *ret_ids, size_t *ret_n, i64 *ret_on)
{
    Str  terms[5]; /* the last: the place */
    int  n;
    Rows rows;
    *ret_n = 0;
    *ret_on = 0;
    TRY(search_terms(c, text, terms, &n));
    if (n == 0)
        return OK;
    terms[4] = code_level(f->place) > LEVEL_COUNTY ? search_mark(c->arena, f->place) : terms[0];
    bool is_two = distinct(terms) <= 2;
    i64  from = before - 1, leaps = wanted * LEAPS_A_ROW_OF_TWO, steps = is_two ? leaps : leaps / LEAPS_OF_TWO_A_LEAP;
    if (is_two)
        TRY(db_many(db_read(c), QUERY(need_found_two, .county = ARG(f->county), .term_1 = ARG(terms[0]), .term_2 = ARG(terms[1]),
                                      .from = ARG(from), .steps = ARG(steps), FILTER(f), .most = ARG(wanted)), &rows));
    else
        TRY(db_many(db_read(c), QUERY(need_found, .county = ARG(f->county), .term_1 = ARG(terms[0]), .term_2 = ARG(terms[1]),
                                      .term_3 = ARG(terms[2]), .term_4 = ARG(terms[3]), .term_5 = ARG(terms[4]),
                                      .from = ARG(from), .steps = ARG(steps), FILTER(f), .most = ARG(wanted)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        i64  id = row_int(r, C_NEED_FOUND_ID), bound = row_int(r, C_NEED_FOUND_BOUND);
        bool is_end = row_is_null(r, C_NEED_FOUND_ID), is_hit = !is_end && id == bound;
        bool is_cut = !is_end && row_int(r, C_NEED_FOUND_N) == steps;
        if (is_hit && !is_cut)
            ret_ids[(*ret_n)++] = id;
        if (is_cut)
            *ret_on = id + 1; /* what is found there is shown then */
    }
    return OK;
}
