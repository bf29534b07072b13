/* request_village: see request_village.h. */
#include "request_village.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/embed.h"
#include "entry/help.h"
#include "entry/role_asked.h"
#include "house/house.h"
#include "matter/oversight.h"
#include "matter/post.h"
#include "plan/meeting/meeting.h"
#include "record/file.h"
#include "record/file_disk.h"
#include "record/loghead.h"
#include "record/secret.h"
#include "support/village.h"
#include "web/csrf.h"
#include "web/draft.h"
#include "web/draft.sql.h"
#include "web/kept.h"
#include "web/session.h"
#include "web/site.h"
#include "web/web.h"

#define LIMIT_KEYS 64

static Village      *village;
static Config        config;
static GroundSession sessions[16];
static int           n_sessions;
static struct {
    const char *name;
    Str         text;
} names[96];
static int      n_names;
static sqlite3 *live, *kept_rows;
static i64      groups, begins_at;

static void must(Ctx *c, Err e, const char *what)
{
    if (e == OK)
        return;
    fprintf(stderr, "ground: %s: %s %.*s\n", what, err_name(e), STR_ARG(c->log));
    for (const Problem *p = c->problems; p != NULL; p = p->next)
        fprintf(stderr, "  %s %s\n", p->field ? p->field : "-", p->key);
    abort();
}
#define MUST_BE_OK(c, x) must((c), (x), #x)

static void name_put(const char *name, Str text)
{
    BUG_ON(n_names == (int)COUNTOF(names)); /* of this file's own names */
    names[n_names].name = name;
    names[n_names++].text = str_copy(village->kept, text);
}

static const char *numbered(const char *what, int i)
{
    return str_cstr(village->kept, arena_printf(village->kept, "%s%d", what, i));
}

/* ---- sessions ---- */

static void session_put(const char *role, i64 account, Code county, i64 person, i64 card)
{
    Ctx          *c = as(village, "nobody");
    Answer        answer = { .status = 0 };
    Request       r = { .answer = &answer };
    GroundSession s = { .role = role };
    ctx_init(&r.ctx, village->kept, c->store, &ACTOR_NOBODY, c->now);
    SessionNew n = { account, county, person, card, 1000 * DAY, DEVICE_PHONE };
    MUST_BE_OK(&r.ctx, session_start_by(&r, &n, NULL, NULL));
    db_read_end(&r.ctx);
    Str rest = answer.headers[0].value, token; /* "yc=TOKEN; Path=.." */
    str_next(&rest, '=', &token);
    str_next(&rest, ';', &token);
    s.cookie = arena_printf(village->kept, "yc=%.*s", STR_ARG(token));
    s.csrf = session_csrf(village->kept, token);
    sessions[n_sessions++] = s;
    if (strcmp(role, "house1") == 0) { /* as its page names it (web/session.c) */
        Hash hash = hash_of(token), name = hash_of_parts((Str[]){ STR("session-name"), { (const char *)hash.b, sizeof hash.b } }, 2);
        name_put("session1", hash_base32(village->kept, &name, 24));
    }
}

typedef struct Aside { Ref draft; i64 account, person; } Aside;

static Err draft_body(Db *w, void *arg)
{
    const Aside *d = arg;
    i64          now = db_ctx(w)->now;
    return db_exec(w, QUERY(draft_put, KEY(d->draft), .account = ARG(d->account), .person_county = ARG(d->draft.county),
                            .person = ARG(d->person), .form = ARG("place/need"), .path = ARG("/place/" VILLAGE_CODE "/need"),
                            .title = ARG("水渠"), .typed = ARG("title=%E6%B0%B4%E6%B8%A0&kind=demand&"), .at = ARG(now),
                            .until = ARG(now + DRAFT_LASTS)));
}

/* A form that was put aside on that house's phone. */
static void draft_put_name(Ctx *c, i64 account, i64 person)
{
    Aside d = { { STR("420325"), id_new(c->now), STR_NONE }, account, person };
    MUST_BE_OK(c, db_write(c, draft_body, &d));
    name_put("draft", ref_name(village->kept, d.draft));
}

