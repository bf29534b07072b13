/* load: the HTTP client of the benches. One thread, plain sockets that are kept open, so that it costs less than what it asks.
 *
 *     load [-c CONNECTIONS] [-d SECONDS] [-n REQUESTS] [-r A_SECOND] [-p PID].. [-H 'Name: value'].. [-a ADDRESSES] [-e] URL..
 *     load .. -f FILE URL        requests as they are sent: a line with the number of bytes, then so many bytes, and again
 *
 * URLs (or requests) are asked in turn; in each, eight @ become a running number, so that no two are alike. -a: connections
 * come from so many addresses, 127.0.0.2 and on. -p: whose processor time is counted. -d with -n: whichever ends first. -r: a
 * request is due so often, whether or not those before it were answered, and its time counts from when it was due. One line
 * is printed, in pairs:
 *
 *     requests 20000 failed 0 per_s 9870.1 cpu_us 34.2 p50_ms 0.412 p99_ms 1.800 max_ms 4.120 bytes 18211
 *
 * failed: answers other than 2xx, 304 and redirects, and connections that broke; with any, the status that came first is told
 * on stderr and the exit code is 1, unless -e says that they are expected. Times are of the answers that did not fail. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 20000, MOST_PIDS = 16, HEAD = 16384, MARK = 8 };

typedef struct Text {
    char  *p;
    size_t n;
} Text;

typedef struct Client {
    int    fd, index;
    bool   is_busy, is_last; /* asked and not answered; the other end closes after this answer */
    Text   out;      /* what is asked, and how much of it went */
    size_t sent;
    char   head[HEAD];
    size_t head_n;   /* of the answer, until it is whole */
    long   left;     /* bytes of the answer to come; -1: the head first, -2: until it is closed */
    int    status;
    double began;
} Client;

static struct sockaddr_in server;
static Text              *asks;
static size_t             n_asks, n_times, room_times;
static long               begun, ended, failed, most, counter, bytes;
static int                epoll, addresses, first_bad;
static double             until, due, gap; /* when the next is due, ms between two; 0: at once */
static float             *times;

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void *room(void *p, size_t n)
{
    p = realloc(p, n);
    if (p == NULL)
        die("memory");
    return p;
}

static double now(void) /* ms */
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Processor time of all threads in us, to the nanosecond and not to the tick. */
static double spent(int pid)
{
    char           path[300];
    double         sum = 0;
    struct dirent *entry;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    while (threads != NULL && (entry = readdir(threads)) != NULL) {
        unsigned long long ns = 0;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, entry->d_name);
        FILE *f = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (f == NULL)
            continue;
        if (fscanf(f, "%llu", &ns) == 1)
            sum += (double)ns / 1e3;
        fclose(f);
    }
    if (threads != NULL)
        closedir(threads);
    return sum;
}

