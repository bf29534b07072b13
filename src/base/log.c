/* log: see log.h. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

static LogLevel least = LOG_INFO;
static int      out = STDERR_FILENO;

void log_open(LogLevel level, int fd)
{
    least = level;
    out = fd;
}

static bool is_number(Str s)
{
    i64 v;
    return str_int(s, &v);
}

/* Where a text in braces ends: at the last brace, for it may hold others and a line has one text. */
static size_t text_end(Str s)
{
    size_t n = s.n;
    while (n > 0 && s.p[n - 1] != '}')
        n--;
    return n > 0 ? n - 1 : s.n;
}

/* key=value key={a text with spaces} as JSON members. */
static void put_members(Buf *b, Str pairs)
{
    while (pairs.n) {
        size_t eq;
        if (!str_find(pairs, STR("="), &eq))
            return;
        Str key = str_trim(str_cut(pairs, eq)), value;
        pairs = str_skip(pairs, eq + 1);
        size_t end;
        if (str_starts(pairs, STR("{"))) {
            end = text_end(pairs);
            value = str_skip(str_cut(pairs, end), 1);
            pairs = str_skip(pairs, end + 1);
        } else {
            if (!str_find(pairs, STR(" "), &end))
                end = pairs.n;
            value = str_cut(pairs, end);
            pairs = str_skip(pairs, end);
        }
        buf_char(b, ',');
        buf_json(b, key);
        buf_char(b, ':');
        is_number(value) ? buf_str(b, value) : buf_json(b, value);
    }
}

void log_say(LogLevel level, const char *what, const char *fmt, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    char                     text[1024];
    va_list                  args;
    if (level < least)
        return;
    va_start(args, fmt);
    if (vsnprintf(text, sizeof text, fmt, args) >= (int)sizeof text)
        text[sizeof text - 2] = '}'; /* the one that was cut off */
    va_end(args);
    Arena *a = arena_open();
    Buf    b = buf_new(a, 512, 8192);
    buf_cstr(&b, "{\"at\":");
    buf_json(&b, time_iso(a, clock_now())); /* anew: a line is of the moment when it was written */
    buf_printf(&b, ",\"level\":\"%s\",\"what\":\"%s\"", names[level], what);
    put_members(&b, str_from(text));
    buf_cstr(&b, "}\n");
    Str line = buf_text(&b);
    ssize_t written = write(out, line.p, line.n);
    (void)written; /* a full disk: nowhere left to complain */
    arena_close(a);
}
