/* view: what a handler hands to a page: a small tree in the request's arena, written out as JSON or walked by a
 * template. Keys are constants of ours (never freed, never hashed). data is what the page is about and what JSON gets;
 * ui (navigation, tokens, notices) never leaves as JSON. */
#pragma once
#include "base/base.h"

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
        i64   i;
        u64   seen;    /* a map: which keys it may have */
        View *same;    /* a list by put_same_list(): whose children it has */
    };
    Str         s;     /* of a list that stands in several places: its JSON, once it was written */
    u32         n;     /* children */
};

View *view_map(Arena *a);
View *view_list(Arena *a);
void  put_text(Arena *a, View *map, const char *key, Str s);
void  put_href(Arena *a, View *map, const char *key, Str s);      /* an address; empty: null, which is false in a template */
void  put_cstr(Arena *a, View *map, const char *key, const char *s);
void  put_int(Arena *a, View *map, const char *key, i64 i);
void  put_bool(Arena *a, View *map, const char *key, bool b);
void  put_name(Arena *a, View *map, const char *key, Ref r);      /* COUNTY-ID */
void  put_time(Arena *a, View *map, const char *key, i64 ms);     /* RFC 3339 where no filter says otherwise; 0: null */
void  put_date(Arena *a, View *map, const char *key, Date d);     /* 2026-07-12; 0: null */
void  put_markup(Arena *a, View *map, const char *key, Str html); /* our own SVG only */
View *put_map(Arena *a, View *map, const char *key);
View *put_list(Arena *a, View *map, const char *key);
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
