/* poll_paper: what is keyed in from paper stands when two persons have typed the same. See poll.h. */
#include "matter/poll_inside.h"
#include "matter/poll.sql.h"

enum { WORDS_MOST = 2000 };

/* ---- a sheet as text ---- */

/* A sheet as text, the same for two who typed the same. */
static Str sheet_words(Arena *a, const MotionHead *h, const MotionSheet *s)
{
    Buf b = buf_new(a, 64, WORDS_MOST);
    buf_printf(&b, "%lld %lld %lld %lld", (long long)s->issued, (long long)s->cast, (long long)s->spoiled, (long long)s->unused);
    for (int i = 0; i < (h->method == SLIP_MOTION ? 3 : h->options); i++)
        buf_printf(&b, " %lld", (long long)s->votes[i]);
    BUG_ON(buf_is_over(&b)); /* a hundred figures of at most seven digits: they add up */
    return buf_text(&b);
}

bool poll_sheet_parse(const MotionHead *h, Str words, MotionSheet *ret_sheet)
{
    i64 *const heads[4] = { &ret_sheet->issued, &ret_sheet->cast, &ret_sheet->spoiled, &ret_sheet->unused };
    int        n = h->method == SLIP_MOTION ? 3 : h->options;
    Str        word;
    *ret_sheet = (MotionSheet){ 0 };
    for (int i = 0; i < 4 + n; i++)
        if (!str_next(&words, ' ', &word) || !str_int(word, i < 4 ? heads[i] : &ret_sheet->votes[i - 4]))
            return false;
    return words.n == 0 && motion_sheet_adds_up(h, ret_sheet);
}

/* ---- keying ---- */

/* Tellers of this poll; slips also by others who hold the verb there. Always a person's account, and nobody's in a house's name. */
static Err may_key(Db *w, const Poll *p, bool is_sheet)
{
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    bool         is_teller;
    if (a->person == 0 || !str_is_empty(a->consent))
        return fail(c, ERR_DENIED, "poll.key.person", "keyed by an account that is no person's");
    TRY(poll_is_part(w, p->ref, POLL_TELLER, (Ref){ a->county, a->person, STR_NONE }, &is_teller));
    if (is_teller || (!is_sheet && access_may(a, VERB_HOST, p->ref.place)))
        return OK;
    return fail(c, ERR_DENIED, "poll.key.teller", "keyed by who is no teller");
}

/* Keyed by this person now: alone, like another, or unlike all others. */
static Err key_compare(Db *w, const Poll *p, Str unit_county, i64 number, Str words, PollKeyed *ret)
{
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    Row          r;
    TRY(db_exec(w, QUERY(poll_key_put, KEY_AS(poll, p->ref), .unit_county = ARG(unit_county), .number = ARG(number),
                         .person_county = ARG(a->county), .person = ARG(a->person), .words = ARG(words),
                         .account = ARG(a->account), .at = ARG(c->now))));
    TRY(db_one(w, QUERY(poll_key_others, KEY_AS(poll, p->ref), .unit_county = ARG(unit_county), .number = ARG(number),
                        .person_county = ARG(a->county), .person = ARG(a->person), .words = ARG(words)), &r));
    *ret = row_int(r, C_POLL_KEY_OTHERS_SAME) > 0 ? POLL_KEYED_STANDS
           : row_int(r, C_POLL_KEY_OTHERS_N) > 0  ? POLL_KEYED_DIFFERS
                                                  : POLL_KEYED_ONCE;
    return OK;
}

/* That something was keyed, and how it compares; never what. */
static Err key_event(Db *w, const Poll *p, i64 number, PollKeyed keyed)
{
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "poll.keyed", .subject = p->ref, .n_parts = 2,
                                        .parts = { PART("number", number), PART("keyed", keyed) } });
}

/* Has the count follow what was keyed in after the shutting. */
static Err count_again(Db *w, const Poll *p)
{
    return p->state == POLL_SHUT ? job_put(w, "poll.count", p->ref, 0, db_ctx(w)->now) : OK;
}

static const unsigned while_keyed = 1u << POLL_OPEN | 1u << POLL_SHUT;

typedef struct KeySheet {
    Ref                poll;
    i64                number;
    const MotionSheet *sheet;
    PollKeyed          keyed;
} KeySheet;

static Err sheet_body(Db *w, void *arg)
{
    KeySheet *k = arg;
    Ctx *c = db_ctx(w);
    Poll p;
    i64  stands;
    TRY(poll_touch(w, k->poll, while_keyed, &p));
    TRY(may_key(w, &p, true));
    if (!(p.channels & POLL_ON_PAPER))
        return fail(c, ERR_CONFLICT, "poll.channel", "a sheet where none is counted");
    if (!motion_sheet_adds_up(&p.head, k->sheet))
        return fail_at(c, "sheet", "poll.sheet.sum", STR_NONE, STR_NONE);
    TRY(db_int(w, Q_POLL_SHEET_HAS, ARGS(REF(p.ref), k->number), &stands));
    if (stands)
        return fail(c, ERR_CONFLICT, "poll.sheet.stands", "a sheet that two agreed on");
    Str words = sheet_words(c->arena, &p.head, k->sheet);
    TRY(key_compare(w, &p, STR(""), k->number, words, &k->keyed));
    TRY(key_event(w, &p, k->number, k->keyed));
    if (k->keyed != POLL_KEYED_STANDS)
        return OK;
    TRY(db_change(w, QUERY(poll_sheet_add, KEY_AS(poll, p.ref), .number = ARG(k->number), .words = ARG(words),
                           .at = ARG(c->now)), &stands));
    return count_again(w, &p);
}

