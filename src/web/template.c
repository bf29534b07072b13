/* template: see template.h. Loads the files, and flattens each page: parts put in, blocks filled, neighbouring texts
 * joined. What is left is one list of ops a page and language, walked by template_render.c. */
#include "web/template_inside.h"

#include "base/embed.h"
#include "web/i18n.h"
#include "web/router.h"
#include "web/static_file.h"

#include <stdlib.h>
#include <string.h>

/* The blocks that a page fills for the part it is built on; `outer` are those in force where the page itself stands. */
typedef struct Blocks {
    const Node          *filled; /* children of the parent tag */
    const char          *file;
    const struct Blocks *outer;
} Blocks;

typedef struct Emitter {
    Ctx             *c;
    const Templates *t;
    Page            *page;
    Lang             lang;
    Op              *ops;
    int              n, cap;
    Buf              text;     /* of the text op being joined */
    const char      *file;
    const FieldScope *scope;   /* the form, and the field, in which the node stands; NULL: none */
    int              depth, steps; /* steps: parts that multiply each other end */
} Emitter;

static Err bad(const Emitter *e, const Node *n, const char *what)
{
    return fail(e->c, ERR_INTERNAL, NULL, "%s:%d: %s %.*s", e->file, n->line, what, STR_ARG(n->text));
}

static void flush_text(Emitter *e)
{
    if (e->text.n == 0)
        return;
    e->ops[e->n++] = (Op){ .type = OP_TEXT, .text = str_copy(e->t->keep, buf_text(&e->text)), .file = e->file };
    e->text.n = 0;
}

static void bits_set(KeyPath *path)
{
    for (int i = 0; i < path->n; i++)
        path->bits[i] = (u8)view_key_bit(path->names[i]);
}

/* A new op after the text so far; there is always room for one text more. */
static Err op_new(Emitter *e, const Node *n, OpType type, int *ret_at)
{
    if (e->n + 3 >= e->cap) {
        int cap = e->cap ? e->cap * 2 : 256;
        if (cap > OPS_MAX * 2)
            return bad(e, n, "page too long; do parts hold each other?");
        e->ops = arena_grow(e->c->arena, e->ops, (size_t)e->cap * sizeof(Op), (size_t)cap * sizeof(Op));
        e->cap = cap;
    }
    flush_text(e);
    *ret_at = e->n++;
    e->ops[*ret_at] = (Op){ .type = type, .filter = n->filter, .path = n->path, .other = n->other, .text = n->text,
                            .other_is_path = n->other_is_path, .line = n->line, .file = e->file };
    bits_set(&e->ops[*ret_at].path);
    bits_set(&e->ops[*ret_at].other);
    return OK;
}

static Err emit(Emitter *e, const Node *first, const Blocks *blocks);

static Err emit_section(Emitter *e, const Node *n, const Blocks *blocks)
{
    static const OpType types[] = {
        [NODE_SECTION] = OP_SECTION, [NODE_UNLESS] = OP_UNLESS, [NODE_IS] = OP_IS, [NODE_ISNT] = OP_ISNT,
    };
    int at, end;
    TRY(op_new(e, n, types[n->type], &at));
    TRY(emit(e, n->first, blocks));
    if (n->type == NODE_SECTION) {
        TRY(op_new(e, n, OP_END, &end));
        e->ops[end].jump = at + 1;
    }
    if (e->text.n) { /* a jump lands between ops, so the text ends here */
        TRY(op_new(e, n, OP_TEXT, &end));
        e->n--;
    }
    e->ops[at].jump = e->n;
    return OK;
}

static Err emit_page(Emitter *e, const Page *page, const Blocks *blocks)
{
    const char *file = e->file;
    e->file = page->name;
    TRY(emit(e, page->nodes[e->lang], blocks));
    e->file = file;
    return OK;
}

/* Another template's nodes in this place. */
static Err emit_file(Emitter *e, const Node *n, const Blocks *blocks)
{
    const Page *page = page_find(e->t, n->text);
    if (page == NULL)
        return bad(e, n, "no such part:");
    TRY(emit_page(e, page, blocks));
    if (n->is_within && e->text.n && e->text.p[e->text.n - 1] == '\n')
        e->text.n--;
    return OK;
}

/* {{>slot/home}}: what the nouns fill it with, slot/need_home and so on. */
static Err emit_slot(Emitter *e, const Node *n)
{
    Str slot = str_skip(n->text, 5);
    for (size_t i = 0; i < router_room_count(); i++) {
        Str         name = arena_printf(e->c->arena, "slot/%s_%.*s", router_room(i)->name, STR_ARG(slot));
        const Page *page = page_find(e->t, name);
        if (page != NULL)
            TRY(emit_page(e, page, NULL));
    }
    return OK;
}

