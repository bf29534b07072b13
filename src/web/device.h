/* device: is this a phone or computer on which somebody signed in under that name before? A cookie of its own, HttpOnly,
 * which outlives sessions and signing out: up to three marks, each ID-DAY-MAC, the MAC keyed by the house's key and bound
 * to the name. It lets nobody in: it only says that this one is no stranger (web/door.h). */
#pragma once
#include "web/door.h"
#include "web/route.h"
#include "web/wire.h"

/* The device's id if it is known under the (folded) name, else empty. */
Str  device_of(const Request *r, Str name);
/* The same of a request that was not begun yet. `today` only tells marks that are too old. */
Str  device_on_wire(Arena *a, const Wire *wire, Str name, Date today);
/* What it looks like by what its browser says of itself. As sessions store it; the names stand in catalogs ("device.phone"). */
typedef enum Device { DEVICE_UNKNOWN, DEVICE_PHONE, DEVICE_TABLET, DEVICE_COMPUTER, DEVICE_COUNT } Device;
extern const char *const device_names[];
Device device_kind(const Request *r);
/* Asks the door; ERR_LIMIT with Retry-After when it is too early. Measured by the clock that only grows. */
MUST Err knock(Request *r, const Knock *k);
/* What became of it, passed on: right takes the try off again, and so does ERR_BUSY, where nobody looked. */
MUST Err knocked(const Knock *k, Err e);
/* From this answer on it is known under that name; the day is renewed. */
void device_remember(Request *r, Str name);
