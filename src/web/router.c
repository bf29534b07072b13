/* router: see router.h. A few hundred rows are looked at one after the other: that costs about a microsecond, and the
 * order of the rooms decides nothing. */
#include "web/router.h"

#include <string.h>

#include "web/form.h"
#include "web/offline_row.h"

static const Room *const *rooms;
static size_t             n_rooms;
static RouteRow          *rows;
static int                n_rows;

void router_rooms_set(const Room *const *given, size_t n)
{
    rooms = given;
    n_rooms = n;
}

size_t router_room_count(void)
{
    return n_rooms;
}

const Room *router_room(size_t i)
{
    return rooms[i];
}

const Out *router_fill(size_t i, const char *slot)
{
    for (const Fill *f = rooms[i]->fills; f != NULL && f->slot != NULL; f++)
        if (strcmp(f->slot, slot) == 0)
            return f->out;
    return NULL;
}

int router_count(void)
{
    return n_rows;
}

const RouteRow *router_row(int i)
{
    return &rows[i];
}

static const Loader *loader_of(Str name)
{
    for (size_t i = 0; i < n_rooms; i++) {
        for (const Loader *l = rooms[i]->loaders; l != NULL && l->name != NULL; l++) {
            if (str_is(name, l->name))
                return l;
        }
    }
    return NULL;
}

static void compile(RouteRow *row)
{
    Str rest = str_skip(str_from(row->route->path), 1), part;
    while (rest.n && str_next(&rest, '/', &part)) {
        BUG_ON(row->n == ROUTER_MAX_SEGMENTS); /* a route's own path, not an asked one */
        bool is_param = str_starts(part, STR(":"));
        row->is_param[row->n] = is_param;
        row->segment[row->n++] = is_param ? str_skip(part, 1) : part;
        if (is_param) {
            BUG_ON(row->n_params == ROUTER_MAX_PARAMS); /* the same */
            row->loader[row->n_params++] = loader_of(str_skip(part, 1));
        }
    }
}

static bool needs_bound(const Field *f)
{
    return f->type == FIELD_YUAN || f->type == FIELD_AREA || f->type == FIELD_QUANTITY || f->type == FIELD_LINE || f->type == FIELD_TEXT || f->type == FIELD_SECRET || f->type == FIELD_PHOTOS ||
           f->type == FIELD_FILE;
}

static void check_form(const Form *form);

/* What a row may not hold is what cannot be named in one, or is not kept in a draft. */
static void check_row(const FormField *ff)
{
    bool is_typed = false;
    BUG_ON(ff->row == NULL || ff->field->high < 1 || ff->field->high > FIELD_ROWS_MAX); /* tables of the program */
    for (size_t i = 0; i < ff->row->n; i++) {
        FieldType t = ff->row->fields[i].field->type;
        BUG_ON(t == FIELD_ROWS || t == FIELD_PHOTOS || t == FIELD_FILE || t == FIELD_SECRET || t == FIELD_ONCE); /* the same */
        is_typed |= t != FIELD_ENUM && t != FIELD_BOOL;
    }
    BUG_ON(!is_typed); /* the same */
    check_form(ff->row);
}

static i64 names_count(const Field *f)
{
    i64 n = 0;
    while (f->names[n] != NULL)
        n++;
    return n;
}

static void check_form(const Form *form)
{
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        const Field *f = form->fields[i].field;
        /* tables of the program, looked at once at start */
        BUG_ON(f->name == NULL || form->fields[i].offset >= form->size);
        BUG_ON(needs_bound(f) && f->high <= 0);
        /* the same */
        BUG_ON((f->type == FIELD_ENUM || f->type == FIELD_QUANTITY) && f->names == NULL);
        BUG_ON(f->type == FIELD_ENUM && names_count(f) != f->high + 1); /* the same: as many as its enum has */
        if (f->type == FIELD_ROWS)
            check_row(&form->fields[i]);
    }
}

/* ---- forms by name ---- */

/* Comes it back with what is wrong in it? A form that acts always, one that asks where its row says who shows it again. */
static bool comes_back(const Route *r)
{
    return r->form != NULL && (r->method == POST || r->form_again != NULL);
}

static bool is_called(const Route *r, Str name)
{
    if (r->form->name != NULL)
        return str_is(name, r->form->name);
    Str rest = str_skip(str_from(r->path), 1), part, word;
    while (rest.n && str_next(&rest, '/', &part))
        if (!str_starts(part, STR(":")) && !(str_next(&name, '/', &word) && str_eq(word, part)))
            return false;
    return name.n == 0;
}

const Form *router_form(Str name)
{
    for (size_t i = 0; i < n_rooms; i++)
        for (const Route *r = rooms[i]->routes; r != NULL && r->path != NULL; r++)
            if (comes_back(r) && is_called(r, name))
                return r->form;
    return NULL;
}

const char *router_form_name(const Route *route)
{
    for (int i = 0; i < n_rows; i++)
        if (rows[i].route == route)
            return rows[i].form;
    return NULL;
}

static const char *form_name(Arena *keep, const RouteRow *row)
{
    if (row->route->form->name != NULL)
        return row->route->form->name;
    Buf b = buf_new(keep, 64, 256);
    for (int i = 0; i < row->n; i++)
        if (!row->is_param[i])
            buf_printf(&b, "%s%.*s", b.n ? "/" : "", STR_ARG(row->segment[i]));
    BUG_ON(router_form(buf_text(&b)) != row->route->form); /* another route's form has that name */
    return str_cstr(keep, buf_text(&b));
}

