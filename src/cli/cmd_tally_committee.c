/* tally committee: a committee from approval ballots (PrefLib .cat), by every rule. The rules run side by side, each in an
 * arena of its own. */
#include "cli/reading.h"

#include <stdio.h>

#include "base/parallel.h"
#include "cli/json.h"
#include "engine/tally/committee_best.h"
#include "engine/tally/preflib_cat.h"

#define MOST_OUTPUT ((size_t)4 << 30)

/* Beyond so many committees, pav and cc are counted only where they are asked for. */
enum { MOST_COMMITTEES_UNASKED = 1000000 };

static const char *const names[COMMITTEE_METHODS] = {
    "approval voting", "satisfaction approval voting", "sequential proportional approval", "reverse proportional approval",
    "Phragmen, sequential", "equal shares", "Monroe, greedy", "proportional approval (best)", "Chamberlin-Courant (best)",
};

typedef struct Count {
    Arena          *a;
    bool            is_wanted, is_asked;
    CommitteeFault  fault;
    CommitteeResult result;
} Count;

typedef struct Tally {
    PreflibHead    head;
    CommitteePoll *poll;
    int            seats;
    Count          counts[COMMITTEE_METHODS];
    size_t         wanted[COMMITTEE_METHODS], n_wanted;
} Tally;

static Err no_rule(Cli *cli, Str key)
{
    Buf b = buf_new(cli->ctx.arena, 256, 1024);
    for (int i = 0; i < COMMITTEE_METHODS; i++)
        buf_printf(&b, " %s", committee_methods[i].key);
    Str all = buf_text(&b);
    return cli_usage(cli, "no rule {%.*s}; there are:%.*s", STR_ARG(key), STR_ARG(all));
}

static Err rules_asked(Cli *cli, Tally *t, bool *ret_any)
{
    Str key;
    *ret_any = false;
    while (cli_option(cli, "--rule", &key)) {
        int i = 0;
        while (i < COMMITTEE_METHODS && !str_is(key, committee_methods[i].key))
            i++;
        if (i == COMMITTEE_METHODS)
            return no_rule(cli, key);
        t->counts[i].is_asked = *ret_any = true;
    }
    return OK;
}

/* ---- counting ---- */

static void count_one(void *arg, size_t i)
{
    Tally *t = arg;
    Count *c = &t->counts[t->wanted[i]];
    c->fault = committee_methods[t->wanted[i]].count(c->a, t->poll, t->seats, &c->result);
}

/* In hundredths, rounded down, or up for a bound. */
static Str hundredths(Arena *a, const mpq_t value, bool up)
{
    Buf    b = buf_new(a, 32, 1024);
    mpz_t *v = exact_wholes(a, 2);
    mpz_mul_ui(v[0], mpq_numref(value), 100);
    if (up)
        mpz_cdiv_q(v[0], v[0], mpq_denref(value));
    else
        mpz_fdiv_q(v[0], v[0], mpq_denref(value));
    unsigned long rest = mpz_fdiv_q_ui(v[1], v[0], 100);
    exact_put_whole(&b, v[1]);
    buf_printf(&b, ".%02lu", rest);
    return buf_text(&b);
}

/* A search that was given up has found something, and knows how far it may be from the best. */
static Str why(Arena *a, const Tally *t, const Count *c)
{
    const CommitteeResult *r = &c->result;
    Buf                    b = buf_new(a, 256, MOST_OUTPUT);
    if (c->fault == COMMITTEE_TOO_MANY_TIES)
        return STR("so many ties follow one another that not all committees can be found");
    buf_printf(&b, "given up after %lld steps, the best committee is not proven; the best found is",
               (long long)BEST_MOST_WORK);
    for (int i = 0; i < t->seats; i++)
        buf_printf(&b, "%s %d", i ? "," : "", r->tied.v[0][i]);
    Str found = hundredths(a, r->values[0], false), most = hundredths(a, r->values[1], true);
    buf_printf(&b, " with %.*s, and none has more than %.*s", STR_ARG(found), STR_ARG(most));
    return buf_text(&b);
}

