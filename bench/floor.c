/* floor: below what a village's list of needs cannot fall. A server that for each request reads by SQLite what that page reads,
 * with the same queries, looks at every value, copies a page of the same length and sends it by the same library: no rules, no
 * words, no template. bench/floor.sh holds ours against it.
 *
 *     floor DATABASE VILLAGE PAGE     PAGE: a file with the page as ours sends it; "listening on URL" is printed, as ours does
 *
 * Ends with SIGTERM. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "db/db.h"
#include "db/queryset.h"
#include "place/place.sql.h"
#include "plan/need/need.sql.h"
#include "record/counter.sql.h"

typedef struct Floor {
    sqlite3      *db;
    sqlite3_stmt *reads[3], *begin, *end;
    char         *page;
    size_t        n;
    i64           sum; /* of what was read, so that it is */
} Floor;

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    return st;
}

/* One of the product's queries, with its arguments for good. */
static sqlite3_stmt *asked(sqlite3 *db, Query query, Args args)
{
    sqlite3_stmt *st = prepared(db, query->text[0]);
    for (size_t i = 0; i < args.n; i++) {
        int at = (int)i + 1;
        if (args.v[i].type == VALUE_INT)
            sqlite3_bind_int64(st, at, args.v[i].i);
        else
            sqlite3_bind_text(st, at, args.v[i].s.p, (int)args.v[i].s.n, SQLITE_STATIC);
    }
    return st;
}

static void run(Floor *f, sqlite3_stmt *st)
{
    int columns = sqlite3_column_count(st);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            sqlite3_value *v = sqlite3_column_value(st, i);
            if (sqlite3_value_type(v) == SQLITE_INTEGER)
                f->sum += sqlite3_value_int64(v);
            else if (sqlite3_value_type(v) != SQLITE_NULL)
                f->sum += sqlite3_value_text(v)[0] + sqlite3_value_bytes(v);
        }
    }
    sqlite3_reset(st);
}

static enum MHD_Result answer(void *arg, struct MHD_Connection *conn, const char *url, const char *method, const char *version,
                              const char *body, size_t *n_body, void **state)
{
    Floor *f = arg;
    run(f, f->begin);
    for (size_t i = 0; i < COUNTOF(f->reads); i++)
        run(f, f->reads[i]);
    run(f, f->end);
    char *copy = malloc(f->n);
    must(copy != NULL, "memory");
    memcpy(copy, f->page, f->n);
    struct MHD_Response *r = MHD_create_response_from_buffer(f->n, copy, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result      ok = MHD_queue_response(conn, MHD_HTTP_OK, r);
    MHD_destroy_response(r);
    return ok;
}

/* As list_page() reads for who is not signed in: need_list(), counter_read_around(), place_children(). */
static void open_reads(Floor *f, const char *path, Code village, Arena *a)
{
    Code county = code_county(village);
    must(sqlite3_open_v2(path, &f->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK, "no database there");
    sqlite3_exec(f->db, "PRAGMA query_only=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-512", NULL, NULL, NULL);
    f->begin = prepared(f->db, "BEGIN");
    f->end = prepared(f->db, "ROLLBACK");
    f->reads[0] = asked(f->db, QUERY(need_list_village_voices, .county = ARG(county), .from = ARG(village),
                                     .end = ARG(code_end(a, village)), .state_low = ARG(0), .state_high = ARG(9),
                                     .category_low = ARG(0), .category_high = ARG(11), .kind_low = ARG(0),
                                     .kind_high = ARG(3), .bound = ARG(INT64_MAX), .most = ARG(21)));
    f->reads[1] = asked(f->db, Q_COUNTER_OF_KINDS_AROUND, ARGS(county, village, "need.listed", "need.state.d"));
    f->reads[2] = asked(f->db, Q_PLACE_CHILD_LIST, ARGS(village, "", 60));
}

static void open_page(Floor *f, const char *path)
{
    FILE *file = fopen(path, "r");
    must(file != NULL, "no page there");
    f->page = malloc(1 << 20);
    must(f->page != NULL, "memory");
    f->n = fread(f->page, 1, 1 << 20, file);
    fclose(file);
}

int main(int argc, char **argv)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    Floor              f = { 0 };
    must(argc == 4, "usage: floor DATABASE VILLAGE PAGE");
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    open_reads(&f, argv[1], str_from(argv[2]), arena_open());
    open_page(&f, argv[3]);
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &f, MHD_OPTION_SOCK_ADDR,
                                            (struct sockaddr *)&here, MHD_OPTION_CONNECTION_LIMIT, 1024u, MHD_OPTION_END);
    must(d != NULL, "cannot listen");
    printf("listening on http://127.0.0.1:%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    for (;;)
        pause();
}
