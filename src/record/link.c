/* link: see link.h. */
#include "record/link.h"
#include "record/link.sql.h"

enum { WAY_POINTS, WAY_POINTED_TO, WAY_ROOT };

/* One end of a link, or a part with its root. */
typedef struct End {
    const char *noun;
    Ref         ref;
    int         way;
} End;

typedef struct Root {
    Str noun;
    Ref ref;
    Str whole_noun; /* what it is a part of; empty: of nothing */
    Ref whole;
} Root;

/* The root of the story that `to` is a chapter of: its own root, or itself. */
static Err root_of(Db *w, const char *noun, Ref to, Root *ret_root)
{
    Row  r;
    bool found;
    TRY(db_maybe(w, Q_LINK_ROOT_OF, ARGS(to.county, noun, to.id), &found, &r));
    *ret_root = found ? (Root){ row_text(r, C_LINK_ROOT_OF_ROOT_NOUN),
                                { row_text(r, C_LINK_ROOT_OF_ROOT_COUNTY), row_int(r, C_LINK_ROOT_OF_ROOT_ID), STR_NONE } }
                      : (Root){ str_from(noun), to };
    if (found && row_int(r, C_LINK_ROOT_OF_KIND) == LINK_PART_OF) {
        ret_root->whole_noun = row_text(r, C_LINK_ROOT_OF_TO_NOUN);
        ret_root->whole = (Ref){ row_text(r, C_LINK_ROOT_OF_TO_COUNTY), row_int(r, C_LINK_ROOT_OF_TO_ID), STR_NONE };
    }
    return OK;
}

static Err end_put(Db *w, End at, LinkKind kind, const char *to_noun, Ref to, const Root *root)
{
    i64 n = 0;
    if (at.way != WAY_POINTED_TO)
        TRY(db_int(w, Q_LINK_COUNT, ARGS(at.ref.county, at.noun, at.ref.id, at.way), &n));
    if (n >= LINKS_MOST)
        return fail(db_ctx(w), ERR_TOO_LARGE, "link.many", "more than %d links of one %s", LINKS_MOST, at.noun);
    return db_exec(w, QUERY(link_add, .county = ARG(at.ref.county), .noun = ARG(at.noun), .id = ARG(at.ref.id),
                            .way = ARG(at.way), .kind = ARG(kind), .to_county = ARG(to.county), .to_noun = ARG(to_noun),
                            .to_id = ARG(to.id), .root_county = ARG(root->ref.county), .root_noun = ARG(root->noun),
                            .root_id = ARG(root->ref.id), .at = ARG(db_ctx(w)->now)));
}

Err link_put(Db *w, const char *noun, Ref from, LinkKind kind, const char *to_noun, Ref to)
{
    Root root = { STR(""), { STR(""), 0, STR_NONE } };
    if (kind != LINK_MENTIONS)
        TRY(root_of(w, to_noun, to, &root));
    TRY(end_put(w, (End){ noun, from, WAY_POINTS }, kind, to_noun, to, &root));
    TRY(end_put(w, (End){ to_noun, to, WAY_POINTED_TO }, kind, noun, from, &root));
    if (kind == LINK_MENTIONS)
        return OK;
    const char *root_noun = str_cstr(db_ctx(w)->arena, root.noun);
    return end_put(w, (End){ root_noun, root.ref, WAY_ROOT }, kind, noun, from, &root);
}

Err link_drop(Db *w, const char *noun, Ref from, LinkKind kind, const char *to_noun, Ref to)
{
    BUG_ON(kind != LINK_MENTIONS); /* what is part of a story stays so */
    TRY(db_exec(w, QUERY(link_drop, .county = ARG(from.county), .noun = ARG(noun), .id = ARG(from.id),
                         .way = ARG(WAY_POINTS), .to_county = ARG(to.county), .to_noun = ARG(to_noun),
                         .to_id = ARG(to.id))));
    return db_exec(w, QUERY(link_drop, .county = ARG(to.county), .noun = ARG(to_noun), .id = ARG(to.id),
                            .way = ARG(WAY_POINTED_TO), .to_county = ARG(from.county), .to_noun = ARG(noun),
                            .to_id = ARG(from.id)));
}

