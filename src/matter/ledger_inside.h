/* ledger, inside: what its files share. */
#pragma once
#include "matter/ledger.h"

/* The account that a bank, a phone or whatever keeps: which side of it never falls below zero. */
typedef enum LedgerSide { SIDE_ANY, SIDE_HAS, SIDE_OWES } LedgerSide;

extern const EventKind ledger_events[];

MUST Err      ledger_account_get(Db *db, Code county, i64 account, LedgerAccount *ret, LedgerSide *ret_side);

MUST Err ledger_event(Db *w, const By *by, EventNew *e, Str words); /* puts words and title behind its parts */
Hash     ledger_hash(Arena *a, const LedgerEntry *e);
MUST Err ledger_commodity_check(Db *w, Str item, Str measure); /* can plain text keep it? ERR_INVALID at "item" */
Str      ledger_commodity(Arena *a, Str item, Str measure);
/* "number=.. total=.. h1=.. h2=.. h3=.. h4=..": as the log keeps an entry. */
enum { LEDGER_HASH_PARTS = 4 };
i64      ledger_hash_part(const Hash *h, int i);
