#!/bin/bash
# voices: how long the order of 100,000 needs takes.
. "$(dirname "$0")/lib.sh"
voices_bench=$(build voices_bench)
"$voices_bench"
