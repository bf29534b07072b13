/* draft: see draft.h. */
#include "web/draft.h"

#include <string.h>

#include "record/file.h"
#include "web/draft.sql.h"
#include "web/failure.h"
#include "web/router.h"
#include "web/session.h"

const Out draft_out[] = { { "id", OUT_NAME }, { "photos", OUT_INT }, { "until", OUT_TIME }, OUT_END };

/* ---- whose it is ---- */

/* A house's phone is used by one of it; an official is whom the account is tied to. */
static Ref owner_of(const Actor *a)
{
    return a->household != 0 ? (Ref){ a->county, a->person, STR_NONE } : (Ref){ a->tied_county, a->tied, STR_NONE };
}

/* Stands behind the form of what waits, before the key that the form itself has: two of a kind, in two windows, keep their own pictures. */
static const char WAITS = '*';

static Draft draft_from(Row r)
{
    Str  form = row_text(r, C_DRAFT_ROW_FORM);
    bool waits = str_index(form, WAITS) < form.n;
    return (Draft){ .ref = { row_text(r, C_DRAFT_ROW_COUNTY), row_int(r, C_DRAFT_ROW_ID), STR_NONE },
                    .form = str_cut(form, str_index(form, WAITS)), .waits = waits, .path = row_text(r, C_DRAFT_ROW_PATH),
                    .title = row_text(r, C_DRAFT_ROW_TITLE), .typed = row_text(r, C_DRAFT_ROW_TYPED),
                    .at = row_int(r, C_DRAFT_ROW_AT), .until = row_int(r, C_DRAFT_ROW_UNTIL) };
}

/* Was it put aside before somebody had the card in hand by which this one came in? Whoever prints a house's card, or opens it at the
 * door, may come in by it too: what lay there before is not theirs to read (docs/decisions/0033, 0061). */
static bool is_before_card(const Actor *a, i64 at)
{
    return (a->printed.by != 0 && at < a->printed.at) || (a->opened.by != 0 && at < a->opened.at);
}

/* ERR_MISSING also where it is another's, or its time is over. */
static Err draft_own(Ctx *c, Ref ref, Draft *ret)
{
    Row          r;
    const Actor *a = c->actor;
    TRY(db_one(db_read(c), Q_DRAFT_ONE, ARGS(REF(ref)), &r));
    *ret = draft_from(r);
    bool is_own = a->account != 0 && row_int(r, C_DRAFT_ROW_ACCOUNT) == a->account && row_int(r, C_DRAFT_ROW_PERSON) == owner_of(a).id &&
                  str_is_empty(a->consent) && !is_before_card(a, ret->at);
    return is_own && ret->until > c->now ? OK : fail(c, ERR_MISSING, NULL, "another's draft");
}

Err draft_list(Ctx *c, Code county, Drafts *ret)
{
    Rows rows;
    TRY(db_many(db_read(c), QUERY(draft_list, .county = ARG(county), .account = ARG(c->actor->account),
                                  .person = ARG(owner_of(c->actor).id), .now = ARG(c->now)), &rows));
    Draft *v = NEW_N(c->arena, Draft, rows.n + 1);
    *ret = (Drafts){ v, 0 };
    for (size_t i = 0; i < rows.n; i++)
        if (!is_before_card(c->actor, row_int(rows.row[i], C_DRAFT_ROW_AT)))
            v[ret->n++] = draft_from(rows.row[i]);
    return OK;
}

/* ---- thrown away ---- */

static Err files_drop(Db *w, Ref draft)
{
    const PhotoRow *v;
    size_t          n;
    TRY(file_list(db_ctx(w), "draft", draft, &v, &n));
    for (size_t i = 0; i < n; i++)
        TRY(file_untie(w, "draft", draft, v[i].hash));
    return OK;
}

static Err drop_body(Db *w, void *arg)
{
    const Ref *draft = arg;
    TRY(files_drop(w, *draft));
    return db_exec(w, Q_DRAFT_DROP, ARGS(REF(*draft)));
}

void draft_sent(Request *r)
{
    if (r->draft.id != 0 && db_write(&r->ctx, drop_body, &r->draft) != OK)
        ctx_clear_failure(&r->ctx); /* it was sent: what is left goes with its thirty days */
}

/* ---- put aside ---- */

enum { ASIDE_MOST = 20 };

typedef struct Keeping {
    Request *r;
    Draft    d;
    Ref      owner;
    Photo    photo[ASIDE_MOST];
    Str      role[ASIDE_MOST];
    size_t   n;
} Keeping;

