/* engine_opinion_bench: what an opinion map costs. Built and run by bench/engine_opinion.sh.
 *
 *   engine_opinion_bench VOTES.csv [COMMENTS.csv]     CPU ms: reading with all, the engine alone, and its parts
 *   engine_opinion_bench --make P C V FILE             writes V votes of P participants on C comments (four camps)
 *   engine_opinion_bench --one VOTES.csv               ms of the first map, and of one vote more and its map
 *
 * The engine alone: from votes in memory to groups and all statistics. Times are medians of ROUNDS (7) runs. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"
#include "base/parallel.h"
#include "engine/opinion/opinion_file.h"

enum { MOST_ROUNDS = 101, PARTS = 6 };
static const char *const parts[PARTS] = { "reading", "votes", "map", "groups", "statistics", "engine" };

typedef struct Vote {
    i64 at, participant, comment;
    int vote;
} Vote;

typedef struct Votes {
    Vote  *v;
    size_t n;
} Votes;

static double now_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double cpu(void)
{
    return now_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static size_t from_disk(void *from, char *into, size_t room)
{
    ssize_t n = read(*(int *)from, into, room);
    return n > 0 ? (size_t)n : 0;
}

/* Opens the file for a reader of lines; *ret_fd stays where it is. */
static Lines *lines_from(Arena *a, const char *path, int *ret_fd)
{
    *ret_fd = open(path, O_RDONLY);
    BUG_ON(*ret_fd < 0);
    return lines_open(a, (LinesSource){ from_disk, ret_fd });
}

static OpinionMap *read_map(Arena *a, const char *votes, const char *comments)
{
    OpinionMap     *m = opinion_map_new(a);
    OpinionComments c;
    OpinionSource   s;
    int             fd;
    if (comments != NULL) {
        bool ok = opinion_read_comments(lines_from(a, comments, &fd), m, &c);
        BUG_ON(!ok);
        close(fd);
    }
    bool ok = opinion_read_votes(lines_from(a, votes, &fd), m, comments != NULL ? &c : NULL, &s);
    BUG_ON(!ok);
    close(fd);
    return m;
}

/* The votes of a map, in an order as they may have come: those on a comment together. */
static Votes votes_of(Arena *a, OpinionMap *m, const OpinionPlaces *p)
{
    Votes   all = { .v = NEW_N(a, Vote, (size_t)p->n_votes) };
    size_t *at = NEW_N(a, size_t, p->n_comments + 1);
    for (size_t k = 0; k < (size_t)p->n_votes; k++)
        at[(p->votes[k] >> 2) + 1]++;
    for (size_t c = 0; c < p->n_comments; c++)
        at[c + 1] += at[c];
    for (size_t i = 0; i < p->n_participants; i++)
        for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
            all.v[at[p->votes[k] >> 2]++] = (Vote){ (i64)all.n++, p->participants[i], p->comments[p->votes[k] >> 2],
                                                     (int)(p->votes[k] & 3) - 1 };
    return all;
}

static bool cast(OpinionMap *m, const Vote *v)
{
    return opinion_vote(m, v->at, v->participant, v->comment, v->vote) == OPINION_OK;
}

