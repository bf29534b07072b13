/* unsaid: see unsaid.h. */
#include "matter/unsaid.h"

#include <string.h>

#include "matter/change.h"
#include "matter/houses.h"
#include "matter/houses.sql.h"
#include "record/event.h"

typedef struct Undoing {
    Ref  consent;
    bool is_done;
} Undoing;

static Err part_undo(Db *w, const Undoing *u, Row r)
{
    Code        place = row_text(r, C_HOUSE_PART_BY_PLACE);
    Ref         matter = { row_text(r, C_HOUSE_PART_BY_COUNTY), row_int(r, C_HOUSE_PART_BY_RECORD), place };
    Ref         house = { code_county(place), row_int(r, C_HOUSE_PART_BY_HOUSEHOLD), place };
    By          by = { .cause = "help", .cause_id = u->consent.id };
    const Noun *noun = noun_find(row_text(r, C_HOUSE_PART_BY_NOUN));
    if (noun == NULL || noun->unsaid == NULL)
        return houses_unsay(w, str_cstr(db_ctx(w)->arena, row_text(r, C_HOUSE_PART_BY_NOUN)), matter, house.id);
    return noun->unsaid(w, noun, matter, house, &by);
}

/* Each that is read is out when the body ends, so none is read twice. */
static Err portion_body(Db *w, void *arg)
{
    Undoing *u = arg;
    Rows     rows;
    TRY(db_many(w, QUERY(house_part_by, .county = ARG(u->consent.county), .above = ARG(code_parent(u->consent.county)),
                         .consent = ARG(u->consent.id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(part_undo(w, u, rows.row[i]));
    u->is_done = rows.n == 0;
    return OK;
}

static Err undo(Ctx *c, Ref consent, i64 arg)
{
    Undoing u = { .consent = consent };
    do
        TRY(db_write(c, portion_body, &u));
    while (!u.is_done);
    return OK;
}

const JobKind unsaid_job = { "help.unsaid", undo, 0 };

static i64 part_of(const EventNew *e, const char *name)
{
    for (size_t i = 0; i < e->n_parts; i++)
        if (!e->parts[i].is_text && strcmp(e->parts[i].name, name) == 0)
            return e->parts[i].value;
    return 0;
}

Err unsaid_heard(Db *w, const Noun *noun, const EventNew *e)
{
    if (strcmp(e->kind, "help.reviewed") != 0 || part_of(e, "right"))
        return OK;
    return job_put(w, unsaid_job.name, (Ref){ e->subject.county, part_of(e, "help"), e->subject.place }, 0, db_ctx(w)->now);
}
