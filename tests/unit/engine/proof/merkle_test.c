/* Merkle trees against the vectors that Certificate Transparency's own implementations are tested with (RFC 6962 and
 * 9162 hash alike), and against a slow definition of root and proof for thousands of trees. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/proof/merkle.h"
#include "support/dice.h"

enum { ENTRIES = 8, MOST = 200 };

static const Str entries[ENTRIES] = {
    { "", 0 },
    { "\x00", 1 },
    { "\x10", 1 },
    { "\x20\x21", 2 },
    { "\x30\x31", 2 },
    { "\x40\x41\x42\x43", 4 },
    { "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
    { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
};

static const char *const roots[ENTRIES + 1] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

#define A1 "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define A2 "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define A3 "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
#define B1 "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define B2 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define B3 "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

typedef struct Vector {
    i64         a, b; /* index and size, or from and to */
    const char *path[4];
} Vector;

static const Vector paths[] = {
    { 0, 1, { NULL } },
    { 0, 8, { A1, A2, A3 } },
    { 5, 8, { B1, B2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
    { 2, 3, { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" } },
    { 1, 5, { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", A2, B1 } },
};

static const Vector growths[] = {
    { 1, 1, { NULL } },
    { 1, 8, { A1, A2, A3 } },
    { 6, 8, { B3, B2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
    { 2, 5, { A2, B1 } },
};

static Hash hex(const char *text)
{
    Hash h;
    assert_true(hash_from_hex(str_from(text), &h));
    return h;
}

static void assert_hash(Hash a, Hash b)
{
    assert_memory_equal(a.b, b.b, sizeof a.b);
}

static void leaves_of(Hash *ret, i64 n)
{
    for (i64 i = 0; i < n; i++)
        ret[i] = merkle_leaf(entries[i]);
}

static void assert_path(const MerklePath *p, const Vector *v)
{
    int n = 0;
    for (; v->path[n] != NULL; n++)
        assert_hash(p->node[n], hex(v->path[n]));
    assert_int_equal(p->n, n);
}

static void roots_are_those_of_certificate_transparency(void **s)
{
    Hash           leaves[ENTRIES];
    MerkleFrontier f = { 0 };
    leaves_of(leaves, ENTRIES);
    for (i64 n = 0; n <= ENTRIES; n++) {
        assert_hash(merkle_root_of(leaves, n), hex(roots[n]));
        assert_hash(merkle_root(&f), hex(roots[n]));
        if (n < ENTRIES)
            merkle_append(&f, leaves[n], NULL);
    }
}

static void paths_are_those_of_certificate_transparency(void **s)
{
    Hash       leaves[ENTRIES] = { 0 };
    MerklePath p;
    MerkleTree tree = merkle_leaves(leaves);
    leaves_of(leaves, ENTRIES);
    for (size_t i = 0; i < COUNTOF(paths); i++) {
        assert_int_equal(merkle_path(&tree, paths[i].b, paths[i].a, &p), OK);
        assert_path(&p, &paths[i]);
    }
    for (size_t i = 0; i < COUNTOF(growths); i++) {
        assert_int_equal(merkle_growth_path(&tree, growths[i].a, growths[i].b, &p), OK);
        assert_path(&p, &growths[i]);
    }
}

/* Leaves that differ; MOST of them, and the root of each beginning. */
static void make_trees(Hash leaves[MOST], Hash ret_roots[MOST + 1])
{
    for (i64 i = 0; i < MOST; i++) {
        u64 v = dice_any();
        leaves[i] = merkle_leaf((Str){ (const char *)&v, sizeof v });
    }
    for (i64 n = 0; n <= MOST; n++)
        ret_roots[n] = merkle_root_of(leaves, n);
}

static void every_leaf_of_every_tree_is_proved(void **s)
{
    Hash       leaves[MOST] = { 0 }, root[MOST + 1];
    MerkleTree tree = merkle_leaves(leaves);
    dice_throw("every_leaf_of_every_tree_is_proved");
    make_trees(leaves, root);
    for (i64 n = 1; n <= MOST; n++) {
        for (i64 i = 0; i < n; i++) {
            MerklePath p;
            assert_int_equal(merkle_path(&tree, n, i, &p), OK);
            assert_true(merkle_verify(leaves[i], i, n, &p, root[n]));
        }
    }
}

static void a_proof_of_something_else_is_refused(void **s)
{
    Hash       leaves[MOST] = { 0 }, root[MOST + 1];
    MerkleTree tree = merkle_leaves(leaves);
    dice_throw("a_proof_of_something_else_is_refused");
    make_trees(leaves, root);
    for (int round = 0; round < 5000; round++) {
        i64        n = dice_between(2, MOST), i = dice_upto(n), other = dice_upto(n);
        MerklePath p;
        assert_int_equal(merkle_path(&tree, n, i, &p), OK);
        if (other != i) {
            assert_false(merkle_verify(leaves[other], i, n, &p, root[n]));
            assert_false(merkle_verify(leaves[i], other, n, &p, root[n]));
        }
        assert_false(merkle_verify(leaves[i], i, n, &p, root[n - 1]));
        assert_false(merkle_verify(leaves[i], -1, n, &p, root[n]));
        assert_false(merkle_verify(leaves[i], n, n, &p, root[n]));

        int bit = (int)dice_upto(256), node = (int)dice_upto(p.n);
        p.node[node].b[bit / 8] ^= (u8)(1 << bit % 8);
        assert_false(merkle_verify(leaves[i], i, n, &p, root[n]));
        p.node[node].b[bit / 8] ^= (u8)(1 << bit % 8);
        p.n--;
        assert_false(merkle_verify(leaves[i], i, n, &p, root[n]));
        p.n += 2;
        p.node[p.n - 1] = leaves[other];
        assert_false(merkle_verify(leaves[i], i, n, &p, root[n]));
    }
}

static void every_growth_is_proved_and_a_rewritten_past_is_not(void **s)
{
    Hash       leaves[MOST] = { 0 }, root[MOST + 1];
    MerkleTree tree = merkle_leaves(leaves);
    dice_throw("every_growth_is_proved_and_a_rewritten_past_is_not");
    make_trees(leaves, root);
    for (i64 to = 1; to <= MOST; to++) {
        for (i64 from = 1; from <= to; from++) {
            MerklePath p;
            assert_int_equal(merkle_growth_path(&tree, from, to, &p), OK);
            assert_true(merkle_verify_growth(from, root[from], to, root[to], &p));
            assert_false(merkle_verify_growth(from, root[from - 1], to, root[to], &p));
            assert_false(merkle_verify_growth(from, root[from], to, root[to - 1], &p));
            if (p.n > 0) {
                p.node[dice_upto(p.n)].b[0] ^= 1;
                assert_false(merkle_verify_growth(from, root[from], to, root[to], &p));
            }
        }
    }
}

/* Only every fourth level is kept; the numbers of its nodes follow from the size. */
static void kept_nodes_are_the_roots_of_16_and_256_leaves(void **s)
{
    enum { MANY = 520 };
    static Hash    leaves[MANY];
    MerkleFrontier f = { 0 };
    Hash           kept[MERKLE_KEPT];
    int            all = 0;
    for (i64 i = 0; i < MANY; i++) {
        leaves[i] = merkle_leaf((Str){ (const char *)&i, sizeof i });
        int n = merkle_append(&f, leaves[i], kept);
        for (int level = 1; level <= n; level++) {
            i64 nth = (f.size >> (MERKLE_STEP * level)) - 1, under = (i64)1 << (MERKLE_STEP * level);
            assert_hash(kept[level - 1], merkle_root_of(leaves + nth * under, under));
        }
        all += n;
    }
    assert_int_equal(all, MANY / 16 + MANY / 256);
}

static Err refuse_node(void *arg, int level, i64 nth, Hash *ret_node)
{
    return ++*(int *)arg > 3 ? ERR_DB : (*ret_node = merkle_empty(), OK);
}

static void what_cannot_be_read_is_passed_on(void **s)
{
    int        asked = 0;
    MerkleTree tree = { refuse_node, &asked };
    MerklePath p;
    assert_int_equal(merkle_path(&tree, 1000, 5, &p), ERR_DB);
    assert_int_equal(asked, 4);
}

static void growth_from_nothing_or_backwards_is_refused(void **s)
{
    MerklePath p = { .n = 0 };
    Hash       r = merkle_empty();
    assert_false(merkle_verify_growth(0, r, 5, r, &p));
    assert_false(merkle_verify_growth(5, r, 4, r, &p));
    assert_false(merkle_verify_growth(-1, r, -1, r, &p));
    assert_false(merkle_verify_growth(3, r, 4, r, &p));
    assert_false(merkle_verify_growth(2, r, 4, r, &p));
}

static void a_frontier_grows_as_the_tree_does_and_survives_being_stored(void **s)
{
    Hash           leaves[MOST], root[MOST + 1];
    dice_throw("a_frontier_grows_as_the_tree_does_and_survives_being_stored");
    make_trees(leaves, root);
    MerkleFrontier f = { 0 };
    for (i64 n = 0; n < MOST; n++) {
        char           row[MERKLE_MAX_PATH * sizeof(Hash)];
        Str            bytes = merkle_frontier_bytes(&f);
        MerkleFrontier back;
        memcpy(row, bytes.p, bytes.n);
        assert_true(merkle_frontier_from(n, (Str){ row, bytes.n }, &back));
        assert_hash(merkle_root(&back), root[n]);
        assert_false(merkle_frontier_from(n, (Str){ row, bytes.n + 1 }, &back));
        assert_false(merkle_frontier_from(2 * n + 1, (Str){ row, bytes.n }, &back));
        assert_false(merkle_frontier_from(-1, (Str){ row, bytes.n }, &back));
        merkle_append(&f, leaves[n], NULL);
    }
    assert_hash(merkle_root(&f), root[MOST]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_those_of_certificate_transparency),
        cmocka_unit_test(paths_are_those_of_certificate_transparency),
        cmocka_unit_test(every_leaf_of_every_tree_is_proved),
        cmocka_unit_test(a_proof_of_something_else_is_refused),
        cmocka_unit_test(every_growth_is_proved_and_a_rewritten_past_is_not),
        cmocka_unit_test(kept_nodes_are_the_roots_of_16_and_256_leaves),
        cmocka_unit_test(what_cannot_be_read_is_passed_on),
        cmocka_unit_test(growth_from_nothing_or_backwards_is_refused),
        cmocka_unit_test(a_frontier_grows_as_the_tree_does_and_survives_being_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
