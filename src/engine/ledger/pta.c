/* pta: see pta.h. A dialect's reader notes what stands there; then it is settled into a journal. */
#include "engine/ledger/pta_inside.h"

PtaBook *pta_read(Arena *a, Lines *lines, PtaDialect dialect, JournalManner manner)
{
    PtaBook *book = NEW(a, PtaBook);
    Arena   *scratch = arena_open();
    PtaRaw  *r = NEW(scratch, PtaRaw);
    *r = (PtaRaw){ .a = scratch, .lines = lines, .book = book, .dialect = dialect,
                   .names = names_open(scratch) };
    r->journal = book->journal = journal_open(a, manner);
    bool ok = dialect == PTA_BEANCOUNT ? pta_read_beancount(r) : pta_read_hledger(r);
    if (lines->refusal.what != NULL)
        book->refusal = lines->refusal;
    else if (ok) {
        pta_cost(r);
        pta_settle(r, a);
    }
    book->refusal.value = str_copy(a, book->refusal.value);
    arena_close(scratch);
    return book;
}
