/* Journals as text: thousands of books of all kinds of names and words are written and read back the same in three
 * dialects; what people write is read, line by line; what would have to be guessed is refused with its line. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/ledger/pta.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

static void into_buf(void *to, Str piece)
{
    buf_str(to, piece);
}

static Str written(Arena *a, const Journal *j, PtaDialect dialect)
{
    Buf     b = buf_new(a, 4096, 1 << 28);
    Refusal why;
    bool    ok = pta_write(j, dialect, (PtaSink){ into_buf, &b }, &why);
    if (!ok)
        print_message("not written: %s\n", why.what);
    assert_true(ok);
    return buf_text(&b);
}

static PtaBook *read_text(Arena *a, Str text, PtaDialect dialect, JournalManner manner)
{
    return pta_read(a, lines_of(a, text), dialect, manner);
}

/* ---- what is written reads back ---- */

static bool same_str(Str x, Str y)
{
    return x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);
}

static bool same_entry(const Journal *x, const Journal *y, u32 i)
{
    JournalEntry e = journal_entry(x, i), f = journal_entry(y, i);
    if (e.day != f.day || e.day2 != f.day2 || e.mark != f.mark || !same_str(e.text, f.text) ||
        !same_str(e.reference, f.reference) || !same_str(e.note, f.note) || e.reverses != f.reverses ||
        e.reversed_by != f.reversed_by || e.n != f.n)
        return false;
    for (u32 k = 0; k < e.n; k++) {
        JournalPosting p = journal_posting(x, e.first + k), q = journal_posting(y, f.first + k);
        if (p.account != q.account || p.commodity != q.commodity || p.amount != q.amount || !same_str(p.note, q.note) ||
            p.mark != q.mark || p.side != q.side || p.has_cost != q.has_cost || p.cost != q.cost ||
            (p.has_cost && p.cost_commodity != q.cost_commodity))
            return false;
    }
    return true;
}

static const char *difference(const Journal *x, const Journal *y)
{
    if (journal_accounts(x) != journal_accounts(y) || journal_commodities(x) != journal_commodities(y) ||
        journal_entries(x) != journal_entries(y) || journal_postings(x) != journal_postings(y))
        return "counts";
    for (u32 i = 0; i < journal_accounts(x); i++)
        if (!same_str(journal_account_name(x, i), journal_account_name(y, i)) ||
            journal_own_nature(x, i) != journal_own_nature(y, i))
            return "an account";
    for (u32 i = 0; i < journal_commodities(x); i++)
        if (!same_str(journal_commodity_name(x, i), journal_commodity_name(y, i)) ||
            journal_kind(x, i) != journal_kind(y, i) || journal_decimals(x, i) != journal_decimals(y, i))
            return "a commodity";
    for (u32 i = 0; i < journal_entries(x); i++)
        if (!same_entry(x, y, i))
            return "an entry";
    return journal_closed(x) == journal_closed(y) ? NULL : "the closed period";
}

/* Words of pieces that mean something somewhere. */
static Str chance_words(Arena *a, int most, bool lines)
{
    static const char *const pieces[] = {
        ";", "%", "%41", "(", ")", "*", "!", ":", "::", "[", "]", "[2026-01-01]", "date:", "date:x", "date2:2026-01-01",
        "yc-", "yc-entry: 1", "yc-note: a", "yc-text: ", " ", "  ", " ", "中", "文。", "|", "\"", "\\", "\\n", "=",
        "== 5", "@@", "{}", ",", "a", "b:c", "type:A", "#", "~", "'", "é", "🙂", "\xc2\xa0", "1,000.00", "-", ".",
        ":a:", "\t" };
    Buf b = buf_new(a, 64, 4096);
    for (i64 n = dice_upto(most); n > 0; n--)
        buf_cstr(&b, lines && dice_upto(6) == 0 ? "\n" : pieces[dice_upto((i64)COUNTOF(pieces) - 1)]);
    return str_trim(buf_text(&b));
}

static Str chance_name(Arena *a, bool is_account)
{
    static const char *const parts[] = { "资产", "银行", "a", "A", "b c", "x-y", "ab", "é", "5", "a.b", "(z)x",
                                         "负债 一", "a(b)", "Assets", "assets", "Bank", "收入", "𠀀", "a|b", "a=b", "工" };
    static const char *const plain[] = { "元", "工", "CNY", "YC1", "斤 米", "$", "5", "-", "a b", "TRUE", "a@b", "=", "USD",
                                         "A", "x,y", "€", "1000.", "EUR-2", "'", "(a)" };
    Buf b = buf_new(a, 64, 4096);
    if (!is_account)
        return str_from(plain[dice_upto(COUNTOF(plain))]);
    for (i64 n = dice_between(1, 4), i = 0; i < n; i++) {
        buf_cstr(&b, i ? ":" : "");
        buf_cstr(&b, parts[dice_upto(COUNTOF(parts))]);
    }
    return buf_text(&b);
}

