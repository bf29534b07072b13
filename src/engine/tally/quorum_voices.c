/* quorum_voices: see quorum_voices.h. */
#include "engine/tally/quorum_voices.h"

#include <stdlib.h>

/* What several rows say together. */
typedef struct Said {
    QuorumVoice  voice;
    QuorumBallot ballot;
    bool         differs;
} Said;

/* Silence contradicts nobody; two ballots that are not the same are none that is valid. */
static Said both(Said a, QuorumVoice voice, QuorumBallot ballot)
{
    if (voice == QUORUM_ABSENT)
        return a;
    if (a.voice == QUORUM_ABSENT || voice < a.voice)
        a.voice = voice;
    if (a.ballot == QUORUM_NO_BALLOT)
        a.ballot = ballot;
    a.differs = a.differs || (ballot != QUORUM_NO_BALLOT && ballot != a.ballot);
    if (a.differs)
        a.ballot = QUORUM_SPOILED;
    return a;
}

static void add(QuorumCount *c, Said said, i64 weight)
{
    c->roll += weight;
    switch (said.voice) {
    case QUORUM_ABSENT: break;
    case QUORUM_CAME: c->came += weight; break;
    case QUORUM_CALLED: c->online += weight; break;
    case QUORUM_PROXY: c->by_proxy += weight; break;
    case QUORUM_WROTE: c->in_writing += weight; break;
    }
    c->cast += said.ballot == QUORUM_NO_BALLOT ? 0 : weight;
    c->valid += said.ballot >= QUORUM_ABSTAINED ? weight : 0;
    c->abstained += said.ballot == QUORUM_ABSTAINED ? weight : 0;
    c->yes += said.ballot == QUORUM_FOR ? weight : 0;
}

static int order(i64 x, i64 y)
{
    return (x > y) - (x < y);
}

static int by_who(const void *a, const void *b)
{
    const QuorumSplit *x = a, *y = b;
    return x->kind != y->kind ? order(x->kind, y->kind) : order(x->who, y->who);
}

static void sort_splits(QuorumSplits *s)
{
    if (s->n > 0)
        qsort(s->v, s->n, sizeof *s->v, by_who);
}

/* ---- owners ---- */

/* A flat: rows of one, by owner. */
typedef struct Part {
    const QuorumFlat *rows;
    size_t            n;
    Said              said;
} Part;

static int by_flat(const void *a, const void *b)
{
    const QuorumFlat *x = a, *y = b;
    int               flat = order(x->flat, y->flat);
    return flat ? flat : order(x->owner, y->owner);
}

/* The same owners are equal. */
static int compare_owners(const Part *x, const Part *y)
{
    for (size_t i = 0; i < x->n && i < y->n; i++)
        if (x->rows[i].owner != y->rows[i].owner)
            return order(x->rows[i].owner, y->rows[i].owner);
    return order((i64)x->n, (i64)y->n);
}

static int by_owners(const void *a, const void *b)
{
    const Part *x = a, *y = b;
    int         owners = compare_owners(x, y);
    return owners ? owners : order(x->rows->flat, y->rows->flat);
}

static QuorumFault check_flat(const QuorumFlat *f, const QuorumFlat *before)
{
    bool again = before != NULL && before->flat == f->flat;
    if (f->area < 0 || f->area > QUORUM_MOST)
        return QUORUM_BAD_RANGE;
    if (f->voice == QUORUM_ABSENT && f->ballot != QUORUM_NO_BALLOT)
        return QUORUM_BAD_BALLOTS;
    return again && (before->owner == f->owner || before->area != f->area) ? QUORUM_BAD_LIST : QUORUM_OK;
}

/* Rows by flat become parts, each with what its owners say; joint owners that differ are named. */
static size_t make_parts(const QuorumFlat *v, size_t n, Part *ret_parts, QuorumSplits *splits)
{
    size_t n_parts = 0;
    for (size_t i = 0, next; i < n; i = next) {
        Part part = { .rows = v + i };
        for (next = i; next < n && v[next].flat == v[i].flat; next++)
            part.said = both(part.said, v[next].voice, v[next].ballot);
        part.n = next - i;
        if (part.said.differs)
            splits->v[splits->n++] = (QuorumSplit){ .kind = QUORUM_SPLIT_JOINT, .who = v[i].flat };
        ret_parts[n_parts++] = part;
    }
    return n_parts;
}

