/* tally motion: a vote from the list that is published of it (engine/tally/motion.h): the counts, each half of each condition
 * with what it had and what it lacked, and the verdict. */
#include "cli/reading.h"

#include "cli/json.h"
#include "engine/tally/motion.h"
#include "engine/tally/quorum_text.h"

enum { MOST_OUTPUT = 1 << 20 };

static const char *const outcomes[] = { "advisory", "too_few", "fails", "passes", "void" };

static void json_counts(Json *j, const char *key, const QuorumCount *c)
{
    json_key(j, key);
    json_object(j);
    json_put_int(j, "roll", c->roll);
    json_put_int(j, "came", c->came);
    json_put_int(j, "by_proxy", c->by_proxy);
    json_put_int(j, "in_writing", c->in_writing);
    json_put_int(j, "online", c->online);
    json_put_int(j, "cast", c->cast);
    json_put_int(j, "valid", c->valid);
    json_put_int(j, "abstained", c->abstained);
    json_end(j);
}

static void json_finding(Json *j, const char *what, const QuorumFinding *f)
{
    json_object(j);
    json_put_str(j, "asks", str_from(what));
    json_put_str(j, "of", str_from(quorum_basis_names[f->cond.basis]));
    json_put_bool(j, "holds", f->holds);
    json_put_int(j, "have", f->have);
    json_put_int(j, "whole", f->whole);
    json_put_int(j, "need", f->need);
    json_put_int(j, "missing", f->missing);
    json_end(j);
}

static void json_option(Json *j, const Motion *m, const MotionResult *r, int i)
{
    const QuorumWayFinding *w = &r->verdict[i].way[0];
    json_object(j);
    json_put_int(j, "option", i + 1);
    json_put_str(j, "outcome", str_from(outcomes[r->verdict[i].outcome]));
    json_put_int(j, "yes", m->yes[i]);
    json_put_int(j, "yes_weight", m->yes_weight[i]);
    json_key(j, "findings");
    json_array(j);
    for (int k = 0; k < w->n_valid; k++)
        json_finding(j, "valid", &w->is_valid[k]);
    for (int k = 0; k < w->n_passes; k++)
        json_finding(j, "passes", &w->is_passed[k]);
    json_end(j);
    json_end(j);
}

static void print_json(Cli *cli, Str path, const Motion *m, const MotionResult *r)
{
    Buf  b = buf_new(cli->ctx.arena, 4096, MOST_OUTPUT);
    Json j = json_new(&b);
    json_object(&j);
    json_put_str(&j, "file", cli_file_name(path));
    json_put_str(&j, "unit", str_from(quorum_basis_names[m->head.heads]));
    json_put_str(&j, "method", str_from(slip_names[m->head.method]));
    json_put_str(&j, "outcome", str_from(outcomes[r->outcome]));
    json_counts(&j, "heads", &m->heads);
    json_counts(&j, "weights", &m->weights);
    json_put_int(&j, "no", m->no);
    json_put_int(&j, "issued", m->issued);
    json_put_int(&j, "spoiled", m->spoiled);
    json_put_int(&j, "unused", m->unused);
    json_put_ints(&j, "chosen", r->chosen, r->n_chosen);
    json_put_ints(&j, "tied", r->tied, r->n_tied);
    json_key(&j, "options");
    json_array(&j);
    for (int i = 0; i < m->head.options; i++)
        json_option(&j, m, r, i);
    json_end(&j);
    json_end(&j);
    cli_print_json(&b);
}

/* ---- what people read ---- */

static void print_finding(const char *what, const QuorumFinding *f)
{
    static const char *const tests[] = { "at least", "more than", "at most" };
    cli_print("  %s: %s %s %lld/%lld of %lld: %lld needed, %lld there: %s", what, quorum_basis_names[f->cond.basis], tests[f->cond.test],
              (long long)f->cond.num, (long long)f->cond.den, (long long)f->whole, (long long)f->need, (long long)f->have,
              f->holds ? "holds" : "fails");
    cli_print(f->holds ? "\n" : " by %lld\n", (long long)f->missing);
}

static void print_people(const Motion *m, const MotionResult *r)
{
    cli_print("%lld on the roll, %lld ballots cast (%lld valid, %lld abstained), %lld spoiled, %lld not used\n", (long long)m->heads.roll,
              (long long)m->heads.cast, (long long)m->heads.valid, (long long)m->heads.abstained, (long long)m->spoiled, (long long)m->unused);
    for (int i = 0; i < m->head.options; i++) {
        const QuorumWayFinding *w = &r->verdict[i].way[0];
        if (m->head.method == SLIP_MOTION)
            cli_print("yes %lld, no %lld: %s\n", (long long)m->yes[i], (long long)m->no, outcomes[r->verdict[i].outcome]);
        else
            cli_print("%d: %lld votes: %s\n", i + 1, (long long)m->yes[i], outcomes[r->verdict[i].outcome]);
        for (int k = 0; k < w->n_valid; k++)
            print_finding("to be valid", &w->is_valid[k]);
        for (int k = 0; k < w->n_passes; k++)
            print_finding("to pass", &w->is_passed[k]);
    }
    for (size_t i = 0; i < r->n_chosen; i++)
        cli_print("%s%d%s", i ? ", " : "chosen: ", r->chosen[i], i + 1 == r->n_chosen ? "\n" : "");
    for (size_t i = 0; i < r->n_tied; i++)
        cli_print("%s%d%s", i ? ", " : "tied for the last seat: ", r->tied[i], i + 1 == r->n_tied ? "\n" : "");
}

/* ---- the command ---- */

/* A list whose counts contradict each other is refused as a whole: at its last line. */
static Err not_judged(Cli *cli, Str path, const Reading *r, QuorumFault fault)
{
    const Refusal why = { .line = r->lines->line, .what = fault == QUORUM_BAD_ROLL ? "more take part than the roll has"
                                                                                   : "the counts contradict each other or the rule" };
    return cli_refused(cli, path, &why);
}

Err cmd_tally_motion(Cli *cli)
{
    Str          path;
    Reading      r;
    MotionResult result;
    TRY(cli_words(cli, 1, 1, &path));
    TRY(reading_begin(cli, path, &r));
    Motion *m = motion_read(cli->ctx.arena, r.lines);
    TRY(reading_end(&r, &r.lines->refusal));
    BUG_ON(m == NULL); /* a file that makes none was refused a line above */
    QuorumFault fault = motion_judge(m, &result);
    if (fault != QUORUM_OK)
        return not_judged(cli, path, &r, fault);
    if (cli->json)
        print_json(cli, path, m, &result);
    else
        print_people(m, &result);
    return OK;
}
