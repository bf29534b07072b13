/* template_parse: Mustache tags of one file into nodes. Strict: what is not exactly one of the forms in template.h is
 * an error with its line. Knows nothing of HTML (template_message.c does). */
#include "web/template_inside.h"

#include <string.h>

typedef struct Parser {
    Ctx        *c;
    Arena      *keep;
    const char *file;
    Str         rest;
    int         line;
    int         lines_after; /* newlines after the last tag that went with it */
    int         depth;
    bool        at_line_start; /* only white space since the last newline, or the beginning */
    bool        is_within;     /* the last tag had company on its line */
} Parser;

static Err bad(Parser *p, const char *what, Str tag)
{
    return fail(p->c, ERR_INTERNAL, NULL, "%s:%d: %s {{%.*s}}", p->file, p->line, what, STR_ARG(str_cut(tag, 80)));
}

static bool is_name_char(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_';
}

static bool is_name(Str s)
{
    if (s.n == 0 || s.n > 40)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_name_char(s.p[i]))
            return false;
    }
    return true;
}

/* Names of parts, templates and assets: a/b-c.svg. */
static bool is_file_name(Str s)
{
    if (s.n == 0 || s.n > 80 || s.p[0] == '/' || str_find(s, STR(".."), NULL))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_name_char(s.p[i]) && !strchr("/-.", s.p[i]))
            return false;
    }
    return true;
}

static bool path_parse(Arena *keep, Str s, KeyPath *ret)
{
    Str name;
    *ret = (KeyPath){ 0 };
    if (str_is(s, "."))
        return true;
    if (s.n == 0)
        return false;
    while (str_next(&s, '.', &name)) {
        if (!is_name(name) || ret->n == PATH_MAX_NAMES)
            return false;
        ret->names[ret->n++] = str_cstr(keep, name);
    }
    return true;
}

static Node *node_new(Parser *p, NodeType type)
{
    Node *n = NEW(p->keep, Node);
    n->type = type;
    n->line = p->line;
    return n;
}

/* {{#_is path "literal"}}, {{#_is path 3}} or {{#_is path other.path}} */
static Err parse_is(Parser *p, Str tag, Node *n)
{
    Str args = str_trim(str_skip(tag, 4)), left;
    if (!str_next(&args, ' ', &left) || !path_parse(p->keep, left, &n->path))
        return bad(p, "_is takes a name and a value:", tag);
    args = str_trim(args);
    i64 number;
    if (args.n >= 2 && args.p[0] == '"' && args.p[args.n - 1] == '"') {
        n->text = str_copy(p->keep, (Str){ args.p + 1, args.n - 2 });
        return str_index(n->text, '"') < n->text.n ? bad(p, "quotes within a value:", tag) : OK;
    }
    if (str_int(args, &number)) {
        n->text = str_copy(p->keep, args);
        return OK;
    }
    n->other_is_path = true;
    return path_parse(p->keep, args, &n->other) ? OK : bad(p, "_is takes a name and a value:", tag);
}

static Node *word_node(Parser *p, NodeType type, const KeyPath *path, Str word)
{
    Node *n = node_new(p, type), *text = node_new(p, NODE_TEXT);
    n->path = *path;
    n->text = STR("1");
    text->text = str_copy(p->keep, word);
    n->first = text;
    return n;
}

/* {{households:house:houses}}: the first word where it is 1, else the second. */
static Err parse_counted(Parser *p, Str tag, Node *n)
{
    Str path, one, many = tag;
    str_next(&many, ':', &path);
    if (!str_next(&many, ':', &one) || many.n == 0 || !path_parse(p->keep, str_trim(path), &n->path))
        return bad(p, "a word for one and one for several:", tag);
    KeyPath of = n->path;
    *n = *word_node(p, NODE_IS, &of, one);
    n->next = word_node(p, NODE_ISNT, &of, many);
    return OK;
}

static Err parse_value(Parser *p, Str tag, Node *n)
{
    Str path, filter = tag;
    str_next(&filter, '|', &path);
    if (!path_parse(p->keep, str_trim(path), &n->path))
        return bad(p, "not a name:", tag);
    if (filter.p != NULL && !filter_find(str_trim(filter), &n->filter))
        return bad(p, "unknown filter:", tag);
    return OK;
}

static Err parse_nodes(Parser *p, Str until, Node **ret_first);

