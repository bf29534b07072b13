/* cost: what a command costs. cost ROUNDS COMMAND.. runs it so often, its output thrown away, and prints the least processor
 * time (user and system, all threads) and the least time on the wall in ms, and the peak memory in MB:
 *
 *     12.345 12.900 18.2
 *
 * Exit 1 when a run ends otherwise than with 0. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double ms(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    double cpu = 1e300, wall = 1e300, peak = 0;
    int    rounds = argc > 2 ? atoi(argv[1]) : 0;
    if (rounds < 1) {
        fputs("usage: cost ROUNDS COMMAND..\n", stderr);
        return 2;
    }
    for (int i = 0; i < rounds; i++) {
        struct rusage used;
        int           status;
        double        start = now();
        pid_t         pid = fork();
        if (pid == 0) {
            dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
            execvp(argv[2], argv + 2);
            perror(argv[2]);
            _exit(127);
        }
        if (pid < 0 || wait4(pid, &status, 0, &used) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "cost: %s failed\n", argv[2]);
            return 1;
        }
        double spent = ms(used.ru_utime) + ms(used.ru_stime), took = now() - start;
        cpu = spent < cpu ? spent : cpu;
        wall = took < wall ? took : wall;
        peak = (double)used.ru_maxrss / 1024 > peak ? (double)used.ru_maxrss / 1024 : peak;
    }
    printf("%.3f %.3f %.1f\n", cpu, wall, peak);
    return 0;
}
