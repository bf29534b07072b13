/* init: an empty folder becomes a house: keys, database, the places of Shiyan and a first account. Run again, it makes
 * only what is missing. */
#include <unistd.h>

#include "base/embed.h"
#include "cli/cli.h"
#include "entry/account.h"
#include "place/place.h"
#include "record/loghead.h"
#include "record/secret.h"

static Err make_keys(Cli *cli)
{
    Str keys = cli_path(cli, "keys");
    if (access(str_cstr(cli->ctx.arena, keys), F_OK) == 0)
        return OK;
    TRY(cli_folder_make(cli, keys));
    TRY(secret_keys_make(&cli->ctx, cli->config.data));
    cli_print("made keys in %.*s: keep a copy, apart from backups of the database\n", STR_ARG(keys));
    return OK;
}

static Err import_places(Cli *cli)
{
    PlaceImport   done;
    Place         there;
    const Embedded *csv = embedded_find(STR("demo/shiyan.csv"));
    BUG_ON(csv == NULL); /* a file that is built in */
    Err e = place_get(&cli->ctx, STR("4203"), &there);
    if (e == OK)
        return OK;
    if (e != ERR_MISSING)
        return e;
    ctx_clear_failure(&cli->ctx);
    TRY(place_import(&cli->ctx, csv->bytes, 20230101, NULL, NULL, &done));
    cli_print("added %lld places of Shiyan\n", (long long)done.added);
    return OK;
}

static Err make_admin(Cli *cli, Str name, Str password, Code place)
{
    i64            id;
    const Account *accounts;
    size_t         n;
    TRY(account_list(&cli->ctx, place, &accounts, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(accounts[i].name, name))
            return OK;
    bool given = password.n > 0;
    if (!given)
        password = cli_new_password(cli->ctx.arena);
    AccountNew admin = { .place = place, .name = name, .title = STR("系统管理员"), .password = password,
                         .role = ROLE_ADMIN, .from = date_of(cli->ctx.now) };
    TRY(account_add(&cli->ctx, &admin, &id));
    if (given)
        cli_print("added account %.*s\n", STR_ARG(name));
    else
        cli_print("added account %.*s, password %.*s\n", STR_ARG(name), STR_ARG(password));
    return OK;
}

Err cmd_init(Cli *cli)
{
    Str name = STR("admin"), password = STR_NONE;
    cli_option(cli, "--admin", &name);
    cli_option(cli, "--password", &password);
    bool no_places = cli_flag(cli, "--no-places"), no_admin = cli_flag(cli, "--no-admin");
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(cli_folder_make(cli, cli->config.data));
    TRY(make_keys(cli));
    TRY(cli_keys_open(cli));
    TRY(cli_store_open(cli, cli_database(cli), &cli->store));
    cli->ctx.store = cli->store;
    TRY(migrate_apply(&cli->ctx));
    if (no_places)
        return OK;
    TRY(import_places(cli));
    if (no_admin)
        return OK;
    return make_admin(cli, name, password, STR("4203"));
}
