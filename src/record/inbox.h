/* inbox (消息): telling people what became of what they voiced. One line a household (or account) and subject event;
 * its text is a message key with two values, put into words when it is read. */
#pragma once
#include "record/list.h"

typedef struct InboxLine {
    i64         id;        /* id_new() before the body, db_id(w) in it */
    Code        county;    /* of the household; for an account, of the place where it holds its role */
    i64         household; /* or 0 */
    i64         account;   /* or 0 */
    const char *key;       /* "inbox." and the kind of event */
    Str         a, b;
    Ref         subject;
    const char *noun;      /* "need": where the link goes */
} InboxLine;

MUST Err inbox_tell(Db *w, const InboxLine *line);
/* Before one of two messages of which the newer says how it is: what of both was told about that record and is unread goes. `line` as
 * for inbox_tell(); `other`: the key of the other. */
MUST Err inbox_unsay(Db *w, const InboxLine *line, const char *other);

typedef struct InboxRow {
    i64  id, at, read_at;
    Str  key, a, b, noun;
    Ref  subject;
} InboxRow;

/* The actor's, the newest first. */
typedef struct InboxRows { const InboxRow *v; size_t n; Cursor next; } InboxRows;
MUST Err inbox_list(Ctx *c, const Cursor *after, int most, InboxRows *ret);
/* How many that list has, of which `page` was read behind `after`. */
MUST Err inbox_count(Ctx *c, const Cursor *after, const InboxRows *page, ListCount *ret_count);
MUST Err inbox_unread(Ctx *c, i64 *ret_n);
MUST Err inbox_read(Ctx *c, i64 upto_id);
/* One of them, and it is read from now on. ERR_MISSING: none of the actor's. */
MUST Err inbox_open(Ctx *c, i64 id, InboxRow *ret_row);
