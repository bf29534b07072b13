/* story_view: what the page of any matter shows of it: how it went, its pictures, what leads to it and away from it. The HTML
 * is part/story and part/linked. */
#pragma once
#include "matter/story.h"
#include "record/file.h"
#include "web/piece.h"

extern const Out story_out[];  /* data.steps: {at, kind, words, text, title, helper, desk, channel, is_answer, left_out} */
extern const Out photo_out[];  /* data.photos: {hash, href, small, role, width, height, is_kept, is_on_paper} */
extern const Out linked_out[]; /* data.linked: {noun, href, title, way} */

/* What told_put() puts, for the Out table of a matter's page. is_.._cut: there is more. */
#define PHOTOS_OUT { "photos", OUT_LIST, photo_out }, { "has_photos", OUT_BOOL }
#define STORY_OUT                                                                                                        \
    { "steps", OUT_LIST, story_out }, PHOTOS_OUT, { "linked", OUT_LIST, linked_out },             \
    { "has_linked", OUT_BOOL }, { "is_story_cut", OUT_BOOL }, { "is_linked_cut", OUT_BOOL }

/* "/need/:need/proof" is a need's: for handlers that serve routes of several nouns, each in the noun's own table. */
const struct Noun *noun_of_route(const Request *r);
const char *step_key(Arena *a, Str kind, const char *end); /* words of a kind of event: "need.taken" need.step.taken, and `end` */
Str      matter_href(Arena *a, Str noun, Ref ref); /* /need/420325-3fq8k */
/* data.photos. is_kept: not for the public; is_on_paper: among the first three that are. */
MUST Err photos_put(Request *r, const char *noun, Ref ref);
void     photo_put(Request *r, View *m, const PhotoRow *p, bool is_on_paper); /* one, as photo_out says */
/* data.qr and data.address: where the page at `path` is found, for part/paper_foot. `key`: what the QR code is of, in words. */
MUST Err paper_put(Request *r, Str path, const char *key);
#define PAPER_OUT { "qr", OUT_MARKUP }, { "address", OUT_TEXT }, { "address_parts", OUT_LIST } /* a line of it ends at a slash */

/* data.steps, data.photos and data.linked, of the route's record (r->ref, noun_of_route()). */
MUST Err told_put(Request *r);
/* What they and this ask first is asked along with the record: to be called before it is read. */
void     told_foresee(Request *r);

/* What proves that each step of a matter stands in the log (proof_page.c), for any noun that has a title and says who may see its
 * records. Its routes have it by one line: PROOF_ROUTE("need"). */
Handler          proof_page;
extern const Out proof_out[];
extern const Form proof_form; /* the size of the head that was printed; left out: the newest */

#define PROOF_ROUTE(noun)                                                                                                \
    { .method = GET, .cost = DEAR, .path = "/" noun "/:" noun "/proof", .handler = proof_page, .page = "proof",          \
      .may = VERB_PUBLIC, .form = &proof_form, .form_again = proof_page, .limit = PER_ACTOR(60, HOUR), .out = proof_out, \
      .what = "What proves that each step of a matter stands in the log, as its head is or was printed; with .json, the proofs" }
