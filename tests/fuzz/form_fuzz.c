/* form_fuzz: a content type, a line end, and a body. Whatever comes is refused or decoded within its bounds. */
#include "record/field.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef struct Taken {
    Str     title, body;
    i64     count;
    Date    day;
    Code    place;
    Ref     need;
    Refs    needs;
    Strs    words;
    Uploads photos;
} Taken;

static const Field TITLE = { "title", FIELD_LINE, 2, 20, NULL, NULL };
static const Field BODY = { "body", FIELD_TEXT, 0, 100, NULL, NULL };
static const Field COUNT = { "count", FIELD_INT, 1, 9, NULL, NULL };
static const Field DAY_OF = { "day", FIELD_DATE, 0, 0, NULL, NULL };
static const Field PLACE = { "place", FIELD_CODE, 0, 0, NULL, NULL };
static const Field NEED = { "need", FIELD_REF, 0, 0, NULL, NULL };
static const Field NEEDS = { "needs", FIELD_REF, 0, 0, NULL, NULL };
static const Field WORDS = { "words", FIELD_LINE, 0, 5, NULL, NULL };
static const Field PHOTOS = { "photos", FIELD_PHOTOS, 0, 3, NULL, NULL };

static const FormField fields[] = {
    AT(Taken, title, TITLE, REQUIRED), AT(Taken, body, BODY, OPTIONAL), AT(Taken, count, COUNT, OPTIONAL),
    AT(Taken, day, DAY_OF, OPTIONAL),  AT(Taken, place, PLACE, OPTIONAL), AT(Taken, need, NEED, OPTIONAL),
    AT(Taken, needs, NEEDS, MANY),     AT(Taken, words, WORDS, MANY),   AT(Taken, photos, PHOTOS, OPTIONAL),
};
static const Form form = FORM_OF(Taken, fields);

static void check(const Taken *t)
{
    BUG_ON(!utf8_is_text(t->title) || utf8_count(t->title) > 20 || utf8_count(t->title) < 2);
    BUG_ON(!utf8_is_text(t->body) || utf8_count(t->body) > 100);
    BUG_ON(t->count < 0 || t->count > 9 || t->photos.n > 3 || t->words.n > FIELD_MANY_MAX);
    BUG_ON(t->place.n && !code_is_valid(t->place));
    BUG_ON(t->day && !date_is_valid(t->day));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str       body = { (const char *)bytes, n }, type;
    RawValues values = { 0 };
    Taken     t = { 0 };
    Ctx       c;
    if (n == 0 || !str_next(&body, '\n', &type))
        return 0;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    BodyType kind = form_body_type(type);
    Err e = kind == BODY_MULTIPART ? form_multipart(&c, type, body, &values)
            : kind == BODY_JSON    ? form_json(&c, body, &values)
                                   : form_urlencoded(&c, body, &values);
    BUG_ON(e != OK && e != ERR_MALFORMED);
    BUG_ON(values.n > FORM_MAX_VALUES);
    if (e == OK && field_decode(&c, &form, values.v, values.n, kind == BODY_JSON, &t) == OK)
        check(&t);
    arena_close(c.arena);
    return 0;
}
