/* studio_vips: see studio_vips.h. The library's functions are called by prototypes of our own; they are those of libvips
 * 8.10 and later, whose name promises that they stay (soname 42). Nothing is freed: who calls this ends. */
#include "record/studio_vips.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "record/studio.h"
#include "record/studio_talk.h"

enum { QUALITY = 80 };
enum { VIPS_SIZE_DOWN = 2, VIPS_INTERPRETATION_SRGB = 22 };

typedef struct VipsImage VipsImage; /* opaque here */
typedef struct VipsArea  VipsArea;

static struct {
    int        (*init)(const char *name);
    VipsImage *(*image_new_from_buffer)(const void *bytes, size_t n, const char *options, ...);
    unsigned long (*image_get_typeof)(const VipsImage *im, const char *name);
    int        (*image_hasalpha)(VipsImage *im);
    int        (*thumbnail_buffer)(void *bytes, size_t n, VipsImage **out, int width, ...);
    int        (*colourspace)(VipsImage *in, VipsImage **out, int space, ...);
    int        (*flatten)(VipsImage *in, VipsImage **out, ...);
    int        (*jpegsave_buffer)(VipsImage *in, void **bytes, size_t *n, ...);
    VipsArea  *(*array_double_newv)(int n, ...);
    int        (*version)(int part);
} vips;

/* Libvips makes code while it runs. Where a service may not (MemoryDenyWriteExecute of the shipped unit), its maker would
 * look for a file to make it in, and end the process when it may open none. */
static bool may_make_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && munmap(page, 4096) == 0;
}

bool studio_vips_open(void)
{
    static const struct {
        const char *name;
        void       *at;
    } needed[] = {
        { "vips_init", &vips.init }, { "vips_image_new_from_buffer", &vips.image_new_from_buffer },
        { "vips_image_get_typeof", &vips.image_get_typeof }, { "vips_image_hasalpha", &vips.image_hasalpha },
        { "vips_thumbnail_buffer", &vips.thumbnail_buffer }, { "vips_colourspace", &vips.colourspace },
        { "vips_flatten", &vips.flatten }, { "vips_jpegsave_buffer", &vips.jpegsave_buffer },
        { "vips_array_double_newv", &vips.array_double_newv }, { "vips_version", &vips.version },
    };
    if (!may_make_code())
        setenv("VIPS_NOVECTOR", "1", 1);
    void *library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; library != NULL && i < COUNTOF(needed); i++) {
        void *found = dlsym(library, needed[i].name);
        if (found == NULL)
            return false;
        memcpy(needed[i].at, &found, sizeof found);
    }
    return library != NULL && vips.init(STUDIO_NAME) == 0;
}

static VipsImage *on_white(VipsImage *in)
{
    VipsImage *out = NULL;
    if (in == NULL || !vips.image_hasalpha(in))
        return in;
    int failed = vips.flatten(in, &out, "background", vips.array_double_newv(3, 255.0, 255.0, 255.0), NULL);
    return failed ? NULL : out;
}

static VipsImage *in_srgb(VipsImage *in)
{
    VipsImage *out = NULL;
    return in == NULL || vips.colourspace(in, &out, VIPS_INTERPRETATION_SRGB, NULL) != 0 ? NULL : out;
}

/* Half a picture is none: left to itself the library paints the rest grey and says nothing. */
static const char *if_whole(void)
{
    return vips.version(0) > 8 || vips.version(1) >= 12 ? "[fail_on=truncated]" : "[fail=true]";
}

static VipsImage *shrink(const void *bytes, size_t n, int side, bool by_profile)
{
    VipsImage *out = NULL;
    int failed = by_profile ? vips.thumbnail_buffer((void *)bytes, n, &out, side, "height", side, "size", VIPS_SIZE_DOWN,
                                                    "option_string", if_whole(), "export_profile", "srgb", NULL)
                            : vips.thumbnail_buffer((void *)bytes, n, &out, side, "height", side, "size", VIPS_SIZE_DOWN,
                                                    "option_string", if_whole(), NULL);
    return failed ? NULL : out;
}

/* Through its own profile where it has one. Without one the numbers are taken for what pictures without one are, sRGB
 * (or grey, or ink as offset printers use it): naming sRGB as the target alone would take them for something else
 * (libvips#3479), and sRGB as the source would be wrong for grey and ink. */
static VipsImage *shown_of(const void *bytes, size_t n)
{
    VipsImage *head = vips.image_new_from_buffer(bytes, n, "", NULL);
    bool       has_profile = head != NULL && vips.image_get_typeof(head, "icc-profile-data") != 0;
    VipsImage *shown = has_profile ? shrink(bytes, n, STUDIO_SHOWN, true) : NULL;
    return on_white(in_srgb(shown != NULL ? shown : shrink(bytes, n, STUDIO_SHOWN, false)));
}

static Str jpeg_of(VipsImage *im)
{
    void  *bytes = NULL;
    size_t n = 0;
    if (im == NULL || vips.jpegsave_buffer(im, &bytes, &n, "Q", QUALITY, "strip", 1, NULL) != 0)
        return STR_NONE;
    return (Str){ bytes, n };
}

/* The small one is made from the JPEG of the other, which libjpeg gives back at a quarter of its side for next to nothing. */
bool studio_vips_make(const void *bytes, size_t n, Str *ret_shown, Str *ret_small)
{
    *ret_shown = jpeg_of(shown_of(bytes, n));
    *ret_small = ret_shown->n > 0 ? jpeg_of(shrink(ret_shown->p, ret_shown->n, STUDIO_SMALL, false)) : STR_NONE;
    return ret_small->n > 0;
}
