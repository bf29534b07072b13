/* route: what can be asked over the wire, as rows; and Request, which is one such asking.
 *
 * The dispatcher enforces method, loader, permission, CSRF, body size, rate and declared fields from the row before the
 * handler runs, so that none can be forgotten. A handler fills r->data (and r->ui), or answers itself with one of the
 * answer_ functions. Whatever it returns but OK becomes the right status: on a page form, 422 shows the same form with
 * what was typed and a message at each field; in JSON {"error": .., "message": .., "fields": {..}}.
 *
 * Every page is an API: `Accept: application/json`, or .json after the path, sends data. */
#pragma once
#include "record/access.h"
#include "record/field.h"
#include "web/view.h"

typedef struct Request Request;
typedef Err Handler(Request *r);

typedef enum Method { GET, POST, METHOD_COUNT } Method;

/* What answering may cost. Every row says it; a test fails for one that does not.
 *   LIGHT   a bounded number of rows, like any page
 *   DEAR    an export, a long sheet, a proof, a comparison with many: through the gate and on the budget of web/toll.h
 *   SEARCH  LIGHT, and DEAR when words are looked for (?q=..) */
typedef enum Cost { COST_UNSAID, LIGHT, DEAR, SEARCH } Cost;

/* PER_ACTOR(20, HOUR): at most 20 an hour for an account (or, signed out, an address times 20). 0: no limit of its own. */
typedef struct Limit {
    int most;
    i64 ms;
} Limit;
#define PER_ACTOR(n, t) { (n), (t) }
#define NO_LIMIT        { 0, 0 }

enum {
    ROUTE_PUBLIC_CACHE = 1, /* anonymous GETs carry an ETag */
    ROUTE_MULTIPART    = 2, /* takes files; others refuse multipart with 415 */
    ROUTE_NO_ORIGIN    = 4, /* a POST that may come without a session and token: login; still same-origin */
    ROUTE_OWN_ANSWER   = 8, /* always answers itself: CSV, XLSX, pictures */
    ROUTE_HASHES       = 32, /* hashes a password: few run at once, others wait their turn (web/pool.h) */
    ROUTE_WRITES       = 64, /* a GET that may write; without it db_write() is refused there. A POST always may */
    ROUTE_IN_POOL      = 128, /* reads files, or counts somebody itself: never on the event thread (dispatch.h) */
    ROUTE_DRAFT        = 256, /* its form can be put aside (web/draft.h) */
    ROUTE_SECRET_PATH  = 16, /* the address itself lets one in (a card): sent with no-referrer, never stored */
};

typedef struct Route {
    Method      method;
    Cost        cost;
    const char *path;      /* "/need/:need/voice" */
    Handler    *handler;
    const char *page;      /* template for HTML, shown again with 422 for a form that failed */
    Verb        may;       /* asked about the place of the last :param; about nothing without one */
    const Form *form;      /* body of a POST, query of a GET; NULL: takes nothing */
    Limit       limit;
    const Out  *out;       /* what data holds */
    int         flags;
    Handler    *form_again;/* fills data for the page when a POST failed (the GET's own filler); may be NULL. Of a GET, itself: what
                            * is wrong in its query stands at the field on its page, filled as if nothing had been asked */
    const char *what;      /* one line for /openapi.json */
    Verb        also;      /* a second verb that is needed at the same place; left out: VERB_PUBLIC, which all have */
    /* A POST that may be filled in where no net is, and sent later (record/offline.h): the GET whose page and data whoever fills it
     * in must have fetched before, "/need/:need". Its form has AT_OFFLINE. NULL: it may not. */
    const char *offline;
} Route;
#define ROUTE_END { 0 }

/* What ":need" means: loads the record's place, so that permission can be asked. ERR_MISSING when there is none. A :param
 * without a loader is plain text (request_param()); its place is empty, so that only verbs that need none pass. */
typedef struct Loader {
    const char *name;
    Err (*load)(Ctx *c, Str text, Ref *ret_ref); /* NULL: a record of the noun of that name, by web_loader_hook() */
    bool is_open;      /* everybody may be told whether there is one; of others whoever has not come in is not */
} Loader;
void web_loader_hook(Err (*load)(Ctx *c, const char *noun, Str text, Ref *ret_ref)); /* set once by house.c */

/* What a noun adds to a page of another folder that has a slot of that name: the keys that it puts into data. If there is a
 * template slot/ROOM_SLOT.html, it stands where the page says {{>slot/SLOT}}, in the order of the nouns. */
typedef struct Fill {
    const char *slot;
    const Out  *out;       /* NULL: a template alone */
} Fill;

/* All that a noun brings to the wire. */
typedef struct Room {
    const char   *name;
    const Route  *routes;   /* ends with ROUTE_END */
    const Loader *loaders;  /* ends with {NULL}; may be NULL */
    const Fill   *fills;    /* ends with {NULL}; may be NULL */
} Room;

/* Fills what every HTML page shows of the nouns into r->ui (ui.home, ui.unread, ui.actor); set once by house.c. */
void web_ui_hook(void (*fill)(struct Request *r));

typedef struct Session Session;

struct Request {
    Ctx          ctx;        /* first: a Request is a Ctx */
    const Route *route;
    Ref          ref;        /* of the last :param */
    Ref          outer;      /* of the one before, if there are two */
    void        *form;       /* the route's form struct, decoded; NULL without a form */
    View        *data, *ui;
    bool         wants_json;
    Session     *session;    /* NULL when signed out */
    Str          path, query;
    Str          address;    /* whose it is, for limits and attempts only: wire_client() */
    const RawValue *raw;     /* as typed, to show a form again */
    size_t       n_raw;
    int          status;     /* set by the answers below; 0: 200 */
    struct Answer *answer;
    const struct Wire *wire; /* the request as it came in (web/wire.h); for the functions below, not for pages */
    Str          params[4];  /* the :params of the path, decoded */
    const Form  *form_spec;  /* what r->form was decoded by */
    bool         acts_no_more; /* its form named a consent that does not stand: shown again, and nothing done */
    Ref          draft;      /* the one that this form goes on with (web/draft.h); id 0: none */
    i64          draft_until;
    size_t       draft_photos, draft_brought; /* how many it has; how many of them stand at the end of `raw` */
    const char  *added_row;    /* the field that a row was added to: its form comes back (web/form_rows.h) */
    bool         comes_again;  /* its form was of a session that ended, or of none: shown again, and nothing done */
};

/* ---- answers ---- */
MUST Err wait_first(Request *r, i64 ms);                             /* 429 with Retry-After: again in so many ms */
MUST Err see_other(Request *r, const char *path_prefix, Ref to);   /* 303 /need/COUNTY-ID; JSON: 201 {"id","href"} */
MUST Err acted(Request *r, const char *key);                        /* an act on the record of the path: back to it, with a notice */
MUST Err see_path(Request *r, Str path);                            /* 303; JSON: 200 {"href"} */
MUST Err answer_bytes(Request *r, const char *type, Str bytes, Str file_name); /* file_name: as a download; empty: shown */
MUST Err answer_page(Request *r, const char *page);                 /* another template than the row's */
void     notice(Request *r, const char *key, Str a);                /* a line on the next page this session sees */

Str  request_param(const Request *r, const char *name);             /* ":code" of the path as text; empty without */
Str  request_header(const Request *r, const char *name);
Str  request_cookie(const Request *r, const char *name);
void response_cookie(Request *r, const char *name, Str value, i64 max_age_s, bool http_only);
Str  request_origin(const Request *r);                              /* for links on paper: config origin, or Host */