typedef struct Made {
    Journal *j;
    u32      accounts[12], commodities[5];
    i64      n_accounts, n_commodities;
} Made;

static void make_names(Arena *a, Made *m, bool with_natures)
{
    for (i64 n = dice_between(2, 12); m->n_accounts < n;) {
        u32 before = journal_accounts(m->j), account;
        Str name = chance_name(a, true);
        JournalNature nature = (JournalNature)dice_between(with_natures ? 1 : 0, 5);
        JournalFault f = journal_account(m->j, name, nature, &account);
        if (f == JOURNAL_TWICE)
            account = journal_find_account(m->j, name);
        else if (f != JOURNAL_OK)
            continue;
        for (u32 i = before; i < journal_accounts(m->j) && with_natures; i++)
            if (journal_nature(m->j, i) == JOURNAL_UNKNOWN)
                assert_int_equal(journal_account(m->j, journal_account_name(m->j, i), nature, &(u32){ 0 }), JOURNAL_OK);
        m->accounts[m->n_accounts++] = account;
    }
    for (i64 n = dice_between(2, 5); m->n_commodities < n;) {
        u32 commodity;
        Str name = dice_upto(8) ? chance_name(a, false) : STR("");
        if (journal_commodity(m->j, name, (JournalKind)dice_upto(4), (int)dice_upto(7), &commodity) == JOURNAL_OK)
            m->commodities[m->n_commodities++] = commodity;
    }
}

/* One entry of pairs of postings that balance; as found, some are exchanged or aside. */
static void make_entry(Arena *a, Made *m, JournalManner manner, bool with_aside)
{
    JournalPosting v[8] = { 0 };
    JournalEntry   e = { .day = 20260101 + (Date)dice_upto(28), .mark = (JournalMark)dice_upto(3),
                         .text = chance_words(a, 4, false), .reference = chance_words(a, 3, false),
                         .note = chance_words(a, 8, true), .reverses = JOURNAL_NONE,
                         .n = (size_t)dice_between(manner == JOURNAL_STRICT ? 1 : 0, 3) * 2 };
    u32 number;
    e.day2 = dice_upto(4) ? 0 : 20260201;
    for (size_t i = 0; i < e.n; i += 2) {
        i64 amount = dice_wide(1000000000000) - dice_wide(100000);
        u32 c = m->commodities[dice_upto(m->n_commodities)], d = m->commodities[dice_upto(m->n_commodities)];
        JournalSide side = with_aside ? (JournalSide)dice_upto(3) : JOURNAL_REAL;
        for (size_t k = 0; k < 2; k++)
            v[i + k] = (JournalPosting){ .account = m->accounts[dice_upto(m->n_accounts)], .commodity = c, .side = side,
                                         .amount = k ? -amount : amount, .mark = (JournalMark)dice_upto(3),
                                         .note = dice_upto(3) ? STR_NONE : chance_words(a, 6, true) };
        if (manner == JOURNAL_AS_FOUND && c != d && amount != 0 && dice_upto(3) == 0) {
            i64 cost = dice_wide(1000000);
            v[i].has_cost = true;
            v[i].cost_commodity = d;
            v[i].cost = amount < 0 ? -cost : cost;
            v[i + 1].commodity = d;
            v[i + 1].amount = -v[i].cost;
        }
    }
    JournalFault f = journal_add(m->j, &e, v, &number, NULL);
    if (f == JOURNAL_BAD_TEXT) { /* a space at an end, two kinds of line; then without words */
        e.text = e.reference = e.note = STR_NONE;
        for (size_t i = 0; i < e.n; i++)
            v[i].note = STR_NONE;
        f = journal_add(m->j, &e, v, &number, NULL);
    }
    assert_int_equal(f, JOURNAL_OK);
}

static Journal *chance_journal(Arena *a, JournalManner manner, bool for_beancount)
{
    Made m = { .j = journal_open(a, manner) };
    u32  number;
    make_names(a, &m, for_beancount);
    for (i64 n = dice_upto(10); n > 0; n--) {
        make_entry(a, &m, manner, manner == JOURNAL_AS_FOUND && !for_beancount);
        if (dice_upto(4) == 0) {
            u32          old = (u32)dice_upto(journal_entries(m.j));
            JournalFault f = journal_reverse(m.j, old, 20260201, STR("冲回;1"), STR("b)"), &number);
            assert_true(f == JOURNAL_OK || f == JOURNAL_REVERSED || f == JOURNAL_IS_REVERSAL);
        }
    }
    if (dice_upto(3) == 0)
        assert_int_equal(journal_seal(m.j, 20261231), JOURNAL_OK);
    return m.j;
}

