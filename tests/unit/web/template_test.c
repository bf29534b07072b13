/* template: the dialect, its strictness, the messages and the checks. Each test builds its own few files. */
#include "web/template.h"

#include "web/i18n.h"
#include "web/router.h"
#include "web/ui.h"

#include "support/unit.h"

#include <string.h>

#define FAIL_SAYING(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

static int open_ctx(void **state)
{
    static Ctx c;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 1783814400000); /* 2026-07-12 08:00 in China */
    log_open(LOG_ERROR + 1, 2);
    *state = &c;
    return i18n_load(&c);
}

static int close_ctx(void **state)
{
    arena_close(((Ctx *)*state)->arena);
    return 0;
}

static Templates *build(Ctx *c, const TemplateFile *files, size_t n)
{
    Templates *t = NULL;
    Err        e = templates_build(c, files, n, c->arena, &t);
    if (e != OK)
        FAIL_SAYING("%.*s", STR_ARG(c->log));
    return t;
}

/* One page, rendered over data. */
static const char *page(Ctx *c, const char *text, const View *data)
{
    TemplateFile f = { "t", str_from(text) };
    Buf          out = buf_new(c->arena, 256, 1 << 16);
    assert_int_equal(template_render(c, build(c, &f, 1), "t", data, view_map(c->arena), &out), OK);
    return str_cstr(c->arena, buf_text(&out));
}

static const char *error_of(Ctx *c, const TemplateFile *files, size_t n)
{
    Templates *t;
    ctx_clear_failure(c);
    assert_int_equal(templates_build(c, files, n, c->arena, &t), ERR_INTERNAL);
    return c->log.p;
}

static const char *error(Ctx *c, const char *text)
{
    return error_of(c, &(TemplateFile){ "t", str_from(text) }, 1);
}

static View *some_data(Ctx *c)
{
    Arena *a = c->arena;
    View  *d = view_map(a), *list = put_list(a, d, "rows");
    put_text(a, d, "title", STR("<路灯> & \"it's\""));
    put_int(a, d, "n", 12345);
    put_int(a, d, "zero", 0);
    put_bool(a, d, "yes", true);
    put_cstr(a, d, "state", "doing");
    put_cstr(a, d, "empty", "");
    put_markup(a, d, "html", STR("<b>x</b>"));
    put_time(a, d, "at", 1783814400000 - 3 * DAY + 12 * MINUTE);
    put_date(a, d, "on", 20260712);
    put_list(a, d, "none");
    for (int i = 1; i <= 2; i++) {
        View *row = add_map(a, list);
        put_int(a, row, "i", i);
        put_cstr(a, row, "title", i == 1 ? "one" : "two");
    }
    View *m = put_map(a, d, "m");
    put_int(a, m, "deep", 5);
    put_map(a, d, "m0");
    add_text(a, put_list(a, d, "words"), STR("a"));
    return d;
}

static void values_are_escaped(void **state)
{
    Ctx *c = *state;
    View *d = some_data(c);
    assert_string_equal(page(c, "<p title=\"{{data.title}}\">{{data.title}}</p>", d),
                        "<p title=\"&lt;路灯&gt; &amp; &quot;it&#39;s&quot;\">&lt;路灯&gt; &amp; &quot;it&#39;s&quot;</p>");
    assert_string_equal(page(c, "{{data.title|url}}", d), "%3C%E8%B7%AF%E7%81%AF%3E%20%26%20%22it%27s%22");
    assert_string_equal(page(c, "{{data.m|json}}", d), "{&quot;deep&quot;:5}");
    assert_string_equal(page(c, "{{&data.html}}{{data.html}}{{&data.title}}", d),
                        "<b>x</b>&lt;b&gt;x&lt;/b&gt;&lt;路灯&gt; &amp; &quot;it&#39;s&quot;");
    assert_string_equal(page(c, "[{{data.nothing}}{{nothing.at.all}}{{data.m}}{{data.rows}}]", d), "[]");
}

