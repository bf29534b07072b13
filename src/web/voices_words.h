/* voices_words: a place that engine/tally/voices gave, in the words of the catalogs: what its voices are made of, and why it
 * stands above the next one. */
#pragma once
#include "engine/tally/voices.h"
#include "web/i18n.h"

/* 12户提过：8户各算1份，4户各算1/2份；3户家里有要照顾的人，多算0.60份；等了40天，多算0.20份；一共10.80份.
 * What adds nothing is left out. `days`: how long it waits. */
Str voices_words_sum(Arena *a, Lang lang, const Voices *v, size_t place, i64 days);
/* 比下一件多2户. Empty for the last. */
Str voices_words_why(Arena *a, Lang lang, const Voices *v, size_t place);
