/* router: which row of which room a path means. Static segments go before :params; /x.json is /x as JSON. */
#pragma once
#include "web/route.h"

enum { ROUTER_MAX_SEGMENTS = 12, ROUTER_MAX_PARAMS = 4 };

typedef struct RouteRow {
    const Route  *route;
    int           index;                         /* in the table, for figures */
    int           n, n_params;
    Str           segment[ROUTER_MAX_SEGMENTS];  /* a :param without its colon */
    bool          is_param[ROUTER_MAX_SEGMENTS];
    const char   *form;                          /* how its form is called; NULL: it takes none */
    const Loader *loader[ROUTER_MAX_PARAMS];     /* NULL: plain text */
} RouteRow;

typedef struct Path {
    Str segment[ROUTER_MAX_SEGMENTS]; /* decoded */
    int n;
} Path;

typedef struct RouteFound {
    const RouteRow *row;      /* NULL: none for this method */
    unsigned        methods;  /* bits 1 << Method that the path has */
    bool            is_json;  /* by its .json */
    Str             params[ROUTER_MAX_PARAMS];
} RouteFound;

void router_rooms_set(const Room *const *rooms, size_t n); /* before router_open(); borrowed */
size_t          router_room_count(void);
const Room     *router_room(size_t i);
const Out      *router_fill(size_t i, const char *slot); /* what that room adds to the data of a page with the slot; NULL: nothing */
/* Compiles the rows of all rooms; two rows for one method and path are a BUG, as is a form with an unbounded field. */
void            router_open(Arena *keep);
int             router_count(void);
const RouteRow *router_row(int i);

/* Decodes a path. ERR_MALFORMED for what is meant to be read in two ways: an empty, "." or ".." segment, an escaped
 * slash or backslash, bytes that are not text. */
MUST Err router_split(Ctx *c, Str raw_path, Path *ret_path);
void     router_find(Method method, const Path *path, RouteFound *ret_found);
/* A form is called by the path of its route without parameters: "need/sort" for /need/:need/sort; one that several routes share by
 * its own name. That of a GET is one where the row has form_again. NULL: no such form; two of one name are a BUG of router_open(). */
const Form *router_form(Str name);
const char *router_form_name(const Route *route); /* lasts as long as the site; NULL: it takes none */
/* The GET row that a handler fills, for showing its page again after a failed POST. NULL: none. */
const Route *router_of_handler(Handler *handler);
/* Reads what a :param means. */
MUST Err loader_read(Ctx *c, const Loader *l, Str text, Ref *ret_ref);
