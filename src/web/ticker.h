/* ticker: what happens because time has passed, once a second: jobs that are due, sessions that have ended. */
#pragma once
#include "db/db.h"

typedef struct Ticker Ticker;

Ticker *ticker_open(Store *store); /* NULL: the system gives no thread */
void    ticker_close(Ticker *t); /* waits for the tick that runs */
