/* tally ranked: an election of ranked ballots from a PrefLib file, by every method that counts them. One table of methods
 * makes the options, the JSON and what people read. */
#include "cli/reading.h"

#include "cli/json.h"
#include "engine/tally/condorcet.h"
#include "engine/tally/positional.h"
#include "engine/tally/preflib.h"
#include "engine/tally/ranked_pairs.h"
#include "engine/tally/runoff.h"
#include "engine/tally/schulze.h"
#include "engine/tally/stv.h"

#define MOST_OUTPUT ((size_t)4 << 30)

typedef struct Poll {
    Arena      *a;
    PreflibHead head;
    Ballots     ballots;
    Pairwise    counted; /* by pairwise(), when a method asks for it */
    int         seats;  /* 0: not given */
    i64        *named;  /* [m] voters who have each on their ballot */
    bool        is_silent; /* nobody is on any ballot: nobody wins by any method */
    Runoff      runoff; /* kept for what people read */
    Stv         stv;
} Poll;

/* Counts, writes its keys, and returns who wins. */
typedef Chosen Count(Poll *p, Json *j);

/* ---- shared ways to say it ---- */

static void json_scores(Json *j, const char *key, const i64 *scores, int m)
{
    json_key(j, key);
    json_object(j);
    for (int i = 0; i < m; i++) {
        json_key_int(j, i + 1);
        json_int(j, scores[i]);
    }
    json_end(j);
}

static void json_matrix(Json *j, const char *key, const i64 *v, int m)
{
    json_key(j, key);
    json_array(j);
    for (int x = 0; x < m; x++) {
        json_array(j);
        for (int y = 0; y < m; y++)
            json_int(j, v[(size_t)x * (size_t)m + (size_t)y]);
        json_end(j);
    }
    json_end(j);
}

static void json_one(Json *j, const char *key, int id)
{
    json_key(j, key);
    if (id == 0)
        json_null(j);
    else
        json_int(j, id);
}

/* Where nobody voted for anyone all tie in every comparison, and nobody wins. */
static Chosen wins(const Poll *p, Chosen c)
{
    return p->is_silent ? (Chosen){ 0 } : c;
}

static Chosen chosen_one(Poll *p, int id)
{
    Chosen c = { .v = NEW(p->a, int), .n = id != 0 };
    c.v[0] = id;
    return c;
}

/* A method that gives each a score: KEY_scores, and KEY for those who win by it. */
static Chosen json_scored(Json *j, Arena *a, const char *key, const i64 *scores, int m, Chosen winners)
{
    json_scores(j, str_cstr(a, arena_printf(a, "%s_scores", key)), scores, m);
    json_put_ints(j, key, winners.v, winners.n);
    return winners;
}

/* Counted once, for the methods that need it. */
static const Pairwise *pairwise(Poll *p)
{
    if (p->counted.support == NULL)
        p->counted = pairwise_count(p->a, &p->ballots);
    return &p->counted;
}

/* ---- the methods ---- */

static Chosen count_pairwise(Poll *p, Json *j)
{
    json_matrix(j, "pairwise_support", pairwise(p)->support, p->head.m);
    return (Chosen){ 0 };
}

static Chosen count_condorcet(Poll *p, Json *j)
{
    int    winner = p->is_silent ? 0 : condorcet_winner(pairwise(p));
    Chosen weak = wins(p, condorcet_weak(p->a, pairwise(p)));
    json_one(j, "condorcet_winner", winner);
    json_one(j, "condorcet_loser", condorcet_loser(pairwise(p)));
    json_put_ints(j, "weak_condorcet", weak.v, weak.n);
    return chosen_one(p, winner);
}

static Chosen count_copeland(Poll *p, Json *j)
{
    i64 *scores = copeland_scores(p->a, pairwise(p));
    return json_scored(j, p->a, "copeland", scores, p->head.m, wins(p, chosen_highest(p->a, scores, p->head.m)));
}

