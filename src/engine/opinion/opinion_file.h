/* opinion_file: the files that Polis exports, into an opinion map. CSV (RFC 4180), UTF-8; columns are found by name,
 * in any order, unknown ones are ignored. What cannot be read whole is refused with its line (lines->refusal): a
 * column that is missing or there twice, a row with another number of fields than the header, a number that is none,
 * and what is said below. False then, and what was read so far is not to be used. A source that broke off looks like
 * an end: who reads a disk asks it afterwards. Source: Polis' data export, docs/participant votes and comments
 * (compdemocracy.org/export). */
#pragma once
#include "engine/text/lines.h"
#include "engine/text/numbering.h"
#include "engine/opinion/opinion.h"

/* comments.csv */
typedef struct OpinionComments {
    Numbering ids;
    Str      *bodies; /* by number: comment-body, cut; empty where there is no such column */
    size_t    most;
} OpinionComments;

/* comment-id (whole, from 0, once), moderated (1 in, 0 undecided, -1 out), is-meta (true, false) and comment-body if
 * there. Tells the map who is out and meta. Keeps the ids in `lines`' arena. O(bytes). */
MUST bool opinion_read_comments(Lines *lines, OpinionMap *m, OpinionComments *ret);

typedef struct OpinionSource {
    bool is_matrix; /* participants-votes.csv */
    i64  n_rows;    /* votes.csv: rows */
} OpinionSource;

/* votes.csv: timestamp, comment-id, voter-id, vote (1 agree, -1 disagree, 0 pass). Or participants-votes.csv, where
 * the first column is `participant`: every column whose name is a whole number is a comment, a cell 1, -1, 0 or empty
 * for no vote; a participant once. `known`, if not NULL: every comment must be in it. Refused, too: no votes at all.
 * O(bytes). */
MUST bool opinion_read_votes(Lines *lines, OpinionMap *m, const OpinionComments *known, OpinionSource *ret);

typedef struct OpinionLabels {
    int   *label;  /* by place in OpinionPlaces.participants; -1: no group */
    i64   *names;  /* ascending */
    size_t n;
} OpinionLabels;

/* participant,group: whole numbers; a participant once, and one who voted. Refused, too: no groups, or more than
 * OPINION_MOST_GROUPS, or than OPINION_MOST_CELLS allows. O(bytes + P). */
MUST bool opinion_read_groups(Lines *lines, const OpinionPlaces *p, OpinionLabels *ret);

/* The computed groups in the same form. O(P). */
OpinionLabels opinion_labels(Arena *a, const OpinionPlaces *p, const OpinionGroups *groups);
