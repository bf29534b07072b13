/* pta_write: a journal as text, in the dialect asked for. */
#include "engine/ledger/pta_out.h"

enum { MOST = 1 << 30 };

bool pta_write(const Journal *j, PtaDialect dialect, PtaSink sink, Refusal *ret)
{
    Arena *a = arena_open(); /* of its own: the sink may take from the caller's */
    PtaOut o = { .b = buf_new(a, 2 * PTA_PIECE, MOST), .sink = sink, .a = a, .j = j, .refusal = ret };
    *ret = (Refusal){ 0 };
    bool ok = dialect == PTA_BEANCOUNT ? pta_write_beancount(&o) : pta_write_plain(&o, dialect);
    if (ok && journal_closed(j) != 0) {
        buf_cstr(&o.b, "; yc-closed: ");
        out_date(&o, journal_closed(j));
        buf_char(&o.b, '\n');
    }
    if (ok)
        out_flush(&o, 0);
    if (ok && buf_is_over(&o.b)) {
        *ret = (Refusal){ .what = "an entry is too large to be written" };
        ok = false;
    }
    arena_close(a); /* a refusal's value is the journal's */
    return ok;
}
