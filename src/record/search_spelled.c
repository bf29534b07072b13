/* search_spelled: words that are typed by their sound. Records have no terms of it: that would be as many rows again for every one.
 * What the letters may spell is held against the terms that there are, two syllables at a time: of some hundred pairs of
 * characters that are read lu and deng, a county has 路灯. See search_inside.h. */
#include "engine/text/pinyin.h"
#include "engine/text/search_key.h"
#include "record/search.sql.h"
#include "record/search_inside.h"

enum {
    READ_MOST = 64,   /* characters of a syllable */
    CHAINS_MOST = 16, /* words that the syllables so far may be */
    PLAIN_MOST = 4,   /* letters of a word that may be meant as it is: wifi is none of ours, ai may be */
};

/* A word that the first syllables may be, and in how many records its rarest pair stands. */
typedef struct Chain {
    Str text, last; /* last: its last character */
    i64 n;
} Chain;

typedef struct Chains {
    Chain v[CHAINS_MOST];
    int   n;
} Chains;

static Err some_of(Ctx *c, const char *noun, Code county, Str words, Rows *ret_rows)
{
    enum { MOST = 200 };
    return db_many(db_read(c), QUERY(term_some, .county = ARG(county), .noun = ARG(noun), .words = ARG(words), .most = ARG(MOST)), ret_rows);
}

/* Every one of `first` with every one of the characters behind it, divided by spaces; empty `first`: these by themselves. */
static void pairs_put(Buf *b, Str first, Str characters)
{
    for (Str rest = characters; rest.n;) {
        u32 ch;
        Str one = rest;
        if (!utf8_next(&rest, &ch))
            break;
        buf_str(b, first);
        buf_str(b, str_cut(one, one.n - rest.n));
        buf_char(b, ' ');
    }
}

/* The most frequent few are kept, the first of equals before the others. */
static void chain_put(Chains *to, Chain chain)
{
    int at = to->n;
    while (at > 0 && to->v[at - 1].n < chain.n)
        at--;
    if (at == CHAINS_MOST)
        return;
    to->n += to->n < CHAINS_MOST;
    for (int i = to->n - 1; i > at; i--)
        to->v[i] = to->v[i - 1];
    to->v[at] = chain;
}

static Str behind_first(Str pair)
{
    u32 ch;
    (void)utf8_next(&pair, &ch);
    return pair;
}

/* One syllable by itself is one character. */
static Err begin(Ctx *c, const char *noun, Code county, const PinyinWay *w, Chains *ret)
{
    size_t n, n_second;
    Str    characters = pinyin_characters(c->arena, w->v[0], READ_MOST, &n), first;
    Str    second = w->n > 1 ? pinyin_characters(c->arena, w->v[1], READ_MOST, &n_second) : STR_NONE;
    Buf    b = buf_new(c->arena, 4096, READ_MOST * READ_MOST * 8);
    Rows   rows;
    if (w->n == 1)
        pairs_put(&b, STR_NONE, characters);
    for (Str rest = characters; w->n > 1 && rest.n; rest = behind_first(rest)) {
        first = str_cut(rest, rest.n - behind_first(rest).n);
        pairs_put(&b, first, second);
    }
    ret->n = 0;
    if (b.n == 0)
        return OK;
    TRY(some_of(c, noun, county, str_trim(buf_text(&b)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Str word = row_text(rows.row[i], C_TERM_SOME_WORD);
        chain_put(ret, (Chain){ word, behind_first(word), row_int(rows.row[i], C_TERM_SOME_N) });
    }
    return OK;
}

static Err go_on(Ctx *c, const char *noun, Code county, uint16_t syllable, Chains *chains)
{
    size_t n;
    Str    characters = pinyin_characters(c->arena, syllable, READ_MOST, &n);
    Buf    b = buf_new(c->arena, 4096, CHAINS_MOST * READ_MOST * 8);
    Chains next = { .n = 0 };
    Rows   rows;
    for (int i = 0; i < chains->n; i++)
        pairs_put(&b, chains->v[i].last, characters);
    TRY(some_of(c, noun, county, str_trim(buf_text(&b)), &rows));
    for (int i = 0; i < chains->n; i++)
        for (size_t k = 0; k < rows.n; k++) {
            Str word = row_text(rows.row[k], C_TERM_SOME_WORD);
            i64 has = row_int(rows.row[k], C_TERM_SOME_N);
            if (str_starts(word, chains->v[i].last))
                chain_put(&next, (Chain){ str_join(c->arena, (Str[]){ chains->v[i].text, behind_first(word) }, 2, STR_NONE),
                                          behind_first(word), has < chains->v[i].n ? has : chains->v[i].n });
        }
    *chains = next;
    return OK;
}

/* Is there a record with all terms of the letters themselves, perhaps? */
static Err is_plain_word(Ctx *c, const char *noun, Code county, Str key, bool *ret_is)
{
    Str  terms[4];
    int  n;
    Rows rows;
    *ret_is = false;
    if (key.n > PLAIN_MOST)
        return OK;
    TRY(search_terms(c, key, terms, &n));
    if (n == 0)
        return OK;
    TRY(some_of(c, noun, county, str_join(c->arena, terms, (size_t)n, STR(" ")), &rows));
    *ret_is = rows.n >= (size_t)n;
    return OK;
}

Err search_spelled(Ctx *c, const char *noun, Code county, Str text, Str *ret_text)
{
    Str       key = search_key(c->arena, text);
    PinyinWay ways[PINYIN_WAYS];
    bool      is_plain;
    *ret_text = text;
    int n = pinyin_is_latin(key) ? pinyin_ways(key, ways) : 0;
    if (n == 0)
        return OK;
    TRY(is_plain_word(c, noun, county, key, &is_plain));
    for (int i = 0; i < n && !is_plain; i++) {
        Chains chains;
        TRY(begin(c, noun, county, &ways[i], &chains));
        for (int k = 2; k < ways[i].n && chains.n > 0; k++)
            TRY(go_on(c, noun, county, ways[i].v[k], &chains));
        if (chains.n > 0) {
            *ret_text = chains.v[0].text;
            return OK;
        }
    }
    return OK;
}
