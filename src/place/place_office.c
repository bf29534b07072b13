/* place_office: what a place may not be called, and who may not be named in a free line that says who acts. Its name stands behind a role
 * under every answer (组长, 书记), so one that holds the word of an office, or the name of a place above, would speak for those
 * (docs/decisions/0048). See place_inside.h. */
#include "base/fold.h"
#include "base/simple.h"
#include "place/place.sql.h"
#include "place/place_inside.h"

static const char *const words[] = {
    "政府", "省委", "市委", "县委", "区委", "党委", "党组", "纪委", "监委", "公安", "派出所", "法院", "法庭", "检察", "司法所", "委员会", "人大常委",
    "国务院", "信访", "巡视", "巡察", "省长", "市长", "县长", "区长", "乡长", "镇长", NULL,
};

/* What a village has of its own, and acts: it is no name of a place. */
static const char *const own_words[] = { "支部", "书记", "村委", "居委", "热线", NULL };

/* Bodies of the place itself, which the division table calls villages and communities by; a group has none. */
static const char *const own_bodies[] = { "村民委员会", "居民委员会", "村委会", "居委会", NULL };

/* Where people live, called after what they work or learn at: 房县一中家属院. Whoever speaks there speaks for a yard. */
static const char *const dwellings[] = { "家属院", "家属楼", "家属区", "宿舍", "小区", "公寓", NULL };

static bool is_dwelling(Str said)
{
    for (size_t i = 0; dwellings[i] != NULL; i++)
        if (str_ends(said, str_from(dwellings[i])) && said.n > str_from(dwellings[i]).n)
            return true;
    return false;
}

static Str without(Arena *a, Str s, Str part)
{
    size_t at;
    while (str_find(s, part, &at))
        s = str_join(a, (Str[]){ str_cut(s, at), str_skip(s, at + part.n) }, 2, STR(" "));
    return s;
}

/* As it is read: without gaps and points, in simplified characters. */
static Str read_as(Arena *a, Str name)
{
    Str s = simple_key(a, utf8_fold(a, name));
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    u32 ch;
    for (Str before = s; utf8_next(&s, &ch); before = s)
        if (utf8_is_han(ch) || (ch < 0x80 && ch > ' ' && ch != '.' && ch != '-'))
            buf_str(&b, str_cut(before, before.n - s.n));
    return buf_text(&b);
}

static Err word_refused(Ctx *c, const NameAsk *q, Str said)
{
    for (size_t i = 0; own_bodies[i] != NULL && code_level(q->parent) < LEVEL_VILLAGE; i++)
        said = without(c->arena, said, str_from(own_bodies[i]));
    for (int own = 0; own < 2; own++)
        for (const char *const *word = own ? own_words : words; *word != NULL; word++)
            if (str_find(said, str_from(*word), NULL))
                return fail_at(c, q->field, "place.name.office", str_from(*word), STR_NONE);
    return OK;
}

Err place_name_no_office(Db *db, const NameAsk *q)
{
    Ctx *c = db_ctx(db);
    Str  said = read_as(c->arena, q->text);
    TRY(word_refused(c, q, said));
    if (is_dwelling(said) && code_level(q->parent) >= LEVEL_VILLAGE)
        return OK;
    for (Code above = q->parent; above.n; above = code_parent(above)) {
        Row  r;
        bool found;
        if (code_level(above) >= LEVEL_VILLAGE)
            continue; /* 上湾村一组 says where it lies, and whose: its own village's */
        TRY(db_maybe(db, Q_PLACE_ONE, ARGS(above), &found, &r));
        Str name = found ? read_as(c->arena, row_text(r, C_PLACE_ROW_NAME)) : STR_NONE;
        if (name.n && str_find(said, name, NULL))
            return fail_at(c, q->field, "place.name.office", row_text(r, C_PLACE_ROW_NAME), STR_NONE);
    }
    return OK;
}

/* ---- lines that say who acts ---- */

/* Bodies that a village, or what lies in it, has of its own. */
static const char *const village_bodies[] = {
    "村民委员会", "居民委员会", "社区委员会", "村务监督委员会", "居务监督委员会", "业主委员会", "物业管理委员会", "人民调解委员会", "调解委员会",
    "治安保卫委员会", "治保委员会", "妇女委员会", "支部委员会", "总支委员会", "总支部委员会", "村党委", "社区党委", NULL,
};

