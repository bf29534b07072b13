/* studio_test: a picture is made in a process of its own, which is shut in, ends with it, and whose end costs nobody else
 * anything. */
#include "support/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "base/embed.h"
#include "record/picture.h"
#include "record/studio.h"
#include "record/studio_cell.h"

static Arena *a;
static Str    picture;

static int setup(void **s)
{
    a = arena_open();
    const Embedded *f = embedded_find(STR("demo/photos/field.jpg"));
    assert_non_null(f);
    picture = f->bytes;
    return 0;
}

static int teardown(void **s)
{
    studio_hasten(30000);
    studio_close();
    arena_close(a);
    return 0;
}

static Err make(Str bytes, Picture *ret_shown, Picture *ret_small)
{
    Ctx c;
    Str shown = STR_NONE, small = STR_NONE;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
    Err e = studio_make(&c, bytes, &shown, &small);
    *ret_shown = picture_look(shown);
    *ret_small = picture_look(small);
    return e;
}

static void makes(Str bytes)
{
    Picture shown, small;
    assert_int_equal(make(bytes, &shown, &small), OK);
    assert_int_equal(shown.kind, PICTURE_JPEG);
    assert_in_range(shown.width, 1, STUDIO_SHOWN);
    assert_in_range(small.width, 1, STUDIO_SMALL);
}

/* ---- a picture that takes a while: black, of 6000 x 4000 ---- */

static void put_chunk(Buf *b, const char *type, const void *data, size_t n)
{
    u8 size[4] = { (u8)(n >> 24), (u8)(n >> 16), (u8)(n >> 8), (u8)n }, check[4];
    buf_put(b, (const char *)size, 4);
    size_t from = b->n;
    buf_cstr(b, type);
    buf_put(b, data, n);
    u32 sum = (u32)crc32(0, (const u8 *)b->p + from, (uInt)(b->n - from));
    for (int i = 0; i < 4; i++)
        check[i] = (u8)(sum >> (24 - 8 * i));
    buf_put(b, (const char *)check, 4);
}

static Str large(void)
{
    static const u8 head[] = { 0, 0, 6000 >> 8, 6000 & 0xff, 0, 0, 4000 >> 8, 4000 & 0xff, 8, 2, 0, 0, 0 };
    size_t n = (size_t)4000 * (1 + 3 * 6000);
    u8    *raw = calloc(1, n);
    uLongf packed = compressBound(n);
    u8    *data = malloc(packed);
    assert_int_equal(compress2(data, &packed, raw, n, 1), Z_OK);
    Buf b = buf_new(a, packed + 200, packed + 200);
    buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&b, "IHDR", head, sizeof head);
    put_chunk(&b, "IDAT", data, packed);
    put_chunk(&b, "IEND", "", 0);
    free(raw);
    free(data);
    return buf_text(&b);
}

/* ---- who is there: read from /proc ---- */

static const char *proc(int pid, const char *file, const char *start)
{
    static char line[512];
    char        path[64];
    line[0] = '\0';
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL && strncmp(line, start, strlen(start)) != 0)
        line[0] = '\0';
    if (f != NULL)
        fclose(f);
    return line;
}

/* A child of that process; 0: it has none. */
static int child_of(int parent)
{
    char           mine[32];
    int            found = 0;
    struct dirent *e;
    DIR           *d = opendir("/proc");
    snprintf(mine, sizeof mine, "PPid:\t%d\n", parent);
    while (d != NULL && found == 0 && (e = readdir(d)) != NULL) {
        int pid = (int)strtol(e->d_name, NULL, 10);
        if (pid > 0 && strcmp(proc(pid, "status", "PPid:"), mine) == 0 && strstr(proc(pid, "status", "State:"), "Z") == NULL)
            found = pid;
    }
    if (d != NULL)
        closedir(d);
    return found;
}

static int studio_pid(void)
{
    int pid = child_of(getpid());
    assert_true(pid > 0);
    return pid;
}

/* Waits until that process is gone; false after ten seconds. */
static bool is_gone(int pid)
{
    struct pollfd p = { .fd = pidfd_open(pid, 0), .events = POLLIN };
    bool          gone = p.fd < 0 || poll(&p, 1, 10000) == 1;
    if (p.fd >= 0)
        close(p.fd);
    return gone;
}

/* ---- picture after picture ---- */

static void one_studio_sends_a_painter_for_each_picture(void **s)
{
    makes(picture);
    int first = studio_pid();
    for (int i = 0; i < 5; i++)
        makes(picture);
    assert_int_equal(studio_pid(), first);
    int painter = child_of(first);
    assert_true(painter == 0 || is_gone(painter));
}

