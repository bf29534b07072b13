/* offline_row: see offline_row.h. */
#include "web/offline_row.h"

#include <stdio.h>
#include <string.h>

#include "record/offline.h"

const FormField *offline_part(const Form *form, const Field *f)
{
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        const Field *its = form->fields[i].field;
        if (its == f || (f->type == FIELD_ONCE && its->type == FIELD_ONCE && strcmp(its->name, f->name) == 0))
            return &form->fields[i];
    }
    return NULL;
}

static const Field *const parts[] = { &OFFLINE_ONCE, &OFFLINE_HAPPENED_AT, &OFFLINE_HOUSE };

bool offline_is_part(Str name)
{
    for (size_t i = 0; i < COUNTOF(parts); i++)
        if (str_is(name, parts[i]->name))
            return true;
    return false;
}

static void not_whole(const Room *room, const Route *r, const char *lacks)
{
    char what[300];
    snprintf(what, sizeof what, "the noun %s is not whole: %s may be filled in offline, and %s", room->name, r->path, lacks);
    bug(what, __FILE__, __LINE__);
}

static bool is_page(const Route *r, const char *path)
{
    return r->method == GET && r->out != NULL && strcmp(r->path, path) == 0;
}

static bool is_prepared(const Room *const *rooms, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        for (const Route *r = rooms[i]->routes; r != NULL && r->path != NULL; r++)
            if (is_page(r, path))
                return true;
    return false;
}

/* Whoever has the address of the form has that of its data. */
static bool names_no_more(const char *prepared, const char *path)
{
    Str rest = str_from(prepared), part;
    while (str_next(&rest, '/', &part))
        if (str_starts(part, STR(":")) && !str_find(str_from(path), part, NULL))
            return false;
    return true;
}

void offline_row_check(const Room *const *rooms, size_t n, const Room *room, const Route *r)
{
    char lacks[100];
    if (r->offline == NULL)
        return;
    if (r->method != POST)
        not_whole(room, r, "writes nothing");
    for (size_t i = 0; i < COUNTOF(parts); i++) {
        snprintf(lacks, sizeof lacks, "its form has no %s", parts[i]->name);
        if (offline_part(r->form, parts[i]) == NULL)
            not_whole(room, r, lacks);
    }
    if (!is_prepared(rooms, n, r->offline) || !names_no_more(r->offline, r->path))
        not_whole(room, r, "no page prepares its data");
}
