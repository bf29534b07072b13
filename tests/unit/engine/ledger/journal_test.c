/* Double entry: a village fund worked by hand, every refusal, the edge of 64 bits, and thousands of books against a
 * reading that adds up posting by posting. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/ledger/journal.h"
#include "support/dice.h"

typedef struct Fund {
    Journal *j;
    u32      bank, gift, road, work, equity, yuan, days, rice;
} Fund;

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

static u32 account(Journal *j, const char *name, JournalNature nature)
{
    u32 ret = 0;
    assert_int_equal(journal_account(j, str_from(name), nature, &ret), JOURNAL_OK);
    return ret;
}

static u32 commodity(Journal *j, const char *name, JournalKind kind, int decimals)
{
    u32 ret = 0;
    assert_int_equal(journal_commodity(j, str_from(name), kind, decimals, &ret), JOURNAL_OK);
    return ret;
}

static Fund fund(Arena *a)
{
    Journal *j = journal_open(a, JOURNAL_STRICT);
    return (Fund){ .j = j,
                   .bank = account(j, "资产:银行", JOURNAL_ASSET),
                   .gift = account(j, "收入:捐赠", JOURNAL_INCOME),
                   .road = account(j, "支出:修路", JOURNAL_EXPENSE),
                   .work = account(j, "支出:修路:工", JOURNAL_UNKNOWN),
                   .equity = account(j, "权益:结余", JOURNAL_EQUITY),
                   .yuan = commodity(j, "元", JOURNAL_MONEY, 2),
                   .days = commodity(j, "工", JOURNAL_LABOUR, 1),
                   .rice = commodity(j, "斤米", JOURNAL_GOODS, 0) };
}

/* Two postings, `amount` to one and from the other. */
static JournalFault move(Journal *j, Date day, u32 to, u32 from, u32 commodity_, i64 amount, u32 *ret)
{
    JournalPosting v[] = { { .account = to, .commodity = commodity_, .amount = amount },
                           { .account = from, .commodity = commodity_, .amount = -amount } };
    JournalEntry   e = { .day = day, .text = STR("x"), .reverses = JOURNAL_NONE, .n = 2 };
    u32            number;
    return journal_add(j, &e, v, ret ? ret : &number, NULL);
}

static void a_fund_of_money_and_labour_adds_up(void **s)
{
    Fund   f = fund(*s);
    size_t n;
    assert_int_equal(move(f.j, 20260701, f.bank, f.gift, f.yuan, 5000000, NULL), JOURNAL_OK);
    JournalPosting v[] = { { .account = f.road, .commodity = f.yuan, .amount = 1234567 },
                           { .account = f.bank, .commodity = f.yuan, .amount = -1234567 },
                           { .account = f.work, .commodity = f.days, .amount = 125 },
                           { .account = f.gift, .commodity = f.days, .amount = -125 } };
    JournalEntry   e = { .day = 20260712, .text = STR("水泥"), .reference = STR("凭3"), .reverses = JOURNAL_NONE, .n = 4 };
    u32            number;
    assert_int_equal(journal_add(f.j, &e, v, &number, NULL), JOURNAL_OK);
    assert_int_equal(number, 1);

    JournalBalance *t = journal_trial(*s, f.j, 20260702, 0, &n);
    static const struct { const char *account; int commodity; i64 opening, debit, credit, own, all; } want[] = {
        { "支出", 0, 0, 0, 0, 0, 1234567 },       { "支出", 1, 0, 0, 0, 0, 125 },
        { "支出:修路", 0, 0, 1234567, 0, 1234567, 1234567 }, { "支出:修路", 1, 0, 0, 0, 0, 125 },
        { "支出:修路:工", 1, 0, 125, 0, 125, 125 },
        { "收入", 0, 0, 0, 0, 0, -5000000 },      { "收入", 1, 0, 0, 0, 0, -125 },
        { "收入:捐赠", 0, -5000000, 0, 0, -5000000, -5000000 }, { "收入:捐赠", 1, 0, 0, 125, -125, -125 },
        { "资产", 0, 0, 0, 0, 0, 3765433 },       { "资产:银行", 0, 5000000, 0, 1234567, 3765433, 3765433 },
    };
    assert_int_equal(n, COUNTOF(want));
    for (size_t i = 0; i < n; i++) {
        assert_true(str_is(journal_account_name(f.j, t[i].account), want[i].account));
        assert_int_equal(t[i].commodity, want[i].commodity);
        assert_int_equal(t[i].opening, want[i].opening);
        assert_int_equal(t[i].debit, want[i].debit);
        assert_int_equal(t[i].credit, want[i].credit);
        assert_int_equal(t[i].own, want[i].own);
        assert_int_equal(t[i].all, want[i].all);
    }
    assert_int_equal(journal_balance(*s, f.j, f.road, f.days, true, 0), 125);
    assert_int_equal(journal_balance(*s, f.j, f.road, f.days, false, 0), 0);
    assert_int_equal(journal_balance(*s, f.j, f.bank, f.yuan, false, 20260711), 5000000);
}

