/* named: where a name leads that somebody read from paper, was told, or pasted: 420325-rzw7aef319bx, the number behind it alone, or
 * an address that ends in /need/420325-rzw7aef319bx, of whatever noun has a page for one of its records. */
#pragma once
#include "web/route.h"

/* The page of what is named so, where the actor may see it; empty where he may not, where there is none, and for any other text. A
 * number alone is of `county`, which may be empty. Reads a row a noun at most, and nothing for a text that is no name. */
MUST Err named_page(Request *r, Str text, Code county, Str *ret_path);
