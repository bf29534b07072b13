/* fields: see fields.h. A record without a quote is split where it lies; one with quotes is copied without them. */
#include "engine/text/fields.h"

#include <string.h>

Fields fields_open(Lines *lines, char separator)
{
    return (Fields){ .lines = lines, .separator = separator };
}

static void field_add(Fields *f, Str field)
{
    if (f->n == f->most) {
        size_t most = f->most ? 2 * f->most : 16;
        f->v = arena_grow(f->lines->a, f->v, sizeof *f->v * f->most, sizeof *f->v * most);
        f->most = most;
    }
    f->v[f->n++] = field;
}

static void split(Fields *f, Str line)
{
    for (;;) {
        size_t n = str_index(line, f->separator);
        field_add(f, str_cut(line, n));
        if (n == line.n)
            return;
        line = str_skip(line, n + 1);
    }
}

static bool refused(Fields *f, const char *what)
{
    return refuse(f->lines->a, &f->lines->refusal, f->line, what, STR_NONE);
}

/* Appends to the record's own bytes. */
static bool keep(Fields *f, Str s)
{
    if (f->used + s.n > FIELDS_LONGEST)
        return refused(f, "a record is longer than 16 MB");
    if (f->used + s.n > f->size) {
        size_t size = 2 * (f->used + s.n) + 1024;
        f->bytes = arena_grow(f->lines->a, f->bytes, f->size, size);
        f->size = size;
    }
    if (s.n)
        memcpy(f->bytes + f->used, s.p, s.n);
    f->used += s.n;
    return true;
}

/* Takes a quoted field off *line, whose opening quote is off already; reads on where it spans lines. */
static bool quoted(Fields *f, Str *line)
{
    for (;;) {
        size_t n = str_index(*line, '"');
        if (!keep(f, str_cut(*line, n)))
            return false;
        *line = str_skip(*line, n);
        if (line->n == 0) {
            if (!keep(f, STR("\n")))
                return false;
            if (lines_next(f->lines, line))
                continue;
            f->lines->refusal.line = f->line; /* the record's, where the line itself was refused */
            return refused(f, "a quote is opened and never closed");
        }
        *line = str_skip(*line, 1);
        if (!str_starts(*line, STR("\"")))
            return true;
        if (!keep(f, STR("\"")))
            return false;
        *line = str_skip(*line, 1);
    }
}

/* Fields are noted as places in f->bytes, which may move, and turned into text at the end. */
static bool split_quoted(Fields *f, Str line)
{
    for (f->used = 0;;) {
        size_t start = f->used;
        if (str_starts(line, STR("\""))) {
            line = str_skip(line, 1);
            if (!quoted(f, &line))
                return false;
            if (line.n && line.p[0] != f->separator)
                return refused(f, "text follows a closing quote");
        } else {
            size_t n = str_index(line, f->separator);
            if (!keep(f, str_cut(line, n)))
                return false;
            line = str_skip(line, n);
        }
        field_add(f, (Str){ NULL, f->used - start });
        if (line.n == 0)
            break;
        line = str_skip(line, 1);
    }
    size_t at = 0;
    for (size_t i = 0; f->bytes != NULL && i < f->n; at += f->v[i++].n) /* NULL: all fields are empty */
        f->v[i].p = f->bytes + at;
    return true;
}

/* A line as it stands, where a format has lines between its records (a section's name). Counts as the record. */
static bool line_next(Fields *f, Str *ret_line)
{
    f->n = 0;
    do {
        if (!lines_next(f->lines, ret_line))
            return false;
    } while (ret_line->n == 0);
    f->line = f->lines->line;
    return true;
}

bool fields_next(Fields *f)
{
    Str line;
    if (!line_next(f, &line))
        return false;
    if (str_index(line, '"') < line.n)
        return split_quoted(f, line);
    split(f, line);
    return true;
}
