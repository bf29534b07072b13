/* cmd tally pb: counts an election about a budget from a .pb file (engine/tally/pabulib.h) by the rules asked for, into the
 * JSON of the contract or a table for people. */
#include "cli/json.h"
#include "cli/reading.h"

#include <stdio.h>
#include "engine/tally/budget_greedy.h"
#include "engine/tally/budget_phragmen.h"
#include "engine/tally/budget_shares.h"
#include "engine/tally/pabulib.h"

enum { N_UTILITIES = BUDGET_BORDA + 1, N_SHARES = BUDGET_ADD1F + 1, OUTPUT_MOST = 1 << 30 };

static const char *const utility_names[N_UTILITIES] = { "card", "cost", "points", "borda" };

typedef enum Kind {
    GREEDY, MES, MES_GREEDY, MES_ADD1, MES_ADD1F, MES_ADD1_GREEDY, N_WITH_UTILITY,
    PHRAGMEN = N_WITH_UTILITY, CITY_SKIP, CITY_NOSKIP, N_KINDS
} Kind;

typedef struct Rule {
    const char  *before, *after; /* the key, with the name of the utility between them */
    bool         has_shares, completes;
    BudgetShares shares;
    bool         is_long; /* only when it is asked for */
    const char  *title;   /* for people */
    const char  *price;   /* what a round's price is */
} Rule;

static const Rule rules[N_KINDS] = {
    [GREEDY] = { "greedy_", "", .title = "most utility for the money first, what fits", .price = "utility/cost" },
    [MES] = { "mes_", "", true, .title = "method of equal shares", .price = "rho" },
    [MES_GREEDY] = { "mes_", "_greedy", true, true, .title = "method of equal shares, then greedily", .price = "rho" },
    [MES_ADD1] = { "mes_", "_add1", true, false, BUDGET_ADD1, true,
                   "method of equal shares, shares raised until nothing more fits", "rho" },
    [MES_ADD1F] = { "mes_", "_add1f", true, false, BUDGET_ADD1F, true,
                    "method of equal shares, shares raised as far as the budget goes", "rho" },
    [MES_ADD1_GREEDY] = { "mes_", "_add1_greedy", true, true, BUDGET_ADD1, true,
                          "method of equal shares, shares raised until nothing more fits, then greedily", "rho" },
    [PHRAGMEN] = { "seq_phragmen", "", .title = "sequential Phragmén", .price = "time" },
    [CITY_SKIP] = { "city_greedy_skip", "", .title = "most votes first, skipping what does not fit", .price = "score" },
    [CITY_NOSKIP] = { "city_greedy_noskip", "", .title = "most votes first, until one does not fit", .price = "score" },
};

/* A rule asked for. */
typedef struct Wanted {
    Kind          kind;
    BudgetUtility utility;
} Wanted;

enum { WANTED_MOST = N_UTILITIES * N_KINDS };

typedef struct Count {
    Cli           *cli;
    Arena         *a;
    Pabulib       *p;
    Str            file;
    Wanted         wanted[WANTED_MOST];
    size_t         n;
    BudgetSupport *support[N_UTILITIES];          /* made when a rule needs it */
    BudgetResult  *shares[N_UTILITIES][N_SHARES]; /* a rule and its completion are counted once */
    bool           is_endless[N_UTILITIES][N_SHARES];
    BudgetResult  *results[N_KINDS][N_UTILITIES];
} Count;

static Str key_of(Arena *a, Wanted w)
{
    const Rule *r = &rules[w.kind];
    return arena_printf(a, "%s%s%s", r->before, w.kind < N_WITH_UTILITY ? utility_names[w.utility] : "", r->after);
}

/* Whether ballots of this kind can be counted so. */
static bool applies(BudgetVote vote, Wanted w)
{
    if (w.kind == PHRAGMEN)
        return vote == BUDGET_APPROVAL || vote == BUDGET_CHOOSE_1;
    if (w.kind == CITY_SKIP || w.kind == CITY_NOSKIP)
        return vote != BUDGET_ORDINAL;
    return budget_has_utility(vote, w.utility);
}

/* Every rule there is, in the order in which they are printed. */
static bool rule_at(size_t i, Wanted *ret)
{
    size_t with = (size_t)N_UTILITIES * N_WITH_UTILITY;
    *ret = i < with ? (Wanted){ (Kind)(i % N_WITH_UTILITY), (BudgetUtility)(i / N_WITH_UTILITY) }
                    : (Wanted){ (Kind)(PHRAGMEN + (i - with)), BUDGET_CARD };
    return i < with + N_KINDS - N_WITH_UTILITY;
}

