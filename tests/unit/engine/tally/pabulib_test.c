/* The reader of .pb files: what it takes, and everything that it refuses, with the line. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/pabulib.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

#define META_TEXT     "META\nkey;value\nbudget;100\nvote_type;approval\n"
#define PROJECTS_TEXT "PROJECTS\nproject_id;cost\na;60\nb;40\n"
#define VOTES_TEXT    "VOTES\nvoter_id;vote\n1;a,b\n2;b\n"
#define POINTS_META   "META\nkey;value\nbudget;100\nvote_type;cumulative\n"
#define OTHERWISE     "the name differs from an earlier one only in width, spacing, composition or characters that nobody sees"
#define POINTS_VOTES  "VOTES\nvoter_id;vote;points\n"

static Pabulib *read_text(Arena *a, const char *text, Lines **ret_lines)
{
    *ret_lines = lines_of(a, str_from(text));
    return pabulib_read(a, *ret_lines);
}

static Pabulib *taken(Arena *a, const char *text)
{
    Lines   *l;
    Pabulib *p = read_text(a, text, &l);
    if (p == NULL)
        print_error("line %lld: %s\n", (long long)l->refusal.line, l->refusal.what);
    assert_non_null(p);
    return p;
}

static void assert_number(const mpz_t v, const char *text)
{
    char digits[64];
    assert_string_equal(mpz_get_str(digits, 10, v), text);
}

static void a_small_file_is_read(void **s)
{
    Pabulib *p = taken(*s, META_TEXT PROJECTS_TEXT VOTES_TEXT "3;b\n4;\n");
    Budget  *b = p->budget;
    assert_int_equal(b->vote, BUDGET_APPROVAL);
    assert_number(b->total, "100");
    assert_int_equal(b->n_projects, 2);
    assert_true(str_is(b->projects[0].id, "a"));
    assert_number(b->projects[0].cost, "60");
    assert_int_equal(b->projects[0].votes, 1);
    assert_int_equal(b->projects[1].votes, 3);
    assert_int_equal(b->n_votes, 4);
    assert_int_equal(b->n_ballots, 3); /* "b" twice; the empty one is a voter's */
    assert_int_equal(b->ballots[1].weight, 2);
    assert_int_equal(b->ballots[2].n, 0);
}

static void columns_stand_in_any_order_and_unknown_ones_are_ignored(void **s)
{
    Pabulib *p = taken(*s, "META\nvalue;key\n7;anything\nchoose-1;vote_type\n100,50;budget\nwords;description\n"
                           "PROJECTS\nname;cost;x;project_id;y\n\"A; \"\"one\"\"\";60.25;;10;\nB \"two\";40.0;;9;\n"
                           "VOTES\nage;vote;voter_id\n61;9;1\n44;10;2\n");
    Budget *b = p->budget;
    assert_true(str_is(p->description, "words"));
    assert_number(b->scale, "100");
    assert_number(b->total, "10050");
    assert_true(str_is(b->projects[0].id, "10")); /* as bytes "10" is before "9" */
    assert_true(str_is(b->projects[0].name, "A; \"one\""));
    assert_true(str_is(b->projects[1].name, "B \"two\"")); /* a quote within a field is a character */
    assert_number(b->projects[0].cost, "6025");
    assert_number(b->projects[1].cost, "4000");
    assert_int_equal(b->ballots[0].choices[0], 1);
}

static void line_endings_and_a_byte_order_mark_do_not_matter(void **s)
{
    Pabulib *p = taken(*s, "\xef\xbb\xbf" "META\r\nkey;value\r\nbudget;1\r\n\r\nvote_type;approval\r\nPROJECTS\r\n"
                           "project_id;cost\r\na;1\r\nVOTES\r\nvoter_id;vote\r\n1;a");
    assert_int_equal(p->budget->n_votes, 1);
    assert_int_equal(p->budget->projects[0].votes, 1);
}

