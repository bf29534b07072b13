/* need: raising, joining, correcting; who sees what; the table of moves. */
#include "matter/story.h"
#include "plan/need/need_inside.h"
#include "plan/need/need_tally.h"
#include "record/inbox.h"
#include "support/village.h"

static Str reason_of(Village *v, Ref need, const char *who)
{
    HouseParts voices;
    i64        household = as(v, who)->actor->household;
    Ctx       *c = as(v, "village");
    assert_ok(c, need_voices(c, need, &voices));
    for (size_t i = 0; i < voices.n; i++)
        if (voices.v[i].household.id == household)
            return voices.v[i].words;
    return STR("no voice");
}

static void a_household_has_one_voice(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("孩子上晚自习")));
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("老人夜里摔过")));
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR(""))); /* a double tap takes no reason away */
    assert_int_equal(village_see(v, "nobody", need).voices, 2); /* the author's and one more */
    assert_str(reason_of(v, need, "一组2户"), "老人夜里摔过");
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), 2);
    village_check(v);
}

static void a_voice_is_taken_back_and_given_again(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("")));
    for (int i = 0; i < 2; i++) { /* a retry is harmless */
        c = as(v, "一组2户");
        assert_ok(c, need_leave(c, need));
    }
    assert_int_equal(village_see(v, "nobody", need).voices, 1);
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("想好了")));
    assert_int_equal(village_see(v, "nobody", need).voices, 2);
    assert_true(village_see(v, "一组2户", need).has_voiced);
    village_check(v);
}

static void an_author_cannot_leave_but_withdraw_while_alone(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), other = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_leave(c, need));
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("")));
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_withdraw(c, need, STR("不要了")));
    c = as(v, "一组2户");
    assert_err(c, ERR_DENIED, need_withdraw(c, other, STR("不要了")));
    c = as(v, "一组1户");
    assert_ok(c, need_withdraw(c, other, STR("修好了")));
    assert_int_equal(village_see(v, "一组1户", other).state, NEED_WITHDRAWN);
    village_check(v);
}

static void who_does_not_live_here_has_no_voice(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), mine;
    Ctx     *c = as(v, "下湾1户");
    assert_err(c, ERR_DENIED, need_join(c, need, STR("")));
    c = as(v, "village");
    assert_err(c, ERR_DENIED, need_join(c, need, STR("")));
    c = as(v, "nobody");
    assert_err(c, ERR_SIGNED_OUT, need_join(c, need, STR("")));
    NeedNew n = { .title = STR("别村的事"), .place = STR(VILLAGE_CODE), .once = STR("once-other") };
    c = as(v, "下湾1户");
    assert_err(c, ERR_DENIED, need_raise(c, &n, &mine));
    assert_int_equal(village_see(v, "nobody", need).voices, 1);
}

static void the_same_key_raises_once(void **state)
{
    Village *v = *state;
    Ref      first, again;
    NeedNew n = {
        .title = STR("水管漏水"), .category = NEED_WATER, .place = STR(VILLAGE_GROUP), .once = STR("once-twice")};
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, need_raise(c, &n, &first));
    i64 id = first.id;
    c = as(v, "一组1户");
    assert_ok(c, need_raise(c, &n, &again));
    assert_true(again.id == id);
    n.title = STR("别的一件事");
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_raise(c, &n, &again));
    assert_int_equal(village_count(v, "420325", "need.raised", 0), 1);
}

static void a_refused_need_names_its_field_and_keeps_its_key(void **state)
{
    Village *v = *state;
    Ref      need;
    NeedNew  n = { .title = STR("短"), .place = STR(VILLAGE_GROUP), .once = STR("once-refused") };
    Ctx     *c = as(v, "一组1户");
    assert_int_equal(need_raise(c, &n, &need), ERR_INVALID);
    assert_string_equal(c->problems->field, "title");
    n.title = STR("说清楚一件事");
    c = as(v, "一组1户");
    assert_ok(c, need_raise(c, &n, &need));
    n = (NeedNew){
        .title = STR("投诉一件事"), .kind = NEED_COMPLAINT, .place = STR(VILLAGE_GROUP), .once = STR("once-complain")};
    c = as(v, "一组1户");
    assert_int_equal(need_raise(c, &n, &need), ERR_INVALID);
    assert_string_equal(c->problems->field, "target");
}