/* Every block that is filled must be one that the part has, somewhere in it or in what it is built on. */
static bool has_block(const Templates *t, Lang lang, const Node *first, Str name, int depth)
{
    for (const Node *n = first; n != NULL; n = n->next) {
        if (n->type == NODE_BLOCK && str_eq(n->text, name))
            return true;
        if (depth < NEST_MAX && has_block(t, lang, n->first, name, depth + 1))
            return true;
        if (depth < NEST_MAX && n->type == NODE_PARENT) {
            const Page *page = page_find(t, n->text);
            if (page != NULL && has_block(t, lang, page->nodes[lang], name, depth + 8))
                return true;
        }
    }
    return false;
}

static Err check_blocks(Emitter *e, const Node *n)
{
    const Page *page = page_find(e->t, n->text);
    if (page == NULL)
        return bad(e, n, "no such part:");
    for (const Node *b = n->first; b != NULL; b = b->next) {
        if (b->type == NODE_TEXT && str_trim(b->text).n == 0)
            continue;
        if (b->type != NODE_BLOCK)
            return bad(e, b, "only blocks stand directly in {{<..}}");
        if (!has_block(e->t, e->lang, page->nodes[e->lang], b->text, 0))
            return bad(e, b, "no such block:");
    }
    return OK;
}

static Err emit_block(Emitter *e, const Node *n, const Blocks *blocks)
{
    /* The nearest filling wins; a block of the same name inside it is filled by whoever stands further out. */
    const Node   *found = NULL;
    const Blocks *at = blocks;
    for (; at != NULL && found == NULL; at = found ? at : at->outer) {
        for (const Node *f = at->filled; f != NULL && found == NULL; f = f->next) {
            if (f->type == NODE_BLOCK && str_eq(f->text, n->text))
                found = f;
        }
    }
    if (found == NULL)
        return emit(e, n->first, blocks);
    const char *file = e->file;
    e->file = at->file;
    TRY(emit(e, found->first, at->outer));
    e->file = file;
    return OK;
}

static Err emit_asset(Emitter *e, const Node *n)
{
    const StaticFile *asset = static_file_find(n->text);
    if (asset == NULL)
        return bad(e, n, "no such asset:");
    buf_cstr(&e->text, asset->url);
    return OK;
}

/* ---- forms and fields (template_field.c) ---- */

static Err emit_form(Emitter *e, const Node *n, const Blocks *blocks)
{
    const FieldScope *around = e->scope;
    FieldScope        s;
    const char       *name = str_cstr(e->t->keep, n->text);
    if (router_form(n->text) == NULL) { /* tests bring other rooms than the pages are for */
        e->page->missing = name;
        return OK;
    }
    TRY(form_scope(e->c, n->text, &s));
    s.name = name;
    e->scope = &s;
    TRY(emit(e, n->first, blocks));
    e->scope = around;
    return OK;
}

/* A part that was given a field, or one that was not. */
static Err emit_part(Emitter *e, const Node *n, const Blocks *blocks)
{
    const FieldScope *around = e->scope;
    FieldScope        s;
    if (n->field.n == 0)
        return emit_file(e, n, blocks);
    if (around == NULL && str_starts(str_from(e->page->name), STR("part/")))
        return OK; /* flattened by itself: the form is around it where it is held */
    if (around == NULL)
        return bad(e, n, "a field stands in a form:");
    TRY(field_scope(e->c, around, n->field, &s));
    if (around->rows != NULL && (n->path.n > 0 || n->literal.n > 0))
        return bad(e, n, "a row that holds something at first would never be empty:");
    s.initial = n->path;
    s.literal = n->literal;
    e->scope = &s;
    TRY(emit_file(e, n, blocks));
    e->scope = around;
    return OK;
}

static Err emit_choices(Emitter *e, const Node *n, const Blocks *blocks)
{
    const FieldScope *around = e->scope;
    FieldScope        s = *around;
    e->scope = &s;
    for (s.choice = 0; s.choice < field_choices(&s); s.choice++)
        TRY(emit(e, n->first, blocks));
    e->scope = around;
    return OK;
}

static Err emit_node(Emitter *e, const Node *n, const Blocks *blocks);

/* The rows that come back, or those that the page has at first: as many as there must be, and one. */
static Err emit_rows(Emitter *e, const Node *n, const Known *k, const Blocks *blocks)
{
    const FieldScope *around = e->scope;
    FieldScope        s = *around;
    Node              rows = *n;
    s.rows = s.field;
    rows.path = k->path;
    e->scope = &s;
    TRY(emit_section(e, &rows, blocks));
    rows.type = NODE_UNLESS;
    for (s.row = 1; s.row == 1 || (s.field->row != NULL && s.row <= s.field->field->low); s.row++)
        TRY(emit_section(e, &rows, blocks));
    e->scope = around;
    return OK;
}

