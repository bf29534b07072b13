/* csv_fuzz: a table as bytes. What is text is read to its end row by row, within its bounds; what we write of it is read
 * back as as many cells. */
#include "base/csv.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST = 8 };

static void check_row(Arena *a, const Str *cells, size_t n)
{
    Buf    b = buf_new(a, 256, (size_t)1 << 24);
    Str    again[MOST];
    size_t m;
    bool   has_text = false;
    BUG_ON(n > MOST);
    for (size_t i = 0; i < n; i++) {
        BUG_ON(cells[i].n > 0 && memchr(cells[i].p, '\0', cells[i].n) != NULL);
        BUG_ON(!str_eq(cells[i], str_trim(cells[i])));
        has_text = has_text || cells[i].n > 0;
        if (i > 0)
            buf_char(&b, ',');
        buf_csv(&b, cells[i]);
    }
    Csv csv = csv_open(buf_text(&b));
    BUG_ON(has_text && (!csv_next(a, &csv, again, MOST, &m) || m != n || csv.broken));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *a = arena_open();
    Str    text, cells[MOST];
    size_t count;
    if (csv_text(a, (Str){ (const char *)bytes, n }, &text)) {
        Csv csv = csv_open(text);
        i64 line = 0;
        while (csv_next(a, &csv, cells, MOST, &count)) {
            BUG_ON(csv.line <= line || csv.line > (i64)n + 1);
            line = csv.line;
            if (!csv.broken)
                check_row(a, cells, count);
        }
    }
    arena_close(a);
    return 0;
}
