/* template_message: one template's text for one language. Looks at a file as HTML: elements, sections and blocks must
 * close what they open; the Chinese is found, and for English replaced by what the catalogs say. Also refuses what the
 * content security policy would not run: style elements and attributes, handlers, scripts with a body. */
#include "web/template_inside.h"

#include "web/i18n.h"

#include <string.h>

typedef enum ItemType {
    ITEM_TEXT, ITEM_OPEN, ITEM_CLOSE, ITEM_VOID, ITEM_REMARK, ITEM_BEGIN, ITEM_END, ITEM_TAG
} ItemType;

typedef struct Item {
    ItemType type;
    Str      text;      /* as written */
    Str      name;      /* of the element, section or block */
    int      partner;   /* OPEN, BEGIN: where it closes */
    bool     holds_chinese; /* OPEN, and BEGIN of blocks: directly */
    bool     holds_blocks;  /* has block elements inside, at any depth */
} Item;

typedef struct Scan {
    Ctx        *c;
    Arena      *keep;
    const char *file;
    Str         all;
    Item       *items;
    int         n, cap;
    Lang        lang;
    Buf        *missing;
    Buf         out;
} Scan;

enum { ITEMS_MAX = 50000 };

static Err bad(const Scan *s, const char *at, const char *what, Str detail)
{
    int line = 1;
    for (const char *p = s->all.p; p < at; p++)
        line += *p == '\n';
    return fail(s->c, ERR_INTERNAL, NULL, "%s:%d: %s %.*s", s->file, line, what, STR_ARG(str_cut(detail, 80)));
}

static bool is_one_of(Str name, const char *words)
{
    Str rest = str_from(words), word;
    while (str_next(&rest, ' ', &word)) {
        if (str_eq(word, name))
            return true;
    }
    return false;
}

static bool is_void(Str name)
{
    return is_one_of(name, "area base br col embed hr img input link meta source track wbr");
}

static bool is_block(Str name)
{
    return is_one_of(name, "address article aside blockquote body dd details div dl dt fieldset figure footer form h1 "
                           "h2 h3 h4 head header hr html li main nav ol p pre section table tbody thead tr td th ul");
}

/* Han, and the punctuation that only Chinese uses; not the wide space, which is also used to set values apart. */
static bool is_chinese(u32 ch)
{
    bool is_quote = ch == 0x201C || ch == 0x201D;
    return utf8_is_han(ch) || (ch > 0x3000 && ch < 0x3040) || (ch > 0xFF00 && ch < 0xFF5F) || is_quote;
}

/* Outside of {{..}}. */
static bool has_chinese(Str s)
{
    u32 ch;
    while (s.n) {
        size_t end;
        if (str_starts(s, STR("{{")) && str_find(s, STR("}}"), &end)) {
            s = str_skip(s, end + 2);
            continue;
        }
        if (!utf8_next(&s, &ch))
            break;
        if (is_chinese(ch))
            return true;
    }
    return false;
}

static Item *item_add(Scan *s, ItemType type, const char *from, const char *to)
{
    if (s->n == s->cap) {
        int cap = s->cap ? s->cap * 2 : 64;
        s->items = arena_grow(s->c->arena, s->items, (size_t)s->cap * sizeof(Item), (size_t)cap * sizeof(Item));
        s->cap = cap;
    }
    Item *i = &s->items[s->n++];
    *i = (Item){ .type = type, .text = { from, (size_t)(to - from) }, .partner = -1 };
    return i;
}

/* ---- cutting the file into items ---- */

static Err take_mustache(Scan *s, const char **at, const char *end)
{
    Str    rest = { *at, (size_t)(end - *at) };
    size_t close;
    if (!str_find(rest, STR("}}"), &close))
        return bad(s, *at, "tag without an end:", rest);
    Str      inside = str_trim((Str){ *at + 2, close - 2 });
    char     kind = inside.n ? inside.p[0] : ' ';
    ItemType type = strchr("#^$<", kind) ? ITEM_BEGIN : kind == '/' ? ITEM_END : kind == '!' ? ITEM_REMARK : ITEM_TAG;
    if (str_find(inside, STR("{{"), NULL)) /* a remark would end with it, and its rest be read by people */
        return bad(s, *at, "a tag within a tag:", inside);
    Item *i = item_add(s, type, *at, *at + close + 2);
    i->name = str_trim(str_skip(inside, 1));
    rest = i->name;
    str_next(&rest, ' ', &i->name); /* _is, _form and parts with a field end with the first word */
    *at += close + 2;
    return OK;
}

