/* rule_page: pages of the rules, as a row of the table of nouns. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun rule_noun;
