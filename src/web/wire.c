/* wire: see wire.h. */
#include "web/wire.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static bool is_name(Str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

Str wire_header(const Wire *w, const char *name)
{
    for (size_t i = 0; i < w->n_headers; i++) {
        if (is_name(w->headers[i].name, name))
            return w->headers[i].value;
    }
    return STR_NONE;
}

Str wire_cookie(const Wire *w, const char *name)
{
    for (size_t i = 0; i < w->n_headers; i++) {
        Str rest = w->headers[i].value, pair, key;
        if (!is_name(w->headers[i].name, "Cookie"))
            continue;
        while (str_next(&rest, ';', &pair)) {
            pair = str_trim(pair);
            if (str_next(&pair, '=', &key) && str_is(key, name))
                return pair.n >= 2 && pair.p[0] == '"' && pair.p[pair.n - 1] == '"' ? (Str){ pair.p + 1, pair.n - 2 }
                                                                                   : pair;
        }
    }
    return STR_NONE;
}

static bool is_address(Str s)
{
    char          text[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (s.n == 0 || s.n >= sizeof text)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

Str wire_address(const Wire *w, Str proxy)
{
    Str last = STR_NONE;
    if (proxy.n == 0 || !str_eq(w->peer, proxy))
        return w->peer;
    /* The last is what the proxy itself added: to the list that came, or as a header of its own behind it. */
    for (size_t i = 0; i < w->n_headers; i++) {
        Str list = w->headers[i].value, part;
        while (is_name(w->headers[i].name, "X-Forwarded-For") && str_next(&list, ',', &part))
            last = str_trim(part);
    }
    return is_address(last) ? last : w->peer;
}

Str wire_client(Arena *a, const Wire *w, Str proxy)
{
    struct in6_addr v6;
    Str             who = wire_address(w, proxy);
    if (inet_pton(AF_INET6, str_cstr(a, who), &v6) != 1)
        return who;
    size_t counts = IN6_IS_ADDR_V4MAPPED(&v6) ? sizeof v6 : sizeof v6 / 2;
    return bytes_hex(a, (Str){ (const char *)v6.s6_addr, counts });
}

bool wire_is_local(const Wire *w, Str proxy)
{
    Str who = wire_address(w, proxy);
    if (proxy.n == 0 && (wire_header(w, "X-Forwarded-For").n || wire_header(w, "Forwarded").n))
        return false;
    return str_starts(who, STR("127.")) || str_is(who, "::1") || str_starts(who, STR("::ffff:127."));
}

/* Do two headers say the same thing? Cookies do where they are of one name. */
static bool is_namesake(const Header *h, const char *name, Str value)
{
    Str one = h->value, other = value, one_name, other_name;
    if (!is_name(h->name, name))
        return false;
    if (!str_is(h->name, "Set-Cookie"))
        return true;
    str_next(&one, '=', &one_name);
    str_next(&other, '=', &other_name);
    return str_eq(one_name, other_name);
}

void answer_header(Answer *a, const char *name, Str value)
{
    size_t at = 0;
    while (at < a->n_headers && !is_namesake(&a->headers[at], name, value))
        at++;
    BUG_ON(at == ANSWER_MAX_HEADERS); /* names of headers and cookies stand in the program, and each is here once */
    for (size_t i = 0; i < value.n; i++) /* what others wrote is escaped before it comes here */
        BUG_ON(value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == '\0');
    a->headers[at] = (Header){ str_from(name), value };
    if (at == a->n_headers)
        a->n_headers++;
}
