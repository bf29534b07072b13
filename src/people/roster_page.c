/* roster_page: see roster_page.h. */
#include "people/roster_page.h"

#include "base/csv.h"
#include "people/person.h"
#include "place/place_view.h"
#include "web/i18n.h"

enum { FILE_MOST = 8 << 20, TEXT_MOST = 1000000 };

static const Out problem_out[] = { { "line", OUT_INT }, { "column", OUT_TEXT }, { "text", OUT_TEXT },
                                   { "is_row", OUT_BOOL }, OUT_END };
const Out        roster_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out },    { "here", OUT_TEXT },
    { "tried", OUT_BOOL },               { "is_good", OUT_BOOL },              { "rows", OUT_INT },
    { "households", OUT_INT },           { "persons", OUT_INT },               { "same", OUT_INT },
    { "problems", OUT_LIST, problem_out }, { "problem_count", OUT_INT },         { "text", OUT_TEXT },
    { "groups", OUT_LIST, place_row_out }, { "unread", OUT_LIST, NULL },         { "has_unread", OUT_BOOL },
    { "asks_unread", OUT_BOOL },           { "notes", OUT_LIST, problem_out },   { "note_count", OUT_INT },
    { "is_done", OUT_BOOL },               { "go", OUT_BOOL },                 { "leave_out", OUT_BOOL },
    OUT_END
};

/* A trial gives the text back with its result, so that importing what was tried needs no choosing of the file again. */
typedef struct RosterForm {
    Upload file;
    Str    text;
    bool   go, leave_out;
} RosterForm;
static const Field     ROSTER_FILE = { "file", FIELD_FILE, 0, FILE_MOST, NULL, "roster.file" };
static const Field     ROSTER_TEXT = { "text", FIELD_TEXT, 0, TEXT_MOST, NULL, "roster.text" };
static const Field     ROSTER_GO = { "go", FIELD_BOOL, 0, 1, NULL, "roster.go" };
static const Field     ROSTER_WITHOUT = { "leave_out", FIELD_BOOL, 0, 1, NULL, "roster.leave_out" };
static const FormField roster_fields[] = { AT(RosterForm, file, ROSTER_FILE, OPTIONAL),
                                           AT(RosterForm, text, ROSTER_TEXT, OPTIONAL),
                                           AT(RosterForm, go, ROSTER_GO, OPTIONAL),
                                           AT(RosterForm, leave_out, ROSTER_WITHOUT, OPTIONAL) };
const Form             roster_form = FORM_OF(RosterForm, roster_fields);

Err roster_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Places groups;
    TRY(place_head(r, r->ref.place, "roster.title"));
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &groups));
    View *list = put_list(a, r->data, "groups");
    for (size_t i = 0; i < groups.n; i++)
        place_put(r, add_map(a, list), &groups.v[i]);
    return OK;
}

static void unread_put(Request *r, const RosterImport *done)
{
    View *list = put_list(r->ctx.arena, r->data, "unread");
    for (size_t i = 0; i < done->n_unread; i++)
        add_text(r->ctx.arena, list, done->unread[i]);
    put_bool(r->ctx.arena, r->data, "has_unread", done->n_unread > 0);
}

/* Line 0 is the file as a whole. */
static void rows_put(Request *r, const char *name, const RowProblem *v, size_t n)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, name);
    for (size_t i = 0; i < n; i++) {
        View *m = add_map(a, list);
        put_int(a, m, "line", v[i].line);
        put_text(a, m, "column", v[i].line ? v[i].column : i18n_fill(a, r->ctx.lang, "roster.whole_file", STR_NONE, STR_NONE));
        put_bool(a, m, "is_row", v[i].line > 0);
        put_text(a, m, "text", i18n_fill(a, r->ctx.lang, v[i].key, v[i].value, v[i].other));
    }
}

static void result_put(Request *r, const RosterImport *done, Str csv)
{
    Arena *a = r->ctx.arena;
    Str    text;
    put_bool(a, r->data, "tried", true);
    put_bool(a, r->data, "is_good", done->n_problems == 0);
    put_int(a, r->data, "rows", done->rows);
    put_int(a, r->data, "households", done->households);
    put_int(a, r->data, "persons", done->persons);
    put_int(a, r->data, "same", done->same);
    put_int(a, r->data, "problem_count", (i64)done->n_problems);
    put_int(a, r->data, "note_count", (i64)done->notes_all);
    rows_put(r, "problems", done->problems, done->n_problems);
    rows_put(r, "notes", done->notes, done->n_notes);
    unread_put(r, done);
    bool fits = done->n_problems == 0 && csv_text(a, csv, &text) && utf8_count(text) <= TEXT_MOST;
    put_text(a, r->data, "text", fits ? text : STR_NONE);
}

Err roster_post(Request *r)
{
    const RosterForm *f = r->form;
    Str               csv = f->file.bytes.n ? f->file.bytes : f->text;
    RosterImport      done;
    if (csv.n == 0)
        return fail_at(&r->ctx, "file", "field.no_file", STR_NONE, STR_NONE);
    int how = (f->go ? ROSTER_IMPORT : ROSTER_TRY) | (f->leave_out ? ROSTER_LEAVE_OUT : 0);
    Err e = roster_import(&r->ctx, r->ref.place, csv, how, &done);
    if (e == ERR_INVALID && (done.n_problems || done.n_unread)) { /* an answer of its own: what is at fault, in JSON too */
        ctx_clear_failure(&r->ctx);
        r->status = 422;
        result_put(r, &done, csv);
        put_bool(r->ctx.arena, r->data, "go", f->go);
        put_bool(r->ctx.arena, r->data, "leave_out", f->leave_out);
        put_bool(r->ctx.arena, r->data, "asks_unread", done.n_problems == 0);
        return roster_page(r);
    }
    TRY(e);
    put_bool(r->ctx.arena, r->data, "is_done", f->go);
    bool was_tried = f->file.bytes.n == 0 && !r->wants_json; /* the text came out of a trial, which named all of it */
    if (!f->go || (done.n_notes && !was_tried)) {
        result_put(r, &done, csv);
        return roster_page(r);
    }
    notice(r, done.n_notes ? "roster.done_but" : "roster.done", arena_printf(r->ctx.arena, "%lld", (long long)done.persons));
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/people", STR_ARG(r->ref.place)));
}