static void a_hidden_author_is_known_to_the_organiser_only(void **state)
{
    Village *v = *state;
    Ref      need;
    NeedNew n = {
        .title = STR("低保评得不公"), .place = STR(VILLAGE_GROUP), .hide_author = true, .once = STR("once-hidden")};
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_raise(c, &n, &need));
    need = (Ref){ STR("420325"), need.id, STR(VILLAGE_GROUP) };
    assert_str(village_see(v, "village", need).author, "一组2户");
    assert_str(village_see(v, "一组2户", need).author, "一组2户");
    static const char *const public[] = { "nobody", "一组1户", "other village", "helper" };
    for (size_t i = 0; i < COUNTOF(public); i++) {
        Need seen = village_see(v, public[i], need);
        assert_str(seen.author, "");
        assert_true(seen.household.id == 0);
        Needs      list;
        HouseParts voices;
        NeedQuery  q = { .place = STR(VILLAGE_CODE), .category = -1, .kind = -1 };
        c = as(v, public[i]);
        assert_ok(c, need_list(c, &q, &list));
        assert_int_equal(list.n, 1);
        assert_str(list.v[0].author, "");
        assert_ok(c, need_voices(c, need, &voices));
        assert_int_equal(voices.n, 1);
        assert_str(voices.v[0].label, "");
        assert_true(voices.v[0].household.id == 0);
    }
}

static void a_complaint_is_read_by_the_level_above_and_never_by_whom_it_names(void **state)
{
    Village *v = *state;
    Ref      need = village_need_of(v, "一组1户", NEED_COMPLAINT, "村干部办事拖");
    Need     n;
    static const char *const blind[] = {"nobody", "group",      "village",      "一组2户",
                                        "helper", "other town", "other village"};
    for (size_t i = 0; i < COUNTOF(blind); i++) {
        Ctx      *c = as(v, blind[i]);
        Story steps;
        HouseParts voices;
        assert_err(c, ERR_MISSING, need_get(c, need, &n));
        assert_err(c, ERR_MISSING, story_read(c, "need", need, &steps));
        assert_err(c, ERR_MISSING, need_voices(c, need, &voices));
    }
    assert_str(village_see(v, "town", need).target, "村干部");
    assert_str(village_see(v, "county", need).at, VILLAGE_TOWN);
    assert_int_equal(village_see(v, "一组1户", need).kind, NEED_COMPLAINT);
    Ctx *c = as(v, "village");
    assert_err(c, ERR_MISSING, need_take(c, need, 1));
    Needs     list;
    NeedQueue queue = { .place = STR(VILLAGE_CODE) };
    NeedQuery q = { .place = STR(VILLAGE_CODE), .category = -1, .kind = -1 };
    c = as(v, "village");
    assert_ok(c, need_queue(c, &queue, &list));
    assert_int_equal(list.n, 0);
    assert_ok(c, need_list(c, &q, &list));
    assert_int_equal(list.n, 0);
    queue.place = STR(VILLAGE_TOWN);
    c = as(v, "town");
    assert_ok(c, need_queue(c, &queue, &list));
    assert_int_equal(list.n, 1);
    assert_int_equal(village_count(v, VILLAGE_TOWN, "need.kind.complaint", 0), 1);
    static const char *const told_nothing[] = { VILLAGE_CODE, VILLAGE_GROUP }; /* among twenty houses one more complaint is a name */
    for (size_t i = 0; i < COUNTOF(told_nothing); i++) {
        assert_int_equal(village_count(v, told_nothing[i], "need.kind.complaint", 0), 0);
        assert_int_equal(village_count(v, told_nothing[i], "need.raised", 0), village_count(v, told_nothing[i], "need.kind.demand", 0));
    }
    assert_int_equal(village_messages(v, "town"), 1);
    assert_int_equal(village_messages(v, "village"), 0);
}

static void a_complaint_about_the_town_lies_with_the_county(void **state)
{
    Village *v = *state;
    Ref      need;
    Need     n;
    NeedNew c_new = {.title = STR("镇上的人态度差"),
                     .kind = NEED_COMPLAINT,
                     .place = STR(VILLAGE_GROUP),
                     .target = STR("某办公室"),
                     .target_place = STR(VILLAGE_TOWN),
                     .once = STR("once-town")};
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, need_raise(c, &c_new, &need));
    need = (Ref){ STR("420325"), need.id, STR(VILLAGE_GROUP) };
    c = as(v, "town");
    assert_err(c, ERR_MISSING, need_get(c, need, &n));
    assert_str(village_see(v, "county", need).at, "420325");
    assert_int_equal(village_count(v, "420325", "need.kind.complaint", 0), 1);
    assert_int_equal(village_count(v, VILLAGE_TOWN, "need.kind.complaint", 0), 0);
    c_new.target_place = STR("420325103");
    c_new.once = STR("once-elsewhere");
    c = as(v, "一组1户");
    assert_err(c, ERR_INVALID, need_raise(c, &c_new, &need));
}