static void reads_back(PtaDialect dialect, const char *what)
{
    dice_throw(what);
    for (int round = 0; round < 4000; round++) {
        Arena        *a = arena_open();
        JournalManner manner = dice_upto(2) ? JOURNAL_STRICT : JOURNAL_AS_FOUND;
        Journal      *j = chance_journal(a, manner, dialect == PTA_BEANCOUNT);
        Str           text = written(a, j, dialect);
        PtaBook      *b = read_text(a, text, dialect, manner);
        const char   *off = b->refusal.what ? "refused" : b->n_faults ? "a fault" : difference(j, b->journal);
        if (off != NULL) {
            Refusal first = b->n_faults ? b->faults[0] : b->refusal;
            Str     why = first.what ? refusal_text(a, &first) : STR("");
            print_message("%s %.*s line %lld\n%.*s\n", off, STR_ARG(why), (long long)first.line, STR_ARG(text));
        }
        assert_null(off);
        assert_true(str_eq(text, written(a, b->journal, dialect)));
        arena_close(a);
    }
}

static void what_is_written_for_hledger_reads_back(void **s)
{
    reads_back(PTA_HLEDGER, "what_is_written_for_hledger_reads_back");
}

static void what_is_written_for_ledger_reads_back(void **s)
{
    reads_back(PTA_LEDGER, "what_is_written_for_ledger_reads_back");
}

static void what_is_written_for_beancount_reads_back(void **s)
{
    reads_back(PTA_BEANCOUNT, "what_is_written_for_beancount_reads_back");
}

static void a_closed_year_reads_back_with_its_reversals(void **s)
{
    Arena   *a = *s;
    Journal *j = journal_open(a, JOURNAL_STRICT);
    u32      bank, gift, equity, yuan, n;
    assert_int_equal(journal_account(j, STR("资产:银行"), JOURNAL_ASSET, &bank), JOURNAL_OK);
    assert_int_equal(journal_account(j, STR("收入:捐赠"), JOURNAL_INCOME, &gift), JOURNAL_OK);
    assert_int_equal(journal_account(j, STR("权益"), JOURNAL_EQUITY, &equity), JOURNAL_OK);
    assert_int_equal(journal_commodity(j, STR("元"), JOURNAL_MONEY, 2, &yuan), JOURNAL_OK);
    JournalPosting v[] = { { .account = bank, .amount = 500 }, { .account = gift, .amount = -500 } };
    JournalEntry   e = { .day = 20260712, .text = STR("捐"), .reverses = JOURNAL_NONE, .n = 2 };
    assert_int_equal(journal_add(j, &e, v, &n, NULL), JOURNAL_OK);
    assert_int_equal(journal_add(j, &e, v, &n, NULL), JOURNAL_OK);
    assert_int_equal(journal_reverse(j, 0, 20260713, STR("记重"), STR_NONE, &n), JOURNAL_OK);
    assert_int_equal(journal_close(j, 20261231, equity, STR("结转"), &n), JOURNAL_OK);
    Str text = written(a, j, PTA_HLEDGER);
    assert_true(str_find(text, STR("; yc-reverses: 1"), NULL) && str_ends(text, STR("; yc-closed: 2026-12-31\n")));
    for (PtaDialect d = PTA_HLEDGER; d <= PTA_BEANCOUNT; d++) {
        PtaBook *b = read_text(a, written(a, j, d), d, JOURNAL_STRICT);
        assert_int_equal(b->n_faults, 0);
        assert_null(difference(j, b->journal));
        assert_int_equal(journal_add(b->journal, &e, v, &n, NULL), JOURNAL_CLOSED);
    }
}

static void beancount_has_no_brackets_and_asks_what_an_account_is(void **s)
{
    Arena   *a = *s;
    Refusal  why;
    Buf      b = buf_new(a, 4096, 1 << 20);
    PtaBook *x = read_text(a, STR("2026-01-01 x\n  (assets:a)  5\n"), PTA_HLEDGER, JOURNAL_AS_FOUND);
    assert_int_equal(x->n_faults, 0);
    assert_false(pta_write(x->journal, PTA_BEANCOUNT, (PtaSink){ into_buf, &b }, &why));
    assert_int_equal(why.line, 1);
    assert_non_null(strstr(why.what, "brackets"));
    x = read_text(a, STR("2026-01-01 x\n  a  5\n  b\n"), PTA_HLEDGER, JOURNAL_AS_FOUND);
    assert_false(pta_write(x->journal, PTA_BEANCOUNT, (PtaSink){ into_buf, &b }, &why));
    assert_non_null(strstr(why.what, "type:A"));
}

/* ---- what people write ---- */

