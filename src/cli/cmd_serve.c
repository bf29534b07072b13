/* serve: runs the service until it is told to stop. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/demo.h"
#include "web/server.h"

enum { STOP_MS = 10000 };

static Err check_settings(Cli *cli)
{
    const Config *g = &cli->config;
    if ((g->demo || g->clock.n) && !cli_is_loopback(g->address))
        return fail(&cli->ctx, ERR_INVALID, NULL, "--demo and --clock are for this machine alone: not with --address %.*s",
                    STR_ARG(g->address));
    return OK;
}

/* Every connection is a file, and the soft limit is often 1024. */
static void raise_file_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max == RLIM_INFINITY || files.rlim_max > 65536 ? 65536 : files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        log_say(LOG_WARN, "files", "errno=%d", errno);
}

static void wait_for_stop(const sigset_t *stop)
{
    int sig = 0;
    while (sigwait(stop, &sig) != 0 || sig == 0)
        ;
    log_say(LOG_INFO, "stop", "signal=%d", sig);
}

Err cmd_serve(Cli *cli)
{
    Server  *server;
    sigset_t stop;
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(check_settings(cli));
    raise_file_limit();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk: write() says so */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before any thread is made: all inherit it, this one waits */
    TRY(server_start(&cli->ctx, &cli->config, cli->store, &server));
    bool v6 = str_find(cli->config.address, STR(":"), NULL);
    Str  origin = arena_printf(cli->ctx.arena, "http://%s%.*s%s:%d", v6 ? "[" : "", STR_ARG(cli->config.address),
                               v6 ? "]" : "", server_port(server));
    if (cli->config.demo)
        demo_print_logins(cli, origin);
    cli_print("listening on %.*s\n", STR_ARG(origin));
    fflush(stdout); /* who started it waits for this line */
    TRY(db_wait(&cli->ctx, "the end"));
    wait_for_stop(&stop);
    if (!server_stop(server, STOP_MS))
        return fail(&cli->ctx, ERR_BUSY, NULL, "requests were still running after %d ms", STOP_MS);
    log_say(LOG_INFO, "stopped", "clean=1");
    return OK;
}
