/* lawful: who may decide this? A matter and whose it is lead to the body that may lawfully decide, the roll it is counted
 * on, the rule (engine/tally/quorum.h), notice and publicity.
 *
 * A pair may have several rows, in order of preference: an assembly before the representatives whom it authorised. The
 * open courtyard meeting (院场会) talks about everything and binds nobody. A place's own dated rules go before this
 * table, which is the default that they start from; what villages and communities publish stays up for fifteen days at
 * least (村 35, 居 34), so a rule may lengthen that and not shorten it.
 *
 * What belongs to the collective is decided by its members: where none is set up the group or village acts in its place,
 * by the same numbers (集体 64, 村 32, 28). The law has the party organisation study important matters first (村 28,
 * 居 30, 集体 26); the other steps of 四议两公开 are local rule.
 *
 * Each row names its sources: a letter and an article, or R and a rule of the domain study.
 *   V 村民委员会组织法 (2025-10-28)         U 城市居民委员会组织法 (2025-10-28)   C 农村集体经济组织法 (2024)
 *   F 农民专业合作社法 (2017)               B 民法典                               W 物业管理条例 (2018)
 *   L 农村土地承包法 (2018)                 T 土地管理法 (2019)                    I 土地管理法实施条例 (2021)
 *   S 慈善法 (2023)                         M 人民调解法                           P 城乡规划法
 * Pure; the table is constant. */
#pragma once
#include "engine/tally/quorum.h"

typedef enum LawfulMatter {
    LAWFUL_MATTER_IDEA,          /* topics, ranking, opinions, first ideas (协商) */
    LAWFUL_MATTER_WORKS,         /* public works */
    LAWFUL_MATTER_LAND,          /* use and contracting plan of the land */
    LAWFUL_MATTER_MONEY,         /* group, village: funding plans, what they got from the collective; else: its income */
    LAWFUL_MATTER_CONTRACT,      /* who builds, and how it is let */
    LAWFUL_MATTER_LEVY,          /* 一事一议 money and labour */
    LAWFUL_MATTER_GIFT,          /* a voluntary drive */
    LAWFUL_MATTER_CEDE,          /* garden, pigsty, flowerbed */
    LAWFUL_MATTER_TRANSFER,      /* a household's own contracted land to others */
    LAWFUL_MATTER_OUTSIDERS,     /* collective land contracted to outsiders */
    LAWFUL_MATTER_ASSET,         /* collective asset, income, investment */
    LAWFUL_MATTER_SEASON,        /* crop choice, season plan */
    LAWFUL_MATTER_CHARTER,       /* co-operative: charter, merger, division, end, joining a union; collective: charter */
    LAWFUL_MATTER_COUNCIL,       /* election of the council (理事会) */
    LAWFUL_MATTER_COMMITTEE,     /* election of the village or residents' committee */
    LAWFUL_MATTER_RUN_OFF,       /* of that election, for seats left empty */
    LAWFUL_MATTER_RECALL,        /* from that committee */
    LAWFUL_MATTER_REBUILD,       /* a lift, raising repair funds (筹集), another use of common parts */
    LAWFUL_MATTER_COMMON,        /* other matters of the owners, using repair funds (使用) too */
    LAWFUL_MATTER_CUSTOM,        /* 村规民约, 居民公约 */
    LAWFUL_MATTER_CLUSTER,       /* what several villages do together */
    LAWFUL_MATTER_COMMUNITY,     /* of a community (居委会) */
    LAWFUL_MATTER_CALL_ASSEMBLY, /* asking that it meets */
    LAWFUL_MATTER_CALL_REPRESENTATIVES,
    LAWFUL_MATTER_ASK_RECALL,
    LAWFUL_MATTER_MEMBERSHIP,        /* of the collective: confirming its members */
    LAWFUL_MATTER_HOUSE_SITE,
    LAWFUL_MATTER_QUANTIFY,          /* shares of income (收益权量化) */
    LAWFUL_MATTER_COMPENSATION,      /* use and division of what is paid for land taken */
    LAWFUL_MATTER_MERGER,            /* of the collective; division */
    LAWFUL_MATTER_INNER_RULES,
    LAWFUL_MATTER_OFFICERS,          /* 理事, 监事: election and recall */
    LAWFUL_MATTER_PAY,
    LAWFUL_MATTER_BUDGET,
    LAWFUL_MATTER_DISTRIBUTION,      /* 收益分配方案 */
    LAWFUL_MATTER_INVESTMENT,
    LAWFUL_MATTER_CONSTRUCTION_LAND, /* use, sale, lease of 集体经营性建设用地 */
    LAWFUL_MATTER_NONMEMBER_BENEFIT,
    LAWFUL_MATTER_ADJUST_PLOT,       /* single plots after a disaster */
    LAWFUL_MATTER_VILLAGE_PLAN,
    LAWFUL_MATTER_HELP_LIST,         /* who is to be helped, and how */
    LAWFUL_MATTER_SUBSIDISED_POSTS,
    LAWFUL_MATTER_VILLAGE_BORDER,
    LAWFUL_MATTER_RESIGNATION,
    LAWFUL_MATTER_SUPERVISORS,       /* 村务监督委员会 */
    LAWFUL_MATTER_EVALUATION,        /* yearly, of committee members and paid staff */
    LAWFUL_MATTER_MEDIATORS,
    LAWFUL_MATTER_BY_ELECTION,
    LAWFUL_MATTER_ASK_AUDIT,
    LAWFUL_MATTER_CALL_COOP,
    LAWFUL_MATTER_CALL_OWNERS,
    LAWFUL_MATTER_USE_OF_FLAT,       /* a flat for business */
    LAWFUL_MATTER_COUNT
} LawfulMatter;

