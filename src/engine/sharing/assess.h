/* assess: who owes money or labour under 一事一议, and is the plan within the caps? (国办发〔2007〕4号; R24-R27.)
 *
 * A levy is what a vote lays on people; a voluntary gift is something else and never comes here (R28). The province's
 * caps are not known to this program: until the county has entered them with their source, everything is ASSESS_LOCKED.
 * Money in fen, labour in half-days. Age is that of the day the vote is held. Exact; pure. Who votes, and how many
 * have to, is the router's (engine/tally/lawful.h, LAWFUL_MATTER_LEVY). */
#pragma once
#include "base/types.h"

/* Sums up to this (ten billion yuan); each figure of the plan and of the caps is at most it. */
#define ASSESS_MOST INT64_C(1000000000000)

typedef struct AssessCaps {
    bool is_set;    /* entered by the county: nothing is levied before */
    i64  money;     /* fen a person and year */
    i64  half_days; /* a labourer and year */
} AssessCaps;

typedef struct AssessPlan {
    bool benefits_directly; /* works of the village, of benefit to those who pay: nothing else may be levied for */
    i64  money;             /* fen from each who owes money */
    i64  half_days;         /* from each who owes labour */
} AssessPlan;

typedef enum AssessSex { ASSESS_WOMAN, ASSESS_MAN } AssessSex;

typedef struct AssessPerson {
    int       age;               /* whole years */
    AssessSex sex;
    bool      registered;        /* in the village */
    bool      benefits;          /* or lives there and has the benefit */
    bool      soldier;           /* serving */
    bool      poor_household;
    bool      disabled_veteran;
    bool      pupil;
    bool      pregnant_or_nursing; /* or within one year after birth */
    bool      excused_money;     /* on own application, and voted */
    bool      excused_labour;
    bool      wishes_to_pay;     /* own written wish to give money instead of labour (R27) */
    i64       paid, worked;      /* levied on them this year already: fen, half-days */
} AssessPerson;

/* Why someone owes none; ASSESS_OWES where they do. */
typedef enum AssessReason {
    ASSESS_OWES,
    ASSESS_NOT_A_PAYER,   /* neither registered nor benefiting */
    ASSESS_SOLDIER,       /* from both */
    ASSESS_POOR,          /* from money */
    ASSESS_AGE,           /* from labour: men 18-55, women 18-50 work, both years included */
    ASSESS_VETERAN,       /* from labour, as the next two */
    ASSESS_PUPIL,
    ASSESS_BIRTH,
    ASSESS_EXCUSED,
    ASSESS_PAYS_INSTEAD,  /* labour: by own written wish */
    ASSESS_NOTHING        /* the plan asks for none of it */
} AssessReason;

typedef enum AssessFault {
    ASSESS_OK,
    ASSESS_LOCKED,      /* no caps entered */
    ASSESS_PURPOSE,     /* not for works that benefit directly */
    ASSESS_BAD_FIGURE,  /* negative or above ASSESS_MOST */
    ASSESS_OVER_MONEY,  /* over the year's cap, with what was levied on the person this year before */
    ASSESS_OVER_LABOUR,
    ASSESS_OVERFLOW     /* the total is above ASSESS_MOST */
} AssessFault;

typedef struct AssessDue {
    AssessReason money_why, labour_why;
    i64          money;        /* fen, of the levy itself */
    i64          half_days;
    i64          instead;      /* half-days that are paid for by own wish, at a price that the place sets */
    i64          money_over, half_days_over; /* by how much the caps are exceeded */
} AssessDue;

typedef struct AssessTotal {
    i64    money, half_days, instead;
    size_t payers, labourers; /* who owe money; who owe labour or pay instead of it */
    size_t over;              /* people beyond a cap */
} AssessTotal;

/* What one person owes. On ASSESS_OVER_MONEY or ASSESS_OVER_LABOUR *ret_due is set and says by how much (money first, where
 * both are); on other faults it is all zero. O(1). */
MUST AssessFault assess_due(const AssessCaps *caps, const AssessPlan *plan, const AssessPerson *p, AssessDue *ret_due);

/* What all owe together. The first fault of the first person whom it concerns comes back, but for those over a cap the
 * total is still summed up, so that it says how many there are. O(n). */
MUST AssessFault assess_total(const AssessCaps *caps, const AssessPlan *plan, const AssessPerson *v, size_t n,
                             AssessTotal *ret_total);

/* The most that the plan may still ask of everyone who owes it: the caps less what was levied on whoever gave most this
 * year; never below 0. ASSESS_LOCKED, ASSESS_BAD_FIGURE. O(n). */
MUST AssessFault assess_room(const AssessCaps *caps, const AssessPerson *v, size_t n, i64 *ret_money, i64 *ret_half_days);
