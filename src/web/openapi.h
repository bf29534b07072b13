/* openapi: the service described for programs (OpenAPI 3.1), made from the same rows that enforce it. */
#pragma once
#include "base/base.h"
#include "web/view.h"

View *openapi_document(Arena *a, Str origin);
