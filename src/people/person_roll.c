/* person_roll (名册): who counts for what, from when to when. A row ends and another begins; none is edited. See person.h. */
#include "people/person_inside.h"
#include "people/person.sql.h"

const char *const roll_names[] = { "registered", "resident", "voter", "collective", "owner", "coop", NULL };

const Field PERSON_SHARE = { "share", FIELD_AREA, 0, 10000000, NULL, "roll.share" };

static Err roll_begin(Db *w, const PersonWrite *p, RollKind kind)
{
    const Ctx *c = db_ctx(w);
    return db_exec(w, QUERY(roll_insert, .county = ARG(p->ref.county), .id = ARG(p->roll_ids[kind]),
                            .place = ARG(p->ref.place), .kind = ARG(kind), .person_county = ARG(p->ref.county),
                            .person = ARG(p->ref.id), .share = ARG(kind == ROLL_OWNER ? p->share : 0),
                            .from_date = ARG(p->from), .account = ARG(c->actor->account), .at = ARG(c->now)));
}

Err person_rolls_add(Db *w, const PersonWrite *p, u32 standing)
{
    for (RollKind k = 0; k < ROLL_KINDS; k++)
        if (p->rolls & 1u << k && !(standing & 1u << k))
            TRY(roll_begin(w, p, k));
    return OK;
}

Err person_rolls_standing(Db *w, Ref person, u32 *ret_rolls)
{
    Rows rows;
    TRY(db_many(w, Q_ROLL_STANDING, ARGS(person.county, REF(person)), &rows));
    *ret_rolls = 0;
    for (size_t i = 0; i < rows.n; i++)
        *ret_rolls |= 1u << row_int(rows.row[i], C_ROLL_STANDING_KIND);
    return OK;
}

/* A row that is as it should be goes on; one of another place or share ends, and a new one begins. */
Err person_rolls_change(Db *w, const PersonWrite *p)
{
    Rows rows;
    u32  standing = 0;
    TRY(db_many(w, Q_ROLL_STANDING, ARGS(p->ref.county, REF(p->ref)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        int  kind = (int)row_int(r, C_ROLL_STANDING_KIND);
        bool fits = str_eq(row_text(r, C_ROLL_STANDING_PLACE), p->ref.place) &&
                    (kind != ROLL_OWNER || row_int(r, C_ROLL_STANDING_SHARE) == p->share);
        i64  n;
        if (p->rolls & 1u << kind && fits)
            standing |= 1u << kind;
        else
            TRY(db_change(w, QUERY(roll_end, .county = ARG(p->ref.county), .person_county = ARG(p->ref.county),
                                   .person = ARG(p->ref.id), .kind = ARG(kind), .on = ARG(p->from)), &n));
    }
    return person_rolls_add(w, p, standing);
}

Err roll_of(Ctx *c, Ref person, const RollRow **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ROLL_OF_PERSON, ARGS(person.county, REF(person)), &rows));
    RollRow *v = NEW_N(c->arena, RollRow, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        v[i] = (RollRow){ (RollKind)row_int(r, C_ROLL_OF_PERSON_KIND), row_text(r, C_ROLL_OF_PERSON_PLACE),
                          row_int(r, C_ROLL_OF_PERSON_SHARE), (Date)row_int(r, C_ROLL_OF_PERSON_FROM_DATE),
                          (Date)row_int(r, C_ROLL_OF_PERSON_TO_DATE) };
    }
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

Err roll_count(Ctx *c, RollKind kind, Code place, Date on, i64 *ret_n)
{
    Code end = code_end(c->arena, place);
    if (code_level(place) < LEVEL_COUNTY)
        return db_int(db_read(c), QUERY(roll_counted_wide, .kind = ARG(kind), .place = ARG(place), .end = ARG(end),
                                        .on = ARG(on)), ret_n);
    return db_int(db_read(c), QUERY(roll_counted, .county = ARG(code_county(place)), .kind = ARG(kind),
                                    .place = ARG(place), .end = ARG(end), .on = ARG(on)), ret_n);
}
