/* house: the one table of what the house holds. Adding a noun is adding its row in house.c (record/noun.h says what a row
 * brings); nothing else knows all of them. */
#pragma once

/* Hands the table to whoever serves all nouns. Once, before a store is opened; twice is harmless. */
void house_open(void);
