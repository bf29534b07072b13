/* migrate: forward only; a database that is newer than the program is refused by migrate_apply(). When something was
 * applied, what is derived is made again: a new version may derive more (inner nodes of logs, terms of places).
 * That it is owed is noted before, so that a migration that was broken off in between is gone on with and not served. */
#include "cli/cli.h"

Err cmd_migrate(Cli *cli)
{
    int  before, after, known;
    bool owed, only_look = cli_flag(cli, "--dry-run");
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(migrate_version(&cli->ctx, &before, &known));
    db_read_end(&cli->ctx);
    if (!only_look) {
        if (before > 0 && before < known)
            TRY(cli_rebuild_owe(&cli->ctx));
        TRY(migrate_apply(&cli->ctx));
        TRY(cli_rebuild_owed(&cli->ctx, &owed));
        if (owed)
            TRY(cli_rebuild(&cli->ctx));
    }
    TRY(migrate_version(&cli->ctx, &after, &known));
    cli_print(cli->json ? "{\"before\":%d,\"after\":%d,\"known\":%d}\n" : "migrations: %d before, %d now, %d known\n",
              before, after, known);
    return OK;
}
