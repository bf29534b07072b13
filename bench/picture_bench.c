/* picture_bench: processor time of a picture in both sizes, children included, by the studio (record/studio.h), by the same where no
 * code may be made while it runs, as in the shipped unit, and by `vipsthumbnail` begun once a size wherever it may, in turn.
 * picture_bench FOLDER ROUNDS FILE.. prints for each file and round: file, ms of the three. The studio's beginning, once an hour,
 * costs as much in one picture as in eleven: what it says is a tenth of their difference. */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
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

/* MemoryDenyWriteExecute=yes, as systemd puts it: nothing is mapped to be written and run, and nothing is made to run later. */
static void as_in_the_unit(void)
{
    struct sock_filter lines[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, PROT_WRITE | PROT_EXEC),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_WRITE | PROT_EXEC, 4, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = { sizeof lines / sizeof lines[0], lines };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0 ||
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        exit(1);
}

/* ms of one, in a process of its own. */
static double picture(size_t n, int in_unit)
{
    int    ends[2], status;
    double ms = 0;
    if (pipe(ends) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        if (in_unit)
            as_in_the_unit();
        double one = studio(n, 1), eleven = studio(n, 11);
        ms = (eleven - one) / 10;
        _exit(write(ends[1], &ms, sizeof ms) != sizeof ms);
    }
    close(ends[1]);
    if (read(ends[0], &ms, sizeof ms) != sizeof ms || waitpid(pid, &status, 0) != pid || status != 0)
        exit(1);
    close(ends[0]);
    return ms;
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
            double free = picture(n, 0), unit = picture(n, 1);
            printf("%s %.2f %.2f %.2f\n", argv[i], free, unit, twice(argv[i], argv[1]));
        }
    }
    return 0;
}
