/* login_page: the door: a name and password, or a card. Its rows stand in account_page.c. */
#pragma once
#include "web/route.h"

extern const Out  login_out[], card_out[];
extern const Form login_form, login_next_form, card_find_form, card_enter_form;
Handler           login_page, login_post, logout_post, card_find_page, card_page, card_post;
