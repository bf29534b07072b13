/* loghead: the heads of the Merkle logs, signed, and proofs from them. */
#pragma once
#include "record/event.h"

typedef struct LogHead {
    Code log;
    i64  size;
    Hash root;
    i64  at;            /* when it was signed: the time of its newest event */
    Str  signature;     /* Ed25519 (RFC 8032) over loghead_line(), 64 bytes */
} LogHead;

/* Keys: <data>/keys/log.key (secret, 0600) and log.pub; made by `yuanchang init`, apart from the database. */
MUST Err loghead_keys_make(Ctx *c, Str data_folder); /* ERR_CONFLICT: there already */
MUST Err loghead_keys_open(Ctx *c, Str data_folder);
Str      loghead_public_key(Arena *a);                                      /* hex */

MUST Err loghead_read(Ctx *c, Code log, LogHead *ret_head);                 /* ERR_MISSING: no event there yet */
MUST Err loghead_all(Ctx *c, i64 *ret_logs, i64 *ret_at);                    /* how many logs, and the time of the newest event of all; 0: none */
Str      loghead_line(Arena *a, const LogHead *h);                          /* "yc1 LOG SIZE ROOT AT": what is signed and printed */
bool     loghead_verify(const LogHead *h, Str public_key_hex);

/* Proofs of events under the head of `size` (0: the newest). JSON text, self-contained: leaf line, index (seq - 1), size,
 * path, head, signature. Who proves many opens the log once: what was read for one serves the next.
 * ERR_MISSING: there is no such log, size, or event below it. */
typedef struct LogProver LogProver; /* lives in c's arena */
MUST Err loghead_prover(Ctx *c, Code log, i64 size, LogProver **ret_prover);
const LogHead *loghead_of_prover(const LogProver *p);
MUST Err loghead_prove(LogProver *p, i64 seq, Str *ret_json);
/* Proof that the log of `from` is a prefix of the log of `to` (0: the newest). ERR_MISSING: there is no such size. */
MUST Err loghead_prove_growth(Ctx *c, Code log, i64 from, i64 to, Str *ret_json);
/* Checks such a proof against a head line as it is printed, the whole of it; what is wrong comes as ERR_INVALID with a
 * message. A proof of growth is checked against either of its two heads. With a public key, the signature that stands
 * in the proof is checked too; empty: it is not, and the paper is what one trusts. {"proofs": [..]}: each of them must
 * hold. A proof may carry the leaf's hash ("leaf_hash") instead of its line, where the line is not for everyone. */
MUST Err loghead_verify_proof(Ctx *c, Str json, Str head_line, Str public_key_hex);
