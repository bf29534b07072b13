/* link: what leads to what, across nouns: a need that goes on at the city, a meeting that came of needs, a project of a decision.
 * Pointers run against the arrows of the house: the later record points to the earlier one, whose noun never knows it, and
 * finds its way back here.
 *
 * FROM and PART_OF carry the story: who points is a chapter of what is pointed to, and all chapters of one root are told as one
 * (matter/story.h). MENTIONS only names: an agenda's needs. A link is written in the body of the act that makes it, at both
 * ends, each in its own county, and is never taken back but by link_drop(). */
#pragma once
#include "record/check.h"

typedef enum LinkKind { LINK_FROM, LINK_PART_OF, LINK_MENTIONS, LINK_KINDS } LinkKind;

/* A record of whatever noun. The place of `ref` is not known here: Noun.title fills it. */
typedef struct Linked {
    Str      noun;
    Ref      ref;
    LinkKind kind;
    bool     is_back; /* that one points here */
} Linked;

enum { LINKS_MOST = 100 };
typedef struct Links {
    const Linked *v;
    size_t        n;
    bool          more; /* it is pointed to by more than are listed */
} Links;

/* Twice is harmless. ERR_TOO_LARGE: `from` points to LINKS_MOST already, or the story has as many chapters. */
MUST Err link_put(Db *w, const char *noun, Ref from, LinkKind kind, const char *to_noun, Ref to);
MUST Err link_drop(Db *w, const char *noun, Ref from, LinkKind kind, const char *to_noun, Ref to); /* MENTIONS only */
/* What it points to, in the order in which it was said; then what points to it, the newest LINKS_MOST first. */
MUST Err link_list(Ctx *c, Str noun, Ref ref, Links *ret_links);
/* The chapters of one story, the root first, the record itself among them: at least that one, at most LINKS_MOST + 1. Of a part's
 * story the parts beside it are no chapters: a task's is not that of what else was agreed on. */
MUST Err link_chapters(Ctx *c, Str noun, Ref ref, Links *ret_links);
/* Every link stands at both of its ends. */
MUST Err link_check(Ctx *c, Report *r);