/* A tag that holds others: takes them and its end off the input. */
static Err parse_inside(Parser *p, Str tag, Str end_name, Node *n)
{
    if (++p->depth > NEST_MAX)
        return bad(p, "nested too deeply:", tag);
    Err e = parse_nodes(p, end_name, &n->first);
    p->depth--;
    return e;
}

static Err parse_section(Parser *p, Str tag, Node *n)
{
    bool is_unless = tag.p[0] == '^';
    Str  name = str_trim(str_skip(tag, 1));
    if (str_starts(name, STR("_is "))) {
        n->type = is_unless ? NODE_ISNT : NODE_IS;
        TRY(parse_is(p, name, n));
        return parse_inside(p, tag, STR("_is"), n);
    }
    if (str_starts(name, STR("_form ")) && !is_unless) {
        n->type = NODE_FORM;
        n->text = str_copy(p->keep, str_trim(str_skip(name, 6)));
        return parse_inside(p, tag, STR("_form"), n);
    }
    n->type = is_unless ? NODE_UNLESS : NODE_SECTION;
    if (!path_parse(p->keep, name, &n->path))
        return bad(p, "not a name:", tag);
    return parse_inside(p, tag, name, n);
}

static bool is_quoted(Str s)
{
    return s.n >= 2 && s.p[0] == '"' && str_index(str_skip(s, 1), '"') == s.n - 2;
}

/* {{>part/field title}}, {{>part/field title data.need.title}}, {{>part/field kind "demand"}}: which field of the form
 * around it, and what it holds at first. Takes them off; the name of the part is left. */
static Err parse_field(Parser *p, Str tag, Str *name, Node *n)
{
    Str rest = *name;
    str_next(&rest, ' ', name);
    rest = str_trim(rest);
    if (rest.n == 0)
        return OK;
    str_next(&rest, ' ', &n->field);
    n->field = str_copy(p->keep, n->field);
    rest = str_trim(rest);
    if (is_quoted(rest)) {
        n->literal = str_copy(p->keep, (Str){ rest.p + 1, rest.n - 2 });
        rest = STR_NONE;
    }
    if (!is_name(n->field) || (rest.n && !path_parse(p->keep, rest, &n->path)))
        return bad(p, "a field has a name, and may hold the value of another:", tag);
    return OK;
}

/* Everything but remarks and ends. */
static Err parse_tag(Parser *p, Str tag, Node *n)
{
    Str name = tag.n ? str_trim(str_skip(tag, 1)) : STR_NONE;
    if (tag.n == 0)
        return bad(p, "empty tag", tag);
    switch (tag.p[0]) {
    case '#':
    case '^': return parse_section(p, tag, n);
    case '&':
        n->type = NODE_MARKUP;
        return path_parse(p->keep, name, &n->path) ? OK : bad(p, "not a name:", tag);
    case '>':
    case '<':
    case '@':
        TRY(parse_field(p, tag, &name, n));
        if (!is_file_name(name))
            return bad(p, "not the name of a file:", tag);
        n->type = tag.p[0] == '>' ? NODE_PART : tag.p[0] == '<' ? NODE_PARENT : NODE_ASSET;
        n->text = str_copy(p->keep, name);
        n->is_within = p->is_within;
        return n->type == NODE_PARENT ? parse_inside(p, tag, name, n) : OK;
    case '$':
        if (!is_name(name))
            return bad(p, "not the name of a block:", tag);
        n->type = NODE_BLOCK;
        n->text = str_copy(p->keep, name);
        return parse_inside(p, tag, name, n);
    default: return str_index(tag, ':') < tag.n ? parse_counted(p, tag, n) : parse_value(p, tag, n);
    }
}

static int lines_in(Str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static bool is_blank(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
            return false;
    }
    return true;
}

/* Where tags of one line stand alone, the line leaves nothing: not its indentation, not its newline. */
static bool stands_alone(const Parser *p, Str before, Str after, char kind, size_t *ret_keep, size_t *ret_skip)
{
    const char *newline = before.n ? memrchr(before.p, '\n', before.n) : NULL;
    size_t      from = newline ? (size_t)(newline - before.p) + 1 : 0;
    size_t      to = 0;
    if (!strchr("#^/>!<$", kind) || (newline == NULL && !p->at_line_start) || !is_blank(str_skip(before, from)))
        return false;
    while (to < after.n && after.p[to] != '\n')
        to++;
    if (!is_blank(str_cut(after, to)))
        return false;
    *ret_keep = from;
    *ret_skip = to + (to < after.n);
    return true;
}

