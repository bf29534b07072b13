/* draw_sheet: a draw as a sheet of paper that everyone in the room can check with sha256sum and a pencil: how it is
 * done, every ticket, whom it drew. Plain text of at most 78 columns (the seed apart, which may be longer) and 60 lines
 * a page, pages parted by a form feed. */
#pragma once
#include "engine/tally/draw.h"
#include "engine/tally/name_list.h"
#include "web/i18n.h"

enum { SHEET_MOST_TAKEN = 10000 };

typedef struct DrawSheet {
    Str          seed;
    i64          of, take;
    const NameList *names; /* NULL: only numbers */
    Date         on;    /* 0: no day is printed */
    Lang         lang;
} DrawSheet;

/* What draw_open refuses is a BUG here; take <= SHEET_MOST_TAKEN. */
void draw_sheet(Arena *a, const DrawSheet *d, Buf *out);
