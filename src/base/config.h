/* config: one table of settings makes --help, the example file (ops/yuanchang.conf), its documentation and the values.
 * A value comes from, later wins: its default, the file, the environment (YUANCHANG_NAME), the command line (--name). */
#pragma once
#include "base/err.h"

/*      field           name              type  default            low     high     what it is                                             */
#define CONFIG_LIST(X)                                                                                                                       \
    X(data,             "data",           TEXT, "data",            0, 0,      "folder of the database, photos and keys")                     \
    X(database,         "database",       TEXT, "",                0, 0,      "postgresql://... ; empty: SQLite in the data folder")         \
    X(address,          "address",        TEXT, "127.0.0.1",       0, 0,      "address to listen on")                                       \
    X(port,             "port",           INT,  "8080",            0, 65535,  "port to listen on; 0: any free one")                          \
    X(origin,           "origin",         TEXT, "",                0, 0,      "the address people use, https://host; printed in QR codes")   \
    X(proxy,            "proxy",          TEXT, "",                0, 0,      "address of the proxy whose X-Forwarded-For is believed")      \
    X(workers,          "workers",        INT,  "32",              1, 256,    "threads that run requests")                                  \
    X(events,           "events",         INT,  "0",               0, 64,     "event threads; 0: one a core")                               \
    X(queue,            "queue",          INT,  "512",             1, 65536,  "requests that may wait for a worker; more get 503")           \
    X(body,             "body",           INT,  "26214400",        1024, 104857600, "largest request body, bytes")                          \
    X(request_seconds,  "request-seconds", INT, "30",              1, 600,    "seconds for a request to arrive, and one more for each 4 kB")    \
    X(dear,             "dear-a-minute",  INT,  "120",             1, 1000000, "searches, exports, sheets and proofs of an account a minute; an address: 20 times") \
    X(memory,           "memory",          INT,  "384",            32, 1048576, "MB that requests and answers may hold together; more get 503")   \
    X(per_address,      "per-address",     INT,  "512",            1, 65536,  "open connections of one address, where no proxy is set")        \
    X(group,            "group",          BOOL, "1",               0, 1,      "commit waiting writes together")                              \
    X(demo,             "demo",           BOOL, "0",               0, 1,      "show demonstration logins (loopback only)")                   \
    X(clock,            "clock",          TEXT, "",                0, 0,      "stand or shift the clock, for tests (loopback only)")         \
    X(metrics,          "metrics",        TEXT, "127.0.0.1",       0, 0,      "address that may read /metrics; any: everyone")               \
    X(log,              "log",            TEXT, "info",            0, 0,      "debug, info, warn or error")

#define CONFIG_TEXT Str
#define CONFIG_INT  i64
#define CONFIG_BOOL bool
#define X(field, name, type, dflt, low, high, what) CONFIG_##type field;
typedef struct Config {
    CONFIG_LIST(X)
} Config;
#undef X

/* Defaults, then `file` if not empty (name = value, # comments), then the environment. Fails at the setting's name. */
MUST Err config_load(Ctx *c, Str file, Config *ret_config);
/* Takes --name value or --name=value off argv where it is a setting; the rest stays for the command. */
MUST Err config_args(Ctx *c, int *argc, char **argv, Config *config);
Str      config_help(Arena *a);    /* the option list for --help */
Str      config_example(Arena *a); /* ops/yuanchang.conf */
