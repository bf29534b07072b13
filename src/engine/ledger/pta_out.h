/* pta_out: text on its way out. Only pta_write*.c read this. */
#pragma once
#include "base/buf.h"
#include "engine/ledger/pta.h"

enum { PTA_PIECE = 64 * 1024 }; /* bytes that the sink gets at once, about */

typedef struct PtaOut {
    Buf            b;
    PtaSink        sink;
    Arena         *a;
    const Journal *j;
    Refusal       *refusal;
} PtaOut;

bool pta_write_plain(PtaOut *o, PtaDialect dialect); /* hledger, ledger */
bool pta_write_beancount(PtaOut *o);

void        out_flush(PtaOut *o, size_t from); /* when more than `from` bytes wait */
void        out_date(PtaOut *o, Date day);
void        out_count(PtaOut *o, const char *before, u32 n);
const char *kind_word(JournalKind kind);     /* NULL: unstated */
const char *nature_letter(JournalNature n);  /* NULL: unknown */