static void sections_repeat_enter_and_ask(void **state)
{
    Ctx *c = *state;
    View *d = some_data(c);
    assert_string_equal(page(c, "{{#data.rows}}{{i}}={{title}},{{data.n}};{{/data.rows}}", d), "1=one,12345;2=two,12345;");
    assert_string_equal(page(c, "{{#data.m}}{{deep}}{{/data.m}}{{data.m.deep}}{{#data.m0}}x{{/data.m0}}", d), "55");
    assert_string_equal(page(c, "{{#data.yes}}y{{/data.yes}}{{#data.zero}}z{{/data.zero}}{{#data.empty}}e{{/data.empty}}"
                                "{{#data.n}}n{{/data.n}}{{#data.none}}0{{/data.none}}{{#data.no}}0{{/data.no}}", d), "yn");
    assert_string_equal(page(c, "{{^data.yes}}y{{/data.yes}}{{^data.zero}}z{{/data.zero}}{{^data.none}}0{{/data.none}}", d), "z0");
    assert_string_equal(page(c, "{{#data.words}}{{.}}{{/data.words}}{{#data.state}}[{{.}}]{{/data.state}}", d), "a[doing]");
    assert_string_equal(page(c, "{{#data.rows}}{{#data.rows}}{{i}}{{/data.rows}}{{i}} {{/data.rows}}", d), "121 122 ");
    assert_string_equal(page(c, "{{#data.rows}}{{^data.none}}{{i}}{{/data.none}}{{/data.rows}}", d), "12");
}

static void values_are_compared(void **state)
{
    Ctx *c = *state;
    View *d = some_data(c);
    assert_string_equal(page(c, "{{#_is data.state \"doing\"}}a{{/_is}}{{#_is data.state \"done\"}}b{{/_is}}"
                                "{{^_is data.state \"done\"}}c{{/_is}}{{#_is data.n 12345}}d{{/_is}}{{#_is data.n 1}}e{{/_is}}"
                                "{{#_is data.yes 1}}f{{/_is}}{{#_is data.x \"\"}}g{{/_is}}{{#_is data.m.deep data.m.deep}}h{{/_is}}"
                                "{{#_is data.m.deep data.n}}i{{/_is}}{{#_is data.state \"two words\"}}{{/_is}}", d), "acdfh");
    assert_string_equal(page(c, "{{#data.rows}}{{i}} {{i:house:houses}}, {{/data.rows}}{{data.n:house:houses}}", d), "1 house, 2 houses, houses");
    assert_string_equal(page(c, "<a{{#_is data.state \"doing\"}} aria-current=\"page\"{{/_is}}>x</a>", d),
                        "<a aria-current=\"page\">x</a>");
}

static void filters_say_it_as_people_do(void **state)
{
    Ctx *c = *state;
    View *d = some_data(c);
    const char *all = "{{data.at|day}}|{{data.at|clock}}|{{data.at|stamp}}|{{data.at|ago}}|{{data.at|year_day}}|{{data.at|date}}|{{data.at}}|"
                      "{{data.on|day}}|{{data.on|clock}}|{{data.on|stamp}}|{{data.on|ago}}|{{data.on}}";
    assert_string_equal(page(c, all, d), "7月9日|08:12|7月9日 08:12|2天前|2026年7月9日|2026-07-09|2026-07-09T08:12:00+08:00|"
                                         "7月12日||7月12日|8小时前|2026-07-12");
    c->lang = LANG_EN;
    assert_string_equal(page(c, all, d), "9 Jul|08:12|9 Jul 08:12|2 d ago|9 Jul 2026|2026-07-09|2026-07-09T08:12:00+08:00|"
                                         "12 Jul||12 Jul|8 h ago|2026-07-12");
    c->lang = LANG_ZH;
}

