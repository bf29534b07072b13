/* lawful: the table of lawful.h. The rules are spelt from left to right as the law does: "valid if present are at least
 * 2/3 of the roll, passes if in favour are more than 1/2 of those present". */
#include "engine/lawful.h"

/* ---- conditions ---- */

#define PRESENT_OF_ROLL(basis, test, num, den) { QUORUM_##basis, QUORUM_PRESENT, QUORUM_##test, num, den, QUORUM_ROLL }
#define CAST_OF_ROLL(basis, test, num, den)    { QUORUM_##basis, QUORUM_CAST, QUORUM_##test, num, den, QUORUM_ROLL }
#define YES_OF(part, basis, test, num, den)    { QUORUM_##basis, QUORUM_YES, QUORUM_##test, num, den, QUORUM_##part }

#define TWO_THIRDS_THERE(basis)  PRESENT_OF_ROLL(basis, AT_LEAST, 2, 3)
#define HALF_OF_PRESENT(basis)   YES_OF(PRESENT, basis, MORE_THAN, 1, 2)
#define TWO_THIRDS_OF_ALL(basis) YES_OF(ROLL, basis, AT_LEAST, 2, 3)
#define ASKED_BY(basis, den)     YES_OF(ROLL, basis, AT_LEAST, 1, den)

#define WAY(is_valid, ...) { .valid = { is_valid }, .passes = { __VA_ARGS__ } }
#define BY_TWO_THIRDS(basis) WAY(TWO_THIRDS_THERE(basis), HALF_OF_PRESENT(basis))

#define EITHER { { BY_TWO_THIRDS(PERSON), BY_TWO_THIRDS(HOUSEHOLD) } }
#define ASSEMBLY                                                                                                      \
    { { WAY(PRESENT_OF_ROLL(PERSON, MORE_THAN, 1, 2), HALF_OF_PRESENT(PERSON)), BY_TWO_THIRDS(HOUSEHOLD) } }
#define REPRESENTATIVES { { BY_TWO_THIRDS(MEMBER) } }
#define HOUSEHOLDS      { { BY_TWO_THIRDS(HOUSEHOLD) } }
#define COLLECTIVE                                                                                                    \
    { .way = { WAY(TWO_THIRDS_THERE(MEMBER), TWO_THIRDS_OF_ALL(MEMBER)) },                                            \
      .presence = QUORUM_BY_PROXY | QUORUM_IN_WRITING }
#define ALL_HOLDERS { { { .passes = { YES_OF(ROLL, HOUSEHOLD, AT_LEAST, 1, 1) } } } }
#define ALL_MEMBERS { { { .passes = { YES_OF(ROLL, MEMBER, AT_LEAST, 1, 1) } } } }
/* 农村土地承包法 52: two thirds of all members, or of all representatives, agree. */
#define OUTSIDERS   { { { .passes = { TWO_THIRDS_OF_ALL(MEMBER) } } } }
#define A_FIFTH     { { { .valid = { ASKED_BY(MEMBER, 5) } } } }
#define OWNERS(test, num, den)                                                                                        \
    { .way = { { .valid = { TWO_THIRDS_THERE(OWNER), TWO_THIRDS_THERE(AREA) },                                        \
                 .passes = { YES_OF(PRESENT, OWNER, test, num, den), YES_OF(PRESENT, AREA, test, num, den) } } },     \
      .presence = QUORUM_BY_PROXY | QUORUM_IN_WRITING }
#define ELECTION                                                                                                      \
    { .way = { WAY(CAST_OF_ROLL(PERSON, MORE_THAN, 1, 2), YES_OF(CAST, PERSON, MORE_THAN, 1, 2)) },                   \
      .presence = QUORUM_BY_PROXY }
/* The most votes win the seat (that is a tally's to say), if they are a third. */
#define RUN_OFF                                                                                                       \
    { .way = { { .passes = { YES_OF(CAST, PERSON, AT_LEAST, 1, 3) } } }, .presence = QUORUM_BY_PROXY }
#define COUNCIL                                                                                                       \
    { .way = { WAY(TWO_THIRDS_THERE(PERSON), YES_OF(CAST, PERSON, MORE_THAN, 1, 2)),                                  \
               WAY(TWO_THIRDS_THERE(HOUSEHOLD), YES_OF(CAST, HOUSEHOLD, MORE_THAN, 1, 2)) },                          \
      .presence = QUORUM_BY_PROXY }
