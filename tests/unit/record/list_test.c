/* list: a cursor says where a list goes on and nothing else; a feed of changes leaves nothing out and gives nothing twice in a
 * pass, whatever is written late. */
#include "support/support.h"

#include "record/event.h"
#include "record/list.h"

#define VILLAGE STR("420325102212")
#define OTHER   STR("420325102213")

/* ---- cursors ---- */

static void a_cursor_is_read_back_as_it_was(void **state)
{
    static const i64 rows[][CURSOR_NUMBERS] = {
        { 0 }, { 1 }, { INT64_MAX }, { 3, 0, 7 }, { 0, 0, 0, 1 }, { 0, 5 }, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
    };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        Cursor was = { .is_set = true }, now;
        for (int k = 0; k < CURSOR_NUMBERS; k++)
            was.n[k] = rows[i][k];
        Str text = cursor_text(c->arena, "need.voices", VILLAGE, &was);
        assert_true(text.n <= (size_t)LIST_AFTER.high);
        assert_ok(c, cursor_read(c, "need.voices", VILLAGE, text, &now));
        assert_true(now.is_set);
        for (int k = 0; k < CURSOR_NUMBERS; k++)
            assert_int_equal(now.n[k], was.n[k]);
    }
    Cursor none;
    assert_ok(c, cursor_read(c, "need.voices", VILLAGE, STR_NONE, &none));
    assert_false(none.is_set);
}

static void refused(Ctx *c, const char *list, Code place, Str text)
{
    Cursor at;
    assert_err(c, ERR_INVALID, cursor_read(c, list, place, text, &at));
}

static void a_cursor_that_lost_a_sign_or_is_another_lists_is_refused(void **state)
{
    Ctx *c = *state;
    Str  text = cursor_text(c->arena, "need.voices", VILLAGE, &CURSOR(12, 3456789012345));
    refused(c, "need.newest", VILLAGE, text);
    refused(c, "need.voices", OTHER, text);
    for (size_t i = 0; i < text.n; i++) {
        char *other = (char *)str_cstr(c->arena, text);
        other[i] = other[i] == '2' ? '3' : '2';
        refused(c, "need.voices", VILLAGE, str_from(other));
        refused(c, "need.voices", VILLAGE, str_cut(text, i + 1 < text.n ? i + 1 : 1));
    }
    static const char *const odd[] = { "-", "-----", "1-2-3-4-5-00000", "\xff\xff\xff\xff\xff\xff", "0000000000000-00000", "路灯" };
    for (size_t i = 0; i < COUNTOF(odd); i++)
        refused(c, "need.voices", VILLAGE, str_from(odd[i]));
}

static void a_moment_is_one_that_exists(void **state)
{
    Ctx *c = *state;
    i64  at;
    assert_ok(c, list_since(c, STR("2026-07-12T08:00:00+08:00"), &at));
    assert_int_equal(at, 1783814400000);
    assert_ok(c, list_since(c, STR("2026-07-12"), &at));
    static const char *const odd[] = { "", "soon", "2026-02-30", "2026-07-12T25:00:00+08:00", "1783814400000" };
    for (size_t i = 0; i < COUNTOF(odd); i++)
        assert_err(c, ERR_INVALID, list_since(c, str_from(odd[i]), &at));
}

/* ---- what changed ---- */

static Err append_body(Db *w, void *arg)
{
    return event_append(w, arg);
}

/* A step of a record at a moment, which may lie before what is written already: it was begun then. */
static void step(Ctx *c, const char *kind, i64 subject, Code place, i64 at)
{
    EventNew e = { .id = id_new(at), .kind = kind, .subject = { code_county(place), subject, place } };
    assert_ok(c, db_write(c, append_body, &e));
    db_read_end(c);
}

static Changes page(Ctx *c, Code place, i64 since, const Cursor *after)
{
    Changes ch;
    assert_ok(c, list_changes(c, "need", place, since, after, &ch));
    db_read_end(c);
    return ch;
}

