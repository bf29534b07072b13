/* need_told: what is told of needs in tables out, beside their cards: what was said, what was answered, what came of it;
 * and to whoever is asked about one, what its office said at its end. */
#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"

enum { ROWS = NEED_PAGE_SIZE, PARTS = 3 };

typedef struct Telling {
    const Needs *needs;
    NeedTold    *told;
} Telling;

static NeedTold *told_of(const Telling *t, i64 id)
{
    for (size_t i = 0; i < t->needs->n; i++)
        if (t->needs->v[i].ref.id == id)
            return &t->told[i];
    return NULL;
}

static Err rows_told(Ctx *c, const Telling *t)
{
    union given_need_told some = { { .county = ARG(t->needs->v[0].ref.county) } };
    Rows                  rows;
    _Static_assert(COUNTOF(some.by.row) == ROWS, "{rows} of need_told");
    for (size_t i = 0; i < ROWS; i++)
        some.by.row[i].id = ARG(t->needs->v[i < t->needs->n ? i : 0].ref.id);
    TRY(db_many(db_read(c), FILLED(need_told, some), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        NeedTold *told = told_of(t, row_int(rows.row[i], C_NEED_TOLD_ID));
        if (told == NULL)
            continue;
        told->body = row_text(rows.row[i], C_NEED_TOLD_BODY);
        told->solved_at = row_int(rows.row[i], C_NEED_TOLD_SOLVED_AT);
        told->done = row_int(rows.row[i], C_NEED_TOLD_DONE);
        told->undone = row_int(rows.row[i], C_NEED_TOLD_UNDONE);
        told->done_helped = row_int(rows.row[i], C_NEED_TOLD_DONE_HELPED);
        told->undone_helped = row_int(rows.row[i], C_NEED_TOLD_UNDONE_HELPED);
    }
    return OK;
}

static Err last_word(Ctx *c, Query q, Ref subject, Str *ret_text)
{
    Rows rows;
    TRY(db_many(db_read(c), q, ARGS(subject.county, subject.id), &rows));
    *ret_text = rows.n ? row_text(rows.row[0], C_NEED_ANSWERED_LAST_TEXT) : STR_NONE;
    return OK;
}

/* The rows of all, and of each its answer and its result: asked together, however many they are. */
static Err part_told(Ctx *c, void *arg, size_t i)
{
    const Telling *t = arg;
    if (i == 0)
        return rows_told(c, t);
    size_t      at = (i - 1) / (PARTS - 1);
    const Need *n = &t->needs->v[at];
    Ref         subject = { n->ref.county, n->ref.id, n->ref.place };
    if (i % (PARTS - 1))
        return last_word(c, Q_NEED_ANSWERED_LAST, subject, &t->told[at].answer);
    return last_word(c, Q_NEED_SOLVED_LAST, subject, &t->told[at].result);
}

Err need_told(Ctx *c, const Needs *needs, NeedTold *told)
{
    Telling t = { needs, told };
    if (needs->n == 0)
        return OK;
    for (size_t i = 0; i < needs->n; i++)
        told[i] = (NeedTold){ 0 };
    return db_together(c, 1 + needs->n * (PARTS - 1), part_told, &t);
}

Err need_ended(Ctx *c, Ref need, NeedEnd *ret_end)
{
    Rows rows;
    *ret_end = (NeedEnd){ 0 };
    TRY(db_many(db_read(c), QUERY(need_ended_last, .county = ARG(need.county), .subject = ARG(need.id)), &rows));
    if (rows.n == 0)
        return OK;
    Row r = rows.row[0];
    *ret_end = (NeedEnd){ row_int(r, C_NEED_ENDED_LAST_AT), row_int(r, C_NEED_ENDED_LAST_SINCE), row_text(r, C_NEED_ENDED_LAST_TEXT),
                          row_text(r, C_NEED_ENDED_LAST_TITLE) };
    return OK;
}