typedef struct Case {
    const char *text;
    const char *want; /* "account amount commodity, ..", in the order of the tree; or "LINE what" of the first fault */
} Case;

static Str told(Arena *a, const PtaBook *book)
{
    Buf             b = buf_new(a, 256, 65536);
    size_t          n;
    const Refusal  *first = book->refusal.what ? &book->refusal : book->n_faults ? &book->faults[0] : NULL;
    if (first != NULL) {
        Str text = refusal_text(a, first);
        buf_printf(&b, "%lld %.*s", (long long)first->line, STR_ARG(text));
        return buf_text(&b);
    }
    JournalBalance *v = journal_trial(a, book->journal, 0, 0, &n);
    for (size_t i = 0; i < n; i++) {
        if (v[i].own == 0)
            continue;
        Str name = journal_account_name(book->journal, v[i].account);
        Str commodity = journal_commodity_name(book->journal, v[i].commodity);
        buf_printf(&b, "%s%.*s ", b.n ? ", " : "", STR_ARG(name));
        pta_put_amount(&b, v[i].own, journal_decimals(book->journal, v[i].commodity));
        buf_printf(&b, "%s%.*s", commodity.n ? " " : "", STR_ARG(commodity));
    }
    return buf_text(&b);
}

static void check_cases(const Case *cases, size_t n, PtaDialect dialect)
{
    for (size_t i = 0; i < n; i++) {
        Arena *a = arena_open();
        Str    got = told(a, read_text(a, str_from(cases[i].text), dialect, JOURNAL_AS_FOUND));
        bool   is_fault = cases[i].want[0] >= '0' && cases[i].want[0] <= '9';
        bool   ok = is_fault ? str_starts(got, str_from(cases[i].want)) : str_is(got, cases[i].want);
        if (!ok)
            print_message("---\n%s\nwant: %s\ngot:  %.*s\n", cases[i].text, cases[i].want, STR_ARG(got));
        assert_true(ok);
        arena_close(a);
    }
}

#define E "2026-01-01 x\n"

static void amounts_are_read_as_people_write_them(void **s)
{
    static const Case cases[] = {
        { E " a  5\n b\n", "a 5, b -5" },
        { E " a  -5 CNY\n b\n", "a -5 CNY, b 5 CNY" },
        { E " a  CNY-5\n b\n", "a -5 CNY, b 5 CNY" },
        { E " a  -CNY 5\n b\n", "a -5 CNY, b 5 CNY" },
        { E " a  - ¥5.50\n b\n", "a -5.50 ¥, b 5.50 ¥" },
        { E " a  +5元\n b\n", "a 5 元, b -5 元" },
        { E " a  5 \"斤 1\"\n b\n", "a 5 斤 1, b -5 斤 1" },
        { E " a  \"斤 1\" 5\n b\n", "a 5 斤 1, b -5 斤 1" },
        { E " a  1,000,000.5 C\n b\n", "a 1000000.5 C, b -1000000.5 C" },
        { E " a  1.000.000,5 C\n b\n", "a 1000000.5 C, b -1000000.5 C" },
        { E " a  1 000 000,5 C\n b\n", "a 1000000.5 C, b -1000000.5 C" },
        { E " a  1 000 C\n b\n", "a 1000 C, b -1000 C" },
        { E " a  1,000,000 C\n b\n", "a 1000000 C, b -1000000 C" },
        { E " a  1,50 C\n b\n", "a 1.50 C, b -1.50 C" },
        { E " a  0,001 C\n b\n", "a 0.001 C, b -0.001 C" },
        { E " a  1.000 C\n b\n", "a 1.000 C, b -1.000 C" },
        { E " a  .5 C\n b\n", "a 0.5 C, b -0.5 C" },
        { E " a  ,5 C\n b\n", "2 not an amount" },
        { E " a  5. C\n b\n", "a 5 C, b -5 C" },
        { E " a  5e\n b\n", "a 5 e, b -5 e" },
        { "decimal-mark .\n" E " a  1,000 C\n b\n", "a 1000 C, b -1000 C" },
        { "decimal-mark ,\n" E " a  1,000 C\n b\n", "a 1.000 C, b -1.000 C" },
        { "decimal-mark ,\n" E " a  1.000 C\n b\n", "a 1000 C, b -1000 C" },
        { "commodity 1.000,00 C\n" E " a  1.000 C\n b  -1000,00 C\n", "a 1000.00 C, b -1000.00 C" },
        { "commodity C\n  format 1,000.00 C\n" E " a  1,000 C\n b  -1000.00 C\n", "a 1000.00 C, b -1000.00 C" },
        { "commodity $1,000.00\n" E " a  $1,000\n b\n", "a 1000.00 $, b -1000.00 $" },
        { "D 1,000.00 C\n" E " a  1,000\n b  -1000 C\n", "a 1000.00 C, b -1000.00 C" },
        { E " a  5 C\n b  -5.000 C\n", "a 5.000 C, b -5.000 C" },
        { E " a  9223372036854775807 C\n b\n", "a 9223372036854775807 C, b -9223372036854775807 C" },
        { E " a  0.000000000000000001 C\n b\n", "a 0.000000000000000001 C, b -0.000000000000000001 C" },
        { E " a  1,000 C\n b\n", "2 a thousand or one?" },
        { E " a  1,00,000 C\n b\n", "2 not a number" },
        { E " a  1.50.000 C\n b\n", "2 not a number" },
        { E " a  1.000,000,000 C\n b\n", "2 a thousand or one?" },
        { E " a  10 20 C\n b\n", "2 not a number" },
        { E " a  --5 C\n b\n", "2 not an amount" },
        { E " a  C\n b\n", "2 not an amount" },
        { E " a  -\n b\n", "2 an amount is missing" },
        { E " a  -C-5\n b\n", "2 not an amount" },
        { E " a  (2*3 C)\n b\n", "2 a computed amount" },
        { E " a  5e3 C\n b\n", "2 a power of ten" },
        { E " a  5 \"C\n b\n", "2 the quote of a commodity" },
        { E " a  5 C D\n b\n", "2 not read behind an amount" },
        { E " a  9223372036854775808 C\n b\n", "2 more digits than" },
        { E " a  0.0000000000000000001 C\n b\n", "2 more digits than" },
        { E " a  9223372036854775807 C\n b\n" E " a  0.1 C\n b\n", "2 more digits than" },
        { E " a  9223372036854775807 C\n b\n" E " a  1 C\n b\n", "5 the sums are larger" },
        { "commodity 1.000,00 C\n" E " a  1.50 C\n b\n", "3 not a number" },
    };
    check_cases(cases, COUNTOF(cases), PTA_HLEDGER);
}

