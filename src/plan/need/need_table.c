/* need_table: what the need is made of, as tables: its fields, names of its numbers, its life, the kinds of its events and the
 * bounds of its rules. */
#include "plan/need/need_inside.h"

static const char *const kind_names[] = { NEED_ALL_KINDS(NEED_NAME) NULL };
static const char *const category_names[] = { NEED_ALL_CATEGORIES(NEED_NAME) NULL };
const char *const        need_states[] = { NEED_ALL_STATES(NEED_NAME) NULL };
static const char *const size_names[] = { [NEED_UNSORTED] = "unsorted", [NEED_SMALL] = "small", [NEED_BIG] = "big",
                                          [NEED_NOT_OURS] = "not_ours", [NEED_EMERGENCY] = "emergency", NULL };
static const char *const closing_names[] = { [NEED_NOT_CLOSED] = "open", [NEED_BY_AUTHOR] = "author", [NEED_BY_VOICES] = "voices",
                                             [NEED_BY_SILENCE] = "silence", [NEED_BY_UNDERSTOOD] = "understood", NULL };
static const char *const verdict_names[] = { "no", "yes", NULL };
static const char *const all_names[] = { "yes", "no", NULL };
static const char *const door_names[] = {
    [DOOR_NONE] = "none", [DOOR_EMERGENCY] = "emergency", [DOOR_COURT] = "court", [DOOR_ARBITRATION] = "arbitration",
    [DOOR_DISCIPLINE] = "discipline", [DOOR_REVIEW] = "review", [DOOR_LETTERS] = "letters", [DOOR_12345] = "12345",
    [DOOR_UTILITY] = "utility", [DOOR_OTHER] = "other", NULL
};
_Static_assert(NEED_WITHDRAWN == 7, "what need.sql calls so");
_Static_assert(COUNTOF(size_names) == NEED_SIZES + 1 && COUNTOF(closing_names) == NEED_CLOSINGS + 1 &&
               COUNTOF(door_names) == NEED_DOORS + 1, "a name for every size, way to close and door");

/* Field               name             type         low  high  names           label */
const Field
    NEED_TITLE        = { "title",        FIELD_LINE,   2,   60, NULL,           "need.title" },
    NEED_BODY         = { "body",         FIELD_TEXT,   0, 2000, NULL,           "need.body" },
    NEED_KIND         = { "kind",         FIELD_ENUM,   0, NEED_KINDS - 1, kind_names, "need.kind", "complaint" },
    NEED_CATEGORY     = { "category",     FIELD_ENUM,   0, NEED_CATEGORIES - 1, category_names, "need.category" },
    NEED_STATE        = { "state",        FIELD_ENUM,   0, NEED_STATES - 1, need_states, "need.state" },
    NEED_SIZE         = { "size",         FIELD_ENUM,   0, NEED_SIZES - 1, size_names, "need.size" },
    NEED_DOOR         = { "door",         FIELD_ENUM,   0, NEED_DOORS - 1, door_names, "need.door" },
    NEED_PLACE        = { "place",        FIELD_CODE,   LEVEL_VILLAGE, LEVEL_UNIT, NULL, "need.place" },
    NEED_SINCE        = { "since",        FIELD_DATE,   19490101, 29991231, NULL, "need.since" },
    NEED_TARGET       = { "target",       FIELD_LINE,   0,   40, NULL,           "need.target", "" },
    NEED_TARGET_PLACE = { "target_place", FIELD_CODE,   LEVEL_TOWN, LEVEL_UNIT, NULL, "need.target_place" },
    NEED_HIDE_AUTHOR  = { "hide_author",  FIELD_BOOL,   0,    1, NULL,           "need.hide_author", "" },
    NEED_PHOTOS       = { "photos",       FIELD_PHOTOS, 0,    3, NULL,           "need.photos" },
    NEED_ONCE         = { "once",         FIELD_ONCE,   8,   64, NULL,           "need.once" },
    NEED_REASON       = { "reason",       FIELD_LINE,   0,  200, NULL,           "need.reason" },
    NEED_WHY          = { "why",          FIELD_TEXT,   2,  500, NULL,           "need.why" },
    NEED_ADD          = { "add",          FIELD_TEXT,   2,  500, NULL,           "need.add" },
    NEED_ANSWER       = { "text",         FIELD_TEXT,   2, 2000, NULL,           "need.answer" },
    NEED_VERSION      = { "version",      FIELD_INT,    1, INT64_C(1) << 40, NULL, "need.version" },
    NEED_WORDED       = { "worded",       FIELD_INT,    1, INT64_C(1) << 50, NULL, "need.worded" }, /* Need.worded_at, as an opaque number */
    NEED_OWNER        = { "owner",        FIELD_REF,    0,    0, NULL,           "need.owner" },
    NEED_DUE          = { "due",          FIELD_DATE,   20200101, 29991231, NULL, "need.due" },
    NEED_VERDICT      = { "done",         FIELD_ENUM,   0,    1, verdict_names, "need.verdict" },
    NEED_ALL          = { "all",          FIELD_ENUM,   0,    1, all_names,      "need.all" },
    NEED_ANYWAY       = { "anyway",       FIELD_BOOL,   0,    1, NULL,           "need.anyway" },
    NEED_GROUP_TITLE  = { "group_title",       FIELD_LINE,   2,   60, NULL,           "need.group_title" },
    NEED_TEXT         = { "q",            FIELD_LINE,   0,  120, NULL,           "need.text" };

