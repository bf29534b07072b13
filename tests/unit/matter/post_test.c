/* post: who holds which post, with the role that goes along; corrected and ended, never deleted; and its end by itself. */
#include <stdio.h>
#include <string.h>

#include "entry/role_asked.h"
#include "matter/post.h"
#include "matter/post.sql.h"
#include "matter/post_inside.h"
#include "people/person.h"
#include "people/person.sql.h"
#include "record/inbox.h"
#include "support/village.h"

static Ref person_of(Village *v, const char *house)
{
    const Actor *a = as(v, house)->actor;
    return (Ref){ a->county, a->person, a->home };
}

static Date day_after(Village *v, int days)
{
    return date_of(as(v, "nobody")->now + days * DAY);
}

static PostNew post_for(Village *v, Ref person, PostKind kind, const char *place)
{
    return (PostNew){ .place = str_from(place), .person = person, .kind = (int)kind, .body = STR("一组理事会"),
                      .source = STR("3月8日户主会选的"), .once = village_once(v), .from = day_after(v, 0) };
}

static Ref give(Village *v, const char *who, const PostNew *n)
{
    Ref  post;
    Ctx *c = as(v, who);
    assert_ok(c, post_give(c, n, &post));
    return post;
}

/* An account of that person's own, with a role that opens nothing here. */
static i64 account_for(Village *v, Ref person, const char *name)
{
    i64        account;
    Ctx       *c = as(v, "village");
    AccountNew n = { STR(VILLAGE_CODE), str_from(name), str_from(name), STR("long enough 2026"), ROLE_HELPER, date_of(c->now), 0, person };
    assert_ok(c, account_add(c, &n, &account));
    return account;
}

static Post seen(Village *v, const char *who, Ref post)
{
    Post p;
    Ctx *c = as(v, who);
    assert_ok(c, post_get(c, post, &p));
    return p;
}

static bool may(Village *v, i64 account, Verb verb, const char *place)
{
    Actor who;
    Ctx  *c = as(v, "nobody");
    assert_ok(c, account_actor(c, account, STR("420325"), 0, &who));
    return access_may(&who, verb, str_from(place));
}

static size_t listed(Village *v, const char *place, PostState state, Post *ret, size_t most)
{
    Posts   posts;
    ListAsk ask = { .since = 0 };
    size_t  n = 0;
    do {
        Ctx *c = as(v, "nobody");
        assert_ok(c, post_list(c, str_from(place), state, &ask, POST_PAGE, &posts));
        for (size_t i = 0; i < posts.n && n < most; i++)
            ret[n++] = posts.v[i];
        ask.after = posts.next;
    } while (ask.after.is_set);
    return n;
}

static void who_was_elected_is_named_while_it_lasts_and_nobody_else(void **state)
{
    Village *v = *state;
    Post     p[9];
    PostNew  n = post_for(v, person_of(v, "一组2户"), POST_COUNCILLOR, VILLAGE_CODE);
    PostNew  chair = post_for(v, person_of(v, "一组1户"), POST_CHAIR, VILLAGE_CODE);
    (void)give(v, "village", &n);
    (void)give(v, "village", &chair);
    assert_int_equal(listed(v, VILLAGE_CODE, POST_HELD, p, 9), 2);
    assert_int_equal(p[0].kind, POST_CHAIR); /* before its members */
    assert_str(p[1].name, "李秀英");
    PostNew keeper = post_for(v, person_of(v, "一组3户"), POST_KEEPER, VILLAGE_CODE);
    Ref     keeps = give(v, "village", &keeper);
    assert_str(seen(v, "nobody", keeps).name, "张**"); /* chosen by an office */
    assert_str(seen(v, "village", keeps).name, "张大山");
    Ctx *c = as(v, "village");
    assert_ok(c, post_end(c, keeps, 0, STR("换人")));
    c = as(v, "village");
    assert_ok(c, post_end(c, p[1].ref, 0, STR("到外面打工")));
    assert_str(seen(v, "nobody", p[1].ref).name, "李**");
    (void)give(v, "village", &(PostNew){ n.place, n.person, n.kind, n.body, n.source, village_once(v), n.from, 0 });
    assert_int_equal(listed(v, VILLAGE_TOWN, POST_HELD, p, 9), 2);
    assert_int_equal(listed(v, "420325", POST_HELD, p, 9), 2);
    assert_int_equal(listed(v, VILLAGE_OTHER, POST_HELD, p, 9), 0);
    assert_int_equal(village_count(v, VILLAGE_TOWN, "post.held", 0), 2);
    village_check(v);
}

