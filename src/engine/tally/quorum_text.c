/* quorum_text: see quorum_text.h. */
#include "engine/tally/quorum_text.h"

const char *const quorum_basis_names[] = { "person", "household", "owner", "area", "member", "vote", NULL };

static const char *const parts[] = { "roll", "present", "cast", "valid", "yes", NULL };
static const char *const tests[] = { "at-least", "more-than", "at-most", NULL };
static const char *const admits[] = { "proxy", "writing", "online", "proxy-at-home", "proxy-no-candidate", NULL };

bool quorum_word_find(Str word, const char *const *names, int *ret)
{
    for (*ret = 0; names[*ret] != NULL; ++*ret)
        if (str_is(word, names[*ret]))
            return true;
    return false;
}

static void conds_put(Buf *b, const char *word, const QuorumCond *v)
{
    for (int i = 0; i < QUORUM_CONDS && v[i].den != 0; i++)
        buf_printf(b, "%s %s %s %s %lld/%lld %s\n", word, quorum_basis_names[v[i].basis], parts[v[i].part], tests[v[i].test],
                   (long long)v[i].num, (long long)v[i].den, parts[v[i].whole]);
}

void quorum_rule_put(Buf *b, const QuorumRule *rule)
{
    conds_put(b, "valid", rule->way[0].valid);
    conds_put(b, "passes", rule->way[0].passes);
    if (rule->presence != 0) {
        buf_cstr(b, "admits");
        for (int i = 0; admits[i] != NULL; i++)
            if (rule->presence & 1 << i)
                buf_printf(b, " %s", admits[i]);
        buf_char(b, '\n');
    }
    if (rule->most_proxies != 0)
        buf_printf(b, "proxies %d\n", rule->most_proxies);
}

/* "2/3" */
static bool fraction_parse(Str s, i64 *ret_num, i64 *ret_den)
{
    Str num;
    return str_next(&s, '/', &num) && str_int(num, ret_num) && str_int(s, ret_den) && *ret_num > 0 && *ret_den > 0 &&
           *ret_den <= QUORUM_MOST_DEN && *ret_num <= *ret_den;
}

static bool cond_parse(Str rest, QuorumCond *list)
{
    Str  word[5];
    int  n = 0, v[4];
    while (n < 5 && str_next(&rest, ' ', &word[n]))
        n++;
    int at = 0;
    while (at < QUORUM_CONDS && list[at].den != 0)
        at++;
    if (n < 5 || rest.n > 0 || at == QUORUM_CONDS || !quorum_word_find(word[0], quorum_basis_names, &v[0]) || !quorum_word_find(word[1], parts, &v[1]) ||
        !quorum_word_find(word[2], tests, &v[2]) || !quorum_word_find(word[4], parts, &v[3]))
        return false;
    list[at] = (QuorumCond){ .basis = (QuorumBasis)v[0], .part = (QuorumPart)v[1], .test = (QuorumTest)v[2], .whole = (QuorumPart)v[3] };
    return fraction_parse(word[3], &list[at].num, &list[at].den);
}

static bool admits_parse(Str rest, QuorumRule *rule)
{
    Str word;
    int i;
    while (str_next(&rest, ' ', &word)) {
        if (!quorum_word_find(word, admits, &i))
            return false;
        rule->presence |= 1 << i;
    }
    return true;
}

bool quorum_rule_line(Str line, QuorumRule *rule)
{
    Str word;
    i64 n;
    str_next(&line, ' ', &word);
    if (str_is(word, "valid"))
        return cond_parse(line, rule->way[0].valid);
    if (str_is(word, "passes"))
        return cond_parse(line, rule->way[0].passes);
    if (str_is(word, "admits"))
        return admits_parse(line, rule);
    if (!str_is(word, "proxies") || !str_int(line, &n) || n < 1 || n > 1000)
        return false;
    rule->most_proxies = (int)n;
    return true;
}

bool quorum_rule_parse(Str text, QuorumRule *ret_rule)
{
    Str line;
    *ret_rule = (QuorumRule){ .presence = 0 };
    while (text.n > 0 && str_next(&text, '\n', &line))
        if (!quorum_rule_line(line, ret_rule))
            return false;
    return true;
}

static bool is_within(const QuorumCond *v, unsigned bases, int *n)
{
    for (int i = 0; i < QUORUM_CONDS && v[i].den != 0; i++, ++*n)
        if (!(bases & 1u << v[i].basis))
            return false;
    return true;
}

bool quorum_rule_for(const QuorumRule *rule, unsigned bases, QuorumRule *ret_rule)
{
    int all = 0;
    *ret_rule = (QuorumRule){ .presence = rule->presence, .most_proxies = rule->most_proxies };
    for (int i = 0; i < QUORUM_WAYS; i++) {
        int n = 0;
        if (is_within(rule->way[i].valid, bases, &n) && is_within(rule->way[i].passes, bases, &n) && n > 0) {
            ret_rule->way[0] = rule->way[i];
            return true;
        }
        all += rule->way[i].valid[0].den != 0 || rule->way[i].passes[0].den != 0;
    }
    return all == 0;
}