/* 农民专业合作社法 30 counts heads for the quorum and all votes of the members for the decision. */
#define COOP(test, num, den) { { WAY(TWO_THIRDS_THERE(MEMBER), YES_OF(ROLL, VOTE, test, num, den)) } }
#define PETITION(den_persons, den_members)                                                                            \
    { { { .valid = { ASKED_BY(PERSON, den_persons) } }, { .valid = { ASKED_BY(MEMBER, den_members) } } } }

/* ---- the table ---- */

#define NO_RULE { .presence = 0 }

#define ROW(m, o, by, on, is, rule, notice, at, days, mark, sources, note)                                            \
    { LAWFUL_MATTER_##m, LAWFUL_OWNER_##o, LAWFUL_BODY_##by, LAWFUL_ROLL_##on, LAWFUL_BINDING_##is, rule, notice,     \
      LAWFUL_SHOWN_##at, days, LAWFUL_MARK_##mark, sources, note }

#define GROUP_ROW(m)                                                                                                  \
    ROW(m, GROUP, GROUP, VILLAGERS, DECISION, EITHER, 0, GROUP, 7, CHECKED, "R9", "lawful.publish_to_the_group")
#define VILLAGE_ROWS(m)                                                                                               \
    ROW(m, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10, VILLAGE, 7, GENERAL, "R4 R5 R6 R11",                 \
        "lawful.six_steps"),                                                                                          \
    ROW(m, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, DECISION, REPRESENTATIVES, 0, VILLAGE, 7, GENERAL,              \
        "R6 R8 R11", "lawful.six_steps_authorised")
#define REBUILD_ROW(o)                                                                                                \
    ROW(REBUILD, o, OWNERS, OWNERS, DECISION, OWNERS(AT_LEAST, 3, 4), 10, SITE, 10, REREAD, "R41 R42 R45",            \
        "lawful.double_vote")
#define COMMON_ROW(o)                                                                                                 \
    ROW(COMMON, o, OWNERS, OWNERS, DECISION, OWNERS(MORE_THAN, 1, 2), 10, SITE, 10, REREAD, "R41 R42 R45",            \
        "lawful.double_vote")

const LawfulRow lawful_rows[] = {
    ROW(IDEA, ANY, COURTYARD, PRESENT, ADVISORY, NO_RULE, 0, GROUP, 0, DESIGN, "R10", "lawful.record_who_is_missing"),

    GROUP_ROW(WORKS),
    VILLAGE_ROWS(WORKS),
    GROUP_ROW(LAND),
    VILLAGE_ROWS(LAND),
    GROUP_ROW(MONEY),
    VILLAGE_ROWS(MONEY),
    GROUP_ROW(CONTRACT),
    VILLAGE_ROWS(CONTRACT),

    ROW(LEVY, GROUP, GROUP, HOUSEHOLDS, DECISION, HOUSEHOLDS, 0, GROUP, 7, REREAD, "R9 R24 R25 R26 R27", "lawful.levy"),
    ROW(LEVY, VILLAGE, ASSEMBLY, HOUSEHOLDS, DECISION, HOUSEHOLDS, 10, VILLAGE, 7, REREAD, "R4 R5 R24 R25 R26 R27",
        "lawful.levy"),
    /* Representatives speak for households here: counted are the households that they stand for and have asked. */
    ROW(LEVY, VILLAGE, REPRESENTATIVES, HOUSEHOLDS, DECISION, HOUSEHOLDS, 0, VILLAGE, 7, REREAD,
        "R8 R24 R25 R26 R27", "lawful.levy_authorised"),

    ROW(GIFT, ANY, COUNCIL, GIVERS, CONSENT, NO_RULE, 0, VILLAGE, 0, LOCAL, "R28 R29 R30", "lawful.gift"),
    ROW(CEDE, HOUSEHOLD, HOLDER, HOLDERS, CONSENT, ALL_HOLDERS, 0, NOWHERE, 0, GENERAL, "R33",
        "lawful.refusal_is_redesign"),
    ROW(TRANSFER, HOUSEHOLD, HOLDER, HOLDERS, CONSENT, ALL_HOLDERS, 0, NOWHERE, 0, GENERAL, "R35",
        "lawful.contract_each"),
    ROW(OUTSIDERS, ANY, MEMBERS, MEMBERS, DECISION, OUTSIDERS, 10, VILLAGE, 7, REREAD, "R10 R23",
        "lawful.town_approves"),
    ROW(OUTSIDERS, ANY, MEMBER_REPRESENTATIVES, REPRESENTATIVES, DECISION, OUTSIDERS, 10, VILLAGE, 7, REREAD,
        "R10 R23", "lawful.town_approves"),

    GROUP_ROW(ASSET),
    VILLAGE_ROWS(ASSET),
    ROW(ASSET, COLLECTIVE, MEMBERS, MEMBERS, DECISION, COLLECTIVE, 10, MEMBERS, 7, REREAD, "R23", "lawful.collective"),
    ROW(ASSET, COLLECTIVE, MEMBER_REPRESENTATIVES, REPRESENTATIVES, DECISION, COLLECTIVE, 10, MEMBERS, 7, REREAD,
        "R23", "lawful.collective_representatives"),

    ROW(SEASON, COOP, COOP, COOP, DECISION, COOP(MORE_THAN, 1, 2), 0, MEMBERS, 0, GENERAL, "R36",
        "lawful.others_are_heard"),
    ROW(CHARTER, COOP, COOP, COOP, DECISION, COOP(AT_LEAST, 2, 3), 0, MEMBERS, 0, GENERAL, "R36",
        "lawful.minutes_signed"),

    ROW(COUNCIL, ANY, UNIT_VOTERS, VILLAGERS, DECISION, COUNCIL, 0, GROUP, 7, LOCAL, "R15", "lawful.charter"),
    ROW(COMMITTEE, VILLAGE, VOTERS, VOTERS, DECISION, ELECTION, 20, VILLAGE, 0, GENERAL, "R12 R13", "lawful.election"),
    ROW(RUN_OFF, VILLAGE, VOTERS, VOTERS, DECISION, RUN_OFF, 0, VILLAGE, 0, GENERAL, "R13", "lawful.most_votes"),
    ROW(RECALL, VILLAGE, VOTERS, VOTERS, DECISION, ELECTION, 0, VILLAGE, 0, GENERAL, "R14", "lawful.recall"),

    REBUILD_ROW(UNIT),
    REBUILD_ROW(BUILDING),
    COMMON_ROW(UNIT),
    COMMON_ROW(BUILDING),

    ROW(CUSTOM, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10, VILLAGE, 7, GENERAL, "R4 R5 R16",
        "lawful.file_with_town"),
    ROW(CUSTOM, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, DECISION, REPRESENTATIVES, 0, VILLAGE, 7, GENERAL, "R8 R16",
        "lawful.file_with_town"),
    ROW(CLUSTER, ANY, EACH_VILLAGE, VILLAGES, CONSENT, ALL_MEMBERS, 0, VILLAGE, 7, DESIGN, "R10",
        "lawful.each_by_its_own_rule"),

    ROW(COMMUNITY, COMMUNITY, RESIDENTS, RESIDENTS, CONFIGURE, NO_RULE, 0, COMMUNITY, 0, LOCAL, "R1",
        "lawful.configure"),

    ROW(CALL_ASSEMBLY, VILLAGE, ASSEMBLY, VILLAGERS, PETITION, PETITION(10, 3), 0, VILLAGE, 0, CHECKED, "R4",
        "lawful.must_meet"),
    ROW(CALL_REPRESENTATIVES, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, PETITION, A_FIFTH, 0, VILLAGE, 0, CHECKED,
        "R8", "lawful.must_meet"),
    ROW(ASK_RECALL, VILLAGE, VOTERS, VOTERS, PETITION, PETITION(5, 3), 0, VILLAGE, 0, GENERAL, "R14",
        "lawful.must_vote"),
};
const size_t lawful_count = COUNTOF(lawful_rows);

static const LawfulRow *rows_of(LawfulMatter matter, LawfulOwner owner, size_t *ret_n)
{
    const LawfulRow *first = NULL;
    *ret_n = 0;
    for (size_t i = 0; i < lawful_count; i++) {
        if (lawful_rows[i].matter != matter || lawful_rows[i].owner != owner)
            continue;
        if (first == NULL)
            first = &lawful_rows[i];
        ++*ret_n;
    }
    return first;
}

const LawfulRow *lawful_find(LawfulMatter matter, LawfulOwner owner, size_t *ret_n)
{
    const LawfulRow *rows = rows_of(matter, owner, ret_n);
    return rows != NULL ? rows : rows_of(matter, LAWFUL_OWNER_ANY, ret_n);
}
