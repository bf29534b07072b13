/* postgres: to come. */
#include "db/store.h"
static Err pg_connect(Db *db)
{
    return fail(db->ctx, ERR_BUSY, NULL, "not yet");
}
static void pg_disconnect(Db *db)
{
}
const Backend backend_postgres = { .connect = pg_connect, .disconnect = pg_disconnect };
