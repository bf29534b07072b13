/* pta_write_plain: a journal as hledger's or ledger's text. */
#include "engine/ledger/pta_out.h"
#include "engine/ledger/pta_inside.h"

#include <string.h>

/* ---- words that would be read as something else ---- */

static bool has(Str s, const char *any)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr(any, s.p[i]) != NULL)
            return true;
    return false;
}

static bool is_plain_text(Str s)
{
    return s.n == 0 || (!has(s, ";%") && strchr("*!(=", s.p[0]) == NULL);
}

/* A line of a comment in which neither program finds a tag that means something to it. */
static bool is_plain_note(Str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == ':' && (s.p[i + 1] == ':' || i == 0 || s.p[i - 1] == ' '))
            return false;
    bool is_uuid = s.n >= 5 && strncasecmp(s.p, "UUID:", 5) == 0; /* ledger takes an entry with one but once */
    return !has(s, "[") && !is_uuid && !str_find(s, STR("date"), NULL) && !str_starts(s, STR("yc-"));
}

static void put_percent(PtaOut *o, Str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        u8 ch = (u8)s.p[i];
        if (strchr("%;:,[]()*!=", ch) == NULL) {
            buf_char(&o->b, s.p[i]);
            continue;
        }
        buf_char(&o->b, '%');
        buf_char(&o->b, hex[ch >> 4]);
        buf_char(&o->b, hex[ch & 15]);
    }
}

static void put_coded(PtaOut *o, const char *tag, Str s)
{
    buf_cstr(&o->b, "    ; ");
    buf_cstr(&o->b, tag);
    buf_cstr(&o->b, ": ");
    put_percent(o, s);
    buf_char(&o->b, '\n');
}

static void put_note(PtaOut *o, Str note)
{
    Str line;
    while (note.n && str_next(&note, '\n', &line)) {
        if (!is_plain_note(line)) {
            put_coded(o, "yc-note", line);
        } else {
            buf_cstr(&o->b, line.n ? "    ; " : "    ;");
            buf_str(&o->b, line);
            buf_char(&o->b, '\n');
        }
        out_flush(o, PTA_PIECE);
    }
}

/* For those who read the file: a description without what would be misread; the exact one stands behind yc-text. */
static void put_like(PtaOut *o, Str text)
{
    if (strchr("*!(=", text.p[0]) != NULL)
        buf_char(&o->b, '_');
    for (size_t i = 0; i < text.n; i++)
        buf_char(&o->b, text.p[i] == ';' ? ',' : text.p[i]);
}

/* ---- declarations ---- */

static void put_symbol(PtaOut *o, u32 commodity)
{
    Str name = journal_commodity_name(o->j, commodity);
    if (name.n == 0)
        return;
    buf_cstr(&o->b, " \"");
    buf_str(&o->b, name);
    buf_char(&o->b, '"');
}

static void put_example(PtaOut *o, u32 commodity, bool with_point)
{
    int decimals = journal_decimals(o->j, commodity);
    buf_cstr(&o->b, decimals > 14 ? "0." : decimals || with_point ? "1000." : "1000"); /* no more than 64 bits */
    for (int i = 0; i < decimals; i++)
        buf_char(&o->b, '0');
    put_symbol(o, commodity);
}

/* hledger wants a decimal mark in the example, ledger none where there are no decimals, and neither takes the
 * other's. The commodity without a name has no directive in ledger. */
static void put_commodity(PtaOut *o, u32 commodity, PtaDialect dialect)
{
    const char *kind = kind_word(journal_kind(o->j, commodity));
    bool is_nameless = journal_commodity_name(o->j, commodity).n == 0;
    buf_cstr(&o->b, dialect == PTA_LEDGER && is_nameless ? "; yc-commodity:" : "commodity");
    if (dialect == PTA_HLEDGER || is_nameless) {
        buf_char(&o->b, ' ');
        put_example(o, commodity, dialect == PTA_HLEDGER);
        buf_cstr(&o->b, kind ? "  ; yc-kind: " : "");
        buf_cstr(&o->b, kind ? kind : "");
    } else {
        put_symbol(o, commodity);
        buf_cstr(&o->b, "\n    format ");
        put_example(o, commodity, false);
        buf_cstr(&o->b, kind ? "\n    ; yc-kind: " : "");
        buf_cstr(&o->b, kind ? kind : "");
    }
    buf_char(&o->b, '\n');
}

static void put_account(PtaOut *o, u32 account)
{
    const char *letter = nature_letter(journal_own_nature(o->j, account));
    buf_cstr(&o->b, "account ");
    buf_str(&o->b, journal_account_name(o->j, account));
    buf_cstr(&o->b, letter ? "\n    ; type:" : "");
    buf_cstr(&o->b, letter ? letter : "");
    buf_char(&o->b, '\n');
}

/* ---- entries ---- */

