/* check and rebuild: every invariant asked again, and derived tables made again. Both walk the table of rooms. */
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/rooms.h"
#include "record/counter.h"
#include "record/workcal.h"

#include <stdio.h>

typedef struct Shown {
    Buf  json;
    bool as_json;
} Shown;

static void show(void *arg, const char *rule, Str where)
{
    Shown *s = arg;
    if (!s->as_json) {
        cli_print("%s: %.*s\n", rule, STR_ARG(where));
        return;
    }
    buf_cstr(&s->json, s->json.p[s->json.n - 1] == '[' ? "{\"rule\":" : ",{\"rule\":");
    buf_json(&s->json, str_from(rule));
    buf_cstr(&s->json, ",\"where\":");
    buf_json(&s->json, where);
    buf_char(&s->json, '}');
}

/* How far it has come: at once on a terminal, elsewhere only when it takes long. */
typedef struct Told {
    i64 began, last;
} Told;

static void tell(void *arg, const char *what, i64 done)
{
    enum { LONG = 10000, EVERY_SHORT = 500, EVERY_LONG = 30000 };
    Told *t = arg;
    i64   now = clock_ticks();
    bool  is_terminal = isatty(STDERR_FILENO);
    if (now - t->last < (is_terminal ? EVERY_SHORT : EVERY_LONG) || (!is_terminal && now - t->began < LONG))
        return;
    t->last = now;
    fprintf(stderr, is_terminal ? "\r%s %lld " : "%s %lld\n", what, (long long)done);
}

static Err rebuild_all(Db *w, void *arg)
{
    Told  told = { clock_ticks(), clock_ticks() };
    Steps steps = { tell, &told };
    for (size_t i = 0; i < rooms_count; i++)
        if (rooms[i].rebuild != NULL)
            TRY(rooms[i].rebuild(w, &steps));
    return OK;
}

Err cli_rebuild(Ctx *c)
{
    i64 moved;
    TRY(db_write(c, rebuild_all, NULL));
    return counter_sweep(c, &moved);
}

typedef struct Recount {
    Ctx    *reader;
    Report *report;
    i64     found;
    bool    done;
} Recount;

typedef struct Lines {
    Hash digest;
    i64  n;
} Lines;

static Err line_add(void *arg, Row r)
{
    Lines *l = arg;
    Str    so_far = { (const char *)l->digest.b, sizeof l->digest.b };
    l->digest = hash_of_parts((Str[]){ so_far, row_text(r, 0) }, 2);
    l->n++;
    return OK;
}

/* As the reader still sees it, and as it is now in the transaction that will be thrown away. */
static Err derived_compare(Db *w, Ctx *reader, const Derived *d, Report *report)
{
    Lines was = { 0 }, now = { 0 };
    TRY(db_each(db_read(reader), d->lines, ARGS(), line_add, &was));
    TRY(db_each(w, d->lines, ARGS(), line_add, &now));
    if (!hash_eq(&was.digest, &now.digest))
        finding(report, d->rule, "%lld rows, a rebuild gives %lld", (long long)was.n, (long long)now.n);
    return OK;
}

/* Makes everything derived again, looks, and fails, so that nothing was done. */
static Err recount_body(Db *w, void *arg)
{
    Recount *r = arg;
    r->done = false;
    r->report->n = r->found;
    TRY(rebuild_all(w, NULL));
    TRY(counter_compare(w, r->reader, r->report));
    for (const Derived *d = rooms_derived; d->rule != NULL; d++)
        TRY(derived_compare(w, r->reader, d, r->report));
    r->done = true;
    return ERR_CONFLICT;
}

/* Rows that nothing can be made again from are a finding like others: the first of them ends a rebuild and is named. */
static Err recount(Cli *cli, Report *report)
{
    Ctx     reader;
    Recount r = { .reader = &reader, .report = report, .found = report->n };
    ctx_init(&reader, cli->ctx.arena, cli->store, cli->ctx.actor, cli->ctx.now);
    Err e = db_write(&cli->ctx, recount_body, &r);
    db_read_end(&reader);
    if (!r.done && e != ERR_DB)
        return e;
    if (!r.done)
        finding(report, "derived: all can be made again", "%.*s", STR_ARG(cli->ctx.log));
    ctx_clear_failure(&cli->ctx);
    return OK;
}

/* Said and not counted: the house is whole, and someone has to enter a notice. Its own stream, so that what is piped stays
 * what it is. */
static Err calendar_warn(Cli *cli)
{
    int known;
    TRY(workcal_known_year(&cli->ctx, &known));
    int year = workcal_missing_year(date_of(cli->ctx.now), known);
    if (year != 0)
        fprintf(stderr, "yuanchang: warning: the notice of holidays for %d is not entered; working days in it are counted "
                        "by the week\n", year);
    return OK;
}

Err cmd_check(Cli *cli)
{
    Shown shown = { .json = buf_new(cli->ctx.arena, 4096, 1 << 24), .as_json = cli->json };
    Report report = { .say = show, .arg = &shown };
    TRY(cli_words(cli, 0, 0, NULL));
    buf_cstr(&shown.json, "{\"findings\":[");
    for (size_t i = 0; i < rooms_count; i++)
        if (rooms[i].check != NULL)
            TRY(rooms[i].check(&cli->ctx, &report));
    TRY(recount(cli, &report));
    TRY(calendar_warn(cli));
    if (cli->json) {
        buf_printf(&shown.json, "],\"count\":%lld}", (long long)report.n);
        cli_print_json(&shown.json);
    } else {
        cli_print("%lld findings\n", (long long)report.n);
    }
    cli->exit = report.n > 0;
    return OK;
}

Err cmd_rebuild(Cli *cli)
{
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(cli_rebuild(&cli->ctx));
    cli_print(cli->json ? "{\"rebuilt\":true}\n" : "counters and search terms were made again\n");
    return OK;
}
