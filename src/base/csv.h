/* csv: tables as people save them from a spreadsheet (RFC 4180: quoted cells, doubled quotes, line breaks in cells; lines
 * end in LF, CR LF or CR). The apostrophe that buf_csv() puts before what a spreadsheet would run is taken off again, and
 * no other: what we wrote is read as it was. */
#pragma once
#include "base/str.h"

typedef struct Csv {
    Str rest;
    i64 line;   /* of the row last read; a cell with line breaks makes the next row's number jump */
    i64 next;
    char separator;
    bool broken; /* a quote was never closed: the row last read is not to be trusted */
} Csv;

/* The bytes of a file as text: UTF-8 with or without its mark, else GB18030 (what Chinese Excel saves); false: neither,
 * or it holds NUL. Other control characters are in it still: who takes a cell looks (utf8_is_text), and can say where. */
bool csv_text(Arena *a, Str bytes, Str *ret_text);
Csv  csv_open(Str text); /* cells with ',' between them; with tabs, where the first row has tabs and no comma outside quotes */
/* The next row with anything in it, its cells trimmed; those past `most` are dropped. False at the end. */
bool csv_next(Arena *a, Csv *csv, Str *ret_cells, size_t most, size_t *ret_n);