/* The node again, with the names of the template that it stands for. */
static Err emit_looked_up(Emitter *e, const Node *n, const Known *k, const Blocks *blocks)
{
    const FieldScope *scope = e->scope;
    Node             *again = NEW(e->t->keep, Node);
    *again = *n;
    again->path = k->path;
    again->next = NULL;
    if (n->other_is_path) {
        Known right = field_known(e->t->keep, e->lang, scope, &n->other);
        if (right.type == KNOWN_TEXT || right.type == KNOWN_BOOL) {
            again->other_is_path = false;
            again->text = right.text;
        } else if (right.type == KNOWN_PATH) {
            again->other = right.path;
        }
    }
    return emit_node(e, again, blocks);
}

/* A text that is known, or the two ends of one with a value between them. */
static Err emit_text(Emitter *e, const Node *n, const Known *k)
{
    int at;
    buf_html(&e->text, k->text);
    if (k->path.n == 0)
        return OK;
    Node value = { .type = NODE_VALUE, .line = n->line, .path = k->path };
    TRY(op_new(e, &value, OP_VALUE, &at));
    buf_html(&e->text, k->after);
    return OK;
}

/* Is the node's name one of a form or field? Then it is emitted, and *ret_done says so. */
static Err emit_known(Emitter *e, const Node *n, const Blocks *blocks, bool *ret_done)
{
    Known k = field_known(e->t->keep, e->lang, e->scope, &n->path);
    bool  is_so = k.is_true;
    *ret_done = k.type != KNOWN_NOT;
    if (k.type == KNOWN_NOT)
        return OK;
    if (k.type == KNOWN_WRONG)
        return fail(e->c, ERR_INTERNAL, NULL, "%s:%d: no catalog has %.*s", e->file, n->line, STR_ARG(k.text));
    if (k.type == KNOWN_PATH)
        return emit_looked_up(e, n, &k, blocks);
    if (k.type == KNOWN_ROWS)
        return n->type == NODE_SECTION ? emit_rows(e, n, &k, blocks) : bad(e, n, "rows are a list");
    if (k.type == KNOWN_CHOICES)
        return n->type == NODE_SECTION ? emit_choices(e, n, blocks) : bad(e, n, "choices are a list");
    switch (n->type) {
    case NODE_VALUE: return emit_text(e, n, &k);
    case NODE_IS:
    case NODE_ISNT:
        if (k.path.n > 0)
            return bad(e, n, "what has the number of a row in it is compared with nothing");
        if (n->other_is_path && field_known(e->t->keep, e->lang, e->scope, &n->other).type != KNOWN_TEXT)
            return bad(e, n, "what is known is compared with what is known");
        is_so = str_eq(k.text, n->other_is_path ? field_known(e->t->keep, e->lang, e->scope, &n->other).text : n->text);
        break;
    default: break;
    }
    bool is_not = n->type == NODE_ISNT || n->type == NODE_UNLESS;
    return is_so != is_not ? emit(e, n->first, blocks) : OK;
}

static bool has_path(const Node *n)
{
    return n->type == NODE_VALUE || n->type == NODE_SECTION || n->type == NODE_UNLESS || n->type == NODE_IS || n->type == NODE_ISNT;
}

static Err emit_node(Emitter *e, const Node *n, const Blocks *blocks)
{
    int at;
    if (has_path(n)) {
        bool is_done;
        TRY(emit_known(e, n, blocks, &is_done));
        if (is_done)
            return OK;
    }
    switch (n->type) {
    case NODE_TEXT: buf_str(&e->text, n->text); return OK;
    case NODE_VALUE: return op_new(e, n, OP_VALUE, &at);
    case NODE_MARKUP: return op_new(e, n, OP_MARKUP, &at);
    case NODE_ASSET: return emit_asset(e, n);
    case NODE_SECTION:
    case NODE_UNLESS:
    case NODE_IS:
    case NODE_ISNT: return emit_section(e, n, blocks);
    case NODE_PART: return str_starts(n->text, STR("slot/")) ? emit_slot(e, n) : emit_part(e, n, NULL);
    case NODE_PARENT:
        TRY(check_blocks(e, n));
        return emit_part(e, n, &(Blocks){ .filled = n->first, .file = e->file, .outer = blocks });
    case NODE_FORM: return emit_form(e, n, blocks);
    case NODE_BLOCK: return emit_block(e, n, blocks);
    }
    return OK;
}

