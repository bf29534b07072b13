/* inbox: see inbox.h. A line lies in the county of whom it is for. A household's is known from the actor; an official's
 * is where they hold a role. One actor may have several boxes (a house and an office): they are read as one, by id. */
#include "record/inbox.h"
#include "record/inbox.sql.h"

#include <stdlib.h>

enum { MOST_BOXES = 64 }; /* of the counties in which an account holds roles (actor_of_account) */

typedef struct Box {
    Code county;
    i64  owner;
} Box;

typedef struct Boxes {
    Box    v[MOST_BOXES];
    size_t n;
} Boxes;

static void box_add(Boxes *b, Code county, i64 owner)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->v[i].owner == owner && str_eq(b->v[i].county, county))
            return;
    if (b->n < MOST_BOXES && county.n != 0 && owner != 0)
        b->v[b->n++] = (Box){ county, owner };
}

static Boxes boxes_of(const Actor *a)
{
    Boxes b = { 0 };
    box_add(&b, a->county, a->household);
    box_add(&b, a->county, a->account);
    for (size_t i = 0; i < a->n_grants; i++)
        box_add(&b, code_county(a->grants[i].place), a->account);
    return b;
}

Err inbox_tell(Db *w, const InboxLine *l)
{
    bool to_house = l->household != 0;
    if ((l->household != 0) == (l->account != 0)) /* a role or a consent of nobody, in a row that somebody else wrote */
        return fail(db_ctx(w), ERR_DB, NULL, "a message is for a household or for an account: %lld, %lld", (long long)l->household,
                    (long long)l->account);
    return db_exec(w, QUERY(inbox_add, .county = ARG(l->county), .owner = ARG(to_house ? l->household : l->account),
                            .id = ARG(l->id), .owner_kind = ARG(to_house ? "household" : "account"),
                            .message = ARG(l->key), .a = ARG(l->a.n ? l->a : STR("")), .b = ARG(l->b.n ? l->b : STR("")),
                            .noun = ARG(l->noun), .about_county = ARG(l->subject.county), .about = ARG(l->subject.id),
                            .about_place = ARG(l->subject.place.n ? l->subject.place : STR("")),
                            .at = ARG(db_ctx(w)->now)));
}

Err inbox_unsay(Db *w, const InboxLine *l, const char *other)
{
    return db_exec(w, QUERY(inbox_unsay, .county = ARG(l->county), .owner = ARG(l->household ? l->household : l->account), .noun = ARG(l->noun),
                            .about_county = ARG(l->subject.county), .about = ARG(l->subject.id), .key = ARG(l->key), .other = ARG(other)));
}

static InboxRow row_from(Row r)
{
    return (InboxRow){ .id = row_int(r, C_INBOX_PAGE_ID), .at = row_int(r, C_INBOX_PAGE_AT),
                       .read_at = row_int(r, C_INBOX_PAGE_READ_AT), .key = row_text(r, C_INBOX_PAGE_MESSAGE),
                       .a = row_text(r, C_INBOX_PAGE_A), .b = row_text(r, C_INBOX_PAGE_B),
                       .noun = row_text(r, C_INBOX_PAGE_NOUN),
                       .subject = { .county = row_text(r, C_INBOX_PAGE_ABOUT_COUNTY),
                                    .id = row_int(r, C_INBOX_PAGE_ABOUT),
                                    .place = row_text(r, C_INBOX_PAGE_ABOUT_PLACE) } };
}

static int newest_first(const void *a, const void *b)
{
    i64 x = ((const InboxRow *)a)->id, y = ((const InboxRow *)b)->id;
    return (x < y) - (x > y);
}

typedef struct PageRead {
    const Boxes *boxes;
    i64          before, most;
    Rows        *rows; /* of each box */
} PageRead;

static Err page_read(Ctx *c, void *arg, size_t i)
{
    const PageRead *k = arg;
    const Box      *b = &k->boxes->v[i];
    return db_many(db_read(c), Q_INBOX_PAGE, ARGS(b->county, b->owner, k->before, k->most), &k->rows[i]);
}

