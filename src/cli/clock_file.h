/* clock_file: the clocks of a machine that misbehaves, for tests of the started program (--clock @FILE, on a loopback
 * address only). The file holds up to three numbers: how far (ms) the wall clock, and how far the clock since boot, is from
 * the machine's own, and how often it was booted since. It is read at each reading, so that a test writes and the clock has jumped. */
#pragma once
#include "base/base.h"

bool clock_file_follow(Str path); /* false: cannot be read */
