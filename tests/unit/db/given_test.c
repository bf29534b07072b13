/* What a query is given: by name in any order, to queries of the same names alike; what was left out or is another query's
 * is found before it reaches an engine. (What does not compile: tests/build/query.test.mjs.) */
#include "support/support.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db.h"
#include "record/job.sql.h"
#include "record/rule.sql.h"

static Err again_body(Db *w, void *arg)
{
    TRY(db_exec(w, QUERY(job_put, .due = ARG(5), .arg = ARG(2), .place = ARG("420325"), .kind = ARG("trial"),
                         .subject = ARG(7), .county = ARG("420325"))));
    for (int i = 0; i < 2; i++) { /* the same names, another order in the text */
        Query q = i ? Q_JOB_AGAIN : Q_JOB_TAKE;
        TRY(db_exec(w, q, GIVEN(job_take, .was = ARG(5 + i), .due = ARG(6 + i), .kind = ARG("trial"), .subject = ARG(7),
                                .county = ARG("420325"))));
    }
    return OK;
}

static void names_may_stand_in_any_order_and_serve_queries_of_the_same_names(void **state)
{
    Ctx *c = *state;
    Rows rows;
    assert_ok(c, db_write(c, again_body, NULL));
    assert_ok(c, db_many(db_read(c), Q_JOB_DUE, ARGS(7, 10), &rows));
    assert_int_equal(rows.n, 1);
    assert_int_equal(row_int(rows.row[0], C_JOB_DUE_SUBJECT), 7);
    assert_int_equal(row_int(rows.row[0], C_JOB_DUE_ARG), 2);
    assert_int_equal(row_int(rows.row[0], C_JOB_DUE_DUE), 7);
    assert_int_equal(row_int(rows.row[0], C_JOB_DUE_TRIES), 1);
}

/* ---- what must not reach an engine ---- */

static Err a_name_left_out(Db *db)
{
    union given_job_put put = { { .county = ARG("420325"), .kind = ARG("trial"), .subject = ARG(7), .arg = ARG(0), .due = ARG(1) } };
    return db_exec(db, FILLED(job_put, put));
}

static Err a_name_of_a_row_left_out(Db *db)
{
    union given_rule_find find = { { .name = ARG("a"), .day = ARG(20250101) } };
    Rows                  rows;
    for (size_t i = 0; i < COUNTOF(find.by.row) - 1; i++)
        find.by.row[i].place = ARG("42");
    return db_many(db, FILLED(rule_find, find), &rows);
}

static Err by_number_where_names_are(Db *db)
{
    return db_exec(db, Q_JOB_TAKE, ARGS("420325", "trial", 7, 1, 2));
}

static Err by_the_names_of_another(Db *db)
{
    return db_exec(db, Q_JOB_TAKE, GIVEN(job_put, .county = ARG("420325"), .kind = ARG("trial"), .subject = ARG(7),
                                         .place = ARG(""), .arg = ARG(0), .due = ARG(1)));
}

static Err one_too_few_by_number(Db *db)
{
    return db_exec(db, Q_JOB_DROP, ARGS("420325", "trial"));
}

/* What a child says that asks so; it must not live. */
static void last_words(Ctx *c, Err (*ask)(Db *db), char *ret, size_t size)
{
    int    ends[2], status;
    size_t got = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        _exit((int)ask(db_read(c)));
    }
    close(ends[1]);
    for (ssize_t some; got + 1 < size && (some = read(ends[0], ret + got, size - 1 - got)) > 0;)
        got += (size_t)some;
    ret[got] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void what_is_left_out_or_is_anothers_ends_the_program_with_its_name(void **state)
{
    static const struct {
        Err       (*ask)(Db *db);
        const char *says;
    } cases[] = {
        { a_name_left_out, "\"query\":\"job_put\",\"left_out\":\"place\"" },
        { a_name_of_a_row_left_out, "\"query\":\"rule_find\",\"left_out\":\"place\",\"at\":9" },
        { by_number_where_names_are, "\"query\":\"job_take\",\"given\":5,\"of\":\"-\"" },
        { by_the_names_of_another, "\"query\":\"job_take\",\"given\":6,\"of\":\"job_put\"" },
        { one_too_few_by_number, "\"query\":\"job_drop\",\"given\":2,\"of\":\"-\",\"wanted\":3" },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        char said[800];
        last_words(*state, cases[i].ask, said, sizeof said);
        if (strstr(said, cases[i].says) == NULL)
            print_error("%s", said);
        assert_non_null(strstr(said, cases[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(names_may_stand_in_any_order_and_serve_queries_of_the_same_names),
        ON_SQLITE(what_is_left_out_or_is_anothers_ends_the_program_with_its_name),
    };
    return RUN_TESTS(tests);
}
