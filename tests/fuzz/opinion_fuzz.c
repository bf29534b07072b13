/* opinion_fuzz: files of a conversation: comments, votes and groups, with a line of --- between them. Whatever comes is
 * refused with a line of the file, or counted so that the votes add up and every number is finite. */
#include <math.h>

#include "engine/opinion/opinion_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static Str next_part(Str *rest)
{
    size_t at;
    Str    part = *rest;
    if (str_find(*rest, STR("\n---\n"), &at)) {
        part = str_cut(*rest, at);
        *rest = str_skip(*rest, at + 5);
    } else {
        *rest = STR("");
    }
    return part;
}

/* Read, or refused with a line that there is. */
static bool check_read(bool is_read, Arena *a, const Lines *l, size_t bytes)
{
    BUG_ON(is_read != (l->refusal.what == NULL));
    BUG_ON(!is_read && (l->refusal.line < 1 || l->refusal.line > (i64)bytes + 1));
    if (!is_read)
        refusal_text(a, &l->refusal);
    return is_read;
}

static void check_finite(const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        BUG_ON(!isfinite(v[i]));
}

static void check_map(const OpinionPlaces *p)
{
    i64 counted = 0;
    for (size_t c = 0; c < p->n_comments; c++) {
        BUG_ON(c > 0 && p->comments[c] <= p->comments[c - 1]);
        counted += (i64)p->counts[c][0] + p->counts[c][1] + p->counts[c][2];
    }
    BUG_ON(counted != p->n_votes || p->row[p->n_participants] != (size_t)p->n_votes || p->n_in > p->n_participants);
    check_finite(p->center, p->n_comments);
    check_finite(p->extremity, p->n_comments);
    check_finite(p->explained, 4);
    for (size_t i = 0; i < p->n_participants; i++)
        BUG_ON(!isfinite(p->xy[i].x) || !isfinite(p->xy[i].y));
}

static void check_told(Arena *a, const OpinionPlaces *p, const int *label, size_t n)
{
    OpinionTold *t = opinion_told(a, p, label, n);
    check_finite(t->all_agree, p->n_comments);
    check_finite(t->priority, p->n_comments);
    for (size_t i = 0; i < n * p->n_comments; i++)
        check_finite(&t->stats[i].pa, 8);
    for (size_t g = 0; g < n; g++)
        BUG_ON(t->representative[g].n > OPINION_LISTED);
}

static void check_groups(Arena *a, const OpinionPlaces *p)
{
    OpinionGroups *g = opinion_groups(a, p);
    u32            sum = 0;
    if (g == NULL)
        return;
    const OpinionSplit *best = &g->split[g->best];
    for (int k = 0; k < best->n; k++)
        sum += best->sizes[k];
    BUG_ON(sum != p->n_in || best->silhouette < -1 || best->silhouette > 1);
    OpinionLabels l = opinion_labels(a, p, g);
    check_told(a, p, l.label, l.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena          *a = arena_open();
    Str             rest = { (const char *)bytes, n }, comments = next_part(&rest), votes = next_part(&rest);
    OpinionMap     *m = opinion_map_new(a);
    OpinionComments known;
    OpinionSource   from;
    OpinionLabels   labels;
    Lines          *l = lines_of(a, comments);
    bool            is_with = check_read(opinion_read_comments(l, m, &known), a, l, n);
    l = lines_of(a, votes);
    if (check_read(opinion_read_votes(l, m, is_with ? &known : NULL, &from), a, l, n)) {
        OpinionList    agree, disagree;
        OpinionPlaces *p = opinion_places(m, a);
        check_map(p);
        check_groups(a, p);
        opinion_consensus(p, &agree, &disagree);
        l = lines_of(a, rest);
        if (check_read(opinion_read_groups(l, p, &labels), a, l, n))
            check_told(a, p, labels.label, labels.n);
    }
    arena_close(a);
    return 0;
}