static Chosen count_borda_symmetric(Poll *p, Json *j)
{
    i64 *scores = borda_symmetric_scores(p->a, pairwise(p));
    return json_scored(j, p->a, "borda_symmetric", scores, p->head.m,
                       wins(p, chosen_highest(p->a, scores, p->head.m)));
}

static Chosen count_borda_truncated(Poll *p, Json *j)
{
    i64 *scores = borda_truncated_scores(p->a, &p->ballots);
    return json_scored(j, p->a, "borda_truncated", scores, p->head.m,
                       wins(p, chosen_highest(p->a, scores, p->head.m)));
}

static Chosen count_plurality(Poll *p, Json *j)
{
    Plurality r = plurality_count(p->a, &p->ballots);
    json_scored(j, p->a, "plurality", r.scores, p->head.m, r.winners);
    json_put_int(j, "plurality_invalid", r.invalid);
    return r.winners;
}

static Chosen count_approval(Poll *p, Json *j)
{
    return json_scored(j, p->a, "approval", p->named, p->head.m, chosen_voted(p->a, p->named, p->head.m));
}

static Chosen count_two_round(Poll *p, Json *j)
{
    TwoRound r = two_round_count(p->a, &p->ballots);
    json_key(j, "two_round");
    json_object(j);
    json_one(j, "winner", r.winner);
    json_scores(j, "first", r.first.scores, p->head.m);
    json_key(j, "second");
    json_object(j);
    for (int i = 0; i < 2 && r.finalists[i] != 0; i++) {
        json_key_int(j, r.finalists[i]);
        json_int(j, r.second[i]);
    }
    json_end(j);
    json_put_int(j, "undecided", r.undecided);
    json_put_bool(j, "tie_used", r.is_tied);
    json_end(j);
    return chosen_one(p, r.winner);
}

static Chosen count_minimax(Poll *p, Json *j)
{
    i64 *scores = minimax_scores(p->a, pairwise(p));
    return json_scored(j, p->a, "minimax", scores, p->head.m, wins(p, chosen_lowest(p->a, scores, p->head.m)));
}

static Chosen count_schulze(Poll *p, Json *j)
{
    Schulze r = schulze_count(p->a, pairwise(p), SCHULZE_MARGIN);
    r.winners = wins(p, r.winners);
    json_matrix(j, "schulze_strengths", r.strengths, r.m);
    json_put_ints(j, "schulze_winners", r.winners.v, r.winners.n);
    json_key(j, "schulze_wins");
    json_object(j);
    for (int i = 0; i < r.m; i++) {
        json_key_int(j, i + 1);
        json_int(j, r.wins[i]);
    }
    json_end(j);
    json_put_ints(j, "schulze_ranking", r.ranking, (size_t)r.m);
    return r.winners;
}

static Chosen count_schulze_wv(Poll *p, Json *j)
{
    Schulze r = schulze_count(p->a, pairwise(p), SCHULZE_WINNING);
    r.winners = wins(p, r.winners);
    json_matrix(j, "schulze_wv_strengths", r.strengths, r.m);
    json_put_ints(j, "schulze_wv_winners", r.winners.v, r.winners.n);
    json_key(j, "schulze_wv_tiers");
    json_array(j);
    for (int i = 0; i < r.n_tiers; i++)
        json_ints(j, r.tiers[i].v, r.tiers[i].n);
    json_end(j);
    return r.winners;
}

static Chosen count_ranked_pairs(Poll *p, Json *j)
{
    RankedPairs r = ranked_pairs_count(p->a, pairwise(p));
    r.winners = wins(p, r.winners);
    json_put_ints(j, "ranked_pairs", r.winners.v, r.winners.n);
    json_put_int(j, "ranked_pairs_margin_ties", r.margin_ties);
    return r.winners;
}

static Chosen count_smith(Poll *p, Json *j)
{
    Chosen set = wins(p, smith_set(p->a, pairwise(p)));
    json_put_ints(j, "smith", set.v, set.n);
    return set;
}

