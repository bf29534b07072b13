/* version: of the program, as --version, /metrics and the page's foot say it. */
#pragma once
#define YUANCHANG_VERSION "0.1.0"
