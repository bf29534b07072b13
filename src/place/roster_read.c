/* roster_read: the cells of a roster as values. See roster.h. */
#include "place/roster.h"

#include <string.h>

#include "base/csv.h"
#include "place/place.h"

/* Headings as people write them; the first is what we call the column when the file has none. */
static const struct {
    const char *names[7];
    bool        needed;
} columns[ROSTER_COLUMNS] = {
    [ROSTER_GROUP] = { { "组", "小区", "组/小区", "村民小组", "湾组", "group", "estate" }, false },
    [ROSTER_HOUSEHOLD] = { { "户号", "户", "门牌", "户名", "household", "house" }, true },
    [ROSTER_NAME] = { { "姓名", "名字", "name" }, true },
    [ROSTER_SEX] = { { "性别", "sex" }, false },
    [ROSTER_BORN] = { { "出生日期", "出生年月日", "生日", "born", "birthday" }, false },
    [ROSTER_PHONE] = { { "电话", "手机", "手机号", "联系电话", "phone" }, false },
    [ROSTER_ID_CARD] = { { "身份证号", "身份证", "身份证号码", "公民身份号码", "id_card", "id" }, false },
    [ROSTER_HEAD] = { { "户主", "是否户主", "与户主关系", "head" }, false },
    [ROSTER_AWAY] = { { "外出", "外出务工", "away" }, false },
    [ROSTER_ROLLS] = { { "名册", "身份", "rolls" }, false },
    [ROSTER_SHARE] = { { "面积", "专有面积", "建筑面积", "share", "area" }, false },
};

/* Words for the rolls, in the order of RollKind. */
static const char *const roll_words[ROLL_KINDS][3] = {
    { "户籍", "registered" }, { "常住", "resident" },   { "选民", "voter" },
    { "集体", "collective", "集体成员" }, { "业主", "owner" }, { "社员", "coop", "合作社" },
};

typedef struct Heads {
    int at[ROSTER_COLUMNS]; /* -1: the file has no such column */
} Heads;

void roster_problem(Roster *r, i64 line, RosterColumn column, const char *key, Str value)
{
    if (r->n_problems == ROSTER_PROBLEMS_MOST)
        return;
    if (r->problems == NULL)
        r->problems = NEW_N(r->c->arena, RowProblem, ROSTER_PROBLEMS_MOST);
    Str title = r->titles[column].n ? r->titles[column] : str_from(columns[column].names[0]);
    r->problems[r->n_problems++] = (RowProblem){ line, title, key, utf8_cut(value, 40) };
}

static bool is_one_of(Str cell, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n && words[i]; i++)
        if (str_is(cell, words[i]))
            return true;
    return false;
}

static void heads_read(Roster *r, const Str *cells, size_t n, Heads *h)
{
    for (int k = 0; k < ROSTER_COLUMNS; k++) {
        h->at[k] = -1;
        for (size_t i = 0; i < n; i++) {
            Str title = utf8_fold(r->c->arena, cells[i]);
            if (h->at[k] < 0 && is_one_of(title, columns[k].names, COUNTOF(columns[k].names))) {
                h->at[k] = (int)i;
                r->titles[k] = cells[i];
            }
        }
        if (h->at[k] < 0 && columns[k].needed)
            roster_problem(r, 1, (RosterColumn)k, "roster.column.missing", str_from(columns[k].names[0]));
    }
}

static Str digits_only(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    s = utf8_fold(a, s);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '-')
            buf_char(&b, s.p[i] == 'x' ? 'X' : s.p[i]);
    return buf_text(&b);
}

static bool is_number(Str s)
{
    i64 v;
    return s.n > 0 && s.n <= 4 && str_int(s, &v) && v > 0;
}

/* 3 and 3组 as 三组; rosters write it either way. Up to 99. */
static Str group_in_words(Arena *a, Str s)
{
    static const char *const digit[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
    i64 v;
    if (str_ends(s, STR("组")))
        s = str_cut(s, s.n - STR("组").n);
    if (!is_number(s) || !str_int(s, &v) || v > 99)
        return STR_NONE;
    return arena_printf(a, "%s%s%s组", v >= 20 ? digit[v / 10] : "", v >= 10 ? "十" : "", digit[v % 10]);
}

static const RosterGroup *group_find(const Roster *r, Str name)
{
    for (size_t i = 0; i < r->n_groups; i++)
        if (str_eq(r->groups[i].name, name))
            return &r->groups[i];
    return NULL;
}

static Str without_spaces(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '/')
            buf_char(&b, s.p[i]);
    return buf_text(&b);
}

static void group_read(Roster *r, RosterRow *row, Str cell)
{
    Arena             *a = r->c->arena;
    const RosterGroup *g;
    if (cell.n == 0) { /* a roster of one group need not say so in every row */
        row->place = r->village;
        if (code_level(r->village) == LEVEL_VILLAGE && r->n_groups)
            roster_problem(r, row->line, ROSTER_GROUP, "roster.group.missing", cell);
        return;
    }
    g = group_find(r, without_spaces(a, cell));
    if (g == NULL)
        g = group_find(r, group_in_words(a, utf8_fold(a, cell)));
    if (g == NULL)
        roster_problem(r, row->line, ROSTER_GROUP, "roster.group.unknown", cell);
    else
        row->place = g->code;
}

