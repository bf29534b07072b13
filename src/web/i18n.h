/* i18n: catalogs. i18n/zh_CN.po gives the Chinese of every message key that C code uses ("need.title.long"); i18n/en.po
 * gives the English of those keys and of every Chinese message of the templates. Both are gettext files, embedded. */
#pragma once
#include "base/base.h"

MUST Err i18n_load(Ctx *c);                              /* once, at start */
Str      i18n_text(Lang lang, const char *key);          /* the key itself when unknown (and a test fails) */
Str      i18n_fill(Arena *a, Lang lang, const char *key, Str p1, Str p2); /* {1} and {2} replaced */
bool     i18n_has(Lang lang, Str msgid);
bool     i18n_message(Lang lang, Str msgid, Str *ret_text);
const char *lang_tag(Lang lang);                         /* "zh-CN", "en" */
Lang     lang_pick(Str accept_language, Str cookie);
