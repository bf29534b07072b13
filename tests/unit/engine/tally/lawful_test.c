/* The decision table against the law, row by row in the order in which the study of the law has them (its section 12):
 * who decides, and how many it takes of a roll of 60 when 48 take part, so that "at least two thirds" (40) and "more
 * than two thirds" (41) are two things. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/lawful.h"
#include "support/dice.h"

enum { ROLL = 60, THERE = 48 };

/* needs: "P40:P25 H40:H25" is two ways; by persons 40 make it valid and 25 pass it, by households likewise.
 * presence: p proxy, w in writing, o online, h proxy within the household only, c none to candidates, 3 at most three. */
typedef struct Want {
    const char   *matter, *owner, *body, *roll, *needs, *presence;
    LawfulBinding binding;
    int           notice;
    bool          may_be_short;
    int           days;
    LawfulMark    mark;
    const char   *source; /* one that the row must name */
} Want;

#define EITHER     "P40:P25 H40:H25"
#define ASSEMBLY   "P31:P25 H40:H25" /* V26 */
#define REPS       "M40:M25"         /* V30 */
#define COLLECTIVE "M40:M40"         /* C27 */
#define ELECTION   "P31:P25"         /* V18 */
#define A        LAWFUL_BINDING_ADVISORY
#define D        LAWFUL_BINDING_DECISION
#define C        LAWFUL_BINDING_CONSENT
#define P        LAWFUL_BINDING_PETITION
#define N        LAWFUL_BINDING_CONFIGURE
#define CHECKED  LAWFUL_MARK_CHECKED
#define REREAD   LAWFUL_MARK_REREAD
#define LOCAL    LAWFUL_MARK_LOCAL
#define DESIGN   LAWFUL_MARK_DESIGN
#define GENERAL  LAWFUL_MARK_GENERAL
#define WAIVABLE 10, true
#define DAYS(n)  n, false

#define AS_WORKS(m, source)                                                                                           \
    { m, "village", "assembly", "villagers", ASSEMBLY, "", D, WAIVABLE, 15, CHECKED, source },                        \
    { m, "village", "representatives", "representatives", REPS, "", D, DAYS(0), 15, CHECKED, source }
#define BY_MEMBERS(m, needs, source)                                                                                  \
    { m, "collective", "members", "members", needs, "poh", D, DAYS(10), 0, CHECKED, source }
#define BY_CHARTER(m, source)                                                                                         \
    { m, "collective", "member_representatives", "representatives", ":M40", "", D, DAYS(10), 0, CHECKED, source }
#define IN_PLACE(m, needs, presence, source)                                                                          \
    { m, "group", "group", "members", needs, presence, D, DAYS(10), 0, CHECKED, source },                             \
    { m, "village", "assembly", "members", needs, presence, D, DAYS(10), 15, CHECKED, source }

