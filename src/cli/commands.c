/* commands: the table of commands, what each needs before it runs, and how it ends. See cli.h. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/clock_file.h"
#include "house/house.h"
#include "record/keeper.h"
#include "web/i18n.h"

#define VERSION "0.1.0"

static Err cmd_help(Cli *cli);
static Err cmd_version(Cli *cli);

static const Command commands[] = {
    { "serve", "", "serve pages until SIGTERM or SIGINT", cmd_serve, CLI_OPEN },
    { "init", "[--admin NAME] [--password WORD] [--no-admin] [--no-places]", "make the folder, keys, database, Shiyan's places and a first account", cmd_init, CLI_NOTHING },
    { "migrate", "[--dry-run]", "bring the database to this program's tables", cmd_migrate, CLI_KEYS | CLI_STORE | CLI_PATIENT },
    { "demo", "", "load the demonstration: three villages, an estate, their needs", cmd_demo, CLI_OPEN },
    { "place import", "FILE [--on DATE]", "add places from a CSV: code,name,parent_code,level", cmd_place_import, CLI_OPEN },
    { "person import", "FILE --place CODE [--dry-run] [--leave-out]", "add households and persons of a village from a CSV", cmd_person_import, CLI_OPEN },
    { "account add", "NAME --place CODE --role ROLE [--person ID] [--title TEXT] [--password WORD]", "add an official's account; prints the password", cmd_account_add, CLI_OPEN },
    { "account list", "PLACE", "accounts with a role at a place or below", cmd_account_list, CLI_OPEN },
    { "account password", "NAME [--password WORD]", "give a new password; prints it", cmd_account_password, CLI_OPEN },
    { "account person", "NAME ID", "say whose account it is, once", cmd_account_person, CLI_OPEN },
    { "account role", "NAME --place CODE --role ROLE [--end]", "give a role, or end it", cmd_account_role, CLI_OPEN },
    { "account end", "NAME", "end an account; its records stay", cmd_account_end, CLI_OPEN },
    { "card", "PLACE HOUSEHOLD [--lost]", "make a household's card and print its address; the one before stands until it is used; --lost: ends at once", cmd_card, CLI_OPEN },
    { "rebuild", "", "make counters and search terms again from the records", cmd_rebuild, CLI_OPEN | CLI_PATIENT },
    { "check", "", "ask every invariant of the stored rows; exit 1 when one is broken", cmd_check, CLI_OPEN | CLI_PATIENT },
    { "clock", "[--confirm]", "what time it is, and whether the wall clock is believed; --confirm: it is right; exit 1 while it is not believed", cmd_clock, CLI_OPEN },
    { "log head", "LOG", "print the signed head of a place's log", cmd_log_head, CLI_OPEN },
    { "log prove", "LOG SEQ [--size N]", "print the proof that an event is in the log", cmd_log_prove, CLI_OPEN },
    { "log growth", "LOG FROM TO", "print the proof that the log only grew", cmd_log_growth, CLI_OPEN },
    { "log verify", "FILE --head LINE [--key HEX]", "check a proof against a printed head", cmd_log_verify, CLI_NOTHING },
    { "backup", "FOLDER", "copy database and photos while the service runs; keys stay apart", cmd_backup, CLI_KEYS | CLI_STORE },
    { "restore", "FOLDER", "put a backup into an empty data folder", cmd_restore, CLI_NOTHING },
    { "db copy", "--from DATABASE --to DATABASE", "copy everything between SQLite and PostgreSQL", cmd_db_copy, CLI_KEYS },
    { "tally motion", "FILE", "count a vote about a motion, or of one or several of some options, from its published list, and judge it by its rule; reads FILE alone", cmd_tally_motion, CLI_NOTHING },
    { "tally pb", "FILE.pb [--rule KEY]..", "count an election about a budget (Pabulib .pb): what is bought, in which order, and why; reads FILE alone", cmd_tally_pb, CLI_NOTHING },
    { "tally committee", "FILE.cat --seats K [--rule KEY]..", "elect a committee from approval ballots (PrefLib .cat), all ties told; reads FILE alone", cmd_tally_committee, CLI_NOTHING },
    { "tally ranked", "FILE [--method KEY].. [--seats K]", "count ranked ballots (PrefLib .soc .soi .toc .toi); reads FILE alone", cmd_tally_ranked, CLI_NOTHING },
    { "tally opinion", "VOTES.csv [--comments COMMENTS.csv] [--groups GROUPS.csv]", "the opinion map of a Polis conversation: groups, what each says, what all agree on; reads these files alone", cmd_tally_opinion, CLI_NOTHING },
    { "draw", "--seed TEXT (--of N | --names FILE) (--take K | --share NUM/DEN) [--sheet [--on DATE] [--lang zh|en]] [--verify LIST]", "draw names by lot, so that anyone can check it", cmd_draw, CLI_NOTHING },
    { "book check", "FILE [--from hledger|ledger|beancount]", "say whether a journal kept as text is sound, and what its accounts hold; reads FILE alone", cmd_book_check, CLI_NOTHING },
    { "book balance", "FILE [--from DIALECT]", "what the accounts of a journal hold", cmd_book_balance, CLI_NOTHING },
    { "book export", "FILE --to hledger|ledger|beancount [--from DIALECT]", "write a journal in another dialect", cmd_book_export, CLI_NOTHING },
    { "config", "", "print an example of the settings file", cmd_config, CLI_NOTHING },
    { "help", "[COMMAND]", "print this, or more of one command", cmd_help, CLI_NOTHING },
    { "version", "", "print the version", cmd_version, CLI_NOTHING },
    { NULL },
};

/* ---- before it runs ---- */

