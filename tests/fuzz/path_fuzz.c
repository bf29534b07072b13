/* path_fuzz: a path as it stands in a request. What is found holds no segment that leads elsewhere, and an address to go
 * on to stays on this site. */
#include "web/answer.h"
#include "web/router.h"
#include "web/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static Err nothing(Request *r)
{
    return OK;
}

static const Route routes[] = {
    { GET, LIGHT, "/", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/need/:need", nothing, NULL, VERB_PUBLIC },
    { POST, LIGHT, "/need/:need", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/need/new", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/place/:place/need/:need", nothing, NULL, VERB_PUBLIC },
    ROUTE_END
};
static const Room  room = { "fuzz", routes, NULL };
static const Room *const rooms[] = { &room };

static void check(const Path *path, const RouteFound *found)
{
    for (int i = 0; i < path->n; i++) {
        Str s = path->segment[i];
        BUG_ON(s.n == 0 || str_is(s, ".") || str_is(s, "..") || !utf8_is_text(s) || str_find(s, STR("/"), NULL));
    }
    BUG_ON(found->row != NULL && !(found->methods & 1u << found->row->route->method));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static Arena *keep;
    Str           raw = { (const char *)bytes, n };
    Path          path;
    RouteFound    found;
    Ctx           c;
    if (keep == NULL) {
        keep = arena_open();
        web_rooms_set(rooms, 1);
        router_open(keep);
    }
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    if (router_split(&c, raw, &path) == OK) {
        for (Method m = GET; m < METHOD_COUNT; m++) {
            router_find(m, &path, &found);
            check(&path, &found);
        }
    }
    Str local = answer_local_path(c.arena, raw);
    BUG_ON(!str_starts(local, STR("/")) || str_starts(local, STR("//")) || str_starts(local, STR("/\\")));
    BUG_ON(str_find(local, STR("\n"), NULL) || str_find(local, STR("\r"), NULL));
    arena_close(c.arena);
    return 0;
}
