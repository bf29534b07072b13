/* need_row: a need as it lies in the database, and who may know of it. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"

/* The table holds who closed it; that nothing was done stands in the step that it was closed by. */
static NeedClosing closing_of(NeedClosing kept, int was)
{
    bool is_understood = kept == NEED_BY_AUTHOR && (was == NEED_UNABLE || was == NEED_ELSEWHERE);
    return is_understood ? NEED_BY_UNDERSTOOD : kept;
}

NeedClosing need_closing_kept(NeedClosing closing)
{
    return closing == NEED_BY_UNDERSTOOD ? NEED_BY_AUTHOR : closing;
}

NeedRow need_card_of(Row r)
{
    NeedRow row = { .n = { MATTER_OF(r, C_NEED_CARD) }, .target_place = row_text(r, C_NEED_CARD_TARGET_PLACE) };
    Need   *n = &row.n;
    n->at = row_text(r, C_NEED_CARD_AT_PLACE);
    n->kind = (NeedKind)row_int(r, C_NEED_CARD_KIND);
    n->category = (NeedCategory)row_int(r, C_NEED_CARD_CATEGORY);
    n->size = (NeedSize)row_int(r, C_NEED_CARD_SIZE);
    row.was = (int)row_int(r, C_NEED_CARD_WAS);
    n->closing = closing_of((NeedClosing)row_int(r, C_NEED_CARD_CLOSING), row.was);
    n->household = (Ref){ need_home(n), row_int(r, C_NEED_CARD_HOUSEHOLD), n->ref.place };
    n->owner_title = row_text(r, C_NEED_CARD_OWNER_TITLE);
    n->raised_at = row_int(r, C_NEED_CARD_RAISED_AT);
    n->due = row_int(r, C_NEED_CARD_DUE);
    n->is_overdue = row_bool(r, C_NEED_CARD_IS_OVERDUE);
    n->is_urgent = row_bool(r, C_NEED_CARD_IS_URGENT);
    n->households = row_int(r, C_NEED_CARD_HOUSEHOLDS);
    n->lead = row_int(r, C_NEED_CARD_LEAD);
    n->hide_author = row_bool(r, C_NEED_CARD_HIDE_AUTHOR);
    n->helped_households = row_int(r, C_NEED_CARD_HELPED_HOUSEHOLDS);
    n->closed_helped = row_bool(r, C_NEED_CARD_CLOSED_HELPED);
    n->worded_at = row_int(r, C_NEED_CARD_WORDED_AT) ? row_int(r, C_NEED_CARD_WORDED_AT) : n->raised_at;
    return row;
}

/* A whole row begins with its card. */
NeedRow need_row_of(Row r)
{
    NeedRow row = need_card_of(r);
    Need   *n = &row.n;
    row.take_due = row_int(r, C_NEED_ROW_TAKE_DUE);
    row.up_due = row_int(r, C_NEED_ROW_UP_DUE);
    row.up_at = row_int(r, C_NEED_ROW_UP_AT);
    row.told_at = row_int(r, C_NEED_ROW_TOLD_AT);
    row.is_objected = row_bool(r, C_NEED_ROW_IS_OBJECTED);
    n->door = (NeedDoor)row_int(r, C_NEED_ROW_DOOR);
    n->body = row_text(r, C_NEED_ROW_BODY);
    n->target = row_text(r, C_NEED_ROW_TARGET);
    n->since = (Date)row_int(r, C_NEED_ROW_SINCE);
    n->is_unsaid = row_bool(r, C_NEED_ROW_IS_UNSAID);
    n->voices = row_int(r, C_NEED_ROW_VOICES);
    n->helped = row_int(r, C_NEED_ROW_HELPED);
    n->group = row_int(r, C_NEED_ROW_GRP);
    n->owner = row_int(r, C_NEED_ROW_OWNER);
    n->taken_at = row_int(r, C_NEED_ROW_TAKEN_AT);
    n->solved_at = row_int(r, C_NEED_ROW_SOLVED_AT);
    n->closed_at = row_int(r, C_NEED_ROW_CLOSED_AT);
    n->happened_at = row_int(r, C_NEED_ROW_HAPPENED_AT);
    n->first_due = row_int(r, C_NEED_ROW_FIRST_DUE);
    n->received_at = row_int(r, C_NEED_ROW_RECEIVED_AT);
    n->is_extended = row_bool(r, C_NEED_ROW_IS_EXTENDED);
    n->is_stale = row_bool(r, C_NEED_ROW_IS_STALE);
    n->round = (int)row_int(r, C_NEED_ROW_ROUND);
    n->reopened = (int)row_int(r, C_NEED_ROW_REOPENED);
    n->returned = (int)row_int(r, C_NEED_ROW_RETURNED);
    n->onward = (Ref){ row_text(r, C_NEED_ROW_ONWARD_COUNTY), row_int(r, C_NEED_ROW_ONWARD_ID), n->ref.place };
    n->before = (Ref){ row_text(r, C_NEED_ROW_FROM_COUNTY), row_int(r, C_NEED_ROW_FROM_ID), n->ref.place };
    return row;
}

