/* name_list_fuzz: a list of names before a draw. What is taken has a name on every line, each once; what is not says so. */
#include "engine/tally/name_list.h"

#include <string.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena   *a = arena_open();
    NameList names;
    Lines   *lines = lines_of(a, (Str){ (const char *)bytes, n });
    bool     is_list = name_list_read(a, lines, &names);
    BUG_ON(is_list != (lines->refusal.what == NULL) || is_list != (names.n > 0));
    BUG_ON(!is_list && lines->refusal.line < 1);
    BUG_ON(is_list && names.n != lines->line);
    for (i64 i = 0; i < names.n; i++) {
        Str name = names.v[i];
        BUG_ON(name.n == 0 || name.n > NAME_LIST_LONGEST || !utf8_is_text(name) || memchr(name.p, '\n', name.n) != NULL);
        for (i64 k = 0; k < i && i < 200; k++)
            BUG_ON(str_eq(name, names.v[k]));
    }
    Str text = refusal_text(a, &lines->refusal);
    BUG_ON(!is_list && !utf8_is_text(text));
    arena_close(a);
    return 0;
}
