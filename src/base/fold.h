/* fold: what two writings of one line, one name or one number have in common.
 *
 * Rosters are typed by many hands, pass through spreadsheets and come back: 李　芳 and 李芳 are one person, ７, 007 and 7
 * one house (docs/decisions/0026). Everything that comes in is made a line or a name here before it is kept, by forms,
 * imports and the command line alike, and everything that is compared is compared by its key. Input is well-formed
 * UTF-8 (utf8.h). Results lie in the arena. */
#pragma once
#include "base/utf8.h"

/* One line as it is kept: tabs, line ends (CR, LF, U+2028, U+2029) the wide space and blanks of other scripts (U+2800) are spaces, what nobody sees and only turns or
 * parts text (bidirectional marks, zero-width spaces, soft hyphens, byte order marks) is left out, ends are trimmed. Compatibility
 * ideographs (U+F901) and wide letters and figures are those that they look like, as NFKC has them; of the rest of NFKC wide punctuation
 * and signs stay, which Chinese is written with. */
Str text_line(Arena *a, Str s);
/* The same for several lines: CR and CR LF become LF, the rest stays. */
Str text_lines(Arena *a, Str s);
/* Does it turn the direction of what stands beside it (U+202A-202E, U+2066-2069), or hide letters in tags (U+E0001-E007F)? Who typed
 * it is told: what is read would not be what was typed. */
bool text_misleads(Str s);
/* The same, or a sign that takes room or direction and shows nothing (U+2800, the fillers U+115F U+1160 U+3164 U+FFA0 .., U+061C, U+200E,
 * U+200F): in one line of ours, a name or a title, it has no use but to tell apart what reads alike. */
bool text_hides(Str s);
/* Is there nothing to see in it: only default ignorable characters, spaces and blanks? */
bool text_shows_nothing(Str s);
/* A name as it is kept: a line in narrow ASCII and plain Han characters, without joiners and variation marks, the dot of
 * minority names as U+00B7, no space beside a Han character or that dot, one space elsewhere. */
Str text_name(Arena *a, Str s);
/* What a login is found by: the compat_key() in lower case, without ends. */
Str text_login(Arena *a, Str s);
/* What is compared: the compat_key() of a name, in lower case, without any space, every dash as '-'. */
Str text_key(Arena *a, Str s);
/* Would closing up make another number of it? A gap between two digits (1 7), or a raised, circled or broken one beside a
 * digit (7², ①7, 7½): who wrote it is to be asked, before text_key() is trusted with a number. A lone ⑦ is 7. Of Chinese
 * numerals a gap counts where they end the text or say which group (一 二组). */
bool text_blurs_number(Arena *a, Str s);