static void house_put(int i)
{
    const char  *label = numbered("一组", i);
    const Actor *a = as(village, str_cstr(village->kept, arena_printf(village->kept, "%s户", label)))->actor;
    Ref          house = { STR("420325"), a->household, a->home };
    i64          person = a->person;
    CardHeld     card;
    Str          code;
    Ctx         *c = as(village, "village");
    MUST_BE_OK(c, card_issue(c, house, false, &code));
    name_put(numbered("card", i), code);
    name_put(numbered("house", i), ref_name(c->arena, house));
    name_put(numbered("person", i), ref_name(c->arena, (Ref){ .county = STR("420325"), .id = person }));
    c = as(village, "nobody");
    MUST_BE_OK(c, login_card(c, code, &card));
    MUST_BE_OK(c, card_keep_open(c, &card, c->now + 400 * DAY)); /* no device is asked */
    MUST_BE_OK(c, card_enter(c, &card));
    session_put(numbered("house", i), card.account, STR("420325"), person, card.card);
    if (i == 1)
        draft_put_name(as(village, "nobody"), card.account, person);
}

static void official_name(Code county, i64 account)
{
    const RoleRow *held;
    size_t         n;
    Ctx           *c = as(village, "admin");
    MUST_BE_OK(c, account_roles(c, county, account, &held, &n));
    name_put("account", ref_name(c->arena, (Ref){ county, account, STR_NONE }));
    name_put("role", ref_name(c->arena, (Ref){ county, held[0].id, STR_NONE }));
}

/* As the operator at the machine, who says whose an account is. */
static Ctx *at_machine(void)
{
    static Actor operator;
    Ctx         *c = as(village, "admin");
    operator = *c->actor;
    operator.account = operator.tied = 0;
    operator.channel = CHANNEL_IMPORT;
    c->actor = &operator;
    return c;
}

/* To somebody of the village who does nothing else here. */
static void tie(Code county, i64 account)
{
    static int n_tied;
    Ref        person;
    PersonNew  n = { .place = STR(VILLAGE_GROUP), .household = STR("一组90户") };
    Ctx       *c = at_machine();
    n.name = arena_printf(c->arena, "周%d", ++n_tied);
    MUST_BE_OK(c, person_add(c, &n, &person));
    MUST_BE_OK(c, account_person_set(c, county, account, person));
    as(village, "nobody");
}

/* A role that the administrator proposed; the city may confirm it. */
static void role_asked_put_names(i64 admin)
{
    AccountNew n = { STR("420325"), STR("waiting"), STR("等着的"), STR("long enough 2026"), ROLE_COUNTY, 20200101, 0 };
    Actor      root;
    i64        account;
    RolesAsked asked;
    Ctx       *c = as(village, "nobody");
    MUST_BE_OK(c, account_actor(c, admin, STR("4203"), 0, &root));
    c->actor = &root;
    MUST_BE_OK(c, account_add(c, &n, &account));
    tie(STR("420325"), account);
    c->actor = &root;
    MUST_BE_OK(c, role_asked_list(c, STR("420325"), &asked));
    name_put("asked", ref_name(village->kept, asked.v[0].ref));
    name_put("agreed", hash_hex(c->arena, &asked.v[0].version));
    as(village, "nobody");
}

static void officials_put(void)
{
    static const char *const roles[] = { "group", "village", "town", "county", "city", "helper", "other village" };
    for (size_t i = 0; i < COUNTOF(roles); i++) {
        const Actor *a = as(village, roles[i])->actor;
        i64          account = a->account;
        Code         county = str_copy(village->kept, code_county(a->grants[0].place));
        if (strcmp(roles[i], "helper") == 0)
            official_name(county, account);
        else
            tie(county, account);
        session_put(roles[i], account, county, 0, 0);
    }
    Ctx       *c = at_machine();
    AccountNew n = { STR("4203"), STR("root"), STR("管理员"), STR("long enough 2026"), ROLE_ADMIN, 20200101, 0 };
    i64        account;
    MUST_BE_OK(c, account_add(c, &n, &account));
    tie(STR("4203"), account);
    session_put("admin", account, STR("4203"), 0, 0);
    role_asked_put_names(account);
}

