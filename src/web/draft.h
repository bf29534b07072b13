/* draft (先存着): a form that is put aside as it was typed, with its pictures, and gone on with later. Only where somebody presses the
 * button, of a route with ROUTE_DRAFT (part/draft in its form), or sent it with pictures and was refused: nothing is kept because
 * somebody left. One a person and form,
 * thirty days; seen by who typed it and nobody else; gone when it is sent, thrown away, or the person asks to be forgotten.
 *
 * The buttons send the form itself, so that session, permission and token are asked as ever: _draft=keep puts it aside, _draft=ID
 * (from one's own page) shows it again as it was typed, _draft_of=ID in the form that is sent at last brings its pictures along,
 * _draft_bare leaves them out. What is in it is checked when it is sent, not before. Secrets and files that are no pictures are not
 * kept. In another house's name none is put aside. */
#pragma once
#include "record/noun.h"
#include "web/form.h"
#include "web/route.h"

#define DRAFT_LASTS (30 * DAY)
#define DRAFT_WAITS DAY
enum { DRAFT_MOST = 32768, /* bytes of what was typed */ DRAFTS_MOST = 50 /* of a person */ };

typedef struct Draft {
    Ref ref;
    Str form, path, title, typed; /* title: the first line that was typed */
    bool waits;                   /* of a form that was refused: nobody put it aside */
    i64 at, until;
} Draft;
typedef struct Drafts { const Draft *v; size_t n; } Drafts; /* at most DRAFTS_MOST */

/* Of a POST whose form is known and not yet decoded. *ret_done: it was put aside, or shown again; nothing else is to happen. Else the
 * values are those to be decoded. ERR_INVALID at the form's pictures:
 * the draft that should bring them is gone. ERR_MISSING: no such draft of the actor's. ERR_TOO_LARGE. ERR_DENIED: in another's name. */
MUST Err draft_press(Request *r, RawValues *values, bool *ret_done);
/* Of one that comes back with a row more or less (web/form_rows.h): it goes on with the draft that it went on with. */
MUST Err draft_along(Request *r, RawValues *values);
/* Of a form that was refused and comes back, with the failure in its context: the pictures that were chosen wait a day, as if it had been put aside, and the form brings
 * them along when it is sent again. Beside one of its kind that was put aside, and in place of what waited before of that very form (its `once`); not in another
 * house's name. */
void     draft_wait(Request *r);
/* The form was sent, and what it asked for was done. */
void     draft_sent(Request *r);
MUST Err draft_list(Ctx *c, Code county, Drafts *ret); /* the actor's; `county`: of the account */

extern const Noun draft_noun;
extern const Out  draft_out[]; /* ui.draft: the one that this form goes on with */
