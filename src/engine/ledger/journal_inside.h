/* journal, inside: how it is kept. Only journal*.c read this. */
#pragma once
#include "engine/ledger/journal.h"
#include "engine/text/alike.h"
#include "engine/text/names.h"

typedef __int128 Wide;

typedef struct Account {
    u32           parent;
    JournalNature nature;
} Account;

typedef struct Commodity {
    JournalKind kind;
    int         decimals;
    i64         debit, credit; /* of all entries: the guard of every sum */
    /* of the entry that is being weighed: */
    bool        is_weighed;
    i64         adds_debit, adds_credit;
    Wide        sum, aside;
} Commodity;

typedef struct KeptPosting {
    u32 account, commodity;
    i64 amount;
    u32 extra; /* 0: none of the rare things */
} KeptPosting;

typedef struct PostingExtra {
    Str note;
    i64 cost;
    u32 cost_commodity;
    u8  mark, side;
    bool has_cost;
} PostingExtra;

typedef struct KeptEntry {
    Str  text, reference;
    Date day;
    u32  first, extra;
    u8   mark;
} KeptEntry;

typedef struct EntryExtra {
    Str  note;
    Date day2;
    u32  reverses, reversed_by;
} EntryExtra;

struct Journal {
    Arena        *a;
    JournalManner manner;
    Names        *account_names, *commodity_names;
    Alikes       *accounts_alike, *commodities_alike;
    Account      *accounts;
    Commodity    *commodities;
    KeptPosting  *postings;
    PostingExtra *posting_extras;
    KeptEntry    *entries;
    EntryExtra   *entry_extras;
    size_t        accounts_room, commodities_room, postings_room, posting_extras_room, entries_room, entry_extras_room;
    u32           n_postings, n_posting_extras, n_entries, n_entry_extras;
    u32          *weighed;          /* commodities of the entry that is being weighed */
    size_t        n_weighed, weighed_room;
    bool          is_extraordinary; /* holds exchanges or postings aside */
    Date          closed;
};

static inline u32 journal_end_of(const Journal *j, u32 entry)
{
    return entry + 1 < j->n_entries ? j->entries[entry + 1].first : j->n_postings;
}
