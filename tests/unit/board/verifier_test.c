/* What the program proves, a stranger's program (tests/verifier/verify.mjs, thirty lines of its own) finds proved, from
 * the head line as it is printed; and both refuse the same forgeries. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "support/support.h"
#include "record/event.h"
#include "record/loghead.h"

#define LOG STR("420325102212")

extern char **environ;
static Actor neighbour = { .account = 78, .person = 501, .channel = CHANNEL_PHONE };

enum { EVENTS = 11 };

static Err events_body(Db *w, void *arg)
{
    Ctx *c = arg;
    for (i64 i = 1; i <= EVENTS; i++) {
        EventNew e = { .id = id_new(c->now + i), .kind = "need.raised", .subject = { STR("420325"), i % 3, LOG },
                       .parts = { PART("to", i), PART_TEXT("why", STR("路灯坏了")) }, .n_parts = 2 };
        TRY(event_append(w, &e));
    }
    return OK;
}

static int log_with_events(void **state)
{
    static bool is_made;
    Ctx        *c = test_ctx(test_engine(state));
    if (!is_made)
        assert_ok(c, loghead_keys_make(c, str_from(test_dir())));
    is_made = true;
    assert_ok(c, loghead_keys_open(c, str_from(test_dir())));
    c->actor = &neighbour;
    assert_ok(c, db_write(c, events_body, c));
    test_next(c);
    *state = c;
    return 0;
}

static int close_log(void **state)
{
    test_ctx_close(*state);
    return 0;
}

/* Does the other verifier accept it? Its words are thrown away. */
static bool stranger_accepts(Ctx *c, Str json, Str head, Str key)
{
    Str   path = test_path(c, "proof.json");
    FILE *f = fopen(str_cstr(c->arena, path), "w");
    assert_non_null(f);
    fwrite(json.p, 1, json.n, f);
    fclose(f);
    const char *argv[] = { "node", "tests/verifier/verify.mjs", str_cstr(c->arena, path), str_cstr(c->arena, head),
                           str_cstr(c->arena, key), NULL };
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
    pid_t child;
    int   status = -1;
    assert_int_equal(posix_spawnp(&child, "node", &quiet, NULL, (char **)argv, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    posix_spawn_file_actions_destroy(&quiet);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1); /* it ran */
    return WEXITSTATUS(status) == 0;
}

/* Both must agree. */
static bool accepted(Ctx *c, Str json, Str head, Str key)
{
    bool ours = loghead_verify_proof(c, json, head, key) == OK;
    test_next(c);
    assert_int_equal(stranger_accepts(c, json, head, key), ours);
    return ours;
}

static Str head_line(Ctx *c)
{
    LogHead h;
    assert_ok(c, loghead_read(c, LOG, &h));
    return loghead_line(c->arena, &h);
}

static Str proof(Ctx *c, i64 seq, i64 size)
{
    Str        json;
    LogProver *prover;
    assert_ok(c, loghead_prover(c, LOG, size, &prover));
    assert_ok(c, loghead_prove(prover, seq, &json));
    return json;
}

/* The text with the first `old` replaced. */
static Str with(Ctx *c, Str text, const char *old, const char *new)
{
    size_t at;
    assert_true(str_find(text, str_from(old), &at));
    return arena_printf(c->arena, "%.*s%s%.*s", (int)at, text.p, new, STR_ARG(str_skip(text, at + strlen(old))));
}

static void a_stranger_accepts_every_proof_from_the_printed_head_alone(void **state)
{
    Ctx *c = *state;
    for (i64 seq = 1; seq <= EVENTS; seq += 2) {
        assert_true(accepted(c, proof(c, seq, 0), head_line(c), STR("")));
        assert_true(accepted(c, proof(c, seq, 0), head_line(c), loghead_public_key(c->arena)));
    }
}

static void a_stranger_accepts_that_the_log_only_grew(void **state)
{
    Ctx *c = *state;
    Str  json, key = loghead_public_key(c->arena);
    for (i64 from = 1; from <= EVENTS; from += 3) {
        assert_ok(c, loghead_prove_growth(c, LOG, from, 0, &json));
        assert_true(accepted(c, json, head_line(c), key));
    }
}

static void a_hash_proves_where_the_line_is_not_shown(void **state)
{
    Ctx         *c = *state;
    const Event *e;
    size_t       n;
    assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 2 }, &e, &n));
    Str line = event_leaf(c->arena, &e[0]), hash = hash_hex(c->arena, &e[0].leaf);
    Str old = arena_printf(c->arena, "\"leaf\":\"%.*s\"", STR_ARG(line));
    Str new = arena_printf(c->arena, "\"leaf_hash\":\"%.*s\"", STR_ARG(hash));
    Str json = with(c, proof(c, e[0].seq, 0), str_cstr(c->arena, old), str_cstr(c->arena, new));
    assert_true(accepted(c, json, head_line(c), STR("")));
    assert_false(accepted(c, with(c, json, "\"index\":", "\"index\":1"), head_line(c), STR("")));
}

static void a_file_holds_when_each_of_its_proofs_does(void **state)
{
    Ctx *c = *state;
    Str  one = proof(c, 2, 0), two = proof(c, 5, 0), bad = with(c, two, "need.raised", "need.closed");
    Str  both = arena_printf(c->arena, "{\"proofs\":[%.*s,%.*s]}", STR_ARG(one), STR_ARG(two));
    assert_true(accepted(c, both, head_line(c), STR("")));
    both = arena_printf(c->arena, "{\"proofs\":[%.*s,%.*s]}", STR_ARG(one), STR_ARG(bad));
    assert_false(accepted(c, both, head_line(c), STR("")));
    assert_false(accepted(c, STR("{\"proofs\":[]}"), head_line(c), STR("")));
}

static void both_refuse_what_is_forged(void **state)
{
    Ctx *c = *state;
    Str  good = proof(c, 4, 0), head = head_line(c), key = loghead_public_key(c->arena);
    Str  other_key = with(c, key, str_cstr(c->arena, str_cut(key, 1)), key.p[0] == 'a' ? "b" : "a");
    assert_false(accepted(c, with(c, good, "to=4", "to=5"), head, STR("")));
    assert_false(accepted(c, with(c, good, "\"path\":[\"", "\"path\":[\"00"), head, STR("")));
    assert_false(accepted(c, with(c, good, "\"path\":[", "\"path\":[\"" "0000000000000000000000000000000000000000000000000000000000000000"
                                  "\","), head, STR("")));
    assert_false(accepted(c, good, with(c, head, " 11 ", " 12 "), STR("")));
    assert_false(accepted(c, proof(c, 4, 9), head, STR(""))); /* right, but of another head */
    assert_false(accepted(c, good, head, other_key));
    assert_false(accepted(c, with(c, good, "\"signature\":\"", "\"signature\":\"00"), head, key));
}

#define WITH(f) ON_BOTH_WITH(f, log_with_events, close_log)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_stranger_accepts_every_proof_from_the_printed_head_alone),
        WITH(a_stranger_accepts_that_the_log_only_grew),
        WITH(a_hash_proves_where_the_line_is_not_shown),
        WITH(a_file_holds_when_each_of_its_proofs_does),
        WITH(both_refuse_what_is_forged),
    };
    return RUN_TESTS(tests);
}