static const Field *field_named(const Request *r, Str name)
{
    i64              row;
    const FormField *ff = form_field(r->form_spec, name, &row);
    return ff != NULL ? ff->field : NULL;
}

static bool is_typed(const RawValue *v, const Field *f)
{
    return f != NULL && !v->is_file && f->type != FIELD_SECRET && f->type != FIELD_FILE && f->type != FIELD_PHOTOS && utf8_is_text(v->text);
}

static Err typed_keep(Request *r, const RawValues *values, Draft *d)
{
    Buf b = buf_new(r->ctx.arena, 512, DRAFT_MOST);
    for (size_t i = 0; i < values->n; i++) {
        const RawValue *v = &values->v[i];
        const Field    *f = field_named(r, v->name);
        if (!is_typed(v, f) || v->text.n == 0)
            continue;
        if (d->title.n == 0 && (f->type == FIELD_LINE || f->type == FIELD_TEXT))
            d->title = utf8_cut(v->text, 40);
        buf_str(&b, v->name);
        buf_char(&b, '=');
        buf_url(&b, v->text);
        buf_char(&b, '&');
    }
    d->typed = buf_text(&b);
    d->title = d->title.n ? d->title : STR("");
    return buf_is_over(&b) ? fail(&r->ctx, ERR_TOO_LARGE, "draft.large", "more than %d bytes", DRAFT_MOST) : OK;
}

static Err photos_keep(Keeping *k, const RawValues *values)
{
    Ctx *c = &k->r->ctx;
    for (size_t i = 0; i < values->n; i++) {
        const RawValue *v = &values->v[i];
        const Field    *f = field_named(k->r, v->name);
        if (!v->is_file || v->upload.bytes.n == 0 || f == NULL || f->type != FIELD_PHOTOS)
            continue;
        if (k->n == ASIDE_MOST || (i64)k->n >= f->high)
            return fail_at(c, f->name, "field.too_many", str_number(c->arena, f->high), STR_NONE);
        TRY(file_photo_store(c, f->name, &v->upload, &k->photo[k->n]));
        k->role[k->n++] = str_from(f->name);
    }
    return OK;
}

/* Pictures of one that another form of its kind put aside before do not mix with this one's. */
static Err keep_body(Db *w, void *arg)
{
    Keeping *k = arg;
    Draft   *d = &k->d;
    Row      r;
    bool     found;
    TRY(db_maybe(w, Q_DRAFT_OF_FORM, ARGS(d->ref.county, k->r->ctx.actor->account, k->owner.id, d->form), &found, &r));
    if (found && is_before_card(k->r->ctx.actor, row_int(r, C_DRAFT_OF_FORM_AT)) && row_int(r, C_DRAFT_OF_FORM_UNTIL) > d->at)
        return fail(db_ctx(w), ERR_CONFLICT, "draft.before_card", "what was put aside before the card is not replaced by it");
    if (found) {
        d->ref.id = row_int(r, C_DRAFT_OF_FORM_ID);
    } else {
        i64 there;
        TRY(db_int(w, Q_DRAFT_COUNT, ARGS(d->ref.county, k->r->ctx.actor->account, k->owner.id), &there));
        if (there >= DRAFTS_MOST)
            return fail(db_ctx(w), ERR_LIMIT, "draft.many", "more than %d drafts", DRAFTS_MOST);
    }
    if (found && k->r->draft.id != d->ref.id)
        TRY(files_drop(w, d->ref));
    TRY(db_exec(w, QUERY(draft_put, KEY(d->ref), .account = ARG(k->r->ctx.actor->account),
                         .person_county = ARG(k->owner.county.n ? k->owner.county : STR("")), .person = ARG(k->owner.id),
                         .form = ARG(d->form), .path = ARG(d->path), .title = ARG(d->title), .typed = ARG(d->typed),
                         .at = ARG(d->at), .until = ARG(d->until))));
    for (size_t i = 0; i < k->n; i++)
        TRY(file_tie_of(w, "draft", d->ref, str_cstr(db_ctx(w)->arena, k->role[i]), &k->photo[i], k->owner, false));
    return OK;
}

static Str once_of(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "once") && !r->raw[i].is_file)
            return str_cut(r->raw[i].text, 64);
    return STR("");
}

/* waits: of a form that was refused; it stands beside one that was put aside, and in place of what waited before of that very form. */
static Keeping *keeping_of(Request *r, bool waits)
{
    Keeping *k = NEW(r->ctx.arena, Keeping);
    Ctx     *c = &r->ctx;
    Str      form = str_from(router_form_name(r->route));
    *k = (Keeping){ .r = r, .owner = owner_of(c->actor),
                    .d = { .ref = { r->session->county, id_new(c->now), r->ref.place },
                           .form = waits ? arena_printf(c->arena, "%.*s%c%.*s", STR_ARG(form), WAITS, STR_ARG(once_of(r))) : form,
                           .path = r->path, .at = c->now, .until = c->now + (waits ? DRAFT_WAITS : DRAFT_LASTS) } };
    return k;
}

