/* answer: how an answer is made and what every answer carries. The functions that pages call are in route.h. */
#pragma once
#include "web/route.h"
#include "web/wire.h"

/* What a page's buffer begins with, in bytes: few pages need more. A larger one mostly grows where it lies: while it is
 * written nothing else is taken. */
enum { ANSWER_FIRST = 24576 };

void answer_json(Request *r, int status, const View *data);
/* As a page would be: bytes are the request's. */
void answer_html(Request *r, int status, Str html);
/* A 304, gzip and an ETag where they are allowed; cache, language and security headers; cookies. Called once, last. */
void answer_finish(Request *r);
/* An address on this site, safe in a Location header: "/" when `path` leads elsewhere. */
Str  answer_local_path(Arena *a, Str path);
void answer_moved(Request *r, Str path); /* 308: it is always there */
/* Without page, database or session: for what is refused before it is looked at. */
void answer_plain(const Wire *w, Arena *a, Err e, Answer *ret_answer);
/* Notices that the last answer left for this page: a list of {text} in ui.notices; they are shown once. */
void answer_notices(Request *r);