/* 12月1日前 was read as the first by some and as the last of November by others. */
static void a_day_until_which_is_named_with_its_last_day(void **state)
{
    Ctx *c = *state;
    Arena *a = c->arena;
    View *d = view_map(a);
    put_time(a, d, "midnight", date_start(20261201));
    put_time(a, d, "noon", date_start(20261201) + 12 * HOUR);
    put_time(a, d, "last", date_start(20261201) - 1);
    put_date(a, d, "on", 20261130);
    put_date(a, d, "far", 20280229);
    const char *all = "{{data.midnight|due}}|{{data.last|due}}|{{data.on|due}}|{{data.noon|due}}|{{data.far|due}}|{{data.midnight|last_day}}|{{data.on|last_day}}";
    assert_string_equal(page(c, all, d), "11月30日（周一）下班前|11月30日（周一）下班前|11月30日（周一）下班前|12月1日 12:00 前|2028年2月29日（周二）下班前|2026年11月30日|2026年11月30日");
    put_date(a, d, "sunday", 20261129);
    put_time(a, d, "saturday", date_start(20280227) - 1);
    assert_string_equal(page(c, "{{data.sunday|due}}|{{data.saturday|due}}", d), "11月29日（周日）当天|2028年2月26日（周六）当天");
    c->lang = LANG_EN;
    assert_string_equal(page(c, all, d), "by the end of Mon 30 Nov|by the end of Mon 30 Nov|by the end of Mon 30 Nov|by 12:00 on 1 Dec|by the end of Tue 29 Feb 2028|30 Nov 2026|30 Nov 2026");
    c->lang = LANG_ZH;
}

static void numbers_are_grouped_and_money_has_no_needless_zeros(void **state)
{
    Ctx *c = *state;
    static const struct { i64 i; const char *yuan, *count, *pct; } rows[] = {
        { 0, "0", "0", "0%" }, { 114000, "1,140", "114,000", "11400%" }, { 114050, "1,140.50", "114,050", "11405%" },
        { -5, "-0.05", "-5", "-0.5%" }, { 945, "9.45", "945", "94.5%" }, { 1000, "10", "1,000", "100%" },
        { INT64_MIN, "-92,233,720,368,547,758.08", "-9,223,372,036,854,775,808", "-922337203685477580.8%" },
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        View *d = view_map(c->arena);
        put_int(c->arena, d, "n", rows[i].i);
        assert_string_equal(page(c, "{{data.n|yuan}}", d), rows[i].yuan);
        assert_string_equal(page(c, "{{data.n|count}}", d), rows[i].count);
        assert_string_equal(page(c, "{{data.n|pct}}", d), rows[i].pct);
    }
}

static void ago_counts_both_ways_and_then_gives_the_day(void **state)
{
    Ctx *c = *state;
    static const struct { i64 ms; const char *text; } rows[] = {
        { 0, "刚刚" }, { -59 * SECOND, "刚刚" }, { -MINUTE, "1分钟前" }, { -59 * MINUTE, "59分钟前" }, { -HOUR, "1小时前" },
        { -23 * HOUR, "23小时前" }, { -DAY, "1天前" }, { -29 * DAY, "29天前" }, { -31 * DAY, "6月11日" },
        { -300 * DAY, "2025年9月15日" }, { 5 * DAY, "5天后" }, { 2 * HOUR, "2小时后" },
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        View *d = view_map(c->arena);
        put_time(c->arena, d, "t", c->now + rows[i].ms);
        assert_string_equal(page(c, "{{data.t|ago}}", d), rows[i].text);
    }
}

static void parts_and_layouts_are_put_together(void **state)
{
    Ctx *c = *state;
    const TemplateFile files[] = {
        { "part/row", STR("<li>{{i}}</li>") },
        { "part/layout", STR("<title>{{$title}}none{{/title}}</title><main>{{$main}}{{/main}}</main>{{$foot}}f{{/foot}}") },
        { "part/paper", STR("{{<part/layout}}{{$main}}<article>{{$sheet}}{{/sheet}}</article>{{/main}}{{/part/layout}}") },
        { "a", STR("{{<part/layout}}\n {{$title}}A{{/title}}\n{{$main}}{{#data.rows}}{{>part/row}}{{/data.rows}}{{/main}}\n{{/part/layout}}") },
        { "b", STR("{{<part/paper}}{{$sheet}}{{data.n}}{{/sheet}}{{$foot}}{{/foot}}{{/part/paper}}") },
    };
    Templates *t = build(c, files, COUNTOF(files));
    Buf        out = buf_new(c->arena, 256, 4096);
    assert_int_equal(template_render(c, t, "a", some_data(c), NULL, &out), OK);
    assert_string_equal(str_cstr(c->arena, buf_text(&out)), "<title>A</title><main><li>1</li><li>2</li></main>f");
    out.n = 0;
    assert_int_equal(template_render(c, t, "b", some_data(c), NULL, &out), OK);
    assert_string_equal(str_cstr(c->arena, buf_text(&out)), "<title>none</title><main><article>12345</article></main>");
    assert_true(template_exists(t, "part/row"));
    assert_false(template_exists(t, "row"));
    assert_int_equal(template_render(c, t, "row", NULL, NULL, &out), ERR_INTERNAL);
}

