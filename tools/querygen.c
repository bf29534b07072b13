/* querygen: turns each .sql file of the rooms, as src/people/person.sql, into a header and a table of its own,
 * out/gen/people/person.sql.h and .c, and all of them into out/gen/queries.c, which says where each table begins.
 *
 *   querygen OUT_DIR FILE.sql ...
 *
 * A file is a list of blocks. `-- name: need_list many hot` begins a query: its name, what comes back (one, many, each,
 * int, change, exec) and tags (hot: its plan is tested; all: may touch every shard). `-- part: need_row` begins a
 * fragment, put into later queries of the same file where they say {need_row}. A part that begins with AND is a
 * condition, one that begins with LEFT a join. `-- part: search_five open` is for the queries of every file.
 *
 * Parameters have names, $title, as often as one likes, and C gives them by these names (QUERY() of db/db.h). Four at most
 * may be numbered instead, $1 to $4, where the call reads well without (ARGS()): a key, a key and a value. Names are
 * numbered by their alphabet, so that queries with the same names take the same arguments, whatever their order in the
 * text. {rows 6 ($county, $row.kind, $row.value)} is that text six times, with commas between; what is called $row.kind is
 * another one each time, in C .row[i].kind.
 *
 * Tokens that the engines spell differently: {for_update}; {words $terms}: a table w of the words of $terms, which are
 * divided by spaces and hold neither quotes nor backslashes, in its column `word`.
 *
 * For every query that returns rows an enum of its columns is made: C_NEED_LIST_TITLE; likewise for a part:
 * C_NEED_ROW_TITLE, good in every query whose column list begins with that part. `-- shared: rule` names tables of which
 * every machine has a copy: they belong to no county. Of which counties a query reads or writes is told by its text
 * (db/turn.h says what for).
 *
 * A file that would not change is left alone: a text that is edited compiles one table, a query more compiles those who
 * include its header. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 2000, MAX_TEXT = 16384, MAX_NAME = 48, MAX_NAMES = 64, MAX_NUMBERED = 4 };

/* Names of parameters, by their alphabet. */
typedef struct Names {
    char v[MAX_NAMES][MAX_NAME];
    int  n;
} Names;

typedef struct Block {
    char        name[80], kind[16], tags[80];
    char        text[2][MAX_TEXT]; /* SQLite, PostgreSQL */
    int         is_part, is_open, line;
    const char *file;
    Names       given, row; /* $title; $row.title */
    int         rows, params;
} Block;

static Block *blocks;
static int    n_blocks;

static char shared[32][80]; /* tables */
static int  n_shared;

static void die(const Block *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (b)
        fprintf(stderr, "%s:%d: %s: ", b->file, b->line, b->name);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    exit(1);
}

static void append(const Block *b, char *to, const char *from, size_t n)
{
    size_t have = strlen(to);
    if (have + n + 1 > MAX_TEXT)
        die(b, "too long");
    memcpy(to + have, from, n);
    to[have + n] = '\0';
}

/* {words $4}, as each engine says it. */
static void words_put(Block *b, const char *param, size_t n)
{
    char text[256];
    snprintf(text, sizeof text, "(SELECT value AS word FROM json_each('[\"' || replace(%.*s, ' ', '\",\"') || '\"]')) AS w", (int)n, param);
    append(b, b->text[0], text, strlen(text));
    snprintf(text, sizeof text, "unnest(string_to_array(%.*s, ' ')) AS w (word)", (int)n, param);
    append(b, b->text[1], text, strlen(text));
}

/* {rows 6 ($county, $row.kind)}: $row0.kind to $row5.kind. */
static void rows_put(Block *b, const char *body, size_t n)
{
    char        text[32];
    int         rows = atoi(body);
    const char *end = body + n;
    while (body < end && isdigit((unsigned char)*body))
        body++;
    if (rows < 2 || *body != ' ')
        die(b, "{rows N ...}");
    if (b->rows != 0)
        die(b, "{rows} twice");
    b->rows = rows;
    for (int i = 0; i < rows; i++) {
        for (const char *p = i ? body : body + 1; p < end; p++) {
            int is_row = end - p > 5 && memcmp(p, "$row.", 5) == 0;
            if (isspace((unsigned char)*p) && isspace((unsigned char)p[-1]))
                continue;
            if (is_row)
                snprintf(text, sizeof text, "$row%d.", i);
            else
                snprintf(text, sizeof text, "%c", *p);
            for (int e = 0; e < 2; e++)
                append(b, b->text[e], text, strlen(text));
            p += is_row ? 4 : 0;
        }
        for (int e = 0; e < 2 && i < rows - 1; e++)
            append(b, b->text[e], ",", 1);
    }
}

