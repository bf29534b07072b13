/* place_add: a place that begins: its row with the endings of its name, and a group, an estate or a unit put below the village.
 * What lies above comes in by place_import.c. See place.h. */
#include "engine/text/house_key.h"
#include "engine/text/pinyin.h"
#include "engine/text/search_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"
#include "record/event.h"

/* ---- rows, inside a write body ---- */

static Err word_put(Db *w, Code code, Str word, i64 skipped)
{
    return db_exec(w, Q_PLACE_WORD_INSERT, ARGS(code_county(code), code, word, skipped));
}

static bool is_digit_at(Str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* How it is spelled, and its first letters: each as a whole, since who types letters begins at the beginning. */
static Err spellings_put(Db *w, Code code, Str name)
{
    Arena *a = db_ctx(w)->arena;
    Str    v[PINYIN_SPELLINGS], plain = search_key_plain(a, name);
    size_t n = pinyin_whole(a, plain, v);
    for (size_t i = 0; i < n; i++)
        TRY(word_put(w, code, v[i], 0));
    n = pinyin_initials(a, plain, v);
    for (size_t i = 0; i < n && v[i].n > 1; i++)
        TRY(word_put(w, code, v[i], 1));
    return OK;
}

Err place_words_put(Db *w, Code code, Str name)
{
    Str whole = search_key(db_ctx(w)->arena, name), rest = whole;
    u32 ch;
    for (int skipped = 0; rest.n; skipped++) {
        size_t at = whole.n - rest.n;
        bool   is_inside = skipped > 0 && is_digit_at(whole, at - 1) && is_digit_at(whole, at); /* 3组 is not 13组 */
        /* an ending of one character (村) would find everything: only a whole name may be that short */
        if (skipped == 0 || (utf8_count(rest) > 1 && !is_inside))
            TRY(word_put(w, code, rest, skipped));
        if (!utf8_next(&rest, &ch))
            break;
    }
    return spellings_put(w, code, name);
}

Err place_row_add(Db *w, const Place *p, Code parent, Code predecessor, i64 twin)
{
    TRY(db_exec(w, QUERY(place_insert, .county = ARG(code_county(p->code)), .code = ARG(p->code), .parent = ARG(parent),
                         .kind = ARG(p->kind), .name = ARG(p->name), .from_date = ARG(p->from), .predecessor = ARG(predecessor),
                         .name_key = ARG(group_key(db_ctx(w)->arena, p->name)), .twin = ARG(twin))));
    return place_words_put(w, p->code, p->name);
}

/* ---- adding below the village ---- */

typedef struct Add {
    const PlaceNew *n;
    Date            from;
    i64             event;
    Code            code;
} Add;

Err place_code_next(Db *w, Code under, Code *ret_code)
{
    Ctx *c = db_ctx(w);
    Row  r;
    i64  last = 0;
    TRY(db_one(w, Q_PLACE_LAST_CHILD, ARGS(under), &r));
    Code before = row_text(r, C_PLACE_LAST_CHILD_CODE);
    if (before.n && !str_int(str_skip(before, under.n), &last))
        return fail(c, ERR_INTERNAL, NULL, "place %.*s: no number at its end", STR_ARG(before));
    if (last >= PLACE_SUFFIX_MOST)
        return fail(c, ERR_CONFLICT, "place.full", "place %.*s has no free number", STR_ARG(under));
    *ret_code = arena_printf(c->arena, "%.*s%03d", STR_ARG(under), (int)last + 1);
    return OK;
}

static Err add_body(Db *w, void *arg)
{
    Add *a = arg;
    Ctx *c = db_ctx(w);
    Row  r;
    TRY(db_one(w, Q_PLACE_ONE, ARGS(a->n->under), &r));
    if (row_int(r, C_PLACE_ROW_TO_DATE))
        return fail(c, ERR_CONFLICT, "place.ended", "place %.*s has ended", STR_ARG(a->n->under));
    const NameAsk ask = { .field = "name", .parent = a->n->under, .text = a->n->name, .is_own = true };
    TRY(place_name_no_office(w, &ask));
    TRY(place_name_free(w, &ask));
    TRY(place_code_next(w, a->n->under, &a->code));
    TRY(place_row_add(w, &(Place){ .code = a->code, .kind = a->n->kind, .name = a->n->name, .from = a->from }, a->n->under, STR(""), 0));
    return event_append(w, &(EventNew){ .id = a->event, .kind = "place.added", .subject = place_ref(a->code),
                                        .parts = { PART("kind", a->n->kind), PART_TEXT("name", a->n->name) },
                                        .n_parts = 2 });
}

/* May a place of that kind lie directly under that one? Groups and estates under a village or community, units under a
 * group or estate; all that is above comes with the division table. */
static bool kind_fits(PlaceKind kind, Level under)
{
    return kind == PLACE_UNIT ? under == LEVEL_GROUP
                              : (kind == PLACE_GROUP || kind == PLACE_ESTATE) && under == LEVEL_VILLAGE;
}

Err place_add(Ctx *c, const PlaceNew *n, Code *ret_code)
{
    PlaceNew clean = *n;
    Add      a = { .n = &clean, .from = n->from ? n->from : date_of(c->now), .event = id_new(c->now) };
    clean.name = text_line(c->arena, n->name);
    TRY(field_check_given(c, &PLACE_FIELD_NAME, clean.name));
    if (!kind_fits(n->kind, code_level(n->under)))
        return fail_at(c, "kind", "place.kind.misplaced", STR_NONE, STR_NONE);
    TRY(db_write(c, add_body, &a));
    *ret_code = str_copy(c->arena, a.code);
    return OK;
}
