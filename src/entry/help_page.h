/* help_page: a helper chooses for whom, and says how that resident agreed. Its rows stand in account_page.c. */
#pragma once
#include "web/route.h"

extern const Out  help_out[];
extern const Form help_form, help_begin_form;
Handler           help_page, help_post, help_stop;
