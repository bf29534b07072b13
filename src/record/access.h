/* access (权限): who may do what where; the one place that decides.
 *
 * A role is held at a place, with dates, and reaches that place and all below it. A role grants verbs. A route names
 * the verb it needs and the record it is about says its place: access_may() is the one question, asked by the
 * dispatcher before any handler runs and again by rules that touch a second record. Nothing is allowed that is not
 * granted. docs/roles.md says the same in words; tests/data/access/ says it a third time, by hand. */
#pragma once
#include "base/base.h"

/*      verb              what it lets one do                                                    */
#define VERB_LIST(X)                                                                             \
    X(VERB_PUBLIC,        "read what everyone may read")                                         \
    X(VERB_SIGNED_IN,     "one's own things: inbox, session, password")                          \
    X(VERB_VOICE,         "raise a need, join one, judge a result: for one's household")         \
    X(VERB_HELP,          "act for a resident who agreed (代办)")                                \
    X(VERB_PEOPLE,        "see households and persons by name, masked numbers")                  \
    X(VERB_ROLL,          "import and correct persons and households")                           \
    X(VERB_CARD,          "print and revoke household cards")                                    \
    X(VERB_UNMASK,        "see one number in full, with a purpose that is kept")                 \
    X(VERB_QUEUE,         "see the workbench, authors who are hidden from the public")           \
    X(VERB_TRIAGE,        "take in, sort, group, assign, set a date")                            \
    X(VERB_ANSWER,        "answer officially, report a result, say why it cannot be done")       \
    X(VERB_HANDOVER,      "hand a matter up or give it back")                                    \
    X(VERB_HOST,          "call and hold meetings")                                              \
    X(VERB_COMPLAINT,     "read complaints about those below")                                   \
    X(VERB_EXPORT,        "take tables out as CSV or Excel")                                     \
    X(VERB_SUPERVISE,     "see how matters were dealt with, call back, question")                \
    X(VERB_ACCOUNT,       "give and end accounts and roles at places below")                     \
    X(VERB_PLACE,         "change the place tree below")                                         \
    X(VERB_RULE,          "set dated rules for the place")                                       \
    X(VERB_OPERATE,       "see how the service runs")                                            \
    X(VERB_COUNT,         "count ballots (计票)")                                                \
    X(VERB_PROPOSE,       "put forward what others decide: a question, a project, an offer")     \
    X(VERB_KEEP,          "keep the books (记账, 管钱)")                                         \
    X(VERB_APPROVE,       "approve a payment (审批)")                                            \
    X(VERB_PUBLISH,       "put up for everybody to object to (公示)")                            \
    X(VERB_INSPECT,       "check works, things and books, and say what was found (验收, 查账)")   \
    X(VERB_FORGET,        "forget a person who asks for it: nobody whom a complaint can name (删除个人信息)")

#define X(name, what) name,
typedef enum Verb { VERB_LIST(X) VERBS } Verb;
#undef X

/* Roles (角色) as the field names them; which verbs each grants stands in access.c, one row a role. The numbers lie in the
 * database: a new one is added at the end. */
typedef enum Role {
    ROLE_HELPER,          /* 代办员 */
    ROLE_GROUP_LEADER,    /* 村民小组长 */
    ROLE_COUNCIL,         /* 理事会成员 */
    ROLE_VILLAGE,         /* 村干部 */
    ROLE_SUPERVISOR,      /* 村务监督委员会 */
    ROLE_TOWN,            /* 乡镇街道 */
    ROLE_COUNTY,          /* 县区社会工作部 */
    ROLE_CITY,            /* 市委社会工作部 */
    ROLE_PROVINCE,        /* 省 */
    ROLE_ADMIN,           /* 系统管理员: accounts, places and rules; reads no complaints, unmasks nothing */
    ROLE_TELLER,          /* 计票人 */
    ROLE_ACCOUNTANT,      /* 会计 */
    ROLE_CASHIER,         /* 出纳 */
    ROLE_REPRESENTATIVE,  /* 村民代表 */
    ROLE_TEAM_MEMBER,     /* 工作队员 */
    ROLE_MEDIATOR,        /* 调解员 */
    ROLE_KEEPER,          /* 管护员 */
    ROLE_PARTNER_UNIT,    /* 帮扶单位 */
    ROLE_FIRM,            /* 企业, 施工单位 */
    ROLE_TECHNICIAN,      /* 技术员 */
    ROLE_OWNERS_COMMITTEE,  /* 业主委员会 */
    ROLE_COUNT
} Role;