static void entries_are_read_as_people_write_them(void **s)
{
    static const Case cases[] = {
        { "; c\n# c\n* c\n\n" E "  ; n\n\ta:b c\t 5 C ; n\n  ; more\n\n  \n  b  -5 C\n", "11 an indented line" },
        { "; c\n# c\n* c\n\n" E "  ; n\n\ta:b c\t 5 C ; n\n  ; more\n  b  -5 C\n\n", "a:b c 5 C, b -5 C" },
        { "comment\nx y z\n 5 6\nend comment\n" E " a  5\n b\n", "a 5, b -5" },
        { "comment\nnot ended\n" E " a  5\n", "" },
        { "2026/1/2=3 x\n a  5\n b\n", "1 not a date" },
        { "2026/1/2=1/3 * (c1) x ; n\n * a  5\n ! b\n", "a 5, b -5" },
        { "2026.01.02! x\n a  5\n b\n", "1 a space is missing" },
        { "2026.01.02 !x\n a  5\n b\n", "a 5, b -5" },
        { "Y 2025\n1/2 x\n a  5\n b\n", "a 5, b -5" },
        { "Y2025\n1-2\n a  5\n b\n", "a 5, b -5" },
        { "1/2 x\n a  5\n b\n", "1 a date without a year" },
        { "2026-02-29 x\n a  5\n b\n", "1 not a day of the calendar" },
        { "2024-02-29 x\n a  5\n b\n", "a 5, b -5" },
        { "2026-01/02 x\n a  5\n b\n", "1 not a date" },
        { "12026-01-02 x\n a  5\n b\n", "1 not a date" },
        { "1026-01-02 x\n a  5\n b\n", "1 not a day" },
        { "2026-01-02 (c x\n a  5\n b\n", "1 the bracket of the reference" },
        { E " a  5 C\n b  -4 C\n", "1 the entry does not balance: off by 1 C" },
        { E " a  5 C\n b  -4.5 C\n c  1 D\n", "1 the entry does not balance: off by 0.5 C and 1 D" },
        { E " a  5 C\n b  -3 D\n", "1 the entry exchanges two commodities without a price" },
        { E " a  5 C\n b  -3 D\n c\n", "a 5 C, b -3 D, c -5 C, c 3 D" },
        { E " a  5 C\n b\n c\n", "4 two amounts are left out" },
        { E " a\n", "2 the amount cannot be inferred" },
        { E " a  5\n", "1 the entry does not balance: off by 5" },
        { E " a  0\n", "" },
        { E, "" },
        { "2026-01-01 x\xc2\xa0\ty\xe3\x80\x80\n a  5 ; \xc2\xa0\n ;  a \t b\xe2\x80\xa8\n b\n", "a 5, b -5" },
        { E " (a)  5\n b  1\n c\n [d]  3\n [e]\n", "a 5, b 1, c -1, d 3, e -3" },
        { E " (a)\n b  1\n c\n", "2 a posting in round brackets" },
        { E " [a]  5\n b  1\n c\n", "1 the entry does not balance: the postings in square brackets are off by 5" },
        { E " a  5 ; date:2026-01-03\n b\n", "2 a posting with a day of its own" },
        { E " a  5\n b ; [2026-01-03]\n", "3 not a name of an account" },
        { E " a  5\n b  ; [2026-01-03]\n", "3 a posting with a day of its own" },
        { E " a 5\n b\n", "3 two amounts" },
        { E " a\t5\n b\n", "2 not a name" },
        { E " a::b  5\n b\n", "2 not a name" },
        { E " a ; c\n b  5\n", "2 not a name" },
        { E " (a  5\n b\n", "2 not a name" },
        { "  a  5\n", "1 an indented line" },
        { "a  5\n", "1 not a line of a journal" },
    };
    check_cases(cases, COUNTOF(cases), PTA_HLEDGER);
}

