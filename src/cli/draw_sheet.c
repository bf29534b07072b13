/* draw_sheet: see draw_sheet.h. */
#include "cli/draw_sheet.h"

#include "web/lunar_text.h"

enum { COLUMNS = 78, LINES_A_PAGE = 60, LAST_LINE = LINES_A_PAGE - 2 /* an empty one and the page's number follow */ };

typedef struct Paper {
    Arena           *a;
    const DrawSheet *d;
    Buf             *out;
    int              line, page;
    int              of_digits, ticket_digits;
} Paper;

/* Text as one word of a shell: 'it'\''s'. */
static void put_shell_word(Buf *b, Str s)
{
    buf_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_cstr(b, "'\\''");
        else
            buf_char(b, s.p[i]);
    }
    buf_char(b, '\'');
}

/* Columns on paper: what is Chinese, full-width or a picture takes two. */
static int width_of(Str s)
{
    int width = 0;
    for (u32 ch; utf8_next(&s, &ch);)
        width += ch >= 0x1100 && (ch < 0x1160 || (ch >= 0x2e80 && ch < 0xffe0) || ch >= 0x1f000) ? 2 : 1;
    return width;
}

static Str text(const Paper *p, const char *key, Str p1, Str p2)
{
    return i18n_fill(p->a, p->d->lang, key, p1, p2);
}

static Str number(const Paper *p, i64 n)
{
    return arena_printf(p->a, "%lld", (long long)n);
}

/* ---- lines and pages ---- */

static void end_page(Paper *p)
{
    Str foot = text(p, "draw.page", number(p, p->page), STR_NONE);
    for (; p->line < LINES_A_PAGE - 1; p->line++)
        buf_char(p->out, '\n');
    buf_str(p->out, foot);
    buf_char(p->out, '\n');
}

static void next_page(Paper *p)
{
    end_page(p);
    buf_char(p->out, '\f');
    p->page++;
    p->line = 0;
}

static void put_line(Paper *p, Str line)
{
    if (p->line == LAST_LINE)
        next_page(p);
    buf_str(p->out, line);
    buf_char(p->out, '\n');
    p->line++;
}

static void put_field(Paper *p, const char *key, Str value)
{
    Buf b = buf_new(p->a, 128, 4096);
    Str label = i18n_text(p->d->lang, key);
    buf_str(&b, label);
    for (int at = width_of(label); at < 14; at++)
        buf_char(&b, ' ');
    buf_str(&b, value);
    put_line(p, buf_text(&b));
}

/* ---- columns ---- */

static void put_cell(Buf *b, Str s, int width)
{
    if (b->n > 0)
        buf_char(b, ' ');
    for (int at = width_of(s); at < width; at++)
        buf_char(b, ' ');
    buf_str(b, s);
}

static Str cut_to(Arena *a, Str s, int width)
{
    if (width_of(s) <= width)
        return s;
    size_t chars = utf8_count(s);
    while (chars > 0 && width_of(utf8_cut(s, chars)) > width - 1)
        chars--;
    return str_join(a, (Str[]){ utf8_cut(s, chars), STR("…") }, 2, STR_NONE);
}

/* Ticket, eight digits, the same in decimal, names left, limit, remainder, place, number drawn, its name. */
enum { CELLS = 8 };

static void cell_widths(const Paper *p, int *ret)
{
    const int widths[CELLS] = { p->ticket_digits, 8, 10, p->of_digits, 10, p->of_digits, p->of_digits, p->of_digits };
    for (int i = 0; i < CELLS; i++)
        ret[i] = widths[i];
}

static void put_row(Paper *p, const Str cell[CELLS], Str name)
{
    Buf b = buf_new(p->a, 128, 4096);
    int width[CELLS], used = 2;
    cell_widths(p, width);
    for (int i = 0; i < CELLS; i++) {
        put_cell(&b, cell[i], width[i]);
        used += width[i] + 1;
    }
    if (name.n > 0) {
        buf_cstr(&b, "  ");
        buf_str(&b, cut_to(p->a, name, COLUMNS - used + 1));
    }
    put_line(p, buf_text(&b));
}

static void put_heads(Paper *p)
{
    Lang lang = p->d->lang;
    Str  name = p->d->names ? i18n_text(lang, "draw.head.name") : STR_NONE;
    put_row(p, (Str[CELLS]){ i18n_text(lang, "draw.head.ticket"), i18n_text(lang, "draw.head.hash"),
                             i18n_text(lang, "draw.head.x"), i18n_text(lang, "draw.head.left"),
                             i18n_text(lang, "draw.head.limit"), i18n_text(lang, "draw.head.rest"),
                             i18n_text(lang, "draw.head.place"), i18n_text(lang, "draw.head.drawn") }, name);
}

