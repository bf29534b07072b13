/* search (查找): by pairs of characters (bigrams), because Chinese has no spaces. Derived table, rebuilt by
 * `yuanchang rebuild`. Terms of a title are put in with the record, those of a long text by a job.
 *
 * The place is looked for too: a record whose Ref names its place has a mark for it and for each place above it up to the
 * township, so that a search in one village walks that village's records and not the county's. */
#pragma once
#include "record/list.h"

MUST Err search_put(Db *w, const char *noun, Ref subject, Str text); /* replaces what was there */
MUST Err search_put_first(Db *w, const char *noun, Ref subject, Str text); /* of a record that is made: nothing was there */
MUST Err search_drop(Db *w, const char *noun, Ref subject);
/* Everything anew: records come by county and, within one, by id. Their terms are gathered in bounded memory (48 MB) and held
 * against what stands, in the order of the key, which is several times cheaper than record by record: what is missing is put in,
 * what stands for nothing goes, and what is right, mostly all, is only read. A county of more than that, about a million records,
 * is read once for each 48 MB. `told` (may be NULL) hears what was amiss. */
typedef struct SearchFill SearchFill;
struct Steps;
SearchFill *search_fill_open(Db *w, const char *noun, const struct Steps *told);
MUST Err    search_fill_put(SearchFill *f, Ref subject, Str text);
MUST Err    search_fill_close(SearchFill *f, Err e); /* writes the rest unless `e` is a failure; returns the first failure */
/* Before a fill of so many records: where less than half as many have terms, what stands of the noun goes, for rows that are put
 * between others cost twice those that come one behind the other. Where somebody is told what was amiss it stays. */
MUST Err search_fill_ahead(Db *w, const char *noun, i64 records, const struct Steps *told);
/* First step of rebuild: the terms of nouns that have none (Noun.has_terms) go. */
MUST Err search_sweep(Db *w, const struct Steps *told);
Str      search_mark(Arena *a, Code place);                          /* "@420325102212": no text has such a term */
/* Up to four terms of the text that are looked up together, folded; fewer repeat the last. A text of one character is
 * its own term; none: ret_n 0. */
MUST Err search_terms(Ctx *c, Str text, Str ret_terms[4], int *ret_n);
/* The same of what somebody typed to find records of the noun, which may be their sound: those of 路灯 for ludeng. */
MUST Err search_terms_typed(Ctx *c, const char *noun, Code county, Str text, Str ret_terms[4], int *ret_n);

/* ---- finding: records that have all the words, the newest first ----
 * The lists of records that a term has lie in the order of ids; they are walked together, leaping in each to where the others
 * stand, some leaps for each record that is wanted at most, so that a page costs at most six times the plain list. A noun has two
 * queries for it, of its own condition of what is listed, and asks the one that is called for:
 *
 *   -- name: need_found_two many hot
 *   {search_two} (SELECT 1 FROM need WHERE need.county = $county AND need.id = leap.id AND ..) LIMIT $most
 *
 *   db_many(db_read(c), QUERY(need_found_two, SEARCH_TWO(s), .state_low = ARG(..)), ret_rows) */
typedef struct SearchAsk {
    const char *noun;
    Code        county;
    Str         term[5];
    bool        is_two; /* no more are different: ask the query of two */
    i64         from, steps, most;
} SearchAsk;
#define SEARCH_TWO(s)                                                                                                    \
    .county = ARG((s)->county), .noun = ARG((s)->noun), .term_1 = ARG((s)->term[0]), .term_2 = ARG((s)->term[1]),       \
    .from = ARG((s)->from), .steps = ARG((s)->steps), .most = ARG((s)->most)
#define SEARCH_FIVE(s) SEARCH_TWO(s), .term_3 = ARG((s)->term[2]), .term_4 = ARG((s)->term[3]), .term_5 = ARG((s)->term[4])
/* Of a list that has an order of its own and looks through some of its rows: {search_has} beside its other conditions of the row of
 * `id`. term[0] empty: nothing is looked for. */
#define SEARCH_HAS(noun_, term)                                                                                         \
    .noun = ARG(noun_), .term_1 = ARG((term)[0]), .term_2 = ARG((term)[1]), .term_3 = ARG((term)[2]), .term_4 = ARG((term)[3])
typedef Err SearchQuery(Ctx *c, const SearchAsk *s, const void *arg, Rows *ret_rows);

typedef struct SearchFound {
    i64   *id;  /* in the request's arena; at most `wanted` */
    size_t n;
    i64    on;  /* 0, or where the search stopped before it had seen all: what `before` goes on with */
} SearchFound;
/* Ids below `before` of the noun's records at the place, a county or below; at most `wanted`. */
MUST Err search_found(Ctx *c, const char *noun, Code place, Str text, i64 before, i64 wanted, SearchQuery *query, const void *arg,
                      SearchFound *ret_found);
/* How many these are in all, as far as some LIST_COUNTED leaps find them. */
MUST Err search_count(Ctx *c, const char *noun, Code place, Str text, SearchQuery *query, const void *arg, ListCount *ret_count);
