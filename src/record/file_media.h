/* file_media: what kind of sound or paper some bytes are, by how they begin (and a PDF ends). Ogg (RFC 3533), WebM (EBML, RFC 8794),
 * MPEG audio (ISO/IEC 11172-3), MP4 (ISO/IEC 14496-12), WAVE, AMR (RFC 4867), PDF (ISO 32000-2). Pure. */
#pragma once
#include "base/str.h"

typedef enum FileKind { FILE_PICTURE, FILE_SOUND, FILE_PAPER, FILE_KINDS } FileKind;

/* NULL: none that is taken. */
const char *file_media(FileKind kind, Str bytes);
