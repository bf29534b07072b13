/* merkle: see merkle.h. The names PATH and SUBPROOF in remarks are those of RFC 9162. */
#include "engine/proof/merkle.h"

#include <string.h>

static const u8 LEAF = 0x00, NODE = 0x01;

#define HASH_STR(h) ((Str){ (const char *)(h).b, sizeof(h).b })
#define BYTE_STR(b) ((Str){ (const char *)&(b), 1 })

Hash merkle_leaf(Str entry)
{
    return hash_of_parts((Str[]){ BYTE_STR(LEAF), entry }, 2);
}

static Hash node_of(Hash left, Hash right)
{
    return hash_of_parts((Str[]){ BYTE_STR(NODE), HASH_STR(left), HASH_STR(right) }, 3);
}

Hash merkle_empty(void)
{
    return hash_of(STR(""));
}

/* ---- the frontier ---- */

int merkle_append(MerkleFrontier *f, Hash leaf, Hash ret_kept[MERKLE_KEPT])
{
    int level = 0, kept = 0;
    /* from nothing, or from merkle_frontier_from(), which takes no more */
    BUG_ON(f->size < 0 || f->size >= (i64)1 << 62);
    f->root[f->n++] = leaf;
    f->size++;
    /* As in adding one to a binary number: each trailing zero of the new size is two subtrees that became one. */
    for (i64 s = f->size; s % 2 == 0; s /= 2, f->n--) {
        f->root[f->n - 2] = node_of(f->root[f->n - 2], f->root[f->n - 1]);
        if (++level % MERKLE_STEP == 0 && ret_kept != NULL)
            ret_kept[kept++] = f->root[f->n - 2];
    }
    return kept;
}

Hash merkle_root(const MerkleFrontier *f)
{
    if (f->n == 0)
        return merkle_empty();
    Hash r = f->root[f->n - 1];
    for (int i = f->n - 2; i >= 0; i--)
        r = node_of(f->root[i], r);
    return r;
}

Str merkle_frontier_bytes(const MerkleFrontier *f)
{
    return (Str){ (const char *)f->root, (size_t)f->n * sizeof(Hash) };
}

bool merkle_frontier_from(i64 size, Str bytes, MerkleFrontier *ret_f)
{
    if (size < 0 || size >= (i64)1 << 62)
        return false;
    int n = __builtin_popcountll((u64)size);
    if (bytes.n != (size_t)n * sizeof(Hash))
        return false;
    *ret_f = (MerkleFrontier){ .size = size, .n = n };
    if (n > 0)
        memcpy(ret_f->root, bytes.p, bytes.n);
    return true;
}

/* ---- from all leaves ---- */

/* The largest power of two smaller than n; n > 1. */
static i64 split_of(i64 n)
{
    i64 k = 1;
    while (k * 2 < n)
        k *= 2;
    return k;
}

Hash merkle_root_of(const Hash *leaves, i64 n)
{
    BUG_ON(n < 0); /* a count of leaves in memory */
    if (n == 0)
        return merkle_empty();
    if (n == 1)
        return leaves[0];
    i64 k = split_of(n);
    return node_of(merkle_root_of(leaves, k), merkle_root_of(leaves + k, n - k));
}

static Err leaves_node(void *arg, int level, i64 nth, Hash *ret_node)
{
    const Hash *leaves = arg;
    *ret_node = merkle_root_of(leaves + (nth << level), (i64)1 << level);
    return OK;
}

MerkleTree merkle_leaves(const Hash *leaves)
{
    return (MerkleTree){ leaves_node, (void *)leaves };
}

/* ---- from complete subtrees ---- */

/* The root of n leaves from `at` on, where a tree of at least n begins: one complete subtree for each set bit of n. */
static Err range_root(const MerkleTree *t, i64 at, i64 n, Hash *ret_root)
{
    MerkleFrontier f = { .size = n };
    for (int level = 62; level >= 0; level--) {
        if ((n >> level & 1) == 0)
            continue;
        TRY(t->node(t->arg, level, at >> level, &f.root[f.n++]));
        at += (i64)1 << level;
    }
    *ret_root = merkle_root(&f);
    return OK;
}

Err merkle_root_at(const MerkleTree *t, i64 size, Hash *ret_root)
{
    BUG_ON(size < 0 || size > (i64)1 << 62); /* at most the size of a head, which loghead_prove() compares */
    return range_root(t, 0, size, ret_root);
}