static void what_does_not_balance_is_refused_with_by_how_much(void **s)
{
    Fund           f = fund(*s);
    JournalTrouble why;
    u32            number;
    JournalPosting v[] = { { .account = f.bank, .commodity = f.yuan, .amount = 100 },
                           { .account = f.gift, .commodity = f.yuan, .amount = -95 },
                           { .account = f.work, .commodity = f.days, .amount = 7 },
                           { .account = f.gift, .commodity = f.days, .amount = -7 } };
    JournalEntry   e = { .day = 20260712, .reverses = JOURNAL_NONE, .n = 4 };
    assert_int_equal(journal_add(f.j, &e, v, &number, &why), JOURNAL_UNBALANCED);
    assert_int_equal(why.commodity, f.yuan);
    assert_int_equal(why.by, 5);
    v[1].amount = -100;
    v[2].commodity = f.rice; /* seven days are not seven jin, though the figures cancel out */
    assert_int_equal(journal_add(f.j, &e, v, &number, &why), JOURNAL_UNBALANCED);
    assert_int_equal(why.commodity, f.rice);
    assert_int_equal(why.by, 7);
    assert_int_equal(journal_entries(f.j), 0);
    assert_int_equal(journal_postings(f.j), 0);
    v[2].commodity = f.days;
    assert_int_equal(journal_check(f.j, &e, v, &why), JOURNAL_OK);
    assert_int_equal(journal_entries(f.j), 0);
    assert_int_equal(journal_add(f.j, &e, v, &number, &why), JOURNAL_OK);
}