/* The parts of the same owners: one head, and their areas where something was said about them. */
static void add_head(const Part *parts, size_t n, QuorumCount *owners, QuorumCount *area, QuorumSplits *splits)
{
    Said said = { 0 };
    for (size_t i = 0; i < n; i++)
        said = both(said, parts[i].said.voice, parts[i].said.ballot);
    if (said.differs)
        splits->v[splits->n++] = (QuorumSplit){ .kind = QUORUM_SPLIT_OWNER, .who = parts->rows->owner };
    add(owners, said, 1);
    for (size_t i = 0; i < n; i++) {
        bool is_heard = parts[i].said.voice != QUORUM_ABSENT;
        add(area, is_heard ? said : (Said){ 0 }, parts[i].rows->area);
    }
}

static QuorumFault check_flats(const QuorumFlat *v, size_t n)
{
    i64 all = 0;
    for (size_t i = 0; i < n; i++) {
        QuorumFault fault = check_flat(&v[i], i > 0 ? &v[i - 1] : NULL);
        if (fault != QUORUM_OK)
            return fault;
        bool is_first = i == 0 || v[i].flat != v[i - 1].flat;
        if (is_first && v[i].area > QUORUM_MOST - all)
            return QUORUM_BAD_RANGE;
        all += is_first ? v[i].area : 0;
    }
    return QUORUM_OK;
}

QuorumFault quorum_owners(Arena *a, QuorumFlat *v, size_t n, QuorumCount *ret_owners, QuorumCount *ret_area,
                          QuorumSplits *ret_splits)
{
    *ret_owners = *ret_area = (QuorumCount){ 0 };
    *ret_splits = (QuorumSplits){ 0 };
    if (n > 0)
        qsort(v, n, sizeof *v, by_flat);
    QuorumFault fault = check_flats(v, n);
    if (fault != QUORUM_OK)
        return fault;
    Part *parts = NEW_N(a, Part, n + 1);
    ret_splits->v = NEW_N(a, QuorumSplit, 2 * n + 1);
    size_t n_parts = make_parts(v, n, parts, ret_splits);
    if (n_parts > 0)
        qsort(parts, n_parts, sizeof *parts, by_owners);
    ret_owners->counted = ret_area->counted = true;
    for (size_t i = 0, next; i < n_parts; i = next) {
        for (next = i + 1; next < n_parts && compare_owners(&parts[next], &parts[i]) == 0;)
            next++;
        add_head(parts + i, next - i, ret_owners, ret_area, ret_splits);
    }
    sort_splits(ret_splits);
    return QUORUM_OK;
}

/* ---- households ---- */

static int by_household(const void *a, const void *b)
{
    const QuorumPerson *x = a, *y = b;
    int                 household = order(x->household, y->household);
    return household ? household : order(x->person, y->person);
}

static QuorumFault check_people(const QuorumPerson *v, size_t n)
{
    bool has_speaker = false;
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && v[i].household == v[i - 1].household;
        if (v[i].voice == QUORUM_ABSENT && v[i].ballot != QUORUM_NO_BALLOT)
            return QUORUM_BAD_BALLOTS;
        has_speaker = again && has_speaker;
        if ((again && v[i].person == v[i - 1].person) || (v[i].speaks && has_speaker))
            return QUORUM_BAD_LIST;
        has_speaker = has_speaker || v[i].speaks;
    }
    return QUORUM_OK;
}

/* One household's people. */
static void add_household(const QuorumPerson *v, size_t n, QuorumCount *count, QuorumSplits *splits)
{
    Said                all = { 0 };
    const QuorumPerson *speaker = NULL;
    for (size_t i = 0; i < n; i++) {
        all = both(all, v[i].voice, v[i].ballot);
        if (v[i].speaks && v[i].voice != QUORUM_ABSENT && v[i].ballot != QUORUM_NO_BALLOT)
            speaker = &v[i];
    }
    if (all.differs)
        splits->v[splits->n++] = (QuorumSplit){ QUORUM_SPLIT_HOUSEHOLD, v->household, speaker != NULL,
                                                speaker != NULL ? speaker->person : 0 };
    add(count, speaker != NULL ? (Said){ speaker->voice, speaker->ballot, false } : all, 1);
}

