/* slip: what stands on one ballot, as text that has exactly one form, so that two who typed the same typed the same bytes, and so
 * that anyone can hash it. Options are numbered from 1.
 *
 *   motion   yes, no or abstain
 *   choice   one number, or - for none
 *   approve  numbers, ascending, or -          1,3
 *   rank     numbers, best first, or -         3,1,2
 *   budget   numbers, ascending, or -: projects that are approved
 *
 * Pure. */
#pragma once
#include "base/str.h"

typedef enum SlipKind { SLIP_MOTION, SLIP_CHOICE, SLIP_APPROVE, SLIP_RANK, SLIP_BUDGET, SLIP_KINDS } SlipKind;
extern const char *const slip_names[]; /* "motion" .. */

enum { SLIP_OPTIONS_MOST = 100, SLIP_TEXT_MOST = 300 };
enum { SLIP_ABSTAINS, SLIP_YES, SLIP_NO }; /* v[0] of a motion's */

typedef struct Slip {
    int    v[SLIP_OPTIONS_MOST];
    size_t n; /* a motion's: 1 */
} Slip;

/* False: not that form, an option that is none, one twice, or more than `most` of them. O(n^2), n at most SLIP_OPTIONS_MOST. */
bool slip_parse(SlipKind kind, int options, int most, Str text, Slip *ret_slip);
/* Somebody's typing in the one form: numbers in any order where order says nothing, with spaces, full stops or commas of either
 * width between; empty is -. False: as above. */
bool slip_typed(Arena *a, SlipKind kind, int options, int most, Str typed, Str *ret_text);
