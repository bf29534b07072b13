/* offline_form: see offline_form.h. */
#include "web/offline_form.h"

#include "record/offline.h"
#include "record/once.h"
#include "web/offline_row.h"
#include "web/router.h"

static const void *value_of(const Request *r, const Field *f)
{
    return (const char *)r->form + offline_part(r->route->form, f)->offset;
}

/* All that was sent but what says how it was sent: a form that is sent again with its time beside it is the same. */
static Hash payload_of(const Request *r)
{
    Str   *v = NEW_N(r->ctx.arena, Str, 2 + 2 * r->n_raw);
    size_t n = 0;
    v[n++] = r->ref.place;
    v[n++] = ref_name(r->ctx.arena, r->ref);
    for (size_t i = 0; i < r->n_raw; i++) {
        const RawValue *raw = &r->raw[i];
        if (offline_is_part(raw->name))
            continue;
        v[n++] = raw->name;
        v[n++] = raw->is_file ? once_files(r->ctx.arena, &(Uploads){ &raw->upload, 1 }) : raw->text;
    }
    return once_payload(v, n);
}

static void key_put(Request *r, Str key)
{
    Once *once = NEW(r->ctx.arena, Once);
    *once = (Once){ r->ref.county, router_form_name(r->route), key, payload_of(r) };
    r->ctx.once = once;
}

Err offline_take(Request *r)
{
    if (r->route->offline == NULL)
        return OK;
    Offline sent = { *(const Str *)value_of(r, &OFFLINE_ONCE), *(const i64 *)value_of(r, &OFFLINE_HAPPENED_AT),
                     *(const Ref *)value_of(r, &OFFLINE_HOUSE) };
    TRY(offline_check(&r->ctx, &sent, r->ref.place, r->route->may == VERB_VOICE));
    r->ctx.happened_at = sent.happened_at;
    if (!str_is_empty(sent.once))
        key_put(r, sent.once);
    return OK;
}
