/* metric: figures of how the service runs, for /metrics (Prometheus' text format). Counts only; no addresses, names or
 * paths beyond the routes' patterns. */
#pragma once
#include "base/base.h"

typedef enum Gauge { GAUGE_CONNECTIONS, GAUGE_IN_FLIGHT, GAUGE_COUNT } Gauge;
typedef enum Tally {
    TALLY_REFUSED,   /* framing: 400 and close */
    TALLY_BUSY,      /* queue full: 503 */
    TALLY_SPENT,     /* no memory left for it: 503 */
    TALLY_DRIPPED,   /* closed for being too slow */
    TALLY_KEPT,      /* answered by a kept page */
    TALLY_CUT,       /* begun on an event thread, cut, given to a worker */
    TALLY_COUNT
} Tally;

void metric_request(int route, int status, i64 micros); /* route: router_row index, -1 without */
void metric_add(Gauge g, i64 delta);
void metric_count(Tally t);
void metric_queue(int (*waiting)(void), int (*running)(void)); /* asked when the figures are read */
void metric_text(Buf *out);

/* The few that a person looks at, since the program began. */
typedef struct MetricTold {
    i64 up;                   /* ms */
    i64 requests, failed;     /* failed: 5xx that are no "come back later" */
    i64 busy, refused;        /* 503, queue or memory full; framing */
    i64 resident;             /* bytes */
} MetricTold;
void metric_told(MetricTold *ret);