static void a_tag_alone_on_its_line_leaves_no_line(void **state)
{
    Ctx *c = *state;
    assert_string_equal(page(c, "<ul>\n  {{#data.rows}}\n  <li>{{i}}</li>\n  {{/data.rows}}\n</ul>\n", some_data(c)),
                        "<ul>\n<li>1</li>\n<li>2</li>\n</ul>\n");
    assert_string_equal(page(c, "a\n{{! remark\n of two lines }}\nb <!-- c --> d", NULL), "a\nb  d");
}

static void english_takes_the_place_of_the_chinese(void **state)
{
    Ctx *c = *state;
    assert_int_equal(i18n_add(c, LANG_EN, "t.po",
                              STR("msgid \"<b>{{data.n}}</b>户也要\"\nmsgstr \"wanted by <b>{{data.n|count}}</b>\"\n"
                                  "msgid \"共{{data.n}}户\"\nmsgstr \"{{data.n}} in all\"\n"
                                  "msgid \"{{#data.yes}}好{{/data.yes}} {{^data.yes}}不好{{/data.yes}}\"\nmsgstr \"{{#data.yes}}good{{/data.yes}}\"\n")),
                     OK);
    const char *text = "<p class=\"v\"> <b>{{data.n}}</b>户也要\n</p><i title=\"共{{data.n}}户\"></i>"
                       "<p>{{#data.yes}}好{{/data.yes}}\n   {{^data.yes}}不好{{/data.yes}}</p>";
    assert_string_equal(page(c, text, some_data(c)), "<p class=\"v\"> <b>12345</b>户也要\n</p><i title=\"共12345户\"></i><p>好\n</p>");
    c->lang = LANG_EN;
    assert_string_equal(page(c, text, some_data(c)),
                        "<p class=\"v\"> wanted by <b>12,345</b>\n</p><i title=\"12345 in all\"></i><p>good</p>");
    c->lang = LANG_ZH;
}

static void what_has_no_english_is_listed_once(void **state)
{
    Ctx *c = *state;
    TemplateFile f = { "t", STR("<p>没有\"译\"文 <b>{{data.n}}</b></p><p>没有\"译\"文\n<b>{{data.n}}</b></p><i title=\"也没有{{data.n}}\">x</i><p>plain</p>") };
    Templates   *t = build(c, &f, 1);
    assert_string_equal(templates_untranslated(c->arena, t).p,
                        "# t\nmsgid \"没有\\\"译\\\"文 <b>{{data.n}}</b>\"\n# t\nmsgid \"也没有{{data.n}}\"\n");
    c->lang = LANG_EN;
    assert_string_equal(page(c, "<p>样文没有译文</p>", NULL), "<p>样文没有译文</p>");
    c->lang = LANG_ZH;
}

