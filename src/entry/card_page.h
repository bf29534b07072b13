/* card_page: sheets of household cards (printing makes new ones), that they were handed over, taking a card back. Rows in account_page.c. */
#pragma once
#include "web/route.h"

extern const Out  cards_out[];
extern const Form cards_form, cards_issue_form, cards_handed_form, card_revoke_form;
Handler           cards_page, cards_issue, cards_handed, card_open_post, card_take_back;