static const Block *part_find(const Block *asking, const char *name, size_t n)
{
    for (int i = 0; i < n_blocks; i++)
        if (blocks[i].is_part && (blocks[i].is_open || strcmp(blocks[i].file, asking->file) == 0) &&
            strlen(blocks[i].name) == n && memcmp(blocks[i].name, name, n) == 0)
            return &blocks[i];
    return NULL;
}

/* A line of a block: remarks dropped, white space folded, {tokens} replaced. */
static void add_line(Block *b, const char *line)
{
    int in_text = 0;
    for (const char *p = line; *p && *p != '\n'; p++) {
        if (*p == '\'')
            in_text = !in_text;
        if (!in_text && p[0] == '-' && p[1] == '-')
            break;
        if (!in_text && isspace((unsigned char)*p) && (p == line || isspace((unsigned char)p[-1])))
            continue;
        if (!in_text && *p == '{') {
            const char *end = strchr(p, '}');
            if (end == NULL)
                die(b, "{ without }");
            size_t n = (size_t)(end - p - 1);
            if (n == 10 && memcmp(p + 1, "for_update", n) == 0) {
                append(b, b->text[1], "FOR UPDATE", 10);
            } else if (n > 6 && memcmp(p + 1, "words ", 6) == 0) {
                words_put(b, p + 7, n - 6);
            } else if (n > 5 && memcmp(p + 1, "rows ", 5) == 0) {
                rows_put(b, p + 6, n - 5);
            } else {
                const Block *part = part_find(b, p + 1, n);
                if (part == NULL)
                    die(b, "no part or token {%.*s}", (int)n, p + 1);
                for (int e = 0; e < 2; e++)
                    append(b, b->text[e], part->text[e], strlen(part->text[e]));
            }
            p = end;
            continue;
        }
        for (int e = 0; e < 2; e++)
            append(b, b->text[e], p, 1);
    }
    for (int e = 0; e < 2; e++)
        if (b->text[e][0] && b->text[e][strlen(b->text[e]) - 1] != ' ')
            append(b, b->text[e], " ", 1);
}

static void trim(char *s)
{
    size_t n = strlen(s);
    while (n && (isspace((unsigned char)s[n - 1]) || s[n - 1] == ';'))
        s[--n] = '\0';
}

/* A token may go over several lines: they are one. False: at the end of the file. */
static int read_line(FILE *f, char *line, size_t size, int *n)
{
    int    open = 0;
    size_t have = 0;
    do {
        if (fgets(line + have, (int)(size - have), f) == NULL)
            return have > 0;
        ++*n;
        if (have == 0 && strncmp(line, "--", 2) == 0)
            return 1;
        for (; line[have]; have++) {
            open += (line[have] == '{') - (line[have] == '}');
            if (line[have] == '\n' && open > 0)
                line[have] = ' ';
        }
    } while (open > 0);
    return 1;
}

