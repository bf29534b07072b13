/* roster_read: the cells of a roster as values. See roster.h. */
#include "people/roster.h"

#include "engine/number/decimal.h"
#include <stdio.h>

#include "base/csv.h"
#include "engine/text/house_key.h"

/* Words for the rolls, in the order of RollKind. */
static const char *const roll_words[ROLL_KINDS][3] = {
    { "户籍", "registered" }, { "常住", "resident" },   { "选民", "voter" },
    { "集体", "collective", "集体成员" }, { "业主", "owner" }, { "社员", "coop", "合作社" },
};

static bool is_one_of(Str cell, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n && words[i]; i++)
        if (str_is(cell, words[i]))
            return true;
    return false;
}

/* ---- where ---- */

static bool has_groups(const Roster *r)
{
    for (size_t i = 0; i < r->names.n_places; i++)
        if (r->names.places[i].level > LEVEL_VILLAGE)
            return true;
    return false;
}

static void group_read(Roster *r, RosterRow *row, Str cell)
{
    Arena *a = r->c->arena;
    row->where = (PlaceFit){ .how = FIT_OWN, .code = r->scope, .is_certain = true };
    if (cell.n == 0) { /* a roster of one group need not say so in every row */
        if (code_level(r->scope) == LEVEL_VILLAGE && has_groups(r))
            roster_problem(r, row->line, ROSTER_GROUP, "roster.group.missing", cell);
        return;
    }
    bool     is_blurred = text_blurs_number(a, cell);
    PlaceFit fit = is_blurred ? (PlaceFit){ .how = FIT_NONE } : place_names_find(a, &r->names, r->scope, cell);
    if (is_blurred)
        roster_problem(r, row->line, ROSTER_GROUP, "roster.group.unclear", cell);
    else if (fit.how == FIT_NONE)
        roster_problem(r, row->line, ROSTER_GROUP, "roster.group.unknown", cell);
    else if (fit.how == FIT_OUTSIDE)
        roster_problem(r, row->line, ROSTER_GROUP, "roster.group.outside", cell);
    else if (fit.how == FIT_SEVERAL)
        roster_problem(r, row->line, ROSTER_GROUP, "roster.group.several",
                       arena_printf(a, "%.*s: %.*s, %.*s", STR_ARG(utf8_cut(cell, 20)), STR_ARG(fit.code),
                                    STR_ARG(fit.other)));
    row->where = fit.how >= FIT_TAKEN_IN ? fit : (PlaceFit){ .how = FIT_NONE };
}

/* 1.38E+10 is what is left of a long number in a cell that a spreadsheet took for a figure. */
static bool was_a_figure(Roster *r, RosterRow *row, RosterColumn column, Str cell)
{
    bool is_figure = str_find(text_key(r->c->arena, cell), STR("e+"), NULL);
    if (is_figure)
        roster_problem(r, row->line, column, "roster.number.figure", STR_NONE);
    return is_figure;
}

static void house_read(Roster *r, RosterRow *row, Str cell)
{
    row->house = cell;
    if (house_key(r->c->arena, cell).n == 0) {
        roster_problem(r, row->line, ROSTER_HOUSEHOLD, "roster.household.missing", STR_NONE);
        row->where.how = FIT_NONE;
    } else if (was_a_figure(r, row, ROSTER_HOUSEHOLD, cell)) {
        row->where.how = FIT_NONE;
    } else if (utf8_count(cell) > (size_t)HOUSEHOLD_LABEL.high) {
        roster_problem(r, row->line, ROSTER_HOUSEHOLD, "roster.too_long", cell);
        row->where.how = FIT_NONE;
    }
}

/* ---- who ---- */

static void name_read(Roster *r, RosterRow *row, Str cell)
{
    row->name = text_name(r->c->arena, cell);
    if (row->name.n == 0)
        roster_problem(r, row->line, ROSTER_NAME, "roster.name.missing", STR_NONE);
    else if (utf8_count(row->name) > (size_t)PERSON_NAME.high)
        roster_problem(r, row->line, ROSTER_NAME, "roster.too_long", row->name);
}

