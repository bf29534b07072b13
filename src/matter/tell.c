/* tell: see tell.h. What is still to be told is a row, and where the telling stands is moved in the same body as the messages:
 * a job that is cut off goes on where it was, and nobody hears twice. */
#include "matter/tell.h"

#include "entry/account.h"
#include "matter/tell.sql.h"
#include "record/inbox.h"
#include "record/noun.h"

enum { A_BODY = 200 };

/* What all messages of one telling have in common. */
typedef struct Message {
    i64         id;
    Code        home;
    const char *noun, *key;
    Ref         ref;
    Str         title, words;
    i64         acting; /* the house that acted */
} Message;

static Err message_put(Db *w, const Message *m, i64 household)
{
    if (household == m->acting)
        return OK;
    return inbox_tell(w, &(InboxLine){ .id = m->id, .county = m->home, .household = household, .key = m->key, .a = m->title,
                                       .b = m->words, .subject = m->ref, .noun = m->noun });
}

static Message message_of(Db *w, const Tell *t)
{
    Ctx *c = db_ctx(w);
    return (Message){ t->once ? t->once : db_id(w), t->home.n ? t->home : t->ref.county, t->noun,
                      str_cstr(c->arena, arena_printf(c->arena, "inbox.%s", t->event)), t->ref, t->title, t->words,
                      c->actor->household };
}

/* The next of them, at most `most`. *after: the last; 0: all have heard. */
static Err some_told(Db *w, const Message *m, i64 most, i64 *after)
{
    const Noun *noun = noun_find(str_from(m->noun));
    Rows        houses = { 0 };
    if (noun == NULL || noun->parties == NULL)
        return fail(db_ctx(w), ERR_INTERNAL, NULL, "nobody says who is told of a %s", m->noun);
    TRY(noun->parties(w, m->ref, *after, most, &houses));
    for (size_t i = 0; i < houses.n; i++)
        TRY(message_put(w, m, row_int(houses.row[i], 0)));
    *after = (i64)houses.n < most ? 0 : row_int(houses.row[houses.n - 1], 0);
    return OK;
}

Err tell_house(Db *w, const Tell *t, i64 household)
{
    Message m = message_of(w, t);
    return message_put(w, &m, household);
}

Err tell_house_instead(Db *w, const Tell *t, i64 household, const char *other)
{
    Arena    *a = db_ctx(w)->arena;
    InboxLine line = { .county = t->home.n ? t->home : t->ref.county, .household = household, .subject = t->ref, .noun = t->noun,
                       .key = str_cstr(a, arena_printf(a, "inbox.%s", t->event)) };
    TRY(inbox_unsay(w, &line, str_cstr(a, arena_printf(a, "inbox.%s", other))));
    return tell_house(w, t, household);
}

Err tell_account(Db *w, const Tell *t, Code county, i64 account)
{
    Ctx        *c = db_ctx(w);
    const char *key = str_cstr(c->arena, arena_printf(c->arena, "inbox.desk.%s", t->event));
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = county, .account = account, .key = key, .a = t->title,
                                       .subject = t->ref, .noun = t->noun });
}

Err tell_desk(Db *w, const Tell *t, Code desk, Verb verb, bool (*may)(const Actor *a, const void *row), const void *row)
{
    Ctx           *c = db_ctx(w);
    const Account *v;
    size_t         n;
    TRY(account_list(c, desk, &v, &n));
    for (size_t i = 0; i < n; i++) {
        Actor who;
        if (v[i].is_household || v[i].is_ended)
            continue;
        TRY(account_actor(c, v[i].id, v[i].county, 0, &who));
        if (!access_may(&who, verb, desk) || (may != NULL && !may(&who, row)))
            continue;
        TRY(tell_account(w, t, v[i].county, v[i].id));
    }
    return OK;
}

Err tell_parties(Db *w, const Tell *t)
{
    Message m = message_of(w, t);
    i64     after = 0, id = t->once ? db_id(w) : m.id;
    TRY(some_told(w, &m, TELL_AT_ONCE, &after));
    if (after == 0)
        return OK;
    TRY(db_exec(w, QUERY(tell_add, .county = ARG(t->ref.county), .id = ARG(id), .message_id = ARG(t->once), .noun = ARG(t->noun),
                         .record = ARG(t->ref.id), .place = ARG(t->ref.place), .home = ARG(m.home), .message = ARG(m.key),
                         .words = ARG(t->words.n ? t->words : STR("")), .person = ARG(actor_person(db_ctx(w)->actor)),
                         .acting = ARG(m.acting), .after = ARG(after))));
    return job_put(w, tell_job.name, (Ref){ t->ref.county, id, t->ref.place }, 0, db_ctx(w)->now);
}

Err tell_erase_person(Db *w, Ref person)
{
    TRY(db_exec(w, Q_TELL_ERASE, ARGS(person.county, person.id)));
    return db_exec(w, Q_TELL_ERASE, ARGS(code_parent(person.county), person.id)); /* what went on at the city */
}

/* ---- the rest of them ---- */

typedef struct Rest {
    Ref  tell;
    bool is_done;
} Rest;

static Err rest_body(Db *w, void *arg)
{
    Rest   *rest = arg;
    Arena  *a = db_ctx(w)->arena;
    Row     r;
    bool    found;
    TRY(db_maybe(w, Q_TELL_GET, ARGS(REF(rest->tell)), &found, &r));
    rest->is_done = !found;
    if (!found)
        return OK; /* another program's job came first */
    i64     once = row_int(r, C_TELL_GET_MESSAGE_ID);
    Message m = { .id = once ? once : rest->tell.id, .home = row_text(r, C_TELL_GET_HOME),
                  .noun = str_cstr(a, row_text(r, C_TELL_GET_NOUN)), .key = str_cstr(a, row_text(r, C_TELL_GET_MESSAGE)),
                  .ref = { rest->tell.county, row_int(r, C_TELL_GET_RECORD), row_text(r, C_TELL_GET_PLACE) },
                  .words = row_text(r, C_TELL_GET_WORDS), .acting = row_int(r, C_TELL_GET_ACTING) };
    i64         after = row_int(r, C_TELL_GET_AFTER);
    const Noun *noun = noun_find(str_from(m.noun));
    Ref         ref = m.ref;
    if (noun != NULL && noun->title != NULL)
        TRY(noun->title(db_ctx(w), noun, &ref, &m.title)); /* as it is called now: its author may be forgotten meanwhile */
    TRY(some_told(w, &m, A_BODY, &after));
    rest->is_done = after == 0;
    return rest->is_done ? db_exec(w, Q_TELL_DROP, ARGS(REF(rest->tell))) : db_exec(w, Q_TELL_ON, ARGS(REF(rest->tell), after));
}

static Err tell_rest(Ctx *c, Ref tell, i64 arg)
{
    Rest rest = { .tell = tell };
    do
        TRY(db_write(c, rest_body, &rest));
    while (!rest.is_done);
    return OK;
}

const JobKind tell_job = { "matter.tell", tell_rest, 0 };