static void a_mistake_is_refused_with_its_line(void **state)
{
    static const struct { const char *text, *log; } bad[] = {
        { "\n{{#a}}", "t:2: never closed: a" },
        { "\n\n{{/a}}", "t:3: nothing is open here: a" },
        { "{{#a}}{{/b}}", "t:1: this closes something else" },
        { "<p>\n</div>", "t:2: this closes something else" },
        { "<p>", "t:1: never closed: p" },
        { "{{#a}}<p>{{/a}}</p>", "t:1: this closes something else" },
        { "\n{{a|nofilter}}", "t:2: unknown filter: {{a|nofilter}}" },
        { "{{a", "t:1: tag without an end" },
        { "{{}}", "t:1: empty tag" },
        { "{{A}}", "t:1: not a name" },
        { "{{a..b}}", "t:1: not a name" },
        { "{{a.b.c.d.e.f}}", "t:1: not a name" },
        { "{{{a}}}", "t:1: brace or newline" },
        { "x\n{{a\n}}", "t:2: brace or newline" },
        { "{{a:house}}", "t:1: a word for one" },
        { "{{a|count:house:houses}}", "t:1: a word for one" },
        { "{{#_is a}}{{/_is}}", "t:1: _is takes" },
        { "{{#_is a \"b\" \"c\"}}{{/_is}}", "t:1: quotes within" },
        { "{{>../etc/passwd}}", "t:1: not the name of a file" },
        { "\n{{>part/none}}", "t:2: no such part: part/none" },
        { "{{@none.svg}}", "t:1: no such asset: none.svg" },
        { "{{>t}}", "t: parts nested too deeply" },
        { "{{<t}}{{/t}}", "t: parts nested too deeply" },
        { "<p style=\"x\">", "t:1: the policy forbids attribute style" },
        { "<p onclick=\"x\">", "t:1: the policy forbids attribute onclick" },
        { "<style>a{}</style>", "t:1: the policy forbids style" },
        { "<script>1</script>", "t:1: the policy forbids script" },
        { "<p class=x>", "t:1: attribute values stand in double quotes: class" },
        { "<p class='x'>", "t:1: attribute values stand in double quotes: class" },
        { "1 < 2", "t:1: write &lt;" },
        { "<p", "t:1: element without >" },
        { "<!-- ", "t:1: remark without an end" },
        { "a\n{{! says {{>part/x}} and so on }}", "t:2: a tag within a tag" },
        { "中文", "t:1: Chinese outside of an element" },
        { "\n<li>中文<ul></ul></li>", "t:2: Chinese beside block elements" },
    };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        const char *log = error(c, bad[i].text);
        if (strncmp(log, bad[i].log, strlen(bad[i].log)) != 0)
            FAIL_SAYING("%s\n  says   %s\n  not    %s", bad[i].text, log, bad[i].log);
    }
}

static void bad_english_is_refused(void **state)
{
    Ctx *c = *state;
    assert_int_equal(i18n_add(c, LANG_EN, "t.po",
                              STR("msgid \"坏一\"\nmsgstr \"<b>open\"\nmsgid \"坏二\"\nmsgstr \"{{#a}}\"\n"
                                  "msgid \"坏三\"\nmsgstr \"a \\\" quote\"\nmsgid \"坏四\"\nmsgstr \"<b onclick=\\\"x\\\">y</b>\"\n")), OK);
    assert_non_null(strstr(error(c, "<p>坏一</p>"), "English is not well formed"));
    assert_non_null(strstr(error(c, "<p>坏二</p>"), "English is not well formed"));
    assert_non_null(strstr(error(c, "<p title=\"坏三\">x</p>"), "English of an attribute"));
    assert_non_null(strstr(error(c, "<p>坏四</p>"), "English is not well formed"));
}

static void blocks_that_nobody_has_and_doubled_names_are_refused(void **state)
{
    Ctx *c = *state;
    const TemplateFile none[] = { { "l", STR("{{$a}}{{/a}}") }, { "p", STR("{{<l}}{{$b}}{{/b}}{{/l}}") } };
    const TemplateFile loose[] = { { "l", STR("{{$a}}{{/a}}") }, { "p", STR("{{<l}}x{{$a}}{{/a}}{{/l}}") } };
    const TemplateFile twice[] = { { "l", STR("") }, { "l", STR("") } };
    assert_string_equal(error_of(c, none, 2), "p:1: no such block: b");
    assert_non_null(strstr(error_of(c, loose, 2), "only blocks stand directly"));
    assert_string_equal(error_of(c, twice, 2), "two templates are named l");
}

static void parts_that_multiply_each_other_come_to_an_end(void **state)
{
    Ctx         *c = *state;
    TemplateFile files[20];
    for (int i = 0; i < 20; i++) {
        files[i].name = arena_printf(c->arena, "p%d", i).p;
        files[i].text = i == 19 ? STR("") : arena_printf(c->arena, "{{>p%d}}{{>p%d}}{{>p%d}}", i + 1, i + 1, i + 1);
    }
    assert_non_null(strstr(error_of(c, files, 20), "page too long"));
}