/* Open parts are read before all else: a file may ask for one of a file that comes behind it. */
static void read_file(const char *file, int open_parts)
{
    FILE  *f = fopen(file, "r");
    char   line[8192];
    Block *b = NULL;
    int    n = 0;
    if (f == NULL)
        die(NULL, "cannot read %s", file);
    while (read_line(f, line, sizeof line, &n)) {
        char name[80], kind[16] = "", tags[80] = "";
        if (!open_parts && strncmp(line, "-- shared: ", 11) == 0) {
            for (char *t = strtok(line + 11, " \n"); t != NULL; t = strtok(NULL, " \n")) {
                if (n_shared == 32)
                    die(NULL, "too many shared tables");
                snprintf(shared[n_shared++], sizeof shared[0], "%s", t);
            }
            continue;
        }
        int is_part = sscanf(line, "-- part: %79s %15s", name, kind) >= 1, is_open = is_part && strcmp(kind, "open") == 0;
        if (is_part || sscanf(line, "-- name: %79s %15s %79[^\n]", name, kind, tags) >= 1) {
            b = NULL;
            if (is_open != open_parts)
                continue;
            if (n_blocks == MAX_BLOCKS)
                die(NULL, "too many queries");
            b = &blocks[n_blocks++];
            b->file = file;
            b->line = n;
            b->is_part = is_part;
            b->is_open = is_open;
            strcpy(b->name, name);
            strcpy(b->kind, kind);
            strcpy(b->tags, tags);
            if (!is_part && !strstr(" one many each int change exec ", kind))
                die(b, "unknown kind {%s}", kind);
            for (int i = 0; i < n_blocks - 1; i++)
                if (blocks[i].is_part == b->is_part && strcmp(blocks[i].name, name) == 0)
                    die(b, "already in %s:%d", blocks[i].file, blocks[i].line);
        } else if (b != NULL) {
            add_line(b, line);
        }
    }
    fclose(f);
    for (int i = 0; i < n_blocks; i++)
        for (int e = 0; e < 2; e++)
            trim(blocks[i].text[e]);
}

/* ---- parameters ---- */

typedef struct Param {
    const char *at, *end; /* $ and behind it */
    int         number;   /* $3; 0: it has a name */
    int         row;      /* $row2.kind; -1: none */
    char        name[MAX_NAME];
} Param;

/* The next one from p on that stands in no quotes; at NULL: none. */
static Param param_next(const Block *b, const char *p)
{
    Param x = { .row = -1 };
    for (int in_text = 0; *p && (in_text || *p != '$'); p++)
        in_text ^= *p == '\'';
    if (*p == '\0')
        return x;
    x.at = p++;
    x.number = atoi(p);
    if (strncmp(p, "row", 3) == 0 && isdigit((unsigned char)p[3])) {
        x.row = atoi(p + 3);
        p = strchr(p, '.') + 1;
    }
    for (x.end = p; isalnum((unsigned char)*x.end) || *x.end == '_'; x.end++)
        ;
    size_t n = (size_t)(x.end - p);
    if (n == 0 || n >= MAX_NAME || (n == 3 && memcmp(p, "row", 3) == 0))
        die(b, "parameter {%.20s}", x.at);
    memcpy(x.name, p, n);
    return x;
}

/* Where it stands among them; puts it in where it is missing. */
static int name_put(const Block *b, Names *names, const char *name)
{
    int at = 0;
    while (at < names->n && strcmp(names->v[at], name) < 0)
        at++;
    if (at < names->n && strcmp(names->v[at], name) == 0)
        return at;
    if (names->n == MAX_NAMES)
        die(b, "too many parameters");
    memmove(names->v[at + 1], names->v[at], (size_t)(names->n++ - at) * MAX_NAME);
    strcpy(names->v[at], name);
    return at;
}

static void number_text(Block *b, char *text)
{
    static char from[MAX_TEXT];
    const char *rest = from;
    char        number[16];
    strcpy(from, text);
    *text = '\0';
    for (Param x; (x = param_next(b, rest)).at != NULL; rest = x.end) {
        int n = 1 + (x.row < 0 ? name_put(b, &b->given, x.name) : b->given.n + x.row * b->row.n + name_put(b, &b->row, x.name));
        append(b, text, rest, (size_t)(x.at - rest));
        snprintf(number, sizeof number, "$%d", n);
        append(b, text, number, strlen(number));
    }
    append(b, text, rest, strlen(rest));
}