static Err path_put(const MerkleTree *t, MerklePath *p, i64 at, i64 n)
{
    BUG_ON(p->n >= (int)COUNTOF(p->node)); /* a node for each halving of an i64 */
    return range_root(t, at, n, &p->node[p->n++]);
}

/* PATH(index, D[at:at+n]): the sibling of the leaf first, that of the whole half last. */
static Err path_into(const MerkleTree *t, i64 at, i64 n, i64 index, MerklePath *p)
{
    if (n == 1)
        return OK;
    i64 k = split_of(n);
    if (index < k) {
        TRY(path_into(t, at, k, index, p));
        return path_put(t, p, at + k, n - k);
    }
    TRY(path_into(t, at + k, n - k, index - k, p));
    return path_put(t, p, at, k);
}

Err merkle_path(const MerkleTree *t, i64 size, i64 index, MerklePath *ret_path)
{
    BUG_ON(index < 0 || index >= size); /* loghead_prove() refused what is outside of 1..size */
    ret_path->n = 0;
    return path_into(t, 0, size, index, ret_path);
}

/* SUBPROOF(m, D[at:at+n], b): `is_known` says that the root of these m leaves is the one that the asker has already. */
static Err growth_into(const MerkleTree *t, i64 at, i64 n, i64 m, bool is_known, MerklePath *p)
{
    if (m == n)
        return is_known ? OK : path_put(t, p, at, n);
    i64 k = split_of(n);
    if (m <= k) {
        TRY(growth_into(t, at, k, m, is_known, p));
        return path_put(t, p, at + k, n - k);
    }
    TRY(growth_into(t, at + k, n - k, m - k, false, p));
    return path_put(t, p, at, k);
}

Err merkle_growth_path(const MerkleTree *t, i64 from, i64 to, MerklePath *ret_path)
{
    BUG_ON(from <= 0 || from > to); /* loghead_prove_growth() refused what is outside of 1..size */
    ret_path->n = 0;
    return growth_into(t, 0, to, from, true, ret_path);
}

/* ---- checking, without the leaves ---- */

/* Both count their way up the tree: `at` is the position in its level, `last` that of the level's last node. A node that
 * ends its level has no sibling there and rises until it is a right child. */
typedef struct Climb {
    i64 at, last;
} Climb;

static bool climb_is_right(const Climb *c)
{
    return c->at % 2 == 1 || c->at == c->last;
}

static void climb_up(Climb *c)
{
    c->at /= 2;
    c->last /= 2;
}

static void climb_past_missing(Climb *c)
{
    while (c->at % 2 == 0 && c->at != 0)
        climb_up(c);
}

bool merkle_verify(Hash leaf, i64 index, i64 size, const MerklePath *p, Hash root)
{
    if (index < 0 || index >= size)
        return false;
    Climb c = { index, size - 1 };
    Hash  r = leaf;
    for (int i = 0; i < p->n; i++, climb_up(&c)) {
        if (c.last == 0)
            return false;
        if (climb_is_right(&c)) {
            r = node_of(p->node[i], r);
            climb_past_missing(&c);
        } else {
            r = node_of(r, p->node[i]);
        }
    }
    return c.last == 0 && hash_eq(&r, &root);
}

bool merkle_verify_growth(i64 from, Hash from_root, i64 to, Hash to_root, const MerklePath *p)
{
    if (from <= 0 || from > to)
        return false;
    if (from == to)
        return p->n == 0 && hash_eq(&from_root, &to_root);

    bool from_is_whole = (from & (from - 1)) == 0; /* a complete subtree: the path leaves its root out */
    if (p->n == 0 && !from_is_whole)
        return false;
    Climb c = { from - 1, to - 1 };
    while (c.at % 2 == 1)
        climb_up(&c);
    Hash old = from_is_whole ? from_root : p->node[0], new = old;
    for (int i = from_is_whole ? 0 : 1; i < p->n; i++, climb_up(&c)) {
        if (c.last == 0)
            return false;
        if (climb_is_right(&c)) {
            old = node_of(p->node[i], old);
            new = node_of(p->node[i], new);
            climb_past_missing(&c);
        } else {
            new = node_of(new, p->node[i]);
        }
    }
    return c.last == 0 && hash_eq(&old, &from_root) && hash_eq(&new, &to_root);
}