static void the_author_corrects_and_an_older_version_is_refused(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一伴");
    NeedEdit e = { .version = 1, .title = STR("路灯坏了一半"), .body = STR("三组到村部"), .category = NEED_LIGHT };
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, need_correct(c, need, &e));
    assert_str(village_see(v, "nobody", need).title, "路灯坏了一半");
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_correct(c, need, &e));
    e.version = 2;
    c = as(v, "一组2户");
    assert_err(c, ERR_DENIED, need_correct(c, need, &e));
    const Event *events;
    size_t       n;
    c = as(v, "village");
    assert_ok(c, event_timeline(c, need, &events, &n));
    assert_int_equal(n, 2);
    assert_str(event_part_text(&events[0], "title"), "路灯坏了一伴"); /* the old words stay in the log */
    village_check(v);
}

static void others_joined_what_they_read_and_it_is_only_added_to(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR_NONE));
    NeedEdit other = { .title = STR("我家要修院墙"), .body = STR(""), .category = NEED_LIGHT };
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_correct(c, need, &other));
    NeedEdit emptied = { .title = STR("路灯坏了一半"), .body = STR("别的话"), .category = NEED_LIGHT };
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, need_correct(c, need, &emptied));
    Need     was = village_see(v, "一组1户", need);
    NeedEdit more = { .title = was.title, .body = was.body, .category = (int)was.category, .add = STR("桥头那盏也不亮") };
    c = as(v, "一组1户");
    assert_ok(c, need_correct(c, need, &more));
    Need now = village_see(v, "nobody", need);
    assert_str(now.title, "路灯坏了一半");
    assert_true(str_starts(now.body, was.body));
    assert_true(str_ends(now.body, STR(" 补充：桥头那盏也不亮")));
    c = as(v, "一组2户");
    assert_ok(c, need_leave(c, need));
    c = as(v, "一组1户");
    other.body = now.body;
    assert_ok(c, need_correct(c, need, &other)); /* its author's alone again */
    village_check(v);
}

static void what_is_added_is_bounded_by_the_body(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    char     long_body[1990];
    memset(long_body, 'a', sizeof long_body);
    NeedEdit e = { .title = STR("路灯坏了一半"), .body = { long_body, sizeof long_body }, .category = NEED_LIGHT };
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, need_correct(c, need, &e));
    e.add = STR("再说几句再说几句");
    c = as(v, "一组1户");
    assert_err(c, ERR_INVALID, need_correct(c, need, &e));
}

static void a_helper_raises_for_who_agreed_and_the_record_says_so(void **state)
{
    Village     *v = *state;
    Ref          need = village_need_of(v, "helper", NEED_DEMAND, "老人看病没车");
    const Event *events;
    size_t       n;
    assert_str(village_see(v, "village", need).author, "一组4户");
    assert_true(village_see(v, "一组4户", need).is_mine);
    Ctx *c = as(v, "village");
    assert_ok(c, event_timeline(c, need, &events, &n));
    assert_int_equal(events[0].channel, CHANNEL_HELPER);
}

/* What somebody said is in no message and no event any more, also where the need had gone on to the city. */
static void who_is_forgotten_is_quoted_nowhere(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), there = need;
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("")));
    static const char *const desks[] = { "group", "village", "town", "county" };
    for (size_t up = 0; up < COUNTOF(desks); up++) {
        c = as(v, desks[up]);
        assert_ok(c, need_hand(c, need, 0, STR("我们办不了"), &there));
    }
    there = (Ref){ STR("4203"), there.id, STR(VILLAGE_GROUP) };
    c = as(v, "city");
    assert_ok(c, need_solve(c, there, 0, STR("换好了"), NULL));
    NeedVerdict no = { 0, STR("我屋里还是黑的"), STR("once-not-done") };
    c = as(v, "一组1户");
    assert_ok(c, need_judge(c, there, &no));
    Ref person = { STR("420325"), as(v, "一组1户")->actor->person, STR(VILLAGE_GROUP) };
    c = as(v, "admin");
    assert_ok(c, person_erase(c, person, STR("本人要求")));

    InboxRows lines;
    Story     steps;
    c = as(v, "一组2户");
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 50, &lines));
    assert_true(lines.n > 0);
    for (size_t i = 0; i < lines.n; i++)
        assert_false(str_eq(lines.v[i].b, STR("我屋里还是黑的")));
    assert_ok(c, story_read(c, "need", there, &steps));
    for (size_t i = 0; i < steps.n; i++)
        assert_false(str_eq(steps.v[i].text, STR("我屋里还是黑的")));
    village_check(v);
}