static void a_post_gives_its_role_and_takes_it_along(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE));
    PostNew n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    Ref     post = give(v, "village", &n);
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE));
    assert_int_equal(seen(v, "village", post).held, ROLE_HELD);
    i64  told = village_messages(v, "一组2户");
    Ctx *c = as(v, "village");
    assert_ok(c, post_end(c, post, 0, STR("搬走了")));
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE));
    assert_int_equal(village_messages(v, "一组2户"), told + 1);
    Post p[2];
    assert_int_equal(listed(v, VILLAGE_CODE, POST_HELD, p, 2), 0);
    assert_int_equal(listed(v, VILLAGE_CODE, POST_ENDED, p, 2), 1); /* it stays to be read */
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, post_end(c, post, 0, STR("又一次")));
    village_check(v);
}

static void without_an_account_it_stands_alone_and_the_role_can_follow(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    PostNew  n = post_for(v, who, POST_REPRESENTATIVE, VILLAGE_CODE);
    Ref      post = give(v, "village", &n);
    assert_int_equal(seen(v, "village", post).held, ROLE_NOT_HELD);
    Ctx *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, post_arm(c, post, 0));
    i64 account = account_for(v, who, "lixiuying");
    c = as(v, "village");
    assert_ok(c, post_arm(c, post, 0));
    assert_true(may(v, account, VERB_PROPOSE, VILLAGE_CODE));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, post_arm(c, post, 0));
    village_check(v);
}

/* A team member may help in houses' names, which a town's own role does not let it do. */
static void a_role_beyond_its_giver_waits_for_a_second_person(void **state)
{
    Village   *v = *state;
    Ref        who = person_of(v, "一组2户");
    i64        account = account_for(v, who, "lixiuying");
    RolesAsked asked;
    PostNew    n = post_for(v, who, POST_TEAM_LEADER, VILLAGE_CODE);
    Ref        post = give(v, "town", &n);
    assert_int_equal(seen(v, "town", post).held, ROLE_ASKED_FOR);
    assert_false(may(v, account, VERB_PROPOSE, VILLAGE_CODE));
    Ctx *c = as(v, "county");
    assert_ok(c, role_asked_list(c, STR("420325"), &asked));
    assert_int_equal(asked.n, 1);
    assert_ok(c, role_asked_agree(c, asked.v[0].ref, asked.v[0].version));
    assert_int_equal(seen(v, "town", post).held, ROLE_HELD);
    assert_true(may(v, account, VERB_PROPOSE, VILLAGE_CODE));
    c = as(v, "town");
    assert_ok(c, post_end(c, post, 0, STR("轮换")));
    assert_false(may(v, account, VERB_PROPOSE, VILLAGE_CODE));
    n = post_for(v, who, POST_TEAM_MEMBER, VILLAGE_CODE);
    post = give(v, "town", &n);
    c = as(v, "town");
    assert_ok(c, post_end(c, post, 0, STR("记错了人")));
    c = as(v, "county");
    assert_ok(c, role_asked_list(c, STR("420325"), &asked));
    assert_int_equal(asked.n, 0); /* nobody is asked any more */
    village_check(v);
}

