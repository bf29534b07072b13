/* cli: the command line. One table of commands (commands.c) makes the help and finds the function; one file a command.
 *
 * A command asks for its own options with cli_option() and cli_flag(), then cli_words() says what is left; anything
 * unknown is a usage error (exit 2). Output is plain English text, with --json one JSON document. Failures end with the
 * exit code of base/err.h. */
#pragma once
#include "base/base.h"
#include "db/db.h"

typedef struct Command Command;

typedef struct Cli {
    Ctx            ctx; /* first: a Cli is a Ctx */
    Config         config;
    Store         *store; /* opened when the command needs it */
    const Command *command;
    bool           json;
    int            argc; /* what is not yet taken */
    char         **argv;
    bool           is_clock_watched; /* --demo, or a clock moved by hand: no */
    int            exit; /* set by a command that found something: 1 */
    bool           is_told; /* a failure whose words are on stderr already, with `exit` (reading.h) */
} Cli;

/* What a command needs before it runs. */
enum {
    CLI_NOTHING = 0,
    CLI_KEYS = 1,     /* keys opened */
    CLI_STORE = 2,    /* database opened */
    CLI_MIGRATED = 4, /* and its tables as this program knows them */
    CLI_OPEN = CLI_KEYS | CLI_STORE | CLI_MIGRATED,
    CLI_PATIENT = 8,  /* it walks over everything: no statement is given up */
};

struct Command {
    const char *name;  /* "place import" */
    const char *usage; /* what follows the name */
    const char *what;
    Err (*run)(Cli *cli);
    int needs;
};

int cli_main(int argc, char **argv);

/* Takes --name value (or --name=value) off; false when it was not given. */
bool     cli_option(Cli *cli, const char *name, Str *ret_value);
bool     cli_flag(Cli *cli, const char *name);
void     cli_take_off(Cli *cli, int at, int n); /* so many words of argv */
/* What is left must be `least` to `most` words without options. */
MUST Err cli_words(Cli *cli, int least, int most, Str *ret_words);
MUST Err cli_usage(Cli *cli, const char *fmt, ...) LIKE_PRINTF(2, 3);

void     cli_print(const char *fmt, ...) LIKE_PRINTF(1, 2);
void     cli_print_json(Buf *b); /* and a line end; a document over its bound is not printed, and the program fails */
bool     cli_is_too_large(void); /* one was */
MUST Err cli_read_file(Cli *cli, Str path, size_t most, Str *ret_bytes);
MUST Err cli_write_file(Cli *cli, Str path, Str bytes, int mode);
MUST Err cli_folder_make(Cli *cli, Str path);
MUST Err cli_code(Cli *cli, Str text, Code *ret_code); /* a place code, also with the trailing zeros of the tables */
Str      cli_path(Cli *cli, const char *name);         /* in the data folder */
/* A password that a person can copy from paper: four groups of four, 80 bits. */
Str      cli_new_password(Arena *a);
MUST Err cli_keys_open(Cli *cli);
MUST Err cli_store_open(Cli *cli, Str database, Store **ret_store);
Str      cli_database(Cli *cli);                       /* the setting, or SQLite's file in the data folder */
bool     cli_is_loopback(Str address);

/* Who acts when an operator types a command: every verb everywhere. What it does says so in the events. */
const Actor *cli_operator(Arena *a);

/* one file a command */
Err cmd_serve(Cli *cli);
Err cmd_init(Cli *cli);
Err cmd_migrate(Cli *cli);
Err cmd_demo(Cli *cli);
Err cmd_place_import(Cli *cli);
Err cmd_person_import(Cli *cli);
Err cmd_account_add(Cli *cli);
Err cmd_account_person(Cli *cli);
Err cmd_account_list(Cli *cli);
Err cmd_account_end(Cli *cli);
Err cmd_account_password(Cli *cli);
Err cmd_account_role(Cli *cli);
Err cmd_card(Cli *cli);
Err cmd_rebuild(Cli *cli);
MUST Err cli_rebuild(Ctx *c); /* everything derived, made again; tells on stderr how far it is (cmd_check.c) */
/* From before a migration until cli_rebuild() is through, a rebuild is owed: no command works on such a database. */
MUST Err cli_rebuild_owe(Ctx *c);
MUST Err cli_rebuild_owed(Ctx *c, bool *ret_owed);
Err cmd_check(Cli *cli);
Err cmd_clock(Cli *cli);
Err cmd_log_head(Cli *cli);
Err cmd_log_prove(Cli *cli);
Err cmd_log_verify(Cli *cli);
Err cmd_log_growth(Cli *cli);
Err cmd_backup(Cli *cli);
Err cmd_restore(Cli *cli);
Err cmd_db_copy(Cli *cli);
Err cmd_config(Cli *cli);
Err cmd_book_check(Cli *cli);
Err cmd_book_balance(Cli *cli);
Err cmd_book_export(Cli *cli);
Err cmd_draw(Cli *cli);
Err cmd_tally_motion(Cli *cli);
Err cmd_tally_pb(Cli *cli);
Err cmd_tally_ranked(Cli *cli);
Err cmd_tally_committee(Cli *cli);
Err cmd_tally_opinion(Cli *cli);
