/* need_watch: what of a need those must know who supervise (Noun.watch). */
#pragma once
#include "record/noun.h"

extern const NounWatch need_watch;