const char *role_name(Role r);                  /* "village" */
bool        role_parse(Str name, Role *ret_role);
u64         role_verbs(Role r);                 /* bits 1 << VERB */
bool        role_fits(Role r, Level level);     /* a village role is held at a village, ... */
/* Keeping, approving, counting and inspecting are done by a known person: an account that is not tied to one
 * (entry/account.h) holds a role without these verbs. */
u64         role_verbs_of(Role r, bool is_tied);
bool        role_needs_person(Role r);          /* nothing would be left of it */
/* Who watches and who is watched: one person does not hold both in one village, as a role or as a post that carries it. Symmetric.
 * Supervisors and those they watch (村民委员会组织法 37); accountant and cashier (会计法). */
bool        role_excludes(Role a, Role b);
const char *verb_name(Verb v);

/* May the actor do this at that place? A resident's VERB_VOICE holds in the village of the household; VERB_SIGNED_IN
 * for everyone with an account; VERB_PUBLIC for everyone. Who acts for a house that agreed (a consent) holds no other verb
 * meanwhile: neither a desk nor a key is used in a house's name. */
bool     access_may(const Actor *a, Verb v, Code place);
/* The same for what has no place of its own (a route without a :param): is the verb held anywhere? An empty place given
 * to access_may() is refused instead, so that a record that was not loaded opens nothing. */
bool     access_may_somewhere(const Actor *a, Verb v);
MUST Err access_check_somewhere(Ctx *c, Verb v);
/* Does the actor hold the verb at a place strictly above? (Complaints go past the one they name.) */
bool     access_may_above(const Actor *a, Verb v, Code place);
MUST Err access_check(Ctx *c, Verb v, Code place); /* ERR_SIGNED_OUT where signing in could help, else ERR_DENIED */
/* The house that the act is for, its place included: the one that agreed to it, else the actor's own; id 0: none. */
Ref      actor_house(const Actor *a);
i64      actor_person(const Actor *a); /* the same of the person; 0: not said */
/* May the actor give that role there to an account, or end it? Only below or at the own place, only at a place that the
 * role fits, and never a role that is not under one's own (access.c says which). */
bool     access_may_make(const Actor *a, Role role, Code place);
/* The same somewhere at the place or below. */
bool     access_may_make_below(const Actor *a, Role role, Code place);
/* Can it be shown which person acts: an official whose account is tied to one, or the operator at the machine. Nobody else hands
 * on a power (a role, a post, a password, a tie, a second yes): who gives and who gets could be one. */
bool     actor_is_known(const Actor *a);
bool     actor_is_operator(const Actor *a);
/* Does the role let one do there what the actor may not? Then giving it takes a second person (entry/role_asked.h). */
bool     access_needs_second(const Actor *a, Role role, Code place);
/* May the actor be that second person: VERB_ACCOUNT at the place or above, and not one whom the role would watch. */
bool     access_may_confirm(const Actor *a, Role role, Code place);
/* Holds an office: answers, supervises or runs the service. Helpers and council members do not. */
bool     access_is_official(const Actor *a);
/* From which place up it may be known that there is a record of `place` about somebody at `named`, in desks, figures and logs: above
 * whom it names, and nowhere below a township, since nobody there reads complaints. Nobody named (empty): from `place` itself. */
Code     access_known_from(Code place, Code named);
/* Where the actor holds the verb: the highest place, or empty. */
Code     access_place(const Actor *a, Verb v);
