/* csv: see csv.h. */
#include "base/csv.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

bool csv_text(Arena *a, Str bytes, Str *ret_text)
{
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_skip(bytes, 3);
    *ret_text = bytes;
    if (str_index(bytes, 0) < bytes.n)
        return false;
    return utf8_is_encoded(bytes) || (utf8_from_gb18030(a, bytes, ret_text) && utf8_is_encoded(*ret_text));
}

Csv csv_open(Str text)
{
    Str    first = str_cut(text, str_index(text, '\n'));
    size_t at;
    first = str_cut(first, str_index(first, '\r'));
    bool   is_tabbed = str_find(first, STR("\t"), &at) && !str_find(first, STR(","), &at);
    return (Csv){ .rest = text, .next = 1, .separator = is_tabbed ? '\t' : ',' };
}

static bool is_line_end(char ch)
{
    return ch == '\n' || ch == '\r';
}

/* As written, without the apostrophe that guards it; a blank that it guarded is at the edge now. */
static Str unguarded(Str cell)
{
    return buf_csv_guards(str_skip(cell, 1)) && cell.p[0] == '\'' ? str_trim(str_skip(cell, 1)) : cell;
}

/* Takes a cell that begins with a quote off the front, up to the separator behind it. */
static Str cell_quoted(Arena *a, Csv *csv)
{
    Str    s = str_skip(csv->rest, 1);
    Buf    b = buf_new(a, 64, s.n + 1);
    size_t i = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == '"') {
            if (i + 1 >= s.n || s.p[i + 1] != '"')
                break;
            i++;
        }
        csv->next += s.p[i] == '\n';
        buf_char(&b, s.p[i]);
    }
    csv->broken |= i >= s.n;
    s = str_skip(s, i + 1);
    for (i = 0; i < s.n && s.p[i] != csv->separator && !is_line_end(s.p[i]); i++)
        ; /* what stands between the closing quote and the separator is dropped */
    csv->rest = str_skip(s, i);
    return str_trim(buf_text(&b));
}

static Str cell_plain(Csv *csv)
{
    size_t i = 0;
    while (i < csv->rest.n && csv->rest.p[i] != csv->separator && !is_line_end(csv->rest.p[i]))
        i++;
    Str cell = str_cut(csv->rest, i);
    csv->rest = str_skip(csv->rest, i);
    return str_trim(cell);
}

/* Reads one line of cells; whether any of them holds something. */
static bool row_read(Arena *a, Csv *csv, Str *ret_cells, size_t most, size_t *ret_n)
{
    bool any = false;
    csv->line = csv->next;
    *ret_n = 0;
    for (;;) {
        bool quoted = csv->rest.n && csv->rest.p[0] == '"';
        Str  cell = quoted ? cell_quoted(a, csv) : cell_plain(csv);
        any |= cell.n != 0;
        if (*ret_n < most)
            ret_cells[(*ret_n)++] = unguarded(cell);
        if (csv->rest.n == 0)
            return any;
        char sep = csv->rest.p[0];
        csv->rest = str_skip(csv->rest, sep == '\r' && str_starts(csv->rest, STR("\r\n")) ? 2 : 1);
        if (is_line_end(sep)) {
            csv->next++;
            return any;
        }
    }
}

bool csv_next(Arena *a, Csv *csv, Str *ret_cells, size_t most, size_t *ret_n)
{
    while (csv->rest.n)
        if (row_read(a, csv, ret_cells, most, ret_n))
            return true;
    return false;
}