static bool is_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* The '>' that ends a tag: not one within quotes or {{..}}. NULL: none. */
static const char *tag_end(const char *at, const char *end)
{
    char quote = 0;
    for (; at < end; at++) {
        size_t close;
        Str    rest = { at, (size_t)(end - at) };
        if (str_starts(rest, STR("{{")) && str_find(rest, STR("}}"), &close))
            at += close + 1;
        else if (quote)
            quote = *at == quote ? 0 : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '>')
            return at;
    }
    return NULL;
}

/* An attribute's value, from after its quote: where the closing one is. */
static const char *value_end(const char *at, const char *end, char quote)
{
    for (; at < end && *at != quote; at++) {
        size_t close;
        Str    rest = { at, (size_t)(end - at) };
        if (str_starts(rest, STR("{{")) && str_find(rest, STR("}}"), &close))
            at += close + 1;
    }
    return at;
}

static Err check_attribute(Scan *s, const char *equals, const char *start, const char *end)
{
    const char *p = equals;
    while (p > start && (is_letter(p[-1]) || p[-1] == '-' || p[-1] == ':'))
        p--;
    Str name = { p, (size_t)(equals - p) };
    if (str_is(name, "style") || (name.n > 2 && str_starts(name, STR("on"))))
        return bad(s, p, "the policy forbids attribute", name);
    if (equals + 1 >= end || equals[1] != '"')
        return bad(s, p, "attribute values stand in double quotes:", name);
    return OK;
}

/* Goes to the next attribute value of a tag: from after its quote to the closing one. False: no more. */
static bool next_value(const char **at, const char *end, Str *ret_value, const char **ret_equals)
{
    for (const char *p = *at; p < end; p++) {
        size_t close;
        Str    rest = { p, (size_t)(end - p) };
        if (str_starts(rest, STR("{{")) && str_find(rest, STR("}}"), &close)) {
            p += close + 1;
        } else if (*p == '=') {
            const char *from = p + 2 < end ? p + 2 : end, *to = value_end(from, end, '"');
            *ret_value = (Str){ from, (size_t)(to - from) };
            *ret_equals = p;
            *at = to < end ? to + 1 : end;
            return true;
        }
    }
    return false;
}

static Err check_element(Scan *s, Str tag)
{
    const char *at = tag.p, *end = tag.p + tag.n, *equals;
    Str         value;
    while (next_value(&at, end, &value, &equals))
        TRY(check_attribute(s, equals, tag.p, end));
    return OK;
}

static Err take_element(Scan *s, const char **at, const char *end)
{
    bool        is_close = *at + 1 < end && (*at)[1] == '/';
    const char *name = *at + 1 + is_close, *p = name, *close = tag_end(*at, end);
    while (p < end && (is_letter(*p) || (*p >= '0' && *p <= '9') || *p == '!'))
        p++;
    Str n = { name, (size_t)(p - name) };
    if (n.n == 0)
        return bad(s, *at, "write &lt; for a < in text:", (Str){ *at, (size_t)(end - *at) });
    if (close == NULL)
        return bad(s, *at, "element without >:", n);
    if (str_is(n, "style"))
        return bad(s, *at, "the policy forbids", n);
    bool  is_alone = n.p[0] == '!' || is_void(n) || close[-1] == '/';
    Item *i = item_add(s, is_close ? ITEM_CLOSE : is_alone ? ITEM_VOID : ITEM_OPEN, *at, close + 1);
    i->name = n;
    *at = close + 1;
    return check_element(s, i->text);
}

static Err take_remark(Scan *s, const char **at, const char *end)
{
    size_t close;
    if (!str_find((Str){ *at, (size_t)(end - *at) }, STR("-->"), &close))
        return bad(s, *at, "remark without an end", STR_NONE);
    item_add(s, ITEM_REMARK, *at, *at + close + 3);
    *at += close + 3;
    return OK;
}