static void what_it_cannot_read_costs_it_nothing(void **s)
{
    Picture shown, small;
    makes(picture);
    int first = studio_pid();
    assert_int_equal(make(STR("\xff\xd8\xff no picture"), &shown, &small), ERR_MEDIA);
    assert_int_equal(make(str_cut(picture, 300), &shown, &small), ERR_MEDIA);
    assert_int_equal(make(STR("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"), &shown, &small), ERR_MEDIA);
    assert_int_equal(make(STR_NONE, &shown, &small), ERR_MEDIA);
    makes(picture);
    assert_int_equal(studio_pid(), first);
}

/* ---- who dies or hangs ---- */

static void a_studio_that_died_is_not_missed(void **s)
{
    makes(picture);
    int first = studio_pid();
    kill(first, SIGKILL);
    makes(picture);
    assert_int_not_equal(studio_pid(), first);
}

static void a_studio_that_hangs_is_replaced(void **s)
{
    makes(picture);
    int first = studio_pid();
    kill(first, SIGSTOP);
    studio_hasten(2000);
    makes(picture);
    assert_true(is_gone(first));
}

static void *make_beside(void *arg)
{
    Picture shown, small;
    return (void *)(intptr_t)make(*(Str *)arg, &shown, &small);
}

/* A studio whose last painter is gone. */
static int idle_studio(void)
{
    makes(picture);
    int studio = studio_pid(), last = child_of(studio);
    assert_true(last == 0 || is_gone(last));
    return studio;
}

/* What comes of a picture whose painter is sent a signal in the midst of it. */
static Err made_with(int signal_of_it, int *ret_painter)
{
    pthread_t t;
    void     *e;
    Str       slow = large();
    int       studio = idle_studio();
    pthread_create(&t, NULL, make_beside, &slow);
    while ((*ret_painter = child_of(studio)) == 0)
        sched_yield();
    assert_int_equal(kill(*ret_painter, signal_of_it), 0);
    pthread_join(t, &e);
    return (Err)(intptr_t)e;
}

static void a_painter_that_dies_leaves_its_picture_to_another(void **s)
{
    int painter;
    assert_int_equal(made_with(SIGKILL, &painter), OK);
    makes(picture);
}

static void a_painter_that_hangs_is_ended(void **s)
{
    int painter;
    makes(picture);
    studio_hasten(2000);
    assert_int_equal(made_with(SIGSTOP, &painter), ERR_MEDIA);
    assert_true(is_gone(painter));
    studio_hasten(30000);
    makes(picture);
}

static void *refuse_to_make_code(void *arg)
{
    Picture            shown, small;
    struct sock_filter no_code[] = { /* as systemd's MemoryDenyWriteExecute does it */
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, PROT_WRITE | PROT_EXEC),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_WRITE | PROT_EXEC, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    struct sock_fprog program = { COUNTOF(no_code), no_code };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        return (void *)(intptr_t)-1;
    return (void *)(intptr_t)make(picture, &shown, &small);
}

/* The filter holds this one thread and the studio that it begins. */
static void it_works_where_a_service_may_make_no_code(void **s)
{
    pthread_t t;
    void     *e;
    if (!studio_cell_is_known())
        skip();
    pthread_create(&t, NULL, refuse_to_make_code, NULL);
    pthread_join(t, &e);
    assert_true((intptr_t)e == OK);
}

static void it_ends_with_us(void **s)
{
    int end[2];
    assert_int_equal(pipe(end), 0);
    pid_t other = fork();
    if (other == 0) {
        Picture shown, small;
        int     studio = make(picture, &shown, &small) == OK ? child_of(getpid()) : 0;
        (void)!write(end[1], &studio, sizeof studio);
        pause();
        _exit(0);
    }
    int studio = 0;
    assert_int_equal(read(end[0], &studio, sizeof studio), sizeof studio);
    assert_true(studio > 0);
    kill(other, SIGKILL);
    waitpid(other, NULL, 0);
    assert_true(is_gone(studio));
    close(end[0]);
    close(end[1]);
}

/* ---- what it may ---- */

static int sockets_of(int pid)
{
    char path[64], to[64];
    int  n = 0;
    for (int fd = 0; fd < 64; fd++) {
        snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
        memset(to, 0, sizeof to);
        if (readlink(path, to, sizeof to - 1) > 0)
            n += strncmp(to, "socket:", 7) == 0;
    }
    return n;
}