static void it_is_given_by_who_may_give_its_role_and_never_to_oneself(void **state)
{
    Village *v = *state;
    Ref      post;
    PostNew  n = post_for(v, person_of(v, "一组2户"), POST_SUPERVISOR, VILLAGE_CODE);
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_DENIED, post_give(c, &n, &post)); /* who is watched */
    c = as(v, "group");
    n.kind = POST_CHAIR;
    assert_err(c, ERR_DENIED, post_give(c, &n, &post));
    c = as(v, "other village");
    assert_err(c, ERR_DENIED, post_give(c, &n, &post));
    c = as(v, "village");
    n.kind = POST_MEDIATOR;
    n.place = STR(VILLAGE_GROUP);
    assert_err(c, ERR_INVALID, post_give(c, &n, &post)); /* there is none of a group */
    n = post_for(v, person_of(v, "下湾1户"), POST_CHAIR, VILLAGE_CODE);
    c = as(v, "village");
    assert_err(c, ERR_INVALID, post_give(c, &n, &post)); /* nobody whom the village may see */
    Actor own = *as(v, "village")->actor;
    n = post_for(v, person_of(v, "一组2户"), POST_CHAIR, VILLAGE_CODE);
    own.tied = 0; /* whose account is nobody's: the post could be the giver's own */
    c = as(v, "village");
    c->actor = &own;
    assert_err(c, ERR_DENIED, post_give(c, &n, &post));
    own.tied = n.person.id;
    own.tied_county = n.person.county;
    c = as(v, "village");
    c->actor = &own;
    assert_err(c, ERR_DENIED, post_give(c, &n, &post));
}

static void nobody_holds_one_role_there_by_two_posts(void **state)
{
    Village *v = *state;
    Ref      post;
    PostNew  n = post_for(v, person_of(v, "一组2户"), POST_CHAIR, VILLAGE_CODE), same = n;
    Ref      first = give(v, "village", &n);
    assert_int_equal(give(v, "village", &same).id, first.id); /* the same `once` */
    n.once = village_once(v);
    n.kind = POST_COUNCILLOR;
    Ctx *c = as(v, "village");
    assert_err(c, ERR_INVALID, post_give(c, &n, &post));
    n.kind = POST_REPRESENTATIVE;
    (void)give(v, "village", &n);
}

static void both_are_told_before_it_ends_and_it_ends_by_itself(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    n.until = day_after(v, 100);
    Ref post = give(v, "village", &n);
    village_later(v, 60 * DAY);
    i64 told = village_messages(v, "一组2户"), told_giver = village_messages(v, "village");
    village_later(v, 15 * DAY);
    assert_int_equal(village_messages(v, "一组2户"), told + 1);
    assert_int_equal(village_messages(v, "village"), told_giver + 1);
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE));
    village_later(v, 20 * DAY);
    assert_int_equal(village_messages(v, "一组2户"), told + 1); /* once */
    village_later(v, 7 * DAY);
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    assert_int_equal(seen(v, "nobody", post).ended_on, date_of(date_start(n.until) + DAY));
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE));
    village_check(v);
}

static void a_correction_keeps_what_stood_and_moves_the_end_of_the_role(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    n.until = day_after(v, 100);
    Ref      post = give(v, "village", &n);
    PostEdit e = { .kind = POST_VICE_CHAIR, .body = STR("上湾村理事会"), .source = STR("3月9日户主会选的"), .why = STR("写错了"),
                   .from = n.from, .until = day_after(v, 10) };
    Ctx     *c = as(v, "village");
    e.version = 9;
    assert_err(c, ERR_CONFLICT, post_correct(c, post, &e));
    e.version = 1;
    c = as(v, "village");
    assert_ok(c, post_correct(c, post, &e));
    assert_str(seen(v, "nobody", post).title, "上湾村理事会");
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE));
    village_later(v, 11 * DAY);
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE));
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    e.version = 0;
    e.kind = POST_KEEPER;
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, post_correct(c, post, &e));
    village_check(v);
}

