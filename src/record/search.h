/* search (查找): by pairs of characters (bigrams), because Chinese has no spaces. Derived table, rebuilt by
 * `yuanchang rebuild`. Terms of a title are put in with the record, those of a long text by a job.
 *
 * The place is looked for too: a record whose Ref names its place has a mark for it and for each place above it up to the
 * township, so that a search in one village walks that village's records and not the county's. */
#pragma once
#include "db/db.h"

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
 * its own term; none: ret_n 0. For the noun's own list query, which joins `term` (see need.sql). */
MUST Err search_terms(Ctx *c, Str text, Str ret_terms[4], int *ret_n);
