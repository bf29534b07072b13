/* querygen: turns the .sql files of the rooms into out/gen/queries.h and queries.c.
 *
 *   querygen OUT_DIR FILE.sql ...
 *
 * A file is a list of blocks. `-- name: need_list many hot` begins a query: its name, what comes back (one, many, each,
 * int, change, exec) and tags (hot: its plan is tested; all: may touch every shard). `-- part: need_row` begins a
 * fragment, put into later queries of the same file where they say {need_row}. Tokens that the engines spell
 * differently: {for_update}; {words $4}: a table w of the words of $4, which are divided by spaces and hold neither quotes
 * nor backslashes, in its column `word`. For every query that returns rows an enum of its columns is made: C_NEED_LIST_TITLE;
 * likewise for a part: C_NEED_ROW_TITLE, good in every query whose column list begins with that part. A part that
 * begins with AND is a condition, one that begins with LEFT a join. `-- shared: rule` names tables of which every machine
 * has a copy: they belong to no county. Of which counties a query reads or writes is told by its text (db/turn.h says what
 * for). */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 2000, MAX_TEXT = 16384 };

typedef struct Block {
    char        name[80], kind[16], tags[80];
    char        text[2][MAX_TEXT]; /* SQLite, PostgreSQL */
    int         is_part, line;
    const char *file;
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

static const Block *part_find(const Block *asking, const char *name, size_t n)
{
    for (int i = 0; i < n_blocks; i++)
        if (blocks[i].is_part && strcmp(blocks[i].file, asking->file) == 0 && strlen(blocks[i].name) == n &&
            memcmp(blocks[i].name, name, n) == 0)
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

static void read_file(const char *file)
{
    FILE  *f = fopen(file, "r");
    char   line[8192];
    Block *b = NULL;
    int    n = 0;
    if (f == NULL)
        die(NULL, "cannot read %s", file);
    while (fgets(line, sizeof line, f)) {
        char name[80], kind[16] = "", tags[80] = "";
        n++;
        if (strncmp(line, "-- shared: ", 11) == 0) {
            for (char *t = strtok(line + 11, " \n"); t != NULL; t = strtok(NULL, " \n")) {
                if (n_shared == 32)
                    die(NULL, "too many shared tables");
                snprintf(shared[n_shared++], sizeof shared[0], "%s", t);
            }
            continue;
        }
        int is_part = sscanf(line, "-- part: %79s", name) == 1;
        if (is_part || sscanf(line, "-- name: %79s %15s %79[^\n]", name, kind, tags) >= 1) {
            if (n_blocks == MAX_BLOCKS)
                die(NULL, "too many queries");
            b = &blocks[n_blocks++];
            b->file = file;
            b->line = n;
            b->is_part = is_part;
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

static int max_param(const char *s)
{
    int most = 0;
    for (; *s; s++)
        if (*s == '$' && isdigit((unsigned char)s[1]) && atoi(s + 1) > most)
            most = atoi(s + 1);
    return most;
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
    char item[1024];
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
        if (!is_word(t, t, "AND") && !is_word(t, t, "LEFT")) /* a list of columns; conditions and joins have none */
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

static void print_c_text(FILE *c, const char *s)
{
    fputc('"', c);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            fputc('\\', c);
        fputc(*s, c);
    }
    fputc('"', c);
}

/* Puts what was written into its place, unless it stands there already: then nothing is compiled anew for it. */
static void keep_or_replace(FILE *made, const char *made_path, const char *path)
{
    FILE *old = fopen(path, "r");
    int   a = 0, b = 0;
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

int main(int argc, char **argv)
{
    char path[1024], h_made[1040], c_made[1040];
    if (argc < 2)
        die(NULL, "usage: querygen OUT_DIR FILE.sql ...");
    blocks = calloc(MAX_BLOCKS, sizeof *blocks);
    for (int i = 2; i < argc; i++)
        read_file(argv[i]);
    snprintf(h_made, sizeof h_made, "%s/queries.h.new", argv[1]);
    snprintf(c_made, sizeof c_made, "%s/queries.c.new", argv[1]);
    FILE *h = fopen(h_made, "w"), *c = fopen(c_made, "w");
    if (h == NULL || c == NULL)
        die(NULL, "cannot write into %s", argv[1]);
    fprintf(h, "/* Made by tools/querygen from the .sql files of the rooms. */\n#pragma once\n\n"
               "typedef enum Query {\n");
    fprintf(c, "/* Made by tools/querygen from the .sql files of the rooms. */\n#include \"db/queryset.h\"\n\n"
               "const QuerySpec query_specs[] = {\n");
    for (int i = 0; i < n_blocks; i++) {
        const Block *b = &blocks[i];
        if (b->is_part)
            continue;
        fprintf(h, "    Q_");
        for (const char *q = b->name; *q; q++)
            fputc(toupper((unsigned char)*q), h);
        fprintf(h, ",\n");
        fprintf(c, "    { \"%s\", { ", b->name);
        print_c_text(c, b->text[0]);
        fprintf(c, ", ");
        print_c_text(c, b->text[1]);
        Reach r = reach_of(b);
        fprintf(c, " }, %d, %d, %d, %d, %d, 0x%llxULL },\n", max_param(b->text[0]), strstr(b->tags, "hot") != NULL,
                strstr(b->tags, "all") != NULL, r.writes, r.is_all, r.is_all ? 0 : r.params);
    }
    fprintf(h, "    QUERY_COUNT\n} Query;\n\n");
    fprintf(c, "    { 0 }\n};\n");
    for (int i = 0; i < n_blocks; i++)
        print_block_columns(h, &blocks[i]);
    snprintf(path, sizeof path, "%s/queries.h", argv[1]);
    keep_or_replace(h, h_made, path);
    snprintf(path, sizeof path, "%s/queries.c", argv[1]);
    keep_or_replace(c, c_made, path);
    return 0;
}
