/* roster_fuzz: a file of people, uploaded by the village: first looked at, then imported, then the list of people asked
 * for. Every row is taken or named; the database holds together. */
#include <stdio.h>
#include <stdlib.h>

#include "request_village.h"
#include "web/dispatch.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char edge[] = "--0d0a0d0a--yuanchang";

static Str upload(Arena *a, Str file, bool goes)
{
    Buf b = buf_new(a, file.n + 1024, (size_t)1 << 24);
    buf_printf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n", edge);
    buf_str(&b, file);
    if (goes)
        buf_printf(&b, "\r\n--%s\r\nContent-Disposition: form-data; name=\"go\"\r\n\r\n1", edge);
    buf_printf(&b, "\r\n--%s--\r\n", edge);
    return buf_text(&b);
}

static int ask(Arena *a, const char *method, const char *path, Str body)
{
    const GroundSession *s = ground_session(STR("village"));
    Header headers[] = { { STR("Host"), STR("localhost") }, { STR("Cookie"), s->cookie }, { STR("X-CSRF-Token"), s->csrf },
                         { STR("Content-Type"), arena_printf(a, "multipart/form-data; boundary=%s", edge) } };
    Wire   w = { .method = str_from(method), .path = str_from(path), .headers = headers, .n_headers = COUNTOF(headers),
                 .body = body, .peer = STR("127.0.0.1") };
    Answer answer;
    dispatch(&w, a, &answer);
    if (answer.status >= 500)
        fprintf(stderr, "%d %.*s\n", answer.status, STR_ARG(answer.log));
    BUG_ON(answer.status >= 500);
    return answer.status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static bool is_open;
    Arena      *a = arena_open();
    Str         file = { (const char *)bytes, n };
    if (!is_open)
        ground_open();
    is_open = true;
    ground_reset();
    if (str_find(file, str_from(edge), NULL)) /* would end the part, and is form_fuzz's business */
        file = STR_NONE;
    ask(a, "POST", "/place/420325102212/roster", upload(a, file, false));
    if (ask(a, "POST", "/place/420325102212/roster", upload(a, file, true)) < 400) {
        BUG_ON(ask(a, "GET", "/place/420325102212/people", STR_NONE) != 200);
        ground_check();
    }
    arena_close(a);
    return 0;
}
