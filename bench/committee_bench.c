/* committee_bench: processor ms of one rule on a poll that is read already, as libraries count it. Repeated for a while,
 * least of five. Built and run by bench/engine_committee.sh.
 *
 *     committee_bench FILE.cat K RULE..     a line each: RULE ms */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base.h"
#include "engine/tally/preflib_cat.h"

enum { LEAST_MS = 20, TIMES = 5 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static size_t read_file(void *from, char *into, size_t room)
{
    return fread(into, 1, room, from);
}

static double cost(const CommitteePoll *p, int k, CommitteeRule *rule)
{
    double least = 1e300;
    for (int time = 0; time < TIMES; time++) {
        double begin = now(), spent = 0;
        int    n = 0;
        for (; spent < LEAST_MS; n++, spent = now() - begin) {
            Arena          *a = arena_open();
            CommitteeResult r;
            CommitteeFault  fault = rule(a, p, k, &r);
            BUG_ON(fault != COMMITTEE_OK);
            arena_close(a);
        }
        least = spent / n < least ? spent / n : least;
    }
    return least;
}

int main(int argc, char **argv)
{
    Arena         *a = arena_open();
    FILE          *f = argc > 3 ? fopen(argv[1], "rb") : NULL;
    PreflibHead    head;
    CommitteePoll *p;
    if (f == NULL || !preflib_cat_read(a, lines_open(a, (LinesSource){ read_file, f }), &head, &p)) {
        fprintf(stderr, "usage: committee_bench FILE.cat K RULE..\n");
        return 1;
    }
    for (int i = 3; i < argc; i++)
        for (int j = 0; j < COMMITTEE_METHODS; j++)
            if (strcmp(argv[i], committee_methods[j].key) == 0)
                printf("%s %.4f\n", argv[i], cost(p, atoi(argv[2]), committee_methods[j].count));
    fclose(f);
    arena_close(a);
    return 0;
}
