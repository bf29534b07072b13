/* preflib: files of PrefLib (Mattei and Walsh, "PrefLib: A Library of Preference Data", ADT 2013), read line by line.
 *
 * A head of "# KEY: value" lines, then ballots, "count: order", best first; {2,5} share a rank. DATA TYPE says what
 * orders there are: soc strict and complete, soi strict and truncated, toc and toi the same with shared ranks, cat
 * categories instead of ranks (preflib_cat.h). Nothing is guessed or repaired: what does not keep to this is refused, and
 * lines->refusal tells the line and why. */
#pragma once
#include "engine/tally/ballots.h"
#include "engine/text/lines.h"

typedef enum PreflibType {
    PREFLIB_SOC = 1, PREFLIB_SOI = 2, PREFLIB_TOC = 4, PREFLIB_TOI = 8, PREFLIB_CAT = 16,
    PREFLIB_RANKED = PREFLIB_SOC | PREFLIB_SOI | PREFLIB_TOC | PREFLIB_TOI
} PreflibType;

enum { PREFLIB_MOST_CATEGORIES = 1000 };

typedef struct PreflibHead {
    PreflibType type;
    Str         title;          /* empty where the file gives none */
    int         m;              /* NUMBER ALTERNATIVES */
    i64         voters, unique; /* claimed: NUMBER VOTERS, NUMBER UNIQUE ORDERS or PREFERENCES */
    int         categories;     /* cat: NUMBER CATEGORIES */
    Str        *names;          /* [m + 1], by alternative; empty where the file gives none */
    i64         voters_line, unique_line;
    i64         nobody_line;    /* the first ballot with a count of 0; 0: none */
} PreflibHead;

/* The head, up to the first ballot, which is *ret_ballot (it stands until the next line is read). `types`: those that
 * the caller can count. False: refused. */
MUST bool preflib_head(Lines *lines, int types, PreflibHead *ret_head, Str *ret_ballot);
/* Takes "count:" off a ballot's line. False: refused. A count of 0 stands in files of PrefLib's own (00004, orders that
 * nobody cast): it is taken where the head's claims are true with it, and refused at its line by preflib_claims if not. */
MUST bool preflib_count(Lines *lines, PreflibHead *head, Str *line, i64 *ret_count);
/* The next ballot's line; false at the end of the file, and where a line is refused. Empty lines are none. */
MUST bool preflib_next(Lines *lines, Str *ret_ballot);
Str preflib_skip_spaces(Str s); /* and tabs */
/* An alternative's number at the front of *rest, 1..m. False: refused. */
MUST bool preflib_alternative(Lines *lines, int m, Str *rest, int *ret_id);
/* At the end: is what the head claims true? False: refused at the claim's line. */
MUST bool preflib_claims(Lines *lines, const PreflibHead *head, i64 voters, i64 unique);

/* A whole file of ranked ballots. O(bytes). False: refused. */
MUST bool preflib_read(Arena *a, Lines *lines, PreflibHead *ret_head, Ballots *ret_ballots);