static void what_is_not_a_name_a_day_or_an_account_is_refused(void **s)
{
    static const char *const bad[] = { "", ":", "a:", ":a", "a::b", " a", "a ", "a  b", "a: b", "a :b", "(a)", "[a",
                                       "*a", "!a", ";a", "#a", "a\tb", "a\nb", "a\xe3\x80\x80", "\xc2\xa0",
                                       "a\xc2\x85", "a\x7f" };
    Fund           f = fund(*s);
    u32            ret = 77, number;
    JournalTrouble why;
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_int_equal(journal_account(f.j, str_from(bad[i]), JOURNAL_UNKNOWN, &ret), JOURNAL_BAD_NAME);
    assert_int_equal(journal_account(f.j, STR("1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17"), 0, &ret), JOURNAL_TOO_DEEP);
    assert_int_equal(journal_account(f.j, STR("资产:银行"), JOURNAL_EXPENSE, &ret), JOURNAL_TWICE);
    assert_int_equal(journal_commodity(f.j, STR(""), JOURNAL_MONEY, 2, &ret), JOURNAL_BAD_NAME);
    assert_int_equal(journal_commodity(f.j, STR("a\"b"), JOURNAL_MONEY, 2, &ret), JOURNAL_BAD_NAME);
    assert_int_equal(journal_commodity(f.j, STR("a;b"), JOURNAL_MONEY, 2, &ret), JOURNAL_BAD_NAME);
    assert_int_equal(journal_commodity(f.j, STR("元"), JOURNAL_MONEY, 3, &ret), JOURNAL_TWICE);
    assert_int_equal(journal_commodity(f.j, STR("角"), JOURNAL_MONEY, 19, &ret), JOURNAL_BAD_DECIMALS);
    assert_int_equal(ret, 77);

    JournalPosting v[] = { { .account = f.bank, .amount = 1 }, { .account = f.gift, .amount = -1 } };
    JournalEntry   e = { .day = 20260712, .reverses = JOURNAL_NONE, .n = 2 };
#define REFUSED(fault, change, back)                                          \
    do {                                                                      \
        change;                                                               \
        assert_int_equal(journal_add(f.j, &e, v, &number, &why), fault);      \
        back;                                                                 \
    } while (0)
    REFUSED(JOURNAL_BAD_DATE, e.day = 20260231, e.day = 20260712);
    REFUSED(JOURNAL_BAD_DATE, e.day = 0, e.day = 20260712);
    REFUSED(JOURNAL_BAD_DATE, e.day2 = 1, e.day2 = 0);
    REFUSED(JOURNAL_BAD_TEXT, e.text = STR("a\nb"), e.text = STR_NONE);
    REFUSED(JOURNAL_BAD_TEXT, e.text = STR("a "), e.text = STR_NONE);
    REFUSED(JOURNAL_BAD_TEXT, e.note = STR("a\n"), e.note = STR_NONE);
    REFUSED(JOURNAL_BAD_TEXT, e.reference = STR("\x01"), e.reference = STR_NONE);
    REFUSED(JOURNAL_NO_ACCOUNT, v[1].account = 99, v[1].account = f.gift);
    REFUSED(JOURNAL_NO_COMMODITY, v[1].commodity = 9, v[1].commodity = 0);
    assert_int_equal(why.posting, 1);
    REFUSED(JOURNAL_TOO_FEW, e.n = 1, e.n = 2);
    REFUSED(JOURNAL_NOT_REAL, v[0].side = JOURNAL_LOOSE, v[0].side = JOURNAL_REAL);
    REFUSED(JOURNAL_EXCHANGE, v[0].has_cost = true, v[0].has_cost = false);
    REFUSED(JOURNAL_OVERFLOW, v[0].amount = INT64_MIN, v[0].amount = 1);
    assert_int_equal(journal_postings(f.j), 0);
    assert_int_equal(journal_add(f.j, &e, v, &number, &why), JOURNAL_OK);
}

static void a_sum_is_refused_exactly_where_it_would_leave_64_bits(void **s)
{
    Fund f = fund(*s);
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.yuan, INT64_MAX - 10, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20260712, f.road, f.equity, f.yuan, 11, NULL), JOURNAL_OVERFLOW);
    JournalPosting ten[] = { { .account = f.road, .amount = 10 }, { .account = f.equity, .amount = -10 } };
    for (int i = 0; i < 2; i++) /* a check takes no room */
        assert_int_equal(journal_check(f.j, &(JournalEntry){ .day = 20260712, .reverses = JOURNAL_NONE, .n = 2 }, ten,
                                       NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20260712, f.road, f.equity, f.yuan, 10, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.yuan, 1, NULL), JOURNAL_OVERFLOW);
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.yuan, 0, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.days, INT64_MAX, NULL), JOURNAL_OK); /* each for itself */
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.rice, -INT64_MAX, NULL), JOURNAL_OK);
    assert_int_equal(journal_balance(*s, f.j, f.bank, f.yuan, false, 0), INT64_MAX - 10);
    assert_int_equal(journal_balance(*s, f.j, f.gift, f.days, false, 0), -INT64_MAX);

    Fund           g = fund(*s); /* within one entry */
    u32            number;
    JournalPosting v[] = { { .account = g.bank, .amount = INT64_MAX }, { .account = g.road, .amount = 1 },
                           { .account = g.gift, .amount = -1 }, { .account = g.gift, .amount = -INT64_MAX } };
    JournalEntry   e = { .day = 20260712, .reverses = JOURNAL_NONE, .n = 4 };
    assert_int_equal(journal_add(g.j, &e, v, &number, NULL), JOURNAL_OVERFLOW);
    v[1].amount = v[2].amount = 0;
    assert_int_equal(journal_add(g.j, &e, v, &number, NULL), JOURNAL_OK);
}