static const char *mark_text(JournalMark mark)
{
    return mark == JOURNAL_CLEARED ? "* " : mark == JOURNAL_PENDING ? "! " : "";
}

static void put_posting(PtaOut *o, u32 posting)
{
    static const char *const open[] = { "", "[", "(" }, *const close[] = { "", "]", ")" };
    JournalPosting           p = journal_posting(o->j, posting);
    buf_cstr(&o->b, "    ");
    buf_cstr(&o->b, mark_text(p.mark));
    buf_cstr(&o->b, open[p.side]);
    buf_str(&o->b, journal_account_name(o->j, p.account));
    buf_cstr(&o->b, close[p.side]);
    buf_cstr(&o->b, "  ");
    pta_put_amount(&o->b, p.amount, journal_decimals(o->j, p.commodity));
    put_symbol(o, p.commodity);
    if (p.has_cost) {
        buf_cstr(&o->b, " @@ ");
        pta_put_amount(&o->b, p.cost < 0 ? -p.cost : p.cost, journal_decimals(o->j, p.cost_commodity));
        put_symbol(o, p.cost_commodity);
    }
    buf_char(&o->b, '\n');
    put_note(o, p.note);
    out_flush(o, PTA_PIECE);
}

static void put_entry(PtaOut *o, u32 number)
{
    JournalEntry e = journal_entry(o->j, number);
    bool         plain_ref = !has(e.reference, ");%"), plain = is_plain_text(e.text);
    out_date(o, e.day);
    if (e.day2 != 0) {
        buf_char(&o->b, '=');
        out_date(o, e.day2);
    }
    buf_char(&o->b, ' ');
    buf_cstr(&o->b, mark_text(e.mark));
    if (plain_ref && e.reference.n) {
        buf_char(&o->b, '(');
        buf_str(&o->b, e.reference);
        buf_cstr(&o->b, ") ");
    }
    if (plain)
        buf_str(&o->b, e.text);
    else
        put_like(o, e.text);
    buf_char(&o->b, '\n');
    if (!plain)
        put_coded(o, "yc-text", e.text);
    if (!plain_ref)
        put_coded(o, "yc-ref", e.reference);
    if (e.reversed_by != JOURNAL_NONE)
        out_count(o, "    ; yc-entry: ", number + 1);
    if (e.reverses != JOURNAL_NONE)
        out_count(o, "    ; yc-reverses: ", e.reverses + 1); /* and is not reversed itself */
    if (e.reversed_by != JOURNAL_NONE || e.reverses != JOURNAL_NONE)
        buf_char(&o->b, '\n');
    put_note(o, e.note);
    for (u32 i = 0; i < e.n; i++)
        put_posting(o, e.first + i);
    buf_char(&o->b, '\n');
    out_flush(o, PTA_PIECE);
}

/* ledger 3.3 takes lines of 4,096 bytes; coded, words are three times as long. */
enum { LONGEST_OF_LEDGER = 1300 };

static bool is_short(PtaOut *o, u32 entry, Str words)
{
    Str line;
    while (words.n && str_next(&words, '\n', &line)) {
        if (line.n <= LONGEST_OF_LEDGER)
            continue;
        *o->refusal = (Refusal){ .line = entry + 1, .what = "ledger takes no line of more than 4,096 bytes",
                                 .value = str_cut(line, 40) };
        return false;
    }
    return true;
}

static bool are_short(PtaOut *o)
{
    bool ok = true;
    for (u32 i = 0; ok && i < journal_entries(o->j); i++) {
        JournalEntry e = journal_entry(o->j, i);
        ok = is_short(o, i, e.text) && is_short(o, i, e.reference) && is_short(o, i, e.note);
        for (u32 k = 0; ok && k < e.n; k++)
            ok = is_short(o, i, journal_posting(o->j, e.first + k).note);
    }
    return ok;
}

/* 100 m of pipe would be 1.67 hours. */
static bool is_countable(PtaOut *o)
{
    for (u32 i = 0; i < journal_commodities(o->j); i++) {
        Str name = journal_commodity_name(o->j, i);
        if (!pta_is_time(name))
            continue;
        *o->refusal = (Refusal){ .what = "ledger counts h, m and s in seconds: give the commodity another name first",
                                 .value = name };
        return false;
    }
    return true;
}

bool pta_write_plain(PtaOut *o, PtaDialect dialect)
{
    if (dialect == PTA_LEDGER && (!is_countable(o) || !are_short(o)))
        return false;
    for (u32 i = 0; i < journal_commodities(o->j); i++, out_flush(o, PTA_PIECE))
        put_commodity(o, i, dialect);
    buf_char(&o->b, '\n');
    for (u32 i = 0; i < journal_accounts(o->j); i++, out_flush(o, PTA_PIECE))
        put_account(o, i);
    buf_char(&o->b, '\n');
    for (u32 i = 0; i < journal_entries(o->j); i++)
        put_entry(o, i);
    return true;
}