static void who_is_forgotten_leaves_voices_but_no_words(void **state)
{
    Village *v = *state;
    Ref      alone = village_need(v, "路灯坏了一半"), shared = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, shared, STR("我家也漏")));
    Ref person = { STR("420325"), as(v, "一组1户")->actor->person, STR(VILLAGE_GROUP) };
    c = as(v, "admin");
    assert_ok(c, person_erase(c, person, STR("本人要求")));
    assert_str(village_see(v, "nobody", alone).title, "——");
    assert_str(village_see(v, "nobody", shared).title, "水管漏水");
    assert_str(village_see(v, "nobody", shared).body, "");
    assert_int_equal(village_see(v, "nobody", shared).voices, 2);
    assert_str(reason_of(v, shared, "一组2户"), "我家也漏");
    village_check(v);
}

/* More than the database gives at a time. */
static void of_many_needs_none_keeps_words_or_stays_behind(void **state)
{
    enum { SEVERAL = 205 };
    Village *v = *state;
    Ref      needs[SEVERAL];
    for (int i = 0; i < SEVERAL; i++) {
        if (i % 2 == 0)
            village_later(v, 86400000LL);
        needs[i] = village_need(v, "路灯坏了一半");
    }
    Ref  person = { STR("420325"), as(v, "一组1户")->actor->person, STR(VILLAGE_GROUP) };
    Ctx *c = as(v, "admin");
    assert_ok(c, person_erase(c, person, STR("本人要求")));
    PlaceChange change = { .code = STR(VILLAGE_CODE), .new_code = STR("420325103201"), .on = date_of(c->now), .version = 1 };
    assert_ok(c, place_change(c, &change));
    for (int i = 0; i < SEVERAL; i++) {
        Need n = village_see(v, "nobody", needs[i]);
        assert_str(n.title, "——");
        assert_str(n.ref.place, "420325103201001");
    }
}

static void the_steps_in_the_database_are_those_of_the_table(void **state)
{
    Village *v = *state;
    village_check(v); /* check_moves */
    assert_null(life_move(&need_life, NEED_SOLVED, NEED_TAKEN));
    assert_null(life_move(&need_life, NEED_RAISED, NEED_CLOSED));
    for (size_t i = 0; i < need_life.n_moves; i++)
        if (need_life.moves[i].to == NEED_CLOSED)
            assert_int_not_equal(need_life.moves[i].who, BY_VERB); /* no official closes anything */
}

static Err illegal_step(Db *w, void *arg)
{
    NeedRow was, r;
    TRY(need_row(w, *(Ref *)arg, &was));
    r = was;
    r.n.state = NEED_SOLVED;
    return change_store(w, &need_life, &was, &r);
}

static void an_illegal_step_cannot_be_stored(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "village");
    assert_int_not_equal(db_write(c, illegal_step, &need), OK);
    assert_int_equal(village_see(v, "nobody", need).state, NEED_RAISED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_household_has_one_voice),
        IN_VILLAGE(a_voice_is_taken_back_and_given_again),
        IN_VILLAGE(an_author_cannot_leave_but_withdraw_while_alone),
        IN_VILLAGE(who_does_not_live_here_has_no_voice),
        IN_VILLAGE(the_same_key_raises_once),
        IN_VILLAGE(a_refused_need_names_its_field_and_keeps_its_key),
        IN_VILLAGE(a_hidden_author_is_known_to_the_organiser_only),
        IN_VILLAGE(a_complaint_is_read_by_the_level_above_and_never_by_whom_it_names),
        IN_VILLAGE(a_complaint_about_the_town_lies_with_the_county),
        IN_VILLAGE(the_author_corrects_and_an_older_version_is_refused),
        IN_VILLAGE(others_joined_what_they_read_and_it_is_only_added_to),
        IN_VILLAGE(what_is_added_is_bounded_by_the_body),
        IN_VILLAGE(a_helper_raises_for_who_agreed_and_the_record_says_so),
        IN_VILLAGE(who_is_forgotten_is_quoted_nowhere),
        IN_VILLAGE(who_is_forgotten_leaves_voices_but_no_words),
        IN_VILLAGE(of_many_needs_none_keeps_words_or_stays_behind),
        IN_VILLAGE(the_steps_in_the_database_are_those_of_the_table),
        IN_VILLAGE(an_illegal_step_cannot_be_stored),
    };
    return RUN_TESTS(tests);
}
