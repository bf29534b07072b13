/* template: a Mustache dialect, compiled at start, one compiled copy a language. docs/templates.md is for those who
 * write pages.
 *
 *   {{x}}  {{a.b}}     a value, always escaped for HTML text and quoted attributes; dots walk maps
 *   {{x|day}}          through a filter: day, clock (08:12), stamp (7月12日 08:12), ago, year_day, date, yuan, count,
 *                      pct, url, json
 *   {{#x}}..{{/x}}     for each element of a list, or with a map that is not empty, or if true / non-zero / non-empty;
 *                      {{.}} is the element
 *   {{^x}}..{{/x}}     if not
 *   {{>part/name}}     a part, with the same context; names are files under templates ("part/five", "need")
 *   {{>slot/name}}     what the nouns of the house add here (Room.fills in web/route.h)
 *   {{&x}}             markup made by our own renderers only (VIEW_MARKUP); any other type there is a start-up error
 *   {{@img/x.svg}}     the address of an asset, with its hash
 *   {{! ...}}          a remark
 *   {{#_is x value}}   compares a text, number or enum: {{#_is state "doing"}}..{{/_is}}, {{#_is code ui.query.place}};
 *                      {{^_is ..}} if not
 * A name is looked up in the innermost context, then outwards. Pages fill the blocks of part/layout: a page file is
 *   {{<part/layout}} {{$title}}..{{/title}} {{$main}}..{{/main}} {{/part/layout}}
 *
 * Language: the Chinese stands in the template as people read it. A message is the whole inner text of the outermost
 * element that directly holds Chinese, white space folded, tags and {{..}} included, so that English may reorder;
 * attributes with Chinese are messages of their own. i18n/FOLDER.en.po maps them. A message without English, an unknown
 * part, filter or block, or a key that is in none of the declared Out tables fails the build (templates_all_test, and
 * template_check at start under tests). */
#pragma once
#include "web/view.h"

typedef struct Templates Templates; /* all of them, compiled, for all languages */

MUST Err templates_load(Ctx *c, Templates **ret_templates); /* from the embedded files; process lifetime */
/* Renders `name` over {data, ui} in c->lang, as of c->now. ERR_INTERNAL: no such template. */
MUST Err template_render(Ctx *c, const Templates *t, const char *name, const View *data, const View *ui, Buf *out);
bool     template_exists(const Templates *t, const char *name);
/* What is wrong, in the words of the catalogs; a day in it is said as the pages say days. */
Str      problem_words(Ctx *c, const Problem *p);
/* Every name in the template (parts included) must be declared: data.* in `out`, ui.* in ui_out (web/ui.h); filters
 * must fit their types, {{&x}} must be OUT_MARKUP. Problems go to the log, the first one to c. */
MUST Err template_check(Ctx *c, const Templates *t, const char *name, const Out *out);
/* All messages without an English text, one a line, as "msgid ..." lines ready for a catalog, each after its file. */
Str      templates_untranslated(Arena *a, const Templates *t);
const char *template_name(const Templates *t, size_t i);    /* NULL past the last one */

/* The same from files given, with English from the catalogs loaded: for tests and fuzzing. */
typedef struct TemplateFile { const char *name; Str text; } TemplateFile;
MUST Err templates_build(Ctx *c, const TemplateFile *files, size_t n, Arena *keep, Templates **ret_templates);
