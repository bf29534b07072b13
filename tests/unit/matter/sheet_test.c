/* sheet: what stands on paper is keyed in in its order, once, or by two who must agree. */
#include "matter/sheet.h"

#include <string.h>

#include "record/once.h"
#include "support/together.h"
#include "support/village.h"

typedef struct Print {
    SheetNew n;
    SheetRow v[SHEET_ROWS + 1];
    Ref      sheet;
    Str      code;
} Print;

static Err print(Db *w, void *arg)
{
    Print *p = arg;
    By     by = { 0 };
    p->n.v = p->v;
    return sheet_print_in(w, &by, &p->n, &p->sheet, &p->code);
}

static Hash version(const char *name)
{
    return hash_of(str_from(name));
}

/* An attendance list with three houses. */
static Print *printed(Village *v, bool is_by_two)
{
    static const char *const who[] = { "一组3户", "一组1户", "一组2户" };
    Print *p = NEW(v->kept, Print);
    p->n = (SheetNew){ .kind = "meeting.attendance", .noun = "need", .subject = village_need(v, "修桥"), .version = version("first"),
                       .is_by_two = is_by_two, .n = COUNTOF(who) };
    for (size_t i = 0; i < COUNTOF(who); i++) {
        const Actor *a = as(v, who[i])->actor;
        p->v[i] = (SheetRow){ "person", { a->county, a->person, STR_NONE } };
    }
    Ctx *c = as(v, "village");
    assert_ok(c, db_write(c, print, p));
    p->code = str_copy(v->kept, p->code);
    return p;
}

typedef struct Key {
    SheetKeying k;
    SheetValue  v[SHEET_ROWS];
    SheetKeyed  ret;
} Key;

static Err key(Db *w, void *arg)
{
    Key *k = arg;
    By   by = { 0 };
    k->k.v = k->v;
    return sheet_key_in(w, &by, &k->k, &k->ret);
}

static Key keying(const Print *p, i64 a, i64 b, i64 c)
{
    return (Key){ .k = { .sheet = p->sheet, .version_now = version("first"), .n = 3 }, .v = { { .value = a }, { .value = b }, { .value = c } } };
}

static Err keyed(Village *v, const char *who, Key *k)
{
    Ctx *c = as(v, who);
    Err  e = db_write(c, key, k);
    ctx_clear_failure(c);
    return e;
}

static i64 faults(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, noun_check(c, &sheet_noun, &r));
    return r.n;
}

static void its_code_opens_it_in_the_order_of_the_paper(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, false);
    Sheet    s;
    char     typed[SHEET_CODE + 1];
    Ctx     *c = as(v, "village");
    assert_int_equal(p->code.n, SHEET_CODE);
    for (size_t i = 0; i <= SHEET_CODE; i++)
        typed[i] = i == SHEET_CODE ? '\0' : p->code.p[i] == '0' ? 'O' : p->code.p[i] >= 'a' ? (char)(p->code.p[i] - 32) : p->code.p[i];
    assert_ok(c, sheet_find(db_read(c), STR("420325"), str_from(typed), &s));
    assert_int_equal(s.ref.id, p->sheet.id);
    assert_int_equal(s.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(s.v[i].ref.id, p->v[i].ref.id);
    assert_str(s.kind, "meeting.attendance");
    typed[0] ^= 1;
    assert_err(c, ERR_MISSING, sheet_find(db_read(c), STR("420325"), str_from(typed), &s));
    assert_err(c, ERR_MISSING, sheet_find(db_read(c), STR("420325"), STR("42"), &s));
    assert_int_equal(faults(v), 0);
}

static void a_sheet_for_one_is_keyed_in_once(void **state)
{
    Village          *v = *state;
    Print            *p = printed(v, false);
    Key               k = keying(p, 1, 0, 1), again = keying(p, 1, 1, 1);
    const SheetValue *values;
    size_t            n;
    k.v[1].words = STR("请假");
    assert_int_equal(keyed(v, "一组1户", &k), OK);
    assert_int_equal(k.ret.state, SHEET_DONE);
    assert_int_equal(keyed(v, "一组1户", &again), ERR_CONFLICT);
    assert_int_equal(keyed(v, "一组2户", &again), ERR_CONFLICT);
    Ctx *c = as(v, "nobody");
    assert_ok(c, sheet_values(db_read(c), p->sheet, &values, &n));
    assert_int_equal(n, 3);
    assert_int_equal(values[1].value, 0);
    assert_str(values[1].words, "请假");
    assert_int_equal(faults(v), 0);
}

