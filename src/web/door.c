/* door: see door.h. Sets of eight slots; the key is hashed with a secret of the process, so that nobody can choose names
 * that push others out. One lock: it is held for a few memory reads, and each try that passes costs a tenth of a second.
 *
 * Names and addresses are rates (the virtual scheduling form of GCRA, ITU-T I.371): `due` is when the next try would come
 * if all came evenly; a burst may run ahead of it. */
#include "web/door.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 8 };
#define FORGET    HOUR
#define TURN_LATE (10 * MINUTE) /* how long a turn is kept for who comes late */
#define TURN_MOST (30 * MINUTE) /* no turn is given further ahead */
#define LAPSE     (10 * SECOND) /* whoever's turn it is does not come: after that long it is anybody's */

typedef struct Slot {
    u64 key;
    i64 used;
    i64 tries, last, before; /* of one device, or name with address: how many, the last and the one before */
    i64 turn;        /* of name with address: when it may try; 0: has none */
    i64 due;         /* of a name, or an address */
    i64 had;         /* of a name: turn_wait() */
} Slot;

struct Door {
    unsigned char   secret[crypto_shorthash_KEYBYTES];
    pthread_mutex_t lock;
    size_t          sets; /* a power of two */
    Slot           *slots;
};

Door *door_open(size_t keys)
{
    Door *d = calloc(1, sizeof *d);
    BUG_ON(d == NULL);
    random_bytes(d->secret, sizeof d->secret);
    for (d->sets = 1; d->sets * WAYS < keys;)
        d->sets *= 2;
    d->slots = calloc(d->sets * WAYS, sizeof *d->slots);
    BUG_ON(d->slots == NULL);
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

void door_close(Door *d)
{
    if (d == NULL)
        return;
    pthread_mutex_destroy(&d->lock);
    free(d->slots);
    free(d);
}

/* ---- slots ---- */

static u64 key_of(const Door *d, char what, Str kind, Str a, Str b)
{
    Hash all = hash_of_parts((Str[]){ { &what, 1 }, kind, STR("\0"), a, STR("\0"), b }, 6);
    u64  key;
    unsigned char out[crypto_shorthash_BYTES];
    crypto_shorthash(out, all.b, sizeof all.b, d->secret);
    memcpy(&key, out, sizeof key);
    return key ? key : 1;
}

static Slot *slot_of(Door *d, char what, const Knock *k, Str a, Str b, i64 now)
{
    u64   key = key_of(d, what, str_from(k->kind), a, b);
    Slot *set = d->slots + (key & (d->sets - 1)) * WAYS, *oldest = set;
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key) {
            set[i].used = now > set[i].used ? now : set[i].used;
            return &set[i];
        }
        if (set[i].used < oldest->used)
            oldest = &set[i];
    }
    *oldest = (Slot){ .key = key, .used = now };
    return oldest;
}

/* ---- a delay that grows ---- */

static i64 delay_left(Slot *s, i64 free, i64 most, i64 now)
{
    i64 delay = SECOND;
    if (now - s->last >= FORGET || now < s->last)
        s->tries = 0;
    if (s->tries < free)
        return 0;
    for (i64 n = free; n <= s->tries && delay < most; n++)
        delay *= 2;
    return s->last + (delay < most ? delay : most) - now;
}

static void tried(Slot *s, i64 now)
{
    s->tries++;
    s->before = s->last;
    s->last = now;
}

static void untried(Slot *s)
{
    s->tries -= s->tries > 0;
    s->last = s->before;
}

/* ---- rates ---- */

/* When the next try may come; not after `now`: now. */
static i64 ready_at(const Slot *s, i64 each, i64 burst)
{
    return s->due - (burst - 1) * each;
}

static void spend(Slot *s, i64 each, i64 now)
{
    s->due = (s->due > now ? s->due : now) + each;
}

