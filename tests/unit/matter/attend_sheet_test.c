/* attend_sheet: the houses of a place on paper, ticked with a pen, keyed in once. */
#include "matter/attend.h"
#include "people/person.h"
#include "plan/meeting/meeting.h"
#include "support/village.h"

static i64 came(Village *v, Ref meeting)
{
    i64  n;
    Ctx *c = as(v, "nobody");
    assert_ok(c, houses_count(c, "meeting", meeting, &n));
    return n;
}

static Sheets printed(Village *v, Ref meeting)
{
    Sheets s, *kept = NEW(v->kept, Sheets);
    Ctx   *c = as(v, "group");
    assert_ok(c, attend_sheets_print(c, &meeting_noun, meeting));
    c = as(v, "group");
    assert_ok(c, sheet_list_of(db_read(c), "meeting", meeting, attend_sheet_kind, &s));
    Sheet *v2 = NEW_N(v->kept, Sheet, s.n);
    for (size_t i = 0; i < s.n; i++) {
        v2[i] = s.v[i];
        v2[i].ref.county = str_copy(v->kept, s.v[i].ref.county);
        v2[i].ref.place = str_copy(v->kept, s.v[i].ref.place);
    }
    *kept = (Sheets){ v2, s.n };
    return *kept;
}

/* Whoever it is keys in that the houses of these lines came. */
static Err key(Village *v, const char *who, Ref sheet, const size_t *lines, size_t n, bool takes_older)
{
    Ctx  *c = as(v, who);
    Sheet s;
    Ref   houses[8];
    assert_ok(c, sheet_get(db_read(c), sheet, &s));
    for (size_t i = 0; i < n; i++)
        houses[i] = s.v[lines[i] - 1].ref;
    return attend_sheet_key(c, &s, &(Refs){ houses, n }, takes_older);
}

static void every_house_of_the_place_has_a_line_and_who_is_ticked_came(void **state)
{
    Village   *v = *state;
    Ref        meeting = village_meeting(v, 0);
    Sheets     s = printed(v, meeting);
    Ctx       *c = as(v, "group");
    i64        houses;
    assert_ok(c, household_count(c, STR(VILLAGE_GROUP), &houses));
    assert_int_equal(s.n, 1);
    assert_int_equal(s.v[0].n, houses);
    assert_int_equal(key(v, "group", s.v[0].ref, (size_t[]){ 1, 3 }, 2, false), OK);
    assert_int_equal(came(v, meeting), 2);
    assert_err(v->c, ERR_CONFLICT, key(v, "group", s.v[0].ref, (size_t[]){ 2 }, 1, false)); /* once */
    assert_int_equal(came(v, meeting), 2);
    village_check(v);
}

static void a_second_press_prints_nothing_until_it_is_keyed_in(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    Sheets   s = printed(v, meeting);
    assert_int_equal(printed(v, meeting).n, s.n);
    assert_int_equal(key(v, "group", s.v[0].ref, NULL, 0, false), OK); /* nobody came: a sheet that is done, too */
    assert_int_equal(printed(v, meeting).n, s.n + 1);
}

static void held(Village *v, Ref meeting)
{
    Ctx *c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, 0, STR("散会。")));
}

static void paper_of_before_the_end_is_reason_enough_and_none_is_printed_after_it(void **state)
{
    Village     *v = *state;
    Ref          meeting = village_meeting(v, 0), other = village_meeting(v, 0);
    Sheets       s = printed(v, meeting);
    const Event *e;
    size_t       n;
    held(v, meeting);
    held(v, other);
    assert_int_equal(key(v, "group", s.v[0].ref, (size_t[]){ 1 }, 1, false), OK);
    assert_int_equal(came(v, meeting), 1);
    Ctx *c = as(v, "group");
    assert_err(c, ERR_CONFLICT, attend_sheets_print(c, &meeting_noun, other));
    c = as(v, "nobody");
    assert_ok(c, event_timeline(c, meeting, &e, &n));
    assert_str(e[n - 2].kind, "sheet.done"); /* by one: nobody was there to agree with */
    village_check(v);
}

static void only_the_host_prints_and_keys_in(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    Sheets   s = printed(v, meeting);
    Ctx     *c = as(v, "一组1户");
    assert_err(c, ERR_DENIED, attend_sheets_print(c, &meeting_noun, meeting));
    assert_err(v->c, ERR_DENIED, key(v, "other village", s.v[0].ref, (size_t[]){ 1 }, 1, false));
    assert_int_equal(came(v, meeting), 0);
}

static void a_house_that_is_not_on_it_or_took_itself_back_is_refused_and_nothing_is_half_done(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0), foreign = { STR("420325"), 12345, STR_NONE }, one = actor_house(as(v, "一组1户")->actor);
    Sheets   s = printed(v, meeting);
    Sheet    sheet;
    Ctx     *c = as(v, "group");
    assert_ok(c, sheet_get(db_read(c), s.v[0].ref, &sheet));
    assert_err(c, ERR_INVALID, attend_sheet_key(c, &sheet, &(Refs){ &foreign, 1 }, false));
    c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    c = as(v, "group");
    assert_ok(c, sheet_get(db_read(c), s.v[0].ref, &sheet));
    assert_err(c, ERR_INVALID, attend_sheet_key(c, &sheet, &(Refs){ &one, 1 }, false));
    c = as(v, "group");
    assert_ok(c, sheet_get(db_read(c), s.v[0].ref, &sheet));
    assert_int_equal(sheet.state, SHEET_OUT);
    village_check(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(every_house_of_the_place_has_a_line_and_who_is_ticked_came),
        IN_VILLAGE(a_second_press_prints_nothing_until_it_is_keyed_in),
        IN_VILLAGE(paper_of_before_the_end_is_reason_enough_and_none_is_printed_after_it),
        IN_VILLAGE(only_the_host_prints_and_keys_in),
        IN_VILLAGE(a_house_that_is_not_on_it_or_took_itself_back_is_refused_and_nothing_is_half_done),
    };
    return RUN_TESTS(tests);
}
