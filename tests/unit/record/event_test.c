/* event and loghead: what is appended stays, can be proved, and can be checked from paper. */
#include "support/support.h"
#include "support/together.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/db_inside.h"
#include "record/event.h"
#include "record/loghead.h"
#include "record/lognode.sql.h"
#include "record/record.h"

#define VILLAGE "420325102212"

static Actor official = { .account = 77, .person = 0, .channel = CHANNEL_DESK };
static Actor neighbour = { .account = 78, .person = 501, .channel = CHANNEL_PHONE };

typedef struct Deed {
    EventNew e[4];
    size_t   n;
    Err      then; /* what the body answers in the end */
} Deed;

static Err deed_body(Db *w, void *arg)
{
    const Deed *d = arg;
    for (size_t i = 0; i < d->n; i++)
        TRY(event_append(w, &d->e[i]));
    return d->then == OK ? OK : fail(db_ctx(w), d->then, NULL, "as asked");
}

static EventNew raised(Ctx *c, i64 subject, const char *place, const char *why)
{
    return (EventNew){ .id = id_new(c->now), .kind = "need.raised",
                       .subject = { .county = code_county(str_from(place)), .id = subject, .place = str_from(place) },
                       .parts = { PART("from", 0), PART_TEXT("why", str_from(why)), PART("to", -3) }, .n_parts = 3 };
}

static void append(Ctx *c, i64 subject, const char *place, const char *why)
{
    Deed d = { .e = { raised(c, subject, place, why) }, .n = 1 };
    assert_ok(c, db_write(c, deed_body, &d));
}

static void say(void *arg, const char *rule, Str where)
{
    printf("    %s: %.*s\n", rule, STR_ARG(where));
}

static i64 findings(Ctx *c)
{
    Report r = { .say = say };
    assert_ok(c, record_check(c, &r));
    return r.n;
}

static int with_keys(void **state)
{
    Ctx *c = test_ctx(test_engine(state));
    static bool made;
    if (!made)
        assert_ok(c, loghead_keys_make(c, str_from(test_dir())));
    made = true;
    assert_ok(c, loghead_keys_open(c, str_from(test_dir())));
    c->actor = &neighbour;
    *state = c;
    return 0;
}

static int close_ctx(void **state)
{
    test_ctx_close(*state);
    return 0;
}

static void a_timeline_tells_who_what_when_and_how(void **state)
{
    Ctx *c = *state;
    const Event *e;
    size_t n;
    append(c, 1, VILLAGE "003", "路灯坏了");
    c->actor = &official;
    test_later(c, HOUR);
    append(c, 1, VILLAGE, "");
    append(c, 2, VILLAGE, "another");
    test_next(c);
    assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 1 }, &e, &n));
    assert_int_equal(n, 2);
    assert_str(e[0].kind, "need.raised");
    assert_str(e[0].log, VILLAGE);
    assert_int_equal(e[0].seq, 1);
    assert_int_equal(e[0].person, 501);
    assert_int_equal(e[0].channel, CHANNEL_PHONE);
    assert_int_equal(e[0].at, TEST_NOW);
    assert_int_equal(event_part(&e[0], "to"), -3);
    assert_int_equal(event_part(&e[0], "nothing"), 0);
    assert_str(event_part_text(&e[0], "why"), "路灯坏了");
    assert_str(event_part_text(&e[1], "why"), "");
    assert_false(e[1].texts[0].erased);
    assert_int_equal(e[1].account, 77);
    assert_int_equal(findings(c), 0);
}

static void a_leaf_is_one_line_that_holds_no_text(void **state)
{
    Ctx *c = *state;
    const Event *e;
    size_t n;
    append(c, 33, VILLAGE, "a secret");
    test_next(c);
    assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 33 }, &e, &n));
    Str  line = event_leaf(c->arena, &e[0]), id = id_text(c->arena, e[0].id);
    Str  hex = hash_hex(c->arena, &e[0].texts[0].commitment);
    Str  expected = arena_printf(c->arena,
                                 "yc1 420325102212 1 %.*s need.raised 420325-11 2e fn 0 %lld %lld from=0 to=-3 "
                                 "why#=%.*s",
                                 STR_ARG(id), (long long)TEST_NOW, (long long)TEST_NOW, STR_ARG(hex));
    assert_str(line, str_cstr(c->arena, expected));
    Hash leaf = merkle_leaf(line);
    assert_true(hash_eq(&leaf, &e[0].leaf));
}

