/* lognode: the inner nodes of the Merkle logs, kept for every fourth level (engine/proof/merkle.h), so that a proof or an old
 * root reads at most 16 rows for each four levels: some 60 rows of a log with a million events.
 *
 * Derived from the leaves. Written with the event; made again by `yuanchang rebuild`, which `yuanchang migrate`
 * calls for events that are older than the table. A node that is not there is computed from the leaves below it: slower, never
 * wrong. Who proves checks the proof against the head before it goes out, so a node that was changed cannot mislead. */
#pragma once
#include "db/db.h"
#include "engine/proof/merkle.h"

/* In the body that appended event number `size`: the nodes that merkle_append() handed out. */
MUST Err lognode_add(Db *w, Code county, Code log, i64 size, const Hash *kept, int n);

/* Can an event that stands in a row lie in that log? A log is a code, of at most twelve digits, and so is its county; what
 * is longer somebody else wrote. Rooms of LOG_ROOM bytes hold one and its end. */
enum { LOG_ROOM = 24 };
bool lognode_is_log(Str log);

typedef struct LogTree LogTree;
LogTree   *lognode_open(Ctx *c, Code log, i64 size); /* the log's first `size` events; lives in c's arena */
MerkleTree lognode_tree(LogTree *t);                 /* for merkle_path() and its like; blocks read stay at hand */

i64      lognode_expected(i64 size); /* how many nodes a log of that size keeps */
MUST Err lognode_rebuild(Db *w);     /* all of them anew; ERR_DB where an event lies in a log that lognode_is_log() denies */