static Chosen count_irv(Poll *p, Json *j)
{
    Runoff r = p->runoff = runoff_count(p->a, &p->ballots);
    json_key(j, p->head.type & (PREFLIB_SOC | PREFLIB_SOI) ? "irv" : "irv_overvotes_exhaust");
    json_object(j);
    json_one(j, "winner", r.winner);
    json_key(j, "rounds");
    json_array(j);
    for (int i = 0; i < r.n_rounds; i++) {
        const RunoffRound *round = &r.rounds[i];
        json_object(j);
        json_key(j, "tally");
        json_object(j);
        for (int x = 0; x < p->head.m; x++) {
            if (round->tally[x] < 0)
                continue;
            json_key_int(j, x + 1);
            json_int(j, round->tally[x]);
        }
        json_end(j);
        json_put_int(j, "exhausted", round->exhausted);
        if (round->eliminated != 0)
            json_one(j, "eliminated", round->eliminated);
        json_end(j);
    }
    json_end(j);
    json_put_bool(j, "tie_used", r.is_tie_used);
    json_put_int(j, "rounds_with_ties", r.rounds_with_ties);
    json_end(j);
    return chosen_one(p, r.winner);
}

/* Votes of five decimals as their whole number of 1/100000. */
static Str votes_text(Arena *a, StvVotes v)
{
    const StvVotes billion = 1000000000;
    if (v < billion * billion)
        return arena_printf(a, "%lld", (long long)v);
    return arena_printf(a, "%lld%018lld", (long long)(v / (billion * billion)), (long long)(v % (billion * billion)));
}

static void json_stage(Json *j, Arena *a, const StvStage *s, int m)
{
    Str action = s->action == STV_FIRST
                     ? STR("first")
                     : arena_printf(a, "%s %d", s->action == STV_SURPLUS ? "surplus" : "exclude", s->id);
    json_object(j);
    json_put_str(j, "action", action);
    json_key(j, "tally");
    json_object(j);
    for (int x = 0; x < m; x++) {
        json_key_int(j, x + 1);
        json_raw(j, votes_text(a, s->tally[x]));
    }
    json_end(j);
    json_key(j, "nontransferable");
    json_raw(j, votes_text(a, s->nontransferable));
    json_end(j);
}

static Chosen count_stv(Poll *p, Json *j)
{
    Stv   r = p->stv = stv_count(p->a, &p->ballots, p->seats);
    bool *is_in = NEW_N(p->a, bool, r.m);
    for (int i = 0; i < r.n_elected; i++)
        is_in[r.elected_order[i] - 1] = true;
    Chosen elected = chosen_where(p->a, is_in, r.m);
    json_key(j, "stv");
    json_object(j);
    json_put_int(j, "seats", p->seats);
    json_put_int(j, "quota", r.quota);
    json_put_ints(j, "elected", elected.v, elected.n);
    json_put_ints(j, "elected_order", r.elected_order, (size_t)r.n_elected);
    json_key(j, "stages");
    json_array(j);
    for (int i = 0; i < r.n_stages; i++)
        json_stage(j, p->a, &r.stages[i], r.m);
    json_end(j);
    json_put_bool(j, "lot_used", r.is_lot_used);
    json_end(j);
    return elected;
}

enum { ALL = PREFLIB_RANKED, STRICT = PREFLIB_SOC | PREFLIB_SOI };

static const struct Method {
    const char *key, *name;
    int         types; /* of PreflibType that it can count */
    Count      *count;
} methods[] = {
    { "plurality", "plurality", ALL, count_plurality },
    { "approval", "approval of all who are named", ALL, count_approval },
    { "two_round", "two rounds", ALL, count_two_round },
    { "irv", "instant runoff", ALL, count_irv },
    { "borda_truncated", "Borda, truncated", STRICT, count_borda_truncated },
    { "borda_symmetric", "Borda, symmetric", ALL, count_borda_symmetric },
    { "condorcet", "Condorcet winner", ALL, count_condorcet },
    { "copeland", "Copeland", ALL, count_copeland },
    { "minimax", "minimax", ALL, count_minimax },
    { "schulze", "Schulze, margins", ALL, count_schulze },
    { "schulze_wv", "Schulze, winning votes", ALL, count_schulze_wv },
    { "ranked_pairs", "ranked pairs", ALL, count_ranked_pairs },
    { "smith", "Smith set", ALL, count_smith },
    { "stv", "single transferable vote", STRICT, count_stv },
    { "pairwise", NULL, ALL, count_pairwise },
};
enum { N_METHODS = COUNTOF(methods), STV = N_METHODS - 2 };