/* When an address may try a name: the turn that was given to it before, or one that is free now, or the next, kept for it. */
static i64 turn_at(Slot *name, Slot *pair, i64 now)
{
    if (pair->turn != 0 && now <= pair->turn + TURN_LATE)
        return pair->turn;
    pair->turn = 0;
    i64 at = ready_at(name, DOOR_NAME_MS, DOOR_NAME_BURST);
    if (at - now > TURN_MOST)
        return at;
    spend(name, DOOR_NAME_MS, now);
    pair->turn = at;
    return at;
}

/* Turns of those who do not come lapse: else who asks once from each of very many addresses had taken all there are. `had`
 * runs as `due` does, of tries instead of turns: while fewer are made than may be, whoever comes is let in. */
static i64 turn_wait(Slot *name, Slot *pair, i64 now)
{
    i64 at = turn_at(name, pair, now), lapsed = name->had - (DOOR_NAME_BURST - 1) * DOOR_NAME_MS + LAPSE;
    if (at > now && lapsed > now)
        return (at < lapsed ? at : lapsed) - now; /* when it is worth coming; at the turn at the latest, if he has one */
    pair->turn = 0;
    name->had = (name->had > now ? name->had : now) + DOOR_NAME_MS;
    return 0;
}

/* ---- the door ---- */

static i64 stranger_wait(Door *d, const Knock *k, i64 now)
{
    Slot *address = slot_of(d, 'a', k, k->address, STR_NONE, now); /* first: who is slowed down fills no more slots */
    i64   wait = ready_at(address, DOOR_ADDRESS_MS, DOOR_ADDRESS_BURST) - now;
    if (wait > 0)
        return wait;
    Slot *pair = slot_of(d, 'p', k, k->name, k->address, now);
    wait = delay_left(pair, 5, 15 * MINUTE, now);
    if (wait > 0)
        return wait;
    wait = turn_wait(slot_of(d, 'n', k, k->name, STR_NONE, now), pair, now);
    if (wait > 0)
        return wait;
    spend(address, DOOR_ADDRESS_MS, now);
    tried(pair, now);
    return 0;
}

static i64 device_wait(Door *d, const Knock *k, i64 now)
{
    Slot *s = slot_of(d, 'd', k, k->name, k->device, now);
    i64   wait = delay_left(s, 10, MINUTE, now);
    if (wait <= 0)
        tried(s, now);
    return wait;
}

bool door_knock(Door *d, const Knock *k, i64 now, i64 *ret_wait)
{
    pthread_mutex_lock(&d->lock);
    i64 wait = k->device.n ? device_wait(d, k, now) : stranger_wait(d, k, now);
    pthread_mutex_unlock(&d->lock);
    *ret_wait = wait > 0 ? wait : 0;
    return wait <= 0;
}

/* What all strangers together have spent. */
static void spent_back(Door *d, const Knock *k)
{
    Slot *name = slot_of(d, 'n', k, k->name, STR_NONE, 0);
    slot_of(d, 'a', k, k->address, STR_NONE, 0)->due -= DOOR_ADDRESS_MS;
    name->due -= DOOR_NAME_MS;
    name->had -= DOOR_NAME_MS;
}

void door_opened(Door *d, const Knock *k)
{
    bool is_known = k->device.n > 0;
    pthread_mutex_lock(&d->lock);
    slot_of(d, is_known ? 'd' : 'p', k, k->name, is_known ? k->device : k->address, 0)->tries = 0;
    if (!is_known)
        spent_back(d, k);
    pthread_mutex_unlock(&d->lock);
}

void door_unasked(Door *d, const Knock *k)
{
    bool is_known = k->device.n > 0;
    pthread_mutex_lock(&d->lock);
    untried(slot_of(d, is_known ? 'd' : 'p', k, k->name, is_known ? k->device : k->address, 0));
    if (!is_known)
        spent_back(d, k);
    pthread_mutex_unlock(&d->lock);
}