static Err derived(Cli *cli)
{
    bool owed;
    TRY(cli_rebuild_owed(&cli->ctx, &owed));
    db_read_end(&cli->ctx);
    return owed ? fail(&cli->ctx, ERR_CONFLICT, NULL, "a migration was broken off before it had made counters and search "
                       "terms again: run `yuanchang migrate`") : OK;
}

static Err migrated(Cli *cli)
{
    int applied, known;
    TRY(migrate_version(&cli->ctx, &applied, &known));
    db_read_end(&cli->ctx); /* a command begins without a view of the database; `serve` once kept this one for ever */
    if (applied == known)
        return derived(cli);
    return fail(&cli->ctx, ERR_CONFLICT, NULL, "the database has %d migrations and this program knows %d: %s", applied, known,
                applied < known ? "run `yuanchang migrate`" : "use the newer program");
}

static Err prepare(Cli *cli)
{
    int needs = cli->command->needs;
    if (needs & CLI_KEYS)
        TRY(cli_keys_open(cli));
    if (needs & CLI_STORE) {
        TRY(cli_store_open(cli, cli_database(cli), &cli->store));
        cli->ctx.store = cli->store;
        if (needs & CLI_PATIENT)
            store_patient(cli->store);
    }
    if (needs & CLI_MIGRATED)
        TRY(migrated(cli));
    return needs & CLI_MIGRATED && cli->is_clock_watched ? keeper_open(&cli->ctx) : OK;
}

/* ---- help ---- */

static void print_command(const Command *k)
{
    cli_print("  %s %s\n      %s\n", k->name, k->usage, k->what);
}

static void print_help(Cli *cli)
{
    cli_print("yuanchang (院场) %s: needs of a village, from voice to result\n\nusage: yuanchang COMMAND [OPTION]..\n\n", VERSION);
    for (const Command *k = commands; k->name != NULL; k++)
        print_command(k);
    Str settings = config_help(cli->ctx.arena);
    cli_print("\nsettings, for every command (also YUANCHANG_NAME, or name = value in a file given with --config FILE):\n%.*s"
              "  --%-18s %s\n",
              STR_ARG(settings), "json", "print one JSON document, where a command prints data");
}

static Err cmd_help(Cli *cli)
{
    Str  words[2] = { STR_NONE, STR_NONE };
    bool any = false;
    TRY(cli_words(cli, 0, 2, words));
    if (cli->argc == 0) {
        print_help(cli);
        return OK;
    }
    Str wanted = str_join(cli->ctx.arena, words, (size_t)cli->argc, STR(" "));
    for (const Command *k = commands; k->name != NULL; k++) {
        if (!str_starts(str_from(k->name), wanted))
            continue;
        print_command(k);
        any = true;
    }
    return any ? OK : cli_usage(cli, "no command %.*s", STR_ARG(wanted));
}

static Err cmd_version(Cli *cli)
{
    TRY(cli_words(cli, 0, 0, NULL));
    cli_print(cli->json ? "{\"version\":\"%s\"}\n" : "yuanchang %s\n", VERSION);
    return OK;
}

/* ---- main ---- */

/* "+3d", "-90m", "+5000" (ms): runs on, shifted. A time or date: stands still there. "@FILE": both of the machine's
 * clocks are shifted by what stands in the file, at any time, and watched. */
