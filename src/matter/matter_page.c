/* matter_page: what all matters share, as a row of the table of nouns: telling, and pictures over the wire, GET /photo/:hash, for whom a record that ties the picture may be seen by (Noun.visible). */
#include "matter/change.h"
#include "matter/houses.h"
#include "matter/tell.h"
#include "matter/unsaid.h"
#include "record/file.h"
#include "record/noun.h"
#include "web/route.h"

static Err photo(Request *r, bool small)
{
    Hash hash;
    Str  bytes;
    if (!hash_from_hex(request_param(r, "hash"), &hash))
        return fail(&r->ctx, ERR_MISSING, NULL, "not the name of a picture");
    TRY(file_photo_read(&r->ctx, hash, small, &bytes));
    return answer_bytes(r, "image/jpeg", bytes, STR_NONE);
}

static Err photo_page(Request *r)
{
    return photo(r, false);
}

static Err photo_small_page(Request *r)
{
    return photo(r, true);
}

static const Route photo_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/photo/:hash", .handler = photo_page, .may = VERB_PUBLIC,
      .flags = ROUTE_OWN_ANSWER | ROUTE_IN_POOL, .what = "a picture, if a record that shows it may be seen" },
    { .method = GET, .cost = LIGHT, .path = "/photo/:hash/small", .handler = photo_small_page, .may = VERB_PUBLIC,
      .flags = ROUTE_OWN_ANSWER | ROUTE_IN_POOL, .what = "the same, 320 px wide" },
    ROUTE_END
};

static const Room        photo_room = { "photo", photo_routes, NULL };
const Room *const matter_rooms[] = { &photo_room, NULL };

static const JobKind *const jobs[] = { &tell_job, &unsaid_job, NULL };

static Err erase(Db *w, Ref person)
{
    TRY(tell_erase_person(w, person));
    return houses_erase_person(w, person);
}

static Err check(Ctx *c, Report *r)
{
    TRY(moves_check(c, r));
    TRY(trails_check(c, r));
    return houses_check(c, r);
}

const Noun matter_noun = { .name = "matter", .jobs = jobs, .check = check,
                            .heard = unsaid_heard, .erase = erase };
