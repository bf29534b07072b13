/* offline_row: routes whose form may be filled in where no net is (Route.offline, record/offline.h), as rows. */
#pragma once
#include "web/route.h"

/* Once at start: a row that says so and lacks a part ends the program with the noun's name. `rooms`: all of them. */
void             offline_row_check(const Room *const *rooms, size_t n, const Room *room, const Route *r);
/* The field of the form that is this one of the three; of the key, which some nouns declare themselves, that of its name and type.
 * NULL: it has none. */
const FormField *offline_part(const Form *form, const Field *f);
bool             offline_is_part(Str name);
