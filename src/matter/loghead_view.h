/* loghead_view: a log's head as a view, for its own page, for proofs and for sheets that print it. */
#pragma once
#include "record/loghead.h"
#include "web/view.h"

/* head (the line), size, root, at, signature, public_key. */
void loghead_put(Arena *a, View *map, const LogHead *h);
#define LOGHEAD_OUT                                                                                                      \
    { "head", OUT_TEXT }, { "size", OUT_INT }, { "root", OUT_TEXT }, { "at", OUT_TIME }, { "signature", OUT_TEXT },      \
    { "public_key", OUT_TEXT }
