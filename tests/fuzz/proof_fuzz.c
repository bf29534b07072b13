/* proof_fuzz: a proof from a stranger, against a head that we hold. None can be right: the root held is the hash of
 * nothing that was ever logged. The first line of the input is the head, the rest the proof. */
#include "record/loghead.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define HELD "0000000000000000000000000000000000000000000000000000000000000001"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str json = { (const char *)bytes, n }, head;
    Ctx c;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    BUG_ON(loghead_verify_proof(&c, json, STR(HELD), STR_NONE) == OK);
    ctx_clear_failure(&c);
    str_next(&json, '\n', &head);
    if (loghead_verify_proof(&c, json, head, STR_NONE) == OK) {
        /* It may fit a head of its own making; then it fits no other. */
        ctx_clear_failure(&c);
        BUG_ON(loghead_verify_proof(&c, json, STR("yc1 1 1 " HELD " 0"), STR_NONE) == OK);
    }
    arena_close(c.arena);
    return 0;
}