static void every_name_must_be_declared(void **state)
{
    static const Out row[] = { { "i", OUT_INT }, { "at", OUT_TIME }, OUT_END };
    static const Out out[] = { { "n", OUT_INT }, { "html", OUT_MARKUP }, { "rows", OUT_LIST, row }, { "words", OUT_LIST },
                               { "m", OUT_MAP, row }, OUT_END };
    static const struct { const char *text; bool is_good; } rows[] = {
        { "{{data.n}}{{#data.rows}}{{i}}{{at|day}}{{data.n}}{{/data.rows}}{{#data.words}}{{.}}{{/data.words}}{{data.m.i}}", true },
        { "{{ui.query.title}}{{#ui.problems}}{{text}}{{/ui.problems}}{{#ui.may.triage}}x{{/ui.may.triage}}{{ui.home.code}}", true },
        { "{{&data.html}}{{#_is data.n data.m.i}}{{/_is}}{{data.n|count}}", true },
        { "{{data.x}}", false }, { "{{x}}", false }, { "{{i}}", false }, { "{{#data.rows}}{{j}}{{/data.rows}}", false },
        { "{{#data.rows}}{{i}}{{/data.rows}}{{i}}", false }, { "{{data.n|day}}", false }, { "{{data.m.at|yuan}}", false },
        { "{{data.html}}", false }, { "{{&data.n}}", false }, { "{{data.rows}}", false }, { "{{data.m}}", false },
        { "{{ui.nothing}}", false }, { "{{ui.home.x}}", false }, { "{{#_is data.n data.x}}{{/_is}}", false },
        { "{{^data.x}}{{/data.x}}", false }, { "{{data.n.x}}", false }, { "{{#data.m}}{{.}}{{/data.m}}", false },
    };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        TemplateFile f = { "t", str_from(rows[i].text) };
        ctx_clear_failure(c);
        Templates *t = build(c, &f, 1);
        Err        e = template_check(c, t, "t", out);
        if ((e == OK) != rows[i].is_good)
            FAIL_SAYING("%s: %.*s", rows[i].text, STR_ARG(c->log));
    }
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, open_ctx, close_ctx)

/* ---- slots ---- */

static void nouns_fill_the_slots_of_others_in_their_order_and_say_what_they_need(void **state)
{
    static const Out         votes[] = { { "votes", OUT_INT }, OUT_END };
    static const Fill        fills[] = { { "home", votes }, { 0 } };
    static const Route       none[] = { ROUTE_END };
    static const Room        need = { "need", none, NULL, NULL }, vote = { "vote", none, NULL, fills };
    static const Room *const rooms[] = { &need, &vote };
    static const Out         out[] = { { "n", OUT_INT }, { "home", OUT_SLOT }, OUT_END };
    static const Out         without[] = { { "n", OUT_INT }, OUT_END };
    const TemplateFile       files[] = {
        { "t", STR("{{data.n}}:{{>slot/home}}{{>slot/nothing}}.") },
        { "slot/vote_home", STR("<b>{{data.votes}}</b>") },
        { "slot/need_home", STR("<i>{{data.n}}</i>") },
    };
    Ctx  *c = *state;
    View *d = some_data(c), *ui = view_map(c->arena);
    Buf   b = buf_new(c->arena, 256, 1 << 16);
    router_rooms_set(rooms, COUNTOF(rooms));
    put_int(c->arena, d, "votes", 3);
    Templates *t = build(c, files, COUNTOF(files));
    assert_int_equal(template_render(c, t, "t", d, ui, &b), OK);
    assert_string_equal(str_cstr(c->arena, buf_text(&b)), "12345:<i>12345</i><b>3</b>.");
    assert_int_equal(template_check(c, t, "t", out), OK);
    assert_int_equal(template_check(c, t, "t", without), ERR_INTERNAL);
    ctx_clear_failure(c);
    router_rooms_set(NULL, 0);
}

/* ---- forms ---- */

