/* template_check: is every name of a page declared? Walks the flat ops as the renderer does, with Out tables in the
 * place of views, so parts and filled blocks are looked at where they are used. */
#include "web/template_inside.h"

#include "web/draft.h"
#include "web/router.h"
#include "web/ui.h"

#include <string.h>

static const Out home_out[] = { { "code", OUT_TEXT }, { "name", OUT_TEXT }, { "path", OUT_TEXT }, OUT_END };
static const Out acting_out[] = { { "id", OUT_TEXT }, { "label", OUT_TEXT }, OUT_END };
static const Out tab_out[] = { { "href", OUT_TEXT },   { "icon", OUT_TEXT },   { "text", OUT_TEXT }, { "is_now", OUT_BOOL },
                               { "is_hot", OUT_BOOL }, { "unread", OUT_INT }, OUT_END };
static const Out held_out[] = { { "wall", OUT_TIME }, { "now", OUT_TIME }, OUT_END };
static const Out work_out[] = { { "href", OUT_TEXT }, { "text", OUT_TEXT }, { "is_now", OUT_BOOL }, OUT_END };
static const Out notice_out[] = { { "text", OUT_TEXT }, OUT_END };
static const Out problem_out[] = { { "field", OUT_TEXT }, { "label", OUT_TEXT }, { "text", OUT_TEXT }, OUT_END };
static const Out any_text_out[] = { { OUT_ANY, OUT_TEXT }, OUT_END };
static const Out any_bool_out[] = { { OUT_ANY, OUT_BOOL }, OUT_END };

static const Out row_out[] = { { "_n", OUT_INT }, { "_is_new", OUT_BOOL }, { "_typed", OUT_MAP, any_text_out },
                               { "_errors", OUT_MAP, any_text_out }, OUT_END };
static const Out any_rows_out[] = { { OUT_ANY, OUT_LIST, row_out }, OUT_END };
static const Out form_out[] = { { "typed", OUT_MAP, any_text_out }, { "errors", OUT_MAP, any_text_out },
                                { "problems", OUT_LIST, problem_out }, { "rows", OUT_MAP, any_rows_out },
                                { "pressed", OUT_BOOL }, OUT_END };
static const Out any_form_out[] = { { OUT_ANY, OUT_MAP, form_out }, OUT_END };

const Out ui_out[] = {
    { "lang", OUT_TEXT },        { "lang_tag", OUT_TEXT },  { "is_zh", OUT_BOOL },
    { "size_large", OUT_BOOL },  { "path", OUT_TEXT },      { "here", OUT_TEXT },
    { "tab", OUT_TEXT },         { "csrf", OUT_TEXT },      { "who", OUT_TEXT },        { "house", OUT_TEXT }, { "signed_in", OUT_BOOL },
    { "actor", OUT_TEXT },       { "is_official", OUT_BOOL }, { "unread", OUT_INT },
    { "tabs", OUT_LIST, tab_out }, { "works", OUT_LIST, work_out }, { "has_works", OUT_BOOL }, { "help_href", OUT_TEXT },
    { "css", OUT_TEXT },         { "js", OUT_TEXT },        { "mark", OUT_TEXT },
    { "year", OUT_INT },         { "origin", OUT_TEXT },    { "version", OUT_TEXT },
    { "home", OUT_MAP, home_out },
    { "draft", OUT_MAP, draft_out },
    { "held", OUT_MAP, held_out },
    { "acting", OUT_MAP, acting_out },
    { "notices", OUT_LIST, notice_out },
    { "problems", OUT_LIST, problem_out },
    { "form", OUT_MAP, any_form_out },
    { "query", OUT_MAP, any_text_out },
    { "may", OUT_MAP, any_bool_out },
    OUT_END
};

typedef struct Check {
    Ctx        *c;
    const Page *page;
    const Out  *frames[NEST_MAX * 3]; /* what {{.}} is */
    int         depth;
    Err         err;
} Check;

static void problem(Check *k, const Op *op, const char *what, const KeyPath *path)
{
    Buf name = buf_new(k->c->arena, 64, 512);
    for (int i = 0; i < path->n; i++)
        buf_printf(&name, "%s%s", i ? "." : "", path->names[i]);
    if (path->n == 0)
        buf_char(&name, '.');
    log_say(LOG_ERROR, "template", "page=%s file=%s line=%d what={%s %.*s}", k->page->name, op->file, op->line, what,
            STR_ARG(buf_text(&name)));
    Err e = fail(k->c, ERR_INTERNAL, NULL, "%s: %s:%d: %s %.*s", k->page->name, op->file, op->line, what,
                 STR_ARG(buf_text(&name)));
    if (k->err == OK)
        k->err = e;
}

