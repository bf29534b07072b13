/* template_render: ops and a view become bytes. Walks a flat list; a section is a jump, a list is a loop; what grows
 * is the output alone. */
#include "web/template_inside.h"

#include <stdatomic.h>
#include <string.h>

typedef struct Frame {
    const View *v;       /* where names are looked up first */
    bool        in_list; /* v->next comes after it */
} Frame;

typedef struct Render {
    Ctx  *c;
    Buf  *out;
    Frame frames[NEST_MAX * 3];
    int   depth;
} Render;

static const View *child(const View *map, const char *name, unsigned bit)
{
    return view_may_have(map, bit) ? view_get(map, name) : NULL;
}

/* The first name of a path, in the innermost context that has it. */
static const View *find(const Render *r, KeyPath *path)
{
    const char *seen = atomic_load_explicit(&path->seen, memory_order_relaxed);
    for (int d = r->depth; d >= 0; d--) {
        const View *map = r->frames[d].v, *v;
        if (map->type != VIEW_MAP || !view_may_have(map, path->bits[0]))
            continue;
        for (v = map->first; v != NULL; v = v->next) {
            if (v->key == seen)
                return v;
        }
        v = view_get(map, path->names[0]);
        if (v != NULL) {
            atomic_store_explicit(&path->seen, v->key, memory_order_relaxed);
            return v;
        }
    }
    return NULL;
}

static const View *lookup(const Render *r, KeyPath *path)
{
    if (path->n == 0)
        return r->frames[r->depth].v;
    const View *v = find(r, path);
    for (int i = 1; i < path->n && v != NULL; i++)
        v = v->type == VIEW_MAP ? child(v, path->names[i], path->bits[i]) : NULL;
    return v;
}

static bool is_true(const View *v)
{
    if (v == NULL)
        return false;
    switch (v->type) {
    case VIEW_NULL: return false;
    case VIEW_BOOL:
    case VIEW_INT:
    case VIEW_TIME:
    case VIEW_DATE: return v->i != 0;
    case VIEW_TEXT:
    case VIEW_MARKUP: return v->s.n != 0;
    case VIEW_MAP:
    case VIEW_LIST: return v->first != NULL;
    }
    return false;
}

static bool is_number(const View *v)
{
    return v->type == VIEW_INT || v->type == VIEW_BOOL || v->type == VIEW_TIME || v->type == VIEW_DATE;
}

static bool is_same(const View *a, const View *b)
{
    if (a == NULL || b == NULL)
        return false;
    if (is_number(a) && is_number(b))
        return a->i == b->i;
    return a->type == VIEW_TEXT && b->type == VIEW_TEXT && str_eq(a->s, b->s);
}

static bool is_text(const View *v, Str text)
{
    i64 number;
    if (v == NULL)
        return false;
    if (is_number(v))
        return str_int(text, &number) && number == v->i;
    return v->type == VIEW_TEXT && str_eq(v->s, text);
}

/* Of a list: is one of its elements? That is how a box knows whether it was ticked. */
static bool is_equal(const Render *r, Op *op)
{
    const View *v = lookup(r, &op->path), *other = op->other_is_path ? lookup(r, &op->other) : NULL;
    bool        is_list = v != NULL && v->type == VIEW_LIST;
    bool        is = false;
    for (v = is_list ? v->first : v; v != NULL && !is; v = is_list ? v->next : NULL)
        is = op->other_is_path ? is_same(v, other) : is_text(v, op->text);
    return is;
}

/* Enters a section and returns true, or there is nothing to show. */
static bool enter(Render *r, Op *op)
{
    const View *v = lookup(r, &op->path);
    if (!is_true(v))
        return false;
    BUG_ON(r->depth + 1 == (int)COUNTOF(r->frames)); /* flatten() bounds it */
    bool is_list = v->type == VIEW_LIST;
    r->frames[++r->depth] = (Frame){ is_list ? v->first : v, is_list };
    return true;
}

/* At the end of a section: once more with the next element, or out of it. */
static bool again(Render *r)
{
    Frame *f = &r->frames[r->depth];
    if (f->in_list && f->v->next != NULL) {
        f->v = f->v->next;
        return true;
    }
    r->depth--;
    return false;
}

static void walk(Render *r, Op *ops, int n)
{
    for (int at = 0; at < n;) {
        Op  *op = &ops[at];
        bool go_in = true;
        switch (op->type) {
        case OP_TEXT: buf_put(r->out, op->text.p, op->text.n); break;
        case OP_VALUE: value_put(r->c, r->out, lookup(r, &op->path), op->filter); break;
        case OP_MARKUP: {
            const View *v = lookup(r, &op->path);
            if (v != NULL && v->type == VIEW_MARKUP)
                buf_str(r->out, v->s);
            else
                value_put(r->c, r->out, v, FILTER_NONE);
            break;
        }
        case OP_SECTION: go_in = enter(r, op); break;
        case OP_UNLESS: go_in = !is_true(lookup(r, &op->path)); break;
        case OP_IS: go_in = is_equal(r, op); break;
        case OP_ISNT: go_in = !is_equal(r, op); break;
        case OP_END: go_in = !again(r); break;
        }
        at = go_in ? at + 1 : op->jump;
    }
}

Err template_render(Ctx *c, const Templates *t, const char *name, const View *data, const View *ui, Buf *out)
{
    const Page *page = page_find(t, str_from(name));
    View       *root = view_map(c->arena);
    Render      r = { .c = c, .out = out };
    if (page == NULL)
        return fail(c, ERR_INTERNAL, NULL, "no template %s", name);
    if (data != NULL)
        put_same_map(c->arena, root, "data", data);
    if (ui != NULL)
        put_same_map(c->arena, root, "ui", ui);
    r.frames[0].v = root;
    walk(&r, page->ops[c->lang], page->n_ops[c->lang]);
    return OK;
}
