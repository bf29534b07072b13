/* log: what is said in words arrives whole. */
#include "support/unit.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"

static char line[4096];

static void assert_said(const char *members)
{
    if (strstr(line, members) == NULL)
        fail_msg("{%s} is not in {%s}", members, line);
}

/* The line that log_say() wrote. */
#define SAY(...)                                        \
    do {                                                \
        int pair[2];                                    \
        assert_int_equal(pipe(pair), 0);                \
        log_open(LOG_INFO, pair[1]);                    \
        log_say(LOG_INFO, "test", __VA_ARGS__);         \
        close(pair[1]);                                 \
        ssize_t n = read(pair[0], line, sizeof line - 1); \
        line[n > 0 ? n : 0] = '\0';                     \
        close(pair[0]);                                 \
        log_open(LOG_INFO, STDERR_FILENO);              \
    } while (0)

static void a_text_may_hold_braces(void **s)
{
    SAY("status=%d why={%s}", 403, "SIGNED_IN is not granted at {4203}, nor at {}");
    assert_said("\"status\":403,\"why\":\"SIGNED_IN is not granted at {4203}, nor at {}\"}\n");
    SAY("why={%s}", "} a=b {");
    assert_said("\"why\":\"} a=b {\"}\n");
    SAY("why={%s}", "");
    assert_said("\"why\":\"\"}\n");
}

static void what_stands_behind_a_text_is_said_too(void **s)
{
    SAY("text={%s} account=%d", "is at {x}", 7);
    assert_said("\"text\":\"is at {x}\",\"account\":7}\n");
}

static void a_long_text_is_cut_at_its_end_and_not_at_a_brace(void **s)
{
    char long_text[3000];
    memset(long_text, 'a', sizeof long_text);
    memcpy(long_text, "at {b} ", 7);
    long_text[sizeof long_text - 1] = '\0';
    SAY("why={%s}", long_text);
    assert_said("\"why\":\"at {b} aaaa");
    assert_true(strlen(line) > 1000);
    assert_said("aaaa\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_may_hold_braces),
        cmocka_unit_test(what_stands_behind_a_text_is_said_too),
        cmocka_unit_test(a_long_text_is_cut_at_its_end_and_not_at_a_brace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