static Linked linked_of(Row r, bool is_back)
{
    return (Linked){ .noun = row_text(r, C_LINK_TO_TO_NOUN), .kind = (LinkKind)row_int(r, C_LINK_TO_KIND), .is_back = is_back,
                     .ref = { row_text(r, C_LINK_TO_TO_COUNTY), row_int(r, C_LINK_TO_TO_ID), STR_NONE } };
}

Err link_list(Ctx *c, Str noun, Ref ref, Links *ret_links)
{
    Rows   to, back;
    size_t n = 0;
    db_ahead(db_read(c), Q_LINK_BACK, ARGS(ref.county, noun, ref.id));
    TRY(db_many(db_read(c), Q_LINK_TO, ARGS(ref.county, noun, ref.id), &to));
    TRY(db_many(db_read(c), Q_LINK_BACK, ARGS(ref.county, noun, ref.id), &back));
    Linked *v = NEW_N(c->arena, Linked, to.n + back.n);
    for (size_t i = 0; i < to.n; i++)
        v[n++] = linked_of(to.row[i], false);
    for (size_t i = 0; i < back.n && i < LINKS_MOST; i++)
        v[n++] = linked_of(back.row[i], true);
    *ret_links = (Links){ v, n, back.n > LINKS_MOST };
    return OK;
}

static bool is_linked(const Linked *a, Str noun, Ref ref)
{
    return a->ref.id == ref.id && str_eq(a->noun, noun) && str_eq(a->ref.county, ref.county);
}

/* A part's story is not that of the parts beside it. */
static Err beside_drop(Ctx *c, Str noun, Ref ref, const Root *root, Linked *v, size_t *n)
{
    Rows   parts;
    size_t kept = 0;
    TRY(db_many(db_read(c), Q_LINK_BACK, ARGS(root->whole.county, root->whole_noun, root->whole.id), &parts));
    for (size_t i = 0; i < *n; i++) {
        bool is_beside = false;
        for (size_t k = 0; k < parts.n && !is_beside; k++) {
            Linked part = linked_of(parts.row[k], true);
            is_beside = part.kind == LINK_PART_OF && is_linked(&v[i], part.noun, part.ref) && !is_linked(&v[i], noun, ref);
        }
        if (!is_beside)
            v[kept++] = v[i];
    }
    *n = kept;
    return OK;
}

Err link_chapters(Ctx *c, Str noun, Ref ref, Links *ret_links)
{
    Root root;
    Rows rows;
    TRY(root_of(db_read(c), str_cstr(c->arena, noun), ref, &root));
    if (root.whole_noun.n)
        db_ahead(db_read(c), Q_LINK_BACK, ARGS(root.whole.county, root.whole_noun, root.whole.id));
    TRY(db_many(db_read(c), Q_LINK_PARTS, ARGS(root.ref.county, root.noun, root.ref.id), &rows));
    Linked *v = NEW_N(c->arena, Linked, rows.n + 1);
    v[0] = (Linked){ .noun = root.noun, .ref = root.ref };
    for (size_t i = 0; i < rows.n; i++)
        v[i + 1] = (Linked){ .noun = row_text(rows.row[i], C_LINK_PARTS_TO_NOUN),
                             .ref = { row_text(rows.row[i], C_LINK_PARTS_TO_COUNTY),
                                      row_int(rows.row[i], C_LINK_PARTS_TO_ID), STR_NONE } };
    *ret_links = (Links){ v, rows.n + 1, false };
    return root.whole_noun.n ? beside_drop(c, noun, ref, &root, v, &ret_links->n) : OK;
}

Err link_check(Ctx *c, Report *r)
{
    return check_each(c, r, Q_LINK_CHECK_ENDS, NULL, "link: the other end does not know of it");
}
