/* account_page: what accounts bring to the wire: signing in by password or card (login_page.c), one's own things
 * (me_page.c), accounts and roles of a place, card sheets (card_page.c), acting for a resident (help_page.c). */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun account_noun;
