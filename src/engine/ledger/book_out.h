/* book, inside: text on its way out. Only book_write*.c read this. */
#pragma once
#include "base/buf.h"
#include "engine/ledger/book.h"

enum { BOOK_PIECE = 64 * 1024 }; /* bytes that the sink gets at once, about */

typedef struct BookOut {
    Buf            b;
    BookSink       sink;
    Arena         *a;
    const Journal *j;
    Refusal       *refusal;
} BookOut;

bool book_write_plain(BookOut *o, BookDialect dialect); /* hledger, ledger */
bool book_write_beancount(BookOut *o);

void        out_flush(BookOut *o, size_t from); /* when more than `from` bytes wait */
void        out_date(BookOut *o, Date day);
void        out_count(BookOut *o, const char *before, u32 n);
const char *kind_word(JournalKind kind);     /* NULL: unstated */
const char *nature_letter(JournalNature n);  /* NULL: unknown */
