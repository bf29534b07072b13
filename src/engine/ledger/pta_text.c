/* pta_text: a journal's amounts and faults in words. */
#include "engine/ledger/pta.h"
#include "engine/text/alike.h"

const char *pta_sentence(JournalFault fault)
{
    switch (fault) {
    case JOURNAL_OK: break;
    case JOURNAL_BAD_NAME: return "not a name";
    case JOURNAL_ALIKE: return alike_written_otherwise;
    case JOURNAL_TOO_DEEP: return "an account has at most 16 parts";
    case JOURNAL_BAD_DECIMALS: return "a commodity has at most 18 decimals";
    case JOURNAL_TWICE: return "it is stated twice, in two ways";
    case JOURNAL_TOO_MANY: return "there are too many of them";
    case JOURNAL_BAD_DATE: return "not a day from 1900-01-01 to 2999-12-31";
    case JOURNAL_BAD_TEXT: return "the words are too long or hold control characters";
    case JOURNAL_NO_ACCOUNT: return "no such account";
    case JOURNAL_NO_COMMODITY: return "no such commodity";
    case JOURNAL_NO_ENTRY: return "no such entry";
    case JOURNAL_TOO_FEW: return "an entry needs two postings";
    case JOURNAL_UNBALANCED: return "the entry does not balance";
    case JOURNAL_OVERFLOW: return "the sums are larger than can be counted exactly";
    case JOURNAL_EXCHANGE: return "the price is in the commodity itself, or nothing is exchanged here";
    case JOURNAL_NOT_REAL: return "postings in brackets do not count here";
    case JOURNAL_CLOSED: return "the period is closed";
    case JOURNAL_REVERSED: return "the entry is reversed already";
    case JOURNAL_IS_REVERSAL: return "a reversal is not reversed: enter anew what it took back";
    case JOURNAL_NOT_OPPOSITE: return "the postings are not the opposite of those that they reverse";
    case JOURNAL_EARLIER: return "a reversal is not dated before what it reverses";
    case JOURNAL_NO_EQUITY: return "not an equity account";
    case JOURNAL_NOT_CLOSED: return "income and expenses are not closed";
    }
    return "";
}

void pta_put_amount(Buf *b, i64 amount, int decimals)
{
    char   text[48];
    size_t at = sizeof text;
    u64    v = amount < 0 ? -(u64)amount : (u64)amount;
    for (int i = 0; v > 0 || i <= decimals; i++, v /= 10) {
        if (i == decimals && decimals > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + v % 10);
    }
    if (amount < 0)
        text[--at] = '-';
    buf_put(b, text + at, sizeof text - at);
}
