/* place_change: what happens to a place over the years: another name, another code, one taken into another. Rows are
 * ended, never rewritten, except for the name of a row whose code stays. See place.h. */
#include "engine/text/house_key.h"
#include "place/place_inside.h"
#include "place/place.sql.h"
#include "record/event.h"
#include "record/noun.h"


typedef struct Change {
    const PlaceChange *ch;
    Str                name; /* the new one, or empty */
    Date               on;
    i64                event;
} Change;

Err place_borne(Db *w, Code code, Rows *ret_aliases)
{
    enum { PLACE_BORNE_MOST = 1000 };
    TRY(db_many(w, Q_PLACE_ALIAS_LIST, ARGS(code_county(code), code), ret_aliases));
    return ret_aliases->n <= PLACE_BORNE_MOST
               ? OK : fail(db_ctx(w), ERR_TOO_LARGE, "place.names.many", "more than %d other names", PLACE_BORNE_MOST);
}

Err place_words_renew(Db *w, Code code, Str name)
{
    Rows aliases;
    TRY(db_exec(w, Q_PLACE_WORD_DROP, ARGS(code_county(code), code)));
    TRY(place_words_put(w, code, name));
    TRY(place_borne(w, code, &aliases));
    for (size_t i = 0; i < aliases.n; i++)
        TRY(place_words_put(w, code, row_text(aliases.row[i], C_PLACE_ALIAS_LIST_ALIAS)));
    return OK;
}

/* All that stands below; a place with more is not moved in part. */
static Err below_of(Db *w, Code code, Rows *ret_rows)
{
    enum { MOST = 2000 };
    Ctx *c = db_ctx(w);
    TRY(db_many(w, Q_PLACE_BELOW, ARGS(code, code_end(c->arena, code), MOST + 1), ret_rows));
    return ret_rows->n <= MOST ? OK : fail(c, ERR_CONFLICT, "place.move.many", "more than %d places below", MOST);
}

/* Other names go along: people will ask for the place under them for years. Of a place that was taken in they are told
 * apart, its own name with them: its houses kept the numbers that they had there. */
static Err aliases_hand_on(Db *w, Code from, Code to, bool is_taken_in)
{
    i64  now = db_ctx(w)->now;
    Rows aliases;
    TRY(place_borne(w, from, &aliases));
    for (size_t i = 0; i < aliases.n; i++)
        TRY(db_exec(w, QUERY(place_alias_insert, .county = ARG(code_county(to)), .code = ARG(to),
                             .alias = ARG(row_text(aliases.row[i], C_PLACE_ALIAS_LIST_ALIAS)), .at = ARG(now),
                             .taken_in = ARG(is_taken_in || row_bool(aliases.row[i], C_PLACE_ALIAS_LIST_TAKEN_IN)))));
    return OK;
}

static Err name_hand_on(Db *w, const Place *from, Code to, bool is_taken_in)
{
    return db_exec(w, QUERY(place_alias_insert, .county = ARG(code_county(to)), .code = ARG(to), .alias = ARG(from->name),
                            .at = ARG(db_ctx(w)->now), .taken_in = ARG(is_taken_in)));
}

static Err older(Ctx *c, Code code)
{
    return fail(c, ERR_CONFLICT, "place.changed_meanwhile", "place %.*s: another version", STR_ARG(code));
}

Err place_row_rename(Db *w, const Place *was, Str name, i64 now, i64 twin)
{
    i64 n;
    TRY(db_change(w, QUERY(place_rename, .county = ARG(code_county(was->code)), .code = ARG(was->code), .name = ARG(name),
                           .version = ARG(was->version), .name_key = ARG(group_key(db_ctx(w)->arena, name)), .twin = ARG(twin)), &n));
    if (n == 0)
        return older(db_ctx(w), was->code);
    TRY(db_exec(w, QUERY(place_alias_insert, .county = ARG(code_county(was->code)), .code = ARG(was->code),
                         .alias = ARG(was->name), .at = ARG(now), .taken_in = ARG(false))));
    return place_words_renew(w, was->code, name);
}

/* Ends a row; its words go, so that a search finds the successor by the alias. */
static Err row_end(Db *w, const Place *was, Date on, Code successor)
{
    i64 n;
    TRY(db_change(w, QUERY(place_end, .county = ARG(code_county(was->code)), .code = ARG(was->code), .on = ARG(on),
                           .successor = ARG(successor), .version = ARG(was->version)), &n));
    if (n == 0)
        return older(db_ctx(w), was->code);
    return db_exec(w, Q_PLACE_WORD_DROP, ARGS(code_county(was->code), was->code));
}

static Err event_say(Db *w, const Change *x, const char *kind, Code code, Code other, Str name)
{
    i64 number = 0;
    if (other.n && !str_int(other, &number))
        return fail(db_ctx(w), ERR_INTERNAL, NULL, "a place code is a number");
    return event_append(w, &(EventNew){ .id = x->event, .kind = kind, .subject = place_ref(code),
                                        .parts = { PART("on", x->on), PART("to", number), PART_TEXT("name", name) },
                                        .n_parts = 3 });
}

