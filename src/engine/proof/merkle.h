/* merkle: the hash tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256.
 *
 * Leaf: H(0x00 || entry). Node: H(0x01 || left || right). The tree of n leaves splits at the largest power of two
 * smaller than n. A frontier holds the roots of the complete subtrees, largest first, one for each set bit of n: all
 * that is needed to append and to know the root. Pure: no database, clock, locale or network.
 *
 * Paths are made from the roots of complete subtrees, which a MerkleTree reads from wherever they lie. Who keeps every
 * MERKLE_STEP-th level (merkle_append() hands them out) reads at most MERKLE_SPAN nodes of a kept level for each step of
 * levels: O(log n) in all. All functions are O(log n) but merkle_root_of and what reads a MerkleLeaves, which are O(n). */
#pragma once
#include "base/err.h"
#include "base/hash.h"

enum {
    MERKLE_MAX_PATH = 63,
    MERKLE_STEP = 4, /* levels from one kept node to the kept ones below it */
    MERKLE_SPAN = 1 << MERKLE_STEP,
    MERKLE_KEPT = MERKLE_MAX_PATH / MERKLE_STEP
};

typedef struct MerkleFrontier {
    i64  size;          /* leaves, 0 .. 2^62 */
    Hash root[MERKLE_MAX_PATH];
    int  n;
} MerkleFrontier;

typedef struct MerklePath {
    Hash node[2 * MERKLE_MAX_PATH];
    int  n;
} MerklePath;

Hash merkle_leaf(Str entry);
Hash merkle_empty(void);                               /* the root of no leaves: H("") */
/* Appends. ret_kept (may be NULL): the roots of 16, 256, 4096 .. leaves that this leaf completed; returns how many. The
 * i-th, from 1, is node (size >> 4 i) - 1 of its level. */
int  merkle_append(MerkleFrontier *f, Hash leaf, Hash ret_kept[MERKLE_KEPT]);
Hash merkle_root(const MerkleFrontier *f);
Hash merkle_root_of(const Hash *leaves, i64 n);        /* slow and obvious; for rebuild and tests */

/* The frontier as bytes for a database row: n * 32, size kept beside; false when they do not fit together. */
Str  merkle_frontier_bytes(const MerkleFrontier *f);
bool merkle_frontier_from(i64 size, Str bytes, MerkleFrontier *ret_f);

/* Where complete subtrees are read: node `nth` of `level` stands over the leaves from nth << level, 1 << level of them,
 * all of which are there. What fails is passed on. */
typedef struct MerkleTree {
    Err (*node)(void *arg, int level, i64 nth, Hash *ret_node);
    void *arg;
} MerkleTree;
MerkleTree merkle_leaves(const Hash *leaves); /* of leaves in memory */

MUST Err merkle_root_at(const MerkleTree *t, i64 size, Hash *ret_root);                             /* size >= 0 */
MUST Err merkle_path(const MerkleTree *t, i64 size, i64 index, MerklePath *ret_path);               /* 2.1.3.1; 0 <= index < size */
bool     merkle_verify(Hash leaf, i64 index, i64 size, const MerklePath *p, Hash root);             /* 2.1.3.2 */
MUST Err merkle_growth_path(const MerkleTree *t, i64 from, i64 to, MerklePath *ret_path);           /* 2.1.4.1; 0 < from <= to */
bool     merkle_verify_growth(i64 from, Hash from_root, i64 to, Hash to_root, const MerklePath *p); /* 2.1.4.2 */