static void changes_come_in_order_each_once_and_only_of_the_noun_and_the_place(void **state)
{
    Ctx *c = *state;
    i64  t = c->now;
    test_later(c, HOUR);
    for (int round = 0; round < 3; round++)
        for (i64 subject = 1; subject <= 30; subject++)
            step(c, "need.raised", subject, VILLAGE, t + round * MINUTE + subject * SECOND);
    step(c, "need.raised", 77, OTHER, t + MINUTE);
    step(c, "person.added", 88, VILLAGE, t + MINUTE);
    i64 last = 0, n = 0;
    Cursor after = { 0 };
    do {
        Changes ch = page(c, VILLAGE, t, &after);
        for (size_t i = 0; i < ch.n; i++, n++) {
            assert_int_equal(ch.id[i], last + 1); /* as they changed last */
            last = ch.id[i];
        }
        after = ch.next;
    } while (after.is_set);
    assert_int_equal(n, 30);
    assert_int_equal(page(c, STR("420325"), t, &(Cursor){ 0 }).n, 20); /* with the neighbour's, on two pages */
    assert_int_equal(page(c, STR("420325102"), t + 2 * MINUTE + 30 * SECOND, &(Cursor){ 0 }).n, 1);
    assert_int_equal(page(c, VILLAGE, t + 3 * MINUTE, &(Cursor){ 0 }).n, 0);
}

/* Begun before the pass and written while it goes on: that changes nothing that was given, and is in the next pass. */
static void what_is_written_late_comes_twice_in_no_pass_and_is_in_the_next(void **state)
{
    Ctx *c = *state;
    i64  t = c->now;
    test_later(c, HOUR);
    for (i64 subject = 1; subject <= 25; subject++)
        step(c, "need.raised", subject, VILLAGE, t + subject * SECOND); /* settled */
    for (i64 subject = 101; subject <= 125; subject++)
        step(c, "need.raised", subject, VILLAGE, c->now - 200 * SECOND + (subject - 100) * SECOND); /* not yet */
    Changes ch = page(c, VILLAGE, t, &(Cursor){ 0 });
    int     seen[200] = { 0 };
    for (int pages = 1;; pages++) {
        for (size_t i = 0; i < ch.n; i++)
            seen[ch.id[i]]++;
        if (!ch.next.is_set)
            break;
        step(c, "need.joined", 1, VILLAGE, c->now - 10 * SECOND);    /* given on the first page */
        step(c, "need.joined", 101, VILLAGE, c->now - 195 * SECOND); /* behind or before where the pass is */
        step(c, "need.joined", 120, VILLAGE, c->now - 199 * SECOND);
        step(c, "need.raised", 130, VILLAGE, c->now - 1 * SECOND);
        ch = page(c, VILLAGE, t, &ch.next);
        assert_true(pages < 20);
    }
    for (int i = 1; i <= 125; i++)
        assert_true(seen[i] <= 1 && (i == 120 || seen[i] == (i <= 25 || i > 100)));
    int again[200] = { 0 };
    for (Cursor after = { 0 };;) {
        Changes next = page(c, VILLAGE, ch.later, &after);
        for (size_t i = 0; i < next.n; i++)
            again[next.id[i]]++;
        if (!next.next.is_set)
            break;
        after = next.next;
    }
    assert_true(again[1] == 1 && again[101] == 1 && again[120] == 1 && again[130] == 1);
    assert_int_equal(again[2], 0); /* settled, and given */
}

/* A quiet village in a busy county: pages without a row lead on. */
static void a_page_looks_at_so_many_events_and_leads_on(void **state)
{
    Ctx *c = *state;
    i64  t = c->now;
    int  pages = 0, n = 0;
    test_later(c, HOUR);
    for (i64 subject = 1; subject <= 450; subject++)
        step(c, "need.raised", subject, OTHER, t + subject * SECOND);
    step(c, "need.raised", 1000, VILLAGE, t + 500 * SECOND);
    Cursor after = { 0 };
    do {
        Changes ch = page(c, VILLAGE, t, &after);
        n += (int)ch.n;
        after = ch.next;
        pages++;
    } while (after.is_set);
    assert_int_equal(n, 1);
    assert_in_range(pages, 2, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SQLITE(a_cursor_is_read_back_as_it_was),
        ON_SQLITE(a_cursor_that_lost_a_sign_or_is_another_lists_is_refused),
        ON_SQLITE(a_moment_is_one_that_exists),
        ON_BOTH(changes_come_in_order_each_once_and_only_of_the_noun_and_the_place),
        ON_BOTH(what_is_written_late_comes_twice_in_no_pass_and_is_in_the_next),
        ON_BOTH(a_page_looks_at_so_many_events_and_leads_on),
    };
    return RUN_TESTS(tests);
}
