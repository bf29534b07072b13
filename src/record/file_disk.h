/* file_disk: where pictures lie on disk, and how a file comes to stand there whole. For file.c, and for who begins the
 * program. */
#pragma once
#include "db/db.h"

MUST Err file_disk_open(Ctx *c, Str data_folder);                     /* makes the folders */
bool     file_disk_is_open(void);
bool     file_disk_is_full(void);                                     /* less than 4 MB are left on the disk of the data folder */
i64      file_disk_free(void);                                        /* bytes left on that disk; -1: nobody can say */
MUST Err file_disk_has_room(Ctx *c);                                  /* ERR_BUSY: it is full */

Str      file_disk_shown(Arena *a, const Hash *hash, bool small);     /* paths */
Str      file_disk_original(Arena *a, const Hash *hash);

/* A folder to work in, and its end. */
MUST Err file_disk_work_begin(Ctx *c, const char **ret_folder);
void     file_disk_work_end(const char *folder);
void     file_disk_work_sweep(i64 older_than);                        /* what a killed process left */

MUST Err file_disk_put(Ctx *c, const char *folder, const char *name, Str bytes);
MUST Err file_disk_get(Ctx *c, Str path, Str *ret_bytes);             /* ERR_MISSING */
/* Flushes folder/name, moves it to its path, dated now, and flushes that folder too. */
MUST Err file_disk_keep(Ctx *c, const char *folder, const char *name, Str path);

MUST Err file_disk_lock(Ctx *c, int how, int *ret_fd);                /* LOCK_SH or LOCK_EX; close() lets go */
bool     file_disk_changed_at(const char *path, i64 *ret_ms);
/* Every file named by a hash below `kind` ("files", "originals"). */
typedef Err FileDiskFn(Ctx *c, void *arg, const char *path, Hash hash);
MUST Err file_disk_walk(Ctx *c, const char *kind, FileDiskFn *fn, void *arg);
