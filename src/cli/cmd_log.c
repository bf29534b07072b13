/* log: signed heads and proofs of a place's log, for whoever doubts a page. Verifying needs neither database nor keys. */
#include "cli/cli.h"
#include "record/loghead.h"

enum { MOST_PROOF = 1 << 20 };

static Err number(Cli *cli, Str text, i64 low, i64 *ret)
{
    if (!str_int(text, ret) || *ret < low)
        return cli_usage(cli, "{%.*s} is not a number from %lld", STR_ARG(text), (long long)low);
    return OK;
}

Err cmd_log_head(Cli *cli)
{
    Str     word;
    Code    log;
    LogHead head;
    Arena  *a = cli->ctx.arena;
    TRY(cli_words(cli, 1, 1, &word));
    TRY(cli_code(cli, word, &log));
    TRY(loghead_read(&cli->ctx, code_log(log), &head));
    Str line = loghead_line(a, &head), signature = bytes_hex(a, head.signature), key = loghead_public_key(a);
    if (!cli->json) {
        cli_print("%.*s\nsignature %.*s\nkey %.*s\n", STR_ARG(line), STR_ARG(signature), STR_ARG(key));
        return OK;
    }
    Buf b = buf_new(a, 1024, 8192);
    buf_cstr(&b, "{\"head\":");
    buf_json(&b, line);
    buf_printf(&b, ",\"size\":%lld,\"signature\":\"%.*s\",\"key\":\"%.*s\"}", (long long)head.size, STR_ARG(signature),
               STR_ARG(key));
    cli_print_json(&b);
    return OK;
}

Err cmd_log_prove(Cli *cli)
{
    Str        words[2], json, size_text = STR_NONE;
    Code       log;
    i64        seq, size = 0;
    LogProver *prover;
    bool       has_size = cli_option(cli, "--size", &size_text);
    TRY(cli_words(cli, 2, 2, words));
    TRY(cli_code(cli, words[0], &log));
    TRY(number(cli, words[1], 0, &seq));
    if (has_size)
        TRY(number(cli, size_text, 1, &size));
    TRY(loghead_prover(&cli->ctx, code_log(log), size, &prover));
    TRY(loghead_prove(prover, seq, &json));
    cli_print("%.*s\n", STR_ARG(json));
    return OK;
}

Err cmd_log_growth(Cli *cli)
{
    Str  words[3], json;
    Code log;
    i64  from, to;
    TRY(cli_words(cli, 3, 3, words));
    TRY(cli_code(cli, words[0], &log));
    TRY(number(cli, words[1], 1, &from));
    TRY(number(cli, words[2], from, &to));
    TRY(loghead_prove_growth(&cli->ctx, code_log(log), from, to, &json));
    cli_print("%.*s\n", STR_ARG(json));
    return OK;
}

Err cmd_log_verify(Cli *cli)
{
    Str  file, json, head = STR_NONE, key = STR_NONE;
    bool has_head = cli_option(cli, "--head", &head);
    cli_option(cli, "--key", &key);
    TRY(cli_words(cli, 1, 1, &file));
    if (!has_head)
        return cli_usage(cli, "--head is missing: the whole line printed on the sheet");
    TRY(cli_read_file(cli, file, MOST_PROOF, &json));
    TRY(loghead_verify_proof(&cli->ctx, json, head, key));
    cli_print(cli->json ? "{\"valid\":true}\n" : "the proof holds\n");
    return OK;
}
