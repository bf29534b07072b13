/* studio_talk: what is said between us, the studio and its painters. For studio*.c alone.
 *
 *   we -> studio    one end of a socket, for each picture; its first word to us was a StudioAnswer
 *   studio -> us    on that socket: a handle of the painter (pidfd), so that we can end it whatever it does
 *   we -> painter   the picture's length (u32) and its bytes
 *   painter -> us   StudioAnswer and the bytes of both JPEGs
 *
 * All give up at `until`, a time on clock_ticks(), and when the other side is gone. */
#pragma once
#include "base/types.h"

#define STUDIO_NAME "yuanchang-studio" /* argv[0] of the child */

enum { STUDIO_MOST_BYTES = 128 << 20 }; /* of a picture, and four times what a JPEG of ours may have */

typedef enum StudioWord {
    STUDIO_READY,      /* painters are shut in */
    STUDIO_READY_OPEN, /* this kernel has no filters: limits alone hold them */
    STUDIO_NO_LIBRARY,
    STUDIO_MADE,
    STUDIO_UNREADABLE,
} StudioWord;

typedef struct StudioAnswer {
    u32 word, shown, small; /* lengths in bytes */
} StudioAnswer;

bool studio_send(int socket, const void *bytes, size_t n, i64 until);
bool studio_read(int socket, void *bytes, size_t n, i64 until);
bool studio_send_fd(int socket, int fd);
int  studio_take_fd(int socket, i64 until); /* -1: none came */

extern const char *const studio_child_is_here; /* whoever names it links the child's code */
