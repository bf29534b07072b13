/* lawful: who may decide this? The decision table of the domain study (R10) as data: a matter and whose it is lead to
 * the body that may lawfully decide, the roll it is counted on, the rule (engine/quorum.h), notice and publicity.
 *
 * A pair may have several rows, in order of preference: an assembly before the representatives whom it authorised. The
 * open courtyard meeting (院场会) talks about everything and binds nobody. Each row names its sources (R-numbers of
 * the domain study) and how far they were checked; a place's own dated rules go before this table, which is the
 * default that they start from: so are the seven days of publicity (its workflow 1, step 10) and the ten on site.
 * Articles are those of the texts before 2026 (R1). Pure; the table is constant. */
#pragma once
#include "engine/quorum.h"

typedef enum LawfulMatter {
    LAWFUL_MATTER_IDEA,          /* topics, ranking, opinions, first ideas */
    LAWFUL_MATTER_WORKS,         /* public works */
    LAWFUL_MATTER_LAND,          /* use and contracting plan of the land */
    LAWFUL_MATTER_MONEY,         /* funding plan, use of common income */
    LAWFUL_MATTER_CONTRACT,      /* who builds, and how it is let */
    LAWFUL_MATTER_LEVY,          /* 一事一议 money and labour */
    LAWFUL_MATTER_GIFT,          /* a voluntary drive */
    LAWFUL_MATTER_CEDE,          /* garden, pigsty, flowerbed */
    LAWFUL_MATTER_TRANSFER,      /* a household's own contracted land to others */
    LAWFUL_MATTER_OUTSIDERS,     /* collective land contracted to outsiders */
    LAWFUL_MATTER_ASSET,         /* collective asset, income, investment */
    LAWFUL_MATTER_SEASON,        /* crop choice, season plan */
    LAWFUL_MATTER_CHARTER,       /* a co-operative's charter, merger, division, end */
    LAWFUL_MATTER_COUNCIL,       /* election of the council (理事会) */
    LAWFUL_MATTER_COMMITTEE,     /* election of the village committee */
    LAWFUL_MATTER_RUN_OFF,       /* of that election, for seats left empty */
    LAWFUL_MATTER_RECALL,        /* from the village committee */
    LAWFUL_MATTER_REBUILD,       /* a lift, repair funds, another use of common parts */
    LAWFUL_MATTER_COMMON,        /* other matters of the owners */
    LAWFUL_MATTER_CUSTOM,        /* 村规民约, rules of points */
    LAWFUL_MATTER_CLUSTER,       /* what several villages do together */
    LAWFUL_MATTER_COMMUNITY,     /* of a community (居委会) */
    LAWFUL_MATTER_CALL_ASSEMBLY, /* asking that it meets */
    LAWFUL_MATTER_CALL_REPRESENTATIVES,
    LAWFUL_MATTER_ASK_RECALL,
    LAWFUL_MATTER_COUNT
} LawfulMatter;

typedef enum LawfulOwner {
    LAWFUL_OWNER_ANY,        /* as a row: whoever it is */
    LAWFUL_OWNER_GROUP,
    LAWFUL_OWNER_VILLAGE,
    LAWFUL_OWNER_COLLECTIVE, /* where it is registered; else the group or village */
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
    LAWFUL_BODY_RESIDENTS,       /* 居民会议, 居民代表会议 */
    LAWFUL_BODY_EACH_VILLAGE     /* each village's own body for such a matter */
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
    LAWFUL_ROLL_VOTERS,
    LAWFUL_ROLL_OWNERS,          /* of exclusive parts, with their area */
    LAWFUL_ROLL_RESIDENTS,
    LAWFUL_ROLL_VILLAGES         /* each counts as one; its own decision is by its own row */
} LawfulRoll;

typedef enum LawfulBinding {
    LAWFUL_BINDING_ADVISORY,  /* 参考意见, 不作决议 */
    LAWFUL_BINDING_DECISION,
    LAWFUL_BINDING_CONSENT,   /* each one for themselves; the rule says who all have to agree, if anyone */
    LAWFUL_BINDING_PETITION,  /* makes someone else act */
    LAWFUL_BINDING_CONFIGURE  /* the law is new or local: no default, the county enters it */
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
    int           notice_days;      /* before it meets; 0: none laid down */
    LawfulShown   shown;            /* where the decision is published */
    int           publicity_days;   /* for how long; 0: not laid down */
    LawfulMark    mark;
    const char   *sources;          /* "R5 R6 R11" */
    const char   *note;             /* key of the catalogs: what else has to be done */
} LawfulRow;

extern const LawfulRow lawful_rows[]; /* rows of one matter and owner stand together */
extern const size_t    lawful_count;

/* The rows of a matter of that owner: those of the owner, else those of LAWFUL_OWNER_ANY; the preferred one first. NULL
 * and 0 where the table knows none: nobody is to decide it by this system. O(rows). */
const LawfulRow *lawful_find(LawfulMatter matter, LawfulOwner owner, size_t *ret_n);