/* Of children that have ended too (Fossil answers in one each), where the ticks of `stat` are all there is. */
static double spent_children(int pid)
{
    char  path[64], line[1024];
    long  user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return 0;
    char *rest = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    fclose(f);
    if (rest == NULL || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
        return 0;
    return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

static double spent_all(const int *pids, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += spent(pids[i]) + spent_children(pids[i]);
    return sum;
}

/* ---- one connection ---- */

static void client_open(Client *c)
{
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0)
        die("socket");
    setsockopt(c->fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &on, sizeof on);
    if (addresses > 0) {
        struct sockaddr_in me = { .sin_family = AF_INET };
        me.sin_addr.s_addr = htonl(0x7f000002u + (unsigned)(c->index % addresses));
        if (bind(c->fd, (struct sockaddr *)&me, sizeof me) < 0)
            die("bind");
    }
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS)
        die("connect");
    struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static void client_send(Client *c)
{
    while (c->is_busy && c->sent < c->out.n) {
        ssize_t n = send(c->fd, c->out.p + c->sent, c->out.n - c->sent, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        c->sent += (size_t)n;
    }
}

static void client_begin(Client *c)
{
    const Text *ask = &asks[(size_t)begun % n_asks];
    double      time = now();
    if ((most > 0 && begun >= most) || time >= until || (gap > 0 && due > time))
        return;
    c->began = gap > 0 ? due : time;
    due += gap;
    begun++;
    counter++;
    c->out.p = room(c->out.p, ask->n + 1);
    memcpy(c->out.p, ask->p, ask->n + 1);
    c->out.n = ask->n;
    for (char *at = c->out.p; (at = memmem(at, (size_t)(c->out.p + ask->n - at), "@@@@@@@@", MARK)) != NULL;) {
        char digits[24];
        snprintf(digits, sizeof digits, "%08ld", counter % 100000000); /* eight */
        memcpy(at, digits, MARK);
    }
    c->sent = c->head_n = 0;
    c->is_last = false;
    c->left = -1;
    c->status = 0;
    c->is_busy = true;
    client_send(c);
}

static void client_end(Client *c, bool is_whole)
{
    bool is_good = is_whole && c->status >= 200 && c->status < 400;
    c->is_busy = false;
    ended++;
    if (!is_good) {
        failed++;
        first_bad = first_bad ? first_bad : c->status ? c->status : -1;
        return;
    }
    if (n_times == room_times)
        times = room(times, (room_times = room_times ? 2 * room_times : 1 << 16) * sizeof *times);
    times[n_times++] = (float)(now() - c->began);
}

/* The head's end came with what was read: what its lines say of the rest. */
static void head_read(Client *c, const char *end)
{
    const char *length = strcasestr(c->head, "\r\ncontent-length:");
    const char *close_word = strcasestr(c->head, "\r\nconnection: close");
    c->is_last = close_word != NULL && close_word < end;
    c->status = atoi(c->head + 9);
    if (length != NULL && length < end)
        c->left = atol(length + 17);
    else
        c->left = c->status == 204 || c->status == 304 ? 0 : -2;
}

static void client_take(Client *c, const char *p, size_t n)
{
    size_t body = n;
    bytes += (long)n;
    if (!c->is_busy)
        return;
    if (c->left == -1) {
        size_t before = c->head_n, take = n < HEAD - 1 - before ? n : HEAD - 1 - before;
        memcpy(c->head + before, p, take);
        c->head[c->head_n = before + take] = '\0';
        const char *end = strstr(c->head, "\r\n\r\n");
        if (end == NULL)
            return;
        head_read(c, end);
        body = before + n - (size_t)(end + 4 - c->head);
    }
    if (c->left >= 0 && (c->left -= (long)body) <= 0)
        client_end(c, true);
}

static void client_read(Client *c)
{
    static char buf[1 << 16];
    for (;;) {
        ssize_t n = recv(c->fd, buf, sizeof buf, 0);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n > 0)
            client_take(c, buf, (size_t)n);
        else if (c->is_busy)
            client_end(c, c->left == -2);
        if (n <= 0 || (c->is_last && !c->is_busy)) {
            close(c->fd);
            client_open(c);
            return; /* the next is asked when it is through */
        }
        if (!c->is_busy && gap == 0)
            client_begin(c);
    }
}

/* ---- what is asked ---- */

static void ask_add(const char *p, size_t n)
{
    asks = room(asks, (n_asks + 1) * sizeof *asks);
    asks[n_asks].p = room(NULL, n + 1);
    memcpy(asks[n_asks].p, p, n);
    asks[n_asks].p[n] = '\0';
    asks[n_asks++].n = n;
}

/* http://ADDRESS:PORT/PATH: where to, and the path. */
static const char *url_split(const char *url)
{
    char host[64];
    int  port, at = 0;
    if (sscanf(url, "http://%63[0-9.]:%d%n", host, &port, &at) != 2 || inet_aton(host, &server.sin_addr) == 0) {
        fprintf(stderr, "load: http://ADDRESS:PORT/PATH is wanted, not %s\n", url);
        exit(2);
    }
    server.sin_family = AF_INET;
    server.sin_port = htons((unsigned short)port);
    return url[at] ? url + at : "/";
}

static void ask_url(const char *url, const char *headers)
{
    char text[4096];
    int  n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", url_split(url),
                      ntohs(server.sin_port), headers);
    if (n < (int)sizeof text)
        ask_add(text, (size_t)n);
}

