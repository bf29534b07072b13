/* pta_fuzz: a journal, read in each dialect. What is sound is written in all three dialects,
 * and what is written reads back the same. */
#include <string.h>

#include "base/base.h"
#include "engine/ledger/pta.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void into_buf(void *to, Str piece)
{
    buf_str(to, piece);
}

static Str written(Arena *a, const Journal *j, PtaDialect dialect)
{
    Buf     b = buf_new(a, 4096, 1 << 28);
    Refusal why;
    bool    ok = pta_write(j, dialect, (PtaSink){ into_buf, &b }, &why);
    BUG_ON(!ok && dialect == PTA_HLEDGER);
    BUG_ON(buf_is_over(&b));
    return ok ? buf_text(&b) : STR_NONE;
}

static void write_and_read(Arena *a, const Journal *j, PtaDialect dialect)
{
    Str text = written(a, j, dialect);
    if (text.p == NULL)
        return;
    PtaBook *again = pta_read(a, lines_of(a, text), dialect, JOURNAL_AS_FOUND);
    BUG_ON(again->refusal.what != NULL || again->n_all_faults != 0);
    BUG_ON(!str_eq(written(a, again->journal, dialect), text));
}

static void read_as(Str text, PtaDialect dialect)
{
    Arena   *a = arena_open();
    PtaBook *book = pta_read(a, lines_of(a, text), dialect, JOURNAL_AS_FOUND);
    BUG_ON(book->refusal.what != NULL && book->refusal.line < 1);
    BUG_ON(book->n_faults > book->n_all_faults || (book->refusal.what != NULL && book->n_faults != 0));
    if (book->refusal.what == NULL) {
        size_t          rows;
        JournalBalance *v = journal_trial(a, book->journal, 0, 0, &rows);
        for (size_t i = 0; i < rows; i++)
            BUG_ON(v[i].opening + v[i].debit - v[i].credit != v[i].own);
        write_and_read(a, book->journal, PTA_HLEDGER);
        write_and_read(a, book->journal, PTA_LEDGER);
        write_and_read(a, book->journal, PTA_BEANCOUNT);
    }
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    read_as((Str){ (const char *)bytes, n }, PTA_HLEDGER);
    read_as((Str){ (const char *)bytes, n }, PTA_LEDGER);
    read_as((Str){ (const char *)bytes, n }, PTA_BEANCOUNT);
    return 0;
}