/* A rule that comes to no end is left out with a warning where it was not asked for; else it ends the command. */
static Err faults(Cli *cli, Tally *t)
{
    for (int i = 0; i < COMMITTEE_METHODS; i++) {
        Count *c = &t->counts[i];
        if (!c->is_wanted || c->fault == COMMITTEE_OK)
            continue;
        Str reason = why(cli->ctx.arena, t, c);
        if (c->is_asked)
            return cli_broken(cli, "%s: %.*s", committee_methods[i].key, STR_ARG(reason));
        fprintf(stderr, "yuanchang: warning: %s is left out: %.*s\n", committee_methods[i].key, STR_ARG(reason));
        c->is_wanted = false;
    }
    return OK;
}

static void count_all(Tally *t, bool any)
{
    bool are_many = committee_are_more_than(t->head.m, t->seats, MOST_COMMITTEES_UNASKED);
    for (size_t i = COMMITTEE_METHODS; i-- > 0;) { /* the long ones first */
        Count *c = &t->counts[i];
        c->is_wanted = any ? c->is_asked : !committee_methods[i].is_search || !are_many;
        if (!c->is_wanted)
            continue;
        c->a = arena_open();
        t->wanted[t->n_wanted++] = i;
    }
    parallel_run(t->n_wanted, count_one, t);
}

static void release(Tally *t)
{
    for (int i = 0; i < COMMITTEE_METHODS; i++)
        arena_close(t->counts[i].a);
}

/* ---- telling ---- */

static i64 approvals(const Tally *t, int id)
{
    return t->poll->approvals[t->poll->class_of[id - 1]];
}

static int approved_by_nobody(const Tally *t)
{
    int n = 0;
    for (int id = 1; id <= t->head.m; id++)
        n += approvals(t, id) == 0;
    return n;
}

/* Of a poll in which nobody approves anybody no committee comes out, though all tie. */
static void json_committees(Json *j, Arena *a, const CommitteeTied *tied, bool is_silent)
{
    Buf number = buf_new(a, 32, MOST_OUTPUT);
    if (is_silent)
        buf_char(&number, '0');
    else
        exact_put_whole(&number, *tied->n);
    json_object(j);
    json_key(j, "committees");
    json_array(j);
    for (size_t i = 0; !is_silent && i < tied->n_listed; i++)
        json_ints(j, tied->v[i], (size_t)tied->k);
    json_end(j);
    json_key(j, "n_committees");
    json_raw(j, buf_text(&number));
    json_end(j);
}

static void print_json(Cli *cli, Str path, const Tally *t)
{
    Arena *a = cli->ctx.arena;
    Buf    b = buf_new(a, 65536, MOST_OUTPUT);
    Json   j = json_new(&b);
    json_object(&j);
    json_put_str(&j, "file", cli_file_name(path));
    json_put_int(&j, "n_alternatives", t->head.m);
    json_put_int(&j, "n_voters", t->poll->n);
    json_put_int(&j, "seats", t->seats);
    if (approved_by_nobody(t) > 0) {
        json_key(&j, "approved_by_nobody");
        json_array(&j);
        for (int c = 0; c < t->head.m; c++)
            if (approvals(t, c + 1) == 0)
                json_int(&j, c + 1);
        json_end(&j);
    }
    json_key(&j, "approval_scores");
    json_object(&j);
    for (int c = 0; c < t->head.m; c++) {
        json_key_int(&j, c + 1);
        json_int(&j, approvals(t, c + 1));
    }
    json_end(&j);
    json_key(&j, "committees");
    json_object(&j);
    for (int i = 0; i < COMMITTEE_METHODS; i++) {
        if (!t->counts[i].is_wanted)
            continue;
        json_key(&j, committee_methods[i].key);
        json_committees(&j, a, &t->counts[i].result.tied, approved_by_nobody(t) == t->head.m);
    }
    json_end(&j);
    json_end(&j);
    cli_print_json(&b);
}

