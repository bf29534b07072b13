/* config: prints ops/yuanchang.conf, made from the table of settings. */
#include "cli/cli.h"

Err cmd_config(Cli *cli)
{
    TRY(cli_words(cli, 0, 0, NULL));
    Str example = config_example(cli->ctx.arena);
    cli_print("%.*s", STR_ARG(example));
    return OK;
}
