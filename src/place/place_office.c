/* place_office: what a place may not be called. Its name stands behind a role under every answer (组长, 书记), so one that holds
 * the word of an office, or the name of a place above, would speak for those (docs/decisions/0048). See place_inside.h. */
#include "base/fold.h"
#include "base/simple.h"
#include "place/place.sql.h"
#include "place/place_inside.h"

static const char *const words[] = {
    "政府", "省委", "市委", "县委", "区委", "党委", "党组", "纪委", "监委", "公安", "派出所", "法院", "法庭", "检察", "司法所", "委员会", "人大常委",
    "国务院", "信访", "巡视", "巡察", "热线", "支部", "书记", "省长", "市长", "县长", "区长", "乡长", "镇长", "村委", "居委", NULL,
};

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
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_find(said, str_from(words[i]), NULL))
            return fail_at(c, q->field, "place.name.office", str_from(words[i]), STR_NONE);
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