static void want(Count *c, Wanted w)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->wanted[i].kind == w.kind && c->wanted[i].utility == w.utility)
            return;
    c->wanted[c->n++] = w;
}

static Err want_key(Count *c, Str key)
{
    Wanted w;
    for (size_t i = 0; rule_at(i, &w); i++) {
        if (!str_eq(key, key_of(c->a, w)))
            continue;
        want(c, w);
        return OK;
    }
    return cli_usage(c->cli, "--rule takes a rule's key, not %.*s", STR_ARG(str_cut(key, 60)));
}

/* ---- counting ---- */

static const BudgetSupport *support(Count *c, BudgetUtility u)
{
    if (c->support[u] == NULL)
        c->support[u] = budget_support(c->a, c->p->budget, u);
    return c->support[u];
}

/* NULL where it comes to no end. */
static BudgetResult *count_anew(Count *c, Wanted w)
{
    const Rule *rule = &rules[w.kind];
    if (w.kind == PHRAGMEN)
        return budget_phragmen(c->a, support(c, BUDGET_CARD));
    if (w.kind == CITY_SKIP || w.kind == CITY_NOSKIP)
        return budget_city(c->a, c->p->budget, w.kind == CITY_SKIP);
    if (!rule->has_shares)
        return budget_greedy(c->a, support(c, w.utility));
    BudgetResult **shares = &c->shares[w.utility][rule->shares];
    bool          *is_endless = &c->is_endless[w.utility][rule->shares];
    if (*shares == NULL && !*is_endless)
        *shares = budget_shares(c->a, support(c, w.utility), rule->shares);
    *is_endless = *shares == NULL;
    if (!rule->completes || *is_endless)
        return *shares;
    BudgetResult *r = budget_result_copy(c->a, *shares);
    budget_greedy_complete(r, support(c, w.utility));
    return r;
}

static BudgetResult *count(Count *c, Wanted w)
{
    BudgetResult **kept = &c->results[w.kind][w.utility];
    if (*kept == NULL)
        *kept = count_anew(c, w);
    return *kept;
}

/* Before anything is printed: those that come to no end. One that was asked for ends the command; others are left out. */
static Err counts_end(Count *c, bool are_asked)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        Wanted w = c->wanted[i];
        if (count(c, w) != NULL) {
            c->wanted[kept++] = w;
            continue;
        }
        Str key = key_of(c->a, w);
        if (are_asked)
            return cli_broken(c->cli, "%.*s: no end after %lld runs, or %d comparisons of equals", STR_ARG(key),
                              (long long)budget_most_runs(support(c, w.kind < N_WITH_UTILITY ? w.utility : BUDGET_CARD)),
                              BUDGET_MOST_EQUALS);
        fprintf(stderr, "yuanchang: warning: %.*s is left out: too many tie\n", STR_ARG(key));
    }
    c->n = kept;
    return OK;
}

/* ---- output ---- */

/* "386000", or "n/d". */
static Str money_text(Arena *a, const Budget *budget, const mpz_t units)
{
    Buf    b = buf_new(a, 64, OUTPUT_MOST);
    mpq_t *money = exact_fractions(a, 1);
    budget_money(budget, units, *money);
    exact_put(&b, *money);
    return buf_text(&b);
}

/* v / 10^places as a decimal; places at the end that are 0 are left out while there are more than `least`. */
static void put_places(Buf *b, const mpz_t v, int places, int least)
{
    Buf    digits = buf_new(b->a, 64, OUTPUT_MOST);
    mpz_t *positive = exact_wholes(b->a, 1);
    mpz_abs(*positive, v);
    exact_put_whole(&digits, *positive);
    Str text = buf_text(&digits);
    if (mpz_sgn(v) < 0)
        buf_char(b, '-');
    for (; places > least && text.n > 1 && text.p[text.n - 1] == '0'; places--)
        text.n--;
    size_t whole = text.n > (size_t)places ? text.n - (size_t)places : 0;
    buf_str(b, whole ? str_cut(text, whole) : STR("0"));
    if (places > 0)
        buf_char(b, '.');
    for (size_t i = text.n; i < (size_t)places; i++)
        buf_char(b, '0');
    buf_str(b, str_skip(text, whole));
}

/* Money, for people: as decimals. */
static Str money_decimal(Arena *a, const Budget *budget, const mpz_t units)
{
    Buf b = buf_new(a, 64, OUTPUT_MOST);
    put_places(&b, units, (int)mpz_sizeinbase(budget->scale, 10) - 1, 0);
    return buf_text(&b);
}

