/* embedgen: writes the given files into a C source as Embedded rows (base/embed.h), sorted by path. Their bytes lie in a file beside
 * it, which the assembler takes in as it is: a compiler would read each of a million as a number.
 *
 *   embedgen OUT.c FILE ...      and OUT.c.bytes
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

/* With a zero behind, as a text has it. Returns where they begin. */
static size_t bytes_put(FILE *f, const unsigned char *p, size_t n)
{
    size_t at = (size_t)ftell(f);
    if (fwrite(p, 1, n, f) != n || putc(0, f) == EOF) {
        fprintf(stderr, "embedgen: cannot write\n");
        exit(1);
    }
    return at;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        qsort(argv + 2, (size_t)argc - 2, sizeof *argv, by_path);
        refuse_twins(argv + 2, argc - 2);
    }
    char  path[4096];
    FILE *c = argc > 1 ? fopen(argv[1], "w") : NULL, *f = NULL;
    if (c != NULL && snprintf(path, sizeof path, "%s.bytes", argv[1]) < (int)sizeof path)
        f = fopen(path, "wb");
    if (f == NULL || sodium_init() < 0) {
        fprintf(stderr, "usage: embedgen OUT.c FILE ...\n");
        return 1;
    }
    int     n = argc - 2;
    char  **files = argv + 2;
    fprintf(c, "/* Made by tools/embedgen. */\n#include \"base/embed.h\"\n\nextern const char embedded_bytes[];\n"
               "__asm__(\".section .rodata\\nembedded_bytes:\\n.incbin \\\"%s\\\"\\n.previous\\n\");\n"
               "\nconst Embedded embedded_files[] = {\n", path);
    for (int i = 0; i < n; i++) {
        size_t         size, zsize;
        char           hash[13];
        unsigned char *bytes = slurp(files[i], &size), *gz, digest[32];
        crypto_hash_sha256(digest, bytes, size);
        sodium_bin2hex(hash, sizeof hash, digest, 6);
        zsize = gzipped(bytes, size, &gz);
        if (zsize * 10 > size * 9)
            zsize = 0;
        size_t at = bytes_put(f, bytes, size), zat = bytes_put(f, gz, zsize);
        fprintf(c, "    { \"%s\", { embedded_bytes + %zu, %zu }, { embedded_bytes + %zu, %zu }, \"%s\" },\n", files[i], at, size,
                zat, zsize, hash);
        free(bytes);
        free(gz);
    }
    fprintf(c, "    { 0 }\n};\nconst size_t embedded_count = %d;\n", n);
    return fclose(f) != 0 || fclose(c) != 0;
}
