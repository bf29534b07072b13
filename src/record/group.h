/* group: what a writing group gathers over its bodies and writes once before its COMMIT (db.h, GroupHooks). */
#pragma once

void record_hooks(void); /* once, before any store is opened */
