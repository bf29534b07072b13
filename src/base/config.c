/* config: see config.h. */
#include "base/config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

typedef enum Type { TYPE_TEXT, TYPE_INT, TYPE_BOOL } Type;

typedef struct Setting {
    const char *name;
    Type        type;
    const char *by_default;
    i64         low, high;
    const char *what;
    size_t      offset;
} Setting;

static const Setting settings[] = {
#define X(field, name, type, dflt, low, high, what) \
    { name, TYPE_##type, dflt, low, high, what, offsetof(Config, field) },
    CONFIG_LIST(X)
#undef X
};

static const Setting *setting_find(Str name)
{
    for (size_t i = 0; i < COUNTOF(settings); i++)
        if (str_is(name, settings[i].name))
            return &settings[i];
    return NULL;
}

static Err setting_set(Ctx *c, Config *config, const Setting *s, Str text)
{
    void *where = (char *)config + s->offset;
    i64   v = 0;
    if (s->type == TYPE_TEXT) {
        *(Str *)where = str_copy(c->arena, text);
        return OK;
    }
    if (!str_int(text, &v) || v < s->low || v > s->high)
        return fail(c, ERR_INVALID, NULL, "setting %s must be a number from %lld to %lld, not {%.*s}", s->name,
                    (long long)s->low, (long long)s->high, STR_ARG(text));
    if (s->type == TYPE_INT)
        *(i64 *)where = v;
    else
        *(bool *)where = v != 0;
    return OK;
}

static Err from_file(Ctx *c, Str file, Config *config)
{
    FILE *f = fopen(str_cstr(c->arena, file), "r");
    char  line[4096];
    Err   e = OK;
    if (f == NULL)
        return fail(c, ERR_MISSING, NULL, "cannot read %.*s", STR_ARG(file));
    for (int n = 1; e == OK && fgets(line, sizeof line, f) != NULL; n++) {
        Str rest = str_trim(str_from(line)), name;
        if (rest.n == 0 || rest.p[0] == '#')
            continue;
        str_next(&rest, '=', &name);
        const Setting *s = setting_find(str_trim(name));
        e = s ? setting_set(c, config, s, str_trim(rest))
              : fail(c, ERR_INVALID, NULL, "%.*s:%d: no setting {%.*s}", STR_ARG(file), n, STR_ARG(str_trim(name)));
    }
    fclose(f);
    return e;
}

static const char *env_name(char out[64], const char *name)
{
    int n = snprintf(out, 64, "YUANCHANG_%s", name);
    for (int i = 0; i < n && i < 63; i++)
        out[i] = out[i] == '-' ? '_' : (char)toupper((unsigned char)out[i]);
    return out;
}

Err config_load(Ctx *c, Str file, Config *ret_config)
{
    char name[64];
    *ret_config = (Config){ 0 };
    for (size_t i = 0; i < COUNTOF(settings); i++)
        TRY(setting_set(c, ret_config, &settings[i], str_from(settings[i].by_default)));
    if (file.n)
        TRY(from_file(c, file, ret_config));
    for (size_t i = 0; i < COUNTOF(settings); i++) {
        const char *value = getenv(env_name(name, settings[i].name));
        if (value != NULL && *value != '\0')
            TRY(setting_set(c, ret_config, &settings[i], str_from(value)));
    }
    return OK;
}

Err config_args(Ctx *c, int *argc, char **argv, Config *config)
{
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        Str arg = str_from(argv[i]), name;
        Str rest = str_starts(arg, STR("--")) ? str_skip(arg, 2) : STR_NONE;
        bool has_value = str_find(rest, STR("="), NULL);
        const Setting *s = str_next(&rest, '=', &name) ? setting_find(name) : NULL;
        if (s == NULL) {
            argv[kept++] = argv[i];
            continue;
        }
        if (!has_value && s->type == TYPE_BOOL)
            rest = STR("1");
        else if (!has_value && i + 1 < *argc)
            rest = str_from(argv[++i]);
        else if (!has_value)
            return fail(c, ERR_INVALID, NULL, "--%s needs a value", s->name);
        TRY(setting_set(c, config, s, rest));
    }
    *argc = kept;
    argv[kept] = NULL;
    return OK;
}

Str config_help(Arena *a)
{
    Buf b = buf_new(a, 2048, 65536);
    for (size_t i = 0; i < COUNTOF(settings); i++) {
        const Setting *s = &settings[i];
        buf_printf(&b, "  --%-18s %s", s->name, s->what);
        if (*s->by_default)
            buf_printf(&b, " (%s)", s->by_default);
        buf_char(&b, '\n');
    }
    return buf_text(&b);
}

Str config_example(Arena *a)
{
    Buf b = buf_new(a, 2048, 65536);
    buf_cstr(&b, "# yuanchang: settings. Each can also be given as --name on the command line or as YUANCHANG_NAME\n"
                 "# in the environment; the command line wins over the environment, that over this file.\n");
    for (size_t i = 0; i < COUNTOF(settings); i++)
        buf_printf(&b, "\n# %s\n#%s = %s\n", settings[i].what, settings[i].name, settings[i].by_default);
    return buf_text(&b);
}
