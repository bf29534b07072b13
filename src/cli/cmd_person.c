/* person import: a village's roster; a file with any bad row changes nothing, and every bad row is named. */
#include "cli/cli.h"
#include "people/person.h"
#include "web/i18n.h"

enum { MOST_BYTES = 1 << 25 };

/* Named before anything is imported; such a file goes in only by --leave-out. */
static void print_unread(Cli *cli, const RosterImport *done)
{
    for (size_t i = 0; i < done->n_unread && !cli->json; i++)
        cli_print("not read: %.*s\n", STR_ARG(done->unread[i]));
}

static void json_unread(Buf *b, const RosterImport *done)
{
    buf_cstr(b, "\"unread\":[");
    for (size_t i = 0; i < done->n_unread; i++) {
        buf_cstr(b, i ? "," : "");
        buf_json(b, done->unread[i]);
    }
    buf_char(b, ']');
}

static void print_problems(Cli *cli, const RosterImport *done)
{
    Arena *a = cli->ctx.arena;
    for (size_t i = 0; i < done->n_problems; i++) {
        const RowProblem *p = &done->problems[i];
        Str text = i18n_fill(a, LANG_EN, p->key, p->value, STR_NONE);
        cli_print("line %lld, %.*s: %.*s\n", (long long)p->line, STR_ARG(p->column), STR_ARG(text));
    }
}

static void print_problems_json(Cli *cli, const RosterImport *done)
{
    Buf b = buf_new(cli->ctx.arena, 4096, 1 << 20);
    buf_cstr(&b, "{\"problems\":[");
    for (size_t i = 0; i < done->n_problems; i++) {
        const RowProblem *p = &done->problems[i];
        buf_printf(&b, "%s{\"line\":%lld,\"column\":", i ? "," : "", (long long)p->line);
        buf_json(&b, p->column);
        buf_cstr(&b, ",\"problem\":");
        buf_json(&b, str_from(p->key));
        buf_char(&b, '}');
    }
    buf_cstr(&b, "],");
    json_unread(&b, done);
    buf_char(&b, '}');
    cli_print_json(&b);
}

static void print_notes(Cli *cli, const RosterImport *done)
{
    for (size_t i = 0; i < done->n_notes && !cli->json; i++) {
        const RowProblem *p = &done->notes[i];
        Str text = i18n_fill(cli->ctx.arena, LANG_EN, p->key, p->value, p->other);
        cli_print("line %lld, %.*s: not taken over: %.*s\n", (long long)p->line, STR_ARG(p->column), STR_ARG(text));
    }
}

static void print_done(Cli *cli, const RosterImport *done)
{
    Buf b = buf_new(cli->ctx.arena, 4096, 1 << 20);
    if (!cli->json) {
        cli_print("%lld rows: %lld new households, %lld new persons, %lld there already\n", (long long)done->rows,
                  (long long)done->households, (long long)done->persons, (long long)done->same);
        return;
    }
    buf_printf(&b, "{\"rows\":%lld,\"households\":%lld,\"persons\":%lld,\"same\":%lld,\"not_taken_over\":%zu,", (long long)done->rows,
               (long long)done->households, (long long)done->persons, (long long)done->same, done->notes_all);
    json_unread(&b, done);
    buf_char(&b, '}');
    cli_print_json(&b);
}

Err cmd_person_import(Cli *cli)
{
    Str          file, csv, place = STR_NONE;
    Code         village;
    RosterImport done = { 0 };
    bool         has_place = cli_option(cli, "--place", &place);
    int          how = (cli_flag(cli, "--dry-run") ? ROSTER_TRY : 0) | (cli_flag(cli, "--leave-out") ? ROSTER_LEAVE_OUT : 0);
    TRY(cli_words(cli, 1, 1, &file));
    if (!has_place)
        return cli_usage(cli, "--place is missing");
    TRY(cli_code(cli, place, &village));
    TRY(cli_read_file(cli, file, MOST_BYTES, &csv));
    Err e = roster_import(&cli->ctx, village, csv, how, &done);
    print_unread(cli, &done);
    if (e != OK) {
        cli->json ? print_problems_json(cli, &done) : print_problems(cli, &done);
        return e;
    }
    print_notes(cli, &done);
    print_done(cli, &done);
    return OK;
}