static void amounts_may_be_of_any_size(void **s)
{
    Pabulib *p = taken(*s, "META\nkey;value\nbudget;123456789012345678901234567890.5\nvote_type;approval\n"
                           "PROJECTS\nproject_id;cost\na;99999999999999999999999999\nVOTES\nvoter_id;vote\n1;a\n");
    assert_number(p->budget->total, "1234567890123456789012345678905");
    assert_number(p->budget->projects[0].cost, "999999999999999999999999990");
}

static void order_counts_in_an_ordinal_ballot_and_nowhere_else(void **s)
{
    static const char text[] = "META\nkey;value\nbudget;100\nvote_type;%s\n" PROJECTS_TEXT
                               "VOTES\nvoter_id;vote\n1;a,b\n2;b,a\n";
    Pabulib          *p = taken(*s, str_cstr(*s, arena_printf(*s, text, "ordinal")));
    assert_int_equal(p->budget->n_ballots, 2);
    assert_int_equal(p->budget->ballots[1].choices[0], 1);
    p = taken(*s, str_cstr(*s, arena_printf(*s, text, "approval")));
    assert_int_equal(p->budget->n_ballots, 1);
    assert_int_equal(p->budget->ballots[0].weight, 2);
}

/* Units get finer when a ballot needs it: 2 points are 2.0 and 2.00, and the same ballot. */
static void points_are_kept_in_units_that_hold_all_of_them(void **s)
{
    Pabulib *p = taken(*s, POINTS_META PROJECTS_TEXT POINTS_VOTES
                           "0;;\n1;a,b;2,3\n2;b,a;3,2.0\n3;a;0.5\n4;b,a;3.00,2\n5;a;0.25\n");
    Budget  *b = p->budget;
    assert_int_equal(b->points_scale, 100);
    assert_int_equal(b->n_ballots, 4);
    assert_int_equal(b->ballots[1].weight, 3);
    assert_int_equal(b->ballots[1].points[0], 200);
    assert_int_equal(b->ballots[1].points[1], 300);
    assert_int_equal(b->ballots[2].points[0], 50);
    assert_int_equal(b->ballots[3].points[0], 25);
}

static void claims_that_do_not_fit_are_warned_of(void **s)
{
    Pabulib *p = taken(*s, META_TEXT "num_votes;3\nnum_projects;2\n" PROJECTS_TEXT VOTES_TEXT);
    assert_null(p->warnings[0].what);
    assert_string_equal(p->warnings[1].what, "num_votes");
    assert_int_equal(p->warnings[1].line, 5);
    p = taken(*s, META_TEXT "num_votes;2\nnum_projects;9\n" PROJECTS_TEXT VOTES_TEXT);
    assert_int_equal(p->warnings[0].line, 6);
    assert_null(p->warnings[1].what);
}

typedef struct Bad {
    int         line;
    const char *what, *text;
} Bad;

