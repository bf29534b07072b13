/* guard_fuzz: a request's head, line by line, of the first line method and target. Whatever passes has one meaning. */
#include <string.h>
#include <strings.h>

#include "web/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* A second, simpler reading of the same lines: how many are called so, in any case, white space aside. */
static int called(Str head, const char *name)
{
    Str line;
    int count = 0;
    while (str_next(&head, '\n', &line)) {
        Str value = line, key;
        if (str_next(&value, ':', &key) && str_trim(key).n == strlen(name) &&
            strncasecmp(str_trim(key).p, name, strlen(name)) == 0)
            count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str   rest = { (const char *)bytes, n }, line, head;
    Guard g = guard_new();
    if (n == 0 || !str_next(&rest, '\n', &line))
        return 0;
    Str target = line, method;
    str_next(&target, ' ', &method);
    guard_method(&g, method);
    guard_target(&g, target);
    head = rest;
    while (str_next(&rest, '\n', &line)) {
        Str name, value = line;
        if (!str_next(&value, ':', &name))
            continue;
        if (!guard_header(&g, name, str_trim(value), false))
            break;
    }
    if (!guard_end(&g, STR("HTTP/1.1")))
        return 0;
    BUG_ON(called(head, "Host") != 1);
    BUG_ON(called(head, "Content-Length") > 1 || called(head, "Transfer-Encoding") > 0);
    return 0;
}