/* Who sees the hash of a line alone must not be able to try out whose voice it was. */
static void a_line_without_words_is_salted_all_the_same(void **state)
{
    Ctx         *c = *state;
    const Event *e;
    size_t       n;
    Deed         d = { .e = { raised(c, 9, VILLAGE, ""), raised(c, 9, VILLAGE, "") }, .n = 2 };
    for (size_t i = 0; i < d.n; i++)
        d.e[i].n_parts = 1;
    assert_ok(c, db_write(c, deed_body, &d));
    assert_ok(c, event_timeline(c, d.e[0].subject, &e, &n));
    assert_int_equal(n, 2);
    assert_true(str_starts(e[0].parts, STR("from=0 salt#=")));
    assert_int_equal(e[0].parts.n, strlen("from=0 salt#=") + 64);
    assert_false(str_eq(e[0].parts, e[1].parts));
    assert_int_equal(findings(c), 0);
}

static void a_body_that_fails_leaves_no_event_and_no_gap(void **state)
{
    Ctx *c = *state;
    LogHead h;
    Deed d = { .e = { raised(c, 1, VILLAGE, "a"), raised(c, 1, VILLAGE, "b") }, .n = 2, .then = ERR_CONFLICT };
    append(c, 1, VILLAGE, "first");
    assert_err(c, ERR_CONFLICT, db_write(c, deed_body, &d));
    append(c, 1, VILLAGE, "second");
    test_next(c);
    assert_ok(c, loghead_read(c, STR(VILLAGE), &h));
    assert_int_equal(h.size, 2);
    assert_int_equal(findings(c), 0);
}

static void places_above_the_village_have_logs_of_their_own(void **state)
{
    Ctx *c = *state;
    LogHead h;
    append(c, 1, "4203", "city");
    append(c, 2, "420325", "county");
    append(c, 3, "420325102", "town");
    append(c, 4, VILLAGE "001", "group");
    test_next(c);
    assert_ok(c, loghead_read(c, STR("4203"), &h));
    assert_ok(c, loghead_read(c, STR("420325102"), &h));
    assert_int_equal(h.size, 1);
    assert_err(c, ERR_MISSING, loghead_read(c, STR(VILLAGE "001"), &h));
    assert_int_equal(findings(c), 0);
}

static Err erase_body(Db *w, void *arg)
{
    return event_erase_person(w, STR("420325"), neighbour.person, arg);
}

static void an_erased_text_breaks_no_proof(void **state)
{
    Ctx *c = *state;
    const Event *e;
    size_t n;
    LogHead before, after;
    i64 erased = -1;
    append(c, 1, VILLAGE, "mine");
    c->actor = &official;
    append(c, 1, VILLAGE, "the official's");
    assert_ok(c, loghead_read(c, STR(VILLAGE), &before));
    assert_ok(c, db_write(c, erase_body, &erased));
    assert_int_equal(erased, 1);
    test_next(c);
    assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 1 }, &e, &n));
    assert_true(e[0].texts[0].erased);
    assert_str(e[0].texts[0].text, "");
    assert_str(e[1].texts[0].text, "the official's");
    assert_ok(c, loghead_read(c, STR(VILLAGE), &after));
    assert_true(hash_eq(&before.root, &after.root));
    assert_int_equal(findings(c), 0);
}

static void a_group_numbers_what_its_bodies_append_and_leaves_out_who_failed(void **state)
{
    Ctx     *c = *state;
    LogHead  h;
    Deed     d[3] = { { .e = { raised(c, 1, VILLAGE, "a"), raised(c, 2, VILLAGE, "b") }, .n = 2 },
                      { .e = { raised(c, 3, VILLAGE, "no") }, .n = 1, .then = ERR_DENIED },
                      { .e = { raised(c, 4, VILLAGE "001", "c"), raised(c, 5, "420325102", "d") }, .n = 2 } };
    Together v[3] = { { deed_body, &d[0] }, { deed_body, &d[1] }, { deed_body, &d[2] } };
    const Event *e;
    size_t       n;
    append(c, 9, VILLAGE, "before");
    together_write(c, v, 3);
    assert_int_equal(v[0].err, OK);
    assert_int_equal(v[1].err, ERR_DENIED);
    assert_int_equal(v[2].err, OK);
    together_part(v, 3);
    test_next(c);
    assert_ok(c, loghead_read(c, STR(VILLAGE), &h));
    assert_int_equal(h.size, 4);
    assert_ok(c, loghead_read(c, STR("420325102"), &h));
    assert_int_equal(h.size, 1);
    for (i64 subject = 1; subject <= 4; subject++) {
        assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = subject }, &e, &n));
        assert_int_equal(n, subject != 3);
        if (n)
            assert_int_equal(e[0].seq, subject < 3 ? subject + 1 : 4);
    }
    assert_int_equal(findings(c), 0);
}

