/* kept: see kept.h. A table of places, each with an arena of its own; a newer page takes the place of an older one that
 * falls on the same. */
#include "web/kept.h"

#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "web/answer.h"
#include "web/site.h"

enum { PLACES = 64, PAGE_MOST = 64 << 10, KEY_MOST = 4096 };
#define KEPT_FOR SECOND

typedef struct Kept {
    Arena *arena; /* NULL: never used */
    Str    key;
    Answer answer;
    i64    mark, now, ticks;
} Kept;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Kept            places[PLACES];

i64 kept_mark(void)
{
    StoreStats stats;
    store_stats(site.store, &stats);
    return stats.groups;
}

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

static bool is_fresh(const Kept *k, i64 mark)
{
    i64 age = clock_now() - k->now;
    return k->mark == mark && age >= 0 && age < KEPT_FOR && clock_ticks() - k->ticks < KEPT_FOR;
}

bool kept_find(const Wire *w, Arena *a, Answer *ret_answer)
{
    Str key = key_of(w, a);
    if (key.n == 0)
        return false;
    i64   mark = kept_mark();
    Kept *k = place_of(key);
    pthread_mutex_lock(&lock);
    bool is_found = k->arena != NULL && str_eq(k->key, key) && is_fresh(k, mark);
    if (is_found)
        answer_copy(a, &k->answer, ret_answer);
    pthread_mutex_unlock(&lock);
    return is_found;
}

void kept_put(const Request *r, i64 mark)
{
    const Answer *answer = r->answer;
    Str           key = key_of(r->wire, r->ctx.arena);
    if (!answer->is_public || r->route->limit.most != 0 || answer->bytes.n > PAGE_MOST || key.n == 0)
        return;
    Kept *k = place_of(key);
    pthread_mutex_lock(&lock);
    if (k->arena == NULL)
        k->arena = arena_open();
    arena_reset(k->arena);
    k->key = str_copy(k->arena, key);
    answer_copy(k->arena, answer, &k->answer);
    k->answer.log = STR_NONE;
    k->mark = mark;
    k->now = r->ctx.now;
    k->ticks = clock_ticks();
    pthread_mutex_unlock(&lock);
}

void kept_clear(void)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES; i++) {
        arena_close(places[i].arena);
        places[i] = (Kept){ 0 };
    }
    pthread_mutex_unlock(&lock);
}
