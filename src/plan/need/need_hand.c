/* need_hand: handing over between levels: group, village, town, county in the same row, then to the city as a new row
 * there, marked on the old one, in one transaction. The clock of a need starts when it was raised and never again: the
 * due time of a higher desk is counted from that day too. */
#include "plan/need/need_inside.h"
#include "record/link.h"
#include "plan/need/need.sql.h"
#include "record/rule.h"

/* The row at the city. Its voices go with it; what was counted stays counted where people spoke. */
static Err hand_to_city(Db *w, Change *ch, NeedRow *r)
{
    Code    city = code_parent(r->n.at);
    Ref     onward = { city, ch->new_id, r->n.ref.place };
    i64     due;
    NeedRow there;
    Code    desk = r->n.at;
    if (code_level(city) != LEVEL_CITY)
        return fail(db_ctx(w), ERR_CONFLICT, "need.top", "nothing above the desk");
    TRY(change_move(w, ch, r, NEED_HANDED));
    TRY(need_due(w, r, city, r->n.raised_at, &due));
    TRY(db_exec(w, QUERY(need_hand, KEY(r->n.ref), .to_county = ARG(onward.county), .to_id = ARG(onward.id),
                         .now = ARG(db_ctx(w)->now), .due = ARG(due))));
    TRY(houses_copy(w, "need", r->n.ref, onward));
    TRY(link_put(w, "need", onward, LINK_FROM, "need", r->n.ref));
    TRY(need_row(w, onward, &there));
    TRY(life_terms_put(w, &need_life, &there, true));
    life_count(w, &need_life, NULL, &there);
    TRY(need_jobs_put(w, &there));
    if (r->n.group != 0)
        TRY(need_group_tell_onward(w, r));
    need_desks_put(ch, desk, city);
    ch->tell |= TELL_ABOVE;
    r->n.onward = onward;
    ch->now = onward;
    return OK;
}

static Err hand_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    Code desk = r->n.at;
    if (!need_is_open(r->n.state) || r->n.state == NEED_RAISED)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "handing up in state %d", r->n.state);
    TRY(need_desk_check(w, r, VERB_HANDOVER));
    r->up_at = r->up_at ? r->up_at : c->now;
    if (!need_rise(r))
        return hand_to_city(w, ch, r);
    if (!r->n.is_urgent)
        TRY(need_due(w, r, r->n.at, r->n.raised_at, &r->n.due));
    r->n.owner = 0;
    r->n.owner_title = STR("");
    change_note(ch, "need.handed", TELL_VOICES | TELL_ABOVE);
    need_desks_put(ch, desk, r->n.at);
    return OK;
}

Err need_hand(Ctx *c, Ref need, i64 version, Str why, Ref *ret_now)
{
    Change ch = { .life = &need_life, .ref = need, .version = version, .rule = { need_take_rule, hand_rule }, .words = why };
    TRY(field_check_given(c, &NEED_WHY, why));
    TRY(change(c, &ch));
    *ret_now = ch.now;
    return OK;
}

/* Of a row at the city the one below was handed up. */
Err need_handed_by_them(Db *db, const Need *n, bool *ret_is)
{
    return change_last_is_theirs(db, n->before.id ? n->before : n->ref, "need.handed", ret_is);
}

/* Only the desk itself gives the receipt, and nobody to himself: who handed it up may sit at both desks. */
static Err receive_rule(Db *w, Change *ch, void *row)
{
    bool is_theirs;
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    TRY(need_desk_check(w, r, VERB_HANDOVER));
    if (str_eq(r->n.at, r->n.ref.place))
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "it was never handed up");
    if (r->n.received_at != 0)
        return OK;
    TRY(need_handed_by_them(w, &r->n, &is_theirs));
    if (is_theirs)
        return fail(c, ERR_DENIED, "need.received.own", "a receipt for what one handed up");
    r->n.received_at = c->now;
    change_note(ch, "need.received", TELL_AUTHOR);
    return OK;
}

Err need_receive(Ctx *c, Ref need)
{
    return change(c, &(Change){ .life = &need_life, .ref = need, .rule = { receive_rule } });
}

/* The row at the city ends as a mark that points back, and the old row goes on at the county's desk; the timelines of
 * both say so. */
