/* access: see access.h. The table of roles below is the rule; everything else looks it up. */
#include "record/access.h"

#define CAN(v)  (UINT64_C(1) << (v))
#define AT(l)   (1u << (l))
#define MAKE(r) (1u << (r))

#define DESK     (CAN(VERB_QUEUE) | CAN(VERB_TRIAGE) | CAN(VERB_ANSWER) | CAN(VERB_HANDOVER))
#define MANAGE   (CAN(VERB_ACCOUNT) | CAN(VERB_PLACE))
#define PERSONAL (CAN(VERB_KEEP) | CAN(VERB_APPROVE) | CAN(VERB_COUNT) | CAN(VERB_INSPECT))
#define NEAR     (AT(LEVEL_VILLAGE) | AT(LEVEL_GROUP) | AT(LEVEL_UNIT))
#define OUTSIDE  (AT(LEVEL_VILLAGE) | AT(LEVEL_TOWN) | AT(LEVEL_COUNTY))
#define MAKES_VILLAGE (MAKE(ROLE_HELPER) | MAKE(ROLE_GROUP_LEADER) | MAKE(ROLE_COUNCIL) | MAKE(ROLE_TELLER) |            \
                       MAKE(ROLE_ACCOUNTANT) | MAKE(ROLE_CASHIER) | MAKE(ROLE_REPRESENTATIVE) | MAKE(ROLE_MEDIATOR) |    \
                       MAKE(ROLE_KEEPER) | MAKE(ROLE_OWNERS_COMMITTEE))
#define MAKES_TOWN    (MAKES_VILLAGE | MAKE(ROLE_VILLAGE) | MAKE(ROLE_SUPERVISOR) | MAKE(ROLE_TEAM_MEMBER) |             \
                       MAKE(ROLE_PARTNER_UNIT) | MAKE(ROLE_FIRM) | MAKE(ROLE_TECHNICIAN))
#define MAKES_COUNTY  (MAKES_TOWN | MAKE(ROLE_TOWN))
#define MAKES_CITY    (MAKES_COUNTY | MAKE(ROLE_COUNTY))
#define MAKES_ALL     (MAKES_CITY | MAKE(ROLE_CITY) | MAKE(ROLE_PROVINCE) | MAKE(ROLE_ADMIN))

/* What each role is called, where it can be held, which verbs it grants there and below, and which roles its holder may
 * give to others (with VERB_ACCOUNT). Supervisors are given by the town, because they watch the village. */
static const struct {
    const char *name;
    u32         levels;
    u64         verbs;
    u32         makes;
} roles[ROLE_COUNT] = {
    [ROLE_HELPER]       = { "helper", AT(LEVEL_VILLAGE), CAN(VERB_HELP), 0 },
    [ROLE_GROUP_LEADER] = { "group_leader", AT(LEVEL_GROUP) | AT(LEVEL_UNIT),
                            DESK | CAN(VERB_HOST) | CAN(VERB_PROPOSE) | CAN(VERB_PEOPLE) | CAN(VERB_HELP), 0 },
    [ROLE_COUNCIL]      = { "council", AT(LEVEL_VILLAGE) | AT(LEVEL_GROUP), CAN(VERB_HELP) | CAN(VERB_HOST) | CAN(VERB_PROPOSE), 0 },
    [ROLE_VILLAGE]      = { "village", AT(LEVEL_VILLAGE),
                            DESK | MANAGE | CAN(VERB_HOST) | CAN(VERB_PROPOSE) | CAN(VERB_PUBLISH) | CAN(VERB_APPROVE) |
                                CAN(VERB_INSPECT) | CAN(VERB_HELP) | CAN(VERB_PEOPLE) | CAN(VERB_ROLL) | CAN(VERB_CARD) |
                                CAN(VERB_UNMASK) | CAN(VERB_EXPORT),
                            MAKES_VILLAGE },
    [ROLE_SUPERVISOR]   = { "supervisor", AT(LEVEL_VILLAGE), CAN(VERB_SUPERVISE) | CAN(VERB_INSPECT), 0 },
    [ROLE_TOWN]         = { "town", AT(LEVEL_TOWN),
                            DESK | MANAGE | CAN(VERB_PUBLISH) | CAN(VERB_APPROVE) | CAN(VERB_INSPECT) | CAN(VERB_PEOPLE) |
                                CAN(VERB_UNMASK) | CAN(VERB_COMPLAINT) | CAN(VERB_EXPORT) | CAN(VERB_SUPERVISE),
                            MAKES_TOWN },
    [ROLE_COUNTY]       = { "county", AT(LEVEL_COUNTY),
                            DESK | MANAGE | CAN(VERB_PUBLISH) | CAN(VERB_APPROVE) | CAN(VERB_INSPECT) | CAN(VERB_PEOPLE) |
                                CAN(VERB_COMPLAINT) | CAN(VERB_EXPORT) | CAN(VERB_SUPERVISE) | CAN(VERB_RULE) |
                                CAN(VERB_FORGET),
                            MAKES_COUNTY },
    [ROLE_CITY]         = { "city", AT(LEVEL_CITY),
                            DESK | CAN(VERB_PUBLISH) | CAN(VERB_INSPECT) | CAN(VERB_ACCOUNT) | CAN(VERB_COMPLAINT) |
                                CAN(VERB_EXPORT) | CAN(VERB_SUPERVISE) | CAN(VERB_RULE),
                            MAKES_CITY },
    [ROLE_PROVINCE]     = { "province", AT(LEVEL_PROVINCE), CAN(VERB_QUEUE) | CAN(VERB_SUPERVISE), 0 },
    [ROLE_ADMIN]        = { "admin", AT(LEVEL_PROVINCE) | AT(LEVEL_CITY) | AT(LEVEL_COUNTY),
                            MANAGE | CAN(VERB_RULE) | CAN(VERB_OPERATE), MAKES_ALL },
    [ROLE_TELLER]       = { "teller", NEAR, CAN(VERB_COUNT), 0 },
    [ROLE_ACCOUNTANT]   = { "accountant", AT(LEVEL_VILLAGE), CAN(VERB_KEEP), 0 },
    [ROLE_CASHIER]      = { "cashier", AT(LEVEL_VILLAGE), CAN(VERB_KEEP), 0 },
    [ROLE_REPRESENTATIVE] = { "representative", AT(LEVEL_VILLAGE) | AT(LEVEL_GROUP), CAN(VERB_PROPOSE), 0 },
    [ROLE_TEAM_MEMBER]  = { "team_member", AT(LEVEL_VILLAGE) | AT(LEVEL_TOWN), CAN(VERB_HELP) | CAN(VERB_PROPOSE), 0 },
    [ROLE_MEDIATOR]     = { "mediator", AT(LEVEL_VILLAGE), CAN(VERB_PROPOSE), 0 },
    [ROLE_KEEPER]       = { "keeper", NEAR, CAN(VERB_INSPECT), 0 },
    [ROLE_PARTNER_UNIT]      = { "partner_unit", OUTSIDE, CAN(VERB_PROPOSE), 0 },
    [ROLE_FIRM]         = { "firm", OUTSIDE, CAN(VERB_PROPOSE), 0 },
    [ROLE_TECHNICIAN]   = { "technician", OUTSIDE, CAN(VERB_INSPECT), 0 },
    [ROLE_OWNERS_COMMITTEE]       = { "owners_committee", AT(LEVEL_GROUP) | AT(LEVEL_UNIT),
                                CAN(VERB_PROPOSE) | CAN(VERB_PUBLISH), 0 },
};