/* ---- what people read ---- */

static void print_person(const Poll *p, int id)
{
    cli_print("%d %.*s", id, STR_ARG(p->head.names[id]));
}

/* Those who stand on no ballot, told wherever there are any: some methods seat or rank them all the same. */
static Chosen named_by_nobody(const Poll *p)
{
    bool *is_in = NEW_N(p->a, bool, p->head.m);
    for (int x = 0; x < p->head.m; x++)
        is_in[x] = p->named[x] == 0;
    return chosen_where(p->a, is_in, p->head.m);
}

static void print_winners(const Poll *p, const char *name, Chosen winners)
{
    cli_print("%-32s", name);
    for (size_t i = 0; i < winners.n; i++) {
        cli_print("%s", i ? ", " : "");
        print_person(p, winners.v[i]);
    }
    cli_print(winners.n ? "\n" : "nobody\n");
}

static void print_runoff(const Poll *p)
{
    cli_print("\ninstant runoff, round by round\n");
    for (int i = 0; i < p->runoff.n_rounds; i++) {
        const RunoffRound *round = &p->runoff.rounds[i];
        cli_print("%d.", i + 1);
        for (int x = 0; x < p->head.m; x++)
            if (round->tally[x] >= 0)
                cli_print("  %d: %lld", x + 1, (long long)round->tally[x]);
        cli_print("  exhausted: %lld", (long long)round->exhausted);
        if (round->eliminated || p->runoff.winner)
            cli_print(round->eliminated ? "  out: %d\n" : "  wins: %d\n",
                      round->eliminated ? round->eliminated : p->runoff.winner);
        else
            cli_print("  nobody wins: no ballot counts for who is left\n");
    }
}

static void print_stv(const Poll *p)
{
    cli_print("\nsingle transferable vote, %d seats, quota %lld\n", p->seats, (long long)p->stv.quota);
    for (int i = 0; i < p->stv.n_stages; i++) {
        const StvStage *s = &p->stv.stages[i];
        static const char *const actions[] = { "first votes", "surplus of", "exclusion of" };
        cli_print("%d. %s", i + 1, actions[s->action]);
        if (s->id)
            cli_print(" %d", s->id);
        cli_print("\n  ");
        for (int x = 0; x < p->head.m; x++)
            cli_print("  %d: %lld.%05lld", x + 1, (long long)(s->tally[x] / STV_VOTE),
                      (long long)(s->tally[x] % STV_VOTE));
        cli_print("  no next choice: %lld.%05lld\n", (long long)(s->nontransferable / STV_VOTE),
                  (long long)(s->nontransferable % STV_VOTE));
    }
    cli_print("elected in this order:");
    for (int i = 0; i < p->stv.n_elected; i++) {
        cli_print(i ? ", " : " ");
        print_person(p, p->stv.elected_order[i]);
        if (p->named[p->stv.elected_order[i] - 1] == 0)
            cli_print(" (on no ballot)");
    }
    cli_print(p->stv.n_elected ? "" : " nobody");
    cli_print(p->stv.is_lot_used ? "; a number decided a tie\n" : "\n");
}

static void print_people(Cli *cli, Poll *p, const bool *wanted)
{
    Chosen nobodys = named_by_nobody(p);
    cli_print("%.*s: %d alternatives, %lld voters, %zu different ballots\n\n", STR_ARG(p->head.title), p->head.m,
              (long long)p->ballots.voters, p->ballots.n);
    if (nobodys.n > 0) {
        print_winners(p, "on no ballot", nobodys);
        cli_print(p->is_silent ? "nobody voted for anyone, so nobody wins\n\n" : "\n");
    }
    for (int i = 0; i < N_METHODS; i++) {
        Buf  unread = buf_new(p->a, 64, MOST_OUTPUT);
        Json j = json_new(&unread);
        json_object(&j);
        if (wanted[i] && methods[i].name != NULL)
            print_winners(p, methods[i].name, methods[i].count(p, &j));
    }
    if (p->runoff.n_rounds)
        print_runoff(p);
    if (p->stv.n_stages)
        print_stv(p);
}

