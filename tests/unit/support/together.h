/* together: writes that go in one group, in the order in which they are given, as those do that wait while another is led. */
#pragma once
#include "support/support.h"

#include <pthread.h>

typedef struct Together {
    WriteBody    *body;
    void         *arg;
    const Actor  *actor; /* NULL: that of c */
    Ctx          *c;     /* of its own; together_part() ends it */
    Err           err;   /* how it ended */
    /* once_write() instead, where there is one */
    const struct Once *once;
    i64           id, ret_id;
    pthread_t     thread;
} Together;

void together_write(Ctx *c, Together *v, int n);
void together_part(Together *v, int n);
