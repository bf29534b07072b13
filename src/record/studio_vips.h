/* studio_vips: both sizes of a picture by libvips, in a studio alone (studio.h). The library is opened while it runs: the
 * server itself should neither need nor load it and its hundred libraries. */
#pragma once
#include "base/str.h"

bool studio_vips_open(void); /* false: it is not there. Begins no thread */
/* Two JPEGs; they stay until the process ends. False: it cannot be read. */
bool studio_vips_make(const void *bytes, size_t n, Str *ret_shown, Str *ret_small);