static bool clock_setting(Str text)
{
    i64 at, n, unit = 1;
    if (str_starts(text, STR("@")))
        return clock_file_follow(str_skip(text, 1));
    if (!str_starts(text, STR("+")) && !str_starts(text, STR("-"))) {
        if (!time_parse(text, &at))
            return false;
        clock_set(at);
        return true;
    }
    bool back = text.p[0] == '-';
    Str  digits = str_skip(text, 1);
    char last = digits.n ? digits.p[digits.n - 1] : 0;
    if (last == 's' || last == 'm' || last == 'h' || last == 'd') {
        unit = last == 's' ? SECOND : last == 'm' ? MINUTE : last == 'h' ? HOUR : DAY;
        digits = str_cut(digits, digits.n - 1);
    }
    if (!str_int(digits, &n) || n < 0 || n > INT64_C(100) * 366 * DAY / unit)
        return false;
    clock_shift(back ? -n * unit : n * unit);
    return true;
}

static const Command *command_take(Cli *cli)
{
    for (const Command *k = commands; k->name != NULL; k++) {
        Str words = str_from(k->name), word;
        int n = 0;
        while (n < cli->argc && str_next(&words, ' ', &word) && str_is(word, cli->argv[n]))
            n++;
        if (words.n == 0 && n > 0 && str_is(word, cli->argv[n - 1])) {
            cli_take_off(cli, 0, n);
            return k;
        }
    }
    return NULL;
}

static LogLevel log_level(Str name)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    for (size_t i = 0; i < COUNTOF(names); i++)
        if (str_is(name, names[i]))
            return (LogLevel)i;
    return LOG_INFO;
}

static Err run(Cli *cli)
{
    Ctx *c = &cli->ctx;
    Str  file = STR_NONE;
    if (!cli_option(cli, "--config", &file))
        file = str_from(getenv("YUANCHANG_CONFIG"));
    cli->json = cli_flag(cli, "--json");
    if (cli_flag(cli, "--help") || cli_flag(cli, "-h") || cli->argc == 0) {
        print_help(cli);
        return OK;
    }
    if (cli_flag(cli, "--version"))
        return cmd_version(cli);
    cli->command = command_take(cli);
    if (cli->command == NULL)
        return fail(c, ERR_INVALID, NULL, "no command {%s}; `yuanchang help` lists them\nusage: yuanchang COMMAND [OPTION]..",
                    cli->argv[0]);
    TRY(config_load(c, file, &cli->config));
    TRY(config_args(c, &cli->argc, cli->argv, &cli->config));
    log_open(log_level(cli->config.log), STDERR_FILENO);
    if (cli->config.clock.n && !clock_setting(cli->config.clock))
        return fail(c, ERR_INVALID, NULL, "--clock takes a time (2026-07-12T08:00:00+08:00) or a shift (+3d, -90m), or @FILE");
    cli->is_clock_watched = str_starts(cli->config.clock, STR("@")) || !(cli->config.clock.n || cli->config.demo);
    c->now = clock_now();
    TRY(i18n_load(c));
    house_open();
    TRY(prepare(cli));
    return cli->command->run(cli);
}

/* What went wrong, for a person at a terminal: the messages at their fields, then what the log would say. */
static void complain(Cli *cli)
{
    const Ctx *c = &cli->ctx;
    fprintf(stderr, "yuanchang%s%s: %.*s\n", cli->command ? " " : "", cli->command ? cli->command->name : "",
            STR_ARG(c->log));
    for (const Problem *p = c->problems; p != NULL; p = p->next) {
        if (p->field == NULL)
            continue;
        Str text = i18n_fill(c->arena, LANG_EN, p->key, p->a, p->b);
        fprintf(stderr, "  %s: %.*s\n", p->field, STR_ARG(text));
    }
}

int cli_main(int argc, char **argv)
{
    Arena *a = arena_open();
    Cli   *cli = NEW(a, Cli);
    cli->argc = argc > 0 ? argc - 1 : 0;
    cli->argv = argv + (argc > 0);
    ctx_init(&cli->ctx, a, NULL, cli_operator(a), clock_now());
    cli->ctx.lang = LANG_EN;
    Err e = run(cli);
    if (e != OK && !cli->is_told)
        complain(cli);
    db_read_end(&cli->ctx);
    if (cli->store != NULL)
        store_close(cli->store);
    int code = e == OK || cli->is_told ? cli->exit : err_exit(e);
    if (cli_is_too_large()) {
        fputs("yuanchang: the document is larger than this command may print\n", stderr);
        code = code ? code : err_exit(ERR_TOO_LARGE);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("yuanchang: cannot write the output\n", stderr);
        code = code ? code : 1;
    }
    arena_close(a);
    return code;
}
