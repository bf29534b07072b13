/* pta: plain text accounting, a journal as text. Three dialects are written and read: hledger's and ledger's (one reader,
 * which knows in which it reads) and beancount's. What pta_write writes, pta_read reads back to the same journal: accounts, commodities,
 * entries and postings with their numbers, natures, kinds, notes, references, links and the closed period.
 *
 * Nothing is guessed. What a file says that this reader does not know, or that its two programs read in two ways
 * (1,000), is refused with its line and what to do instead. Amounts are exact, and so is what a price makes of them
 * (pta_cost.c): the decimals of a commodity are the most that any amount of it, its directive or such a cost needs. Where
 * hledger would find a price by itself between two commodities, here it has to be written.
 *
 * What the plain text has no place for stands in comments and metadata that begin with `yc-`:
 *   ; yc-entry: 3, ; yc-reverses: 3   an entry that was taken back, and the one that does it
 *   ; yc-text: a%3Bb                  words that would be read as something else: bytes as in an address, %3B for ;
 *   ; yc-ref:, ; yc-note:             so also a reference, or a line of a note
 *   ; yc-commodity: 1000.00           ledger: the decimals of amounts without a commodity
 *   ; yc-kind: labour                 behind a commodity; an account's nature is hledger's ; type:A
 *   ; yc-closed: 2026-12-31           the closed period, at the end
 *   yc-name: "资产:银行"              beancount: the name of the account Assets:X资产:X银行, or of the currency YC2
 *
 * Pure: the bytes come through engine/text/lines.h and go to a sink. */
#pragma once
#include "base/buf.h"
#include "engine/ledger/journal.h"
#include "engine/text/lines.h"

typedef enum PtaDialect { PTA_HLEDGER, PTA_LEDGER, PTA_BEANCOUNT } PtaDialect;

enum { PTA_MOST_FAULTS = 100 };

typedef struct PtaBook {
    Journal *journal;
    Refusal  refusal;     /* what is not a line of a journal: the first; reading ended there and nothing else is told */
    Refusal *faults;      /* entries that do not balance or use what is not open, assertions that do not hold: by line, the
                           * first of all */
    size_t   n_faults;
    u64      n_all_faults;
    u64      assertions;  /* that were checked */
    u64      inferred;    /* amounts that were left out: they follow from their entry, or from an assignment */
    u64      skipped;     /* periodic rules, prices and other lines that change no balance here */
    u32     *lines;       /* of each entry of the journal */
    Date     first, last; /* of its days; 0: no entry */
} PtaBook;

/* Reads a whole file. Entries with faults are not in the journal. In `a`, some 80 bytes a posting with its
 * words, and while it reads as much again. O(n); with assertions O(n log n). JOURNAL_STRICT refuses exchanges
 * and postings aside. */
PtaBook *pta_read(Arena *a, Lines *lines, PtaDialect dialect, JournalManner manner);

/* Takes text as it is made; pieces of some 64 KB. */
typedef struct PtaSink {
    void (*write)(void *to, Str piece);
    void *to;
} PtaSink;

/* Writes it all. False where a dialect has no word for something (beancount: postings aside, an account of unknown
 * nature; ledger: h, m and s, which it counts in seconds); then *ret says what, and its line is the number of the entry, from 1, or 0. What was written before is to
 * be thrown away. */
MUST bool pta_write(const Journal *j, PtaDialect dialect, PtaSink sink, Refusal *ret);

/* -12.50: an amount of smallest units with that many decimals. */
void pta_put_amount(Buf *b, i64 amount, int decimals);
/* A fault of the journal as a sentence. */
const char *pta_sentence(JournalFault fault);
