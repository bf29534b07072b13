/* The table of nouns: found by name, and a row that lacks what it cannot be without ends the program with its name. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "house/house.h"
#include "matter/change.h"
#include "record/noun.h"
#include "support/unit.h"

static Err asked(Ctx *c, Report *r)
{
    return OK;
}

static const EventKind voted[] = { { "vote.cast", true }, { NULL, false } };
static const EventKind made[] = { { "ballot.made", true }, { NULL, false } };
static const Derived   sums[] = { { 0, "vote.sums" }, { 0, NULL } };

/* What a child says that is given this table; it must not live. */
static void last_words(const NounRow *table, size_t n, char *ret, size_t size)
{
    int    ends[2], status;
    size_t got = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        nouns_set(table, n);
        lives_whole();
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t some; got + 1 < size && (some = read(ends[0], ret + got, size - 1 - got)) > 0;)
        got += (size_t)some;
    ret[got] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void a_row_that_is_not_whole_ends_the_program_with_its_name(void **state)
{
    static const Noun whole = { .name = "vote", .events = voted, .check = asked };
    static const Noun unchecked = { .name = "ballot", .events = made };
    static const Noun unmade = { .name = "sum", .derived = sums };
    static const Noun unfilled = { .name = "talk", .has_terms = true };
    static const Noun twin = { .name = "vote" };
    static const Noun thief = { .name = "poll", .events = voted, .check = asked };
    const struct {
        const Noun *second;
        const char *says;
    } cases[] = {
        { &unchecked, "ballot is not whole: it keeps something and is never checked" },
        { &unmade, "sum is not whole: what it derives is never made again" },
        { &unfilled, "talk is not whole: its search terms are never made again" },
        { &twin, "vote is not whole: another has that name" },
        { &thief, "poll is not whole: vote.cast" },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        char          said[400];
        const NounRow table[] = { { &whole, NULL }, { cases[i].second, NULL } };
        last_words(table, 2, said, sizeof said);
        assert_non_null(strstr(said, cases[i].says));
    }
}

/* Taken out one at a time; a rebuild dropped the figures of such a noun, and its matters stayed behind when their place went on. */
static void a_life_that_lacks_a_part_ends_the_program_with_its_noun_s_name(void **state)
{
    static const struct Room *const shown[] = { NULL };

    static const EventKind some[] = { { "task.made", true }, { NULL, false } };
    static Move            astray[] = { { 0, 99, BY_VERB, VERB_ANSWER, 0, TELL_NOBODY, "task.done" } };
    Life lives[12];
    Noun nouns[17];
    house_open();
    const Noun *task = noun_find(STR("task"));
    for (size_t i = 0; i < COUNTOF(nouns); i++)
        nouns[i] = *task;
    for (size_t i = 0; i < COUNTOF(lives); i++) {
        lives[i] = *task->life;
        nouns[i].life = &lives[i];
    }
    lives[0].get = NULL;
    lives[1].store = NULL;
    lives[2].trail = NULL;
    lives[3].carry_list = NULL;
    lives[4].each = NULL;
    lives[5].of = NULL;
    lives[6].noun = "need";
    nouns[12].rebuild = NULL;
    nouns[13].carry = NULL;
    nouns[14].title = NULL;
    nouns[15].visible = NULL;
    nouns[16].events = some;
    lives[7].standing = NULL;
    lives[8].tell = NULL;
    lives[9].moves = astray;
    lives[9].n_moves = 1;
    lives[10].moves = NULL;
    lives[11].states = NULL;
    for (size_t i = 0; i < COUNTOF(nouns); i++) {
        char          said[400];
        const NounRow table[] = { { &nouns[i], shown } };
        last_words(table, 1, said, sizeof said);
        assert_non_null(strstr(said, "the noun task is not whole"));
    }
}

static void every_noun_of_the_house_is_found_by_its_name_and_its_events(void **state)
{
    house_open();
    assert_true(noun_count() > 4);
    for (size_t i = 0; i < noun_count(); i++) {
        const Noun *n = noun_at(i);
        assert_ptr_equal(noun_find(str_from(n->name)), n);
        for (const EventKind *e = n->events; e != NULL && e->name != NULL; e++)
            assert_ptr_equal(noun_event(str_from(e->name)), e);
    }
    assert_null(noun_find(STR("nothing")));
    assert_null(noun_event(STR("need.nothing")));
    assert_true(noun_event(STR("need.raised"))->is_open);
    assert_false(noun_event(STR("person.added"))->is_open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_is_not_whole_ends_the_program_with_its_name),
        cmocka_unit_test(a_life_that_lacks_a_part_ends_the_program_with_its_noun_s_name),
        cmocka_unit_test(every_noun_of_the_house_is_found_by_its_name_and_its_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
