/* po: see po.h. One pass over the lines; an entry is given out when the next one begins or the file ends. */
#include "web/po.h"

#include <string.h>

typedef struct Reader {
    Ctx        *c;
    const char *file;
    int         line;
    PoEntry    *entry;
    void       *arg;
    Buf         id, text;
    Buf        *into;       /* where a further quoted piece goes */
    int         entry_line;
    bool        is_fuzzy, next_is_fuzzy;
} Reader;

enum { PO_MAX = 1 << 16 }; /* bytes of one message */

static Err bad(const Reader *r, const char *what)
{
    return fail(r->c, ERR_MALFORMED, NULL, "%s:%d: %s", r->file, r->line, what);
}

static Err give_out(Reader *r)
{
    bool is_whole = r->into == &r->text && r->id.n > 0 && r->text.n > 0 && !r->is_fuzzy;
    if (r->into == &r->id && r->id.n > 0)
        return bad(r, "msgid without msgstr");
    if (buf_is_over(&r->id) || buf_is_over(&r->text))
        return bad(r, "message too long");
    if (is_whole)
        TRY(r->entry(r->c, r->arg, str_copy(r->c->arena, buf_text(&r->id)), str_copy(r->c->arena, buf_text(&r->text)),
                     r->entry_line));
    r->id.n = r->text.n = 0;
    r->into = NULL;
    return OK;
}

/* A quoted piece with its escapes undone. */
static Err take_quoted(Reader *r, Str s)
{
    s = str_trim(s);
    if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
        return bad(r, "expected a quoted text");
    for (size_t i = 1; i < s.n - 1; i++) {
        char ch = s.p[i];
        if (ch == '"')
            return bad(r, "quote inside a text needs a backslash");
        if (ch == '\\') {
            if (++i == s.n - 1)
                return bad(r, "backslash at the end");
            if (strchr("ntr\"\\", s.p[i]) == NULL)
                return bad(r, "unknown escape");
            ch = s.p[i] == 'n' ? '\n' : s.p[i] == 't' ? '\t' : s.p[i] == 'r' ? '\r' : s.p[i];
        }
        buf_char(r->into, ch);
    }
    return OK;
}

static Err take_comment(Reader *r, Str line)
{
    if (r->into == &r->text)
        TRY(give_out(r));
    if (str_starts(line, STR("#,")) && str_find(line, STR("fuzzy"), NULL))
        r->next_is_fuzzy = true;
    return OK;
}

static Err take_line(Reader *r, Str line)
{
    if (line.n == 0)
        return OK;
    if (line.p[0] == '#')
        return take_comment(r, line);
    if (line.p[0] == '"')
        return r->into ? take_quoted(r, line) : bad(r, "text without msgid");
    if (str_starts(line, STR("msgid "))) {
        TRY(give_out(r));
        r->is_fuzzy = r->next_is_fuzzy;
        r->next_is_fuzzy = false;
        r->into = &r->id;
        r->entry_line = r->line;
        return take_quoted(r, str_skip(line, 6));
    }
    if (str_starts(line, STR("msgstr "))) {
        if (r->into != &r->id)
            return bad(r, "msgstr without msgid");
        r->into = &r->text;
        return take_quoted(r, str_skip(line, 7));
    }
    return bad(r, "neither msgid nor msgstr");
}

Err po_read(Ctx *c, const char *file, Str text, PoEntry *entry, void *arg)
{
    Reader r = { .c = c, .file = file, .entry = entry, .arg = arg, .id = buf_new(c->arena, 256, PO_MAX),
                 .text = buf_new(c->arena, 256, PO_MAX) };
    Str    line;
    if (!utf8_is_text(text))
        return bad(&r, "not UTF-8 text");
    while (str_next(&text, '\n', &line)) {
        r.line++;
        TRY(take_line(&r, str_trim(line)));
    }
    return give_out(&r);
}