static Err draft_keep(Request *r, const RawValues *values, bool waited)
{
    Ctx *c = &r->ctx;
    if (r->session == NULL || !str_is_empty(c->actor->consent))
        return fail(c, ERR_DENIED, "draft.for_others", "in another house's name");
    Keeping *k = keeping_of(r, false);
    TRY(typed_keep(r, values, &k->d));
    TRY(photos_keep(k, values));
    TRY(db_write(c, keep_body, k));
    if (waited)
        draft_sent(r); /* what waited is in it */
    notice(r, "draft.kept", STR_NONE);
    return see_path(r, STR("/me"));
}

/* ---- gone on with ---- */

static void ui_put(Request *r)
{
    View *m = put_map(r->ctx.arena, r->ui, "draft");
    put_name(r->ctx.arena, m, "id", r->draft);
    put_int(r->ctx.arena, m, "photos", (i64)r->draft_photos);
    put_time(r->ctx.arena, m, "until", r->draft_until);
}

static Err photos_wait(Request *r)
{
    RawValues chosen = { (RawValue *)r->raw, r->n_raw - r->draft_brought, r->n_raw - r->draft_brought };
    Draft     of = { .waits = true };
    if (r->draft.id != 0)
        TRY(draft_own(&r->ctx, r->draft, &of));
    Keeping *k = keeping_of(r, of.waits);
    TRY(typed_keep(r, &chosen, &k->d));
    TRY(photos_keep(k, &chosen));
    if (k->n == 0)
        return OK;
    TRY(db_write(&r->ctx, keep_body, k));
    r->draft = k->d.ref;
    r->draft_until = k->d.until;
    r->draft_photos += k->n;
    return OK;
}

void draft_wait(Request *r)
{
    if (r->session == NULL || r->wants_json || !(r->route->flags & ROUTE_DRAFT) || !str_is_empty(r->ctx.actor->consent))
        return;
    const Ctx refused = r->ctx;
    ctx_clear_failure(&r->ctx);
    if (photos_wait(r) != OK)
        ctx_clear_failure(&r->ctx); /* then they are chosen again, as the form says */
    r->ctx.err = refused.err;
    r->ctx.problems = refused.problems;
    r->ctx.log = refused.log;
    if (r->draft.id != 0)
        ui_put(r);
}

/* What the form that is sent brings along, as if it had been chosen there; `values` may be NULL: only said. */
static Err photos_bring(Request *r, const Draft *d, RawValues *values)
{
    const PhotoRow *v;
    size_t          n;
    Ctx            *c = &r->ctx;
    TRY(file_list(c, "draft", d->ref, &v, &n));
    r->draft_until = d->until;
    r->draft_photos = n;
    if (values == NULL || n == 0)
        return OK;
    RawValue *all = NEW_N(c->arena, RawValue, values->n + n);
    memcpy(all, values->v, values->n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        Str bytes;
        TRY(file_photo_read(c, v[i].hash, false, &bytes));
        all[values->n + i] = (RawValue){ .name = v[i].role, .is_file = true,
                                         .upload = { .name = STR("draft.jpg"), .type = STR("image/jpeg"), .bytes = bytes } };
    }
    *values = (RawValues){ all, values->n + n, values->n + n };
    r->draft_brought = n;
    return OK;
}

static Err draft_find(Request *r, Str name, Draft *ret)
{
    Ref ref;
    if (!ref_parse(name, &ref))
        return fail(&r->ctx, ERR_MISSING, NULL, "not the name of a draft");
    TRY(draft_own(&r->ctx, ref, ret));
    if (!str_is(ret->form, router_form_name(r->route)))
        return fail(&r->ctx, ERR_MISSING, NULL, "a draft of another form");
    r->draft = ret->ref;
    return OK;
}

static Err draft_open(Request *r, Str name, RawValues *values)
{
    Draft d;
    TRY(draft_find(r, name, &d));
    *values = (RawValues){ 0 };
    TRY(form_urlencoded(&r->ctx, d.typed, values));
    r->raw = values->v;
    r->n_raw = values->n;
    TRY(photos_bring(r, &d, NULL));
    ui_put(r);
    return failure_as_typed(r);
}

