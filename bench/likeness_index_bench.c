/* likeness_index: how long it takes to find, among 100,000 titles of needs, those most like a new one, against a scan of
 * all; processor time of this thread. Titles are put together from words of the demonstration, the first of each list
 * far more often than the last, so that a pair like 路灯 is in every fifth title. Built and run by bench/likeness.sh. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/base.h"
#include "engine/text/likeness_index.h"

enum { TEXTS = 100000, QUESTIONS = 1000, SCANS = 25, HITS = 5, MOST_CHARS = 400 };

static u64 state = UINT64_C(88172645463325252);

static u64 any(u64 n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static const char *const places[] = {
    "三组", "村口", "我们组", "一组", "坡上", "二组", "学校门口", "5号楼", "晒场", "四组", "小区门口", "2单元", "河边", "菜市场",
    "村委会旁", "三岔路口", "卫生室", "老房子后面", "六组", "桥头", "水塘边", "楼道里", "车站", "幼儿园", "组里到镇上", "山上",
    "新修的房子", "1号楼", "院场", "茶园", "养猪场", "七组", "竹林", "停车场", "公厕", "五组", "老街", "大坝下面", "地下室", "凉亭"
};
static const char *const things[] = {
    "路灯", "路面", "自来水", "水渠", "垃圾桶", "电梯", "通组路", "厕所", "水管", "排水沟", "广场", "车棚", "网络", "电线", "井盖",
    "桥栏杆", "健身器材", "充电桩", "化粪池", "垃圾车", "班车", "护栏", "下水道", "电压", "信号", "菜地", "水池", "屋顶", "楼梯扶手",
    "老年活动室", "医保", "低保", "门禁", "消防栓", "绿化", "河堤", "鱼塘", "果树", "路标", "减速带", "监控", "快递点", "校车",
    "篮球场", "图书室", "晒谷场", "农机", "猪圈", "饭堂", "水井"
};
static const char *const troubles[] = {
    "坏了", "没人修", "不亮", "漏水", "堵了", "太窄", "没有", "满了没人收", "坏了一半", "一下雨就积水", "塌了一块", "早晚没水", "臭得很",
    "太慢", "断了", "停了很久", "不够用", "太吵", "占了路", "老化", "松动", "生锈", "倒了", "裂了", "被车撞歪", "没人管", "时有时无",
    "开不了门", "没有遮雨的地方", "太高老人上不去", "修了又坏", "挖开没填", "一直没有验收", "收费不清楚", "没有指示牌", "结冰打滑"
};
static const char *const tails[] = {
    "", "", "", "", "，晚上黑得很", "，老人出门怕摔", "，孩子上学不方便", "，请尽快处理", "，已经半个月了", "，大家都有意见", "，车进不来",
    "，拉菜的车过不去", "，住在坡上的几户最恼火", "，冬天更难", "，去年就说过", "，想换成太阳能的", "，愿意出工", "，夏天招蚊子"
};
static const char *const wishes[] = { "希望", "想", "建议", "能不能", "请求" };
static const char *const deeds[] = { "修一下", "加装", "换掉", "清理", "增加", "移走", "重新铺", "开通", "种", "管起来" };

/* The first far more often than the last. */
#define ONE_OF(list) list[any(1 + any(1 + any(COUNTOF(list))))]

static size_t put(char *to, size_t at, const char *word)
{
    for (; *word && at + 1 < MOST_CHARS; word++)
        to[at++] = *word;
    to[at] = '\0';
    return at;
}

/* Two characters that are rare: names of slopes, ponds and bends that every village has of its own. */
static size_t put_own_name(char *to, size_t at)
{
    for (int i = 0; i < 2; i++) {
        char   utf8[5] = { 0 };
        size_t n = utf8_put(utf8, (u32)(0x4e00 + any(3000)));
        utf8[n] = '\0';
        at = put(to, at, utf8);
    }
    return at;
}

static void any_title(char *to)
{
    size_t at = 0;
    bool   is_wish = any(5) == 0;
    if (is_wish)
        at = put(to, at, ONE_OF(wishes));
    at = any(4) == 0 ? put_own_name(to, at) : put(to, at, ONE_OF(places));
    if (is_wish) {
        at = put(to, at, ONE_OF(deeds));
        at = put(to, at, ONE_OF(things));
    } else {
        at = put(to, at, any(2) ? "的" : "");
        at = put(to, at, ONE_OF(things));
        at = put(to, at, ONE_OF(troubles));
    }
    put(to, at, ONE_OF(tails));
}

