/* i18n: see i18n.h. One open hash table a language, filled before the first request and only read afterwards. */
#include "web/i18n.h"

#include "base/embed.h"
#include "web/po.h"

#include <string.h>

typedef struct Entry {
    Str msgid, text;
    u64 hash;
} Entry;

typedef struct Catalog {
    Entry *slots;
    size_t cap, n; /* cap: a power of two, at most half full */
} Catalog;

static Catalog catalogs[LANG_COUNT];
static Arena  *words;     /* lives as long as the process */
static bool    is_loaded;
static Buf     conflicts;

static const struct { const char *tag, *suffix; } langs[LANG_COUNT] = {
    [LANG_ZH] = { "zh-CN", ".zh_CN.po" },
    [LANG_EN] = { "en", ".en.po" },
};

/* FNV-1a, 64 bits: keys are ours, nobody can choose them to collide. */
static u64 hash_text(Str s)
{
    u64 h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return h;
}

static Entry *slot_of(const Catalog *k, Str msgid, u64 hash)
{
    size_t at = hash & (k->cap - 1);
    while (k->slots[at].msgid.n && !(k->slots[at].hash == hash && str_eq(k->slots[at].msgid, msgid)))
        at = (at + 1) & (k->cap - 1);
    return &k->slots[at];
}

static void grow(Catalog *k)
{
    Catalog bigger = { .cap = k->cap ? k->cap * 2 : 1024, .n = k->n };
    bigger.slots = NEW_N(words, Entry, bigger.cap);
    for (size_t i = 0; i < k->cap; i++) {
        if (k->slots[i].msgid.n)
            *slot_of(&bigger, k->slots[i].msgid, k->slots[i].hash) = k->slots[i];
    }
    *k = bigger;
}

static Err add_entry(Ctx *c, void *arg, Str msgid, Str msgstr, int line)
{
    Catalog *k = arg;
    u64      hash = hash_text(msgid);
    if (k->n * 2 >= k->cap)
        grow(k);
    Entry *e = slot_of(k, msgid, hash);
    if (e->msgid.n) {
        if (!str_eq(e->text, msgstr)) {
            buf_str(&conflicts, msgid);
            buf_char(&conflicts, '\n');
        }
        return OK;
    }
    *e = (Entry){ .msgid = str_copy(words, msgid), .text = str_copy(words, msgstr), .hash = hash };
    k->n++;
    return OK;
}

Err i18n_add(Ctx *c, Lang lang, const char *file, Str po)
{
    if (words == NULL) {
        words = arena_open();
        conflicts = buf_new(words, 256, 1 << 16);
    }
    return po_read(c, file, po, add_entry, &catalogs[lang]);
}

Err i18n_load(Ctx *c)
{
    if (is_loaded)
        return OK;
    for (size_t i = 0; i < embedded_count; i++) {
        Str path = str_from(embedded_files[i].path);
        for (Lang lang = 0; lang < LANG_COUNT; lang++) {
            if (str_starts(path, STR("i18n/")) && str_ends(path, str_from(langs[lang].suffix)))
                TRY(i18n_add(c, lang, embedded_files[i].path, embedded_files[i].bytes));
        }
    }
    is_loaded = true;
    return OK;
}

bool i18n_message(Lang lang, Str msgid, Str *ret_text)
{
    const Catalog *k = &catalogs[lang];
    if (k->cap == 0 || msgid.n == 0)
        return false;
    const Entry *e = slot_of(k, msgid, hash_text(msgid));
    if (e->msgid.n == 0)
        return false;
    *ret_text = e->text;
    return true;
}

bool i18n_has(Lang lang, Str msgid)
{
    Str text;
    return i18n_message(lang, msgid, &text);
}

Str i18n_text(Lang lang, const char *key)
{
    Str text = str_from(key);
    i18n_message(lang, text, &text);
    return text;
}

Str i18n_word(Lang lang, const char *group, const char *name)
{
    char   key[128];
    size_t n = strlen(group), m = strlen(name);
    if (n + m > sizeof key) /* a kind that stands in a row: none of ours is so long */
        return str_from(name);
    memcpy(key, group, n);
    memcpy(key + n, name, m);
    Str text = { key, n + m };
    bool is_known = i18n_message(lang, text, &text);
    return is_known ? text : str_from(name);
}

/* {1:day:days}: the first word where {1} is 1, else the second. How many bytes it takes; 0: it is none. */
static size_t put_counted(Buf *b, Str text, Str p1)
{
    Str one, many, rest = text.n > 3 ? str_skip(text, 3) : STR_NONE;
    if (!str_starts(text, STR("{1:")) || !str_next(&rest, ':', &one) || !str_next(&rest, '}', &many) ||
        3 + one.n + 1 + many.n >= text.n)
        return 0;
    buf_str(b, str_is(p1, "1") ? one : many);
    return 3 + one.n + 1 + many.n + 1;
}

Str i18n_fill(Arena *a, Lang lang, const char *key, Str p1, Str p2)
{
    Str text = i18n_text(lang, key);
    if (text.n < 3 || str_index(text, '{') == text.n)
        return text;
    Buf    b = buf_new(a, text.n + p1.n + p2.n, text.n * (1 + p1.n + p2.n));
    size_t from = 0;
    for (size_t i = 0; i + 2 < text.n; i++) {
        if (text.p[i] != '{' || (text.p[i + 1] != '1' && text.p[i + 1] != '2') || (text.p[i + 2] != '}' && text.p[i + 2] != ':'))
            continue;
        buf_put(&b, text.p + from, i - from);
        from = i;
        if (text.p[i + 2] == ':') {
            size_t taken = put_counted(&b, str_skip(text, i), p1);
            from += taken;
            i += taken ? taken - 1 : 0;
            continue;
        }
        buf_str(&b, text.p[i + 1] == '1' ? p1 : p2);
        from = i + 3;
        i += 2;
    }
    buf_put(&b, text.p + from, text.n - from);
    return buf_text(&b);
}

Str i18n_conflicts(Arena *a)
{
    return words ? str_copy(a, buf_text(&conflicts)) : STR_NONE;
}

const char *lang_tag(Lang lang)
{
    return langs[lang].tag;
}

Lang lang_pick(Str accept_language, Str cookie)
{
    if (str_is(cookie, "en"))
        return LANG_EN;
    if (str_is(cookie, "zh"))
        return LANG_ZH;
    Str  part, rest = accept_language;
    Lang other = LANG_ZH;
    while (str_next(&rest, ',', &part)) {
        part = str_trim(part);
        if (str_starts(part, STR("zh")))
            return LANG_ZH;
        if (str_starts(part, STR("en")))
            return LANG_EN;
        if (part.n && part.p[0] != '*')
            other = LANG_EN; /* who reads neither knows English sooner */
    }
    return other;
}
