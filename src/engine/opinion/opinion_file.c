/* opinion_file: see opinion_file.h. */
#include "engine/opinion/opinion_file.h"

#include <stdlib.h>
#include <string.h>

#include "engine/text/fields.h"

enum { BODY_BYTES = 400 };

/* ---- columns and values ---- */

static bool refused(Fields *f, const char *what, Str value)
{
    return refuse(f->lines->a, &f->lines->refusal, f->line, what, value);
}

/* The first record; false where there is none. */
static bool header(Fields *f)
{
    if (fields_next(f))
        return true;
    f->line = 1;
    return refused(f, "the file is empty", STR_NONE);
}

/* Finds the named columns in the header; *ret[i] is its place, or -1 for one that may be missing and is. */
static bool columns(Fields *f, const char *const *names, const bool *is_needed, size_t n, int *ret)
{
    for (size_t i = 0; i < n; i++) {
        ret[i] = -1;
        for (size_t k = 0; k < f->n; k++) {
            if (!str_is(f->v[k], names[i]))
                continue;
            if (ret[i] >= 0)
                return refused(f, "a column is there twice", f->v[k]);
            ret[i] = (int)k;
        }
        if (ret[i] < 0 && is_needed[i])
            return refused(f, "a column is missing", str_from(names[i]));
    }
    return true;
}

/* The next row; false at the end, too. */
static bool row(Fields *f, size_t n)
{
    if (!fields_next(f))
        return false;
    return f->n == n || refused(f, "the row has another number of fields than the header", STR_NONE);
}

static bool id_in(Str s, i64 *ret)
{
    return s.n > 0 && s.p[0] != '-' && str_int(s, ret);
}

/* "-1", "0" or "1", nothing else. */
static bool vote_in(Str s, int *ret)
{
    bool is_minus = s.n == 2 && s.p[0] == '-' && s.p[1] == '1';
    *ret = is_minus ? -1 : s.n == 1 && s.p[0] == '1';
    return is_minus || (s.n == 1 && (s.p[0] == '0' || s.p[0] == '1'));
}

static bool ended(const Fields *f)
{
    return f->lines->refusal.what == NULL;
}

/* ---- comments.csv ---- */

enum { COMMENT_ID, MODERATED, IS_META, BODY, COMMENT_COLUMNS };
static const char *const comment_columns[] = { "comment-id", "moderated", "is-meta", "comment-body" };

static bool comment_row(Fields *f, const int *at, OpinionMap *m, OpinionComments *c)
{
    i64  id;
    int  moderated;
    bool is_meta = false;
    if (!id_in(f->v[at[COMMENT_ID]], &id))
        return refused(f, "comment-id is not a whole number from 0", f->v[at[COMMENT_ID]]);
    if (numbering_find(&c->ids, id) != NUMBERING_NONE)
        return refused(f, "a comment is there twice", f->v[at[COMMENT_ID]]);
    if (!vote_in(f->v[at[MODERATED]], &moderated))
        return refused(f, "moderated is not -1, 0 or 1", f->v[at[MODERATED]]);
    if (at[IS_META] >= 0) {
        is_meta = str_is(f->v[at[IS_META]], "true");
        if (!is_meta && !str_is(f->v[at[IS_META]], "false"))
            return refused(f, "is-meta is not true or false", f->v[at[IS_META]]);
    }
    if (opinion_moderate(m, id, moderated == -1, is_meta) != OPINION_OK)
        return refused(f, "there are more than 100000 comments", STR_NONE);
    u32 k = numbering_add(&c->ids, id);
    if (k == c->most) {
        size_t most = c->most ? 2 * c->most : 64;
        c->bodies = arena_grow(f->lines->a, c->bodies, c->most * sizeof *c->bodies, most * sizeof *c->bodies);
        c->most = most;
    }
    c->bodies[k] = at[BODY] < 0 ? STR_NONE : str_copy(f->lines->a, str_cut(f->v[at[BODY]], BODY_BYTES));
    return true;
}

bool opinion_read_comments(Lines *lines, OpinionMap *m, OpinionComments *ret)
{
    static const bool is_needed[] = { true, true, false, false };
    Fields            f = fields_open(lines, ',');
    int               at[COMMENT_COLUMNS];
    *ret = (OpinionComments){ .ids = numbering_new(lines->a) };
    if (!header(&f) || !columns(&f, comment_columns, is_needed, COMMENT_COLUMNS, at))
        return false;
    size_t n = f.n;
    while (row(&f, n))
        if (!comment_row(&f, at, m, ret))
            return false;
    return ended(&f);
}