/* Names become the numbers that both engines take. */
static void number_params(Block *b)
{
    int numbered = 0;
    for (Param x = { .end = b->text[0] }; (x = param_next(b, x.end)).at != NULL;) {
        if (x.number > numbered)
            numbered = x.number;
        if (x.number == 0)
            name_put(b, x.row < 0 ? &b->given : &b->row, x.name);
    }
    if (numbered > 0 && b->given.n + b->row.n > 0)
        die(b, "numbered parameters beside named ones");
    if (numbered > MAX_NUMBERED)
        die(b, "%d parameters: name them, $title", numbered);
    b->params = numbered ? numbered : b->given.n + b->rows * b->row.n;
    for (int e = 0; e < 2 && numbered == 0; e++)
        number_text(b, b->text[e]);
}

/* Does the word stand at p, as a word? */
static int is_word(const char *text, const char *p, const char *word)
{
    size_t n = strlen(word);
    return strncasecmp(p, word, n) == 0 && (p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_')) &&
           !(isalnum((unsigned char)p[n]) || p[n] == '_');
}

/* First place of the word outside of brackets and quotes. */
static const char *find_outside(const char *text, const char *from, const char *word)
{
    int depth = 0, in_text = 0;
    for (const char *p = from; *p; p++) {
        if (*p == '\'')
            in_text = !in_text;
        if (in_text)
            continue;
        if (*p == '(')
            depth++;
        else if (*p == ')')
            depth--;
        else if (depth == 0 && is_word(text, p, word))
            return p;
    }
    return NULL;
}

/* ---- which counties a query reads or writes ----
 *
 * It is told by `county = $N` and by where `county` stands among the columns of an INSERT. Wherever the text leaves a
 * doubt the query is of all counties: a test looks whether each table of the others is entered by its county. */

typedef struct Reach {
    unsigned long long params; /* bit N - 1: $N is a county of it; without any: only shared tables */
    int                is_all, writes;
} Reach;

typedef struct Word {
    const char *at;
    int         n;
} Word;

/* The next name with its qualifier, parameter, text or sign; n 0 at the end. */
static Word word_next(const char **text)
{
    const char *p = *text;
    while (isspace((unsigned char)*p))
        p++;
    Word w = { p, 0 };
    if (*p == '\'') {
        for (p++; *p && *p != '\''; p++)
            ;
        p += *p != '\0';
    } else if (isalnum((unsigned char)*p) || *p == '_' || *p == '$') {
        while (isalnum((unsigned char)*p) || *p == '_' || *p == '.' || *p == '$')
            p++;
    } else {
        p += *p != '\0';
    }
    w.n = (int)(p - w.at);
    *text = p;
    return w;
}

static int word_is(Word w, const char *s)
{
    return (size_t)w.n == strlen(s) && strncasecmp(w.at, s, (size_t)w.n) == 0;
}

static int word_is_county(Word w)
{
    return word_is(w, "county") || (w.n > 7 && strncasecmp(w.at + w.n - 7, ".county", 7) == 0);
}

static void reach_param(Reach *r, Word w)
{
    int n = w.n > 1 && w.at[0] == '$' ? atoi(w.at + 1) : 0;
    if (n < 1 || n > 64)
        r->is_all = 1;
    else
        r->params |= 1ULL << (n - 1);
}

/* a.county = $1 names one; a.county = b.county is whatever the other is; an expression to the left (substr($2, 1, 6) =
 * county, for SQLite's choice of an index) only narrows; all else leaves a doubt. */
static void reach_compare(Reach *r, Word before, Word sign, Word after)
{
    int left = word_is_county(before), right = word_is_county(after);
    if (left && (word_is(sign, "<") || word_is(sign, ">") || word_is(sign, "IN") || word_is(sign, "BETWEEN") ||
                 word_is(sign, "NOT") || word_is(sign, "!")))
        r->is_all = 1;
    if (!word_is(sign, "=") || left + right != 1 || word_is(before, ")"))
        return;
    reach_param(r, left ? after : before);
}

static int table_is_shared(Word w)
{
    for (int i = 0; i < n_shared; i++)
        if (word_is(w, shared[i]))
            return 1;
    return 0;
}

/* The first word of the item at `index` of the list that begins at text; the list's end is passed to *end. */
static Word list_item(const char *text, int index, const char **end)
{
    Word found = { text, 0 };
    int  depth = 0, at = 0;
    for (;;) {
        Word w = word_next(&text);
        if (w.n == 0 || (depth == 0 && (word_is(w, ")") || word_is(w, "FROM"))))
            break;
        depth += word_is(w, "(") - word_is(w, ")");
        if (depth == 0 && word_is(w, ",")) {
            at++;
        } else if (at == index) {
            if (found.n != 0)
                return (Word){ text, 0 }; /* more than one word: an expression */
            found = w;
        }
    }
    *end = text;
    return found;
}

static void reach_compare_all(Reach *r, const char *text)
{
    Word before = { text, 0 }, sign = before, w;
    for (; (w = word_next(&text)).n; before = sign, sign = w)
        reach_compare(r, before, sign, w);
}

/* INSERT INTO t (.., county, ..) VALUES (.., $N, ..), (..) or SELECT .., $N, .. or SELECT .., county, .. */
static void reach_insert(Reach *r, const char *text)
{
    int  index = -1, i = 0;
    Word w;
    while ((w = word_next(&text)).n && !word_is(w, "("))
        ;
    for (; (w = word_next(&text)).n && !word_is(w, ")"); i += word_is(w, ","))
        if (word_is(w, "county"))
            index = i;
    w = word_next(&text);
    if (index < 0 || (!word_is(w, "VALUES") && !word_is(w, "SELECT"))) {
        r->is_all = 1;
        return;
    }
    if (word_is(w, "SELECT")) {
        const char *rest = text;
        if (word_is(word_next(&rest), "DISTINCT"))
            text = rest;
        w = list_item(text, index, &text);
        if (word_is_county(w))
            reach_compare_all(r, text);
        else
            reach_param(r, w);
        return;
    }
    do {
        if (!word_is(word_next(&text), "("))
            break;
        reach_param(r, list_item(text, index, &text));
    } while (!r->is_all && word_is(word_next(&text), ","));
}

static Reach reach_of(const Block *b)
{
    Reach       r = { 0 };
    const char *text = b->text[0];
    Word        before = { text, 0 }, sign = before, w = before;
    int         tables = 0, theirs = 0, first_is_shared = 0;
    Word        first = word_next(&text);
    r.writes = word_is(first, "INSERT") || word_is(first, "UPDATE") || word_is(first, "DELETE");
    for (text = b->text[0]; (w = word_next(&text)).n; before = sign, sign = w) {
        int is_table = (word_is(sign, "FROM") || word_is(sign, "JOIN") || word_is(sign, "INTO") ||
                        (word_is(sign, "UPDATE") && !word_is(before, "DO"))) && (isalpha((unsigned char)w.at[0]));
        if (is_table) {
            if (tables++ == 0)
                first_is_shared = table_is_shared(w);
            theirs += !table_is_shared(w);
        }
    }
    if (word_is(first, "INSERT"))
        reach_insert(&r, b->text[0]);
    else
        reach_compare_all(&r, b->text[0]);
    if (r.writes ? first_is_shared : theirs == 0)
        r = (Reach){ 0, 0, r.writes };
    else if (strstr(b->tags, "all") != NULL || r.params == 0)
        r.is_all = 1;
    return r;
}

/* Prints the names of a column list as an enum. */
static void print_columns(FILE *h, const Block *b, const char *list, size_t n)
{
    char item[4096];
    int  count = 0, depth = 0;
    size_t at = 0;
    fprintf(h, "enum { /* %s */", b->name);
    for (size_t i = 0; i <= n; i++) {
        if (i < n && !(list[i] == ',' && depth == 0)) {
            depth += (list[i] == '(') - (list[i] == ')');
            if (at + 1 >= sizeof item)
                die(b, "column too long");
            item[at++] = list[i];
            continue;
        }
        item[at] = '\0';
        at = 0;
        trim(item);
        char *p = item + strlen(item);
        while (p > item && (isalnum((unsigned char)p[-1]) || p[-1] == '_'))
            p--;
        if (*p == '\0')
            die(b, "column {%s} needs AS name", item);
        fprintf(h, "%s C_", count++ ? "," : "");
        for (const char *q = b->name; *q; q++)
            fputc(toupper((unsigned char)*q), h);
        fputc('_', h);
        for (const char *q = p; *q; q++)
            fputc(toupper((unsigned char)*q), h);
    }
    fprintf(h, " };\n");
}

static void print_block_columns(FILE *h, const Block *b)
{
    const char *t = b->text[0], *from, *end;
    if (b->is_part) {
        if (!b->is_open && !is_word(t, t, "AND") && !is_word(t, t, "LEFT")) /* a list of columns; conditions and joins have none */
            print_columns(h, b, t, strlen(t));
        return;
    }
    if ((from = find_outside(t, t, "RETURNING")) != NULL) {
        from += 9;
        end = t + strlen(t);
    } else if (strcmp(b->kind, "change") != 0 && strcmp(b->kind, "exec") != 0 &&
               (from = find_outside(t, t, "SELECT")) != NULL) {
        from += 6;
        end = find_outside(t, from, "FROM");
        const char *where = find_outside(t, from, "WHERE");
        end = end ? end : where ? where : t + strlen(t);
    } else {
        return;
    }
    while (isspace((unsigned char)*from))
        from++;
    if (is_word(t, from, "DISTINCT"))
        from += 8;
    print_columns(h, b, from, (size_t)(end - from));
}

/* SQLite numbers $1 as it appears, and ?1 as it says. */
static void print_c_text(FILE *c, const char *s, char sign)
{
    int in_text = 0;
    fputc('"', c);
    for (; *s; s++) {
        in_text ^= *s == '\'';
        if (*s == '"' || *s == '\\')
            fputc('\\', c);
        fputc(*s == '$' && !in_text ? sign : *s, c);
    }
    fputc('"', c);
}

/* Puts what was written into its place, unless it stands there already: then nothing is compiled anew for it. */
static void keep_or_replace(FILE *made, const char *path)
{
    char  made_path[1100];
    FILE *old = fopen(path, "r");
    int   a = 0, b = 0;
    snprintf(made_path, sizeof made_path, "%s.new", path);
    if (fclose(made) != 0 || (made = fopen(made_path, "r")) == NULL)
        die(NULL, "cannot write %s", made_path);
    while (old != NULL && a == b && a != EOF) {
        a = fgetc(old);
        b = fgetc(made);
    }
    int is_same = old != NULL && a == b;
    fclose(made);
    if (old != NULL)
        fclose(old);
    if (is_same ? remove(made_path) != 0 : rename(made_path, path) != 0)
        die(NULL, "cannot write %s", path);
}

static FILE *begin(const char *path, const char *from)
{
    char made_path[1100];
    snprintf(made_path, sizeof made_path, "%s.new", path);
    FILE *f = fopen(made_path, "w");
    if (f == NULL)
        die(NULL, "cannot write %s", made_path);
    fprintf(f, "/* Made by tools/querygen from %s. */\n", from);
    return f;
}

static const char *under_src(const char *file)
{
    return strncmp(file, "src/", 4) == 0 ? file + 4 : file;
}

/* people/person.sql is people_person. */
static const char *table_of(const char *file)
{
    static char name[256];
    snprintf(name, sizeof name, "%s", under_src(file));
    name[strlen(name) - 4] = '\0';
    for (char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p))
            *p = '_';
    return name;
}