/* The life of a need. This table is the rule: change_move() only looks it up, and the rows of need_move
 * (migrations/0005-need.sql and what came later, 0155) are the same steps, which `check` compares, so that the database knows no other. */
const Move need_moves[NEED_MOVES] = {
    /* from           to              who        verb           needs                    tells        event */
    { NEED_RAISED,    NEED_TAKEN,     BY_VERB,   VERB_TRIAGE,   0,                       TELL_AUTHOR, "need.taken" },
    { NEED_RAISED,    NEED_WITHDRAWN, BY_AUTHOR | BY_CAUSE, VERB_VOICE,    ASKS_ALONE,             TELL_NOBODY, "need.withdrawn" },
    { NEED_TAKEN,     NEED_WITHDRAWN, BY_AUTHOR | BY_CAUSE, VERB_VOICE,    ASKS_ALONE,             TELL_NOBODY, "need.withdrawn" },
    { NEED_TAKEN,     NEED_POOLED,    BY_VERB,   VERB_TRIAGE,   ASKS_BIG,               TELL_VOICES, "need.pooled" },
    { NEED_TAKEN,     NEED_DOING,     BY_VERB,   VERB_TRIAGE,   ASKS_OWNER,             TELL_VOICES, "need.assigned" },
    { NEED_TAKEN,     NEED_UNABLE,    BY_VERB,   VERB_ANSWER,   ASKS_WHY,               TELL_VOICES, "need.unable" },
    { NEED_TAKEN,     NEED_ELSEWHERE, BY_VERB,   VERB_TRIAGE,   ASKS_WHY | ASKS_DOOR,  TELL_VOICES, "need.elsewhere" },
    { NEED_POOLED,    NEED_DOING,     BY_VERB | BY_CAUSE,  VERB_TRIAGE,   ASKS_OWNER,             TELL_VOICES, "need.assigned" },
    { NEED_POOLED,    NEED_UNABLE,    BY_VERB | BY_CAUSE,  VERB_ANSWER,   ASKS_WHY,               TELL_VOICES, "need.unable" },
    { NEED_DOING,     NEED_POOLED,    BY_VERB | BY_CAUSE,  VERB_TRIAGE,   ASKS_BIG,               TELL_VOICES, "need.pooled" },
    { NEED_DOING,     NEED_SOLVED,    BY_VERB | BY_CAUSE,  VERB_ANSWER,   ASKS_WHY,               TELL_VOICES, "need.solved" },
    { NEED_DOING,     NEED_UNABLE,    BY_VERB,   VERB_ANSWER,   ASKS_WHY,               TELL_VOICES, "need.unable" },
    /* to the city, where it goes on as another row; and given back from there */
    { NEED_TAKEN,     NEED_HANDED,    BY_VERB,   VERB_HANDOVER, ASKS_WHY,               TELL_VOICES, "need.handed" },
    { NEED_POOLED,    NEED_HANDED,    BY_VERB,   VERB_HANDOVER, ASKS_WHY,               TELL_VOICES, "need.handed" },
    { NEED_DOING,     NEED_HANDED,    BY_VERB,   VERB_HANDOVER, ASKS_WHY,               TELL_VOICES, "need.handed" },
    { NEED_HANDED,    NEED_TAKEN,     BY_VERB,   VERB_HANDOVER, ASKS_WHY,               TELL_VOICES, "need.returned" },
    /* those who voiced it have the last word; no official closes anything */
    { NEED_SOLVED,    NEED_DOING,     BY_VOICE,  VERB_VOICE,    ASKS_WHY,               TELL_VOICES, "need.undone" },
    { NEED_SOLVED,    NEED_CLOSED,    BY_VOICE,  VERB_VOICE,    0,                       TELL_VOICES, "need.closed" },
    { NEED_CLOSED,    NEED_DOING,     BY_VOICE,  VERB_VOICE,    ASKS_WHY,               TELL_VOICES, "need.undone" },
    { NEED_UNABLE,    NEED_CLOSED,    BY_AUTHOR, VERB_VOICE,    0,                       TELL_NOBODY, "need.closed" },
    { NEED_UNABLE,    NEED_TAKEN,     BY_AUTHOR, VERB_VOICE,    ASKS_WHY | ASKS_FIRST, TELL_VOICES, "need.objected" },
    { NEED_ELSEWHERE, NEED_CLOSED,    BY_AUTHOR, VERB_VOICE,    0,                       TELL_NOBODY, "need.closed" },
    { NEED_ELSEWHERE, NEED_TAKEN,     BY_AUTHOR, VERB_VOICE,    ASKS_WHY | ASKS_FIRST, TELL_VOICES, "need.objected" },
};