/* By a word: of which level the office is. */
static const struct {
    const char *word;
    Level       of;
} offices[] = {
    { "省委", LEVEL_PROVINCE }, { "省政府", LEVEL_PROVINCE }, { "省人民政府", LEVEL_PROVINCE }, { "市委", LEVEL_CITY },
    { "市政府", LEVEL_CITY },   { "市人民政府", LEVEL_CITY }, { "县委", LEVEL_COUNTY },         { "县政府", LEVEL_COUNTY },
    { "县人民政府", LEVEL_COUNTY }, { "区委", LEVEL_COUNTY }, { "区政府", LEVEL_COUNTY },       { "区人民政府", LEVEL_COUNTY },
};

static Err line_refused(Ctx *c, const char *field, Str word)
{
    return fail_at(c, field, "place.office.named", word, STR_NONE);
}

/* From the province down to the village or above it, as they are read. */
typedef struct Chain {
    Str   name[LEVEL_VILLAGE + 1];
    Level level[LEVEL_VILLAGE + 1];
    int   n;
} Chain;

static Err chain_of(Ctx *c, Code place, Chain *ret)
{
    Str name;
    ret->n = 0;
    for (int level = LEVEL_PROVINCE; level <= LEVEL_VILLAGE && level <= (int)code_level(place); level++) {
        TRY(place_name(c, code_at(place, (Level)level), &name));
        ret->name[ret->n] = read_as(c->arena, name);
        ret->level[ret->n++] = (Level)level;
    }
    return OK;
}

/* 房县化龙堰镇上湾村 says where the village lies: what stands before a lower name of its own is no office above. */
static Str without_way_there(Arena *a, const Chain *k, Str said)
{
    for (int i = 0; i < k->n; i++)
        for (int below = i + 1; below < k->n; below++) {
            Str    both = str_join(a, (Str[]){ k->name[i], k->name[below] }, 2, STR_NONE);
            size_t at;
            while (k->name[i].n && k->name[below].n && str_find(said, both, &at))
                said = str_join(a, (Str[]){ str_cut(said, at), str_skip(said, at + k->name[i].n) }, 2, STR_NONE);
        }
    return said;
}

/* In a village any office is another's, but for its own bodies; from the township up those of its own level and below are its own. */
static Err line_words(Ctx *c, const char *field, Level level, Str said)
{
    for (size_t i = 0; level >= LEVEL_VILLAGE && village_bodies[i] != NULL; i++)
        said = without(c->arena, said, str_from(village_bodies[i]));
    for (size_t i = 0; level >= LEVEL_VILLAGE && words[i] != NULL; i++)
        if (str_find(said, str_from(words[i]), NULL))
            return line_refused(c, field, str_from(words[i]));
    for (size_t i = 0; i < COUNTOF(offices); i++)
        if (offices[i].of < level && str_find(said, str_from(offices[i].word), NULL))
            return line_refused(c, field, str_from(offices[i].word));
    return OK;
}

Err place_line_no_office(Ctx *c, const char *field, Code place, Str text)
{
    Chain k;
    Level level = code_level(place);
    if (actor_is_operator(c->actor))
        return OK;
    TRY(chain_of(c, place, &k));
    Str said = without_way_there(c->arena, &k, read_as(c->arena, text));
    for (int i = 0; i < k.n; i++)
        if (k.level[i] < level && k.level[i] < LEVEL_VILLAGE && k.name[i].n && str_find(said, k.name[i], NULL))
            return line_refused(c, field, k.name[i]);
    if (k.n && level < LEVEL_VILLAGE && k.name[k.n - 1].n) /* 丹江口市委 is a county's */
        said = without(c->arena, said, k.name[k.n - 1]);
    return line_words(c, field, level, said);
}

Code place_actor_sits(const Actor *a, Code place)
{
    Code at = place;
    for (size_t i = 0; i < a->n_grants; i++)
        if (code_covers(a->grants[i].place, place) && a->grants[i].place.n < at.n)
            at = a->grants[i].place;
    return at;
}