static void prices_and_assertions_hold_or_are_told(void **s)
{
    static const Case cases[] = {
        { E " a  5 X @ 2 C\n b  -10 C\n", "a 5 X, b -10 C" },
        { E " a  -5 X @ 2.5 C\n b\n", "a -5 X, b 12.5 C" },
        { E " a  5 X @@ 10 C = 5 X\n b  -10 C\n", "a 5 X, b -10 C" },
        { E " a  10 X @ 3.3333 C\n b  -33.33 C\n", "a 10 X, b -33.33 C" },
        { E " a  10 X @ 3.3333 C\n b  -33.34 C\n", "1 the entry does not balance: off by -0.007 C" },
        { E " a  1 X @ 0.125 C\n b  -0.12 C\n", "1 the entry does not balance: off by 0.005 C" },
        { E " a  1 X @ 0.126 C\n b  -0.13 C\n", "a 1 X, b -0.13 C" },
        { E " a  5 X @ -2 C\n b\n", "2 a price has no sign" },
        { E " a  5 X @ 2 X\n b\n", "2 the price is in the commodity itself" },
        { E " a  5 X {2 C}\n b\n", "2 lots" },
        { E " a  = 5 X @ 2 C\n b\n", "2 an assignment with a price" },
        { E " a  5 X @ 2 C = 5 X @ 2.000 C\n b  -10 C\n", "a 5 X, b -10 C" },
        { E " a  5 X @ 2 C = 5 X @\n b  -10 C\n", "2 an amount is missing" },
        { E " a  9223372036854775807 X @ 2 C\n b\n", "2 the price times the amount" },
        { E " a  5 C = 5 C\n b  -5 C = -5 C\n", "a 5 C, b -5 C" },
        { E " a  5 C = 5.00 C\n b\n", "a 5.00 C, b -5.00 C" },
        { E " a  5 C = 4 C\n b\n", "2 the account does not hold what is asserted: a has 5 C, asserted is 4 C" },
        { E " a  5 C = 0 D\n b\n", "a 5 C, b -5 C" },
        { E " a  5 C == 5 C\n b\n", "a 5 C, b -5 C" },
        { E " a  1 D\n a  5 C == 5 C\n b\n", "3 the account holds other commodities" },
        { E " a  1 D\n a  -1 D\n a  5 C == 5 C\n b\n", "a 5 C, b -5 C" },
        { E " a:b  1 C\n a  5 C = 5 C\n b\n", "a 5 C, a:b 1 C, b -6 C" },
        { E " a:b  1 C\n a  5 C =* 6 C\n b\n", "a 5 C, a:b 1 C, b -6 C" },
        { E " a:b  1 C\n a  5 C =* 5 C\n b\n", "3 the account does not hold" },
        { E " a:b  1 D\n a  5 C ==* 5 C\n b\n", "3 the account holds other" },
        { "2026-01-02 x\n a  2 C = 7 C\n b\n" E " a  5 C = 5 C\n b\n", "a 7 C, b -7 C" },
        { E " a  = 5 C\n b\n", "a 5 C, b -5 C" },
        { E " a  = 5 C\n a  2 C = 7 C\n b\n", "a 7 C, b -7 C" },
        { "2026-01-02 x\n a  = 7 C\n b\n" E " a  5 C\n b\n", "a 7 C, b -7 C" },
        { E " a:c  3 C\n a  =* 10 C\n b\n", "a 7 C, a:c 3 C, b -10 C" },
        { E " a  == 5 C\n b\n", "a 5 C, b -5 C" },
        { E " a  1 D\n a:b  2 X\n b\n" E " a  == 5 C = 5 C\n b\n", "6 not read behind an amount" },
        { E " a  1 D\n a:b  2 X\n b\n" E " a  == 5 C\n a  0 C == 5 C\n b\n", "a 5 C, a:b 2 X, b -2 X, b -5 C" },
        { E " a  1 D\n a:b  2 X\n b\n" E " a  ==* 0 C\n b\n" E " a  0 C ==* 0 C\n b  0 C ==* 0 C\n",
          "a -2 X, a:b 2 X" },
        { E " a  = 5 C\n b  -4 C\n", "1 the entry does not balance" },
        { E " a\n a  10 C = 5 C\n b  -5 C\n", "a 5 C, b -5 C" },
        { E " a  5 C\n b  -4 C\n" E " a  1 C = 6 C\n b\n", "1 the entry does not balance" },
    };
    check_cases(cases, COUNTOF(cases), PTA_HLEDGER);
}

