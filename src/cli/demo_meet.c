/* demo_meet: the courtyard meetings of the story, on mornings of its working days: 一组 of 上湾村 meets, agrees on two things, one
 * of which is done by now; and the village is called for a day that is still to come. */
#include "cli/demo.h"
#include "plan/meeting/meeting.h"

#define GROUP   "420325102212001"
#define VILLAGE "420325102212"
enum { CALLED = DEMO_DAYS - 16, HELD = CALLED + 3, DONE = HELD + 6, CALLED_AGAIN = DEMO_DAYS - 2, COME_MOST = 21 };

/* Where the story's meeting is: at most one at a time is being held. */
static Ref met, task;

static Err as_host(Ctx *c, const Demo *d, const char *place)
{
    for (size_t i = 0; i < d->n_officials; i++)
        if (access_may(&d->officials[i].actor, VERB_HOST, str_from(place)) && access_is_official(&d->officials[i].actor)) {
            c->actor = &d->officials[i].actor;
            if (str_is(d->officials[i].place, place))
                return OK;
        }
    return c->actor->account ? OK : fail(c, ERR_INTERNAL, NULL, "demo: nobody calls meetings at %s", place);
}

static const Str small_talk = { "最近有什么事要大家商量", sizeof "最近有什么事要大家商量" - 1 };

/* The needs that most houses want, as the page offers them. */
static Err agenda(Ctx *c, const char *place, size_t most, Refs *ret_needs)
{
    NeedQuery q = { .place = str_from(place), .show = -1, .category = -1, .kind = -1 };
    Needs     needs;
    TRY(need_list(c, &q, &needs));
    Ref   *v = NEW_N(c->arena, Ref, needs.n + 1);
    size_t n = 0;
    while (n < needs.n && n < most) {
        v[n] = needs.v[n].ref;
        n++;
    }
    *ret_needs = (Refs){ v, n };
    return OK;
}

static Err call(Ctx *c, Demo *d, const char *place, Str title, Str spot, Date day, Str once)
{
    MeetingNew n = { .title = title, .spot = spot, .day = day, .minute = 19 * 60 + 30, .place = str_from(place), .once = once };
    Ref        meeting;
    TRY(as_host(c, d, place));
    TRY(agenda(c, place, 5, &n.needs));
    if (n.needs.n == 0)
        n.topics = (Strs){ &small_talk, 1 };
    TRY(meeting_call(c, &n, &meeting));
    met = (Ref){ str_copy(d->keep, meeting.county), meeting.id, str_from(place) };
    return OK;
}

static Err agree(Ctx *c, Str title, Str owner, Date due)
{
    TaskNew n = { .title = title, .owner_title = owner, .due = due };
    return meeting_agree(c, met, ONE_TASK(&n));
}

static Err hold(Ctx *c, Demo *d)
{
    Tasks tasks;
    int   came = 0;
    for (size_t i = 0; i < d->n_homes && came < COME_MOST; i++) {
        if (!str_starts(d->homes[i].actor.home, STR(GROUP)))
            continue;
        c->actor = &d->homes[i].actor;
        TRY(attend_come(c, &meeting_noun, met));
        came++;
    }
    TRY(as_host(c, d, GROUP));
    TRY(agree(c, STR("把进组那段水沟清通"), STR("住在沟边的六户"), d->days[DONE + 2]));
    TRY(agree(c, STR("找镇里问弯道加宽要什么手续"), STR("组长"), workday_add(&d->calendar, d->days[DEMO_DAYS], 5)));
    TRY(task_list_of(c, "meeting", met, &tasks));
    task = (Ref){ str_copy(d->keep, tasks.v[0].ref.county), tasks.v[0].ref.id, STR(GROUP) };
    return meeting_write(c, met, 0, STR("路窄、水沟堵的事都说了。沟边的六户愿意这个礼拜把沟清通，大家帮着出工。"
                                        "弯道加宽要占菜园，先问清手续，下次再议。"));
}

Err demo_meet(Ctx *c, Demo *d, int day)
{
    switch (day) {
    case CALLED:
        return call(c, d, GROUP, STR("一组院场会"), STR("老樟树下"), d->days[HELD - 1], STR("demo-meeting-group"));
    case HELD:
        return hold(c, d);
    case DONE:
        TRY(as_host(c, d, GROUP));
        return task_done(c, task, 0, STR("十一个人干了两个早上，水走得通了。"), NULL);
    case CALLED_AGAIN:
        return call(c, d, VILLAGE, STR("全村院场会"), STR("村委会院子"), workday_add(&d->calendar, d->days[DEMO_DAYS], 3),
                    STR("demo-meeting-village"));
    default:
        return OK;
    }
}