static void put_ticket(Paper *p, const DrawTicket *t)
{
    Str hex = str_cut(hash_hex(p->a, &t->hash), 8), dash = STR("-");
    i64 limit = t->limit ? (i64)t->limit : INT64_C(1) << 32;
    Str rest = t->is_void ? dash : number(p, t->place - 1), place = t->is_void ? dash : number(p, t->place);
    Str drawn = t->is_void ? i18n_text(p->d->lang, "draw.void") : number(p, t->drawn);
    if (p->line == LAST_LINE) {
        next_page(p);
        put_heads(p);
    }
    put_row(p, (Str[CELLS]){ number(p, t->number), hex, number(p, t->x), number(p, t->left), number(p, limit), rest,
                             place, drawn },
            p->d->names && !t->is_void ? p->d->names->v[t->drawn - 1] : STR_NONE);
}

/* ---- parts of the sheet ---- */

static void put_how(Paper *p, i64 tickets)
{
    Buf shell = buf_new(p->a, 128, 8192);
    buf_cstr(&shell, "    S=");
    put_shell_word(&shell, p->d->seed);
    put_line(p, i18n_text(p->d->lang, "draw.how"));
    put_line(p, i18n_text(p->d->lang, "draw.how.list"));
    put_line(p, i18n_text(p->d->lang, "draw.how.hash"));
    put_line(p, buf_text(&shell));
    put_line(p, arena_printf(p->a, "    for t in $(seq %lld); do printf %%s:%%d \"$S\" $t | sha256sum | cut -c1-8; "
                             "done", (long long)tickets));
    put_line(p, i18n_text(p->d->lang, "draw.how.limit"));
    put_line(p, i18n_text(p->d->lang, "draw.how.void"));
    put_line(p, i18n_text(p->d->lang, "draw.how.place"));
    put_line(p, i18n_text(p->d->lang, "draw.how.strike"));
    put_line(p, STR_NONE);
}

static void put_result(Paper *p, const i64 *drawn)
{
    Buf b = buf_new(p->a, 128, 256);
    if (p->line > LAST_LINE - 6)
        next_page(p); /* the heading does not stand alone */
    put_line(p, STR_NONE);
    put_line(p, i18n_text(p->d->lang, p->d->take ? "draw.result" : "draw.result.none"));
    for (i64 i = 0; i < p->d->take; i++) {
        Str n = number(p, drawn[i]);
        if (b.n + n.n + 1 > COLUMNS) {
            put_line(p, buf_text(&b));
            b = buf_new(p->a, 128, 256);
        }
        buf_cstr(&b, b.n ? " " : "    ");
        buf_str(&b, n);
    }
    if (b.n)
        put_line(p, buf_text(&b));
    put_line(p, STR_NONE);
    put_line(p, i18n_text(p->d->lang, "draw.sign"));
}

static void put_fields(Paper *p)
{
    const DrawSheet *d = p->d;
    put_line(p, i18n_text(d->lang, "draw.title"));
    put_line(p, STR_NONE);
    if (d->on) {
        Str day = date_iso(p->a, d->on), lunar = lunar_text(p->a, d->lang, d->on);
        put_field(p, "draw.on", lunar.n ? text(p, "draw.on.lunar", day, lunar) : day);
    }
    put_field(p, "draw.seed", d->seed);
    put_field(p, "draw.list", text(p, "draw.list.of", number(p, d->of), STR_NONE));
    if (d->names)
        put_field(p, "draw.list.hash", hash_hex(p->a, &d->names->hash));
    put_field(p, "draw.take", text(p, "draw.take.of", number(p, d->take), STR_NONE));
    put_line(p, STR_NONE);
}

static int digits_of(i64 n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

void draw_sheet(Arena *a, const DrawSheet *d, Buf *out)
{
    Paper p = { .a = a, .d = d, .out = out, .page = 1, .of_digits = digits_of(d->of) };
    Draw        draw;
    DrawTicket *t = NULL;
    i64         n = 0, room = 0, *drawn = NEW_N(a, i64, (size_t)d->take + 1), taken = 0;
    /* options() of cmd_draw.c held them to it */
    BUG_ON(d->take > SHEET_MOST_TAKEN || draw_open(a, d->seed, d->of, d->take, &draw) != DRAW_OK);
    for (DrawTicket next; draw_next(&draw, &next);) {
        if (n == room) {
            i64 more = room ? 2 * room : 64;
            t = arena_grow(a, t, (size_t)room * sizeof *t, (size_t)more * sizeof *t);
            room = more;
        }
        t[n++] = next;
        if (!next.is_void)
            drawn[taken++] = next.drawn;
    }
    p.of_digits = p.of_digits < 4 ? 4 : p.of_digits; /* room for the heads */
    p.ticket_digits = digits_of(n) < 2 ? 2 : digits_of(n);
    put_fields(&p);
    put_how(&p, n);
    put_heads(&p);
    for (i64 i = 0; i < n; i++)
        put_ticket(&p, &t[i]);
    put_result(&p, drawn);
    end_page(&p);
}