static const char *const lamp_kinds[] = { "road", "yard", NULL };
static const Field       LAMP_NAME = { "name", FIELD_LINE, 1, 12, NULL, "place.name" };
static const Field       LAMP_KIND = { "sex", FIELD_ENUM, 0, 1, lamp_kinds, "person.sex" };
static const Field       LAMP_BAD = { "sex", FIELD_ENUM, 0, 1, lamp_kinds, "no.such.key" };
typedef struct Lamp {
    Str name;
    int kind;
} Lamp;
static const FormField lamp_fields[] = { AT(Lamp, name, LAMP_NAME, REQUIRED), AT(Lamp, kind, LAMP_KIND, OPTIONAL) };
static const Form      lamp_form = FORM_OF(Lamp, lamp_fields);
static const FormField dim_fields[] = { AT_AS(Lamp, kind, LAMP_BAD, OPTIONAL, "person.sex") };
static const Form      dim_form = FORM_OF(Lamp, dim_fields);
static const Route     lamp_routes[] = {
    { .method = POST, .path = "/place/:place/lamp", .form = &lamp_form },
    { .method = POST, .path = "/lamp/:lamp/move", .form = &lamp_form },
    { .method = POST, .path = "/lamp/:lamp/dim", .form = &dim_form },
    ROUTE_END
};
static const Room        lamp_room = { "lamp", lamp_routes, NULL, NULL };
static const Room *const lamp_rooms[] = { &lamp_room };

static const TemplateFile lamp_files[] = {
    { "t", STR("{{#_form place/lamp}}{{>part/f name data.title}}{{/_form}}{{#_form lamp/move}}{{<part/f name}}{{$label}}X{{/label}}{{/part/f}}{{/_form}}") },
    { "part/f", STR("[{{form.id}} {{field.id}} {{$label}}{{field.label}}{{/label}} {{field.type}} {{field.max}}{{#field.required}} must{{/field.required}}"
                    "{{#form.failed}} typed {{field.typed}}{{/form.failed}}{{^form.failed}} first {{field.initial}}{{/form.failed}}{{#field.error}} bad {{.}}{{/field.error}}]") },
    { "kinds", STR("{{#_form place/lamp}}{{>part/kinds sex data.state}}{{/_form}}") },
    { "first", STR("{{#_form place/lamp}}{{>part/kinds sex \"road\"}}{{/_form}}") },
    { "other", STR("{{#_form lamp/dim}}{{>part/label sex}} {{>part/kinds sex}}{{/_form}}") },
    { "part/label", STR("{{field.label}}") },
    { "boxes", STR("{{#_form place/lamp}}{{>part/boxes name}}{{/_form}}") },
    { "part/boxes", STR("{{field.typed}}: a{{#_is field.typed \"a\"}}x{{/_is}} b{{^_is field.typed \"b\"}}xx{{/_is}} old{{#_is field.typed data.title}}x{{/_is}} ") },
    { "part/kinds", STR("{{#_is field.type \"enum\"}}{{#field.choices}}{{choice.name}}{{#_is field.initial choice.name}}!{{/_is}},{{/field.choices}}{{/_is}}{{#_is field.type \"line\"}}no{{/_is}}") },
};

static const char *lamps(Ctx *c, const char *name, const View *ui)
{
    Buf   b = buf_new(c->arena, 256, 1 << 16);
    View *d = some_data(c);
    put_cstr(c->arena, d, "state", "yard");
    put_cstr(c->arena, d, "title", "old");
    router_rooms_set(lamp_rooms, 1);
    assert_int_equal(template_render(c, build(c, lamp_files, COUNTOF(lamp_files)), name, d, ui, &b), OK);
    router_rooms_set(NULL, 0);
    return str_cstr(c->arena, buf_text(&b));
}

static void a_field_knows_its_form_its_words_and_its_bounds(void **state)
{
    Ctx *c = *state;
    assert_string_equal(lamps(c, "t", view_map(c->arena)),
                        "[place-lamp f-place-lamp-name 名字 line 12 must first old][lamp-move f-lamp-move-name X line 12 must first ]");
    assert_string_equal(lamps(c, "kinds", view_map(c->arena)), "road,yard!,");
    assert_string_equal(lamps(c, "first", view_map(c->arena)), "road!,yard,");
    assert_string_equal(lamps(c, "other", view_map(c->arena)), "性别 road,yard,");
}

static void a_box_knows_whether_it_is_one_of_those_ticked(void **state)
{
    Ctx  *c = *state;
    View *ui = view_map(c->arena), *form = put_map(c->arena, put_map(c->arena, ui, "form"), "place/lamp");
    View *ticked = put_list(c->arena, put_map(c->arena, form, "typed"), "name");
    add_text(c->arena, ticked, STR("a"));
    add_text(c->arena, ticked, STR("old"));
    assert_string_equal(lamps(c, "boxes", ui), "a: ax bxx oldx ");
}

