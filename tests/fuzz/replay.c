/* replay: runs a fuzz target over the files given, as a regression. To search for new ones instead:
 *
 *   make CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined' OUT=/tmp/fz /tmp/fz/libyuanchang.a
 *   clang -O1 -g -fsanitize=fuzzer,address,undefined -std=gnu17 -D_GNU_SOURCE -Isrc -I/tmp/fz tests/fuzz/form_fuzz.c \
 *       /tmp/fz/libyuanchang.a $(pkg-config --libs jansson libsodium libcrypto zlib ..) -o /tmp/fz/form_fuzz
 *   mkdir -p /tmp/fz/found && /tmp/fz/form_fuzz /tmp/fz/found tests/fuzz/form_fuzz */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST = 1 << 22 };

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE    *f = fopen(argv[i], "rb");
        uint8_t *bytes = malloc(MOST);
        if (f == NULL || bytes == NULL) {
            fprintf(stderr, "replay: cannot read %s\n", argv[i]);
            return 1;
        }
        size_t   n = fread(bytes, 1, MOST, f);
        uint8_t *exact = malloc(n ? n : 1); /* so that a byte too far is seen */
        for (size_t k = 0; k < n; k++)
            exact[k] = bytes[k];
        LLVMFuzzerTestOneInput(exact, n);
        free(exact);
        free(bytes);
        fclose(f);
    }
    return 0;
}
