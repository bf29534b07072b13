/* limit: see limit.h. Sets of eight slots under a lock each; the key is hashed with a secret of the process, so that
 * nobody can choose addresses that push others out. */
#include "web/limit.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 8, LOCKS = 64 };

typedef struct Slot {
    u64 key;
    i64 start, ms;     /* of the running span */
    i64 now, before;   /* counts in it and in the one before */
} Slot;

struct Limiter {
    unsigned char   secret[crypto_shorthash_KEYBYTES];
    pthread_mutex_t locks[LOCKS];
    size_t          sets; /* a power of two */
    Slot           *slots;
};

Limiter *limiter_open(size_t keys)
{
    Limiter *l = calloc(1, sizeof *l);
    BUG_ON(l == NULL);
    random_bytes(l->secret, sizeof l->secret);
    for (l->sets = 1; l->sets * WAYS < keys;)
        l->sets *= 2;
    l->slots = calloc(l->sets * WAYS, sizeof *l->slots);
    BUG_ON(l->slots == NULL);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&l->locks[i], NULL);
    return l;
}

void limiter_close(Limiter *l)
{
    if (l == NULL)
        return;
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&l->locks[i]);
    free(l->slots);
    free(l);
}

static u64 key_of(const Limiter *l, const char *act, Str who)
{
    unsigned char hash[crypto_shorthash_BYTES];
    char          text[256];
    size_t        n = strlen(act) < 120 ? strlen(act) : 120, m = who.n < 120 ? who.n : 120;
    u64           key;
    memcpy(text, act, n);
    text[n] = '\0';
    if (m)
        memcpy(text + n + 1, who.p, m);
    crypto_shorthash(hash, (unsigned char *)text, n + 1 + m, l->secret);
    memcpy(&key, hash, sizeof key);
    return key ? key : 1;
}

/* The key's slot, or the least recently used one of its set made into it. */
static Slot *slot_of(Slot *set, u64 key, i64 ms, i64 now)
{
    Slot *oldest = set;
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].start < oldest->start)
            oldest = &set[i];
    }
    *oldest = (Slot){ .key = key, .start = now, .ms = ms };
    return oldest;
}

/* If less than `most` is counted, counts `n` more. */
static bool count(Limiter *l, const char *act, Str who, i64 most, i64 n, i64 ms, i64 now, i64 *ret_wait)
{
    u64              key = key_of(l, act, who);
    size_t           set = key & (l->sets - 1);
    pthread_mutex_t *lock = &l->locks[set % LOCKS];
    pthread_mutex_lock(lock);
    Slot *s = slot_of(l->slots + set * WAYS, key, ms, now);
    i64   age = now - s->start;
    if (age >= 2 * ms || age < 0) {
        *s = (Slot){ .key = key, .start = now, .ms = ms };
    } else if (age >= ms) {
        s->before = s->now;
        s->now = 0;
        s->start += ms;
    }
    age = now - s->start;
    i64  counted = s->now + (s->before * (ms - age) + ms - 1) / ms;
    bool may = counted < most;
    if (may)
        s->now = s->now + n > 0 ? s->now + n : 0;
    *ret_wait = may ? 0 : ms - age;
    pthread_mutex_unlock(lock);
    return may;
}

bool limiter_take(Limiter *l, const char *act, Str who, i64 most, i64 ms, i64 now, i64 *ret_wait)
{
    return count(l, act, who, most, 1, ms, now, ret_wait);
}

bool limiter_has_room(Limiter *l, const char *act, Str who, i64 most, i64 ms, i64 now, i64 *ret_wait)
{
    return count(l, act, who, most, 0, ms, now, ret_wait);
}

void limiter_add(Limiter *l, const char *act, Str who, i64 n, i64 ms, i64 now)
{
    i64 wait;
    count(l, act, who, INT64_MAX, n, ms, now, &wait);
}
