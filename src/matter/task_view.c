/* task_view: see task_view.h. */
#include "matter/task_view.h"

#include "matter/desk_view.h"
#include "matter/story_view.h"

const Out task_out[] = {
    { "id", OUT_NAME },        { "href", OUT_TEXT },      { "title", OUT_TEXT },    { "state", OUT_TEXT },   { "state_text", OUT_TEXT },
    { "owner_title", OUT_TEXT }, { "place_name", OUT_TEXT }, { "at_name", OUT_TEXT }, { "of_href", OUT_TEXT }, { "due", OUT_TIME },
    { "first_due", OUT_TIME }, { "made_at", OUT_TIME },   { "changed_at", OUT_TIME }, DAYS_OUT,
    { "is_open", OUT_BOOL },   { "is_overdue", OUT_BOOL }, { "is_mine", OUT_BOOL },  { "version", OUT_INT },  OUT_END
};

void task_put(Request *r, View *m, const Task *t)
{
    Arena *a = r->ctx.arena;
    put_name(a, m, "id", t->ref);
    put_text(a, m, "href", matter_href(a, STR("task"), t->ref));
    put_text(a, m, "title", t->title);
    put_cstr(a, m, "state", task_noun.life->states[t->state]);
    put_text(a, m, "state_text", word_of(r, "task.state.", task_noun.life->states[t->state]));
    put_text(a, m, "owner_title", t->owner_title);
    put_text(a, m, "place_name", t->place_name);
    put_text(a, m, "at_name", t->at_name);
    put_text(a, m, "of_href", matter_href(a, t->of_noun, t->of));
    put_time(a, m, "due", t->due - 1); /* the end of a day is that day's */
    put_time(a, m, "first_due", t->first_due - 1);
    put_time(a, m, "made_at", t->made_at);
    put_time(a, m, "changed_at", t->changed_at);
    days_none(r, m, "", STR_NONE);
    if (t->state == TASK_OPEN)
        days_put(r, m, t->due, t->is_overdue);
    put_bool(a, m, "is_open", t->state == TASK_OPEN);
    put_bool(a, m, "is_overdue", t->is_overdue && t->state == TASK_OPEN);
    put_bool(a, m, "is_mine", t->is_mine);
    put_int(a, m, "version", t->version);
}

void tasks_put(Request *r, const char *key, const Tasks *tasks)
{
    View *list = put_list(r->ctx.arena, r->data, key);
    for (size_t i = 0; i < tasks->n; i++)
        task_put(r, add_map(r->ctx.arena, list), &tasks->v[i]);
}
