/* studio_vips: see studio_vips.h. The library's functions are called by prototypes of our own; they are those of libvips
 * 8.10 and later, whose name promises that they stay (soname 42). Nothing is freed: who calls this ends. */
#include "record/studio_vips.h"

#include <dlfcn.h>
#include <stdio.h>
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
    int        (*image_get_width)(const VipsImage *im);
    int        (*image_get_height)(const VipsImage *im);
    int        (*thumbnail_buffer)(void *bytes, size_t n, VipsImage **out, int width, ...);
    int        (*thumbnail_image)(VipsImage *in, VipsImage **out, int width, ...);
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
        { "vips_image_get_width", &vips.image_get_width }, { "vips_image_get_height", &vips.image_get_height },
        { "vips_thumbnail_buffer", &vips.thumbnail_buffer }, { "vips_thumbnail_image", &vips.thumbnail_image },
        { "vips_colourspace", &vips.colourspace },
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
    return vips.version(0) > 8 || vips.version(1) >= 12 ? "fail_on=truncated" : "fail=true";
}

/* How far a JPEG is shrunk while it is decoded (1, 2, 4, 8), which costs less than to decode it whole: as far as it stays at least as
 * large as it is to be. Asked for a thumbnail the library would leave itself twice that. */
static int shrink_in_decoding(const VipsImage *head, int side)
{
    int long_side = vips.image_get_width(head), by = 8;
    if (vips.image_get_height(head) > long_side)
        long_side = vips.image_get_height(head);
    while (by > 1 && long_side < by * side)
        by /= 2;
    return by;
}

#define DOWN_TO(side) "height", side, "size", VIPS_SIZE_DOWN

static VipsImage *shrink_jpeg(const void *bytes, size_t n, const VipsImage *head, int side, bool by_profile)
{
    char       how[80];
    VipsImage *out = NULL;
    snprintf(how, sizeof how, "[shrink=%d,access=sequential,%s]", shrink_in_decoding(head, side), if_whole());
    VipsImage *in = vips.image_new_from_buffer(bytes, n, how, NULL);
    if (in == NULL)
        return NULL;
    int failed = by_profile ? vips.thumbnail_image(in, &out, side, DOWN_TO(side), "export_profile", "srgb", NULL)
                            : vips.thumbnail_image(in, &out, side, DOWN_TO(side), NULL);
    return failed ? NULL : out;
}

static VipsImage *shrink_other(const void *bytes, size_t n, int side, bool by_profile)
{
    char       how[40];
    VipsImage *out = NULL;
    snprintf(how, sizeof how, "[%s]", if_whole());
    int failed = by_profile ? vips.thumbnail_buffer((void *)bytes, n, &out, side, DOWN_TO(side), "option_string", how,
                                                    "export_profile", "srgb", NULL)
                            : vips.thumbnail_buffer((void *)bytes, n, &out, side, DOWN_TO(side), "option_string", how, NULL);
    return failed ? NULL : out;
}

/* `head`: the same, of which only what stands before the picture was read; NULL: it cannot be. */
static VipsImage *shrink(const void *bytes, size_t n, const VipsImage *head, int side, bool by_profile)
{
    bool is_jpeg = n > 2 && memcmp(bytes, "\xff\xd8", 2) == 0;
    if (head == NULL)
        return NULL;
    return is_jpeg ? shrink_jpeg(bytes, n, head, side, by_profile) : shrink_other(bytes, n, side, by_profile);
}

/* Through its own profile where it has one. Without one the numbers are taken for what pictures without one are, sRGB
 * (or grey, or ink as offset printers use it): naming sRGB as the target alone would take them for something else
 * (libvips#3479), and sRGB as the source would be wrong for grey and ink. */
static VipsImage *shown_of(const void *bytes, size_t n)
{
    VipsImage *head = vips.image_new_from_buffer(bytes, n, "", NULL);
    bool       has_profile = head != NULL && vips.image_get_typeof(head, "icc-profile-data") != 0;
    VipsImage *shown = has_profile ? shrink(bytes, n, head, STUDIO_SHOWN, true) : NULL;
    return on_white(in_srgb(shown != NULL ? shown : shrink(bytes, n, head, STUDIO_SHOWN, false)));
}

static VipsImage *small_of(const void *jpeg, size_t n)
{
    return shrink(jpeg, n, vips.image_new_from_buffer(jpeg, n, "", NULL), STUDIO_SMALL, false);
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
    *ret_small = ret_shown->n > 0 ? jpeg_of(small_of(ret_shown->p, ret_shown->n)) : STR_NONE;
    return ret_small->n > 0;
}
