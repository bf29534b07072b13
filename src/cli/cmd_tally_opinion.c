/* cmd_tally_opinion: tally opinion: the opinion map of a conversation that Polis exported (engine/opinion/opinion.h). */
#include "cli/cli.h"

#include "cli/json.h"
#include "cli/reading.h"
#include "engine/opinion/opinion_file.h"

enum { OUT_FIRST = 1 << 16, TEXT_CHARS = 60, SHOWN = 5 };
#define OUT_MOST ((size_t)4 << 30)

/* All that is told. */
typedef struct Tally {
    Arena               *a;
    OpinionSource        source;
    OpinionComments      comments;
    const OpinionPlaces *p;
    const OpinionGroups *groups; /* computed; NULL: none */
    OpinionLabels        force;  /* groups in force; n is 0: none */
    const OpinionTold   *told;   /* NULL: no groups in force */
    OpinionList          agree, disagree;
} Tally;

/* ---- JSON ---- */

static void put_ids(Json *j, const char *key, const i64 *v, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_int(j, v[i]);
    json_end(j);
}

static void put_reals(Json *j, const char *key, const double *v, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_real(j, v[i]);
    json_end(j);
}

static void put_counts(Json *j, const Tally *t)
{
    static const char *const names[] = { "agree", "disagree", "pass" };
    const OpinionPlaces     *p = t->p;
    json_key(j, "n_vote_rows");
    if (t->source.is_matrix)
        json_null(j);
    else
        json_int(j, t->source.n_rows);
    json_put_int(j, "n_unique_votes", p->n_votes);
    json_put_int(j, "n_participants", (i64)p->n_participants);
    json_put_int(j, "n_comments", (i64)p->n_comments);
    put_ids(j, "participants", p->participants, p->n_participants);
    put_ids(j, "comments", p->comments, p->n_comments);
    json_key(j, "mod_out");
    json_array(j);
    for (size_t c = 0; c < p->n_comments; c++)
        if (p->is_out[c])
            json_int(j, p->comments[c]);
    json_end(j);
    json_key(j, "counts");
    json_object(j);
    for (int v = 0; v < OPINION_VOTES; v++) {
        json_key(j, names[v]);
        json_array(j);
        for (size_t c = 0; c < p->n_comments; c++)
            json_int(j, p->counts[c][v]);
        json_end(j);
    }
    json_end(j);
}

static void json_map(Json *j, const Tally *t)
{
    const OpinionPlaces *p = t->p;
    json_key(j, "pca");
    json_object(j);
    put_reals(j, "center", p->center, p->n_comments);
    for (int k = 0; k < 2; k++) {
        json_key(j, k == 0 ? "comp1" : "comp2");
        json_array(j);
        for (size_t c = 0; c < p->n_comments; c++)
            json_real(j, k == 0 ? p->component[c].x : p->component[c].y);
        json_end(j);
    }
    put_reals(j, "explained_variance", p->explained, p->n_explained);
    json_end(j);
    json_key(j, "participant_xy");
    json_array(j);
    for (size_t i = 0; i < p->n_participants; i++) {
        json_array(j);
        json_real(j, p->xy[i].x);
        json_real(j, p->xy[i].y);
        json_end(j);
    }
    json_end(j);
    put_reals(j, "comment_extremity", p->extremity, p->n_comments);
    json_key(j, "in_conv");
    json_array(j);
    for (size_t i = 0; i < p->n_in; i++)
        json_int(j, p->participants[p->in[i]]);
    json_end(j);
}

static void put_split(Json *j, const OpinionSplit *s)
{
    json_key(j, "sizes");
    json_array(j);
    for (int g = 0; g < s->n; g++)
        json_int(j, s->sizes[g]);
    json_end(j);
    json_put_real(j, "inertia", s->inertia);
}