Err poll_key_sheet_in(Db *w, By *by, Ref poll, i64 number, const MotionSheet *sheet, PollKeyed *ret_keyed)
{
    KeySheet k = { poll, number, sheet, POLL_KEYED_ONCE };
    if (number < 1 || number > POLL_SHEETS_MOST)
        return fail_at(db_ctx(w), "number", "poll.sheet.number", STR_NONE, STR_NONE);
    TRY(by_run(w, by, sheet_body, &k));
    *ret_keyed = k.keyed;
    return OK;
}

typedef struct KeySlip {
    Ref       poll, unit;
    MotionBy  means;
    Str       slip;
    PollKeyed keyed;
} KeySlip;

/* The ballot of a unit as it stands; version 0: none. One from paper is not typed over. */
static Err slip_before(Db *w, const Poll *p, Ref unit, i64 *ret_version)
{
    Row  r;
    bool found;
    TRY(db_maybe(w, Q_POLL_BALLOT_OF, ARGS(REF(p->ref), REF(unit)), &found, &r));
    *ret_version = found ? row_int(r, C_POLL_BALLOT_OF_VERSION) : 0;
    if (found && !(row_int(r, C_POLL_BALLOT_OF_STATE) == POLL_BESIDE))
        return fail(db_ctx(w), ERR_CONFLICT, "poll.cast_already", "a slip of a unit that has a ballot");
    return OK;
}

static Err slip_put(Db *w, const Poll *p, KeySlip *k, BallotPut *b)
{
    bool found;
    Poll own = *p;
    TRY(roll_find(w, p->roll, k->unit, &found, &b->entry));
    if (!found)
        return fail(db_ctx(w), ERR_MISSING, "roll.not_on_it", "a slip of who is not on the roll");
    TRY(slip_before(w, p, k->unit, &b->version));
    TRY(poll_proxy_check(w, p, k->unit, k->means == MOTION_PROXY));
    TRY(poll_ballot_stand(w, p, k->means, b));
    TRY(key_compare(w, p, k->unit.county, k->unit.id, arena_printf(db_ctx(w)->arena, "%s %.*s", motion_by_names[k->means], STR_ARG(b->slip)),
                    &k->keyed));
    TRY(key_event(w, p, 0, k->keyed));
    if (k->keyed != POLL_KEYED_STANDS)
        return OK;
    own.may_change = true; /* what was said from afar gives way to the paper of who came */
    TRY(poll_ballot_put(w, &own, b));
    return count_again(w, p);
}

static Err slip_body(Db *w, void *arg)
{
    KeySlip  *k = arg;
    Ctx      *c = db_ctx(w);
    Poll      p;
    BallotPut b = { 0 };
    unsigned  way = k->means == MOTION_CAME ? POLL_BY_SLIP : k->means == MOTION_PROXY ? POLL_BY_PROXY : POLL_BY_LETTER;
    TRY(poll_touch(w, k->poll, while_keyed, &p));
    TRY(may_key(w, &p, false));
    if (!(p.channels & way))
        return fail(c, ERR_CONFLICT, "poll.channel", "a slip where none is taken");
    if (!slip_typed(c->arena, p.head.method, p.head.options, p.head.most, k->slip, &b.slip))
        return fail_at(c, "slip", "poll.slip", STR_NONE, STR_NONE);
    return slip_put(w, &p, k, &b);
}

Err poll_key_slip_in(Db *w, By *by, Ref poll, Ref unit, MotionBy means, Str slip, PollKeyed *ret_keyed)
{
    KeySlip k = { poll, unit, means, slip, POLL_KEYED_ONCE };
    if (means == MOTION_ONLINE)
        return fail_at(db_ctx(w), "means", "err.choose", STR_NONE, STR_NONE);
    TRY(by_run(w, by, slip_body, &k));
    *ret_keyed = k.keyed;
    return OK;
}

Err poll_sheets(Db *db, Ref poll, const PollSheetState **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db, Q_POLL_SHEET_STATES, ARGS(REF(poll)), &rows));
    PollSheetState *v = NEW_N(db_ctx(db)->arena, PollSheetState, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (PollSheetState){ row_int(rows.row[i], C_POLL_SHEET_STATES_NUMBER),
                                 row_int(rows.row[i], C_POLL_SHEET_STATES_STANDS) > 0 ? POLL_KEYED_STANDS
                                 : row_int(rows.row[i], C_POLL_SHEET_STATES_N) > 1    ? POLL_KEYED_DIFFERS
                                                                                      : POLL_KEYED_ONCE };
    *ret = v;
    *ret_n = rows.n;
    return OK;
}
