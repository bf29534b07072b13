/* embedgen: writes the given files into a C source as Embedded rows (base/embed.h), sorted by path.
 *
 *   embedgen OUT.c FILE ...
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static int by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Two migrations of one number would be applied in an order that nobody chose. */
static void refuse_twins(char **files, int n)
{
    static const char folder[] = "migrations/";
    size_t            head = sizeof folder - 1;
    for (int i = 1; i < n; i++)
        if (strncmp(files[i], folder, head) == 0 && strncmp(files[i], files[i - 1], head + 5) == 0) {
            fprintf(stderr, "embedgen: two migrations of one number: %s %s\n", files[i - 1], files[i]);
            exit(1);
        }
}

static unsigned char *slurp(const char *path, size_t *ret_n)
{
    FILE          *f = fopen(path, "rb");
    unsigned char *p = NULL;
    size_t         n = 0, got;
    if (f == NULL) {
        fprintf(stderr, "embedgen: cannot read %s\n", path);
        exit(1);
    }
    do {
        p = realloc(p, n + 65536);
        got = fread(p + n, 1, 65536, f);
        n += got;
    } while (got);
    fclose(f);
    *ret_n = n;
    return p;
}

static size_t gzipped(const unsigned char *p, size_t n, unsigned char **ret)
{
    z_stream z = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        exit(1);
    size_t room = deflateBound(&z, n) + 32;
    *ret = malloc(room);
    z.next_in = (unsigned char *)p;
    z.avail_in = (unsigned)n;
    z.next_out = *ret;
    z.avail_out = (unsigned)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        exit(1);
    size_t made = z.total_out;
    deflateEnd(&z);
    return made;
}

static void print_bytes(FILE *c, const char *name, int i, const unsigned char *p, size_t n)
{
    fprintf(c, "static const unsigned char %s%d[] = {", name, i);
    for (size_t k = 0; k < n; k++)
        fprintf(c, "%s%u,", k % 32 == 0 ? "\n" : "", p[k]);
    fprintf(c, "0};\n");
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        qsort(argv + 2, (size_t)argc - 2, sizeof *argv, by_path);
        refuse_twins(argv + 2, argc - 2);
    }
    FILE *c = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (c == NULL || sodium_init() < 0) {
        fprintf(stderr, "usage: embedgen OUT.c FILE ...\n");
        return 1;
    }
    int     n = argc - 2;
    char  **files = argv + 2;
    size_t *size = calloc((size_t)n + 1, sizeof *size), *zsize = calloc((size_t)n + 1, sizeof *zsize);
    char  (*hash)[13] = calloc((size_t)n + 1, sizeof *hash);
    fprintf(c, "/* Made by tools/embedgen. */\n#include \"base/embed.h\"\n\n");
    for (int i = 0; i < n; i++) {
        unsigned char *bytes = slurp(files[i], &size[i]), *gz, digest[32];
        crypto_hash_sha256(digest, bytes, size[i]);
        sodium_bin2hex(hash[i], 13, digest, 6);
        print_bytes(c, "f", i, bytes, size[i]);
        zsize[i] = gzipped(bytes, size[i], &gz);
        if (zsize[i] * 10 > size[i] * 9)
            zsize[i] = 0;
        print_bytes(c, "z", i, gz, zsize[i]);
        free(bytes);
        free(gz);
    }
    fprintf(c, "\nconst Embedded embedded_files[] = {\n");
    for (int i = 0; i < n; i++)
        fprintf(c, "    { \"%s\", { (const char *)f%d, %zu }, { (const char *)z%d, %zu }, \"%s\" },\n", files[i], i,
                size[i], i, zsize[i], hash[i]);
    fprintf(c, "    { 0 }\n};\nconst size_t embedded_count = %d;\n", n);
    return fclose(c);
}
