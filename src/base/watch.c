/* watch: see watch.h. The believed time is the clock since boot plus `anchor`. Readers compare both clocks at every call,
 * so that no second passes in which a wrong time is given; clock_look() alone moves the anchor. */
#include "base/watch.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"

#define STEADY_LEAST (10 * MINUTE)
#define STEADY_MOST  DAY
#define BEHIND_MOST  HOUR
#define SET_SOON     (15 * MINUTE) /* of a boot: by then the network has told the time */

static _Atomic i64 standing; /* 0: runs */
static _Atomic i64 shifted;
static i64       (*_Atomic wall_source)(void);
static i64       (*_Atomic boot_source)(void);
static i64       (*_Atomic which_source)(void);

static atomic_bool watching;
static _Atomic i64 anchor;
static _Atomic i64 latest;   /* the newest time that was given: while watched, time never goes back */
static _Atomic i64 began_at; /* where time went on from, at a start whose wall clock lay ahead; 0: it did not */

static struct {
    pthread_mutex_t lock;
    i64             candidate; /* what the anchor would be if the wall clock were right, while it is not believed */
    i64             since;     /* when it was first seen there, on the clock since boot */
    i64             anchored;  /* when the anchor was last moved, likewise */
    i64             unset;     /* until when it may be a clock without a battery that nobody set yet, likewise */
    bool            is_held;   /* the candidate is of now */
} look = { .lock = PTHREAD_MUTEX_INITIALIZER };

static i64 read_clock(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (i64)t.tv_sec * SECOND + t.tv_nsec / 1000000;
}

i64 clock_machine_wall(void)
{
    return read_clock(CLOCK_REALTIME);
}

