/* form: bytes of a body or query into RawValues, one a field as it came; nothing is checked against a form here (that
 * is record/field.h). Values may hold any bytes: what is not text is refused later, at its field.
 *
 * Every parser is bounded: FORM_MAX_VALUES values, 64 kB of part headers, JSON eight levels deep. */
#pragma once
#include "record/field.h"

enum { FORM_MAX_VALUES = 1000, FORM_MAX_DEPTH = 8 };

typedef struct RawValues {
    RawValue *v;
    size_t    n, cap;
} RawValues;

typedef enum BodyType { BODY_NONE, BODY_URLENCODED, BODY_MULTIPART, BODY_JSON, BODY_OTHER } BodyType;

BodyType form_body_type(Str content_type);
/* a=b&c=d, as the URL standard reads it: '+' is a space, a lone '%' stays. */
MUST Err form_urlencoded(Ctx *c, Str text, RawValues *ret);
/* multipart/form-data, RFC 7578. */
MUST Err form_multipart(Ctx *c, Str content_type, Str body, RawValues *ret);
/* One JSON object of texts, whole numbers, true, false, null (as if absent) and lists of these. Anything else that is
 * well-formed is noted as a problem at its name. ERR_MALFORMED: not JSON, a name twice, too deep. */
MUST Err form_json(Ctx *c, Str body, RawValues *ret);

/* %41 as A; false where a '%' is not followed by two hex digits. */
bool form_unescape(Arena *a, Str s, bool plus_is_space, bool lenient, Str *ret);