static void two_who_agree_are_two_persons(void **state)
{
    Village          *v = *state;
    Print            *p = printed(v, true);
    Key               k = keying(p, 1, 0, 1);
    const SheetValue *values;
    size_t            n;
    assert_int_equal(keyed(v, "village", &(Key){ .k = keying(p, 1, 0, 1).k }), ERR_DENIED); /* tied to no person */
    assert_int_equal(keyed(v, "一组1户", &k), OK);
    assert_int_equal(k.ret.state, SHEET_WAITS);
    Ctx *c = as(v, "nobody");
    assert_err(c, ERR_CONFLICT, sheet_values(db_read(c), p->sheet, &values, &n)); /* nor is it shown to the second */
    assert_int_equal(keyed(v, "一组1户", &k), ERR_DENIED);
    Actor second = *as(v, "一组1户")->actor;
    second.account++; /* another account of that person */
    c = as(v, "nobody");
    c->actor = &second;
    assert_err(c, ERR_DENIED, db_write(c, key, &k));
    assert_int_equal(keyed(v, "一组2户", &k), OK);
    assert_int_equal(k.ret.state, SHEET_DONE);
    c = as(v, "nobody");
    assert_ok(c, sheet_values(db_read(c), p->sheet, &values, &n));
    assert_int_equal(values[2].value, 1);
    assert_int_equal(faults(v), 0);
}

static void where_two_differ_the_lines_are_named_until_they_agree(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, true);
    Key      a = keying(p, 1, 0, 1), b = keying(p, 1, 1, 1);
    b.v[2].words = STR("晚到");
    assert_int_equal(keyed(v, "一组1户", &a), OK);
    assert_int_equal(keyed(v, "一组2户", &b), OK);
    assert_int_equal(b.ret.state, SHEET_DIFFERS);
    assert_int_equal(b.ret.n_differ, 2);
    assert_int_equal(b.ret.differ[0], 2);
    assert_int_equal(b.ret.differ[1], 3);
    assert_int_equal(keyed(v, "一组3户", &b), ERR_DENIED); /* nobody else joins in */
    a.v[1].value = 1;
    assert_int_equal(keyed(v, "一组1户", &a), OK);
    assert_int_equal(a.ret.state, SHEET_DIFFERS);
    assert_int_equal(a.ret.n_differ, 1);
    b.v[2].words = STR_NONE;
    assert_int_equal(keyed(v, "一组2户", &b), OK);
    assert_int_equal(b.ret.state, SHEET_DONE);
    assert_int_equal(faults(v), 0);
}

static void two_who_never_agree_come_to_an_end(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, true);
    Key      a = keying(p, 1, 0, 1), b = keying(p, 0, 0, 1);
    for (int i = 0; i < SHEET_KEYINGS; i++)
        assert_int_equal(keyed(v, i % 2 ? "一组2户" : "一组1户", i % 2 ? &b : &a), OK);
    assert_int_equal(keyed(v, "一组1户", &b), ERR_LIMIT);
}

static void two_who_key_in_at_once_are_compared(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, true);
    Key      k[2] = { keying(p, 1, 0, 1), keying(p, 1, 0, 0) };
    Actor    who[2] = { *as(v, "一组1户")->actor, *as(v, "一组2户")->actor };
    Together t[2] = { { .body = key, .arg = &k[0], .actor = &who[0] }, { .body = key, .arg = &k[1], .actor = &who[1] } };
    Ctx     *c = as(v, "nobody");
    together_write(c, t, 2);
    assert_int_equal(t[0].err, OK);
    assert_int_equal(t[1].err, OK);
    together_part(t, 2);
    assert_int_equal(k[0].ret.state, SHEET_WAITS);
    assert_int_equal(k[1].ret.state, SHEET_DIFFERS);
    assert_int_equal(faults(v), 0);
}

