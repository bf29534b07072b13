/* need (诉求): what a resident needs, suggests, offers or complains about.
 *
 * Raised once, joined by others (我也要), grouped with its like, taken in, sorted, answered, solved, judged by those who
 * voiced it, and closed by them and by nobody else. Nothing here knows HTTP or HTML (need_page.c does).
 *
 * Kept at all times, by constraints in migrations/ and re-counted by need_check(): one voice a household on a need and
 * one on a group of needs; the state follows need_moves[] and no other way; the clock of a hand-over never restarts. */
#pragma once
#include "place/place.h"
#include "place/person.h"
#include "record/event.h"
#include "record/file.h"

typedef enum NeedKind { NEED_DEMAND, NEED_IDEA, NEED_OFFER, NEED_COMPLAINT, NEED_KINDS } NeedKind; /* 需求 建议 出力 投诉 */

typedef enum NeedCategory {
    NEED_ROAD, NEED_LIGHT, NEED_WATER, NEED_POWER, NEED_CLEAN, NEED_FARM, NEED_SQUARE, NEED_LIFT, NEED_CARE, NEED_RIVER,
    NEED_DISPUTE, NEED_OTHER, NEED_CATEGORIES
} NeedCategory; /* 修路 路灯 用水 用电 卫生 种地产业 广场活动 电梯楼栋 老人小孩 守水护水 邻里矛盾 别的 */

typedef enum NeedState {
    NEED_RAISED,    /* 已登记 */   NEED_TAKEN,   /* 已受理 */
    NEED_POOLED,    /* 进入议题库: big, waits for the courtyard */
    NEED_DOING,     /* 正在办 */
    NEED_SOLVED,    /* 办完待评 */
    NEED_UNABLE,    /* 暂不能办，已说明 */
    NEED_ELSEWHERE, /* 不归我们管，已指路 */
    NEED_WITHDRAWN, /* 撤回 */
    NEED_HANDED,    /* 已上交到市: goes on as another row (need.onward) */
    NEED_CLOSED,    /* 群众认可 */
    NEED_STATES
} NeedState;

typedef enum NeedSize { NEED_UNSORTED, NEED_SMALL, NEED_BIG, NEED_NOT_OURS, NEED_EMERGENCY, NEED_SIZES } NeedSize;

typedef enum NeedClosing { NEED_NOT_CLOSED, NEED_BY_AUTHOR, NEED_BY_VOICES, NEED_BY_SILENCE, NEED_CLOSINGS } NeedClosing;
