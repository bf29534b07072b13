/* types: the words every other file is written in. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t  i64;
typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t  u8;

#define MUST        __attribute__((warn_unused_result))
#define LIKE_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define NORETURN    __attribute__((noreturn))
#define COUNTOF(a)  (sizeof(a) / sizeof((a)[0]))

/* A broken promise of our own code: say where, and stop. Never for what a person or a disk did. */
#define BUG_ON(cond) ((cond) ? bug(#cond, __FILE__, __LINE__) : (void)0)
NORETURN void bug(const char *what, const char *file, int line);

/* FOR_EACH(F, a, b, c): F(a), F(b), F(c). Up to 32. COUNT_OF_ARGS() counts up to 64, nothing as 0. */
#define COUNT_OF_ARGS(...)                                                                                          \
    COUNT_PICK(0 __VA_OPT__(, ) __VA_ARGS__, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48,    \
               47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,    \
               15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define COUNT_PICK(_z, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, _19, _20,   \
                   _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, _33, _34, _35, _36, _37, _38,    \
                   _39, _40, _41, _42, _43, _44, _45, _46, _47, _48, _49, _50, _51, _52, _53, _54, _55, _56, _57,   \
                   _58, _59, _60, _61, _62, _63, _64, N, ...)                                                       \
    N
#define FE_PARENS ()
#define FE_1(...) FE_2(FE_2(FE_2(__VA_ARGS__)))
#define FE_2(...) FE_3(FE_3(FE_3(__VA_ARGS__)))
#define FE_3(...) FE_4(FE_4(FE_4(__VA_ARGS__)))
#define FE_4(...) __VA_ARGS__
#define FOR_EACH(F, ...) __VA_OPT__(FE_1(FE_STEP(F, __VA_ARGS__)))
#define FE_STEP(F, a, ...) F(a) __VA_OPT__(, FE_AGAIN FE_PARENS(F, __VA_ARGS__))
#define FE_AGAIN() FE_STEP
