/* qr: QR codes as SVG paths (libqrencode), for paper. */
#pragma once
#include "base/base.h"
MUST Err qr_svg(Ctx *c, Str text, const char *label, Str *ret_svg);
