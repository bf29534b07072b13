/* book: see book.h. A dialect's reader notes what stands there; then it is settled into a journal. */
#include "engine/ledger/book_raw.h"

Book *book_read(Arena *a, Lines *lines, BookDialect dialect, JournalManner manner)
{
    Book   *book = NEW(a, Book);
    Arena   *scratch = arena_open();
    BookRaw *r = NEW(scratch, BookRaw);
    *r = (BookRaw){ .a = scratch, .lines = lines, .book = book, .dialect = dialect,
                    .names = names_open(scratch) };
    r->journal = book->journal = journal_open(a, manner);
    bool ok = dialect == BOOK_BEANCOUNT ? book_read_beancount(r) : book_read_hledger(r);
    if (lines->refusal.what != NULL)
        book->refusal = lines->refusal;
    else if (ok) {
        book_cost(r);
        book_settle(r, a);
    }
    book->refusal.value = str_copy(a, book->refusal.value);
    arena_close(scratch);
    return book;
}