/* Whoever holds the first holds none of the others in that village, and the other way round: roles, and the posts that carry them.
 * A supervisor is none of the committee (村民委员会组织法 37), and nobody whose acts it looks at: who leads a group or the council,
 * keeps money or works, builds, or acts in houses' names. Representatives, who choose them, mediators and tellers may be. */
static const struct {
    Role one;
    u32  others;
} excluding[] = {
    { ROLE_SUPERVISOR, MAKE(ROLE_VILLAGE) | MAKE(ROLE_GROUP_LEADER) | MAKE(ROLE_COUNCIL) | MAKE(ROLE_ACCOUNTANT) |
                           MAKE(ROLE_CASHIER) | MAKE(ROLE_KEEPER) | MAKE(ROLE_HELPER) | MAKE(ROLE_TEAM_MEMBER) | MAKE(ROLE_FIRM) },
    { ROLE_ACCOUNTANT, MAKE(ROLE_CASHIER) }, /* 会计法 */
};

static const char *const verb_names[VERBS] = {
#define X(name, what) [name] = #name,
    VERB_LIST(X)
#undef X
};

const char *role_name(Role r)
{
    BUG_ON(r >= ROLE_COUNT); /* account_roles() gives known ones only */
    return roles[r].name;
}

bool role_parse(Str name, Role *ret_role)
{
    for (Role r = 0; r < ROLE_COUNT; r++) {
        if (str_is(name, roles[r].name)) {
            *ret_role = r;
            return true;
        }
    }
    return false;
}

u64 role_verbs(Role r)
{
    BUG_ON(r >= ROLE_COUNT); /* the same */
    return roles[r].verbs;
}

u64 role_verbs_of(Role r, bool is_tied)
{
    return role_verbs(r) & ~(is_tied ? 0 : PERSONAL);
}

bool role_needs_person(Role r)
{
    return role_verbs_of(r, false) == 0;
}

bool role_excludes(Role a, Role b)
{
    for (size_t i = 0; i < COUNTOF(excluding); i++)
        if ((excluding[i].one == a && excluding[i].others & MAKE(b)) || (excluding[i].one == b && excluding[i].others & MAKE(a)))
            return true;
    return false;
}

bool role_fits(Role r, Level level)
{
    BUG_ON(r >= ROLE_COUNT); /* the same, or a choice of a form */
    return level != LEVEL_NONE && roles[r].levels & AT(level);
}

const char *verb_name(Verb v)
{
    BUG_ON(v >= VERBS); /* verbs stand in route rows and rules */
    return verb_names[v];
}

