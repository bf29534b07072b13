/* clock: what time the house goes by, and a person's word that the wall clock is right. */
#include "cli/cli.h"

#include "base/watch.h"
#include "record/keeper.h"

static const char *said(Arena *a, const ClockHold *h)
{
    if (h->believed_in < 0)
        return "it is behind, and is believed only when somebody says that it is right: yuanchang clock --confirm";
    return arena_printf(a, "a service that runs believes it in %lld s if it runs on evenly; at once: yuanchang clock --confirm",
                        (long long)(h->believed_in / SECOND)).p;
}

Err cmd_clock(Cli *cli)
{
    Arena    *a = cli->ctx.arena;
    ClockHold h;
    bool      confirm = cli_flag(cli, "--confirm");
    TRY(cli_words(cli, 0, 0, NULL));
    if (confirm)
        TRY(keeper_confirm(&cli->ctx));
    bool held = clock_hold(&h);
    Str  wall = time_iso(a, clock_wall()), now = time_iso(a, clock_now());
    if (cli->json) {
        cli_print("{\"wall\":\"%.*s\",\"now\":\"%.*s\",\"held\":%s}\n", STR_ARG(wall), STR_ARG(now), held ? "true" : "false");
    } else {
        cli_print("the wall clock says  %.*s\nthe house goes by    %.*s\n", STR_ARG(wall), STR_ARG(now));
        cli_print("%s\n", held ? said(a, &h) : "the wall clock is believed");
    }
    cli->exit = held;
    return OK;
}