static void a_reversal_is_a_new_entry_and_made_once(void **s)
{
    Fund f = fund(*s);
    u32  first, back, again;
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.yuan, 500, &first), JOURNAL_OK);
    assert_int_equal(journal_reverse(f.j, 7, 20260713, STR("x"), STR_NONE, &back), JOURNAL_NO_ENTRY);
    assert_int_equal(journal_reverse(f.j, first, 20260711, STR("x"), STR_NONE, &back), JOURNAL_EARLIER);
    assert_int_equal(journal_reverse(f.j, first, 20260713, STR("记错"), STR("凭9"), &back), JOURNAL_OK);
    assert_int_equal(journal_reverse(f.j, first, 20260714, STR("x"), STR_NONE, &again), JOURNAL_REVERSED);
    assert_int_equal(journal_reverse(f.j, back, 20260714, STR("x"), STR_NONE, &again), JOURNAL_IS_REVERSAL);
    assert_int_equal(journal_entry(f.j, first).reversed_by, back);
    assert_int_equal(journal_entry(f.j, back).reverses, first);
    assert_int_equal(journal_balance(*s, f.j, f.bank, f.yuan, true, 0), 0);

    JournalPosting v[] = { { .account = f.bank, .amount = -9 }, { .account = f.gift, .amount = 9 } };
    JournalEntry   e = { .day = 20260712, .reverses = 0, .n = 2 };
    assert_int_equal(move(f.j, 20260712, f.bank, f.gift, f.yuan, 10, &e.reverses), JOURNAL_OK);
    assert_int_equal(journal_add(f.j, &e, v, &again, NULL), JOURNAL_NOT_OPPOSITE);
    v[0].amount = -10, v[1].amount = 10;
    assert_int_equal(journal_add(f.j, &e, v, &again, NULL), JOURNAL_OK);
}

static void a_closed_period_has_no_result_and_takes_no_entry(void **s)
{
    Fund f = fund(*s);
    u32  closing, next;
    assert_int_equal(move(f.j, 20261001, f.bank, f.gift, f.yuan, 1000, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20261101, f.road, f.bank, f.yuan, 400, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20261101, f.work, f.gift, f.days, 30, NULL), JOURNAL_OK);
    assert_int_equal(move(f.j, 20270102, f.road, f.bank, f.yuan, 1, NULL), JOURNAL_OK); /* of the next year */
    assert_int_equal(journal_close(f.j, 20261231, f.bank, STR("结转"), &closing), JOURNAL_NO_EQUITY);
    assert_int_equal(journal_close(f.j, 20261231, f.equity, STR("结转"), &closing), JOURNAL_OK);
    assert_int_equal(closing, 4);
    assert_int_equal(journal_closed(f.j), 20261231);
    assert_int_equal(journal_balance(*s, f.j, f.gift, f.yuan, true, 20261231), 0);
    assert_int_equal(journal_balance(*s, f.j, f.road, f.days, true, 20261231), 0);
    assert_int_equal(journal_balance(*s, f.j, f.equity, f.yuan, true, 0), -600);
    assert_int_equal(journal_balance(*s, f.j, f.equity, f.days, true, 0), 0);
    assert_int_equal(journal_balance(*s, f.j, f.road, f.yuan, true, 0), 1);
    assert_int_equal(move(f.j, 20261231, f.road, f.bank, f.yuan, 1, NULL), JOURNAL_CLOSED);
    assert_int_equal(move(f.j, 20270101, f.road, f.bank, f.yuan, 1, NULL), JOURNAL_OK);
    assert_int_equal(journal_close(f.j, 20261231, f.equity, STR("x"), &closing), JOURNAL_CLOSED);
    assert_int_equal(journal_reverse(f.j, 0, 20261231, STR("x"), STR_NONE, &next), JOURNAL_CLOSED);

    Journal *new_book = journal_open(*s, JOURNAL_STRICT);
    assert_int_equal(journal_carry(f.j, 0, new_book, 20270201, STR("年初"), &next), JOURNAL_NOT_CLOSED);
    assert_int_equal(journal_carry(f.j, 20261231, new_book, 20270101, STR("年初"), &next), JOURNAL_OK);
    assert_int_equal(journal_entry(new_book, next).n, 2);
    u32 bank = journal_find_account(new_book, STR("资产:银行"));
    assert_int_equal(journal_balance(*s, new_book, bank, journal_find_commodity(new_book, STR("元")), false, 0), 600);
    assert_int_equal(journal_nature(new_book, bank), JOURNAL_ASSET);
}