static Err emit(Emitter *e, const Node *first, const Blocks *blocks)
{
    if (++e->depth > NEST_MAX * 2)
        return fail(e->c, ERR_INTERNAL, NULL, "%s: parts nested too deeply; does one hold itself?", e->file);
    for (const Node *n = first; n != NULL; n = n->next) {
        if (buf_is_over(&e->text) || ++e->steps > OPS_MAX * 4)
            return bad(e, n, "page too long");
        TRY(emit_node(e, n, blocks));
    }
    e->depth--;
    return OK;
}

static Err flatten(Ctx *c, Templates *t, Page *page, Lang lang)
{
    Emitter e = { .c = c, .t = t, .page = page, .lang = lang, .file = page->name, .text = buf_new(c->arena, 4096, 1 << 20) };
    int     at;
    TRY(emit(&e, page->nodes[lang], NULL));
    TRY(op_new(&e, &(Node){ .line = 0 }, OP_TEXT, &at)); /* an empty text: the last jump lands on it */
    page->n_ops[lang] = e.n;
    page->ops[lang] = NEW_N(t->keep, Op, (size_t)e.n);
    memcpy(page->ops[lang], e.ops, (size_t)e.n * sizeof(Op));
    return OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const Page *)a)->name, ((const Page *)b)->name);
}

Page *page_find(const Templates *t, Str name)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int    order = str_cmp(name, str_from(t->pages[mid].name));
        if (order == 0)
            return &t->pages[mid];
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NULL;
}

static Err read_file(Ctx *c, Templates *t, const TemplateFile *f, Page *page)
{
    page->name = str_cstr(t->keep, str_from(f->name));
    for (Lang lang = 0; lang < LANG_COUNT; lang++) {
        Str text;
        TRY(template_translate(c, t->keep, page->name, f->text, lang, &t->untranslated, &text));
        TRY(template_parse(c, t->keep, page->name, text, &page->nodes[lang]));
    }
    return OK;
}

/* Parts that only make sense with blocks or inside others are flattened like pages: that finds their mistakes. */
Err templates_build(Ctx *c, const TemplateFile *files, size_t n, Arena *keep, Templates **ret_templates)
{
    Templates *t = NEW(keep, Templates);
    t->keep = keep;
    t->pages = NEW_N(keep, Page, n + 1);
    t->untranslated = buf_new(keep, 256, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        TRY(read_file(c, t, &files[i], &t->pages[i]));
        t->n++;
    }
    qsort(t->pages, t->n, sizeof(Page), by_name);
    for (size_t i = 1; i < t->n; i++) {
        if (strcmp(t->pages[i - 1].name, t->pages[i].name) == 0)
            return fail(c, ERR_INTERNAL, NULL, "two templates are named %s", t->pages[i].name);
    }
    for (size_t i = 0; i < t->n; i++) {
        for (Lang lang = 0; lang < LANG_COUNT; lang++)
            TRY(flatten(c, t, &t->pages[i], lang));
    }
    *ret_templates = t;
    return OK;
}

/* "src/web/part/layout.html" is "part/layout", "src/plan/need/need.html" is "need". */
static bool name_of(Arena *keep, const char *path, const char **ret_name)
{
    Str s = str_from(path), folder = STR_NONE, name = STR_NONE, part;
    if (!str_starts(s, STR("src/")) || !str_ends(s, STR(".html")))
        return false;
    while (str_next(&s, '/', &part)) {
        folder = name;
        name = part;
    }
    name = str_cut(name, name.n - 5);
    *ret_name = str_cstr(keep, str_is(folder, "part") || str_is(folder, "slot") ? str_join(keep, (Str[]){ folder, name }, 2, STR("/")) : name);
    return true;
}

Err templates_load(Ctx *c, Templates **ret_templates)
{
    static Arena *keep; /* as long as the process */
    if (keep == NULL)
        keep = arena_open();
    TemplateFile *files = NEW_N(c->arena, TemplateFile, embedded_count + 1);
    size_t        n = 0;
    for (size_t i = 0; i < embedded_count; i++) {
        if (name_of(keep, embedded_files[i].path, &files[n].name))
            files[n++].text = embedded_files[i].bytes;
    }
    TRY(i18n_load(c));
    return templates_build(c, files, n, keep, ret_templates);
}

bool template_exists(const Templates *t, const char *name)
{
    return page_find(t, str_from(name)) != NULL;
}

const char *template_name(const Templates *t, size_t i)
{
    return i < t->n ? t->pages[i].name : NULL;
}

Str templates_untranslated(Arena *a, const Templates *t)
{
    return str_copy(a, buf_text(&t->untranslated));
}
