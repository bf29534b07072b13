/* studio_cell: shuts this process in (seccomp(2) and linux/filter.h): from now on it uses memory, threads, the clock and
 * what is open already, and nothing else of the system: no file, no socket, no process, no program. Whatever is not on
 * the list of studio_cell.c fails with EPERM. */
#pragma once
#include "base/types.h"

bool studio_cell_is_known(void); /* whether this machine and its kernel can */
bool studio_cell_close(void);    /* for good, for this process and what it forks */
