/* Names that read alike on paper have one key, and others keep theirs. */
#include "support/unit.h"
#include "base/base.h"
#include "base/compat.h"
#include "base/utf8.h"
#include "support/dice.h"

static Arena *a;

static Str key(const char *name)
{
    return compat_key(a, str_from(name));
}

static void what_reads_alike_has_one_key(void **s)
{
    static const char *const pairs[][2] = {
        { "A7", "\uff21\uff17" },                  /* full width */
        { "caf\u00e9", "cafe\u0301" },             /* composed, and not */
        { "\u674e\u82b3", "\u674e\u200b\u82b3" }, /* 李芳, with a space of no width */
        { "\u674e\u82b3", "\ufeff\u674e\u82b3\u00ad" },
        { "\u674e \u82b3", "\u674e\u3000\u82b3" }, /* an ideographic space */
        { "\u91d1", "\uf90a" },                    /* a compatibility ideograph */
        { "\u2f08", "\u4eba" },                    /* a radical */
        { "\uac00", "\u1100\u1161" },              /* Hangul */
        { "\uac01", "\u1100\u1161\u11a8" },
        { "q\u0307\u0323", "q\u0323\u0307" },     /* marks in either order */
        { "1", "\u2460" },                         /* in a circle */
        { "\u7532\ufe00", "\u7532" },              /* a variation */
    };
    for (size_t i = 0; i < COUNTOF(pairs); i++)
        assert_true(str_eq(key(pairs[i][0]), key(pairs[i][1])));
}

static void what_reads_otherwise_keeps_its_own(void **s)
{
    static const char *const names[] = { "a", "A", "\u0430", "e", "\u00e9", "\u00e8", "\u674e", "\u738b", "q\u0307\u0323",
                                         "q\u0307", "\u0307q", "1", "7", "07", "\uac00", "\uac01", "a b", "ab",
                                         "q\u0307\u0301", "q\u0301\u0307" }; /* two marks above: their order is seen */
    for (size_t i = 0; i < COUNTOF(names); i++)
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(key(names[i]), key(names[k])));
}

static void a_key_is_its_own_key(void **s)
{
    dice_throw("a_key_is_its_own_key");
    for (int round = 0; round < 20000; round++) {
        char   text[64];
        size_t n = 0;
        for (i64 chars = dice_between(0, 12); chars > 0; chars--) {
            u32 ch = (u32)dice_between(1, dice_upto(2) ? 0x3ff : 0x2ffff);
            n += utf8_put(text + n, ch >= 0xd800 && ch < 0xe000 ? 0x301 : ch);
        }
        Str once = compat_key(a, (Str){ text, n });
        assert_true(utf8_is_encoded(once));
        assert_true(str_eq(compat_key(a, once), once));
    }
}

int main(void)
{
    a = arena_open();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_reads_alike_has_one_key),
        cmocka_unit_test(what_reads_otherwise_keeps_its_own),
        cmocka_unit_test(a_key_is_its_own_key),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
