/* pta_write_beancount: a journal as beancount's text. Its accounts have one of five roots, and parts that begin with a
 * capital letter or digit; its currencies are ASCII capitals. The names that do not fit are made to, and the true ones
 * stand beside in metadata, so that reading is exact. */
#include "engine/ledger/pta_out.h"

#include "base/ascii.h"
#include "engine/ledger/pta_inside.h"

#include <string.h>

#include "base/utf8.h"
#include "engine/text/names.h"

enum { LAST_DAY = 20991231 }; /* its lexer's */

typedef struct Bean {
    PtaOut        *o;
    Names         *taken;
    Str           *accounts, *currencies;
    JournalNature *natures; /* of accounts: whose root they get */
} Bean;

/* What an account is where nobody said, by the words that hledger knows for it and the Chinese ones. */
static JournalNature nature_by_name(Str name)
{
    static const struct { const char *word; JournalNature nature; } words[] = {
        { "assets", JOURNAL_ASSET },       { "asset", JOURNAL_ASSET },         { "资产", JOURNAL_ASSET },
        { "liabilities", JOURNAL_LIABILITY }, { "liability", JOURNAL_LIABILITY }, { "debts", JOURNAL_LIABILITY },
        { "debt", JOURNAL_LIABILITY },     { "负债", JOURNAL_LIABILITY },      { "equity", JOURNAL_EQUITY },
        { "权益", JOURNAL_EQUITY },        { "所有者权益", JOURNAL_EQUITY },   { "净资产", JOURNAL_EQUITY },
        { "income", JOURNAL_INCOME },      { "revenue", JOURNAL_INCOME },      { "revenues", JOURNAL_INCOME },
        { "收入", JOURNAL_INCOME },        { "expenses", JOURNAL_EXPENSE },    { "expense", JOURNAL_EXPENSE },
        { "支出", JOURNAL_EXPENSE },       { "费用", JOURNAL_EXPENSE },
    };
    Str root;
    if (!str_next(&name, ':', &root))
        return JOURNAL_UNKNOWN;
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (root.n == strlen(words[i].word) && strncasecmp(root.p, words[i].word, root.n) == 0)
            return words[i].nature;
    return JOURNAL_UNKNOWN;
}

static const char *root_word(JournalNature nature)
{
    switch (nature) {
    case JOURNAL_ASSET: return "Assets";
    case JOURNAL_LIABILITY: return "Liabilities";
    case JOURNAL_EQUITY: return "Equity";
    case JOURNAL_INCOME: return "Income";
    case JOURNAL_EXPENSE: return "Expenses";
    case JOURNAL_UNKNOWN: break;
    }
    return NULL;
}

static void put_part(Buf *b, Str part)
{
    u32 ch;
    buf_char(b, ':');
    for (Str rest = part, before = part; utf8_next(&rest, &ch); before = rest) {
        bool is_first = before.p == part.p;
        if (is_first && ascii_is_lower(ch)) {
            buf_char(b, (char)(ch - 'a' + 'A'));
            continue;
        }
        if (is_first && !ascii_is_upper(ch) && !ascii_is_digit(ch))
            buf_char(b, 'X');
        if (ascii_is_letter(ch) || ascii_is_digit(ch) || utf8_is_han(ch))
            buf_put(b, before.p, before.n - rest.n);
        else
            buf_char(b, '-');
    }
}

/* Takes a name nobody has: with the number behind it where it is taken. */
static Str take(Bean *x, Buf *b, u32 number)
{
    u32 before = names_count(x->taken);
    while (names_add(x->taken, buf_text(b)) < before) {
        buf_char(b, '-');
        buf_int(b, (i64)number + 1);
    }
    return names_at(x->taken, names_count(x->taken) - 1);
}

/* What is stated, else what the name says, else what the first account below it is that says something: the root is a
 * name only, yc-type says what was stated. */
static void find_natures(Bean *x)
{
    const Journal *j = x->o->j;
    for (u32 i = journal_accounts(j); i-- > 0;) {
        JournalNature nature = journal_nature(j, i);
        u32           parent = journal_parent(j, i);
        if (nature == JOURNAL_UNKNOWN)
            nature = nature_by_name(journal_account_name(j, i));
        if (nature != JOURNAL_UNKNOWN)
            x->natures[i] = nature;
        if (parent != JOURNAL_NONE && x->natures[i] != JOURNAL_UNKNOWN)
            x->natures[parent] = x->natures[i];
    }
}

