/* merkle: the hash tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256.
 *
 * Leaf: H(0x00 || entry). Node: H(0x01 || left || right). The tree of n leaves splits at the largest power of two
 * smaller than n. A frontier holds the roots of the complete subtrees, largest first, one for each set bit of n: all
 * that is needed to append and to know the root. Pure: no database, clock, locale or network.
 * All functions are O(log n) but merkle_path, merkle_growth_path and merkle_root_of, which are O(n) in leaves given. */
#pragma once
#include "base/hash.h"

enum { MERKLE_MAX_PATH = 63 };

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
Hash merkle_node(Hash left, Hash right);
Hash merkle_empty(void);                               /* the root of no leaves: H("") */
void merkle_append(MerkleFrontier *f, Hash leaf);
Hash merkle_root(const MerkleFrontier *f);
Hash merkle_root_of(const Hash *leaves, i64 n);        /* slow and obvious; for rebuild and tests */

/* The frontier as bytes for a database row: n * 32, size kept beside; false when they do not fit together. */
Str  merkle_frontier_bytes(const MerkleFrontier *f);
bool merkle_frontier_from(i64 size, Str bytes, MerkleFrontier *ret_f);

void merkle_path(const Hash *leaves, i64 n, i64 index, MerklePath *ret_path);        /* 2.1.3.1; 0 <= index < n */
bool merkle_verify(Hash leaf, i64 index, i64 size, const MerklePath *p, Hash root);  /* 2.1.3.2 */
void merkle_growth_path(const Hash *leaves, i64 from, i64 to, MerklePath *ret_path); /* 2.1.4.1; 0 < from <= to */
bool merkle_verify_growth(i64 from, Hash from_root, i64 to, Hash to_root, const MerklePath *p); /* 2.1.4.2 */