static void an_empty_period_is_sealed_without_an_entry(void **s)
{
    Fund f = fund(*s);
    u32  number;
    assert_int_equal(journal_close(f.j, 20261231, f.equity, STR("x"), &number), JOURNAL_OK);
    assert_int_equal(number, JOURNAL_NONE);
    assert_int_equal(journal_entries(f.j), 0);
    assert_int_equal(journal_seal(f.j, 20261231), JOURNAL_CLOSED);
    assert_int_equal(move(f.j, 20261231, f.bank, f.gift, f.yuan, 1, NULL), JOURNAL_CLOSED);
}

static void as_found_it_takes_exchanges_and_what_stands_aside(void **s)
{
    Journal       *j = journal_open(*s, JOURNAL_AS_FOUND);
    u32            a = account(j, "a", 0), b = account(j, "b", 0), n;
    u32            x = commodity(j, "", 0, 0), y = commodity(j, "y", 0, 2);
    JournalTrouble why;
    JournalPosting v[] = { { .account = a, .commodity = x, .amount = 5,
                             .has_cost = true, .cost_commodity = y, .cost = 1000 },
                           { .account = b, .commodity = y, .amount = -1000 },
                           { .account = b, .commodity = y, .amount = -1, .side = JOURNAL_LOOSE } };
    JournalEntry   e = { .day = 20260712, .reverses = JOURNAL_NONE, .n = 3 };
    assert_int_equal(journal_add(j, &e, v, &n, &why), JOURNAL_OK);
    v[2].side = JOURNAL_ASIDE;
    assert_int_equal(journal_add(j, &e, v, &n, &why), JOURNAL_UNBALANCED);
    assert_int_equal(why.by, -1);
    v[0].cost = -1000;
    assert_int_equal(journal_add(j, &e, v, &n, &why), JOURNAL_EXCHANGE);
    v[0].cost = 999, e.n = 2;
    assert_int_equal(journal_add(j, &e, v, &n, &why), JOURNAL_UNBALANCED);
    assert_int_equal(why.commodity, y);
    e.n = 0;
    assert_int_equal(journal_add(j, &e, v, &n, &why), JOURNAL_OK);
    assert_int_equal(journal_entry(j, n).n, 0);
    assert_int_equal(journal_close(j, 20261231, account(j, "e", JOURNAL_EQUITY), STR("x"), &n), JOURNAL_NOT_REAL);
}

/* ---- thousands of books ---- */

enum { ACCOUNTS = 12, COMMODITIES = 3, MOST_ENTRIES = 24 };

static const char *const tree[ACCOUNTS] = { "a", "a:b", "a:b:c", "a-b", "a:d", "e", "e:b", "e:b:f:g", "h", "ab",
                                            "a:bc", "z" };

typedef struct Plain { /* a book as the slow reading keeps it */
    Date   day;
    u32    account, commodity;
    i64    amount;
} Plain;

static Journal *chance_book(Arena *a, Plain *ret, size_t *ret_n)
{
    Journal *j = journal_open(a, JOURNAL_STRICT);
    u32      accounts[ACCOUNTS], commodities[COMMODITIES];
    for (int i = 0; i < ACCOUNTS; i++)
        accounts[i] = account(j, tree[i], JOURNAL_UNKNOWN);
    for (int i = 0; i < COMMODITIES; i++)
        commodities[i] = commodity(j, ((const char *[]){ "x", "y", "z" })[i], JOURNAL_GOODS, i);
    *ret_n = 0;
    for (i64 e = dice_upto(MOST_ENTRIES); e > 0; e--) {
        JournalPosting v[8];
        size_t         n = (size_t)dice_between(1, 3) * 2;
        JournalEntry   entry = { .day = 20260701 + (Date)dice_upto(6), .reverses = JOURNAL_NONE, .n = n };
        u32            number;
        for (size_t i = 0; i < n; i += 2) {
            i64 amount = dice_wide(INT64_MAX / 1000) - dice_wide(INT64_MAX / 1000);
            u32 c = commodities[dice_upto(COMMODITIES)];
            for (size_t k = 0; k < 2; k++, amount = -amount) {
                u32 to = accounts[dice_upto(ACCOUNTS)];
                v[i + k] = (JournalPosting){ .account = to, .commodity = c, .amount = amount };
                ret[(*ret_n)++] = (Plain){ entry.day, v[i + k].account, c, amount };
            }
        }
        assert_int_equal(journal_add(j, &entry, v, &number, NULL), JOURNAL_OK);
    }
    return j;
}

