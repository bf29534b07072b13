/* studio: makes both sizes of a picture where a hostile one can do little harm. Decoders are where strangers' bytes meet
 * the most code; none of it runs in this process, and none of it twice in the same one.
 *
 * The studio is a child: this program begun anew under another name, with an empty environment and nothing open but a
 * socket. It loads libvips, which costs more than a small picture, and never sees a picture itself. For each it forks a
 * painter, which has that picture's socket and nothing else: no files, no network, no other process (studio_cell.h),
 * bounded memory and processor time. A painter ends with its picture, well or not, so nothing of one picture can reach the
 * next. docs/decisions/0024. */
#pragma once
#include "base/base.h"

enum { STUDIO_SHOWN = 1600, STUDIO_SMALL = 320 }; /* pixels */

/* Two JPEGs of the picture, at most so many pixels wide and high, never larger than it: sRGB, upright, white where it is
 * transparent, nothing of its metadata left. A painter is given picture_bare() of it. At most two are made at once, and no
 * read transaction is held meanwhile. What it took is added to c->painted.
 * ERR_MEDIA: it could not be read as a whole, or took too much. ERR_BUSY: too many wait, or no child can be begun. ERR_INTERNAL: there
 * is no libvips. */
MUST Err studio_make(Ctx *c, Str picture, Str *ret_shown, Str *ret_small);

void     studio_close(void);        /* ends the child; the next picture begins another */
void     studio_hasten(i64 ms);     /* for tests: how long a picture may take (30 s) */
