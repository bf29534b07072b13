/* me_page: one's own things: the house, roles, messages, password. Its rows stand in account_page.c. */
#pragma once
#include "web/route.h"

extern const Out  me_out[];
extern const Form me_form, me_password_form, me_read_form;
Handler           me_page, me_password, me_read;