static bool is_below(const Journal *j, u32 account_, u32 above)
{
    Str x = journal_account_name(j, account_), y = journal_account_name(j, above);
    return str_eq(x, y) || (x.n > y.n && str_starts(x, y) && x.p[y.n] == ':');
}

static void every_sum_agrees_with_adding_up_posting_by_posting(void **s)
{
    static Plain plain[MOST_ENTRIES * 6];
    dice_throw("every_sum_agrees_with_adding_up_posting_by_posting");
    for (int round = 0; round < 2000; round++) {
        Arena   *a = arena_open();
        size_t   n, rows;
        Journal *j = chance_book(a, plain, &n);
        Date     from = 20260701 + (Date)dice_upto(4), through = from + (Date)dice_upto(3);
        i64      whole[COMMODITIES] = { 0 };
        JournalBalance *t = journal_trial(a, j, from, through, &rows);
        for (size_t i = 0; i < rows; i++) {
            JournalBalance want = { .account = t[i].account, .commodity = t[i].commodity };
            for (size_t k = 0; k < n; k++) {
                bool is_own = plain[k].account == want.account;
                if (plain[k].commodity != want.commodity || plain[k].day > through ||
                    !is_below(j, plain[k].account, want.account))
                    continue;
                want.all += plain[k].amount;
                want.own += is_own ? plain[k].amount : 0;
                want.opening += is_own && plain[k].day < from ? plain[k].amount : 0;
                want.debit += is_own && plain[k].day >= from && plain[k].amount > 0 ? plain[k].amount : 0;
                want.credit -= is_own && plain[k].day >= from && plain[k].amount < 0 ? plain[k].amount : 0;
                want.postings += is_own && plain[k].day >= from;
            }
            assert_int_equal(want.opening + want.debit - want.credit, want.own);
            assert_memory_equal(&want, &t[i], sizeof want);
            assert_int_equal(journal_balance(a, j, want.account, want.commodity, true, through), want.all);
            whole[want.commodity] += want.own;
        }
        for (int c = 0; c < COMMODITIES; c++)
            assert_int_equal(whole[c], 0);
        arena_close(a);
    }
}

static void running_balances_go_by_days(void **s)
{
    static Plain plain[MOST_ENTRIES * 6];
    dice_throw("running_balances_go_by_days");
    for (int round = 0; round < 2000; round++) {
        Arena   *a = arena_open();
        size_t   n, rows, at = 0;
        i64      opening, sum = 0;
        Journal *j = chance_book(a, plain, &n);
        u32      account_ = (u32)dice_upto(journal_accounts(j)), c = (u32)dice_upto(COMMODITIES);
        Date     from = 20260701 + (Date)dice_upto(3), through = dice_upto(2) ? 20260705 : 0;
        JournalRunning *r = journal_running(a, j, account_, c, true, from, through, &opening, &rows);
        for (size_t k = 0; k < n; k++)
            if (is_below(j, plain[k].account, account_) && plain[k].commodity == c && plain[k].day < from)
                sum += plain[k].amount;
        assert_int_equal(opening, sum);
        for (Date day = from; day <= (through ? through : 20260709); day++) {
            for (size_t k = 0; k < n; k++) {
                if (plain[k].day != day || plain[k].commodity != c || !is_below(j, plain[k].account, account_))
                    continue;
                sum += plain[k].amount;
                assert_true(at < rows);
                assert_int_equal(r[at].posting, k);
                assert_int_equal(r[at].day, day);
                assert_int_equal(r[at++].balance, sum);
            }
        }
        assert_int_equal(at, rows);
        arena_close(a);
    }
}

