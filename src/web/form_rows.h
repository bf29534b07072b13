/* form_rows: forms with rows that repeat and work without script: rows of one field (ROWS(n), record/field.h), or of several
 * (FIELD_ROWS). part/field_rows shows the rows with a button that adds one and, at each, one that takes it away: they send the form
 * with _rows, "topic+" or "topic-2". Nothing is done then: the form comes back as it was typed with a row more or less, nothing is
 * checked, and the new row has the focus.
 *
 * A row left empty is none. What is wrong with one stands at that row, of several fields at its field there; in JSON at "topic.2" and
 * "agenda.2.title". */
#pragma once
#include "web/form.h"
#include "web/route.h"

/* Was one of these buttons pressed? Then the values are edited, and *ret_pressed. ERR_INVALID at the field: no more rows. Any other
 * _rows is dropped. To be asked when the route's form is known and before anything is decoded. */
MUST Err form_rows_press(Request *r, RawValues *values, bool *ret_pressed);
/* What part/field_rows shows of each such field of the form that comes back: ui.form.FORM.rows.FIELD. */
void     form_rows_put(Request *r, View *rows, const Problem *problems);
/* What was typed into a field, by its name: a list of what may come often (a quantity is a number and a unit), of others the first.
 * Secrets, files and what is no text do not come back. */
void     form_typed_put(Arena *a, View *map, const FormField *ff, const RawValue *v);
/* "topic.2" in JSON, "topic-2" in the id of the row's input; the field's name where it is about no row. */
Str      form_row_name(Arena *a, const Problem *p, char between);
