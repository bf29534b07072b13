/* need_sheet_page: the sheet that hangs on the wall of the village office: 问题清单 beside 效果清单, one page of A4, with a
 * QR code to the list and the head of the village's log, so that whoever photographs it can check later that nothing
 * was taken out. */
#include "plan/need/need_page.h"

#include "matter/story_view.h"
#include "place/place_view.h"
#include "plan/need/need_view.h"
#include "record/loghead.h"

enum { SHEET_DAYS = 30 };

typedef struct SheetForm {
    Date from, to;
} SheetForm;
static const Field     SHEET_FROM = { "from", FIELD_DATE, 20200101, 29991231, NULL, "need.sheet.from" };
static const Field     SHEET_TO = { "to", FIELD_DATE, 20200101, 29991231, NULL, "need.sheet.to" };
static const FormField sheet_fields[] = { AT(SheetForm, from, SHEET_FROM, OPTIONAL), AT(SheetForm, to, SHEET_TO, OPTIONAL) };
static const Form      sheet_form = FORM_OF(SheetForm, sheet_fields);

static const Out sheet_out[] = {
    { "place", OUT_MAP, place_row_out },  { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "from", OUT_DATE },                 { "to", OUT_DATE },                { "open", OUT_LIST, need_card_out },
    { "ended", OUT_LIST, need_card_out }, { "n_open", OUT_INT },             { "n_ended", OUT_INT },
    { "open_left", OUT_INT },             { "ended_left", OUT_INT },         PAPER_OUT,
    { "head_line", OUT_TEXT },            { "head_at", OUT_TIME },           OUT_END
};

/* A village where nothing was logged yet has no head, and the sheet none to print. */
static Err head_put(Request *r, Code place)
{
    LogHead head;
    Arena  *a = r->ctx.arena;
    Err     e = loghead_read(&r->ctx, code_log(place), &head);
    if (e == ERR_MISSING)
        ctx_clear_failure(&r->ctx);
    else
        TRY(e);
    put_text(a, r->data, "head_line", e == OK ? loghead_line(a, &head) : STR_NONE);
    put_time(a, r->data, "head_at", e == OK ? head.at : 0);
    return OK;
}

static Err sheet_page(Request *r)
{
    const SheetForm *f = r->form;
    Arena           *a = r->ctx.arena;
    Code             place = r->ref.place;
    Date             to = f->to ? f->to : date_of(r->ctx.now), from = f->from ? f->from : date_add(to, -SHEET_DAYS);
    NeedSheet        s;
    if (from > to)
        return fail_at(&r->ctx, "from", "need.sheet.order", STR_NONE, STR_NONE);
    TRY(need_sheet(&r->ctx, place, from, to, &s));
    TRY(place_head(r, place, "need.sheet"));
    put_date(a, r->data, "from", from);
    put_date(a, r->data, "to", to);
    need_cards_put(r, r->data, "open", &s.open);
    need_cards_put(r, r->data, "ended", &s.ended);
    put_int(a, r->data, "n_open", s.n_open);
    put_int(a, r->data, "n_ended", s.n_ended);
    put_int(a, r->data, "open_left", s.n_open - (i64)s.open.n);
    put_int(a, r->data, "ended_left", s.n_ended - (i64)s.ended.n);
    TRY(paper_put(r, arena_printf(a, "/place/%.*s/need?show=open", STR_ARG(place)), "need.sheet.qr"));
    return head_put(r, place);
}

static const Route sheet_routes[] = {
    { .method = GET, .cost = DEAR, .path = "/place/:place/sheet", .handler = sheet_page, .page = "need_sheet",
      .may = VERB_PUBLIC, .form = &sheet_form, .form_again = sheet_page, .limit = PER_ACTOR(600, HOUR), .out = sheet_out,
      .what = "open and solved matters of a village, for one sheet of A4" },
    ROUTE_END
};

const Room need_sheet_room = { "need_sheet", sheet_routes, NULL };