static void what_was_typed_comes_back_into_the_form_that_failed_alone(void **state)
{
    Ctx  *c = *state;
    View *ui = view_map(c->arena), *form = put_map(c->arena, put_map(c->arena, ui, "form"), "lamp/move");
    put_cstr(c->arena, put_map(c->arena, form, "typed"), "name", "<new>");
    put_cstr(c->arena, put_map(c->arena, form, "errors"), "name", "long");
    assert_string_equal(lamps(c, "t", ui), "[place-lamp f-place-lamp-name 名字 line 12 must first old]"
                                           "[lamp-move f-lamp-move-name X line 12 must typed &lt;new&gt; bad long]");
}

static void a_part_may_name_fields_of_the_form_that_is_around_it(void **state)
{
    Ctx               *c = *state;
    const TemplateFile files[] = { { "t", STR("{{#_form place/lamp}}{{>part/all}}{{/_form}}") }, { "part/all", STR("[{{>part/f name}}]") },
                                   { "part/f", STR("{{field.id}}") } };
    Buf b = buf_new(c->arena, 256, 1 << 16);
    router_rooms_set(lamp_rooms, 1);
    assert_int_equal(template_render(c, build(c, files, COUNTOF(files)), "t", some_data(c), some_data(c), &b), OK);
    router_rooms_set(NULL, 0);
    assert_true(str_is(buf_text(&b), "[f-place-lamp-name]"));
}

static void forms_and_fields_that_are_not_there_are_told(void **state)
{
    Ctx               *c = *state;
    const TemplateFile no_field[] = { { "t", STR("{{#_form place/lamp}}{{>part/f weight}}{{/_form}}") }, { "part/f", STR("x") } };
    const TemplateFile no_form[] = { { "t", STR("{{#_form lamp/sell}}x{{/_form}}") } };
    const TemplateFile no_text[] = { { "t", STR("{{#_form place/lamp}}{{>part/c sex}}{{/_form}}") },
                                     { "part/c", STR("{{#field.choices}}{{choice.text}}{{/field.choices}}") } };
    const TemplateFile outside[] = { { "t", STR("{{>part/f name}}") }, { "part/f", STR("x") } };
    static const Out   out[] = { OUT_END };
    router_rooms_set(lamp_rooms, 1);
    assert_non_null(strstr(error_of(c, no_field, 2), "place/lamp has no field weight"));
    ctx_clear_failure(c);
    assert_non_null(strstr(error_of(c, no_text, 2), "no catalog has person.sex.road"));
    assert_non_null(strstr(error_of(c, outside, 2), "a field stands in a form"));
    ctx_clear_failure(c);
    assert_int_equal(template_check(c, build(c, no_form, 1), "t", out), ERR_INTERNAL);
    assert_true(str_find(c->log, STR("no form is called lamp/sell"), NULL));
    ctx_clear_failure(c);
    router_rooms_set(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_escaped),
        TEST(sections_repeat_enter_and_ask),
        TEST(values_are_compared),
        TEST(filters_say_it_as_people_do),
        TEST(a_day_until_which_is_named_with_its_last_day),
        TEST(numbers_are_grouped_and_money_has_no_needless_zeros),
        TEST(ago_counts_both_ways_and_then_gives_the_day),
        TEST(parts_and_layouts_are_put_together),
        TEST(a_tag_alone_on_its_line_leaves_no_line),
        TEST(english_takes_the_place_of_the_chinese),
        TEST(what_has_no_english_is_listed_once),
        TEST(a_mistake_is_refused_with_its_line),
        TEST(bad_english_is_refused),
        TEST(blocks_that_nobody_has_and_doubled_names_are_refused),
        TEST(parts_that_multiply_each_other_come_to_an_end),
        TEST(every_name_must_be_declared),
        TEST(a_field_knows_its_form_its_words_and_its_bounds),
        TEST(what_was_typed_comes_back_into_the_form_that_failed_alone),
        TEST(a_box_knows_whether_it_is_one_of_those_ticked),
        TEST(a_part_may_name_fields_of_the_form_that_is_around_it),
        TEST(forms_and_fields_that_are_not_there_are_told),
        TEST(nouns_fill_the_slots_of_others_in_their_order_and_say_what_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