static const Want table[] = {
    /* the rows that were there, in section 12's order */
    { "idea", "village", "courtyard", "present", "", "", A, DAYS(0), 15, CHECKED, "V33" },
    { "idea", "community", "courtyard", "present", "", "", A, DAYS(0), 15, CHECKED, "U32" },
    { "idea", "any", "courtyard", "present", "", "", A, DAYS(0), 15, DESIGN, "R10" },
    { "works", "group", "group", "villagers", EITHER, "", D, DAYS(0), 0, CHECKED, "V32" },
    AS_WORKS("works", "V28"),
    BY_MEMBERS("land", COLLECTIVE, "C26"),
    IN_PLACE("land", COLLECTIVE, "poh", "C64"),
    { "money", "group", "group", "villagers", EITHER, "", D, DAYS(0), 0, CHECKED, "V32" },
    AS_WORKS("money", "V28"),
    BY_MEMBERS("money", COLLECTIVE, "C46"),
    BY_CHARTER("money", "C28"),
    { "contract", "group", "group", "villagers", EITHER, "", D, DAYS(0), 15, CHECKED, "V32" },
    AS_WORKS("contract", "V28"),
    BY_MEMBERS("contract", COLLECTIVE, "C26"),
    BY_CHARTER("contract", "C28"),
    { "levy", "group", "group", "households", "H40:H25", "", D, DAYS(0), 15, REREAD, "V42" },
    { "levy", "village", "assembly", "villagers", ASSEMBLY, "", D, WAIVABLE, 15, REREAD, "V42" },
    { "levy", "village", "representatives", "households", "H40:H25", "", D, DAYS(0), 15, REREAD, "V42" },
    { "gift", "any", "council", "givers", "", "", C, DAYS(0), 15, LOCAL, "S122" },
    { "cede", "household", "holder", "holders", ":H60", "", C, DAYS(0), 0, GENERAL, "L30" },
    { "transfer", "household", "holder", "holders", ":H60", "", C, DAYS(0), 0, CHECKED, "L36" },
    { "outsiders", "collective", "members", "members", ":M40", "", D, DAYS(10), 7, CHECKED, "L52" },
    { "outsiders", "collective", "representatives", "representatives", ":M40", "", D, DAYS(10), 15, REREAD, "L52" },
    { "outsiders", "group", "group", "members", ":M40", "", D, DAYS(10), 7, CHECKED, "L52" },
    { "outsiders", "group", "representatives", "representatives", ":M40", "", D, DAYS(10), 15, REREAD, "L52" },
    { "outsiders", "village", "assembly", "members", ":M40", "", D, DAYS(10), 15, CHECKED, "V35" },
    { "outsiders", "village", "representatives", "representatives", ":M40", "", D, DAYS(10), 15, REREAD, "L52" },
    IN_PLACE("asset", COLLECTIVE, "poh", "C64"),
    { "asset", "collective", "members", "members", COLLECTIVE, "poh", D, DAYS(10), 7, CHECKED, "C27" },
    { "asset", "collective", "member_representatives", "representatives", ":M40", "", D, DAYS(10), 7, CHECKED, "C28" },
    { "season", "coop", "coop", "coop", "M40:V31", "", D, DAYS(0), 0, CHECKED, "F30" },
    { "season", "coop", "coop_representatives", "representatives", "", "", N, DAYS(0), 0, CHECKED, "F32" },
    { "charter", "coop", "coop", "coop", "M40:V40", "", D, DAYS(0), 0, CHECKED, "F30" },
    { "charter", "coop", "coop_representatives", "representatives", "", "", N, DAYS(0), 0, CHECKED, "F32" },
    { "council", "any", "unit_voters", "villagers", EITHER, "p", D, DAYS(0), 7, LOCAL, "R15" },
    { "committee", "village", "voters", "voters", ELECTION, "pc3", D, DAYS(20), 0, CHECKED, "V18" },
    { "run_off", "village", "voters", "voters", ":P16", "pc3", D, DAYS(0), 0, CHECKED, "V18" },
    { "recall", "village", "voters", "voters", ELECTION, "", D, DAYS(0), 0, CHECKED, "V19" },
    { "rebuild", "unit", "owners", "owners", "O40A40:O36A36", "pw", D, DAYS(15), 10, CHECKED, "B278" },
    { "rebuild", "building", "owners", "owners", "O40A40:O36A36", "pw", D, DAYS(15), 10, CHECKED, "W14" },
    { "common", "unit", "owners", "owners", "O40A40:O25A25", "pw", D, DAYS(15), 10, CHECKED, "B278" },
    { "common", "building", "owners", "owners", "O40A40:O25A25", "pw", D, DAYS(15), 10, CHECKED, "W14" },
    { "custom", "village", "assembly", "villagers", ASSEMBLY, "", D, WAIVABLE, 15, CHECKED, "V31" },
    { "cluster", "any", "each_village", "villages", ":M60", "", C, DAYS(0), 7, DESIGN, "R10" },
    { "call_assembly", "village", "assembly", "villagers", "P6: M20:", "", P, DAYS(0), 0, CHECKED, "V25" },
    { "call_representatives", "village", "representatives", "representatives", "M12:", "", P, DAYS(0), 0, CHECKED, "V30" },
    { "ask_recall", "village", "voters", "with_vote", "P12: M20:", "", P, DAYS(0), 0, CHECKED, "V19" },
    /* the new ones */
    { "community", "community", "residents", "residents", "P31:P25 H31:H25", "", D, WAIVABLE, 15, CHECKED, "U27" },
    { "community", "community", "resident_representatives", "representatives", REPS, "", D, DAYS(0), 15, CHECKED, "U29" },
    { "custom", "community", "residents", "residents", "P31:P25 H31:H25", "", D, WAIVABLE, 15, CHECKED, "U31" },
    { "custom", "community", "resident_representatives", "representatives", REPS, "", D, DAYS(0), 15, CHECKED, "U30" },
    { "committee", "community", "voters", "voters", "P31:P25", "pc3", D, DAYS(20), 0, CHECKED, "U19" },
    { "committee", "community", "voters", "households", "H31:H25", "pc3", D, DAYS(20), 0, CHECKED, "U19" },
    { "committee", "community", "resident_representatives", "representatives", "M41:M25", "", D, DAYS(20), 0, CHECKED, "U19" },
    { "run_off", "community", "voters", "voters", ":P16", "pc3", D, DAYS(0), 0, CHECKED, "U19" },
    { "run_off", "community", "voters", "households", ":H16", "pc3", D, DAYS(0), 0, CHECKED, "U19" },
    { "run_off", "community", "resident_representatives", "representatives", ":M16", "", D, DAYS(0), 0, CHECKED, "U19" },
    { "recall", "community", "voters", "voters", "P31:P25", "", D, DAYS(0), 0, CHECKED, "U20" },
    { "recall", "community", "voters", "households", "H31:H25", "", D, DAYS(0), 0, CHECKED, "U20" },
    { "recall", "community", "resident_representatives", "representatives", "M41:M25", "", D, DAYS(0), 0, CHECKED, "U20" },
    { "ask_recall", "community", "voters", "voters", "P6: H6: M20:", "", P, DAYS(0), 0, CHECKED, "U20" },
    { "call_assembly", "community", "residents", "residents", "P6: H6: M20:", "", P, DAYS(0), 0, CHECKED, "U26" },
    { "call_representatives", "community", "resident_representatives", "representatives", "M12:", "", P, DAYS(0), 0, CHECKED, "U28" },
    { "gift", "community", "council", "givers", "", "", C, DAYS(0), 15, CHECKED, "U42" },
    BY_MEMBERS("charter", COLLECTIVE, "C26"),
    BY_MEMBERS("membership", COLLECTIVE, "C26"),
    IN_PLACE("membership", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("house_site", COLLECTIVE, "C26"),
    IN_PLACE("house_site", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("quantify", COLLECTIVE, "C26"),
    IN_PLACE("quantify", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("compensation", COLLECTIVE, "C26"),
    IN_PLACE("compensation", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("merger", COLLECTIVE, "C26"),
    BY_MEMBERS("inner_rules", COLLECTIVE, "C26"),
    BY_CHARTER("inner_rules", "C28"),
    BY_MEMBERS("officers", COLLECTIVE, "C26"),
    BY_CHARTER("officers", "C28"),
    BY_MEMBERS("pay", COLLECTIVE, "C26"),
    BY_CHARTER("pay", "C28"),
    BY_MEMBERS("budget", COLLECTIVE, "C46"),
    BY_CHARTER("budget", "C28"),
    BY_MEMBERS("distribution", COLLECTIVE, "C46"),
    BY_CHARTER("distribution", "C28"),
    IN_PLACE("distribution", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("investment", COLLECTIVE, "C26"),
    BY_CHARTER("investment", "C28"),
    IN_PLACE("investment", COLLECTIVE, "poh", "C64"),
    BY_MEMBERS("construction_land", COLLECTIVE, "T63"),
    { "construction_land", "collective", "member_representatives", "representatives", ":M40", "", D, DAYS(10), 0, REREAD, "T63" },
    IN_PLACE("construction_land", COLLECTIVE, "poh", "I40"),
    { "construction_land", "village", "representatives", "representatives", ":M40", "", D, DAYS(10), 15, REREAD, "T63" },
    BY_MEMBERS("nonmember_benefit", "M40:M45", "C15"),
    IN_PLACE("nonmember_benefit", "M40:M45", "poh", "C15"),
    { "adjust_plot", "collective", "members", "members", ":M40", "", D, DAYS(10), 0, CHECKED, "L28" },
    IN_PLACE("adjust_plot", ":M40", "", "L28"),
    AS_WORKS("village_plan", "P22"),
    AS_WORKS("help_list", "V28"),
    AS_WORKS("subsidised_posts", "V28"),
    { "village_border", "village", "assembly", "villagers", ASSEMBLY, "", D, WAIVABLE, 15, CHECKED, "V3" },
    AS_WORKS("resignation", "V20"),
    AS_WORKS("supervisors", "V37"),
    AS_WORKS("evaluation", "V38"),
    AS_WORKS("mediators", "M9"),
    { "by_election", "village", "assembly", "villagers", ELECTION, "pc3", D, WAIVABLE, 15, CHECKED, "V23" },
    { "by_election", "village", "representatives", "representatives", "M40M31:M25", "", D, DAYS(0), 15, CHECKED, "V23" },
    { "ask_audit", "village", "assembly", "villagers", "P12:", "", P, DAYS(0), 0, CHECKED, "V40" },
    { "call_coop", "coop", "coop", "coop", "M18:", "", P, DAYS(0), 0, CHECKED, "F31" },
    { "call_owners", "unit", "owners", "owners", "O12:", "", P, DAYS(15), 0, CHECKED, "W13" },
    { "call_owners", "building", "owners", "owners", "O12:", "", P, DAYS(15), 0, CHECKED, "W13" },
    { "use_of_flat", "building", "owners", "owners", ":O60", "pw", C, DAYS(0), 0, CHECKED, "B279" },
};

static const char *const matters[LAWFUL_MATTER_COUNT] = {
    "idea", "works", "land", "money", "contract", "levy", "gift", "cede", "transfer", "outsiders", "asset", "season",
    "charter", "council", "committee", "run_off", "recall", "rebuild", "common", "custom", "cluster", "community",
    "call_assembly", "call_representatives", "ask_recall", "membership", "house_site", "quantify", "compensation",
    "merger", "inner_rules", "officers", "pay", "budget", "distribution", "investment", "construction_land",
    "nonmember_benefit", "adjust_plot", "village_plan", "help_list", "subsidised_posts", "village_border",
    "resignation", "supervisors", "evaluation", "mediators", "by_election", "ask_audit", "call_coop", "call_owners",
    "use_of_flat",
};
static const char *const owners[LAWFUL_OWNER_COUNT] = { "any", "group", "village", "collective", "household", "coop",
                                                        "unit", "building", "community" };
static const char *const bodies[] = { "courtyard", "group", "assembly", "representatives", "council", "holder",
                                      "members", "member_representatives", "coop", "unit_voters", "voters", "owners",
                                      "residents", "each_village", "resident_representatives", "coop_representatives" };
static const char *const rolls[] = { "present", "villagers", "households", "representatives", "holders", "givers",
                                     "members", "coop", "voters", "owners", "residents", "villages", "with_vote" };

/* Of a roll of 60, `took_part` are there and vote, `yes` of them in favour, whatever is counted. */
static QuorumVerdict judge(const LawfulRow *row, i64 took_part, i64 yes)
{
    QuorumCount   all[QUORUM_BASES];
    QuorumVerdict v;
    for (size_t i = 0; i < QUORUM_BASES; i++)
        all[i] = (QuorumCount){ true, ROLL, .came = took_part, .cast = took_part, .valid = took_part, .yes = yes };
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
    QuorumVerdict v = judge(row, THERE, 0);
    char         *p = ret_text;
    *p = 0;
    for (int i = 0; i < QUORUM_WAYS && v.way[i].counted; i++) {
        p += sprintf(p, "%s", i == 0 ? "" : " ");
        p = put(p, v.way[i].is_valid, v.way[i].n_valid);
        p += sprintf(p, ":");
        p = put(p, v.way[i].is_passed, v.way[i].n_passes);
    }
}

static void presence_of(const LawfulRow *row, char *ret_text)
{
    static const struct {
        int  flag;
        char letter;
    } flags[] = { { QUORUM_BY_PROXY, 'p' },      { QUORUM_IN_WRITING, 'w' },        { QUORUM_ONLINE, 'o' },
                  { QUORUM_PROXY_AT_HOME, 'h' }, { QUORUM_PROXY_NO_CANDIDATE, 'c' } };
    char *p = ret_text;
    for (size_t i = 0; i < COUNTOF(flags); i++)
        if (row->rule.presence & flags[i].flag)
            *p++ = flags[i].letter;
    if (row->rule.most_proxies > 0)
        *p++ = (char)('0' + row->rule.most_proxies);
    *p = 0;
}

static int index_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    assert_string_equal(name, "one of the names");
    return -1;
}

/* The row of the table that is the k-th of its matter and owner. */
static const LawfulRow *row_of(const Want *w, size_t k)
{
    int              matter = index_of(matters, COUNTOF(matters), w->matter);
    int              owner = index_of(owners, COUNTOF(owners), w->owner);
    size_t           n;
    const LawfulRow *row = lawful_find((LawfulMatter)matter, (LawfulOwner)owner, &n);
    if (k >= n)
        assert_string_equal(w->matter, "there");
    return row + k;
}

static size_t same_before(size_t i)
{
    size_t k = 0;
    for (size_t j = 0; j < i; j++)
        k += strcmp(table[j].matter, table[i].matter) == 0 && strcmp(table[j].owner, table[i].owner) == 0;
    return k;
}

static void every_row_is_as_the_law_has_it(void **s)
{
    assert_int_equal(lawful_count, COUNTOF(table));
    for (size_t i = 0; i < COUNTOF(table); i++) {
        const Want      *w = &table[i];
        const LawfulRow *row = row_of(w, same_before(i));
        char             needs[100], presence[10], have[400], want[400];
        needs_of(row, needs);
        presence_of(row, presence);
        snprintf(have, sizeof have, "%s %s %s %s {%s} {%s} %d %d %d %d %d", matters[row->matter], owners[row->owner],
                 bodies[row->body], rolls[row->roll], needs, presence, row->binding, row->notice_days,
                 row->may_be_short, row->publicity_days, row->mark);
        snprintf(want, sizeof want, "%s %s %s %s {%s} {%s} %d %d %d %d %d", w->matter, w->owner, w->body, w->roll,
                 w->needs, w->presence, w->binding, w->notice, w->may_be_short, w->days, w->mark);
        assert_string_equal(have, want);
        if (strstr(row->sources, w->source) == NULL)
            assert_string_equal(row->sources, w->source);
    }
}

/* Each need of the table at its edge: so many are enough, one fewer is not. */
static void what_each_row_needs_is_enough_and_one_fewer_is_not(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        QuorumVerdict    v = judge(row, THERE, 0);
        const QuorumWayFinding *w = &v.way[0];
        i64              valid = 0, passes = 0;
        for (int k = 0; k < w->n_valid; k++)
            valid = w->is_valid[k].need > valid ? w->is_valid[k].need : valid;
        for (int k = 0; k < w->n_passes; k++)
            passes = w->is_passed[k].need > passes ? w->is_passed[k].need : passes;
        if (w->n_valid > 0 && w->is_valid[0].cond.part == QUORUM_PRESENT) {
            assert_true(judge(row, valid, valid).way[0].valid);
            assert_false(judge(row, valid - 1, valid - 1).way[0].valid);
        }
        if (w->n_passes > 0 && passes <= THERE) {
            assert_true(judge(row, THERE, passes).way[0].passes);
            assert_false(judge(row, THERE, passes - 1).way[0].passes);
        }
    }
}

static void a_household_that_lets_its_own_land_asks_no_assembly(void **s)
{
    size_t n;
    assert_null(lawful_find(LAWFUL_MATTER_OUTSIDERS, LAWFUL_OWNER_HOUSEHOLD, &n));
    assert_null(lawful_find(LAWFUL_MATTER_OUTSIDERS, LAWFUL_OWNER_COOP, &n));
    assert_int_equal(lawful_find(LAWFUL_MATTER_TRANSFER, LAWFUL_OWNER_HOUSEHOLD, &n)->binding, LAWFUL_BINDING_CONSENT);
}

/* C28: not the charter, who is a member, contracting, house sites and shares, compensation, mergers. */
static void representatives_never_decide_what_the_law_keeps_for_the_members(void **s)
{
    static const LawfulMatter kept[] = { LAWFUL_MATTER_CHARTER, LAWFUL_MATTER_MEMBERSHIP, LAWFUL_MATTER_LAND,
                                         LAWFUL_MATTER_HOUSE_SITE, LAWFUL_MATTER_QUANTIFY,
                                         LAWFUL_MATTER_COMPENSATION, LAWFUL_MATTER_MERGER };
    for (size_t i = 0; i < COUNTOF(kept); i++) {
        size_t n;
        assert_non_null(lawful_find(kept[i], LAWFUL_OWNER_COLLECTIVE, &n));
        assert_int_equal(n, 1);
    }
}

/* Where members decide, the villagers' representatives do so only by 承包 52 and 土管 63, and the county signs that. */
static void villagers_representatives_stand_for_members_only_where_two_laws_say_so_and_the_county_signs(void **s)
{
    int found = 0;
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        size_t           n;
        if (row->body != LAWFUL_BODY_REPRESENTATIVES || lawful_find(row->matter, row->owner, &n)->roll != LAWFUL_ROLL_MEMBERS)
            continue;
        assert_true(row->matter == LAWFUL_MATTER_OUTSIDERS || row->matter == LAWFUL_MATTER_CONSTRUCTION_LAND);
        assert_int_equal(row->mark, LAWFUL_MARK_REREAD);
        found++;
    }
    assert_int_equal(found, 4);
}

/* A letter is no presence at a meeting of villagers, of members or of representatives; only owners write (W12). */
static void only_owners_take_part_in_writing(void **s)
{
    for (size_t i = 0; i < lawful_count; i++)
        if (lawful_rows[i].rule.presence & QUORUM_IN_WRITING)
            assert_int_equal(lawful_rows[i].roll, LAWFUL_ROLL_OWNERS);
}

/* V35, U34: what a village or community decides stays up for fifteen days at least. */
static void what_a_village_decides_is_posted_for_fifteen_days_at_least(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        bool             is_public = row->shown == LAWFUL_SHOWN_VILLAGE || row->shown == LAWFUL_SHOWN_COMMUNITY;
        if (is_public && row->mark != LAWFUL_MARK_DESIGN && row->publicity_days > 0)
            assert_true(row->publicity_days >= 15);
    }
}

static void every_row_says_where_it_comes_from_and_what_else_to_do(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        int              from = 0, article;
        for (const char *p = row->sources; *p != 0; from++) {
            int  used = 0;
            char law;
            assert_int_equal(sscanf(p, "%c%d%n", &law, &article, &used), 2);
            assert_non_null(strchr("VUCFBWLTISMPR", law));
            assert_in_range(article, 1, law == 'B' ? 1260 : law == 'S' ? 125 : 68);
            p += used + (p[used] == ' ');
        }
        assert_true(from > 0);
        assert_true(strncmp(row->note, "lawful.", 7) == 0);
        assert_true(row->mark <= LAWFUL_MARK_DESIGN);
        assert_true(row->publicity_days == 0 || row->shown != LAWFUL_SHOWN_NOWHERE);
        assert_true(!row->may_be_short || row->notice_days > 0);
    }
}

