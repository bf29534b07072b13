/* migrate: forward only; a database that is newer than the program is refused by migrate_apply(). What a migration
 * cannot say in SQL is made afterwards: the inner nodes of logs that are older than their table. */
#include "cli/cli.h"
#include "record/lognode.h"

Err cmd_migrate(Cli *cli)
{
    int  before, after, known;
    bool only_look = cli_flag(cli, "--dry-run");
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(migrate_version(&cli->ctx, &before, &known));
    db_read_end(&cli->ctx);
    if (!only_look) {
        TRY(migrate_apply(&cli->ctx));
        TRY(lognode_fill(&cli->ctx));
    }
    TRY(migrate_version(&cli->ctx, &after, &known));
    cli_print(cli->json ? "{\"before\":%d,\"after\":%d,\"known\":%d}\n" : "migrations: %d before, %d now, %d known\n",
              before, after, known);
    return OK;
}