static Err cut(Scan *s)
{
    const char *at = s->all.p, *end = s->all.p + s->all.n;
    while (at < end) {
        Str rest = { at, (size_t)(end - at) };
        if (s->n > ITEMS_MAX)
            return bad(s, at, "file too long", STR_NONE);
        if (str_starts(rest, STR("{{"))) {
            TRY(take_mustache(s, &at, end));
        } else if (str_starts(rest, STR("<!--"))) {
            TRY(take_remark(s, &at, end));
        } else if (*at == '<') {
            TRY(take_element(s, &at, end));
        } else {
            const char *from = at;
            while (at < end && *at != '<' && !(*at == '{' && at + 1 < end && at[1] == '{'))
                at++;
            item_add(s, ITEM_TEXT, from, at);
        }
    }
    return OK;
}

/* ---- who closes whom, and who holds Chinese ---- */

static bool is_section(const Item *i)
{
    char kind = str_trim(str_skip(i->text, 2)).p[0];
    return i->type == ITEM_BEGIN && (kind == '#' || kind == '^');
}

static Err match(Scan *s, Item *root)
{
    int open[NEST_MAX * 4], depth = 0;
    for (int i = 0; i < s->n; i++) {
        Item *it = &s->items[i];
        if (it->type == ITEM_OPEN || it->type == ITEM_BEGIN) {
            if (depth == (int)COUNTOF(open))
                return bad(s, it->text.p, "nested too deeply:", it->name);
            open[depth++] = i;
        } else if (it->type == ITEM_CLOSE || it->type == ITEM_END) {
            Item *o = depth ? &s->items[open[depth - 1]] : NULL;
            if (o == NULL || (o->type == ITEM_OPEN) != (it->type == ITEM_CLOSE) || !str_eq(o->name, it->name))
                return bad(s, it->text.p, o ? "this closes something else than what is open:" : "nothing is open here:",
                           it->name);
            o->partner = i;
            depth--;
        }
        if ((it->type == ITEM_OPEN || it->type == ITEM_VOID) && is_block(it->name)) {
            root->holds_blocks = true;
            for (int d = 0; d < depth; d++)
                s->items[open[d]].holds_blocks |= open[d] != i;
        }
        if (it->type == ITEM_TEXT && has_chinese(it->text)) {
            int d = depth;
            while (d > 0 && is_section(&s->items[open[d - 1]]))
                d--;
            (d > 0 ? &s->items[open[d - 1]] : root)->holds_chinese = true;
        }
    }
    return depth ? bad(s, s->items[open[depth - 1]].text.p, "never closed:", s->items[open[depth - 1]].name) : OK;
}

/* ---- writing it out ---- */

static Str fold_space(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool is_space = strchr(" \t\r\n", s.p[i]) != NULL;
        if (!is_space)
            buf_char(&b, s.p[i]);
        else if (!(i && strchr(" \t\r\n", s.p[i - 1])))
            buf_char(&b, ' ');
    }
    return buf_text(&b);
}

static void note_missing(Scan *s, Str msgid)
{
    Buf line = buf_new(s->c->arena, msgid.n + 32, msgid.n * 2 + 200);
    buf_cstr(&line, "msgid \"");
    for (size_t i = 0; i < msgid.n; i++) {
        if (msgid.p[i] == '"' || msgid.p[i] == '\\')
            buf_char(&line, '\\');
        buf_char(&line, msgid.p[i]);
    }
    buf_cstr(&line, "\"\n");
    if (s->missing && !str_find(buf_text(s->missing), buf_text(&line), NULL))
        buf_printf(s->missing, "# %s\n%.*s", s->file, STR_ARG(buf_text(&line)));
}

