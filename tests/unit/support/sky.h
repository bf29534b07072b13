/* sky: sun and moon for the tests of the lunar calendar, and nothing else: new moons and the sun's apparent longitude
 * to about half a minute within 1890-2110. Floating point stays here.
 *
 * Source: Jean Meeus, Astronomical Algorithms (2nd edition, 1998): new moons by chapter 49; the sun by chapter 25 with
 * the terms of VSOP87 (Bretagnon and Francou 1988) of its appendix III, light time and the large terms of nutation.
 * TT - UT: Meeus chapter 10 with later observations; from 2027 on nobody knows it, and the figures are a forecast of
 * which a minute may be wrong in 2100. */
#pragma once
#include "base/clock.h"

/* Both in milliseconds since 1970-01-01T00:00Z. */
double sky_new_moon(int k);                  /* the k-th new moon; 0: that of 2000-01-06 */
double sky_sun_at(int degrees, Date around); /* when the sun reaches this longitude, next to the day */