/* Taken off the values; empty: not sent. */
static Str typed_take(RawValues *values, const char *name)
{
    Str    text = STR_NONE;
    size_t kept = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (str_is(values->v[i].name, name) && !values->v[i].is_file)
            text = values->v[i].text;
        else
            values->v[kept++] = values->v[i];
    }
    values->n = kept;
    return text;
}

Err draft_along(Request *r, RawValues *values)
{
    Draft d;
    Str   of = typed_take(values, "_draft_of");
    if (of.n == 0)
        return OK;
    TRY(draft_find(r, of, &d));
    TRY(photos_bring(r, &d, NULL));
    ui_put(r);
    return OK;
}

/* Its pictures are gone, its words are not: the form comes back. */
static Err gone_tell(Request *r, const RawValues *values)
{
    const char *field = NULL;
    ctx_clear_failure(&r->ctx);
    r->raw = values->v;
    r->n_raw = values->n;
    for (size_t i = 0; i < r->form_spec->n && field == NULL; i++)
        if (r->form_spec->fields[i].field->type == FIELD_PHOTOS)
            field = r->form_spec->fields[i].field->name;
    return fail_at(&r->ctx, field, "draft.gone", STR_NONE, STR_NONE);
}

Err draft_press(Request *r, RawValues *values, bool *ret_done)
{
    Draft d = { 0 };
    Str   press = typed_take(values, "_draft"), of = typed_take(values, "_draft_of"), bare = typed_take(values, "_draft_bare");
    *ret_done = press.n > 0;
    if (press.n && !str_is(press, "keep"))
        return draft_open(r, press, values);
    if (of.n) {
        Err e = draft_find(r, of, &d);
        if (e == ERR_MISSING)
            return gone_tell(r, values);
        TRY(e);
        TRY(photos_bring(r, &d, (press.n && !d.waits) || bare.n ? NULL : values));
    }
    return press.n ? draft_keep(r, values, d.waits) : OK;
}

/* ---- its own route, and the row of the table of nouns ---- */

static Err draft_load(Ctx *c, Str text, Ref *ret_ref)
{
    Draft d;
    if (!ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "not the name of a draft");
    return draft_own(c, *ret_ref, &d);
}

static Err drop_page(Request *r)
{
    TRY(db_write(&r->ctx, drop_body, &r->ref));
    notice(r, "draft.dropped", STR_NONE);
    return see_path(r, STR("/me"));
}

static const Route routes[] = {
    { .method = POST, .cost = LIGHT, .path = "/draft/:draft/drop", .handler = drop_page, .may = VERB_SIGNED_IN,
      .what = "throws a form away that one had put aside" },
    ROUTE_END
};
static const Loader      loaders[] = { { "draft", draft_load }, { NULL } };
static const Room        room = { "draft", routes, loaders };
const Room *const draft_rooms[] = { &room, NULL };

static Err visible(Ctx *c, const Noun *noun, Ref draft, bool *ret_visible)
{
    Draft d;
    Err   e = draft_own(c, draft, &d);
    *ret_visible = e == OK;
    if (e == ERR_MISSING)
        ctx_clear_failure(c);
    return e == ERR_MISSING ? OK : e;
}

static Err drop_all(Db *w, Rows rows)
{
    for (size_t i = 0; i < rows.n; i++) {
        Ref draft = { row_text(rows.row[i], C_DRAFT_OLD_COUNTY), row_int(rows.row[i], C_DRAFT_OLD_ID), STR_NONE };
        TRY(drop_body(w, &draft));
    }
    return OK;
}

static Err sweep_body(Db *w, void *arg)
{
    Rows rows;
    TRY(db_many(w, Q_DRAFT_OLD, ARGS(db_ctx(w)->now), &rows));
    *(size_t *)arg = rows.n;
    return drop_all(w, rows);
}

static Err sweep_job(Ctx *c, Ref subject, i64 arg)
{
    size_t n = 0;
    do
        TRY(db_write(c, sweep_body, &n));
    while (n > 0);
    return OK;
}

static Err erase(Db *w, Ref person)
{
    Rows rows;
    do {
        TRY(db_many(w, Q_DRAFT_OF_PERSON, ARGS(person.county, person.id), &rows));
        TRY(drop_all(w, rows));
    } while (rows.n > 0);
    return OK;
}

static const Invariant invariants[] = {
    { Q_DRAFT_CHECK_FILE, "draft.file: a picture of a draft that is there no more" },
    { 0 },
};

static const JobKind        sweep = { "draft.sweep", sweep_job, DAY };
static const JobKind *const jobs[] = { &sweep, NULL };

const Noun draft_noun = { .name = "draft", .jobs = jobs, .invariants = invariants, .visible = visible, .erase = erase };