static bool is_same_path(const RouteRow *a, const RouteRow *b)
{
    if (a->route->method != b->route->method || a->n != b->n)
        return false;
    for (int i = 0; i < a->n; i++) {
        if (a->is_param[i] != b->is_param[i] || (!a->is_param[i] && !str_eq(a->segment[i], b->segment[i])))
            return false;
    }
    return true;
}

void router_open(Arena *keep)
{
    int total = 0;
    for (size_t i = 0; i < n_rooms; i++) {
        for (const Route *r = rooms[i]->routes; r != NULL && r->path != NULL; r++)
            total++;
    }
    rows = NEW_N(keep, RouteRow, (size_t)total);
    n_rows = 0;
    for (size_t i = 0; i < n_rooms; i++) {
        for (const Route *r = rooms[i]->routes; r != NULL && r->path != NULL; r++) {
            RouteRow *row = &rows[n_rows];
            *row = (RouteRow){ .route = r, .index = n_rows };
            compile(row);
            check_form(r->form);
            offline_row_check(rooms, n_rooms, rooms[i], r);
            row->form = comes_back(r) ? form_name(keep, row) : NULL;
            for (int k = 0; k < n_rows; k++)
                BUG_ON(is_same_path(&rows[k], row)); /* rows of the program, once when it starts */
            n_rows++;
        }
    }
}

/* ---- paths ---- */

static Err bad(Ctx *c, const char *what)
{
    return fail(c, ERR_MALFORMED, NULL, "path: %s", what);
}

static Err decode_segment(Ctx *c, Str raw, Str *ret)
{
    if (!form_unescape(c->arena, raw, false, false, ret))
        return bad(c, "escape");
    if (ret->n == 0 || str_is(*ret, ".") || str_is(*ret, ".."))
        return bad(c, "segment");
    if (!utf8_is_text(*ret) || str_find(*ret, STR("/"), NULL) || str_find(*ret, STR("\\"), NULL))
        return bad(c, "bytes");
    for (size_t i = 0; i < ret->n; i++) {
        if ((unsigned char)ret->p[i] < ' ')
            return bad(c, "bytes");
    }
    return OK;
}

Err router_split(Ctx *c, Str raw_path, Path *ret_path)
{
    Str rest = str_skip(raw_path, 1), raw;
    *ret_path = (Path){ 0 };
    if (!str_starts(raw_path, STR("/")))
        return bad(c, "no slash");
    while (rest.p != NULL && str_next(&rest, '/', &raw)) {
        if (ret_path->n == ROUTER_MAX_SEGMENTS)
            return fail(c, ERR_MISSING, NULL, "path: too deep");
        TRY(decode_segment(c, raw, &ret_path->segment[ret_path->n]));
        ret_path->n++;
    }
    return OK;
}

static bool fits(const RouteRow *row, const Path *path)
{
    if (row->n != path->n)
        return false;
    for (int i = 0; i < row->n; i++) {
        if (!row->is_param[i] && !str_eq(row->segment[i], path->segment[i]))
            return false;
    }
    return true;
}

/* Of two rows that fit one path, the one that says more at the first place where they differ. */
static bool is_closer(const RouteRow *a, const RouteRow *b)
{
    for (int i = 0; b != NULL && i < a->n; i++) {
        if (a->is_param[i] != b->is_param[i])
            return b->is_param[i];
    }
    return b == NULL;
}

static const RouteRow *find_exact(Method method, const Path *path, unsigned *methods)
{
    const RouteRow *best = NULL;
    for (int i = 0; i < n_rows; i++) {
        if (!fits(&rows[i], path))
            continue;
        *methods |= 1u << rows[i].route->method;
        if (rows[i].route->method == method && is_closer(&rows[i], best))
            best = &rows[i];
    }
    return best;
}

void router_find(Method method, const Path *path, RouteFound *ret_found)
{
    Path cut = *path;
    *ret_found = (RouteFound){ 0 };
    ret_found->row = find_exact(method, &cut, &ret_found->methods);
    Str *last = cut.n ? &cut.segment[cut.n - 1] : NULL;
    if (last != NULL && str_ends(*last, STR(".json")) &&
        (ret_found->row == NULL || ret_found->row->is_param[cut.n - 1])) {
        last->n -= 5;
        cut.n -= last->n == 0;
        unsigned        methods = 0;
        const RouteRow *row = find_exact(method, &cut, &methods);
        if (methods)
            *ret_found = (RouteFound){ .row = row, .methods = methods, .is_json = true };
        else
            cut = *path;
    }
    int n = 0;
    for (int i = 0; ret_found->row != NULL && i < ret_found->row->n; i++) {
        if (ret_found->row->is_param[i])
            ret_found->params[n++] = cut.segment[i];
    }
}

const Route *router_of_handler(Handler *handler)
{
    for (int i = 0; i < n_rows; i++) {
        if (rows[i].route->method == GET && rows[i].route->handler == handler)
            return rows[i].route;
    }
    return NULL;
}

static Err (*record_load)(Ctx *c, const char *noun, Str text, Ref *ret_ref);

void web_loader_hook(Err (*load)(Ctx *c, const char *noun, Str text, Ref *ret_ref))
{
    record_load = load;
}

Err loader_read(Ctx *c, const Loader *l, Str text, Ref *ret_ref)
{
    return l->load != NULL ? l->load(c, text, ret_ref) : record_load(c, l->name, text, ret_ref);
}
