/* replay: runs a fuzz target over the files of a folder, or over single files, as a regression, and says of each that it
 * went well. To search for new ones instead (clang and its runtime: tools/setup bench), here for ten minutes:
 *
 *   make -j2 SEARCH=1 CC=clang out/search/fuzz/form_fuzz
 *   mkdir -p /tmp/found
 *   out/search/fuzz/form_fuzz -max_total_time=600 -max_len=8192 /tmp/found tests/fuzz/form_fuzz
 *
 * request_fuzz is slower by far and needs -timeout=60 -rss_limit_mb=4096. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
/* A target may have something to say of a whole folder: is there an input for everything? */
__attribute__((weak)) bool fuzz_is_complete(void);

enum { MOST = 1 << 22 };

static bool run_file(const char *path)
{
    FILE    *f = fopen(path, "rb");
    uint8_t *bytes = malloc(MOST);
    if (f == NULL || bytes == NULL) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        return false;
    }
    size_t   n = fread(bytes, 1, MOST, f);
    uint8_t *exact = malloc(n ? n : 1); /* so that a byte too far is seen */
    for (size_t k = 0; k < n; k++)
        exact[k] = bytes[k];
    fprintf(stderr, "replay: %s\n", path); /* the last one said is the one that broke it */
    LLVMFuzzerTestOneInput(exact, n);
    printf("case ok %s\n", path);
    fflush(stdout);
    free(exact);
    free(bytes);
    fclose(f);
    return true;
}

static bool run_folder(const char *path)
{
    struct dirent **all;
    bool            ok = true;
    char            name[4096];
    int             n = scandir(path, &all, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "%s/%s", path, all[i]->d_name);
        if (all[i]->d_name[0] != '.')
            ok = run_file(name) && ok;
        free(all[i]);
    }
    if (n < 0)
        return false;
    free(all);
    return ok && (fuzz_is_complete == NULL || fuzz_is_complete());
}

int main(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        bool        is_folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);
        ok = (is_folder ? run_folder(argv[i]) : run_file(argv[i])) && ok;
    }
    return ok ? 0 : 1;
}
