/* account_inside: what account.c, login.c and card.c share. Others use account.h. */
#pragma once
#include "entry/account.h"

/* A role that a newer program has written gives nothing here. */
static inline bool role_is_known(i64 stored)
{
    return stored >= 0 && stored < ROLE_COUNT;
}

Account account_from_row(Code county, Row r);
/* Stands in for an account as the subject of an event. */
Ref     account_ref(const Account *a);
