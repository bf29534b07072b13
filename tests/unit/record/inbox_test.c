/* inbox and search: who is told what, and what is found. */
#include "support/support.h"

#include "record/access.h"
#include "record/inbox.h"
#include "record/search.h"
#include "record/search.sql.h"

static Actor house = { .account = 8, .county = { "420325", 6 }, .person = 2, .household = 3,
                       .home = { "420325102212003", 15 } };
static Actor other_house = { .account = 9, .county = { "420325", 6 }, .person = 4, .household = 5,
                             .home = { "420325102212003", 15 } };
static Grant village_grant = { .place = { "420325102212", 12 }, .role = ROLE_VILLAGE };
static Actor official = { .account = 7, .grants = &village_grant, .n_grants = 1 };

static Err tell_body(Db *w, void *arg)
{
    return inbox_tell(w, arg);
}

static void tell(Ctx *c, i64 household, i64 account, const char *a)
{
    InboxLine l = { .id = id_new(c->now), .county = STR("420325"), .household = household, .account = account,
                    .key = "inbox.need.answered", .a = str_from(a), .noun = "need",
                    .subject = { .county = STR("420325"), .id = 99, .place = STR("420325102212") } };
    assert_ok(c, db_write(c, tell_body, &l));
    test_later(c, 1);
}

static i64 unread(Ctx *c, const Actor *a)
{
    i64 n;
    test_next(c);
    c->actor = a;
    assert_ok(c, inbox_unread(c, &n));
    return n;
}

static void a_house_reads_its_own_messages_newest_first(void **state)
{
    Ctx      *c = *state;
    InboxRows rows;
    tell(c, 3, 0, "one");
    tell(c, 5, 0, "for others");
    tell(c, 3, 0, "two");
    assert_int_equal(unread(c, &house), 2);
    assert_int_equal(unread(c, &other_house), 1);
    assert_int_equal(unread(c, &official), 0);
    c->actor = &house;
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 20, &rows));
    assert_int_equal(rows.n, 2);
    assert_str(rows.v[0].a, "two");
    assert_str(rows.v[1].key, "inbox.need.answered");
    assert_int_equal(rows.v[1].subject.id, 99);
    assert_str(rows.v[1].subject.place, "420325102212");
    i64 newest = rows.v[0].id;
    assert_false(rows.next.is_set);
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 1, &rows));
    assert_true(rows.next.is_set);
    assert_ok(c, inbox_list(c, &rows.next, 20, &rows)); /* the page after it */
    assert_int_equal(rows.n, 1);
    assert_false(rows.next.is_set);
    assert_ok(c, inbox_read(c, rows.v[0].id));
    assert_int_equal(unread(c, &house), 1);
    assert_ok(c, inbox_read(c, newest));
    assert_int_equal(unread(c, &house), 0);
    assert_int_equal(unread(c, &other_house), 1);
}

static void an_official_is_told_where_the_office_is(void **state)
{
    Ctx      *c = *state;
    InboxRows rows;
    tell(c, 0, 7, "to the desk");
    assert_int_equal(unread(c, &official), 1);
    Actor both = official;
    both.county = STR("420325");
    both.household = 3;
    tell(c, 3, 0, "to the house");
    assert_int_equal(unread(c, &both), 2);
    c->actor = &both;
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 20, &rows));
    assert_int_equal(rows.n, 2);
    assert_str(rows.v[0].a, "to the house");
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 1, &rows));
    assert_int_equal(rows.n, 1);
    both.household = 0; /* who enters something for a house reads none of its messages */
    both.for_household = 3;
    both.consent = STR("card");
    assert_int_equal(unread(c, &both), 1);
}

static void nobody_has_no_messages(void **state)
{
    Ctx      *c = *state;
    InboxRows rows;
    tell(c, 3, 0, "x");
    assert_int_equal(unread(c, &ACTOR_NOBODY), 0);
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 20, &rows));
    assert_int_equal(rows.n, 0);
    assert_ok(c, inbox_read(c, INT64_MAX));
    assert_int_equal(unread(c, &house), 1);
}

/* ---- search ---- */