/* ---- what goes along ---- */

/* Who lives there, and what is open there. `taken_in`: it was put into a place that was there before, and this is its name. */
static Err carry_on(Db *w, Code from, Code to, Str taken_in)
{
    const PlaceCarry carry = { from, to, taken_in };
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->carry != NULL)
            TRY(noun_at(i)->carry(w, noun_at(i), &carry));
    return OK;
}

/* A row goes on under another code and maybe another name. The old one ends first: two of one name do not stand side by side. */
static Err row_move(Db *w, const Change *x, const Place *was, Code to, Str name)
{
    Place now = { .code = to, .kind = was->kind, .name = name, .from = x->on };
    TRY(row_end(w, was, x->on, to));
    TRY(place_row_add(w, &now, code_parent(to), was->code, 0));
    if (!str_eq(name, was->name))
        TRY(name_hand_on(w, was, to, false));
    TRY(aliases_hand_on(w, was->code, to, false));
    return place_words_renew(w, to, name);
}

/* A place under its new code, and all below it with theirs. Who lives there goes along. `field` says what put it there. */
static Err move_all(Db *w, const Change *x, const Place *top, Code to, const char *field)
{
    Ctx *c = db_ctx(w);
    Rows below;
    Str  name = x->name.n ? x->name : top->name;
    TRY(below_of(w, top->code, &below));
    if (x->name.n || !str_eq(code_parent(to), code_parent(top->code)))
        TRY(place_name_free(w, &(NameAsk){ field, code_parent(to), top->code, name, true }));
    TRY(row_move(w, x, top, to, name));
    for (size_t i = 0; i < below.n; i++) {
        Place p = place_from_row(below.row[i]);
        Code  code = arena_printf(c->arena, "%.*s%.*s", STR_ARG(to), STR_ARG(str_skip(p.code, top->code.n)));
        TRY(row_move(w, x, &p, code, p.name));
    }
    return carry_on(w, top->code, to, STR_NONE);
}

/* One taken into another of its level: groups and units get the next free numbers there, names become aliases. */
static Err merge(Db *w, const Change *x, const Place *was)
{
    Ctx   *c = db_ctx(w);
    Rows   children;
    Row    r;
    Change plain = { .ch = x->ch, .on = x->on };
    TRY(db_one(w, Q_PLACE_ONE, ARGS(x->ch->into), &r));
    Place into = place_from_row(r);
    if (into.to != 0)
        return fail(c, ERR_CONFLICT, "place.ended", "place %.*s has ended", STR_ARG(into.code));
    TRY(db_many(w, Q_PLACE_CHILD_LIST, ARGS(was->code, "", PLACE_SUFFIX_MOST), &children));
    if (children.n && was->level < LEVEL_VILLAGE)
        return fail_at(c, "into", "place.merge.not_empty", STR_NONE, STR_NONE);
    for (size_t i = 0; i < children.n; i++) {
        Place child = place_from_row(children.row[i]);
        Code  code;
        TRY(place_code_next(w, into.code, &code));
        TRY(move_all(w, &plain, &child, code, "into"));
    }
    TRY(carry_on(w, was->code, into.code, was->name));
    TRY(name_hand_on(w, was, into.code, true));
    TRY(aliases_hand_on(w, was->code, into.code, true));
    TRY(place_words_renew(w, into.code, into.name));
    return row_end(w, was, x->on, into.code);
}

static Err change_body(Db *w, void *arg)
{
    const Change      *x = arg;
    const PlaceChange *ch = x->ch;
    Ctx               *c = db_ctx(w);
    Row                r;
    TRY(db_one(w, Q_PLACE_ONE, ARGS(ch->code), &r));
    Place was = place_from_row(r);
    if (was.version != ch->version || was.to != 0)
        return older(c, ch->code);
    if (x->name.n)
        TRY(place_name_no_office(w, &(NameAsk){ "name", code_parent(ch->new_code.n ? ch->new_code : ch->code), ch->code, x->name, true }));
    if (x->on < was.from)
        return fail_at(c, "on", "place.before_it_began", STR_NONE, STR_NONE);
    if (ch->into.n) {
        TRY(merge(w, x, &was));
        return event_say(w, x, "place.merged", ch->code, ch->into, was.name);
    }
    if (ch->new_code.n) {
        TRY(move_all(w, x, &was, ch->new_code, x->name.n ? "name" : "new_code"));
        return event_say(w, x, "place.moved", ch->code, ch->new_code, x->name.n ? x->name : was.name);
    }
    TRY(db_one(w, Q_PLACE_PARENT, ARGS(ch->code), &r));
    Code parent = row_text(r, C_PLACE_PARENT_PARENT);
    TRY(place_name_free(w, &(NameAsk){ "name", parent, ch->code, x->name, true }));
    TRY(place_row_rename(w, &was, x->name, c->now, 0));
    TRY(place_twins_settle(w, parent));
    return event_say(w, x, "place.renamed", ch->code, STR(""), x->name);
}