typedef struct Erasing {
    Err then;
    i64 texts;
} Erasing;

static Err erasing_body(Db *w, void *arg)
{
    Erasing *g = arg;
    TRY(event_erase_person(w, STR("420325"), neighbour.person, &g->texts));
    return g->then == OK ? OK : fail(db_ctx(w), g->then, NULL, "as asked");
}

/* What was said goes, what was counted stays: in the event itself, and in one of the same group as the erasing. */
static void a_kept_text_outlives_the_erasing_of_who_acted(void **state)
{
    Ctx         *c = *state;
    Deed         d[2] = { { .e = { raised(c, 1, VILLAGE, "my words") }, .n = 1 }, { .e = { raised(c, 1, VILLAGE, "more") }, .n = 1 } };
    Erasing      g = { .then = OK };
    const Event *e;
    size_t       n;
    for (int i = 0; i < 2; i++)
        d[i].e[0].parts[d[i].e[0].n_parts++] = (EventPart)PART_KEPT("ballot", STR("9f86d0"));
    assert_ok(c, db_write(c, deed_body, &d[0]));
    Together v[2] = { { deed_body, &d[1] }, { erasing_body, &g } };
    together_write(c, v, 2);
    assert_int_equal(v[0].err, OK);
    assert_int_equal(v[1].err, OK);
    together_part(v, 2);
    test_next(c);
    assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 1 }, &e, &n));
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        assert_str(event_part_text(&e[i], "why"), "");
        assert_str(event_part_text(&e[i], "ballot"), "9f86d0");
    }
    assert_int_equal(findings(c), 0);
}

static void who_is_erased_leaves_no_text_in_the_group_of_the_erasing(void **state)
{
    Ctx *c = *state;
    for (int fails = 0; fails < 2; fails++) {
        Deed     d[2] = { { .e = { raised(c, 1 + 2 * fails, VILLAGE, "mine") }, .n = 1 },
                          { .e = { raised(c, 2 + 2 * fails, VILLAGE, "the official's") }, .n = 1 } };
        Erasing  g = { .then = fails ? ERR_DENIED : OK };
        Together v[3] = { { deed_body, &d[0] }, { deed_body, &d[1], .actor = &official }, { erasing_body, &g } };
        const Event *e;
        size_t       n;
        together_write(c, v, 3);
        assert_int_equal(v[0].err, OK);
        assert_int_equal(v[2].err, g.then);
        together_part(v, 3);
        test_next(c);
        assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 1 + 2 * fails }, &e, &n));
        assert_int_equal(e[0].texts[0].erased, !fails);
        assert_ok(c, event_timeline(c, (Ref){ .county = STR("420325"), .id = 2 + 2 * fails }, &e, &n));
        assert_false(e[0].texts[0].erased);
    }
    assert_int_equal(findings(c), 0);
}

static void a_head_is_signed_and_the_signature_is_the_same_each_time(void **state)
{
    Ctx *c = *state;
    LogHead a, b;
    append(c, 1, VILLAGE, "x");
    test_next(c);
    assert_ok(c, loghead_read(c, STR(VILLAGE), &a));
    assert_ok(c, loghead_read(c, STR(VILLAGE), &b));
    assert_true(str_eq(a.signature, b.signature));
    assert_true(loghead_verify(&a, loghead_public_key(c->arena)));
    b.size++;
    assert_false(loghead_verify(&b, loghead_public_key(c->arena)));
    assert_false(loghead_verify(&a, STR("00")));
}

static Err prove(Ctx *c, const char *log, i64 seq, i64 size, Str *ret_json)
{
    LogProver *prover;
    TRY(loghead_prover(c, str_from(log), size, &prover));
    return loghead_prove(prover, seq, ret_json);
}