/* 李四⏎王五, 李四、王五: two people in one cell, who would become one of a name that nobody has. A break inside of 李芳 is none. */
static void names_read(Roster *r, i64 line, Str cell)
{
    static const Str between[] = { STR("\n"), STR("、"), STR("，"), STR(","), STR("/"), STR("；"), STR(";") };
    size_t at;
    for (size_t i = 0; i < COUNTOF(between); i++) {
        if (!str_find(cell, between[i], &at))
            continue;
        Str first = str_trim(str_cut(cell, at)), second = str_trim(str_skip(cell, at + between[i].n));
        if (utf8_count(first) < 2 || utf8_count(second) < 2)
            continue;
        roster_problem(r, line, ROSTER_NAME, "roster.name.two", text_line(r->c->arena, cell));
        return;
    }
}

static bool yes_or_no(Roster *r, i64 line, RosterColumn column, Str cell)
{
    static const char *const yes[] = { "是", "户主", "本人", "外出", "务工", "√", "✓", "1", "yes", "true", "y" };
    static const char *const no[] = { "", "否", "不是", "在家", "0", "no", "false", "n" };
    Str key = text_key(r->c->arena, cell);
    if (is_one_of(key, yes, COUNTOF(yes)))
        return true;
    if (!is_one_of(key, no, COUNTOF(no)) && column != ROSTER_HEAD && column != ROSTER_RELATION)
        roster_problem(r, line, column, "roster.yes_no", cell);
    return false;
}

/* 户主 may hold yes, a relation (妻, 长子: somebody else) or the head's own name. */
static void head_read(Roster *r, RosterRow *row, Str head, Str relation)
{
    Str key = person_key(r->c->arena, head);
    row->is_head = yes_or_no(r, row->line, ROSTER_HEAD, head) || yes_or_no(r, row->line, ROSTER_RELATION, relation) ||
                   (key.n && str_eq(key, person_key(r->c->arena, row->name)));
}

static void sex_read(Roster *r, RosterRow *row, Str cell)
{
    static const char *const male[] = { "男", "男性", "male", "m" }, *const female[] = { "女", "女性", "female", "f" };
    Str key = text_key(r->c->arena, cell);
    if (is_one_of(key, male, COUNTOF(male)))
        row->sex = SEX_MALE;
    else if (is_one_of(key, female, COUNTOF(female)))
        row->sex = SEX_FEMALE;
    else if (cell.n)
        roster_problem(r, row->line, ROSTER_SEX, "roster.sex", cell);
}

/* 1960.7.12 for 1960-7-12: rosters have it either way. */
static Str with_dashes(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        buf_char(&b, s.p[i] == '.' ? '-' : s.p[i]);
    return buf_text(&b);
}

/* 1991-02, 1991-2, 1991/2, 1991年2月 or 199102 (出生年月) as 199102; 0: no month. */
static int month_read(Str s)
{
    i64 year, month;
    Str rest = str_skip(s, 4);
    if (s.n < 6 || !str_int(str_cut(s, 4), &year) || year < 1900 || year > 2999)
        return 0;
    if (str_starts(rest, STR("-")) || str_starts(rest, STR("/")))
        rest = str_skip(rest, 1);
    else if (str_starts(rest, STR("年")))
        rest = str_skip(rest, STR("年").n);
    else if (rest.n != 2)
        return 0;
    if (str_ends(rest, STR("月")))
        rest = str_cut(rest, rest.n - STR("月").n);
    return rest.n <= 2 && str_int(rest, &month) && month >= 1 && month <= 12 ? (int)(year * 100 + month) : 0;
}

static void born_read(Roster *r, RosterRow *row, Str cell)
{
    Str  s = with_dashes(r->c->arena, text_key(r->c->arena, cell));
    Date by_number = id_card_is_valid(row->id_card) ? id_card_born(row->id_card) : 0;
    i64  eight;
    if (text_blurs_number(r->c->arena, cell))
        roster_problem(r, row->line, ROSTER_BORN, "roster.born", cell);
    else if (s.n == 8 && str_int(s, &eight) && date_is_valid((Date)eight))
        row->born = (Date)eight;
    else if (s.n && !date_parse(s, &row->born) && (row->born_month = month_read(s)) == 0)
        roster_problem(r, row->line, ROSTER_BORN, "roster.born", cell);
    if (row->born > date_of(r->c->now) || row->born_month > date_of(r->c->now) / 100)
        roster_problem(r, row->line, ROSTER_BORN, "roster.born.future", cell);
    if (by_number && ((row->born && row->born != by_number) || (row->born_month && row->born_month != by_number / 100)))
        roster_problem(r, row->line, ROSTER_BORN, "roster.born.other", STR_NONE);
    if (by_number) {
        row->born = by_number;
        row->born_month = 0;
    }
}

