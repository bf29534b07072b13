/* lognode: see lognode.h. */
#include "record/lognode.h"
#include "record/lognode.sql.h"

#include <string.h>

Err lognode_add(Db *w, Code county, Code log, i64 size, const Hash *kept, int n)
{
    for (int i = 0; i < n; i++)
        TRY(db_exec(w, QUERY(lognode_add, .county = ARG(county), .log = ARG(log), .level = ARG(i + 1),
                             .nth = ARG((size >> (MERKLE_STEP * (i + 1))) - 1), .hash = HASH(kept[i]))));
    return OK;
}

i64 lognode_expected(i64 size)
{
    i64 n = 0;
    while ((size >>= MERKLE_STEP) > 0)
        n += size;
    return n;
}

/* ---- reading ---- */

/* Sixteen neighbours of a kept level: those that one node of the kept level above stands over. */
typedef struct Block {
    i64  first; /* the number of node[0]; -1: none is read */
    Hash node[MERKLE_SPAN];
} Block;

struct LogTree {
    Ctx  *c;
    Code  log;
    i64   size;
    Block at_hand[MERKLE_KEPT + 1]; /* of each kept level the last one read; 0: leaves */
};

LogTree *lognode_open(Ctx *c, Code log, i64 size)
{
    LogTree *t = NEW(c->arena, LogTree);
    t->c = c;
    t->log = log;
    t->size = size;
    for (size_t i = 0; i < COUNTOF(t->at_hand); i++)
        t->at_hand[i].first = -1;
    return t;
}

/* Reads what is there of a block; which nodes those are comes as bits. */
static Err block_read(LogTree *t, int kept, i64 first, Hash node[MERKLE_SPAN], unsigned *ret_there)
{
    Ctx       *c = t->c;
    ArenaMark *m = arena_mark(c->arena);
    Code       county = code_county(t->log);
    Rows       rows;
    *ret_there = 0;
    if (kept == 0)
        TRY(db_many(db_read(c), Q_LOGNODE_LEAVES, ARGS(county, t->log, first + 1), &rows));
    else
        TRY(db_many(db_read(c), Q_LOGNODE_BLOCK, ARGS(county, t->log, kept, first), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        i64 at = row_int(rows.row[i], C_LOGNODE_BLOCK_NTH);
        node[at] = row_hash(rows.row[i], C_LOGNODE_BLOCK_HASH);
        *ret_there |= 1u << at;
    }
    arena_rewind(c->arena, m);
    return OK;
}

/* The block that holds a node, with all nodes that are complete within the tree. What is not kept is computed from below. */
static Err block_of(LogTree *t, int kept, i64 nth, const Block **ret)
{
    i64      first = nth - nth % MERKLE_SPAN, complete = (t->size >> (MERKLE_STEP * kept)) - first;
    Block   *b = &t->at_hand[kept];
    unsigned there;
    *ret = b;
    if (b->first == first)
        return OK;
    b->first = -1;
    TRY(block_read(t, kept, first, b->node, &there));
    for (int i = 0; i < MERKLE_SPAN && i < complete; i++) {
        const Block *below;
        if (there & 1u << i)
            continue;
        if (kept == 0)
            return fail(t->c, ERR_DB, NULL, "log %.*s has no event %lld", STR_ARG(t->log), (long long)first + i + 1);
        TRY(block_of(t, kept - 1, (first + i) * MERKLE_SPAN, &below));
        b->node[i] = merkle_root_of(below->node, MERKLE_SPAN);
    }
    b->first = first;
    return OK;
}

/* Between two kept levels a node is computed from the two, four or eight that it stands over. */
static Err tree_node(void *arg, int level, i64 nth, Hash *ret_node)
{
    int          up = level % MERKLE_STEP;
    const Block *b;
    TRY(block_of(arg, level / MERKLE_STEP, nth << up, &b));
    *ret_node = merkle_root_of(&b->node[(nth << up) - b->first], 1 << up);
    return OK;
}

MerkleTree lognode_tree(LogTree *t)
{
    return (MerkleTree){ tree_node, t };
}

/* ---- made again ---- */

bool lognode_is_log(Str log)
{
    return log.n < LOG_ROOM;
}

enum { AT_ONCE = 12 };

typedef struct Growing {
    Db                      *w;
    char                     county[LOG_ROOM], log[LOG_ROOM];
    MerkleFrontier           f;
    union given_lognode_fill all; /* nodes that are not written yet */
    Hash                     hash[AT_ONCE];
    size_t                   n;
} Growing;

static Err nodes_write(Growing *g)
{
    size_t n = g->n;
    g->n = 0;
    g->all.by.county = ARG(g->county);
    g->all.by.log = ARG(g->log);
    _Static_assert(COUNTOF(g->all.by.row) == AT_ONCE, "{rows} of lognode_fill");
    if (n == AT_ONCE)
        return db_exec(g->w, FILLED(lognode_fill, g->all));
    for (size_t i = 0; i < n; i++)
        TRY(db_exec(g->w, QUERY(lognode_add, .county = g->all.by.county, .log = g->all.by.log,
                                .level = g->all.by.row[i].level, .nth = g->all.by.row[i].nth,
                                .hash = g->all.by.row[i].hash)));
    return OK;
}

/* As lognode_add(). */
static Err nodes_put(Growing *g, const Hash *kept, int n)
{
    for (int i = 0; i < n; i++) {
        g->hash[g->n] = kept[i];
        g->all.by.row[g->n].level = ARG(i + 1);
        g->all.by.row[g->n].nth = ARG((g->f.size >> (MERKLE_STEP * (i + 1))) - 1);
        g->all.by.row[g->n].hash = HASH(g->hash[g->n]);
        if (++g->n == AT_ONCE)
            TRY(nodes_write(g));
    }
    return OK;
}

static Err log_begin(Growing *g, Str county, Str log)
{
    TRY(nodes_write(g));
    if (!lognode_is_log(log) || !lognode_is_log(county))
        return fail(db_ctx(g->w), ERR_DB, NULL, "not a log: %.*s", STR_ARG(log));
    memset(g->county, 0, sizeof g->county);
    memset(g->log, 0, sizeof g->log);
    memcpy(g->county, county.p, county.n);
    memcpy(g->log, log.p, log.n);
    g->f = (MerkleFrontier){ 0 };
    return OK;
}

static Err grow(void *arg, Row r)
{
    Growing *g = arg;
    Hash     kept[MERKLE_KEPT];
    Str      county = row_text(r, C_LOGNODE_OF_ALL_COUNTY), log = row_text(r, C_LOGNODE_OF_ALL_LOG);
    if (!str_is(log, g->log) || !str_is(county, g->county))
        TRY(log_begin(g, county, log));
    int n = merkle_append(&g->f, row_hash(r, C_LOGNODE_OF_ALL_LEAF), kept);
    return nodes_put(g, kept, n);
}

Err lognode_rebuild(Db *w)
{
    Growing g = { .w = w };
    TRY(db_exec(w, Q_LOGNODE_CLEAR, ARGS()));
    TRY(db_each(w, Q_LOGNODE_OF_ALL, ARGS(), grow, &g));
    return nodes_write(&g);
}
