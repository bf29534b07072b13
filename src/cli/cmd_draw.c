/* draw: a public random draw from a published seed (engine/tally/draw.h): the numbers, a sheet to check them by hand, or the
 * answer to "is this what the seed gives?". Opens no database. */
#include "cli/draw_sheet.h"
#include "cli/json.h"
#include "cli/reading.h"

#include <stdio.h>

enum { OUTPUT_MOST = 1 << 30 };

typedef struct Drawing {
    DrawSheet  sheet;
    NameList      names;
    const i64 *claimed; /* --verify; NULL: draw */
    bool       is_sheet;
} Drawing;

/* ---- what is asked ---- */

static Err read_names(Cli *cli, Str path, NameList *ret)
{
    Reading r;
    TRY(reading_begin(cli, path, &r));
    name_list_read(cli->ctx.arena, r.lines, ret);
    return reading_end(&r, &r.lines->refusal);
}

/* The numbers of a result, parted by commas or spaces. */
static Err read_claim(Cli *cli, Str list, const i64 **ret, i64 *ret_n)
{
    size_t room = list.n / 2 + 1, n = 0;
    i64   *v = NEW_N(cli->ctx.arena, i64, room);
    char  *spaced = NEW_N(cli->ctx.arena, char, list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        spaced[i] = list.p[i] == ',' ? ' ' : list.p[i];
    Str rest = { spaced, list.n }, part;
    while (str_next(&rest, ' ', &part)) {
        if (part.n == 0)
            continue;
        if (!str_int(part, &v[n]) || v[n] < 1)
            return cli_usage(cli, "--verify takes the numbers drawn, in order: 80,60,32; not %.*s", STR_ARG(part));
        n++;
    }
    *ret = v;
    *ret_n = (i64)n;
    return n ? OK : cli_usage(cli, "--verify takes the numbers drawn, in order: 80,60,32");
}

static Err read_share(Cli *cli, Str share, i64 of, i64 *ret_take)
{
    Str rest = share, over;
    i64 num, den;
    bool is_fraction = str_next(&rest, '/', &over) && str_int(over, &num) && str_int(rest, &den);
    if (!is_fraction || num < 0 || den < 1 || num > den || den > 1000)
        return cli_usage(cli, "--share takes a fraction of whole numbers up to 1000, at most one: 1/20; not %.*s",
                         STR_ARG(share));
    *ret_take = draw_share(of, num, den);
    return OK;
}

/* How many are on the list: told, or counted in FILE, or both alike. */
static Err list_options(Cli *cli, Drawing *d)
{
    Str  path;
    bool has_of, has_names;
    TRY(cli_option_whole(cli, "--of", 0, DRAW_MOST, &d->sheet.of, &has_of));
    TRY(cli_option_once(cli, "--names", &path, &has_names));
    if (!has_of && !has_names)
        return cli_usage(cli, "how many are on the list? --of N or --names FILE");
    if (!has_names)
        return OK;
    TRY(read_names(cli, path, &d->names));
    if (has_of && d->sheet.of != d->names.n)
        return cli_usage(cli, "--of %lld, but %.*s has %lld names", (long long)d->sheet.of, STR_ARG(path),
                         (long long)d->names.n);
    d->sheet.of = d->names.n;
    d->sheet.names = &d->names;
    return OK;
}

/* How many are drawn: told, a share of the list, or as many as are to be verified. */
static Err take_options(Cli *cli, Drawing *d)
{
    Str  share, claim;
    bool has_take, has_share, has_claim;
    i64  told = 0, claimed;
    TRY(cli_option_whole(cli, "--take", 0, DRAW_MOST_TAKEN, &told, &has_take));
    TRY(cli_option_once(cli, "--share", &share, &has_share));
    TRY(cli_option_once(cli, "--verify", &claim, &has_claim));
    if (has_take && has_share)
        return cli_usage(cli, "--take and --share both say how many");
    if (!has_take && !has_share && !has_claim)
        return cli_usage(cli, "how many are drawn? --take K or --share NUM/DEN");
    if (has_share)
        TRY(read_share(cli, share, d->sheet.of, &told));
    d->sheet.take = told;
    if (!has_claim)
        return OK;
    TRY(read_claim(cli, claim, &d->claimed, &claimed));
    if ((has_take || has_share) && told != claimed)
        return cli_usage(cli, "%lld are to be drawn, --verify has %lld", (long long)told, (long long)claimed);
    d->sheet.take = claimed;
    return OK;
}

static Err sheet_options(Cli *cli, Drawing *d)
{
    Str  on, lang = STR("zh");
    bool has_on, has_lang;
    d->is_sheet = cli_flag(cli, "--sheet");
    TRY(cli_option_once(cli, "--on", &on, &has_on));
    TRY(cli_option_once(cli, "--lang", &lang, &has_lang));
    if ((has_on || has_lang) && !d->is_sheet)
        return cli_usage(cli, "%s is for --sheet", has_on ? "--on" : "--lang");
    if (has_on && !date_parse(on, &d->sheet.on))
        return cli_usage(cli, "--on takes a date: 2026-07-12; not %.*s", STR_ARG(on));
    if (!str_is(lang, "zh") && !str_is(lang, "en"))
        return cli_usage(cli, "--lang takes zh or en, not %.*s", STR_ARG(lang));
    d->sheet.lang = str_is(lang, "en") ? LANG_EN : LANG_ZH;
    return OK;
}

static Err options(Cli *cli, Drawing *d)
{
    Draw draw;
    bool has_seed;
    TRY(cli_option_once(cli, "--seed", &d->sheet.seed, &has_seed));
    TRY(sheet_options(cli, d));
    TRY(list_options(cli, d));
    TRY(take_options(cli, d));
    TRY(cli_words(cli, 0, 0, NULL));
    Str seed = d->sheet.seed;
    if (!has_seed || !utf8_is_text(seed) || str_find(seed, STR("\n"), NULL) || str_find(seed, STR("\r"), NULL))
        return cli_usage(cli, "--seed takes one line of text that nobody could foresee");
    if (d->is_sheet && d->claimed)
        return cli_usage(cli, "--sheet and --verify are two things");
    if (d->is_sheet && d->sheet.take > SHEET_MOST_TAKEN)
        return cli_usage(cli, "a sheet holds %d drawn, not %lld", SHEET_MOST_TAKEN, (long long)d->sheet.take);
    switch (draw_open(cli->ctx.arena, seed, d->sheet.of, d->sheet.take, &draw)) {
    case DRAW_BAD_SEED:
        return cli_usage(cli, "--seed takes 1 to %d bytes", DRAW_MOST_SEED);
    case DRAW_OK:
        return OK;
    default:
        return cli_usage(cli, "%lld of %lld cannot be drawn, nor more than %d", (long long)d->sheet.take,
                         (long long)d->sheet.of, DRAW_MOST_TAKEN);
    }
}

/* ---- what comes out ---- */

static void json_ticket(Json *j, Arena *a, const DrawTicket *t)
{
    json_object(j);
    json_put_int(j, "ticket", t->number);
    json_put_str(j, "hash", hash_hex(a, &t->hash));
    json_put_int(j, "x", t->x);
    json_put_int(j, "left", t->left);
    json_put_int(j, "limit", t->limit ? (i64)t->limit : INT64_C(1) << 32);
    json_put_bool(j, "void", t->is_void);
    if (!t->is_void) {
        json_put_int(j, "place", t->place);
        json_put_int(j, "drawn", t->drawn);
    }
    json_end(j);
}

static void json_tickets(Json *j, Arena *a, const DrawSheet *s)
{
    Draw       d;
    DrawTicket t;
    BUG_ON(draw_open(a, s->seed, s->of, s->take, &d) != DRAW_OK); /* options() held them to it */
    json_key(j, "tickets");
    json_array(j);
    while (draw_next(&d, &t))
        json_ticket(j, a, &t);
    json_end(j);
}

static void put_json(Arena *a, const Drawing *d, const i64 *drawn, Buf *out)
{
    const DrawSheet *s = &d->sheet;
    Json             j = json_new(out);
    json_object(&j);
    json_put_str(&j, "seed", s->seed);
    json_put_int(&j, "of", s->of);
    json_put_int(&j, "take", s->take);
    if (s->names) {
        json_put_str(&j, "names_sha256", hash_hex(a, &s->names->hash));
    }
    json_key(&j, "drawn");
    json_array(&j);
    for (i64 i = 0; i < s->take; i++)
        json_int(&j, drawn[i]);
    json_end(&j);
    if (s->names) {
        json_key(&j, "names");
        json_array(&j);
        for (i64 i = 0; i < s->take; i++)
            json_str(&j, s->names->v[drawn[i] - 1]);
        json_end(&j);
    }
    if (d->is_sheet)
        json_tickets(&j, a, s);
    if (d->claimed) {
        json_put_bool(&j, "verified", true);
    }
    json_end(&j);
}

static void put_lines(const Drawing *d, const i64 *drawn, Buf *out)
{
    for (i64 i = 0; i < d->sheet.take; i++) {
        buf_int(out, drawn[i]);
        if (d->sheet.names) {
            buf_char(out, '\t');
            buf_str(out, d->sheet.names->v[drawn[i] - 1]);
        }
        buf_char(out, '\n');
    }
}

/* OK where the seed gives exactly what is claimed. */
static Err verify(Cli *cli, const Drawing *d, const i64 *drawn)
{
    for (i64 i = 0; i < d->sheet.take; i++)
        if (d->claimed[i] != drawn[i])
            return cli_broken(cli, "the seed does not give this: number %lld in the order is %lld, not %lld",
                              (long long)i + 1, (long long)drawn[i], (long long)d->claimed[i]);
    return OK;
}

Err cmd_draw(Cli *cli)
{
    Arena  *a = cli->ctx.arena;
    Drawing d = { 0 };
    TRY(options(cli, &d));
    const DrawSheet *s = &d.sheet;
    i64             *drawn = NEW_N(a, i64, (size_t)s->take + 1);
    Buf              out = buf_new(a, 4096, OUTPUT_MOST);
    BUG_ON(draw_take(a, s->seed, s->of, s->take, drawn) != DRAW_OK); /* the same */
    if (d.claimed)
        TRY(verify(cli, &d, drawn));
    if (cli->json) {
        put_json(a, &d, drawn, &out);
        buf_char(&out, '\n');
    } else if (d.is_sheet) {
        draw_sheet(a, s, &out);
    } else if (d.claimed) {
        buf_printf(&out, "the seed gives exactly these %lld\n", (long long)s->take);
    } else {
        put_lines(&d, drawn, &out);
    }
    if (buf_is_over(&out))
        return cli_broken(cli, "the output is larger than %d bytes", OUTPUT_MOST);
    fwrite(out.p, 1, out.n, stdout);
    return OK;
}
