/* json_fuzz: a JSON body. What is taken is flat, bounded and text. */
#include <string.h>

#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    RawValues values = { 0 };
    Ctx       c;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    Err e = form_json(&c, (Str){ (const char *)bytes, n }, &values);
    BUG_ON(e != OK && e != ERR_MALFORMED);
    for (size_t i = 0; e == OK && i < values.n; i++) {
        BUG_ON(!utf8_is_text(values.v[i].name) || !values.v[i].is_json || values.v[i].is_file);
        BUG_ON(values.v[i].text.n && memchr(values.v[i].text.p, '\0', values.v[i].text.n) != NULL);
    }
    arena_close(c.arena);
    return 0;
}
