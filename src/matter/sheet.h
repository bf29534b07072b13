/* sheet (表): paper that is handed out, filled in by pen and keyed in: attendance, ballots, tally, labour, vouchers.
 *
 * Each printed sheet is a row: of which record, of what kind, made of which version of it, and its lines in the order in
 * which they stand on the paper. Its QR holds its county and a random code, and nothing else; it opens keying-in in that order. A sheet of
 * an older version than its record has now says so, and is keyed in only by who has seen that.
 *
 * Once: whoever comes second is refused. By two: two persons, whatever accounts they have, key it in, neither shown what
 * the other did; equal is agreed, and where they differ the lines are named to both, and each may key it in again from the
 * paper, until they agree. Nobody else joins in. Every keying stays.
 *
 * Keying-in runs inside the body of the record that uses it: it takes the values over where the state it gets back is
 * SHEET_DONE. */
#pragma once
#include "matter/change.h"
#include "record/field.h"
#include "record/noun.h"

enum {
    SHEET_ROWS = 500,    /* of a sheet */
    SHEET_KEYINGS = 20,  /* of a sheet, all in all */
    SHEETS_MOST = 100,   /* of a record and a kind */
    SHEET_CODE = 26      /* characters: 128 random bits in base32 */
};

typedef enum SheetState {
    SHEET_OUT,     /* printed */
    SHEET_WAITS,   /* for the second person */
    SHEET_DIFFERS, /* two keyed in, not the same */
    SHEET_DONE,
    SHEET_STATES
} SheetState;
extern const char *const sheet_states[]; /* ends with NULL */
extern const Field       SHEET_WORDS;

typedef struct SheetRow { const char *noun; Ref ref; } SheetRow; /* "household", "person": place is not kept */

typedef struct SheetNew {
    const char     *kind;      /* "meeting.attendance" */
    const char     *noun;      /* of which record */
    Ref             subject;
    Hash            version;   /* of what stands on it besides the lines: whatever its noun hashes */
    bool            is_by_two;
    const SheetRow *v;
    size_t          n;
} SheetNew;
/* ERR_INVALID at "rows": none; ERR_CONFLICT: a line twice; ERR_TOO_LARGE: more than SHEET_ROWS; ERR_LIMIT: the record has SHEETS_MOST. *ret_code lies in the arena
 * of the body's Ctx. */
MUST Err sheet_print_in(Db *w, By *by, const SheetNew *n, Ref *ret_sheet, Str *ret_code);

typedef struct SheetLine { Str noun; Ref ref; } SheetLine;
typedef struct Sheet {
    Ref              ref;     /* place: its subject's */
    Str              code, kind, noun;
    Ref              subject;
    Hash             version;
    SheetState       state;
    bool             is_by_two;
    int              keyings; /* so far */
    i64              at;
    const SheetLine *v;       /* as on the paper */
    size_t           n;
} Sheet;
/* By the code of its QR, in whatever case, with o for 0 and l for 1. ERR_MISSING. */
MUST Err sheet_find(Db *db, Code county, Str code, Sheet *ret);
MUST Err sheet_get(Db *db, Ref sheet, Sheet *ret);
/* Those of a record and a kind, the newest first, without their lines (n is how many): all there are. */
typedef struct Sheets { const Sheet *v; size_t n; } Sheets;
MUST Err sheet_list_of(Db *db, const char *noun, Ref subject, const char *kind, Sheets *ret);
static inline bool sheet_is_older(const Sheet *s, const Hash *now) { return !hash_eq(&s->version, now); }

/* What a pen wrote into a line: a number (0: nothing), and words. */
typedef struct SheetValue { i64 value; Str words; } SheetValue;

typedef struct SheetKeying {
    Ref               sheet;
    Hash              version_now; /* of its subject, as it stands in this body */
    bool              takes_older; /* the person was told that it is older, and goes on */
    const SheetValue *v;           /* as many as lines, in their order */
    size_t            n;
} SheetKeying;
typedef struct SheetKeyed {
    SheetState state;
    int        differ[SHEET_ROWS]; /* lines, from 1, where two differ */
    size_t     n_differ;
} SheetKeyed;
/* ERR_INVALID at "rows" (another number of values) or "words". ERR_CONFLICT: an older sheet, or done before. ERR_DENIED: a
 * third person, or the same before another came, or, of a sheet by two, the account is tied to nobody. ERR_LIMIT: SHEET_KEYINGS. */
MUST Err sheet_key_in(Db *w, By *by, const SheetKeying *k, SheetKeyed *ret);
/* What was agreed, or keyed in once. ERR_CONFLICT: not done. */
MUST Err sheet_values(Db *db, Ref sheet, const SheetValue **ret, size_t *ret_n);

extern const Noun sheet_noun;
