#!/bin/bash
# voices: how long the order of 100,000 needs takes.
. "$(dirname "$0")/lib.sh"
build voices_bench
"$BENCH_DIR/voices_bench"
