/* place import: a division table of any size, with a line of progress on standard error. */
#include <stdio.h>

#include "cli/cli.h"
#include "place/place.h"

enum { MOST_BYTES = 1 << 28 }; /* the whole country's table is about 40 MB */

static void show_progress(void *arg, i64 rows)
{
    fprintf(stderr, "\r%lld rows", (long long)rows);
}

Err cmd_place_import(Cli *cli)
{
    Str         file, csv, day = STR_NONE;
    Date        on = date_of(cli->ctx.now);
    PlaceImport done;
    if (cli_option(cli, "--on", &day) && !date_parse(day, &on))
        return cli_usage(cli, "{%.*s} is not a date", STR_ARG(day));
    TRY(cli_words(cli, 1, 1, &file));
    TRY(cli_read_file(cli, file, MOST_BYTES, &csv));
    TRY(place_import(&cli->ctx, csv, on, cli->json ? NULL : show_progress, NULL, &done));
    if (!cli->json)
        fprintf(stderr, "\n");
    cli_print(cli->json ? "{\"rows\":%lld,\"added\":%lld,\"renamed\":%lld,\"same\":%lld}\n"
                        : "%lld rows: %lld added, %lld renamed, %lld there already\n",
              (long long)done.rows, (long long)done.added, (long long)done.renamed, (long long)done.same);
    return OK;
}