static void who_watches_holds_no_post_of_the_watched(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户"), post; /* of no account: the posts alone say it */
    PostNew  n = post_for(v, who, POST_COUNCILLOR, VILLAGE_CODE), watch = post_for(v, who, POST_SUPERVISOR, VILLAGE_CODE);
    n.until = day_after(v, 10);
    (void)give(v, "village", &n);
    Ctx *c = as(v, "town");
    assert_err(c, ERR_INVALID, post_give(c, &watch, &post));
    watch.from = day_after(v, 10); /* its last day is the other's first */
    c = as(v, "town");
    assert_err(c, ERR_INVALID, post_give(c, &watch, &post));
    watch.from = day_after(v, 11);
    post = give(v, "town", &watch);
    PostEdit e = { .kind = POST_SUPERVISOR, .body = watch.body, .source = watch.source, .why = STR("写错了"), .from = day_after(v, 5) };
    c = as(v, "town");
    assert_err(c, ERR_INVALID, post_correct(c, post, &e)); /* nor by a correction */
    village_check(v);
}

/* The same table for posts: each kind with each other, in one person's hands. */
static void who_is_to_hold_one_later_is_named_when_it_begins(void **state)
{
    Village *v = *state;
    PostNew  n = post_for(v, person_of(v, "一组2户"), POST_REPRESENTATIVE, VILLAGE_CODE);
    n.from = day_after(v, 3);
    Ref post = give(v, "village", &n);
    assert_str(seen(v, "nobody", post).name, "李**");
    village_later(v, 3 * DAY);
    assert_str(seen(v, "nobody", post).name, "李秀英");
}

static void found_at(void *arg, const char *rule, Str where)
{
    *(int *)arg += strcmp(rule, "post.apart") == 0;
}

static Err made_to_watch(Db *w, void *arg)
{
    const Post *p = arg;
    return db_exec(w, QUERY(post_store, KEY(p->ref), .version = ARG(p->version), .from = ARG(0), .state = ARG(0), .title = ARG(p->title),
                            .kind = ARG(POST_SUPERVISOR), .account = ARG(0), .role = ARG(0), .from_date = ARG(p->from), .until_date = ARG(0),
                            .source = ARG(p->source), .warned_for = ARG(0), .ended_on = ARG(0), .changed_at = ARG(p->changed_at)));
}

static void check_finds_two_posts_that_exclude_each_other_without_an_account(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    PostNew  one = post_for(v, who, POST_COUNCILLOR, VILLAGE_CODE), two = post_for(v, who, POST_KEEPER, VILLAGE_CODE);
    (void)give(v, "village", &one);
    Post   keeper = seen(v, "village", give(v, "village", &two));
    int    found = 0;
    Report r = { .say = found_at, .arg = &found };
    Ctx   *c = as(v, "admin");
    assert_ok(c, post_noun.check(c, &r));
    assert_int_equal(found, 0);
    assert_ok(c, db_write(c, made_to_watch, &keeper)); /* as two programs once could */
    assert_ok(c, post_noun.check(c, &r));
    assert_int_equal(found, 1);
}

static void posts_are_apart_as_the_roles_that_they_carry(void **state)
{
    static const Role carried[POST_KINDS] = {
        ROLE_COUNCIL, ROLE_COUNCIL, ROLE_COUNCIL, ROLE_COUNCIL, ROLE_REPRESENTATIVE, ROLE_SUPERVISOR, ROLE_MEDIATOR, ROLE_KEEPER,
        ROLE_TEAM_MEMBER, ROLE_TEAM_MEMBER,
    };
    Village *v = *state;
    for (PostKind a = 0; a < POST_KINDS; a++) {
        for (PostKind b = 0; b < POST_KINDS; b++) {
            Ref       who, post;
            PersonNew one = { .place = STR(VILLAGE_GROUP), .household = STR("一组9户") };
            Ctx      *c = as(v, "village");
            one.name = arena_printf(c->arena, "周%d", (int)(a * POST_KINDS + b));
            assert_ok(c, person_add(c, &one, &who));
            if (carried[a] == carried[b])
                continue;
            PostNew first = post_for(v, who, a, VILLAGE_CODE), second = post_for(v, who, b, VILLAGE_CODE);
            (void)give(v, "town", &first);
            c = as(v, "town");
            assert_int_equal(post_give(c, &second, &post), role_excludes(carried[a], carried[b]) ? ERR_INVALID : OK);
        }
    }
}

