/* task (约定的事): something that is to be done by a day, out of another matter: what a meeting agreed on, a defect that an
 * acceptance found. It is made in that matter's act and is a chapter of its story (PART_OF).
 *
 * An official, a house or the desk itself owns it. It is done by its owner or by the desk, with words and pictures; it may be put
 * off once. Not done by its day it rises to the desk above with a day of its own there (task.rise.workdays), once a level up to
 * the county, where it stays, marked; the first day that was promised is never changed. The desk it rose to gives a receipt.
 *
 * How others called its owner goes when somebody of the owner's house asks to be forgotten, and so does what that person said when it
 * was done, in messages too. What it is called, and what officials said of it, are an office's words and stay
 * (docs/decisions/0008). */
#pragma once
#include "entry/account.h"
#include "matter/change.h"
#include "record/file.h"
#include "record/list.h"
#include "record/noun.h"

typedef enum TaskState { TASK_OPEN, TASK_DONE, TASK_DROPPED, TASK_STATES } TaskState;

extern const Field TASK_TITLE, TASK_DUE, TASK_WORDS, TASK_WHY, TASK_PHOTOS, TASK_OWNER_TITLE, TASK_HOUSE;

typedef struct Task {
    A_MATTER;                  /* state: TaskState */
    Code at;                   /* the desk that answers for it */
    Str  place_name, at_name;
    Str  of_noun;              /* the matter it came out of */
    Ref  of;
    i64  account, household;   /* who owns it; both 0: the desk */
    Str  owner_title;
    i64  due, first_due, made_at, received_at;
    bool is_overdue, is_extended;
    bool is_mine;              /* the actor owns it */
    bool may_act;              /* owner, or VERB_ANSWER at the desk */
    bool may_hand;             /* VERB_HANDOVER at the desk */
} Task;
typedef struct Tasks { LIST_OF(Task) } Tasks;

typedef struct TaskNew {
    Str  title, owner_title;   /* owner_title: 一组17户, 老支书; as it was said */
    i64  account;              /* of the owner, where it has one here; */
    Ref  household;            /* or the house that owns it, of the place; both 0: the desk of the place */
    Date due;
    Code place;
} TaskNew;
/* Several at once, as a form asks for them in rows (part/task_rows): AT_ROWS(T, tasks, TASK_ROWS, REQUIRED, task_row_form). */
extern const Field TASK_ROWS;
extern const Form  task_row_form;
#define ONE_TASK(new_) (&(FieldRows){ .v = (new_), .n = 1 })
/* Before the body; `place`: of all of them. ERR_INVALID at the field of the row. Where owner_title is how one house of the place is
 * called (一组17户) and none was chosen, that house owns it, by its number from then on, however it or its group is called later; it is
 * refused where two are called so, as after groups were renamed, or a house is meant and none is called so. Nobody's name and no
 * house's (村委会): the desk owns it. */
MUST Err tasks_check(Ctx *c, Code place, FieldRows *tasks);
/* In the body of the act that they come out of. */
MUST Err tasks_make_in(Db *w, By *by, const char *of_noun, Ref of, const FieldRows *tasks);

MUST Err task_get(Ctx *c, Ref ref, Task *ret_task);
void     task_list_of_ahead(Ctx *c, const char *of_noun, Ref of); /* it will be read: db_ahead() */
MUST Err task_list_of(Ctx *c, const char *of_noun, Ref of, Tasks *ret_tasks);     /* of one matter: at most 100, all there can be */
/* Open ones whose desk is the place (a county or below) or lies below it, the most urgent first; `late`: of those past their day. What
 * changed is of the tasks that belong to the place, also where they rose above it. */
MUST Err task_list(Ctx *c, Code place, bool late, const ListAsk *ask, Tasks *ret_tasks);

MUST Err task_done(Ctx *c, Ref task, i64 version, Str words, const Uploads *photos);
MUST Err task_extend(Ctx *c, Ref task, i64 version, Date due, Str why); /* once; ERR_CONFLICT the second time */
MUST Err task_drop(Ctx *c, Ref task, i64 version, Str why);             /* by the desk */
MUST Err task_receive(Ctx *c, Ref task);                                /* by the desk it rose to; twice is harmless */

extern const Noun               task_noun;