static void every_event_can_be_proved_under_every_later_head(void **state)
{
    Ctx *c = *state;
    Str  json, key = loghead_public_key(c->arena);
    LogHead heads[9];
    for (int i = 1; i <= 8; i++) {
        test_later(c, MINUTE);
        append(c, i, VILLAGE, "x");
        test_next(c);
        assert_ok(c, loghead_read(c, STR(VILLAGE), &heads[i]));
        heads[i].log = STR(VILLAGE);
        heads[i].signature = STR_NONE; /* was of the arena before */
    }
    for (int size = 1; size <= 8; size++) {
        Str line = loghead_line(c->arena, &heads[size]), root = hash_hex(c->arena, &heads[size].root);
        for (int seq = 1; seq <= size; seq++) {
            assert_ok(c, prove(c, VILLAGE, seq, size, &json));
            assert_ok(c, loghead_verify_proof(c, json, line, key));
            assert_err(c, ERR_INVALID, loghead_verify_proof(c, json, root, STR_NONE)); /* of which log, and how long? */
        }
        assert_err(c, ERR_MISSING, prove(c, VILLAGE, size + 1, size, &json));
        for (int from = 1; from <= size; from++) {
            assert_ok(c, loghead_prove_growth(c, STR(VILLAGE), from, size, &json));
            assert_ok(c, loghead_verify_proof(c, json, line, key));
            assert_ok(c, loghead_verify_proof(c, json, loghead_line(c->arena, &heads[from]), key));
        }
    }
    assert_err(c, ERR_MISSING, prove(c, VILLAGE, 1, 9, &json));
    assert_err(c, ERR_MISSING, prove(c, "420325102213", 1, 0, &json));
}

/* ---- inner nodes ---- */

enum { DEEP = 300 }; /* past 256: nodes of the second kept level */

static Err many_body(Db *w, void *arg)
{
    Ctx *c = db_ctx(w);
    for (i64 i = 1; i <= *(i64 *)arg; i++) {
        EventNew e = raised(c, i, VILLAGE, "");
        e.id = id_new(c->now);
        TRY(event_append(w, &e));
    }
    return OK;
}

static void append_many(Ctx *c, i64 n)
{
    assert_ok(c, db_write(c, many_body, &n));
    test_next(c);
}

static void assert_proved(Ctx *c, i64 seq, i64 size, Str line)
{
    Str json;
    assert_ok(c, prove(c, VILLAGE, seq, size, &json));
    assert_ok(c, loghead_verify_proof(c, json, line, STR_NONE));
    assert_ok(c, loghead_prove_growth(c, STR(VILLAGE), seq, size, &json));
    assert_ok(c, loghead_verify_proof(c, json, line, STR_NONE));
}

static void assert_all_proved(Ctx *c)
{
    static const i64 seqs[] = { 1, 2, 15, 16, 17, 100, 255, 256, 257, 299, DEEP };
    LogHead          h;
    assert_ok(c, loghead_read(c, STR(VILLAGE), &h));
    for (size_t i = 0; i < COUNTOF(seqs); i++)
        assert_proved(c, seqs[i], 0, loghead_line(c->arena, &h));
}

static i64 nodes(Ctx *c)
{
    i64 n;
    assert_ok(c, db_int(db_read(c), Q_LOGNODE_COUNT, ARGS("420325", VILLAGE), &n));
    test_next(c);
    return n;
}

static Err sql_body(Db *w, void *arg)
{
    return db_script(w, arg);
}

static void a_long_log_keeps_its_inner_nodes_and_proves_from_them(void **state)
{
    Ctx *c = *state;
    append_many(c, DEEP);
    assert_int_equal(nodes(c), 300 / 16 + 300 / 256);
    assert_all_proved(c);
    assert_int_equal(findings(c), 0);
}

/* The log of a database that is older than the table: slower, and right; then filled. */
static void a_log_without_nodes_is_proved_all_the_same_and_filled_by_a_rebuild(void **state)
{
    Ctx *c = *state;
    append_many(c, DEEP);
    assert_ok(c, db_write(c, sql_body, (char *)"DELETE FROM log_node"));
    test_next(c);
    assert_all_proved(c);
    assert_true(findings(c) > 0);
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ record_rebuild }));
    test_next(c);
    assert_int_equal(nodes(c), 300 / 16 + 300 / 256);
    assert_int_equal(findings(c), 0);
}