static void put_names(FILE *f, const Names *names, const char *between)
{
    for (int i = 0; i < names->n; i++)
        fprintf(f, "%s%s", i ? between : "", names->v[i]);
}

/* union given_NAME: what it is given, by name and one after the other. */
static void print_given(FILE *h, const Block *b)
{
    if (b->given.n + b->row.n == 0)
        return;
    fprintf(h, "union given_%s { struct { ", b->name);
    if (b->given.n)
        fprintf(h, "Value "), put_names(h, &b->given, ", "), fprintf(h, "; ");
    if (b->row.n)
        fprintf(h, "struct { Value "), put_names(h, &b->row, ", "), fprintf(h, "; } row[%d]; ", b->rows);
    fprintf(h, "} by; Value v[%d]; };\n", b->params);
}

static void print_header(FILE *h, const char *file)
{
    fprintf(h, "#pragma once\n#include \"db/db.h\"\n\n");
    for (int i = 0; i < n_blocks; i++) {
        const Block *b = &blocks[i];
        if (b->file != file)
            continue;
        if (!b->is_part) {
            fprintf(h, "extern const struct QuerySpec query_%s;\n#define Q_", b->name);
            for (const char *q = b->name; *q; q++)
                fputc(toupper((unsigned char)*q), h);
            fprintf(h, " (&query_%s)\n", b->name);
            print_given(h, b);
        }
        print_block_columns(h, b);
    }
}