QuorumFault quorum_households(Arena *a, QuorumPerson *v, size_t n, QuorumCount *ret_households, QuorumSplits *ret_splits)
{
    *ret_households = (QuorumCount){ 0 };
    *ret_splits = (QuorumSplits){ 0 };
    if (n > 0)
        qsort(v, n, sizeof *v, by_household);
    QuorumFault fault = check_people(v, n);
    if (fault != QUORUM_OK)
        return fault;
    ret_households->counted = true;
    ret_splits->v = NEW_N(a, QuorumSplit, n + 1);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && v[next].household == v[i].household;)
            next++;
        add_household(v + i, next - i, ret_households, ret_splits);
    }
    return QUORUM_OK;
}

/* ---- proxies ---- */

/* What the proxies that hold have made of a person so far. */
typedef struct Standing {
    i64  who;
    int  taken;
    bool has_given;
} Standing;

static int by_person(const void *a, const void *b)
{
    return order(((const Standing *)a)->who, ((const Standing *)b)->who);
}

/* Everybody who gives or takes, once, by number; returns how many. */
static size_t make_standings(const QuorumProxy *v, size_t n, Standing *ret_people)
{
    size_t people = 0;
    for (size_t i = 0; i < n; i++) {
        ret_people[2 * i] = (Standing){ .who = v[i].giver };
        ret_people[2 * i + 1] = (Standing){ .who = v[i].taker };
    }
    qsort(ret_people, 2 * n, sizeof *ret_people, by_person);
    for (size_t i = 0; i < 2 * n; i++)
        if (people == 0 || ret_people[i].who != ret_people[people - 1].who)
            ret_people[people++] = ret_people[i];
    return people;
}

static Standing *standing_of(Standing *people, size_t n, i64 who)
{
    return bsearch(&(Standing){ .who = who }, people, n, sizeof *people, by_person);
}

/* Of the proxy by itself. */
static QuorumProxyFault own_fault(const QuorumRule *rule, const QuorumProxy *p)
{
    if (!(rule->presence & QUORUM_BY_PROXY))
        return QUORUM_PROXY_UNKNOWN;
    if (p->giver == p->taker)
        return QUORUM_PROXY_SELF;
    if (!p->has_vote)
        return QUORUM_PROXY_NO_VOTE;
    if (p->is_candidate && rule->presence & QUORUM_PROXY_NO_CANDIDATE)
        return QUORUM_PROXY_CANDIDATE;
    return !p->is_at_home && rule->presence & QUORUM_PROXY_AT_HOME ? QUORUM_PROXY_STRANGER : QUORUM_PROXY_HOLDS;
}

/* Beside those before it that hold. */
static QuorumProxyFault fault_beside(const QuorumRule *rule, const Standing *giver, const Standing *taker)
{
    if (giver->has_given)
        return QUORUM_PROXY_TWICE;
    if (giver->taken > 0)
        return QUORUM_PROXY_STANDS;
    if (taker->has_given)
        return QUORUM_PROXY_PASSED_ON;
    return rule->most_proxies > 0 && taker->taken >= rule->most_proxies ? QUORUM_PROXY_TOO_MANY : QUORUM_PROXY_HOLDS;
}

size_t quorum_proxies(Arena *a, const QuorumRule *rule, QuorumProxy *v, size_t n)
{
    Standing *people = NEW_N(a, Standing, 2 * n + 1);
    size_t    n_people = n > 0 ? make_standings(v, n, people) : 0, hold = 0;
    for (size_t i = 0; i < n; i++) {
        Standing *giver = standing_of(people, n_people, v[i].giver), *taker = standing_of(people, n_people, v[i].taker);
        v[i].fault = own_fault(rule, &v[i]);
        if (v[i].fault == QUORUM_PROXY_HOLDS)
            v[i].fault = fault_beside(rule, giver, taker);
        if (v[i].fault != QUORUM_PROXY_HOLDS)
            continue;
        giver->has_given = true;
        taker->taken++;
        hold++;
    }
    return hold;
}
