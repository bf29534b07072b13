/* router: who may decide this? The decision table of the domain study (R10) as data: a matter and whose it is lead to
 * the body that may lawfully decide, the roll it is counted on, the rule (engine/quorum.h), notice and publicity.
 *
 * A pair may have several rows, in order of preference: an assembly before the representatives whom it authorised. The
 * open courtyard meeting (院场会) talks about everything and binds nobody. Each row names its sources (R-numbers of
 * the domain study) and how far they were checked; a place's own dated rules go before this table, which is the
 * default that they start from: so are the seven days of publicity (its workflow 1, step 10) and the ten on site.
 * Articles are those of the texts before 2026 (R1). Pure; the table is constant. */
#pragma once
#include "engine/quorum.h"

typedef enum RouterMatter {
    ROUTER_MATTER_IDEA,          /* topics, ranking, opinions, first ideas */
    ROUTER_MATTER_WORKS,         /* public works */
    ROUTER_MATTER_LAND,          /* use and contracting plan of the land */
    ROUTER_MATTER_MONEY,         /* funding plan, use of common income */
    ROUTER_MATTER_CONTRACT,      /* who builds, and how it is let */
    ROUTER_MATTER_LEVY,          /* 一事一议 money and labour */
    ROUTER_MATTER_GIFT,          /* a voluntary drive */
    ROUTER_MATTER_CEDE,          /* garden, pigsty, flowerbed */
    ROUTER_MATTER_TRANSFER,      /* a household's own contracted land to others */
    ROUTER_MATTER_OUTSIDERS,     /* collective land contracted to outsiders */
    ROUTER_MATTER_ASSET,         /* collective asset, income, investment */
    ROUTER_MATTER_SEASON,        /* crop choice, season plan */
    ROUTER_MATTER_CHARTER,       /* a co-operative's charter, merger, division, end */
    ROUTER_MATTER_COUNCIL,       /* election of the council (理事会) */
    ROUTER_MATTER_COMMITTEE,     /* election of the village committee */
    ROUTER_MATTER_RUN_OFF,       /* of that election, for seats left empty */
    ROUTER_MATTER_RECALL,        /* from the village committee */
    ROUTER_MATTER_REBUILD,       /* a lift, repair funds, another use of common parts */
    ROUTER_MATTER_COMMON,        /* other matters of the owners */
    ROUTER_MATTER_COMMUNITY,     /* of a community (居委会) */
    ROUTER_MATTER_CALL_ASSEMBLY, /* asking that it meets */
    ROUTER_MATTER_CALL_REPRESENTATIVES,
    ROUTER_MATTER_ASK_RECALL,
    ROUTER_MATTER_COUNT
} RouterMatter;

typedef enum RouterOwner {
    ROUTER_OWNER_ANY,        /* as a row: whoever it is */
    ROUTER_OWNER_GROUP,
    ROUTER_OWNER_VILLAGE,
    ROUTER_OWNER_COLLECTIVE, /* where it is registered; else the group or village */
    ROUTER_OWNER_HOUSEHOLD,
    ROUTER_OWNER_COOP,
    ROUTER_OWNER_UNIT,
    ROUTER_OWNER_BUILDING,
    ROUTER_OWNER_COMMUNITY,
    ROUTER_OWNER_COUNT
} RouterOwner;

typedef enum RouterBody {
    ROUTER_BODY_COURTYARD,       /* 院场会 */
    ROUTER_BODY_GROUP,           /* 村民小组会议 */
    ROUTER_BODY_ASSEMBLY,        /* 村民会议 */
    ROUTER_BODY_REPRESENTATIVES, /* 村民代表会议, with the assembly's authorisation document */
    ROUTER_BODY_COUNCIL,         /* 理事会 proposes, the supervisors see */
    ROUTER_BODY_HOLDER,          /* each holder for themselves */
    ROUTER_BODY_MEMBERS,         /* members' meeting of the collective (集体成员大会) */
    ROUTER_BODY_MEMBER_REPRESENTATIVES,
    ROUTER_BODY_COOP,            /* 成员大会 */
    ROUTER_BODY_UNIT_VOTERS,     /* adults or households of the unit of a council */
    ROUTER_BODY_VOTERS,          /* registered voters */
    ROUTER_BODY_OWNERS,          /* owners of the 单元 or building */
    ROUTER_BODY_RESIDENTS        /* 居民会议, 居民代表会议 */
} RouterBody;

typedef enum RouterRoll {
    ROUTER_ROLL_PRESENT,         /* whoever is there */
    ROUTER_ROLL_VILLAGERS,       /* of 18 years and more, and their households */
    ROUTER_ROLL_HOUSEHOLDS,
    ROUTER_ROLL_REPRESENTATIVES,
    ROUTER_ROLL_HOLDERS,         /* of what is touched */
    ROUTER_ROLL_GIVERS,
    ROUTER_ROLL_MEMBERS,         /* of the collective */
    ROUTER_ROLL_COOP,
    ROUTER_ROLL_VOTERS,
    ROUTER_ROLL_OWNERS,          /* of exclusive parts, with their area */
    ROUTER_ROLL_RESIDENTS
} RouterRoll;

typedef enum RouterBinding {
    ROUTER_BINDING_ADVISORY,  /* 参考意见, 不作决议 */
    ROUTER_BINDING_DECISION,
    ROUTER_BINDING_CONSENT,   /* each one for themselves; the rule says who all have to agree, if anyone */
    ROUTER_BINDING_PETITION,  /* makes someone else act */
    ROUTER_BINDING_CONFIGURE  /* the law is new or local: no default, the county enters it */
} RouterBinding;

typedef enum RouterShown {
    ROUTER_SHOWN_NOWHERE,
    ROUTER_SHOWN_GROUP,
    ROUTER_SHOWN_VILLAGE,
    ROUTER_SHOWN_MEMBERS,
    ROUTER_SHOWN_SITE,
    ROUTER_SHOWN_COMMUNITY
} RouterShown;

/* The marks of the domain study, surest first. A row has the least sure one that it rests on. */
typedef enum RouterMark {
    ROUTER_MARK_CHECKED,  /* [V] a public copy of the text */
    ROUTER_MARK_PARTLY,   /* [V~] a summary, a draft, another province's rule */
    ROUTER_MARK_GENERAL,  /* [G] */
    ROUTER_MARK_REREAD,   /* [G?] re-read the article before relying on it */
    ROUTER_MARK_LOCAL,    /* [L] local: to be configured */
    ROUTER_MARK_DESIGN    /* a rule of this design */
} RouterMark;

typedef struct RouterRow {
    RouterMatter  matter;
    RouterOwner   owner;
    RouterBody    body;
    RouterRoll    roll;
    RouterBinding binding;
    QuorumRule    rule;             /* none: no quorum and no vote */
    int           notice_days;      /* before it meets; 0: none laid down */
    RouterShown   shown;            /* where the decision is published */
    int           publicity_days;   /* for how long; 0: not laid down */
    RouterMark    mark;
    const char   *sources;          /* "R5 R6 R11" */
    const char   *note;             /* key of the catalogs: what else has to be done */
} RouterRow;

extern const RouterRow router_rows[]; /* rows of one matter and owner stand together */
extern const size_t    router_count;

/* The rows of a matter of that owner: those of the owner, else those of ROUTER_OWNER_ANY; the preferred one first. NULL
 * and 0 where the table knows none: nobody is to decide it by this system. O(rows). */
const RouterRow *router_find(RouterMatter matter, RouterOwner owner, size_t *ret_n);
