/* i18n: catalogs. i18n/FOLDER.zh_CN.po gives the Chinese of every message key that C code uses ("need.title.long");
 * i18n/FOLDER.en.po gives the English of those keys and of every Chinese message of the templates. All of them are
 * gettext files, embedded, read at start into one table a language. */
#pragma once
#include "base/base.h"

MUST Err i18n_load(Ctx *c);                              /* all embedded catalogs; once, at start; again is harmless */
MUST Err i18n_add(Ctx *c, Lang lang, const char *file, Str po); /* one more catalog: for tests */
/* The text of a key put together of two: ("need.state.", "doing"); the name itself when unknown. For lists, where it is
 * asked hundreds of times a page. */
Str      i18n_word(Lang lang, const char *group, const char *name);
Str      i18n_text(Lang lang, const char *key);          /* the key itself when unknown (and a test fails) */
Str      i18n_fill(Arena *a, Lang lang, const char *key, Str p1, Str p2); /* {1} and {2} replaced; {1:day:days} by {1} */
bool     i18n_has(Lang lang, Str msgid);
bool     i18n_message(Lang lang, Str msgid, Str *ret_text);
/* Messages that two catalogs translate differently (the first one counts), one a line. */
Str      i18n_conflicts(Arena *a);
const char *lang_tag(Lang lang);                         /* "zh-CN", "en" */
/* The cookie if it names a language, else the first of Accept-Language that we have (in its
 * order; q is not weighed), else English where it names others only, else Chinese. */
Lang     lang_pick(Str accept_language, Str cookie);