static bool name_account(Bean *x, u32 account)
{
    const Journal *j = x->o->j;
    Str            name = journal_account_name(j, account), part;
    JournalNature  nature = x->natures[account];
    if (nature == JOURNAL_UNKNOWN) {
        *x->o->refusal = (Refusal){
            .what = "beancount asks what an account is: a line `account NAME  ; type:A` (or L, E, R, X)",
            .value = name };
        return false;
    }
    Buf         b = buf_new(x->o->a, 64, 16384);
    const char *root = root_word(nature);
    buf_cstr(&b, root);
    Str rest = name;
    if (str_next(&rest, ':', &part) && !(rest.n && part.n == strlen(root) && strncasecmp(part.p, root, part.n) == 0))
        put_part(&b, part);
    while (rest.n && str_next(&rest, ':', &part))
        put_part(&b, part);
    x->accounts[account] = take(x, &b, account);
    return true;
}

static bool is_currency(Str s)
{
    static const char *const words[] = { "TRUE", "FALSE", "NULL" };
    u8   last = s.n ? (u8)s.p[s.n - 1] : 0;
    bool ok = s.n >= 2 && s.n <= 24 && ascii_is_upper((u8)s.p[0]) && (ascii_is_upper(last) || ascii_is_digit(last));
    for (size_t i = 0; i < s.n && ok; i++)
        ok = ascii_is_upper((u8)s.p[i]) || ascii_is_digit((u8)s.p[i]) || memchr("'._-", s.p[i], 4) != NULL;
    for (size_t i = 0; i < COUNTOF(words); i++)
        ok = ok && !str_is(s, words[i]);
    return ok && !str_starts(s, STR("YC"));
}

static void name_currency(Bean *x, u32 commodity)
{
    Str name = journal_commodity_name(x->o->j, commodity);
    x->currencies[commodity] = is_currency(name) ? name : arena_printf(x->o->a, "YC%u", commodity + 1);
}

/* ---- lines ---- */

static void put_string(PtaOut *o, Str s)
{
    buf_char(&o->b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_char(&o->b, '\\');
        if (s.p[i] == '\n')
            buf_cstr(&o->b, "\\n");
        else
            buf_char(&o->b, s.p[i]);
    }
    buf_char(&o->b, '"');
}

static void put_meta(PtaOut *o, const char *key, Str value)
{
    buf_cstr(&o->b, "  ");
    buf_cstr(&o->b, key);
    buf_cstr(&o->b, ": ");
    put_string(o, value);
    buf_char(&o->b, '\n');
}

static void put_commodity(Bean *x, u32 commodity, Date day)
{
    PtaOut     *o = x->o;
    Str         name = journal_commodity_name(o->j, commodity);
    const char *kind = kind_word(journal_kind(o->j, commodity));
    out_date(o, day);
    buf_cstr(&o->b, " commodity ");
    buf_str(&o->b, x->currencies[commodity]);
    buf_char(&o->b, '\n');
    if (!str_eq(name, x->currencies[commodity]))
        put_meta(o, "yc-name", name);
    if (kind != NULL)
        put_meta(o, "yc-kind", str_from(kind));
    out_count(o, "  yc-decimals: ", (u32)journal_decimals(o->j, commodity));
    buf_char(&o->b, '\n');
    out_flush(o, PTA_PIECE);
}

static void put_account(Bean *x, u32 account, Date day)
{
    PtaOut     *o = x->o;
    Str         name = journal_account_name(o->j, account);
    const char *letter = nature_letter(journal_own_nature(o->j, account));
    out_date(o, day);
    buf_cstr(&o->b, " open ");
    buf_str(&o->b, x->accounts[account]);
    buf_char(&o->b, '\n');
    if (!str_eq(name, x->accounts[account]))
        put_meta(o, "yc-name", name);
    put_meta(o, "yc-type", letter ? str_from(letter) : STR("-"));
    out_flush(o, PTA_PIECE);
}

static void put_amount(Bean *x, i64 amount, u32 commodity)
{
    pta_put_amount(&x->o->b, amount, journal_decimals(x->o->j, commodity));
    buf_char(&x->o->b, ' ');
    buf_str(&x->o->b, x->currencies[commodity]);
}