/* White space with newlines in it becomes one newline, and indentation goes: pages are smaller, and read the same. */
static Str folded(Arena *keep, Str s, bool at_line_start)
{
    Buf    b = buf_new(keep, s.n, s.n + 1);
    size_t first = 0;
    while (at_line_start && first < s.n && strchr(" \t\r\n", s.p[first]))
        first++;
    for (size_t i = first; i < s.n;) {
        size_t to = i;
        bool   has_newline = false;
        while (to < s.n && strchr(" \t\r\n", s.p[to]))
            has_newline |= s.p[to++] == '\n';
        if (has_newline)
            buf_char(&b, '\n');
        else
            buf_put(&b, s.p + i, to - i);
        i = to;
        while (to < s.n && !strchr(" \t\r\n", s.p[to]))
            to++;
        buf_put(&b, s.p + i, to - i);
        i = to;
    }
    return buf_text(&b);
}

static Node **add_text_node(Parser *p, Str text, Node **last)
{
    if (text.n == 0)
        return last;
    *last = node_new(p, NODE_TEXT);
    (*last)->text = folded(p->keep, text, p->at_line_start);
    return &(*last)->next;
}

/* Takes text up to the next tag, and the tag; false at the end of the input. */
static Err next_tag(Parser *p, Node ***last, Str *ret_tag, bool *ret_end)
{
    size_t at, close, keep, skip;
    p->line += p->lines_after;
    p->lines_after = 0;
    *ret_end = !str_find(p->rest, STR("{{"), &at);
    if (*ret_end) {
        *last = add_text_node(p, p->rest, *last);
        return OK;
    }
    Str before = str_cut(p->rest, at), inside = str_skip(p->rest, at + 2);
    p->line += lines_in(before);
    if (!str_find(inside, STR("}}"), &close))
        return bad(p, "tag without an end:", inside);
    Str tag = str_cut(inside, close), after = str_skip(inside, close + 2);
    bool is_remark = tag.n && tag.p[0] == '!';
    bool is_odd = str_find(tag, STR("{"), NULL) || str_find(tag, STR("\n"), NULL) || (after.n && after.p[0] == '}');
    if (is_odd && !is_remark)
        return bad(p, "brace or newline in a tag:", tag);
    if (stands_alone(p, before, after, tag.n ? tag.p[0] : ' ', &keep, &skip)) {
        *last = add_text_node(p, str_cut(before, keep), *last);
        p->lines_after = lines_in(str_cut(after, skip));
        p->rest = str_skip(after, skip);
        p->at_line_start = true;
        p->is_within = false;
    } else {
        *last = add_text_node(p, before, *last);
        p->rest = after;
        p->at_line_start = false;
        p->is_within = true;
    }
    p->lines_after += lines_in(tag);
    *ret_tag = str_trim(tag);
    return OK;
}

static Err parse_nodes(Parser *p, Str until, Node **ret_first)
{
    Node **last = ret_first;
    int    opened = p->line;
    for (;;) {
        Str  tag;
        bool is_end;
        TRY(next_tag(p, &last, &tag, &is_end));
        if (is_end && until.n)
            return fail(p->c, ERR_INTERNAL, NULL, "%s:%d: {{%.*s}} has no end", p->file, opened,
                        STR_ARG(str_cut(until, 80)));
        if (is_end)
            return OK;
        if (tag.n && tag.p[0] == '!')
            continue;
        if (tag.n && tag.p[0] == '/') {
            Str name = str_trim(str_skip(tag, 1));
            return until.n && str_eq(name, until) ? OK : bad(p, "end of something that was not begun:", tag);
        }
        *last = node_new(p, NODE_VALUE);
        TRY(parse_tag(p, tag, *last));
        while (*last != NULL) /* a word for one or several is two */
            last = &(*last)->next;
    }
}

Err template_parse(Ctx *c, Arena *keep, const char *name, Str text, Node **ret_nodes)
{
    Parser p = { .c = c, .keep = keep, .file = name, .rest = text, .line = 1, .at_line_start = true };
    *ret_nodes = NULL;
    return parse_nodes(&p, STR_NONE, ret_nodes);
}
