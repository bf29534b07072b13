/* pta_out: see pta_out.h. */
#include "engine/ledger/pta_out.h"

void out_flush(PtaOut *o, size_t from)
{
    if (o->b.n <= from || buf_is_over(&o->b)) /* an entry without end: pta_write() refuses */
        return;
    o->sink.write(o->sink.to, buf_text(&o->b));
    o->b.n = 0;
}

void out_date(PtaOut *o, Date day)
{
    char text[] = "0000-00-00";
    int  parts[] = { day / 10000, day / 100 % 100, day % 100 };
    for (int i = 3; i >= 0; i--, parts[0] /= 10)
        text[i] = (char)('0' + parts[0] % 10);
    text[5] = (char)('0' + parts[1] / 10), text[6] = (char)('0' + parts[1] % 10);
    text[8] = (char)('0' + parts[2] / 10), text[9] = (char)('0' + parts[2] % 10);
    buf_put(&o->b, text, sizeof text - 1);
}

void out_count(PtaOut *o, const char *before, u32 n)
{
    buf_cstr(&o->b, before);
    buf_int(&o->b, n);
}

const char *kind_word(JournalKind kind)
{
    switch (kind) {
    case JOURNAL_MONEY: return "money";
    case JOURNAL_LABOUR: return "labour";
    case JOURNAL_GOODS: return "goods";
    case JOURNAL_UNSTATED: break;
    }
    return NULL;
}

const char *nature_letter(JournalNature nature)
{
    switch (nature) {
    case JOURNAL_ASSET: return "A";
    case JOURNAL_LIABILITY: return "L";
    case JOURNAL_EQUITY: return "E";
    case JOURNAL_INCOME: return "R";
    case JOURNAL_EXPENSE: return "X";
    case JOURNAL_UNKNOWN: break;
    }
    return NULL;
}