static void print_spec(FILE *c, const Block *b, int at)
{
    Reach r = reach_of(b);
    fprintf(c, "const QuerySpec query_%s = { \"%s\", { ", b->name, b->name);
    print_c_text(c, b->text[0], '?');
    fprintf(c, ", ");
    print_c_text(c, b->text[1], '$');
    fprintf(c, " }, %d, %d, %d, %d, %d, 0x%llxULL, ", b->params, strstr(b->tags, "hot") != NULL,
            strstr(b->tags, "all") != NULL, r.writes, r.is_all, r.is_all ? 0 : r.params);
    for (const Names *names = &b->given; names; names = names == &b->given ? &b->row : NULL) {
        fprintf(c, names->n ? "\"" : "NULL");
        put_names(c, names, " ");
        fprintf(c, names->n ? "\", " : ", ");
    }
    fprintf(c, "&query_table_%s, %d };\n", table_of(b->file), at);
}

/* Returns how many queries. */
static int print_table(FILE *c, const char *file)
{
    int n = 0;
    fprintf(c, "#include \"%s.h\"\n\nextern const QueryTable query_table_%s;\n\n", under_src(file),
            table_of(file));
    for (int i = 0; i < n_blocks; i++)
        if (blocks[i].file == file && !blocks[i].is_part)
            print_spec(c, &blocks[i], n++);
    fprintf(c, "\nextern const Query queries_of_%s[];\nconst Query queries_of_%s[] = {", table_of(file), table_of(file));
    for (int i = 0; i < n_blocks; i++)
        if (blocks[i].file == file && !blocks[i].is_part)
            fprintf(c, " &query_%s,", blocks[i].name);
    fprintf(c, " NULL };\n");
    return n;
}

