/* err: see err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int         http, exit;
    const char *name, *key;
} rows[ERR_COUNT] = {
#define X(name, http, exit, key) [name] = { http, exit, #name, key },
    ERR_LIST(X)
#undef X
};

int err_http(Err e)
{
    return rows[e].http;
}

int err_exit(Err e)
{
    return rows[e].exit;
}

const char *err_name(Err e)
{
    return rows[e].name;
}

const char *err_key(Err e)
{
    return rows[e].key;
}

const Actor ACTOR_NOBODY = { .channel = CHANNEL_PHONE };
const Actor ACTOR_CLOCK = { .channel = CHANNEL_CLOCK };

void ctx_init(Ctx *c, Arena *arena, struct Store *store, const Actor *actor, i64 now)
{
    *c = (Ctx){ .arena = arena, .store = store, .actor = actor, .now = now };
}

void ctx_clear_failure(Ctx *c)
{
    c->err = OK;
    c->problems = NULL;
    c->log = STR_NONE;
}

Failure failure_keep(const Ctx *c)
{
    Failure f = { c->err, c->problems, c->problems, c->log };
    while (f.last != NULL && f.last->next != NULL)
        f.last = f.last->next;
    return f;
}

void failure_restore(Ctx *c, Failure f)
{
    c->err = f.err;
    c->problems = f.problems;
    c->log = f.log;
    if (f.last != NULL)
        f.last->next = NULL;
}

void problem_add(Ctx *c, const char *field, const char *key, Str a, Str b)
{
    Problem **last = &c->problems;
    while (*last != NULL)
        last = &(*last)->next;
    *last = NEW(c->arena, Problem);
    **last = (Problem){ .field = field, .key = key, .a = a, .b = b };
}

void problem_row(Ctx *c, int row)
{
    Problem *last = c->problems;
    while (last != NULL && last->next != NULL)
        last = last->next;
    if (last != NULL)
        last->row = row;
}

Err fail(Ctx *c, Err e, const char *key, const char *fmt, ...)
{
    va_list args;
    char    text[512];
    if (c->err != OK)
        return e; /* the first one wins */
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    c->err = e;
    c->log = str_copy(c->arena, str_from(text));
    problem_add(c, NULL, key ? key : err_key(e), STR_NONE, STR_NONE);
    return e;
}

Err fail_at(Ctx *c, const char *field, const char *key, Str a, Str b)
{
    problem_add(c, field, key, a, b);
    return fail_if_problems(c);
}

Err fail_if_problems(Ctx *c)
{
    if (c->problems == NULL)
        return OK;
    if (c->err == OK) {
        c->err = ERR_INVALID;
        c->log = arena_printf(c->arena, "%s at %s", c->problems->key,
                              c->problems->field ? c->problems->field : "-");
    }
    return c->err;
}
