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
/* Everything anew, after search_clear(): records come by county and, within one, by id. Terms are gathered in bounded memory
 * and written in the order of their key, which is several times cheaper than record by record. */
typedef struct SearchFill SearchFill;
SearchFill *search_fill_open(Db *w, const char *noun);
MUST Err    search_fill_put(SearchFill *f, Ref subject, Str text);
MUST Err    search_fill_close(SearchFill *f, Err e); /* writes the rest unless `e` is a failure; returns the first failure */
MUST Err search_clear(Db *w);                                        /* all of it: first step of rebuild */
Str      search_mark(Arena *a, Code place);                          /* "@420325102212": no text has such a term */
/* Up to four terms of the text that are looked up together, folded; fewer repeat the last. A text of one character is
 * its own term; none: ret_n 0. For the noun's own list query, which joins `term` (see need.sql). */
MUST Err search_terms(Ctx *c, Str text, Str ret_terms[4], int *ret_n);