/* Stars stand where an export hides figures. */
static bool is_masked(Str cell)
{
    return str_find(cell, STR("*"), NULL);
}

/* Numbers are not repeated in a problem: the list is shown, printed and passed on. */
static void phone_read(Roster *r, RosterRow *row, Str cell)
{
    if (is_masked(cell))
        row->has_masked = true;
    if (is_masked(cell) || was_a_figure(r, row, ROSTER_PHONE, cell))
        return;
    row->phone = phone_clean(r->c->arena, cell);
    if (row->phone.n && !phone_is_valid(row->phone))
        roster_problem(r, row->line, ROSTER_PHONE, row->phone.n == 11 ? "roster.phone" : "roster.phone.digits",
                       arena_printf(r->c->arena, "%zu", utf8_count(row->phone)));
}

static void id_card_read(Roster *r, RosterRow *row, Str cell)
{
    if (is_masked(cell))
        row->has_masked = true;
    if (is_masked(cell) || was_a_figure(r, row, ROSTER_ID_CARD, cell))
        return;
    row->id_card = id_card_clean(r->c->arena, cell);
    if (row->id_card.n == 0)
        return;
    if (!id_card_is_valid(row->id_card)) {
        roster_problem(r, row->line, ROSTER_ID_CARD, row->id_card.n == 18 ? "roster.id_card" : "roster.id_card.digits",
                       arena_printf(r->c->arena, "%zu", utf8_count(row->id_card)));
        return;
    }
    if (row->sex && row->sex != id_card_sex(row->id_card))
        roster_problem(r, row->line, ROSTER_SEX, "roster.sex.other", STR_NONE);
    row->sex = id_card_sex(row->id_card);
}

/* ---- on which rolls ---- */

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
    bool is_blurred = text_blurs_number(r->c->arena, cell);
    if (is_blurred || !decimal_parse(text_key(r->c->arena, cell), AREA_PLACES, &row->share) || row->share > PERSON_SHARE.high)
        roster_problem(r, row->line, ROSTER_SHARE, "roster.share", cell);
    else if (row->share && !(row->rolls & 1u << ROLL_OWNER))
        roster_problem(r, row->line, ROSTER_SHARE, "roster.share.owner", cell);
}

/* ---- rows ---- */

static Str without_controls(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (Str rest = s; rest.n;) {
        u32 ch;
        Str before = rest;
        if (!utf8_next(&rest, &ch))
            break;
        Str one = str_cut(before, before.n - rest.n);
        if (utf8_is_text(one))
            buf_str(&b, one);
    }
    return buf_text(&b);
}

/* A cell as a form would take it: one line, nothing in it that nobody sees. Control characters are refused as there; the
 * rest is read on, so that one fault is told once. */
static Str cell_of(Roster *r, const Str *cells, size_t n, int column, i64 line)
{
    int at = r->at[column];
    if (at < 0 || (size_t)at >= n)
        return STR("");
    if (!utf8_is_text(cells[at]))
        roster_problem(r, line, (RosterColumn)column, "roster.bad_text", STR_NONE);
    return text_line(r->c->arena, without_controls(r->c->arena, cells[at]));
}

