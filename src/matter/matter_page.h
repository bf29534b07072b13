/* matter_page: what all matters share, as a row of the table of nouns: pictures over the wire, telling. */
#pragma once
#include "record/noun.h"

extern const Noun matter_noun;