i64 clock_machine_since_boot(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

/* A number for the random name that Linux gives each boot (random(4)); 0 where there is none. */
i64 clock_machine_boot(void)
{
    char    name[64];
    int     file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = file >= 0 ? read(file, name, sizeof name) : -1;
    i64     number;
    if (file >= 0)
        close(file);
    if (n <= 0)
        return 0;
    Hash h = hash_of((Str){ name, (size_t)n });
    memcpy(&number, h.b, sizeof number);
    return number & INT64_MAX;
}

static i64 which_boot(void)
{
    i64 (*source)(void) = atomic_load(&which_source);
    return source ? source() : clock_machine_boot();
}

i64 clock_wall(void)
{
    i64 (*source)(void) = atomic_load(&wall_source);
    return source ? source() : clock_machine_wall();
}

static i64 since_boot_now(void)
{
    i64 (*source)(void) = atomic_load(&boot_source);
    return source ? source() : clock_machine_since_boot();
}

void clock_sources(i64 (*wall)(void), i64 (*since_boot)(void), i64 (*boot)(void))
{
    atomic_store(&wall_source, wall);
    atomic_store(&boot_source, since_boot);
    atomic_store(&which_source, boot);
    atomic_store(&watching, false);
}

/* ---- what time it is ---- */

static bool is_near(i64 a, i64 b)
{
    return a - b <= WATCH_APART && b - a <= WATCH_APART;
}

static i64 never_back(i64 t)
{
    i64 before = atomic_load(&latest);
    while (t > before && !atomic_compare_exchange_weak(&latest, &before, t))
        ;
    return t > before ? t : before;
}

/* A pause between the two readings makes them differ by its length, which is why they may: only a pause of minutes would
 * look like a jump, and then for this one call. */
static i64 believed(i64 wall)
{
    i64 kept = since_boot_now() + atomic_load(&anchor);
    return is_near(wall, kept) ? wall : kept;
}

i64 clock_now(void)
{
    i64 still = atomic_load(&standing);
    if (still)
        return still;
    i64 wall = clock_wall() + atomic_load(&shifted);
    return clock_is_watched() ? never_back(believed(wall)) : wall;
}

void clock_set(i64 now_ms)
{
    atomic_store(&standing, now_ms);
    atomic_store(&shifted, 0);
}

void clock_shift(i64 delta_ms)
{
    atomic_store(&standing, 0);
    atomic_store(&shifted, delta_ms);
}

bool clock_is_moved(void)
{
    return atomic_load(&standing) != 0 || atomic_load(&shifted) != 0;
}

i64 clock_ticks(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

i64 clock_micros(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (i64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_ahead(i64 ms, struct timespec *ret_until)
{
    i64 at = clock_ticks() + ms;
    *ret_until = (struct timespec){ .tv_sec = at / SECOND, .tv_nsec = at % SECOND * 1000000 };
}

/* ---- is it believed? ---- */

/* With the lock held. */
static void anchor_at(i64 offset, i64 boot)
{
    atomic_store(&anchor, offset);
    look.anchored = boot;
    look.is_held = false;
    look.unset = 0;
    atomic_store(&began_at, 0);
}

/* Is it the boot that the memory is of? Then the clock since boot alone says what time it is. */
static bool is_same_boot(const ClockMemory *last, i64 boot)
{
    return last->boot != 0 && last->boot == which_boot() && boot >= last->since_boot;
}

/* Is it still the wall clock that stood, not believed, when the memory was written? */
static bool has_stood(const ClockMemory *last, i64 wall, i64 boot)
{
    if (last->stood < 0)
        return false;
    if (is_same_boot(last, boot))
        return is_near(wall - boot, last->wall - last->since_boot);
    return wall >= last->wall - WATCH_APART && wall <= last->wall + WATCH_OFF_MOST;
}

/* A machine without a battery starts where it was, or long before, and is set by the network a little later. A step to
 * where a start would have believed it is then no jump. Until when that may come. */
static i64 unset_until(i64 ahead)
{
    return ahead < -WATCH_APART ? INT64_MAX : ahead <= WATCH_APART ? SET_SOON : 0;
}

static bool is_set_now(i64 ahead, i64 boot)
{
    return boot < look.unset && ahead > 0 && ahead <= WATCH_OFF_MOST;
}

void clock_watch(const ClockMemory *last)
{
    i64  wall = clock_wall(), boot = since_boot_now(), known = last->now;
    bool is_same = known && is_same_boot(last, boot);
    i64  from = is_same ? known + boot - last->since_boot : known;
    bool is_behind = known && wall < from - WATCH_APART;
    bool is_ahead = known && wall > from + (is_same ? WATCH_APART : WATCH_OFF_MOST);
    pthread_mutex_lock(&look.lock);
    anchor_at((is_behind || is_ahead ? from : wall) - boot, boot);
    look.unset = known && !is_same ? unset_until(wall - known) : 0;
    if ((is_behind || is_ahead) && has_stood(last, wall, boot)) {
        look.candidate = wall - boot;
        look.since = boot - last->stood - (is_same ? boot - last->since_boot : 0);
        look.is_held = true;
    }
    atomic_store(&began_at, is_ahead && !is_same ? known : 0);
    atomic_store(&latest, known);
    atomic_store(&watching, true);
    pthread_mutex_unlock(&look.lock);
}

void clock_memory(ClockMemory *ret)
{
    *ret = (ClockMemory){ clock_now(), clock_wall(), since_boot_now(), which_boot(), -1 };
    pthread_mutex_lock(&look.lock);
    if (look.is_held)
        ret->stood = is_near(ret->wall - ret->since_boot, look.candidate) ? ret->since_boot - look.since : 0;
    pthread_mutex_unlock(&look.lock);
}

bool clock_is_watched(void)
{
    return atomic_load(&watching) && !clock_is_moved();
}

/* How long a wall clock that differs by so much must have run on evenly; -1: it never becomes right by that. */
static i64 steady_for(i64 ahead)
{
    if (ahead < 0)
        return -ahead <= BEHIND_MOST ? STEADY_LEAST : -1;
    return ahead < STEADY_LEAST ? STEADY_LEAST : ahead > STEADY_MOST ? STEADY_MOST : ahead;
}

bool clock_hold(ClockHold *ret_hold)
{
    i64 wall = clock_wall(), boot = since_boot_now(), kept = boot + atomic_load(&anchor);
    if (!clock_is_watched() || is_near(wall, kept))
        return false;
    if (ret_hold == NULL)
        return true;
    i64 steady = steady_for(wall - kept);
    pthread_mutex_lock(&look.lock);
    bool is_seen = look.is_held && is_near(wall - boot, look.candidate);
    i64  left = steady - (is_seen ? boot - look.since : 0);
    pthread_mutex_unlock(&look.lock);
    *ret_hold = (ClockHold){ wall, kept, steady < 0 ? -1 : left < 0 ? 0 : left };
    return true;
}

void clock_look(void)
{
    i64 wall = clock_wall(), boot = since_boot_now(), offset = wall - boot, was = atomic_load(&anchor);
    if (!clock_is_watched())
        return;
    (void)clock_now(); /* what is given from now on is not before this second */
    pthread_mutex_lock(&look.lock);
    if (is_near(offset, was)) {
        look.is_held = false;
        look.unset = look.unset == INT64_MAX ? 0 : look.unset;
        atomic_store(&began_at, 0);
        if (boot - look.anchored >= HOUR)
            anchor_at(offset, boot);
    } else if (is_set_now(offset - was, boot)) {
        anchor_at(offset, boot);
    } else if (!look.is_held || !is_near(offset, look.candidate)) {
        look.candidate = offset;
        look.since = boot;
        look.is_held = true;
    } else if (steady_for(offset - was) >= 0 && boot - look.since >= steady_for(offset - was)) {
        anchor_at(offset, boot);
    }
    pthread_mutex_unlock(&look.lock);
}

void clock_believe(void)
{
    i64 wall = clock_wall(), boot = since_boot_now();
    pthread_mutex_lock(&look.lock);
    anchor_at(wall - boot, boot);
    atomic_store(&latest, wall);
    pthread_mutex_unlock(&look.lock);
}

i64 clock_judge(i64 now, i64 begun_at)
{
    i64 from = atomic_load(&began_at), wall = clock_wall();
    return from != 0 && begun_at < from && clock_is_watched() && wall > now ? wall : now;
}
