/* template: a Mustache dialect, compiled at start, one compiled copy a language.
 *
 *   {{x}}  {{a.b}}     a value, always escaped for HTML text and quoted attributes; dots walk maps
 *   {{x|day}}          through a filter: day, clock (08:12), stamp (7月12日 08:12), ago, year_day, date, yuan, count, pct, json
 *   {{#x}}..{{/x}}     for each element of a list, or with a map, or if true / non-zero / non-empty; {{.}} is the element
 *   {{^x}}..{{/x}}     if not
 *   {{>part/name}}     a part, with the same context; names are files under templates ("part/five", "need")
 *   {{&x}}             markup made by our own renderers only (VIEW_MARKUP); any other type there is a start-up error
 *   {{! ...}}          a remark
 *   {{#_is x value}}   compares a text or enum: {{#_is state "doing"}}..{{/_is}}
 * A name is looked up in the innermost context, then outwards. Pages fill the blocks of part/layout: a page file is
 *   {{<part/layout}} {{$title}}..{{/title}} {{$main}}..{{/main}} {{/part/layout}}
 *
 * Language: the Chinese stands in the template as people read it. A message is the whole inner text of the innermost
 * element that directly holds Chinese, white space folded, tags and {{..}} included, so that English may reorder;
 * attributes with Chinese are messages of their own. i18n/en.po maps them. A message without English, an unknown part,
 * filter or block, or a key that is in none of the declared Out tables fails the build (tools/check-templates, and
 * template_check at start under tests). */
#pragma once
#include "web/view.h"

typedef struct Templates Templates; /* all of them, compiled, for all languages */

MUST Err templates_load(Ctx *c, Templates **ret_templates); /* from the embedded files; process lifetime */
/* Renders `name` over {data, ui}. ERR_INTERNAL: no such template. */
MUST Err template_render(Ctx *c, const Templates *t, const char *name, const View *data, const View *ui, Buf *out);
bool     template_exists(const Templates *t, const char *name);
/* Every {{data.path}} of the template (parts included) must be declared in `out`; problems go to the log. */
MUST Err template_check(Ctx *c, const Templates *t, const char *name, const Out *out);
/* All messages without an English text, one a line. */
Str      templates_untranslated(Arena *a, const Templates *t);
