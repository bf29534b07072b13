/* task_view: tasks as views, for their own pages and for those of the matters they came out of. */
#pragma once
#include "matter/task.h"
#include "web/piece.h"

extern const Out task_out[];

void task_put(Request *r, View *map, const Task *t);
void tasks_put(Request *r, const char *key, const Tasks *tasks); /* a list in r->data; part/task_row shows one */
