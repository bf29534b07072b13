/* db copy: everything from one database into another, empty one of either engine; nothing else may write meanwhile. */
#include <stdio.h>

#include "cli/cli.h"

static void show_progress(void *arg, Str table, i64 rows)
{
    fprintf(stderr, "%-16.*s %lld rows\n", STR_ARG(table), (long long)rows);
}

Err cmd_db_copy(Cli *cli)
{
    Str    from = cli_database(cli), to = STR_NONE;
    Store *source, *target;
    Ctx    into;
    bool   has_to;
    cli_option(cli, "--from", &from);
    has_to = cli_option(cli, "--to", &to);
    TRY(cli_words(cli, 0, 0, NULL));
    if (!has_to)
        return cli_usage(cli, "--to is missing: postgresql://... or a file");
    TRY(cli_store_open(cli, from, &source));
    Err e = cli_store_open(cli, to, &target);
    if (e == OK) {
        ctx_init(&into, cli->ctx.arena, target, cli->ctx.actor, cli->ctx.now);
        cli->ctx.store = source;
        e = migrate_apply(&into);
        if (e == OK)
            e = store_copy(&cli->ctx, &into, cli->json ? NULL : show_progress, NULL);
        db_read_end(&cli->ctx);
        db_read_end(&into);
        if (e != OK && cli->ctx.err == OK)
            e = fail(&cli->ctx, e, NULL, "%.*s", STR_ARG(into.log));
        store_close(target);
    }
    store_close(source);
    cli->ctx.store = NULL;
    if (e == OK)
        cli_print(cli->json ? "{\"copied\":true}\n" : "copied\n");
    return e;
}