static void a_post_that_stood_before_the_account_keeps_its_role_apart(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account;
    PostNew  n = post_for(v, who, POST_SUPERVISOR, VILLAGE_CODE);
    (void)give(v, "town", &n);
    AccountNew one = { STR(VILLAGE_CODE), STR("lixiuying"), STR("李秀英"), STR("long enough 2026"), ROLE_COUNCIL, day_after(v, 0), 0, who };
    Ctx       *c = as(v, "village");
    assert_err(c, ERR_INVALID, account_add(c, &one, &account));
    one.role = ROLE_REPRESENTATIVE;
    c = as(v, "village");
    assert_ok(c, account_add(c, &one, &account));
    c = as(v, "village");
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), account, ROLE_GROUP_LEADER, STR(VILLAGE_GROUP), 0, 0));
}

static void another_first_day_is_another_beginning_of_the_role(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    Ref      post = give(v, "village", &n);
    PostEdit e = { .kind = POST_CHAIR, .body = n.body, .source = n.source, .why = STR("下个月才上任"), .from = day_after(v, 20) };
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE));
    Ctx *c = as(v, "village");
    assert_ok(c, post_correct(c, post, &e));
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE));
    village_later(v, 21 * DAY);
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE));
    village_check(v);
}

static void another_post_is_another_row_and_not_a_correction(void **state)
{
    Village *v = *state;
    PostNew  n = post_for(v, person_of(v, "一组2户"), POST_CHAIR, VILLAGE_CODE);
    Ref      post = give(v, "village", &n);
    PostEdit e = { .kind = POST_REPRESENTATIVE, .body = n.body, .source = n.source, .why = STR("写错了"), .from = n.from };
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_INVALID, post_correct(c, post, &e));
    e.kind = POST_CHAIR;
    e.until = date_of(date_start(n.from) - DAY);
    c = as(v, "village");
    assert_err(c, ERR_INVALID, post_correct(c, post, &e));
}

static void a_place_under_another_code_keeps_posts_and_roles_and_one_that_is_taken_in_has_none(void **state)
{
    Village    *v = *state;
    Ref         who = person_of(v, "一组2户");
    i64         account = account_for(v, who, "lixiuying");
    PostNew     n = post_for(v, who, POST_COUNCILLOR, VILLAGE_CODE "002");
    Ref         post = give(v, "village", &n);
    PlaceChange moved = { .code = STR(VILLAGE_CODE "002"), .new_code = STR(VILLAGE_CODE "008"), .version = 1 };
    PlaceChange taken = { .code = STR(VILLAGE_CODE "008"), .into = STR(VILLAGE_GROUP), .version = 1 };
    Ctx        *c = as(v, "admin");
    assert_ok(c, place_change(c, &moved));
    assert_str(seen(v, "nobody", post).ref.place, VILLAGE_CODE "008");
    assert_true(may(v, account, VERB_HOST, VILLAGE_CODE "008"));
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE "002"));
    c = as(v, "admin");
    assert_ok(c, place_change(c, &taken));
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    assert_false(may(v, account, VERB_HOST, VILLAGE_CODE "008"));
    assert_false(may(v, account, VERB_HOST, VILLAGE_GROUP)); /* nobody gave it for all of that */
    assert_true(may(v, account, VERB_HELP, VILLAGE_CODE));
    village_check(v);
}

typedef struct Found { int posts, roles; } Found;

static void count_findings(void *arg, const char *rule, Str where)
{
    Found *f = arg;
    f->posts += strncmp(rule, "post.person", 11) == 0;
    f->roles += strcmp(rule, "role.gone") == 0;
}