/* 17 in 三组 is 三组17户: how neighbours call it, and how its card says it. */
static void label_read(Roster *r, RosterRow *row, Str cell)
{
    Str name = STR_NONE;
    for (size_t i = 0; i < r->n_groups; i++)
        if (str_eq(r->groups[i].code, row->place))
            name = r->groups[i].name;
    row->label = is_number(cell) ? arena_printf(r->c->arena, "%.*s%.*s户", STR_ARG(name), STR_ARG(cell)) : cell;
    if (cell.n == 0)
        roster_problem(r, row->line, ROSTER_HOUSEHOLD, "roster.household.missing", cell);
    else if (utf8_count(row->label) > (size_t)HOUSEHOLD_LABEL.high)
        roster_problem(r, row->line, ROSTER_HOUSEHOLD, "roster.too_long", cell);
}

static bool yes_or_no(Roster *r, i64 line, RosterColumn column, Str cell)
{
    static const char *const yes[] = { "是", "户主", "本人", "外出", "务工", "1", "yes", "true", "y" };
    static const char *const no[] = { "", "否", "不是", "在家", "0", "no", "false", "n" };
    cell = utf8_fold(r->c->arena, cell);
    if (is_one_of(cell, yes, COUNTOF(yes)))
        return true;
    /* a relation to the head (妻, 长子) says: somebody else */
    if (!is_one_of(cell, no, COUNTOF(no)) && column != ROSTER_HEAD)
        roster_problem(r, line, column, "roster.yes_no", cell);
    return false;
}

static void sex_read(Roster *r, RosterRow *row, Str cell)
{
    cell = utf8_fold(r->c->arena, cell);
    if (str_is(cell, "男") || str_is(cell, "male") || str_is(cell, "m"))
        row->sex = SEX_MALE;
    else if (str_is(cell, "女") || str_is(cell, "female") || str_is(cell, "f"))
        row->sex = SEX_FEMALE;
    else if (cell.n)
        roster_problem(r, row->line, ROSTER_SEX, "roster.sex", cell);
}

static void born_read(Roster *r, RosterRow *row, Str cell)
{
    i64 eight;
    if (cell.n == 8 && str_int(cell, &eight) && date_is_valid((Date)eight))
        row->born = (Date)eight;
    else if (cell.n && !date_parse(cell, &row->born))
        roster_problem(r, row->line, ROSTER_BORN, "roster.born", cell);
    if (row->born > date_of(r->c->now))
        roster_problem(r, row->line, ROSTER_BORN, "roster.born.future", cell);
}

/* Numbers are not repeated in a problem: the list is shown, printed and passed on. */
static void numbers_read(Roster *r, RosterRow *row, Str phone, Str id_card)
{
    row->phone = digits_only(r->c->arena, phone);
    row->id_card = digits_only(r->c->arena, id_card);
    if (row->phone.n && !phone_is_valid(row->phone))
        roster_problem(r, row->line, ROSTER_PHONE, row->phone.n == 11 ? "roster.phone" : "roster.phone.digits",
                       arena_printf(r->c->arena, "%zu", row->phone.n));
    if (row->id_card.n == 0)
        return;
    if (!id_card_is_valid(row->id_card)) {
        roster_problem(r, row->line, ROSTER_ID_CARD, row->id_card.n == 18 ? "roster.id_card" : "roster.id_card.digits",
                       arena_printf(r->c->arena, "%zu", row->id_card.n));
        return;
    }
    if (row->born && row->born != id_card_born(row->id_card))
        roster_problem(r, row->line, ROSTER_BORN, "roster.born.other", STR_NONE);
    if (row->sex && row->sex != id_card_sex(row->id_card))
        roster_problem(r, row->line, ROSTER_SEX, "roster.sex.other", STR_NONE);
    row->born = id_card_born(row->id_card);
    row->sex = id_card_sex(row->id_card);
}

/* Words with ; 、 / or a space between them. Without the column: registered, and resident unless away. */
static void rolls_read(Roster *r, RosterRow *row, bool has_column, Str cell)
{
    if (!has_column) {
        row->rolls = 1u << ROLL_REGISTERED | (row->is_away ? 0 : 1u << ROLL_RESIDENT);
        return;
    }
    Str rest = utf8_fold(r->c->arena, cell);
    u32 ch;
    while (rest.n) {
        Str word = rest, left = rest;
        while (utf8_next(&left, &ch) && ch != ';' && ch != ' ' && ch != '/' && ch != 0x3001 && ch != ',' && ch != '+')
            rest = left;
        word.n -= rest.n;
        rest = left;
        if (word.n == 0)
            continue;
        bool known = false;
        for (int k = 0; k < ROLL_KINDS; k++) {
            if (is_one_of(word, roll_words[k], COUNTOF(roll_words[k]))) {
                row->rolls |= 1u << k;
                known = true;
            }
        }
        if (!known)
            roster_problem(r, row->line, ROSTER_ROLLS, "roster.rolls", word);
    }
}

