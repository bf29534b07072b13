/* Migrations: applied once, in order, unchanged; and the words that the engines spell differently. */
#include "support/support.h"

#include "db/db_inside.h"

#define FILE_OF(path_, text) { .path = "migrations/" path_, .bytes = { text, sizeof(text) - 1 } }

static const Embedded files[] = {
    FILE_OF("9001-apple.sql", "-- {int} in a remark is a word like any other\n"
                              "CREATE TABLE apple (county TEXT NOT NULL, id {int} NOT NULL, salt {blob}, text TEXT,\n"
                              "    CONSTRAINT apple_pk PRIMARY KEY (county, id)) {strict};\n"
                              "{append_only apple text,salt}\n"
                              "CREATE INDEX apple_by_text ON apple (county, text);\n"
                              "INSERT INTO apple (county, id, text) VALUES ('1', 7000000000000000001, '苹果');\n"),
    FILE_OF("9002-pear.sql", "CREATE TABLE pear (county TEXT NOT NULL, id {int} NOT NULL,\n"
                             "    CONSTRAINT pear_pk PRIMARY KEY (county, id)) {strict};\n"
                             "{append_only pear}\n"),
};

static const Embedded broken[] = {
    FILE_OF("9001-apple.sql", "CREATE TABLE apple (county TEXT NOT NULL, CONSTRAINT apple_pk PRIMARY KEY (county));\n"
                              "CREATE TABLE apple (county TEXT NOT NULL);"),
};

static const Embedded rebuild[] = {
    FILE_OF("9001-apple.sql",
            "CREATE TABLE apple (county TEXT NOT NULL, id {int} NOT NULL, state TEXT NOT NULL,\n"
            "    CONSTRAINT apple_pk PRIMARY KEY (county, id),\n"
            "    CONSTRAINT apple_state CHECK (state IN ('green'))) {strict};\n"
            "CREATE TABLE worm (county TEXT NOT NULL, apple {int} NOT NULL,\n"
            "    CONSTRAINT worm_pk PRIMARY KEY (county, apple),\n"
            "    CONSTRAINT worm_apple FOREIGN KEY (county, apple) REFERENCES apple (county, id)) {strict};\n"
            "INSERT INTO apple (county, id, state) VALUES ('1', 1, 'green');\n"
            "INSERT INTO worm (county, apple) VALUES ('1', 1);\n"),
    FILE_OF("9002-apple.sql",
            "{postgres}\n"
            "ALTER TABLE apple DROP CONSTRAINT apple_state;\n"
            "ALTER TABLE apple ADD CONSTRAINT apple_state CHECK (state IN ('green', 'red'));\n"
            "{sqlite}\n"
            "CREATE TABLE apple_new (county TEXT NOT NULL, id {int} NOT NULL, state TEXT NOT NULL,\n"
            "    CONSTRAINT apple_new_pk PRIMARY KEY (county, id),\n"
            "    CONSTRAINT apple_new_state CHECK (state IN ('green', 'red'))) {strict};\n"
            "INSERT INTO apple_new (county, id, state) SELECT county, id, state FROM apple;\n"
            "DROP TABLE apple;\n"
            "ALTER TABLE apple_new RENAME TO apple;\n"
            "{both}\n"
            "UPDATE apple SET state = 'red' WHERE id = 1;\n"),
    FILE_OF("9003-apple.sql", "DELETE FROM apple;\n"),
};

static const Embedded misspelt[] = {
    FILE_OF("9001-apple.sql", "CREATE TABLE apple (id {integer} NOT NULL);"),
};

/* Ours, then theirs: what migrate_apply() did must stay known. */
static const Embedded *with_ours(Ctx *c, const Embedded *more, size_t n, size_t *ret_n)
{
    Embedded *all = NEW_N(c->arena, Embedded, embedded_count + n);
    size_t    at = 0;
    for (size_t i = 0; i < embedded_count; i++)
        if (str_starts(str_from(embedded_files[i].path), STR("migrations/")))
            all[at++] = embedded_files[i];
    for (size_t i = 0; i < n; i++)
        all[at++] = more[i];
    *ret_n = at;
    return all;
}

static Err apply(Ctx *c, const Embedded *more, size_t n)
{
    size_t          n_all;
    const Embedded *all = with_ours(c, more, n, &n_all);
    return migrate_files(c, all, n_all);
}

static Err text_body(Db *w, void *arg)
{
    return db_text(w, arg, ARGS(), NULL, NULL);
}

static Err say(Ctx *c, const char *text)
{
    return db_write(c, text_body, (void *)(uintptr_t)text);
}

static i64 ask(Ctx *c, const char *text)
{
    i64 n;
    assert_ok(c, db_text_int(db_read(c), text, ARGS(), &n));
    db_read_end(c);
    return n;
}

static void a_new_database_has_had_them_all(void **state)
{
    Ctx *c = *state;
    int  applied, known;
    assert_ok(c, migrate_version(c, &applied, &known));
    assert_int_equal(applied, known);
    assert_true(known > 0);
}

static void applied_twice_is_applied_once(void **state)
{
    Ctx *c = *state;
    assert_ok(c, apply(c, files, 2));
    i64 before = ask(c, "SELECT sum(applied_at + number) FROM migration");
    test_later(c, DAY);
    assert_ok(c, apply(c, files, 2));
    assert_int_equal(ask(c, "SELECT sum(applied_at + number) FROM migration"), before);
    assert_int_equal(ask(c, "SELECT id FROM apple"), 7000000000000000001);
}

