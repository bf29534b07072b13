/* levy: who owes money or labour under 一事一议, and is the plan within the caps? (国办发〔2007〕4号; R24-R27.)
 *
 * A levy is what a vote lays on people; a voluntary gift is something else and never comes here (R28). The province's
 * caps are not known to this program: until the county has entered them with their source, everything is LEVY_LOCKED.
 * Money in fen, labour in half-days. Age is that of the day the vote is held. Exact; pure. Who votes, and how many
 * have to, is the router's (engine/tally/lawful.h, LAWFUL_MATTER_LEVY). */
#pragma once
#include "base/types.h"

/* Sums up to this (ten billion yuan); each figure of the plan and of the caps is at most it. */
#define LEVY_MOST INT64_C(1000000000000)

typedef struct LevyCaps {
    bool is_set;    /* entered by the county: nothing is levied before */
    i64  money;     /* fen a person and year */
    i64  half_days; /* a labourer and year */
} LevyCaps;

typedef struct LevyPlan {
    bool benefits_directly; /* works of the village, of benefit to those who pay: nothing else may be levied for */
    i64  money;             /* fen from each who owes money */
    i64  half_days;         /* from each who owes labour */
} LevyPlan;

typedef enum LevySex { LEVY_WOMAN, LEVY_MAN } LevySex;

typedef struct LevyPerson {
    int     age;                 /* whole years */
    LevySex sex;
    bool    registered;          /* in the village */
    bool    benefits;            /* or lives there and has the benefit */
    bool    soldier;             /* serving */
    bool    poor_household;
    bool    disabled_veteran;
    bool    pupil;
    bool    pregnant_or_nursing; /* or within one year after birth */
    bool    excused_money;       /* on own application, and voted */
    bool    excused_labour;
    bool    wishes_to_pay;       /* own written wish to give money instead of labour (R27) */
    i64     paid, worked;        /* levied on them this year already: fen, half-days */
} LevyPerson;

/* Why someone owes none; LEVY_OWES where they do. */
typedef enum LevyReason {
    LEVY_OWES,
    LEVY_NOT_A_PAYER,   /* neither registered nor benefiting */
    LEVY_SOLDIER,       /* from both */
    LEVY_POOR,          /* from money */
    LEVY_AGE,           /* from labour: men 18-55, women 18-50 work, both years included */
    LEVY_VETERAN,       /* from labour, as the next two */
    LEVY_PUPIL,
    LEVY_BIRTH,
    LEVY_EXCUSED,
    LEVY_PAYS_INSTEAD,  /* labour: by own written wish */
    LEVY_NOTHING        /* the plan asks for none of it */
} LevyReason;

typedef enum LevyFault {
    LEVY_OK,
    LEVY_LOCKED,      /* no caps entered */
    LEVY_PURPOSE,     /* not for works that benefit directly */
    LEVY_BAD_FIGURE,  /* negative or above LEVY_MOST */
    LEVY_OVER_MONEY,  /* over the year's cap, with what was levied on the person this year before */
    LEVY_OVER_LABOUR,
    LEVY_OVERFLOW     /* the total is above LEVY_MOST */
} LevyFault;

typedef struct LevyDue {
    LevyReason money_why, labour_why;
    i64        money;          /* fen, of the levy itself */
    i64        half_days;
    i64        instead;        /* half-days that are paid for by own wish, at a price that the place sets */
    i64        money_over, half_days_over; /* by how much the caps are exceeded */
} LevyDue;

typedef struct LevyTotal {
    i64    money, half_days, instead;
    size_t payers, labourers; /* who owe money; who owe labour or pay instead of it */
    size_t over;              /* people beyond a cap */
} LevyTotal;

/* What one person owes. On LEVY_OVER_MONEY or LEVY_OVER_LABOUR *ret_due is set and says by how much (money first, where
 * both are); on other faults it is all zero. O(1). */
MUST LevyFault levy_due(const LevyCaps *caps, const LevyPlan *plan, const LevyPerson *p, LevyDue *ret_due);

/* What all owe together. The first fault of the first person whom it concerns comes back, but for those over a cap the
 * total is still summed up, so that it says how many there are. O(n). */
MUST LevyFault levy_total(const LevyCaps *caps, const LevyPlan *plan, const LevyPerson *v, size_t n,
                          LevyTotal *ret_total);

/* The most that the plan may still ask of everyone who owes it: the caps less what was levied on whoever gave most this
 * year; never below 0. LEVY_LOCKED, LEVY_BAD_FIGURE. O(n). */
MUST LevyFault levy_room(const LevyCaps *caps, const LevyPerson *v, size_t n, i64 *ret_money, i64 *ret_half_days);
