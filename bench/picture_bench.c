/* picture_bench: processor time of a picture in both sizes, children included, by the studio (record/studio.h) and by
 * `vipsthumbnail` begun once a size, in turn. picture_bench FOLDER ROUNDS FILE.. prints for each file and round: file, ms of
 * the studio, ms of the other. The studio's beginning, once an hour, costs as much in one picture as in eleven: what it says
 * is a tenth of their difference. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/studio.h"

static char bytes[64 << 20];

static double used(void)
{
    double ms = 0;
    for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
        struct rusage u;
        getrusage(who, &u);
        ms += (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
    }
    return ms;
}

static double studio(size_t n, int pictures)
{
    double from = used();
    for (int i = 0; i < pictures; i++) {
        Arena *a = arena_open();
        Ctx    c;
        Str    shown, small;
        ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
        if (studio_make(&c, (Str){ bytes, n }, &shown, &small) != OK)
            exit(1);
        arena_close(a);
    }
    usleep(50000); /* it counts its last painter when that is gone */
    studio_close();
    return used() - from;
}

static void one_size(const char *in, const char *size, const char *out)
{
    int   status;
    pid_t pid = fork();
    if (pid == 0) {
        setenv("VIPS_CONCURRENCY", "1", 1);
        execlp("vipsthumbnail", "vipsthumbnail", in, "--size", size, "--export-profile", "srgb", "-o", out, NULL);
        _exit(127);
    }
    if (waitpid(pid, &status, 0) != pid || status != 0)
        exit(1);
}

static double twice(const char *in, const char *folder)
{
    char   shown[512], small[512], from[512];
    double start = used();
    snprintf(shown, sizeof shown, "%s/shown.jpg[Q=80,strip]", folder);
    snprintf(from, sizeof from, "%s/shown.jpg", folder);
    snprintf(small, sizeof small, "%s/small.jpg[Q=80,strip]", folder);
    one_size(in, "1600x1600>", shown);
    one_size(from, "320x320>", small);
    return used() - start;
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[2]) : 0;
    for (int i = 3; i < argc; i++) {
        FILE  *f = fopen(argv[i], "rb");
        size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
        if (f)
            fclose(f);
        for (int r = 0; r < rounds; r++) {
            double one = studio(n, 1), eleven = studio(n, 11);
            printf("%s %.2f %.2f\n", argv[i], (eleven - one) / 10, twice(argv[i], argv[1]));
        }
    }
    return 0;
}