/* ---- votes.csv ---- */

enum { TIMESTAMP, VOTE_COMMENT, VOTER_ID, VOTE, VOTE_COLUMNS };
static const char *const vote_columns[] = { "timestamp", "comment-id", "voter-id", "vote" };

static bool take(Fields *f, OpinionMap *m, i64 when, i64 participant, i64 comment, int vote)
{
    OpinionFault fault = opinion_vote(m, when, participant, comment, vote);
    BUG_ON(fault != OPINION_OK && fault != OPINION_TOO_MANY); /* id_in() and vote_in() refused what gives the others */
    return fault == OPINION_OK ||
           refused(f, "there are more than 100000 comments or 10000000 participants", STR_NONE);
}

static bool is_known(const OpinionComments *known, i64 comment)
{
    return known == NULL || numbering_find(&known->ids, comment) != NUMBERING_NONE;
}

static bool vote_row(Fields *f, const int *at, OpinionMap *m, const OpinionComments *known)
{
    i64 when, comment, participant;
    int vote;
    if (!str_int(f->v[at[TIMESTAMP]], &when))
        return refused(f, "timestamp is not a whole number", f->v[at[TIMESTAMP]]);
    if (!id_in(f->v[at[VOTE_COMMENT]], &comment))
        return refused(f, "comment-id is not a whole number from 0", f->v[at[VOTE_COMMENT]]);
    if (!id_in(f->v[at[VOTER_ID]], &participant))
        return refused(f, "voter-id is not a whole number from 0", f->v[at[VOTER_ID]]);
    if (!vote_in(f->v[at[VOTE]], &vote))
        return refused(f, "a vote is not -1, 0 or 1", f->v[at[VOTE]]);
    if (!is_known(known, comment))
        return refused(f, "a comment that the file of comments lacks", f->v[at[VOTE_COMMENT]]);
    return take(f, m, when, participant, comment, vote);
}

static bool votes_list(Fields *f, OpinionMap *m, const OpinionComments *known, OpinionSource *ret)
{
    static const bool is_needed[] = { true, true, true, true };
    int               at[VOTE_COLUMNS];
    i64               first = f->line;
    if (!columns(f, vote_columns, is_needed, VOTE_COLUMNS, at))
        return false;
    for (size_t n = f->n; row(f, n); ret->n_rows++)
        if (!vote_row(f, at, m, known))
            return false;
    f->line = first;
    return ended(f) && (ret->n_rows > 0 || refused(f, "there are no votes", STR_NONE));
}

/* ---- participants-votes.csv ---- */

/* Which columns are comments: ret[k] is column k's, or -1. */
static bool comment_ids(Fields *f, const OpinionComments *known, i64 *ret)
{
    Numbering seen = numbering_new(f->lines->a);
    for (size_t k = 0; k < f->n; k++) {
        ret[k] = -1;
        if (k > 0 && str_eq(f->v[k], f->v[0]))
            return refused(f, "a column is there twice", f->v[k]);
        if (!id_in(f->v[k], &ret[k]))
            continue;
        if (numbering_find(&seen, ret[k]) != NUMBERING_NONE)
            return refused(f, "a column is there twice", f->v[k]);
        if (!is_known(known, ret[k]))
            return refused(f, "a comment that the file of comments lacks", f->v[k]);
        numbering_add(&seen, ret[k]);
    }
    return true;
}

static bool matrix_row(Fields *f, const i64 *comments, OpinionMap *m, Numbering *seen)
{
    i64 participant;
    int vote;
    if (!id_in(f->v[0], &participant))
        return refused(f, "participant is not a whole number from 0", f->v[0]);
    if (numbering_find(seen, participant) != NUMBERING_NONE)
        return refused(f, "a participant is there twice", f->v[0]);
    if (seen->n == OPINION_MOST_PARTICIPANTS)
        return refused(f, "there are more than 10000000 participants", STR_NONE);
    numbering_add(seen, participant);
    for (size_t k = 0; k < f->n; k++) {
        if (comments[k] < 0 || f->v[k].n == 0)
            continue;
        if (!vote_in(f->v[k], &vote))
            return refused(f, "a vote is not -1, 0, 1 or empty", f->v[k]);
        if (!take(f, m, 0, participant, comments[k], vote))
            return false;
    }
    return true;
}