static void directives_are_taken_skipped_or_refused_with_what_to_do(void **s)
{
    static const Case cases[] = {
        { "account a:b ; type:A\n  ; c\n  note n\npayee p\n  ; x\ntag t\nP 2026-01-01 X 5 C\n"
          "P 2026/1/1 10:00 \"a b\" C5\n~ monthly\n  a  5\n  b\n\n" E " a  5\n b\n", "a 5, b -5" },
        { "account a ; type:Z\n", "1 an account's type" },
        { "account a\n  ; type:\n", "2 an account's type" },
        { "account a  ; type:A\naccount a  ; type:X\n", "2 it is stated twice" },
        { "account a;b\n", "" },
        { "account\n", "1 not a name" },
        { "commodity\n", "1 a commodity directive without" },
        { "commodity C\n  format 1000.00 D\n", "2 the format is of another" },
        { "commodity C\n  alias D\n", "2 not read below a commodity" },
        { "commodity 1,000 C\n", "1 a thousand or one?" },
        { "commodity 1000.00 C ; yc-kind: goods\n", "" },
        { "commodity 1000.00 C ; yc-kind: good\n", "1 a commodity's kind" },
        { "include x.journal\n", "1 another file is not opened" },
        { "!include x.journal\n", "1 another file is not opened" },
        { "alias a=b\n", "1 an alias renames" },
        { "apply account x\n", "1 this puts names in front" },
        { "= a\n  b  5\n", "1 rules that add postings" },
        { "A a\n", "1 an account that takes" },
        { "i 2026-01-01 10:00 x\n", "1 a time clock" },
        { "Y\n", "1 a year" },
        { "decimal-mark x\n", "1 the decimal mark is" },
        { "P 2026-01-01 X\n", "1 a price is" },
        { "; yc-closed: 2025-12-31\n" E " a  5\n b\n", "a 5, b -5" },
        { E " ; yc-reverses: 1\n a  5\n b\n", "1 it reverses an entry that is not above" },
        { E " ; yc-entry: 1\n a  5\n b\n" E " ; yc-reverses: 1\n a  -5\n b\n" E " ; yc-reverses: 1\n a  -5\n b\n",
          "9 the entry is reversed already" },
        { E " ; yc-entry: 1\n a  5\n b\n" E " ; yc-reverses: 1\n a  -4\n b\n", "5 the postings are not the opposite" },
        { E " ; yc-text: %4\n", "2 % is to be followed" },
        { E " ; yc-text: %FF\n", "2 what is coded" },
    };
    check_cases(cases, COUNTOF(cases), PTA_HLEDGER);
}

static void every_entry_with_a_fault_is_told(void **s)
{
    Arena *a = *s;
    Buf    b = buf_new(a, 4096, 1 << 20);
    for (int i = 0; i < 250; i++)
        buf_cstr(&b, E " a  5\n b  -4\n\n" E " a  1 = 0\n b\n\n" E " a  1\n b\n\n");
    PtaBook *book = read_text(a, buf_text(&b), PTA_HLEDGER, JOURNAL_AS_FOUND);
    assert_null(book->refusal.what);
    assert_int_equal(book->n_faults, PTA_MOST_FAULTS);
    assert_int_equal(book->n_all_faults, 500);
    assert_int_equal(book->faults[0].line, 1);
    assert_int_equal(book->faults[1].line, 6);
    for (size_t i = 1; i < book->n_faults; i++)
        assert_true(book->faults[i - 1].line < book->faults[i].line);
    assert_int_equal(journal_entries(book->journal), 500);
}

#define OPEN "2026-01-01 open Assets:A\n2026-01-01 open Income:B\n"

