/* log_page: pages of the logs, as a row of the table of nouns. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun log_noun;
