/* fold_fuzz: the cells of a roster before any database: the text of a file, its cells as they are cleaned, folded and
 * compared. What is read is a table; what is cleaned stays as it is when it is cleaned again; what is written out as CSV
 * comes back. */
#include "base/base.h"
#include "base/csv.h"
#include "engine/text/house_key.h"
#include "engine/text/pinyin.h"
#include "engine/text/search_key.h"
#include "people/person.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void comes_back(Arena *a, Str cell)
{
    Buf    b = buf_new(a, 64, cell.n * 2 + 16);
    Str    back[2];
    size_t n;
    buf_csv(&b, cell);
    buf_cstr(&b, ",x\r\n");
    Csv csv = csv_open(buf_text(&b));
    BUG_ON(!csv_next(a, &csv, back, 2, &n) || n != 2 || csv.broken);
    BUG_ON(!str_eq(back[0], cell) || !str_is(back[1], "x"));
}

/* What is looked for and how it is spelled. */
static void search_holds(Arena *a, Str cell)
{
    Str       key = search_key(a, cell), v[PINYIN_SPELLINGS];
    PinyinWay ways[PINYIN_WAYS];
    BUG_ON(!utf8_is_encoded(key) || !str_eq(search_key(a, key), key));
    size_t n = pinyin_whole(a, search_key_plain(a, cell), v);
    BUG_ON(n > PINYIN_SPELLINGS || pinyin_initials(a, key, v) > PINYIN_SPELLINGS);
    BUG_ON(pinyin_ways(key, ways) > PINYIN_WAYS);
}

static void cell_holds(Arena *a, Str cell)
{
    Str line = text_line(a, cell), name = text_name(a, cell), key = text_key(a, cell), house = house_key(a, cell), rest;
    BUG_ON(!utf8_is_encoded(name) || !utf8_is_encoded(key) || !utf8_is_encoded(house));
    BUG_ON(line.n > cell.n || str_index(line, '\n') < line.n);
    BUG_ON(!str_eq(text_line(a, line), line) || !str_eq(text_name(a, name), name) || !str_eq(text_key(a, key), key));
    BUG_ON(!str_eq(text_key(a, name), key));
    BUG_ON((house.n == 0) != (key.n == 0));
    Str group = group_key(a, cell);
    BUG_ON(!str_eq(group_key(a, group), group));
    if (house_key_behind(a, house, group, &rest))
        BUG_ON(rest.n == 0);
    Str phone = phone_clean(a, cell), id_card = id_card_clean(a, cell);
    BUG_ON(phone_is_valid(phone) && !str_eq(phone_clean(a, phone), phone));
    BUG_ON(id_card_is_valid(id_card) && !date_is_valid(id_card_born(id_card)));
    search_holds(a, cell);
    comes_back(a, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    enum { CELLS = 100 };
    Arena *a = arena_open();
    Str    text, cells[CELLS];
    size_t n_cells;
    i64    before = 0;
    if (csv_text(a, (Str){ (const char *)bytes, n }, &text)) {
        text = text_lines(a, text);
        BUG_ON(!str_eq(text_lines(a, text), text));
        Csv csv = csv_open(text);
        while (csv_next(a, &csv, cells, CELLS, &n_cells)) {
            BUG_ON(csv.line <= before || n_cells > CELLS);
            before = csv.line;
            for (size_t i = 0; i < n_cells; i++)
                cell_holds(a, cells[i]);
        }
    }
    arena_close(a);
    return 0;
}
