/* The decision table, row by row, against a second spelling of it: who decides, and how many it takes of a roll of 100
 * when 70 take part. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/lawful.h"
#include "support/dice.h"

/* needs: "P67:P36 H67:H36" is two ways; by persons 67 make it valid and 36 pass it, by households likewise. */
typedef struct Want {
    const char   *matter, *owner, *body, *needs;
    LawfulBinding binding;
    int           notice, days;
    const char   *sources;
} Want;

#define EITHER   "P67:P36 H67:H36"
#define ASSEMBLY "P51:P36 H67:H36"
#define A        LAWFUL_BINDING_ADVISORY
#define D        LAWFUL_BINDING_DECISION
#define C        LAWFUL_BINDING_CONSENT
#define P        LAWFUL_BINDING_PETITION
#define N        LAWFUL_BINDING_CONFIGURE

static const Want table[] = {
    { "idea", "any", "courtyard", "", A, 0, 0, "R10" },
    { "works", "group", "group", EITHER, D, 0, 7, "R9" },
    { "works", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R6 R11" },
    { "works", "village", "representatives", "M67:M36", D, 0, 7, "R6 R8 R11" },
    { "land", "group", "group", EITHER, D, 0, 7, "R9" },
    { "land", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R6 R11" },
    { "land", "village", "representatives", "M67:M36", D, 0, 7, "R6 R8 R11" },
    { "money", "group", "group", EITHER, D, 0, 7, "R9" },
    { "money", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R6 R11" },
    { "money", "village", "representatives", "M67:M36", D, 0, 7, "R6 R8 R11" },
    { "contract", "group", "group", EITHER, D, 0, 7, "R9" },
    { "contract", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R6 R11" },
    { "contract", "village", "representatives", "M67:M36", D, 0, 7, "R6 R8 R11" },
    { "levy", "group", "group", "H67:H36", D, 0, 7, "R9 R24 R25 R26 R27" },
    { "levy", "village", "assembly", "H67:H36", D, 10, 7, "R4 R5 R24 R25 R26 R27" },
    { "levy", "village", "representatives", "H67:H36", D, 0, 7, "R8 R24 R25 R26 R27" },
    { "gift", "any", "council", "", C, 0, 0, "R28 R29 R30" },
    { "cede", "household", "holder", ":H100", C, 0, 0, "R33" },
    { "transfer", "household", "holder", ":H100", C, 0, 0, "R35" },
    { "outsiders", "any", "members", ":M67", D, 10, 7, "R10 R23" },
    { "outsiders", "any", "member_representatives", ":M67", D, 10, 7, "R10 R23" },
    { "asset", "group", "group", EITHER, D, 0, 7, "R9" },
    { "asset", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R6 R11" },
    { "asset", "village", "representatives", "M67:M36", D, 0, 7, "R6 R8 R11" },
    { "asset", "collective", "members", "M67:M67", D, 10, 7, "R23" },
    { "asset", "collective", "member_representatives", "M67:M67", D, 10, 7, "R23" },
    { "season", "coop", "coop", "M67:V51", D, 0, 0, "R36" },
    { "charter", "coop", "coop", "M67:V67", D, 0, 0, "R36" },
    { "council", "any", "unit_voters", EITHER, D, 0, 7, "R15" },
    { "committee", "village", "voters", "P51:P36", D, 20, 0, "R12 R13" },
    { "run_off", "village", "voters", ":P24", D, 0, 0, "R13" },
    { "recall", "village", "voters", "P51:P36", D, 0, 0, "R14" },
    { "rebuild", "unit", "owners", "O67A67:O53A53", D, 10, 10, "R41 R42 R45" },
    { "rebuild", "building", "owners", "O67A67:O53A53", D, 10, 10, "R41 R42 R45" },
    { "common", "unit", "owners", "O67A67:O36A36", D, 10, 10, "R41 R42 R45" },
    { "common", "building", "owners", "O67A67:O36A36", D, 10, 10, "R41 R42 R45" },
    { "custom", "village", "assembly", ASSEMBLY, D, 10, 7, "R4 R5 R16" },
    { "custom", "village", "representatives", "M67:M36", D, 0, 7, "R8 R16" },
    { "cluster", "any", "each_village", ":M100", C, 0, 7, "R10" },
    { "community", "community", "residents", "", N, 0, 0, "R1" },
    { "call_assembly", "village", "assembly", "P10: M34:", P, 0, 0, "R4" },
    { "call_representatives", "village", "representatives", "M20:", P, 0, 0, "R8" },
    { "ask_recall", "village", "voters", "P20: M34:", P, 0, 0, "R14" },
};

static const char *const matters[LAWFUL_MATTER_COUNT] = {
    "idea", "works", "land", "money", "contract", "levy", "gift", "cede", "transfer", "outsiders", "asset", "season",
    "charter", "council", "committee", "run_off", "recall", "rebuild", "common", "custom", "cluster", "community",
    "call_assembly", "call_representatives", "ask_recall",
};
static const char *const owners[LAWFUL_OWNER_COUNT] = { "any", "group", "village", "collective", "household", "coop",
                                                        "unit", "building", "community" };
static const char *const bodies[] = { "courtyard", "group", "assembly", "representatives", "council", "holder",
                                      "members", "member_representatives", "coop", "unit_voters", "voters", "owners",
                                      "residents", "each_village" };

/* Of a roll of 100, `took_part` are there and vote, `yes` of them in favour, whatever is counted. */
static QuorumVerdict judge(const LawfulRow *row, i64 took_part, i64 yes)
{
    QuorumCount   all[QUORUM_BASES];
    QuorumVerdict v;
    for (size_t i = 0; i < QUORUM_BASES; i++)
        all[i] = (QuorumCount){ true, 100, .came = took_part, .cast = took_part, .valid = took_part, .yes = yes };
    assert_int_equal(quorum_judge(&row->rule, all, &v), QUORUM_OK);
    return v;
}

static char *put(char *p, const QuorumFinding *f, int n)
{
    for (int i = 0; i < n; i++)
        p += sprintf(p, "%c%d", "PHOAMV"[f[i].cond.basis], (int)f[i].need);
    return p;
}

static void needs_of(const LawfulRow *row, char *ret_text)
{
    QuorumVerdict v = judge(row, 70, 0);
    char         *p = ret_text;
    *p = 0;
    for (int i = 0; i < QUORUM_WAYS && v.way[i].counted; i++) {
        p += sprintf(p, "%s", i == 0 ? "" : " ");
        p = put(p, v.way[i].is_valid, v.way[i].n_valid);
        p += sprintf(p, ":");
        p = put(p, v.way[i].is_passed, v.way[i].n_passes);
    }
}

static void every_row_is_as_the_study_has_it(void **s)
{
    assert_int_equal(lawful_count, COUNTOF(table));
    for (size_t i = 0; i < COUNTOF(table); i++) {
        const LawfulRow *row = &lawful_rows[i];
        const Want      *w = &table[i];
        char             needs[100];
        needs_of(row, needs);
        assert_string_equal(matters[row->matter], w->matter);
        assert_string_equal(owners[row->owner], w->owner);
        assert_string_equal(bodies[row->body], w->body);
        assert_string_equal(needs, w->needs);
        assert_int_equal(row->binding, w->binding);
        assert_int_equal(row->notice_days, w->notice);
        assert_int_equal(row->publicity_days, w->days);
        assert_string_equal(row->sources, w->sources);
    }
}

static void every_row_says_where_it_comes_from_and_what_else_to_do(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        int              from = 0, r;
        for (const char *p = row->sources; *p != 0; from++) {
            int used = 0;
            assert_int_equal(sscanf(p, "R%d%n", &r, &used), 1);
            assert_in_range(r, 1, 68);
            p += used + (p[used] == ' ');
        }
        assert_true(from > 0);
        assert_true(strncmp(row->note, "lawful.", 7) == 0);
        assert_true(row->mark <= LAWFUL_MARK_DESIGN);
        assert_true(row->publicity_days == 0 || row->shown != LAWFUL_SHOWN_NOWHERE);
    }
}

static void an_open_meeting_never_binds_and_a_decision_always_has_a_rule(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        QuorumOutcome    all_for = judge(row, 100, 100).outcome, nobody = judge(row, 0, 0).outcome;
        bool             decides = row->binding == LAWFUL_BINDING_DECISION || row->binding == LAWFUL_BINDING_PETITION;
        if (row->body == LAWFUL_BODY_COURTYARD)
            assert_int_equal(row->binding, LAWFUL_BINDING_ADVISORY);
        if (decides)
            assert_int_equal(all_for, QUORUM_PASSES);
        if (decides || all_for == QUORUM_PASSES)
            assert_int_not_equal(nobody, QUORUM_PASSES);
        else
            assert_int_equal(all_for, QUORUM_ADVISORY);
    }
}

static void one_household_that_keeps_its_garden_is_enough(void **s)
{
    size_t           n;
    const LawfulRow *row = lawful_find(LAWFUL_MATTER_CEDE, LAWFUL_OWNER_HOUSEHOLD, &n);
    assert_int_equal(n, 1);
    assert_int_equal(judge(row, 100, 99).outcome, QUORUM_FAILS);
    assert_int_equal(judge(row, 100, 100).outcome, QUORUM_PASSES);
}

static void the_assembly_comes_before_those_whom_it_authorised(void **s)
{
    size_t           n;
    const LawfulRow *row = lawful_find(LAWFUL_MATTER_WORKS, LAWFUL_OWNER_VILLAGE, &n);
    assert_int_equal(n, 2);
    assert_int_equal(row[0].body, LAWFUL_BODY_ASSEMBLY);
    assert_int_equal(row[1].body, LAWFUL_BODY_REPRESENTATIVES);
    row = lawful_find(LAWFUL_MATTER_ASSET, LAWFUL_OWNER_COLLECTIVE, &n);
    assert_int_equal(n, 2);
    assert_int_equal(row[0].body, LAWFUL_BODY_MEMBERS);
    assert_non_null(lawful_find(LAWFUL_MATTER_IDEA, LAWFUL_OWNER_UNIT, &n));
    assert_null(lawful_find(LAWFUL_MATTER_REBUILD, LAWFUL_OWNER_GROUP, &n));
    assert_int_equal(n, 0);
}

/* The rows of a pair stand together, so that what lawful_find gives is an array. */
static void every_row_is_found_under_its_matter_and_owner(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        size_t           n;
        const LawfulRow *row = lawful_find(lawful_rows[i].matter, lawful_rows[i].owner, &n);
        assert_true(row <= &lawful_rows[i] && &lawful_rows[i] < row + n);
        for (size_t k = 0; k < n; k++)
            assert_true(row[k].matter == row->matter && row[k].owner == row->owner);
    }
}

/* Whoever is won over helps, in every row. */
static void more_in_favour_never_turns_a_yes_into_a_no(void **s)
{
    dice_throw("more_in_favour_never_turns_a_yes_into_a_no");
    for (int round = 0; round < 5000; round++) {
        const LawfulRow *row = &lawful_rows[dice_upto((i64)lawful_count)];
        i64              there = dice_upto(101), yes = dice_upto(there + 1), more = dice_between(yes, there);
        if (judge(row, there, yes).outcome == QUORUM_PASSES)
            assert_int_equal(judge(row, there, more).outcome, QUORUM_PASSES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_as_the_study_has_it),
        cmocka_unit_test(every_row_says_where_it_comes_from_and_what_else_to_do),
        cmocka_unit_test(an_open_meeting_never_binds_and_a_decision_always_has_a_rule),
        cmocka_unit_test(one_household_that_keeps_its_garden_is_enough),
        cmocka_unit_test(the_assembly_comes_before_those_whom_it_authorised),
        cmocka_unit_test(every_row_is_found_under_its_matter_and_owner),
        cmocka_unit_test(more_in_favour_never_turns_a_yes_into_a_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
