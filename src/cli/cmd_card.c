/* card: a household's card from the command line, for a village without a printer at the moment. */
#include "cli/cli.h"
#include "entry/account.h"

Err cmd_card(Cli *cli)
{
    Str  words[2], code;
    Code place;
    Ref  household;
    bool is_lost = cli_flag(cli, "--lost");
    TRY(cli_words(cli, 2, 2, words));
    TRY(cli_code(cli, words[0], &place));
    TRY(household_find(&cli->ctx, place, words[1], &household));
    TRY(card_issue(&cli->ctx, household, is_lost, &code));
    Str origin = cli->config.origin.n ? cli->config.origin
                                      : arena_printf(cli->ctx.arena, "http://%.*s:%lld", STR_ARG(cli->config.address),
                                                     (long long)cli->config.port);
    cli_print(cli->json ? "{\"card\":\"%.*s/card/%.*s\"}\n" : "%.*s/card/%.*s\n", STR_ARG(origin), STR_ARG(code));
    return OK;
}
