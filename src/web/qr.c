/* qr: see qr.h. One path: a rectangle for each run of dark modules in a row, with the quiet zone of four around. */
#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4, TEXT_MAX = 1000 };

static bool is_dark(const QRcode *qr, int x, int y)
{
    return x < qr->width && (qr->data[y * qr->width + x] & 1);
}

static void put_row(Buf *b, const QRcode *qr, int y)
{
    for (int x = 0; x < qr->width; x++) {
        int from = x;
        while (is_dark(qr, x, y))
            x++;
        if (x > from)
            buf_printf(b, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
    }
}

Err qr_svg(Ctx *c, Str text, const char *label, Str *ret_svg)
{
    if (text.n == 0 || text.n > TEXT_MAX)
        return fail(c, ERR_INVALID, NULL, "QR code of %zu bytes", text.n);
    QRcode *qr = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (qr == NULL)
        return fail(c, ERR_INTERNAL, NULL, "libqrencode refused %zu bytes", text.n);
    int side = qr->width + 2 * QUIET;
    Buf b = buf_new(c->arena, 8192, 1 << 20);
    buf_printf(&b, "<svg class=\"qr\" viewBox=\"-%d -%d %d %d\" role=\"img\" aria-label=\"", QUIET, QUIET, side, side);
    buf_html(&b, str_from(label));
    buf_printf(&b, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M-%d -%dh%dv%dh-%dz\"/>", QUIET, QUIET,
               side, side, side);
    buf_cstr(&b, "<path fill=\"#000\" d=\"");
    for (int y = 0; y < qr->width; y++)
        put_row(&b, qr, y);
    buf_cstr(&b, "\"/></svg>");
    QRcode_free(qr);
    *ret_svg = buf_text(&b);
    return OK;
}