static void beancount_is_read_as_people_write_it(void **s)
{
    static const Case cases[] = {
        { OPEN "2026-01-02 * \"p\" \"n\" #t ^l ; c\n  key: \"v\"\n  Assets:A  1,000.50 CNY ; c\n    key: 5\n"
          "  ! Income:B\n",
          "Assets:A 1000.50 CNY, Income:B -1000.50 CNY" },
        { OPEN "2026-01-02 txn \"a\\\"b\"\n  Assets:A  5 X @ 2 CNY\n  Income:B  -10 CNY\n",
          "Assets:A 5 X, Income:B -10 CNY" },
        { OPEN "2026-01-02 *\n  Assets:A  5 X @@ 2 CNY\n  Income:B\n", "Assets:A 5 X, Income:B -2 CNY" },
        { OPEN "option \"title\" \"x\"\n* heading\n2026-01-02 * \"x\"\n  Assets:A  5 X\n  Income:B\n"
          "2026-01-03 balance Assets:A  5 X\n"
          "2026-01-02 balance Assets:A  0 X\n2026-01-03 note Assets:A \"n\"\n2026-01-03 price X 2 CNY\n"
          "", "Assets:A 5 X, Income:B -5 X" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 X\n  Income:B\n2026-01-02 balance Assets:A  5 X\n",
          "6 the account does not hold" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 X\n  Income:B  -4 X\n", "3 the entry does not balance: off by 1 X" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:C  5 X\n  Income:B\n", "4 the account is not open" },
        { OPEN "2025-12-31 * \"x\"\n  Assets:A  5 X\n  Income:B\n", "4 the account is not open" },
        { OPEN "2026-01-02 * \"x\"\n  Foo:A  5 X\n", "4 not an account of beancount" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 x\n", "4 the currency is missing" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 X {2 CNY}\n", "4 lots" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 * 2 X\n", "4 a computed amount" },
        { OPEN "2026-01-02 * \"x\n", "3 a text in quotes that does not end" },
        { OPEN "2026-01-02 pad Assets:A Income:B\n", "3 pad makes up amounts" },
        { OPEN OPEN, "3 the account is opened twice" },
        { "1792-01-01 commodity USD\n1792-01-01 open Assets:A\n1899-12-31 * \"x\"\n", "3 not a day of the calendar" },
        { "1792-13-01 commodity USD\n", "1 not a day of the calendar" },
        { "plugin \"x\"\n", "1 plugins are not run" },
        { "include \"x\"\n", "1 another file" },
        { "option \"name_assets\" \"x\"\n", "1 other names" },
        { "hello\n", "1 not a line of beancount" },
        { "  Assets:A  5 X\n", "1 an indented line" },
        { "2026-01-01 open Assets:A\n  yc-name: \"资产:银行\"\n2026-01-01 open Income:B\n2026-01-01 commodity YC1\n"
          "  yc-name: \"元\"\n"
          "  yc-decimals: 2\n2026-01-02 * \"x\"\n  Assets:A  5 YC1\n  Income:B\n", "Income:B -5.00 元, 资产:银行 5.00 元" },
        { "2026-01-01 commodity X\n  yc-name: \"元\"\n2026-01-01 commodity Y\n  yc-name: \"元\"\n",
          "4 two currencies have this name" },
        { OPEN "2026-01-02 * \"x\"\n  Assets:A  5 YC1\n  Income:B\n2026-01-01 commodity YC1\n  yc-name: \"元\"\n",
          "7 yc-name comes after" },
    };
    check_cases(cases, COUNTOF(cases), PTA_BEANCOUNT);
}

static void an_amount_is_written_with_all_its_decimals(void **s)
{
    static const struct { i64 amount; int decimals; const char *want; } cases[] = {
        { 0, 0, "0" }, { 0, 2, "0.00" }, { 5, 2, "0.05" }, { -5, 2, "-0.05" }, { 1250, 2, "12.50" },
        { -100, 0, "-100" },
        { INT64_MAX, 18, "9.223372036854775807" }, { -INT64_MAX, 0, "-9223372036854775807" },
        { 1, 18, "0.000000000000000001" },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        Buf b = buf_new(*s, 64, 64);
        pta_put_amount(&b, cases[i].amount, cases[i].decimals);
        assert_true(str_is(buf_text(&b), cases[i].want));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read_as_people_write_them),
        cmocka_unit_test(entries_are_read_as_people_write_them),
        cmocka_unit_test(prices_and_assertions_hold_or_are_told),
        cmocka_unit_test(directives_are_taken_skipped_or_refused_with_what_to_do),
        cmocka_unit_test(every_entry_with_a_fault_is_told),
        cmocka_unit_test(beancount_is_read_as_people_write_it),
        cmocka_unit_test(an_amount_is_written_with_all_its_decimals),
        cmocka_unit_test(what_is_written_for_hledger_reads_back),
        cmocka_unit_test(what_is_written_for_ledger_reads_back),
        cmocka_unit_test(what_is_written_for_beancount_reads_back),
        cmocka_unit_test(a_closed_year_reads_back_with_its_reversals),
        cmocka_unit_test(beancount_has_no_brackets_and_asks_what_an_account_is),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
