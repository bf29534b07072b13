/* pabulib: see pabulib.h. */
#include "engine/tally/pabulib.h"

#include "base/fold.h"
#include "engine/text/alike.h"
#include "engine/tally/pabulib_bound.h"
#include "engine/text/fields.h"

enum { KEY, VALUE, N_META };
enum { PROJECT_ID, COST, NAME, N_PROJECTS };
enum { VOTER_ID, VOTE, POINTS, N_VOTES };

typedef struct Column {
    const char *name;
    bool        is_needed;
    size_t      at; /* its place in a row; NO_COLUMN: not there */
} Column;

#define NO_COLUMN SIZE_MAX

static const char *const sections[] = { "META", "PROJECTS", "VOTES" };

/* A claim of META that is held against what follows. */
typedef struct Claim {
    i64 line, count; /* line 0: not made */
} Claim;

typedef struct Reader {
    Arena   *a;
    Lines   *lines;
    Fields   f;
    Pabulib *p;
    size_t   n_columns;
    i64      section_line;
    mpq_t   *number;    /* scratch */
    bool     has_budget, has_threshold, has_vote;
    mpq_t   *total, *threshold;
    BudgetVote vote;
    Claim    projects, votes;
    Bounds   bounds;
    Alikes  *ids, *names, *voters; /* of projects, their names, and who has voted */
    u32     *choices;
    BudgetPoints *points;
    size_t   room; /* of the two */
} Reader;

static bool refused_at(Reader *r, i64 line, const char *what, Str value)
{
    return refuse(r->a, &r->lines->refusal, line, what, value);
}

static bool refused(Reader *r, const char *what, Str value)
{
    return refused_at(r, r->f.line, what, value);
}

/* The number of the section that this line opens, or -1. */
static int section_of(const Fields *f)
{
    for (int i = 0; i < (int)COUNTOF(sections); i++)
        if (f->n == 1 && str_is(f->v[0], sections[i]))
            return i;
    return -1;
}

/* The next row of the section; false where the next section or the end of the file comes (*ret_ended), or a refusal. */
static bool row_next(Reader *r, int section, bool *ret_ended)
{
    *ret_ended = false;
    if (!fields_next(&r->f)) {
        *ret_ended = r->lines->refusal.what == NULL;
        return false;
    }
    int opens = section_of(&r->f);
    if (opens < 0)
        return r->f.n == r->n_columns || refused(r, "the row has another number of fields than its header", STR_NONE);
    if (opens <= section)
        return refused(r, "a section is there twice", r->f.v[0]);
    if (opens > section + 1)
        return refused(r, "a section is missing before this one", r->f.v[0]);
    *ret_ended = true;
    r->section_line = r->f.line;
    return false;
}

/* The header line of a section: finds the columns. */
static bool header_read(Reader *r, Column *columns, size_t n)
{
    if (!fields_next(&r->f) || section_of(&r->f) >= 0)
        return refused_at(r, r->section_line, "the section has no header line", STR_NONE);
    Names *names = names_open(r->a);
    r->n_columns = r->f.n;
    for (size_t c = 0; c < n; c++)
        columns[c].at = NO_COLUMN;
    for (size_t i = 0; i < r->f.n; i++) {
        Str    name = str_trim(r->f.v[i]);
        size_t before = names_count(names);
        if (name.n && (names_add(names, name), names_count(names)) == before)
            return refused(r, "a column is there twice", name);
        for (size_t c = 0; c < n; c++)
            if (str_is(name, columns[c].name))
                columns[c].at = i;
    }
    for (size_t c = 0; c < n; c++)
        if (columns[c].is_needed && columns[c].at == NO_COLUMN)
            return refused(r, "a column is missing", str_from(columns[c].name));
    return true;
}

static Str field(const Reader *r, Column c)
{
    return c.at == NO_COLUMN ? STR_NONE : r->f.v[c.at];
}

/* ---- META ---- */

static bool once(Reader *r, bool *has, Str key)
{
    if (*has)
        return refused(r, "a key of META is there twice", key);
    return *has = true;
}

static bool claim(Reader *r, Claim *c, Str key, Str value)
{
    bool has = c->line != 0;
    if (!once(r, &has, key))
        return false;
    c->line = r->f.line;
    bool is_count = str_int(value, &c->count) && c->count >= 0 && c->count < INT64_C(1) << 53;
    return is_count || refused(r, "a count is not one", value);
}

static bool vote_type(Reader *r, Str value)
{
    static const char *const names[] = { [BUDGET_APPROVAL] = "approval", [BUDGET_CHOOSE_1] = "choose-1",
                                         [BUDGET_ORDINAL] = "ordinal",   [BUDGET_CUMULATIVE] = "cumulative",
                                         [BUDGET_SCORING] = "scoring" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        if (!str_is(value, names[i]))
            continue;
        r->vote = (BudgetVote)i;
        return true;
    }
    return refused(r, "the vote_type is unknown", value);
}