static void print_person(const Tally *t, int id)
{
    cli_print(t->head.names[id].n ? "%d %.*s" : "%d", id, STR_ARG(t->head.names[id]));
    if (approvals(t, id) == 0)
        cli_print(" (approved by nobody)");
}

static void print_committee(const Tally *t, const int *v)
{
    for (int i = 0; i < t->seats; i++) {
        cli_print(i ? ", " : "");
        print_person(t, v[i]);
    }
    cli_print("\n");
}

/* Each step with its exact figure: votes, load or price. */
static void print_rounds(Arena *a, const Tally *t, const CommitteeResult *r)
{
    for (size_t i = 0; i < r->n_rounds; i++) {
        const CommitteeRound *round = &r->rounds[i];
        Buf                   value = buf_new(a, 32, MOST_OUTPUT);
        exact_put(&value, r->values[i]);
        cli_print("  %zu. ", i + 1);
        print_person(t, round->candidate);
        cli_print("  %.*s", STR_ARG(buf_text(&value)));
        if (round->is_fill)
            cli_print("  (fills up)");
        if (round->n_tied > 1)
            cli_print("  (%d tied)", round->n_tied);
        cli_print("\n");
    }
}

static void print_people(Cli *cli, const Tally *t)
{
    enum { MOST_PRINTED = 10 };
    Arena *a = cli->ctx.arena;
    cli_print("%.*s: %d alternatives, %lld voters, a committee of %d\n", STR_ARG(t->head.title), t->head.m,
              (long long)t->poll->n, t->seats);
    if (approved_by_nobody(t) == t->head.m) {
        cli_print("nobody approves anybody, so nobody is elected\n");
        return;
    }
    for (int i = 0; i < COMMITTEE_METHODS; i++) {
        const CommitteeResult *r = &t->counts[i].result;
        if (!t->counts[i].is_wanted)
            continue;
        Buf number = buf_new(a, 32, MOST_OUTPUT);
        exact_put_whole(&number, *r->tied.n);
        cli_print("\n%s (%s)", names[i], committee_methods[i].key);
        cli_print(mpz_cmp_ui(*r->tied.n, 1) == 0 ? "\n" : ": %.*s committees tie\n", STR_ARG(buf_text(&number)));
        for (size_t k = 0; k < r->tied.n_listed && k < MOST_PRINTED; k++) {
            cli_print("  ");
            print_committee(t, r->tied.v[k]);
        }
        if (r->tied.n_listed > MOST_PRINTED)
            cli_print("  ..\n");
        print_rounds(a, t, r);
    }
}

/* ---- the command ---- */

Err cmd_tally_committee(Cli *cli)
{
    Tally  *t = NEW(cli->ctx.arena, Tally);
    Str     path;
    Reading r;
    i64     seats = 0;
    bool    any, has_seats;
    TRY(rules_asked(cli, t, &any));
    TRY(cli_option_whole(cli, "--seats", 1, COMMITTEE_MOST_CANDIDATES, &seats, &has_seats));
    TRY(cli_words(cli, 1, 1, &path));
    if (!has_seats)
        return cli_usage(cli, "--seats is missing");
    TRY(reading_begin(cli, path, &r));
    bool is_read = preflib_cat_read(cli->ctx.arena, r.lines, &t->head, &t->poll);
    TRY(reading_end(&r, &r.lines->refusal));
    BUG_ON(!is_read); /* then there is a refusal, and reading_end() has failed */
    if (seats > t->head.m)
        return cli_usage(cli, "--seats is to be at most the %d alternatives", t->head.m);
    t->seats = (int)seats;
    count_all(t, any);
    Err e = faults(cli, t);
    if (e == OK && cli->json)
        print_json(cli, path, t);
    else if (e == OK)
        print_people(cli, t);
    release(t);
    return e;
}
