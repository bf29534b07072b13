/* place_search: how a place is found by what somebody types (docs/decisions/0057). A name or how it begins; its spelling or its first
 * letters; its code; words with spaces, the last of which is the place; a path in one piece. What comes first that finds
 * anything is the answer. See place.h. */
#include "engine/text/pinyin.h"
#include "engine/text/search_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"

enum {
    FOUND_MOST = 200,
    WORDS_MOST = 8,
    ABOVE_MOST = 16,    /* places of one name that a path may begin with */
    ASKED_MOST = 40,    /* questions of one path */
    NAME_CHARS = 12,    /* of a name that stands before others in a path */
};

typedef struct Asked {
    Ctx   *c;
    size_t most, left; /* left: questions that may be asked yet */
    Str    words[WORDS_MOST], joined;
    size_t n;
    bool   is_cut;       /* something was not asked, or not all of it was read */
} Asked;

/* ---- by the beginning of a name ---- */

static Err found(Asked *q, Str word, Code under, size_t most, Places *ret)
{
    Ctx *c = q->c;
    Rows rows;
    Code end = under.n ? code_end(c->arena, under) : STR(":");
    if (pinyin_is_latin(word))
        TRY(db_many(db_read(c), QUERY(place_spelled, .word_from = ARG(word), .word_end = ARG(place_text_end(c->arena, word)),
                                      .code_from = ARG(under), .code_end = ARG(end), .most = ARG(FOUND_MOST)), &rows));
    else
        TRY(db_many(db_read(c), QUERY(place_found, .word_from = ARG(word), .word_end = ARG(place_text_end(c->arena, word)),
                                      .code_from = ARG(under), .code_end = ARG(end), .most = ARG(FOUND_MOST)), &rows));
    return places_from(c, rows, most, ret);
}

static Err found_by_code(Asked *q, Str word, Places *ret)
{
    Rows rows;
    Code code = word.n == 12 ? code_from_division(word) : word;
    TRY(db_many(db_read(q->c), Q_PLACE_ONE, ARGS(code), &rows));
    return places_from(q->c, rows, q->most, ret);
}

/* ---- by the last of several words ---- */

static bool begins_spelled(Str name, Arena *a, Str word)
{
    Str    v[PINYIN_SPELLINGS];
    size_t n = pinyin_whole(a, name, v);
    for (size_t i = 0; i < n; i++)
        if (str_starts(v[i], word))
            return true;
    n = pinyin_initials(a, name, v);
    for (size_t i = 0; i < n; i++)
        if (str_starts(v[i], word))
            return true;
    return false;
}

static bool word_stands_in(Arena *a, Str path, Str word)
{
    Str name;
    if (str_find(search_key(a, path), word, NULL))
        return true;
    for (Str rest = path; pinyin_is_latin(word) && str_next(&rest, ' ', &name);)
        if (begins_spelled(search_key_plain(a, name), a, word))
            return true;
    return false;
}

static Err found_by_words(Asked *q, Code under, Places *ret)
{
    Arena *a = q->c->arena;
    size_t kept = 0;
    TRY(found(q, place_plain_name(a, q->words[q->n - 1]), under, FOUND_MOST, ret));
    q->is_cut = q->is_cut || ret->n == FOUND_MOST;
    Place *v = (Place *)ret->v;
    for (size_t i = 0; i < ret->n && kept < q->most; i++) {
        bool all = true;
        for (size_t k = 0; all && k + 1 < q->n; k++)
            all = word_stands_in(a, v[i].path, q->words[k]);
        if (all)
            v[kept++] = v[i];
    }
    ret->n = kept;
    return OK;
}

/* ---- by a path in one piece ---- */

/* What a name may end in that people leave out. */
static const Str kinds[] = { STR(""),     STR("省"),   STR("市"),    STR("区"),    STR("县"),   STR("镇"),   STR("乡"),
                             STR("街道"), STR("村"),   STR("社区"),  STR("自治区"), STR("自治县"), STR("自治州") };
static const Str spelled_kinds[] = { STR(""), STR("sheng"), STR("shi"), STR("qu"), STR("xian"), STR("zhen"), STR("xiang"),
                                     STR("jiedao"), STR("cun"), STR("shequ") };

static Str kind_at(bool is_latin, size_t i)
{
    return is_latin ? spelled_kinds[i] : kinds[i];
}

static size_t kinds_of(bool is_latin)
{
    return is_latin ? COUNTOF(spelled_kinds) : COUNTOF(kinds);
}

