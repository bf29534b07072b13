/* photo_page: pictures over the wire, whatever they are tied to. */
#pragma once
#include "record/noun.h"

/* The row of what all matters share. */
extern const Noun matter_noun;
