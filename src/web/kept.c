/* kept: see kept.h. A table of places, each with one piece of memory; a newer page takes the place of an older one that
 * falls on the same. Where all together would be too much, a hand goes round and empties places until it is not. */
#include "web/kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web/allowance.h"
#include "web/answer.h"
#include "web/metric.h"
#include "web/site.h"

enum { PLACES = 1024, PAGE_MOST = 64 << 10, KEY_MOST = 4096, SHARE = 16 };
#define KEPT_FOR SECOND

typedef struct Kept {
    char  *room; /* key, bytes and headers; NULL: empty */
    size_t room_n;
    Str    key;
    Answer answer;
    Reach  reach;
    i64    now, ticks;
} Kept;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Kept            places[PLACES];
static size_t          held, hand;

/* Does an answer depend on the header called so? */
static bool counts(Str name)
{
    static const char *const names[] = { "Host", "Cookie", "Accept", "Accept-Language", "Accept-Encoding",
                                         "Content-Type", "If-None-Match" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        if (name.n == strlen(names[i]) && strncasecmp(name.p, names[i], name.n) == 0)
            return true;
    }
    return false;
}

/* All that an answer may depend on, in one text; empty where it is not for keeping. Every header of a name is in it, for
 * a cookie is also found in a second Cookie: left out, one could give others a page in the wrong language. */
static Str key_of(const Wire *w, Arena *a)
{
    Buf b = buf_new(a, 512, KEY_MOST);
    if (!str_is(w->method, "GET") || wire_cookie(w, site_cookie_name()).n != 0)
        return STR_NONE;
    buf_str(&b, w->path);
    buf_char(&b, '?');
    buf_str(&b, w->query);
    for (size_t i = 0; i < w->n_headers; i++) {
        if (!counts(w->headers[i].name))
            continue;
        buf_char(&b, '\n');
        buf_str(&b, w->headers[i].name);
        buf_char(&b, ':');
        buf_str(&b, w->headers[i].value);
    }
    return buf_is_over(&b) ? STR_NONE : buf_text(&b);
}

static Kept *place_of(Str key)
{
    u64 hash = 0xcbf29ce484222325; /* FNV-1a; whoever finds two that meet makes two pages slower, no more */
    for (size_t i = 0; i < key.n; i++)
        hash = (hash ^ (unsigned char)key.p[i]) * 0x100000001b3;
    return &places[(hash ^ hash >> 32) % PLACES];
}

static void answer_copy(Arena *a, const Answer *from, Answer *ret)
{
    *ret = *from;
    ret->bytes = str_copy(a, from->bytes);
    for (size_t i = 0; i < from->n_headers; i++) {
        ret->headers[i].name = str_copy(a, from->headers[i].name);
        ret->headers[i].value = str_copy(a, from->headers[i].value);
    }
}

static bool is_fresh(const Kept *k)
{
    i64 age = clock_now() - k->now;
    return age >= 0 && age < KEPT_FOR && clock_ticks() - k->ticks < KEPT_FOR && reach_stands(site.store, &k->reach);
}

bool kept_find(const Wire *w, Arena *a, Answer *ret_answer)
{
    Str key = key_of(w, a);
    if (key.n == 0)
        return false;
    Kept *k = place_of(key);
    pthread_mutex_lock(&lock);
    bool is_found = k->room != NULL && str_eq(k->key, key) && is_fresh(k);
    if (is_found)
        answer_copy(a, &k->answer, ret_answer);
    pthread_mutex_unlock(&lock);
    if (is_found)
        metric_count(TALLY_KEPT);
    return is_found;
}

/* ---- putting ---- */

static void drop(Kept *k)
{
    held -= k->room_n;
    allowance_add(HELD_KEPT, -(i64)k->room_n);
    free(k->room);
    *k = (Kept){ 0 };
}

/* Room for n bytes at an empty place, or NULL. */
static char *room_take(Kept *k, size_t n)
{
    size_t most = (size_t)(site.config->memory << 20) / SHARE;
    for (size_t i = 0; i < PLACES && held + n > most; i++, hand = (hand + 1) % PLACES)
        drop(&places[hand]);
    if (held + n > most || !allowance_take(HELD_KEPT, (i64)n, true))
        return NULL;
    k->room = malloc(n);
    BUG_ON(k->room == NULL); /* n is a page of at most 64 kB and its headers, and all together are bounded above */
    k->room_n = n;
    held += n;
    return k->room;
}

static Str text_put(char **to, Str s)
{
    Str copy = { *to, s.n };
    if (s.n)
        memcpy(*to, s.p, s.n);
    (*to)[s.n] = '\0'; /* names of headers are given to the library */
    *to += s.n + 1;
    return copy;
}

static void answer_put(Kept *k, Str key, const Answer *from)
{
    size_t n = key.n + from->bytes.n + 2;
    for (size_t i = 0; i < from->n_headers; i++)
        n += from->headers[i].name.n + from->headers[i].value.n + 2;
    char *to = room_take(k, n);
    if (to == NULL)
        return;
    k->answer = *from;
    k->answer.log = STR_NONE;
    k->key = text_put(&to, key);
    k->answer.bytes = text_put(&to, from->bytes);
    for (size_t i = 0; i < from->n_headers; i++) {
        k->answer.headers[i].name = text_put(&to, from->headers[i].name);
        k->answer.headers[i].value = text_put(&to, from->headers[i].value);
    }
}

void kept_put(const Request *r, const Reach *reach)
{
    const Answer *answer = r->answer;
    if (!answer->is_public || r->route->limit.most != 0 || answer->bytes.n > PAGE_MOST)
        return;
    Str key = key_of(r->wire, r->ctx.arena);
    if (key.n == 0)
        return;
    Kept *k = place_of(key);
    pthread_mutex_lock(&lock);
    drop(k);
    answer_put(k, key, answer);
    k->reach = *reach;
    k->now = r->ctx.now;
    k->ticks = clock_ticks();
    pthread_mutex_unlock(&lock);
}

void kept_clear(void)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES; i++)
        drop(&places[i]);
    pthread_mutex_unlock(&lock);
}
