/* unsaid: a signed paper by which somebody acted for a house is found not to be its word (help_review, entry/help.h). What stands by it
 * is taken out again, of whatever noun: each part by Noun.unsaid, with an event that names the consent. The job goes on where it was cut
 * off: what is out already is not found again. What a house said itself since is its own and stays. */
#pragma once
#include "record/job.h"
#include "record/noun.h"

extern const JobKind unsaid_job;
/* For Noun.heard: of a paper that is not right the job is put. */
MUST Err unsaid_heard(Db *w, const Noun *noun, const struct EventNew *e);
