/* story_view: what the page of any matter shows of it: how it went, its pictures, what leads to it and away from it. The HTML
 * is part/story and part/linked. */
#pragma once
#include "matter/story.h"
#include "web/piece.h"

extern const Out story_out[];  /* data.steps: {at, kind, words, text, title, helper, desk, channel, is_answer, left_out} */
extern const Out photo_out[];  /* data.photos: {href, small, role, width, height} */
extern const Out linked_out[]; /* data.linked: {noun, href, title, way} */

/* What story_put(), photos_put() and linked_put() put, for the Out table of a matter's page. is_.._cut: there is more. */
#define STORY_OUT                                                                                                        \
    { "steps", OUT_LIST, story_out }, { "photos", OUT_LIST, photo_out }, { "linked", OUT_LIST, linked_out },             \
    { "has_linked", OUT_BOOL }, { "is_story_cut", OUT_BOOL }, { "is_linked_cut", OUT_BOOL }

Str      matter_href(Arena *a, Str noun, Ref ref); /* /need/420325-3fq8k */
/* data.steps. Steps in a row of a kind that comes by the dozen, without words, are one line with their number, in the words of
 * its kind with _by at their end. */
MUST Err story_put(Request *r, const char *noun, Ref ref);
MUST Err photos_put(Request *r, const char *noun, Ref ref);
/* data.linked: records of other matters that this one names or is named by, as far as the actor may see them. */
MUST Err linked_put(Request *r, const char *noun, Ref ref);

/* What proves that each step of a matter stands in the log (proof_page.c), for any noun that has a title and says who may see its
 * records. Its routes have it by one line: PROOF_ROUTE("need"). */
Handler          proof_page;
extern const Out proof_out[];

#define PROOF_ROUTE(noun)                                                                                                \
    { .method = GET, .cost = DEAR, .path = "/" noun "/:" noun "/proof", .handler = proof_page, .page = "proof",          \
      .may = VERB_PUBLIC, .limit = PER_ACTOR(60, HOUR), .out = proof_out,                                                \
      .what = "What proves that each step of a matter stands in the log; with .json, the proofs themselves" }
