/* cli: see cli.h. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/access.h"
#include "record/file_disk.h"
#include "record/loghead.h"
#include "record/secret.h"

/* ---- words and options ---- */

void cli_take_off(Cli *cli, int at, int n)
{
    memmove(cli->argv + at, cli->argv + at + n, sizeof *cli->argv * (size_t)(cli->argc - at - n + 1));
    cli->argc -= n;
}

bool cli_option(Cli *cli, const char *name, Str *ret_value)
{
    for (int i = 0; i < cli->argc; i++) {
        Str rest = str_from(cli->argv[i]), option;
        bool joined = str_find(rest, STR("="), NULL);
        str_next(&rest, '=', &option);
        if (!str_is(option, name) || (!joined && i + 1 == cli->argc))
            continue;
        *ret_value = joined ? rest : str_from(cli->argv[i + 1]);
        cli_take_off(cli, i, joined ? 1 : 2);
        return true;
    }
    return false;
}

bool cli_flag(Cli *cli, const char *name)
{
    for (int i = 0; i < cli->argc; i++) {
        if (strcmp(cli->argv[i], name) != 0)
            continue;
        cli_take_off(cli, i, 1);
        return true;
    }
    return false;
}

Err cli_words(Cli *cli, int least, int most, Str *ret_words)
{
    for (int i = 0; i < cli->argc; i++)
        if (cli->argv[i][0] == '-' && cli->argv[i][1] != '\0')
            return cli_usage(cli, "unknown option, or one without its value: %s", cli->argv[i]);
    if (cli->argc < least || cli->argc > most)
        return cli_usage(cli, cli->argc < least ? "something is missing" : "too many words");
    for (int i = 0; i < cli->argc; i++)
        ret_words[i] = str_from(cli->argv[i]);
    return OK;
}

Err cli_usage(Cli *cli, const char *fmt, ...)
{
    char    text[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return fail(&cli->ctx, ERR_INVALID, NULL, "%s\nusage: yuanchang %s %s", text, cli->command->name,
                cli->command->usage);
}

/* ---- output and files ---- */

void cli_print(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
}

static bool is_too_large; /* a document that was not printed */

void cli_print_json(Buf *b)
{
    if (buf_is_over(b)) {
        is_too_large = true;
        return;
    }
    fwrite(b->p, 1, b->n, stdout);
    cli_print("\n");
}

Err cli_read_file(Cli *cli, Str path, size_t most, Str *ret_bytes)
{
    FILE *f = str_is(path, "-") ? stdin : fopen(str_cstr(cli->ctx.arena, path), "rb");
    Buf   b = buf_new(cli->ctx.arena, 65536, most);
    char  part[65536];
    if (f == NULL)
        return fail(&cli->ctx, ERR_MISSING, NULL, "cannot read %.*s: %m", STR_ARG(path));
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, n);
    if (f != stdin)
        fclose(f);
    if (buf_is_over(&b))
        return fail(&cli->ctx, ERR_TOO_LARGE, NULL, "%.*s is larger than %zu bytes", STR_ARG(path), most);
    *ret_bytes = buf_text(&b);
    return OK;
}

Err cli_write_file(Cli *cli, Str path, Str bytes, int mode)
{
    int  fd = open(str_cstr(cli->ctx.arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool ok = fd >= 0;
    for (Str rest = bytes; ok && rest.n;) {
        ssize_t n = write(fd, rest.p, rest.n);
        ok = n > 0;
        rest = str_skip(rest, ok ? (size_t)n : 0);
    }
    ok = ok && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok ? OK : fail(&cli->ctx, ERR_BUSY, NULL, "cannot write %.*s: %m", STR_ARG(path));
}

Err cli_folder_make(Cli *cli, Str path)
{
    char *p = (char *)str_cstr(cli->ctx.arena, path);
    for (char *slash = p + 1; *slash != '\0'; slash++) {
        if (*slash != '/')
            continue;
        *slash = '\0';
        if (mkdir(p, 0755) != 0 && errno != EEXIST)
            break; /* the last mkdir tells */
        *slash = '/';
    }
    if (mkdir(p, 0700) != 0 && errno != EEXIST)
        return fail(&cli->ctx, ERR_DENIED, NULL, "cannot make folder %s: %m", p);
    return OK;
}

Err cli_code(Cli *cli, Str text, Code *ret_code)
{
    *ret_code = text.n == 12 ? code_from_division(text) : text;
    if (!code_is_valid(*ret_code))
        return fail(&cli->ctx, ERR_INVALID, NULL, "{%.*s} is not a place code", STR_ARG(text));
    return OK;
}

Str cli_path(Cli *cli, const char *name)
{
    return arena_printf(cli->ctx.arena, "%.*s/%s", STR_ARG(cli->config.data), name);
}

Str cli_new_password(Arena *a)
{
    Str t = random_token(a, 10);
    return arena_printf(a, "%.4s-%.4s-%.4s-%.4s", t.p, t.p + 4, t.p + 8, t.p + 12);
}

bool cli_is_too_large(void)
{
    return is_too_large;
}

/* ---- opening ---- */

const Actor *cli_operator(Arena *a)
{
    enum { DIGITS = 9 };
    Grant *grants = NEW_N(a, Grant, DIGITS);
    Actor *actor = NEW(a, Actor);
    for (int i = 0; i < DIGITS; i++)
        grants[i] = (Grant){ .place = arena_printf(a, "%d", i + 1), .verbs = ~(u64)0, .role = ROLE_ADMIN };
    *actor = (Actor){ .channel = CHANNEL_IMPORT, .grants = grants, .n_grants = DIGITS };
    return actor;
}

bool cli_is_loopback(Str address)
{
    return str_starts(address, STR("127.")) || str_is(address, "::1") || str_is(address, "localhost");
}

Str cli_database(Cli *cli)
{
    return cli->config.database.n ? cli->config.database : cli_path(cli, "yuanchang.db");
}

Err cli_keys_open(Cli *cli)
{
    if (access(str_cstr(cli->ctx.arena, cli_path(cli, "keys")), R_OK) != 0)
        return fail(&cli->ctx, ERR_MISSING, NULL, "no keys in %.*s/keys: is this the data folder? `yuanchang init` makes one",
                    STR_ARG(cli->config.data));
    TRY(secret_keys_open(&cli->ctx, cli->config.data));
    TRY(loghead_keys_open(&cli->ctx, cli->config.data));
    return file_disk_open(&cli->ctx, cli->config.data);
}

Err cli_store_open(Cli *cli, Str database, Store **ret_store)
{
    return store_open(&cli->ctx, database, cli->config.group, ret_store);
}