static void an_open_meeting_never_binds_and_a_decision_always_has_a_rule(void **s)
{
    for (size_t i = 0; i < lawful_count; i++) {
        const LawfulRow *row = &lawful_rows[i];
        QuorumOutcome    all_for = judge(row, ROLL, ROLL).outcome, nobody = judge(row, 0, 0).outcome;
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
    assert_int_equal(judge(row, ROLL, ROLL - 1).outcome, QUORUM_FAILS);
    assert_int_equal(judge(row, ROLL, ROLL).outcome, QUORUM_PASSES);
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
        i64              there = dice_upto(ROLL + 1), yes = dice_upto(there + 1), more = dice_between(yes, there);
        if (judge(row, there, yes).outcome == QUORUM_PASSES)
            assert_int_equal(judge(row, there, more).outcome, QUORUM_PASSES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_as_the_law_has_it),
        cmocka_unit_test(what_each_row_needs_is_enough_and_one_fewer_is_not),
        cmocka_unit_test(a_household_that_lets_its_own_land_asks_no_assembly),
        cmocka_unit_test(representatives_never_decide_what_the_law_keeps_for_the_members),
        cmocka_unit_test(villagers_representatives_stand_for_members_only_where_two_laws_say_so_and_the_county_signs),
        cmocka_unit_test(only_owners_take_part_in_writing),
        cmocka_unit_test(what_a_village_decides_is_posted_for_fifteen_days_at_least),
        cmocka_unit_test(every_row_says_where_it_comes_from_and_what_else_to_do),
        cmocka_unit_test(an_open_meeting_never_binds_and_a_decision_always_has_a_rule),
        cmocka_unit_test(one_household_that_keeps_its_garden_is_enough),
        cmocka_unit_test(the_assembly_comes_before_those_whom_it_authorised),
        cmocka_unit_test(every_row_is_found_under_its_matter_and_owner),
        cmocka_unit_test(more_in_favour_never_turns_a_yes_into_a_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
