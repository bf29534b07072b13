/* quorum_text: a rule with one way (engine/tally/quorum.h) as lines of text, to be kept with what it decided and to be read by
 * people and by yuanchang tally alike:
 *
 *   valid owner present at-least 2/3 roll
 *   valid area present at-least 2/3 roll
 *   passes owner yes at-least 3/4 present
 *   admits proxy writing
 *   proxies 3
 *
 * Pure. */
#pragma once
#include "base/buf.h"
#include "engine/tally/quorum.h"

extern const char *const quorum_basis_names[]; /* "person" .., by QuorumBasis */

bool quorum_word_find(Str word, const char *const *names, int *ret_i); /* of names that end with NULL */
void quorum_rule_put(Buf *b, const QuorumRule *rule);
/* One line of it, added to *rule. False: it is none, or more conditions than a way holds. */
bool quorum_rule_line(Str line, QuorumRule *rule);
bool quorum_rule_parse(Str text, QuorumRule *ret_rule);
/* The way of the rule whose conditions are all about these bases (bits 1 << QuorumBasis), as a rule of its own: what notice
 * settles on. A rule without conditions stays one. False: no way is. */
bool quorum_rule_for(const QuorumRule *rule, unsigned bases, QuorumRule *ret_rule);
