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

static bool is_line_end(char ch)
{
    return ch == '\n' || ch == '\r';
}

/* Where the quote is closed that was opened before `i`; s.n: nowhere. */
static size_t quote_end(Str s, size_t i)
{
    while (i < s.n && (s.p[i] != '"' || str_starts(str_skip(s, i), STR("\"\""))))
        i += s.p[i] == '"' ? 2 : 1;
    return i;
}

/* Has the first row tabs and no comma? What stands in quotes separates nothing. */
static bool is_tabbed(Str text)
{
    bool has_tab = false, begins = true;
    while (text.n && is_line_end(text.p[0]))
        text = str_skip(text, 1);
    for (size_t i = 0; i < text.n && !is_line_end(text.p[i]); i++) {
        if (text.p[i] == ',')
            return false;
        if (begins && text.p[i] == '"')
            i = quote_end(text, i + 1);
        begins = i < text.n && text.p[i] == '\t';
        has_tab |= begins;
    }
    return has_tab;
}

Csv csv_open(Str text)
{
    return (Csv){ .rest = text, .next = 1, .separator = is_tabbed(text) ? '\t' : ',' };
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
    size_t i, end = quote_end(s, 0);
    for (i = 0; i < end; i += s.p[i] == '"' ? 2 : 1) {
        csv->next += s.p[i] == '\n';
        buf_char(&b, s.p[i]);
    }
    csv->broken |= end >= s.n;
    s = str_skip(s, end + 1);
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