static void row_read(Roster *r, const Str *cells, size_t n, i64 line)
{
    RosterRow *row = &r->rows[r->n++];
    Str        cell[ROSTER_COLUMNS];
    for (int k = 0; k < ROSTER_COLUMNS; k++)
        cell[k] = cell_of(r, cells, n, k, line);
    *row = (RosterRow){ .line = line };
    group_read(r, row, cell[ROSTER_GROUP]);
    house_read(r, row, cell[ROSTER_HOUSEHOLD]);
    name_read(r, row, cell[ROSTER_NAME]);
    if (r->at[ROSTER_NAME] >= 0 && (size_t)r->at[ROSTER_NAME] < n)
        names_read(r, line, cells[r->at[ROSTER_NAME]]);
    sex_read(r, row, cell[ROSTER_SEX]);
    phone_read(r, row, cell[ROSTER_PHONE]);
    id_card_read(r, row, cell[ROSTER_ID_CARD]);
    born_read(r, row, cell[ROSTER_BORN]);
    head_read(r, row, cell[ROSTER_HEAD], cell[ROSTER_RELATION]);
    row->is_away = yes_or_no(r, line, ROSTER_AWAY, cell[ROSTER_AWAY]);
    row->says_away = cell[ROSTER_AWAY].n > 0;
    rolls_read(r, row, r->at[ROSTER_ROLLS] >= 0, cell[ROSTER_ROLLS]);
    share_read(r, row, cell[ROSTER_SHARE]);
}

/* A workbook is a zip or an OLE file, not a table of text. */
static bool is_workbook(Str bytes)
{
    return str_starts(bytes, STR("PK\003\004")) || str_starts(bytes, STR("\xd0\xcf\x11\xe0"));
}

/* Cleaning would leave out what hides or turns text: whoever wrote it is told the row first. */
static void lines_hide(Roster *r, Str text)
{
    Str line;
    for (i64 n = 1; str_next(&text, '\n', &line); n++)
        if (text_hides(line))
            roster_problem(r, n, ROSTER_NAME, "field.misleads", STR_NONE);
}

/* The text of a file; noted as a problem when there is none. Cleaned as a form cleans it, so that what was tried and comes
 * back in a form is what is imported. */
static bool text_of(Roster *r, Str bytes, Str *ret_text)
{
    const char *problem = is_workbook(bytes) ? "roster.workbook" : NULL;
    if (problem == NULL && !csv_text(r->c->arena, bytes, ret_text))
        problem = "roster.encoding";
    if (problem != NULL)
        roster_problem(r, 0, ROSTER_NAME, problem, STR_NONE);
    else
        lines_hide(r, *ret_text);
    if (problem == NULL)
        *ret_text = text_lines(r->c->arena, *ret_text);
    return problem == NULL;
}

/* What stands in cells that have no heading. */
static void beside(Roster *r, const Str *cells, size_t n, const Str *heads, size_t n_heads)
{
    Str left[ROSTER_CELLS_MOST] = { 0 };
    for (size_t i = 0; i < n; i++)
        if (i >= n_heads || heads[i].n == 0)
            left[i] = cells[i];
    roster_columns_beside(r, left, n);
}

Err roster_read(Roster *r, Str csv)
{
    Str    text, cells[ROSTER_CELLS_MOST], heads[ROSTER_CELLS_MOST];
    size_t n, n_heads;
    if (!text_of(r, csv, &text))
        return OK;
    Csv file = csv_open(text);
    if (!csv_next(r->c->arena, &file, heads, ROSTER_CELLS_MOST, &n_heads)) {
        roster_problem(r, 0, ROSTER_NAME, "roster.empty", STR_NONE);
        return OK;
    }
    roster_columns_read(r, heads, n_heads);
    if (r->n_problems)
        return OK;
    TRY(place_names_load(r->c, r->scope, &r->names));
    r->rows = NEW_N(r->c->arena, RosterRow, ROSTER_ROWS_MOST);
    while (csv_next(r->c->arena, &file, cells, ROSTER_CELLS_MOST, &n)) {
        if (r->n == ROSTER_ROWS_MOST) {
            roster_problem(r, file.line, ROSTER_NAME, "roster.too_many", STR_NONE);
            break;
        }
        beside(r, cells, n, heads, n_heads);
        row_read(r, cells, n, file.line);
    }
    if (file.broken)
        roster_problem(r, file.line, ROSTER_NAME, "roster.quote", STR_NONE);
    else if (r->n == 0)
        roster_problem(r, 0, ROSTER_NAME, "roster.empty", STR_NONE);
    return OK;
}
