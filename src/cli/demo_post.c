/* demo_post: who holds which post in 上湾村: a council and representatives, elected one morning of the story, and a keeper. */
#include "cli/demo.h"
#include "matter/post.h"

#define VILLAGE "420325102212"
enum { ELECTED = DEMO_DAYS - 60 };

static const struct {
    PostKind    kind;
    const char *body, *source;
    int         years;
} posts[] = {
    { POST_CHAIR, "上湾村理事会", "户主会推选，得票最多", 3 },
    { POST_VICE_CHAIR, "上湾村理事会", "户主会推选", 3 },
    { POST_COUNCILLOR, "上湾村理事会", "户主会推选", 3 },
    { POST_REPRESENTATIVE, "村民代表会议", "一组户主会推选", 3 },
    { POST_REPRESENTATIVE, "村民代表会议", "二组户主会推选", 3 },
    { POST_KEEPER, "公路和路灯管护", "理事会商量定的，一年一定", 1 },
};

static Err as_village(Ctx *c, const Demo *d)
{
    for (size_t i = 0; i < d->n_officials; i++)
        if (d->officials[i].role == ROLE_VILLAGE && str_is(d->officials[i].place, VILLAGE)) {
            c->actor = &d->officials[i].actor;
            return OK;
        }
    return fail(c, ERR_INTERNAL, NULL, "demo: nobody runs %s", VILLAGE);
}

/* Not those who come first: they are who visitors enter as. */
Err demo_posts(Ctx *c, Demo *d, int day)
{
    enum { PASSED_BY = 6 };
    size_t given = 0, passed = 0;
    if (day != ELECTED)
        return OK;
    TRY(as_village(c, d));
    for (size_t i = 0; i < d->n_homes && given < COUNTOF(posts); i++) {
        const Home *home = &d->homes[i];
        Date        from = date_of(c->now);
        Ref         post;
        if (!str_is(home->village, VILLAGE) || home->person == 0 || passed++ < PASSED_BY)
            continue;
        PostNew n = { .place = STR(VILLAGE), .person = { home->ref.county, home->person, home->ref.place }, .kind = (int)posts[given].kind,
                      .body = str_from(posts[given].body), .source = str_from(posts[given].source), .from = from,
                      .until = date_of(date_start(from) + posts[given].years * 365 * DAY - DAY),
                      .once = arena_printf(c->arena, "demo-post-%zu", given) };
        TRY(post_give(c, &n, &post));
        given++;
    }
    return OK;
}
