/* preflib_cat: see preflib_cat.h. */
#include "engine/tally/preflib_cat.h"

typedef struct Ballot {
    Lines *lines;
    int    m, categories;
    i64   *seen;     /* of each alternative: the line that named it last */
    int   *approved;
    size_t n;
} Ballot;

static bool no(Ballot *b, const char *what, Str value)
{
    return refuse(b->lines->a, &b->lines->refusal, b->lines->line, what, value);
}

static bool named(Ballot *b, Str *rest, bool is_approved)
{
    int id;
    if (!preflib_alternative(b->lines, b->m, rest, &id))
        return false;
    if (b->seen[id] == b->lines->line)
        return no(b, "an alternative that stands twice on the ballot", arena_printf(b->lines->a, "%d", id));
    b->seen[id] = b->lines->line;
    if (is_approved)
        b->approved[b->n++] = id;
    *rest = preflib_skip_spaces(*rest);
    return true;
}

/* "{2,5}" without its first brace. */
static bool group(Ballot *b, Str *rest, bool is_approved)
{
    *rest = preflib_skip_spaces(*rest);
    for (bool is_first = true; !str_starts(*rest, STR("}")); is_first = false) {
        if (!is_first && str_starts(*rest, STR(",")))
            *rest = preflib_skip_spaces(str_skip(*rest, 1));
        else if (!is_first && rest->n > 0 && *rest->p != '{')
            return no(b, "neither a comma nor a brace behind an alternative", *rest);
        if (rest->n == 0)
            return no(b, "a brace is opened and never closed", STR_NONE);
        if (*rest->p == '{')
            return no(b, "a brace within a brace", *rest);
        if (!named(b, rest, is_approved))
            return false;
    }
    *rest = preflib_skip_spaces(str_skip(*rest, 1));
    return true;
}

static bool ballot(Ballot *b, Str rest)
{
    b->n = 0;
    for (int category = 1;; category++) {
        if (category > b->categories)
            return no(b, "more categories than NUMBER CATEGORIES", rest);
        bool is_group = str_starts(rest, STR("{"));
        if (is_group)
            rest = str_skip(rest, 1);
        if (is_group ? !group(b, &rest, category == 1) : !named(b, &rest, category == 1))
            return false;
        if (rest.n == 0)
            return true;
        if (*rest.p != ',')
            return no(b, "neither a comma nor the end behind a category", rest);
        rest = preflib_skip_spaces(str_skip(rest, 1));
    }
}

bool preflib_cat_read(Arena *a, Lines *lines, PreflibHead *ret_head, CommitteePoll **ret_poll)
{
    Str line;
    i64 count, voters = 0, unique = 0;
    *ret_poll = NULL;
    if (!preflib_head(lines, PREFLIB_CAT, ret_head, &line))
        return false;
    Ballot           b = { .lines = lines, .m = ret_head->m, .categories = ret_head->categories };
    CommitteeReader *reader = committee_open(a, b.m);
    b.seen = NEW_N(a, i64, (size_t)b.m + 1);
    b.approved = NEW_N(a, int, (size_t)b.m);
    do {
        if (!preflib_count(lines, ret_head, &line, &count) || !ballot(&b, line))
            return false;
        if (count > 0 && !committee_add(reader, b.approved, b.n, count))
            return no(&b, "more voters than are counted here", STR_NONE);
        voters += count;
        unique++;
    } while (preflib_next(lines, &line));
    if (lines->refusal.what != NULL || !preflib_claims(lines, ret_head, voters, unique))
        return false;
    *ret_poll = committee_close(reader);
    return true;
}
