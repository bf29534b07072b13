/* keeper: see keeper.h. One row says the time that was known (the numbers of ClockMemory), another how often a person confirmed it and when; only the
 * latter is looked at while the clock is held. */
#include "record/keeper.h"

#include <stdatomic.h>

#include "base/watch.h"
#include "db/setting.h"
#include "record/keeper.sql.h"

static const char KNOWN[] = "clock.known", CONFIRMED[] = "clock.confirmed", BACKUP[] = "backup.at";
#define WRITE_EVERY MINUTE
#define SAY_EVERY   HOUR

static i64         written_at; /* on the clock since boot; the ticker's alone once it runs, as are the next two */
static bool        was_held;
static i64         said_at;    /* in clock_ticks() */
static _Atomic i64 heard;      /* the confirmation that was last heard of: its wall clock time */

static Err number_get(Ctx *c, const char *name, i64 *ret)
{
    bool found;
    Str  text;
    *ret = 0;
    TRY(setting_get(c, STR(""), name, &found, &text));
    if (found && !str_int(text, ret))
        return fail(c, ERR_INTERNAL, NULL, "setting %s is no number", name);
    return OK;
}

/* Once when it begins and each hour, and when it is over. */
static void tell(void)
{
    ClockHold h;
    bool      held = clock_hold(&h);
    i64       ticks = clock_ticks();
    if (held && (!was_held || ticks - said_at >= SAY_EVERY)) {
        log_say(LOG_ERROR, "clock", "err={the wall clock is not believed; if it is right: yuanchang clock --confirm} "
                                    "wall=%lld held=%lld believed_in_s=%lld",
                (long long)h.wall, (long long)h.now, (long long)(h.believed_in < 0 ? -1 : h.believed_in / SECOND));
        said_at = ticks;
    }
    if (!held && was_held)
        log_say(LOG_WARN, "clock", "text={the wall clock is believed again}");
    if (held != was_held)
        written_at = 0; /* a command that is called now is to know as much */
    was_held = held;
}

static Err known_get(Ctx *c, ClockMemory *ret)
{
    bool found;
    Str  rest, word;
    i64 *to[] = { &ret->now, &ret->wall, &ret->since_boot, &ret->boot, &ret->stood };
    *ret = (ClockMemory){ .stood = -1 };
    TRY(setting_get(c, STR(""), KNOWN, &found, &rest));
    for (size_t i = 0; found && i < COUNTOF(to); i++)
        if (!str_next(&rest, ' ', &word) || !str_int(word, to[i]))
            return fail(c, ERR_INTERNAL, NULL, "setting %s is not five numbers", KNOWN);
    return OK;
}

static Err known_put(Db *w, const ClockMemory *m)
{
    return setting_put(w, STR(""), KNOWN, arena_printf(db_ctx(w)->arena, "%lld %lld %lld %lld %lld", (long long)m->now,
                       (long long)m->wall, (long long)m->since_boot, (long long)m->boot, (long long)m->stood));
}

Err keeper_open(Ctx *c)
{
    ClockMemory known;
    i64         confirmed;
    if (clock_is_moved())
        return OK;
    TRY(known_get(c, &known));
    TRY(number_get(c, CONFIRMED, &confirmed));
    atomic_store(&heard, confirmed);
    if (known.now == 0) /* never written down: nobody knows for how long it was off, so the newest event stands for it */
        TRY(db_int(db_read(c), Q_KEEPER_NEWEST, ARGS(), &known.now));
    db_read_end(c);
    clock_watch(&known);
    if (clock_machine_boot() == 0) /* not in silence: a start then believes whatever is less than ten days ahead */
        log_say(LOG_WARN, "clock", "text={which boot this is cannot be read (/proc/sys/kernel/random/boot_id is hidden)}");
    c->now = clock_now();
    tell(); /* who gives a command too */
    return OK;
}

/* Did somebody confirm, at this or another server of the database? What was confirmed was the clock of that moment. */
static Err hear(Ctx *c)
{
    i64 confirmed, apart;
    TRY(number_get(c, CONFIRMED, &confirmed));
    db_read_end(c);
    apart = clock_wall() - confirmed;
    if (confirmed != atomic_exchange(&heard, confirmed) && apart < WATCH_APART && apart > -WATCH_APART)
        clock_believe();
    return OK;
}

static Err write_body(Db *w, void *arg)
{
    return known_put(w, arg);
}

Err keeper_tick(Ctx *c)
{
    clock_look();
    if (!clock_is_watched())
        return OK;
    if (clock_hold(NULL))
        TRY(hear(c));
    tell();
    ClockMemory m;
    clock_memory(&m);
    c->now = m.now;
    if (written_at != 0 && m.since_boot - written_at < WRITE_EVERY)
        return OK;
    TRY(db_write(c, write_body, &m));
    written_at = m.since_boot;
    return OK;
}

static Err confirm_body(Db *w, void *arg)
{
    const ClockMemory *m = arg;
    TRY(known_put(w, m));
    return setting_put(w, STR(""), CONFIRMED, arena_printf(db_ctx(w)->arena, "%lld", (long long)m->now));
}

Err keeper_confirm(Ctx *c)
{
    ClockMemory m;
    clock_memory(&m);
    m.now = m.wall;
    m.stood = -1;
    TRY(db_write(c, confirm_body, &m));
    atomic_store(&heard, m.wall);
    clock_believe();
    c->now = clock_now();
    log_say(LOG_WARN, "clock", "text={somebody confirmed the wall clock} account=%lld", (long long)c->actor->account);
    return OK;
}

Err keeper_check(Ctx *c, Report *r)
{
    ClockHold   h;
    ClockMemory known;
    i64         newest, limit;
    if (clock_hold(&h))
        finding(r, "clock: the wall clock does not agree with the time that the house knows", "wall %.*s, known %.*s",
                STR_ARG(time_iso(c->arena, h.wall)), STR_ARG(time_iso(c->arena, h.now)));
    TRY(known_get(c, &known));
    TRY(db_int(db_read(c), Q_KEEPER_NEWEST, ARGS(), &newest));
    limit = (known.now > c->now ? known.now : c->now) + WATCH_APART;
    if (known.now && newest > limit)
        finding(r, "clock: an event is newer than the time that the house knows", "event %.*s, known %.*s",
                STR_ARG(time_iso(c->arena, newest)), STR_ARG(time_iso(c->arena, known.now)));
    return OK;
}

static Err backup_body(Db *w, void *arg)
{
    return setting_put(w, STR(""), BACKUP, arena_printf(db_ctx(w)->arena, "%lld", (long long)db_ctx(w)->now));
}

Err keeper_backup_note(Ctx *c)
{
    return db_write(c, backup_body, NULL);
}

Err keeper_backup_at(Ctx *c, i64 *ret_at)
{
    return number_get(c, BACKUP, ret_at);
}