/* What a ballot did not speak of has this many points: rules here give none. */
static bool default_score(Reader *r, Str value)
{
    return (exact_decimal(r->a, value, *r->number) && mpq_sgn(*r->number) == 0) ||
           refused(r, "only a default_score of 0 is counted", value);
}

static bool meta_row(Reader *r, Str key, Str value)
{
    const char *fault;
    if (bounds_key(&r->bounds, key, value, &fault))
        return fault == NULL || refused(r, fault, value);
    if (str_is(key, "default_score"))
        return default_score(r, value);
    if (str_is(key, "budget")) {
        if (!once(r, &r->has_budget, key))
            return false;
        if (!exact_decimal(r->a, value, *r->total))
            return refused(r, "the budget is not a number", value);
        return mpq_sgn(*r->total) >= 0 || refused(r, "the budget is negative", value);
    }
    if (str_is(key, "min_project_score_threshold"))
        return once(r, &r->has_threshold, key) &&
               (exact_decimal(r->a, value, *r->threshold) || refused(r, "the threshold is not a number", value));
    if (str_is(key, "vote_type"))
        return once(r, &r->has_vote, key) && vote_type(r, value);
    if (str_is(key, "num_votes"))
        return claim(r, &r->votes, key, value);
    if (str_is(key, "num_projects"))
        return claim(r, &r->projects, key, value);
    if (str_is(key, "description"))
        r->p->description = str_copy(r->a, value);
    if (str_is(key, "currency"))
        r->p->currency = str_copy(r->a, value);
    return true;
}

static bool meta_read(Reader *r)
{
    Column c[N_META] = { [KEY] = { "key", true }, [VALUE] = { "value", true } };
    bool   ended;
    if (!fields_next(&r->f))
        return refused_at(r, 1, "a section is missing", STR("META"));
    r->section_line = r->f.line;
    if (section_of(&r->f) != 0)
        return refused(r, "a section is missing before this line", STR("META"));
    i64 line = r->f.line;
    if (!header_read(r, c, N_META))
        return false;
    while (row_next(r, 0, &ended))
        if (!meta_row(r, field(r, c[KEY]), field(r, c[VALUE])))
            return false;
    if (!ended)
        return false;
    if (!r->has_budget || !r->has_vote)
        return refused_at(r, line, "a key of META is missing", r->has_budget ? STR("vote_type") : STR("budget"));
    if (r->vote == BUDGET_CHOOSE_1)
        bounds_choose_one(&r->bounds);
    r->p->budget = budget_new(r->a, r->vote, *r->total);
    mpq_set(r->p->budget->threshold, *r->threshold);
    return true;
}

/* ---- PROJECTS ---- */

static bool project_row(Reader *r, Str id, Str cost, Str name)
{
    if (id.n == 0)
        return refused(r, "the project has no id", STR_NONE);
    if (!exact_decimal(r->a, cost, *r->number))
        return refused(r, "the cost is not a number", cost);
    if (mpq_sgn(*r->number) < 0)
        return refused(r, "the cost is negative", cost);
    if (mpq_sgn(*r->number) == 0)
        return refused(r, "the cost is 0", cost);
    if (!budget_project_add(r->p->budget, id, name, *r->number))
        return refused(r, "the project is there twice", id);
    if (alikes_add(r->ids, id) != ALIKE_NEW)
        return refused(r, alike_written_otherwise, id);
    /* Two projects may have one name, in two districts say, and their ids tell them apart. */
    return name.n == 0 || alikes_add(r->names, name) != ALIKE_WRITTEN_OTHERWISE ||
           refused(r, alike_written_otherwise, name);
}

/* A section has ended: another must follow. */
static bool section_begun(Reader *r, int section)
{
    return section_of(&r->f) == section ||
           refused_at(r, r->lines->line, "the file ends and a section is missing", str_from(sections[section]));
}

static void warn_of(Reader *r, int which, Claim c, size_t count, const char *what)
{
    if (c.line != 0 && (size_t)c.count != count)
        refuse(r->a, &r->p->warnings[which], c.line, what,
               arena_printf(r->a, "%lld, but %zu follow", (long long)c.count, count));
}

static bool projects_read(Reader *r)
{
    Column c[N_PROJECTS] = { [PROJECT_ID] = { "project_id", true }, [COST] = { "cost", true }, [NAME] = { "name" } };
    bool   ended;
    if (!section_begun(r, 1) || !header_read(r, c, N_PROJECTS))
        return false;
    while (row_next(r, 1, &ended))
        if (!project_row(r, field(r, c[PROJECT_ID]), field(r, c[COST]), field(r, c[NAME])))
            return false;
    if (!ended)
        return false;
    budget_projects_end(r->p->budget);
    warn_of(r, 0, r->projects, r->p->budget->n_projects, "num_projects");
    return true;
}

/* ---- VOTES ---- */

static void room_for(Reader *r, size_t n)
{
    if (n < r->room)
        return;
    r->room = 2 * n + 16;
    r->choices = NEW_N(r->a, u32, r->room);
    r->points = NEW_N(r->a, BudgetPoints, r->room);
}

