/* qr: QR codes (ISO/IEC 18004) as SVG paths, by libqrencode, for paper. Error correction M: a crease may go through. */
#pragma once
#include "base/base.h"

/* `label` is what a screen reader says. ERR_INVALID: more than 1,000 bytes. */
MUST Err qr_svg(Ctx *c, Str text, const char *label, Str *ret_svg);