/* One run of the engine; ret[1..5] are its parts. */
static void engine(const Votes *votes, const OpinionPlaces *like, double ret[PARTS])
{
    Arena      *a = arena_open();
    double      t0 = cpu();
    OpinionMap *m = opinion_map_new(a);
    bool        ok = true;
    for (size_t c = 0; c < like->n_comments; c++)
        ok &= opinion_moderate(m, like->comments[c], like->is_out[c], like->is_meta[c]) == OPINION_OK;
    for (size_t i = 0; i < votes->n; i++)
        ok &= cast(m, &votes->v[i]);
    BUG_ON(!ok);
    double               t1 = cpu();
    const OpinionPlaces *p = opinion_places(m, a);
    double               t2 = cpu();
    const OpinionGroups *g = opinion_groups(a, p);
    double               t3 = cpu();
    OpinionList          agree, disagree;
    if (g != NULL) {
        OpinionLabels l = opinion_labels(a, p, g);
        opinion_told(a, p, l.label, l.n);
    }
    opinion_consensus(p, &agree, &disagree);
    double t4 = cpu();
    ret[1] = t1 - t0;
    ret[2] = t2 - t1;
    ret[3] = t3 - t2;
    ret[4] = t4 - t3;
    ret[5] = t4 - t0;
    arena_close(a);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int rounds(void)
{
    i64 n;
    return getenv("ROUNDS") != NULL && str_int(str_from(getenv("ROUNDS")), &n) && n > 0 && n < MOST_ROUNDS ? (int)n : 7;
}

static void measure(const char *votes_file, const char *comments_file)
{
    static double times[PARTS][MOST_ROUNDS];
    Arena        *a = arena_open();
    OpinionMap   *m = read_map(a, votes_file, comments_file);
    OpinionPlaces *p = opinion_places(m, a);
    Votes         votes = votes_of(a, m, p);
    int           n = rounds();
    for (int r = 0; r < n; r++) {
        double one[PARTS];
        Arena *b = arena_open();
        double t = cpu();
        read_map(b, votes_file, comments_file);
        one[0] = cpu() - t;
        arena_close(b);
        engine(&votes, p, one);
        for (int i = 0; i < PARTS; i++)
            times[i][r] = one[i];
    }
    printf("%zu participants, %zu comments, %lld votes:", p->n_participants, p->n_comments, (long long)p->n_votes);
    for (int i = 0; i < PARTS; i++) {
        qsort(times[i], (size_t)n, sizeof **times, by_size);
        printf(" %s %.2f", parts[i], times[i][n / 2]);
    }
    printf("\n");
    arena_close(a);
}

/* ---- a made conversation ---- */

static u64 dice(u64 *x)
{
    *x ^= *x >> 12;
    *x ^= *x << 25;
    *x ^= *x >> 27;
    return *x * UINT64_C(0x2545f4914f6cdd1d) >> 11;
}

/* Everyone is of one of four camps; a camp's mind on a comment is fixed, and one in four votes is anything. */
static void make(i64 participants, i64 comments, i64 votes, const char *path)
{
    u64   x = 20260712;
    FILE *f = fopen(path, "w");
    BUG_ON(f == NULL);
    fputs("timestamp,datetime,comment-id,voter-id,vote\n", f);
    for (i64 i = 0; i < votes; i++) {
        i64 p = i % participants, c = (p * 7 + i / participants * 31) % comments; /* each pair at most once */
        u64 camp = (u64)(p % 4), mind = (u64)c * 4 + camp + 1;
        int vote = (int)(dice(dice(&x) % 4 == 0 ? &x : &mind) % 3) - 1;
        fprintf(f, "%lld,,%lld,%lld,%d\n", (long long)(1600000000000 + i), (long long)c, (long long)p, vote);
    }
    fclose(f);
}

/* Map, groups and statistics; the map is done at *ret_map. */
static OpinionPlaces *all_of(Arena *a, OpinionMap *m, double *ret_map)
{
    OpinionPlaces *p = opinion_places(m, a);
    *ret_map = now_ms(CLOCK_MONOTONIC);
    OpinionGroups *g = opinion_groups(a, p);
    if (g != NULL) {
        OpinionLabels l = opinion_labels(a, p, g);
        opinion_told(a, p, l.label, l.n);
    }
    return p;
}

static void one_more(const char *path)
{
    enum { MORE = 15 };
    Arena         *a = arena_open(), *b = arena_open();
    double         w0 = now_ms(CLOCK_MONOTONIC), c0 = cpu(), middle, vote = 0, map = 0, rest = 0;
    OpinionMap    *m = read_map(a, path, NULL);
    double         w1 = now_ms(CLOCK_MONOTONIC), c1 = cpu();
    size_t         votes = arena_used(a) - 2 * LINES_LONGEST; /* without the reader's buffer */
    OpinionPlaces *p = all_of(b, m, &middle);
    double         w2 = now_ms(CLOCK_MONOTONIC), c2 = cpu();
    for (size_t i = 0; i < MORE; i++) {
        Arena *d = arena_open();
        i64    who = p->participants[i * 997 % p->n_participants], what = p->comments[i % p->n_comments];
        Vote   v = { INT64_MAX, who, what, (int)(i % 3) - 1 };
        double t0 = now_ms(CLOCK_MONOTONIC);
        bool   ok = cast(m, &v);
        double t1 = now_ms(CLOCK_MONOTONIC);
        BUG_ON(!ok);
        all_of(d, m, &middle);
        vote += t1 - t0;
        map += middle - t1;
        rest += now_ms(CLOCK_MONOTONIC) - middle;
        arena_close(d);
    }
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("%d thread(s): reading %.0f ms, first map, groups and statistics %.0f ms (processor %.0f and %.0f)\n",
           parallel_width(), w1 - w0, w2 - w1, c1 - c0, c2 - c1);
    printf("    one vote more %.1f us, then a map %.1f ms, groups and statistics %.1f ms\n", vote * 1e3 / MORE,
           map / MORE, rest / MORE);
    printf("    votes hold %.1f MB, with pairs %.1f; what is told of them %.1f; peak memory %.1f MB\n",
           (double)votes / 1e6, (double)(arena_used(a) - 2 * LINES_LONGEST) / 1e6, (double)arena_used(b) / 1e6,
           (double)u.ru_maxrss / 1024);
    arena_close(b);
    arena_close(a);
}

int main(int argc, char **argv)
{
    i64  p, c, v;
    bool is_make = argc == 6 && strcmp(argv[1], "--make") == 0;
    if (getenv("WIDTH") != NULL && str_int(str_from(getenv("WIDTH")), &p))
        parallel_limit((int)p);
    if (is_make && str_int(str_from(argv[2]), &p) && str_int(str_from(argv[3]), &c) && str_int(str_from(argv[4]), &v))
        make(p, c, v, argv[5]);
    else if (argc == 3 && strcmp(argv[1], "--one") == 0)
        one_more(argv[2]);
    else if (argc == 2 || argc == 3)
        measure(argv[1], argc == 3 ? argv[2] : NULL);
    else
        return 2;
    return 0;
}
