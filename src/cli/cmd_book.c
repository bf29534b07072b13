/* book: a journal that people keep as text (hledger, ledger, beancount): is it sound, what do its accounts hold, and
 * the same in another dialect. Opens no database. */
#include "cli/json.h"
#include "cli/reading.h"
#include "engine/ledger/pta.h"

#include <stdio.h>

enum { MOST_OUT = 1 << 30 };

static Err take_dialect(Cli *cli, const char *option, PtaDialect *ret, bool *ret_given)
{
    static const char *const names[] = { "hledger", "ledger", "beancount" };
    Str                      word = STR_NONE;
    TRY(cli_option_once(cli, option, &word, ret_given));
    for (size_t i = 0; i < COUNTOF(names) && *ret_given; i++) {
        if (!str_is(word, names[i]))
            continue;
        *ret = (PtaDialect)i;
        return OK;
    }
    return *ret_given ? cli_usage(cli, "%s is one of hledger, ledger, beancount, not %.*s", option, STR_ARG(word)) : OK;
}

/* Every fault of a file that is one of a journal otherwise; then the failure. */
static Err tell_faults(Cli *cli, Str path, const PtaBook *book)
{
    Err e = OK;
    for (size_t i = 0; i < book->n_faults; i++)
        e = cli_refused(cli, path, &book->faults[i]);
    if (book->n_all_faults > book->n_faults)
        fprintf(stderr, "%.*s: and %llu more\n", STR_ARG(path),
                (unsigned long long)(book->n_all_faults - book->n_faults));
    return e;
}

/* Takes FILE and --from off and reads the file; a book with a fault is told and refused. */
static Err take_book(Cli *cli, Str *ret_path, PtaBook **ret)
{
    PtaDialect dialect = PTA_HLEDGER;
    bool       given;
    Reading    r;
    TRY(take_dialect(cli, "--from", &dialect, &given));
    TRY(cli_words(cli, 1, 1, ret_path));
    TRY(reading_begin(cli, *ret_path, &r));
    *ret = pta_read(cli->ctx.arena, r.lines, dialect, JOURNAL_AS_FOUND);
    TRY(reading_end(&r, &(*ret)->refusal));
    return tell_faults(cli, *ret_path, *ret);
}

/* ---- sums ---- */

typedef struct Total {
    i64  debit, credit;
} Total;

static Total *totals_of(Arena *a, const Journal *j, const JournalBalance *v, size_t n)
{
    Total *totals = NEW_N(a, Total, journal_commodities(j) + 1);
    for (size_t i = 0; i < n; i++) {
        totals[v[i].commodity].debit += v[i].debit;
        totals[v[i].commodity].credit += v[i].credit;
    }
    return totals;
}

static Str amount_text(Arena *a, const Journal *j, i64 amount, u32 commodity)
{
    Buf b = buf_new(a, 64, 64);
    pta_put_amount(&b, amount, journal_decimals(j, commodity));
    return buf_text(&b);
}

static void json_amount(Json *w, Arena *a, const Journal *j, const char *key, i64 amount, u32 commodity)
{
    json_put_str(w, key, amount_text(a, j, amount, commodity));
}

static void json_counts(Json *w, Arena *a, const PtaBook *book)
{
    const Journal *j = book->journal;
    const struct { const char *key; u64 n; } counts[] = {
        { "entries", journal_entries(j) },     { "postings", journal_postings(j) }, { "accounts", journal_accounts(j) },
        { "assertions", book->assertions },    { "inferred", book->inferred },      { "skipped", book->skipped },
    };
    const struct { const char *key; Date day; } days[] = {
        { "first", book->first }, { "last", book->last }, { "closed", journal_closed(j) },
    };
    for (size_t i = 0; i < COUNTOF(counts); i++) {
        json_key(w, counts[i].key);
        json_int(w, (i64)counts[i].n);
    }
    for (size_t i = 0; i < COUNTOF(days); i++) {
        json_key(w, days[i].key);
        if (days[i].day)
            json_str(w, date_iso(a, days[i].day));
        else
            json_null(w);
    }
}

static void json_commodities(Json *w, Arena *a, const Journal *j, const Total *totals)
{
    static const char *const kinds[] = { NULL, "money", "labour", "goods" };
    json_key(w, "commodities");
    json_array(w);
    for (u32 i = 0; i < journal_commodities(j); i++) {
        const char *kind = kinds[journal_kind(j, i)];
        json_object(w);
        json_put_str(w, "name", journal_commodity_name(j, i));
        json_key(w, "kind");
        if (kind)
            json_str(w, str_from(kind));
        else
            json_null(w);
        json_put_int(w, "decimals", journal_decimals(j, i));
        json_amount(w, a, j, "debit", totals[i].debit, i);
        json_amount(w, a, j, "credit", totals[i].credit, i);
        json_amount(w, a, j, "difference", totals[i].debit - totals[i].credit, i);
        json_end(w);
    }
    json_end(w);
}

