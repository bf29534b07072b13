/* committee_methods: the rules by their names, in the order in which they are told. See committee.h. */
#include "engine/tally/committee.h"

const CommitteeMethod committee_methods[COMMITTEE_METHODS] = {
    { "av", committee_av, false },
    { "sav", committee_sav, false },
    { "seqpav", committee_seqpav, false },
    { "revseqpav", committee_revseqpav, false },
    { "seqphragmen", committee_seqphragmen, false },
    { "equal-shares", committee_equal_shares, false },
    { "greedy-monroe", committee_greedy_monroe, false },
    { "pav", committee_pav, true },
    { "cc", committee_cc, true },
};