static void the_studio_has_one_thread_and_nothing_of_ours(void **s)
{
    char path[64], to[64] = "";
    int  secret = open("/etc/hostname", O_RDONLY); /* left open over fork on purpose */
    setenv("YUANCHANG_TEST_SECRET", "1", 1);
    makes(picture);
    int pid = studio_pid();
    assert_non_null(strstr(proc(pid, "limits", "Max file size"), " 0 "));
    assert_non_null(strstr(proc(pid, "limits", "Max open files"), " 64 "));
#ifndef __SANITIZE_ADDRESS__
    assert_non_null(strstr(proc(pid, "limits", "Max address space"), " 1073741824 "));
#endif
    assert_string_equal(proc(pid, "status", "Threads:"), "Threads:\t1\n");
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    char environ_of_it[2048] = "";
    int  f = open(path, O_RDONLY);
    assert_true(read(f, environ_of_it, sizeof environ_of_it - 1) > 0);
    assert_null(memmem(environ_of_it, sizeof environ_of_it, "SECRET", 6));
    close(f);
    assert_int_equal(sockets_of(pid), 1);
    snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, secret);
    assert_true(readlink(path, to, sizeof to - 1) <= 0 || strncmp(to, "/etc/", 5) != 0);
    unsetenv("YUANCHANG_TEST_SECRET");
    close(secret);
}

static void *nothing(void *arg)
{
    return arg;
}

/* In a process that is shut in: the number of the first thing that went otherwise than it should. */
static int what_a_prisoner_can(int open_socket)
{
    int     n = 0, status;
    pid_t   parent = getppid();
    static char name[] = "true", *const argv[] = { name, NULL };
#define REFUSED(call) do { n++; errno = 0; if ((call) != -1 || errno != EPERM) return n; } while (0)
#define GRANTED(what) do { n++; if (!(what)) return n; } while (0)
    REFUSED(open("/etc/passwd", O_RDONLY));
    REFUSED(open("/tmp/studio-test", O_RDWR | O_CREAT, 0600));
    REFUSED(syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", NULL, 0));
    REFUSED(unlink("/tmp/studio-test"));
    REFUSED(socket(AF_INET, SOCK_STREAM, 0));
    REFUSED(socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0, 0 }));
    REFUSED(kill(parent, SIGTERM));
    REFUSED((int)syscall(SYS_tgkill, parent, parent, SIGTERM));
    REFUSED(pidfd_open(parent, 0));
    REFUSED((int)syscall(SYS_process_vm_readv, parent, NULL, 0, NULL, 0, 0));
    REFUSED((int)syscall(SYS_ptrace, 16, parent, NULL, NULL));
    REFUSED(execv("/bin/true", argv));
    REFUSED(fork());
    REFUSED(memfd_create("x", 0));
    REFUSED((int)syscall(SYS_prctl, 1, 0, 0, 0, 0)); /* PR_SET_PDEATHSIG: it dies with the studio */
    REFUSED(fcntl(open_socket, F_GETFL));
    REFUSED(wait(&status));
    REFUSED((int)syscall(SYS_io_uring_setup, 1, NULL));
    GRANTED(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    pthread_t t;
    GRANTED(pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0);
    GRANTED(send(open_socket, "!", 1, 0) == 1);
    return 0;
}

static void who_is_shut_in_has_its_socket_and_nothing_else(void **s)
{
    int  pair[2], status;
    char said = 0;
    if (!studio_cell_is_known())
        skip();
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t prisoner = fork();
    if (prisoner == 0)
        _exit(studio_cell_close() ? what_a_prisoner_can(pair[1]) : 99);
    assert_int_equal(waitpid(prisoner, &status, 0), prisoner);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(read(pair[0], &said, 1), 1);
    assert_int_equal(said, '!');
    close(pair[0]);
    close(pair[1]);
}

static void a_painter_is_shut_in_and_has_its_own_picture_only(void **s)
{
    int       painter, sockets;
    pthread_t t;
    void     *e;
    Str       slow = large();
    if (!studio_cell_is_known())
        skip();
    int studio = idle_studio();
    pthread_create(&t, NULL, make_beside, &slow);
    while ((painter = child_of(studio)) == 0 || strcmp(proc(painter, "status", "Seccomp:"), "Seccomp:\t2\n") != 0)
        sched_yield(); /* it is shut in before it reads its picture */
    kill(painter, SIGSTOP);
    sockets = sockets_of(painter);
    kill(painter, SIGCONT);
    pthread_join(t, &e);
    assert_true((intptr_t)e == OK);
    assert_int_equal(sockets, 1);
}

#define WITH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(one_studio_sends_a_painter_for_each_picture),
        WITH(what_it_cannot_read_costs_it_nothing),
        WITH(a_studio_that_died_is_not_missed),
        WITH(a_studio_that_hangs_is_replaced),
        WITH(a_painter_that_dies_leaves_its_picture_to_another),
        WITH(a_painter_that_hangs_is_ended),
        WITH(it_works_where_a_service_may_make_no_code),
        WITH(it_ends_with_us),
        WITH(the_studio_has_one_thread_and_nothing_of_ours),
        WITH(who_is_shut_in_has_its_socket_and_nothing_else),
        WITH(a_painter_is_shut_in_and_has_its_own_picture_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
