/* demo: the demonstration, played through the rules with a moved clock. cmd_demo.c reads demo/ and makes places,
 * households and accounts; demo_plan.c turns what people say into acts with a time; demo_play.c plays them in order.
 *
 * The story has one shape, whatever day and hour it is played on: which matters are in which state, at which level and in
 * whose hands, what is overdue, how many voices there are, and every step on the way. It is told in working days, which is
 * what deadlines are counted in, and ends with the last one before today; only the emergency is of today. What depends on
 * other days (fifteen of silence, ninety in the pool) is told with room enough for the longest holiday. */
#pragma once
#include "cli/cli.h"
#include "engine/calendar/workday.h"
#include "plan/need/need.h"

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
    Ref   other;  /* who lives there with them; id 0: nobody. Some hold an office */
    bool  is_office; /* taken for one */
    Actor actor;
} Home;

enum { MATTER_TEXTS = 6, DEMO_DAYS = 125 };

/* One block of needs.txt at one place: what is said there and how far it gets. */
typedef struct Tale {
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
    struct Tale *twin;        /* the duplicate before it */
    Ref         need;           /* when raised */
    i64         due;            /* of its desk, when last looked at */
    int         judged;         /* for idempotency keys */
    const Actor *handed_by;     /* who gave it to the desk that it lies on */
} Tale;

/* What happens: one letter of a fate at a time. `who` is the neighbour's number for joins. */
typedef struct Act {
    i64     at;
    int     order; /* keeps acts of one time as they were planned */
    char    what;
    int     who;
    Tale *matter;
} Act;

typedef struct Demo {
    Cli      *cli;
    Arena    *keep; /* lives as long as the demonstration is played */
    u64       dice;
    i64       start, end;
    Date      days[DEMO_DAYS + 1]; /* the working days of the story, the last of them over; then today, worked or off */
    WorkCalendar calendar;
    Official *officials;
    size_t    n_officials;
    Home     *homes;
    size_t    n_homes;
    Tale   *matters;
    size_t    n_matters;
    Act      *acts;
    size_t    n_acts;
    Str       password;
} Demo;

u64  demo_dice(Demo *d, u64 sides); /* 0 .. sides - 1; the same row of numbers every time */
Str  demo_file(const char *name);   /* an embedded file of demo/ */
/* Takes a line off that is neither empty nor a remark; false at the end. */
bool demo_line(Str *rest, Str *ret_line);

MUST Err demo_begin(Demo *d); /* from d->end: the days of the story, and its start */
MUST Err demo_plan(Demo *d);
MUST Err demo_play(Demo *d);
/* What the meetings of the story do on the morning of that day of it. */
MUST Err demo_meet(Ctx *c, Demo *d, int day);
/* The morning on which 上湾村 chose its council. */
MUST Err demo_posts(Ctx *c, Demo *d, int day);

/* Prints what `yuanchang demo` left for people to sign in with, as pages under that address. */
void demo_print_logins(Cli *cli, Str origin);