/* The English itself must be well formed: it is template text. */
static Err check_english(Scan *s, const char *at, Str english, bool in_attribute)
{
    Scan  inner = { .c = s->c, .keep = s->keep, .file = s->file, .all = english };
    Item  root = { 0 };
    Node *nodes;
    if (in_attribute && (str_find(english, STR("<"), NULL) || str_index(english, '"') < english.n))
        return bad(s, at, "English of an attribute holds < or a quote:", english);
    if (!in_attribute && (cut(&inner) != OK || match(&inner, &root) != OK)) {
        ctx_clear_failure(s->c);
        return bad(s, at, "English is not well formed:", english);
    }
    if (template_parse(s->c, s->c->arena, s->file, english, &nodes) != OK) {
        ctx_clear_failure(s->c);
        return bad(s, at, "English is not well formed:", english);
    }
    return OK;
}

static Err put_message(Scan *s, Str text, bool in_attribute)
{
    Str english, msgid = fold_space(s->c->arena, text), inner = str_trim(text);
    if (s->lang == LANG_ZH) {
        buf_str(&s->out, text);
        return OK;
    }
    if (!i18n_message(s->lang, msgid, &english)) {
        note_missing(s, msgid);
        buf_str(&s->out, text);
        return OK;
    }
    TRY(check_english(s, text.p, english, in_attribute));
    buf_put(&s->out, text.p, (size_t)(inner.p - text.p));
    buf_str(&s->out, english);
    buf_put(&s->out, inner.p + inner.n, (size_t)(text.p + text.n - inner.p - inner.n));
    return OK;
}

/* An element's tag, with its attributes translated. */
static Err put_element(Scan *s, const Item *it)
{
    const char *at = it->text.p, *end = at + it->text.n, *done = at, *equals;
    Str         value;
    while (next_value(&at, end, &value, &equals)) {
        if (!has_chinese(value))
            continue;
        buf_put(&s->out, done, (size_t)(value.p - done));
        TRY(put_message(s, value, true));
        done = value.p + value.n;
    }
    buf_put(&s->out, done, (size_t)(end - done));
    return OK;
}

static Err check_script(const Scan *s, int i)
{
    const Item *it = &s->items[i];
    if (it->type == ITEM_OPEN && str_is(it->name, "script") && it->partner != i + 1)
        return bad(s, it->text.p, "the policy forbids script in the page", STR_NONE);
    return OK;
}

static Err put_items(Scan *s, const Item *root)
{
    if (root->holds_chinese)
        return bad(s, s->all.p, "Chinese outside of an element", STR_NONE);
    for (int i = 0; i < s->n; i++) {
        const Item *it = &s->items[i];
        TRY(check_script(s, i));
        if (it->type == ITEM_REMARK && it->text.p[0] == '<') {
            for (size_t k = 0; k < it->text.n; k++) {
                if (it->text.p[k] == '\n')
                    buf_char(&s->out, '\n');
            }
            continue;
        }
        if (it->type == ITEM_OPEN || it->type == ITEM_VOID)
            TRY(put_element(s, it));
        else
            buf_str(&s->out, it->text);
        if (!it->holds_chinese)
            continue;
        if (it->holds_blocks || (it->type == ITEM_BEGIN && str_starts(it->text, STR("{{<"))))
            return bad(s, it->text.p, "Chinese beside block elements needs an element of its own, in", it->name);
        const char *from = it->text.p + it->text.n, *to = s->items[it->partner].text.p;
        TRY(put_message(s, (Str){ from, (size_t)(to - from) }, false));
        i = it->partner - 1; /* the closing item comes next */
    }
    return OK;
}

Err template_translate(Ctx *c, Arena *keep, const char *name, Str text, Lang lang, Buf *missing, Str *ret_text)
{
    Scan s = { .c = c, .keep = keep, .file = name, .all = text, .lang = lang, .missing = missing,
               .out = buf_new(keep, text.n + 64, 1 << 22) };
    Item root = { 0 };
    *ret_text = STR("");
    if (text.n == 0)
        return OK;
    if (!utf8_is_text(text))
        return fail(c, ERR_INTERNAL, NULL, "%s: not UTF-8 text", name);
    TRY(cut(&s));
    TRY(match(&s, &root));
    TRY(put_items(&s, &root));
    if (buf_is_over(&s.out))
        return fail(c, ERR_INTERNAL, NULL, "%s: too long", name);
    *ret_text = buf_text(&s.out);
    return OK;
}