typedef enum LawfulOwner {
    LAWFUL_OWNER_ANY,        /* as a row: whoever it is */
    LAWFUL_OWNER_GROUP,
    LAWFUL_OWNER_VILLAGE,
    LAWFUL_OWNER_COLLECTIVE, /* where it is registered; else ask for the group or village */
    LAWFUL_OWNER_HOUSEHOLD,
    LAWFUL_OWNER_COOP,
    LAWFUL_OWNER_UNIT,
    LAWFUL_OWNER_BUILDING,
    LAWFUL_OWNER_COMMUNITY,
    LAWFUL_OWNER_COUNT
} LawfulOwner;

typedef enum LawfulBody {
    LAWFUL_BODY_COURTYARD,       /* 院场会 */
    LAWFUL_BODY_GROUP,           /* 村民小组会议 */
    LAWFUL_BODY_ASSEMBLY,        /* 村民会议 */
    LAWFUL_BODY_REPRESENTATIVES, /* 村民代表会议, with the assembly's authorisation document */
    LAWFUL_BODY_COUNCIL,         /* 理事会 proposes, the supervisors see */
    LAWFUL_BODY_HOLDER,          /* each holder for themselves */
    LAWFUL_BODY_MEMBERS,         /* members' meeting of the collective (集体成员大会) */
    LAWFUL_BODY_MEMBER_REPRESENTATIVES,
    LAWFUL_BODY_COOP,            /* 成员大会 */
    LAWFUL_BODY_UNIT_VOTERS,     /* adults or households of the unit of a council */
    LAWFUL_BODY_VOTERS,          /* registered voters */
    LAWFUL_BODY_OWNERS,          /* owners of the 单元 or building */
    LAWFUL_BODY_RESIDENTS,       /* 居民会议 */
    LAWFUL_BODY_EACH_VILLAGE,    /* each village's own body for such a matter */
    LAWFUL_BODY_RESIDENT_REPRESENTATIVES, /* 居民代表会议, which the residents' meeting may authorise */
    LAWFUL_BODY_COOP_REPRESENTATIVES      /* 成员代表大会, of more than 150 members */
} LawfulBody;

typedef enum LawfulRoll {
    LAWFUL_ROLL_PRESENT,         /* whoever is there */
    LAWFUL_ROLL_VILLAGERS,       /* of 18 years and more, and their households */
    LAWFUL_ROLL_HOUSEHOLDS,
    LAWFUL_ROLL_REPRESENTATIVES,
    LAWFUL_ROLL_HOLDERS,         /* of what is touched */
    LAWFUL_ROLL_GIVERS,
    LAWFUL_ROLL_MEMBERS,         /* of the collective */
    LAWFUL_ROLL_COOP,
    LAWFUL_ROLL_VOTERS,          /* registered */
    LAWFUL_ROLL_OWNERS,          /* of exclusive parts, with their area */
    LAWFUL_ROLL_RESIDENTS,
    LAWFUL_ROLL_VILLAGES,        /* each counts as one; its own decision is by its own row */
    LAWFUL_ROLL_WITH_VOTE        /* villagers who have the right to vote, registered or not */
} LawfulRoll;

typedef enum LawfulBinding {
    LAWFUL_BINDING_ADVISORY,  /* 参考意见, 不作决议 */
    LAWFUL_BINDING_DECISION,
    LAWFUL_BINDING_CONSENT,   /* each one for themselves; the rule says who all have to agree, if anyone */
    LAWFUL_BINDING_PETITION,  /* makes someone else act */
    LAWFUL_BINDING_CONFIGURE  /* the law leaves it to a charter or a local rule: no default, it is entered */
} LawfulBinding;

typedef enum LawfulShown {
    LAWFUL_SHOWN_NOWHERE,
    LAWFUL_SHOWN_GROUP,
    LAWFUL_SHOWN_VILLAGE,
    LAWFUL_SHOWN_MEMBERS,
    LAWFUL_SHOWN_SITE,
    LAWFUL_SHOWN_COMMUNITY
} LawfulShown;

/* The marks of the domain study, surest first. A row has the least sure one that it rests on. */
typedef enum LawfulMark {
    LAWFUL_MARK_CHECKED,  /* [V] a public copy of the text */
    LAWFUL_MARK_PARTLY,   /* [V~] a summary, a draft, another province's rule */
    LAWFUL_MARK_GENERAL,  /* [G] */
    LAWFUL_MARK_REREAD,   /* [G?] re-read the article before relying on it */
    LAWFUL_MARK_LOCAL,    /* [L] local: to be configured */
    LAWFUL_MARK_DESIGN    /* a rule of this design */
} LawfulMark;

typedef struct LawfulRow {
    LawfulMatter  matter;
    LawfulOwner   owner;
    LawfulBody    body;
    LawfulRoll    roll;
    LawfulBinding binding;
    QuorumRule    rule;             /* none: no quorum and no vote */
    int           notice_days;      /* before it meets; of a roll: before the day; 0: none laid down */
    bool          may_be_short;     /* in special circumstances at short notice, with the reason on record (村 25, 居 26) */
    LawfulShown   shown;            /* where the decision is published */
    int           publicity_days;   /* for how long; 0: not laid down */
    LawfulMark    mark;
    const char   *sources;          /* "V26 V28 R11" */
    const char   *note;             /* key of the catalogs: what else has to be done */
} LawfulRow;

extern const LawfulRow lawful_rows[]; /* rows of one matter and owner stand together */
extern const size_t    lawful_count;

/* The rows of a matter of that owner: those of the owner, else those of LAWFUL_OWNER_ANY; the preferred one first. NULL
 * and 0 where the table knows none: nobody is to decide it by this system. O(rows). */
const LawfulRow *lawful_find(LawfulMatter matter, LawfulOwner owner, size_t *ret_n);
