/* oversight_noun: what happens to it by itself: its day, a place that goes on under another code, a person who is forgotten; and its
 * row of the table of nouns. */
#include "matter/oversight.sql.h"
#include "matter/oversight_inside.h"
#include "record/event.h"
#include "record/rule.h"

/* ---- time ---- */

static Err due_job(Ctx *c, Ref oversight, i64 version)
{
    return change(c, &(Change){ .life = &oversight_life, .ref = oversight, .rule = { oversight_late_rule } });
}

static const JobKind        due = { "oversight.due", due_job, 0 };
static const JobKind *const jobs[] = { &due, NULL };

/* ---- a place goes on under another code ---- */

static Err carry_all(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code end = code_end(db_ctx(w)->arena, carry->from);
    TRY(db_exec(w, QUERY(oversight_carry_named, .county = ARG(code_county(carry->from)), .from = ARG(carry->from), .end = ARG(end),
                         .to = ARG(carry->to), .tail = ARG((i64)carry->from.n + 1))));
    return life_carry(w, noun, carry);
}

/* ---- a person who is forgotten ---- */

static Err call_erase(Db *w, Ref call)
{
    i64 texts;
    TRY(event_erase_subject(w, call, &texts));
    return db_exec(w, Q_OVERSIGHT_FORGET, ARGS(REF(call)));
}

/* What their house said when it was called back, and what was answered to that; also of what went on at the city. */
static Err erase(Db *w, Ref person)
{
    const Code counties[] = { person.county, code_parent(person.county) };
    for (size_t k = 0; k < COUNTOF(counties); k++) {
        Rows rows;
        i64  after = 0;
        do {
            TRY(db_many(w, QUERY(oversight_of_person, .county = ARG(counties[k]), .home = ARG(person.county), .person = ARG(person.id),
                                 .after = ARG(after)), &rows));
            for (size_t i = 0; i < rows.n; i++) {
                after = row_int(rows.row[i], C_OVERSIGHT_OF_PERSON_ID);
                TRY(call_erase(w, (Ref){ counties[k], after, row_text(rows.row[i], C_OVERSIGHT_OF_PERSON_PLACE) }));
            }
        } while (rows.n > 0);
    }
    return OK;
}

/* ---- as a row of the table of nouns ---- */

/* For whom the matter is that it is about. */
static Err visible(Ctx *c, const Noun *noun, Ref oversight, bool *ret_visible)
{
    Oversight o;
    TRY(life_read(db_read(c), &oversight_life, oversight, &o));
    const Noun *of = noun_find(o.of_noun);
    *ret_visible = false;
    return of != NULL && of->visible != NULL ? of->visible(c, of, o.of, ret_visible) : OK;
}

static const Invariant invariants[] = {
    { Q_OVERSIGHT_CHECK_PLACE, "oversight.place: it is about a place that is not there", .of = "" },
    { Q_OVERSIGHT_CHECK_LINK, "oversight.link: it is no part of the matter that it is about", .of = "" },
    { Q_OVERSIGHT_CHECK_JOB, "oversight.due: nothing will notice its day" },
    { Q_OVERSIGHT_CHECK_HOUSE, "oversight.house: a house was called back that took no part" },
    { 0 },
};

static const EventKind events[] = {
    { "oversight.asked", true }, { "oversight.urged", true }, { "oversight.called", true },
    { "oversight.answered", true, .is_answer = true }, { "oversight.asked_again", true }, { "oversight.settled", true },
    { "oversight.dropped", true }, { "oversight.late", true }, { "oversight.carried", true }, { "oversight.carried_away", true },
    { 0 },
};

static const RuleBound bounds[] = { { "oversight.answer.workdays", 1, 30 }, { "oversight.call.days", 1, 180 }, { 0 } };

static const NounFigure figures[] = { { "oversight.open", "oversight.figure.open", NULL }, { "oversight.late", "oversight.figure.late", NULL },
                                      { 0 } };

const Noun oversight_noun = { .name = "oversight", .jobs = jobs, .events = events, .life = &oversight_life, .bounds = bounds,
                              .figures = figures, .desk = &oversight_desk, .invariants = invariants, .rebuild = life_rebuild,
                              .title = life_title, .visible = visible, .carry = carry_all, .erase = erase };