const EventKind need_events[] = {
    { "need.raised", true, .is_naming = true },
    { "need.corrected", true, .is_naming = true },
    { "need.added", true },
    { "need.joined", true, .words = "reason", .is_many = true },
    { "need.left", true, .words = "reason", .is_many = true }, { "need.unsaid", true, .is_many = true },
    { "need.sorted", true, .is_answer = true }, { "need.pooled", true, .is_answer = true },
    { "need.extended", true, .is_answer = true }, { "need.answered", true, .is_answer = true },
    { "need.handed", true, .is_answer = true }, { "need.returned", true, .is_answer = true },
    { "need.solved", true, .is_answer = true }, { "need.unable", true, .is_answer = true },
    { "need.elsewhere", true, .is_answer = true }, { "need.told", true, .is_answer = true },
    { "need.withdrawn", true }, { "need.taken", true }, { "need.assigned", true }, { "need.received", true },
    { "need.confirmed", true }, { "need.undone", true }, { "need.reopened", true }, { "need.objected", true },
    { "need.closed", true },
    { "need.grouped", true }, { "need.ungrouped", true }, { "need.rose", true }, { "need.late", true }, { "need.stale", true },
    { "need.carried", true }, { "need.gone", true }, { "need.erased", true },
    { 0 },
};

const RuleBound need_bounds[] = {
    { "need.take.workdays", 1, 30 },    { "need.big.workdays", 1, 60 },  { "need.extend.workdays", 1, 180 },
    /* A week at least, by reason and not by law: a house whose people work away is at home, or on the telephone, once in it. */
    { "need.silence.days", 7, 180, "need.bound.week" }, { "need.undone.days", 7, 180, "need.bound.week" },
    { "need.reopen.most", 1, 10, "need.bound.redo" }, /* that it is done again once is what judging is for */
    { 0 },
};

const char *need_kind_name(int kind)
{
    return field_name_of(&NEED_KIND, kind);
}

const char *need_category_name(int category)
{
    return field_name_of(&NEED_CATEGORY, category);
}

const char *need_state_name(int state)
{
    return field_name_of(&NEED_STATE, state);
}

const char *need_size_name(int size)
{
    return field_name_of(&NEED_SIZE, size);
}

const char *need_closing_name(int closing)
{
    BUG_ON(closing < 0 || closing >= NEED_CLOSINGS); /* the table holds rows to it */
    return closing_names[closing];
}

const char *need_door_name(int door)
{
    return field_name_of(&NEED_DOOR, door);
}

bool need_is_open(NeedState state)
{
    return state <= NEED_DOING;
}

bool need_is_listed(NeedKind kind, NeedState state)
{
    return kind != NEED_COMPLAINT && state != NEED_WITHDRAWN;
}

bool need_has_others(const Need *n)
{
    return n->voices > 1 || n->households > 1;
}

bool need_is_ended(NeedState state)
{
    return state == NEED_SOLVED || state == NEED_UNABLE || state == NEED_ELSEWHERE || state == NEED_CLOSED;
}
