/* lawful: the table of lawful.h. The rules are spelt from left to right as the law does: "valid if present are at least
 * 2/3 of the roll, passes if in favour are more than 1/2 of those present". */
#include "engine/tally/lawful.h"

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

#define RULE_EITHER { { BY_TWO_THIRDS(PERSON), BY_TWO_THIRDS(HOUSEHOLD) } }
#define HALF_THERE(basis) WAY(PRESENT_OF_ROLL(basis, MORE_THAN, 1, 2), HALF_OF_PRESENT(basis))
#define RULE_ASSEMBLY        { { HALF_THERE(PERSON), BY_TWO_THIRDS(HOUSEHOLD) } }
#define RULE_RESIDENTS       { { HALF_THERE(PERSON), HALF_THERE(HOUSEHOLD) } }
#define RULE_REPRESENTATIVES { { BY_TWO_THIRDS(MEMBER) } }
#define RULE_HOUSEHOLDS      { { BY_TWO_THIRDS(HOUSEHOLD) } }
/* Two thirds of the members are there, online too, and of all of them agree; for outsiders' benefit three quarters. */
#define COLLECTIVE_BY(num, den)                                                                                       \
    { .way = { WAY(TWO_THIRDS_THERE(MEMBER), YES_OF(ROLL, MEMBER, AT_LEAST, num, den)) },                             \
      .presence = QUORUM_BY_PROXY | QUORUM_PROXY_AT_HOME | QUORUM_ONLINE }
#define RULE_COLLECTIVE  COLLECTIVE_BY(2, 3)
#define RULE_NONMEMBER   COLLECTIVE_BY(3, 4)
#define RULE_ALL_HOLDERS { { { .passes = { YES_OF(ROLL, HOUSEHOLD, AT_LEAST, 1, 1) } } } }
#define RULE_ALL_MEMBERS { { { .passes = { YES_OF(ROLL, MEMBER, AT_LEAST, 1, 1) } } } }
#define RULE_ALL_OWNERS                                                                                               \
    { .way = { { .passes = { YES_OF(ROLL, OWNER, AT_LEAST, 1, 1) } } }, .presence = QUORUM_BY_PROXY | QUORUM_IN_WRITING }
/* Two thirds of all agree, and no quorum besides: 农村土地承包法 28, 52 (members, or villagers' representatives);
 * 农村集体经济组织法 28 (its representatives). */
#define RULE_TWO_THIRDS_AGREE   { { { .passes = { TWO_THIRDS_OF_ALL(MEMBER) } } } }
#define ASKED(basis, n, d) { { { .valid = { YES_OF(ROLL, basis, AT_LEAST, n, d) } } } }
#define RULE_FIFTH_OF_MEMBERS  ASKED(MEMBER, 1, 5)
#define RULE_FIFTH_OF_OWNERS   ASKED(OWNER, 1, 5)
#define RULE_FIFTH_OF_PEOPLE   ASKED(PERSON, 1, 5)
#define RULE_THIRTY_OF_HUNDRED ASKED(MEMBER, 3, 10)
#define OWNERS(test, num, den)                                                                                        \
    { .way = { { .valid = { TWO_THIRDS_THERE(OWNER), TWO_THIRDS_THERE(AREA) },                                        \
                 .passes = { YES_OF(PRESENT, OWNER, test, num, den), YES_OF(PRESENT, AREA, test, num, den) } } },     \
      .presence = QUORUM_BY_PROXY | QUORUM_IN_WRITING }
#define RULE_THREE_QUARTERS OWNERS(AT_LEAST, 3, 4)
#define RULE_MORE_THAN_HALF OWNERS(MORE_THAN, 1, 2)
/* More than so many vote, and of those who do more than half are for it. */
#define VOTE(basis, num, den)                                                                                         \
    WAY(CAST_OF_ROLL(basis, MORE_THAN, num, den), YES_OF(CAST, basis, MORE_THAN, 1, 2))
#define STATUTORY_PROXIES                                                                                             \
    .presence = QUORUM_BY_PROXY | QUORUM_PROXY_NO_CANDIDATE, .most_proxies = 3
