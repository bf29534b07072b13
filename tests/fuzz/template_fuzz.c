/* template_fuzz: hostile template and catalog text. The input is a catalog, a line of ---, a part, a line of ---, and a
 * page; whatever it is, building it ends in OK or ERR_INTERNAL, and what was built renders and can be checked. */
#include "web/i18n.h"
#include "web/template.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const Out row_out[] = { { "a", OUT_TEXT }, { "b", OUT_INT }, OUT_END };
static const Out out[] = { { "a", OUT_TEXT }, { "rows", OUT_LIST, row_out }, { "at", OUT_TIME }, OUT_END };

static Str next_part(Str *rest)
{
    size_t at;
    Str    part = *rest;
    if (str_find(*rest, STR("\n---\n"), &at)) {
        part = str_cut(*rest, at);
        *rest = str_skip(*rest, at + 5);
    } else {
        *rest = STR("");
    }
    return part;
}

static View *some_data(Arena *a)
{
    View *d = view_map(a), *rows = put_list(a, d, "rows");
    put_cstr(a, d, "a", "<x>");
    put_time(a, d, "at", 1783814400000);
    for (int i = 0; i < 2; i++)
        put_int(a, add_map(a, rows), "b", i);
    return d;
}

static void build_and_render(Ctx *c, Str part, Str page)
{
    const TemplateFile files[] = { { "part/p", part }, { "t", page } };
    Templates         *t;
    Err                e = templates_build(c, files, COUNTOF(files), c->arena, &t);
    BUG_ON(e != OK && e != ERR_INTERNAL);
    if (e != OK)
        return;
    Buf b = buf_new(c->arena, 256, 1 << 20);
    for (c->lang = 0; c->lang < LANG_COUNT; c->lang++)
        BUG_ON(template_render(c, t, "t", some_data(c->arena), NULL, &b) != OK);
    e = template_check(c, t, "t", out);
    BUG_ON(e != OK && e != ERR_INTERNAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Ctx c;
    Str rest = { (const char *)bytes, n };
    if (n > 1 << 16)
        return 0;
    log_open(LOG_ERROR + 1, 2);
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    Str po = next_part(&rest), part = next_part(&rest);
    Err e = i18n_add(&c, LANG_EN, "fuzz.po", po);
    BUG_ON(e != OK && e != ERR_MALFORMED);
    ctx_clear_failure(&c);
    build_and_render(&c, part, rest);
    arena_close(c.arena);
    return 0;
}
