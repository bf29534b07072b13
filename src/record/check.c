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
