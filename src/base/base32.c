/* base32: see base32.h. */
#include "base/base32.h"

#include "base/buf.h"

const char base32_alphabet[33] = "0123456789abcdefghjkmnpqrstvwxyz";

int base32_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c == 'o')
        return 0;
    if (c == 'i' || c == 'l')
        return 1;
    for (int i = 0; i < 32; i++)
        if (base32_alphabet[i] == c)
            return i;
    return -1;
}

Str base32_text(Arena *a, Str bytes)
{
    Buf b = buf_new(a, bytes.n * 2 + 1, bytes.n * 2 + 1);
    u32 bits = 0;
    int have = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        bits = (bits << 8 | (u8)bytes.p[i]) & 0xffff;
        for (have += 8; have >= 5; have -= 5)
            buf_char(&b, base32_alphabet[bits >> (have - 5) & 31]);
    }
    if (have > 0)
        buf_char(&b, base32_alphabet[bits << (5 - have) & 31]);
    return buf_text(&b);
}