static void what_is_missing_is_added_later(void **state)
{
    Ctx *c = *state;
    assert_ok(c, apply(c, files, 1));
    assert_err(c, ERR_DB, say(c, "SELECT count(*) FROM pear"));
    assert_ok(c, apply(c, files, 2));
    assert_ok(c, say(c, "SELECT count(*) FROM pear"));
}

static void a_changed_file_is_refused(void **state)
{
    Ctx     *c = *state;
    Embedded changed[2] = { files[0], files[1] };
    assert_ok(c, apply(c, files, 2));
    changed[0].bytes.n--; /* a line break less is a change */
    assert_err(c, ERR_DB, apply(c, changed, 2));
}

static void a_database_of_a_newer_program_is_refused(void **state)
{
    Ctx *c = *state;
    int  applied, known;
    assert_ok(c, apply(c, files, 2));
    assert_err(c, ERR_DB, apply(c, files, 1));
    assert_err(c, ERR_DB, migrate_apply(c));
    assert_ok(c, migrate_version(c, &applied, &known));
    assert_int_equal(applied, known + 2);
}

static void a_file_that_fails_leaves_nothing(void **state)
{
    Ctx *c = *state;
    assert_err(c, ERR_DB, apply(c, broken, 1));
    assert_err(c, ERR_DB, say(c, "SELECT count(*) FROM apple"));
    assert_int_equal(ask(c, "SELECT count(*) FROM migration WHERE number = 9001"), 0);
    assert_err(c, ERR_DB, apply(c, misspelt, 1));
    assert_ok(c, apply(c, files, 2));
}

static void a_table_that_others_point_to_can_be_built_anew(void **state)
{
    Ctx *c = *state;
    assert_ok(c, apply(c, rebuild, 2));
    assert_ok(c, say(c, "INSERT INTO apple (county, id, state) VALUES ('1', 2, 'red')"));
    assert_err(c, ERR_CONFLICT, say(c, "INSERT INTO worm (county, apple) VALUES ('1', 9)")); /* looked at again */
    assert_int_equal(ask(c, "SELECT count(*) FROM apple WHERE state = 'red'"), 2);
    Err refused = store_engine(c->store) == ENGINE_SQLITE ? ERR_DB : ERR_CONFLICT;
    assert_err(c, refused, apply(c, rebuild, 3)); /* what leaves a worm without its apple is refused */
    assert_int_equal(ask(c, "SELECT count(*) FROM apple"), 2);
    assert_err(c, ERR_CONFLICT, say(c, "DELETE FROM apple WHERE id = 1"));
}

static void an_append_only_table_is_only_added_to(void **state)
{
    Ctx *c = *state;
    assert_ok(c, apply(c, files, 2));
    assert_ok(c, say(c, "INSERT INTO pear (county, id) VALUES ('1', 1)"));
    assert_err(c, ERR_DB, say(c, "UPDATE pear SET id = 2"));
    assert_err(c, ERR_DB, say(c, "DELETE FROM pear"));
    assert_err(c, ERR_DB, say(c, "DELETE FROM apple"));
    assert_err(c, ERR_DB, say(c, "UPDATE apple SET id = 2"));
    assert_err(c, ERR_DB, say(c, "UPDATE apple SET text = NULL, county = '2'"));
    assert_err(c, ERR_CONFLICT, say(c, "INSERT INTO pear (county, id) VALUES ('1', 1)"));
    assert_err(c, ERR_DB, say(c, "INSERT INTO pear (county, id) VALUES ('1', 1)"
                                 " ON CONFLICT (county, id) DO UPDATE SET id = 3"));
    if (store_engine(c->store) == ENGINE_POSTGRES)
        assert_err(c, ERR_DB, say(c, "TRUNCATE pear"));
    else
        assert_err(c, ERR_DB, say(c, "REPLACE INTO pear (county, id) VALUES ('1', 1)"));
    assert_ok(c, say(c, "UPDATE apple SET text = NULL, salt = NULL")); /* these may be erased */
    assert_int_equal(ask(c, "SELECT count(*) FROM pear WHERE id = 1"), 1);
}

static void a_collation_that_is_not_c_is_refused(void **state)
{
    Ctx   *c = *state;
    Store *none, *own = c->store;
    Str    name = arena_printf(c->arena, "yc_%d_icu", (int)id_new(0) & 0xffffff);
    Str    url = test_database_named(c, name);
    test_server(arena_printf(c->arena, "CREATE DATABASE %.*s TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu"
                                       " ICU_LOCALE 'en'", STR_ARG(name)).p);
    assert_err(c, ERR_DB, store_open(c, url, true, &none));
    assert_ptr_equal(c->store, own);
    test_server(arena_printf(c->arena, "DROP DATABASE %.*s WITH (FORCE)", STR_ARG(name)).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_new_database_has_had_them_all),
        ON_BOTH(applied_twice_is_applied_once),
        ON_BOTH(what_is_missing_is_added_later),
        ON_BOTH(a_changed_file_is_refused),
        ON_BOTH(a_database_of_a_newer_program_is_refused),
        ON_BOTH(a_file_that_fails_leaves_nothing),
        ON_BOTH(a_table_that_others_point_to_can_be_built_anew),
        ON_BOTH(an_append_only_table_is_only_added_to),
        ON_POSTGRES(a_collation_that_is_not_c_is_refused),
    };
    return RUN_TESTS(tests);
}