/* A name has neither signs nor spaces: what comes behind one is no beginning of a path (and the words of a query hold none). */
static bool is_name_character(u32 ch)
{
    return utf8_is_han(ch) || (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
}

typedef struct Above {
    Code   code;
    size_t taken; /* bytes of the text that are its name */
} Above;

/* How much of the text that word is: all of it, or what stands before its kind. */
static size_t taken_of(Str text, Str word, bool is_latin)
{
    size_t n = 0;
    for (size_t i = 0; i < kinds_of(is_latin); i++) {
        Str stem = str_cut(word, word.n - kind_at(is_latin, i).n);
        if (str_ends(word, kind_at(is_latin, i)) && str_starts(text, stem) && stem.n > n)
            n = stem.n;
    }
    return n;
}

/* Every beginning of the text that may be a name, with each kind behind it, divided by spaces. */
static Str beginnings(Arena *a, Str text, bool is_latin)
{
    size_t room = text.n * (text.n + 16) * COUNTOF(kinds) + 1;
    size_t chars = 0, most = is_latin ? NAME_CHARS * 3 : NAME_CHARS;
    Buf    b = buf_new(a, 1024, room);
    u32    ch;
    for (Str rest = text; chars < most && utf8_next(&rest, &ch) && is_name_character(ch) && rest.n;)
        if (++chars >= 2)
            for (size_t i = 0; i < kinds_of(is_latin); i++) {
                buf_str(&b, str_cut(text, text.n - rest.n));
                buf_str(&b, kind_at(is_latin, i));
                buf_char(&b, ' ');
            }
    return str_trim(buf_text(&b));
}

static Err above_of(Asked *q, Str text, Code under, Above v[ABOVE_MOST], size_t *ret_n)
{
    Ctx *c = q->c;
    Rows rows;
    bool is_latin = pinyin_is_latin(text);
    Str  words = beginnings(c->arena, text, is_latin);
    *ret_n = 0;
    if (words.n == 0)
        return OK;
    TRY(db_many(db_read(c), QUERY(place_called, .words = ARG(words), .code_from = ARG(under), .most = ARG(ABOVE_MOST + 1),
                                  .code_end = ARG(under.n ? code_end(c->arena, under) : STR(":"))), &rows));
    q->is_cut = q->is_cut || rows.n > ABOVE_MOST;
    for (size_t i = 0; i < rows.n && i < ABOVE_MOST; i++) {
        Code   code = row_text(rows.row[i], C_PLACE_CALLED_CODE);
        size_t taken = taken_of(text, row_text(rows.row[i], C_PLACE_CALLED_WORD), is_latin), k = 0;
        while (k < *ret_n && !(str_eq(v[k].code, code) && v[k].taken == taken))
            k++;
        if (k == *ret_n && taken > 0 && taken < text.n)
            v[(*ret_n)++] = (Above){ code, taken };
    }
    return OK;
}

/* The names of a path from above: of each place that the text begins with, what lies below it and is called like the rest, or
 * is on the way of the rest. Several places of one name are all looked into. */
static Err found_by_path(Asked *q, Str text, Code under, Places *ret)
{
    Above  above[ABOVE_MOST];
    size_t n;
    ret->n = 0;
    if (q->left == 0) {
        q->is_cut = true;
        return OK;
    }
    q->left--;
    TRY(above_of(q, text, under, above, &n));
    Place *v = NEW_N(q->c->arena, Place, q->most);
    size_t n_found = 0;
    for (int deep = 0; deep < 2 && n_found == 0; deep++)
        for (size_t i = 0; i < n && q->left > 0; i++) {
            Places below;
            Str    rest = str_skip(text, above[i].taken);
            q->left--;
            if (deep)
                TRY(found_by_path(q, rest, above[i].code, &below));
            else
                TRY(found(q, place_plain_name(q->c->arena, rest), above[i].code, q->most, &below));
            for (size_t k = 0; k < below.n && n_found < q->most; k++)
                if (!str_eq(below.v[k].code, above[i].code))
                    v[n_found++] = below.v[k];
        }
    q->is_cut = q->is_cut || (n > 0 && q->left == 0);
    *ret = (Places){ v, n_found, false };
    return OK;
}

/* ---- all of it ---- */

static void words_of(Asked *q, Str text)
{
    Str rest = search_key(q->c->arena, str_trim(text)), word;
    while (str_next(&rest, ' ', &word))
        if (word.n && q->n < WORDS_MOST)
            q->words[q->n++] = word;
    q->joined = str_join(q->c->arena, q->words, q->n, STR_NONE);
}

Err place_search(Ctx *c, Str text, Code under, int most, Places *ret_places)
{
    Asked q = { .c = c, .most = (size_t)most, .left = ASKED_MOST };
    *ret_places = (Places){ NULL, 0, false };
    words_of(&q, text);
    if (q.n == 0)
        return OK;
    Str whole = place_plain_name(c->arena, q.joined);
    if (code_is_valid(whole) || code_from_division(whole).n)
        return found_by_code(&q, whole, ret_places);
    bool is_latin = pinyin_is_latin(whole);
    if (is_latin && whole.n < 2) /* one letter begins the spelling of too many */
        return OK;
    if (q.n == 1 || is_latin)
        TRY(found(&q, whole, under, q.most, ret_places));
    if (ret_places->n == 0 && q.n > 1)
        TRY(found_by_words(&q, under, ret_places));
    if (ret_places->n == 0)
        TRY(found_by_path(&q, q.joined, under, ret_places));
    ret_places->is_cut = q.is_cut;
    return OK;
}
