/* secret: sealed, looked up, masked; passwords. */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/gate.h"
#include "record/picture.h"
#include "record/secret.h"

static char folder[64];
static Ctx  ctx;

static int open_keys(void **state)
{
    snprintf(folder, sizeof folder, "/tmp/yc-secret-XXXXXX");
    assert_non_null(mkdtemp(folder));
    ctx_init(&ctx, arena_open(), NULL, &ACTOR_NOBODY, 1);
    assert_int_equal(secret_keys_make(&ctx, str_from(folder)), OK);
    assert_int_equal(secret_keys_open(&ctx, str_from(folder)), OK);
    secret_password_cheap();
    return 0;
}

static int close_keys(void **state)
{
    static const char *const names[] = { "keys/person.key", "keys/log.key", "keys/log.pub", "keys", "" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    arena_close(ctx.arena);
    return 0;
}

static bool is(Str s, const char *expected)
{
    return str_is(s, expected);
}

static void a_number_is_sealed_differently_each_time_and_opens_again(void **state)
{
    Str a = secret_seal(ctx.arena, STR("13812345678")), b = secret_seal(ctx.arena, STR("13812345678")), plain;
    assert_false(str_eq(a, b));
    assert_false(str_find(a, STR("12345678"), NULL));
    assert_int_equal(secret_unseal(&ctx, a, &plain), OK);
    assert_true(is(plain, "13812345678"));
    assert_int_equal(secret_unseal(&ctx, secret_seal(ctx.arena, STR("")), &plain), OK);
    assert_int_equal(plain.n, 0);
}

static void a_changed_number_does_not_open(void **state)
{
    Str sealed = secret_seal(ctx.arena, STR("13812345678")), plain;
    for (size_t i = 0; i < sealed.n; i++) {
        Str copy = str_copy(ctx.arena, sealed);
        ((char *)copy.p)[i] ^= 1;
        assert_int_equal(secret_unseal(&ctx, copy, &plain), ERR_INTERNAL);
        ctx_clear_failure(&ctx);
        assert_int_equal(secret_unseal(&ctx, str_cut(sealed, i), &plain), ERR_INTERNAL);
        ctx_clear_failure(&ctx);
    }
}

static void a_lookup_is_the_same_each_time_and_differs_by_purpose(void **state)
{
    Hash a = secret_lookup("phone", STR("13812345678")), b = secret_lookup("phone", STR("13812345678"));
    Hash c = secret_lookup("id_card", STR("13812345678")), d = secret_lookup("phone", STR("13812345679"));
    Hash plain = hash_of(STR("13812345678"));
    assert_true(hash_eq(&a, &b));
    assert_false(hash_eq(&a, &c));
    assert_false(hash_eq(&a, &d));
    assert_false(hash_eq(&a, &plain));
}

static void keys_are_private_and_stay(void **state)
{
    struct stat st;
    char        path[128];
    snprintf(path, sizeof path, "%s/keys/person.key", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(secret_keys_make(&ctx, str_from(folder)), ERR_CONFLICT);
    ctx_clear_failure(&ctx);
    assert_int_equal(secret_keys_open(&ctx, STR("/nowhere")), ERR_MISSING);
    ctx_clear_failure(&ctx);
}

static void masks_show_what_neighbours_know_anyway(void **state)
{
    assert_true(is(secret_mask_phone(ctx.arena, STR("13812345678")), "138****5678"));
    assert_true(is(secret_mask_id(ctx.arena, STR("420325198001011234")), "420***********1234"));
    assert_true(is(secret_mask_name(ctx.arena, STR("王小明")), "王**"));
    assert_true(is(secret_mask_name(ctx.arena, STR("")), ""));
    assert_true(is(secret_mask_phone(ctx.arena, STR("1234567")), "*******"));
    assert_true(is(secret_mask_phone(ctx.arena, STR("12")), "**"));
}

static void a_password_is_right_or_wrong(void **state)
{
    Str  hash, again;
    bool right;
    assert_int_equal(secret_password_hash(&ctx, STR("correct horse"), &hash), OK);
    assert_int_equal(secret_password_hash(&ctx, STR("correct horse"), &again), OK);
    assert_true(str_starts(hash, STR("$argon2id$")));
    assert_false(str_eq(hash, again));
    assert_int_equal(secret_password_check(&ctx, STR("correct horse"), hash, &right), OK);
    assert_true(right);
    assert_int_equal(secret_password_check(&ctx, STR("correct horsf"), hash, &right), OK);
    assert_false(right);
    assert_int_equal(secret_password_check(&ctx, STR(""), STR("not a hash"), &right), OK);
    assert_false(right);
}

/* One that wants 64 MB, as those of the program do, whatever the tests' own cost. */
static Str dear(Str hash)
{
    size_t from, to;
    assert_true(str_find(hash, STR("$m="), &from));
    assert_true(str_find(hash, STR(",t="), &to));
    return arena_printf(ctx.arena, "%.*s$m=65536%.*s", STR_ARG(str_cut(hash, from)), STR_ARG(str_skip(hash, to)));
}

/* As under `ulimit -v`: Argon2id finds no room for its 64 MB. */
static void without_memory_nobody_is_told_that_a_password_is_wrong(void **state)
{
#ifdef __SANITIZE_ADDRESS__
    skip(); /* it needs address space of its own */
#endif
    Str           hash;
    bool          right = true;
    long          pages = 0;
    struct rlimit was, now;
    FILE         *f = fopen("/proc/self/statm", "r");
    assert_int_equal(secret_password_hash(&ctx, STR("correct horse"), &hash), OK);
    hash = dear(hash);
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%ld", &pages), 1);
    fclose(f);
    assert_int_equal(getrlimit(RLIMIT_AS, &was), 0);
    now = (struct rlimit){ (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (8 << 20), was.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_AS, &now), 0);
    Err e = secret_password_check(&ctx, STR("correct horse"), hash, &right);
    assert_int_equal(setrlimit(RLIMIT_AS, &was), 0);
    assert_int_equal(e, ERR_BUSY);
    ctx_clear_failure(&ctx);
    assert_int_equal(secret_password_check(&ctx, STR("correct horse"), hash, &right), OK);
    assert_false(right); /* it is another hash now, and that can be said */
}

/* ---- headers of pictures ---- */

#define BYTES_OF(lit) ((Str){ (lit), sizeof(lit) - 1 })

static void a_picture_says_its_kind_and_size(void **state)
{
    Picture p = picture_look(BYTES_OF("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x0f\xa0\0\0\x0b\xb8\x08\x02"));
    assert_int_equal(p.kind, PICTURE_PNG);
    assert_int_equal(p.width, 4000);
    assert_int_equal(p.height, 3000);
    p = picture_look(BYTES_OF("\xff\xd8\xff\xe0\0\x04xx\xff\xff\xc2\0\x11\x08\x01\x02\x03\x04\x03"));
    assert_int_equal(p.kind, PICTURE_JPEG);
    assert_int_equal(p.height, 0x102);
    assert_int_equal(p.width, 0x304);
    p = picture_look(BYTES_OF("RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\x27\0\x0f\x27\0"));
    assert_int_equal(p.kind, PICTURE_WEBP);
    assert_int_equal(p.width, 10000);
    p = picture_look(BYTES_OF("RIFF....WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\0"));
    assert_int_equal(p.width, 320);
    assert_int_equal(p.height, 240);
    p = picture_look(BYTES_OF("\0\0\0\x18" "ftypheic....ispe\0\0\0\0\0\0\x02\0\0\0\x01\0"
                              "ispe\0\0\0\0\0\0\x0f\xc0\0\0\x0b\xd0"));
    assert_int_equal(p.kind, PICTURE_HEIC);
    assert_int_equal(p.width, 0xfc0);
}

static void what_is_no_picture_says_so(void **state)
{
    assert_int_equal(picture_look(STR("")).kind, PICTURE_NONE);
    assert_int_equal(picture_look(STR("<svg onload=alert(1)>")).kind, PICTURE_NONE);
    assert_int_equal(picture_look(STR("GIF89a....")).kind, PICTURE_NONE);
    assert_int_equal(picture_look(STR("%PDF-1.7")).kind, PICTURE_NONE);
}

/* Every beginning of each header, in a block of its own, so that a sanitizer sees a step too far. */
static void a_cut_header_is_read_to_its_end_and_no_further(void **state)
{
    static const char *const heads[] = { "\x89PNG\r\n\x1a\n....IHDR12345678",
                                         "\xff\xd8\xff\xe0\x01\x01xx\xff\xc0\x01\x11",
                                         "RIFF....WEBPVP8L....\x2f....", "....ftypheic....ispe............" };
    for (size_t i = 0; i < COUNTOF(heads); i++) {
        for (size_t n = 0; n <= strlen(heads[i]); n++) {
            char *copy = malloc(n ? n : 1);
            memcpy(copy, heads[i], n);
            picture_look((Str){ copy, n });
            free(copy);
        }
    }
}

/* ---- gates ---- */

static Gate door = GATE(1);

static void *wait_at_the_door(void *arg)
{
    Arena *a = arena_open();
    Ctx    c;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
    Err e = gate_enter(&c, &door, 60);
    if (e == OK)
        gate_leave(&door);
    arena_close(a);
    return e == OK ? NULL : &door;
}

static void a_crowd_at_a_gate_is_turned_away_at_once(void **state)
{
    pthread_t waiting[GATE_MOST_WAITING];
    Arena    *a = arena_open();
    Ctx       c;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
    assert_int_equal(gate_enter(&c, &door, 60), OK);
    for (int i = 0; i < GATE_MOST_WAITING; i++)
        assert_int_equal(pthread_create(&waiting[i], NULL, wait_at_the_door, NULL), 0);
    for (int n = 0; n < GATE_MOST_WAITING;) {
        pthread_mutex_lock(&door.lock);
        n = door.waiting;
        pthread_mutex_unlock(&door.lock);
    }
    assert_int_equal(gate_enter(&c, &door, 60), ERR_BUSY); /* and not after a minute: the door is still closed */
    gate_leave(&door);
    for (int i = 0; i < GATE_MOST_WAITING; i++) {
        void *failed;
        pthread_join(waiting[i], &failed);
        assert_null(failed);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_sealed_differently_each_time_and_opens_again),
        cmocka_unit_test(a_changed_number_does_not_open),
        cmocka_unit_test(a_lookup_is_the_same_each_time_and_differs_by_purpose),
        cmocka_unit_test(keys_are_private_and_stay),
        cmocka_unit_test(masks_show_what_neighbours_know_anyway),
        cmocka_unit_test(a_password_is_right_or_wrong),
        cmocka_unit_test(without_memory_nobody_is_told_that_a_password_is_wrong),
        cmocka_unit_test(a_crowd_at_a_gate_is_turned_away_at_once),
        cmocka_unit_test(a_picture_says_its_kind_and_size),
        cmocka_unit_test(what_is_no_picture_says_so),
        cmocka_unit_test(a_cut_header_is_read_to_its_end_and_no_further),
    };
    return cmocka_run_group_tests_name("secret", tests, open_keys, close_keys);
}
