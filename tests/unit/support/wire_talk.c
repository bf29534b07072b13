/* wire_talk: see wire_talk.h. */
#include "support/wire_talk.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 10, MOST = 1 << 20 };

int talk_try(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    struct timeval     patience = { .tv_sec = PATIENCE_SECONDS };
    int                fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

int talk_open(int port)
{
    int fd = talk_try(port);
    BUG_ON(fd < 0);
    return fd;
}

void talk_send(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes = str_skip(bytes, (size_t)n);
    }
}

Str talk_read_all(Arena *a, int fd, bool *ret_closed)
{
    Buf  b = buf_new(a, 4096, MOST);
    char part[4096];
    for (;;) {
        ssize_t n = recv(fd, part, sizeof part, 0);
        if (n <= 0) {
            if (ret_closed != NULL)
                *ret_closed = n == 0;
            return buf_text(&b);
        }
        buf_put(&b, part, (size_t)n);
    }
}

Str talk_read_one(Arena *a, int fd)
{
    Buf  b = buf_new(a, 4096, MOST);
    char c;
    while (!str_ends(buf_text(&b), STR("\r\n\r\n"))) {
        if (recv(fd, &c, 1, 0) != 1)
            return STR_NONE;
        buf_char(&b, c);
    }
    i64 n = 0;
    str_int(talk_header(buf_text(&b), "Content-Length"), &n);
    for (; n > 0; n--) {
        if (recv(fd, &c, 1, 0) != 1)
            break;
        buf_char(&b, c);
    }
    return buf_text(&b);
}

bool talk_is_closed(int fd)
{
    char    c[4096];
    ssize_t n;
    while ((n = recv(fd, c, sizeof c, 0)) > 0)
        ;
    return n == 0;
}

Str talk_once(Arena *a, int port, Str bytes)
{
    int fd = talk_open(port);
    talk_send(fd, bytes);
    Str answer = talk_read_one(a, fd);
    close(fd);
    return answer;
}

int talk_status(Str answer)
{
    return answer.n > 12 && str_starts(answer, STR("HTTP/1.1 ")) ? atoi(answer.p + 9) : 0;
}

Str talk_header(Str answer, const char *name)
{
    Str line;
    while (str_next(&answer, '\n', &line)) {
        Str value = line, key;
        line = str_trim(line);
        if (line.n == 0)
            return STR("");
        if (str_next(&value, ':', &key) && value.p != NULL && key.n == strlen(name) &&
            strncasecmp(key.p, name, key.n) == 0)
            return str_trim(value);
    }
    return STR("");
}

Str talk_body(Str answer)
{
    size_t at;
    return str_find(answer, STR("\r\n\r\n"), &at) ? str_skip(answer, at + 4) : STR_NONE;
}