static const Bad bad[] = {
    { 1, "a section is missing", "" },
    { 1, "a section is missing before this line", "budget;100\n" },
    { 1, "a section is missing before this line", PROJECTS_TEXT },
    { 1, "the section has no header line", "META\n" },
    { 2, "a column is missing", "META\nkey;values\nbudget;1\n" },
    { 2, "a column is there twice", "META\nkey;value;key\nbudget;1\n" },
    { 3, "the budget is not a number", "META\nkey;value\nbudget;ten\n" PROJECTS_TEXT VOTES_TEXT },
    { 3, "the budget is not a number", "META\nkey;value\nbudget;10 000\n" },
    { 3, "the budget is not a number", "META\nkey;value\nbudget;\n" },
    { 3, "the budget is negative", "META\nkey;value\nbudget;-1\n" },
    { 4, "a key of META is there twice", "META\nkey;value\nbudget;1\nbudget;1\n" },
    { 5, "a key of META is there twice", META_TEXT "vote_type;approval\n" },
    { 3, "the vote_type is unknown", "META\nkey;value\nvote_type;approvals\n" },
    { 5, "a count is not one", META_TEXT "num_votes;many\n" },
    { 5, "a count is not one", META_TEXT "num_votes;-1\n" },
    { 5, "a count is not one", META_TEXT "num_projects;9007199254740992\n" },
    { 5, "the threshold is not a number", META_TEXT "min_project_score_threshold;x\n" },
    { 5, "the row has another number of fields than its header", META_TEXT "comment;a;b\n" },
    { 1, "a key of META is missing", "META\nkey;value\nbudget;1\n" PROJECTS_TEXT },
    { 1, "a key of META is missing", "META\nkey;value\nvote_type;approval\n" PROJECTS_TEXT },
    { 4, "the file ends and a section is missing", META_TEXT },
    { 5, "a section is missing before this one", META_TEXT VOTES_TEXT },
    { 5, "a section is there twice", META_TEXT META_TEXT },
    { 5, "the section has no header line", META_TEXT "PROJECTS\n" },
    { 6, "a column is missing", META_TEXT "PROJECTS\nproject_id;costs\na;1\n" },
    { 6, "a column is missing", META_TEXT "PROJECTS\nid;cost\na;1\n" },
    { 6, "a column is there twice", META_TEXT "PROJECTS\nproject_id;cost;cost\na;1;1\n" },
    { 7, "the cost is not a number", META_TEXT "PROJECTS\nproject_id;cost\na;1e3\n" },
    { 7, "the cost is not a number", META_TEXT "PROJECTS\nproject_id;cost\na;1.000,00\n" },
    { 7, "the cost is negative", META_TEXT "PROJECTS\nproject_id;cost\na;-0.01\n" },
    { 8, "the cost is 0", META_TEXT "PROJECTS\nproject_id;cost\na;1\nb;0.00\n" },
    { 7, "the project has no id", META_TEXT "PROJECTS\nproject_id;cost\n;1\n" },
    { 9, "the project is there twice", META_TEXT PROJECTS_TEXT "a;1\n" },
    { 7, "the row has another number of fields than its header", META_TEXT "PROJECTS\nproject_id;cost\na\n" },
    { 8, "the file ends and a section is missing", META_TEXT PROJECTS_TEXT },
    { 9, "a section is there twice", META_TEXT PROJECTS_TEXT PROJECTS_TEXT },
    { 9, "the section has no header line", META_TEXT PROJECTS_TEXT "VOTES\n" },
    { 10, "a column is missing", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;votes\n1;a\n" },
    { 10, "a column is missing", META_TEXT PROJECTS_TEXT "VOTES\nvote;age\na;1\n" },
    { 9, "a column is missing", POINTS_META "PROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n" },
    { 9, "there are no ballots", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n" },
    { 11, "the ballot names an unknown project", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n1;a,c\n" },
    { 11, "the ballot names an unknown project", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n1;a,\n" },
    { 11, "the ballot names an unknown project", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n1;a, b\n" },
    { 13, "the ballot names a project twice", META_TEXT PROJECTS_TEXT VOTES_TEXT "3;b,a,b\n" },
    { 13, "the row has another number of fields than its header", META_TEXT PROJECTS_TEXT VOTES_TEXT "3;a;b\n" },
    { 13, "a section is there twice", META_TEXT PROJECTS_TEXT VOTES_TEXT VOTES_TEXT },
    { 11, "the points are not parallel to the vote", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a,b;1\n" },
    { 11, "the points are not parallel to the vote", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;;1\n" },
    { 11, "points are not a number of up to 18 digits", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a,b;1,x\n" },
    { 11, "points are not a number of up to 18 digits", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;1.\n" },
    { 11, "points are not a number of up to 18 digits", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;.5\n" },
    { 11, "points are negative", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;-\n" },
    { 12, "points are negative", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;1\n2;a,b;1,-0.5\n" },
    { 13, "the voter is there twice", META_TEXT PROJECTS_TEXT VOTES_TEXT "2;a\n" },
    { 13, "the ballot has no voter_id", META_TEXT PROJECTS_TEXT VOTES_TEXT ";a\n" },
    { 13, OTHERWISE, META_TEXT PROJECTS_TEXT VOTES_TEXT "\xef\xbc\x92;a\n" },   /* 2, full width */
    { 13, OTHERWISE, META_TEXT PROJECTS_TEXT VOTES_TEXT "2\xe2\x80\x8b;a\n" }, /* a space of no width */
    { 9, OTHERWISE, META_TEXT PROJECTS_TEXT "\xef\xbd\x81;1\n" VOTES_TEXT },
    { 8, OTHERWISE, META_TEXT "PROJECTS\nproject_id;cost;name\n1;1;caf\xc3\xa9\n2;1;cafe\xcc\x81\n" },
    { 11, "points are not a number of up to 18 digits",
      POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;1234567890123456789\n" },
    { 12, "points or votes do not fit", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;999999999999999999\n2;b;0.001\n" },
    { 12, "points or votes do not fit", POINTS_META PROJECTS_TEXT POINTS_VOTES "1;a;0.001\n2;b;999999999999999999\n" },
    { 11, "a quote is opened and never closed", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n\"1;a\n2;b\n" },
    { 11, "text follows a closing quote", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n\"1\"x;a\n" },
    { 12, "the line is not UTF-8", META_TEXT PROJECTS_TEXT "VOTES\nvoter_id;vote\n1;a\n\xff;b\n" },
};

static void what_is_wrong_is_refused_with_its_line(void **s)
{
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        Lines *l;
        bool taken = read_text(*s, bad[i].text, &l) != NULL;
        if (taken || l->refusal.line != bad[i].line)
            print_error("%s, line %d of:\n%s", bad[i].what, bad[i].line, bad[i].text);
        assert_false(taken);
        assert_string_equal(l->refusal.what, bad[i].what);
        assert_int_equal(l->refusal.line, bad[i].line);
    }
}

/* A record may span lines; its first one is told, and those behind it count on. */
static void lines_are_counted_through_quoted_fields(void **s)
{
    Lines *l;
    assert_null(read_text(*s, META_TEXT "PROJECTS\nproject_id;cost;name\na;1;\"one\ntwo\nthree\"\nb;x;\n", &l));
    assert_int_equal(l->refusal.line, 10);
    assert_null(read_text(*s, META_TEXT "PROJECTS\nproject_id;cost;name\na;x;\"one\ntwo\nthree\"\n", &l));
    assert_int_equal(l->refusal.line, 7);
}

/* Many ballots and projects: tables grow, long ballots are sorted. */
static void many_ballots_are_kept_once(void **s)
{
    enum { PROJECTS = 300, BALLOTS = 3000 };
    Buf b = buf_new(*s, 1024, 1 << 26);
    buf_cstr(&b, META_TEXT "PROJECTS\nproject_id;cost\n");
    for (int p = 0; p < PROJECTS; p++)
        buf_printf(&b, "p%03d;%d\n", p, p + 1);
    buf_cstr(&b, "VOTES\nvoter_id;vote\n");
    for (int v = 0; v < 2 * BALLOTS; v++) {
        buf_printf(&b, "%d;", v);
        for (int p = PROJECTS - 1, k = v % BALLOTS; p >= 0; p--)
            if (p < 200 || (k >> (p - 200) % 12 & 1))
                buf_printf(&b, "%sp%03d", p < PROJECTS - 1 && b.p[b.n - 1] != ';' ? "," : "", p);
        buf_char(&b, '\n');
    }
    Lines   *l = lines_of(*s, buf_text(&b));
    Pabulib *p = pabulib_read(*s, l);
    assert_non_null(p);
    assert_int_equal(p->budget->n_ballots, BALLOTS);
    for (size_t i = 0; i < BALLOTS; i++) {
        const BudgetBallot *v = &p->budget->ballots[i];
        assert_int_equal(v->weight, 2);
        for (size_t k = 1; k < v->n; k++)
            assert_true(v->choices[k - 1] < v->choices[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_small_file_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_stand_in_any_order_and_unknown_ones_are_ignored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(line_endings_and_a_byte_order_mark_do_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(amounts_may_be_of_any_size, set_up, tear_down),
        cmocka_unit_test_setup_teardown(order_counts_in_an_ordinal_ballot_and_nowhere_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(points_are_kept_in_units_that_hold_all_of_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(claims_that_do_not_fit_are_warned_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_refused_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_are_counted_through_quoted_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_ballots_are_kept_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