/* ---- needs ---- */

static Uploads a_photo(void)
{
    const Embedded *file = embedded_find(STR("demo/photos/lamp.jpg"));
    Upload         *u = NEW(village->kept, Upload);
    BUG_ON(file == NULL);
    *u = (Upload){ .name = STR("a.jpg"), .type = STR("image/jpeg"), .bytes = file->bytes };
    return (Uploads){ u, 1 };
}

static void needs_put(void)
{
    static const char *const titles[] = { "路灯坏了一半", "自来水三天没来", "桥栏杆松了", "沟渠堵了", "广场要修",
                                          "路面塌了", "电线太低", "垃圾没人收" };
    Ref  need[GROUND_NEEDS], up;
    Ctx *c;
    for (size_t i = 0; i < COUNTOF(titles); i++)
        need[i] = village_need(village, titles[i]);
    need[8] = village_need_of(village, "一组2户", NEED_COMPLAINT, "办事拖");
    for (int i = 1; i < 5; i++) {
        c = as(village, "一组2户");
        MUST_BE_OK(c, need_join(c, need[i], STR("我屋里也是")));
    }
    c = as(village, "village");
    MUST_BE_OK(c, need_take(c, need[1], 0));
    c = as(village, "village");
    MUST_BE_OK(c, need_assign(c, need[2], &(NeedAssign){ 0 }));
    c = as(village, "village");
    Uploads photo = a_photo();
    MUST_BE_OK(c, need_solve(c, need[3], 0, STR("修好了"), &photo));
    c = as(village, "village");
    MUST_BE_OK(c, need_hand(c, need[4], 0, STR("村里办不了"), &up));
    c = as(village, "village");
    MUST_BE_OK(c, need_unable(c, need[5], 0, STR("没有钱")));
    c = as(village, "village");
    i64  group;
    Ref  pair[] = { need[6], need[7] };
    Refs both = { pair, 2 };
    MUST_BE_OK(c, need_group(c, &both, STR("线和垃圾"), &group));
    for (int i = 0; i < GROUND_NEEDS; i++) {
        name_put(numbered("need", i), ref_name(village->kept, need[i]));
        name_put(numbered("v", i), arena_printf(village->kept, "%lld", (long long)village_version(village, need[i])));
    }
}

/* ---- supervision: a question that waits, and one that was answered ---- */

static void oversights_put(void)
{
    Ref need, made;
    BUG_ON(!ref_parse(ground_fill(village->kept, STR("{need2}")), &need));
    need.place = STR(VILLAGE_GROUP);
    for (int i = 0; i < 2; i++) {
        OversightNew n = { .kind = OVERSIGHT_QUESTION, .words = STR("三天了怎么没人去看"), .once = village_once(village) };
        Ctx         *c = as(village, "county");
        MUST_BE_OK(c, oversight_ask(c, "need", need, &n, &made));
        name_put(numbered("over", i), ref_name(village->kept, made));
        c = as(village, "village");
        if (i == 1)
            MUST_BE_OK(c, oversight_answer(c, made, 0, STR("明天去")));
    }
}

/* ---- meetings: one of today, one that is to come, what was agreed, and what rose to the township ---- */

static const Str bridge = { "今年的桥", sizeof "今年的桥" - 1 };

static Ref meeting_put_name(int i, int days)
{
    Ctx       *c = as(village, "group");
    MeetingNew n = { .title = STR("一组院场会"), .spot = STR("老樟树下"), .topics = { &bridge, 1 }, .minute = 19 * 60,
                     .day = date_of(c->now + days * DAY), .place = STR(VILLAGE_GROUP), .once = village_once(village) };
    Ref        meeting;
    MUST_BE_OK(c, meeting_call(c, &n, &meeting));
    name_put(numbered("meeting", i), ref_name(village->kept, meeting));
    return meeting;
}