/* For people: rounded to four places, or to four figures where it is small. */
static Str decimal_text(Arena *a, const mpq_t value)
{
    enum { PLACES = 4, MOST = 30 };
    Buf    b = buf_new(a, 64, OUTPUT_MOST);
    mpz_t *v = exact_wholes(a, 3);
    int    places = PLACES;
    for (;; places++) {
        mpz_ui_pow_ui(v[1], 10, (unsigned long)places);
        mpz_mul(v[0], mpq_numref(value), v[1]);
        mpz_mul_2exp(v[0], v[0], 1);
        mpz_add(v[0], v[0], mpq_denref(value)); /* half of the last place */
        mpz_mul_2exp(v[2], mpq_denref(value), 1);
        mpz_fdiv_q(v[0], v[0], v[2]);
        if (mpz_sgn(mpq_numref(value)) == 0 || mpz_cmpabs_ui(v[0], 1000) >= 0 || places == MOST)
            break;
    }
    put_places(&b, v[0], places, PLACES);
    return buf_text(&b);
}

static void put_json_rule(Json *j, const Budget *budget, const BudgetResult *r, bool has_runs)
{
    json_object(j);
    json_key(j, "selected");
    json_array(j);
    for (size_t i = 0; i < r->n; i++)
        json_str(j, budget->projects[r->rounds[i].project].id);
    json_end(j);
    json_put_str(j, "cost", money_text(j->b->a, budget, r->cost));
    json_put_int(j, "ties_broken", r->ties);
    if (has_runs) {
        json_put_int(j, "runs", r->runs);
    }
    json_end(j);
}

/* Nobody has it on a ballot. Some rules take it all the same, when money is left. */
static bool is_chosen_by_nobody(Count *c, u32 project)
{
    return c->p->budget->projects[project].votes == 0;
}

/* It stands on ballots, and all of them give it 0. What counts points does not see it; what counts a ballot on which it
 * stands (card, cost) does, as pabutools has it. */
static bool is_given_no_points(Count *c, u32 project)
{
    const Budget *budget = c->p->budget;
    return budget->projects[project].votes > 0 && budget_has_points(budget->vote) &&
           support(c, BUDGET_POINTS)->count[project] == 0;
}

/* Told at the top, so that no list of what is bought can be read without it. */
static void put_json_those(Count *c, Json *j, const char *key, bool (*is)(Count *c, u32 project))
{
    const Budget *budget = c->p->budget;
    size_t        n = 0;
    for (u32 p = 0; p < budget->n_projects; p++) {
        if (!is(c, p))
            continue;
        if (n++ == 0) {
            json_key(j, key);
            json_array(j);
        }
        json_str(j, budget->projects[p].id);
    }
    if (n > 0)
        json_end(j);
}

static void put_json(Count *c, Buf *b)
{
    const Budget *budget = c->p->budget;
    Json          j = json_new(b);
    json_object(&j);
    json_put_str(&j, "file", c->file);
    json_put_int(&j, "n_votes", budget->n_votes);
    json_put_int(&j, "n_projects", (i64)budget->n_projects);
    json_put_str(&j, "budget", money_text(c->a, budget, budget->total));
    put_json_those(c, &j, "chosen_by_nobody", is_chosen_by_nobody);
    put_json_those(c, &j, "given_no_points", is_given_no_points);
    json_key(&j, "rules");
    json_object(&j);
    for (size_t i = 0; i < c->n; i++) {
        json_key_str(&j, key_of(c->a, c->wanted[i]));
        put_json_rule(&j, budget, count(c, c->wanted[i]), rules[c->wanted[i].kind].is_long);
    }
    json_end(&j);
    json_end(&j);
}

/* A name on one line. */
static void write_name(Buf *b, Str name)
{
    for (size_t i = 0; i < name.n; i++)
        buf_char(b, (u8)name.p[i] < 0x20 || name.p[i] == 0x7f ? ' ' : name.p[i]);
}

static void put_tied(Buf *b, const Budget *budget, const BudgetRound *round)
{
    enum { SHOWN = 6 };
    if (round->n_tied < 2)
        return;
    buf_cstr(b, "  [equal:");
    for (u32 i = 0; i < round->n_tied && i < SHOWN; i++) {
        buf_char(b, ' ');
        write_name(b, budget->projects[round->tied[i]].id);
    }
    buf_printf(b, round->n_tied > SHOWN ? " and %u more]" : "]", round->n_tied - SHOWN);
}