static Err person_struck(Db *w, void *arg)
{
    i64 n;
    const Ref *who = arg;
    return db_change(w, Q_PERSON_END, ARGS(REF(*who), date_of(db_ctx(w)->now)), &n);
}

/* Died, moved away: by the roll, and nobody remembers the post. */
static void who_leaves_the_roll_leaves_post_and_roles(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    Ref      post = give(v, "village", &n);
    Ctx     *c = as(v, "village");
    assert_ok(c, account_role_add(c, STR("420325"), account, ROLE_MEDIATOR, STR(VILLAGE_CODE), 0, 0)); /* no post's */
    assert_true(may(v, account, VERB_HELP, VILLAGE_CODE));
    i64 told = village_messages(v, "village");
    c = as(v, "town"); /* not who gave it */
    assert_ok(c, person_leave(c, who, 0, STR("病故")));
    assert_int_equal(village_messages(v, "village"), told + 1);
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    assert_int_equal(seen(v, "nobody", post).ended_on, day_after(v, 0));
    Actor now;
    c = as(v, "nobody");
    assert_ok(c, account_actor(c, account, STR("420325"), 0, &now));
    assert_int_equal(now.n_grants, 0);
    c = as(v, "village");
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), account, ROLE_MEDIATOR, STR(VILLAGE_CODE), 0, 0)); /* nor a new one */
    village_check(v);
}

/* An official wrote that the supervisor had moved away. */
static void nobody_takes_who_watches_him_off_the_roll(void **state)
{
    Village  *v = *state;
    Ref       who = person_of(v, "一组2户");
    PostNew   n = post_for(v, who, POST_SUPERVISOR, VILLAGE_CODE);
    PersonNew e = { .place = STR(VILLAGE_OTHER "001"), .household = STR("一组9户"), .name = STR("李秀英"), .rolls = 1u << ROLL_REGISTERED };
    Ref       post = give(v, "town", &n);
    Ctx      *c = as(v, "village");
    assert_err(c, ERR_DENIED, person_leave(c, who, 0, STR("搬走了")));
    c = as(v, "village");
    assert_err(c, ERR_DENIED, person_edit(c, who, 1, &e));
    assert_int_equal(seen(v, "nobody", post).state, POST_HELD);
    c = as(v, "town");
    assert_ok(c, person_leave(c, who, 0, STR("搬走了")));
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    village_check(v);
}

static void who_moves_to_another_village_leaves_the_posts_of_the_first(void **state)
{
    Village  *v = *state;
    Ref       who = person_of(v, "一组2户");
    PostNew   n = post_for(v, who, POST_CHAIR, VILLAGE_CODE), other = post_for(v, who, POST_TEAM_MEMBER, VILLAGE_OTHER);
    Ref       post = give(v, "village", &n), team = give(v, "town", &other);
    PersonNew e = { .place = STR(VILLAGE_GROUP), .household = STR("一组7户"), .name = STR("李秀英"), .rolls = 1u << ROLL_REGISTERED };
    Ctx      *c = as(v, "admin");
    assert_ok(c, person_edit(c, who, 1, &e)); /* within the village */
    assert_int_equal(seen(v, "nobody", post).state, POST_HELD);
    e.place = STR(VILLAGE_OTHER "001");
    e.household = STR("一组9户");
    c = as(v, "admin");
    assert_ok(c, person_edit(c, who, 2, &e));
    assert_int_equal(seen(v, "nobody", post).state, POST_ENDED);
    assert_int_equal(seen(v, "nobody", team).state, POST_HELD); /* held from elsewhere all along */
    village_check(v);
}

static void what_a_person_left_behind_is_found(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    (void)account_for(v, who, "lixiuying");
    (void)give(v, "village", &n);
    Ctx *c = as(v, "admin");
    assert_ok(c, db_write(c, person_struck, &who)); /* past all rules */
    Found f = { 0 };
    Report r = { .say = count_findings, .arg = &f };
    c = as(v, "admin");
    assert_ok(c, noun_check(c, &post_noun, &r));
    assert_ok(c, account_check(c, &r));
    assert_int_equal(f.posts, 1);
    assert_int_equal(f.roles, 2); /* its own, and the post's */
}

