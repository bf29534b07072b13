/* base: what every file may use. Nothing here knows a database, a request or a noun. */
#pragma once
#include "base/types.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/hash.h"
#include "base/clock.h"
#include "base/code.h"
#include "base/id.h"
#include "base/err.h"
#include "base/log.h"
#include "base/config.h"