static const Out *out_find(const Out *of, const char *name)
{
    for (; of != NULL && of->key != NULL; of++) {
        const Out *added = NULL;
        for (size_t i = 0; of->type == OUT_SLOT && added == NULL && i < router_room_count(); i++)
            added = out_find(router_fill(i, of->key), name);
        if (added != NULL)
            return added;
        if (of->type != OUT_SLOT && (strcmp(of->key, name) == 0 || strcmp(of->key, OUT_ANY) == 0))
            return of;
    }
    return NULL;
}

static const Out plain_text = { ".", OUT_TEXT };

static const Out *resolve(const Check *k, const KeyPath *path)
{
    const Out *o = NULL;
    if (path->n == 0) {
        o = k->frames[k->depth];
        return o->type == OUT_LIST && o->of == NULL ? &plain_text : o;
    }
    for (int d = k->depth; d >= 0 && o == NULL; d--) {
        if (k->frames[d]->type == OUT_MAP || k->frames[d]->type == OUT_LIST)
            o = out_find(k->frames[d]->of, path->names[0]);
    }
    for (int i = 1; i < path->n && o != NULL; i++)
        o = o->type == OUT_MAP ? out_find(o->of, path->names[i]) : NULL;
    return o;
}

static bool filter_fits(Filter f, OutType t)
{
    switch (f) {
    case FILTER_NONE:
    case FILTER_JSON:
    case FILTER_COUNT_OF: return true;
    case FILTER_DAY:
    case FILTER_STAMP:
    case FILTER_AGO:
    case FILTER_YEAR_DAY:
    case FILTER_DATE:
    case FILTER_DUE:
    case FILTER_LAST_DAY: return t == OUT_TIME || t == OUT_DATE;
    case FILTER_CLOCK:
    case FILTER_MEETS: return t == OUT_TIME;
    case FILTER_YUAN:
    case FILTER_COUNT:
    case FILTER_PCT: return t == OUT_INT;
    case FILTER_URL: return t == OUT_TEXT || t == OUT_NAME;
    }
    return false;
}

static void check_value(Check *k, const Op *op, const Out *o)
{
    if (op->filter != FILTER_JSON && (o->type == OUT_MAP || o->type == OUT_LIST))
        problem(k, op, "a map or list is not a value:", &op->path);
    else if ((op->type == OP_MARKUP) != (o->type == OUT_MARKUP))
        problem(k, op, o->type == OUT_MARKUP ? "markup is written {{&..}}:" : "{{&..}} is for markup only:", &op->path);
    else if (!filter_fits(op->filter, o->type))
        problem(k, op, "the filter does not fit", &op->path);
}

static void check_op(Check *k, const Op *op)
{
    const Out *o = op->type == OP_TEXT || op->type == OP_END ? NULL : resolve(k, &op->path);
    if (op->type == OP_TEXT)
        return;
    if (op->type == OP_END) {
        k->depth--;
        return;
    }
    if (o == NULL)
        problem(k, op, "not declared:", &op->path);
    if ((op->type == OP_IS || op->type == OP_ISNT) && op->other_is_path && resolve(k, &op->other) == NULL)
        problem(k, op, "not declared:", &op->other);
    if (o != NULL && (op->type == OP_VALUE || op->type == OP_MARKUP))
        check_value(k, op, o);
    if (op->type == OP_SECTION)
        k->frames[++k->depth] = o ? o : &plain_text;
}

Err template_check(Ctx *c, const Templates *t, const char *name, const Out *out)
{
    const Page *page = page_find(t, str_from(name));
    const Out   both[] = { { "data", OUT_MAP, out }, { "ui", OUT_MAP, ui_out }, OUT_END };
    const Out   root = { "", OUT_MAP, both };
    if (page == NULL)
        return fail(c, ERR_INTERNAL, NULL, "no template %s", name);
    if (page->missing != NULL)
        return fail(c, ERR_INTERNAL, NULL, "%s: no form is called %s", name, page->missing);
    Err err = OK;
    for (Lang lang = 0; lang < LANG_COUNT; lang++) {
        Check k = { .c = c, .page = page, .frames = { &root } };
        for (int at = 0; at < page->n_ops[lang]; at++)
            check_op(&k, &page->ops[lang][at]);
        if (err == OK)
            err = k.err;
    }
    return err;
}
