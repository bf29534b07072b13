/* template_inside: what the files of the template engine share, and nobody else includes.
 *
 *   template_message.c  text -> text: remarks out, Chinese messages replaced by English; elements must balance
 *   template_parse.c    text -> nodes: Mustache tags, strict
 *   template.c          nodes -> ops: parts put in, blocks filled; a page becomes one flat list
 *   template_field.c    what is known of a form's fields, while that is done
 *   template_render.c   ops + view -> bytes
 *   template_check.c    ops + Out tables -> problems */
#pragma once
#include "record/field.h"
#include "web/template.h"

enum {
    PATH_MAX_NAMES = 5,
    NEST_MAX = 24,      /* sections within sections, parts within parts */
    OPS_MAX = 20000     /* of one page: parts that multiply each other end here */
};

typedef struct KeyPath {
    int         n;      /* 0: {{.}} */
    const char *names[PATH_MAX_NAMES];
    u8          bits[PATH_MAX_NAMES]; /* view_key_bit() of each, in an Op */
    /* The key pointer at which names[0] was found last. Keys are constants (view.h), so the same pointer is the same
     * name; it is looked for before texts are compared. A hint only: threads may overwrite each other's. */
    _Atomic(const char *) seen;
} KeyPath;

typedef enum Filter {
    FILTER_NONE, FILTER_DAY, FILTER_CLOCK, FILTER_STAMP, FILTER_AGO, FILTER_YEAR_DAY, FILTER_DATE, FILTER_DUE, FILTER_LAST_DAY, FILTER_MEETS, FILTER_YUAN,
    FILTER_COUNT, FILTER_PCT, FILTER_URL, FILTER_JSON, FILTER_COUNT_OF
} Filter;
bool filter_find(Str name, Filter *ret_filter);

typedef enum NodeType {
    NODE_TEXT, NODE_VALUE, NODE_MARKUP, NODE_ASSET, NODE_SECTION, NODE_UNLESS, NODE_IS, NODE_ISNT, NODE_PART,
    NODE_PARENT, NODE_BLOCK, NODE_FORM
} NodeType;

typedef struct Node {
    NodeType     type;
    int          line;
    Filter       filter;
    bool         other_is_path;
    bool         is_within;     /* of a part: other things stand on its line, so the part's last newline goes */
    KeyPath      path, other;   /* other: right side of _is */
    Str          text;          /* text, literal of _is, name of part, block, asset or form */
    Str          field;         /* of a part: {{>part/field title}} */
    Str          literal;       /* of a part: {{>part/field kind "demand"}} */
    struct Node *first, *next;  /* what stands inside; what comes after */
} Node;

typedef enum OpType { OP_TEXT, OP_VALUE, OP_MARKUP, OP_SECTION, OP_END, OP_UNLESS, OP_IS, OP_ISNT } OpType;

typedef struct Op {
    OpType      type;
    Filter      filter;
    bool        other_is_path;
    int         jump;   /* SECTION, UNLESS, IS, ISNT: the first op after it; END: the first op inside */
    int         line;
    const char *file;   /* template it was written in */
    KeyPath     path, other;
    Str         text;
} Op;

typedef struct Page {
    const char *name;
    Node       *nodes[LANG_COUNT];
    Op         *ops[LANG_COUNT];
    int         n_ops[LANG_COUNT];
    const char *missing; /* a form that no room has; NULL: none. Such a page is refused by template_check(). */
} Page;

struct Templates {
    Arena *keep;        /* process lifetime */
    Page  *pages;       /* ascending by name */
    size_t n;
    Buf    untranslated;
};

Page *page_find(const Templates *t, Str name);

/* ---- fields: template_field.c ---- */

/* The form around a node, and its field where the node stands in a part that was given one. All that is known when the
 * program is built (names, labels, bounds, choices) becomes text; what was typed and what is wrong with it are looked up. */
typedef struct FieldScope {
    const Form      *form;
    const char      *name;      /* of the form; lasts */
    const FormField *field;     /* NULL: none */
    KeyPath          initial;   /* n 0: none, or `literal` */
    Str              literal;
    int              choice;    /* of a FIELD_ENUM, inside of field.choices; -1: outside */
    const FormField *rows;      /* inside of field.rows, of this field; NULL: outside */
    int              row;       /* there: as the page is first shown, the number; 0: of what comes back, which row is looked up */
} FieldScope;

/* What {{field.x}}, {{form.x}} or {{choice.x}} is. */
typedef enum KnownType { KNOWN_NOT, KNOWN_TEXT, KNOWN_BOOL, KNOWN_CHOICES, KNOWN_ROWS, KNOWN_PATH, KNOWN_WRONG } KnownType;
typedef struct Known {
    KnownType type;
    Str       text;  /* KNOWN_WRONG: the key that no catalog has */
    Str       after; /* KNOWN_TEXT with a path: what stands behind the value there */
    bool      is_true;
    KeyPath   path;  /* where it is looked up instead; of KNOWN_ROWS: the rows that come back */
} Known;
MUST Err form_scope(Ctx *c, Str form, FieldScope *ret); /* ERR_INTERNAL: there is none */
/* Of the form around it, or of its row. ERR_INTERNAL: it has no such field. */
MUST Err field_scope(Ctx *c, const FieldScope *around, Str field, FieldScope *ret);
Known    field_known(Arena *keep, Lang lang, const FieldScope *s, const KeyPath *path); /* KNOWN_NOT: another name */
int      field_choices(const FieldScope *s);

/* Remarks out; for English, messages replaced. `name` is for errors. Missing English is noted in `missing`. */
MUST Err template_translate(Ctx *c, Arena *keep, const char *name, Str text, Lang lang, Buf *missing, Str *ret_text);
MUST Err template_parse(Ctx *c, Arena *keep, const char *name, Str text, Node **ret_nodes);

/* Writes a value as {{x}} or {{x|filter}} does. */
void value_put(Ctx *c, Buf *out, const View *v, Filter filter);