static Err back_from_city(Db *w, Change *ch, NeedRow *r)
{
    NeedRow was, back;
    TRY(houses_copy(w, "need", r->n.ref, r->n.before));
    TRY(db_exec(w, Q_NEED_VOICES_RECOUNT, ARGS(REF(r->n.before))));
    TRY(need_row(w, r->n.before, &was));
    back = was;
    TRY(change_move(w, ch, r, NEED_HANDED));
    if (life_move(&need_life, was.n.state, NEED_TAKEN) == NULL)
        return fail(db_ctx(w), ERR_CONFLICT, "matter.no_such_step", "the row below does not wait for this one");
    r->n.onward = r->n.before;
    back.n.state = NEED_TAKEN;
    back.n.changed_at = db_ctx(w)->now;
    back.n.onward = (Ref){ STR(""), 0, back.n.ref.place };
    back.n.returned = r->n.returned;
    back.n.reopened = r->n.reopened;
    back.n.is_overdue = r->n.is_overdue;
    back.is_objected = r->is_objected;
    TRY(need_due(w, &back, back.n.at, back.n.raised_at, &back.n.due));
    TRY(change_store(w, &need_life, &was, &back));
    ch->event = "need.returned";
    ch->now = r->n.before;
    Change below = *ch; /* the same act, and the step of the other row */
    below.n_parts -= 2;
    change_part(&below, (EventPart)PART("from", was.n.state));
    change_part(&below, (EventPart)PART("to", back.n.state));
    return change_event(w, &below, &back, ch->event_id[1]);
}

/* Down one level in the same row. */
static Err back_down(Db *w, NeedRow *r, Code below)
{
    r->n.at = below;
    r->n.owner = 0;
    r->n.owner_title = STR("");
    r->n.received_at = 0;
    return need_due(w, r, below, r->n.raised_at, &r->n.due);
}

static Err give_back_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    Code desk = r->n.at;
    i64  most;
    TRY(need_desk_check(w, r, VERB_HANDOVER));
    if (!need_is_open(r->n.state) || str_eq(desk, r->n.ref.place))
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "nothing to give back in state %d", r->n.state);
    TRY(rule_value(w, "need.return.most", r->n.ref.place, date_of(c->now), &most));
    if (r->n.returned >= most)
        return fail(c, ERR_CONFLICT, "need.returned_enough", "given back %d times", r->n.returned);
    Code below = code_at(r->n.ref.place, code_level(desk) + 1);
    if (r->n.kind == NEED_COMPLAINT && (below.n >= r->target_place.n || code_level(below) > LEVEL_TOWN))
        return fail(c, ERR_CONFLICT, "need.complaint_down", "a complaint does not go down to whom it names, nor to who cannot read it");
    r->n.returned++;
    need_desks_put(ch, desk, below);
    if (code_level(desk) == LEVEL_CITY)
        TRY(back_from_city(w, ch, r));
    else
        TRY(back_down(w, r, below));
    change_note(ch, "need.returned", TELL_VOICES);
    return OK;
}

Err need_give_back(Ctx *c, Ref need, i64 version, Str why, Ref *ret_now)
{
    Change ch = { .life = &need_life, .ref = need, .version = version, .rule = { give_back_rule }, .words = why };
    TRY(field_check_given(c, &NEED_WHY, why));
    TRY(change(c, &ch));
    *ret_now = ch.now;
    return OK;
}

/* ---- when the code of its place changes ---- */

/* In the log of the place that it left, for whoever keeps a copy of that one's list. */
static Err gone_event(Db *w, const NeedRow *was, Code to)
{
    i64    from = 0, now = 0;
    Change ch = { .life = &need_life, .event = "need.gone" };
    (void)(str_int(was->n.ref.place, &from) && str_int(to, &now)); /* digits, by the table's check and the place's */
    change_part(&ch, (EventPart)PART("place_from", from));
    change_part(&ch, (EventPart)PART("place_to", now));
    return change_event(w, &ch, was, db_id(w));
}

static Err carry_one(Db *w, const NeedRow *was, const PlaceCarry *carry)
{
    Ctx    *c = db_ctx(w);
    NeedRow r = *was;
    r.n.ref.place = place_carried(c->arena, was->n.ref.place, carry);
    r.n.at = place_carried(c->arena, was->n.at, carry);
    if (r.n.kind == NEED_COMPLAINT)
        r.target_place = place_carried(c->arena, was->target_place, carry);
    TRY(db_exec(w, QUERY(need_carry, KEY(r.n.ref), .place = ARG(r.n.ref.place), .at_place = ARG(r.n.at),
                         .target_place = ARG(r.target_place))));
    life_count(w, &need_life, was, &r);
    TRY(life_terms_put(w, &need_life, &r, false));
    TRY(need_jobs_put(w, &r));
    TRY(gone_event(w, was, r.n.ref.place));
    Change ch = { .life = &need_life, .event = "need.carried" };
    need_desks_put(&ch, was->n.at, r.n.at);
    return change_event(w, &ch, &r, db_id(w));
}

Err need_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    Code from = carry->from, end = code_end(db_ctx(w)->arena, from);
    Rows rows;
    i64  after = 0;
    do {
        TRY(db_many(w, Q_NEED_CARRY_LIST, ARGS(code_county(from), from, end, after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            NeedRow r = need_row_of(rows.row[i]);
            after = r.n.ref.id;
            TRY(carry_one(w, &r, carry));
        }
    } while (rows.n);
    return OK;
}