Ref actor_house(const Actor *a)
{
    return str_is_empty(a->consent) ? (Ref){ a->county, a->household, a->home } : (Ref){ a->for_county, a->for_household, a->for_home };
}

i64 actor_person(const Actor *a)
{
    return str_is_empty(a->consent) ? a->person : a->for_person;
}

bool actor_is_operator(const Actor *a)
{
    return a->account == 0 && a->channel == CHANNEL_IMPORT;
}

bool actor_is_known(const Actor *a)
{
    return a->tied != 0 || actor_is_operator(a);
}

static bool granted(const Actor *a, Verb v, Code place)
{
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].verbs & CAN(v) && code_covers(a->grants[i].place, place))
            return true;
    return false;
}

/* A household speaks in its own village and nowhere else, by itself or through someone who may help there. */
static bool may_voice(const Actor *a, Code place)
{
    Ref house = actor_house(a);
    return house.id != 0 && code_covers(code_log(house.place), place) &&
           (str_is_empty(a->consent) || granted(a, VERB_HELP, house.place));
}

/* An office is not held for the house that one acts for: in its name only its own word is given. */
static bool is_acting(const Actor *a)
{
    return !str_is_empty(a->consent);
}

bool access_may(const Actor *a, Verb v, Code place)
{
    switch (v) {
    case VERB_PUBLIC:
        return true;
    case VERB_SIGNED_IN:
        return a->account != 0;
    case VERB_VOICE:
        return may_voice(a, place);
    default:
        return !is_acting(a) && granted(a, v, place);
    }
}

bool access_may_above(const Actor *a, Verb v, Code place)
{
    if (is_acting(a))
        return false;
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].verbs & CAN(v) && a->grants[i].place.n < place.n && code_covers(a->grants[i].place, place))
            return true;
    return false;
}

bool access_may_somewhere(const Actor *a, Verb v)
{
    return access_may(a, v, v == VERB_VOICE ? actor_house(a).place : access_place(a, v));
}

static bool makes(const Actor *a, Role role, Code place)
{
    BUG_ON(role >= ROLE_COUNT); /* counted through, or a choice of a form */
    for (size_t i = 0; i < a->n_grants && !is_acting(a); i++) {
        const Grant *g = &a->grants[i];
        if (g->verbs & CAN(VERB_ACCOUNT) && code_covers(g->place, place) && g->role >= 0 && g->role < ROLE_COUNT &&
            roles[g->role].makes & MAKE(role))
            return true;
    }
    return false;
}

bool access_may_make(const Actor *a, Role role, Code place)
{
    return makes(a, role, place) && role_fits(role, code_level(place));
}

bool access_may_make_below(const Actor *a, Role role, Code place)
{
    bool fits = false;
    for (Level l = code_level(place); l != LEVEL_NONE && l <= LEVEL_UNIT; l++)
        fits = fits || role_fits(role, l);
    return fits && makes(a, role, place);
}

bool access_needs_second(const Actor *a, Role role, Code place)
{
    u64 lacking = role_verbs(role);
    for (size_t i = 0; i < a->n_grants; i++)
        if (code_covers(a->grants[i].place, place))
            lacking &= ~a->grants[i].verbs;
    return lacking != 0;
}

bool access_may_confirm(const Actor *a, Role role, Code place)
{
    if (!access_may(a, VERB_ACCOUNT, place))
        return false;
    for (size_t i = 0; i < a->n_grants; i++) {
        const Grant *g = &a->grants[i];
        if (g->role >= 0 && g->role < ROLE_COUNT && role_excludes((Role)g->role, role) &&
            str_eq(code_log(g->place), code_log(place)))
            return false;
    }
    return true;
}

static Err refuse(Ctx *c, Verb v, Code place)
{
    bool may_sign_in = c->actor->account == 0 && c->actor->channel != CHANNEL_CLOCK;
    const char *why = is_acting(c->actor) && v != VERB_VOICE ? "help.only_voice" : NULL;
    return fail(c, may_sign_in ? ERR_SIGNED_OUT : ERR_DENIED, why, "%s is not granted at {%.*s}", verb_names[v],
                STR_ARG(place));
}

Err access_check(Ctx *c, Verb v, Code place)
{
    return access_may(c->actor, v, place) ? OK : refuse(c, v, place);
}

Err access_check_somewhere(Ctx *c, Verb v)
{
    return access_may_somewhere(c->actor, v) ? OK : refuse(c, v, STR_NONE);
}

bool access_is_official(const Actor *a)
{
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].verbs & (CAN(VERB_ANSWER) | CAN(VERB_SUPERVISE) | CAN(VERB_OPERATE)))
            return true;
    return false;
}

Code access_known_from(Code place, Code named)
{
    if (named.n == 0)
        return place;
    Code above = code_parent(named);
    return code_at(place, code_level(above) < LEVEL_TOWN ? code_level(above) : LEVEL_TOWN);
}

Code access_place(const Actor *a, Verb v)
{
    Code best = STR_NONE;
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].verbs & CAN(v) && (best.n == 0 || a->grants[i].place.n < best.n))
            best = a->grants[i].place;
    return best;
}
