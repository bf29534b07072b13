/* json: a JSON document written from its beginning to its end; commas and brackets come by themselves. */
#pragma once
#include "base/buf.h"

enum { JSON_DEEPEST = 16 };

typedef struct Json {
    Buf *b;
    int  depth;
    char close[JSON_DEEPEST]; /* what ends each that is open */
    bool more[JSON_DEEPEST];  /* holds something already */
    bool is_value;            /* a key was written: no comma before its value */
} Json;

Json json_new(Buf *b);
void json_object(Json *j); /* open one; json_end closes the last that is open */
void json_array(Json *j);
void json_end(Json *j);
void json_key(Json *j, const char *key);
void json_key_int(Json *j, i64 key);
void json_key_str(Json *j, Str key);

void json_int(Json *j, i64 v);
void json_null(Json *j);
void json_str(Json *j, Str s);
void json_real(Json *j, double v); /* 17 digits: reads back to the same number; finite, else BUG */
void json_ints(Json *j, const int *v, size_t n);

/* A key and its value. */
void json_put_int(Json *j, const char *key, i64 v);
void json_put_bool(Json *j, const char *key, bool v);
void json_put_str(Json *j, const char *key, Str s);
void json_put_real(Json *j, const char *key, double v);
void json_put_ints(Json *j, const char *key, const int *v, size_t n);

/* Writes a value's own text, which is JSON already. */
void json_raw(Json *j, Str text);