static void put_groups(Json *j, const Tally *t)
{
    const OpinionGroups *g = t->groups;
    json_key(j, "groups");
    if (g == NULL) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_int(j, "k", g->split[g->best].k);
    json_key(j, "silhouette");
    json_object(j);
    for (int s = 0; s < g->n_splits; s++) {
        json_key_int(j, g->split[s].k);
        json_real(j, g->split[s].silhouette);
    }
    json_end(j);
    json_put_int(j, "n_base_clusters", g->n_base);
    json_put_ints(j, "labels", g->label, t->p->n_in);
    put_split(j, &g->split[g->best]);
    json_key(j, "by_k");
    json_object(j);
    for (int s = 0; s < g->n_splits; s++) {
        json_key_int(j, g->split[s].k);
        json_object(j);
        put_split(j, &g->split[s]);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}

static void put_stats(Json *j, const Tally *t)
{
    json_key(j, "stats_fields");
    json_raw(j, STR("[\"na\",\"nd\",\"ns\",\"pa\",\"pd\",\"pat\",\"pdt\",\"ra\",\"rd\",\"rat\",\"rdt\"]"));
    json_key(j, "stats");
    json_object(j);
    for (size_t g = 0; g < t->told->n_groups; g++) {
        json_key_int(j, t->force.names[g]);
        json_array(j);
        for (size_t c = 0; c < t->p->n_comments; c++) {
            const OpinionStat *s = &t->told->stats[g * t->p->n_comments + c];
            const u32          counts[] = { s->na, s->nd, s->ns };
            const double       reals[] = { s->pa, s->pd, s->pat, s->pdt, s->ra, s->rd, s->rat, s->rdt };
            json_array(j);
            for (size_t i = 0; i < COUNTOF(counts); i++)
                json_int(j, counts[i]);
            for (size_t i = 0; i < COUNTOF(reals); i++)
                json_real(j, reals[i]);
            json_end(j);
        }
        json_end(j);
    }
    json_end(j);
}

static void json_list(Json *j, const Tally *t, const OpinionList *l, bool is_of_group)
{
    json_array(j);
    for (int i = 0; i < l->n; i++) {
        const OpinionEntry *e = &l->v[i];
        json_object(j);
        json_put_int(j, "tid", t->p->comments[e->comment]);
        json_put_int(j, "n_success", e->n_success);
        json_put_int(j, "n_trials", e->n_trials);
        json_put_real(j, "p_success", e->p_success);
        json_put_real(j, "p_test", e->p_test);
        if (is_of_group) {
            json_put_real(j, "repness", e->repness);
            json_put_real(j, "repness_test", e->repness_test);
            json_put_str(j, "repful_for", e->is_agree ? STR("agree") : STR("disagree"));
        }
        if (e->is_best_agree) {
            json_put_int(j, "n_agree", e->n_agree);
            json_put_bool(j, "best_agree", true);
        }
        json_end(j);
    }
    json_end(j);
}

static void put_told(Json *j, const Tally *t)
{
    static const char *const keys[] = { "stats_fields", "stats", "representative", "group_informed_consensus",
                                        "comment_priority" };
    for (size_t i = 0; t->told == NULL && i < COUNTOF(keys); i++) {
        json_key(j, keys[i]);
        json_null(j);
    }
    json_key(j, "consensus");
    json_object(j);
    json_key(j, "agree");
    json_list(j, t, &t->agree, false);
    json_key(j, "disagree");
    json_list(j, t, &t->disagree, false);
    json_end(j);
    if (t->told == NULL)
        return;
    put_stats(j, t);
    json_key(j, "representative");
    json_object(j);
    for (size_t g = 0; g < t->told->n_groups; g++) {
        json_key_int(j, t->force.names[g]);
        json_list(j, t, &t->told->representative[g], true);
    }
    json_end(j);
    json_key(j, "group_informed_consensus");
    json_object(j);
    put_reals(j, "agree", t->told->all_agree, t->p->n_comments);
    put_reals(j, "disagree", t->told->all_disagree, t->p->n_comments);
    json_end(j);
    put_reals(j, "comment_priority", t->told->priority, t->p->n_comments);
}

static Err print_json(Cli *cli, const Tally *t, Str path)
{
    Buf  b = buf_new(t->a, OUT_FIRST, OUT_MOST);
    Json j = json_new(&b);
    json_object(&j);
    json_put_str(&j, "file", cli_file_name(path));
    put_counts(&j, t);
    json_map(&j, t);
    put_groups(&j, t);
    put_told(&j, t);
    json_end(&j);
    if (buf_is_over(&b))
        return cli_broken(cli, "the output is larger than 4 GB");
    cli_print_json(&b);
    return OK;
}

/* ---- for people ---- */

/* A comment's number and the beginning of its text, on one line. */
static Str title(const Tally *t, size_t comment)
{
    i64 id = t->p->comments[comment];
    u32 k = numbering_find(&t->comments.ids, id);
    Str body = k == NUMBERING_NONE ? STR_NONE : t->comments.bodies[k];
    while (body.n > 0 && !utf8_is_encoded(body)) /* cut within a character */
        body.n--;
    Str cut = utf8_cut(body, TEXT_CHARS);
    Buf b = buf_new(t->a, 64, 4096);
    buf_printf(&b, "%4lld  ", (long long)id);
    for (size_t i = 0; i < cut.n; i++)
        buf_char(&b, (u8)cut.p[i] < 0x20 || cut.p[i] == 0x7f ? ' ' : cut.p[i]);
    if (cut.n < body.n)
        buf_cstr(&b, "...");
    return buf_text(&b);
}

static void print_list(const Tally *t, const char *heading, const OpinionList *l)
{
    if (l->n > 0)
        cli_print("%s\n", heading);
    for (int i = 0; i < l->n; i++) {
        const OpinionEntry *e = &l->v[i];
        Str                 text = title(t, e->comment);
        cli_print("  %-8s %5u of %-5u %.*s\n", e->is_agree ? "agree" : "disagree", e->n_success, e->n_trials,
                  STR_ARG(text));
    }
}

/* Does more than half of every group agree? */
static bool is_shared(const Tally *t, size_t c)
{
    for (size_t g = 0; g < t->told->n_groups; g++)
        if (t->told->stats[g * t->p->n_comments + c].pa <= 0.5)
            return false;
    return true;
}

/* The comments with the highest values, those moderated out left away. */
static void print_highest(const Tally *t, const char *heading, const double *values, bool is_shared_only)
{
    bool *is_left = NEW_N(t->a, bool, t->p->n_comments);
    for (size_t c = 0; c < t->p->n_comments; c++)
        is_left[c] = !t->p->is_out[c] && (!is_shared_only || is_shared(t, c));
    for (int i = 0; i < SHOWN; i++) {
        i64 best = -1;
        for (size_t c = 0; c < t->p->n_comments; c++)
            if (is_left[c] && (best < 0 || values[c] > values[best]))
                best = (i64)c;
        if (best < 0)
            return;
        is_left[best] = false;
        Str text = title(t, (size_t)best);
        cli_print("%s  %8.2f          %.*s\n", i == 0 ? heading : "", values[best], STR_ARG(text));
    }
}

static void print_groups(const Tally *t)
{
    size_t *sizes = NEW_N(t->a, size_t, t->force.n);
    for (size_t i = 0; i < t->p->n_participants; i++)
        if (t->force.label[i] >= 0)
            sizes[t->force.label[i]]++;
    for (size_t g = 0; g < t->force.n; g++) {
        Str heading = arena_printf(t->a, "\nGroup %lld: %zu participant%s", (long long)t->force.names[g], sizes[g],
                                   sizes[g] == 1 ? "" : "s");
        print_list(t, str_cstr(t->a, heading), &t->told->representative[g]);
    }
}

static Err print_table(const Tally *t)
{
    const OpinionPlaces *p = t->p;
    cli_print("%zu participants, %zu comments (%zu moderated out), %lld votes\n", p->n_participants, p->n_comments,
              p->n_out, (long long)p->n_votes);
    cli_print("%zu participants have voted often enough to be in a group\n", p->n_in);
    if (t->groups != NULL)
        cli_print("%d groups fit best (silhouette %.2f)\n", t->groups->split[t->groups->best].k,
                  t->groups->split[t->groups->best].silhouette);
    else
        cli_print("no groups: fewer than two positions\n");
    if (t->told != NULL)
        print_groups(t);
    print_list(t, "\nAll together agree", &t->agree);
    print_list(t, "\nAll together disagree", &t->disagree);
    if (t->told != NULL) {
        print_highest(t, "\nEvery group agrees (product of their shares)\n", t->told->all_agree, true);
        print_highest(t, "\nTo ask next (priority)\n", t->told->priority, false);
    }
    return OK;
}

/* ---- the command ---- */

static Err read_all(Cli *cli, Str votes, Str comments, bool is_with_comments, OpinionMap *m, Tally *t)
{
    Reading r;
    if (is_with_comments) {
        TRY(reading_begin(cli, comments, &r));
        bool ok = opinion_read_comments(r.lines, m, &t->comments);
        TRY(reading_end(&r, ok ? NULL : &r.lines->refusal));
    }
    TRY(reading_begin(cli, votes, &r));
    bool ok = opinion_read_votes(r.lines, m, is_with_comments ? &t->comments : NULL, &t->source);
    return reading_end(&r, ok ? NULL : &r.lines->refusal);
}

/* The groups in force: those of a file, or the computed ones. */
static Err groups_in_force(Cli *cli, Str groups, bool is_given, Tally *t)
{
    if (is_given) {
        Reading r;
        TRY(reading_begin(cli, groups, &r));
        bool ok = opinion_read_groups(r.lines, t->p, &t->force);
        return reading_end(&r, ok ? NULL : &r.lines->refusal);
    }
    if (t->groups == NULL)
        return OK;
    t->force = opinion_labels(t->a, t->p, t->groups);
    return OK;
}

Err cmd_tally_opinion(Cli *cli)
{
    Str   votes, comments, groups;
    bool  is_with_comments, is_with_groups;
    Tally t = { .a = cli->ctx.arena, .comments.ids = numbering_new(cli->ctx.arena) };
    TRY(cli_option_once(cli, "--comments", &comments, &is_with_comments));
    TRY(cli_option_once(cli, "--groups", &groups, &is_with_groups));
    TRY(cli_words(cli, 1, 1, &votes));
    OpinionMap *m = opinion_map_new(t.a);
    TRY(read_all(cli, votes, comments, is_with_comments, m, &t));
    t.p = opinion_places(m, t.a);
    t.groups = opinion_groups(t.a, t.p);
    TRY(groups_in_force(cli, groups, is_with_groups, &t));
    if (t.force.n > 0)
        t.told = opinion_told(t.a, t.p, t.force.label, t.force.n);
    opinion_consensus(t.p, &t.agree, &t.disagree);
    return cli->json ? print_json(cli, &t, votes) : print_table(&t);
}