Err need_row(Db *db, Ref ref, NeedRow *ret_row)
{
    Row r;
    TRY(db_one(db, Q_NEED_GET, ARGS(REF(ref)), &r));
    *ret_row = need_row_of(r);
    return OK;
}

Code need_home(const Need *n)
{
    return code_county(n->ref.place);
}

bool need_is_of(const Actor *a, const NeedRow *r)
{
    return a->household != 0 && a->household == r->n.household.id && str_eq(a->county, need_home(&r->n));
}

/* Had a card of the author's in hand when the complaint was there already, and holds, or held, an office where the one it names sits, or
 * below. */
static bool is_hand_of_named(const CardHand *h, const NeedRow *r)
{
    Code named = r->target_place;
    if (h->by == 0 || h->at <= r->n.raised_at || h->low.n == 0)
        return false;
    return code_covers(named, h->low) || code_covers(named, h->high) || (str_cmp(h->low, named) < 0 && str_cmp(named, h->high) < 0);
}

static bool is_key_of_named(const Actor *a, const NeedRow *r)
{
    return is_hand_of_named(&a->printed, r) || is_hand_of_named(&a->opened, r);
}

bool need_may_see(const Actor *a, const NeedRow *r)
{
    return r->n.kind != NEED_COMPLAINT || (need_is_of(a, r) && !is_key_of_named(a, r)) || access_may_above(a, VERB_COMPLAINT, r->target_place);
}

Err need_asked(Db *db, const NeedRow *r, bool *ret_asked, i64 *ret_until)
{
    i64 days;
    *ret_asked = r->n.state == NEED_SOLVED;
    *ret_until = 0;
    if (r->n.state != NEED_CLOSED || r->was != NEED_SOLVED) /* nobody said that it is done */
        return OK;
    TRY(rule_value(db, "need.undone.days", r->n.ref.place, date_of(r->n.closed_at), &days));
    *ret_until = r->n.closed_at + days * DAY;
    *ret_asked = db_ctx(db)->now < *ret_until;
    return OK;
}

Err need_word(Db *db, const NeedRow *r, i64 household, NeedWord *ret_word)
{
    Rows rows;
    *ret_word = (NeedWord){ 0 };
    TRY(db_many(db, Q_NEED_JUDGE_OF, ARGS(REF(r->n.ref), household, r->n.round), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        int *word = row_bool(rows.row[i], C_NEED_JUDGE_OF_HELPED) ? &ret_word->helped : &ret_word->itself;
        *word = (int)row_int(rows.row[i], C_NEED_JUDGE_OF_SAID);
    }
    return OK;
}

Err need_agreed(Db *db, const NeedRow *r, i64 household, bool *ret_agreed, bool *ret_helped)
{
    Rows rows;
    TRY(db_many(db, QUERY(need_judge_agreed, KEY_AS(need, r->n.ref), .round = ARG(r->n.round), .household = ARG(household),
                          .helping = ARG(CHANNEL_HELPER)), &rows));
    *ret_agreed = rows.n > 0;
    *ret_helped = rows.n > 0 && row_bool(rows.row[0], C_NEED_JUDGE_AGREED_HELPED); /* what a house said itself comes first */
    return OK;
}

Err need_judged_by(Db *db, const NeedRow *at, bool *ret_found, NeedRow *ret_by)
{
    Ctx *c = db_ctx(db);
    Ref  house = actor_house(c->actor);
    Row  r;
    *ret_found = false;
    if (house.id == 0 || !str_eq(house.county, need_home(&at->n)))
        return OK;
    union given_need_spoken_for of = { { KEY_AS(need, at->n.ref), .household = ARG(house.id), .grp = ARG(at->n.group),
                                         .consent = ARG(c->actor->consent) } };
    if (at->n.group != 0)
        db_ahead(db, FILLED(need_spoken_for, of));
    TRY(houses_shown(db, "need", at->n.ref, house.id, ret_found));
    *ret_by = *at;
    if (*ret_found || at->n.group == 0)
        return OK;
    TRY(db_maybe(db, FILLED(need_spoken_for, of), ret_found, &r));
    return *ret_found ? need_row(db, (Ref){ at->n.ref.county, row_int(r, C_NEED_SPOKEN_FOR_ID), STR_NONE }, ret_by) : OK;
}
