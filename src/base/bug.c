/* bug: where a broken promise of our own code ends. */
#include "base/types.h"

#include <stdio.h>
#include <stdlib.h>

void bug(const char *what, const char *file, int line)
{
    fprintf(stderr, "BUG %s:%d: %s\n", file, line, what);
    abort();
}
