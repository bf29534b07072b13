/* pta_beancount_account: which account of the journal a name in beancount's text is. See pta_beancount_inside.h. */
#include "engine/ledger/pta_beancount_inside.h"

bool bean_account_of(BeanReader *x, Str name, Str own, JournalNature nature, u32 *ret)
{
    PtaRaw *r = x->r;
    u32     before = names_count(x->account_names), at = names_add(x->account_names, name);
    if (at == before) {
        if (!raw_account(r, own, nature, ret))
            return false;
        GROWN(x->r->a, x->accounts, at);
        x->accounts[at] = *ret;
    }
    *ret = x->accounts[at];
    return str_eq(journal_account_name(r->journal, *ret), own) ||
           raw_refuse(r, "yc-name comes after the account was used", own);
}

bool bean_account(BeanReader *x, Str name, u32 *ret)
{
    u32 at = names_find(x->account_names, name);
    if (!bean_is_account(name))
        return raw_refuse(x->r, "not an account of beancount, such as Assets:Bank", name);
    if (at == NAMES_NONE)
        return bean_account_of(x, name, name, JOURNAL_UNKNOWN, ret);
    *ret = x->accounts[at];
    return true;
}
