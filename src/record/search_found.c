/* search_found: how a search leaps through the lists of its terms. See search.h. */
#include "record/search_inside.h"
#include "record/search.sql.h"

/* A leap through five lists costs as much as two through two. */
enum { LEAPS_A_ROW_OF_TWO = 3, LEAPS_OF_TWO_A_LEAP = 2 };

/* What the queries give, column by column. */
enum { N, BOUND, ID };

/* The lists that are left when those that stand twice are taken out; term[0..1] are filled up with the first. */
static int terms_once(Str term[5])
{
    int n = 0;
    for (int i = 0; i < 5; i++) {
        int k = 0;
        while (k < n && !str_eq(term[k], term[i]))
            k++;
        if (k == n)
            term[n++] = term[i];
    }
    if (n == 1)
        term[1] = term[0];
    return n;
}

Err search_terms_typed(Ctx *c, const char *noun, Code county, Str text, Str ret_terms[4], int *ret_n)
{
    TRY(search_spelled(c, noun, county, text, &text));
    return search_terms(c, text, ret_terms, ret_n);
}

/* The place is a term too, so a village's search leaps through its own records only. s->steps comes in as those through two lists. */
static Err ask_of(Ctx *c, Code place, Str text, SearchAsk *s, bool *ret_any)
{
    int n;
    s->county = code_county(place);
    TRY(search_terms_typed(c, s->noun, s->county, text, s->term, &n));
    *ret_any = n > 0;
    if (n == 0)
        return OK;
    s->term[4] = code_level(place) > LEVEL_COUNTY ? search_mark(c->arena, place) : s->term[0];
    s->is_two = terms_once(s->term) <= 2;
    s->steps /= s->is_two ? 1 : LEAPS_OF_TWO_A_LEAP;
    return OK;
}

static void found_put(const SearchAsk *s, Row r, SearchFound *found)
{
    i64 id = row_int(r, ID);
    if (row_is_null(r, ID))
        return; /* the end */
    if (row_int(r, N) == s->steps)
        found->on = id + 1; /* what is found there is shown then */
    else if (id == row_int(r, BOUND))
        found->id[found->n++] = id;
}

static Err found_read(Ctx *c, Code place, Str text, SearchAsk *s, SearchQuery *query, const void *arg, SearchFound *ret_found)
{
    Rows rows;
    bool any;
    *ret_found = (SearchFound){ 0 };
    TRY(ask_of(c, place, text, s, &any));
    if (!any)
        return OK;
    TRY(query(c, s, arg, &rows));
    ret_found->id = NEW_N(c->arena, i64, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        found_put(s, rows.row[i], ret_found);
    return OK;
}

Err search_found(Ctx *c, const char *noun, Code place, Str text, i64 before, i64 wanted, SearchQuery *query, const void *arg,
                 SearchFound *ret_found)
{
    SearchAsk s = { .noun = noun, .from = before - 1, .most = wanted, .steps = wanted * LEAPS_A_ROW_OF_TWO };
    return found_read(c, place, text, &s, query, arg, ret_found);
}

Err search_count(Ctx *c, const char *noun, Code place, Str text, SearchQuery *query, const void *arg, ListCount *ret_count)
{
    SearchAsk   s = { .noun = noun, .from = INT64_MAX - 1, .most = LIST_COUNTED + 1, .steps = LIST_COUNTED * LEAPS_A_ROW_OF_TWO / LEAPS_OF_TWO_A_LEAP };
    SearchFound found;
    TRY(found_read(c, place, text, &s, query, arg, &found));
    *ret_count = list_counted((i64)found.n, (i64)found.n);
    ret_count->more |= found.on != 0;
    return OK;
}