int main(int argc, char **argv)
{
    char path[1024];
    int  from = 0;
    if (argc < 2)
        die(NULL, "usage: querygen OUT_DIR FILE.sql ...");
    blocks = calloc(MAX_BLOCKS, sizeof *blocks);
    for (int open_parts = 1; open_parts >= 0; open_parts--)
        for (int i = 2; i < argc; i++)
            read_file(argv[i], open_parts);
    for (int i = 0; i < n_blocks; i++)
        if (!blocks[i].is_part)
            number_params(&blocks[i]);
    snprintf(path, sizeof path, "%s/queries.c", argv[1]);
    FILE *all = begin(path, "the .sql files of the rooms");
    fprintf(all, "#include \"db/queryset.h\"\n\n");
    for (int i = 2; i < argc; i++) {
        snprintf(path, sizeof path, "%s/%s.h", argv[1], under_src(argv[i]));
        FILE *f = begin(path, argv[i]);
        print_header(f, argv[i]);
        keep_or_replace(f, path);
        snprintf(path, sizeof path, "%s/%s.c", argv[1], under_src(argv[i]));
        f = begin(path, argv[i]);
        int n = print_table(f, argv[i]);
        keep_or_replace(f, path);
        fprintf(all, "extern const Query queries_of_%s[];\n", table_of(argv[i]));
        fprintf(all, "extern const QueryTable query_table_%s;\n", table_of(argv[i]));
        fprintf(all, "const QueryTable query_table_%s = { queries_of_%s, %d };\n", table_of(argv[i]), table_of(argv[i]), from);
        from += n;
    }
    fprintf(all, "const QueryTable *const query_tables[] = {");
    for (int i = 2; i < argc; i++)
        fprintf(all, " &query_table_%s,", table_of(argv[i]));
    fprintf(all, " NULL };\nconst int query_count = %d;\n", from);
    snprintf(path, sizeof path, "%s/queries.c", argv[1]);
    keep_or_replace(all, path);
    return 0;
}
