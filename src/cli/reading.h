/* reading: commands that read a file others made (tally, book, draw). Their exit status: 0 done; 1 the file cannot be
 * opened or read; 2 usage; 3 the file is refused, "FILE:LINE: reason". On 1 to 3 nothing is printed on stdout. */
#pragma once
#include "cli/cli.h"
#include "engine/text/lines.h"

typedef struct Reading {
    Cli   *cli;
    Str    path;
    Lines *lines;
    int    fd;
    int    error; /* errno of the read that failed */
} Reading;

/* Opens a file for an engine that reads lines. *r stays where it is until reading_end. */
MUST Err reading_begin(Cli *cli, Str path, Reading *r);
/* Closes it, and says on stderr what was wrong with the disk or, if it holds something, with the file. */
MUST Err reading_end(Reading *r, const Refusal *refusal);

/* A fault that is told already: prints, sets the exit status and returns a failure to pass on. */
MUST Err cli_broken(Cli *cli, const char *fmt, ...) LIKE_PRINTF(2, 3);  /* 1 */
MUST Err cli_refused(Cli *cli, Str path, const Refusal *refusal);       /* 3 */
void     cli_warn(Cli *cli, Str path, const Refusal *warning);          /* goes on */

/* Options that are told once: *ret_given says whether; given twice is a usage error. */
MUST Err cli_option_once(Cli *cli, const char *name, Str *ret_value, bool *ret_given);
/* The same, a whole number within low..high. *ret_value is untouched when it is not given. */
MUST Err cli_option_whole(Cli *cli, const char *name, i64 low, i64 high, i64 *ret_value, bool *ret_given);

Str cli_file_name(Str path); /* its last component */
