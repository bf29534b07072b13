/* wire_talk: raw bytes to a server and back, for tests that must say exactly what is sent. */
#pragma once
#include "base/base.h"

int  talk_open(int port);                       /* a connection to 127.0.0.1; aborts when there is none */
int  talk_try(int port);                        /* -1 when there is none */
void talk_send(int fd, Str bytes);              /* whatever of it the other end still takes */
/* Reads until the end of the stream, or for at most ten seconds. */
Str  talk_read_all(Arena *a, int fd, bool *ret_closed);
/* Reads one answer with Content-Length, or without a body. Empty: the connection ended. */
Str  talk_read_one(Arena *a, int fd);
bool talk_is_closed(int fd);                    /* waits up to ten seconds for the end of the stream */
/* Sends bytes on a connection of its own and returns all that comes back. Closes. */
Str  talk_once(Arena *a, int port, Str bytes);
int  talk_status(Str answer);                   /* 0: no status line */
Str  talk_header(Str answer, const char *name); /* "" when it has none */
Str  talk_body(Str answer);