static bool votes_matrix(Fields *f, OpinionMap *m, const OpinionComments *known)
{
    i64       first = f->line;
    i64      *comments = NEW_N(f->lines->a, i64, f->n);
    Numbering seen = numbering_new(f->lines->a);
    if (!comment_ids(f, known, comments))
        return false;
    for (size_t n = f->n; row(f, n);)
        if (!matrix_row(f, comments, m, &seen))
            return false;
    f->line = first;
    return ended(f) && (opinion_votes(m) > 0 || refused(f, "there are no votes", STR_NONE));
}

bool opinion_read_votes(Lines *lines, OpinionMap *m, const OpinionComments *known, OpinionSource *ret)
{
    Fields f = fields_open(lines, ',');
    *ret = (OpinionSource){ 0 };
    if (!header(&f))
        return false;
    ret->is_matrix = str_is(f.v[0], "participant");
    return ret->is_matrix ? votes_matrix(&f, m, known) : votes_list(&f, m, known, ret);
}

/* ---- groups ---- */

static int by_value(const void *a, const void *b)
{
    i64 x = *(const i64 *)a, y = *(const i64 *)b;
    return (x > y) - (x < y);
}

static bool group_row(Fields *f, const int *at, const OpinionPlaces *p, Numbering *groups, int *label)
{
    i64 participant, group;
    if (!id_in(f->v[at[0]], &participant))
        return refused(f, "participant is not a whole number from 0", f->v[at[0]]);
    if (!str_int(f->v[at[1]], &group))
        return refused(f, "group is not a whole number", f->v[at[1]]);
    const i64 *found = bsearch(&participant, p->participants, p->n_participants, sizeof participant, by_value);
    if (found == NULL)
        return refused(f, "a participant without a vote", f->v[at[0]]);
    int *mine = &label[found - p->participants];
    if (*mine >= 0)
        return refused(f, "a participant is there twice", f->v[at[0]]);
    u32 k = numbering_find(groups, group);
    if (k == NUMBERING_NONE) {
        if (groups->n == OPINION_MOST_GROUPS || (groups->n + 1) * p->n_comments > OPINION_MOST_CELLS)
            return refused(f, "there are more groups than can be counted", STR_NONE);
        k = numbering_add(groups, group);
    }
    *mine = (int)k;
    return true;
}

/* Numbers the groups in ascending order of their names. */
static void labels_order(Arena *a, const OpinionPlaces *p, const Numbering *groups, OpinionLabels *l)
{
    int *to = NEW_N(a, int, groups->n);
    l->n = groups->n;
    l->names = NEW_N(a, i64, l->n);
    memcpy(l->names, groups->v, l->n * sizeof *l->names);
    qsort(l->names, l->n, sizeof *l->names, by_value);
    for (size_t k = 0; k < l->n; k++)
        to[k] = (int)((const i64 *)bsearch(&groups->v[k], l->names, l->n, sizeof *l->names, by_value) - l->names);
    for (size_t i = 0; i < p->n_participants; i++)
        l->label[i] = l->label[i] < 0 ? -1 : to[l->label[i]];
}

OpinionLabels opinion_labels(Arena *a, const OpinionPlaces *p, const OpinionGroups *groups)
{
    OpinionLabels l = { .label = NEW_N(a, int, p->n_participants), .n = (size_t)groups->split[groups->best].n };
    l.names = NEW_N(a, i64, l.n);
    for (size_t k = 0; k < l.n; k++)
        l.names[k] = (i64)k;
    for (size_t i = 0; i < p->n_participants; i++)
        l.label[i] = -1;
    for (size_t i = 0; i < p->n_in; i++)
        l.label[p->in[i]] = groups->label[i];
    return l;
}

bool opinion_read_groups(Lines *lines, const OpinionPlaces *p, OpinionLabels *ret)
{
    static const char *const names[] = { "participant", "group" };
    static const bool        is_needed[] = { true, true };
    Fields                   f = fields_open(lines, ',');
    Numbering                groups = numbering_new(lines->a);
    int                      at[2];
    *ret = (OpinionLabels){ .label = NEW_N(lines->a, int, p->n_participants) };
    memset(ret->label, 0xff, p->n_participants * sizeof *ret->label); /* -1 */
    if (!header(&f) || !columns(&f, names, is_needed, 2, at))
        return false;
    i64 first = f.line;
    for (size_t n = f.n; row(&f, n);)
        if (!group_row(&f, at, p, &groups, ret->label))
            return false;
    f.line = first;
    if (!ended(&f) || (groups.n == 0 && !refused(&f, "nobody has a group", STR_NONE)))
        return false;
    labels_order(lines->a, p, &groups, ret);
    return true;
}