/* As long as a need's title may be, and of nothing but frequent words. */
static void long_title(char *to)
{
    size_t at = 0;
    while (at < 180) {
        at = put(to, at, places[any(5)]);
        at = put(to, at, things[any(5)]);
        at = put(to, at, troubles[any(5)]);
    }
}

static i64 cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (i64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_value(const void *a, const void *b)
{
    i64 x = *(const i64 *)a, y = *(const i64 *)b;
    return (x > y) - (x < y);
}

static size_t scan(const GramSet *texts, const GramSet *asked, Fraction least, LikenessHit *ret)
{
    size_t have = 0;
    for (int i = 0; i < TEXTS; i++) {
        LikenessHit hit = { i, likeness(&texts[i], asked) };
        if (hit.likeness.over == 0 || fraction_cmp(hit.likeness, least) < 0)
            continue;
        size_t at = have;
        while (at > 0 && fraction_cmp(hit.likeness, ret[at - 1].likeness) > 0)
            at--;
        if (at == HITS)
            continue;
        have += have < HITS;
        for (size_t m = have - 1; m > at; m--)
            ret[m] = ret[m - 1];
        ret[at] = hit;
    }
    return have;
}

static void check(const LikenessIndex *x, const GramSet *texts, const GramSet *asked, Fraction least, Arena *a, i64 *spent)
{
    LikenessHit slow[HITS], quick[HITS];
    i64         start = cpu_us();
    size_t      n = scan(texts, asked, least, slow);
    *spent = cpu_us() - start;
    BUG_ON(likeness_index_top(x, asked, least, HITS, a, quick) != n);
    for (size_t i = 0; i < n; i++)
        BUG_ON(quick[i].text != slow[i].text || fraction_cmp(quick[i].likeness, slow[i].likeness) != 0);
}

static void ask(const char *what, const LikenessIndex *x, const GramSet *texts, void (*title)(char *), Fraction least)
{
    static i64 spent[QUESTIONS], scanned[SCANS];
    Arena     *a = arena_open();
    for (int i = 0; i < QUESTIONS; i++) {
        char        text[MOST_CHARS];
        GramSet     asked;
        LikenessHit hits[HITS];
        title(text);
        likeness_grams(str_from(text), &asked);
        i64 start = cpu_us();
        likeness_index_top(x, &asked, least, HITS, a, hits);
        spent[i] = cpu_us() - start;
        if (i < SCANS)
            check(x, texts, &asked, least, a, &scanned[i]);
        arena_reset(a);
    }
    qsort(spent, QUESTIONS, sizeof spent[0], by_value);
    qsort(scanned, SCANS, sizeof scanned[0], by_value);
    printf("%-28s at least %lld/%-2lld  median %6.3f ms  99th %6.3f ms  worst %6.3f ms  a scan %7.3f ms, %.0f times\n", what,
           (long long)least.over, (long long)least.under, spent[QUESTIONS / 2] / 1e3, spent[QUESTIONS * 99 / 100] / 1e3,
           spent[QUESTIONS - 1] / 1e3, scanned[SCANS / 2] / 1e3, scanned[SCANS / 2] / (spent[QUESTIONS / 2] + 1e-9));
    arena_close(a);
}

int main(void)
{
    Arena         *a = arena_open(), *b = arena_open();
    GramSet       *texts = NEW_N(b, GramSet, TEXTS);
    LikenessIndex *x = likeness_index_open(a);
    char           text[MOST_CHARS];
    i64            pairs = 0;
    for (int i = 0; i < TEXTS; i++) {
        any_title(text);
        if (i % 20000 == 0)
            printf("  %s\n", text);
        likeness_grams(str_from(text), &texts[i]);
        pairs += texts[i].n;
    }
    i64 start = cpu_us();
    for (int i = 0; i < TEXTS; i++)
        likeness_index_add(x, &texts[i]);
    printf("%d titles, %.1f pairs each: built in %.0f ms, %zu kB\n", TEXTS, pairs / (double)TEXTS, (cpu_us() - start) / 1e3,
           arena_used(a) / 1024);
    ask("new titles", x, texts, any_title, (Fraction){ LIKENESS_NUM, LIKENESS_DEN });
    ask("new titles", x, texts, any_title, (Fraction){ 0, 1 });
    ask("60 frequent characters", x, texts, long_title, (Fraction){ LIKENESS_NUM, LIKENESS_DEN });
    ask("60 frequent characters", x, texts, long_title, (Fraction){ 0, 1 });
    arena_close(a);
    arena_close(b);
    return 0;
}