static void task_put_name(int i, Ref meeting)
{
    Ctx    *c = as(village, "group");
    TaskNew n = { .title = STR("换灯泡"), .owner_title = STR("一组1户"), .due = date_of(c->now), .place = STR(VILLAGE_GROUP) };
    Tasks   tasks;
    MUST_BE_OK(c, meeting_agree(c, meeting, ONE_TASK(&n)));
    c = as(village, "group");
    MUST_BE_OK(c, task_list_of(c, "meeting", meeting, &tasks));
    name_put(numbered("task", i), ref_name(village->kept, tasks.v[0].ref));
}

static void meetings_put(void)
{
    task_put_name(1, meeting_put_name(2, 0));
    village_later(village, 30 * DAY); /* nobody did it */
    Ref     meeting = meeting_put_name(0, 0);
    Uploads photo = a_photo(); /* {hash}: the one that a need shows too */
    Ctx    *c = as(village, "group");
    MUST_BE_OK(c, album_add(c, &meeting_noun, meeting, &photo, false));
    Sheets sheets;
    MUST_BE_OK(c, attend_sheets_print(c, &meeting_noun, meeting));
    MUST_BE_OK(c, sheet_list_of(db_read(c), "meeting", meeting, attend_sheet_kind, &sheets));
    name_put("sheet0", ref_name(village->kept, sheets.v[0].ref));
    task_put_name(0, meeting);
    meeting_put_name(1, 3);
}

/* A house that agreed to the helper, and one that was asked. */
static void help_put_names(void)
{
    static const char *const houses[] = { "一组1户", "一组2户" };
    for (int i = 0; i < 2; i++) {
        const Actor *house = as(village, houses[i])->actor;
        HelpNew      n = { .household = { house->county, house->household, house->home }, .way = HELP_BY_MESSAGE };
        Ref          help;
        Actor        helper = *as(village, "helper")->actor;
        Ctx         *c = as(village, "helper");
        helper.consent = STR_NONE;
        c->actor = &helper;
        MUST_BE_OK(c, help_ask(c, STR("420325"), &n, &help));
        name_put(numbered("help", i + 1), ref_name(village->kept, help));
        c = as(village, houses[i]);
        if (i == 0)
            MUST_BE_OK(c, help_answer(c, help, true));
    }
}

/* A house that signed a paper; nobody looked at it. */
static void paper_put_name(void)
{
    const Actor *house = as(village, "一组3户")->actor;
    HelpNew      n = { .household = { house->county, house->household, house->home }, .way = HELP_BY_PAPER, .paper = a_photo() };
    Ref          help;
    Ctx         *c = as(village, "village");
    MUST_BE_OK(c, help_ask(c, STR("420325"), &n, &help));
    name_put("paper", ref_name(village->kept, help));
}

/* ---- posts: one that is held, and one whose holder has an account since ---- */

static Ref post_put_name(const char *name, const char *house, PostKind kind)
{
    const Actor *holder = as(village, house)->actor;
    Ref          post, person = { holder->county, holder->person, holder->home };
    Ctx         *c = as(village, "village");
    PostNew      n = { .place = STR(VILLAGE_CODE), .person = person, .kind = (int)kind, .body = STR("上湾村理事会"),
                       .source = STR("户主会选的"), .from = date_of(c->now), .once = village_once(village) };
    MUST_BE_OK(c, post_give(c, &n, &post));
    name_put(name, ref_name(village->kept, post));
    return person;
}

static void posts_put(void)
{
    i64 account;
    (void)post_put_name("post", "一组1户", POST_CHAIR);
    Ref        person = post_put_name("armless", "一组2户", POST_REPRESENTATIVE);
    Ctx       *c = as(village, "village");
    AccountNew n = { STR(VILLAGE_CODE), STR("daibiao"), STR("代表"), STR("long enough 2026"), ROLE_HELPER, date_of(c->now), 0, person };
    MUST_BE_OK(c, account_add(c, &n, &account));
}

/* ---- back to the beginning ---- */

static void copy_rows(sqlite3 *to, sqlite3 *from)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    int             rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
    if (b == NULL || rc != SQLITE_DONE || sqlite3_backup_finish(b) != SQLITE_OK) {
        fprintf(stderr, "ground: %d %s\n", rc, sqlite3_errmsg(to));
        abort();
    }
}

