/* board_page: boards and figures, as a row of the table of nouns. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun board_noun;