static void put_round(Buf *b, Count *c, const BudgetRound *round, size_t number)
{
    const Budget        *budget = c->p->budget;
    const BudgetProject *p = &budget->projects[round->project];
    Str                  price = round->price != NULL ? decimal_text(b->a, *round->price) : STR("-");
    Str                  cost = money_decimal(b->a, budget, p->cost);
    Buf                  id = buf_new(b->a, 64, OUTPUT_MOST);
    write_name(&id, p->id);
    Str name = buf_text(&id);
    buf_printf(b, "  %3zu  %-10.*s %8lld %12.*s %16.*s  ", number, STR_ARG(name), (long long)p->votes, STR_ARG(cost),
               STR_ARG(price));
    write_name(b, p->name);
    buf_cstr(b, is_chosen_by_nobody(c, round->project)  ? "  [chosen by nobody]"
                : is_given_no_points(c, round->project) ? "  [every vote gives 0 points]"
                                                        : "");
    put_tied(b, budget, round);
    buf_char(b, '\n');
}

static void put_table(Buf *b, Count *c, Wanted w, const BudgetResult *r)
{
    const Budget *budget = c->p->budget;
    const Rule   *rule = &rules[w.kind];
    size_t        own = rule->completes ? c->shares[w.utility][rule->shares]->n : r->n;
    mpz_t        *left = exact_wholes(b->a, 1);
    buf_char(b, '\n');
    buf_str(b, key_of(b->a, w));
    buf_printf(b, ": %s\n", rule->title);
    if (r->n)
        buf_printf(b, "  %3s  %-10s %8s %12s %16s  name\n", "", "project", "votes", "cost", rule->price);
    for (size_t i = 0; i < r->n; i++) {
        if (i == own)
            buf_printf(b, "  %3s  %-10s %8s %12s %16s\n", "", "then", "", "", rules[GREEDY].price);
        put_round(b, c, &r->rounds[i], i + 1);
    }
    mpz_sub(*left, budget->total, r->cost);
    Str spent = money_decimal(b->a, budget, r->cost), rest = money_decimal(b->a, budget, *left);
    buf_printf(b, "  %sspent %.*s, left %.*s; ties met: %lld", r->n ? "" : "nothing is bought: ", STR_ARG(spent),
               STR_ARG(rest), (long long)r->ties);
    if (rule->is_long)
        buf_printf(b, "; runs made: %lld", (long long)r->runs);
    buf_char(b, '\n');
}

static void write_text(Count *c, Buf *b)
{
    const Budget *budget = c->p->budget;
    write_name(b, c->p->description.n ? c->p->description : c->file);
    buf_printf(b, "\n%lld ballots (%zu different), %zu projects, budget ", (long long)budget->n_votes,
               budget->n_ballots, budget->n_projects);
    buf_str(b, money_decimal(b->a, budget, budget->total));
    if (c->p->currency.n)
        buf_char(b, ' ');
    write_name(b, c->p->currency);
    buf_char(b, '\n');
    for (size_t i = 0; i < c->n; i++)
        put_table(b, c, c->wanted[i], count(c, c->wanted[i]));
}

/* ---- the command ---- */

static Err read_file(Count *c, Str path)
{
    Reading in;
    TRY(reading_begin(c->cli, path, &in));
    c->p = pabulib_read(c->a, in.lines);
    TRY(reading_end(&in, &in.lines->refusal));
    for (size_t i = 0; i < COUNTOF(c->p->warnings); i++)
        if (c->p->warnings[i].what != NULL)
            cli_warn(c->cli, path, &c->p->warnings[i]);
    c->file = cli_file_name(path);
    return OK;
}

static Err wanted_check(Count *c)
{
    Wanted w;
    for (size_t i = 0; i < c->n; i++)
        if (!applies(c->p->budget->vote, c->wanted[i]))
            return cli_usage(c->cli, "%.*s does not apply to these ballots", STR_ARG(key_of(c->a, c->wanted[i])));
    if (c->n == 0)
        for (size_t i = 0; rule_at(i, &w); i++)
            if (applies(c->p->budget->vote, w) && !rules[w.kind].is_long)
                want(c, w);
    return OK;
}

Err cmd_tally_pb(Cli *cli)
{
    Count c = { .cli = cli, .a = cli->ctx.arena };
    Str   path, key;
    while (cli_option(cli, "--rule", &key))
        TRY(want_key(&c, key));
    TRY(cli_words(cli, 1, 1, &path));
    TRY(read_file(&c, path));
    bool are_asked = c.n > 0;
    TRY(wanted_check(&c));
    TRY(counts_end(&c, are_asked));
    Buf b = buf_new(c.a, 65536, OUTPUT_MOST);
    if (cli->json) {
        put_json(&c, &b);
        cli_print_json(&b);
        return OK;
    }
    write_text(&c, &b);
    if (buf_is_over(&b))
        return cli_broken(cli, "the output is larger than %d bytes", OUTPUT_MOST);
    cli_print("%.*s", STR_ARG(buf_text(&b)));
    return OK;
}