static void a_changed_node_is_found_leads_no_proof_out_and_is_made_again(void **state)
{
    Ctx *c = *state;
    Str  json;
    append_many(c, DEEP);
    assert_ok(c, db_write(c, sql_body, (char *)"UPDATE log_node SET hash = (SELECT leaf FROM event WHERE seq = 1) WHERE nth = 3"));
    test_next(c);
    assert_err(c, ERR_DB, prove(c, VILLAGE, 20, 0, &json)); /* its path leads through that node */
    test_next(c);
    assert_int_equal(findings(c), 1);
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ record_rebuild }));
    test_next(c);
    assert_all_proved(c);
    assert_int_equal(findings(c), 0);
    assert_ok(c, db_write(c, sql_body, (char *)"INSERT INTO log_node SELECT county, log, level, 99, hash FROM log_node WHERE level = 2"));
    test_next(c);
    assert_int_equal(findings(c), 1); /* one too many */
}

/* The proof with its first `old` made `new`, of the same length. */
static Str forged(Ctx *c, Str json, const char *old, const char *new)
{
    Str copy = str_copy(c->arena, json);
    size_t at;
    assert_true(str_find(copy, str_from(old), &at));
    memcpy((char *)copy.p + at, new, strlen(new));
    return copy;
}

static void a_forged_proof_is_refused(void **state)
{
    Ctx *c = *state;
    Str json, key = loghead_public_key(c->arena);
    LogHead h, earlier;
    append(c, 1, VILLAGE, "x");
    assert_ok(c, loghead_read(c, STR(VILLAGE), &earlier));
    append(c, 2, VILLAGE, "y");
    append(c, 3, VILLAGE, "z");
    test_next(c);
    earlier.log = STR(VILLAGE);
    assert_ok(c, loghead_read(c, STR(VILLAGE), &h));
    Str line = loghead_line(c->arena, &h);
    assert_ok(c, prove(c, VILLAGE, 2, 0, &json));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, json, loghead_line(c->arena, &earlier), STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, json, STR("yc1"), STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, json, STR_NONE, STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, STR("{}"), line, STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, STR("not json"), line, STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, forged(c, json, "from=0", "from=1"), line, STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, forged(c, json, "\"index\":1", "\"index\":0"), line, STR_NONE));
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, forged(c, json, "\"size\":3", "\"size\":4"), line, STR_NONE));
    Str unsigned_ = forged(c, json, "\"signature\":\"", "\"signature\":\"00000000");
    assert_err(c, ERR_INVALID, loghead_verify_proof(c, unsigned_, line, key));
    assert_ok(c, loghead_verify_proof(c, unsigned_, line, STR_NONE)); /* who trusts the paper needs no signature */
}

static void keys_are_not_made_twice_and_not_read_by_others(void **state)
{
    Ctx *c = *state;
    Str  path = test_path(c, "keys/log.key");
    assert_err(c, ERR_CONFLICT, loghead_keys_make(c, str_from(test_dir())));
    assert_int_equal(chmod(str_cstr(c->arena, path), 0640), 0);
    assert_err(c, ERR_INVALID, loghead_keys_open(c, str_from(test_dir())));
    assert_int_equal(chmod(str_cstr(c->arena, path), 0600), 0);
    assert_ok(c, loghead_keys_open(c, str_from(test_dir())));
    assert_err(c, ERR_MISSING, loghead_keys_open(c, STR("/nowhere")));
}

#define WITH(f) ON_BOTH_WITH(f, with_keys, close_ctx)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_timeline_tells_who_what_when_and_how),
        WITH(a_leaf_is_one_line_that_holds_no_text),
        WITH(a_line_without_words_is_salted_all_the_same),
        WITH(a_body_that_fails_leaves_no_event_and_no_gap),
        WITH(places_above_the_village_have_logs_of_their_own),
        WITH(a_group_numbers_what_its_bodies_append_and_leaves_out_who_failed),
        WITH(who_is_erased_leaves_no_text_in_the_group_of_the_erasing),
        WITH(a_kept_text_outlives_the_erasing_of_who_acted),
        WITH(an_erased_text_breaks_no_proof),
        WITH(a_head_is_signed_and_the_signature_is_the_same_each_time),
        WITH(every_event_can_be_proved_under_every_later_head),
        WITH(a_long_log_keeps_its_inner_nodes_and_proves_from_them),
        WITH(a_log_without_nodes_is_proved_all_the_same_and_filled_by_a_rebuild),
        WITH(a_changed_node_is_found_leads_no_proof_out_and_is_made_again),
        WITH(a_forged_proof_is_refused),
        WITH(keys_are_not_made_twice_and_not_read_by_others),
    };
    return RUN_TESTS(tests);
}