/* What can be told without the database. */
static Err change_check(Ctx *c, const PlaceChange *ch, Str name, Date on)
{
    if (name.n)
        TRY(field_check_given(c, &PLACE_FIELD_NAME, name));
    if (on > date_of(c->now))
        return fail_at(c, "on", "place.in_the_future", STR_NONE, STR_NONE);
    if (ch->into.n && (code_level(ch->into) != code_level(ch->code) || str_eq(ch->into, ch->code)))
        return fail_at(c, "into", "place.merge.level", STR_NONE, STR_NONE);
    if (ch->into.n && ch->new_code.n)
        return fail_at(c, "new_code", "place.merge_or_move", STR_NONE, STR_NONE);
    if (ch->new_code.n && code_level(ch->new_code) != code_level(ch->code))
        return fail_at(c, "new_code", "place.move.level", STR_NONE, STR_NONE);
    if (!ch->into.n && !ch->new_code.n && !name.n)
        return fail_at(c, "name", "place.no_change", STR_NONE, STR_NONE);
    return OK;
}

bool place_may_rename(const Actor *a, Code place)
{
    return code_level(place) < LEVEL_COUNTY ? access_may(a, VERB_PLACE, place) : access_may_above(a, VERB_PLACE, place);
}

static Err name_check(Ctx *c, Code place, Str name)
{
    return name.n == 0 || place_may_rename(c->actor, place) ? OK : fail(c, ERR_DENIED, "place.name.above", "one's own place is called so from above");
}

Err place_change(Ctx *c, const PlaceChange *change)
{
    Change x = { .ch = change, .name = text_line(c->arena, change->name), .on = change->on ? change->on : date_of(c->now),
                 .event = id_new(c->now) };
    Place  other;
    TRY(change_check(c, change, x.name, x.on));
    TRY(name_check(c, change->code, x.name));
    if (change->new_code.n && code_parent(change->new_code).n) {
        TRY(place_get(c, code_parent(change->new_code), &other));
        if (other.to)
            return fail_at(c, "new_code", "place.ended", STR_NONE, STR_NONE);
    }
    TRY(db_write(c, change_body, &x));
    return OK;
}

/* ---- rebuild and check ---- */

static Err words_of_place(void *arg, Row r)
{
    Place p = place_from_row(r);
    return p.to ? OK : place_words_put(arg, p.code, p.name);
}

static Err words_of_alias(void *arg, Row r)
{
    Row p;
    Code code = row_text(r, C_PLACE_ALIAS_EVERY_CODE);
    TRY(db_one(arg, Q_PLACE_ONE, ARGS(code), &p));
    return row_int(p, C_PLACE_ROW_TO_DATE) ? OK : place_words_put(arg, code, row_text(r, C_PLACE_ALIAS_EVERY_ALIAS));
}

Err place_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    TRY(db_exec(w, Q_PLACE_WORD_CLEAR, ARGS()));
    TRY(db_walk(w, Q_PLACE_EVERY, ARGS(), words_of_place, w));
    return db_walk(w, Q_PLACE_ALIAS_EVERY, ARGS(), words_of_alias, w);
}

static Err found_orphan(void *arg, Row r)
{
    finding(arg, "place.parent", "%.*s", STR_ARG(row_text(r, C_PLACE_WITHOUT_PARENT_CODE)));
    return OK;
}

static Err found_astray(void *arg, Row r)
{
    finding(arg, "place.successor", "%.*s", STR_ARG(row_text(r, C_PLACE_ASTRAY_CODE)));
    return OK;
}

/* County, level and parent must be what the code says. */
static Err check_row(void *arg, Row r)
{
    Place p = place_from_row(r);
    Code  parent = row_text(r, C_PLACE_EVERY_PARENT);
    if (!str_eq(row_text(r, C_PLACE_EVERY_COUNTY), code_county(p.code)) || p.level == LEVEL_NONE ||
        (parent.n ? !code_covers(parent, p.code) : p.level != LEVEL_PROVINCE))
        finding(arg, "place.key", "%.*s", STR_ARG(p.code));
    return OK;
}

Err place_check(Ctx *c, Report *r)
{
    TRY(db_each(db_read(c), Q_PLACE_EVERY, ARGS(), check_row, r));
    TRY(db_each(db_read(c), Q_PLACE_WITHOUT_PARENT, ARGS(), found_orphan, r));
    TRY(db_each(db_read(c), Q_PLACE_ASTRAY, ARGS(), found_astray, r));
    return place_names_check(c, r);
}

Code place_carried(Arena *a, Code code, const PlaceCarry *carry)
{
    if (code_covers(carry->from, code))
        return str_join(a, (Str[]){ carry->to, str_skip(code, carry->from.n) }, 2, STR_NONE);
    return code_at(carry->to, code_level(code));
}
