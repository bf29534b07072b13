/* together: writes that go in one group, in the order in which they are given, as those do that wait while another is led; and two
 * programs that write to one database. */
#pragma once
#include "support/support.h"

#include <pthread.h>

typedef struct Together {
    WriteBody    *body;
    void         *arg;
    Err         (*act)(Ctx *c, void *arg); /* in place of the body: a whole act, which asks what it asks and then writes, once */
    const Actor  *actor; /* NULL: that of c */
    Ctx          *c;     /* of its own; together_part() ends it */
    Err           err;   /* how it ended */
    /* once_write() instead, where there is one */
    const struct Once *once;
    i64           id, ret_id;
    pthread_t     thread;
} Together;

void together_write(Ctx *c, Together *v, int n);
/* PostgreSQL: the body of `first` has run and its transaction is still open when another program begins with `second`. */
void together_apart(Ctx *c, Together *first, Together *second);
void together_part(Together *v, int n);