static void a_sheet_of_an_older_version_says_so(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, false);
    Key      k = keying(p, 1, 0, 1);
    Sheet    s;
    Ctx     *c = as(v, "nobody");
    k.k.version_now = version("second");
    assert_ok(c, sheet_get(db_read(c), p->sheet, &s));
    assert_true(sheet_is_older(&s, &k.k.version_now));
    assert_int_equal(keyed(v, "一组1户", &k), ERR_CONFLICT);
    k.k.takes_older = true;
    assert_int_equal(keyed(v, "一组1户", &k), OK);
    assert_int_equal(faults(v), 0);
}

static void a_retry_with_the_same_key_keys_in_once(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, true);
    Key      k = keying(p, 1, 0, 1);
    Once     once = { STR("420325"), "meeting.key", STR("once-00000001"), once_payload((Str[]){ STR("101") }, 1) };
    i64      made;
    for (int i = 0; i < 3; i++) {
        Ctx *c = as(v, "一组1户");
        assert_ok(c, once_write(c, &once, 5, key, &k, &made));
    }
    Sheet s;
    Ctx  *c = as(v, "nobody");
    assert_ok(c, sheet_get(db_read(c), p->sheet, &s));
    assert_int_equal(s.keyings, 1);
}

static void what_does_not_fit_the_paper_is_refused(void **state)
{
    Village *v = *state;
    Print   *p = printed(v, false);
    Key      k = keying(p, 1, 0, 1);
    k.k.n = 2;
    assert_int_equal(keyed(v, "一组1户", &k), ERR_INVALID);
    k.k.n = 3;
    char *long_words = arena_take(v->kept, 201);
    memset(long_words, 'x', 201);
    k.v[0].words = (Str){ long_words, 201 };
    assert_int_equal(keyed(v, "一组1户", &k), ERR_INVALID);
    Print *more = NEW(v->kept, Print);
    *more = *p;
    Ctx *c = as(v, "village");
    more->n.n = 0;
    assert_err(c, ERR_INVALID, db_write(c, print, more));
    more->n.n = SHEET_ROWS + 1;
    assert_err(c, ERR_TOO_LARGE, db_write(c, print, more));
    more->n.n = 2;
    more->v[1] = more->v[0];
    assert_err(c, ERR_CONFLICT, db_write(c, print, more)); /* a line twice */
    assert_int_equal(faults(v), 0);
}

static Err forget(Db *w, void *arg)
{
    return sheet_noun.erase(w, *(Ref *)arg);
}

static void what_a_pen_wrote_of_a_person_goes_with_the_person(void **state)
{
    Village          *v = *state;
    Print            *p = printed(v, false);
    Key               k = keying(p, 1, 0, 1);
    const SheetValue *values;
    size_t            n;
    k.v[0].words = k.v[1].words = STR("住院");
    assert_int_equal(keyed(v, "一组1户", &k), OK);
    Ctx *c = as(v, "nobody");
    assert_ok(c, db_write(c, forget, &p->v[0].ref));
    assert_ok(c, sheet_values(db_read(c), p->sheet, &values, &n));
    assert_str(values[0].words, "");
    assert_str(values[1].words, "住院");
    assert_int_equal(values[0].value, 1);
    assert_int_equal(faults(v), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(its_code_opens_it_in_the_order_of_the_paper),
        IN_VILLAGE(a_sheet_for_one_is_keyed_in_once),
        IN_VILLAGE(two_who_agree_are_two_persons),
        IN_VILLAGE(where_two_differ_the_lines_are_named_until_they_agree),
        IN_VILLAGE(two_who_never_agree_come_to_an_end),
        IN_VILLAGE(two_who_key_in_at_once_are_compared),
        IN_VILLAGE(a_sheet_of_an_older_version_says_so),
        IN_VILLAGE(a_retry_with_the_same_key_keys_in_once),
        IN_VILLAGE(what_does_not_fit_the_paper_is_refused),
        IN_VILLAGE(what_a_pen_wrote_of_a_person_goes_with_the_person),
    };
    return RUN_TESTS(tests);
}