#define RULE_ELECTION               { .way = { VOTE(PERSON, 1, 2) }, STATUTORY_PROXIES }
#define RULE_ELECTION_OF_HOUSEHOLDS { .way = { VOTE(HOUSEHOLD, 1, 2) }, STATUTORY_PROXIES }
#define RULE_BY_REPRESENTATIVES { .way = { VOTE(MEMBER, 2, 3) } }
#define RULE_RECALL                 { .way = { VOTE(PERSON, 1, 2) } }
#define RULE_RECALL_OF_HOUSEHOLDS   { .way = { VOTE(HOUSEHOLD, 1, 2) } }
/* The most votes win the seat (that is a tally's to say), if they are a third. */
#define MOST_VOTES(basis) { .passes = { YES_OF(CAST, basis, AT_LEAST, 1, 3) } }
#define RULE_RUN_OFF                { .way = { MOST_VOTES(PERSON) }, STATUTORY_PROXIES }
#define RULE_RUN_OFF_OF_HOUSEHOLDS  { .way = { MOST_VOTES(HOUSEHOLD) }, STATUTORY_PROXIES }
#define RULE_RUN_OFF_BY_REPRESENTATIVES { .way = { MOST_VOTES(MEMBER) } }
/* Two thirds of the representatives make a meeting, and it elects as the voters would. */
#define RULE_BY_ELECTION                                                                                              \
    { .way = { { .valid = { TWO_THIRDS_THERE(MEMBER), CAST_OF_ROLL(MEMBER, MORE_THAN, 1, 2) },                        \
                 .passes = { YES_OF(CAST, MEMBER, MORE_THAN, 1, 2) } } } }
#define RULE_COUNCIL                                                                                                  \
    { .way = { WAY(TWO_THIRDS_THERE(PERSON), YES_OF(CAST, PERSON, MORE_THAN, 1, 2)),                                  \
               WAY(TWO_THIRDS_THERE(HOUSEHOLD), YES_OF(CAST, HOUSEHOLD, MORE_THAN, 1, 2)) },                          \
      .presence = QUORUM_BY_PROXY }
/* 农民专业合作社法 30 counts heads for the quorum and all votes of the members for the decision. */
#define COOP(test, num, den) { { WAY(TWO_THIRDS_THERE(MEMBER), YES_OF(ROLL, VOTE, test, num, den)) } }
#define RULE_COOP_HALF       COOP(MORE_THAN, 1, 2)
#define RULE_COOP_TWO_THIRDS COOP(AT_LEAST, 2, 3)
#define PETITION(den_persons, den_members)                                                                            \
    { { { .valid = { ASKED_BY(PERSON, den_persons) } }, { .valid = { ASKED_BY(MEMBER, den_members) } } } }
#define RULE_TENTH_OR_THIRD PETITION(10, 3)
#define RULE_FIFTH_OR_THIRD PETITION(5, 3)
#define RULE_RESIDENTS_ASK                                                                                            \
    { { { .valid = { ASKED_BY(PERSON, 10) } }, { .valid = { ASKED_BY(HOUSEHOLD, 10) } },                              \
        { .valid = { ASKED_BY(MEMBER, 3) } } } }

/* ---- the table ---- */

/* Days of publicity where the law names none. */
#define OWN_CHOICE 7

#define RULE_NONE { .presence = 0 }
#define NOTICE_0     0, false
#define NOTICE_10    10, false
#define NOTICE_10_OR_SHORT 10, true
#define NOTICE_15    15, false
#define NOTICE_20    20, false

