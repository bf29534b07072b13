/* link: what leads to what is found from both ends, and the chapters of a story from any of them. */
#include "record/link.h"

#include "record/link.sql.h"
#include "support/support.h"

static Ref record(int i)
{
    return (Ref){ i % 2 ? STR("420325") : STR("4203"), i, STR_NONE };
}

typedef struct Tie {
    int      from, to;
    LinkKind kind;
    bool     drops;
} Tie;

static Err tie(Db *w, void *arg)
{
    const Tie *t = arg;
    return t->drops ? link_drop(w, "meeting", record(t->from), t->kind, "need", record(t->to))
                    : link_put(w, "meeting", record(t->from), t->kind, "need", record(t->to));
}

static void tied(Ctx *c, int from, LinkKind kind, int to)
{
    assert_ok(c, db_write(c, tie, &(Tie){ from, to, kind, false }));
}

static Links of(Ctx *c, const char *noun, int i)
{
    Links l;
    assert_ok(c, link_list(c, str_from(noun), record(i), &l));
    return l;
}

static void a_link_is_found_from_both_ends_and_made_once(void **state)
{
    Ctx *c = *state;
    tied(c, 11, LINK_MENTIONS, 2);
    tied(c, 11, LINK_MENTIONS, 2);
    Links to = of(c, "meeting", 11), back = of(c, "need", 2);
    assert_int_equal(to.n, 1);
    assert_false(to.v[0].is_back);
    assert_str(to.v[0].noun, "need");
    assert_int_equal(to.v[0].ref.id, 2);
    assert_int_equal(back.n, 1);
    assert_true(back.v[0].is_back);
    assert_str(back.v[0].noun, "meeting");
    assert_str(back.v[0].ref.county, "420325");
    assert_int_equal(of(c, "need", 11).n, 0); /* another noun's number 11 */
    assert_ok(c, db_write(c, tie, &(Tie){ 11, 2, LINK_MENTIONS, true }));
    assert_int_equal(of(c, "meeting", 11).n + of(c, "need", 2).n, 0);
}

typedef struct Chain {
    const char *from, *to;
    int         a, b;
    LinkKind    kind;
} Chain;

static Err chain(Db *w, void *arg)
{
    const Chain *k = arg;
    return link_put(w, k->from, record(k->a), k->kind, k->to, record(k->b));
}

static void chapters_are_found_from_any_of_them(void **state)
{
    static const Chain links[] = { { "need", "need", 2, 1, LINK_FROM },       /* goes on at the city */
                                   { "project", "need", 21, 2, LINK_FROM },    /* a project of that */
                                   { "unit", "project", 31, 21, LINK_PART_OF },
                                   { "meeting", "need", 41, 1, LINK_MENTIONS } };
    static const struct { const char *noun; int id; } chapters[] = { { "need", 1 }, { "need", 2 }, { "project", 21 }, { "unit", 31 } };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(links); i++) {
        Chain k = links[i];
        assert_ok(c, db_write(c, chain, &k));
    }
    for (size_t i = 0; i < COUNTOF(chapters); i++) {
        Links l;
        assert_ok(c, link_chapters(c, str_from(chapters[i].noun), record(chapters[i].id), &l));
        assert_int_equal(l.n, COUNTOF(chapters));
        assert_str(l.v[0].noun, "need");
        assert_int_equal(l.v[0].ref.id, 1);
    }
    Links alone;
    assert_ok(c, link_chapters(c, STR("meeting"), record(41), &alone));
    assert_int_equal(alone.n, 1); /* mentioning tells no story */
    assert_int_equal(alone.v[0].ref.id, 41);
}

static void a_part_is_not_told_with_those_beside_it(void **state)
{
    static const Chain links[] = { { "meeting", "need", 51, 50, LINK_FROM }, { "task", "meeting", 61, 51, LINK_PART_OF },
                                   { "task", "meeting", 62, 51, LINK_PART_OF }, { "note", "task", 71, 61, LINK_PART_OF } };
    static const struct { const char *noun; int id; size_t n; } told[] = { { "need", 50, 5 }, { "meeting", 51, 5 }, { "task", 61, 4 },
                                                                           { "task", 62, 4 }, { "note", 71, 5 } };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(links); i++) {
        Chain k = links[i];
        assert_ok(c, db_write(c, chain, &k));
    }
    for (size_t i = 0; i < COUNTOF(told); i++) {
        Links l;
        assert_ok(c, link_chapters(c, str_from(told[i].noun), record(told[i].id), &l));
        assert_int_equal(l.n, told[i].n);
    }
}

static void one_record_points_to_a_hundred_and_not_one_more(void **state)
{
    Ctx *c = *state;
    for (int i = 0; i < LINKS_MOST; i++)
        tied(c, 1, LINK_MENTIONS, 100 + i);
    assert_err(c, ERR_TOO_LARGE, db_write(c, tie, &(Tie){ 1, 999, LINK_MENTIONS, false }));
    assert_int_equal(of(c, "meeting", 1).n, LINKS_MOST);
    assert_int_equal(of(c, "need", 999).n, 0); /* neither end of what was refused */
}

static void what_very_many_point_to_says_that_it_lists_not_all(void **state)
{
    Ctx *c = *state;
    for (int i = 0; i < LINKS_MOST; i++)
        tied(c, 100 + i, LINK_MENTIONS, 1);
    assert_false(of(c, "need", 1).more);
    tied(c, 999, LINK_MENTIONS, 1);
    Links l = of(c, "need", 1);
    assert_true(l.more);
    assert_int_equal(l.n, LINKS_MOST);
    assert_int_equal(l.v[0].ref.id, 999); /* the newest of them */
}

static void say_nothing(void *arg, const char *rule, Str where)
{
}

static Err half_gone(Db *w, void *arg)
{
    return db_exec(w, QUERY(link_drop, .county = ARG(STR("420325")), .noun = ARG("meeting"), .id = ARG(11), .way = ARG(0),
                            .to_county = ARG(STR("4203")), .to_noun = ARG("need"), .to_id = ARG(2)));
}

static void check_finds_a_link_that_one_end_forgot(void **state)
{
    Ctx   *c = *state;
    Report r = { say_nothing, NULL, 0 };
    tied(c, 11, LINK_MENTIONS, 2);
    assert_ok(c, link_check(c, &r));
    assert_int_equal(r.n, 0);
    assert_ok(c, db_write(c, half_gone, NULL));
    assert_ok(c, link_check(c, &r));
    assert_int_equal(r.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_link_is_found_from_both_ends_and_made_once),
        ON_BOTH(chapters_are_found_from_any_of_them),
        ON_BOTH(a_part_is_not_told_with_those_beside_it),
        ON_BOTH(one_record_points_to_a_hundred_and_not_one_more),
        ON_BOTH(what_very_many_point_to_says_that_it_lists_not_all),
        ON_BOTH(check_finds_a_link_that_one_end_forgot),
    };
    return RUN_TESTS(tests);
}
