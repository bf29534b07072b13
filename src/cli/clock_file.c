/* clock_file: see clock_file.h. */
#include "cli/clock_file.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/watch.h"

static int file = -1;

static i64 number_at(Str text, int which)
{
    Str word;
    i64 n = 0;
    for (int i = 0; i <= which; i++)
        if (!str_next(&text, ' ', &word))
            return 0;
    return str_int(str_trim(word), &n) ? n : 0;
}

static i64 shift(int which)
{
    char    text[64];
    ssize_t n = pread(file, text, sizeof text, 0);
    return n > 0 ? number_at((Str){ text, (size_t)n }, which) : 0;
}

static i64 wall(void)
{
    return clock_machine_wall() + shift(0);
}

static i64 since_boot(void)
{
    return clock_machine_since_boot() + shift(1);
}

static i64 boot(void)
{
    return clock_machine_boot() + shift(2);
}

bool clock_file_follow(Str path)
{
    char name[4096];
    if (path.n >= sizeof name)
        return false;
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    file = open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0)
        clock_sources(wall, since_boot, boot);
    return file >= 0;
}