/* The same entries in another order within their days. */
static void the_order_of_a_days_entries_changes_no_balance(void **s)
{
    static Plain plain[MOST_ENTRIES * 6];
    dice_throw("the_order_of_a_days_entries_changes_no_balance");
    for (int round = 0; round < 500; round++) {
        Arena   *a = arena_open();
        size_t   n, rows, other_rows;
        Journal *j = chance_book(a, plain, &n), *other = journal_open(a, JOURNAL_STRICT);
        u32      order[MOST_ENTRIES], number;
        for (u32 i = 0; i < journal_accounts(j); i++)
            assert_int_equal(account(other, str_cstr(a, journal_account_name(j, i)), 0), i);
        for (u32 i = 0; i < COMMODITIES; i++)
            assert_int_equal(commodity(other, str_cstr(a, journal_commodity_name(j, i)), JOURNAL_GOODS, (int)i), i);
        for (u32 i = 0; i < journal_entries(j); i++) {
            u32 k = (u32)dice_upto(i + 1);
            order[i] = order[k];
            order[k] = i;
        }
        for (u32 i = 0; i < journal_entries(j); i++) {
            JournalEntry   e = journal_entry(j, order[i]);
            JournalPosting v[8];
            for (u32 k = 0; k < e.n; k++)
                v[k] = journal_posting(j, e.first + k);
            assert_int_equal(journal_add(other, &e, v, &number, NULL), JOURNAL_OK);
        }
        JournalBalance *t = journal_trial(a, j, 20260702, 20260704, &rows);
        JournalBalance *u = journal_trial(a, other, 20260702, 20260704, &other_rows);
        assert_int_equal(rows, other_rows);
        assert_memory_equal(t, u, rows * sizeof *t);
        arena_close(a);
    }
}

static void a_reversal_brings_every_balance_back(void **s)
{
    static Plain plain[MOST_ENTRIES * 6];
    dice_throw("a_reversal_brings_every_balance_back");
    for (int round = 0; round < 500; round++) {
        Arena   *a = arena_open();
        size_t   n, rows;
        u32      back;
        Journal *j = chance_book(a, plain, &n);
        for (u32 i = journal_entries(j); i-- > 0;)
            assert_int_equal(journal_reverse(j, i, 20260720, STR("退"), STR_NONE, &back), JOURNAL_OK);
        JournalBalance *t = journal_trial(a, j, 0, 0, &rows);
        for (size_t i = 0; i < rows; i++)
            assert_true(t[i].own == 0 && t[i].all == 0 && t[i].debit == t[i].credit);
        arena_close(a);
    }
}

static void a_million_postings_are_no_burden(void **s)
{
    Arena  *a = arena_open();
    Fund    f = fund(a);
    size_t  n;
    for (int i = 0; i < 500000; i++)
        assert_int_equal(move(f.j, 20260101 + i % 28, i % 2 ? f.bank : f.road, f.gift, i % 3 ? f.yuan : f.days, i,
                              NULL), JOURNAL_OK);
    assert_int_equal(journal_postings(f.j), 1000000);
    assert_true(arena_used(a) < 200 << 20);
    JournalBalance *t = journal_trial(a, f.j, 0, 0, &n);
    i64             sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += t[i].own;
    assert_int_equal(sum, 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fund_of_money_and_labour_adds_up),
        cmocka_unit_test(what_does_not_balance_is_refused_with_by_how_much),
        cmocka_unit_test(what_is_not_a_name_a_day_or_an_account_is_refused),
        cmocka_unit_test(a_sum_is_refused_exactly_where_it_would_leave_64_bits),
        cmocka_unit_test(a_reversal_is_a_new_entry_and_made_once),
        cmocka_unit_test(a_closed_period_has_no_result_and_takes_no_entry),
        cmocka_unit_test(an_empty_period_is_sealed_without_an_entry),
        cmocka_unit_test(as_found_it_takes_exchanges_and_what_stands_aside),
        cmocka_unit_test(every_sum_agrees_with_adding_up_posting_by_posting),
        cmocka_unit_test(running_balances_go_by_days),
        cmocka_unit_test(the_order_of_a_days_entries_changes_no_balance),
        cmocka_unit_test(a_reversal_brings_every_balance_back),
        cmocka_unit_test(a_million_postings_are_no_burden),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
