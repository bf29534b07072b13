/* view: what a handler hands to a page: a small tree in the request's arena, written out as JSON or walked by a
 * template. Keys are constants of ours (never freed, never hashed). data is what the page is about and what JSON gets;
 * ui (navigation, tokens, notices) never leaves as JSON. */
#pragma once
#include "base/base.h"

#include <string.h>

typedef enum ViewType {
    VIEW_NULL, VIEW_BOOL, VIEW_INT, VIEW_TIME, VIEW_DATE, VIEW_TEXT, VIEW_MARKUP, VIEW_MAP, VIEW_LIST
} ViewType;

typedef struct View View;
struct View {
    ViewType    type;
    const char *key;   /* in a map */
    View       *next;  /* sibling */
    View       *first, *last; /* children */
    union {
        struct {
            union {
                i64   i;
                View *same; /* a list by put_same_list(): whose children it has */
            };
            Str s;     /* of a list that stands in several places: its JSON, once it was written */
        };
        u64 seen[3];   /* a map: which keys it may have, see view_may_have() */
    };
    u32         n;     /* children */
};

/* The bit of a key among a map's `seen`: they tell most keys that a map has not without a walk, like a filter of Bloom of one
 * hash (Space/time trade-offs in hash coding, 1970). A function in this header, as those that put are, so that a constant's
 * is known when it is compiled; multiplied by Knuth, The Art of Computer Programming 3, 6.4. */
static inline unsigned view_key_bit(const char *key)
{
    size_t n = strlen(key);
    u32    h = (u32)(u8)key[0] << 24 | (u32)(u8)key[n / 2] << 16 | (u32)(u8)key[n - n / 4] << 8 | (u32)(u8)key[n ? n - 1 : 0];
    return (unsigned)((u64)((h + (u32)n) * UINT32_C(2654435769)) * (64 * COUNTOF(((View *)NULL)->seen)) >> 32);
}

/* False: it certainly has no such key. */
static inline bool view_may_have(const View *map, unsigned bit)
{
    return map->seen[bit >> 6] >> (bit & 63) & 1;
}

View *view_map(Arena *a);
View *view_list(Arena *a);

/* The node of a key, put again with a value of this type; `bit` is the key's. For those below. */
View *put_node(Arena *a, View *map, ViewType type, const char *key, unsigned bit);

static inline void put_text(Arena *a, View *map, const char *key, Str s)
{
    put_node(a, map, VIEW_TEXT, key, view_key_bit(key))->s = s;
}

static inline void put_href(Arena *a, View *map, const char *key, Str s) /* an address; empty: null, which is false in a template */
{
    put_node(a, map, s.n ? VIEW_TEXT : VIEW_NULL, key, view_key_bit(key))->s = s;
}

static inline void put_cstr(Arena *a, View *map, const char *key, const char *s)
{
    put_node(a, map, VIEW_TEXT, key, view_key_bit(key))->s = str_from(s);
}

static inline void put_int(Arena *a, View *map, const char *key, i64 i)
{
    put_node(a, map, VIEW_INT, key, view_key_bit(key))->i = i;
}

static inline void put_bool(Arena *a, View *map, const char *key, bool b)
{
    put_node(a, map, VIEW_BOOL, key, view_key_bit(key))->i = b;
}

static inline void put_name(Arena *a, View *map, const char *key, Ref r) /* COUNTY-ID */
{
    put_node(a, map, VIEW_TEXT, key, view_key_bit(key))->s = ref_name(a, r);
}

static inline void put_time(Arena *a, View *map, const char *key, i64 ms) /* RFC 3339 where no filter says otherwise; 0: null */
{
    put_node(a, map, ms ? VIEW_TIME : VIEW_NULL, key, view_key_bit(key))->i = ms;
}

static inline void put_date(Arena *a, View *map, const char *key, Date d) /* 2026-07-12; 0: null */
{
    put_node(a, map, d ? VIEW_DATE : VIEW_NULL, key, view_key_bit(key))->i = d;
}

static inline void put_markup(Arena *a, View *map, const char *key, Str html) /* our own SVG only */
{
    put_node(a, map, VIEW_MARKUP, key, view_key_bit(key))->s = html;
}

static inline View *put_map(Arena *a, View *map, const char *key)
{
    return put_node(a, map, VIEW_MAP, key, view_key_bit(key));
}

static inline View *put_list(Arena *a, View *map, const char *key)
{
    return put_node(a, map, VIEW_LIST, key, view_key_bit(key));
}

void  put_same_map(Arena *a, View *map, const char *key, const View *same); /* its entries as they are now, by reference */
/* What stands in another list, here as well. Its JSON is written once and copied from then on. */
void  put_same_list(Arena *a, View *map, const char *key, View *list);
View *add_map(Arena *a, View *list);
void  add_text(Arena *a, View *list, Str s);
void  add_int(Arena *a, View *list, i64 i);
const View *view_get(const View *map, const char *key);           /* NULL when it has none */

void view_json(Buf *out, const View *v);

/* A noun's output keys, one table beside its fields: checked against its templates at start, and the source of
 * /openapi.json's responses. */
typedef enum OutType {
    OUT_TEXT, OUT_INT, OUT_BOOL, OUT_TIME, OUT_DATE, OUT_NAME, OUT_MARKUP, OUT_MAP, OUT_LIST,
    OUT_SLOT /* no key itself: what nouns add where a page has the slot `key` (Room.fills in web/route.h) */
} OutType;
typedef struct Out {
    const char       *key;
    OutType           type;
    const struct Out *of;  /* OUT_MAP, OUT_LIST: ends with OUT_END; NULL in a list: of plain texts or numbers */
} Out;
#define OUT_END { NULL, OUT_TEXT, NULL }