/* ---- the command ---- */

static Err no_method(Cli *cli, Str key)
{
    Buf b = buf_new(cli->ctx.arena, 256, 1024);
    for (int i = 0; i < N_METHODS; i++)
        buf_printf(&b, " %s", methods[i].key);
    Str all = buf_text(&b);
    return cli_usage(cli, "no method {%.*s}; there are:%.*s", STR_ARG(key), STR_ARG(all));
}

static Err methods_asked(Cli *cli, bool *wanted, bool *ret_any)
{
    Str key;
    *ret_any = false;
    while (cli_option(cli, "--method", &key)) {
        int i = 0;
        while (i < N_METHODS && !str_is(key, methods[i].key))
            i++;
        if (i == N_METHODS)
            return no_method(cli, key);
        wanted[i] = *ret_any = true;
    }
    return OK;
}

/* Without --method all that apply; with it each must. */
static Err methods_apply(Cli *cli, const Poll *p, bool any, bool *wanted)
{
    for (int i = 0; i < N_METHODS; i++) {
        bool applies = (methods[i].types & p->head.type) != 0;
        if (wanted[i] && !applies)
            return cli_usage(cli, "the method %s does not count ballots with shared ranks", methods[i].key);
        if (!any)
            wanted[i] = applies && (i != STV || p->seats > 0);
    }
    return OK;
}

static void print_json(Cli *cli, Str path, Poll *p, const bool *wanted)
{
    Buf  b = buf_new(p->a, 65536, MOST_OUTPUT);
    Json j = json_new(&b);
    json_object(&j);
    json_put_str(&j, "file", cli_file_name(path));
    json_put_str(&j, "title", p->head.title);
    json_put_int(&j, "n_alternatives", p->head.m);
    json_put_int(&j, "n_voters", p->ballots.voters);
    json_put_int(&j, "n_unique", (i64)p->ballots.n);
    Chosen nobodys = named_by_nobody(p);
    if (nobodys.n > 0)
        json_put_ints(&j, "on_no_ballot", nobodys.v, nobodys.n);
    for (int i = 0; i < N_METHODS; i++)
        if (wanted[i])
            methods[i].count(p, &j);
    json_end(&j);
    cli_print_json(&b);
}

Err cmd_tally_ranked(Cli *cli)
{
    Poll   *p = NEW(cli->ctx.arena, Poll);
    Str     path;
    Reading r;
    bool    wanted[N_METHODS] = { false }, any, has_seats;
    i64     seats = 0;
    TRY(methods_asked(cli, wanted, &any));
    TRY(cli_option_whole(cli, "--seats", 1, BALLOTS_MOST_ALTERNATIVES - 1, &seats, &has_seats));
    if (wanted[STV] && !has_seats)
        return cli_usage(cli, "stv needs --seats");
    TRY(cli_words(cli, 1, 1, &path));
    p->a = cli->ctx.arena;
    p->seats = (int)seats;
    TRY(reading_begin(cli, path, &r));
    bool ok = preflib_read(p->a, r.lines, &p->head, &p->ballots);
    TRY(reading_end(&r, &r.lines->refusal));
    BUG_ON(!ok); /* then there is a refusal, and reading_end() has failed */
    if (has_seats && seats >= p->head.m)
        return cli_usage(cli, "--seats is to be less than the %d alternatives", p->head.m);
    TRY(methods_apply(cli, p, any, wanted));
    p->named = approval_scores(p->a, &p->ballots);
    p->is_silent = chosen_voted(p->a, p->named, p->head.m).n == 0;
    if (cli->json)
        print_json(cli, path, p, wanted);
    else
        print_people(cli, p, wanted);
    return OK;
}
