/* helping (代办): a helper or official enters something for a resident who agreed. Whom, and how the resident agreed, is
 * kept with the account until it stops or two hours are over; every record made meanwhile says both. See account.h. */
#include "entry/account_inside.h"
#include "record/event.h"

const char *const consent_names[] = { "spoken", "phone", "written", NULL };

const Field CONSENT = { "consent", FIELD_ENUM, 0, CONSENT_KINDS - 1, consent_names, "help.consent" };

typedef struct Help {
    Code    county; /* of the account */
    i64     account;
    Ref     household;
    i64     person, until, event;
    Consent consent;
} Help;

static Err begin_body(Db *w, void *arg)
{
    const Help *h = arg;
    TRY(db_exec(w, Q_ACTING_PUT, ARGS(h->county, h->account, REF(h->household), h->person, h->household.place,
                                      consent_names[h->consent], h->until)));
    return event_append(w, &(EventNew){ .id = h->event, .kind = "help.begun", .subject = h->household,
                                        .parts = { PART("person", h->person), PART("consent", h->consent) },
                                        .n_parts = 2 });
}

Err help_begin(Ctx *c, Code county, Ref household, i64 person, Consent consent)
{
    Household house;
    Person    who;
    if (c->actor->account == 0)
        return fail(c, ERR_SIGNED_OUT, NULL, "nobody is signed in");
    if (consent < 0 || consent >= CONSENT_KINDS)
        return fail_at(c, "consent", "help.consent.missing", STR_NONE, STR_NONE);
    TRY(household_get(c, household, &house));
    TRY(access_check(c, VERB_HELP, house.ref.place));
    if (house.to != 0)
        return fail(c, ERR_CONFLICT, "household.ended", "household has ended");
    if (person != 0) {
        TRY(person_get(c, (Ref){ household.county, person, house.ref.place }, &who));
        if (who.household != house.ref.id || who.to != 0)
            return fail_at(c, "person", "help.person.elsewhere", STR_NONE, STR_NONE);
    }
    Help h = { county, c->actor->account, house.ref, person, c->now + HELP_LASTS_MS, id_new(c->now), consent };
    return db_write(c, begin_body, &h);
}

static Err end_body(Db *w, void *arg)
{
    const Help *h = arg;
    i64         n;
    TRY(db_change(w, Q_ACTING_DROP, ARGS(h->county, h->account), &n));
    if (n == 0)
        return OK;
    return event_append(w, &(EventNew){ .id = h->event, .kind = "help.ended", .subject = h->household,
                                        .parts = { PART("person", h->person) }, .n_parts = 1 });
}

Err help_end(Ctx *c, Code county)
{
    Row  r;
    bool found;
    TRY(db_maybe(db_read(c), Q_ACTING_ONE, ARGS(county, c->actor->account), &found, &r));
    if (!found)
        return OK;
    Help h = { .county = county, .account = c->actor->account, .event = id_new(c->now),
               .person = row_int(r, C_ACTING_ONE_PERSON),
               .household = { row_text(r, C_ACTING_ONE_HOUSEHOLD_COUNTY), row_int(r, C_ACTING_ONE_HOUSEHOLD),
                              row_text(r, C_ACTING_ONE_HOME) } };
    return db_write(c, end_body, &h);
}