Err inbox_list(Ctx *c, const Cursor *after, int most, InboxRows *ret)
{
    Boxes  boxes = boxes_of(c->actor);
    size_t n = 0, limit = (size_t)most;
    InboxRow *out = NEW_N(c->arena, InboxRow, boxes.n * (limit + 1));
    Rows      rows[MOST_BOXES];
    PageRead  k = { &boxes, cursor_before(after), most + 1, rows };
    TRY(db_together(c, boxes.n, page_read, &k));
    for (size_t i = 0; i < boxes.n; i++)
        for (size_t j = 0; j < rows[i].n; j++)
            out[n++] = row_from(rows[i].row[j]);
    if (boxes.n > 1)
        qsort(out, n, sizeof *out, newest_first);
    *ret = (InboxRows){ .v = out, .n = n < limit ? n : limit };
    if (n > limit)
        ret->next = CURSOR(out[limit - 1].id);
    return OK;
}

typedef struct CountRead {
    const Boxes *boxes;
    ListCount    of[MOST_BOXES];
} CountRead;

static Err count_read(Ctx *c, void *arg, size_t i)
{
    CountRead *k = arg;
    const Box *b = &k->boxes->v[i];
    return list_count(c, Q_INBOX_COUNT, ARGS(b->county, b->owner, LIST_COUNTED + 1), &k->of[i]);
}

Err inbox_count(Ctx *c, const Cursor *after, const InboxRows *page, ListCount *ret_count)
{
    Boxes     boxes = boxes_of(c->actor);
    CountRead k = { .boxes = &boxes };
    i64       n = 0;
    if (list_is_whole(after, &page->next, page->n, ret_count))
        return OK;
    TRY(db_together(c, boxes.n, count_read, &k));
    for (size_t i = 0; i < boxes.n; i++)
        n += k.of[i].n + k.of[i].more;
    *ret_count = list_counted(n, n);
    return OK;
}

typedef struct UnreadRead {
    const Box *of[MOST_BOXES][2];
    i64        n[MOST_BOXES];
} UnreadRead;

static Err unread_read(Ctx *c, void *arg, size_t i)
{
    UnreadRead *k = arg;
    const Box  *a = k->of[i][0], *b = k->of[i][1];
    return db_int(db_read(c), Q_INBOX_COUNT_UNREAD, ARGS(a->county, a->owner, b->owner), &k->n[i]);
}

Err inbox_unread(Ctx *c, i64 *ret_n)
{
    Boxes      boxes = boxes_of(c->actor);
    UnreadRead k;
    size_t     n = 0;
    *ret_n = 0;
    for (size_t i = 0, next; i < boxes.n; i = next) {
        bool has_two = i + 1 < boxes.n && str_eq(boxes.v[i].county, boxes.v[i + 1].county); /* a house and who goes in and out of it */
        next = i + 1 + has_two;
        k.of[n][0] = &boxes.v[i];
        k.of[n++][1] = &boxes.v[next - 1];
    }
    TRY(db_together(c, n, unread_read, &k));
    for (size_t i = 0; i < n; i++)
        *ret_n += k.n[i];
    return OK;
}

typedef struct Reading {
    Boxes boxes;
    i64   upto, at;
} Reading;

static Err read_body(Db *w, void *arg)
{
    const Reading *r = arg;
    for (size_t i = 0; i < r->boxes.n; i++)
        TRY(db_exec(w, Q_INBOX_MARK, ARGS(r->boxes.v[i].county, r->boxes.v[i].owner, r->upto, r->at)));
    return OK;
}

Err inbox_read(Ctx *c, i64 upto_id)
{
    Reading r = { boxes_of(c->actor), upto_id, c->now };
    return r.boxes.n ? db_write(c, read_body, &r) : OK;
}

typedef struct Opening {
    Boxes    boxes;
    i64      id, at;
    InboxRow row;
} Opening;

static Err open_body(Db *w, void *arg)
{
    Opening *o = arg;
    bool     found = false;
    Row      r;
    for (size_t i = 0; i < o->boxes.n && !found; i++) {
        const Box *b = &o->boxes.v[i];
        TRY(db_maybe(w, Q_INBOX_ONE, ARGS(b->county, b->owner, o->id), &found, &r));
        if (found)
            TRY(db_exec(w, Q_INBOX_MARK_ONE, ARGS(b->county, b->owner, o->id, o->at)));
    }
    if (!found)
        return fail(db_ctx(w), ERR_MISSING, NULL, "no message of the actor's");
    o->row = row_from(r);
    return OK;
}

Err inbox_open(Ctx *c, i64 id, InboxRow *ret_row)
{
    Opening o = { .boxes = boxes_of(c->actor), .id = id, .at = c->now };
    TRY(db_write(c, open_body, &o));
    *ret_row = o.row;
    return OK;
}
