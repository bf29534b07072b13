/* layout: what stands around every page, seen through the error page. */
#include "web/template.h"

#include "support/unit.h"
#include "web/static_file.h"
#include "web/i18n.h"

#include <string.h>

static Ctx        c;
static Templates *templates;

static int load_all(void **state)
{
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 1783814400000);
    if (templates_load(&c, &templates) == OK)
        return 0;
    print_error("%.*s\n", STR_ARG(c.log));
    return 1;
}

static int let_go(void **state)
{
    arena_close(c.arena);
    return 0;
}

static View *frame(Lang lang)
{
    Arena *a = c.arena;
    View  *ui = view_map(a), *home;
    c.lang = lang;
    put_cstr(a, ui, "lang_tag", lang_tag(lang));
    put_bool(a, ui, "is_zh", lang == LANG_ZH);
    put_cstr(a, ui, "css", static_file_find(STR("app.css"))->url);
    put_cstr(a, ui, "js", static_file_find(STR("app.js"))->url);
    put_cstr(a, ui, "mark", static_file_find(STR("img/mark.svg"))->url);
    put_cstr(a, ui, "path", "/need/420325-1");
    put_cstr(a, ui, "here", "/need/420325-1");
    home = put_map(a, ui, "home");
    put_cstr(a, home, "code", "420325102212");
    put_cstr(a, home, "name", "Shangwan");
    put_cstr(a, home, "path", "Fang");
    return ui;
}

static const char *error_page(View *ui)
{
    View *data = view_map(c.arena);
    Buf   out = buf_new(c.arena, 8192, 1 << 20);
    put_int(c.arena, data, "status", 404);
    put_text(c.arena, data, "message", i18n_text(c.lang, "err.missing"));
    assert_int_equal(template_render(&c, templates, "error", data, ui, &out), OK);
    return str_cstr(c.arena, buf_text(&out));
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        n++;
    return n;
}

static void a_page_is_whole(void **state)
{
    const char *p = error_page(frame(LANG_ZH));
    assert_true(str_starts(str_from(p), STR("<!doctype html>\n<html lang=\"zh-CN\"")));
    assert_int_equal(count(p, "<h1>"), 1);
    assert_int_equal(count(p, "<main id=\"main\" class=\"page narrow\">"), 1);
    assert_int_equal(count(p, "<a class=\"skip\" href=\"#main\">"), 1);
    assert_int_equal(count(p, "<title>"), 1);
    assert_int_equal(count(p, "</html>"), 1);
    assert_int_equal(count(p, "{{"), 0);
}

static void english_pages_hold_no_chinese_but_the_way_back(void **state)
{
    Str rest = str_from(error_page(frame(LANG_EN)));
    u32 ch;
    Buf han = buf_new(c.arena, 64, 4096);
    while (utf8_next(&rest, &ch)) {
        char bytes[4];
        if (utf8_is_han(ch))
            buf_put(&han, bytes, utf8_put(bytes, ch));
    }
    assert_string_equal(str_cstr(c.arena, buf_text(&han)), "中文");
}

static void large_letters_and_languages_are_asked_for_where_one_is(void **state)
{
    View       *ui = frame(LANG_ZH);
    const char *p = error_page(ui);
    assert_null(strstr(p, "data-size=\"l\""));
    assert_non_null(strstr(p, "href=\"/need/420325-1?size=l\""));
    assert_non_null(strstr(p, "href=\"/need/420325-1?lang=en\""));
    put_cstr(c.arena, ui, "here", "/need/420325-1?page=2&x=\"");
    put_bool(c.arena, ui, "size_large", true);
    p = error_page(ui);
    assert_non_null(strstr(p, "<html lang=\"zh-CN\" class=\"\" data-size=\"l\">"));
    assert_non_null(strstr(p, "href=\"/need/420325-1?page=2&amp;x=&quot;&amp;size=m\""));
}

static View *tab(View *ui, const char *href, bool is_now, bool is_hot, i64 unread)
{
    View *list = (View *)view_get(ui, "tabs"), *m = add_map(c.arena, list ? list : put_list(c.arena, ui, "tabs"));
    put_cstr(c.arena, m, "href", href);
    put_cstr(c.arena, m, "icon", "yard");
    put_cstr(c.arena, m, "text", "议事");
    put_bool(c.arena, m, "is_now", is_now);
    put_bool(c.arena, m, "is_hot", is_hot);
    put_int(c.arena, m, "unread", unread);
    return m;
}

static void the_bar_leads_where_it_is_told_and_marks_where_one_is(void **state)
{
    View *ui = frame(LANG_ZH);
    assert_int_equal(count(error_page(ui), "aria-current"), 0);
    tab(ui, "/place/420325102212/need", true, false, 0);
    tab(ui, "/say", false, true, 0);
    tab(ui, "/me", false, false, 3);
    const char *p = error_page(ui);
    assert_int_equal(count(p, "aria-current"), 1);
    assert_non_null(strstr(p, "<a href=\"/place/420325102212/need\" aria-current=\"page\">"));
    assert_non_null(strstr(p, "<a href=\"/say\" class=\"say\">"));
    assert_int_equal(count(p, "<em>"), 1);
    assert_non_null(strstr(p, "，没看的：</span>3</em>"));
}

static void one_signs_in_or_is_at_home(void **state)
{
    View *ui = frame(LANG_ZH);
    assert_non_null(strstr(error_page(ui), "href=\"/login\""));
    put_bool(c.arena, ui, "signed_in", true);
    assert_null(strstr(error_page(ui), "href=\"/login\""));
    assert_non_null(strstr(error_page(ui), "href=\"/me\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_whole),
        cmocka_unit_test(english_pages_hold_no_chinese_but_the_way_back),
        cmocka_unit_test(large_letters_and_languages_are_asked_for_where_one_is),
        cmocka_unit_test(the_bar_leads_where_it_is_told_and_marks_where_one_is),
        cmocka_unit_test(one_signs_in_or_is_at_home),
    };
    return cmocka_run_group_tests(tests, load_all, let_go);
}
