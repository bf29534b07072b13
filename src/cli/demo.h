/* demo: the demonstration, played through the rules with a moved clock. cmd_demo.c reads demo/ and makes places,
 * households and accounts; demo_plan.c turns what people say into acts with a time; demo_play.c plays them in order. */
#pragma once
#include "cli/cli.h"
#include "plan/need.h"

/* Someone with a desk. */
typedef struct Official {
    Str   name, title;
    Role  role;
    Code  place;
    Actor actor;
} Official;

/* A house whose people say something. */
typedef struct Home {
    Ref   ref;
    Str   label;
    Code  village;
    i64   person; /* who speaks for it */
    Actor actor;
} Home;

enum { MATTER_TEXTS = 6, DEMO_HISTORY_DAYS = 190 };

/* One block of needs.txt at one place: what is said there and how far it gets. */
typedef struct Matter {
    int         kind, category, voices;
    Str         title, body, answer, last, again, doubt; /* T B < ! !! ? */
    Str         reasons[MATTER_TEXTS];
    int         n_reasons;
    Str         fate, door, photo, proof;
    Date        since;
    bool        hidden, by_helper;
    Code        group; /* where it is raised */
    const Home *author;
    const Home *neighbours[32]; /* those who join */
    int         n_neighbours;
    struct Matter *twin;        /* the duplicate before it */
    Ref         need;           /* when raised */
    i64         due;            /* of its desk, when last looked at */
    int         judged;         /* for idempotency keys */
} Matter;

/* What happens: one letter of a fate at a time. `who` is the neighbour's number for joins. */
typedef struct Act {
    i64     at;
    int     order; /* keeps acts of one time as they were planned */
    char    what;
    int     who;
    Matter *matter;
} Act;

typedef struct Demo {
    Cli      *cli;
    Arena    *keep; /* lives as long as the demonstration is played */
    u64       dice;
    i64       start, end;
    Official *officials;
    size_t    n_officials;
    Home     *homes;
    size_t    n_homes;
    Matter   *matters;
    size_t    n_matters;
    Act      *acts;
    size_t    n_acts;
    Str       password;
} Demo;

u64  demo_dice(Demo *d, u64 sides); /* 0 .. sides - 1; the same row of numbers every time */
Str  demo_file(const char *name);   /* an embedded file of demo/ */
/* Takes a line off that is neither empty nor a remark; false at the end. */
bool demo_line(Str *rest, Str *ret_line);

MUST Err demo_plan(Demo *d);
MUST Err demo_play(Demo *d);

/* Prints what `yuanchang demo` left for people to sign in with, as pages under that address. */
void demo_print_logins(Cli *cli, Str origin);