#define ROW(m, o, by, on, is, rule, notice, at, days, mark, sources, note)                                            \
    { LAWFUL_MATTER_##m, LAWFUL_OWNER_##o, LAWFUL_BODY_##by, LAWFUL_ROLL_##on, LAWFUL_BINDING_##is, RULE_##rule,      \
      NOTICE_##notice, LAWFUL_SHOWN_##at, days, LAWFUL_MARK_##mark, sources, "lawful." note }

/* The group tells its people at once; the law names no days. */
#define GROUP_ROW(m, days)                                                                                            \
    ROW(m, GROUP, GROUP, VILLAGERS, DECISION, EITHER, 0, GROUP, days, CHECKED, "V32 R9", "publish_to_the_group")
#define VILLAGE_ROWS_WITH(m, sources, note)                                                                           \
    ROW(m, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10_OR_SHORT, VILLAGE, 15, CHECKED,                       \
        "V25 V26 " sources " V35", note),                                                                             \
    ROW(m, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, DECISION, REPRESENTATIVES, 0, VILLAGE, 15, CHECKED,             \
        sources " V30 V35", note "_authorised")
#define VILLAGE_ROWS(m, sources) VILLAGE_ROWS_WITH(m, sources, "six_steps")

/* What only the members decide: at home, and by the group or village in the place of a collective that is not set up. */
#define MEMBERS_ROW(m, rule, days, sources, note)                                                                     \
    ROW(m, COLLECTIVE, MEMBERS, MEMBERS, DECISION, rule, 10, MEMBERS, days, CHECKED, sources, note)
#define IN_PLACE_ROWS(m, rule, sources, note)                                                                         \
    ROW(m, GROUP, GROUP, MEMBERS, DECISION, rule, 10, GROUP, 0, CHECKED, sources " C64 V32", note "_in_place"),       \
    ROW(m, VILLAGE, ASSEMBLY, MEMBERS, DECISION, rule, 10, VILLAGE, 15, CHECKED, sources " C64 V28 V35",              \
        note "_in_place")
/* What the charter may leave to its representatives (C28: not C26 (1) (3) (8) (10) (12)). */
#define CHARTER_ROW(m, days, sources, note)                                                                           \
    ROW(m, COLLECTIVE, MEMBER_REPRESENTATIVES, REPRESENTATIVES, DECISION, TWO_THIRDS_AGREE, 10, MEMBERS, days,        \
        CHECKED, sources " C28", note)
#define DELEGABLE_ROWS(m)                                                                                             \
    MEMBERS_ROW(m, COLLECTIVE, 0, "C26 C27", "collective"),                                                           \
    CHARTER_ROW(m, 0, "C26", "collective_representatives")
#define PAPERS_ROWS(m)                                                                                                \
    MEMBERS_ROW(m, COLLECTIVE, 0, "C26 C27 C46", "collective_papers"),                                                \
    CHARTER_ROW(m, 0, "C26 C46", "collective_papers_representatives")
/* By the villagers' representatives in the members' place, which two laws alone allow (L52, T63): against C28 nobody has
 * reconciled them, so the row is the county's to sign. */
#define VILLAGERS_REPRESENTATIVES_ROW(m, o, at, days, sources, note)                                                  \
    ROW(m, o, REPRESENTATIVES, REPRESENTATIVES, DECISION, TWO_THIRDS_AGREE, 10, at, days, REREAD, sources, note)
/* L52 names no days: those of V35 where a body of the village decides, else the own choice. */
#define OUTSIDERS_ROWS(o, body, at, days, sources)                                                                    \
    ROW(OUTSIDERS, o, body, MEMBERS, DECISION, TWO_THIRDS_AGREE, 10, at, days, CHECKED,                               \
        "L52 B261 R23" sources, "town_approves"),                                                                     \
    VILLAGERS_REPRESENTATIVES_ROW(OUTSIDERS, o, VILLAGE, 15, "L52 C28 V35 R23", "town_approves_representatives")

#define OWNERS_ROWS(o)                                                                                                \
    ROW(REBUILD, o, OWNERS, OWNERS, DECISION, THREE_QUARTERS, 15, SITE, 10, CHECKED, "B278 W14 R41",                  \
        "double_vote"),                                                                                               \
    ROW(COMMON, o, OWNERS, OWNERS, DECISION, MORE_THAN_HALF, 15, SITE, 10, CHECKED, "B278 W14 R41",                   \
        "double_vote"),                                                                                               \
    ROW(CALL_OWNERS, o, OWNERS, OWNERS, PETITION, FIFTH_OF_OWNERS, 15, SITE, 0, CHECKED, "W13 W14",                   \
        "call_owners")
#define COMMUNITY_ROWS(m, sources, note)                                                                              \
    ROW(m, COMMUNITY, RESIDENTS, RESIDENTS, DECISION, RESIDENTS, 10_OR_SHORT, COMMUNITY, 15, CHECKED,                 \
        "U26 U27 " sources, note),                                                                                    \
    ROW(m, COMMUNITY, RESIDENT_REPRESENTATIVES, REPRESENTATIVES, DECISION, REPRESENTATIVES, 0, COMMUNITY, 15,         \
        CHECKED, "U28 U29 U30 " sources, note "_authorised")
/* All voters, a vote for each household, or the representatives: which of the three is laid down before (居 14). */
#define THREE_WAYS(m, voters, households, representatives, notice, sources, note)                                     \
    ROW(m, COMMUNITY, VOTERS, VOTERS, DECISION, voters, notice, COMMUNITY, 0, CHECKED, sources, note),                \
    ROW(m, COMMUNITY, VOTERS, HOUSEHOLDS, DECISION, households, notice, COMMUNITY, 0, CHECKED, sources, note),        \
    ROW(m, COMMUNITY, RESIDENT_REPRESENTATIVES, REPRESENTATIVES, DECISION, representatives, notice, COMMUNITY, 0,     \
        CHECKED, sources, note "_representatives")
#define RESIDENTS_PETITION(m, body, roll, rule, notice, sources, note)                                                \
    ROW(m, COMMUNITY, body, roll, PETITION, rule, notice, COMMUNITY, 0, CHECKED, sources, note)

const LawfulRow lawful_rows[] = {
    ROW(IDEA, VILLAGE, COURTYARD, PRESENT, ADVISORY, NONE, 0, VILLAGE, 15, CHECKED, "V33 V35 R10",
        "record_who_is_missing"),
    ROW(IDEA, COMMUNITY, COURTYARD, PRESENT, ADVISORY, NONE, 0, COMMUNITY, 15, CHECKED, "U32 U34 R10",
        "record_who_is_missing"),
    ROW(IDEA, ANY, COURTYARD, PRESENT, ADVISORY, NONE, 0, GROUP, 15, DESIGN, "V33 U32 R10",
        "record_who_is_missing"),

    GROUP_ROW(WORKS, 0),
    VILLAGE_ROWS(WORKS, "V28"),
    MEMBERS_ROW(LAND, COLLECTIVE, 0, "C26 C27", "collective"),
    IN_PLACE_ROWS(LAND, COLLECTIVE, "C26 C27", "collective"),
    GROUP_ROW(MONEY, 0),
    VILLAGE_ROWS_WITH(MONEY, "V28", "funding"),
    PAPERS_ROWS(MONEY),
    GROUP_ROW(CONTRACT, 15),
    VILLAGE_ROWS(CONTRACT, "V28"),
    DELEGABLE_ROWS(CONTRACT),

    ROW(LEVY, GROUP, GROUP, HOUSEHOLDS, DECISION, HOUSEHOLDS, 0, GROUP, 15, REREAD, "V28 V32 V42 R24 R25 R26 R27",
        "levy"),
    ROW(LEVY, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10_OR_SHORT, VILLAGE, 15, REREAD,
        "V25 V26 V28 V35 V42 R24 R25 R26 R27", "levy"),
    /* Representatives speak for households here: counted are the households that they stand for and have asked. */
    ROW(LEVY, VILLAGE, REPRESENTATIVES, HOUSEHOLDS, DECISION, HOUSEHOLDS, 0, VILLAGE, 15, REREAD,
        "V28 V30 V35 V42 R24 R25 R26 R27", "levy_authorised"),

    ROW(GIFT, COMMUNITY, COUNCIL, GIVERS, CONSENT, NONE, 0, COMMUNITY, 15, CHECKED, "U42 U34 S32", "gift"),
    ROW(GIFT, ANY, COUNCIL, GIVERS, CONSENT, NONE, 0, VILLAGE, 15, LOCAL, "S122 S32 V35 R28 R29 R30", "gift"),
    ROW(CEDE, HOUSEHOLD, HOLDER, HOLDERS, CONSENT, ALL_HOLDERS, 0, NOWHERE, 0, GENERAL, "L30 R33",
        "refusal_is_redesign"),
    ROW(TRANSFER, HOUSEHOLD, HOLDER, HOLDERS, CONSENT, ALL_HOLDERS, 0, NOWHERE, 0, CHECKED, "L36 L40 L45 R35",
        "contract_each"),
    OUTSIDERS_ROWS(COLLECTIVE, MEMBERS, MEMBERS, OWN_CHOICE, ""),
    OUTSIDERS_ROWS(GROUP, GROUP, GROUP, OWN_CHOICE, " C64 V32"),
    OUTSIDERS_ROWS(VILLAGE, ASSEMBLY, VILLAGE, 15, " C64 V28 V35"),

    MEMBERS_ROW(ASSET, COLLECTIVE, OWN_CHOICE, "C26 C27 R23", "collective"),
    CHARTER_ROW(ASSET, OWN_CHOICE, "C26 R23", "collective_representatives"),
    /* No representatives in its place: C28 lets a charter hand over to them, and where there is no collective there is
     * no charter; V28 no longer has its property among what the assembly may leave to the villagers'. */
    IN_PLACE_ROWS(ASSET, COLLECTIVE, "C26 C27", "collective"),

    ROW(SEASON, COOP, COOP, COOP, DECISION, COOP_HALF, 0, MEMBERS, 0, CHECKED, "F29 F30 R36",
        "others_are_heard"),
    ROW(SEASON, COOP, COOP_REPRESENTATIVES, REPRESENTATIVES, CONFIGURE, NONE, 0, MEMBERS, 0, CHECKED, "F32",
        "coop_representatives"),
    ROW(CHARTER, COOP, COOP, COOP, DECISION, COOP_TWO_THIRDS, 0, MEMBERS, 0, CHECKED, "F30 R36",
        "minutes_signed"),
    ROW(CHARTER, COOP, COOP_REPRESENTATIVES, REPRESENTATIVES, CONFIGURE, NONE, 0, MEMBERS, 0, CHECKED, "F32",
        "coop_representatives"),
    MEMBERS_ROW(CHARTER, COLLECTIVE, 0, "C26 C27", "collective"),

    ROW(COUNCIL, ANY, UNIT_VOTERS, VILLAGERS, DECISION, COUNCIL, 0, GROUP, OWN_CHOICE, LOCAL, "R15", "charter"),
    ROW(COMMITTEE, VILLAGE, VOTERS, VOTERS, DECISION, ELECTION, 20, VILLAGE, 0, CHECKED, "V17 V18 R13",
        "election"),
    THREE_WAYS(COMMITTEE, ELECTION, ELECTION_OF_HOUSEHOLDS, BY_REPRESENTATIVES, 20, "U14 U17 U19",
               "election"),
    ROW(RUN_OFF, VILLAGE, VOTERS, VOTERS, DECISION, RUN_OFF, 0, VILLAGE, 0, CHECKED, "V18 R13",
        "most_votes"),
    THREE_WAYS(RUN_OFF, RUN_OFF, RUN_OFF_OF_HOUSEHOLDS, RUN_OFF_BY_REPRESENTATIVES, 0, "U19",
               "most_votes"),
    /* 18(4) speaks of elections: nobody votes for another at a recall. */
    ROW(RECALL, VILLAGE, VOTERS, VOTERS, DECISION, RECALL, 0, VILLAGE, 0, CHECKED, "V19 R14", "recall"),
    THREE_WAYS(RECALL, RECALL, RECALL_OF_HOUSEHOLDS, BY_REPRESENTATIVES, 0, "U20", "recall"),

    OWNERS_ROWS(UNIT),
    OWNERS_ROWS(BUILDING),
    ROW(USE_OF_FLAT, BUILDING, OWNERS, OWNERS, CONSENT, ALL_OWNERS, 0, SITE, 0, CHECKED, "B279", "use_of_flat"),

    ROW(CUSTOM, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10_OR_SHORT, VILLAGE, 15, CHECKED,
        "V25 V26 V31 V35 R16", "file_with_town"),
    COMMUNITY_ROWS(CUSTOM, "U31 U34", "file_with_city"),
    ROW(CLUSTER, ANY, EACH_VILLAGE, VILLAGES, CONSENT, ALL_MEMBERS, 0, VILLAGE, OWN_CHOICE, DESIGN, "R10",
        "each_by_its_own_rule"),

    COMMUNITY_ROWS(COMMUNITY, "U34", "residents"),

    ROW(CALL_ASSEMBLY, VILLAGE, ASSEMBLY, VILLAGERS, PETITION, TENTH_OR_THIRD, 0, VILLAGE, 0, CHECKED, "V25 R4",
        "must_meet"),
    RESIDENTS_PETITION(CALL_ASSEMBLY, RESIDENTS, RESIDENTS, RESIDENTS_ASK, 0, "U26", "must_meet"),
    ROW(CALL_REPRESENTATIVES, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, PETITION, FIFTH_OF_MEMBERS, 0, VILLAGE,
        0, CHECKED, "V30 R8", "must_meet"),
    RESIDENTS_PETITION(CALL_REPRESENTATIVES, RESIDENT_REPRESENTATIVES, REPRESENTATIVES, FIFTH_OF_MEMBERS, 0,
                       "U28", "must_meet"),
    ROW(ASK_RECALL, VILLAGE, VOTERS, WITH_VOTE, PETITION, FIFTH_OR_THIRD, 0, VILLAGE, 0, CHECKED, "V19 R14",
        "must_vote"),
    RESIDENTS_PETITION(ASK_RECALL, VOTERS, VOTERS, RESIDENTS_ASK, 0, "U20", "must_vote"),

    /* C26 (1) (3) (8) (10) (12): never by representatives */
    MEMBERS_ROW(MEMBERSHIP, COLLECTIVE, 0, "C12 C26 C27", "membership"),
    IN_PLACE_ROWS(MEMBERSHIP, COLLECTIVE, "C12 C26 C27", "membership"),
    MEMBERS_ROW(HOUSE_SITE, COLLECTIVE, 0, "C26 C27 I34", "collective"),
    IN_PLACE_ROWS(HOUSE_SITE, COLLECTIVE, "C26 C27 I34", "collective"),
    MEMBERS_ROW(QUANTIFY, COLLECTIVE, 0, "C26 C27", "collective"),
    IN_PLACE_ROWS(QUANTIFY, COLLECTIVE, "C26 C27", "collective"),
    MEMBERS_ROW(COMPENSATION, COLLECTIVE, 0, "C26 C27 B261", "collective"),
    IN_PLACE_ROWS(COMPENSATION, COLLECTIVE, "C26 C27 B261", "collective"),
    MEMBERS_ROW(MERGER, COLLECTIVE, 0, "C23 C26 C27", "merger"),

    DELEGABLE_ROWS(INNER_RULES),
    DELEGABLE_ROWS(OFFICERS),
    DELEGABLE_ROWS(PAY),
    PAPERS_ROWS(BUDGET),
    PAPERS_ROWS(DISTRIBUTION),
    IN_PLACE_ROWS(DISTRIBUTION, COLLECTIVE, "C26 C27 C46", "collective_papers"),
    DELEGABLE_ROWS(INVESTMENT),
    IN_PLACE_ROWS(INVESTMENT, COLLECTIVE, "C26 C27", "collective"),

    MEMBERS_ROW(CONSTRUCTION_LAND, COLLECTIVE, 0, "C26 C27 T63 I40", "construction_land"),
    ROW(CONSTRUCTION_LAND, COLLECTIVE, MEMBER_REPRESENTATIVES, REPRESENTATIVES, DECISION, TWO_THIRDS_AGREE, 10,
        MEMBERS, 0, REREAD, "C28 T63 I40", "construction_land_representatives"),
    IN_PLACE_ROWS(CONSTRUCTION_LAND, COLLECTIVE, "C26 C27 T63 I40", "construction_land"),
    VILLAGERS_REPRESENTATIVES_ROW(CONSTRUCTION_LAND, VILLAGE, VILLAGE, 15, "T63 I40 V35",
                                  "construction_land_representatives"),
    MEMBERS_ROW(NONMEMBER_BENEFIT, NONMEMBER, 0, "C15 C27", "collective"),
    IN_PLACE_ROWS(NONMEMBER_BENEFIT, NONMEMBER, "C15 C27", "collective"),
    MEMBERS_ROW(ADJUST_PLOT, TWO_THIRDS_AGREE, 0, "L28", "town_and_county"),
    IN_PLACE_ROWS(ADJUST_PLOT, TWO_THIRDS_AGREE, "L28", "town_and_county"),

    VILLAGE_ROWS(VILLAGE_PLAN, "V28 P22"),
    VILLAGE_ROWS(HELP_LIST, "V28"),
    VILLAGE_ROWS(SUBSIDISED_POSTS, "V28"),
    ROW(VILLAGE_BORDER, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ASSEMBLY, 10_OR_SHORT, VILLAGE, 15, CHECKED,
        "V3 V25 V26 V35", "county_approves"),
    VILLAGE_ROWS_WITH(RESIGNATION, "V20", "either"),
    VILLAGE_ROWS_WITH(SUPERVISORS, "V37", "supervisors"),
    VILLAGE_ROWS_WITH(EVALUATION, "V38", "evaluation"),
    VILLAGE_ROWS_WITH(MEDIATORS, "M9", "mediators"),
    ROW(BY_ELECTION, VILLAGE, ASSEMBLY, VILLAGERS, DECISION, ELECTION, 10_OR_SHORT, VILLAGE, 15, CHECKED,
        "V18 V23 V25 V35", "by_election"),
    ROW(BY_ELECTION, VILLAGE, REPRESENTATIVES, REPRESENTATIVES, DECISION, BY_ELECTION, 0, VILLAGE, 15, CHECKED,
        "V18 V23 V30 V35", "by_election_authorised"),
    ROW(ASK_AUDIT, VILLAGE, ASSEMBLY, VILLAGERS, PETITION, FIFTH_OF_PEOPLE, 0, VILLAGE, 0, CHECKED, "V40",
        "audit"),
    ROW(CALL_COOP, COOP, COOP, COOP, PETITION, THIRTY_OF_HUNDRED, 0, MEMBERS, 0, CHECKED, "F31",
        "meet_in_twenty_days"),
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