static void share_read(Roster *r, RosterRow *row, Str cell)
{
    if (cell.n == 0)
        return;
    if (!hundredths_parse(cell, &row->share))
        roster_problem(r, row->line, ROSTER_SHARE, "roster.share", cell);
    else if (row->share && !(row->rolls & 1u << ROLL_OWNER))
        roster_problem(r, row->line, ROSTER_SHARE, "roster.share.owner", cell);
}

static void row_read(Roster *r, const Heads *h, const Str *cells, size_t n, i64 line)
{
    RosterRow *row = &r->rows[r->n++];
    Str        cell[ROSTER_COLUMNS];
    for (int k = 0; k < ROSTER_COLUMNS; k++)
        cell[k] = h->at[k] >= 0 && (size_t)h->at[k] < n ? cells[h->at[k]] : STR("");
    *row = (RosterRow){ .line = line, .name = cell[ROSTER_NAME] };
    group_read(r, row, cell[ROSTER_GROUP]);
    label_read(r, row, cell[ROSTER_HOUSEHOLD]);
    if (row->name.n == 0)
        roster_problem(r, line, ROSTER_NAME, "roster.name.missing", STR_NONE);
    else if (utf8_count(row->name) > (size_t)PERSON_NAME.high)
        roster_problem(r, line, ROSTER_NAME, "roster.too_long", row->name);
    sex_read(r, row, cell[ROSTER_SEX]);
    born_read(r, row, cell[ROSTER_BORN]);
    numbers_read(r, row, cell[ROSTER_PHONE], cell[ROSTER_ID_CARD]);
    row->is_head = yes_or_no(r, line, ROSTER_HEAD, cell[ROSTER_HEAD]);
    row->is_away = yes_or_no(r, line, ROSTER_AWAY, cell[ROSTER_AWAY]);
    rolls_read(r, row, h->at[ROSTER_ROLLS] >= 0, cell[ROSTER_ROLLS]);
    share_read(r, row, cell[ROSTER_SHARE]);
}

/* Groups and estates of the village, their units, and what they are also called. */
static Err groups_load(Roster *r)
{
    enum { MOST = 999, ALL = 4000 };
    Places       groups, units;
    const Str   *aliases;
    size_t       n_aliases;
    Arena       *a = r->c->arena;
    RosterGroup *v = NEW_N(a, RosterGroup, ALL);
    TRY(place_children(r->c, r->village, STR(""), MOST, &groups));
    for (size_t i = 0; i < groups.n && r->n_groups < ALL; i++) {
        Place g = groups.v[i];
        v[r->n_groups++] = (RosterGroup){ g.code, without_spaces(a, g.name) };
        TRY(place_aliases(r->c, g.code, &aliases, &n_aliases));
        for (size_t k = 0; k < n_aliases && r->n_groups < ALL; k++)
            v[r->n_groups++] = (RosterGroup){ g.code, without_spaces(a, aliases[k]) };
        if (g.level != LEVEL_GROUP)
            continue;
        TRY(place_children(r->c, g.code, STR(""), MOST, &units));
        for (size_t k = 0; k < units.n && r->n_groups < ALL; k++)
            v[r->n_groups++] = (RosterGroup){ units.v[k].code,
                                              without_spaces(a, arena_printf(a, "%.*s%.*s", STR_ARG(g.name),
                                                                             STR_ARG(units.v[k].name))) };
    }
    r->groups = v;
    return OK;
}

Err roster_read(Roster *r, Str csv)
{
    enum { CELLS = 40 };
    Str   text, cells[CELLS];
    Heads heads;
    size_t n;
    if (!csv_text(r->c->arena, csv, &text)) {
        roster_problem(r, 0, ROSTER_NAME, "roster.encoding", STR_NONE);
        return OK;
    }
    Csv file = csv_open(text);
    if (!csv_next(r->c->arena, &file, cells, CELLS, &n)) {
        roster_problem(r, 0, ROSTER_NAME, "roster.empty", STR_NONE);
        return OK;
    }
    heads_read(r, cells, n, &heads);
    if (r->n_problems)
        return OK;
    TRY(groups_load(r));
    r->rows = NEW_N(r->c->arena, RosterRow, ROSTER_ROWS_MOST);
    while (csv_next(r->c->arena, &file, cells, CELLS, &n)) {
        if (r->n == ROSTER_ROWS_MOST) {
            roster_problem(r, file.line, ROSTER_NAME, "roster.too_many", STR_NONE);
            break;
        }
        row_read(r, &heads, cells, n, file.line);
    }
    if (file.broken)
        roster_problem(r, file.line, ROSTER_NAME, "roster.quote", STR_NONE);
    else if (r->n == 0)
        roster_problem(r, 0, ROSTER_NAME, "roster.empty", STR_NONE);
    return OK;
}