static i64 groups_now(void)
{
    StoreStats stats;
    store_stats(village->c->store, &stats);
    return stats.groups;
}

bool ground_is_written(void)
{
    return groups_now() != groups;
}

void ground_reset(void)
{
    if (ground_is_written())
        copy_rows(live, kept_rows);
    groups = groups_now();
    kept_clear();
    limiter_close(site.limiter);
    site.limiter = limiter_open(LIMIT_KEYS);
    test_time(village->c, begins_at);
    test_next(village->c);
}

static int hash_take(void *arg, int n, char **values, char **columns)
{
    name_put("hash", str_from(values[0]));
    return 1; /* one is enough */
}

static void leave(void)
{
    web_close();
    sqlite3_close(live);
    sqlite3_close(kept_rows);
    void *state = village;
    village_teardown(&state);
    test_dir_remove();
}

void ground_open(void)
{
    void *state = &test_engines[ENGINE_SQLITE];
    setenv("TMPDIR", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", 0);
    log_open(LOG_ERROR, STDERR_FILENO);
    house_open();
    if (village_setup(&state) != 0)
        abort();
    village = state;
    Ctx *c = as(village, "nobody");
    MUST_BE_OK(c, config_load(c, STR_NONE, &config));
    MUST_BE_OK(c, secret_keys_make(c, str_from(test_dir())));
    MUST_BE_OK(c, secret_keys_open(c, str_from(test_dir())));
    MUST_BE_OK(c, loghead_keys_open(c, str_from(test_dir())));
    MUST_BE_OK(c, file_disk_open(c, str_from(test_dir())));
    MUST_BE_OK(c, web_open(c, &config, c->store));
    meetings_put(); /* first, since time passes there */
    for (int i = 1; i <= GROUND_HOUSES; i++)
        house_put(i);
    officials_put();
    needs_put();
    oversights_put();
    help_put_names();
    paper_put_name();
    posts_put();
    begins_at = clock_now();
    as(village, "nobody");
    if (sqlite3_open(str_cstr(village->kept, test_database(c)), &live) != SQLITE_OK ||
        sqlite3_open(":memory:", &kept_rows) != SQLITE_OK)
        abort();
    sqlite3_exec(live, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    copy_rows(kept_rows, live);
    sqlite3_exec(live, "SELECT lower(hex(hash)) FROM file", hash_take, NULL, NULL);
    groups = groups_now();
    atexit(leave);
}

/* ---- for who asks ---- */

const GroundSession *ground_session(Str role)
{
    for (int i = 0; i < n_sessions; i++) {
        if (str_is(role, sessions[i].role))
            return &sessions[i];
    }
    return NULL;
}

static Str named(Str name)
{
    for (int i = 0; i < n_names; i++) {
        if (str_is(name, names[i].name))
            return names[i].text;
    }
    return STR_NONE;
}

Str ground_fill(Arena *a, Str text)
{
    Buf    b = buf_new(a, text.n + 64, (size_t)1 << 24);
    size_t from = 0, open, shut;
    while (str_find(str_skip(text, from), STR("{"), &open)) {
        Str rest = str_skip(text, from + open + 1);
        Str word = str_find(str_cut(rest, 16), STR("}"), &shut) ? named(str_cut(rest, shut)) : STR_NONE;
        buf_str(&b, (Str){ text.p + from, open + (word.n == 0) });
        buf_str(&b, word);
        from += open + 1 + (word.n ? shut + 1 : 0);
    }
    buf_str(&b, str_skip(text, from));
    return buf_text(&b);
}

static void say_finding(void *arg, const char *rule, Str where)
{
    fprintf(stderr, "ground: %s: %.*s\n", rule, STR_ARG(where));
}

void ground_check(void)
{
    Report report = { say_finding, NULL, 0 };
    for (size_t i = 0; i < noun_count(); i++) {
        Ctx *c = as(village, "admin");
        if (noun_at(i)->check != NULL)
            MUST_BE_OK(c, noun_at(i)->check(c, &report));
    }
    as(village, "nobody");
    BUG_ON(report.n > 0);
}
