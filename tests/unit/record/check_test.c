/* record_check: one row of each kind is spoiled behind the program's back, and the check names the rule that broke. */
#include "support/support.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "record/event.h"
#include "record/once.h"
#include "record/record.h"

#define STOP(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

static Actor official = { .account = 7 };

/* As whoever has the database in hand: triggers out of the way, then the statement. */
static void behind_our_back(Ctx *c, const char *sql)
{
    const char *where = str_cstr(c->arena, test_database(c));
    db_read_end(c);
    if (store_engine(c->store) == ENGINE_POSTGRES) {
        PGconn   *p = PQconnectdb(where);
        PGresult *r = PQexec(p, "SET session_replication_role = replica");
        PQclear(r);
        r = PQexec(p, sql);
        if (PQresultStatus(r) != PGRES_COMMAND_OK || strcmp(PQcmdTuples(r), "0") == 0)
            STOP("%s: %s", sql, PQerrorMessage(p));
        PQclear(r);
        PQfinish(p);
        return;
    }
    sqlite3      *db;
    sqlite3_stmt *s;
    Buf           drops = buf_new(c->arena, 1024, 65536);
    assert_int_equal(sqlite3_open(where, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'trigger'", -1, &s, NULL);
    while (sqlite3_step(s) == SQLITE_ROW)
        buf_printf(&drops, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    buf_char(&drops, '\0');
    assert_int_equal(sqlite3_exec(db, drops.p, NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK || sqlite3_changes(db) == 0)
        STOP("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static Err fill_body(Db *w, void *arg)
{
    static const char *const places[] = { "420325102212", "420325102212001", "420325102213", "4203" };
    Ctx *c = db_ctx(w);
    for (size_t i = 0; i < COUNTOF(places); i++) {
        Code     place = str_from(places[i]);
        EventNew e = { .id = id_new(c->now), .kind = "test.made",
                       .subject = { .county = code_county(place), .id = 5, .place = place },
                       .parts = { PART("n", (i64)i), PART_TEXT("why", STR("because")) }, .n_parts = 2 };
        TRY(event_append(w, &e));
    }
    return OK;
}

static void fill(Ctx *c)
{
    Once once = { .county = STR("420325"), .act = "test.make", .key = STR("key-0001") };
    i64  id;
    assert_ok(c, once_write(c, &once, 5, fill_body, NULL, &id));
}

static void keep(void *arg, const char *rule, Str where)
{
    Buf *b = arg;
    buf_printf(b, "%s; ", rule);
}

static Str broken_rules(Ctx *c)
{
    Buf    b = buf_new(c->arena, 1024, 65536);
    Report r = { .say = keep, .arg = &b };
    test_next(c);
    assert_ok(c, record_check(c, &r));
    return buf_text(&b);
}

static void names(void **state, const char *sql, const char *rule)
{
    Ctx *c = *state;
    c->actor = &official;
    fill(c);
    assert_str(broken_rules(c), "");
    behind_our_back(c, sql);
    Str rules = broken_rules(c);
    if (!str_find(rules, str_from(rule), NULL))
        STOP("{%s} is not in {%.*s}", rule, STR_ARG(rules));
}

#define SPOILED(name, sql, rule)     \
    static void name(void **state)   \
    {                                \
        names(state, sql, rule);     \
    }

SPOILED(an_event_that_was_changed, "UPDATE event SET account = 8 WHERE log = '420325102212' AND seq = 1",
        "an event is what its leaf says")
SPOILED(an_event_changed_with_its_leaf,
        "UPDATE event SET leaf = (SELECT leaf FROM event WHERE log = '4203'), kind = 'test.not' WHERE log = "
        "'420325102212' AND seq = 1",
        "the head is the root of its events")
SPOILED(an_event_in_a_log_that_is_none, "UPDATE event SET log = log || log || log || log || log || log || log WHERE seq = 2",
        "an event is in the log of a place")
SPOILED(an_event_that_was_removed, "DELETE FROM event WHERE log = '420325102212' AND seq = 1",
        "events are numbered without a gap")
SPOILED(the_last_event_removed, "DELETE FROM event WHERE log = '420325102212' AND seq = 2",
        "the head counts all events")
SPOILED(all_events_of_a_log_removed, "DELETE FROM event WHERE log = '420325102213'", "a head has events")
SPOILED(a_head_that_was_removed, "DELETE FROM loghead WHERE log = '420325102213'", "every log has a head")
SPOILED(the_last_head_removed, "DELETE FROM loghead WHERE log = '4203'", "every log has a head")
SPOILED(a_head_that_was_changed,
        "UPDATE loghead SET root = (SELECT root FROM loghead WHERE log = '4203') WHERE log = '420325102213'",
        "the head is the root of its events")
SPOILED(a_head_of_another_time, "UPDATE loghead SET at = at + 1 WHERE log = '420325102213'",
        "the head has the time of its newest event")
SPOILED(a_text_that_was_changed, "UPDATE event_text SET text = 'for another reason' WHERE log = '4203'",
        "a text fits its commitment")
SPOILED(a_commitment_that_was_changed,
        "UPDATE event_text SET commitment = (SELECT root FROM loghead WHERE log = '4203') WHERE log = '4203'",
        "a commitment is part of its event")
SPOILED(a_text_without_its_event, "UPDATE event_text SET seq = 9 WHERE log = '4203'", "a text belongs to an event")
SPOILED(a_key_that_names_nothing, "UPDATE once SET id = 0", "a key names what it made")
SPOILED(two_rules_on_one_day,
        "INSERT INTO rule (name, place, from_date, value, unit, source, confidence) VALUES ('need.reopen.most', '', "
        "20220101, 3, 'times', 'x', 'L')",
        "one value a day")

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_event_that_was_changed),
        ON_BOTH(an_event_changed_with_its_leaf),
        ON_BOTH(an_event_in_a_log_that_is_none),
        ON_BOTH(an_event_that_was_removed),
        ON_BOTH(the_last_event_removed),
        ON_BOTH(all_events_of_a_log_removed),
        ON_BOTH(a_head_that_was_removed),
        ON_BOTH(the_last_head_removed),
        ON_BOTH(a_head_that_was_changed),
        ON_BOTH(a_head_of_another_time),
        ON_BOTH(a_text_that_was_changed),
        ON_BOTH(a_commitment_that_was_changed),
        ON_BOTH(a_text_without_its_event),
        ON_BOTH(a_key_that_names_nothing),
        ON_BOTH(two_rules_on_one_day),
    };
    return RUN_TESTS(tests);
}