static void ask_file(const char *path)
{
    FILE  *f = fopen(path, "rb");
    char  *text = NULL;
    size_t n;
    if (f == NULL)
        die(path);
    while (fscanf(f, "%zu", &n) == 1 && fgetc(f) == '\n') {
        text = room(text, n + 1);
        if (fread(text, 1, n, f) != n)
            die(path);
        ask_add(text, n);
    }
    fclose(f);
}

/* ---- the run ---- */

static bool is_over(void)
{
    return begun == ended && (now() >= until || gap == 0 || (most > 0 && begun >= most));
}

static void all_begin(Client *clients, int n)
{
    for (int i = 0; i < n; i++)
        if (!clients[i].is_busy)
            client_begin(&clients[i]);
}

static void run(Client *clients, int n)
{
    struct epoll_event events[256];
    double             given_up = until + 60e3;
    for (all_begin(clients, n); !is_over() && now() < given_up;) {
        double wait = gap > 0 ? due - now() : 200;
        int    ready = epoll_wait(epoll, events, 256, wait < 0 ? 0 : wait > 200 ? 200 : (int)wait + 1);
        for (int i = 0; i < ready; i++) {
            Client *c = events[i].data.ptr;
            client_send(c);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                client_read(c);
            if (!c->is_busy && gap == 0)
                client_begin(c);
        }
        if (gap > 0)
            all_begin(clients, n);
    }
    failed += begun - ended;
}

static int by_time(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double part(double q)
{
    return n_times ? (double)times[(size_t)((double)(n_times - 1) * q)] : 0;
}

static void tell(double took, double cpu)
{
    double n = ended ? (double)ended : 1;
    if (n_times > 0)
        qsort(times, n_times, sizeof *times, by_time);
    printf("requests %zu failed %ld per_s %.1f cpu_us %.2f p50_ms %.3f p99_ms %.3f max_ms %.3f bytes %ld\n", n_times, failed,
           (double)n_times * 1e3 / took, cpu / n, part(0.5), part(0.99), part(1), ended ? bytes / ended : 0);
    if (first_bad)
        fprintf(stderr, "load: %ld failed, the first with %d\n", failed, first_bad);
}

int main(int argc, char **argv)
{
    int         connections = 16, pids[MOST_PIDS], n_pids = 0, option;
    double      seconds = 0;
    bool        expects = false;
    const char *file = NULL;
    char        headers[2048] = "";
    while ((option = getopt(argc, argv, "c:d:n:r:p:H:a:f:e")) > 0)
        switch (option) {
        case 'c': connections = atoi(optarg); break;
        case 'd': seconds = atof(optarg); break;
        case 'n': most = atol(optarg); break;
        case 'r': gap = 1e3 / atof(optarg); break;
        case 'a': addresses = atoi(optarg); break;
        case 'f': file = optarg; break;
        case 'e': expects = true; break;
        case 'p': pids[n_pids < MOST_PIDS ? n_pids++ : 0] = atoi(optarg); break;
        case 'H': strcat(strncat(headers, optarg, sizeof headers - strlen(headers) - 3), "\r\n"); break;
        default: return 2;
        }
    if (optind >= argc || connections < 1 || connections > MOST_CONNECTIONS)
        return fputs("usage: see bench/load.c\n", stderr), 2;
    for (int i = optind; i < argc && file == NULL; i++)
        ask_url(argv[i], headers);
    if (file != NULL) {
        url_split(argv[optind]);
        ask_file(file);
    }
    if (n_asks == 0)
        return fputs("load: nothing to ask\n", stderr), 2;
    epoll = epoll_create1(0);
    Client *clients = calloc((size_t)connections, sizeof *clients);
    for (int i = 0; i < connections && clients != NULL; i++) {
        clients[i].index = i;
        client_open(&clients[i]);
    }
    counter = getpid() % 1000 * 100000L; /* another run's numbers are others */
    double cpu = spent_all(pids, n_pids), began = now();
    due = began;
    until = began + (seconds > 0 ? seconds * 1e3 : most > 0 ? 600e3 : 2e3);
    run(clients, connections);
    tell(now() - began, spent_all(pids, n_pids) - cpu);
    return failed > 0 && !expects;
}