static void print_json(Cli *cli, Str path, const PtaBook *book, const JournalBalance *v, size_t n)
{
    Arena         *a = cli->ctx.arena;
    const Journal *j = book->journal;
    Buf            b = buf_new(a, 65536, MOST_OUT);
    Json           w = json_new(&b);
    json_object(&w);
    json_put_str(&w, "file", cli_file_name(path));
    json_counts(&w, a, book);
    json_commodities(&w, a, j, totals_of(a, j, v, n));
    json_key(&w, "balances");
    json_array(&w);
    for (size_t i = 0; i < n; i++) {
        json_object(&w);
        json_put_str(&w, "account", journal_account_name(j, v[i].account));
        json_put_str(&w, "commodity", journal_commodity_name(j, v[i].commodity));
        json_amount(&w, a, j, "debit", v[i].debit, v[i].commodity);
        json_amount(&w, a, j, "credit", v[i].credit, v[i].commodity);
        json_amount(&w, a, j, "own", v[i].own, v[i].commodity);
        json_amount(&w, a, j, "all", v[i].all, v[i].commodity);
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    cli_print_json(&b);
}

static void print_row(Arena *a, const Journal *j, i64 amount, u32 commodity, Str what)
{
    Str text = amount_text(a, j, amount, commodity), name = journal_commodity_name(j, commodity);
    printf("%24.*s %.*s  %.*s\n", STR_ARG(text), STR_ARG(name), STR_ARG(what));
}

/* What accounts hold themselves, and what is left over in each commodity: nothing, unless things were exchanged. */
static void print_balances(Arena *a, Str path, const PtaBook *book, const JournalBalance *v, size_t n)
{
    const Journal *j = book->journal;
    const Total   *totals = totals_of(a, j, v, n);
    for (size_t i = 0; i < n; i++)
        if (v[i].own != 0)
            print_row(a, j, v[i].own, v[i].commodity, journal_account_name(j, v[i].account));
    printf("%24s\n", "------------------------");
    for (u32 i = 0; i < journal_commodities(j); i++)
        print_row(a, j, totals[i].debit - totals[i].credit, i, STR_NONE);
}

static void print_check(Arena *a, Str path, const PtaBook *book, const JournalBalance *v, size_t n)
{
    const Journal *j = book->journal;
    printf("%.*s is sound: %u entries, %u postings, %u accounts", STR_ARG(path), journal_entries(j),
           journal_postings(j), journal_accounts(j));
    if (book->first) {
        Str first = date_iso(a, book->first), last = date_iso(a, book->last);
        printf(", %.*s to %.*s", STR_ARG(first), STR_ARG(last));
    }
    printf("\n%llu assertions hold, %llu amounts inferred, %llu lines skipped\n\n",
           (unsigned long long)book->assertions, (unsigned long long)book->inferred, (unsigned long long)book->skipped);
    print_balances(a, path, book, v, n);
}

/* ---- the commands ---- */

/* Both say the same in JSON; people get the balances alone, or also what was checked. */
static Err tell(Cli *cli, void (*text)(Arena *a, Str path, const PtaBook *book, const JournalBalance *v, size_t n))
{
    Str      path;
    PtaBook *book;
    TRY(take_book(cli, &path, &book));
    size_t          n;
    JournalBalance *v = journal_trial(cli->ctx.arena, book->journal, 0, 0, &n);
    if (cli->json)
        print_json(cli, path, book, v, n);
    else
        text(cli->ctx.arena, path, book, v, n);
    return OK;
}

Err cmd_book_check(Cli *cli)
{
    return tell(cli, print_check);
}

Err cmd_book_balance(Cli *cli)
{
    return tell(cli, print_balances);
}

static void write_out(void *to, Str piece)
{
    fwrite(piece.p, 1, piece.n, to);
}

static void write_nothing(void *to, Str piece)
{
}

Err cmd_book_export(Cli *cli)
{
    Str        path;
    PtaBook   *book;
    PtaDialect to = PTA_HLEDGER;
    bool       given;
    Refusal    why;
    TRY(take_dialect(cli, "--to", &to, &given));
    if (!given)
        return cli_usage(cli, "--to is missing: hledger, ledger or beancount");
    TRY(take_book(cli, &path, &book));
    /* Once for the refusal, so that nothing is printed of what cannot be written whole. */
    if (to != PTA_HLEDGER && !pta_write(book->journal, to, (PtaSink){ write_nothing, NULL }, &why)) {
        why.line = why.line ? book->lines[why.line - 1] : 1;
        return cli_refused(cli, path, &why);
    }
    bool ok = pta_write(book->journal, to, (PtaSink){ write_out, stdout }, &why);
    why.line = why.line ? why.line : 1;
    return ok ? OK : cli_refused(cli, path, &why);
}