typedef struct Text {
    i64 id;
    Str text;
} Text;

static Err put_body(Db *w, void *arg)
{
    const Text *t = arg;
    Ref         r = { .county = STR("420325"), .id = t->id };
    return t->text.n ? search_put(w, "test", r, t->text) : search_drop(w, "test", r);
}

static void put(Ctx *c, i64 id, const char *text)
{
    Text t = { id, str_from(text) };
    assert_ok(c, db_write(c, put_body, &t));
}

static bool has_term(Ctx *c, i64 id, Str term)
{
    i64 n;
    assert_ok(c, db_int(db_read(c), Q_TERM_HAS, ARGS("420325", "test", term, id), &n));
    return n == 1;
}

static bool finds(Ctx *c, i64 id, const char *text)
{
    Str terms[4];
    int n;
    test_next(c);
    assert_ok(c, search_terms(c, str_from(text), terms, &n));
    for (int i = 0; i < n; i++)
        if (!has_term(c, id, terms[i]))
            return false;
    return n > 0;
}

static void a_text_is_found_by_its_parts(void **state)
{
    Ctx *c = *state;
    put(c, 1, "三组路灯坏了一半，ＬＥＤ 灯也不亮");
    assert_true(finds(c, 1, "路灯"));
    assert_true(finds(c, 1, "路灯坏了"));
    assert_true(finds(c, 1, "灯"));
    assert_true(finds(c, 1, "led"));
    assert_true(finds(c, 1, "led 灯"));
    assert_true(finds(c, 1, "三组路灯坏了一半"));
    assert_false(finds(c, 1, "水管"));
    assert_false(finds(c, 1, "灯路"));
    assert_false(finds(c, 1, "半ｌ")); /* a comma stands between */
    assert_false(finds(c, 1, ""));
    assert_false(finds(c, 1, "，。！"));
}

static void a_second_put_replaces_the_first(void **state)
{
    Ctx *c = *state;
    put(c, 1, "路灯坏了");
    put(c, 2, "路灯坏了");
    put(c, 1, "水管坏了，漏水");
    assert_false(finds(c, 1, "路灯"));
    assert_true(finds(c, 1, "坏了"));
    assert_true(finds(c, 1, "漏水"));
    assert_true(finds(c, 2, "路灯"));
    put(c, 2, "");
    assert_false(finds(c, 2, "坏了"));
    assert_true(finds(c, 1, "坏了"));
}

static void a_long_text_has_all_its_terms(void **state)
{
    Ctx *c = *state;
    Buf  b = buf_new(c->arena, 8192, 8192);
    char ch[4];
    for (u32 i = 0; i < 300; i++)
        buf_put(&b, ch, utf8_put(ch, 0x4e00 + i * 7));
    put(c, 1, str_cstr(c->arena, buf_text(&b)));
    assert_true(has_term(c, 1, str_cut(buf_text(&b), 6)));
    assert_true(has_term(c, 1, str_skip(buf_text(&b), 298 * 3)));
}

static void four_terms_stand_for_a_long_query(void **state)
{
    Ctx *c = *state;
    Str  t[4];
    int  n;
    assert_ok(c, search_terms(c, STR("甲乙丙丁戊己庚"), t, &n));
    assert_int_equal(n, 4);
    assert_str(t[0], "甲乙");
    assert_str(t[3], "己庚");
    assert_ok(c, search_terms(c, STR("甲乙丙"), t, &n));
    assert_int_equal(n, 2);
    assert_str(t[3], "乙丙");
    assert_ok(c, search_terms(c, STR("甲"), t, &n));
    assert_int_equal(n, 1);
    assert_str(t[2], "甲");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_house_reads_its_own_messages_newest_first),
        ON_BOTH(an_official_is_told_where_the_office_is),
        ON_BOTH(nobody_has_no_messages),
        ON_BOTH(a_text_is_found_by_its_parts),
        ON_BOTH(a_second_put_replaces_the_first),
        ON_BOTH(a_long_text_has_all_its_terms),
        ON_SQLITE(four_terms_stand_for_a_long_query),
    };
    return RUN_TESTS(tests);
}