static void who_is_forgotten_is_nobody_s_name_here(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组2户");
    i64      account = account_for(v, who, "lixiuying");
    PostNew  n = post_for(v, who, POST_CHAIR, VILLAGE_CODE);
    Ref      post = give(v, "village", &n);
    Ctx     *c = as(v, "town");
    assert_ok(c, person_erase(c, who, STR("本人要求")));
    Post p = seen(v, "town", post);
    assert_int_equal(p.name.n + p.source.n, 0);
    assert_int_equal(p.person.id, 0);
    assert_int_equal(p.state, POST_ENDED);
    Actor gone;
    c = as(v, "nobody");
    assert_err(c, ERR_MISSING, account_actor(c, account, STR("420325"), 0, &gone)); /* their account has ended, and is called nothing */
    village_check(v);
}

static void a_list_shows_each_once_however_long(void **state)
{
    Village *v = *state;
    Post     p[200];
    for (int i = 0; i < POST_PAGE + 7; i++) {
        char name[20];
        snprintf(name, sizeof name, "周%d", i);
        PersonNew one = { .place = STR(VILLAGE_GROUP), .household = STR("一组9户"), .name = str_from(name) };
        Ref       who;
        Ctx      *c = as(v, "village");
        assert_ok(c, person_add(c, &one, &who));
        PostNew n = post_for(v, who, i % 2 ? POST_COUNCILLOR : POST_REPRESENTATIVE, VILLAGE_GROUP);
        (void)give(v, "village", &n);
    }
    size_t n = listed(v, VILLAGE_CODE, POST_HELD, p, 200);
    assert_int_equal(n, POST_PAGE + 7);
    for (size_t i = 1; i < n; i++)
        assert_true(p[i - 1].kind < p[i].kind || (p[i - 1].kind == p[i].kind && p[i - 1].ref.id < p[i].ref.id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(who_was_elected_is_named_while_it_lasts_and_nobody_else),
        IN_VILLAGE(a_post_gives_its_role_and_takes_it_along),
        IN_VILLAGE(without_an_account_it_stands_alone_and_the_role_can_follow),
        IN_VILLAGE(a_role_beyond_its_giver_waits_for_a_second_person),
        IN_VILLAGE(it_is_given_by_who_may_give_its_role_and_never_to_oneself),
        IN_VILLAGE(nobody_holds_one_role_there_by_two_posts),
        IN_VILLAGE(both_are_told_before_it_ends_and_it_ends_by_itself),
        IN_VILLAGE(a_correction_keeps_what_stood_and_moves_the_end_of_the_role),
        IN_VILLAGE(who_is_to_hold_one_later_is_named_when_it_begins),
        IN_VILLAGE(check_finds_two_posts_that_exclude_each_other_without_an_account),
        IN_VILLAGE(posts_are_apart_as_the_roles_that_they_carry),
        IN_VILLAGE(a_post_that_stood_before_the_account_keeps_its_role_apart),
        IN_VILLAGE(who_watches_holds_no_post_of_the_watched), IN_VILLAGE(another_first_day_is_another_beginning_of_the_role),
        IN_VILLAGE(another_post_is_another_row_and_not_a_correction),
        IN_VILLAGE(a_place_under_another_code_keeps_posts_and_roles_and_one_that_is_taken_in_has_none),
        IN_VILLAGE(who_leaves_the_roll_leaves_post_and_roles),
        IN_VILLAGE(nobody_takes_who_watches_him_off_the_roll),
        IN_VILLAGE(who_moves_to_another_village_leaves_the_posts_of_the_first),
        IN_VILLAGE(what_a_person_left_behind_is_found),
        IN_VILLAGE(who_is_forgotten_is_nobody_s_name_here),
        IN_VILLAGE(a_list_shows_each_once_however_long),
    };
    return RUN_TESTS(tests);
}