static size_t list_length(Str list)
{
    size_t n = list.n > 0;
    for (size_t i = 0; i < list.n; i++)
        n += list.p[i] == ',';
    return n;
}

/* The k-th part of a list, which is taken off: unlike str_next it tells an empty part at the end. */
static Str list_next(Str *rest)
{
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ',')
        n++;
    Str part = str_cut(*rest, n);
    *rest = str_skip(*rest, n + 1);
    return part;
}

/* "3", "2.5": up to 18 digits. */
static bool parse_points(Str s, BudgetPoints *ret)
{
    size_t digits = 0;
    bool   has_point = false;
    *ret = (BudgetPoints){ 0 };
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !has_point && digits > 0) {
            has_point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || ++digits > 18)
            return false;
        ret->digits = 10 * ret->digits + (s.p[i] - '0');
        ret->decimals += has_point;
    }
    if (digits == 0 || s.p[s.n - 1] == '.')
        return false;
    while (ret->decimals > 0 && ret->digits % 10 == 0) {
        ret->digits /= 10;
        ret->decimals--;
    }
    return true;
}

/* 02 and 2 are one number. */
static Str without_zeros(Arena *a, Str id)
{
    Str name = id.n > 0 && (id.p[0] == '0' || (u8)id.p[0] >= 0x80) ? text_name(a, id) : STR_NONE, rest = name;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] < '0' || name.p[i] > '9')
            return id;
    while (rest.n > 1 && rest.p[0] == '0')
        rest = str_skip(rest, 1);
    return rest.n < name.n ? rest : id;
}

/* Nobody votes twice, however they are written. */
static bool voter(Reader *r, Str id)
{
    if (id.n == 0)
        return refused(r, "the ballot has no voter_id", STR_NONE);
    switch (alikes_add(r->voters, without_zeros(r->a, id))) {
    case ALIKE_SAME: return refused(r, "the voter is there twice", id);
    case ALIKE_WRITTEN_OTHERWISE: return refused(r, alike_written_otherwise, id);
    default: return true;
    }
}

static bool vote_row(Reader *r, Str vote, Str points)
{
    size_t n = list_length(vote);
    bool   has_points = budget_has_points(r->vote);
    u32    twice;
    Str    rest = vote;
    room_for(r, n);
    for (size_t i = 0; i < n; i++) {
        Str id = list_next(&rest);
        r->choices[i] = budget_find(r->p->budget, id);
        if (r->choices[i] == BUDGET_NONE)
            return refused(r, "the ballot names an unknown project", id);
    }
    if (has_points && list_length(points) != n)
        return refused(r, "the points are not parallel to the vote", points);
    rest = points;
    for (size_t i = 0; has_points && i < n; i++) {
        Str part = list_next(&rest);
        if (str_starts(part, STR("-")))
            return refused(r, "points are negative", part);
        if (!parse_points(part, &r->points[i]))
            return refused(r, "points are not a number of up to 18 digits", part);
    }
    const char *beyond = bounds_fault(&r->bounds, r->p->budget, r->choices, has_points ? r->points : NULL, n);
    if (beyond != NULL)
        return refused(r, beyond, has_points ? points : vote);
    switch (budget_ballot_add(r->p->budget, r->choices, has_points ? r->points : NULL, n, &twice)) {
    case BUDGET_TWICE:
        return refused(r, "the ballot names a project twice", r->p->budget->projects[twice].id);
    case BUDGET_TOO_LARGE:
        return refused(r, "points or votes do not fit", points);
    default:
        return true;
    }
}

static bool votes_read(Reader *r)
{
    Column c[N_VOTES] = { [VOTER_ID] = { "voter_id", true }, [VOTE] = { "vote", true },
                          [POINTS] = { "points", budget_has_points(r->vote) } };
    bool   ended;
    if (!section_begun(r, 2) || !header_read(r, c, N_VOTES))
        return false;
    while (row_next(r, 2, &ended))
        if (!voter(r, field(r, c[VOTER_ID])) || !vote_row(r, field(r, c[VOTE]), field(r, c[POINTS])))
            return false;
    if (!ended)
        return false;
    if (r->p->budget->n_votes == 0)
        return refused_at(r, r->section_line, "there are no ballots", STR_NONE);
    warn_of(r, 1, r->votes, (size_t)r->p->budget->n_votes, "num_votes");
    return true;
}

Pabulib *pabulib_read(Arena *a, Lines *lines)
{
    Reader r = { .a = a, .lines = lines, .f = fields_open(lines, ';'), .p = NEW(a, Pabulib),
                 .ids = alikes_open(a), .names = alikes_open(a), .voters = alikes_open(a), .bounds = bounds_open(a) };
    mpq_t *numbers = exact_fractions(a, 3);
    r.number = numbers;
    r.total = numbers + 1;
    r.threshold = numbers + 2;
    return meta_read(&r) && projects_read(&r) && votes_read(&r) ? r.p : NULL;
}
