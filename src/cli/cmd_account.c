/* account: who may enter at a desk, and what for. */
#include "cli/cli.h"
#include "entry/account.h"

static Err role_of(Cli *cli, Str text, Role *ret_role)
{
    if (role_parse(text, ret_role))
        return OK;
    Buf b = buf_new(cli->ctx.arena, 256, 1024);
    for (int r = 0; r < ROLE_COUNT; r++)
        buf_printf(&b, " %s", role_name((Role)r));
    Str all = buf_text(&b);
    return cli_usage(cli, "no role {%.*s}; there are:%.*s", STR_ARG(text), STR_ARG(all));
}

/* As the address of their page says it. */
static Err person_of(Cli *cli, Str text, Ref *ret_person)
{
    return ref_parse(text, ret_person) ? OK : cli_usage(cli, "no person {%.*s}; as in /person/420325-3fq8k", STR_ARG(text));
}

static void print_account(Cli *cli, Str name, Str password)
{
    if (cli->json)
        cli_print("{\"name\":\"%.*s\",\"password\":\"%.*s\"}\n", STR_ARG(name), STR_ARG(password));
    else
        cli_print("account %.*s, password %.*s\n", STR_ARG(name), STR_ARG(password));
}

Err cmd_account_add(Cli *cli)
{
    Str        place = STR_NONE, role = STR_NONE, person = STR_NONE;
    i64        id;
    AccountNew n = { .title = STR_NONE, .from = date_of(cli->ctx.now) };
    bool       has_place = cli_option(cli, "--place", &place), has_role = cli_option(cli, "--role", &role);
    bool       has_title = cli_option(cli, "--title", &n.title), given = cli_option(cli, "--password", &n.password);
    bool       has_person = cli_option(cli, "--person", &person);
    TRY(cli_words(cli, 1, 1, &n.name));
    if (!has_place || !has_role)
        return cli_usage(cli, "--place and --role are needed");
    TRY(cli_code(cli, place, &n.place));
    TRY(role_of(cli, role, &n.role));
    if (has_person)
        TRY(person_of(cli, person, &n.person));
    if (!has_title)
        n.title = n.name;
    if (!given)
        n.password = cli_new_password(cli->ctx.arena);
    TRY(account_add(&cli->ctx, &n, &id));
    print_account(cli, n.name, given ? STR("(as given)") : n.password);
    return OK;
}

static Err roles_text(Cli *cli, const Account *who, Str *ret_text)
{
    const RoleRow *rows;
    size_t         n;
    Buf            b = buf_new(cli->ctx.arena, 256, 4096);
    TRY(account_roles(&cli->ctx, who->county, who->id, &rows, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s@%.*s", i ? " " : "", role_name(rows[i].role), STR_ARG(rows[i].place));
    *ret_text = buf_text(&b);
    return OK;
}

Err cmd_account_list(Cli *cli)
{
    Str            word, roles;
    Code           place;
    const Account *v;
    size_t         n;
    Buf            b = buf_new(cli->ctx.arena, 4096, 1 << 22);
    TRY(cli_words(cli, 1, 1, &word));
    TRY(cli_code(cli, word, &place));
    TRY(account_list(&cli->ctx, place, &v, &n));
    buf_char(&b, '[');
    for (size_t i = 0; i < n; i++) {
        TRY(roles_text(cli, &v[i], &roles));
        if (!cli->json) {
            cli_print("%-16.*s %-30.*s %s%.*s\n", STR_ARG(v[i].name), STR_ARG(v[i].title), v[i].is_ended ? "(ended) " : "",
                      STR_ARG(roles));
            continue;
        }
        buf_cstr(&b, i ? ",{\"name\":" : "{\"name\":");
        buf_json(&b, v[i].name);
        buf_cstr(&b, ",\"title\":");
        buf_json(&b, v[i].title);
        buf_cstr(&b, ",\"roles\":");
        buf_json(&b, roles);
        buf_printf(&b, ",\"ended\":%s}", v[i].is_ended ? "true" : "false");
    }
    buf_char(&b, ']');
    if (cli->json)
        cli_print_json(&b);
    return OK;
}

Err cmd_account_end(Cli *cli)
{
    Str     name;
    Account who;
    TRY(cli_words(cli, 1, 1, &name));
    TRY(account_by_name(&cli->ctx, name, &who));
    TRY(account_end(&cli->ctx, who.county, who.id));
    cli_print(cli->json ? "{\"ended\":true}\n" : "ended\n");
    return OK;
}

Err cmd_account_password(Cli *cli)
{
    Str     name, password = STR_NONE;
    Account who;
    bool    given = cli_option(cli, "--password", &password);
    TRY(cli_words(cli, 1, 1, &name));
    TRY(account_by_name(&cli->ctx, name, &who));
    if (!given)
        password = cli_new_password(cli->ctx.arena);
    TRY(account_password_set(&cli->ctx, who.county, who.id, password));
    print_account(cli, name, given ? STR("(as given)") : password);
    return OK;
}

Err cmd_account_person(Cli *cli)
{
    Str     words[2];
    Ref     person;
    Account who;
    TRY(cli_words(cli, 2, 2, words));
    TRY(person_of(cli, words[1], &person));
    TRY(account_by_name(&cli->ctx, words[0], &who));
    TRY(account_person_set(&cli->ctx, who.county, who.id, person));
    cli_print(cli->json ? "{\"done\":true}\n" : "done\n");
    return OK;
}

/* Ends the rows of that role at that place. */
static Err end_role(Cli *cli, const Account *who, Role role, Code place)
{
    const RoleRow *rows;
    size_t         n;
    bool           any = false;
    TRY(account_roles(&cli->ctx, who->county, who->id, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].role != role || !str_eq(rows[i].place, place))
            continue;
        TRY(account_role_end(&cli->ctx, who->county, who->id, rows[i].id, date_of(cli->ctx.now)));
        any = true;
    }
    return any ? OK : fail(&cli->ctx, ERR_MISSING, NULL, "holds no such role there");
}

Err cmd_account_role(Cli *cli)
{
    Str     name, place = STR_NONE, text = STR_NONE;
    Code    code;
    Role    role;
    Account who;
    bool    has_place = cli_option(cli, "--place", &place), has_role = cli_option(cli, "--role", &text);
    bool    end = cli_flag(cli, "--end");
    TRY(cli_words(cli, 1, 1, &name));
    if (!has_place || !has_role)
        return cli_usage(cli, "--place and --role are needed");
    TRY(cli_code(cli, place, &code));
    TRY(role_of(cli, text, &role));
    TRY(account_by_name(&cli->ctx, name, &who));
    if (end)
        TRY(end_role(cli, &who, role, code));
    else
        TRY(account_role_add(&cli->ctx, who.county, who.id, role, code, date_of(cli->ctx.now), 0));
    cli_print(cli->json ? "{\"done\":true}\n" : "done\n");
    return OK;
}
