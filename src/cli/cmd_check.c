/* check and rebuild: every invariant asked again, and derived tables made again. Both walk the table of nouns. */
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "db/setting.h"
#include "record/counter.h"
#include "record/noun.h"
#include "record/workcal.h"

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

/* How far a rebuild or a check has come: at once on a terminal, elsewhere only when it takes long. */
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

static Err rebuild_all(Db *w, Steps *steps)
{
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->rebuild != NULL)
            TRY(noun_at(i)->rebuild(w, noun_at(i), steps));
    return OK;
}

static const char OWED[] = "derived.owed";

static Err owe_body(Db *w, void *arg)
{
    return setting_put(w, STR(""), OWED, STR("1"));
}

Err cli_rebuild_owe(Ctx *c)
{
    return db_write(c, owe_body, NULL);
}

Err cli_rebuild_owed(Ctx *c, bool *ret_owed)
{
    bool found;
    Str  value;
    TRY(setting_get(c, STR(""), OWED, &found, &value));
    *ret_owed = found && value.n > 0;
    return OK;
}

static Err rebuild_body(Db *w, void *arg)
{
    bool  owed;
    Told  told = { clock_ticks(), clock_ticks() };
    Steps steps = { .say = tell, .arg = &told };
    TRY(rebuild_all(w, &steps));
    TRY(cli_rebuild_owed(db_ctx(w), &owed));
    return owed ? setting_put(w, STR(""), OWED, STR("")) : OK;
}

Err cli_rebuild(Ctx *c)
{
    i64 moved;
    TRY(db_remake(c, rebuild_body, NULL));
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

/* Makes everything derived again, hears what stood otherwise, and fails, so that nothing was done. */
static Err recount_body(Db *w, void *arg)
{
    Recount *r = arg;
    r->done = false;
    r->report->n = r->found;
    Steps steps = *r->report->told;
    steps.report = r->report;
    TRY(rebuild_all(w, &steps));
    TRY(counter_compare(w, r->reader, r->report));
    for (size_t i = 0; i < noun_count(); i++)
        for (const Derived *d = noun_at(i)->derived; d != NULL && d->rule != NULL; d++)
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
    Err e = db_remake(&cli->ctx, recount_body, &r);
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

static Err check_all(Cli *cli, Report *report)
{
    for (size_t i = 0; i < noun_count(); i++)
        TRY(noun_check(&cli->ctx, noun_at(i), report));
    TRY(recount(cli, report));
    return calendar_warn(cli);
}

Err cmd_check(Cli *cli)
{
    Shown  shown = { .as_json = cli->json };
    Told   told = { clock_ticks(), clock_ticks() };
    Steps  steps = { .say = tell, .arg = &told };
    Report report = { .say = show, .arg = &shown, .told = &steps };
    TRY(cli_words(cli, 0, 0, NULL));
    Arena *said = arena_open(); /* outlives the rows that the findings are about */
    shown.json = buf_new(said, 4096, 1 << 24);
    buf_cstr(&shown.json, "{\"findings\":[");
    Err e = check_all(cli, &report);
    if (e == OK && cli->json) {
        buf_printf(&shown.json, "],\"count\":%lld}", (long long)report.n);
        cli_print_json(&shown.json);
    } else if (e == OK) {
        cli_print("%lld findings\n", (long long)report.n);
    }
    cli->exit = report.n > 0;
    arena_close(said);
    return e;
}

Err cmd_rebuild(Cli *cli)
{
    TRY(cli_words(cli, 0, 0, NULL));
    TRY(cli_rebuild(&cli->ctx));
    cli_print(cli->json ? "{\"rebuilt\":true}\n" : "counters and search terms were made again\n");
    return OK;
}
