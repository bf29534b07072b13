/* device: see device.h. Browsers keep a cookie for 400 days at most. */
#include "web/device.h"

#include "record/secret.h"
#include "web/site.h"

enum { MARKS = 3, ID_BYTES = 16, MAC_CHARS = 32, DAYS = 400 };

static const char *cookie_name(void)
{
    return site_is_https() ? "__Host-yc-device" : "yc-device";
}

static Str mac_of(Arena *a, Str name, Str id, Str day)
{
    Hash h = secret_lookup("device", arena_printf(a, "%.*s %.*s %.*s", STR_ARG(id), STR_ARG(day), STR_ARG(name)));
    return str_cut(hash_hex(a, &h), MAC_CHARS);
}

static bool is_recent(Str day, Date today)
{
    i64 d;
    if (!str_int(day, &d) || d <= 0 || d > 29991231 || !date_is_valid((Date)d))
        return false;
    int age = date_days((Date)d, today);
    return age >= -1 && age < DAYS;
}

/* The id, if the mark was made by this house for that name; else empty. Texts of one length are compared in constant
 * time, through their hashes. */
static Str mark_id(Arena *a, Str mark, Str name, Date today)
{
    Str id, day, rest = mark;
    if (!str_next(&rest, '-', &id) || !str_next(&rest, '-', &day) || id.n < 20 || id.n > 40 || rest.n != MAC_CHARS)
        return STR_NONE;
    Hash sent = hash_of(rest), right = hash_of(mac_of(a, name, id, day));
    return hash_eq(&sent, &right) && is_recent(day, today) ? id : STR_NONE;
}

Str device_on_wire(Arena *a, const Wire *wire, Str name, Date today)
{
    Str rest = wire_cookie(wire, cookie_name()), mark;
    for (int i = 0; i < MARKS && str_next(&rest, '.', &mark); i++) {
        Str id = mark_id(a, mark, name, today);
        if (id.n)
            return id;
    }
    return STR_NONE;
}

Str device_of(const Request *r, Str name)
{
    return device_on_wire(r->ctx.arena, r->wire, name, date_of(r->ctx.now));
}

void device_remember(Request *r, Str name)
{
    Arena *a = r->ctx.arena;
    Str    id = device_of(r, name), rest = request_cookie(r, cookie_name()), mark;
    Buf    b = buf_new(a, 256, 1024);
    Str    day = arena_printf(a, "%d", date_of(r->ctx.now));
    if (id.n == 0)
        id = random_token(a, ID_BYTES);
    buf_printf(&b, "%.*s-%.*s-%.*s", STR_ARG(id), STR_ARG(day), STR_ARG(mac_of(a, name, id, day)));
    for (int kept = 1; kept < MARKS && str_next(&rest, '.', &mark);) {
        if (mark.n > 100 || mark_id(a, mark, name, date_of(r->ctx.now)).n)
            continue;
        buf_printf(&b, ".%.*s", STR_ARG(mark));
        kept++;
    }
    response_cookie(r, cookie_name(), buf_text(&b), (i64)DAYS * 86400, true);
}

const char *const device_names[] = { "unknown", "phone", "tablet", "computer", NULL };

Device device_kind(const Request *r)
{
    Str  says = request_header(r, "user-agent");
    bool is_android = str_find(says, STR("Android"), NULL) || str_find(says, STR("OpenHarmony"), NULL);
    if (str_find(says, STR("iPad"), NULL) || str_find(says, STR("Tablet"), NULL) || (is_android && !str_find(says, STR("Mobile"), NULL)))
        return DEVICE_TABLET;
    return is_android || str_find(says, STR("iPhone"), NULL) || str_find(says, STR("Mobile"), NULL) ? DEVICE_PHONE : DEVICE_COMPUTER;
}

Err knock(Request *r, const Knock *k)
{
    i64 wait;
    return door_knock(site.door, k, clock_ticks(), &wait) ? OK : wait_first(r, wait);
}

Err knocked(const Knock *k, Err e)
{
    if (e == OK)
        door_opened(site.door, k);
    else if (e == ERR_BUSY)
        door_unasked(site.door, k);
    return e;
}
