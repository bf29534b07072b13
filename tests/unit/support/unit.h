/* unit: cmocka with what it needs before it. Its fail() gives way to ours (base/err.h). */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail
