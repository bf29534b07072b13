/* roster_columns: the first line of a roster. See roster.h. */
#include "people/roster.h"

/* Headings as people write them, as a text_key(); the first is what we call the column when the file has none. The last
 * of each are those of our own export in English. */
static const struct {
    const char *names[20];
    bool        needed;
} columns[ROSTER_COLUMNS] = {
    [ROSTER_GROUP] = { { "组", "小区", "组/小区", "村民小组", "小组", "组别", "村组", "所在组", "湾组", "所属小组", "group", "estate",
                         "grouporestate" }, false },
    [ROSTER_HOUSEHOLD] = { { "户号", "户", "门牌", "门牌号", "门牌号码", "户名", "户编号", "房号", "house", "household" }, true },
    [ROSTER_NAME] = { { "姓名", "名字", "居民姓名", "村民姓名", "成员姓名", "name" }, true },
    [ROSTER_SEX] = { { "性别", "sex", "gender" }, false },
    [ROSTER_BORN] = { { "出生日期", "出生年月日", "出生年月", "出生时间", "生日", "born", "birthday", "dateofbirth" }, false },
    [ROSTER_PHONE] = { { "电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "联系号码", "移动电话", "座机",
                         "座机号", "座机号码", "固定电话", "固话", "phone", "mobile" }, false },
    [ROSTER_ID_CARD] = { { "身份证号", "身份证", "身份证号码", "公民身份号码", "公民身份证号", "公民身份证号码", "居民身份证号",
                           "身份证件号码", "证件号码", "证件号", "id_card", "id", "idnumber" }, false },
    [ROSTER_HEAD] = { { "户主", "是否户主", "户主姓名", "head", "headofthehouse" }, false },
    [ROSTER_RELATION] = { { "与户主关系", "与户主的关系", "和户主关系", "户主关系", "家庭关系", "关系", "relation" }, false },
    [ROSTER_AWAY] = { { "外出", "外出务工", "是否外出", "是否外出务工", "务工", "away", "worksaway" }, false },
    [ROSTER_ROLLS] = { { "名册", "身份", "rolls" }, false },
    [ROSTER_SHARE] = { { "面积", "专有面积", "建筑面积", "share", "area" }, false },
};

static Str title_of(const Roster *r, RosterColumn column)
{
    return r->titles[column].n ? r->titles[column] : str_from(columns[column].names[0]);
}

void roster_note(Roster *r, i64 line, RosterColumn column, const char *key, Str value, Str other)
{
    r->notes_all++;
    if (r->n_notes == ROSTER_PROBLEMS_MOST)
        return;
    if (r->notes == NULL)
        r->notes = NEW_N(r->c->arena, RowProblem, ROSTER_PROBLEMS_MOST);
    r->notes[r->n_notes++] = (RowProblem){ line, title_of(r, column), key, utf8_cut(value, 80), utf8_cut(other, 80) };
}

void roster_problem(Roster *r, i64 line, RosterColumn column, const char *key, Str value)
{
    if (r->n_problems == ROSTER_PROBLEMS_MOST)
        return;
    if (r->problems == NULL)
        r->problems = NEW_N(r->c->arena, RowProblem, ROSTER_PROBLEMS_MOST);
    r->problems[r->n_problems++] = (RowProblem){ line, title_of(r, column), key, utf8_cut(value, 80), STR_NONE };
}

/* *姓名（必填）: is 姓名. */
static Str title_key(Arena *a, Str cell)
{
    Str    key = text_key(a, cell);
    size_t at;
    while (str_starts(key, STR("*")))
        key = str_skip(key, 1);
    if (str_find(key, STR("("), &at) && at > 0)
        key = str_cut(key, at);
    while (str_ends(key, STR(":")) || str_ends(key, STR("*")))
        key = str_cut(key, key.n - 1);
    return key;
}

static bool is_called(int k, Str key)
{
    for (size_t i = 0; i < COUNTOF(columns[k].names) && columns[k].names[i] != NULL; i++)
        if (str_is(key, columns[k].names[i]))
            return true;
    return false;
}

/* 电话/手机 is what both of its halves are. */
static bool is_column(int k, Str key)
{
    Str    rest = key, part;
    size_t n = 0;
    if (is_called(k, key))
        return true;
    for (; str_next(&rest, '/', &part); n++)
        if (!is_called(k, part))
            return false;
    return n > 1;
}

static void unread_add(Roster *r, Str title)
{
    if (r->unread == NULL)
        r->unread = NEW_N(r->c->arena, Str, ROSTER_CELLS_MOST);
    for (size_t i = 0; i < r->n_unread; i++)
        if (str_eq(r->unread[i], title))
            return;
    if (r->n_unread < ROSTER_CELLS_MOST)
        r->unread[r->n_unread++] = title;
}

/* Two columns of one heading: nobody can tell us which is right. */
static bool was_before(Roster *r, const Str *cells, size_t i)
{
    Str key = title_key(r->c->arena, cells[i]);
    for (size_t j = 0; key.n && j < i; j++)
        if (str_eq(title_key(r->c->arena, cells[j]), key))
            return true;
    return false;
}

/* Of two columns of one meaning (手机, 电话) the first is read, and the other is one that is not. */
void roster_columns_read(Roster *r, const Str *cells, size_t n)
{
    for (int k = 0; k < ROSTER_COLUMNS; k++)
        r->at[k] = -1;
    for (size_t i = 0; i < n; i++) {
        Str  title = utf8_cut(text_line(r->c->arena, cells[i]), 40), key = title_key(r->c->arena, cells[i]);
        bool is_read = title.n == 0; /* nothing may stand below: roster_columns_beside() sees to that */
        for (int k = 0; k < ROSTER_COLUMNS; k++) {
            if (r->at[k] >= 0 || !is_column(k, key))
                continue;
            r->at[k] = (int)i;
            r->titles[k] = title;
            is_read = true;
        }
        if (!is_read && was_before(r, cells, i))
            roster_problem(r, 1, ROSTER_NAME, "roster.column.twice", title);
        else if (!is_read)
            unread_add(r, title);
    }
    for (int k = 0; k < ROSTER_COLUMNS; k++)
        if (r->at[k] < 0 && columns[k].needed)
            roster_problem(r, 1, (RosterColumn)k, "roster.column.missing", str_from(columns[k].names[0]));
}

void roster_columns_beside(Roster *r, const Str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cells[i].n)
            unread_add(r, arena_printf(r->c->arena, "#%zu", i + 1));
}