static bool put_posting(Bean *x, u32 entry, u32 posting)
{
    PtaOut        *o = x->o;
    JournalPosting p = journal_posting(o->j, posting);
    if (p.side != JOURNAL_REAL) {
        *o->refusal = (Refusal){ .line = entry + 1, .what = "beancount has no postings in brackets",
                                 .value = journal_account_name(o->j, p.account) };
        return false;
    }
    buf_cstr(&o->b, p.mark == JOURNAL_CLEARED ? "  * " : p.mark == JOURNAL_PENDING ? "  ! " : "  ");
    buf_str(&o->b, x->accounts[p.account]);
    buf_cstr(&o->b, "  ");
    put_amount(x, p.amount, p.commodity);
    if (p.has_cost) {
        buf_cstr(&o->b, " @@ ");
        put_amount(x, p.cost < 0 ? -p.cost : p.cost, p.cost_commodity);
    }
    buf_char(&o->b, '\n');
    if (p.note.n)
        put_meta(o, "  yc-note", p.note);
    out_flush(o, PTA_PIECE);
    return true;
}

static bool put_entry(Bean *x, u32 number)
{
    PtaOut      *o = x->o;
    JournalEntry e = journal_entry(o->j, number);
    if (e.day > LAST_DAY || e.day2 > LAST_DAY) {
        *o->refusal = (Refusal){ .line = number + 1, .what = "beancount knows no day after 2099", .value = e.text };
        return false;
    }
    out_date(o, e.day);
    buf_cstr(&o->b, e.mark == JOURNAL_CLEARED ? " * " : e.mark == JOURNAL_PENDING ? " ! " : " txn ");
    put_string(o, e.text);
    buf_char(&o->b, '\n');
    if (e.reference.n)
        put_meta(o, "yc-ref", e.reference);
    if (e.day2 != 0) {
        buf_cstr(&o->b, "  yc-day2: ");
        out_date(o, e.day2);
        buf_char(&o->b, '\n');
    }
    if (e.reversed_by != JOURNAL_NONE)
        put_meta(o, "yc-entry", arena_printf(o->a, "%u", number + 1));
    if (e.reverses != JOURNAL_NONE)
        put_meta(o, "yc-reverses", arena_printf(o->a, "%u", e.reverses + 1));
    if (e.note.n)
        put_meta(o, "yc-note", e.note);
    for (u32 i = 0; i < e.n; i++)
        if (!put_posting(x, number, e.first + i))
            return false;
    buf_char(&o->b, '\n');
    out_flush(o, PTA_PIECE);
    return true;
}

/* The first day of the journal: accounts are open from there. */
static Date first_day(const Journal *j, bool *ret_exchanges)
{
    Date first = 0;
    *ret_exchanges = false;
    for (u32 i = 0; i < journal_entries(j); i++) {
        Date day = journal_entry(j, i).day;
        first = first == 0 || day < first ? day : first;
    }
    for (u32 i = 0; i < journal_postings(j) && !*ret_exchanges; i++)
        *ret_exchanges = journal_posting(j, i).has_cost;
    return first ? first : 19700101;
}

bool pta_write_beancount(PtaOut *o)
{
    u32  accounts = journal_accounts(o->j), commodities = journal_commodities(o->j);
    bool exchanges;
    Date day = first_day(o->j, &exchanges);
    Bean x = { .o = o, .taken = names_open(o->a), .accounts = NEW_N(o->a, Str, accounts + 1),
               .currencies = NEW_N(o->a, Str, commodities + 1), .natures = NEW_N(o->a, JournalNature, accounts + 1) };
    find_natures(&x);
    for (u32 i = 0; i < accounts; i++)
        if (!name_account(&x, i))
            return false;
    if (exchanges) /* beancount divides a total by the amount, and may miss it (pta_beancount_total.c) */
        buf_cstr(&o->b, "option \"inferred_tolerance_default\" \"" PTA_BEAN_TOLERANCE "\"\n\n");
    for (u32 i = 0; i < commodities; i++) {
        name_currency(&x, i);
        put_commodity(&x, i, day);
    }
    for (u32 i = 0; i < accounts; i++)
        put_account(&x, i, day);
    buf_char(&o->b, '\n');
    for (u32 i = 0; i < journal_entries(o->j); i++)
        if (!put_entry(&x, i))
            return false;
    return true;
}
