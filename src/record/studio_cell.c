/* studio_cell: see studio_cell.h. A list of what may be, because a list of what may not be is never whole. Refusing is
 * chosen over killing: libraries ask for things (processors, locales, a name for a thread) that they can do without. */
#include "record/studio_cell.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define OUR_ARCH AUDIT_ARCH_RISCV64
#else
#define OUR_ARCH 0
#endif

#define LOAD(field)  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(e)    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (e))
#define KILL         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define UNLESS(k, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 0, (n)) /* jumps over n lines unless equal */
#define MAY(call)    UNLESS(SYS_##call, 1), ALLOW

static struct sock_filter filter[] = {
    LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0), KILL,
    LOAD(nr),
    MAY(futex), MAY(mprotect), MAY(mmap), MAY(munmap), MAY(mremap), MAY(madvise), MAY(brk), MAY(membarrier),
    MAY(read), MAY(write), MAY(readv), MAY(writev), MAY(recvfrom), MAY(sendto), MAY(ppoll), MAY(close),
#ifdef __x86_64__
    MAY(poll),
#endif
    MAY(rt_sigaction), MAY(rt_sigprocmask), MAY(rt_sigreturn), MAY(sigaltstack), MAY(restart_syscall),
    MAY(sched_yield), MAY(sched_getaffinity), MAY(getcpu), MAY(getpid), MAY(gettid), MAY(getrusage), MAY(sysinfo),
    MAY(clock_gettime), MAY(clock_getres), MAY(clock_nanosleep), MAY(nanosleep), MAY(gettimeofday), MAY(getrandom),
    MAY(set_robust_list), MAY(set_tid_address), MAY(rseq), MAY(exit), MAY(exit_group),
    UNLESS(SYS_clone3, 1), REFUSE(ENOSYS), /* its flags lie in memory; the C library then takes the older call */
    UNLESS(SYS_clone, 3), LOAD(args[0]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1), ALLOW,
    REFUSE(EPERM),
};

bool studio_cell_is_known(void)
{
    return OUR_ARCH != 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 && errno == EFAULT;
}

bool studio_cell_close(void)
{
    struct sock_fprog program = { sizeof filter / sizeof filter[0], filter };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
