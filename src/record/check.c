/* check: see check.h. */
#include "record/check.h"

#include <stdarg.h>
#include <stdio.h>

void finding(Report *r, const char *rule, const char *fmt, ...)
{
    char    where[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(where, sizeof where, fmt, args);
    va_end(args);
    r->n++;
    if (r->say != NULL)
        r->say(r->arg, rule, str_from(where));
}

void steps_tell(const Steps *s, const char *what, i64 done)
{
    if (s != NULL && s->say != NULL && done % 1000 == 0)
        s->say(s->arg, what, done);
}

void steps_amiss(const Steps *s, const char *rule, const char *county, i64 missing, i64 idle)
{
    if (s != NULL && s->report != NULL && (missing != 0 || idle != 0))
        finding(s->report, rule, "%s: %lld missing, %lld of nothing", county, (long long)missing, (long long)idle);
}

typedef struct Found {
    Report     *report;
    const char *noun, *rule;
} Found;

static Err found_row(void *arg, Row r)
{
    const Found *f = arg;
    Str noun = f->noun != NULL ? str_from(f->noun) : row_text(r, 2);
    finding(f->report, f->rule, "%.*s %s", STR_ARG(noun), ref_written(row_text(r, 0), row_int(r, 1)).s);
    return OK;
}

Err check_each(Ctx *c, Report *r, Query q, const char *noun, const char *rule)
{
    Found f = { r, noun, rule };
    return db_each(db_read(c), q, ARGS(), found_row, &f);
}
