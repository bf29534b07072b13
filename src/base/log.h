/* log: one line of JSON an event on standard error. Keys are constants of ours; values never hold personal data: no
 * names, texts, phones, card codes or query strings. */
#pragma once
#include "base/str.h"

typedef enum LogLevel { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR } LogLevel;

void log_open(LogLevel least, int fd);
/* log_say(LOG_INFO, "request", "status=%d ms=%lld", ...): fmt is space-separated key=value, values without spaces
 * unless written {text}: one a line, which may hold anything, braces too. Cut at 1 kB. */
void log_say(LogLevel level, const char *what, const char *fmt, ...) LIKE_PRINTF(3, 4);
